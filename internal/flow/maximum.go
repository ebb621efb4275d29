package flow

import (
	"context"
	"slices"
)

// bottomless is a demand that no supply can meet.
const bottomless = int64(1) << 62

// problem is a maximum flow with many sources and sinks: at most sup units start
// and dem units end at each node. A node may have both.
type problem struct {
	nodes      int
	tail, head []int32
	cap        []int64
	sup, dem   []int64
	must       []int64 // part of dem that is to be met before any other
	ordered    bool    // the arcs are in topological order
}

// solution is a maximum flow with the cut that proves it.
type solution struct {
	value    int64
	flow     []int64 // by arc
	sup, dem []int64 // used, by node
	near     []bool  // by node: on the source side of a least cut
}

// maximise finds a maximum flow. It returns the context's error soon after the
// context is done.
func (p *problem) maximise(ctx context.Context) (*solution, error) {
	hasMust := slices.ContainsFunc(p.must, func(u int64) bool { return u > 0 })
	if p.ordered && !hasMust {
		s, err := p.shrinkAndSolve(ctx, maxShrinks)
		if err != nil {
			return nil, err
		}
		if !p.divide(s) {
			g := newResidual(p)
			g.set(p, s)
			return g.solution(p), nil
		}
		return s, nil
	}
	g := newResidual(p)
	if hasMust {
		g.dem = slices.Clone(p.must)
		if err := g.saturate(ctx); err != nil {
			return nil, err
		}
		for v := range g.dem {
			g.dem[v] += p.dem[v] - p.must[v]
		}
	}
	if err := g.saturate(ctx); err != nil {
		return nil, err
	}
	return g.solution(p), nil
}

// maxShrinks is how often a problem is made smaller; each time costs a few passes
// over what is left.
const maxShrinks = 12

// shrinkAndSolve makes the problem smaller, from either side in turn, as long as
// that pays, and carries the flow back.
func (p *problem) shrinkAndSolve(ctx context.Context, times int) (*solution, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	small := p.shrink()
	var s *solution
	var err error
	if times > 0 && len(small.tail) > 0 && (len(small.tail) < len(p.tail)*19/20 || times == maxShrinks) {
		if s, err = small.turned().shrinkAndSolve(ctx, times-1); err == nil {
			s = s.turned()
		}
	} else {
		g := newResidual(small.problem)
		if err = g.saturate(ctx); err == nil {
			s = g.solution(small.problem)
		}
	}
	if err != nil {
		return nil, err
	}
	return small.lift(s), nil
}

// residual is a problem with its flow so far: every arc as two halves, grouped by
// the node they start at.
type residual struct {
	first    []int32 // by node: its first half
	half     []half
	fore     []int32 // by arc of the problem: its forward half
	sup, dem []int64 // what is left
}

type half struct {
	to   int32
	back int32 // the other half
	left int64 // what can still go
}

func newResidual(p *problem) *residual {
	g := &residual{
		first: make([]int32, p.nodes+2),
		half:  make([]half, 2*len(p.tail)),
		fore:  make([]int32, len(p.tail)),
		sup:   slices.Clone(p.sup),
		dem:   slices.Clone(p.dem),
	}
	for i := range p.tail {
		g.first[p.tail[i]+2]++
		g.first[p.head[i]+2]++
	}
	for v := 2; v < len(g.first); v++ {
		g.first[v] += g.first[v-1]
	}
	next := g.first[1:]
	for i := range p.tail {
		t, h := p.tail[i], p.head[i]
		a := next[t]
		next[t]++
		b := next[h]
		next[h]++
		g.half[a] = half{h, b, p.cap[i]}
		g.half[b] = half{t, a, 0}
		g.fore[i] = a
	}
	g.first = g.first[:p.nodes+1]
	return g
}

// maxSweeps is how often divide goes over the arcs before it gives up.
const maxSweeps = 40

// divide finds the value of the flow and its cut: all that what is left of the
// supplies can still reach. In order, few sweeps over the arcs are enough as a
// rule; false means that they were not.
func (p *problem) divide(s *solution) bool {
	s.near = make([]bool, p.nodes)
	for v := range s.near {
		s.value += s.dem[v]
		s.near[v] = s.sup[v] < p.sup[v]
	}
	for range maxSweeps {
		for i, t := range p.tail {
			if s.near[t] && !s.near[p.head[i]] && s.flow[i] < p.cap[i] {
				s.near[p.head[i]] = true
			}
		}
		back := false
		for i := len(p.tail) - 1; i >= 0; i-- {
			if t := p.tail[i]; s.near[p.head[i]] && !s.near[t] && s.flow[i] > 0 {
				s.near[t], back = true, true
			}
		}
		if !back {
			return true
		}
	}
	return false
}

// set takes over a flow.
func (g *residual) set(p *problem, s *solution) {
	for i, f := range s.flow {
		a := g.fore[i]
		g.half[a].left -= f
		g.half[g.half[a].back].left += f
	}
	for v := range g.sup {
		g.sup[v] = p.sup[v] - s.sup[v]
		g.dem[v] = p.dem[v] - s.dem[v]
	}
}

// solution reads the flow off, and the cut: what remaining supply can still reach.
func (g *residual) solution(p *problem) *solution {
	s := &solution{
		flow: make([]int64, len(p.tail)),
		sup:  make([]int64, p.nodes),
		dem:  make([]int64, p.nodes),
		near: make([]bool, p.nodes),
	}
	for i, a := range g.fore {
		s.flow[i] = p.cap[i] - g.half[a].left
	}
	var queue []int32
	for v := range p.nodes {
		s.sup[v] = p.sup[v] - g.sup[v]
		s.dem[v] = p.dem[v] - g.dem[v]
		s.value += s.dem[v]
		if g.sup[v] > 0 {
			s.near[v] = true
			queue = append(queue, int32(v))
		}
	}
	for len(queue) > 0 {
		v := queue[len(queue)-1]
		queue = queue[:len(queue)-1]
		for _, a := range g.half[g.first[v]:g.first[v+1]] {
			if a.left > 0 && !s.near[a.to] {
				s.near[a.to] = true
				queue = append(queue, a.to)
			}
		}
	}
	return s
}
