package proviso

import (
	"cmp"
	"slices"
)

// Rows are movements of which each is like a model: of the same kind, basis and
// item, between the same holdings and under the same instruments. Of each no more
// is held than what sets it apart in a question about stock, so that ten million
// take half a gigabyte. They stand in the order of their earliest days, and of their
// ids on one day.
type Rows struct {
	Models      []*Movement // with what all rows like it have in common, and nothing else
	Whole       []uint32    // by model: the entry of the movement like it that stays whole
	Like        []int32     // by row: the number of its model, -1: the row was taken out
	When        []int32     // by row: the number of its date
	Dates       []Date
	Least, Most []int64 // by row: how many units
	Lot         []int32 // by row: the number of the lot of all its units, -1: not known
	Lots        []Lot
	Entry       []uint32 // by row: the number that the keeper of the records has for it
	Names       []byte   // the ids, one behind the other
	Ends        []uint32 // by row: where its id ends among the names
	Latest      Day      // all rows took place by this day, if they did at all, or are planned
}

// mostNames is more bytes of ids than fit.
const mostNames = 1<<32 - 1

// NewRows takes apart the movements of a ledger: those that have to stay whole, among
// which there is one like each of the rows, and the rows. Entry gives the number that
// the keeper has for a movement.
func NewRows(movements []*Movement, entry func(*Movement) uint32) (whole []*Movement, rows *Rows) {
	rows = &Rows{Latest: FirstDay}
	rivals := map[MovementID]bool{}
	for _, m := range movements {
		if m.RivalTo != "" {
			rivals[m.RivalTo] = true
		}
	}
	models, lots, dates := map[string]int32{}, map[Lot]int32{}, map[Date]int32{}
	type row struct {
		*Movement
		like int32
	}
	var plain []row
	names := 0
	var key []byte
	for _, m := range movements {
		if names += len(m.ID); !m.plain() || rivals[m.ID] || names > mostNames {
			whole = append(whole, m)
			continue
		}
		key = m.likeness(key[:0])
		n, ok := models[string(key)]
		if !ok {
			models[string(key)] = int32(len(rows.Models))
			rows.Models, rows.Whole = append(rows.Models, m.Model()), append(rows.Whole, entry(m))
			whole = append(whole, m)
			continue
		}
		plain = append(plain, row{m, n})
	}
	slices.SortFunc(plain, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.When.Earliest(), b.When.Earliest()), cmp.Compare(a.ID, b.ID))
	})
	for _, r := range plain {
		m := r.Movement
		lot := int32(-1)
		if len(m.Lots) == 1 {
			lot = numberOf(m.Lots[0], lots, &rows.Lots)
		}
		if m.Basis != Planned {
			rows.Latest = max(rows.Latest, m.When.Earliest())
		}
		rows.Like, rows.Lot, rows.Entry = append(rows.Like, r.like), append(rows.Lot, lot), append(rows.Entry, entry(m))
		rows.When = append(rows.When, numberOf(m.When, dates, &rows.Dates))
		rows.Least, rows.Most = append(rows.Least, m.Quantity.Least), append(rows.Most, m.Quantity.Most)
		rows.Names = append(rows.Names, m.ID...)
		rows.Ends = append(rows.Ends, uint32(len(rows.Names)))
	}
	return whole, rows
}

// numberOf gives the number of a value in the list, where it is put if it is new.
func numberOf[T comparable](value T, numbers map[T]int32, list *[]T) int32 {
	n, ok := numbers[value]
	if !ok {
		n = int32(len(*list))
		numbers[value] = n
		*list = append(*list, value)
	}
	return n
}

// plain says whether a row can hold all of the movement that a question about stock
// looks at.
func (m *Movement) plain() bool {
	switch m.Kind {
	case Assemble, Count, Swap, Redesignate:
		return false
	case Transfer, Produce, Lend, Return, Expend, Lose, Capture, Destroy:
	}
	return m.Basis != Supposed && m.RivalTo == "" && len(m.Lots) <= 1 && len(m.DrawnFrom)+len(m.OfWhich)+len(m.Inputs) == 0
}

// likeness is the same for two movements if one can be the model of the other.
func (m *Movement) likeness(key []byte) []byte {
	add := func(s string) { key = append(append(key, s...), 0) }
	add(string(m.Kind))
	add(string(m.Basis))
	add(string(m.Item))
	for _, h := range []*Holding{&m.From, &m.To} {
		add(string(h.Owner))
		add(string(h.Holder))
		add(string(h.At))
		add(string(h.Item))
	}
	for _, id := range m.Under {
		add(string(id))
	}
	return key
}

// Model gives the movement with nothing but what it has in common with rows like it.
func (m *Movement) Model() *Movement {
	return &Movement{Kind: m.Kind, Basis: m.Basis, Item: m.Item, From: m.From, To: m.To, Under: m.Under}
}

// Len is how many rows there are; nil has none.
func (r *Rows) Len() int {
	if r == nil {
		return 0
	}
	return len(r.Like)
}

// ID gives the id of a row.
func (r *Rows) ID(row int) MovementID { return MovementID(r.name(row)) }

func (r *Rows) name(row int) []byte {
	start := uint32(0)
	if row > 0 {
		start = r.Ends[row-1]
	}
	return r.Names[start:r.Ends[row]]
}

// Before says whether a movement of that day and id stands before the row.
func (r *Rows) Before(day Day, id MovementID, row int) bool {
	if first := r.Dates[r.When[row]].Earliest(); day != first {
		return day < first
	}
	return string(id) < string(r.name(row))
}

// Movement gives what is held of a row with what it has in common with its model.
func (r *Rows) Movement(row int) *Movement {
	m := *r.Models[r.Like[row]]
	m.ID, m.When, m.Quantity = r.ID(row), r.Dates[r.When[row]], Quantity{r.Least[row], r.Most[row]}
	if lot := r.Lot[row]; lot >= 0 {
		m.Lots = []Lot{r.Lots[lot]}
	}
	return &m
}

// Named takes out the rows that have one of the names as their id or lot, and gives
// them as movements.
func (r *Rows) Named(names map[string]bool) []*Movement {
	lots := make([]bool, len(r.Lots))
	for i, lot := range r.Lots {
		lots[i] = names[string(lot)]
	}
	var found []*Movement
	for row := range r.Len() {
		if r.Has(row) && (r.Lot[row] >= 0 && lots[r.Lot[row]] || names[string(r.name(row))]) {
			found = append(found, r.Take(row))
		}
	}
	return found
}

// Take takes a row out and gives it as a movement.
func (r *Rows) Take(row int) *Movement {
	m := r.Movement(row)
	r.Like[row] = out
	return m
}

// out stands for the model of a row that was taken out.
const out = -1

// Has says whether the row was not taken out.
func (r *Rows) Has(row int) bool { return r.Like[row] != out }
