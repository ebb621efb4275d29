package flow

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// Quantities are refused before their sum could overflow, and up to there, and with
// quantities without limit, every answer is in order and its certificates hold.
func TestQuantitiesCannotOverflow(t *testing.T) {
	r := rand.New(rand.NewPCG(111, 112))
	for k := range 1_000 {
		l := invent(r, shape{size: 8, tallies: true, dates: k%2 == 0})
		for i := range l.moves {
			m := &l.moves[i]
			m.Least, m.Most = m.Least*(countless/100), m.Most*(countless/100)
			if r.IntN(4) == 0 {
				m.Most = Unlimited
			}
		}
		for i := range l.tallies {
			l.tallies[i].Least, l.tallies[i].Most = 0, Unlimited
		}
		arrange := Arrange
		if k%3 == 0 {
			arrange = ArrangeUncounted
		}
		n, err := arrange(l.holdings, l.moves, l.tallies)
		if err != nil {
			t.Fatal(err)
		}
		if a := ask(t, n, inventQuestion(r, l)); a.Least < 0 || a.Least > a.Most || a.Most != Unlimited && a.Most > countless {
			t.Fatalf("[%d, %d]\nledger %s", a.Least, a.Most, l)
		}
	}
	half := Move{From: Outside, To: 0, Lot: NoLot, Earliest: 1, Latest: 1, Least: countless / 2, Most: countless / 2}
	if _, err := Arrange(1, []Move{half, half}, nil); err == nil {
		t.Error("quantities that add up to too much are taken")
	}
	many := make([]Move, maxOpen+1)
	for i := range many {
		many[i] = Move{From: Outside, To: 0, Lot: NoLot, Earliest: proviso.Day(i), Latest: proviso.Day(i), Most: Unlimited}
	}
	if _, err := Arrange(1, many, nil); err == nil {
		t.Error("too many quantities without limit are taken")
	}
}

// A network takes as many movements and stocktakes as its numbers can tell apart.
func TestNetworkIsFull(t *testing.T) {
	n := New(1)
	n.size.rows = mostRows - 2
	in := Move{From: Outside, To: 0, Lot: NoLot, Earliest: 1, Latest: 1, Least: 1, Most: 1}
	if err := n.Append(in); err != nil {
		t.Fatal(err)
	}
	if err := n.Append(in); err == nil {
		t.Error("one movement too many is taken")
	}
	if err := n.AppendTally(Tally{Day: 1, Least: 1, Most: 1}); err == nil {
		t.Error("one stocktake too many is taken")
	}
	if n.Moves() != 1 || len(n.tallies) != 0 {
		t.Errorf("%d movements and %d stocktakes are kept, not 1 and 0", n.Moves(), len(n.tallies))
	}
	if arcs := 4 * mostRows; 2*arcs-1 > math.MaxInt32 {
		t.Errorf("%d arcs are too many", arcs)
	}
}
