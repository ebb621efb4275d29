package flow

import (
	"context"
)

// shrunk is a problem made smaller without changing its maximum, turned round,
// with what it takes to carry a flow and its cut back.
//
// Four steps, each a standard argument about cuts. Clip: no arc needs more room
// than can come to its tail or go on from its head. Absorb: a node that can end
// all that can come to it does, so its arcs in become demands at their tails.
// Merge: a node with one arc in, which has room for all that can go on, is one
// with that arc's tail. Join: arcs between the same two nodes are one. As the
// smaller problem is turned round, with sources for sinks, the next time takes the
// mirror images of these steps.
//
// Arcs in order come first and are visited in that order or against it; the late
// ones after them are only carried along: they are neither clipped nor merged, and
// a node that one leads to is neither absorbed nor merged.
//
// What becomes of an arc cannot be foreseen, and a wrong guess of the processor costs
// more than a step. So the loops over arcs have no branch on it: they write all there
// is to be written, and move on by one or by none.
type shrunk struct {
	small    *problem
	from     *problem
	sup, dem int64   // all supply and all demand, or bottomless/2 if that is less
	most     []int64 // by arc of from: clipped, when it is known what can go on
	live     []int32 // arcs of from that are arcs here, and (^arc) those that joined two nodes that are one now
	to       []int32 // by live: its place in place
	ends     []int32 // arcs of from that were absorbed
	place    []int32 // the arc here, less skip
	skip     int32
	at       []spot // by node of from
}

// spot is what shrinking knows of a node. The first two numbers are what can come
// and what can go on or end there, at most.
type spot struct {
	in, out int64
	ends    int64 // what can end there, also by arcs that were absorbed
	node    int32 // the node here, useless or absorbing; until they are numbered, the number of arcs in
}

// What became of a node.
const (
	useless   int32 = -1
	absorbing int32 = -2
	follows   int32 = -3 // what stands for it is yet to be found
)

// What is no number of arcs into a node, but says that it is not to be merged, or that a
// late arc leads there.
const (
	several = 2
	behind  = 1 << 30
)

// shrink makes the problem smaller.
func (p *problem) shrink(ctx context.Context) (*shrunk, error) {
	s, err := p.clip(ctx)
	if err != nil {
		return nil, err
	}
	return s, s.shrink(ctx)
}

// clip is the first step, if it is not done.
func (p *problem) clip(ctx context.Context) (*shrunk, error) {
	s := p.clipped
	if s == nil {
		s = &shrunk{at: clean[spot](p.mem, p.nodes)}
	}
	s.from, s.sup, s.dem = p, total(p.sup), total(p.dem)
	s.begin()
	if p.clipped != nil {
		p.clipped = nil
		return s, ctx.Err()
	}
	return s, s.clip(ctx)
}

// shrink takes the other steps.
func (s *shrunk) shrink(ctx context.Context) error {
	if err := s.absorb(ctx); err != nil {
		return err
	}
	small := &s.from.mem.small
	s.to, s.place = small.dirty(len(s.live)), small.dirty(len(s.live))
	defer small.back(small.mark())
	starts, arcs, err := s.merge(ctx)
	if err != nil {
		return err
	}
	return s.build(ctx, starts, arcs)
}

// total adds up units; all that is more than bottomless/2 is that, so that two such
// sums can be added.
func total(units []int64) (sum int64) {
	for _, u := range units {
		sum = min(sum+min(u, bottomless/2), bottomless/2)
	}
	return sum
}

// begin notes what starts and what can end at each node.
func (s *shrunk) begin() {
	at, sup, dem, clipped := s.at, s.from.sup[:len(s.at)], s.from.dem[:len(s.at)], s.from.clipped != nil
	for v := range at {
		x := &at[v]
		x.ends = min(dem[v], s.dem)
		x.out = x.ends
		if sup[v] > 0 {
			x.node += several
		}
		if !clipped {
			x.in = min(sup[v], s.sup)
		}
	}
}

// clip finds what can come to each node, and so by each arc.
func (s *shrunk) clip(ctx context.Context) error {
	p, at := s.from, s.at
	for i := p.ordered; i < len(p.arcs); i++ {
		a := &p.arcs[i]
		x, y := &at[a.tail], &at[a.head]
		c := min(a.room, s.sup, s.dem)
		x.out = min(x.out+c, s.dem)
		y.in = min(y.in+c, s.sup)
		y.node = behind
	}
	for i := range p.arcs[:p.ordered] {
		if stopped(ctx, i) {
			return ctx.Err()
		}
		a := &p.arcs[i]
		c, y := min(a.room, at[a.tail].in), &at[a.head]
		y.in = min(y.in+c, s.sup)
		y.node += int32(some(c))
	}
	return nil
}

// full is all ones if the node can end all that can come to it, else 0. All arcs out of
// it must have been visited.
func (x *spot) full() int64 {
	in, clipped := x.in, min(x.in, x.out) // if there is one arc in only
	if x.node == 1 {
		in = clipped
	}
	return (in - x.ends - 1) >> 63 &^ -int64(x.node>>30)
}

// some is 1 if there are units, else 0.
func some(units int64) int { return int(uint64(-units) >> 63) }

// absorb clips arcs to what can go on from their heads, and absorbs. It lists the arcs
// that something can go by all the same, and those that are absorbed, from the last on.
func (s *shrunk) absorb(ctx context.Context) error {
	p, at, all := s.from, s.at, s.dem
	s.most = p.mem.units.dirty(len(p.arcs))
	arcs, most := p.arcs[:p.ordered], s.most[:p.ordered]
	for i := p.ordered; i < len(p.arcs); i++ {
		s.most[i] = min(p.arcs[i].room, s.sup, s.dem)
	}
	list := p.mem.small.dirty(len(p.arcs))
	k, e := len(arcs), 0
	for i := len(arcs) - 1; i >= 0; i-- {
		if stopped(ctx, i) {
			return ctx.Err()
		}
		a := &arcs[i]
		x, y := &at[a.tail], &at[a.head]
		c := min(a.room, x.in, y.out)
		most[i] = c
		flows, full := -c>>63, y.full()
		list[k-1], list[e] = int32(i), int32(i)
		k += int(flows &^ full)
		e -= int(flows & full)
		x.out = min(x.out+c, all)
		x.ends = min(x.ends+c&full, all)
	}
	s.live, s.ends = list[k:len(arcs)], list[:e]
	return nil
}

// merge merges nodes and numbers those that stay, in topological order. It gives how
// many arcs that are kept start at each of these, and in all.
func (s *shrunk) merge(ctx context.Context) (starts []int32, arcs int, err error) {
	p, at := s.from, s.at
	none := int32(p.nodes) // stands for nodes that are full, and for those that only these lead to
	stands, number := p.mem.small.dirty(p.nodes), p.mem.small.dirty(p.nodes+1)
	starts = p.mem.small.clean(p.nodes + 1)
	for v := range stands {
		x := &at[v]
		r := int32(v)
		r ^= (r ^ follows) &^ int32((x.in-x.out)>>63|-int64(x.node^1)>>63)
		r ^= (r ^ none) & int32(x.full())
		stands[v], number[v] = r, useless
	}
	number[none] = none
	nodes, left := int32(0), 0
	for j, i := range s.live {
		if stopped(ctx, j) {
			return nil, 0, ctx.Err()
		}
		a := &p.arcs[i]
		r, own := stands[a.tail], stands[a.head]
		joins := own >> 31 // all ones, or zero
		stands[a.head] = own ^ (own^r)&joins
		k := number[r]
		first := k >> 31 &^ joins
		k ^= (k ^ nodes) & first
		number[r] = k
		nodes -= first
		k ^= (k ^ none) & joins
		starts[k]++
		s.live[left], s.to[left] = i^joins, k
		here := (r - none) >> 31
		left -= int(here)
		arcs -= int(here &^ joins)
	}
	s.live, s.to = s.live[:left], s.to[:left]
	for v := range at {
		x, r := &at[v], stands[v]
		switch {
		case r == none:
			x.node = absorbing
		case x.in > 0 && x.out > 0 || p.sup[v] > 0:
			if number[r] < 0 {
				number[r] = nodes
				nodes++
			}
			x.node = number[r]
		default:
			x.node = useless
		}
	}
	s.small = &problem{nodes: int(nodes), mem: p.mem}
	return starts, arcs, nil
}

// build makes the smaller problem, turned round: arcs sorted by tail, from the last
// tail to the first, so that those between the same nodes can be joined.
func (s *shrunk) build(ctx context.Context, starts []int32, arcs int) error {
	p, q, at := s.from, s.small, s.at
	q.sup, q.dem = p.mem.units.clean(q.nodes), p.mem.units.clean(q.nodes)
	for v := range at {
		if k := at[v].node; k >= 0 {
			q.sup[k] = min(q.sup[k]+at[v].ends, s.dem)
			q.dem[k] = min(q.dem[k]+min(p.sup[v], s.sup), s.sup)
		}
	}
	end := int32(0)
	for k := q.nodes - 1; k >= 0; k-- {
		end += starts[k]
		starts[k] = end // behind the first arc from there
	}
	starts[p.nodes] = end // of what is not kept
	q.arcs = dirty[arc](p.mem, arcs+1)
	for j, i := range s.live {
		if stopped(ctx, j) {
			return ctx.Err()
		}
		joins, k := i>>31, s.to[j]
		i ^= joins
		to := starts[k] - 1 - joins
		starts[k], s.to[j] = to, to
		q.arcs[to] = arc{at[p.arcs[i].head].node, k, s.most[i]}
	}
	q.arcs = q.arcs[:arcs]
	s.place = s.place[:arcs]
	s.skip = q.join(ctx, s.place, min(s.sup, s.dem))
	q.ordered = len(q.arcs)
	for i := p.ordered; i < len(p.arcs); i++ {
		t, h := at[p.arcs[i].tail].node, at[p.arcs[i].head].node
		if s.most[i] == 0 || t < 0 || h < 0 || t == h {
			continue
		}
		s.live, s.to = append(s.live, int32(i)), append(s.to, int32(len(s.place)))
		s.place = append(s.place, int32(len(q.arcs))+s.skip)
		q.arcs = append(q.arcs, arc{h, t, s.most[i]})
	}
	return ctx.Err()
}

// join makes arcs between the same nodes one; the arcs must be sorted by head. It
// starts with the last. It notes the new place of each, were the arcs that are gone
// still there in front.
func (q *problem) join(ctx context.Context, place []int32, most int64) (gone int32) {
	arcs := q.arcs
	last := q.mem.small.clean(q.nodes) // by tail: the last arc from it, counted from the back as the next three are
	n, before, head := int32(0), int32(0), int32(-1)
	for i := len(arcs) - 1; i >= 0 && !stopped(ctx, i); i-- {
		a := arcs[i]
		if a.head != head {
			before, head = n, a.head
		}
		m := last[a.tail]
		again := (before - m) >> 31 // all ones, or zero
		n += 1 + again
		m ^= (m ^ n) &^ again
		to := int32(len(arcs)) - m
		a.room = min(a.room+arcs[to].room&int64(again), most)
		arcs[to], place[i], last[a.tail] = a, to, m
	}
	gone = int32(len(arcs)) - n
	q.arcs = arcs[gone:]
	return gone
}

// lift carries a solution of the smaller problem back.
func (s *shrunk) lift(ctx context.Context, small *solution) (*solution, error) {
	p := s.from
	big := p.blank()
	back := p.mem.mark()
	need := p.mem.units.dirty(p.nodes) // what has to come to a merged node by its way
	for v := range s.at {
		if stopped(ctx, v) {
			return nil, ctx.Err()
		}
		x := &s.at[v]
		sup, dem, near := int64(0), int64(0), x.out == 0
		switch k := x.node; {
		case k >= 0:
			dem, sup = min(x.ends, small.sup[k]), min(p.sup[v], small.dem[k])
			small.sup[k] -= dem
			small.dem[k] -= sup
			near = near || !small.near[k]
		case k == absorbing:
			sup, dem = p.sup[v], p.sup[v]
		}
		big.sup[v], big.dem[v], big.near[v], need[v] = sup, dem, near, dem
		big.value += sup
	}
	flow := big.flow
	clear(flow)
	for j := len(s.live) - 1; j >= 0; j-- {
		if stopped(ctx, j) {
			return nil, ctx.Err()
		}
		i := s.live[j]
		u := int64(0)
		if i < 0 {
			i = ^i
			u = need[p.arcs[i].head]
		} else {
			a := s.place[s.to[j]] - s.skip
			u = min(s.most[i], small.flow[a])
			small.flow[a] -= u
		}
		flow[i] = u
		need[p.arcs[i].tail] += u
	}
	for j := len(s.ends) - 1; j >= 0 && !stopped(ctx, j); j-- { // they share with their tails' own demand what ended there
		i := s.ends[j]
		t, h := p.arcs[i].tail, p.arcs[i].head
		u := max(0, min(s.most[i], big.dem[t]-p.dem[t]))
		flow[i] = u
		big.dem[t] -= u
		big.dem[h] += u
	}
	back()
	if ctx.Err() == nil {
		s.settle(ctx, big)
	}
	return big, ctx.Err()
}

// settle moves the cut away from arcs that were clipped: if one was to what can go
// on from its head, the head may as well be near, and if one was to what can come
// to its tail, the tail may as well be far.
func (s *shrunk) settle(ctx context.Context, big *solution) {
	p, at, near := s.from, s.at, big.near
	if big.value == s.sup || big.value == s.dem { // then all supplies are a cut, or all demands
		for v := range near {
			near[v] = big.value != s.sup
		}
		return
	}
	back := -1 // no arc beyond it is of interest the second time
	for i := range p.arcs[:p.ordered] {
		if stopped(ctx, i) {
			return
		}
		a := &p.arcs[i]
		if !near[a.tail] || near[a.head] || s.most[i] == a.room {
			continue
		}
		if s.most[i] == at[a.head].out {
			near[a.head] = true
		} else {
			back = i
		}
	}
	for i := back; i >= 0 && !stopped(ctx, i); i-- {
		a := &p.arcs[i]
		if near[a.tail] && !near[a.head] && at[a.tail].in < a.room && s.most[i] < a.room {
			near[a.tail] = false
		}
	}
}
