package flow

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// 240,000 rounds in stock, 100,000 come in, 100,000 go out, the floor is 178,000:
// without what came in 140,000 would have been left, so 38,000 could not have gone.
func TestSubstitutionWorkedNumbers(t *testing.T) {
	moves := []Move{
		{From: Outside, To: 0, Lot: NoLot, Earliest: 1, Latest: 1, Least: 240_000, Most: 240_000},
		{From: Outside, To: 0, Lot: NoLot, Earliest: 5, Latest: 5, Least: 100_000, Most: 100_000},
		{From: 0, To: 1, Lot: NoLot, Earliest: 7, Latest: 7, Least: 100_000, Most: 100_000},
	}
	n, err := Arrange(2, moves, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		floor, need Span
		short       proviso.Day
	}{
		{Exactly(178_000), Exactly(38_000), 7},
		{Span{170_000, 178_000}, Span{30_000, 38_000}, 7},
		{Exactly(140_000), Exactly(0), proviso.LastDay},
		{Exactly(250_000), Exactly(100_000), 7},
	} {
		got, err := Substitution(context.Background(), n, Substitute{Delivery: 2, From: []int32{0}, Of: []int32{1}, Floor: c.floor, Until: proviso.LastDay})
		if err != nil || got.Units != c.need || got.Short != c.short {
			t.Errorf("floor %v: %+v %v, want %v, short on %v", c.floor, got, err, c.need, c.short)
		}
	}
}

// TestSubstitutionByTrial tries each smaller delivery on random exact ledgers and
// replays the holder's stock day by day.
func TestSubstitutionByTrial(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 52))
	tried := 0
	for range 5000 {
		l := invent(r, shape{size: 10})
		net := l.network(t)
		var of, out []int32
		h := int32(r.IntN(l.holdings))
		for i, m := range l.moves {
			if m.To == h && m.From < 0 && r.IntN(2) == 0 {
				of = append(of, int32(i))
			}
			if m.From == h && m.To != h {
				out = append(out, int32(i))
			}
		}
		if len(of) == 0 || len(out) == 0 {
			continue
		}
		d := out[r.IntN(len(out))]
		floor := r.Int64N(4)
		got, err := Substitution(context.Background(), net, Substitute{Delivery: d, From: []int32{h}, Of: of, Floor: Exactly(floor), Until: proviso.LastDay})
		if err != nil {
			t.Fatal(err)
		}
		tried++
		if want := heldBack(l, h, d, of, floor); got.Units != Exactly(want) {
			t.Fatalf("got %v, want %d: delivery %d, S %v, floor %d\nledger %s", got.Units, want, d, of, floor, l)
		}
	}
	if tried < 1000 {
		t.Errorf("only %d tried", tried)
	}
}

// heldBack is the least number of units by which the delivery must be smaller for
// the stock to stay at the floor from then on without S; all of it if none is.
func heldBack(l *tiny, h, d int32, of []int32, floor int64) int64 {
	s := set(of)
	for x := int64(0); x < l.moves[d].Most; x++ {
		stock, fine := int64(0), true
		for i, m := range l.moves {
			if m.To == h && !s[int32(i)] {
				stock += m.Most
			}
			if m.From == h {
				stock -= m.Most
			}
			if int32(i) == d {
				stock += x
			}
			fine = fine && (int32(i) < d || stock >= floor)
		}
		if fine {
			return x
		}
	}
	return l.moves[d].Most
}

// A stock that nobody counted may have been of any size: nothing of a delivery surely
// rests on what came in, and all may. A stocktake settles it, also a later one.
func TestSubstitutionUncounted(t *testing.T) {
	moves := []Move{
		{From: Outside, To: 0, Lot: NoLot, Earliest: 2, Latest: 2, Least: 100_000, Most: 100_000},
		{From: 0, To: 1, Lot: NoLot, Earliest: 4, Latest: 4, Least: 100_000, Most: 100_000},
	}
	for _, c := range []struct {
		tallies []Tally
		want    Span
	}{
		{nil, Span{0, 100_000}},
		{[]Tally{{Holding: 0, Day: 1, Least: 240_000, Most: 240_000}}, Exactly(38_000)},
		{[]Tally{{Holding: 0, Day: 6, Least: 240_000, Most: 240_000}}, Exactly(38_000)},
		{[]Tally{{Holding: 0, Day: 1, Least: 230_000, Most: 240_000}}, Span{38_000, 48_000}},
	} {
		n, err := ArrangeUncounted(2, moves, c.tallies)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Substitution(context.Background(), n, Substitute{Delivery: 1, From: []int32{0}, Of: []int32{0}, Floor: Exactly(178_000), Until: proviso.LastDay})
		if err != nil || got.Units != c.want {
			t.Errorf("%+v: %+v %v, want %v", c.tallies, got, err, c.want)
		}
	}
}
