package flow

import (
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
