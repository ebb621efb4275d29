package flow

import (
	"context"
	"slices"
)

// mostWhy is how many single steps Why takes before it gives up.
const mostWhy = 3 * mostSteps

// Why says what of the evidence and of the lots that moves name makes an end of what all
// histories say what it is: without any one of these it may be wider, and nothing else of
// that kind is needed. It says false where it could not try to leave out each.
func Why(ctx context.Context, n *Network, q Question, found *Histories, side Side) (by []Clash, each bool, err error) {
	var known []Clash
	for k, e := range q.Evidence {
		known = append(known, Clash{Evidence: int32(k), Move: e.Move})
	}
	for i, m := range n.moves {
		if m.From >= 0 && m.Lot != NoLot {
			known = append(known, Clash{Evidence: -1, Move: int32(i)})
		}
	}
	steps, sure := 0, true
	by, each, err = thin(known, func() bool { return steps > mostWhy }, func(some []Clash) (bool, error) {
		less, ask := n.knowing(&q, some)
		got, ok, err := Exhaust(ctx, less, ask)
		steps += got.steps
		sure = sure && ok
		return ok && (side == AtMost && got.Most == found.Most || side == AtLeast && got.Least == found.Least), err
	})
	return by, each && sure, err
}

// knowing is the network and the question with what is known left out but for some.
func (n *Network) knowing(q *Question, some []Clash) (*Network, Question) {
	less, ask := *n, *q
	less.moves, ask.Evidence = slices.Clone(n.moves), nil
	for i := range less.moves {
		if m := &less.moves[i]; m.From >= 0 && !slices.ContainsFunc(some, func(c Clash) bool { return c.Evidence < 0 && c.Move == int32(i) }) {
			m.Lot = NoLot
		}
	}
	for _, c := range some {
		if c.Evidence >= 0 {
			ask.Evidence = append(ask.Evidence, q.Evidence[c.Evidence])
		}
	}
	return &less, ask
}
