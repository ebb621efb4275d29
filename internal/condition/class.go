package condition

import (
	"cmp"
	"math/bits"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// class is a set of units of one item that a goods rule names: those that
// moved under an instrument, were made somewhere, or were supplied by a party.
type class struct {
	t       *timeline
	sources map[int]flow.Span         // by move: units of the class among those that it brings
	doubted map[int]bool              // by move: a rival account does not say that it brings any
	parts   map[int]flow.Span         // by count: units of the class that the count found
	frees   func(*move) proviso.Truth // whether a redesignation or swap takes units out of the class
	trusts  func(*move) bool          // whether it does so for sure, on a letter that is not in doubt
	opening bool                      // units of unknown origin can be of the class
	total   int64                     // units of the class, at most; 0: not known
	since   []arrival                 // how many of them there are from a day on, at most, in the order of days
	letters []*move                   // that may or may not have had their effect yet
	freed   int64                     // units that letters and swaps took out of the class, at most
	hits    []share
	reach   []proviso.Day // by pool: the first day on which units of the class can be in it; LastDay: never
	joins   []bool        // by pool: units in it can ever come to be of the class
}

// poolState is one pool while a class is swept.
type poolState struct {
	active bool
	exact  bool
	pool   flow.Pool
	conv   convention
}

// arrival is a day from which on so many units of the class, at most, are about.
type arrival struct {
	day   proviso.Day
	units int64
}

// share is how many of a movement's units are of the class.
type share struct {
	move    *move
	Units   flow.Span // of the movement at face value, as it leaves
	Arrives flow.Span // the same after the movement brought its own
	Exact   bool
	Mass    flow.Span // in proportion to the stock; valid if Conv
	FIFO    flow.Span // first in, first out; valid if Conv
	Conv    bool
	Bound   flow.Span // units of the class in the pool before the movement
	Other   flow.Span // other units there
	Merged  bool      // that pool stands for several holdings
	Stocked bool      // the units came out of stock in which they are mixed
	after   flow.Span // of the movement as the stock saw it
	before  flow.Pool // that pool, if Stocked by a movement

	asked bool // the network was asked, too

	known      flow.Span // units of the class as papers or lots say, if identified
	identified bool
	doubt      string // what is not on record, so that nobody knows whether the units are of the class; "" nothing
}

// sweep follows the class through the item's movements and keeps the shares of
// those that can carry some of it.
func (c *class) sweep() {
	for i, n := range c.sources {
		c.t.sources[i] = n
	}
	c.addUp()
	if len(c.sources)+len(c.parts) > 0 || c.opening {
		for i := range c.t.steps {
			st := &c.t.steps[i]
			v := st.m
			if c.opening || c.active(v.from) || c.active(v.to) || c.t.sources[v.at].Most > 0 ||
				len(v.OfWhich)+len(v.DrawnFrom) > 0 || v.lacking > 0 || v.surplus > 0 ||
				st.what == stepOpen || st.what == stepClose ||
				st.what == stepAnnounce && v.from >= 0 && c.reaches(v.from, v.last) {
				c.take(st)
			}
		}
		c.shareRivals()
	}
	for i := range c.sources {
		c.t.sources[i] = flow.Span{}
	}
	for _, h := range c.hits {
		c.t.slot[h.move.at] = 0
	}
	clear(c.t.state)
}

// addUp finds how many units of the class there are by each day, at most.
func (c *class) addUp() {
	for i, n := range c.sources {
		if v := c.t.moves[i]; v.to >= 0 {
			c.since = append(c.since, arrival{v.first, n.Most})
		}
	}
	for _, n := range c.parts {
		c.since = append(c.since, arrival{proviso.FirstDay, n.Most})
	}
	slices.SortFunc(c.since, func(a, b arrival) int { return cmp.Compare(a.day, b.day) })
	for i := range c.since {
		c.total = proviso.SatAdd(c.total, c.since[i].units)
		c.since[i].units = c.total
	}
	if c.opening {
		c.total = 0 // not known
	}
}

// most is how many units of the class a move can take, whatever is in the pool:
// none before the first can have come there, and no more than there are by its day
// without those that it brings itself.
func (c *class) most(v *move) int64 {
	switch {
	case c.opening:
		return flow.Unlimited
	case !c.reaches(v.from, v.last):
		return 0
	}
	i, _ := slices.BinarySearchFunc(c.since, v.last, func(a arrival, by proviso.Day) int { return cmp.Or(cmp.Compare(a.day, by), -1) })
	if i == 0 {
		return 0
	}
	n := c.since[i-1].units
	if v.to >= 0 && !v.isLetter() && n != flow.Unlimited {
		n -= c.t.sources[v.at].Most
	}
	return n
}

// hit gives the share of a move, adding an empty one if there is none.
func (c *class) hit(v *move) *share {
	if c.t.slot[v.at] == 0 {
		c.hits = append(c.hits, share{move: v, Conv: true})
		c.t.slot[v.at] = int32(len(c.hits))
	}
	return &c.hits[c.t.slot[v.at]-1]
}

// wake makes a pool's state from what was in it before the class came.
func (c *class) wake(p int, before flow.Span) *poolState {
	st := &c.t.state[p]
	if st.active {
		return st
	}
	*st = poolState{active: true, exact: before.Least == before.Most && !c.t.merged(p) && !c.opening}
	if c.opening {
		st.pool.Class = flow.Unlimited
		st.pool.ReceiveMixed(before, flow.Span{Most: before.Most}, flow.Span{Most: before.Most})
		return st
	}
	st.pool.Class = c.total
	if c.t.loose {
		st.pool.Class = flow.Unlimited
	}
	st.pool.Receive(flow.Span{}, before)
	st.conv = newConvention(before, c.t.uncertain[p])
	return st
}

func (c *class) active(p int) bool { return p >= 0 && c.t.state[p].active }

func (c *class) take(st *step) {
	switch {
	case st.what == stepCount:
		c.takeCount(st)
	case st.what == stepAnnounce:
		c.announce(st)
	case st.what == stepOpen:
		c.open(st)
	case st.what == stepClose:
		c.close(st)
	case st.m.Kind == proviso.Redesignate:
		c.redesignate(st)
	case st.m.Kind == proviso.Swap:
		c.swap(st)
	default:
		c.takeMove(st)
	}
}

// announce lets units arrive on the earliest day, before it is known what is in
// them: all of the class, none, or any number.
func (c *class) announce(st *step) {
	v := st.m
	src := c.t.sources[v.at]
	mayCarry := src.Most > 0 || v.from >= 0 && c.reaches(v.from, v.last)
	if !mayCarry && !c.active(v.to) {
		return
	}
	to := c.wake(v.to, st.target)
	switch {
	case src == v.face && !c.doubted[v.at]:
		to.pool.Receive(v.stock, flow.Span{})
	case !mayCarry:
		to.pool.Receive(flow.Span{}, v.stock)
	default:
		some := flow.Span{Most: v.stock.Most}
		to.pool.ReceiveMixed(v.stock, some, some)
	}
	to.exact = false
}

// reaches says whether units of the class can be in the pool on a day or before.
func (c *class) reaches(p int, by proviso.Day) bool {
	if c.opening {
		return true
	}
	if c.reach == nil {
		c.reach = c.t.firstDays(func(v *move) bool {
			return c.sources[v.at].Most > 0 || c.parts[v.at].Most > 0 || v.Kind == proviso.Swap
		})
	}
	return c.reach[p] <= by && c.reach[p] != proviso.LastDay
}

// canJoin says whether units in the pool can later become of the class, by
// going on to where a movement of the class draws from.
func (c *class) canJoin(p int) bool {
	if c.joins == nil {
		var from []int
		for _, v := range c.t.moves {
			if c.t.sources[v.at].Most > 0 {
				from = append(from, v.from)
			}
		}
		c.joins = c.t.connected(from, func(v *move) (int, int) { return v.to, v.from })
	}
	return p >= 0 && c.joins[p]
}

func (c *class) takeCount(st *step) {
	v := st.m
	found, counted := c.parts[v.at]
	if !c.active(v.to) && !counted && v.surplus == 0 {
		return
	}
	fresh := !c.active(v.to) && !c.opening
	to := c.wake(v.to, st.target)
	c.unsettle(v.to, to)
	to.pool.Count(st.found())
	if counted && fresh {
		to.bind(flow.Span{Most: flow.Unlimited}) // that they came here is known from the count alone
	}
	if counted {
		to.pool.CountBound(st.widen(found))
	}
	b, o := to.pool.Bound, to.pool.Other
	to.exact = !c.t.merged(v.to) && b.Least == b.Most && o.Least == o.Most && st.early == 0 && st.late == 0
	to.conv.count(to.pool, c.t.uncertain[v.to])
	c.hit(v).Arrives = flow.Span{Least: min(b.Least, v.face.Least), Most: min(b.Most, v.face.Most)}
}

func (c *class) takeMove(st *step) {
	v := st.m
	src := c.t.sources[v.at]
	s := c.hit(v)
	if v.from >= 0 && c.mayDraw(v) {
		from := c.wake(v.from, st.source)
		before := *from
		c.draw(from, v, s)
		if v.from == v.to && src.Most == 0 && !v.announced {
			before.conv = convention{}
			*from = before // the units stay in the pool, whichever they are
			s.Arrives = s.Units
			return
		}
	}
	brings := s.after
	s.Arrives = flow.Span{Least: max(s.Units.Least, src.Least), Most: max(s.Units.Most, src.Most)}
	s.Exact = s.Exact && c.settled(v)
	switch {
	case src == v.face && c.doubted[v.at]:
		brings = flow.Span{Most: v.stock.Most}
	case src == v.face:
		brings = v.stock
	case src.Most > 0:
		brings = flow.Span{Least: min(s.Arrives.Least, v.stock.Least), Most: min(v.stock.Most, s.Arrives.Most+sub(v.stock.Most, v.face.Most))}
	}
	if v.to < 0 || brings.Most == 0 && !c.active(v.to) && !c.opening {
		return
	}
	to := c.wake(v.to, st.target)
	if !v.announced {
		c.receive(to, v, brings)
	}
	mass, fifo := s.Mass, s.FIFO
	if src.Most > 0 {
		mass, fifo = src, src
	}
	to.conv.receive(v, mass, fifo, s.Conv || src.Most > 0)
}

// settled says whether it is on record, in one way only, what the move itself brings
// of the class.
func (c *class) settled(v *move) bool {
	src := c.sources[v.at]
	return src.Least == src.Most && !c.doubted[v.at]
}

// mayDraw says whether units of the class can be among those that the move
// takes: they are in the pool, or papers say so, or the pool lacks units and
// those that come in unrecorded may be anybody's.
func (c *class) mayDraw(v *move) bool {
	if c.active(v.from) || c.opening || v.lacking > 0 {
		return true
	}
	known, ok := c.identified(v)
	return ok && known.Most > 0
}

// draw takes the movement's units out of a pool. The share is of the movement
// at face value; the stock sees it only as surely as its basis allows.
func (c *class) draw(p *poolState, v *move, s *share) {
	s.Stocked = true
	c.unsettle(v.from, p)
	s.Bound, s.Other, s.Merged = p.pool.Bound, p.pool.Other, c.t.merged(v.from)
	trial := p.pool
	s.before = p.pool
	s.Units, _, _ = trial.Draw(v.face)
	s.Units = inside(s.Units, flow.Span{Most: c.most(v)})
	known, identified := c.identified(v)
	s.known, s.identified = known, identified
	if identified {
		s.Units = flow.Span{Least: max(s.Units.Least, known.Least), Most: min(s.Units.Most, known.Most)}
		if s.Units.Least > s.Units.Most {
			s.Units = known
		}
	}
	s.Exact = p.exact && v.face.Least == v.face.Most && !c.t.evidence
	if identified && v.stock == v.face && !v.disputed {
		p.drawKnown(v, s.Units)
		s.after = s.Units
	} else {
		s.after, _, _ = p.pool.Draw(v.stock)
		s.after = inside(s.after, flow.Span{Most: c.most(v)})
	}
	if v.stock.Least != v.face.Least {
		p.exact = false
	}
	p.conv.draw(v, s, identified)
	if !s.Conv && s.Units.Least == s.Units.Most {
		s.Mass, s.FIFO, s.Conv = s.Units, s.Units, true
	}
}

// drawKnown takes units out whose class is known from papers of their own.
func (p *poolState) drawKnown(v *move, bound flow.Span) {
	part := p.pool
	part.Draw(v.stock)
	rest := flow.Pool{Class: p.pool.Class}
	b, o := p.pool.Bound, p.pool.Other
	other := flow.Span{Least: sub(v.face.Least, bound.Most), Most: sub(v.face.Most, bound.Least)}
	rest.ReceiveMixed(part.All(),
		flow.Span{Least: sub(b.Least, bound.Most), Most: sub(b.Most, bound.Least)},
		flow.Span{Least: sub(o.Least, other.Most), Most: sub(o.Most, other.Least)})
	p.pool = rest
}

// sub takes b from a, never below zero; an unlimited a stays unlimited.
func sub(a, b int64) int64 {
	switch {
	case b == flow.Unlimited:
		return 0
	case a == flow.Unlimited:
		return a
	}
	return max(0, a-b)
}

func (c *class) receive(to *poolState, v *move, brings flow.Span) {
	if brings.Least != brings.Most || v.stock.Least != v.stock.Most {
		to.exact = false
	}
	if c.t.sources[v.at] == v.face && !c.doubted[v.at] {
		to.pool.Receive(v.stock, flow.Span{}) // however many came, all of them
		return
	}
	other := flow.Span{Least: sub(v.stock.Least, brings.Most), Most: sub(v.stock.Most, brings.Least)}
	to.pool.ReceiveMixed(v.stock, brings, other)
}

// shareRivals gives each rival account its own share: what the pool allowed
// the account that stood for it, at the rival's own number.
func (c *class) shareRivals() {
	for _, v := range c.t.rivals {
		if c.t.slot[v.standIn.at] == 0 {
			continue
		}
		first := *c.hit(v.standIn)
		s := c.hit(v)
		*s = first
		s.move, s.Exact, s.Conv = v, false, false
		if first.Stocked {
			trial := first.before
			drawn, _, _ := trial.Draw(v.face)
			s.Units = flow.Span{Least: drawn.Least, Most: v.face.Most}
			s.Units = inside(s.Units, flow.Span{Most: c.most(v)})
			if s.known, s.identified = c.identified(v); s.identified {
				s.Units = s.known
			}
		}
		src := c.t.sources[v.at]
		s.Arrives = flow.Span{Least: max(s.Units.Least, src.Least), Most: max(s.Units.Most, src.Most)}
	}
}

// proportion gives w*bound/total rounded to the nearest whole unit; total > 0
// and bound <= total, so the result fits.
func proportion(w, bound, total int64) int64 {
	hi, lo := bits.Mul64(uint64(w), uint64(bound))
	lo, carry := bits.Add64(lo, uint64(total/2), 0)
	q, _ := bits.Div64(hi+carry, lo, uint64(total))
	return int64(q)
}
