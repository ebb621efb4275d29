package flow

import (
	"cmp"
	"context"
	"runtime/debug"
	"slices"
)

// Bound answers the question, with a certificate for each end. Each call works
// alone; the network may be asked by several callers at once while nobody
// appends to it. When the context is done, Bound returns its error.
func Bound(ctx context.Context, n *Network, q Question) (Answer, error) {
	closed, err := n.Until(q.Until)
	if err != nil {
		return Answer{}, err
	}
	r, err := read(closed, &q, len(n.moves))
	if err := cmp.Or(err, ctx.Err()); err != nil {
		return Answer{}, err
	}
	r.beyond = r.beyond || slices.ContainsFunc(n.moves[len(closed.moves):], func(m Move) bool { return m.Lot != NoLot && m.From != Outside })
	ans := Answer{Gaps: closed.gaps, Found: -1}
	if r.torn || len(r.limits) > 0 {
		if ans.Clash, ans.ClashIs, err = r.findClash(ctx); err != nil || len(ans.Clash) > 0 {
			return ans, err
		}
	}
	if q.Through != nil {
		return ans, r.boundByWay(ctx, &ans)
	}
	return ans, r.bound(ctx, &ans)
}

// bound finds both ends. The evidence must not clash.
func (r *reading) bound(ctx context.Context, ans *Answer) error {
	passesToCome(ctx, 2*passesOfEnd)
	ends := r.bothEnds(ctx)
	most, least := &ends[AtMost], &ends[AtLeast]
	if err := cmp.Or(most.err, least.err); err != nil {
		return err
	}
	ans.Most, ans.Least = most.proof.Number, least.proof.Number
	ans.Proof = [2]Certificate{most.proof, least.proof}
	ans.MostExact, ans.LeastExact = len(most.outer) == 0, len(least.outer) == 0
	ans.Outer = slices.Concat(most.outer, least.outer)
	ans.Uncounted = least.uncounted
	if k := r.foundThere(); k >= 0 && r.q.Evidence[k].Least > ans.Least {
		ans.Least, ans.LeastExact, ans.Found = r.q.Evidence[k].Least, false, k
	}
	slices.Sort(ans.Outer)
	ans.Outer = slices.Compact(ans.Outer)
	return nil
}

// end is one end of an answer.
type end struct {
	proof     Certificate
	outer     []string
	uncounted []int32
	err       error
}

// atOnce is how large a network may be, in arcs, for the two ends to be found side by
// side. In a larger one they are found one after the other, in half the memory, which
// is given back to the system.
const atOnce = 4 << 20

// byItself is how many arcs a network has of which one end takes less time than to
// begin something beside it.
const byItself = 1000

func (r *reading) bothEnds(ctx context.Context) (ends [2]end) {
	if len(r.n.tail) > atOnce {
		return r.inTurn(ctx)
	}
	find := func(side Side, aim purpose) {
		mem := takeMemory()
		defer mem.release()
		ends[side] = r.oneEnd(ctx, mem, aim)
	}
	if len(r.n.tail) < byItself {
		find(AtLeast, toAway)
		find(AtMost, toGoal)
		return ends
	}
	done := make(chan struct{})
	go func() {
		find(AtLeast, toAway)
		close(done)
	}()
	find(AtMost, toGoal)
	<-done
	return ends
}

// inTurn finds one end after the other.
func (r *reading) inTurn(ctx context.Context) (ends [2]end) {
	mem := new(memory)
	ends[AtLeast] = r.oneEnd(ctx, mem, toAway)
	mem.empty()
	ends[AtMost] = r.oneEnd(ctx, mem, toGoal)
	*mem = memory{}
	debug.FreeOSMemory()
	return ends
}

func (r *reading) oneEnd(ctx context.Context, mem *memory, aim purpose) end {
	s, err := r.solve(ctx, mem, aim)
	if err != nil {
		return end{err: err}
	}
	e := end{proof: s.certificate()}
	passDone(ctx, 1)
	if e.err = ctx.Err(); e.err != nil {
		return e
	}
	e.outer = s.outer()
	if aim == toAway {
		e.uncounted = s.uncounted()
	}
	e.err = ctx.Err()
	return e
}

// solved is a frame with its maximum flow. When the context is done, what it lists is of
// no use.
type solved struct {
	*frame
	*solution
	ctx context.Context
}

func (r *reading) solve(ctx context.Context, mem *memory, aim purpose) (*solved, error) {
	keep := aim == toGoal || !r.again && len(r.surface) == 0
	s, err := r.solveFor(ctx, mem, aim, keep)
	if err == nil && aim == toGoal && s.keep && len(r.surface) > 0 && s.raw() > s.supply {
		// what surfaced may meet the demands twice over: see gather
		passesToCome(ctx, passesToSolve)
		s, err = r.solveFor(ctx, mem, aim, false)
	}
	return s, err
}

func (r *reading) solveFor(ctx context.Context, mem *memory, aim purpose, keep bool) (*solved, error) {
	f, err := r.frame(ctx, mem, aim, keep)
	if err != nil {
		return nil, err
	}
	passDone(ctx, 1)
	f.dropped = f.dropped || len(r.limits) > 0 && !keep
	s, err := f.maximise(ctx)
	return &solved{f, s, ctx}, err
}

// raw is the number of units of S that reach the ends the frame looks for.
func (s *solved) raw() int64 { return s.value - s.known + s.counted }

// number is the end of the answer that the frame gives.
func (s *solved) number() int64 {
	k := s.raw()
	if s.aim == toAway {
		k = max(0, s.supply-k)
	}
	if k >= countless {
		return Unlimited
	}
	return k
}

func (s *solved) certificate() Certificate {
	c := Certificate{Question: *s.r.q, Side: AtMost, Number: s.number(), Lower: s.keep}
	if s.aim == toAway {
		c.Side = AtLeast
	}
	c.Scenario, c.Cut = s.scenario(), s.cut()
	return c
}

// scenario lists what went where: by arcs in the order of the network, out of
// what came in unrecorded, and to where it rests. It uses up what the solution says of
// the nodes.
func (s *solved) scenario() []Step {
	n := s.r.n
	sup, dem := s.solution.sup, s.solution.dem
	moved := s.mem.units.clean(len(n.tail)) // by arc; less than zero: by an entry
	var others []Step
	put := func(kind StepKind, index int32, u int64) {
		switch {
		case kind == Travel:
			moved[index] += u
		case kind == Enter:
			moved[index] -= u
		case u > 0:
			others = append(others, Step{kind, index, u})
		}
	}
	take := func(from []int64, node int32, most int64) int64 {
		u := min(from[node], most)
		from[node] -= u
		return u
	}
	flow := s.flow[s.first():]
	for j, arc := range s.arc {
		if stopped(s.ctx, j) {
			return nil
		}
		moved[arc] = flow[j]
	}
	for arc, p := range s.evidence { // before all else that begins or ends; an arc may come up twice
		put(Travel, arc, take(dem, n.tail[arc], p.least))
		if !p.end {
			take(sup, n.head[arc], p.least)
		}
	}
	for j, g := range s.gathered {
		put(g.kind, g.index, s.flow[j])
	}
	for _, t := range s.sources {
		put(t.kind, t.index, take(sup, t.node, t.units))
	}
	s.eachSink(func(t terminal) {
		put(t.kind, t.index, take(dem, t.node, t.units))
	})
	for _, d := range s.direct {
		if s.counts(d) {
			put(d.Kind, d.Index, d.Units)
		}
	}
	slices.SortFunc(others, byPlace)
	return append(s.listed(moved, len(others)), others...)
}

// listed makes steps of what moved, in the order of the arcs, with room for more.
func (s *solved) listed(moved []int64, more int) []Step {
	k := 0
	for i, u := range moved {
		if stopped(s.ctx, i) {
			return nil
		}
		k += some(u) | some(-u)
	}
	steps := make([]Step, k+1, k+1+more) // each arc is written, and stays if anything moved
	k = 0
	for i, u := range moved {
		if stopped(s.ctx, i) {
			return nil
		}
		steps[k] = Step{Travel - StepKind(some(-u)), int32(i), max(u, -u)}
		k += some(u) | some(-u)
	}
	return steps[:k]
}

// cut lists the limits that together stand in the way of more. A Known limit is
// taken off: evidence forces so many units back from beyond the cut.
func (s *solved) cut() []Limit {
	n, near := s.r.n, s.near
	var out []Limit
	say := func(crosses bool, kind StepKind, index int32, units int64) {
		if crosses && units > 0 {
			out = append(out, Limit{kind, index, units})
		}
	}
	if s.gathered != nil && !near[len(n.seg)] {
		return []Limit{{Whole, 0, s.problem.sup[len(n.seg)] + s.counted}}
	}
	for _, g := range s.gathered {
		say(!near[g.node], g.kind, g.index, g.units)
	}
	for j, arc := range s.arc {
		if stopped(s.ctx, j) {
			return nil
		}
		if near[n.tail[arc]] && !near[n.head[arc]] {
			_, known := s.evidence[arc]
			say(!known, Travel, arc, s.arcs[s.first()+j].room)
		}
	}
	for _, t := range s.sources {
		say(!near[t.node], t.kind, t.index, t.units)
	}
	s.eachSink(func(t terminal) {
		if near[t.node] {
			_, known := s.evidence[t.index]
			say(t.kind != Travel || !known, t.kind, t.index, t.units)
		}
	})
	for arc, p := range s.evidence {
		l := s.knownLimit(arc, p)
		say(true, l.Kind, l.Index, l.Units)
	}
	for _, d := range s.direct {
		say(s.counts(d), d.Kind, d.Index, d.Units)
	}
	slices.SortFunc(out, byPlace)
	return out
}

// knownLimit is what an arc with a lower limit adds to the cut.
func (s *solved) knownLimit(arc int32, p passage) Limit {
	n := s.r.n
	from := s.near[n.tail[arc]]
	wanted := p.end && s.wanted(p.goal, p.unsure)
	to := p.end && !wanted || !p.end && s.near[n.head[arc]]
	switch {
	case from && !to:
		return Limit{Travel, arc, p.most}
	case !from && to:
		return Limit{Known, arc, p.least}
	}
	return Limit{}
}

// counts says whether units that end as they enter are at an end that the frame
// looks for.
func (s *solved) counts(d Step) bool {
	p := s.passage(int(d.Index))
	return s.wanted(p.goal, p.unsure)
}

func byPlace(a, b Step) int {
	return cmp.Or(cmp.Compare(a.Index, b.Index), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Units, b.Units))
}

// outer says in words why the number may be wider than the truth.
func (s *solved) outer() []string {
	var why []string
	say := func(ok bool, what string) {
		if ok {
			why = append(why, what)
		}
	}
	r, n := s.r, s.r.n
	say(r.lots, "lots are named again after they may have been pooled")
	say(s.dropped || s.after != nil && s.limitsAfter(), "evidence about units that had reached the target is left out or not followed further")
	say(r.beyond, "evidence later than the day asked about is left out")
	say(r.again, "units may have entered twice")
	dates, unknown := r.afloat, len(r.surface) > 0
	if n.short || slices.ContainsFunc(n.at, func(p post) bool { return p.vague }) {
		for v := range n.seg {
			between := s.between(int32(v))
			dates = dates || between && n.at[n.holding(int32(v))].vague
			unknown = unknown || between && n.segShort[n.seg[v]] > 0 && !n.segOpen[n.seg[v]]
		}
	}
	ranges := n.ranged && s.ranges()
	say(r.within(), "units are asked about that move within one holding")
	say(len(r.q.MayOf)+len(r.q.MayHold) > 0, "some records do not say enough to tell who or what they are about")
	say(unknown, "units came in unrecorded")
	say(ranges, "quantities are ranges")
	say(dates, "the order of some movements is not known")
	return why
}

// uncounted lists the holdings that units of S can come to while it is not known
// what was there before.
func (s *solved) uncounted() []int32 {
	if s.number() == s.supply {
		return nil
	}
	var out []int32
	n := s.r.n
	for v, seg := range n.seg {
		if !n.openingKnown(seg) && s.between(int32(v)) {
			out = append(out, n.segHolding[seg])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// within says whether a target or evidence is a move within one holding: the
// network does not tell apart what stays and what comes back.
func (r *reading) within() bool {
	return slices.ContainsFunc(r.special, func(i int32) bool {
		row := r.n.row[i]
		return row >= 0 && r.role[row]&(goal|limited) != 0 && r.n.moves[row].From >= 0 && r.n.moves[row].From == r.n.moves[row].To
	})
}

// reached gives what can go where: what can go on from a node may not have been asked.
func (s *solved) reached() *shrunk {
	if s.made.most == nil {
		s.made.absorb(s.ctx)
	}
	return s.made
}

// between says whether units of S can come to the node and on from there to an end
// that the frame looks for.
func (s *solved) between(v int32) bool {
	x := &s.reached().at[v]
	return x.in > 0 && x.out > 0
}

// ranges says whether some quantity that matters to the number is a range.
func (s *solved) ranges() bool {
	n, found := s.r.n, false
	loosely := func(arc int32) bool { return n.mark[arc]&loose != 0 }
	for j, arc := range s.arc {
		found = found || s.reached().most[s.first()+j] > 0 && loosely(arc)
	}
	for _, g := range s.gathered {
		found = found || g.kind != Surface && loosely(g.index)
	}
	for arc := range s.evidence {
		found = found || loosely(arc)
	}
	check := func(t terminal) {
		switch t.kind {
		case Enter, Travel:
			found = found || s.between(t.node) && loosely(t.index)
		case Rest:
			found = found || t.units > 0 && s.between(t.node) && n.at[t.index].least != n.at[t.index].most
		}
	}
	for _, t := range s.sources {
		check(t)
	}
	s.eachSink(check)
	for _, i := range s.r.special {
		row := n.row[i]
		found = found || row >= 0 && s.r.role[row]&(entry|perhaps) != 0 && loosely(i)
	}
	return found
}

// foundThere is the piece of evidence that shows the most units of S to have been in
// a target holding or to have gone by a target move, -1 if none does. Their way ends
// there, so the frame for the least does not see them.
func (r *reading) foundThere() int {
	best, units := -1, int64(0)
	if r.q.Asks != Reached {
		return best
	}
	there := func(h int32) bool { return h >= 0 && r.target[AtLeast][h] }
	for k, e := range r.q.Evidence {
		switch {
		case e.Tally >= 0 && int(e.Tally) < len(r.n.tallies) && there(r.n.tallies[e.Tally].Holding):
		case e.Move >= 0 && int(e.Move) < len(r.role) && (r.role[e.Move]&goal != 0 || there(r.n.moves[e.Move].To) || r.role[e.Move]&(entry|perhaps) == 0 && there(r.n.moves[e.Move].From)):
		default:
			continue
		}
		if e.Least > units {
			best, units = k, e.Least
		}
	}
	return best
}

// limitsAfter says whether evidence limits units that had reached the target.
func (s *solved) limitsAfter() bool {
	return slices.ContainsFunc(s.r.special, func(i int32) bool {
		_, ok := s.r.limits[s.r.n.row[i]]
		t := s.r.n.tail[i]
		return ok && t >= 0 && s.after[t]
	})
}
