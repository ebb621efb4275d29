package condition

import (
	"context"
	"fmt"
	"maps"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// followsUnits says whether the clause binds units wherever they go, so that it
// has to be asked which units a movement carries.
func followsUnits(r proviso.Rule) bool {
	switch r.(type) {
	case *proviso.Onward, *proviso.EndUser, *proviso.EndUse, *proviso.Territory, *proviso.Period,
		*proviso.Substitution, *proviso.Duty:
		return true
	case *proviso.Supply, *proviso.Ceiling, *proviso.ValueCeiling, *proviso.ComponentRule, *proviso.Fund:
		return false
	}
	return false
}

// goodsKey tells apart the sets of units that clauses bind: clauses with the
// same key share one sweep.
type goodsKey struct {
	goods proviso.Goods
	under proviso.InstrumentID
	items string // that the clauses are about, joined; "" if they do not say
}

func keyOf(c *clause) goodsKey {
	k := goodsKey{goods: c.Goods}
	if c.Goods == (proviso.Goods{}) {
		k.under = c.in.ID
	}
	for _, id := range c.items() {
		k.items += string(id) + "\n"
	}
	return k
}

// bound finds, for every clause that follows units, the movements that carry
// or may carry some of them.
func (e *engine) bound(ctx context.Context) ([]candidate, error) {
	byKey := map[goodsKey][]*clause{}
	var order []goodsKey
	for _, c := range e.clauses {
		if !followsUnits(c.Rule) {
			continue
		}
		k := keyOf(c)
		if byKey[k] == nil {
			order = append(order, k)
		}
		byKey[k] = append(byKey[k], c)
	}
	items := e.itemOrder()
	e.steps = mostSteps / max(1, len(order)*len(items))
	var out []candidate
	var err error
	for _, k := range order {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if out, err = e.boundBy(ctx, out, k, byKey[k], items); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// itemOrder lists the items with components before what is made of them.
func (e *engine) itemOrder() []proviso.ItemID {
	var out []proviso.ItemID
	seen := map[proviso.ItemID]bool{}
	var visit func(proviso.ItemID)
	visit = func(id proviso.ItemID) {
		if seen[id] {
			return
		}
		seen[id] = true
		if t := e.timelines[id]; t != nil {
			for _, v := range t.moves {
				for _, in := range v.Inputs {
					visit(in.Item)
				}
			}
		}
		out = append(out, id)
	}
	for _, id := range slices.Sorted(maps.Keys(e.timelines)) {
		visit(id)
	}
	return out
}

// boundBy sweeps one set of units through every item it can be in, and adds
// what the clauses bind: the units themselves, and products that were made of them
// on record.
func (e *engine) boundBy(ctx context.Context, out []candidate, k goodsKey, cs []*clause, items []proviso.ItemID) ([]candidate, error) {
	made := map[proviso.MovementID]flow.Span{} // units with a bound one in them among those that an assembly made
	note := func(shares []share, id proviso.ItemID) {
		for i := range shares {
			if s := &shares[i]; s.move.input {
				made[s.move.ID] = unite(made[s.move.ID], *s, id)
			}
		}
	}
	for _, id := range items {
		if on := cs[0].onItem(id); on != proviso.No {
			shares, err := e.sharesOf(ctx, k, id)
			if err != nil {
				return nil, err
			}
			note(shares, id)
			for i := range shares {
				for _, c := range cs {
					out = e.candidates(out, c, &shares[i], on)
				}
			}
		}
		through, err := e.productsMade(ctx, k, id, made)
		if err != nil {
			return nil, err
		}
		if len(through) > 0 {
			note(through, id)
			for i := range through {
				for _, c := range cs {
					out = e.candidatesMade(out, c, &through[i], id)
				}
			}
		}
		out = e.throughProducts(out, k, cs, id)
	}
	return out, nil
}

// sharesOf gives how many units of the set are in each movement of the item.
func (e *engine) sharesOf(ctx context.Context, k goodsKey, id proviso.ItemID) ([]share, error) {
	switch {
	case k.goods.All:
		return e.allUnits(id), nil
	case k.goods.OwnedBy != "":
		return e.ownedBy(id, k.goods.OwnedBy), nil
	case k.goods.MadeIn != "" && e.s.Item(id).MadeIn != "":
		return e.madeIn(id, k.goods.MadeIn), nil
	}
	return e.carried(ctx, e.timelines[id], e.setOf(k, id))
}

// mostSteps limits how much is asked of the network, over all sets of units that clauses
// bind and all items. A step takes about a microsecond.
const mostSteps = 2_000_000

// share is how many of a movement's units are of the set that a clause binds.
type share struct {
	flow.Carried
	move  *move
	doubt string // what is not on record, so that nobody knows whether the units are of the set; "" nothing
}

// carried gives what the movements carry of the set.
func (e *engine) carried(ctx context.Context, t *timeline, set *flow.Set) ([]share, error) {
	acts, err := set.Carried(ctx, e.steps)
	out := make([]share, len(acts))
	for i, a := range acts {
		out[i] = share{Carried: a, move: t.moves[a.Act]}
	}
	return out, err
}

// candidates adds what the clause binds of the movement, whose item it is or (On)
// may be about.
func (e *engine) candidates(out []candidate, c *clause, s *share, on proviso.Truth) []candidate {
	doubt := s.doubt
	if on == proviso.Maybe {
		doubt = "which items " + string(c.in.ID) + " covers"
	}
	return e.candidate(out, c, s, candidate{reach: proviso.Yes, doubt: doubt})
}

// candidate fills in the units and adds it, if the clause can bind any.
func (e *engine) candidate(out []candidate, c *clause, s *share, cand candidate) []candidate {
	if s.move.Kind == proviso.Count {
		return out
	}
	of := s.Arrives
	if _, ok := c.Rule.(*proviso.Onward); ok {
		of = s.Units
		switch e.isDelivery(c, s.move.Movement) {
		case proviso.Yes:
			of = flow.Span{}
		case proviso.Maybe:
			cand.doubt = "whether " + string(s.move.ID) + " is the delivery under " + string(c.in.ID)
		case proviso.No:
		}
	}
	if mass, fifo := s.Mass.Within(of), s.FIFO.Within(of); mass != s.Mass || fifo != s.FIFO {
		own := *s
		own.Mass, own.FIFO = mass, fifo
		s = &own
	}
	cand.clause, cand.move, cand.share, cand.of = c, s.move, s, of
	if cand.doubt != "" {
		cand.reach = cand.reach.And(proviso.Maybe)
	}
	_, substitution := c.Rule.(*proviso.Substitution)
	if of.Most == 0 && !(substitution && s.Bound.Most > 0) || cand.reach == proviso.No {
		return out
	}
	return append(out, cand)
}

// isDelivery says whether the movement brings the goods under the clause's own
// instrument to the party that it binds: that is not onward movement.
func (e *engine) isDelivery(c *clause, m *proviso.Movement) proviso.Truth {
	if c.Goods == (proviso.Goods{}) || !slices.Contains(m.Under, c.in.ID) {
		return proviso.No
	}
	return letGoBy(e.s, m, []proviso.PartyID{c.in.Binds()}).Not()
}

func (e *engine) assembled(id proviso.ItemID) bool {
	t := e.timelines[id]
	return t != nil && t.assembled
}

// allUnits gives every movement of the item, whole.
func (e *engine) allUnits(id proviso.ItemID) []share {
	var out []share
	for _, v := range e.timelines[id].moves {
		if v.Kind == proviso.Count || v.Kind == proviso.Swap {
			continue
		}
		out = append(out, whole(v))
	}
	return out
}

func whole(v *move) share {
	f := v.act.Face
	return share{move: v, Carried: flow.Carried{Act: v.at, Units: f, Arrives: f, Exact: f.Least == f.Most, Mass: f, FIFO: f, Conv: true}}
}

// ownedBy gives the movements whose goods belong to the party as they leave.
func (e *engine) ownedBy(id proviso.ItemID, owner proviso.PartyID) []share {
	var out []share
	for _, v := range e.timelines[id].moves {
		if !takes(v.Kind) && !v.input || v.Kind == proviso.Swap {
			continue
		}
		s := whole(v)
		switch e.s.PartyWithin(v.left.Owner, owner) {
		case proviso.No:
			continue
		case proviso.Maybe:
			s.doubt = "whether " + string(owner) + " owns what " + string(v.ID) + " moves"
		case proviso.Yes:
		}
		out = append(out, s)
	}
	return out
}

// madeIn gives every movement of an item all of whose units were made in one
// place, if that is or may be the one asked about.
func (e *engine) madeIn(id proviso.ItemID, in proviso.PlaceID) []share {
	made := e.s.PlaceWithin(e.s.Item(id).MadeIn, in)
	if made == proviso.No {
		return nil
	}
	out := e.allUnits(id)
	for i := range out {
		if made == proviso.Maybe {
			out[i].doubt = "where in " + string(e.s.Item(id).MadeIn) + " " + string(id) + " was made"
		}
	}
	return out
}

// setOf gives the units of the item that the goods rule names.
func (e *engine) setOf(k goodsKey, id proviso.ItemID) *flow.Set {
	t := e.timelines[id]
	of := map[int]flow.Span{}
	if k.under != "" {
		for _, m := range e.under[k.under] {
			if at, ok := t.index[m.ID]; ok {
				of[at] = t.moves[at].act.Face
			}
		}
	} else {
		e.originSources(k.goods, t, of)
	}
	set := e.newSet(k, t, of)
	set.Anywhere = k.under == ""
	e.countedParts(k, t, set)
	return set
}

// newSet gives the set of units that the movements bring, with the letters that free
// some from the instrument.
func (e *engine) newSet(k goodsKey, t *timeline, of map[int]flow.Span) *flow.Set {
	set := t.course.Set(of)
	for _, v := range t.letters {
		if k.under == "" || !slices.Contains(v.Releases, k.under) {
			continue
		}
		set.Frees[v.at] = flow.Freeing{Sure: e.frees(k.under, v, proviso.Yes), Trusted: e.frees(k.under, v, proviso.Maybe) == proviso.Yes}
	}
	return set
}

// originSources fills in which movements bring units made in a place or supplied by a
// party.
func (e *engine) originSources(g proviso.Goods, t *timeline, of map[int]flow.Span) {
	if g.SuppliedBy != "" {
		for _, v := range t.moves {
			if !supplies(v.Kind) || v.input {
				continue
			}
			switch letGoBy(e.s, v.Movement, []proviso.PartyID{g.SuppliedBy}) {
			case proviso.Yes:
				of[v.at] = v.act.Face
			case proviso.Maybe:
				of[v.at] = flow.Span{Most: v.act.Face.Most}
			case proviso.No:
			}
		}
		return
	}
	for _, v := range t.moves {
		if v.input || v.Kind != proviso.Produce && v.Kind != proviso.Assemble {
			continue
		}
		switch e.s.PlaceWithin(v.To.At, g.MadeIn) {
		case proviso.Yes:
			of[v.at] = v.act.Face
		case proviso.Maybe:
			of[v.at] = flow.Span{Most: v.act.Face.Most}
		case proviso.No:
		}
	}
}

// countedParts fills in what stocktakes found of the units.
func (e *engine) countedParts(k goodsKey, t *timeline, set *flow.Set) {
	for _, v := range t.counted {
		for _, p := range v.OfWhich {
			fits := proviso.No
			switch {
			case k.under != "" && p.Under != "":
				fits = proviso.TruthOf(p.Under == k.under)
			case k.goods.MadeIn != "" && p.MadeIn != "":
				fits = e.s.PlaceWithin(p.MadeIn, k.goods.MadeIn)
			case len(p.DrawnFrom) > 0:
				fits = drawnFrom(t, set, p.DrawnFrom)
			}
			if fits == proviso.No {
				continue
			}
			n := set.Found[v.at]
			if v.act.Disputed() {
				set.Found[v.at] = flow.Span{Most: flow.Unlimited}
				continue
			}
			if fits == proviso.Yes {
				n.Least = proviso.SatAdd(n.Least, p.Quantity.Least)
			}
			n.Most = proviso.SatAdd(n.Most, p.Quantity.Most)
			set.Found[v.at] = n
		}
	}
}

// drawnFrom says whether the movements brought nothing but units of the set,
// or none.
func drawnFrom(t *timeline, set *flow.Set, ids []proviso.MovementID) proviso.Truth {
	all, none := true, true
	for _, id := range ids {
		at, ok := t.index[id]
		if !ok {
			return proviso.Maybe
		}
		src := set.Brings(at)
		all = all && src == t.moves[at].act.Face
		none = none && src.Most == 0 && t.moves[at].act.From < 0
	}
	switch {
	case all:
		return proviso.Yes
	case none:
		return proviso.No
	}
	return proviso.Maybe
}

// frees says whether a redesignation or swap takes units out from under the
// instrument: it must name it, and rest on a letter of the party that may
// insist on it. A letter that is in doubt does so no more surely than is said.
func (e *engine) frees(id proviso.InstrumentID, v *move, doubtful proviso.Truth) proviso.Truth {
	if id == "" || !slices.Contains(v.Releases, id) {
		return proviso.No
	}
	insists := e.s.Instrument(id).Insists()
	best := proviso.No
	for _, u := range v.Under {
		in := e.s.Instrument(u)
		if in == nil || u == id {
			continue
		}
		l := newLife(in, e.s.AsOf)
		does := speaksFor(e.s, in.GivenBy, insists).And(l.inForce(v.When))
		if e.signatures.doubt(u) != nil {
			does = does.And(doubtful)
		}
		best = best.Or(does)
	}
	return best
}

// unaccounted reports withdrawals and stocktakes that show a missing record.
func (e *engine) unaccounted() {
	for _, id := range slices.Sorted(maps.Keys(e.timelines)) {
		for _, v := range e.timelines[id].moves {
			unit := e.unit(id)
			report := func(n int64, text string) {
				e.problems = append(e.problems, Problem{
					Code:    "unaccounted",
					Message: fmt.Sprintf("%s: at least %s %s %s", v.ID, proviso.Exactly(n).Human(), unit, text),
					Hint:    "a receipt, a withdrawal or a stocktake is not on record; the units are taken to be of unknown origin",
					Records: []string{string(v.ID)},
				})
			}
			if v.act.Missing > 0 && surely(e.s, v.Movement) {
				report(v.act.Missing, "more left than the records show to have been there")
			}
			if v.act.Surplus > 0 {
				report(v.act.Surplus, "more were counted than the records show to have come in")
			}
			if v.act.Shortfall > 0 {
				report(v.act.Shortfall, "fewer were counted than the records show to have been there")
			}
			if v.Kind == proviso.Count && v.act.Earliest == proviso.FirstDay {
				e.problems = append(e.problems, Problem{Code: "undated-count", Message: fmt.Sprintf("%s: a stocktake without a date says nothing of the stock on any day", v.ID),
					Hint: "write the day, or an interval that it surely lies in", Records: []string{string(v.ID)}})
			}
		}
	}
}
