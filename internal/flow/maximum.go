package flow

import "context"

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

// Shrinking a problem costs a few passes over its arcs, a search for ways rarely more. So
// it is done once. Where it left no more than one arc in so many, which costs little, it
// is done again, as long as the next time takes away one in so many, but not for ever.
const (
	fewLeft      = 6
	worthShrinks = 12
	maxShrinks   = 11
)

// Where a wave leaves one in so many behind, many arcs are full, and shrinking would leave
// much to be searched. So the problem is searched as it is, if not too large, until so many
// nodes are lost for each arc.
const (
	leftBehind  = 8
	notTooLarge = 1 << 16 // arcs
	easyLosses  = 2
)

// maximise finds a maximum flow. It returns the context's error soon after the
// context is done.
func (p *problem) maximise(ctx context.Context) (*solution, error) {
	first, err := p.clip(ctx)
	if err != nil {
		return nil, err
	}
	s, err := first.asIs(ctx)
	if s == nil && err == nil {
		s, err = first.solve(ctx)
	}
	if err != nil {
		return nil, err
	}
	s.made = first
	if p.must == nil {
		return s, ctx.Err()
	}
	return s, p.meet(ctx, s)
}

// asIs finds the maximum flow of what was clipped, if that is easy, without making it
// smaller; else it gives nil. Arcs that come late it leaves to those who know that none of
// them leads back to its own tail.
func (s *shrunk) asIs(ctx context.Context) (*solution, error) {
	p := s.from
	back := p.mem.mark()
	found, all := p.blank(), min(s.sup, s.dem)
	w := s.wave(ctx, found.flow)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	switch left := all - w.done; {
	case left == 0:
		w.read(found)
	case left > all/leftBehind && len(p.arcs) < notTooLarge && len(p.arcs) == p.ordered:
		w.takeBack()
		g := newResidual(ctx, p, found.flow)
		if !g.byTrees(len(p.arcs) * easyLosses) {
			back()
			return nil, nil
		}
		if g.err != nil {
			return nil, g.err
		}
		g.read(found)
	default:
		back()
		return nil, nil
	}
	passDone(ctx, passesToSearch)
	return found, ctx.Err()
}

// solve finds the maximum flow of what was clipped.
func (s *shrunk) solve(ctx context.Context) (*solution, error) {
	steps, err := s.reduce(ctx)
	if err != nil {
		return nil, err
	}
	passDone(ctx, 1)
	small := steps[len(steps)-1].small
	found := small.blank()
	small.wave(ctx, found.flow)
	back := small.mem.mark()
	if err := small.search(ctx, found); err != nil {
		return nil, err
	}
	back()
	passDone(ctx, 1)
	for i := len(steps) - 1; i >= 0; i-- {
		if found, err = steps[i].lift(ctx, found); err != nil {
			return nil, err
		}
	}
	passDone(ctx, 1)
	return found, nil
}

// reduce makes the problem smaller as often as it pays, each time from the other
// side, and an odd number of times. So what is left is turned round, and wave
// starts from the demands, which are nearer together as a rule.
func (s *shrunk) reduce(ctx context.Context) ([]*shrunk, error) {
	err := s.shrink(ctx)
	steps := []*shrunk{s}
	few := len(s.from.arcs) / fewLeft
	for err == nil && len(steps) < maxShrinks && len(s.small.arcs) > 0 && len(s.small.arcs) < few {
		arcs, back := len(s.small.arcs), s.small.mem.mark()
		if s, err = s.small.shrink(ctx); err != nil || len(s.small.arcs) > arcs-arcs/worthShrinks {
			back()
			break
		}
		steps = append(steps, s)
		s, err = s.small.shrink(ctx)
		steps = append(steps, s)
	}
	return steps, err
}

// search makes the solution's flow a maximum one, and reads off the rest.
func (p *problem) search(ctx context.Context, s *solution) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	g := newResidual(ctx, p, s.flow)
	if err := g.saturate(); err != nil {
		return err
	}
	g.read(s)
	return ctx.Err()
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
	q.arcs = dirty[arc](p.mem, most)[:0]
	for i, a := range p.arcs {
		if a.room > 0 && a.tail != a.head { // the searches do not end on arcs that lead nowhere
			from, flow, q.arcs = append(from, int32(i)), append(flow, s.flow[i]), append(q.arcs, a)
		}
	}
	moved := q.blank()
	g := newResidual(ctx, q, flow)
	q.sup = p.mem.units.dirty(p.nodes) // what is left over, and so may go on and come back
	for v, m := range p.must {
		q.sup[v] = max(0, s.dem[v]-m)
	}
	if err := g.saturate(); err != nil {
		return err
	}
	g.read(moved)
	for j, i := range from {
		s.flow[i] = moved.flow[j]
	}
	for v := range s.dem {
		s.dem[v] = moved.dem[v] + q.sup[v] - moved.sup[v]
	}
	return nil
}
