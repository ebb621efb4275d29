package flow

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// The oracle lists all histories of a tiny ledger by walking through it unit by
// unit class. It shares nothing with the engine: no network, no flow.

// tiny is a ledger small enough to enumerate.
type tiny struct {
	holdings int
	moves    []Move
	tallies  []Tally
	opening  []int64        // by holding: units there before the first record; nil: none
	through  map[int32]bool // holdings that units of S have to come to; nil: none
}

// sort is what units have in common in a history: their lot, whether they are of
// S, whether they have come to where they have to, and whether they have reached the
// target since.
type sort struct {
	lot                 int32
	in, passed, reached bool
}

func (a sort) compare(b sort) int {
	bit := func(yes bool) int { return map[bool]int{true: 1}[yes] }
	return cmp.Or(cmp.Compare(a.lot, b.lot), bit(a.in)-bit(b.in), bit(a.passed)-bit(b.passed), bit(a.reached)-bit(b.reached))
}

// state is a history so far.
type state struct {
	at      []map[sort]int64 // by holding
	gone    []map[sort]int64 // by last holding: expended
	onMove  map[int32]int64  // units of S by move, for evidence
	atTally map[int32]int64  // units of S found by tally
}

func newState(h int) *state {
	s := &state{onMove: map[int32]int64{}, atTally: map[int32]int64{}}
	for range h {
		s.at = append(s.at, map[sort]int64{})
		s.gone = append(s.gone, map[sort]int64{})
	}
	return s
}

// event is a move with its day and quantity chosen, or a tally.
type event struct {
	move, tally int32
	units       int64
	on          proviso.Day
}

// walk calls visit for each history of the events in their order. Lots stamped
// on moves are obeyed. It stops early when visit returns false.
func walk(t *tiny, events []event, of, goals map[int32]bool, target map[int32]bool, visit func(*state)) {
	walkPast(t, events, of, goals, target, -1, nil, visit)
}

// walkPast calls past, too, each time that so many events are over.
func walkPast(t *tiny, events []event, of, goals map[int32]bool, target map[int32]bool, over int, past, visit func(*state)) {
	s := newState(t.holdings)
	for h, u := range t.opening {
		s.at[h][sort{lot: NoLot}] = u
	}
	var step func(k int)
	step = func(k int) {
		if k == over {
			past(s)
		}
		if k == len(events) {
			visit(s)
			return
		}
		e := events[k]
		if e.tally >= 0 {
			ta := t.tallies[e.tally]
			var all, in int64
			for o, u := range s.at[ta.Holding] {
				all += u
				if o.in {
					in += u
				}
			}
			if all < ta.Least || all > ta.Most {
				return
			}
			s.atTally[e.tally] = in
			step(k + 1)
			return
		}
		m := &t.moves[e.move]
		put := func(o sort, units int64, after func()) {
			if units == 0 {
				after()
				return
			}
			o.in = o.in || of[e.move]
			o.passed = o.passed || o.in && (t.through == nil || t.through[m.To])
			if o.passed && (goals[e.move] || m.To >= 0 && target[m.To]) {
				o.reached = true
			}
			box := s.gone
			h := m.From
			if m.To >= 0 {
				box, h = s.at, m.To
			}
			if h >= 0 {
				box[h][o] += units
			}
			if o.in {
				s.onMove[e.move] += units
			}
			after()
			if o.in {
				s.onMove[e.move] -= units
			}
			if h >= 0 {
				box[h][o] -= units
			}
		}
		if m.From < 0 {
			put(sort{lot: m.Lot}, e.units, func() { step(k + 1) })
			return
		}
		var kinds []sort
		for o, u := range s.at[m.From] {
			if u > 0 && (m.Lot == NoLot || o.lot == m.Lot) {
				kinds = append(kinds, o)
			}
		}
		slices.SortFunc(kinds, sort.compare)
		// All units leave before any arrives: of a move within one holding too.
		taken := make([]int64, len(kinds))
		var arrive func(j int)
		arrive = func(j int) {
			if j == len(kinds) {
				step(k + 1)
				return
			}
			put(kinds[j], taken[j], func() { arrive(j + 1) })
		}
		var pick func(j int, left int64)
		pick = func(j int, left int64) {
			if j == len(kinds) {
				if left == 0 {
					arrive(0)
				}
				return
			}
			o := kinds[j]
			for x := range min(left, s.at[m.From][o]) + 1 {
				s.at[m.From][o] -= x
				taken[j] = x
				pick(j+1, left-x)
				s.at[m.From][o] += x
			}
		}
		pick(0, e.units)
	}
	step(0)
}

// count is what the question asks of a finished history.
func (s *state) count(asks Asks, target map[int32]bool) int64 {
	var sum int64
	for h := range s.at {
		for o, u := range s.at[h] {
			if asks == Reached && o.reached || asks != Reached && o.passed && target[int32(h)] {
				sum += u
			}
		}
		for o, u := range s.gone[h] {
			if asks == Reached && o.reached || asks == Ended && o.passed && target[int32(h)] {
				sum += u
			}
		}
	}
	return sum
}

// timelines calls visit with every order and choice of quantities that the
// ledger allows, up to the day: days within their intervals, any order within a
// day, tallies at the end of theirs. A move after the day is left out.
func timelines(t *tiny, until proviso.Day, visit func([]event)) {
	days := make([]proviso.Day, len(t.moves))
	units := make([]int64, len(t.moves))
	var choose func(i int)
	choose = func(i int) {
		if i == len(t.moves) {
			orders(t, days, units, until, visit)
			return
		}
		m := &t.moves[i]
		for d := m.Earliest; d <= m.Latest; d++ {
			days[i] = d
			for u := m.Least; u <= m.Most; u++ {
				units[i] = u
				choose(i + 1)
			}
		}
	}
	choose(0)
}

// orders permutes the moves and tallies of each day.
func orders(t *tiny, days []proviso.Day, units []int64, until proviso.Day, visit func([]event)) {
	var events []event
	used := make([]bool, len(days)+len(t.tallies))
	var place func(day proviso.Day)
	place = func(day proviso.Day) {
		any := false
		for i := range used {
			e := event{int32(i), -1, 0, day}
			on := proviso.Day(0)
			if i < len(days) {
				on, e.units = days[i], units[i]
			} else {
				e.move, e.tally = -1, int32(i-len(days))
				on = t.tallies[e.tally].Day
			}
			if used[i] || on != day {
				continue
			}
			any = true
			used[i] = true
			events = append(events, e)
			place(day)
			events = events[:len(events)-1]
			used[i] = false
		}
		if any {
			return
		}
		if next, ok := nextDay(t, days, day); ok && next <= until {
			place(next)
		} else {
			visit(events)
		}
	}
	if first, ok := nextDay(t, days, never); ok && first <= until {
		place(first)
	} else {
		visit(nil)
	}
}

func nextDay(t *tiny, days []proviso.Day, after proviso.Day) (proviso.Day, bool) {
	best, ok := proviso.LastDay, false
	for _, d := range days {
		if d > after && d <= best {
			best, ok = d, true
		}
	}
	for _, ta := range t.tallies {
		if ta.Day > after && ta.Day <= best {
			best, ok = ta.Day, true
		}
	}
	return best, ok
}

// shape says what random ledgers may have in them.
type shape struct {
	lots, ranges, dates, sameDay, tallies bool
	size                                  int
}

// invent makes a ledger from a hidden history, so that it is possible.
func invent(r *rand.Rand, sh shape) *tiny {
	t := &tiny{holdings: 2 + r.IntN(3)}
	type unit struct{ lot int32 }
	stock := make([][]unit, t.holdings)
	day := proviso.Day(1)
	lot := int32(0)
	for range 10 * sh.size {
		if len(t.moves) == sh.size {
			break
		}
		if !sh.sameDay || r.IntN(3) > 0 {
			day++
		}
		m := Move{From: Outside, To: Outside, Lot: NoLot, Tag: int32(len(t.moves)), Earliest: day, Latest: day}
		h := int32(r.IntN(t.holdings))
		if lot == 0 || lot < 3 && r.IntN(4) == 0 {
			m.To, m.Lot = h, lot
			m.Least = 1 + r.Int64N(3)
			for range m.Least {
				stock[h] = append(stock[h], unit{lot})
			}
			lot++
		} else {
			if len(stock[h]) == 0 {
				continue
			}
			m.From, m.To = h, int32(r.IntN(t.holdings+1))-1
			if m.To == h && r.IntN(4) > 0 {
				continue
			}
			m.Least = 1 + r.Int64N(int64(len(stock[h])))
			same := true
			r.Shuffle(len(stock[h]), func(i, j int) { stock[h][i], stock[h][j] = stock[h][j], stock[h][i] })
			taken := stock[h][:m.Least]
			for _, u := range taken {
				same = same && u == taken[0]
			}
			if same && sh.lots && r.IntN(2) == 0 {
				m.Lot = taken[0].lot
			}
			if m.To >= 0 {
				stock[m.To] = append(stock[m.To], taken...)
			}
			stock[h] = append([]unit(nil), stock[h][m.Least:]...)
		}
		m.Most = m.Least
		if sh.ranges && r.IntN(3) == 0 {
			m.Least = max(0, m.Least-r.Int64N(2))
			m.Most += r.Int64N(2)
		}
		if sh.dates && r.IntN(3) == 0 {
			m.Earliest = max(1, m.Earliest-proviso.Day(r.IntN(3)))
			m.Latest += proviso.Day(r.IntN(3))
		}
		t.moves = append(t.moves, m)
		if sh.tallies && r.IntN(5) == 0 && (len(t.tallies) == 0 || t.tallies[len(t.tallies)-1].Day < day) {
			h := int32(r.IntN(t.holdings))
			u := int64(len(stock[h]))
			if r.IntN(2) == 0 {
				day++
			}
			t.tallies = append(t.tallies, Tally{h, day, max(0, u-r.Int64N(2)), u + r.Int64N(2)})
			day++
		}
	}
	return t
}
