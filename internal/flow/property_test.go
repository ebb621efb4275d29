package flow

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// same asks the question of another telling of the ledger. translate gives the
// new numbers of moves and holdings.
func sameAnswer(t *testing.T, what string, l *tiny, q Question, base Answer, other *tiny, oq Question) {
	t.Helper()
	got := ask(t, other.network(t), oq)
	if got.Least != base.Least || got.Most != base.Most || len(got.Clash) != 0 != (len(base.Clash) != 0) {
		t.Fatalf("%s changes [%d, %d] into [%d, %d]\nledger %s\nquestion %+v\nother %s\nquestion %+v",
			what, base.Least, base.Most, got.Least, got.Most, l, q, other, oq)
	}
}

// retold gives the ledger with other numbers for holdings and the moves written
// down in another order, and the question about it.
func retold(r *rand.Rand, l *tiny, q Question) (*tiny, Question) {
	name := r.Perm(l.holdings)
	place := func(h int32) int32 {
		if h < 0 {
			return h
		}
		return int32(name[h])
	}
	out := &tiny{holdings: l.holdings, moves: slices.Clone(l.moves), tallies: slices.Clone(l.tallies)}
	for i := range out.moves {
		m := &out.moves[i]
		m.Tag = int32(i)
		m.From, m.To = place(m.From), place(m.To)
	}
	for i := range out.tallies {
		out.tallies[i].Holding = place(out.tallies[i].Holding)
	}
	r.Shuffle(len(out.moves), func(i, j int) { out.moves[i], out.moves[j] = out.moves[j], out.moves[i] })
	if _, err := Arrange(out.holdings, out.moves, out.tallies); err != nil {
		panic(err)
	}
	at := map[int32]int32{}
	for i, m := range out.moves {
		at[m.Tag] = int32(i)
	}
	renumber := func(list []int32, to func(int32) int32) []int32 {
		var fresh []int32
		for _, x := range list {
			fresh = append(fresh, to(x))
		}
		return fresh
	}
	move := func(i int32) int32 { return at[i] }
	q.Of, q.Moves, q.Holdings = renumber(q.Of, move), renumber(q.Moves, move), renumber(q.Holdings, place)
	q.Evidence = slices.Clone(q.Evidence)
	for i := range q.Evidence {
		if q.Evidence[i].Move >= 0 {
			q.Evidence[i].Move = move(q.Evidence[i].Move)
		}
	}
	return out, q
}

var everything = shape{size: 8, lots: true, ranges: true, dates: true, sameDay: true, tallies: true}

func TestTellingDoesNotMatter(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	for range 5000 {
		l := invent(r, everything)
		net := l.network(t)
		q := inventQuestion(r, l)
		if r.IntN(2) == 0 {
			q.Evidence = []Evidence{{Move: int32(r.IntN(len(l.moves))), Tally: -1, Least: 0, Most: r.Int64N(3)}}
		}
		base := ask(t, net, q)
		other, oq := retold(r, l, q)
		sameAnswer(t, "telling it otherwise", l, q, base, other, oq)
	}
}

// Writing one exact movement down as two of the same day changes nothing.
func TestSplittingDoesNotMatter(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 34))
	for range 5000 {
		l := invent(r, shape{size: 8, lots: true, sameDay: true, tallies: true})
		net := l.network(t)
		q := inventQuestion(r, l)
		base := ask(t, net, q)
		i := r.IntN(len(l.moves))
		if l.moves[i].Most < 2 {
			continue
		}
		other := &tiny{holdings: l.holdings, tallies: slices.Clone(l.tallies)}
		oq := q
		oq.Of, oq.Moves = nil, nil
		for j, m := range l.moves {
			parts := []Move{m}
			if j == i {
				half := m
				half.Least, half.Most = 1, 1
				m.Least, m.Most = m.Least-1, m.Most-1
				parts = []Move{half, m}
			}
			for _, p := range parts {
				if slices.Contains(q.Of, int32(j)) {
					oq.Of = append(oq.Of, int32(len(other.moves)))
				}
				if slices.Contains(q.Moves, int32(j)) {
					oq.Moves = append(oq.Moves, int32(len(other.moves)))
				}
				p.Tag = int32(len(other.moves))
				other.moves = append(other.moves, p)
			}
		}
		renumber(t, other, &oq)
		sameAnswer(t, "splitting", l, q, base, other, oq)
	}
}

// renumber puts the moves into the order of the network and the question's
// numbers with them.
func renumber(t *testing.T, l *tiny, q *Question) {
	t.Helper()
	l.network(t)
	at := map[int32]int32{}
	for i, m := range l.moves {
		at[m.Tag] = int32(i)
	}
	for _, list := range [][]int32{q.Of, q.Moves} {
		for i := range list {
			list[i] = at[list[i]]
		}
	}
}

// Less precise dates never narrow an answer about exact quantities, and
//
//	less precise quantities never narrow one about exact dates.
func TestLessPreciseNeverNarrows(t *testing.T) {
	r := rand.New(rand.NewPCG(35, 36))
	for k := range 8_000 {
		dates := k%2 == 0
		l := invent(r, shape{size: 8, ranges: !dates, dates: dates, sameDay: true})
		net := l.network(t)
		q := inventQuestion(r, l)
		base := ask(t, net, q)
		other := &tiny{holdings: l.holdings, moves: slices.Clone(l.moves)}
		for i := range other.moves {
			other.moves[i].Tag = int32(i)
		}
		if m := &other.moves[r.IntN(len(other.moves))]; dates {
			m.Earliest, m.Latest = max(1, m.Earliest-proviso.Day(r.IntN(4))), m.Latest+proviso.Day(r.IntN(4))
		} else {
			m.Least, m.Most = max(0, m.Least-1), m.Most+1
		}
		oq := q
		oq.Of, oq.Moves = slices.Clone(q.Of), slices.Clone(q.Moves)
		renumber(t, other, &oq)
		got := ask(t, other.network(t), oq)
		if got.Least > base.Least || got.Most < base.Most {
			t.Fatalf("less precise, yet [%d, %d] became [%d, %d]\nledger %s\nquestion %+v\nother %s", base.Least, base.Most, got.Least, got.Most, l, q, other)
		}
	}
}

// When quantities and dates are both uncertain, a less precise date can narrow the
// flow, whose network then tells two departures apart. All histories say 1 of both.
func TestLessPreciseCanNarrowRangesWithDates(t *testing.T) {
	for _, c := range []struct {
		first, last proviso.Day
		most        int64
	}{{3, 3, 2}, {2, 5, 1}} {
		l := &tiny{holdings: 3, moves: []Move{
			{From: Outside, To: 0, Lot: NoLot, Earliest: 2, Latest: 2, Least: 2, Most: 2},
			{From: 0, To: 1, Lot: NoLot, Earliest: 2, Latest: 3, Least: 1, Most: 1},
			{From: 0, To: 2, Lot: NoLot, Earliest: c.first, Latest: c.last, Least: 0, Most: 1},
		}}
		net := l.network(t)
		q := Question{Asks: Held, Of: []int32{0}, Holdings: []int32{0, 2}, Until: proviso.LastDay}
		if a := ask(t, net, q); a.Least != 1 || a.Most != c.most {
			t.Errorf("day %d to %d: [%d, %d], want 1 to %d", c.first, c.last, a.Least, a.Most, c.most)
		}
		if got, ok, err := Exhaust(context.Background(), net, q); err != nil || !ok || got.Span != (Span{1, 1}) {
			t.Errorf("day %d to %d: all histories say %v %v %v, want exactly 1", c.first, c.last, got, ok, err)
		}
	}
}

// More evidence never widens an answer.
func TestMoreEvidenceNeverWidens(t *testing.T) {
	r := rand.New(rand.NewPCG(37, 38))
	for range 4000 {
		l := invent(r, shape{size: 7, lots: true, ranges: true, dates: true, sameDay: true})
		net := l.network(t)
		q := inventQuestion(r, l)
		base := ask(t, net, q)
		for _, e := range inventEvidence(r, &tiny{holdings: l.holdings, moves: firstExact(l.moves)}, &q, false) {
			q.Evidence = append(q.Evidence, e)
			got := ask(t, net, q)
			if len(got.Clash) > 0 {
				break
			}
			if got.Least < base.Least || got.Most > base.Most {
				t.Fatalf("evidence widens [%d, %d] to [%d, %d]\nledger %s\nquestion %+v", base.Least, base.Most, got.Least, got.Most, l, q)
			}
			base = got
		}
	}
}

// firstExact fixes ranges and dates at their ends, so that the little ledger has
// few histories.
func firstExact(moves []Move) []Move {
	out := slices.Clone(moves)
	for i := range out {
		out[i].Earliest, out[i].Least = out[i].Latest, out[i].Most
	}
	return out
}

func TestBoundStopsWhenTheContextIsDone(t *testing.T) {
	l := invent(rand.New(rand.NewPCG(1, 1)), shape{size: 8})
	net := l.network(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Bound(ctx, net, Question{Of: []int32{0}, Holdings: []int32{0}, Until: proviso.LastDay}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
}
