package flow

import (
	"cmp"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Set is a set S of units of the item of a Course: those that some acts brought, which
// stay in it wherever they go, but for letters.
type Set struct {
	Found    map[int]Span    // by count: units of S that it found
	Frees    map[int]Freeing // by letter or swap
	Anywhere bool            // units of unknown origin can be of S

	t       *Course
	of      map[int]Span // by act: units of S among those that it brings
	doubted map[int]bool // by act: a rival account does not say that it brings any
	total   int64        // units of S, at most; 0: not known
	since   []byDay      // how many of them there are from a day on, at most, in the order of days
	pending []*Act       // letters that may or may not have had their effect yet
	gone    map[int]Span // by letter of which it is known when it had its effect: units that it took out of S
	freed   int64        // units that letters and swaps took out of S, at most
	hits    []Carried
	reach   []proviso.Day // by holding: the first day on which units of S can be in it; LastDay: never
	joins   []bool        // by holding: units in it can ever come to be of S
}

// Freeing says how surely a letter or swap takes units out of S.
type Freeing struct {
	Sure    proviso.Truth // that it does, as what it rests on reads
	Trusted bool          // that is sure, and in no doubt
}

// Set is the set of the units that the acts bring, by act, each so many of S.
func (t *Course) Set(of map[int]Span) *Set {
	c := &Set{Found: map[int]Span{}, Frees: map[int]Freeing{}, gone: map[int]Span{}, t: t, of: of, doubted: map[int]bool{}}
	c.doubtRivals()
	return c
}

// Brings is how many units of S the act brings.
func (c *Set) Brings(act int) Span { return c.of[act] }

// poolState is one pool while S is swept.
type poolState struct {
	active bool
	exact  bool
	pool   pool
	conv   convention
}

// byDay is a day from which on so many units of S, at most, are about.
type byDay struct {
	day   proviso.Day
	units int64
}

// Carried is how many of the units of an act are of S.
type Carried struct {
	Act     int
	Units   Span // at face value, as they leave
	Arrives Span // the same after the act brought its own
	Exact   bool // some history attains both ends
	Mass    Span // in proportion to the stock; valid if Conv
	FIFO    Span // first in, first out; valid if Conv
	Conv    bool
	Bound   Span // units of S in the holding before
	Other   Span // other units there
	Merged  bool // that holding stands for several
	Stocked bool // the units came out of stock in which they are mixed
	Asked   bool // the network was asked, too

	act        *Act
	after      Span // as the stock saw it
	before     pool // that stock, if Stocked by a movement
	known      Span // units of S as papers or lots say, if identified
	identified bool
}

// sweep follows S through the item's movements and keeps the shares of
// those that can carry some of it.
func (c *Set) sweep() {
	for i, n := range c.of {
		c.t.sources[i] = n
	}
	c.addUp()
	for i := range c.t.steps {
		st := &c.t.steps[i]
		v := st.m
		if c.Anywhere || c.active(v.From) || c.active(v.To) || c.t.sources[v.at].Most > 0 ||
			len(v.DrawnFrom) > 0 || v.Lacking > 0 || v.Surplus > 0 ||
			st.what == stepCount && c.finds(v) || st.what == stepOpen || st.what == stepClose ||
			st.what == stepAnnounce && v.From >= 0 && c.reaches(v.From, v.Latest) {
			c.take(st)
		}
	}
	c.shareRivals()
	for i := range c.of {
		c.t.sources[i] = Span{}
	}
	for _, h := range c.hits {
		c.t.slot[h.Act] = 0
	}
	clear(c.t.state)
}

// finds says whether the count tells how many units of S it found.
func (c *Set) finds(v *Act) bool {
	_, ok := c.Found[v.at]
	return ok
}

// any says whether there can be units of S.
func (c *Set) any() bool { return len(c.of)+len(c.Found) > 0 || c.Anywhere }

// addUp finds how many units of S there are by each day, at most.
func (c *Set) addUp() {
	for i, n := range c.of {
		if v := c.t.acts[i]; v.To >= 0 {
			c.since = append(c.since, byDay{v.Earliest, n.Most})
		}
	}
	for _, n := range c.Found {
		c.since = append(c.since, byDay{proviso.FirstDay, n.Most})
	}
	slices.SortFunc(c.since, func(a, b byDay) int { return cmp.Compare(a.day, b.day) })
	for i := range c.since {
		c.total = add(c.total, c.since[i].units)
		c.since[i].units = c.total
	}
	if c.Anywhere {
		c.total = 0 // not known
	}
}

// most is how many units of S a move can take, whatever is in the holding:
// none before the first can have come there, and no more than there are by its day
// without those that it brings itself.
func (c *Set) most(v *Act) int64 {
	switch {
	case c.Anywhere:
		return Unlimited
	case !c.reaches(v.From, v.Latest):
		return 0
	}
	i, _ := slices.BinarySearchFunc(c.since, v.Latest, func(a byDay, by proviso.Day) int { return cmp.Or(cmp.Compare(a.day, by), -1) })
	if i == 0 {
		return 0
	}
	n := c.since[i-1].units
	if v.To >= 0 && !v.isLetter() && n != Unlimited {
		n -= c.t.sources[v.at].Most
	}
	return n
}

// hit gives the share of a move, adding an empty one if there is none.
func (c *Set) hit(v *Act) *Carried {
	if c.t.slot[v.at] == 0 {
		c.hits = append(c.hits, Carried{Act: v.at, act: v, Conv: true})
		c.t.slot[v.at] = int32(len(c.hits))
	}
	return &c.hits[c.t.slot[v.at]-1]
}

// wake makes a holding's state from what was in it before S came.
func (c *Set) wake(p int32, before Span) *poolState {
	st := &c.t.state[p]
	if st.active {
		return st
	}
	*st = poolState{active: true, exact: before.Least == before.Most && !c.t.merged[p] && !c.Anywhere}
	if c.Anywhere {
		st.pool.Class = Unlimited
		st.pool.ReceiveMixed(before, Span{Most: before.Most}, Span{Most: before.Most})
		return st
	}
	st.pool.Class = c.total
	if c.t.loose {
		st.pool.Class = Unlimited
	}
	st.pool.Receive(Span{}, before)
	st.conv = newConvention(before, c.t.uncertain[p])
	return st
}

func (c *Set) active(p int32) bool { return p >= 0 && c.t.state[p].active }

func (c *Set) take(st *step) {
	switch {
	case st.what == stepCount:
		c.takeCount(st)
	case st.what == stepAnnounce:
		c.announce(st)
	case st.what == stepOpen:
		c.open(st)
	case st.what == stepClose:
		c.close(st)
	case st.m.Kind == Letters:
		c.redesignate(st)
	case st.m.Kind == Swaps:
		c.swap(st)
	default:
		c.takeMove(st)
	}
}

// announce lets units arrive on the earliest day, before it is known what is in
// them: all of S, none, or any number.
func (c *Set) announce(st *step) {
	v := st.m
	src := c.t.sources[v.at]
	mayCarry := src.Most > 0 || v.From >= 0 && c.reaches(v.From, v.Latest)
	if !mayCarry && !c.active(v.To) {
		return
	}
	to := c.wake(v.To, st.target)
	switch {
	case src == v.Face && !c.doubted[v.at]:
		to.pool.Receive(v.Stock, Span{})
	case !mayCarry:
		to.pool.Receive(Span{}, v.Stock)
	default:
		some := Span{Most: v.Stock.Most}
		to.pool.ReceiveMixed(v.Stock, some, some)
	}
	to.exact = false
}

// reaches says whether units of S can be in the holding on a day or before.
func (c *Set) reaches(p int32, by proviso.Day) bool {
	if c.Anywhere {
		return true
	}
	if c.reach == nil {
		c.reach = c.t.firstDays(func(v *Act) bool {
			return c.of[v.at].Most > 0 || c.Found[v.at].Most > 0 || v.Kind == Swaps
		})
	}
	return c.reach[p] <= by && c.reach[p] != proviso.LastDay
}

// canJoin says whether units in the holding can later become of S, by
// going on to where a movement of S draws from.
func (c *Set) canJoin(p int32) bool {
	if c.joins == nil {
		var from []int32
		for _, v := range c.t.acts {
			if c.t.sources[v.at].Most > 0 {
				from = append(from, v.From)
			}
		}
		c.joins = c.t.connected(from, func(v *Act) (int32, int32) { return v.To, v.From })
	}
	return p >= 0 && c.joins[p]
}

func (c *Set) takeCount(st *step) {
	v := st.m
	found, counted := c.Found[v.at]
	if !c.active(v.To) && !counted && v.Surplus == 0 {
		return
	}
	fresh := !c.active(v.To) && !c.Anywhere
	to := c.wake(v.To, st.target)
	c.unsettle(v.To, to)
	to.pool.Count(st.found())
	if counted && fresh {
		to.bind(Span{Most: Unlimited}) // that they came here is known from the count alone
	}
	if counted {
		to.pool.CountBound(st.widen(found))
	}
	b, o := to.pool.Bound, to.pool.Other
	to.exact = !c.t.merged[v.To] && b.Least == b.Most && o.Least == o.Most && st.early == 0 && st.late == 0
	to.conv.count(to.pool, c.t.uncertain[v.To])
	c.hit(v).Arrives = Span{Least: min(b.Least, v.Face.Least), Most: min(b.Most, v.Face.Most)}
}

func (c *Set) takeMove(st *step) {
	v := st.m
	src := c.t.sources[v.at]
	s := c.hit(v)
	if v.From >= 0 && c.mayDraw(v) {
		from := c.wake(v.From, st.source)
		before := *from
		c.draw(from, v, s)
		if v.From == v.To && src.Most == 0 && !v.announced {
			before.conv = convention{}
			*from = before // the units stay in the pool, whichever they are
			s.Arrives = s.Units
			return
		}
	}
	brings := s.after
	s.Arrives = Span{Least: max(s.Units.Least, src.Least), Most: max(s.Units.Most, src.Most)}
	s.Exact = s.Exact && c.settled(v)
	switch {
	case src == v.Face && c.doubted[v.at]:
		brings = Span{Most: v.Stock.Most}
	case src == v.Face:
		brings = v.Stock
	case src.Most > 0:
		brings = Span{Least: min(s.Arrives.Least, v.Stock.Least), Most: min(v.Stock.Most, s.Arrives.Most+less(v.Stock.Most, v.Face.Most))}
	}
	if v.To < 0 || brings.Most == 0 && !c.active(v.To) && !c.Anywhere {
		return
	}
	to := c.wake(v.To, st.target)
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
// of S.
func (c *Set) settled(v *Act) bool {
	src := c.of[v.at]
	return src.Least == src.Most && !c.doubted[v.at]
}

// mayDraw says whether units of S can be among those that the move
// takes: they are in the holding, or papers say so, or the holding lacks units and
// those that come in unrecorded may be anybody's.
func (c *Set) mayDraw(v *Act) bool {
	if c.active(v.From) || c.Anywhere || v.Lacking > 0 {
		return true
	}
	known, ok := c.identified(v)
	return ok && known.Most > 0
}

// draw takes the act's units out of a holding. The share is of the movement
// at face value; the stock sees it only as surely as its basis allows.
func (c *Set) draw(p *poolState, v *Act, s *Carried) {
	s.Stocked = true
	c.unsettle(v.From, p)
	s.Bound, s.Other, s.Merged = p.pool.Bound, p.pool.Other, c.t.merged[v.From]
	trial := p.pool
	s.before = p.pool
	s.Units, _, _ = trial.Draw(v.Face)
	s.Units = s.Units.Within(Span{Most: c.most(v)})
	known, identified := c.identified(v)
	s.known, s.identified = known, identified
	if identified {
		s.Units = Span{Least: max(s.Units.Least, known.Least), Most: min(s.Units.Most, known.Most)}
		if s.Units.Least > s.Units.Most {
			s.Units = known
		}
	}
	s.Exact = p.exact && v.Face.Least == v.Face.Most && !c.t.evidence && !c.t.ranged
	if identified && v.Stock == v.Face && !v.disputed {
		p.drawKnown(v, s.Units)
		s.after = s.Units
	} else {
		s.after, _, _ = p.pool.Draw(v.Stock)
		s.after = s.after.Within(Span{Most: c.most(v)})
	}
	if v.Stock.Least != v.Face.Least {
		p.exact = false
	}
	p.conv.draw(v, s, identified)
	if !s.Conv && s.Units.Least == s.Units.Most {
		s.Mass, s.FIFO, s.Conv = s.Units, s.Units, true
	}
}

// drawKnown takes units out whose class is known from papers of their own.
func (p *poolState) drawKnown(v *Act, bound Span) {
	part := p.pool
	part.Draw(v.Stock)
	rest := pool{Class: p.pool.Class}
	b, o := p.pool.Bound, p.pool.Other
	other := v.Face.Less(bound)
	rest.ReceiveMixed(part.All(),
		b.Less(bound),
		o.Less(other))
	p.pool = rest
}

func (c *Set) receive(to *poolState, v *Act, brings Span) {
	if brings.Least != brings.Most || v.Stock.Least != v.Stock.Most {
		to.exact = false
	}
	if c.t.sources[v.at] == v.Face && !c.doubted[v.at] {
		to.pool.Receive(v.Stock, Span{}) // however many came, all of them
		return
	}
	other := v.Stock.Less(brings)
	to.pool.ReceiveMixed(v.Stock, brings, other)
}

// doubtRivals notes the acts of which one account says that they bring units of S and
// another does not.
func (c *Set) doubtRivals() {
	for _, v := range c.t.rivals {
		_, ok := c.of[v.at]
		_, also := c.of[v.standIn.at]
		if ok && !also {
			c.of[v.standIn.at] = Span{Most: v.standIn.Face.Most}
		}
		if ok != also {
			c.doubted[v.standIn.at] = true
		}
	}
}

// shareRivals gives each rival account its own share: what the holding allowed
// the account that stood for it, at the rival's own number.
func (c *Set) shareRivals() {
	for _, v := range c.t.rivals {
		if c.t.slot[v.standIn.at] == 0 {
			continue
		}
		first := *c.hit(v.standIn)
		s := c.hit(v)
		*s = first
		s.Act, s.act, s.Exact, s.Conv = v.at, v, false, false
		if first.Stocked {
			trial := first.before
			drawn, _, _ := trial.Draw(v.Face)
			s.Units = Span{Least: drawn.Least, Most: v.Face.Most}
			s.Units = s.Units.Within(Span{Most: c.most(v)})
			if s.known, s.identified = c.identified(v); s.identified {
				s.Units = s.known
			}
		}
		src := c.t.sources[v.at]
		s.Arrives = Span{Least: max(s.Units.Least, src.Least), Most: max(s.Units.Most, src.Most)}
	}
}
