package flow

import (
	"cmp"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Plant is the works of one product, made from the records: its own network and
// those of the items that go into it, at any depth.
type Plant struct {
	*Works
	Stocks []*Stock // the product first

	first   []int32             // by stock: the number of its first holding in the works
	tags    []int32             // by stock: the tag of its first move
	records []*proviso.Movement // by tag
	tallies []found             // by number in the works
}

// found is a tally of one of the stocks.
type found struct {
	Tally
	stock int32
	own   int32 // its number there
}

// BuildWorks makes the works of the product from the movements that with accepts.
// Every assembly on record must say how many units it took and made at most, and where to.
func BuildWorks(s *proviso.Snapshot, product proviso.ItemID, with func(*proviso.Movement) bool) (*Plant, error) {
	p := &Plant{}
	made := map[proviso.MovementID]*Assembly{}
	var items []int32
	lots := int32(0)
	var moves []Move
	names := MadeOf(s, product, with)
	for item, name := range names {
		k, err := stockOf(s, nil, name, with, false)
		if err != nil {
			return nil, err
		}
		first := int32(len(items))
		p.first, p.tags, p.Stocks = append(p.first, first), append(p.tags, int32(len(p.records))), append(p.Stocks, k)
		items = append(items, slices.Repeat([]int32{int32(item)}, k.Holdings())...)
		for i := range k.Moves() {
			m, record := k.Move(i), k.Record(int32(i))
			m.From, m.To = later(m.From, first), later(m.To, first)
			m.Tag, m.Lot = int32(len(p.records)), later(m.Lot, lots)
			p.records = append(p.records, record)
			if record.Kind != proviso.Assemble || !slices.Contains(names, record.Item) {
				moves = append(moves, m)
			} else if err := take(made, record, m, int32(item)); err != nil {
				return nil, err
			}
		}
		lots += k.lots()
		for i, t := range k.tallies {
			t.Holding += first
			p.tallies = append(p.tallies, found{t, int32(item), int32(i)})
		}
	}
	slices.SortStableFunc(p.tallies, func(a, b found) int { return cmp.Compare(a.Day, b.Day) })
	var assemblies []Assembly
	several := map[proviso.MovementID]bool{}
	for _, m := range s.Movements {
		several[m.RivalTo] = true
	}
	for _, m := range s.Movements {
		if a := made[m.ID]; a != nil {
			if err := a.settle(m, m.RivalTo == "" && !several[m.ID], items); err != nil {
				return nil, err
			}
			assemblies = append(assemblies, *a)
		}
	}
	var err error
	p.Works, err = unite(items, len(items), moves, p.counted(), assemblies)
	return p, err
}

// counted is the tallies of all stocks.
func (p *Plant) counted() []Tally {
	out := make([]Tally, len(p.tallies))
	for i, t := range p.tallies {
		out[i] = t.Tally
	}
	return out
}

// AsIfEmpty is the works if every holding had been empty before its first record. Moves
// and holdings keep their tags and numbers.
func (p *Plant) AsIfEmpty() (*Works, error) {
	return unite(p.items, 0, p.moves, p.counted(), p.assemblies)
}

// Astray is the works in which any holding may have so many units more than are on record
// (see Network.Astray).
func (w *Works) Astray(units int64) *Works {
	c := *w
	away := func(v *View) *View {
		x := *v
		x.Network = v.Network.Astray(times(units, slices.Max(v.weight)))
		return &x
	}
	c.united, c.byPart = away(w.united), nil
	for _, v := range w.byPart {
		c.byPart = append(c.byPart, away(v))
	}
	return &c
}

// Products is in how many products so many units of the stock can be.
func (p *Plant) Products(stock int, units int64) int64 {
	return times(units, p.united.of(int32(stock)))
}

// later numbers a holding or lot after the first so many.
func later(number, first int32) int32 {
	if number < 0 {
		return number
	}
	return first + number
}

// MadeOf lists the product and what assemblies on record put into it, at any depth.
func MadeOf(s *proviso.Snapshot, product proviso.ItemID, with func(*proviso.Movement) bool) []proviso.ItemID {
	out := []proviso.ItemID{product}
	for i := 0; i < len(out); i++ {
		for _, m := range s.Movements {
			if m.Kind != proviso.Assemble || m.Item != out[i] || !with(m) {
				continue
			}
			for _, in := range m.Inputs {
				if !slices.Contains(out, in.Item) {
					out = append(out, in.Item)
				}
			}
		}
	}
	return out
}

// take notes what an assembly makes or takes by one move of its record, of the item of
// that number.
func take(made map[proviso.MovementID]*Assembly, record *proviso.Movement, m Move, item int32) error {
	a := made[record.ID]
	if a == nil {
		a = &Assembly{}
		made[record.ID] = a
	}
	if m.Most == Unlimited || record.Quantity.Most == 0 {
		return refuse("assembly "+string(record.ID)+" does not say how many units it took and made at most", "write how many units it took and made, as numbers or ranges")
	}
	switch {
	case m.From != Outside:
		a.Parts = append(a.Parts, Part{m.From, m.Tag, max(1, m.Least), m.Most, item})
	case m.To < 0:
		return refuse("assembly "+string(record.ID)+" does not say who has what it made", "write to: with what is known of the holding")
	default:
		a.Into, a.Lot, a.Tag, a.Earliest, a.Latest, a.Least, a.Most, a.Perhaps = m.To, m.Lot, m.Tag, m.Earliest, m.Latest, max(1, m.Least), m.Most, m.Least == 0
	}
	return nil
}

// settle finds how many products are made together: as many as the record says, else one
// if each can have a whole number of every part, else all. Where the assembly may not have
// taken place, and there is one account of it, its own quantities hold if it did.
func (a *Assembly) settle(record *proviso.Movement, single bool, items []int32) error {
	if a.Most == 0 || len(a.Parts) != len(record.Inputs) {
		return refuse("assembly "+string(record.ID)+" has another account, from which it differs in part", "leave out the account that does not hold, or let both say the same of where parts came from and products went to")
	}
	if a.Perhaps && single {
		a.Least = max(1, record.Quantity.Least)
		for i := range a.Parts {
			a.Parts[i].Least = a.Parts[i].Most
			for _, in := range record.Inputs {
				if max(1, in.Quantity.Most) == a.Parts[i].Most {
					a.Parts[i].Least = max(1, min(a.Parts[i].Least, in.Quantity.Least))
				}
			}
		}
	}
	w := Works{items: items}
	for _, a.Batch = range []int64{max(1, record.Batch), 0} {
		if w.check(a) == nil || record.Batch > 0 {
			break
		}
	}
	if w.check(a) != nil {
		return refuse("assembly "+string(record.ID)+" does not take a whole number of each part for one batch", "write how many units it took and made, and how many of them in a batch, so that a whole number of each goes into one")
	}
	return nil
}

// Tags gives the tags that moves of a stock have in the works.
func (p *Plant) Tags(stock int, moves []int32) []int32 { return shifted(moves, p.tags[stock]) }

// under lists the movements of all stocks under the instrument.
func (p *Plant) under(id proviso.InstrumentID) (out []proviso.MovementID) {
	for _, k := range p.Stocks {
		out = append(out, k.under(id)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// Findings gives what the records say of bound units, when they are bound by the
// movements of. Of a product it is only that so many are bound at least: it can have a
// bound part and not count as bound by the instrument of that.
func (p *Plant) Findings(of []proviso.MovementID, until proviso.Day) []Evidence {
	in := setOf(of)
	var out []Evidence
	for i, k := range p.Stocks {
		own, all := k.under, 0
		if p.product(int32(i)) {
			own, all = p.under, -1
		}
		for _, m := range k.records {
			if all >= 0 && m.Item == k.Item && in[m.ID] {
				all++
			}
		}
		for _, e := range k.findings(of, until, own, all) {
			if e.Move >= 0 {
				e.Move += p.tags[i]
			} else {
				e.Tally = int32(slices.IndexFunc(p.tallies, func(t found) bool { return t.stock == int32(i) && t.own == e.Tally }))
			}
			out = append(out, e)
		}
	}
	return out
}

// Record is the movement that a tag stands for.
func (p *Plant) Record(tag int32) *proviso.Movement { return p.records[tag] }

// Tallied is the stocktake that a tally of the works stands for.
func (p *Plant) Tallied(tally int32) *proviso.Movement {
	t := p.tallies[tally]
	return p.Stocks[t.stock].counts[t.own]
}

// Place gives the stock and its holding that a holding of the works is; false for
// what is in assembly.
func (p *Plant) Place(holding int32) (*Stock, int32, bool) {
	for i, k := range p.Stocks {
		if h := holding - p.first[i]; h >= 0 && int(h) < k.Holdings() {
			return k, h, true
		}
	}
	return nil, 0, false
}

// Choose sorts the holdings of the works: those that match for sure, and those that may
// match.
func (p *Plant) Choose(match func(proviso.Holding) proviso.Truth) (sure, perhaps []int32) {
	for i, k := range p.Stocks {
		own, may := k.Choose(match)
		sure, perhaps = append(sure, shifted(own, p.first[i])...), append(perhaps, shifted(may, p.first[i])...)
	}
	return sure, perhaps
}

// Name is the item that the view follows, "" if it follows all parts.
func (p *Plant) Name(v *View) proviso.ItemID {
	if v.Part == allParts {
		return ""
	}
	return p.Stocks[v.Part].Item
}

// Named is the view that follows the item; nil if there is none.
func (p *Plant) Named(item proviso.ItemID) *View {
	for _, v := range append([]*View{p.united}, p.byPart...) {
		if p.Name(v) == item {
			return v
		}
	}
	return nil
}

// Where finds what the steps or limits of a certificate for the view are about. Of
// what is on the bench of an assembly it gives the assembly. The way is nil unless the
// question is by way of a place.
func (p *Plant) Where(v *View, way *Way, steps []Step, until proviso.Day) ([]Where, error) {
	if way != nil {
		return way.where(steps, until, plantWords{p, v})
	}
	return v.where(steps, until, plantWords{p, v})
}

// plantWords has the words of the records for a view.
type plantWords struct {
	*Plant
	view *View
}

func (p plantWords) moved(row int32) Where {
	tag := p.view.Move(int(row)).Tag
	if tag == -1 {
		return Where{}
	}
	if tag < 0 {
		tag = outOf(tag)
	}
	stock := len(p.tags) - 1
	for p.tags[stock] > tag {
		stock--
	}
	return p.of(int32(stock), Where{Movement: p.records[tag].ID})
}

// of adds of which item the units of a stock are in the view: of products that have
// the part in them that it follows they are such parts.
func (p plantWords) of(stock int32, at Where) Where {
	at.Item = p.Stocks[stock].Item
	if part := p.view.Part; part != allParts && part != stock && p.view.has[stock] {
		at.Item, at.In, stock = p.Stocks[part].Item, at.Item, part
	}
	if each := p.view.of(stock); each > 1 {
		at.Each = each
	}
	return at
}

func (p plantWords) tallied(tally int32) Where {
	return p.of(p.Plant.tallies[tally].stock, Where{Movement: p.Tallied(tally).ID})
}

func (p plantWords) held(holding int32) Where {
	if k, h, ok := p.Place(holding); ok {
		return p.of(p.items[holding], Where{Holdings: k.Members(h)})
	}
	at := int(holding) - len(p.items)
	if at >= len(p.assemblies) {
		at = p.pools[at-len(p.assemblies)]
	}
	a := &p.assemblies[at]
	return p.of(p.items[a.Into], Where{Movement: p.records[a.Tag].ID})
}
