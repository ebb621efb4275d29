package flow

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Plant is the works of one product, made from the records: its own network and
// those of the items that go into it, at any depth.
type Plant struct {
	*Works
	Stocks []*Stock // the product first

	first []int32   // by stock: the number of its first holding in the works
	tags  [][]int32 // by stock and move: its tag in the works, -1 if it is part of an assembly
}

// BuildWorks makes the works of the product from the movements that with accepts.
// Every assembly on record must take a whole number of each part for one product.
func BuildWorks(s *proviso.Snapshot, product proviso.ItemID, with func(*proviso.Movement) bool) (*Plant, error) {
	p := &Plant{}
	made := map[proviso.MovementID]*Assembly{}
	var moves []Move
	var tallies []Tally
	holdings := int32(0)
	items := MadeOf(s, product, with)
	for _, item := range items {
		k, err := Build(s, item, with)
		if err != nil {
			return nil, err
		}
		tags := make([]int32, k.Moves())
		for i := range k.Moves() {
			m, record := k.Move(i), k.Record(int32(i))
			if m.From >= 0 {
				m.From += holdings
			}
			if m.To >= 0 {
				m.To += holdings
			}
			if record.Kind == proviso.Assemble && slices.Contains(items, record.Item) {
				tags[i] = -1
				if err := take(made, record, m, int32(len(p.Stocks))); err != nil {
					return nil, err
				}
				continue
			}
			m.Tag, m.Lot = int32(len(moves)), NoLot
			tags[i] = m.Tag
			moves = append(moves, m)
		}
		for _, t := range k.tallies {
			t.Holding += holdings
			tallies = append(tallies, t)
		}
		p.Stocks, p.first, p.tags = append(p.Stocks, k), append(p.first, holdings), append(p.tags, tags)
		holdings += int32(k.Holdings())
	}
	var assemblies []Assembly
	for _, m := range s.Movements {
		if a := made[m.ID]; a != nil {
			assemblies = append(assemblies, *a)
		}
	}
	var err error
	p.Works, err = Unite(int(holdings), moves, tallies, assemblies)
	return p, err
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

// take notes what an assembly makes or takes by one move of its record.
func take(made map[proviso.MovementID]*Assembly, record *proviso.Movement, m Move, kind int32) error {
	a := made[record.ID]
	if a == nil {
		a = &Assembly{}
		made[record.ID] = a
	}
	if m.From == Outside {
		a.Into, a.Earliest, a.Latest, a.Least, a.Most = m.To, m.Earliest, m.Latest, m.Least, m.Most
		return nil
	}
	out, exact := record.Quantity.Exact()
	if !exact || out == 0 || m.Most == Unlimited || m.Most%out != 0 || m.Most < out {
		return refuse("assembly "+string(record.ID)+" does not take a whole number of each part for one product", "write how many units it took and made, as numbers")
	}
	a.Parts = append(a.Parts, Part{m.From, m.Most / out, kind})
	return nil
}

// Tags gives the tags that moves of a stock have in the works, without those that
// are part of an assembly.
func (p *Plant) Tags(stock int, moves []int32) []int32 {
	var out []int32
	for _, m := range moves {
		if tag := p.tags[stock][m]; tag >= 0 {
			out = append(out, tag)
		}
	}
	return out
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
