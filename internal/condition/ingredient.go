package condition

import (
	"fmt"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
)

// ingredient is a component of a product, at any depth, that a clause is about.
type ingredient struct {
	item   proviso.ItemID
	pieces int64           // units of it in one product, at most
	share  proviso.Percent // of all of these in the product, on the basis of the component clause
	always bool            // in every unit of the product, not only in those of an assembly on record
	bound  proviso.Truth   // whether every unit of it is bound, in every product; No is left out
}

// covered lists the components of the product that the clause is or may be about, with
// their shares on the basis. What is in a component that is surely bound is not listed
// again.
func (e *engine) covered(c *clause, product proviso.ItemID, basis string) []ingredient {
	return e.coveredIn(c, product, basis, map[proviso.ItemID]bool{})
}

func (e *engine) coveredIn(c *clause, product proviso.ItemID, basis string, above map[proviso.ItemID]bool) []ingredient {
	if above[product] {
		return nil
	}
	above[product] = true
	defer delete(above, product)
	var out []ingredient
	for _, part := range e.ingredients(product, basis) {
		is := e.coversPart(c, part.item)
		if part.bound = is; !part.always {
			part.bound = is.And(proviso.Maybe)
		}
		if is != proviso.No {
			out = append(out, part)
		}
		if is == proviso.Yes {
			continue
		}
		for _, inner := range e.coveredIn(c, part.item, basis, above) {
			inner.share, inner.pieces = shareWithin(inner.share, part.share), timesUpTo(proviso.MaxCount, inner.pieces, part.pieces)
			if inner.always = inner.always && part.always; !inner.always || is == proviso.Maybe {
				inner.bound = proviso.Maybe
			}
			out = append(out, inner)
		}
	}
	return out
}

// ingredients lists what the catalogue says the product is made of, and what
// assemblies on record put into it besides.
func (e *engine) ingredients(product proviso.ItemID, basis string) []ingredient {
	var out []ingredient
	if it := e.s.Item(product); it != nil {
		var pieces int64
		for _, c := range it.MadeOf {
			pieces += c.Count
		}
		for _, c := range it.MadeOf {
			out = append(out, ingredient{item: c.Item, pieces: c.Count, share: shareOf(c, basis, pieces), always: true})
		}
	}
	t := e.timelines[product]
	if t == nil || !t.assembled {
		return out
	}
	for _, v := range t.moves {
		for _, in := range v.Inputs {
			if v.input {
				continue
			}
			at := slices.IndexFunc(out, func(x ingredient) bool { return x.item == in.Item })
			if at < 0 {
				at, out = len(out), append(out, ingredient{item: in.Item})
			}
			out[at].pieces = max(out[at].pieces, piecesIn(v.Movement, in.Item))
		}
	}
	return out
}

// piecesIn gives how many units of a part went into each product of an assembly; as many
// as can be where that is no whole number, since a product may have any share of one.
func piecesIn(m *proviso.Movement, part proviso.ItemID) int64 {
	sum := proviso.Exactly(0)
	for _, in := range m.Inputs {
		if in.Item == part {
			sum = sum.Add(in.Quantity)
		}
	}
	taken, known := sum.Exact()
	made, exact := m.Quantity.Exact()
	if !known || !exact || made == 0 || taken%made != 0 {
		return proviso.MaxCount
	}
	return taken / made
}

// coversPart says whether the clause is about all units of the component (Yes), about
// some perhaps, or about none: an item that it names or, where it names none, one that
// moved under its instrument; made where it says.
func (e *engine) coversPart(c *clause, part proviso.ItemID) proviso.Truth {
	items := c.items()
	named := slices.Contains(items, part)
	switch it := e.s.Item(part); {
	case len(items) > 0 && !named:
		return proviso.No
	case c.Goods.All:
		return proviso.TruthOf(named)
	case c.Goods.MadeIn != "" && it != nil:
		return e.s.PlaceWithin(it.MadeIn, c.Goods.MadeIn)
	case c.Goods.MadeIn != "" || named:
		return proviso.Maybe
	}
	came := c.Goods == (proviso.Goods{}) && slices.ContainsFunc(e.under[c.in.ID], func(m *proviso.Movement) bool { return m.Item == part })
	return proviso.TruthOf(came).And(proviso.Maybe)
}

// sumOf adds up the shares of the components; one that is not surely bound adds perhaps
// nothing, unless all are taken to be.
func sumOf(parts []ingredient, all bool) proviso.Percent {
	const whole = 10_000
	sum := proviso.Percent{}
	for _, p := range parts {
		sum.Known = sum.Known || p.share.Known
		if !p.share.Known {
			p.share = proviso.Percent{Most: whole}
		}
		if p.bound == proviso.Yes || all && p.always {
			sum.Least += p.share.Least
		}
		sum.Most = min(sum.Most+p.share.Most, whole)
	}
	if len(parts) == 0 {
		sum.Most = whole
	}
	sum.Least = min(sum.Least, whole)
	return sum
}

// shareOf gives a component's share of its product on the basis; pieces is how
// many components the product has in all.
func shareOf(c proviso.Component, basis string, pieces int64) proviso.Percent {
	switch {
	case basis == "mass":
		return c.Mass
	case basis == "count" && pieces > 0:
		return proviso.Percent{Least: int32(c.Count * 10_000 / pieces), Most: int32((c.Count*10_000 + pieces - 1) / pieces), Known: true}
	}
	return c.Value
}

// shareWithin gives the share of the whole that a share of a part is.
func shareWithin(inner, part proviso.Percent) proviso.Percent {
	if !inner.Known || !part.Known {
		return proviso.Percent{}
	}
	return proviso.Percent{Known: true,
		Least: int32(int64(inner.Least) * int64(part.Least) / 10_000),
		Most:  int32((int64(inner.Most)*int64(part.Most) + 9_999) / 10_000)}
}

func percent(p proviso.Percent) string {
	one := func(n int32) string {
		if n%100 == 0 {
			return fmt.Sprintf("%d%%", n/100)
		}
		return fmt.Sprintf("%d.%02d%%", n/100, n%100)
	}
	switch {
	case !p.Known:
		return "a share not on record"
	case p.Least == p.Most:
		return one(p.Least)
	}
	return one(p.Least) + " to " + one(p.Most)
}
