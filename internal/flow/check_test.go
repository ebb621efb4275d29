package flow

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestCorruptedCertificates changes each field of certificates in turn. The
// checker must reject every change of the number, of a step and of a limit. A
// changed question may happen to have the same answer; then the certificate still
// proves something true.
func TestCorruptedCertificates(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	changed := 0
	for range 1200 {
		l := invent(r, shape{size: 8, lots: true, ranges: true, dates: true, tallies: true})
		net := l.network(t)
		q := inventQuestion(r, l)
		q.Evidence = inventEvidence(r, l, &q, false)
		a := ask(t, net, q)
		if len(a.Clash) > 0 {
			continue
		}
		for _, c := range a.Proof {
			for _, bad := range corruptions(c) {
				changed++
				if Check(net, bad) == nil {
					t.Fatalf("accepted\n%+v\nmade from\n%+v\nledger %s", bad, c, l)
				}
			}
			for _, other := range otherQuestions(c, l) {
				if Check(net, other) != nil {
					continue
				}
				b, err := Bound(context.Background(), net, other.Question)
				if err != nil {
					t.Fatal(err)
				}
				if got := [2]int64{b.Most, b.Least}[other.Side]; len(b.Clash) == 0 && got != other.Number && !weaker(other, got) {
					t.Fatalf("accepted for another question whose answer is %d\n%+v\nledger %s", got, other, l)
				}
			}
		}
	}
	if changed < 5_000 {
		t.Errorf("only %d corruptions tried", changed)
	}
}

// weaker says whether the certificate proves a true number that is not the best:
// one that makes no use of "at least" evidence.
func weaker(c Certificate, best int64) bool {
	return !c.Lower && (c.Side == AtMost && c.Number > best || c.Side == AtLeast && c.Number < best)
}

func corruptions(c Certificate) []Certificate {
	var out []Certificate
	with := func(change func(*Certificate)) {
		bad := c
		bad.Scenario, bad.Cut = slices.Clone(c.Scenario), slices.Clone(c.Cut)
		change(&bad)
		out = append(out, bad)
	}
	for _, d := range []int64{-1, 1} {
		with(func(b *Certificate) { b.Number += d })
	}
	with(func(b *Certificate) { b.Side = 2 })
	for i := range c.Scenario {
		if !c.Lower { // with evidence, more may go than are counted
			with(func(b *Certificate) { b.Scenario[i].Units++ })
		}
		with(func(b *Certificate) { b.Scenario[i].Units = -b.Scenario[i].Units })
		with(func(b *Certificate) { b.Scenario[i].Index = 1 << 20 })
		with(func(b *Certificate) { b.Scenario[i].Kind = 99 })
		with(func(b *Certificate) { b.Scenario = append(b.Scenario, b.Scenario[i]) })
	}
	for i := range c.Cut {
		with(func(b *Certificate) { b.Cut[i].Units++ })
		with(func(b *Certificate) { b.Cut[i].Units-- })
		with(func(b *Certificate) { b.Cut[i].Index = 1 << 20 })
		with(func(b *Certificate) { b.Cut[i].Index = -1 })
		with(func(b *Certificate) { b.Cut[i].Kind = 99 })
		with(func(b *Certificate) { b.Cut = slices.Delete(b.Cut, i, i+1) })
		with(func(b *Certificate) { b.Cut = append(b.Cut, b.Cut[i]) })
	}
	return out
}

func otherQuestions(c Certificate, l *tiny) []Certificate {
	var out []Certificate
	with := func(change func(*Question)) {
		other := c
		other.Question.Of = slices.Clone(c.Question.Of)
		other.Question.Evidence = slices.Clone(c.Question.Evidence)
		change(&other.Question)
		out = append(out, other)
	}
	with(func(q *Question) { q.Until = 4 })
	for h := range int32(l.holdings) {
		with(func(q *Question) { q.Holdings = []int32{h} })
	}
	if len(c.Question.Moves) == 0 {
		for a := range Asks(3) {
			with(func(q *Question) { q.Asks = a })
		}
	}
	for i := range c.Question.Of {
		with(func(q *Question) { q.Of = slices.Delete(q.Of, i, i+1) })
	}
	for i := range c.Question.Evidence {
		with(func(q *Question) { q.Evidence = slices.Delete(q.Evidence, i, i+1) })
	}
	other := c
	other.Side = 1 - c.Side
	return append(out, other)
}
