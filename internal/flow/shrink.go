package flow

import "slices"

// shrunk is a problem made smaller without changing its maximum, with what it
// takes to carry a flow back. Arcs of the larger problem must be in topological
// order; those of the smaller one then are.
//
// Three steps, each a standard argument about cuts. Clip: no arc needs more room
// than can come to its tail or go on from its head. Absorb: a node that can end
// all that can come to it does, so its arcs in become demands at their tails.
// Merge: a node with one arc in, which has room for all that can go on, is one
// with that arc's tail. The mirror images of the last two come from shrinking the
// problem turned round.
type shrunk struct {
	*problem
	from *problem
	cap  []int64 // clipped
	fate []uint8 // by arc of from
	to   []int32 // by arc of from: the arc here
	node []int32 // by node of from: the node here, -1 if absorbed
	dem  []int64 // by node of from: with what absorbed arcs brought
	in   []int64 // by node of from: the most that can come
	full []bool  // by node of from: absorbed
	tree []int32 // by node of from: arc that it is merged by, -1 if none
}

// Fates of an arc.
const (
	dropped  uint8 = iota // carries nothing
	kept                  // is an arc of the smaller problem
	absorbed              // became a demand at its tail
	merged                // joins two nodes that are one now
)

// sum adds numbers of units that are many times over without limit.
func sum(a, b int64) int64 {
	if a > bottomless-b {
		return bottomless
	}
	return a + b
}

func (p *problem) shrink() *shrunk {
	n, m := p.nodes, len(p.tail)
	s := &shrunk{
		from: p, cap: slices.Clone(p.cap), fate: make([]uint8, m), to: make([]int32, m),
		node: make([]int32, n), dem: slices.Clone(p.dem), full: make([]bool, n), tree: make([]int32, n),
	}
	s.clip()
	s.absorb()
	s.merge()
	return s
}

func (s *shrunk) clip() {
	p := s.from
	s.in = slices.Clone(p.sup)
	for i, t := range p.tail {
		s.cap[i] = min(s.cap[i], s.in[t])
		s.in[p.head[i]] = sum(s.in[p.head[i]], s.cap[i])
	}
	out := slices.Clone(p.dem)
	for i := len(p.tail) - 1; i >= 0; i-- {
		s.cap[i] = min(s.cap[i], out[p.head[i]])
		out[p.tail[i]] = sum(out[p.tail[i]], s.cap[i])
	}
	copy(s.in, p.sup)
	for i, h := range p.head {
		s.in[h] = sum(s.in[h], s.cap[i])
	}
}

func (s *shrunk) absorb() {
	p := s.from
	for i := len(p.tail) - 1; i >= 0; i-- {
		t, h := p.tail[i], p.head[i]
		s.full[h] = s.full[h] || s.dem[h] >= s.in[h]
		switch {
		case s.cap[i] == 0:
		case s.full[h]:
			s.fate[i] = absorbed
			s.dem[t] = sum(s.dem[t], s.cap[i])
		default:
			s.fate[i] = kept
		}
	}
	for v := range s.full {
		s.full[v] = s.full[v] || s.dem[v] >= s.in[v]
	}
}

func (s *shrunk) merge() {
	p := s.from
	ways, out := make([]int32, p.nodes), slices.Clone(s.dem)
	for i, t := range p.tail {
		if s.fate[i] == kept && s.full[t] {
			s.fate[i] = dropped
		}
		if s.fate[i] == kept {
			ways[p.head[i]]++
			out[t] = sum(out[t], s.cap[i])
		}
	}
	rep := make([]int32, p.nodes)
	for v := range rep {
		rep[v], s.tree[v], s.node[v] = int32(v), -1, -1
	}
	for i, h := range p.head {
		if s.fate[i] == kept && ways[h] == 1 && p.sup[h] == 0 && s.cap[i] >= out[h] {
			rep[h], s.tree[h], s.fate[i] = rep[p.tail[i]], int32(i), merged
		}
	}
	q := &problem{ordered: true}
	for v, r := range rep {
		if s.full[v] {
			continue
		}
		if s.node[r] < 0 {
			s.node[r] = int32(q.nodes)
			q.nodes++
			q.sup, q.dem = append(q.sup, 0), append(q.dem, 0)
		}
		k := s.node[r]
		s.node[v] = k
		q.sup[k] += p.sup[v]
		q.dem[k] = sum(q.dem[k], s.dem[v])
	}
	for i := range p.tail {
		if s.fate[i] == kept {
			s.to[i] = int32(len(q.tail))
			q.tail = append(q.tail, s.node[p.tail[i]])
			q.head = append(q.head, s.node[p.head[i]])
			q.cap = append(q.cap, s.cap[i])
		}
	}
	s.problem = q
}

// lift carries a flow of the smaller problem back.
func (s *shrunk) lift(small *solution) *solution {
	p := s.from
	big := &solution{flow: make([]int64, len(p.tail)), sup: make([]int64, p.nodes), dem: make([]int64, p.nodes)}
	ended := slices.Clone(small.dem)
	begun := slices.Clone(small.sup)
	for v, k := range s.node {
		if k < 0 {
			big.sup[v] = p.sup[v]
			continue
		}
		big.dem[v] = min(s.dem[v], ended[k])
		ended[k] -= big.dem[v]
		big.sup[v] = min(p.sup[v], begun[k])
		begun[k] -= big.sup[v]
	}
	gone := slices.Clone(big.dem) // by node: what has to come by the arc it is merged by
	for i := len(p.tail) - 1; i >= 0; i-- {
		switch s.fate[i] {
		case kept:
			big.flow[i] = small.flow[s.to[i]]
		case merged:
			big.flow[i] = gone[p.head[i]]
		case dropped, absorbed:
			continue
		}
		gone[p.tail[i]] += big.flow[i]
	}
	s.passOn(big)
	return big
}

// passOn splits what ended at a node between its own demand and its absorbed arcs.
func (s *shrunk) passOn(big *solution) {
	p := s.from
	for v := range s.full {
		if s.full[v] {
			big.dem[v] = big.sup[v]
		}
	}
	for i, t := range p.tail {
		if s.fate[i] != absorbed {
			continue
		}
		h := p.head[i]
		u := min(s.cap[i], max(0, big.dem[t]-p.dem[t]))
		big.flow[i] = u
		big.dem[t] -= u
		big.dem[h] += u
	}
}

// turned gives the problem with all arcs, sources and sinks turned round.
func (p *problem) turned() *problem {
	q := &problem{nodes: p.nodes, tail: slices.Clone(p.head), head: slices.Clone(p.tail), cap: slices.Clone(p.cap), sup: p.dem, dem: p.sup, ordered: p.ordered}
	slices.Reverse(q.tail)
	slices.Reverse(q.head)
	slices.Reverse(q.cap)
	return q
}

func (s *solution) turned() *solution {
	slices.Reverse(s.flow)
	return &solution{flow: s.flow, sup: s.dem, dem: s.sup}
}
