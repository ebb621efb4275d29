package flow

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// inventQuestion asks something random of the ledger.
func inventQuestion(r *rand.Rand, t *tiny) Question {
	q := Question{Asks: Asks(r.IntN(3)), Until: proviso.LastDay}
	if r.IntN(3) == 0 {
		q.Until = proviso.Day(1 + r.IntN(len(t.moves)+1))
	}
	receiptsOnly := r.IntN(2) == 0
	for i := range t.moves {
		if (t.moves[i].From == Outside || !receiptsOnly && r.IntN(2) == 0) && r.IntN(2) == 0 {
			q.Of = append(q.Of, int32(i))
		}
		if q.Asks == Reached && r.IntN(8) == 0 {
			q.Moves = append(q.Moves, int32(i))
		}
	}
	for h := range int32(t.holdings) {
		if r.IntN(3) == 0 {
			q.Holdings = append(q.Holdings, h)
		}
	}
	return q
}

// truth is what the enumeration says: the least and most over all histories that
// meet the evidence, and how many histories there are.
type truth struct {
	least, most int64
	histories   int
}

func enumerate(t *tiny, q *Question, most int) (truth, bool) {
	of, goals, target := set(q.Of), set(q.Moves), set(q.Holdings)
	out := truth{least: 1 << 60, most: -1}
	timelines(t, q.Until, func(events []event) {
		if out.histories > most {
			return
		}
		walk(t, events, of, goals, target, func(s *state) {
			if !s.meets(q.Evidence) {
				return
			}
			out.histories++
			c := s.count(q.Asks, target)
			out.least, out.most = min(out.least, c), max(out.most, c)
		})
	})
	return out, out.histories <= most
}

func (s *state) meets(evidence []Evidence) bool {
	for _, e := range evidence {
		units := s.onMove[e.Move]
		if e.Tally >= 0 {
			units = s.atTally[e.Tally]
		}
		if units < e.Least || units > e.Most {
			return false
		}
	}
	return true
}

func set(list []int32) map[int32]bool {
	m := map[int32]bool{}
	for _, i := range list {
		m[i] = true
	}
	return m
}

func (t *tiny) network(tb testing.TB) *Network {
	tb.Helper()
	n, err := Arrange(t.holdings, t.moves, t.tallies)
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

// TestBoundAgainstAllHistories compares bounds with the enumeration of every
// history. On exact data they must be equal; otherwise they must contain it, and
// must be equal wherever the answer says exact.
func TestBoundAgainstAllHistories(t *testing.T) {
	for _, c := range []struct {
		name  string
		shape shape
		seeds int
	}{
		{"exact", shape{size: 9}, 8000},
		{"same day", shape{size: 6, sameDay: true}, 8000},
		{"lots", shape{size: 8, lots: true}, 25000},
		{"ranges", shape{size: 5, ranges: true}, 8000},
		{"dates", shape{size: 5, dates: true}, 8000},
		{"tallies", shape{size: 7, tallies: true}, 4000},
		{"all", shape{size: 5, lots: true, ranges: true, dates: true, sameDay: true, tallies: true}, 4000},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(7, uint64(len(c.name))))
			n, exact := 0, 0
			for range c.seeds {
				l := invent(r, c.shape)
				net := l.network(t)
				q := inventQuestion(r, l)
				want, ok := enumerate(l, &q, 20_000)
				if !ok || want.histories == 0 {
					continue
				}
				n++
				got := ask(t, net, q)
				if got.Exact() {
					exact++
				}
				if msg := disagree(got, want); msg != "" {
					t.Fatalf("%s\nledger %s\nquestion %+v\ntruth %+v", msg, l, q, want)
				}
				if c.name == "exact" && len(q.Of) > 0 && !got.Exact() && !repeats(got) && !slices.Contains(got.Outer, "units are asked about that move within one holding") {
					t.Fatalf("exact data, but the answer is outer: %v", got.Outer)
				}
			}
			t.Logf("%d ledgers, %d answers exact", n, exact)
		})
	}
}

func repeats(a Answer) bool {
	return slices.Contains(a.Outer, "units may have entered twice")
}

func ask(t *testing.T, n *Network, q Question) Answer {
	t.Helper()
	a, err := Bound(context.Background(), n, q)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Clash) > 0 {
		return a
	}
	for _, c := range a.Proof {
		if err := recheck(n, c); err != nil {
			t.Fatalf("%v\n%+v\n%+v", err, c, n.moves)
		}
	}
	return a
}

func disagree(got Answer, want truth) string {
	switch {
	case len(got.Clash) > 0:
		return fmt.Sprintf("says that the records clash: %+v", got.Clash)
	case got.Least > want.least || got.Most < want.most:
		return fmt.Sprintf("UNSOUND: got [%d, %d], truth [%d, %d]", got.Least, got.Most, want.least, want.most)
	case got.LeastExact && got.Least != want.least, got.MostExact && got.Most != want.most:
		return fmt.Sprintf("not exact: got [%d %v, %d %v], truth [%d, %d]", got.Least, got.LeastExact, got.Most, got.MostExact, want.least, want.most)
	}
	return ""
}

func (t *tiny) String() string {
	s := fmt.Sprintf("%d holdings", t.holdings)
	for i, m := range t.moves {
		s += fmt.Sprintf("\n  %d: %d -> %d  %d..%d  day %d..%d  lot %d", i, m.From, m.To, m.Least, m.Most, m.Earliest, m.Latest, m.Lot)
	}
	for i, ta := range t.tallies {
		s += fmt.Sprintf("\n  tally %d: %+v", i, ta)
	}
	return s
}

// In a circle of one day all of its holdings are in doubt: here 0 must give before
// it receives, for 1 has too little.
func TestCircleOfADayIsOuter(t *testing.T) {
	move := func(from, to int32, units int64, day proviso.Day) Move {
		return Move{From: from, To: to, Lot: NoLot, Earliest: day, Latest: day, Least: units, Most: units}
	}
	l := &tiny{holdings: 2, moves: []Move{
		move(Outside, 0, 1, 1), move(Outside, 1, 2, 2), move(1, 0, 3, 3), move(0, 1, 1, 3), move(0, Outside, 2, 4),
	}}
	a := ask(t, l.network(t), Question{Of: []int32{0, 1}, Moves: []int32{2, 3}, Until: proviso.LastDay})
	if a.Least > 3 || a.Most < 3 || a.Least != 3 && a.LeastExact {
		t.Errorf("[%d, %d] least exact %v, want 3, or outer", a.Least, a.Most, a.LeastExact)
	}
}
