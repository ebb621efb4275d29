package condition

import (
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// isLetter says whether the movement changes what binds units and moves none.
func (v *move) isLetter() bool { return v.Kind == proviso.Redesignate || v.Kind == proviso.Swap }

// redesignate lets units in a pool become of the class by letter, or cease to
// be, on a day on which nothing else happened there.
func (c *class) redesignate(st *step) {
	v := st.m
	s := c.hit(v)
	if src := c.t.sources[v.at]; src.Most > 0 {
		s.Arrives = src
		p := c.wake(v.to, st.target)
		fresh := v.stock // some may be bound already
		fresh.Least = sub(fresh.Least, p.pool.Bound.Most)
		p.bind(fresh)
	}
	if !c.active(v.from) && !c.opening {
		return
	}
	p := c.wake(v.from, st.source)
	c.lookInto(p, v, s)
	if c.frees(v) != proviso.No {
		n := v.stock
		if !c.trusts(v) {
			n.Least = 0
		}
		p.release(n)
		c.freed = proviso.SatAdd(c.freed, n.Most)
	}
}

// swap lets the obligation change places: units in From lose it, as many in To
// take it on. No goods move.
func (c *class) swap(st *step) {
	v := st.m
	if c.t.sources[v.at].Most > 0 {
		c.wake(v.to, st.target).bind(flow.Span{Most: v.stock.Most})
	}
	free := c.frees(v)
	if free == proviso.No || !c.active(v.from) {
		return
	}
	n := v.stock
	if free == proviso.Maybe {
		n.Least = 0
	}
	from, to := c.wake(v.from, st.source), c.wake(v.to, st.target)
	n = flow.Span{Least: min(n.Least, from.pool.Bound.Least), Most: min(n.Most, from.pool.Bound.Most)}
	out := n
	if !c.trusts(v) {
		out.Least = 0
	}
	from.release(out)
	to.bind(n)
	c.freed = proviso.SatAdd(c.freed, n.Most)
}

// lookInto gives how many units of the class a letter about the pool is about.
func (c *class) lookInto(p *poolState, v *move, s *share) {
	trial := p.pool
	s.Units, _, _ = trial.Draw(v.face)
	s.Units = inside(s.Units, flow.Span{Most: c.most(v)})
	s.Arrives = flow.Span{Least: max(s.Units.Least, s.Arrives.Least), Most: max(s.Units.Most, s.Arrives.Most)}
	s.Stocked, s.Bound, s.Other = true, p.pool.Bound, p.pool.Other
}

// bind and release change which units of the pool are of the class. How many
// there are in all of it is no longer known, nor what a convention says.
func (p *poolState) bind(n flow.Span) {
	p.pool.Bind(n)
	p.pool.Class, p.exact, p.conv.known = flow.Unlimited, false, false
}

func (p *poolState) release(n flow.Span) {
	p.pool.Release(n)
	p.exact, p.conv.known = false, false
}

// open begins the days on which a letter may or may not have had its effect:
// its day is not known, or other movements of that day may come before or after.
func (c *class) open(st *step) {
	v := st.m
	gives, takes := c.changes(v)
	if !gives && !takes {
		return
	}
	c.letters = append(c.letters, v)
	if takes {
		c.freed = proviso.SatAdd(c.freed, v.stock.Most)
	}
	if gives {
		c.wake(v.to, st.target)
	}
}

// close ends those days. Which of the units that were there on one of them the
// letter was about stays unknown.
func (c *class) close(st *step) {
	v := st.m
	if v.Kind == proviso.Redesignate && (c.opening || c.reaches(v.from, v.last) || c.t.sources[v.at].Most > 0) {
		s, src := c.hit(v), c.t.sources[v.at]
		s.Units = flow.Span{Most: min(v.face.Most, c.most(v))}
		s.Arrives = flow.Span{Least: src.Least, Most: max(src.Most, s.Units.Most)}
		s.Stocked, s.Conv, s.Other = true, false, flow.Span{Most: flow.Unlimited}
	}
	i := slices.Index(c.letters, v)
	if i < 0 {
		return
	}
	for _, p := range []int{v.from, v.to} {
		if c.active(p) {
			c.unsettle(p, &c.t.state[p])
		}
	}
	c.letters = slices.Delete(c.letters, i, i+1)
}

// unsettle lets every letter that may have had its effect on the pool have it or
// not.
func (c *class) unsettle(pool int, p *poolState) {
	for _, v := range c.letters {
		gives, takes := c.changes(v)
		if takes && v.from == pool {
			p.release(flow.Span{Most: v.stock.Most})
		}
		if gives && v.to == pool {
			p.bind(flow.Span{Most: v.stock.Most})
		}
	}
}

// changes says whether the letter can put units in To into the class, and take
// units in From out of it.
func (c *class) changes(v *move) (gives, takes bool) {
	takes = c.frees(v) != proviso.No
	return c.sources[v.at].Most > 0 || takes && v.Kind == proviso.Swap, takes
}

// relabelled says whether a letter or swap can have put units into the class by
// the day: then how they came no longer tells.
func (c *class) relabelled(by proviso.Day) bool {
	return slices.ContainsFunc(c.t.letters, func(v *move) bool {
		return v.first <= by && (c.t.sources[v.at].Most > 0 || v.Kind == proviso.Swap && c.frees(v) != proviso.No)
	})
}
