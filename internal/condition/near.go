package condition

import (
	"fmt"

	proviso "github.com/proviso-ledger/proviso"
)

// Near gives, for a movement that was judged, the clauses that come near it and
// do not bind it, with the reason: a supply clause about this receiver and item
// but another supplier, and the clauses of instruments that the movement names
// and that bind none of its units. They bind no unit and permit nothing.
func Near(s *proviso.Snapshot, j *Judged) []proviso.Finding {
	has := map[proviso.ConditionID]bool{}
	for _, f := range j.Findings {
		has[f.Condition] = true
	}
	byIt := map[proviso.InstrumentID]bool{}
	for _, id := range j.Under {
		byIt[id] = true
	}
	var out []proviso.Finding
	for _, c := range clauses(s, nil) {
		if has[c.ID] {
			continue
		}
		text := ""
		switch r := c.Rule.(type) {
		case *proviso.Supply:
			text = nearSupply(s, c, r, j.Movement)
		case *proviso.Onward:
			if byIt[c.in.ID] {
				text = "the goods come in under the instrument; the clause is about moving them on"
			}
		case *proviso.EndUser, *proviso.EndUse, *proviso.Territory, *proviso.Period, *proviso.Ceiling,
			*proviso.ValueCeiling, *proviso.Substitution, *proviso.ComponentRule, *proviso.Fund, *proviso.Duty:
		}
		if text == "" {
			continue
		}
		out = append(out, proviso.Finding{
			Condition: c.ID, Instrument: c.in.ID, Kind: c.Rule.Kind(), Movement: j.ID, Exact: true,
			Because: []proviso.Reason{{Text: text, Records: []string{string(c.ID), string(j.ID)}}},
		})
	}
	return out
}

func nearSupply(s *proviso.Snapshot, c *clause, r *proviso.Supply, m *proviso.Movement) string {
	it := s.Item(m.Item)
	if !supplies(m.Kind) || it == nil || len(r.By) == 0 || supplyItem(c, r, it) == proviso.No {
		return ""
	}
	to := len(r.To) == 0 || allWithin(s, m, r.To) != proviso.No
	by := letGoBy(s, m, r.By)
	switch {
	case to && by == proviso.No:
		return fmt.Sprintf("it is about supply by %s; the supplier here is %s", partyList(r.By), named(mover(m)))
	case !to && by == proviso.Yes:
		return fmt.Sprintf("it is about supply to %s; the receiver here is %s", partyList(r.To), named(receiver(m)))
	}
	return ""
}
