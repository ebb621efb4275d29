package flow

import (
	"maps"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Check says whether the certificate proves its number: nil if it does, else an error.
// It calls no code of this package but this file, reads the question anew, and trusts
// the plain network, which is that of the question.
func Check(p *Plain, c Certificate) error {
	ways, held, sound := p.ways(&c, &c.Question)
	shows := func(sum int64, real bool) bool {
		if c.Side == AtLeast {
			sum = max(0, held-sum)
		}
		return real && (c.Number == sum || c.Number == Unlimited && sum >= countless)
	}
	switch {
	case !sound:
		return &proviso.Error{Code: "flow", Message: "certificate is for no side, or uses evidence that does not carry it"}
	case !shows(p.replay(&c, ways)):
		return &proviso.Error{Code: "flow", Message: "the scenario of the certificate does not attain its number"}
	case !shows(p.add(&c, ways, held)):
		return &proviso.Error{Code: "flow", Message: "the cut of the certificate does not prove its number"}
	}
	return nil
}

const origin, counted, elsewhere int32 = -3, -4, -5 // where units of S come from, and ends that count and do not

// ways makes of the arcs those on which units of S can go, with how many of them enter,
// and says whether the certificate may use what it does.
func (p *Plain) ways(c *Certificate, q *Question) (ways []Arc, held int64, sound bool) {
	high, limits, vague := c.Side == AtMost, map[int32]Span{}, false
	of, may, goal, target := all(q.Of), all(q.Of, q.MayOf), all(q.Moves), all(q.Holdings, map[bool][]int32{true: q.MayHold}[high])
	for _, e := range slices.Concat(p.Stamps, q.Evidence) {
		row, wide := e.Move, Span{}
		if e.Tally >= 0 && int(e.Tally) < len(p.Afloat) {
			row, wide = tallyRow-e.Tally, p.Afloat[e.Tally]
		}
		s := Span{max(0, e.Least-wide.Least, limits[row].Least), proviso.SatAdd(e.Most, wide.Most)}
		if old, ok := limits[row]; ok {
			s.Most = min(s.Most, old.Most)
		}
		limits[row] = s
	}
	is := func(v int32) bool { return v >= 0 && target[p.Holding[v]] }
	stop := func(v int32) bool { return q.Asks == Reached && is(v) }
	again := p.spread(p.Arcs, func(a *Arc, at []bool) bool { return may[a.Row] || a.From >= 0 && at[a.From] })
	after := p.spread(p.Arcs, func(a *Arc, at []bool) bool { return goal[a.Row] || stop(a.From) || a.From >= 0 && at[a.From] })
	for _, a := range p.Arcs {
		to, fresh := a.To, a.From < 0 || !again[a.From]
		vague = vague || may[a.Row] && !fresh || a.From == origin // units enter again, or came in unrecorded
		hit := goal[a.Row] || stop(to) || to == Outside && is(a.From) && (q.Asks == Ended || q.Asks == Held && a.Kind == Rest)
		if to == Unknown && !hit && (q.Anywhere || len(target) > 0) || (to < 0 || hit) && hit == high {
			a.To = counted
		} else if to < 0 || hit {
			a.To = elsewhere
		}
		switch s, limited := limits[a.Row]; {
		case high && may[a.Row] && a.To != elsewhere:
			a.Kind, a.From, held = Enter, origin, held+a.Most
		case !high && of[a.Row] && fresh:
			a.Kind, a.From, a.Most, held = Enter, origin, a.Fewest, held+a.Fewest
		case high && a.From == origin:
		case a.From < 0 || stop(a.From) || a.From == a.To:
			continue
		case limited && a.Row != stays && !may[a.Row] && (a.Row >= 0 || to >= 0):
			if a.Most = min(a.Most, s.Most); c.Lower && !after[a.From] {
				a.Least = min(s.Least, a.Most)
			}
		}
		ways = append(ways, a)
	}
	return ways, held, c.Side <= AtLeast && !(c.Lower && (len(limits) == 0 || vague && !high))
}

// replay adds up what the scenario shows to count, if nothing comes from nowhere and no
// way carries more than it can. Where S is less than evidence shows, there is more of it.
func (p *Plain) replay(c *Certificate, ways []Arc) (sum int64, ok bool) {
	const ends = -elsewhere // room for them before the nodes
	gone, in, slack := map[Step]int64{}, make([]int64, ends+int32(len(p.Holding))), make([]int64, ends+int32(len(p.Holding)))
	for _, s := range c.Scenario {
		gone[Step{s.Kind, s.Index, 0}] = s.Units
	}
	ok = len(gone) == len(c.Scenario)
	for _, a := range ways {
		units, named := gone[a.Step]
		delete(gone, a.Step)
		short := max(0, a.Least-units)
		ok = ok && (units > 0 || !named) && units <= a.Most && (short == 0 || c.Side == AtLeast)
		in[ends+a.From] -= units
		in[ends+a.To] += units + short
		slack[ends+a.To] += a.Least
		sum -= short
	}
	for v, u := range in[ends:] {
		ok = ok && u >= 0 && u <= slack[ends:][v]
	}
	return sum + in[ends+counted], ok && len(gone) == 0
}

// add sums up the cut: near is all that units of S come to without passing a limit of
// it; what leads out of that, less what evidence forces back in, has to be its limits.
func (p *Plain) add(c *Certificate, ways []Arc, held int64) (sum int64, ok bool) {
	due, found := all(c.Cut), map[Limit]bool{}
	if due[Limit{Whole, 0, held}] {
		return held, len(c.Cut) == 1 && !c.Lower
	}
	near := p.spread(ways, func(a *Arc, at []bool) bool {
		return a.Least > 0 && due[Limit{Known, a.Index, a.Least}] || a.Most > 0 && !due[Limit{a.Kind, a.Index, a.Most}] && (a.From < 0 || at[a.From])
	})
	is := func(v int32) bool { return v == origin || v == elsewhere || v >= 0 && near[v] }
	for _, a := range ways {
		if is(a.From) && !is(a.To) && a.Most > 0 {
			found[Limit{a.Kind, a.Index, a.Most}] = true
			sum += a.Most
		} else if !is(a.From) && is(a.To) && a.Least > 0 {
			found[Limit{Known, a.Index, a.Least}] = true
			sum -= a.Least
		}
	}
	return sum, len(due) == len(c.Cut) && maps.Equal(due, found)
}

// spread marks the nodes that come to be marked by the arcs.
func (p *Plain) spread(arcs []Arc, by func(a *Arc, at []bool) bool) []bool {
	at := make([]bool, len(p.Holding))
	for more := true; more; {
		more = false
		for i := range arcs {
			if a := &arcs[i]; a.To >= 0 && !at[a.To] && by(a, at) {
				at[a.To], more = true, true
			}
		}
	}
	return at
}

func all[T comparable](lists ...[]T) map[T]bool {
	out := map[T]bool{}
	for _, x := range slices.Concat(lists...) {
		out[x] = true
	}
	return out
}
