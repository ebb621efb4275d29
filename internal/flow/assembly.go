package flow

import (
	"cmp"
	"context"
	"math/bits"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Assembly makes units of one item out of units of others. In works every holding
// is one of a single item, so a place with shells and rounds is two holdings.
type Assembly struct {
	Into             int32 // the holding of the product
	Lot, Tag         int32
	Earliest, Latest proviso.Day
	Least, Most      int64 // units of the product
	Perhaps          bool  // it may not have taken place
	Batch            int64 // so many of them are made together of parts of their own; 0: all
	Parts            []Part
}

// Part is what an assembly takes from a holding if it takes place. Of each item it
// takes the same whole number for every batch, of which each product has its share:
// where that is no whole number one product may have one unit more than another, or
// units may be divided, each among any of the products of its batch.
//
// From may be Unknown: then the units come out of any holdings of the Item, and from
// beyond them. Otherwise the Item is that of the holding.
type Part struct {
	From, Tag   int32
	Least, Most int64
	Item        int32
}

// Works is the networks of several items that are made into one another. What is
// asked of it is how many units are bound, when a unit is bound if any component
// of it is (see-through).
type Works struct {
	items      []int32 // by holding
	moves      []Move  // but for those of assemblies
	tallies    []Tally
	assemblies []Assembly
	products   []bool // by item: some assembly makes it
	united     *View
	byPart     []*View // one for each item that is a part
	pools      []int   // the assemblies of the parts that come from Unknown
	open       int     // so many holdings nobody counted before their first record
	blind      bool    // lots of products are left out
	divided    bool    // some products have a share of a part that is no whole number
	several    bool    // some products have several units in them
	chain      bool    // every assembly has parts of one item, one to one: nothing but a change of name
}

// unite makes works of moves and assemblies of holdings whose items are given. Moves
// of a question about works, and assemblies and their parts, are named by their tags,
// which must not be negative and not repeat. What was in the first holdings, so many as
// are open, before their first record is known from tallies only.
func unite(items []int32, open int, moves []Move, tallies []Tally, assemblies []Assembly) (*Works, error) {
	w := &Works{items: items, moves: moves, tallies: tallies, assemblies: assemblies, open: open, chain: true}
	w.products = make([]bool, slices.Max(append(slices.Clone(items), 0))+1)
	var parts []int32
	for i := range assemblies {
		a := &assemblies[i]
		if err := w.check(a); err != nil {
			return nil, err
		}
		w.products[items[a.Into]] = true
		for j := range a.Parts {
			p := &a.Parts[j]
			w.several = w.several || w.item(p) != w.item(&a.Parts[0])
			if !slices.Contains(parts, w.item(p)) {
				parts = append(parts, w.item(p))
			}
			if p.From == Unknown {
				w.pools = append(w.pools, i)
			}
		}
		for item := range w.total(a) {
			takes, makes := w.share(a, item)
			w.divided, w.several = w.divided || makes > 1, w.several || takes > 1
		}
		w.chain = w.chain && len(a.Parts) > 0
	}
	w.chain = w.chain && !w.divided && !w.several
	moves = w.withoutLots(moves)
	slices.Sort(parts)
	var err error
	if w.united, err = w.view(allParts, moves, tallies); err != nil {
		return nil, err
	}
	for _, item := range parts {
		v, err := w.view(item, moves, tallies)
		if err != nil {
			return nil, err
		}
		w.byPart = append(w.byPart, v)
	}
	return w, nil
}

// withoutLots takes the lots of assemblies off the moves: what is in their products is
// known by their parts. Of an item that an assembly makes in no known lot it takes all.
func (w *Works) withoutLots(moves []Move) []Move {
	type stamped struct{ item, lot int32 }
	made := map[stamped]bool{}
	for _, a := range w.assemblies {
		made[stamped{w.items[a.Into], a.Lot}] = true
	}
	out := slices.Clone(moves)
	for i := range out {
		m := &out[i]
		if item := w.itemOf(*m); made[stamped{item, NoLot}] || made[stamped{item, m.Lot}] {
			w.blind = w.blind || m.Lot != NoLot && m.From != Outside
			m.Lot = NoLot
		}
	}
	return out
}

func (w *Works) check(a *Assembly) error {
	if a.Into < 0 || int(a.Into) >= len(w.items) || a.Least < 1 || a.Least > a.Most || a.Most >= countless || a.Batch < 0 || a.Batch > a.Most {
		return refuse("an assembly makes no known number of units or of batches, or in no holding", "")
	}
	for _, p := range a.Parts {
		if p.From < 0 && p.From != Unknown || int(p.From) >= len(w.items) || p.Least < 1 || p.Least > p.Most || p.Most >= countless {
			return refuse("an assembly takes no known number of units of a part, or from no holding", "")
		}
	}
	for item, units := range w.total(a) {
		if few, many := w.perBatch(a, item); units.Most >= countless || few > many || a.Batch > 0 && a.Most/a.Batch*a.Batch < a.Least {
			return refuse("an assembly does not take a whole number of each part for one batch", "")
		}
	}
	return nil
}

// item is that of the part.
func (w *Works) item(p *Part) int32 {
	if p.From >= 0 {
		return w.items[p.From]
	}
	return p.Item
}

// total is how many units of each item the assembly takes.
func (w *Works) total(a *Assembly) map[int32]Span {
	out := map[int32]Span{}
	for i := range a.Parts {
		p := &a.Parts[i]
		out[w.item(p)] = out[w.item(p)].Plus(Span{p.Least, p.Most})
	}
	return out
}

// perBatch is the fewest and most units of the item that can go into a batch. Where all
// products are one batch, it is for as many of them as there can be.
func (w *Works) perBatch(a *Assembly, item int32) (few, many int64) {
	units := w.total(a)[item]
	if a.Batch == 0 {
		return 1, scaled(units.Most, a.Most, a.Least, true)
	}
	return max(1, scaled(units.Least, a.Batch, a.Most, true)), scaled(units.Most, a.Batch, a.Least, false)
}

// scaled is units by so many of all, rounded.
func scaled(units, by, all int64, up bool) int64 {
	high, low := bits.Mul64(uint64(units), uint64(by))
	if high >= uint64(all) {
		return countless
	}
	n, rest := bits.Div64(high, low, uint64(all))
	if up && rest > 0 {
		n++
	}
	return int64(min(n, uint64(countless)))
}

// share says that so many units of the item, at most, go into so many products. It is
// one product wherever each has a whole number of them.
func (w *Works) share(a *Assembly, item int32) (takes, makes int64) {
	few, many := w.perBatch(a, item)
	makes = a.Batch
	if makes == 0 {
		makes = a.Most
		if a.Least == a.Most {
			few = w.total(a)[item].Least
		}
	}
	if few == many && many%makes == 0 {
		return many / makes, 1
	}
	return many, makes
}

// Made is the answer to a question about works. The certificate of the most is for
// the network of all parts. That of the least is for the network By: so many of its
// units are at the target, and one product counts for Each of them.
type Made struct {
	Answer
	By      *View
	Each    int64
	ClashOf *View // of whose network the stock in Clash is
}

// Bound answers a question about bound units. The most is exact on exact data, but
// where it is known of a product that no more than so many of it are bound. The least
// is the largest that one part alone gives; it is sound, and exact only where products
// have one part. Moves in a clash are named by their tags.
func (w *Works) Bound(ctx context.Context, q Question) (Made, error) {
	views := append([]*View{w.united}, w.byPart...)
	if w.chain {
		views = views[:1]
	}
	if w.Each(w.united, q) > 1 {
		return Made{}, refuse("units are asked about that go into products in shares", "ask about the products")
	}
	var all []Answer
	for _, v := range views {
		one, err := w.ask(ctx, v, q)
		if err != nil {
			return Made{}, err
		}
		all = append(all, one)
	}
	ans := Made{all[0], w.united, 1, w.united}
	ans.Gaps = w.inUnits(all[0].Gaps)
	for i, one := range all[1:] {
		v := views[i+1]
		if len(one.Clash) > 0 {
			ans.clashes(&one, v)
			continue
		}
		each := w.Each(v, q)
		if least := (one.Proof[AtLeast].Number + each - 1) / each; least > ans.Least {
			ans.Least, ans.Proof[AtLeast], ans.Uncounted, ans.Found = least, one.Proof[AtLeast], one.Uncounted, -1
			ans.By, ans.Each = v, each
		}
	}
	if len(ans.Clash) == 0 && ans.Least > ans.Most {
		ans.Clash, ans.ClashIs = w.known(&q), asFound
	}
	if !w.chain {
		ans.LeastExact = false
		if w.several {
			ans.Outer = append(ans.Outer, "a product has several parts")
		}
		if w.limited(&q) {
			ans.MostExact = false
			ans.Outer = append(ans.Outer, "of some products it is known that no more than so many are of them")
		}
	}
	if w.divided {
		ans.MostExact = false
		ans.Outer = append(ans.Outer, "a unit may be in several products")
	}
	if w.blind {
		ans.LeastExact, ans.MostExact = false, false
		ans.Outer = append(ans.Outer, "lots of what was made of parts are left out")
	}
	if ans.Least == ans.Most && len(ans.Clash) == 0 {
		ans.LeastExact, ans.MostExact = true, true
	}
	return ans, nil
}

// known lists all that is known of bound units: the evidence, and the moves of lots.
func (w *Works) known(q *Question) []Clash {
	var out []Clash
	for k, e := range q.Evidence {
		out = append(out, Clash{Evidence: int32(k), Move: e.Move})
	}
	for _, m := range w.united.moves {
		if m.Lot != NoLot && m.From != Outside {
			out = append(out, Clash{Evidence: -1, Move: m.Tag})
		}
	}
	return out
}

// inUnits gives gaps of the network of all parts in units of the items.
func (w *Works) inUnits(gaps []Gap) []Gap {
	out := slices.Clone(gaps)
	for i := range out {
		if h := out[i].Holding; int(h) < len(w.items) {
			out[i].Units /= w.united.of(w.items[h])
		}
	}
	return out
}

// clashes takes over a clash if it is smaller than the one that is known: of less
// evidence, or of as much and less beside it.
func (m *Made) clashes(other *Answer, of *View) {
	size := func(list []Clash) (known, all int) {
		for _, c := range list {
			if c.Evidence >= 0 {
				known++
			}
		}
		return known, len(list)
	}
	known := len(m.Clash) > 0
	mine, my := size(m.Clash)
	its, all := size(other.Clash)
	if known && (m.ClashIs != smallest || other.ClashIs != smallest) {
		m.ClashIs = asFound
	}
	if !known || cmp.Or(cmp.Compare(its, mine), cmp.Compare(all, my)) < 0 {
		m.Clash, m.ClashOf = other.Clash, of
	}
	if !known {
		m.ClashIs = other.ClashIs
	}
}

// limited says whether something is known of bound units of a product that a flow of
// bound units may not obey: no more than so many, or another lot.
func (w *Works) limited(q *Question) bool {
	for _, e := range q.Evidence {
		if e.Most != Unlimited && w.product(w.itemKnown(&e)) {
			return true
		}
	}
	return slices.ContainsFunc(w.united.moves, func(m Move) bool { return m.Lot != NoLot && m.From != Outside && w.product(w.itemOf(m)) })
}

// product says whether some assembly makes the item.
func (w *Works) product(item int32) bool { return item >= 0 && w.products[item] }

// itemKnown is the item that the evidence is about.
func (w *Works) itemKnown(e *Evidence) int32 {
	if e.Tally >= 0 && int(e.Tally) < len(w.united.tallies) {
		return w.items[w.united.tallies[e.Tally].Holding]
	}
	if row, ok := w.united.row[e.Move]; ok {
		return w.itemOf(w.united.Move(int(row)))
	}
	return -1
}

// Each is for how many units of the view a product that is asked about counts, at most.
func (w *Works) Each(v *View, q Question) int64 {
	n := int64(1)
	for _, h := range slices.Concat(q.Holdings, q.MayHold) {
		if h >= 0 && int(h) < len(w.items) {
			n = max(n, v.of(w.items[h]))
		}
	}
	for _, tag := range q.Moves {
		if i, ok := v.row[tag]; ok {
			n = max(n, v.of(w.itemOf(v.Move(int(i)))))
		}
	}
	return n
}

// itemOf is the item of a move in a view, -1 if it is between no holdings.
func (w *Works) itemOf(m Move) int32 {
	for _, h := range []int32{m.To, m.From} {
		if h >= 0 && int(h) < len(w.items) {
			return w.items[h]
		}
	}
	return -1
}

func (w *Works) ask(ctx context.Context, v *View, q Question) (Answer, error) {
	put, from, err := w.question(v, q)
	if err != nil {
		return Answer{}, err
	}
	ans, err := Bound(ctx, v.Network, put)
	for i := range ans.Clash {
		c := &ans.Clash[i]
		if c.Evidence >= 0 {
			c.Evidence = from[c.Evidence]
		}
		if c.Move >= 0 {
			if c.Move = v.Move(int(c.Move)).Tag; c.Move < -1 {
				c.Move = outOf(c.Move)
			}
		}
	}
	if ans.Found >= 0 {
		ans.Found = int(from[ans.Found])
	}
	return ans, err
}
