package condition

import (
	"fmt"
	"math/rand/v2"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
)

// blur is one way to make one fact of one record less precise. It is named, so
// that it can be found again in a smaller dossier.
type blur struct {
	name  string
	apply func(*rand.Rand)
	drop  string // the record goes altogether
}

// blurs gives every way in which the facts of the dossier can be known less
// well without any of them becoming wrong.
//
// What is left out, because it changes what is said and not how well it is
// known: the purposes and parties that a clause lists, an instrument that a
// movement names under it, or a stocktake names in what it found (not to be
// under an instrument is a fact of its own), the movements that a consent names and its quantity beside them (to
// name a movement is to cover it), the day since when the only value stands (to leave
// it out is to say that it stands), and the ends of a period at month precision
// (inclusive by definition).
func blurs(rs []proviso.Record) []blur {
	var out []blur
	for _, x := range rs {
		add := func(name string, possible bool, f func(*rand.Rand)) {
			if possible {
				out = append(out, blur{name: x.RecordID() + " " + name, apply: f})
			}
		}
		switch x := x.(type) {
		case *proviso.Party:
			add("kind", true, func(*rand.Rand) { x.Kind = "" })
			add("part_of", x.PartOf != "", func(*rand.Rand) { x.PartOf = "" })
			add("country", x.Country != "", func(*rand.Rand) { x.Country = "" })
			add("learned later", true, func(*rand.Rand) { x.Known = date("2023") })
		case *proviso.Place:
			add("country", x.Country != "", func(*rand.Rand) { x.Country = "" })
			add("learned later", true, func(*rand.Rand) { x.Known = date("2023") })
		case *proviso.Item:
			add("learned later", len(x.MadeOf) == 0 && !madeHere(rs, x.ID), func(*rand.Rand) { x.Known = date("2023") })
			add("lethal", x.Lethal != proviso.Maybe, func(*rand.Rand) { x.Lethal = proviso.Maybe })
			add("made_in", x.MadeIn != "" && !madeHere(rs, x.ID), func(*rand.Rand) { x.MadeIn = "" })
			add("codes", len(x.Codes) > 0, func(*rand.Rand) { x.Codes = nil })
			for i := range x.MadeOf {
				part := &x.MadeOf[i]
				add(fmt.Sprintf("share %d", i), true, func(*rand.Rand) { part.Value, part.Mass = proviso.Percent{}, proviso.Percent{} })
				add(fmt.Sprintf("share %d wider", i), true, func(*rand.Rand) { widerShare(&part.Value); widerShare(&part.Mass) })
			}
		case *proviso.Instrument:
			blurInstrument(x, add)
		case *proviso.Movement:
			blurMovement(x, add)
			if x.Kind == proviso.Count && len(x.OfWhich) == 0 {
				out = append(out, blur{name: x.RecordID() + " dropped", drop: x.RecordID()})
			}
		}
	}
	return out
}

// madeHere says whether a record tells where units of the item were made: it may
// gainsay what the item says of all of them.
func madeHere(rs []proviso.Record, id proviso.ItemID) bool {
	return slices.ContainsFunc(rs, func(x proviso.Record) bool {
		m, ok := x.(*proviso.Movement)
		return ok && m.Item == id && (m.Kind == proviso.Produce || m.Kind == proviso.Assemble)
	})
}

type adder func(name string, possible bool, f func(*rand.Rand))

func blurInstrument(x *proviso.Instrument, add adder) {
	for i := range x.Life {
		e := &x.Life[i]
		add(fmt.Sprintf("life %d wider", i), true, func(r *rand.Rand) { e.On = wider(r, e.On) })
		add(fmt.Sprintf("life %d unknown", i), true, func(*rand.Rand) { e.On = proviso.Date{} })
	}
	add("life", len(x.Life) > 0, func(*rand.Rand) { x.Life = nil })
	if n, ok := x.Valid.Latest(), x.Valid.Known(); ok && n != proviso.LastDay {
		add("valid end", true, func(*rand.Rand) { x.Valid = date(x.Valid.Earliest().String() + "/") })
	}
	answers := len(x.Conditions) == 0
	add("given_by", answers, func(*rand.Rand) { x.GivenBy = "" })
	add("given_to", answers, func(*rand.Rand) { x.GivenTo = "" })
	named := len(x.Covers.Movements) > 0
	add("scope items", answers && !named, func(*rand.Rand) { x.Covers.Items, x.Covers.AnyItem = nil, false })
	add("scope to", answers && !named, func(*rand.Rand) { x.Covers.To, x.Covers.AnyTo = nil, false })
	add("scope quantity", answers && !named, func(*rand.Rand) { x.Covers.HasQuantity, x.Covers.AnyQuantity = false, false })
	add("scope quantity range", x.Covers.HasQuantity, func(r *rand.Rand) { x.Covers.Quantity = widerCount(r, x.Covers.Quantity) })
	for _, c := range x.Conditions {
		if o, ok := c.Rule.(*proviso.Onward); ok {
			add(string(c.ID)+" days", o.HasDays, func(*rand.Rand) { o.HasDays, o.Days = false, 0 })
		}
	}
}

func blurMovement(x *proviso.Movement, add adder) {
	add("day wider", true, func(r *rand.Rand) { x.When = wider(r, x.When) })
	add("day unknown", true, func(*rand.Rand) { x.When = proviso.Date{} })
	add("quantity wider", true, func(r *rand.Rand) { x.Quantity = widerCount(r, x.Quantity) })
	add("quantity unknown", true, func(*rand.Rand) { x.Quantity = proviso.UnknownQuantity() })
	add("lots", len(x.Lots) > 0, func(*rand.Rand) { x.Lots = nil })
	add("drawn from", len(x.DrawnFrom) > 0, func(*rand.Rand) { x.DrawnFrom = nil })
	add("of which", len(x.OfWhich) > 0, func(r *rand.Rand) { x.OfWhich[0].Quantity = widerCount(r, x.OfWhich[0].Quantity) })
	add("route", x.Via.Known, func(*rand.Rand) { x.Via = proviso.Route{} })
	add("leg", len(x.Via.Legs) > 1, func(*rand.Rand) { x.Via = proviso.Route{Legs: x.Via.Legs[1:]} })
	add("basis", x.Basis == proviso.Recorded && x.Kind != proviso.Count, func(*rand.Rand) { x.Basis = proviso.Reported })
	add("floor", x.HasFloor, func(r *rand.Rand) { x.Floor = widerCount(r, x.Floor) })
	add("values", len(x.Values) > 0, func(*rand.Rand) { x.Values = nil })
	for i := range x.Inputs {
		in := &x.Inputs[i]
		add(fmt.Sprintf("input %d quantity", i), true, func(r *rand.Rand) { in.Quantity = widerCount(r, in.Quantity) })
		add(fmt.Sprintf("input %d owner", i), in.From.Owner != "", func(*rand.Rand) { in.From.Owner = "" })
		add(fmt.Sprintf("input %d place", i), in.From.At != "", func(*rand.Rand) { in.From.At = "" })
	}
	add("use", x.Use != "", func(*rand.Rand) { x.Use = "" })
	same := x.Kind == proviso.Count || x.Kind == proviso.Redesignate
	for side, h := range map[string]*proviso.Holding{"from": &x.From, "to": &x.To} {
		if side == "from" && !takes(x.Kind) || side == "to" && (same || !puts(x.Kind)) {
			continue
		}
		change := func(f func(*proviso.Holding)) func(*rand.Rand) {
			return func(*rand.Rand) {
				f(h)
				if same {
					x.To = x.From
				}
			}
		}
		add(side+" owner", h.Owner != "" && x.Kind != proviso.Lend && x.Kind != proviso.Return, change(func(h *proviso.Holding) { h.Owner = "" }))
		add(side+" holder", h.Holder != "", change(func(h *proviso.Holding) { h.Holder = "" }))
		add(side+" place", h.At != "", change(func(h *proviso.Holding) { h.At = "" }))
	}
	for i := range x.PaidFrom {
		p := &x.PaidFrom[i]
		add(fmt.Sprintf("payment %d amount", i), p.HasAmount, func(*rand.Rand) { p.HasAmount = false })
		add(fmt.Sprintf("payment %d day", i), p.On.Known(), func(*rand.Rand) { p.On = proviso.Date{} })
		add(fmt.Sprintf("payment %d purpose", i), p.Purpose != "" && x.Use == "", func(*rand.Rand) { p.Purpose = "" })
	}
	for i := range x.Values {
		v := &x.Values[i]
		add(fmt.Sprintf("value %d since", i), v.Since.Known(), func(r *rand.Rand) { v.Since = wider(r, v.Since) })
		add(fmt.Sprintf("value %d amount", i), true, func(*rand.Rand) { v.Amount.Least /= 2; v.Amount.Most *= 2 })
	}
}

func widerShare(p *proviso.Percent) {
	p.Least, p.Most = max(0, p.Least-500), min(10_000, p.Most+500)
}

// wider gives an interval that contains the day.
func wider(r *rand.Rand, d proviso.Date) proviso.Date {
	a, b := d.Earliest(), d.Latest()
	return proviso.Between(a.AddDays(-r.IntN(50)), b.AddDays(r.IntN(50)))
}

func widerCount(r *rand.Rand, q proviso.Quantity) proviso.Quantity {
	return proviso.Quantity{Least: max(0, q.Least-r.Int64N(4)), Most: proviso.SatAdd(q.Most, r.Int64N(4))}
}

// blurred gives the dossier of the seed with one fact less precise; false if
// the blur is not in it.
func blurred(seed uint64, name string, dropped map[string]bool) (*proviso.Snapshot, bool) {
	rs := generate(seed)
	all := blurs(rs)
	i := slices.IndexFunc(all, func(b blur) bool { return b.name == name })
	if i < 0 {
		return nil, false
	}
	if b := all[i]; b.drop != "" {
		without := map[string]bool{b.drop: true}
		for id := range dropped {
			without[id] = true
		}
		return dossier(rs, without), true
	}
	all[i].apply(rand.New(rand.NewPCG(seed, 5)))
	return dossier(rs, dropped), true
}
