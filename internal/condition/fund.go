package condition

import (
	"fmt"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// funds decides the fund clauses for every movement that the fund pays for.
func (e *engine) funds(c *clause, r *proviso.Fund) {
	var t tally
	paid := e.paid[c.in.ID]
	for _, m := range paid {
		n := c.paid(e.s, m, r)
		if !surely(e.s, m) {
			n.Least = 0
		}
		t.add(e.s, proviso.PerInstrument, obligated(m, c.in.ID), n)
	}
	for _, m := range e.owed[c.in.ID] {
		on, n := obligated(m, c.in.ID), c.paid(e.s, m, r)
		if m.Basis != proviso.Recorded || on.When.Latest() > e.s.AsOf {
			n.Least = 0
		}
		t.add(e.s, proviso.PerInstrument, on, n)
	}
	for _, m := range paid {
		for _, p := range m.PaidFrom {
			if p.Fund == c.in.ID {
				e.add(m, c, e.waived(c, m, e.fund(c, r, m, p, &t)).lessSure(c.fundApplies(e.s, m, p)), wholly(m))
			}
		}
	}
}

// owe notes the funds of which money can have been obligated for a movement that
// had not happened yet on the day asked about.
func (e *engine) owe(m *proviso.Movement) {
	for _, p := range m.PaidFrom {
		if l := e.owed[p.Fund]; p.On.Earliest() <= e.s.AsOf && (len(l) == 0 || l[len(l)-1] != m) {
			e.owed[p.Fund] = append(l, m)
		}
	}
}

// fundApplies says whether the clause is about the payment: for its items, not
// excepted, and within the time for which the clause was written.
func (c *clause) fundApplies(s *proviso.Snapshot, m *proviso.Movement, p proviso.Payment) proviso.Truth {
	t := c.onItem(m.Item).And(c.excepted(s, m).Not())
	if c.During.Known() {
		t = t.And(p.On.During(c.During))
	}
	return t
}

// obligated gives the movement as of when its money was obligated: on one of the
// days of its payments, as well as they are known.
func obligated(m *proviso.Movement, fund proviso.InstrumentID) *proviso.Movement {
	on, first := *m, true
	for _, p := range m.PaidFrom {
		if p.Fund != fund {
			continue
		}
		if first {
			on.When, first = p.On, false
		}
		on.When = proviso.Hull(on.When, p.On)
	}
	return &on
}

// paid sums what the movement takes from the fund by payments that the clause is
// about, in minor units of the ceiling's currency. An amount in another currency is
// not known.
func (c *clause) paid(s *proviso.Snapshot, m *proviso.Movement, r *proviso.Fund) flow.Span {
	var sum flow.Span
	for _, p := range m.PaidFrom {
		applies := c.fundApplies(s, m, p)
		if p.Fund != c.in.ID || applies == proviso.No {
			continue
		}
		n := flow.Span{Most: flow.Unlimited}
		if p.HasAmount && p.Amount.Currency == r.Ceiling.Currency {
			n = flow.Span{Least: p.Amount.Least, Most: p.Amount.Most}
		}
		if applies == proviso.Maybe {
			n.Least = 0
		}
		sum = sum.Plus(n)
	}
	return sum
}

// fund judges one payment: purpose, recipient, availability, ceiling, notice.
// The outcome is the worst of them.
func (e *engine) fund(c *clause, r *proviso.Fund, m *proviso.Movement, p proviso.Payment, t *tally) outcome {
	id, mid := string(c.ID), string(m.ID)
	o := outcome{bad: proviso.Forbidden, sure: proviso.No}
	say := func(bad proviso.Truth, text, settles string) {
		o.because = append(o.because, proviso.Reason{Text: text, Records: []string{id, mid}})
		if bad == proviso.Maybe {
			o.settles = append(o.settles, settles)
		}
		o.sure = o.sure.Or(bad)
	}
	if len(r.Purposes) > 0 {
		e.fundPurpose(r, m, p, say)
	}
	if len(r.Recipients) > 0 {
		bad := allWithin(e.s, m, r.Recipients).Not()
		say(bad, fmt.Sprintf("the receiver is %s; the fund is for %s", named(receiver(m)), partyList(r.Recipients)), "who receives the goods of "+mid)
	}
	on := p.On
	if force := c.life.inForce(on); force != proviso.Yes {
		say(force.Not(), "the fund was "+c.life.story()+"; not shown to be there when the money was obligated", "the life of "+string(c.in.ID))
	}
	if r.Available.Known() {
		bad := on.During(r.Available).Not()
		say(bad, fmt.Sprintf("obligated %s; the fund is available %s", dayWords(on), r.Available), "the day on which the money for "+mid+" was obligated")
	}
	if r.HasCeiling {
		e.fundCeiling(c, r, m, t, say)
	}
	if o.sure == proviso.Yes {
		o.by = []proviso.PartyID{c.in.Binds()}
	}
	if r.Notice > 0 {
		n := e.noticeBefore(c, m, c.asked(r.NoticeTo), r.Notice, on)
		o.because = append(o.because, n.because...)
		o.settles = append(o.settles, n.settles...)
		o.needs = append(o.needs, n.needs...)
		if lacks := n.lacks(m); o.sure != proviso.Yes && lacks > o.sure {
			o.sure, o.bad = lacks, n.bad
		}
	}
	if o.sure == proviso.No {
		o.bad = proviso.Permitted
	}
	return o
}

func (e *engine) fundPurpose(r *proviso.Fund, m *proviso.Movement, p proviso.Payment, say func(proviso.Truth, string, string)) {
	purpose := p.Purpose
	if purpose == "" {
		purpose = m.Use
	}
	list := strings.Join(r.Purposes, "; ")
	switch {
	case purpose == "":
		say(proviso.Maybe, "what the money is for is not on record; the fund pays for: "+list, "the purpose of the payment for "+string(m.ID))
	case containsFold(r.Purposes, purpose):
		text := fmt.Sprintf("the purpose is %q, which the fund pays for", purpose)
		if len(r.Purposes) > 1 {
			text += fmt.Sprintf(" (one of %d purposes: that it pays proves nothing about where the goods go)", len(r.Purposes))
		}
		say(proviso.No, text, "")
	default:
		say(proviso.Yes, fmt.Sprintf("the purpose is %q; the fund pays for: %s", purpose, list), "")
	}
}

func (e *engine) fundCeiling(c *clause, r *proviso.Fund, m *proviso.Movement, t *tally, say func(proviso.Truth, string, string)) {
	show := func(n int64) string { return proviso.Money{Least: n, Most: n, Currency: r.Ceiling.Currency}.Human() }
	own, before := c.paid(e.s, m, r), t.before(e.s, "all", obligated(m, c.in.ID))
	sum := flow.Span{Least: proviso.SatAdd(before.Least, own.Least), Most: proviso.SatAdd(before.Most, own.Most)}
	bad := proviso.No
	switch {
	case sum.Least > r.Ceiling.Most:
		bad = proviso.Yes
	case sum.Most > r.Ceiling.Least:
		bad = proviso.Maybe
	}
	for _, p := range m.PaidFrom {
		if p.Fund == c.in.ID && p.HasAmount && p.Amount.Currency != r.Ceiling.Currency {
			bad = proviso.Maybe
		}
	}
	say(bad, fmt.Sprintf("spent with this movement: %s of %s", spanText(sum, show), show(r.Ceiling.Most)), "the amounts paid from "+string(c.in.ID))
}

func dayWords(d proviso.Date) string {
	if !d.Known() {
		return "on a day not known"
	}
	return d.String()
}
