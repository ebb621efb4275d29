package condition

import (
	"fmt"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// priorNotice decides a clause that asks notice before the goods move on.
func (e *engine) priorNotice(c *clause, m *proviso.Movement, parties []proviso.PartyID, days int, stated bool) outcome {
	if !stated {
		o := e.noticeBefore(c, m, parties, 0, m.When)
		o.settles = append(o.settles, "how many days of notice the clause asks")
		if o.bad == proviso.Permitted {
			return outcome{bad: proviso.Missing, sure: proviso.Maybe, because: o.because, settles: o.settles}
		}
		return o
	}
	return e.noticeBefore(c, m, parties, days, m.When)
}

// noticeBefore says whether each party had notice at least so many days before
// the uncertain day d.
func (e *engine) noticeBefore(c *clause, m *proviso.Movement, parties []proviso.PartyID, days int, d proviso.Date) outcome {
	inTime := func(on proviso.Date) proviso.Truth {
		switch {
		case on.Latest() != proviso.LastDay && on.Latest().AddDays(days) <= d.Earliest():
			return proviso.Yes
		case on.Earliest().AddDays(days) <= d.Latest():
			return proviso.Maybe
		}
		return proviso.No
	}
	return e.notice(c, m, parties, inTime, d.Earliest().AddDays(-1), fmt.Sprintf("%d days before", days))
}

// notice says whether each party had a notice in time that was not taken back
// by the day.
func (e *engine) notice(c *clause, m *proviso.Movement, parties []proviso.PartyID, inTime func(proviso.Date) proviso.Truth, day proviso.Day, when string) outcome {
	by := c.in.Binds()
	if by == "" {
		by = mover(m)
	}
	o := outcome{bad: proviso.Missing, sure: proviso.Yes, by: []proviso.PartyID{by}, frees: flow.Exactly(flow.Unlimited)}
	for _, p := range parties {
		given := e.answers.noticed(c, m, by, p, day)
		frees, status := flow.Span{}, "not on record"
		records := []string{string(c.ID), string(m.ID)}
		for _, g := range given {
			n := e.toldOf(g.answer, m)
			if sure := g.sure.And(inTime(g.on)); sure == proviso.No {
				n = flow.Span{}
			} else if sure == proviso.Maybe {
				n.Least = 0
			}
			frees = frees.Plus(n)
			status = "given " + dayWords(g.on)
			if g.Covers.HasQuantity {
				status += " for " + g.Covers.Quantity.Human()
			}
			records = append(records, string(g.ID))
		}
		o.because = append(o.because, proviso.Reason{Records: records,
			Text: fmt.Sprintf("notice to %s is asked, %s; it is %s", named(p), when, status)})
		if frees.Least < v64(m) {
			o.needs = append(o.needs, proviso.Need{What: "notice to " + named(p) + ", " + when, From: by, Status: status})
		}
		o.frees = flow.Span{Least: min(o.frees.Least, frees.Least), Most: min(o.frees.Most, frees.Most)}
	}
	if o.frees.Least >= v64(m) {
		return outcome{because: o.because}
	}
	o.settles = []string{"the day of the notice and the day of " + string(m.ID)}
	return o
}

// sharers is what an answer with a number is about: units at most, by event.
type sharers struct {
	units map[proviso.MovementID]int64 // nil: not looked up yet
	all   int64
}

// without sums what all events but one share.
func (x *sharers) without(event proviso.MovementID) int64 {
	if x.all != flow.Unlimited {
		return x.all - x.units[event]
	}
	var sum int64
	for id, n := range x.units {
		if id != event {
			sum = proviso.SatAdd(sum, n)
		}
	}
	return sum
}

// toldOf gives how many units of the movement the notice is about: all, unless
// it gives a number. That is shared among the movements that it fits in a way not
// on record.
func (e *engine) toldOf(in *answer, m *proviso.Movement) flow.Span {
	if !in.Covers.HasQuantity {
		return flow.Exactly(flow.Unlimited)
	}
	if in.fits.units == nil {
		in.fits.units = map[proviso.MovementID]int64{}
		for _, o := range e.movements {
			if e.answers.about(in, o) != proviso.No {
				id, n := e.s.FirstAccount(o).ID, face(o.Quantity).Most
				in.fits.units[id], in.fits.all = proviso.SatAdd(in.fits.units[id], n), proviso.SatAdd(in.fits.all, n)
			}
		}
	}
	return in.number().Less(flow.Span{Most: in.fits.without(e.s.FirstAccount(m).ID)})
}

// noticeAfter decides a clause that asks notice within so many days after the
// goods moved. Until the last day has passed nothing is missing.
func (e *engine) noticeAfter(c *clause, m *proviso.Movement, parties []proviso.PartyID, days int, stated bool) outcome {
	when := fmt.Sprintf("within %d days after", days)
	if !stated {
		when = "after, within a time that is not on record"
	}
	if m.Basis == proviso.Planned || m.Basis == proviso.Supposed {
		return fine("notice is due "+when, string(c.ID), string(m.ID))
	}
	first, last := m.When.Earliest().AddDays(days), m.When.Latest().AddDays(days)
	o := e.notice(c, m, parties, func(on proviso.Date) proviso.Truth {
		in := proviso.No
		switch {
		case stated && on.Latest() <= first && on.Latest() != proviso.LastDay:
			in = proviso.Yes
		case on.Earliest() <= last || !stated:
			in = proviso.Maybe
		}
		return in.And(notBefore(on, m.When))
	}, e.s.AsOf, when)
	if o.bad == proviso.Permitted {
		return o
	}
	due := proviso.Yes
	switch {
	case stated && e.s.AsOf <= first:
		return outcome{because: o.because}
	case !stated || e.s.AsOf <= last:
		due = proviso.Maybe
	}
	return o.lessSure(due)
}

// notBefore says whether the day on is the day d or after it.
func notBefore(on, d proviso.Date) proviso.Truth {
	switch {
	case on.Latest() < d.Earliest():
		return proviso.No
	case on.Earliest() >= d.Latest() && d.Latest() != proviso.LastDay:
		return proviso.Yes
	}
	return proviso.Maybe
}
