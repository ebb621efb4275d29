package condition

import (
	"fmt"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
)

// withoutPaper reports movements that are said to have moved under a paper which
// surely had no effect on their day.
func (e *engine) withoutPaper() {
	lives := map[proviso.InstrumentID]*life{}
	for _, m := range e.movements {
		if m.Basis == proviso.Planned || m.Kind == proviso.Redesignate || m.Kind == proviso.Swap {
			continue
		}
		for _, id := range m.Under {
			in := e.s.Instrument(id)
			if in == nil {
				continue
			}
			if lives[id] == nil {
				l := newLife(in, e.s.AsOf)
				lives[id] = &l
			}
			if l := lives[id]; l.inForce(m.When) == proviso.No {
				e.problems = append(e.problems, Problem{Code: "no-paper", Records: []string{string(m.ID), string(id)},
					Message: fmt.Sprintf("%s is said to have moved under %s, which had no effect on that day: %s", m.ID, id, l.told()),
					Hint:    "add what is missing of its life, or name the paper under which the goods moved"})
			}
		}
	}
}

// told tells the life of the instrument, and for when it is valid.
func (l *life) told() string {
	if l.valid.Known() {
		return l.story() + "; valid " + l.valid.String()
	}
	return l.story()
}

// outsidePaper reports movements that are said to have moved under a paper whose
// scope surely leaves them out: other items, other receivers, more units.
func (e *engine) outsidePaper() {
	for _, in := range e.s.Instruments {
		var sum int64
		for _, m := range e.under[in.ID] {
			if m.Kind != proviso.Transfer && m.Kind != proviso.Lend {
				continue
			}
			records, sc := []string{string(m.ID), string(in.ID)}, &in.Covers
			if len(sc.Items) > 0 && !sc.AnyItem && !e.contains(m.Item, sc.Items, nil) {
				e.outside(fmt.Sprintf("%s is said to have moved under %s, which covers other items", m.ID, in.ID), records)
				continue
			}
			if len(sc.To) > 0 && !sc.AnyTo && allWithin(e.s, m, sc.To) == proviso.No {
				e.outside(fmt.Sprintf("%s is said to have moved under %s, which covers goods to %s", m.ID, in.ID, partyList(sc.To)), records)
			}
			if surely(e.s, m) && e.s.Accounts(m.ID) == 1 && m.RivalTo == "" && slices.Contains(sc.Items, m.Item) {
				sum = proviso.SatAdd(sum, face(m.Quantity).Least)
			}
		}
		if in.Covers.HasQuantity && sum > in.Covers.Quantity.Most {
			e.outside(fmt.Sprintf("at least %s are said to have moved under %s, which covers %s", proviso.Exactly(sum).Human(), in.ID, in.Covers.Quantity.Human()),
				[]string{string(in.ID)})
		}
	}
}

func (e *engine) outside(message string, records []string) {
	e.problems = append(e.problems, Problem{Code: "outside-paper", Message: message, Records: records,
		Hint: "name the paper under which the goods moved, or put right what this one covers; no clause on record says that it may not be"})
}

// contains says whether the item is one of those, or is or may be made of one.
func (e *engine) contains(id proviso.ItemID, of []proviso.ItemID, above []proviso.ItemID) bool {
	if slices.Contains(of, id) {
		return true
	}
	if slices.Contains(above, id) {
		return false
	}
	return slices.ContainsFunc(e.ingredients(id, ""), func(x ingredient) bool { return e.contains(x.item, of, append(above, id)) })
}
