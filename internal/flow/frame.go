package flow

import "slices"

// purpose says which terminals a frame has.
type purpose uint8

const (
	toGoal  purpose = iota // what counts: for AtMost
	toAway                 // what does not count: for AtLeast
	toKnown                // only what evidence demands: can it be met?
	toAll                  // every end: can all units of S go somewhere?
)

// frame is a reading made into a maximum flow: the part of the network that lies
// between the units of S and the ends that the purpose asks for.
//
// Evidence that at least l units of S went by an arc becomes a demand of l at its
// tail and a supply of l at its head. Let A be all supplies, P those demands, T
// the ends: then max flow(A -> P and T) - |P| units of S reach T at most
// (docs/BOUNDS.md, "evidence").
type frame struct {
	r   *reading
	aim purpose
	problem
	sources, sinks []terminal
	arcOf          []int32 // network arc, or one of the Whole node's
	kindOf         []StepKind

	direct   []Step            // units of S that end by the very arc by which they enter
	counted  int64             // units that reach an end outside the flow
	supply   int64             // units of S that enter, at their most or least as the purpose wants
	known    int64             // |P|
	offered  int64             // |A|
	evidence map[int32]passage // arcs with a lower limit
	dropped  bool              // some evidence could not be used
	whole    int32             // node of all units of S, or -1

	mark   []uint8 // by network node, see reach
	id     []int32 // by network node: node of the problem, or -1
	absorb []bool  // by network node: target node that ends a unit's way; nil unless Reached
	keep   bool    // lower limits are kept
	after  []bool  // by network node: a unit that was in the target can come here; nil if not needed
}

// terminal is one source or sink of a node.
type terminal struct {
	node  int32
	kind  StepKind
	index int32
	units int64
}

// passage is what an arc is to a frame.
type passage struct {
	least, most int64 // units of S that go by it, as evidence says
	entry       bool
	closed      bool // no unit of S can go by it
	end         bool // units that go by it are at an end
	goal        bool // and they count as having reached the target
	unsure      bool // and whether they count is not known
}

// passage classifies arc i.
func (f *frame) passage(i int) passage {
	r, n := f.r, f.r.n
	row, t, h := n.row[i], n.tail[i], n.head[i]
	p := passage{most: n.capacity(i)}
	if row >= 0 {
		role := r.role[row]
		switch f.aim {
		case toGoal, toKnown:
			p.entry = r.enters(row, AtMost)
		case toAway:
			p.entry = r.enters(row, AtLeast)
		case toAll:
			p.entry = role&entry != 0
		}
		p.end = role&goal != 0 && (f.aim == toGoal || f.aim == toAway)
		p.goal = p.end
		if role&limited != 0 {
			if s, ok := r.limits[row]; ok {
				p.limit(s, f.keep)
			}
		}
		if p.entry && f.aim != toGoal && f.aim != toKnown {
			p.most = n.moves[row].Least
		}
	} else if row <= tallyRow && len(r.limits) > 0 && h >= 0 {
		if s, ok := r.limits[row]; ok {
			p.limit(s, f.keep)
		}
	}
	p.closed = t < 0 && !p.entry || t == h && !p.entry && !p.end
	if h < 0 && !p.end {
		p.end = true
		p.unsure = h == Unknown
		p.goal = h == Outside && r.q.Asks == Ended && t >= 0 && f.target()[n.holding(t)]
	}
	if f.aim == toKnown || f.aim == toAll {
		p.goal, p.unsure = false, false
	}
	return p
}

func (p *passage) limit(s Span, keep bool) {
	p.most = min(p.most, s.Most)
	if keep {
		p.least = min(s.Least, p.most)
	}
}

// wanted says whether an end is one that the frame looks for.
func (f *frame) wanted(goal, unsure bool) bool {
	switch f.aim {
	case toGoal:
		return goal || unsure
	case toAway:
		return !goal
	}
	return f.aim == toAll
}

// frame makes the frame of a reading, with or without the lower limits of the
// evidence.
func (r *reading) frame(p purpose, keep bool) *frame {
	f := &frame{r: r, aim: p, whole: -1}
	f.keep = keep && len(r.limits) > 0
	n := r.n
	if r.q.Asks == Reached && (p == toGoal || p == toAway) {
		f.absorb = make([]bool, len(n.seg))
		for v := range n.seg {
			f.absorb[v] = f.target()[n.holding(int32(v))]
		}
		if len(r.limits) > 0 {
			f.findAfter()
		}
	}
	f.mark = f.reach()
	f.number(f.mark)
	f.terminals()
	f.arcs()
	return f
}

// findAfter marks where units come that have reached the target: evidence there
// may be about such units, whose way ends at the target in this frame.
func (f *frame) findAfter() {
	n := f.r.n
	f.after = slices.Clone(f.absorb)
	n.sweep(func(i int) bool {
		t, h := n.tail[i], n.head[i]
		if h < 0 || f.after[h] {
			return false
		}
		row := n.row[i]
		f.after[h] = t >= 0 && f.after[t] || row >= 0 && f.r.role[row]&goal != 0
		return f.after[h]
	})
}

// use gives the passage of an arc with evidence behind the target left out.
func (f *frame) use(i int) passage {
	p := f.passage(i)
	t := f.r.n.tail[i]
	if f.after != nil && t >= 0 && f.after[t] {
		f.dropped = f.dropped || p.least > 0
		p.least = 0
	}
	if f.absorb != nil && t >= 0 && f.absorb[t] && !p.entry {
		p.closed = true
	}
	return p
}

// blocked says that units at the node are of no more concern to the frame.
func (f *frame) blocked(node int32) bool { return f.absorb != nil && f.absorb[node] }

func (f *frame) target() []bool {
	if f.aim == toAway {
		return f.r.target[AtLeast]
	}
	return f.r.target[AtMost]
}

// reach marks nodes that units of S can come to (1) and from which an end that
// is looked for can be reached (2).
func (f *frame) reach() []uint8 {
	n := f.r.n
	mark := make([]uint8, len(n.seg))
	if f.aim == toGoal || f.aim == toKnown {
		for _, s := range f.r.surface {
			mark[s.node] |= 1
		}
	}
	n.sweep(func(i int) bool {
		h := n.head[i]
		if h < 0 || mark[h]&1 != 0 {
			return false
		}
		t := n.tail[i]
		if t >= 0 && mark[t]&1 == 0 && n.row[i] == stays {
			return false
		}
		p := f.use(i)
		if !p.closed && (p.entry || p.least > 0 && !p.end || mark[t]&1 != 0 && !p.end && !f.blocked(t)) {
			mark[h] |= 1
		}
		return mark[h]&1 != 0
	})
	f.reachBack(mark)
	return mark
}

func (f *frame) reachBack(mark []uint8) {
	n := f.r.n
	for h := range n.at {
		if v := n.at[h].node; v >= 0 && f.rests(int32(h)) > 0 {
			mark[v] |= 2
		}
	}
	if f.aim == toGoal {
		for v := range f.absorb {
			if f.absorb[v] {
				mark[v] |= 2
			}
		}
	}
	n.sweepBack(func(i int) bool {
		t := n.tail[i]
		if t < 0 || mark[t]&2 != 0 || mark[t]&1 == 0 {
			return false
		}
		p := f.use(i)
		h := n.head[i]
		switch {
		case p.closed:
		case p.entry: // units of S that come to an entry again end their way there
			if f.aim == toAll {
				mark[t] |= 2
			}
		case p.least > 0, p.end && f.wanted(p.goal, p.unsure), !p.end && mark[h]&2 != 0:
			mark[t] |= 2
		}
		return mark[t]&2 != 0
	})
}

// rests is how many units can end in the holding, if that is an end that the
// frame looks for.
func (f *frame) rests(h int32) int64 {
	q := f.r.q
	target := f.target()[h]
	if !f.wanted(q.Asks != Reached && target, false) || f.absorb != nil && target {
		return 0
	}
	return f.r.n.closing(h)
}

func (f *frame) number(mark []uint8) {
	f.id = make([]int32, len(mark))
	k := int32(0)
	for v, m := range mark {
		f.id[v] = -1
		if m == 3 {
			f.id[v] = k
			k++
		}
	}
	f.problem.nodes = int(k)
}

// terminals collects where units of S enter and end.
func (f *frame) terminals() {
	n := f.r.n
	if f.aim == toGoal || f.aim == toKnown {
		for _, s := range f.r.surface {
			f.source(s)
		}
		if f.aim == toGoal && !f.keep && len(f.r.surface) > 0 {
			f.whole = int32(f.nodes)
			f.nodes++
		}
	}
	for i := range n.tail {
		p := f.use(i)
		switch {
		case p.entry:
			f.enter(i, p)
		case p.closed:
		default:
			f.leave(i, p)
		}
	}
	for h := range n.at {
		if v := n.at[h].node; v >= 0 {
			f.sink(terminal{v, Rest, int32(h), f.rests(int32(h))})
		}
	}
}

func (f *frame) source(t terminal) {
	f.offered += t.units
	if t.node = f.id[t.node]; t.node >= 0 && t.units > 0 {
		f.sources = append(f.sources, t)
	}
}

func (f *frame) sink(t terminal) {
	if t.node = f.id[t.node]; t.node >= 0 && t.units > 0 {
		f.sinks = append(f.sinks, t)
	}
}

func (f *frame) enter(i int, p passage) {
	n := f.r.n
	f.supply += p.most
	if p.end {
		f.direct = append(f.direct, Step{Enter, int32(i), p.most})
		if f.wanted(p.goal, p.unsure) {
			f.counted += p.most
		}
		return
	}
	f.source(terminal{n.head[i], Enter, int32(i), p.most})
	if f.aim == toAll && n.tail[i] >= 0 {
		f.sink(terminal{n.tail[i], Enter, int32(i), n.capacity(i)})
	}
}

// leave collects the ends of an arc that is no entry: what evidence demands, and
// the way out of the network.
func (f *frame) leave(i int, p passage) {
	n := f.r.n
	if p.least > 0 {
		f.known += p.least
		if f.evidence == nil {
			f.evidence = map[int32]passage{}
		}
		f.evidence[int32(i)] = p
		f.sink(terminal{n.tail[i], Known, int32(i), p.least})
		if !p.end {
			f.source(terminal{n.head[i], Known, int32(i), p.least})
		} else if f.wanted(p.goal, p.unsure) {
			f.counted += p.least
		}
	}
	if p.end && f.wanted(p.goal, p.unsure) {
		f.sink(terminal{n.tail[i], Travel, int32(i), p.most - p.least})
	}
}

// arcs makes the arcs of the problem, its supplies and its demands.
func (f *frame) arcs() {
	n, between := f.r.n, 0
	for i, t := range n.tail {
		if h := n.head[i]; t >= 0 && h >= 0 && f.id[t] >= 0 && f.id[h] >= 0 {
			between++
		}
	}
	f.tail, f.head, f.cap = make([]int32, 0, between), make([]int32, 0, between), make([]int64, 0, between)
	f.arcOf, f.kindOf = make([]int32, 0, between), make([]StepKind, 0, between)
	for i := range n.tail {
		t, h := n.tail[i], n.head[i]
		if t < 0 || h < 0 || f.id[t] < 0 || f.id[h] < 0 {
			continue
		}
		if p := f.use(i); !p.closed && !p.entry && !p.end && p.most > p.least {
			f.arc(f.id[t], f.id[h], p.most-p.least, Travel, int32(i))
		}
	}
	f.ordered = !n.looped && f.whole < 0
	f.sup, f.dem, f.must = make([]int64, f.nodes), make([]int64, f.nodes), make([]int64, f.nodes)
	if f.whole >= 0 {
		f.gather()
	}
	for _, s := range f.sources {
		f.sup[s.node] += s.units
	}
	for _, s := range f.sinks {
		if s.kind == Known {
			f.must[s.node] += s.units
		}
		f.dem[s.node] += s.units
	}
	if f.aim == toGoal {
		for v := range f.absorb {
			if f.absorb[v] && f.id[v] >= 0 {
				f.dem[f.id[v]] = bottomless
			}
		}
	}
}

// gather lets all units of S come from one node, so that no more of them surface
// than there are.
func (f *frame) gather() {
	for _, s := range f.sources {
		f.arc(f.whole, s.node, s.units, s.kind, s.index)
	}
	all := f.supply
	for _, d := range f.direct {
		all -= d.Units
	}
	f.sources = []terminal{{f.whole, Whole, 0, all}}
}

func (f *frame) arc(tail, head int32, most int64, kind StepKind, index int32) {
	f.tail = append(f.tail, tail)
	f.head = append(f.head, head)
	f.cap = append(f.cap, most)
	f.arcOf = append(f.arcOf, index)
	f.kindOf = append(f.kindOf, kind)
}
