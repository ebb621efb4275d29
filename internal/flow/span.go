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
