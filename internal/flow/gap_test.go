package flow

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// TestMissingRecords asks about a ledger from which records are missing. What is
// left must still bound what the whole ledger allows: on both sides when what is
// missing is where other units came from, and from above when it is movements
// of the units themselves.
func TestMissingRecords(t *testing.T) {
	for _, receipts := range []bool{true, false} {
		r := rand.New(rand.NewPCG(3, 5))
		short := 0
		for range 6_000 {
			whole := invent(r, shape{size: 8})
			whole.network(t) // brings the moves into their order
			q := Question{Asks: Asks(r.IntN(3)), Until: proviso.LastDay, Holdings: []int32{int32(r.IntN(whole.holdings))}}
			dropped, lacks := int64(0), map[int32]bool{}
			part := &tiny{holdings: whole.holdings}
			var asked Question
			for i, m := range whole.moves {
				of := m.From == Outside && r.IntN(2) == 0
				gone := !of && (m.From == Outside) == receipts && m.To != Outside && r.IntN(3) == 0
				if of {
					q.Of = append(q.Of, int32(i))
					asked.Of = append(asked.Of, int32(len(part.moves)))
				}
				if gone {
					dropped += m.Most
					lacks[m.To] = true
				} else {
					part.moves = append(part.moves, m)
				}
			}
			asked.Asks, asked.Until, asked.Holdings = q.Asks, q.Until, q.Holdings
			want, ok := enumerate(whole, &q, 20_000)
			if !ok || want.histories == 0 {
				continue
			}
			got := ask(t, part.network(t), asked)
			if len(got.Gaps) > 0 {
				short++
			}
			if receipts && !showsAll(got, lacks) || !receipts && missing(got) != dropped {
				continue // the records do not show that something is missing
			}
			if got.Most < want.most || receipts && got.Least > want.least {
				t.Fatalf("got [%d, %d], truth [%d, %d]\n%s\nwhole %s\nquestion %+v", got.Least, got.Most, want.least, want.most, part, whole, q)
			}
		}
		if short < 500 {
			t.Errorf("only %d ledgers fell short", short)
		}
	}
}

func missing(a Answer) (sum int64) {
	for _, g := range a.Gaps {
		sum += g.Units
	}
	return sum
}

func showsAll(a Answer, lacks map[int32]bool) bool {
	shown := map[int32]bool{}
	for _, g := range a.Gaps {
		shown[g.Holding] = true
	}
	for h := range lacks {
		if !shown[h] {
			return false
		}
	}
	return true
}

// An opening balance that is not on record is reported, and units of S that come
// in later cannot have gone out before.
func TestMissingOpeningBalance(t *testing.T) {
	moves := []Move{
		{From: 0, To: 1, Lot: NoLot, Earliest: 5, Latest: 5, Least: 250, Most: 250},
		{From: Outside, To: 0, Lot: NoLot, Earliest: 10, Latest: 10, Least: 100, Most: 100},
		{From: 0, To: 1, Lot: NoLot, Earliest: 15, Latest: 15, Least: 30, Most: 30},
	}
	n, err := Arrange(2, moves, nil)
	if err != nil {
		t.Fatal(err)
	}
	a := ask(t, n, Question{Of: []int32{1}, Holdings: []int32{1}, Until: 9})
	if a.Least != 0 || a.Most != 0 {
		t.Errorf("before S came in: [%d, %d], want 0", a.Least, a.Most)
	}
	a = ask(t, n, Question{Of: []int32{1}, Holdings: []int32{1}, Until: proviso.LastDay})
	if a.Least != 0 || a.Most != 30 {
		t.Errorf("got [%d, %d], want 0 to 30: there may have been more than the 250 that are proved", a.Least, a.Most)
	}
	gaps := slices.Clone(a.Gaps)
	if len(gaps) != 1 || gaps[0].Units != 250 || gaps[0].Day != 5 || gaps[0].Holding != 0 || gaps[0].Out {
		t.Errorf("gaps %+v, want 250 units in holding 0 by day 5", gaps)
	}
}

// TestFromNobodyKnowsWhere: of 5 units of S, 3 went on and 2 should still be there. The
// 3 that later come from nobody knows where may be units of S lost from sight: as many
// of them may have gone by that movement, and with those that came before them no more
// than 5 are at the place.
func TestFromNobodyKnowsWhere(t *testing.T) {
	l := &tiny{holdings: 2, moves: []Move{
		{From: Outside, To: 0, Lot: NoLot, Earliest: 1, Latest: 1, Least: 5, Most: 5},
		{From: 0, To: 1, Lot: NoLot, Earliest: 2, Latest: 2, Least: 3, Most: 3},
		{From: Unknown, To: 1, Lot: NoLot, Earliest: 3, Latest: 3, Least: 3, Most: 3},
	}}
	net := l.network(t)
	for _, c := range []struct {
		q           Question
		least, most int64
	}{
		{Question{Of: []int32{0}, Moves: []int32{2}}, 0, 3},
		{Question{Of: []int32{0}, Moves: []int32{1, 2}}, 3, 5},
		{Question{Of: []int32{0}, Holdings: []int32{1}}, 3, 5},
	} {
		c.q.Until = proviso.LastDay
		if a := ask(t, net, c.q); a.Least != c.least || a.Most != c.most {
			t.Errorf("%v: [%d, %d], want [%d, %d]", c.q.Moves, a.Least, a.Most, c.least, c.most)
		}
	}
}
