package flow

import (
	"cmp"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// step is one movement's effect on the pools of an item, in the order in which
// the sweep takes it: a movement leaves as late as it may and arrives as early
// as it may, which only widens the bounds.
type step struct {
	day    proviso.Day
	what   stepKind
	m      *Act
	source Span  // units in the pool that the step takes from, before it
	target Span  // units in the pool that the step puts into, before it
	early  int64 // count: units that the sweep has not come to, at most, and the count may have found
	late   int64 // count: units that the sweep still has, at most, and the count may not have found
}

// found gives the total of a stocktake as the sweep may see it.
func (st *step) found() Span {
	return st.widen(st.m.Face)
}

// widen gives a number that the stocktake found as the sweep may see it.
func (st *step) widen(found Span) Span {
	return Span{Least: less(found.Least, st.early), Most: add(found.Most, st.late)}
}

type stepKind uint8

const (
	stepCount    stepKind = iota // a stocktake, at the start of its day
	stepAnnounce                 // an arrival whose day is not known, on its earliest day
	stepOpen                     // a letter that may have its effect from now on
	stepMove                     // the withdrawal and, unless announced, the arrival
	stepClose                    // a letter that has had its effect
)

// order lists the steps. Movements of one day are taken so that a holding's
// arrivals of that day come before its withdrawals. Where they go round in a
// ring no order does that: their arrivals are announced at the start of the day.
func (t *Course) order() {
	for _, v := range t.acts {
		switch {
		case v.skip:
		case v.Kind == Counts:
			t.steps = append(t.steps, step{day: v.Earliest, what: stepCount, m: v})
		case v.isLetter() && !t.quiet(v):
			t.steps = append(t.steps, step{day: v.Earliest, what: stepOpen, m: v}, step{day: v.Latest, what: stepClose, m: v})
		default:
			if v.Earliest != v.Latest || v.From == v.To { // units come under a paper where they are
				t.announce(v)
			}
			t.steps = append(t.steps, step{day: v.Latest, what: stepMove, m: v})
		}
	}
	days := newDayOrder(len(t.merged))
	for again := true; again; {
		again = false
		for _, st := range t.sortSteps(days) {
			again = t.announce(st.m) || again
		}
	}
	t.findUncertainOrder()
}

// quiet says whether nothing else can have happened on the letter's one day in
// the pools that it is about.
func (t *Course) quiet(v *Act) bool {
	return v.Earliest == v.Latest && !slices.ContainsFunc(t.acts, func(x *Act) bool {
		touches := x.From >= 0 && (x.From == v.From || x.From == v.To) || x.To >= 0 && (x.To == v.From || x.To == v.To)
		return x != v && x.standIn != v && touches && x.Earliest <= v.Latest && x.Latest >= v.Earliest
	})
}

// announce lets the move arrive on its earliest day, unless it already does.
func (t *Course) announce(v *Act) bool {
	if v.To < 0 || v.isLetter() || v.announced || v.From == v.To && !v.Anew {
		return false
	}
	v.announced, t.loose = true, true
	t.steps = append(t.steps, step{day: v.Earliest, what: stepAnnounce, m: v})
	return true
}

// sortSteps puts the steps in order and gives those that wait for each other.
func (t *Course) sortSteps(days *dayOrder) (rings []step) {
	slices.SortFunc(t.steps, func(a, b step) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.what, b.what), cmp.Compare(a.m.at, b.m.at))
	})
	for i := 0; i < len(t.steps); {
		j := i
		for j < len(t.steps) && t.steps[j].day == t.steps[i].day {
			j++
		}
		rings = append(rings, days.steps(t.steps[i:j])...)
		i = j
	}
	return rings
}

// steps puts the moves of one day into an order in which units can pass through
// several holdings on that day. It gives those for which there is none.
func (o *dayOrder) steps(day []step) (rings []step) {
	for len(day) > 0 && day[0].what != stepMove {
		day = day[1:]
	}
	for len(day) > 0 && day[len(day)-1].what == stepClose {
		day = day[:len(day)-1]
	}
	if len(day) < 2 {
		return nil
	}
	moves := make([]Move, len(day))
	for i, st := range day {
		moves[i] = Move{From: st.m.From, To: Outside, Tag: int32(i)}
		if st.m.arrives() {
			moves[i].To = st.m.To
		}
	}
	placed, left := o.sort(moves), slices.Clone(day)
	for i := range moves {
		day[i] = left[moves[i].Tag]
	}
	return day[placed:]
}

// arrives says whether the move's own step puts units into another pool.
func (v *Act) arrives() bool { return v.To >= 0 && !v.announced && v.To != v.From }

// findUncertainOrder marks the pools in which the order of two movements is not
// known, so that no convention can be followed there.
func (t *Course) findUncertainOrder() {
	t.uncertain = make([]bool, len(t.merged))
	type window struct{ first, last proviso.Day }
	byPool := make([][]window, len(t.uncertain))
	for _, v := range t.acts {
		if v.skip {
			continue
		}
		for _, p := range []int32{v.From, v.To} {
			if p >= 0 {
				byPool[p] = append(byPool[p], window{v.Earliest, v.Latest})
			}
		}
	}
	for p, ws := range byPool {
		slices.SortFunc(ws, func(a, b window) int { return cmp.Compare(a.first, b.first) })
		end := window{proviso.FirstDay, proviso.FirstDay}
		for i, w := range ws {
			if i > 0 && w.first <= end.last && (w.first != w.last || end.first != end.last) {
				t.uncertain[p] = true
			}
			if w.last >= end.last {
				end = w
			}
		}
	}
}
