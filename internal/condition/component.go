package condition

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// throughProducts adds the movements of a product that contains an item which
// the clauses cover, where no assembly on record says which components are in
// which units.
func (e *engine) throughProducts(out []candidate, k goodsKey, cs []*clause, product proviso.ItemID) []candidate {
	if k.under != "" && e.assembled(product) {
		return out // the assemblies on record say which
	}
	for _, c := range cs {
		parts := e.covered(c, product, "")
		if len(parts) == 0 || k.goods.All && c.onItem(product) == proviso.Yes {
			continue // all units of the product are bound themselves
		}
		if _, sums := c.Rule.(*proviso.Substitution); sums {
			continue // said of the component's own stock
		}
		reach, via := e.reachInto(c, product)
		if reach == proviso.No {
			continue
		}
		surely := proviso.No
		for _, p := range parts {
			surely = surely.Or(p.bound)
		}
		for _, v := range e.timelines[product].moves {
			if v.Kind == proviso.Count || v.input {
				continue
			}
			s := whole(v)
			of := s.Units
			if surely == proviso.Maybe {
				of.Least, s.Conv, s.Exact = 0, false, false
			}
			if _, onward := c.Rule.(*proviso.Onward); onward && v.act.From < 0 {
				continue
			}
			out = append(out, candidate{clause: c, move: v, share: &s, of: of, reach: reach, via: via})
		}
	}
	return out
}

// candidatesMade adds what the clause binds of the movement of a product for what
// is in it.
func (e *engine) candidatesMade(out []candidate, c *clause, s *share, product proviso.ItemID) []candidate {
	switch {
	case c.Goods == (proviso.Goods{}) && !s.move.input:
		reach, via := e.reachInto(c, product)
		return e.candidate(out, c, s, candidate{reach: reach, via: via})
	case c.Goods != (proviso.Goods{}) && c.onItem(product) == proviso.Maybe:
		return e.candidates(out, c, s, proviso.Maybe)
	}
	return out
}

// productsMade follows the products that an assembly on record made of units of the
// set; nil if there are none. Those of unknown origin can be such, too.
func (e *engine) productsMade(ctx context.Context, k goodsKey, id proviso.ItemID, made map[proviso.MovementID]flow.Span) ([]share, error) {
	t := e.timelines[id]
	if !t.assembled {
		return nil, nil
	}
	of := map[int]flow.Span{}
	for mid, n := range made {
		if at, ok := t.index[mid]; ok && n.Most > 0 {
			of[at] = n
		}
	}
	if len(of) == 0 {
		return nil, nil
	}
	set := e.newSet(k, t, of)
	set.Anywhere = true
	return e.carried(ctx, t, set)
}

// unite joins the bound units of the item that come into one assembly to those of others
// before: at least the larger, at most both, in different products. A unit of which no
// whole number goes into each product may be in several, see productsOf.
func unite(old flow.Span, s share, item proviso.ItemID) flow.Span {
	in, out := proviso.Exactly(0), s.move.Quantity
	for _, part := range s.move.Inputs {
		if part.Item == item {
			in = in.Add(part.Quantity)
		}
	}
	per := perProduct(in, out)
	least := (s.Units.Least + per - 1) / per
	if in.Most > 0 && in.Most < out.Least && s.Units.Least > 0 {
		least = timesUpTo(out.Least, s.Units.Least, out.Least/in.Most)
	}
	if s.doubt != "" {
		least = 0
	}
	all := face(out).Most
	most := proviso.SatAdd(old.Most, timesUpTo(all, s.Units.Most, productsOf(in, s.move.Movement)))
	return flow.Span{Least: max(old.Least, least), Most: min(most, all)}
}

// timesUpTo is units times each, no more than most.
func timesUpTo(most, units, each int64) int64 {
	if units > 0 && each > most/units {
		return most
	}
	return units * each
}

// productsOf gives how many products of an assembly a unit of a part may be in: one if
// it surely takes a whole number of them for each, else all of its batch.
func productsOf(in proviso.Quantity, m *proviso.Movement) int64 {
	taken, known := in.Exact()
	made, exact := m.Quantity.Exact()
	switch {
	case known && exact && made > 0 && taken%made == 0:
		return 1
	case m.Batch > 0:
		return m.Batch
	}
	return max(1, m.Quantity.Most)
}

// perProduct gives how many units of a component go into one product, at most.
func perProduct(in, out proviso.Quantity) int64 {
	least := max(1, out.Least)
	if in.Most == proviso.Unbounded {
		return proviso.MaxCount
	}
	return max(1, (in.Most+least-1)/least)
}

// ofUnits says whether the clause is about some units of its items, which may be in one
// product and not in another.
func (c *clause) ofUnits() bool { return !c.Goods.All && c.Goods.MadeIn == "" }

// reachInto says whether the instrument's clauses follow a component into the product, by
// its clauses on components: the strictest of those that name the component, else of
// those that name none. Without one nobody knows. Of a clause about some units Yes means
// that it follows any one of them; of how many are in a product is not asked.
func (e *engine) reachInto(c *clause, product proviso.ItemID) (proviso.Truth, []proviso.Reason) {
	parts := e.covered(c, product, "")
	reach, via := e.reachOf(c, product, parts, -1)
	if via == nil {
		text := fmt.Sprintf("%s contains %s; whether the clauses of %s follow it into a product is not on record", product, partWords(parts), c.in.ID)
		return proviso.Maybe, []proviso.Reason{{Text: text, Records: []string{string(c.in.ID), string(product)}}}
	}
	if !c.ofUnits() || reach == proviso.No {
		return reach, via
	}
	for i := range parts {
		if one, _ := e.reachOf(c, product, parts, i); one != proviso.Yes {
			return proviso.Maybe, via
		}
	}
	return proviso.TruthOf(len(parts) > 0).Or(proviso.Maybe), via
}

// reachOf is reachInto for all the parts together, or, if only is not negative, for a
// product of which no more is known than that one unit of that part in it is bound.
func (e *engine) reachOf(c *clause, product proviso.ItemID, parts []ingredient, only int) (proviso.Truth, []proviso.Reason) {
	reach, via := proviso.No, []proviso.Reason(nil)
	for _, k := range c.through {
		var about []ingredient
		for i, p := range e.covered(c, product, k.Rule.(*proviso.ComponentRule).Basis) {
			if only >= 0 && i != only || !onPart(k, c.through, p.item) {
				continue
			}
			if only >= 0 {
				p.bound, p.share.Least = proviso.Yes, p.share.Least/int32(max(1, min(p.pieces, math.MaxInt32)))
			}
			about = append(about, p)
		}
		if len(about) == 0 && len(parts) > 0 {
			continue
		}
		if now, why := e.reachBy(c, k, about, product); via == nil || now > reach {
			reach, via = now, why
		}
	}
	for i, p := range parts {
		if (only < 0 || i == only) && !slices.ContainsFunc(c.through, func(k *proviso.Condition) bool { return onPart(k, c.through, p.item) }) {
			reach = reach.Or(proviso.Maybe)
		}
	}
	return reach, via
}

// Followed is what a clause makes of a product that units which came under its
// instrument went into, on record.
type Followed struct {
	Condition proviso.ConditionID
	Binds     proviso.Truth // whether it binds a product with any such unit in it; Maybe: it binds some, or nobody knows
	Because   []proviso.Reason
}

// Follows lists the clauses on units that came under the instrument which are about
// any that went into the product.
func Follows(ctx context.Context, s *proviso.Snapshot, id proviso.InstrumentID, product proviso.ItemID) ([]Followed, error) {
	e := newEngine(s)
	if err := e.follow(ctx); err != nil {
		return nil, err
	}
	var out []Followed
	for _, c := range e.clauses {
		if c.in.ID != id || c.Goods != (proviso.Goods{}) || !followsUnits(c.Rule) {
			continue
		}
		if _, ok := c.Rule.(*proviso.Substitution); ok {
			continue // said of the component's own stock
		}
		if len(e.covered(c, product, "")) == 0 {
			continue
		}
		reach, why := e.reachInto(c, product)
		for _, m := range e.under[id] {
			if m.Item != product && e.coversPart(c, m.Item) == proviso.No && reach == proviso.Yes {
				reach = proviso.Maybe
				why = append(why, proviso.Reason{Text: fmt.Sprintf("%s is not about %s, which came under it, too", c.ID, m.Item), Records: []string{string(c.ID)}})
			}
		}
		out = append(out, Followed{c.ID, reach, why})
	}
	return out, nil
}

// onPart says whether the clause on components, one of those of its instrument,
// is about the part: it names it or, where none does, names no item.
func onPart(k *proviso.Condition, of []*proviso.Condition, part proviso.ItemID) bool {
	names := func(k *proviso.Condition) bool { return slices.Contains(k.Items, part) }
	if slices.ContainsFunc(of, names) {
		return names(k)
	}
	return len(k.Items) == 0
}

// reachBy says what one clause on components makes of the parts that it is about.
func (e *engine) reachBy(c *clause, k *proviso.Condition, parts []ingredient, product proviso.ItemID) (proviso.Truth, []proviso.Reason) {
	said := func(text string) []proviso.Reason {
		return []proviso.Reason{{Text: text, Records: []string{string(c.in.ID), string(product)}}}
	}
	r, names := k.Rule.(*proviso.ComponentRule), partWords(parts)
	share := sumOf(parts, c.ofUnits())
	if r.SeeThrough {
		surely := proviso.Maybe
		for _, p := range parts {
			surely = surely.Or(p.bound)
		}
		return surely, said(fmt.Sprintf("%s contains %s, and %s sees through", product, names, c.in.ID))
	}
	reach, sure := proviso.Maybe, sumOf(parts, false)
	switch {
	case sure.Least >= r.Threshold.Most:
		reach = proviso.Yes
	case share.Most < r.Threshold.Least:
		reach = proviso.No
	}
	return reach, said(fmt.Sprintf("%s is %s of %s by %s; the clauses lapse below %s", names, percent(share), product, r.Basis, percent(r.Threshold)))
}

func partWords(parts []ingredient) string {
	var names []string
	for _, p := range parts {
		if !slices.Contains(names, string(p.item)) {
			names = append(names, string(p.item))
		}
	}
	if len(names) == 0 {
		return "a covered component"
	}
	return strings.Join(names, " and ")
}

// decideBound turns a candidate into a finding.
func (e *engine) decideBound(c candidate) {
	m := c.move.Movement
	applies := c.clause.applies(e.s, m)
	if applies == proviso.No {
		return
	}
	if _, ok := c.clause.Rule.(*proviso.Duty); ok {
		e.losses[c.clause.ID] = append(e.losses[c.clause.ID], c)
		return
	}
	if r, ok := c.clause.Rule.(*proviso.Substitution); ok {
		e.decideSubstitution(c, r, applies)
		return
	}
	e.noteDependence(c)
	o := e.waived(c.clause, m, e.judge(c.clause, c.move)).lessSure(applies).lessSure(c.reach)
	o.because = slices.Concat(c.via, o.because)
	switch {
	case c.doubt != "":
		o.because = append(o.because, proviso.Reason{Text: c.doubt + " is not on record", Records: []string{string(m.ID), string(c.clause.in.ID)}})
		o.settles = append(o.settles, c.doubt)
	case c.reach == proviso.Maybe:
		o.settles = append(o.settles, "whether the clauses of "+string(c.clause.in.ID)+" follow the component into the product, and its share")
	}
	if applies == proviso.Maybe {
		o.because = append(o.because, proviso.Reason{Text: "not shown to be in force, or not to be excepted, on the day: " + c.clause.life.story(), Records: []string{string(c.clause.in.ID)}})
		o.settles = append(o.settles, "the life of "+string(c.clause.in.ID))
	}
	o.because = append(o.because, boundReason(c))
	e.add(m, c.clause, o, portion{binds: c.of, exact: (c.share.Exact || c.of.Least == c.of.Most) && c.reach == proviso.Yes, share: c.share})
}

// boundReason says how many units of the movement are bound, and why so many.
func boundReason(c candidate) proviso.Reason {
	text := "binds "
	if c.doubt != "" {
		text = "perhaps binds "
	}
	text += fmt.Sprintf("%s of %s", proviso.Units{Least: c.of.Least, Most: c.of.Most}.Human(), proviso.Units{Least: c.move.act.Face.Least, Most: c.move.act.Face.Most}.Human())
	if c.share.Stocked && c.of.Least != c.of.Most {
		if c.share.Other.Most == flow.Unlimited {
			text += ": drawn from stock in which other units may be, how many is not on record"
		} else {
			text += fmt.Sprintf(": drawn from stock with %s other", proviso.Units{Least: c.share.Other.Least, Most: c.share.Other.Most}.Human())
		}
		if !c.share.Asked {
			text += "; reckoned from that stock alone"
		}
	}
	return proviso.Reason{Text: text, Records: []string{string(c.move.ID), string(c.clause.ID)}}
}
