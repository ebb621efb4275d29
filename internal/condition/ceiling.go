package condition

import (
	"fmt"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// tally counts what moves under one clause with a ceiling, per span of time.
type tally struct {
	used  map[string]*usage
	loose usage // of movements that may fall in any span
}

func (t *tally) at(span string) *usage {
	if t.used == nil {
		t.used = map[string]*usage{}
	}
	if t.used[span] == nil {
		t.used[span] = &usage{}
	}
	return t.used[span]
}

// add counts the movement in each span that it may fall in.
func (t *tally) add(s *proviso.Snapshot, per proviso.Per, m *proviso.Movement, n flow.Span) {
	names, sure := spans(per, m)
	if !sure {
		n.Least = 0
	}
	for _, name := range names {
		t.at(name).add(s, m, n)
	}
	if len(names) == 0 {
		t.loose.add(s, m, n)
	}
}

// before gives how much of the span was, or can have been, used up when the
// movement comes.
func (t *tally) before(s *proviso.Snapshot, span string, m *proviso.Movement) flow.Span {
	b := t.at(span).before(s, m)
	b.Most = proviso.SatAdd(b.Most, t.loose.before(s, m).Most)
	return b
}

// spans gives the spans of time that the movement may fall in, and whether it is
// known in which: none where its date leaves more than a few dozen open.
func spans(per proviso.Per, m *proviso.Movement) (names []string, sure bool) {
	const most = 50
	a, b := m.When.Earliest(), m.When.Latest()
	switch per {
	case proviso.PerMovement:
		return []string{string(m.ID)}, true
	case proviso.PerYear, proviso.PerMonth:
		if a == proviso.FirstDay || b == proviso.LastDay {
			return nil, false
		}
		for a <= b {
			if len(names) == most {
				return nil, false
			}
			names = append(names, spanName(per, a))
			y, mo, _ := a.Civil()
			if per == proviso.PerYear {
				mo = 12
			}
			a = proviso.DayOf(y, mo+1, 1)
		}
		return names, len(names) == 1
	case proviso.PerInstrument:
	}
	return []string{"all"}, true
}

func spanName(per proviso.Per, d proviso.Day) string {
	y, mo, _ := d.Civil()
	if per == proviso.PerYear {
		return fmt.Sprintf("%d", y)
	}
	return fmt.Sprintf("%d-%02d", y, mo)
}

// ceilings decides the quantity and value clauses of the instruments that the
// movements name under them.
func (e *engine) ceilings(c *clause) {
	var per proviso.Per
	var amount func(*proviso.Movement) (flow.Span, proviso.Reason)
	var limit flow.Span
	var item proviso.ItemID
	show := func(n int64) string { return proviso.Exactly(n).Human() }
	switch r := c.Rule.(type) {
	case *proviso.Ceiling:
		per, item, limit = r.Per, r.Item, flow.Span{Least: r.Most.Least, Most: r.Most.Most}
		amount = func(m *proviso.Movement) (flow.Span, proviso.Reason) { return face(m.Quantity), proviso.Reason{} }
	case *proviso.ValueCeiling:
		per, limit = r.Per, flow.Span{Least: r.Most.Least, Most: r.Most.Most}
		amount = func(m *proviso.Movement) (flow.Span, proviso.Reason) { return e.worth(m, r) }
		show = func(n int64) string { return proviso.Money{Least: n, Most: n, Currency: r.Most.Currency}.Human() }
	default:
		return
	}
	var t tally
	var counted []*proviso.Movement
	for _, m := range e.under[c.in.ID] {
		applies := c.applies(e.s, m)
		if item != "" && m.Item != item || c.onItem(m.Item).And(applies) == proviso.No {
			continue
		}
		counted = append(counted, m)
		n, _ := amount(m)
		if !surely(e.s, m) || applies != proviso.Yes {
			n.Least = 0
		}
		t.add(e.s, per, m, n)
	}
	for _, m := range counted {
		e.add(m, c, e.waived(c, m, e.overCeiling(c, m, &t, per, limit, amount, show)).lessSure(c.applies(e.s, m)), wholly(m))
	}
}

// overCeiling compares what moved before, with this movement, to the ceiling.
// A number that goes over falls on the units above the ceiling, a value that
// does on the whole movement.
func (e *engine) overCeiling(c *clause, m *proviso.Movement, t *tally, per proviso.Per, limit flow.Span,
	amount func(*proviso.Movement) (flow.Span, proviso.Reason), show func(int64) string) outcome {
	own, how := amount(m)
	names, sure := spans(per, m)
	before := flow.Span{}
	for i, s := range names {
		b := t.before(e.s, s, m)
		if i == 0 {
			before = b
		} else {
			before = flow.Span{Least: min(before.Least, b.Least), Most: max(before.Most, b.Most)}
		}
	}
	if len(names) == 0 {
		before.Most = flow.Unlimited
	}
	sum := flow.Span{Least: proviso.SatAdd(before.Least, own.Least), Most: proviso.SatAdd(before.Most, own.Most)}
	records := []string{string(c.ID), string(m.ID)}
	because := []proviso.Reason{{Text: fmt.Sprintf("with this movement %s of at most %s %s",
		spanText(sum, show), show(limit.Most), perWords(per)), Records: records}}
	if how.Text != "" {
		because = append(because, how)
	}
	o := outcome{bad: proviso.Forbidden, because: because, by: []proviso.PartyID{c.in.Binds()}}
	if c.Rule.Kind() == proviso.KindQuantity {
		o.frees = limit.Less(before)
	}
	switch {
	case sum.Least > limit.Most && sure:
		o.sure = proviso.Yes
		o.because = append(o.because, proviso.Reason{Text: "over by at least " + show(sum.Least-limit.Most), Records: records})
	case sum.Most > limit.Least:
		o.sure = proviso.Maybe
		o.settles = []string{"how much moved under " + string(c.in.ID) + ", and when"}
	default:
		return outcome{because: because}
	}
	return o
}

func perWords(p proviso.Per) string {
	switch p {
	case proviso.PerYear, proviso.PerMonth, proviso.PerMovement:
		return "per " + string(p)
	case proviso.PerInstrument:
	}
	return "in all"
}

func spanText(s flow.Span, show func(int64) string) string {
	switch {
	case s.Least == s.Most:
		return show(s.Least)
	case s.Most == flow.Unlimited:
		return "at least " + show(s.Least)
	}
	return show(s.Least) + " to " + show(s.Most)
}

// worth gives the value on the books under the clause's rule of valuation.
func (e *engine) worth(m *proviso.Movement, r *proviso.ValueCeiling) (flow.Span, proviso.Reason) {
	unknown := flow.Span{Most: flow.Unlimited}
	v, ok := booked(m, r.ValuedAt, e.s.AsOf)
	if !ok {
		return unknown, proviso.Reason{Text: "no value of " + string(m.ID) + " under the clause's rule of valuation is on record", Records: []string{string(m.ID)}}
	}
	if v.Amount.Currency != r.Most.Currency {
		return unknown, proviso.Reason{Text: fmt.Sprintf("the value is in %s, the ceiling in %s", v.Amount.Currency, r.Most.Currency), Records: []string{string(m.ID)}}
	}
	text := "valued at " + v.Amount.Human()
	if v.Basis != "" {
		text += " (" + v.Basis + ")"
	}
	if v.Since.Known() {
		text += " since " + v.Since.String()
	}
	return flow.Span{Least: v.Amount.Least, Most: v.Amount.Most}, proviso.Reason{Text: text, Records: []string{string(m.ID)}}
}

// booked gives the valuation of that basis that stood on the books on the day:
// the latest one, whatever its basis if none is asked for. Where it is not known
// which was the latest, its amount is the range of all that may have been. A
// valuation of which it is not said since when is taken to stand.
func booked(m *proviso.Movement, basis string, asOf proviso.Day) (proviso.Valuation, bool) {
	var best proviso.Valuation
	found, surely := false, false
	for i, v := range m.Values {
		if basis != "" && v.Basis != basis || v.Since.Earliest() > asOf || superseded(m.Values, i, basis, asOf) {
			continue
		}
		surely = surely || !v.Since.Known() || v.Since.Latest() <= asOf
		switch {
		case !found:
			best, found = v, true
		case v.Amount.Currency != best.Amount.Currency:
			return v, false
		default:
			low, high := min(best.Amount.Least, v.Amount.Least), max(best.Amount.Most, v.Amount.Most)
			if v.Since.Latest() > best.Since.Latest() || !best.Since.Known() {
				best = v
			}
			best.Amount.Least, best.Amount.Most = low, high
		}
	}
	return best, found && surely
}

// superseded says whether another valuation of the basis surely came later and
// stood by the day.
func superseded(vs []proviso.Valuation, i int, basis string, asOf proviso.Day) bool {
	return slices.ContainsFunc(vs, func(o proviso.Valuation) bool {
		return (basis == "" || o.Basis == basis) && o.Since.Known() && o.Since.Latest() <= asOf &&
			o.Since.Earliest() > vs[i].Since.Latest()
	})
}
