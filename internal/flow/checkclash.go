package flow

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// CheckClash says whether what a clash names cannot all hold: nil if so, else an error. It
// holds to nothing else of the plain network but the ways on which units go, and looks
// for a set of nodes that must take in more units of S than it can give on, or give more
// than it can get. It shares no code with what finds clashes.
func CheckClash(p *Plain, q *Question, clash []Clash) error {
	c := &clashCheck{p: p, of: all(q.Of), may: all(q.Of, q.MayOf), spans: map[int32]Span{}, rows: map[int32]bool{}, stock: map[Step]bool{}}
	for _, x := range clash {
		switch {
		case x.Evidence >= 0:
			if c.known = append(c.known, q.Evidence[x.Evidence]); c.take(q.Evidence[x.Evidence]) {
				return nil
			}
		case x.Move >= 0:
			c.rows[x.Move] = true
		default:
			c.stock[Step{x.Stock.Kind, x.Stock.Index, 0}] = true
		}
	}
	for _, e := range p.Stamps {
		if c.rows[e.Move] && !c.may[e.Move] && c.take(e) {
			return nil
		}
	}
	if c.alone() || c.tried(c.tooMany) || c.tried(c.tooFew) {
		return nil
	}
	return &proviso.Error{Code: "flow", Message: "the records that are said to contradict each other can all hold"}
}

// clashCheck is what is held to.
type clashCheck struct {
	p       *Plain
	known   []Evidence
	of, may map[int32]bool
	spans   map[int32]Span // by row: what is known of units of S
	rows    map[int32]bool // moves whose quantities hold
	stock   map[Step]bool  // stock that is limited
}

// take adds a piece of evidence, and says whether it excludes what was known.
func (c *clashCheck) take(e Evidence) bool {
	row, wide := e.Move, Span{}
	if e.Tally >= 0 {
		row, wide = tallyRow-e.Tally, c.p.Afloat[e.Tally]
	}
	s := Span{max(0, e.Least-wide.Least), proviso.SatAdd(e.Most, wide.Most)}
	if old, ok := c.spans[row]; ok {
		s = Span{max(s.Least, old.Least), min(s.Most, old.Most)}
	}
	c.spans[row] = s
	return s.Least > s.Most
}

// limit gives what can go by an arc, if that is held to.
func (c *clashCheck) limit(a *Arc) (most int64, held bool) {
	most = Unlimited
	if a.Row >= 0 && c.rows[a.Row] || a.Row < 0 && c.stock[Step{a.Kind, a.Index, 0}] || a.Kind == Surface && c.stock[a.Step] {
		most = a.Most
	}
	if s, ok := c.spans[a.Row]; ok && c.about(a) {
		most = min(most, s.Most)
	}
	return most, most != Unlimited
}

// about says whether what is known of its row is of this arc.
func (c *clashCheck) about(a *Arc) bool {
	return a.Row != stays && a.From >= 0 && a.From != a.To && !c.may[a.Row] && (a.Row >= 0 || a.To >= 0)
}

// alone says whether a piece of evidence cannot be true of its own record.
func (c *clashCheck) alone() bool {
	return slices.ContainsFunc(c.p.Arcs, func(a Arc) bool {
		s, ok := c.spans[a.Row]
		held := a.Row >= 0 && c.rows[a.Row] || a.Row < 0 && c.stock[a.Step]
		if held && slices.ContainsFunc(c.known, func(e Evidence) bool {
			return e.Tally >= 0 && a.Row == tallyRow-e.Tally && e.Least > c.p.Counted[e.Tally]
		}) {
			return true
		}
		switch {
		case !ok || a.Row < 0 && a.To < 0:
			return false
		case c.of[a.Row]:
			return held && (s.Least > a.Most || s.Most < a.Fewest)
		case a.From == Outside && !c.may[a.Row] && s.Least > 0:
			return true
		}
		return held && s.Least > a.Most
	})
}

// tried tries every set of what forces units to go, the largest first.
func (c *clashCheck) tried(test func(forced []Arc) bool) bool {
	var forced []Arc
	for _, a := range c.p.Arcs {
		if s := c.spans[a.Row]; c.about(&a) && s.Least > 0 {
			a.Least = s.Least
			forced = append(forced, a)
		} else if c.of[a.Row] && c.rows[a.Row] && a.To >= 0 && a.Fewest > 0 {
			a.Least, a.From = a.Fewest, origin
			forced = append(forced, a)
		}
	}
	if len(forced) > 12 {
		return test(forced)
	}
	for set := 1<<len(forced) - 1; set > 0; set-- {
		var some []Arc
		for i, a := range forced {
			if set>>i&1 != 0 {
				some = append(some, a)
			}
		}
		if test(some) {
			return true
		}
	}
	return false
}

// tooMany says whether more must come to a set of nodes than can leave it: where these
// come to, and where they go on to by arcs without limit.
func (c *clashCheck) tooMany(forced []Arc) bool {
	if c.vague() {
		return false
	}
	at := c.p.spread(slices.Concat(forced, c.p.Arcs), func(a *Arc, at []bool) bool {
		_, held := c.limit(a)
		return a.Least > 0 || !held && a.From >= 0 && at[a.From] && !c.of[a.Row]
	})
	sum := int64(0)
	for _, a := range forced {
		if a.To >= 0 && (a.From < 0 || !at[a.From]) {
			sum += a.Least
		}
	}
	for _, a := range c.p.Arcs {
		if a.From < 0 || !at[a.From] || a.To >= 0 && at[a.To] && !c.of[a.Row] {
			continue
		}
		most, held := c.limit(&a)
		if sum -= most; !held || sum <= 0 {
			return false
		}
	}
	return sum > 0
}

// vague says whether units may enter twice, or may have come in unrecorded: then it is not
// known how many units of S there are at least.
func (c *clashCheck) vague() bool {
	again := c.p.spread(c.p.Arcs, func(a *Arc, at []bool) bool { return c.may[a.Row] || a.From >= 0 && at[a.From] })
	return slices.ContainsFunc(c.p.Arcs, func(a Arc) bool {
		return a.From == origin || c.may[a.Row] && a.From >= 0 && again[a.From]
	})
}

// tooFew says whether more must leave a set of nodes than can come to it: where these
// leave from, and where they come from by arcs without limit.
func (c *clashCheck) tooFew(forced []Arc) bool {
	back := make([]Arc, 0, len(c.p.Arcs))
	for _, a := range slices.Concat(forced, c.p.Arcs) {
		if a.From >= 0 && !c.may[a.Row] {
			a.From, a.To = a.To, a.From
			back = append(back, a)
		}
	}
	at := c.p.spread(back, func(a *Arc, at []bool) bool {
		_, held := c.limit(a)
		return a.Least > 0 || !held && a.From >= 0 && at[a.From]
	})
	sum := int64(0)
	for _, a := range forced {
		if a.From >= 0 && at[a.From] && (a.To < 0 || !at[a.To]) {
			sum += a.Least
		}
	}
	for _, a := range c.p.Arcs {
		comes := c.may[a.Row] || a.From == origin || a.From >= 0 && !at[a.From]
		if !comes || a.To < 0 || !at[a.To] {
			continue
		}
		most, held := c.limit(&a)
		if sum -= most; !held || sum <= 0 {
			return false
		}
	}
	return sum > 0
}
