package statement

import (
	"github.com/proviso-ledger/proviso"
)

// span is a range of days, both ends included. Of a claim it is the days on one
// of which it was so; of a denial, the days on none of which it was.
type span struct{ lo, hi proviso.Day }

var always = span{proviso.FirstDay, proviso.LastDay}

func (s span) empty() bool        { return s.lo > s.hi }
func (s span) within(o span) bool { return o.lo <= s.lo && s.hi <= o.hi }
func (s span) apart(o span) bool  { return s.hi < o.lo || o.hi < s.lo }
func (s span) oneDay() bool       { return s.lo == s.hi }

// literal is one thing that a statement commits its speaker to.
type literal struct {
	form    proviso.Form
	not     bool
	move    proviso.SomeMovement // movement, intention, negotiation
	planned span                 // of intention and negotiation: the day of that movement
	stock   proviso.SomeStock
	stage   proviso.InstrumentStage
	fact    string            // policy, knowledge: what it is of
	by      []proviso.PartyID // intention and knowledge: whose; negotiation: who talks
	some    span              // it was so on one of these days
	all     span              // it was not so on any of them; of a total, the days it is of
	loose   bool              // all is not known: nothing is excluded
	then    *conditional
}

// conditional is the inside of an if-then: what would make the first part
// false, and the second part. Either is nil where it is words only.
type conditional struct{ ifNot, then *literal }

// compiler turns claims into literals, as said on a day.
type compiler struct {
	s    *proviso.Snapshot
	st   *proviso.Statement
	said proviso.Date
}

// literals gives what a proposition commits to, negated or not. A proposition
// that cannot be held against others gives none.
func (c *compiler) literal(p proviso.Proposition, not bool) *literal {
	l := &literal{form: p.Form(), not: not}
	switch p := p.(type) {
	case *proviso.SomeMovement:
		l.move = *p
		c.past(l, p.When)
		if p.InAll {
			c.total(l, p.When)
		}
	case *proviso.SomeStock:
		l.stock = *p
		c.onDay(l, p.On)
		if !not {
			l.all, l.loose = l.some, !l.some.oneDay()
		}
	case *proviso.PolicyHeld:
		l.fact = string(p.Policy)
		if p.Clause != "" {
			l.fact = string(p.Clause)
		}
		c.onDay(l, p.On)
	case *proviso.InstrumentStage:
		l.stage = *p
		c.past(l, p.On)
	case *proviso.Intention:
		l.move, l.by = p.Movement, c.orSpeaker(p.By)
		c.meant(l)
		c.onDay(l, p.On)
	case *proviso.Negotiation:
		l.move, l.by = p.Movement, p.Between
		c.meant(l)
		c.onDay(l, p.On)
	case *proviso.IfThen:
		if not {
			return nil // denies the link between two things, and neither of them
		}
		l.then = &conditional{c.content(p.If, true), c.content(p.Then, false)}
		l.some, l.loose = always, true
	case *proviso.Knowledge:
		l.by, l.fact = c.orSpeaker(p.By), contentKey(p.That)
		c.onDay(l, p.On)
	}
	return l
}

// content is the literal of a part of another proposition, negated once more if
// flip. Its days are those written and no others.
func (c *compiler) content(p proviso.Content, flip bool) *literal {
	if p.Holds == nil {
		return nil
	}
	free := compiler{s: c.s, st: c.st, said: mustDate("../..")}
	return free.literal(p.Holds, p.Not != flip)
}

func mustDate(s string) proviso.Date {
	d, err := proviso.ParseDate(s)
	if err != nil {
		panic("internal error: " + err.Error())
	}
	return d
}

func (c *compiler) orSpeaker(by proviso.PartyID) []proviso.PartyID {
	if by != "" {
		return []proviso.PartyID{by}
	}
	if len(c.st.By) != 1 {
		return nil
	}
	if p := c.st.By[0].Party; p != "" {
		return []proviso.PartyID{p}
	}
	if of := c.st.By[0].Of; of != "" {
		return []proviso.PartyID{of}
	}
	return nil
}

// past sets the days of something that has happened: those written or, without
// any, up to the day on which it was said.
func (c *compiler) past(l *literal, when proviso.Date) {
	if when.Known() {
		c.days(l, when)
		return
	}
	l.some = span{proviso.FirstDay, c.said.Latest()}
	l.all = span{proviso.FirstDay, c.said.Earliest()}
	l.loose = l.all.hi == proviso.FirstDay && !c.open()
	if c.open() {
		l.all = always
	}
}

// open says whether no day is set on which it was said.
func (c *compiler) open() bool { return c.said.String() == "../.." }

// onDay sets the day of something that was so: the one written or the one on
// which it was said.
func (c *compiler) onDay(l *literal, on proviso.Date) {
	if on.Known() {
		c.days(l, on)
		return
	}
	l.some = span{c.said.Earliest(), c.said.Latest()}
	l.all, l.loose = l.some, !l.some.oneDay() && !c.open()
}

func (c *compiler) days(l *literal, d proviso.Date) {
	l.some = span{d.Earliest(), d.Latest()}
	l.all = l.some
	l.loose = !surePeriod(d)
}

// surePeriod says whether every day from the first to the last is surely in the
// period: its ends are neither unknown nor in doubt.
func surePeriod(d proviso.Date) bool {
	probe := d.Earliest()
	if probe == proviso.FirstDay {
		probe = d.Latest()
	}
	if probe.Open() {
		probe = 0
	}
	return proviso.DateOfDay(probe).During(d) == proviso.Yes
}

// total sets the days of a number that is of all movements: a period.
func (c *compiler) total(l *literal, when proviso.Date) {
	if when.Known() && l.loose {
		l.some = span{1, 0} // of a period that is not known nothing follows
	}
}

// meant sets the days of a movement that has not taken place.
func (c *compiler) meant(l *literal) {
	l.planned = always
	if w := l.move.When; w.Known() {
		l.planned = span{w.Earliest(), w.Latest()}
		if l.not && !surePeriod(w) {
			l.planned = span{1, 0}
		}
	}
}
