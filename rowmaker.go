package proviso

import (
	"bytes"
	"maps"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// mostNames is how many bytes of ids fit.
const mostNames = math.MaxUint32

// RowMaker makes rows of movements.
type RowMaker struct {
	rows   Rows
	models map[string]int32
	lots   map[Lot]int32
	dates  map[Date]int32
	key    []byte
}

// NewRowMaker gives a maker that has no movement yet.
func NewRowMaker() *RowMaker {
	return &RowMaker{models: map[string]int32{}, lots: map[Lot]int32{}, dates: map[Date]int32{}}
}

// Add takes the movement, for which the keeper has a number. False: it has to stay
// whole. The movement is not used afterwards.
func (k *RowMaker) Add(m *Movement, entry uint32) bool {
	r := &k.rows
	if !m.plain() || uint64(len(r.Names)+len(m.ID)) > mostNames {
		return false
	}
	k.key = m.likeness(k.key[:0])
	like, ok := k.models[string(k.key)]
	if !ok {
		like = int32(len(r.Models))
		k.models[string(k.key)] = like
		r.Models = append(r.Models, m.model())
	}
	lot := int32(-1)
	if len(m.Lots) == 1 {
		lot = numberOf(m.Lots[0], k.lots, &r.Lots)
	}
	r.Like, r.Lot, r.Entry = append(r.Like, like), append(r.Lot, lot), append(r.Entry, entry)
	r.When = append(r.When, numberOf(m.When, k.dates, &r.Dates))
	r.Least, r.Most = append(r.Least, m.Quantity.Least), append(r.Most, m.Quantity.Most)
	r.Names = append(r.Names, m.ID...)
	r.Ends = append(r.Ends, uint32(len(r.Names)))
	return true
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

// Rows gives the rows but those that are gone. They do not depend on the order in
// which movements were added.
func (k *RowMaker) Rows(gone func(entry uint32) bool) *Rows {
	r := &k.rows
	order := r.order(gone)
	out := &Rows{Latest: FirstDay}
	out.Like, out.When, out.Lot = picked(r.Like, order), picked(r.When, order), picked(r.Lot, order)
	out.Least, out.Most, out.Entry = picked(r.Least, order), picked(r.Most, order), picked(r.Entry, order)
	out.Models, out.Dates, out.Lots = renumber(out.Like, r.Models), renumber(out.When, r.Dates), renumber(out.Lot, r.Lots)
	out.Names, out.Ends = make([]byte, 0, len(r.Names)), make([]uint32, len(order))
	for i, row := range order {
		out.Names = append(out.Names, r.name(int(row))...)
		out.Ends[i] = uint32(len(out.Names))
		if out.Models[out.Like[i]].Basis != Planned {
			out.Latest = max(out.Latest, out.Dates[out.When[i]].Earliest())
		}
	}
	return out
}

// order sorts the rows by earliest day, and those of a day by id, on all processors.
func (r *Rows) order(gone func(entry uint32) bool) []int32 {
	byDay := map[Day][]int32{}
	for row, entry := range r.Entry {
		if !gone(entry) {
			day := r.Dates[r.When[row]].Earliest()
			byDay[day] = append(byDay[day], int32(row))
		}
	}
	days := slices.Sorted(maps.Keys(byDay))
	var work sync.WaitGroup
	var next atomic.Int64
	for range runtime.GOMAXPROCS(0) {
		work.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(days)); i = next.Add(1) - 1 {
				slices.SortFunc(byDay[days[i]], func(a, b int32) int { return bytes.Compare(r.name(int(a)), r.name(int(b))) })
			}
		})
	}
	work.Wait()
	out := make([]int32, 0, len(r.Entry))
	for _, day := range days {
		out = append(out, byDay[day]...)
	}
	return out
}

// picked gives the values in an order.
func picked[T any](list []T, order []int32) []T {
	out := make([]T, len(order))
	for i, row := range order {
		out[i] = list[row]
	}
	return out
}

// renumber numbers the values anew, as they first come up in the column, and gives
// them in that order.
func renumber[T any](column []int32, list []T) []T {
	number := make([]int32, len(list))
	var out []T
	for i, n := range column {
		if n < 0 {
			continue
		}
		if number[n] == 0 {
			out = append(out, list[n])
			number[n] = int32(len(out))
		}
		column[i] = number[n] - 1
	}
	return out
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

// model is the movement with nothing but what it has in common with rows like it.
func (m *Movement) model() *Movement {
	return &Movement{Kind: m.Kind, Basis: m.Basis, Item: m.Item, From: m.From, To: m.To, Under: m.Under}
}
