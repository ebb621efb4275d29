package flow

import "context"

// bottomless is a demand that no supply can meet.
const bottomless = int64(1) << 62

// problem is a maximum flow with many sources and sinks: at most sup units start
// and dem units end at each node. A node may have both. The ends of an arc that
// carries nothing mean nothing.
type problem struct {
	nodes      int
	tail, head []int32
	cap        []int64
	sup, dem   []int64
	must       []int64 // part of dem that is to be met before any other; nil if none
	ordered    int     // so many arcs at the front are in topological order
}

// solution is a maximum flow with the cut that proves it.
type solution struct {
	value    int64
	flow     []int64 // by arc
	sup, dem []int64 // used, by node
	near     []bool  // by node: on the source side of a least cut
	made     *shrunk // what came of the problem when it was first made smaller
}

// Shrinking a problem costs a few passes over its arcs, a search for ways many
// more. So it is done at least twice, once from either side, and then as long as
// one arc in so many goes, but not for ever.
const (
	maxShrinks   = 12
	worthShrinks = 12
)

// reduce makes the problem smaller as often as it pays, each time from the other
// side.
func (p *problem) reduce() (steps []*shrunk) {
	for q := p; len(steps) < maxShrinks; {
		s := q.shrink()
		steps = append(steps, s)
		before := len(q.tail)
		q = s.small
		if len(q.tail) == 0 || len(steps) >= 2 && len(q.tail) > before-before/worthShrinks {
			break
		}
	}
	return steps
}

// maximise finds a maximum flow. It returns the context's error soon after the
// context is done.
func (p *problem) maximise(ctx context.Context) (*solution, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	steps := p.reduce()
	small := steps[len(steps)-1].small
	g := newResidual(small)
	if err := g.saturate(ctx); err != nil {
		return nil, err
	}
	s := g.solution(small)
	for i := len(steps) - 1; i >= 0; i-- {
		s = steps[i].lift(s)
	}
	if p.must == nil {
		return s, nil
	}
	return s, p.meet(ctx, s)
}

// meet moves units from other ends to the demands that have to be met first. The
// value stays, and so the cut holds.
func (p *problem) meet(ctx context.Context, s *solution) error {
	q := &problem{nodes: p.nodes, sup: make([]int64, p.nodes), dem: make([]int64, p.nodes)}
	unmet := false
	for v, m := range p.must {
		q.dem[v] = max(0, m-s.dem[v])
		q.sup[v] = max(0, s.dem[v]-m)
		unmet = unmet || q.dem[v] > 0
	}
	if !unmet {
		return nil
	}
	var arcs []int32
	for i, c := range p.cap {
		if c > 0 {
			arcs = append(arcs, int32(i))
			q.tail, q.head, q.cap = append(q.tail, p.tail[i]), append(q.head, p.head[i]), append(q.cap, c)
		}
	}
	g := newResidual(q)
	for j, i := range arcs {
		g.push(g.fore[j], s.flow[i])
	}
	if err := g.saturate(ctx); err != nil {
		return err
	}
	moved := g.solution(q)
	for j, i := range arcs {
		s.flow[i] = moved.flow[j]
	}
	for v := range s.dem {
		s.dem[v] += moved.dem[v] - moved.sup[v]
	}
	return nil
}
