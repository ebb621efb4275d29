package condition

import (
	"cmp"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
)

// clause is a condition with what it needs of its instrument.
type clause struct {
	*proviso.Condition
	in      *proviso.Instrument
	life    life
	through []*proviso.Condition // the instrument's clauses on components, by id
	follows bool                 // binds goods that came under a paper, wherever they go
	doubt   *seal.Signature      // its instrument is in doubt; nil: it is not
}

// clauses compiles every condition of the snapshot, in the order of their ids.
func clauses(s *proviso.Snapshot, signed signatures) []*clause {
	var out []*clause
	for _, in := range s.Instruments {
		l := newLife(in, s.AsOf)
		var through []*proviso.Condition
		for _, c := range in.Conditions {
			if _, ok := c.Rule.(*proviso.ComponentRule); ok {
				through = append(through, c)
			}
		}
		for _, c := range in.Conditions {
			follows := followsUnits(c.Rule) && in.Kind != proviso.Policy && in.Kind != proviso.Law && in.Kind != proviso.Embargo
			out = append(out, &clause{Condition: c, in: in, life: l, through: through, follows: follows, doubt: signed.doubt(in.ID)})
		}
	}
	return out
}

// items gives the items that the clause is limited to; nil: not stated.
func (c *clause) items() []proviso.ItemID {
	if len(c.Items) > 0 {
		return c.Items
	}
	return c.in.Covers.Items
}

// onItem says whether the clause is about the item. A clause on the units that
// moved under its instrument is about whatever moved, unless it says less.
func (c *clause) onItem(id proviso.ItemID) proviso.Truth {
	items := c.items()
	switch {
	case len(items) > 0:
		return proviso.TruthOf(slices.Contains(items, id))
	case c.Goods == (proviso.Goods{}) || c.in.Covers.AnyItem:
		return proviso.Yes
	}
	return proviso.Maybe
}

// inForce says whether the clause has effect on the movement's day. Whether a
// clause on goods outlives the paper under which they came is not known, unless
// the paper says so: its end frees nothing for sure. Nor does it for goods that
// moved under a paper which nobody is on record to have given.
func (c *clause) inForce(m *proviso.Movement) proviso.Truth {
	on := c.life.inForce(m.When)
	if on == proviso.No && c.follows && (c.life.begun(m.When) || c.Goods == (proviso.Goods{}) && c.life.neverGiven(m.When)) {
		on = proviso.Maybe
	}
	if c.During.Known() {
		on = on.And(m.When.During(c.During))
	}
	if c.doubt != nil && c.life.begun(m.When) {
		on = on.Or(proviso.Maybe) // its end may not be what was signed
	}
	return on
}

// asked gives the parties whose consent, approval or notice the clause asks.
func (c *clause) asked(of []proviso.PartyID) []proviso.PartyID {
	if len(of) > 0 {
		return of
	}
	return []proviso.PartyID{c.in.Insists()}
}

// applies says whether the clause is in force for the movement, not excepted,
// and, where it does not flow down, about one under its instrument or by the
// party that it binds.
func (c *clause) applies(s *proviso.Snapshot, m *proviso.Movement) proviso.Truth {
	on := c.inForce(m).And(c.excepted(s, m).Not())
	if c.NoFlowDown && followsUnits(c.Rule) && !slices.Contains(m.Under, c.in.ID) {
		on = on.And(letGoBy(s, m, []proviso.PartyID{c.in.Binds()}))
	}
	return on
}

func (c *clause) excepted(s *proviso.Snapshot, m *proviso.Movement) proviso.Truth {
	x := &c.Except
	if len(x.To)+len(x.By)+len(x.Items)+len(x.Movements) == 0 && !x.During.Known() {
		return proviso.No
	}
	given, all := false, proviso.Yes
	hold := func(stated bool, t proviso.Truth) {
		if stated {
			given, all = true, all.And(t)
		}
	}
	hold(len(x.To) > 0, allWithin(s, m, x.To))
	hold(len(x.By) > 0, letGoBy(s, m, x.By))
	hold(len(x.Items) > 0, proviso.TruthOf(slices.Contains(x.Items, m.Item)))
	hold(len(x.Movements) > 0, proviso.TruthOf(slices.Contains(x.Movements, m.ID)))
	hold(x.During.Known(), m.When.During(x.During))
	if !given {
		return proviso.No
	}
	if c.doubt != nil {
		all = all.And(proviso.Maybe)
	}
	return all
}

// speaksFor says whether what a party gives or gets, another gives or gets: it is
// that one, or a part of it. Whether a company of a state does so for the state or an
// agency of it is not known.
func speaksFor(s *proviso.Snapshot, p, of proviso.PartyID) proviso.Truth {
	in, part, whole := s.PartyWithin(p, of), s.Party(p), s.Party(of)
	switch {
	case p == of || in != proviso.Yes || part == nil || whole == nil:
	case part.Kind != proviso.Company && part.Kind != proviso.Outlet && part.Kind != "":
	case whole.Kind == proviso.State, whole.Kind == proviso.Agency, whole.Kind == proviso.Force, whole.Kind == "":
		return proviso.Maybe
	}
	return in
}

// withinAny says whether the party is one of the parties or a part of one.
func withinAny(s *proviso.Snapshot, p proviso.PartyID, of []proviso.PartyID) proviso.Truth {
	t := proviso.No
	for _, q := range of {
		t = t.Or(s.PartyWithin(p, q))
	}
	return t
}

// hand gives the party that lets the goods go: who has them or, where title
// alone passes, who owned them; "" if that is not known.
func hand(m *proviso.Movement) proviso.PartyID {
	from, to := m.From, m.To
	stay := from.Holder == to.Holder || to.Holder == ""
	switch {
	case !takes(m.Kind):
		return to.Owner
	case !supplies(m.Kind) || !stay || from.Owner == to.Owner || from.Owner == from.Holder:
		return from.Holder
	case to.Owner == "" || to.Holder == "":
		return "" // whether title alone passes is not known
	}
	return from.Owner
}

// letGoBy says whether one of the parties, or a part of one, lets the goods go.
func letGoBy(s *proviso.Snapshot, m *proviso.Movement, of []proviso.PartyID) proviso.Truth {
	by := withinAny(s, hand(m), of)
	if owner, ok := onBehalf(m); ok {
		by = by.Or(withinAny(s, owner, of).And(proviso.Maybe))
	}
	return by
}

// mover gives the party that a reader would name as the one who lets the goods
// go: their owner, where it is not known who has them.
func mover(m *proviso.Movement) proviso.PartyID {
	return cmp.Or(hand(m), m.From.Owner)
}

// onBehalf gives the owner whose goods another party lets go for good or on
// loan, if there is one: whether the owner has a hand in it is not known. An
// owner not known may be anybody.
func onBehalf(m *proviso.Movement) (proviso.PartyID, bool) {
	return m.From.Owner, takes(m.Kind) && m.From.Owner != hand(m)
}

// gets is a party that gets the goods, and how surely.
type gets struct {
	party proviso.PartyID
	sure  proviso.Truth
}

// receivers gives who gets the goods: a new owner and, where it is another, who
// newly has them. Whether anybody is new is not known where it is not known who
// was before. The second is the first again where there is only one.
func receivers(m *proviso.Movement) [2]gets {
	passes := func(from, to proviso.PartyID) proviso.Truth {
		switch {
		case !takes(m.Kind) || !puts(m.Kind):
			return proviso.Yes
		case from == "":
			return proviso.Maybe
		}
		return proviso.TruthOf(to == "" || to != from)
	}
	title, has := passes(m.From.Owner, m.To.Owner), passes(m.From.Holder, m.To.Holder)
	if m.Kind == proviso.Lend {
		title = proviso.No
	}
	same := m.To.Owner == m.To.Holder
	switch {
	case title == proviso.No: // the holder newly has them, or nobody newly has anything
		has = proviso.Yes
	case same && title == proviso.Maybe && has == proviso.No:
		title = proviso.Yes // as owner or, if title was its before, as holder
	case same:
		title, has = title.Or(has), proviso.No
	case title == proviso.Maybe && has == proviso.No:
		has = proviso.Maybe // if title was the owner's before
	}
	owner, holder := gets{m.To.Owner, title}, gets{m.To.Holder, has}
	switch {
	case title == proviso.No:
		return [2]gets{holder, holder}
	case has == proviso.No:
		return [2]gets{owner, owner}
	}
	return [2]gets{owner, holder}
}

// receiver gives the party that a reader would name as the one who gets the
// goods.
func receiver(m *proviso.Movement) proviso.PartyID { return receivers(m)[0].party }

// allWithin says whether everybody who gets the goods is one of the parties or a
// part of one.
func allWithin(s *proviso.Snapshot, m *proviso.Movement, of []proviso.PartyID) proviso.Truth {
	all := proviso.Yes
	for _, g := range receivers(m) {
		in := withinAny(s, g.party, of)
		if g.sure == proviso.Maybe {
			in = in.Or(proviso.Maybe)
		}
		all = all.And(in)
	}
	return all
}
