package condition

import (
	"fmt"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// waived lets go of the units for which the party that may insist waived the
// clause. One that asks consent has weighed its waivers with the consents.
func (e *engine) waived(c *clause, m *proviso.Movement, o outcome) outcome {
	if o.bad == proviso.Permitted || o.sure == proviso.No || asksConsent(c.Rule) {
		return o
	}
	o.frees = o.frees.Plus(e.answers.waives(c, m))
	o.because = append(o.because, e.answers.waivers(c, m)...)
	return o
}

// waives gives for how many units of the movement the party that may insist waived
// the clause. It allocates nothing.
func (a *answers) waives(c *clause, m *proviso.Movement) (frees flow.Span) {
	for _, in := range a.consents[c.ID] {
		frees = frees.Plus(a.waivesBy(c, in, m))
	}
	return frees
}

// waivesBy gives for how many one waiver does. A number is shared among the
// movements that it fits in a way not on record.
func (a *answers) waivesBy(c *clause, in *answer, m *proviso.Movement) flow.Span {
	if in.Kind != proviso.Waiver {
		return flow.Span{}
	}
	serves := a.serves(c, in, m, c.in.Insists(), a.lastWord(m))
	if serves == proviso.No {
		return flow.Span{}
	}
	n := a.roomIn(in, m)
	if serves == proviso.Maybe || in.doubt != nil || in.Covers.HasQuantity && len(in.Covers.Movements) != 1 {
		n.Least = 0
	}
	return n
}

// waivers tells the waivers that let units of the movement go, or may.
func (a *answers) waivers(c *clause, m *proviso.Movement) (out []proviso.Reason) {
	for _, in := range a.consents[c.ID] {
		if a.waivesBy(c, in, m).Most > 0 {
			out = append(out, proviso.Reason{Text: fmt.Sprintf("%s waives the clause: %s", in.ID, in.life.story()+in.doubts()), Records: []string{string(in.ID)}})
		}
	}
	return out
}

// asksConsent says whether the clause asks a consent, of which a waiver is a form.
func asksConsent(r proviso.Rule) bool {
	switch r := r.(type) {
	case *proviso.Onward:
		return r.Rule == proviso.OnwardPriorConsent
	case *proviso.EndUser:
		return true
	case *proviso.Substitution:
		return r.Rule == proviso.SubstitutionWithConsent
	case *proviso.Supply:
		return len(r.UnlessApprovedBy) > 0
	case *proviso.EndUse, *proviso.Territory, *proviso.Period, *proviso.Ceiling, *proviso.ValueCeiling,
		*proviso.ComponentRule, *proviso.Fund, *proviso.Duty:
	}
	return false
}
