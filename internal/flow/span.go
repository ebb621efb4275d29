package flow

import "math"

// Unlimited is the Most of a Span that has no upper limit.
const Unlimited = math.MaxInt64

// Span is a number of units known only to lie between Least and Most, both
// included. Least is never negative; Most may be Unlimited.
type Span struct{ Least, Most int64 }

// Exactly is the span that holds n alone.
func Exactly(n int64) Span { return Span{n, n} }

// add sums two numbers of units; a sum too large for int64 is Unlimited.
func add(a, b int64) int64 {
	if a > Unlimited-b {
		return Unlimited
	}
	return a + b
}

// less takes b from a, never below zero. Unlimited less anything finite stays
// Unlimited; anything less Unlimited is zero.
func less(a, b int64) int64 {
	switch {
	case b == Unlimited:
		return 0
	case a == Unlimited:
		return Unlimited
	}
	return max(0, a-b)
}

// Plus sums two numbers of units.
func (s Span) Plus(o Span) Span { return Span{add(s.Least, o.Least), add(s.Most, o.Most)} }

// Less is what is left of s when o is taken out, of which s may have fewer.
func (s Span) Less(o Span) Span { return Span{less(s.Least, o.Most), less(s.Most, o.Least)} }

// Within moves each end of s to the nearest number that is possible.
func (s Span) Within(possible Span) Span {
	fit := func(n int64) int64 { return min(max(n, possible.Least), possible.Most) }
	return Span{fit(s.Least), fit(s.Most)}
}
