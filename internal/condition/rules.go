package condition

import (
	"fmt"
	"slices"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
)

// judge says what a goods-bound clause makes of a movement of its units.
func (e *engine) judge(c *clause, v *move) outcome {
	switch r := c.Rule.(type) {
	case *proviso.Onward:
		return e.onward(c, r, v)
	case *proviso.EndUser:
		return e.endUser(c, r, v)
	case *proviso.EndUse:
		return endUse(c, r, v.Movement)
	case *proviso.Territory:
		return e.territory(c, r, v.Movement)
	case *proviso.Period:
		return period(c, r, v.Movement)
	case *proviso.Supply, *proviso.Ceiling, *proviso.ValueCeiling, *proviso.Substitution,
		*proviso.ComponentRule, *proviso.Fund, *proviso.Duty:
		return outcome{} // decided elsewhere: they do not follow the units
	}
	panic(fmt.Sprintf("internal error: condition %s has a rule of unknown kind %T", c.ID, c.Rule))
}

// onward decides retransfer and re-export.
func (e *engine) onward(c *clause, r *proviso.Onward, v *move) outcome {
	m := v.Movement
	trigger, why := e.triggered(c, r, v)
	id := string(c.ID)
	if trigger == proviso.No || r.Rule == proviso.OnwardFree {
		return fine(why, id)
	}
	parties, free := e.leaves(c, r, m)
	switch {
	case len(parties) == 0:
		return fine(fmt.Sprintf("the receiver, %s, is the party the clause asks", named(receiver(m))), id)
	case free == proviso.Yes:
		return fine("the clause leaves this receiver or this time free, or what was lent comes back", id)
	}
	var o outcome
	switch r.Rule {
	case proviso.OnwardProhibited:
		o = outcome{bad: proviso.Forbidden, sure: proviso.Yes, by: []proviso.PartyID{mover(m)},
			because: []proviso.Reason{{Text: "onward movement is prohibited", Records: []string{id}}}}
	case proviso.OnwardPriorConsent:
		o = e.consentOf(c, m, parties, "needs consent before it moves on")
	case proviso.OnwardPriorNotice:
		o = e.priorNotice(c, m, parties, r.Days, r.HasDays)
	case proviso.OnwardNoticeAfter:
		o = e.noticeAfter(c, m, parties, r.Days, r.HasDays)
	case proviso.OnwardFree:
	}
	o.because = append([]proviso.Reason{{Text: why, Records: []string{id, string(m.ID)}}}, o.because...)
	if trigger == proviso.Maybe {
		o.settles = append(o.settles, "who owns, has or keeps the goods before and after "+string(m.ID))
	}
	return o.lessSure(trigger.And(free.Not()))
}

// leaves gives the parties that the clause has asked before the movement, and
// says whether it leaves the movement free: by time, or by who receives the
// goods. A party that receives them itself is not asked.
func (e *engine) leaves(c *clause, r *proviso.Onward, m *proviso.Movement) (asked []proviso.PartyID, free proviso.Truth) {
	free = e.freeByTime(c, r, m).Or(e.comesHome(c, m))
	if len(r.FreeTo) > 0 && puts(m.Kind) {
		free = free.Or(allWithin(e.s, m, r.FreeTo))
	}
	for _, p := range c.asked(r.Of) {
		itself := proviso.No
		if r.Rule != proviso.OnwardProhibited && puts(m.Kind) {
			itself = allWithin(e.s, m, []proviso.PartyID{p})
		}
		if itself != proviso.Yes {
			asked = append(asked, p)
			free = free.Or(itself)
		}
	}
	return asked, free
}

// comesHome says whether the movement ends a loan: the goods are returned to
// their owner, or to the party that the instrument binds, and title stays.
func (e *engine) comesHome(c *clause, m *proviso.Movement) proviso.Truth {
	if m.Kind != proviso.Return {
		return proviso.No
	}
	home := e.s.PartyWithin(m.To.Holder, m.From.Owner).Or(e.s.PartyWithin(m.To.Holder, c.in.Binds()))
	return home.And(e.s.PartyWithin(m.To.Owner, m.From.Owner))
}

// freeByTime says whether so long has passed since the goods came in that the
// clause no longer binds them.
func (e *engine) freeByTime(c *clause, r *proviso.Onward, m *proviso.Movement) proviso.Truth {
	if r.FreeAfter.Count == 0 {
		return proviso.No
	}
	first, last := proviso.LastDay, proviso.FirstDay
	came, all := e.broughtBy(c, m)
	for _, d := range came {
		first, last = min(first, d.When.Earliest()), max(last, d.When.Latest())
	}
	switch {
	case first > last || !all:
		return proviso.Maybe
	case r.FreeAfter.After(last) <= m.When.Earliest() && last != proviso.LastDay:
		return proviso.Yes
	case m.When.Latest() < r.FreeAfter.After(first) && m.When.Latest() != proviso.LastDay:
		return proviso.No
	}
	return proviso.Maybe
}

// broughtBy gives the movements under the clause's instrument that can have
// brought units of the movement: those that it is known to draw on or, where
// they are others or not known, all of its item. These are all, unless a
// stocktake or a swap bound more, or the clause is about other goods: when and
// what for those came in is not on record.
func (e *engine) broughtBy(c *clause, m *proviso.Movement) (came []*proviso.Movement, all bool) {
	came = slices.DeleteFunc(slices.Clone(e.under[c.in.ID]), func(d *proviso.Movement) bool {
		return d == m || d.When.Earliest() > m.When.Latest()
	})
	if c.Goods != (proviso.Goods{}) {
		return came, false
	}
	of := func(keep func(*proviso.Movement) bool) []*proviso.Movement {
		return slices.DeleteFunc(slices.Clone(came), func(d *proviso.Movement) bool { return !keep(d) })
	}
	drawn := of(func(d *proviso.Movement) bool { return slices.Contains(m.DrawnFrom, d.ID) })
	if len(drawn) > 0 && len(drawn) == len(m.DrawnFrom) {
		return drawn, true
	}
	all = !slices.ContainsFunc(e.movements, func(d *proviso.Movement) bool {
		found := slices.ContainsFunc(d.OfWhich, func(p proviso.Part) bool { return p.Under == c.in.ID })
		return found || d.Kind == proviso.Swap && slices.Contains(d.Releases, c.in.ID)
	})
	if like := of(func(d *proviso.Movement) bool { return d.Item == m.Item }); len(like) > 0 {
		return like, all
	}
	return came, all // it is a product of what came
}

// consentOf asks the consent of each party; the units let go are those that all
// of them let go.
func (e *engine) consentOf(c *clause, m *proviso.Movement, parties []proviso.PartyID, lead string) outcome {
	o := outcome{bad: proviso.Missing, sure: proviso.Yes, by: []proviso.PartyID{mover(m)}}
	o.because = append(o.because, proviso.Reason{Text: lead, Records: []string{string(c.ID)}})
	for i, p := range parties {
		one := e.answers.consented(c, m, p)
		o.because = append(o.because, one.step)
		if one.frees.Least < v64(m) {
			o.needs = append(o.needs, one.needs...)
			o.settles = append(o.settles, "an answer of "+named(p)+" that names "+string(m.ID)+" or its item, number and receiver")
		}
		if one.bad == proviso.Forbidden {
			o.bad = proviso.Forbidden
		}
		if i == 0 {
			o.frees = one.frees
		} else {
			o.frees.Least, o.frees.Most = min(o.frees.Least, one.frees.Least), min(o.frees.Most, one.frees.Most)
		}
	}
	return o
}

// v64 gives the most units a movement can have.
func v64(m *proviso.Movement) int64 { return face(m.Quantity).Most }

// endUser decides who may finally hold the goods.
func (e *engine) endUser(c *clause, r *proviso.EndUser, v *move) outcome {
	m := v.Movement
	id := string(c.ID)
	anew := v.endsAnew()
	if anew == proviso.No {
		return fine("nobody new holds the goods by it", id)
	}
	insists := c.in.Insists()
	listed, free := e.endsWell(c, r, m)
	switch {
	case free == proviso.Yes && listed == proviso.Yes:
		return fine(fmt.Sprintf("%s is an end user that the clause names", named(m.To.Owner)), id)
	case free == proviso.Yes:
		return fine(fmt.Sprintf("title is with %s, who may insist on the clause", named(insists)), id)
	}
	lead := fmt.Sprintf("the clause names %s as end user; %s receives the goods", partyList(r.Parties), named(receiver(m)))
	o := e.consentOf(c, m, []proviso.PartyID{insists}, lead)
	if listed != proviso.No || free != proviso.No {
		o.settles = append(o.settles, "who finally holds the goods of "+string(m.ID))
		return o.lessSure(proviso.Maybe)
	}
	return o.lessSure(anew)
}

// endsAnew says whether the goods come to somebody who did not have them. By an
// assembly its components do, if the product is another's.
func (v *move) endsAnew() proviso.Truth {
	switch {
	case supplies(v.Kind):
		return proviso.Yes
	case !v.input:
		return proviso.No
	}
	return differ(v.left.Owner, v.To.Owner).Or(differ(v.left.Holder, v.To.Holder))
}

// differ says whether two parties on record are two.
func differ(a, b proviso.PartyID) proviso.Truth {
	if a == "" || b == "" {
		return proviso.Maybe
	}
	return proviso.TruthOf(a != b)
}

// endsWell says whether the new owner is an end user that the clause names, and
// whether owner and holder are free to have the goods: each is such an end user
// or the party that may insist.
func (e *engine) endsWell(c *clause, r *proviso.EndUser, m *proviso.Movement) (listed, free proviso.Truth) {
	insists := c.in.Insists()
	listed = withinAny(e.s, m.To.Owner, r.Parties)
	owner := listed.Or(e.s.PartyWithin(m.To.Owner, insists))
	holder := withinAny(e.s, m.To.Holder, r.Parties).Or(e.s.PartyWithin(m.To.Holder, insists))
	return listed, owner.And(holder)
}

// endUse decides what the goods may be used for.
func endUse(c *clause, r *proviso.EndUse, m *proviso.Movement) outcome {
	id := string(c.ID)
	said := func(text string) []proviso.Reason {
		return []proviso.Reason{{Text: text, Records: []string{id, string(m.ID)}}}
	}
	switch {
	case noUse(m.Kind):
		return fine("the goods are put to no use by it", id, string(m.ID))
	case m.Use == "":
		return outcome{bad: proviso.Forbidden, sure: proviso.Maybe,
			because: said("what the goods are for is not on record; the clause " + useWords(r)),
			settles: []string{"the end use of " + string(m.ID)}}
	case containsFold(r.Excluded, m.Use), len(r.Allowed) > 0 && !containsFold(r.Allowed, m.Use):
		return outcome{bad: proviso.Forbidden, sure: proviso.Yes, by: []proviso.PartyID{mover(m)},
			because: said(fmt.Sprintf("the use is %q; the clause %s", m.Use, useWords(r)))}
	}
	return fine(fmt.Sprintf("the use is %q; the clause %s", m.Use, useWords(r)), id, string(m.ID))
}

// noUse says whether movements of the kind put goods to no use.
func noUse(k proviso.MovementKind) bool {
	return k == proviso.Lose || k == proviso.Destroy || k == proviso.Capture
}

func useWords(r *proviso.EndUse) string {
	var parts []string
	if len(r.Allowed) > 0 {
		parts = append(parts, "allows only "+strings.Join(r.Allowed, ", "))
	}
	if len(r.Excluded) > 0 {
		parts = append(parts, "excludes "+strings.Join(r.Excluded, ", "))
	}
	return strings.Join(parts, " and ")
}

func containsFold(list []string, s string) bool {
	return slices.ContainsFunc(list, func(x string) bool { return strings.EqualFold(x, s) })
}

// territory decides where the goods may be; every leg of the route counts.
func (e *engine) territory(c *clause, r *proviso.Territory, m *proviso.Movement) outcome {
	id := string(c.ID)
	if !puts(m.Kind) {
		return fine("the goods go nowhere by it", id)
	}
	bad, where := proviso.No, ""
	look := func(p proviso.PlaceID) {
		t := proviso.No
		for _, q := range r.Never {
			t = t.Or(e.s.PlaceWithin(p, q))
		}
		if len(r.Only) > 0 {
			in := proviso.No
			for _, q := range r.Only {
				in = in.Or(e.s.PlaceWithin(p, q))
			}
			t = t.Or(in.Not())
		}
		if t > bad {
			bad, where = t, string(p)
		}
	}
	look(m.To.At)
	for _, leg := range m.Via.Legs {
		look(leg)
	}
	if !m.Via.Known && (supplies(m.Kind) || m.Kind == proviso.Capture) {
		bad = bad.Or(proviso.Maybe) // other kinds take no way
	}
	switch bad {
	case proviso.No:
		return fine("every place on the way is one the clause allows", id, string(m.ID))
	case proviso.Yes:
		return outcome{bad: proviso.Forbidden, sure: proviso.Yes, by: []proviso.PartyID{mover(m)},
			because: []proviso.Reason{{Text: fmt.Sprintf("%s is a place the clause does not allow", where), Records: []string{id, string(m.ID)}}}}
	case proviso.Maybe:
	}
	return outcome{bad: proviso.Forbidden, sure: proviso.Maybe,
		because: []proviso.Reason{{Text: "the route or the place of arrival is not on record, or not precisely enough", Records: []string{id, string(m.ID)}}},
		settles: []string{"the route and the place of arrival of " + string(m.ID)}}
}

// period decides until when, or from when to when, goods may move.
func period(c *clause, r *proviso.Period, m *proviso.Movement) outcome {
	records := []string{string(c.ID), string(m.ID)}
	if !supplies(m.Kind) && m.Kind != proviso.Produce && m.Kind != proviso.Assemble {
		return fine("the goods do not move on by it", records...)
	}
	switch m.When.During(r.Dates) {
	case proviso.Yes:
		return fine(fmt.Sprintf("%s lies within %s", m.When, r.Dates), records...)
	case proviso.No:
		return outcome{bad: proviso.Forbidden, sure: proviso.Yes, by: []proviso.PartyID{mover(m)},
			because: []proviso.Reason{{Text: fmt.Sprintf("%s lies outside %s", m.When, r.Dates), Records: records}}}
	case proviso.Maybe:
	}
	return outcome{bad: proviso.Forbidden, sure: proviso.Maybe,
		because: []proviso.Reason{{Text: fmt.Sprintf("%s may lie outside %s", m.When, r.Dates), Records: records}},
		settles: []string{"the day of " + string(m.ID)}}
}

func partyList(ps []proviso.PartyID) string {
	words := make([]string, len(ps))
	for i, p := range ps {
		words[i] = string(p)
	}
	return strings.Join(words, ", ")
}
