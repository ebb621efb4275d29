package flow

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// TestExhaustIsExact compares the walk through all histories with the enumeration
// that the bounds are held against, on everything that makes bounds outer.
func TestExhaustIsExact(t *testing.T) {
	r := rand.New(rand.NewPCG(101, 102))
	narrower, n := 0, 0
	for k := range 6_000 {
		l := invent(r, shape{size: 5 + r.IntN(2), lots: k%2 == 0, ranges: k%3 == 0, dates: k%4 == 0, sameDay: k%5 == 0, tallies: k%7 == 0})
		net := l.network(t)
		q := inventQuestion(r, l)
		if k%4 == 1 {
			q.Until = proviso.LastDay
			q.Evidence = inventEvidence(r, l, &q, k%8 == 1)
		}
		want, ok := enumerateOn(l, &q, 20_000)
		if !ok {
			continue
		}
		a := ask(t, net, q)
		got, found, err := Exhaust(context.Background(), net, q)
		switch {
		case err != nil:
			t.Fatal(err)
		case !found:
			continue
		case want.histories == 0:
			t.Fatalf("finds %v where there is no history\nledger %s\nquestion %+v", got, l, q)
		}
		n++
		if got.Span != (Span{want.least, want.most}) {
			t.Fatalf("got %v, truth %+v\nledger %s\nquestion %+v", got, want, l, q)
		}
		sameAgain(t, net, l, q, got)
		if len(a.Clash) == 0 && (a.Least < got.Least || a.Most > got.Most) {
			narrower++
		}
	}
	t.Logf("%d ledgers, the bounds were wider in %d", n, narrower)
	if n < 4_000 || narrower < 200 {
		t.Errorf("only %d ledgers, the bounds wider in %d", n, narrower)
	}
}

// enumerateOn is enumerate for a question about a day, with all that came later: what
// counts at the end of the day, in each history to its end.
func enumerateOn(t *tiny, q *Question, most int) (truth, bool) {
	of, goals, target := set(q.Of), set(q.Moves), set(q.Holdings)
	out := truth{least: 1 << 60, most: -1}
	timelines(t, proviso.LastDay, func(events []event) {
		if out.histories > most {
			return
		}
		over, c := 0, int64(0)
		for over < len(events) && events[over].on <= q.Until {
			over++
		}
		walkPast(t, events, of, goals, target, over, func(s *state) { c = s.count(q.Asks, target) }, func(s *state) {
			if s.meets(q.Evidence) {
				out.histories++
				out.least, out.most = min(out.least, c), max(out.most, c)
			}
		})
	})
	return out, out.histories <= most
}

func TestExhaustUncounted(t *testing.T) {
	r := rand.New(rand.NewPCG(103, 104))
	n, days := 0, 0
	for k := range 2_500 {
		l := invent(r, shape{size: 4, lots: k%2 == 0, tallies: k%3 == 0, ranges: k%5 == 0, dates: k%7 == 0})
		net, err := ArrangeUncounted(l.holdings, l.moves, l.tallies)
		if err != nil {
			t.Fatal(err)
		}
		q := inventQuestion(r, l)
		want, ok := enumerateOpen(l, &q, 20_000, enumerateOn)
		got, found, err := Exhaust(context.Background(), net, q)
		if err != nil {
			t.Fatal(err)
		}
		if !ok || want.histories == 0 || !found {
			continue
		}
		if n++; q.Until != proviso.LastDay {
			days++
		}
		if got.Least > want.least || got.Most < want.most || k%2 == 1 && got.Span != (Span{want.least, want.most}) {
			t.Fatalf("got %v, truth %+v\nledger %s\nquestion %+v", got, want, l, q)
		}
		sameAgain(t, net, l, q, got)
	}
	t.Logf("%d ledgers, %d of them asked about a day", n, days)
	if n < 1_000 || days < 500 {
		t.Errorf("only %d ledgers, %d of them asked about a day", n, days)
	}
}

// sameAgain holds the second walk against the first, and replays the histories that
// the first tells of.
func sameAgain(t *testing.T, net *Network, l *tiny, q Question, first Histories) {
	t.Helper()
	got, ok, err := Again(context.Background(), net, q)
	if err != nil {
		t.Fatal(err)
	}
	if !ok || got != first.Span {
		t.Fatalf("again %v %v, at first %v\nledger %s\nquestion %+v", got, ok, first.Span, l, q)
	}
	for side, k := range []int64{first.Most, first.Least} {
		if !replays(l, &q, first.Told[side], k) {
			t.Fatalf("%d is not what comes of %+v\nledger %s\nquestion %+v", k, first.Told[side], l, q)
		}
	}
}

// replays says whether what is told, in its order, is a history at whose end the
// number comes out. Of holdings of which something is left out, all units of S being
// elsewhere, the stock is not known here. What may lie after the day asked about may be
// left out for that reason, or for this.
func replays(l *tiny, q *Question, told []Told, k int64) bool {
	return replaysWithout(l, q, told, k, func(m *Move) proviso.Day { return m.Latest }) ||
		replaysWithout(l, q, told, k, func(m *Move) proviso.Day { return m.Earliest })
}

func replaysWithout(l *tiny, q *Question, told []Told, k int64, day func(*Move) proviso.Day) bool {
	one := &tiny{holdings: l.holdings, moves: slices.Clone(l.moves), tallies: l.tallies, opening: make([]int64, l.holdings)}
	left := map[int32]bool{}
	for i, m := range l.moves {
		if day(&m) <= q.Until && !slices.ContainsFunc(told, func(x Told) bool { return x.Move == int32(i) }) {
			left[m.From], left[m.To] = true, true
		}
	}
	for i := range one.moves {
		if left[one.moves[i].From] && !slices.Contains(q.Of, int32(i)) {
			one.moves[i].From = Outside
		}
	}
	var events []event
	of := map[event]int64{}
	for _, x := range told {
		if x.Move < 0 && x.Tally < 0 {
			one.opening[x.Holding] = x.Units
			for i := range one.moves { // units of no lot on record can be of any
				if x.Units > 0 && one.moves[i].From >= 0 {
					one.moves[i].Lot = NoLot
				}
			}
			continue
		}
		e := event{x.Move, x.Tally, 0, 0}
		if x.Move >= 0 {
			e.units = x.Units
			if m := &l.moves[x.Move]; x.Units < m.Least || x.Units > m.Most {
				return false
			}
		}
		of[e] = x.Of
		events = append(events, e)
	}
	evidence := slices.DeleteFunc(slices.Clone(q.Evidence), func(e Evidence) bool {
		return !slices.ContainsFunc(told, func(x Told) bool { return x.Move == e.Move && x.Tally == e.Tally })
	})
	found, target := false, set(q.Holdings)
	walk(one, events, set(q.Of), set(q.Moves), target, func(s *state) {
		if found || !s.meets(evidence) || s.count(q.Asks, target) != k {
			return
		}
		for e, u := range of {
			if e.tally >= 0 && s.atTally[e.tally] != u || e.tally < 0 && s.onMove[e.move] != u {
				return
			}
		}
		found = true
	})
	return found
}

// The lots that lose their name and get it back: bounds 2 to 4, truth 2 to 3.
func TestExhaustLotsNamedAgain(t *testing.T) {
	l, q := lotsNamedAgain()
	if got, found, err := Exhaust(context.Background(), l.network(t), q); err != nil || !found || got.Span != (Span{2, 3}) {
		t.Errorf("got %v %v %v, want 2 to 3", got, found, err)
	}
}
