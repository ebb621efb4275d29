package flow

import (
	"math/rand/v2"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// Lot 2 loses its name in holding 1 and gets it back: the one unit stamped as of
// lot 2 uses up the way that another unit of S would need. The answer contains the
// truth, is wider, and says that it is outer.
func TestLotsNamedAgainAreOuter(t *testing.T) {
	l, q := lotsNamedAgain()
	a := ask(t, l.network(t), q)
	if a.Least != 2 || a.Most != 4 || a.MostExact {
		t.Errorf("got [%d, %d], exact %v, want [2, 4] and outer", a.Least, a.Most, a.MostExact)
	}
	want, ok := enumerate(l, &q, 1<<20)
	if !ok || want.least != 2 || want.most != 3 {
		t.Errorf("all histories give [%d, %d], want [2, 3]", want.least, want.most)
	}
}

func lotsNamedAgain() (*tiny, Question) {
	l := &tiny{holdings: 4}
	for i, m := range []Move{
		{From: Outside, To: 0, Lot: 0, Least: 3}, {From: 0, To: 3, Lot: NoLot, Least: 1},
		{From: Outside, To: 1, Lot: 1, Least: 3}, {From: Outside, To: 0, Lot: 2, Least: 3},
		{From: 0, To: 1, Lot: NoLot, Least: 1}, {From: 0, To: Outside, Lot: NoLot, Least: 1},
		{From: 1, To: 0, Lot: 2, Least: 1}, {From: 3, To: 1, Lot: NoLot, Least: 1}, {From: 0, To: 1, Lot: NoLot, Least: 1},
	} {
		m.Most, m.Earliest, m.Latest = m.Least, proviso.Day(i), proviso.Day(i)
		l.moves = append(l.moves, m)
	}
	return l, Question{Asks: Ended, Of: []int32{2, 3}, Holdings: []int32{0, 3}, Until: proviso.LastDay}
}

// A ways-twice ledger: the same ten units enter, leave and enter again. They are
// one ten, not two.
func TestUnitsThatEnterTwiceCountOnce(t *testing.T) {
	l := &tiny{holdings: 2, moves: []Move{
		{From: Outside, To: 0, Lot: NoLot, Least: 10, Most: 10, Earliest: 1, Latest: 1},
		{From: 0, To: 1, Lot: NoLot, Least: 10, Most: 10, Earliest: 2, Latest: 2},
		{From: 1, To: 0, Lot: NoLot, Least: 10, Most: 10, Earliest: 3, Latest: 3},
		{From: 0, To: 1, Lot: NoLot, Least: 10, Most: 10, Earliest: 4, Latest: 4},
	}}
	a := ask(t, l.network(t), Question{Of: []int32{1, 3}, Holdings: []int32{1}, Until: proviso.LastDay})
	if a.Least != 10 || a.Most < 10 || a.Exact() {
		t.Errorf("got [%d, %d], exact %v; want at least 10, and outer", a.Least, a.Most, a.Exact())
	}
}

// TestReceiptsOfNoKnownLot: what came into the holding where a lot was made, and of
// which no lot is known, may be of that lot.
func TestReceiptsOfNoKnownLot(t *testing.T) {
	r := rand.New(rand.NewPCG(113, 114))
	n, told := 0, 0
	for range 3_000 {
		l := invent(r, shape{size: 6, lots: true})
		q := inventQuestion(r, l)
		at := r.IntN(len(l.moves))
		if m := &l.moves[at]; m.From != Outside || len(q.Of) == 0 {
			continue
		}
		lots := map[int32]bool{l.moves[at].Lot: true}
		for _, m := range l.moves {
			if m.From == Outside && m.To == l.moves[at].To {
				lots[m.Lot] = true
			}
		}
		l.moves[at].Lot = NoLot
		a := ask(t, l.network(t), q)
		for lot := range lots {
			l.moves[at].Lot = lot
			want, ok := enumerate(l, &q, 20_000)
			if !ok || want.histories == 0 {
				continue
			}
			if n++; len(a.Clash) > 0 || a.Least > want.least || a.Most < want.most {
				t.Fatalf("[%d, %d], clash %v; move %d of lot %d: %+v\nledger %s\nquestion %+v", a.Least, a.Most, a.Clash, at, lot, want, l, q)
			}
			if a.Least > 0 {
				told++
			}
		}
	}
	if n < 500 || told < 100 {
		t.Errorf("only %d compared, of %d a least is told", n, told)
	}
}
