package flow

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// TestWhyAgainstAllHistories: by the enumeration, what Why names makes the end what it is,
// and without any one piece of it the end is wider.
func TestWhyAgainstAllHistories(t *testing.T) {
	r := rand.New(rand.NewPCG(107, 108))
	n, pieces, none := 0, 0, 0
	for k := range 6_000 {
		l := invent(r, shape{size: 7, lots: true, ranges: k%4 == 0})
		net := l.network(t)
		q := inventQuestion(r, l)
		q.Until = proviso.LastDay
		if k%2 == 0 {
			q.Evidence = inventEvidence(r, l, &q, false)
		}
		a := ask(t, net, q)
		if a.Exact() || len(a.Clash) > 0 {
			continue
		}
		got, found, err := Exhaust(context.Background(), net, q)
		if err != nil || !found || got.Count < 1 {
			t.Fatalf("%v, found %v, %d histories", err, found, got.Count)
		}
		for side, wider := range [2]bool{a.Most > got.Most, a.Least < got.Least} {
			if !wider {
				continue
			}
			by, each, err := Why(context.Background(), net, q, &got, Side(side))
			if err != nil || !each {
				t.Fatalf("%v, each tried %v", err, each)
			}
			if n, pieces = n+1, pieces+len(by); len(by) == 0 {
				none++
			}
			if end, ok := l.endKnowing(q, by, Side(side)); ok && end != [2]int64{got.Most, got.Least}[side] {
				t.Fatalf("%+v give %d, not %v\nledger %s\nquestion %+v", by, end, got.Span, l, q)
			}
			for i := range by {
				less := slices.Delete(slices.Clone(by), i, i+1)
				if end, ok := l.endKnowing(q, less, Side(side)); ok && end == [2]int64{got.Most, got.Least}[side] {
					t.Fatalf("%+v suffice, %+v are named\nledger %s\nquestion %+v", less, by, l, q)
				}
			}
		}
	}
	t.Logf("%d ends, which rest on %d pieces in all; %d on none", n, pieces, none)
	if n < 150 || pieces < 100 {
		t.Errorf("only %d ends, %d pieces", n, pieces)
	}
}

// endKnowing is an end by the enumeration when no more is known than some.
func (t *tiny) endKnowing(q Question, some []Clash, side Side) (int64, bool) {
	less := &tiny{holdings: t.holdings, moves: slices.Clone(t.moves), tallies: t.tallies}
	for i := range less.moves {
		if m := &less.moves[i]; m.From >= 0 && !slices.Contains(some, Clash{Evidence: -1, Move: int32(i)}) {
			m.Lot = NoLot
		}
	}
	all := q.Evidence
	q.Evidence = nil
	for _, c := range some {
		if c.Evidence >= 0 {
			q.Evidence = append(q.Evidence, all[c.Evidence])
		}
	}
	want, ok := enumerateOn(less, &q, 50_000)
	if side == AtMost {
		return want.most, ok
	}
	return want.least, ok
}
