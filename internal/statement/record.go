package statement

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Record is what the movements on record say to a claim, taken one by one.
type Record struct {
	Proves []proviso.MovementID // recorded, and surely fit the claim
	May    []proviso.MovementID // may fit it: reported, planned, or known in part
}

// AsSaid gives a proposition with its open day filled in, as it was said: what
// has happened had by the given day, what was so was so on the day on which it
// was said. One that names its day is given back itself.
func AsSaid(p proviso.Proposition, said proviso.Date, by proviso.Day) proviso.Proposition {
	switch p := p.(type) {
	case *proviso.SomeMovement:
		if !p.When.Known() {
			out := *p
			out.When = proviso.Between(proviso.FirstDay, by)
			return &out
		}
	case *proviso.InstrumentStage:
		if !p.On.Known() {
			out := *p
			out.On = proviso.Between(proviso.FirstDay, by)
			return &out
		}
	case *proviso.SomeStock:
		if !p.On.Known() {
			out := *p
			out.On = said
			return &out
		}
	case *proviso.PolicyHeld:
		if !p.On.Known() {
			out := *p
			out.On = said
			return &out
		}
	case *proviso.Intention, *proviso.Negotiation, *proviso.IfThen, *proviso.Knowledge:
	}
	return p
}

// OnRecord holds the movements of the snapshot against a claim that units moved.
// Other claims give an empty Record.
func (b *Book) OnRecord(p proviso.Proposition) Record {
	m := movementOf(p)
	if m == nil {
		return Record{}
	}
	out := Record{}
	for _, rec := range b.candidates(m) {
		switch b.fits(m, rec) {
		case proviso.Yes:
			if rec.Basis == proviso.Recorded {
				out.Proves = append(out.Proves, rec.ID)
				continue
			}
			out.May = append(out.May, rec.ID)
		case proviso.Maybe:
			out.May = append(out.May, rec.ID)
		case proviso.No:
		}
	}
	return out
}

func movementOf(p proviso.Proposition) *proviso.SomeMovement {
	switch p := p.(type) {
	case *proviso.SomeMovement:
		return p
	case *proviso.Intention:
		return &p.Movement
	default:
		return nil
	}
}

// candidates are the movements on record of the items that the pattern names.
func (b *Book) candidates(m *proviso.SomeMovement) []*proviso.Movement {
	if b.byItem == nil {
		b.byItem = map[proviso.ItemID][]*proviso.Movement{}
		for _, rec := range b.s.Movements {
			b.byItem[rec.Item] = append(b.byItem[rec.Item], rec)
		}
	}
	if len(m.Items) == 0 {
		return b.s.Movements
	}
	var out []*proviso.Movement
	for _, it := range m.Items {
		out = append(out, b.byItem[it]...)
	}
	return out
}

// fits says whether a movement on record fits the pattern.
func (b *Book) fits(m *proviso.SomeMovement, rec *proviso.Movement) proviso.Truth {
	if rec.Kind == proviso.Count || rec.When.Known() && rec.When.Earliest() > b.s.AsOf {
		return proviso.No
	}
	is, ok := b.ofMovement(rec).(*proviso.SomeMovement)
	if !ok {
		is = &b.ofMovement(rec).(*proviso.Intention).Movement
	}
	day := proviso.Yes
	if m.When.Known() {
		day = rec.When.During(m.When)
	}
	number := !m.InAll && quantityCovers(m, is) || m.InAll && is.HasQuantity && is.Quantity.Least >= m.Quantity.Least && m.Quantity.Most == proviso.Unbounded
	if day == proviso.Yes && len(b.trees.uncovered(m, is)) == 0 && number {
		return proviso.Yes
	}
	if day == proviso.No || b.trees.clashes(m, is) {
		return proviso.No
	}
	return proviso.Maybe
}

// clashes says whether a movement on record surely does not fit the pattern.
func (t *trees) clashes(m, is *proviso.SomeMovement) bool {
	switch {
	case !m.InAll && m.HasQuantity && is.HasQuantity && (m.Quantity.Most < is.Quantity.Least || is.Quantity.Most < m.Quantity.Least),
		disjoint(m.Items, is.Items), disjoint(m.Kinds, is.Kinds), m.Lethal && t.known(is.Items) && !t.items(m, is),
		t.endClashes(&m.From, &is.From), t.endClashes(&m.To, &is.To):
		return true
	}
	return len(is.Via) > 0 && slices.ContainsFunc(m.Via, func(v proviso.PlaceID) bool {
		return !slices.ContainsFunc(is.Via, func(w proviso.PlaceID) bool { return t.s.PlaceWithin(w, v) != proviso.No })
	})
}

// endClashes: a party that is not on record may be any.
func (t *trees) endClashes(e, is *proviso.End) bool {
	not := func(a, b proviso.PartyID) bool { return a != "" && b != "" && t.s.PartyWithin(a, b) == proviso.No }
	return not(is.Owner, e.Party) && not(is.Holder, e.Party) || not(is.Owner, e.Owner) || not(is.Holder, e.Holder) ||
		e.At != "" && is.At != "" && t.s.PlaceWithin(is.At, e.At) == proviso.No
}
