package flow

import (
	"math/rand/v2"
	"testing"
)

func TestPoolWorkedNumbers(t *testing.T) {
	for _, c := range []struct {
		draw int64
		want Span
	}{
		{0, Span{0, 0}},
		{250_000, Span{0, 100_000}},
		{350_000, Span{50_000, 100_000}},
		{400_000, Span{100_000, 100_000}},
	} {
		var p pool
		p.Receive(Span{}, Exactly(300_000))
		p.Receive(Exactly(100_000), Span{})
		got, _, missing := p.Draw(Exactly(c.draw))
		if got != c.want || missing != 0 {
			t.Errorf("draw %d: got %v, %d missing, want %v", c.draw, got, missing, c.want)
		}
	}
}

func TestPoolKeepsTheSumOfBothClasses(t *testing.T) {
	var p pool
	p.Receive(Exactly(100), Exactly(300))
	p.Draw(Exactly(250))
	p.Draw(Exactly(100))
	if p.Bound != (Span{0, 50}) || p.Other != (Span{0, 50}) {
		t.Errorf("50 units are left, but the pool says bound %v, other %v", p.Bound, p.Other)
	}
}

func TestPoolUnlimited(t *testing.T) {
	var p pool
	p.Receive(Exactly(10), Span{1, Unlimited})
	got, _, missing := p.Draw(Span{5, Unlimited})
	if got != (Span{0, 10}) || missing != 0 {
		t.Errorf("got %v, %d missing, want 0 to 10", got, missing)
	}
	if p.Bound != (Span{0, 10}) || p.Other.Most != Unlimited {
		t.Errorf("left: bound %v, other %v", p.Bound, p.Other)
	}
}

func TestPoolMissingUnits(t *testing.T) {
	p := pool{Class: 12}
	p.Receive(Exactly(10), Exactly(5))
	got, _, missing := p.Draw(Exactly(20))
	if missing != 5 || got != (Span{0, 12}) {
		t.Errorf("got %v, %d missing, want 0 to 12 and 5 missing: more others may have come in", got, missing)
	}
	if got, _, missing = p.Draw(Exactly(30)); got != (Span{0, 12}) || missing != 0 {
		t.Errorf("got %v, %d missing, want 0 to 12 and none: nothing limits the stock any more", got, missing)
	}
}

// pile is one possible true content of a pool.
type pile struct{ bound, other int64 }

// TestPoolContainsEveryHistory walks every history of small pools beside the
// pool and checks that no history leaves the spans.
func TestPoolContainsEveryHistory(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	span := func(n int64) Span {
		a := r.Int64N(n)
		if r.IntN(2) == 0 {
			return Exactly(a)
		}
		return Span{a, a + r.Int64N(3)}
	}
	for range 20_000 {
		class := r.Int64N(6)
		p := pool{Class: class}
		piles := map[pile]bool{{}: true}
		for range 2 + r.IntN(5) {
			if r.IntN(2) == 0 {
				b, o := span(4), span(4)
				piles = receiveAll(piles, b, o, class)
				p.Receive(b, o)
			} else {
				w := span(6)
				var seen Span
				var need int64
				piles, seen, need = drawAll(piles, w, class)
				got, _, missing := p.Draw(w)
				if len(piles) > 0 && (got.Least > seen.Least || got.Most < seen.Most || missing > need) {
					t.Fatalf("draw %v: said %v, %d missing; histories give %v, %d", w, got, missing, seen, need)
				}
			}
			if len(piles) == 0 {
				break // the class is smaller than what was received: no history
			}
			for s := range piles {
				if s.bound < p.Bound.Least || s.bound > p.Bound.Most || s.other < p.Other.Least || s.other > p.Other.Most {
					t.Fatalf("history %+v is outside bound %v, other %v", s, p.Bound, p.Other)
				}
			}
		}
	}
}

func receiveAll(piles map[pile]bool, b, o Span, class int64) map[pile]bool {
	out := map[pile]bool{}
	for s := range piles {
		for x := b.Least; x <= b.Most; x++ {
			for y := o.Least; y <= o.Most; y++ {
				if class == 0 || s.bound+x <= class {
					out[pile{s.bound + x, s.other + y}] = true
				}
			}
		}
	}
	return out
}

func drawAll(piles map[pile]bool, w Span, class int64) (map[pile]bool, Span, int64) {
	need := int64(1 << 40)
	for s := range piles {
		need = min(need, max(0, w.Least-s.bound-s.other))
	}
	out := map[pile]bool{}
	seen := Span{1 << 40, -1}
	for s := range piles {
		for n := w.Least; n <= w.Most; n++ {
			if max(0, n-s.bound-s.other) != need {
				continue
			}
			for in := int64(0); in <= need; in++ {
				b, o := s.bound+in, s.other+need-in
				if class > 0 && b > class {
					continue
				}
				for x := max(0, n-o); x <= min(n, b); x++ {
					seen = Span{min(seen.Least, x), max(seen.Most, x)}
					out[pile{b - x, o - n + x}] = true
				}
			}
		}
	}
	return out, seen, need
}
