package flow

import "context"

// purpose says which terminals a frame has.
type purpose uint8

const (
	toGoal  purpose = iota // what counts: for AtMost
	toAway                 // what does not count: for AtLeast
	toKnown                // only what evidence demands: can it be met?
	toAll                  // every end: can all units of S go somewhere?
)

// frame is a reading made into a maximum flow from the units of S to the ends that
// the purpose asks for. The nodes of the problem are those of the network, its arcs
// those by which units of S can go to such an end, and a few more: see gather.
//
// Evidence that at least l units of S went by an arc becomes a demand of l at its
// tail and a supply of l at its head. Let A be all supplies, P those demands, T
// the ends: then max flow(A -> P and T) - |P| units of S reach T at most
// (docs/BOUNDS.md, "evidence").
type frame struct {
	r   *reading
	aim purpose
	problem

	direct   []Step            // units of S that end by the very arc by which they enter
	counted  int64             // units that reach an end outside the flow
	supply   int64             // units of S that enter, at their most or least as the purpose wants
	known    int64             // |P|
	offered  int64             // |A|
	evidence map[int32]passage // arcs with a lower limit
	dropped  bool              // some evidence could not be used
	sources  []terminal        // where units of S enter, but for what evidence supplies
	sinks    []terminal        // where they end, but for what evidence demands and what is used up
	used     []int32           // arcs by which they are used up
	gathered []terminal        // what gather put in place of the sources

	arc    []int32 // by arc of the problem, without what gather put before them: the arc of the network
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
		p.unsure = h == Unknown && (r.q.Anywhere || len(r.q.Holdings)+len(r.q.MayHold) > 0)
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
func (r *reading) frame(ctx context.Context, mem *memory, p purpose, keep bool) (*frame, error) {
	f := &frame{r: r, aim: p}
	f.mem = mem
	f.keep = keep && len(r.limits) > 0
	n := r.n
	if r.q.Asks == Reached && (p == toGoal || p == toAway) {
		f.absorb = mem.flags.dirty(len(n.seg))
		target := f.target()
		for v := range n.seg {
			f.absorb[v] = target[n.holding(int32(v))]
		}
		if len(r.limits) > 0 {
			f.findAfter()
		}
	}
	f.nodes = len(n.seg)
	f.sup, f.dem = mem.units.clean(f.nodes), mem.units.clean(f.nodes)
	f.sources, f.sinks = mem.sources[:0], mem.sinks[:0]
	var surface []terminal
	if p == toGoal || p == toKnown {
		surface = r.surface
	}
	if err := f.lay(ctx, surface); err != nil {
		return nil, err
	}
	if f.clipped == nil && f.ordered == len(f.arc) {
		f.trim(ctx)
	}
	mem.sources, mem.sinks = f.sources, f.sinks
	if len(surface) > 0 && p == toGoal && !f.keep {
		f.gather(surface)
	} else {
		for _, s := range surface {
			if f.straight(s) {
				f.direct = append(f.direct, Step{Travel, s.index, s.units})
				f.counted += s.units
				continue
			}
			f.source(s)
		}
	}
	return f, ctx.Err()
}

// findAfter marks where units come that have reached the target: evidence there
// may be about such units, whose way ends at the target in this frame.
func (f *frame) findAfter() {
	n := f.r.n
	f.after = f.mem.flags.copied(f.absorb)
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

func (f *frame) target() []bool {
	if f.aim == toAway {
		return f.r.target[AtLeast]
	}
	return f.r.target[AtMost]
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

// trim takes out the arcs from whose heads nothing can go on to an end; all must be in
// order.
func (f *frame) trim(ctx context.Context) {
	ends := f.mem.flags.dirty(f.nodes)
	for v, units := range f.dem {
		ends[v] = units > 0
	}
	k := len(f.arc)
	for i := k - 1; i >= 0 && !stopped(ctx, i); i-- {
		if a := f.arcs[i]; ends[a.head] {
			k--
			ends[a.tail] = true
			f.arc[k], f.arcs[k] = f.arc[i], a
		}
	}
	f.arc, f.arcs = f.arc[k:], f.arcs[k:]
	f.ordered = len(f.arc)
}

// usedUp says by holding whether units that are used up from there are at an end
// that the frame looks for.
func (f *frame) usedUp() []bool {
	used := make([]bool, len(f.r.n.at))
	for h, in := range f.target() {
		used[h] = f.wanted(in && f.r.q.Asks == Ended && (f.aim == toGoal || f.aim == toAway), false)
	}
	return used
}

func (f *frame) source(t terminal) {
	f.offered += t.units
	f.sup[t.node] += t.units
	f.sources = append(f.sources, t)
}

func (f *frame) sink(t terminal) {
	if t.units > 0 {
		f.dem[t.node] += t.units
		f.sinks = append(f.sinks, t)
	}
}

// eachSink visits what is used up and the other sinks, by the order of their arcs.
func (f *frame) eachSink(visit func(terminal)) {
	used := f.used
	for _, t := range f.sinks {
		for len(used) > 0 && (t.kind != Travel || used[0] < t.index) {
			visit(f.usedBy(used[0]))
			used = used[1:]
		}
		visit(t)
	}
	for _, arc := range used {
		visit(f.usedBy(arc))
	}
}

func (f *frame) usedBy(arc int32) terminal {
	return terminal{f.r.n.tail[arc], Travel, arc, f.r.n.most[arc]}
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
		f.dem[n.tail[i]] += n.capacity(i)
	}
}

// leave collects the ends of an arc that is no entry: what evidence demands, and
// the way out of the network.
func (f *frame) leave(i int, p passage) {
	n := f.r.n
	wanted := p.end && f.wanted(p.goal, p.unsure)
	if p.least > 0 {
		f.known += p.least
		if f.evidence == nil {
			f.evidence, f.must = map[int32]passage{}, make([]int64, f.nodes)
		}
		f.evidence[int32(i)] = p
		f.must[n.tail[i]] += p.least
		f.dem[n.tail[i]] += p.least
		if !p.end {
			f.offered += p.least
			f.sup[n.head[i]] += p.least
		} else if wanted {
			f.counted += p.least
		}
	}
	if wanted {
		f.sink(terminal{n.tail[i], Travel, int32(i), p.most - p.least})
	}
}

// straight says whether what surfaces does so by a target move.
func (f *frame) straight(t terminal) bool {
	return t.kind == Travel && f.r.role[f.r.n.row[t.index]]&goal != 0 && f.aim == toGoal
}

// gather lets all units of S come from one node, and what surfaced by arcs from it,
// which are the first: it may be units of S, but no more than there are. What surfaces
// by a target move is there at once, in a node of its own.
func (f *frame) gather(surface []terminal) {
	whole := int32(f.nodes)
	all := f.supply
	for _, d := range f.direct {
		all -= d.Units
	}
	var arcs []arc
	f.gathered, f.sources = append(f.sources, surface...), nil
	there := whole + 1
	for i := range f.gathered {
		s := &f.gathered[i]
		if f.straight(*s) {
			s.node = there
		}
		arcs = append(arcs, arc{whole, s.node, s.units})
	}
	clear(f.sup)
	f.nodes += 2
	f.sup, f.dem = append(f.sup, all, 0), append(f.dem, 0, bottomless)
	if f.must != nil {
		f.must = append(f.must, 0, 0)
	}
	f.arcs = append(arcs, f.arcs...)
	f.ordered += len(f.gathered)
}

// first is the number of the first arc of the problem that is one of the network.
func (f *frame) first() int { return len(f.gathered) }
