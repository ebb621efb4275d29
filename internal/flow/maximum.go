package flow

import (
	"context"
	"errors"
)

// pace is how many arcs a pass visits between two looks at its context: a few
// milliseconds.
const pace = 1 << 18

// stopped says, once in so many arcs, whether the context is done.
func stopped(ctx context.Context, arc int) bool { return arc&(pace-1) == 0 && ctx.Err() != nil }

// bottomless is a demand that no supply can meet.
const bottomless = int64(1) << 62

// problem is a maximum flow with many sources and sinks: at most sup units start
// and dem units end at each node. A node may have both. The ends of an arc that
// carries nothing mean nothing.
type problem struct {
	nodes    int
	arcs     []arc
	sup, dem []int64
	must     []int64 // part of dem that is to be met before any other; nil if none
	ordered  int     // so many arcs at the front are in topological order
	clipped  *shrunk // what clipping it gave, if that is done; for one time
	mem      *memory
}

// arc is an arc of a problem; so many units can go by it.
type arc struct {
	tail, head int32
	room       int64
}

// blank gives room for a solution.
func (p *problem) blank() *solution {
	return &solution{
		of: p, flow: p.mem.units.dirty(len(p.arcs)), sup: p.mem.units.dirty(p.nodes),
		dem: p.mem.units.dirty(p.nodes), near: p.mem.flags.dirty(p.nodes),
	}
}

// solution is a maximum flow with the cut that proves it.
type solution struct {
	of       *problem
	value    int64
	flow     []int64 // by arc
	sup, dem []int64 // used, by node
	near     []bool  // by node: on the source side of a least cut
	made     *shrunk // what came of the problem when it was first made smaller
}

// Shrinking a problem costs a few passes over its arcs, and so does a search for ways
// that are free, but one that has to make many ways free costs any number. So the
// problem is made smaller once, and searched. It is made smaller again when the search
// has lost one node for so many arcs, if that takes away one arc in so many, but not
// for ever.
const (
	easyLosses   = 16
	maxShrinks   = 11
	worthShrinks = 12
)

// maximise finds a maximum flow. It returns the context's error soon after the
// context is done.
func (p *problem) maximise(ctx context.Context) (*solution, error) {
	first, err := p.clip(ctx)
	if err != nil {
		return nil, err
	}
	s := first.whole()
	if s == nil {
		if err := first.shrink(ctx); err != nil {
			return nil, err
		}
		passDone(ctx)
		steps := []*shrunk{first}
		if steps, s, err = reduce(ctx, steps); err != nil {
			return nil, err
		}
		passDone(ctx)
		for i := len(steps) - 1; i >= 0; i-- {
			if s, err = steps[i].lift(ctx, s); err != nil {
				return nil, err
			}
		}
		passDone(ctx)
	} else {
		passDone(ctx)
		passDone(ctx)
		passDone(ctx)
	}
	if p.must == nil {
		return s, ctx.Err()
	}
	return s, p.meet(ctx, s)
}

// search finds a maximum flow in the problem as it is. It gives errHard if the search
// loses too many nodes, unless it is to be patient.
func (p *problem) search(ctx context.Context, patient bool) (*solution, error) {
	s := p.blank()
	back := p.mem.mark()
	defer back()
	start := p.wave()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	g := newResidual(p, start.flow)
	if !patient {
		g.bearable = 1 + len(p.arcs)/easyLosses
	}
	if err := g.saturate(ctx); err != nil {
		return nil, err
	}
	g.read(s)
	return s, ctx.Err()
}

// reduce solves what is left after the first step, and makes it smaller while that is
// hard and while it pays. Each step is from the other side, and their number is odd. So
// what is left is turned round, and the search starts from the demands, which are nearer
// together as a rule.
func reduce(ctx context.Context, steps []*shrunk) ([]*shrunk, *solution, error) {
	for patient := false; ; {
		small := steps[len(steps)-1].small
		back := small.mem.mark()
		s, err := small.search(ctx, patient)
		if !errors.Is(err, errHard) {
			return steps, s, err
		}
		back()
		a, err := small.shrink(ctx)
		if err != nil {
			return nil, nil, err
		}
		if patient = len(a.small.arcs) > len(small.arcs)-len(small.arcs)/worthShrinks; patient {
			back()
			continue
		}
		b, err := a.small.shrink(ctx)
		if err != nil {
			return nil, nil, err
		}
		steps = append(steps, a, b)
		patient = len(steps) >= maxShrinks
	}
}

// meet moves units from other ends to the demands that have to be met first. The
// value stays, and so the cut holds.
func (p *problem) meet(ctx context.Context, s *solution) error {
	met := true
	for v, m := range p.must {
		met = met && s.dem[v] >= m
	}
	if met {
		return nil
	}
	back := p.mem.mark()
	defer back()
	q := &problem{nodes: p.nodes, sup: s.sup, dem: p.must, mem: p.mem} // what ends beyond must is supply left over
	most := len(p.arcs)
	from, flow := p.mem.small.dirty(most)[:0], p.mem.units.dirty(most)[:0]
	q.arcs = p.mem.arcs.dirty(most)[:0]
	for i, a := range p.arcs {
		if a.room > 0 {
			from, flow, q.arcs = append(from, int32(i)), append(flow, s.flow[i]), append(q.arcs, a)
		}
	}
	g := newResidual(q, flow)
	if err := g.saturate(ctx); err != nil {
		return err
	}
	moved := q.blank()
	g.read(moved)
	for j, i := range from {
		s.flow[i] = moved.flow[j]
	}
	for v := range s.dem {
		s.dem[v] = moved.dem[v] + s.sup[v] - moved.sup[v]
	}
	return nil
}
