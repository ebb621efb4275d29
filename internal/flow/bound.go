package flow

import (
	"cmp"
	"context"
	"slices"
)

// Bound answers the question, with a certificate for each end. Each call works
// alone; the network may be asked by several callers at once while nobody
// appends to it. When the context is done, Bound returns its error.
func Bound(ctx context.Context, n *Network, q Question) (Answer, error) {
	closed, err := n.until(q.Until)
	if err != nil {
		return Answer{}, err
	}
	r, err := read(closed, &q, len(n.moves))
	if err != nil {
		return Answer{}, err
	}
	r.beyond = r.beyond || slices.ContainsFunc(n.moves[len(closed.moves):], func(m Move) bool { return m.Lot != NoLot && m.From != Outside })
	ans := Answer{Gaps: closed.gaps, Clash: r.clash}
	if len(r.limits) > 0 && len(ans.Clash) == 0 {
		if ans.Clash, err = r.findClash(ctx); err != nil {
			return Answer{}, err
		}
	}
	if len(ans.Clash) > 0 {
		return ans, nil
	}
	most, err := r.solve(ctx, toGoal)
	if err != nil {
		return Answer{}, err
	}
	least, err := r.solve(ctx, toAway)
	if err != nil {
		return Answer{}, err
	}
	ans.Most, ans.Least = most.number(), least.number()
	ans.Proof = [2]Certificate{most.certificate(), least.certificate()}
	mostWhy, leastWhy := most.outer(), least.outer()
	ans.MostExact, ans.LeastExact = len(mostWhy) == 0, len(leastWhy) == 0
	ans.Outer = append(mostWhy, leastWhy...)
	ans.Uncounted = least.uncounted()
	slices.Sort(ans.Outer)
	ans.Outer = slices.Compact(ans.Outer)
	return ans, nil
}

// solved is a frame with its maximum flow.
type solved struct {
	*frame
	*solution
}

func (r *reading) solve(ctx context.Context, aim purpose) (*solved, error) {
	keep := aim == toGoal || !r.again && len(r.surface) == 0
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		f := r.frame(aim, keep)
		f.dropped = f.dropped || len(r.limits) > 0 && !keep
		s, err := f.maximise(ctx)
		if err != nil {
			return nil, err
		}
		out := &solved{f, s}
		if aim == toGoal && f.keep && len(r.surface) > 0 && out.raw() > f.supply {
			keep = false // what surfaced may meet the demands twice over: see gather
			continue
		}
		return out, nil
	}
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

// scenario lists what went where, in the order of the network.
func (s *solved) scenario() []Step {
	var steps []Step
	for j, f := range s.flow {
		if f > 0 {
			steps = append(steps, Step{s.kindOf[j], s.arcOf[j], f})
		}
	}
	steps = share(steps, s.sources, slices.Clone(s.solution.sup), false)
	steps = share(steps, s.sinks, slices.Clone(s.solution.dem), true)
	for _, d := range s.direct {
		if d.Units > 0 && s.counts(d) {
			steps = append(steps, d)
		}
	}
	slices.SortFunc(steps, byPlace)
	out := steps[:0]
	for _, st := range steps {
		if k := len(out) - 1; k >= 0 && out[k].Kind == st.Kind && out[k].Index == st.Index {
			out[k].Units += st.Units
		} else {
			out = append(out, st)
		}
	}
	return slices.Clip(out)
}

// share adds what a node used to the steps of its terminals, those of evidence
// first.
func share(steps []Step, terminals []terminal, used []int64, ends bool) []Step {
	for _, known := range []bool{true, false} {
		for _, t := range terminals {
			if (t.kind == Known) != known {
				continue
			}
			u := min(used[t.node], t.units)
			used[t.node] -= u
			switch {
			case u == 0 || t.kind == Whole || t.kind == Known && !ends:
			case t.kind == Known:
				steps = append(steps, Step{Travel, t.index, u})
			default:
				steps = append(steps, Step{t.kind, t.index, u})
			}
		}
	}
	return steps
}

// cut lists the limits that together stand in the way of more. A Known limit is
// taken off: evidence forces so many units back from beyond the cut.
func (s *solved) cut() []Limit {
	var out []Limit
	for _, t := range s.sources {
		if !s.near[t.node] && t.kind != Known {
			out = append(out, Limit{t.kind, t.index, t.units})
		}
	}
	for j, c := range s.cap {
		if _, known := s.evidence[s.arcOf[j]]; !known && s.near[s.tail[j]] && !s.near[s.head[j]] {
			out = append(out, Limit{s.kindOf[j], s.arcOf[j], c})
		}
	}
	for _, t := range s.sinks {
		if _, known := s.evidence[t.index]; s.near[t.node] && (t.kind != Travel || !known) && t.kind != Known {
			out = append(out, Limit{t.kind, t.index, t.units})
		}
	}
	for arc, p := range s.evidence {
		if l := s.knownLimit(arc, p); l.Units > 0 {
			out = append(out, l)
		}
	}
	for _, d := range s.direct {
		if d.Units > 0 && s.counts(d) {
			out = append(out, d)
		}
	}
	slices.SortFunc(out, byPlace)
	return out
}

// knownLimit is what an arc with a lower limit adds to the cut.
func (s *solved) knownLimit(arc int32, p passage) Limit {
	n := s.r.n
	at := func(v int32) bool { return s.id[v] < 0 || s.near[s.id[v]] }
	from := at(n.tail[arc])
	wanted := p.end && s.wanted(p.goal, p.unsure)
	to := p.end && !wanted || !p.end && at(n.head[arc])
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
	ranges, dates, unknown := false, false, len(r.surface) > 0
	for v, id := range s.id {
		dates = dates || id >= 0 && n.at[n.holding(int32(v))].vague
		unknown = unknown || id >= 0 && n.segShort[n.seg[v]] > 0 && !n.segOpen[n.seg[v]]
	}
	for j, a := range s.arcOf {
		ranges = ranges || s.kindOf[j] != Surface && n.mark[a]&loose != 0
	}
	for _, t := range append(s.sources, s.sinks...) {
		switch t.kind {
		case Enter, Travel, Known:
			ranges = ranges || n.mark[t.index]&loose != 0
		case Rest:
			ranges = ranges || n.at[t.index].least != n.at[t.index].most
		}
	}
	for i, row := range n.row {
		ranges = ranges || row >= 0 && r.role[row]&(entry|perhaps) != 0 && n.mark[i]&loose != 0
	}
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
	for v, id := range s.id {
		if seg := n.seg[v]; id >= 0 && !n.openingKnown(seg) {
			out = append(out, n.segHolding[seg])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// within says whether a target or evidence is a move within one holding: the
// network does not tell apart what stays and what comes back.
func (r *reading) within() bool {
	for i, role := range r.role {
		if m := &r.n.moves[i]; role&(goal|limited) != 0 && m.From >= 0 && m.From == m.To {
			return true
		}
	}
	return false
}

// limitsAfter says whether evidence limits units that had reached the target.
func (s *solved) limitsAfter() bool {
	for i := range s.r.n.tail {
		_, ok := s.r.limits[s.r.n.row[i]]
		if t := s.r.n.tail[i]; ok && t >= 0 && s.after[t] {
			return true
		}
	}
	return false
}
