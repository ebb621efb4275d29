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

// Shrinking a problem costs a few passes over its arcs, a search for ways many
// more. So it is done once, and then as long as the next time takes away one arc
// in so many, but not for ever.
const (
	maxShrinks   = 11
	worthShrinks = 12
)

// reduce makes the problem smaller as often as it pays, each time from the other
// side, and an odd number of times. So what is left is turned round, and wave
// starts from the demands, which are nearer together as a rule.
func (p *problem) reduce(ctx context.Context) ([]*shrunk, error) {
	s, err := p.shrink(ctx)
	steps := []*shrunk{s}
	for err == nil && len(steps) < maxShrinks && len(s.small.arcs) > 0 {
		arcs, back := len(s.small.arcs), p.mem.mark()
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

// maximise finds a maximum flow. It returns the context's error soon after the
// context is done.
func (p *problem) maximise(ctx context.Context) (*solution, error) {
	steps, err := p.reduce(ctx)
	if err != nil {
		return nil, err
	}
	passDone(ctx)
	small := steps[len(steps)-1].small
	s := small.blank()
	back := p.mem.mark()
	start := small.wave()
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	g := newResidual(small, start)
	if err := g.saturate(ctx); err != nil {
		return nil, err
	}
	g.read(s)
	back()
	passDone(ctx)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	for i := len(steps) - 1; i >= 0; i-- {
		if s, err = steps[i].lift(ctx, s); err != nil {
			return nil, err
		}
	}
	passDone(ctx)
	if p.must == nil {
		return s, nil
	}
	return s, p.meet(ctx, s)
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

// wave gives a flow to start from, which is most of the maximum as a rule: units
// go on in the order of the arcs, never more of them to a node than can go on from
// there by arcs that are free yet, and what gets stuck for all that is taken back.
func (p *problem) wave() (flow []int64) {
	flow = p.mem.units.clean(len(p.arcs))
	sup := total(p.sup)
	have, want, room := p.mem.units.copied(p.sup), p.mem.units.copied(p.dem), p.mem.units.dirty(p.nodes)
	for v := range room {
		room[v] = min(want[v], sup)
	}
	for i := p.ordered - 1; i >= 0; i-- {
		a := &p.arcs[i]
		room[a.tail] = min(room[a.tail]+min(a.room, room[a.head]), sup)
	}
	for v := range room {
		room[v] = max(0, room[v]-have[v]) // its own supply goes first
	}
	end := func(v int32) {
		u := min(have[v], want[v])
		have[v] -= u
		want[v] -= u
	}
	for i := range p.arcs[:p.ordered] {
		a := &p.arcs[i]
		t, h := a.tail, a.head
		end(t)
		u := min(a.room, have[t], room[h])
		flow[i] = u
		have[t] -= u
		have[h] += u
		room[h] -= u
	}
	for v := range have {
		end(int32(v))
	}
	for i := p.ordered - 1; i >= 0; i-- {
		t, h := p.arcs[i].tail, p.arcs[i].head
		u := min(have[h], flow[i])
		flow[i] -= u
		have[h] -= u
		have[t] += u
	}
	return flow
}
