package flow

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// frees and trusts say how surely the letter or swap takes units out of S. Where one
// account says so and another does not, nobody knows. Of a holding that is a part of
// what its number stands for, the units of S may be in the others.
func (c *Set) frees(v *Act) proviso.Truth {
	is := func(v *Act) proviso.Truth {
		if f, ok := c.Frees[v.at]; ok {
			return f.Sure
		}
		return proviso.No
	}
	if slices.ContainsFunc(v.others, func(o *Act) bool { return is(o) != is(v) }) {
		return proviso.Maybe
	}
	return is(v)
}

func (c *Set) trusts(v *Act) bool {
	return v.Whole && c.Frees[v.at].Trusted && !slices.ContainsFunc(v.others, func(o *Act) bool { return !c.Frees[o.at].Trusted })
}

// redesignate lets units in a holding become of S by letter, or cease to
// be, on a day on which nothing else happened there.
func (c *Set) redesignate(st *step) {
	v := st.m
	s := c.hit(v)
	if src := c.t.sources[v.at]; src.Most > 0 {
		s.Arrives = src
		p := c.wake(v.To, st.target)
		fresh := v.Stock // some may be bound already
		fresh.Least = less(fresh.Least, p.pool.Bound.Most)
		p.bind(fresh)
	}
	c.gone[v.at] = Span{}
	if !c.active(v.From) && !c.Anywhere {
		return
	}
	p := c.wake(v.From, st.source)
	c.lookInto(p, v, s)
	if c.frees(v) != proviso.No {
		c.free(v, p, v.Stock)
	}
}

// free lets so many units cease to be of S, as far as there are any.
func (c *Set) free(v *Act, p *poolState, n Span) {
	if !c.trusts(v) {
		n.Least = 0
	}
	b := p.pool.Bound
	c.gone[v.at] = Span{min(n.Least, b.Least), min(n.Most, b.Most)}
	p.release(n)
	c.freed = add(c.freed, n.Most)
}

// swap lets the obligation change places: units in From lose it, as many in To
// take it on. No goods move. A swap under what binds S lets all its units in To take it
// on, perhaps, and those that do for units in From are among them.
func (c *Set) swap(st *step) {
	v := st.m
	var taken Span
	if c.t.sources[v.at].Most > 0 {
		taken.Most = v.Stock.Most
	}
	c.gone[v.at] = Span{}
	if free := c.frees(v); free != proviso.No && c.active(v.From) {
		n := v.Stock
		if free == proviso.Maybe || !v.Whole {
			n.Least = 0
		}
		from := c.wake(v.From, st.source)
		n = Span{Least: min(n.Least, from.pool.Bound.Least), Most: min(n.Most, from.pool.Bound.Most)}
		c.free(v, from, n)
		taken = Span{Least: n.Least, Most: max(taken.Most, n.Most)}
	}
	if taken.Most > 0 {
		c.wake(v.To, st.target).bind(taken)
	}
}

// lookInto gives how many units of S a letter about the holding is about.
func (c *Set) lookInto(p *poolState, v *Act, s *Carried) {
	trial := p.pool
	s.Units, _, _ = trial.Draw(v.Face)
	s.Units = s.Units.Within(Span{Most: c.most(v)})
	s.Arrives = Span{Least: max(s.Units.Least, s.Arrives.Least), Most: max(s.Units.Most, s.Arrives.Most)}
	s.Stocked, s.Bound, s.Other = true, p.pool.Bound, p.pool.Other
}

// bind and release change which units of the holding are of S. How many
// there are in all of it is no longer known, nor what a convention says.
func (p *poolState) bind(n Span) {
	p.pool.Bind(n)
	p.pool.Class, p.exact, p.conv.known = Unlimited, false, false
}

func (p *poolState) release(n Span) {
	p.pool.Release(n)
	p.exact, p.conv.known = false, false
}

// open begins the days on which a letter may or may not have had its effect:
// its day is not known, or other movements of that day may come before or after.
func (c *Set) open(st *step) {
	v := st.m
	gives, takes := c.changes(v)
	if !gives && !takes {
		return
	}
	c.pending = append(c.pending, v)
	if takes {
		c.freed = add(c.freed, v.Stock.Most)
	}
	if gives {
		c.wake(v.To, st.target)
	}
}

// close ends those days. Which of the units that were there on one of them the
// letter was about stays unknown.
func (c *Set) close(st *step) {
	v := st.m
	if v.Kind == Letters && (c.Anywhere || c.reaches(v.From, v.Latest) || c.t.sources[v.at].Most > 0) {
		s, src := c.hit(v), c.t.sources[v.at]
		s.Units = Span{Most: min(v.Face.Most, c.most(v))}
		s.Arrives = Span{Least: src.Least, Most: max(src.Most, s.Units.Most)}
		s.Stocked, s.Conv, s.Other = true, false, Span{Most: Unlimited}
	}
	i := slices.Index(c.pending, v)
	if i < 0 {
		return
	}
	for _, p := range []int32{v.From, v.To} {
		if c.active(p) {
			c.unsettle(p, &c.t.state[p])
		}
	}
	c.pending = slices.Delete(c.pending, i, i+1)
}

// unsettle lets every letter that may have had its effect on the holding have it or
// not.
func (c *Set) unsettle(pool int32, p *poolState) {
	for _, v := range c.pending {
		gives, takes := c.changes(v)
		if takes && v.From == pool {
			p.release(Span{Most: v.Stock.Most})
		}
		if gives && v.To == pool {
			p.bind(Span{Most: v.Stock.Most})
		}
	}
}

// changes says whether the letter can put units in To into S, and take
// units in From out of it.
func (c *Set) changes(v *Act) (gives, takes bool) {
	takes = c.frees(v) != proviso.No
	return c.of[v.at].Most > 0 || takes && v.Kind == Swaps, takes
}

// relabelled says whether a letter or swap can have put units into S by
// the day: then how they came no longer tells.
func (c *Set) relabelled(by proviso.Day) bool {
	return slices.ContainsFunc(c.t.letters, func(v *Act) bool {
		return v.Earliest <= by && (c.t.sources[v.at].Most > 0 || v.Kind == Swaps && c.frees(v) != proviso.No)
	})
}
