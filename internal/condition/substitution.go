package condition

import (
	"fmt"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// dependent gives how many units of the movement could not have gone, with the
// holder staying at or above its declared floor, had the bound units not come
// in: what goes beyond the other units less the floor.
func dependent(c candidate) (flow.Span, bool) {
	if !c.share.Stocked || !puts(c.move.Kind) || (c.move.Kind == proviso.Redesignate || c.move.Kind == proviso.Swap) {
		return flow.Span{}, false
	}
	other, floor := c.share.Other, flow.Span{}
	if c.share.Merged {
		other.Least = 0 // the others may all be in another of the holdings
	}
	if f := c.move.act.Floor; f != nil {
		floor = *f
	}
	dep, bound := c.move.act.Face.Less(other.Less(floor)), c.share.Bound.Most
	dep = flow.Span{Least: min(bound, dep.Least), Most: min(bound, dep.Most)}
	return dep, true
}

// noteDependence keeps, for the movement, the units that depend on bound stock.
func (e *engine) noteDependence(c candidate) {
	dep, ok := dependent(c)
	i, known := e.number[c.move.ID]
	if !ok || !known || c.share.Bound.Most == 0 {
		return
	}
	if old, has := e.depends[i]; has {
		dep = flow.Span{Least: max(old.Least, dep.Least), Most: max(old.Most, dep.Most)}
	}
	e.depends[i] = dep
}

// decideSubstitution judges whether other stock may go in the place of the
// bound units: the units that could not have gone without them, less those that
// are bound ones themselves.
func (e *engine) decideSubstitution(c candidate, r *proviso.Substitution, applies proviso.Truth) {
	dep, ok := dependent(c)
	if !ok || c.share.Bound.Most == 0 {
		return
	}
	e.noteDependence(c)
	m := c.move.Movement
	stands := func(bound flow.Span) flow.Span { // no more go in the bound ones' place than are there
		return flow.Span{Least: min(dep.Least, c.share.Bound.Least), Most: dep.Most}.Less(bound)
	}
	o := e.waived(c.clause, m, e.substitute(c, r, dep))
	o = o.lessSure(applies).lessSure(c.reach)
	o.doubt = c.clause.doubt
	s := *c.share
	s.Mass, s.FIFO = stands(s.Mass), stands(s.FIFO)
	f := portion{binds: stands(s.Units), exact: false, share: &s}
	if f.binds.Most == 0 {
		return
	}
	i := e.number[m.ID]
	before := len(e.findings[i])
	e.add(m, c.clause, o, f)
	if len(e.findings[i]) > before {
		last := &e.findings[i][len(e.findings[i])-1]
		v, wrong := o.on(stands(flow.Exactly(s.Units.Least)))
		last.Readings[proviso.SubstitutionReading] = proviso.ReadingResult{Verdict: v, Units: units(wrong), Known: true}
	}
}

func (e *engine) substitute(c candidate, r *proviso.Substitution, dep flow.Span) outcome {
	m := c.move.Movement
	text := fmt.Sprintf("%s could not have gone without the bound stock", units(dep).Human())
	if f := c.move.act.Floor; f != nil {
		text += fmt.Sprintf(", above the declared floor of %s", units(*f).Human())
	}
	records := []string{string(c.clause.ID), string(m.ID)}
	because := []proviso.Reason{{Text: text, Records: records}}
	switch r.Rule {
	case proviso.SubstitutionProhibited:
		return outcome{bad: proviso.Forbidden, sure: proviso.Yes, because: append(because, proviso.Reason{Text: "other stock may not go in its place", Records: records}),
			by: []proviso.PartyID{mover(m)}, settles: []string{"the stock that " + string(m.ID) + " was drawn from, and the holder's floor"}}
	case proviso.SubstitutionWithConsent:
		o := e.consentOf(c.clause, m, c.clause.asked(r.Of), "other stock may go in its place with consent")
		o.because = append(because, o.because...)
		return o
	case proviso.SubstitutionPermitted:
		return outcome{because: append(because, proviso.Reason{Text: "other stock may go in its place", Records: records})}
	case proviso.SubstitutionSilent:
		return outcome{because: append(because, proviso.Reason{Text: "the instrument is silent on other stock going in its place", Records: records})}
	}
	panic(fmt.Sprintf("internal error: substitution rule %q of %s is unknown", r.Rule, c.clause.ID))
}
