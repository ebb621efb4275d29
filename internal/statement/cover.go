package statement

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// trees compares parts by the trees of the snapshot, and remembers what it
// found.
type trees struct {
	s      *proviso.Snapshot
	tops   map[proviso.PartyID]proviso.PartyID
	lethal map[proviso.ItemID]bool
}

func newTrees(s *proviso.Snapshot) *trees {
	t := &trees{s: s, tops: map[proviso.PartyID]proviso.PartyID{}, lethal: map[proviso.ItemID]bool{}}
	for _, it := range s.Items {
		t.lethal[it.ID] = it.Lethal == proviso.Yes
	}
	return t
}

// top gives the party at the top of the tree that the party is in.
func (t *trees) top(id proviso.PartyID) proviso.PartyID {
	if got, ok := t.tops[id]; ok {
		return got
	}
	top := id
	for range t.s.Parties {
		p := t.s.Party(top)
		if p == nil || p.PartOf == "" || t.s.Party(p.PartOf) == nil {
			break
		}
		top = p.PartOf
	}
	t.tops[id] = top
	return top
}

// party says whether whatever fits a surely fits b. An open b takes anything,
// an open a may be anything.
func (t *trees) party(b, a proviso.PartyID) bool {
	return b == "" || a != "" && (a == b || t.top(a) == t.top(b) && t.s.PartyWithin(a, b) == proviso.Yes)
}

func (t *trees) place(b, a proviso.PlaceID) bool {
	return b == "" || a != "" && t.s.PlaceWithin(a, b) == proviso.Yes
}

func (t *trees) end(b, a *proviso.End) bool {
	inRole := b.Party == "" || a.Party != "" && t.party(b.Party, a.Party) ||
		a.Owner != "" && t.party(b.Party, a.Owner) || a.Holder != "" && t.party(b.Party, a.Holder)
	return inRole && t.party(b.Owner, a.Owner) && t.party(b.Holder, a.Holder) && t.place(b.At, a.At)
}

// ends lists the parties of an end.
func ends(e *proviso.End) []proviso.PartyID {
	var out []proviso.PartyID
	for _, p := range []proviso.PartyID{e.Party, e.Owner, e.Holder} {
		if p != "" && !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	return out
}

// origin says whether the units of a surely came from the party: it is said so,
// or the party lets them go itself.
func (t *trees) origin(b proviso.PartyID, a *proviso.SomeMovement) bool {
	if b == "" || a.Origin != "" && t.party(b, a.Origin) {
		return true
	}
	return slices.ContainsFunc(ends(&a.From), func(p proviso.PartyID) bool { return t.party(b, p) })
}

func (t *trees) items(b, a *proviso.SomeMovement) bool {
	switch {
	case b.Lethal:
		return a.Lethal || len(a.Items) > 0 && !slices.ContainsFunc(a.Items, func(id proviso.ItemID) bool { return !t.lethal[id] })
	case len(b.Items) == 0:
		return true
	}
	return len(a.Items) > 0 && !slices.ContainsFunc(a.Items, func(id proviso.ItemID) bool { return !slices.Contains(b.Items, id) })
}

// parts of a pattern, each of which must cover its like.
type part uint8

const (
	partKind part = iota
	partItem
	partFrom
	partTo
	partOrigin
	partVia
	partUnder
	partQuantity
	partDay
)

// uncovered lists the parts of b that do not surely take what fits a, days
// aside.
func (t *trees) uncovered(b, a *proviso.SomeMovement) []part {
	var out []part
	note := func(p part, covered bool) {
		if !covered {
			out = append(out, p)
		}
	}
	note(partKind, len(b.Kinds) == 0 || len(a.Kinds) > 0 &&
		!slices.ContainsFunc(a.Kinds, func(k proviso.MovementKind) bool { return !slices.Contains(b.Kinds, k) }))
	note(partItem, t.items(b, a))
	note(partFrom, t.end(&b.From, &a.From))
	note(partTo, t.end(&b.To, &a.To))
	note(partOrigin, t.origin(b.Origin, a))
	note(partVia, !slices.ContainsFunc(b.Via, func(v proviso.PlaceID) bool {
		return !slices.ContainsFunc(a.Via, func(w proviso.PlaceID) bool { return t.place(v, w) })
	}))
	note(partUnder, !slices.ContainsFunc(b.Under, func(id proviso.InstrumentID) bool { return !slices.Contains(a.Under, id) }))
	return out
}

// covers is uncovered with the quantity of one movement.
func (t *trees) covers(b, a *proviso.SomeMovement) bool {
	return len(t.uncovered(b, a)) == 0 && quantityCovers(b, a)
}

// quantityCovers: a movement has at least one unit.
func quantityCovers(b, a *proviso.SomeMovement) bool {
	if !b.HasQuantity || b.Quantity.Least <= 1 && b.Quantity.Most == proviso.Unbounded {
		return true
	}
	return a.HasQuantity && !a.InAll && b.Quantity.Contains(a.Quantity)
}

// parties says whether each of b has one of a within it.
func (t *trees) parties(b, a []proviso.PartyID) bool {
	return !slices.ContainsFunc(b, func(p proviso.PartyID) bool {
		return !slices.ContainsFunc(a, func(q proviso.PartyID) bool { return t.party(p, q) })
	})
}

// excludes says whether nothing that can have been fits both literals. Reasons
// are given in words by why.
func (t *trees) excludes(a, b *literal) bool { return t.denies(b, a) || t.denies(a, b) }

// denies says whether b surely rules out what a claims.
func (t *trees) denies(b, a *literal) bool {
	if a.form != b.form || b.loose || a.not && !isTotal(a) {
		return false
	}
	switch a.form {
	case proviso.FormMovement:
		return t.deniesMovement(b, a)
	case proviso.FormStock:
		return t.deniesStock(b, a)
	case proviso.FormPolicy:
		return b.not && a.fact == b.fact && a.some.within(b.all)
	case proviso.FormInstrument:
		return b.not && a.some.within(b.all) && t.stageCovers(&b.stage, &a.stage)
	case proviso.FormIntention:
		return b.not && t.deniesPlan(b, a) && len(b.by) > 0 && t.parties(b.by, a.by)
	case proviso.FormNegotiation:
		return b.not && t.deniesPlan(b, a) && t.parties(b.by, a.by)
	case proviso.FormKnowledge:
		return b.not && len(b.by) > 0 && a.fact == b.fact && a.some.within(b.all) && t.parties(b.by, a.by)
	case proviso.FormCondition:
	}
	return false
}

func isTotal(l *literal) bool { return l.move.InAll || l.stock.InAll }

func (t *trees) stageCovers(b, a *proviso.InstrumentStage) bool {
	return b.Stage == a.Stage && (b.Instrument == "" || b.Instrument == a.Instrument) && t.party(b.By, a.By) && t.party(b.To, a.To)
}

// deniesPlan compares movements that have not taken place, and the day on which
// they were meant.
func (t *trees) deniesPlan(b, a *literal) bool {
	return !b.move.InAll && !b.planned.empty() && a.planned.within(b.planned) && a.some.within(b.all) && t.covers(&b.move, &a.move)
}

// deniesMovement: no such movement against one that fits, or numbers of the
// same movements that cannot both be.
func (t *trees) deniesMovement(b, a *literal) bool {
	if b.not && !b.move.InAll && !a.move.InAll && !a.not {
		if a.some.within(b.all) && t.covers(&b.move, &a.move) {
			return true
		}
	}
	floor, ok := floorOf(&a.move, a.not)
	ceil, limited := ceilOf(&b.move, b.not)
	if ok && limited && floor > ceil && !a.some.empty() && a.some.within(b.all) && len(t.uncovered(&b.move, &a.move)) == 0 {
		return true
	}
	same := a.all == b.all && !a.loose && len(t.uncovered(&b.move, &a.move)) == 0 && len(t.uncovered(&a.move, &b.move)) == 0
	return same && b.not && !a.not && a.move.InAll && b.move.InAll && a.some == a.all && b.move.Quantity.Contains(a.move.Quantity)
}

// floorOf gives the least number of units of all movements that fit, if the
// claim sets one.
func floorOf(m *proviso.SomeMovement, not bool) (int64, bool) {
	switch {
	case not && m.InAll && m.Quantity.Least == 0:
		return m.Quantity.Most + 1, m.Quantity.Most != proviso.Unbounded
	case not:
		return 0, false
	case m.InAll:
		return m.Quantity.Least, true
	case m.HasQuantity:
		return max(1, m.Quantity.Least), true
	}
	return 1, true
}

// ceilOf gives the greatest number, if the claim sets one.
func ceilOf(m *proviso.SomeMovement, not bool) (int64, bool) {
	q := m.Quantity
	switch {
	case not && m.InAll:
		return q.Least - 1, q.Most == proviso.Unbounded && q.Least > 0
	case not:
		return 0, !m.HasQuantity || q.Least <= 1 && q.Most == proviso.Unbounded
	case m.InAll:
		return q.Most, q.Most != proviso.Unbounded
	}
	return 0, false
}

// deniesStock compares numbers of units on one day.
func (t *trees) deniesStock(b, a *literal) bool {
	p, q := stockPattern(&b.stock), stockPattern(&a.stock)
	if len(t.uncovered(p, q)) > 0 || !a.some.within(b.all) {
		return false
	}
	floor, ok := stockFloor(&a.stock, a.not)
	ceil, limited := stockCeil(&b.stock, b.not)
	return ok && limited && floor > ceil
}

// stockPattern lets a holding be compared as the end of a movement.
func stockPattern(k *proviso.SomeStock) *proviso.SomeMovement {
	return &proviso.SomeMovement{Items: k.Items, To: k.In}
}

func stockFloor(k *proviso.SomeStock, not bool) (int64, bool) {
	switch {
	case not:
		return 0, false
	case k.HasQuantity:
		return k.Quantity.Least, true
	}
	return 1, true
}

func stockCeil(k *proviso.SomeStock, not bool) (int64, bool) {
	least := int64(1)
	if k.HasQuantity {
		least = k.Quantity.Least
	}
	switch {
	case not && k.InAll:
		return least - 1, k.Quantity.Most == proviso.Unbounded && least > 0
	case not:
		return least - 1, least > 0
	case k.InAll:
		return k.Quantity.Most, k.Quantity.Most != proviso.Unbounded
	}
	return 0, false
}
