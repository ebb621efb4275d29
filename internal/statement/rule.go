package statement

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// rule compares the claim that a clause holds with claims of movements that
// would break it, or come near. A rule can hold and be broken, so such claims
// differ and never conflict.
func (r *relating) rule(c *class) {
	for _, clause := range r.clauses(c.fact) {
		switch rule := clause.Rule.(type) {
		case *proviso.Supply:
			for _, p := range patternsOf(rule) {
				r.ruleAgainst(c, clause, p)
			}
		case *proviso.EndUser:
			r.endUser(c, clause, rule)
		default:
		}
	}
}

func (r *relating) clauses(id string) []*proviso.Condition {
	if c := r.s.Condition(proviso.ConditionID(id)); c != nil {
		return []*proviso.Condition{c}
	}
	if in := r.s.Instrument(proviso.InstrumentID(id)); in != nil {
		return in.Conditions
	}
	return nil
}

// patternsOf gives the movements that a clause on supply forbids: one for each
// pair of supplier and receiver.
func patternsOf(rule *proviso.Supply) []*proviso.SomeMovement {
	by, to := rule.By, rule.To
	if len(by) == 0 {
		by = []proviso.PartyID{""}
	}
	if len(to) == 0 {
		to = []proviso.PartyID{""}
	}
	var out []*proviso.SomeMovement
	for _, f := range by {
		for _, t := range to {
			out = append(out, &proviso.SomeMovement{From: proviso.End{Party: f}, To: proviso.End{Party: t}, Items: rule.Items, Lethal: rule.Lethal})
		}
	}
	return out
}

func (r *relating) ruleAgainst(c *class, clause *proviso.Condition, p *proviso.SomeMovement) {
	for _, form := range []proviso.Form{proviso.FormMovement, proviso.FormIntention} {
		for _, a := range r.index.near(r.trees, form, p, "") {
			if a.not || a.soft || a.move.InAll || r.left <= 0 {
				continue
			}
			missed := r.trees.uncovered(p, &a.move)
			switch {
			case len(missed) == 0:
				r.pair(&r.out.Differs, a, c, whyBroken(r.s, a, clause))
			case len(missed) == 1 && missed[0] == partFrom && a.move.Origin != "" && r.trees.party(p.From.Party, a.move.Origin):
				r.pair(&r.out.Differs, a, c, whyIndirect(r.s, a, p.From.Party, clause))
			}
		}
	}
}

// endUser finds claims by which the goods of a certificate may go to somebody
// whom it does not name.
func (r *relating) endUser(c *class, clause *proviso.Condition, rule *proviso.EndUser) {
	in := r.s.Instrument(clause.Instrument)
	for _, form := range []proviso.Form{proviso.FormMovement, proviso.FormIntention} {
		for _, a := range r.index.near(r.trees, form, &proviso.SomeMovement{Items: in.Covers.Items}, "") {
			to := ends(&a.move.To)
			from := slices.ContainsFunc(ends(&a.move.From), func(p proviso.PartyID) bool {
				return slices.ContainsFunc(rule.Parties, func(u proviso.PartyID) bool { return r.trees.party(u, p) })
			})
			if a.not || a.soft || a.move.InAll || len(to) == 0 || r.left <= 0 || !from && !slices.Contains(a.move.Under, in.ID) || r.otherGoods(a, in) {
				continue
			}
			if !slices.ContainsFunc(to, func(p proviso.PartyID) bool {
				return slices.ContainsFunc(rule.Parties, func(u proviso.PartyID) bool { return r.s.PartyWithin(p, u) != proviso.No })
			}) {
				r.pair(&r.out.Differs, a, c, whyOtherUser(r.s, a, clause, rule, to))
			}
		}
	}
}

// otherGoods says whether the claim is surely not of goods under the instrument:
// it is of a time before it, or of units on record that came another way.
func (r *relating) otherGoods(a *class, in *proviso.Instrument) bool {
	first := proviso.LastDay
	for _, e := range in.Life {
		first = min(first, e.On.Earliest())
	}
	if a.form == proviso.FormMovement && len(in.Life) > 0 && a.some.hi < first {
		return true
	}
	rec := r.s.Movement(a.move.AccountOf)
	return rec != nil && len(rec.DrawnFrom) > 0 && !slices.ContainsFunc(rec.DrawnFrom, func(id proviso.MovementID) bool {
		came := r.s.Movement(id)
		return came == nil || slices.Contains(came.Under, in.ID)
	})
}
