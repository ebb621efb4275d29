package condition

import (
	"cmp"
	"container/heap"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
)

// order lists the steps. Movements of one day are taken so that a pool's
// arrivals of that day come before its withdrawals. Where they go round in a
// ring no order does that: their arrivals are announced at the start of the day.
func (t *timeline) order() {
	for _, v := range t.moves {
		switch {
		case v.skip:
		case v.Kind == proviso.Count:
			t.steps = append(t.steps, step{day: v.first, what: stepCount, m: v})
		case v.isLetter() && !t.quiet(v):
			t.steps = append(t.steps, step{day: v.first, what: stepOpen, m: v}, step{day: v.last, what: stepClose, m: v})
		default:
			if v.first != v.last || v.from == v.to { // units come under a paper where they are
				t.announce(v)
			}
			t.steps = append(t.steps, step{day: v.last, what: stepMove, m: v})
		}
	}
	for again := true; again; {
		again = false
		for _, st := range t.sortSteps() {
			again = t.announce(st.m) || again
		}
	}
	t.findUncertainOrder()
}

// quiet says whether nothing else can have happened on the letter's one day in
// the pools that it is about.
func (t *timeline) quiet(v *move) bool {
	return v.first == v.last && !slices.ContainsFunc(t.moves, func(x *move) bool {
		touches := x.from >= 0 && (x.from == v.from || x.from == v.to) || x.to >= 0 && (x.to == v.from || x.to == v.to)
		return x != v && touches && x.first <= v.last && x.last >= v.first
	})
}

// announce lets the move arrive on its earliest day, unless it already does.
func (t *timeline) announce(v *move) bool {
	if v.to < 0 || v.isLetter() || v.announced || v.from == v.to && len(v.Under) == 0 {
		return false
	}
	v.announced, t.loose = true, true
	t.steps = append(t.steps, step{day: v.first, what: stepAnnounce, m: v})
	return true
}

// sortSteps puts the steps in order and gives those that wait for each other.
func (t *timeline) sortSteps() (rings []step) {
	slices.SortFunc(t.steps, func(a, b step) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.what, b.what), cmp.Compare(a.m.ID, b.m.ID))
	})
	for i := 0; i < len(t.steps); {
		j := i
		for j < len(t.steps) && t.steps[j].day == t.steps[i].day {
			j++
		}
		rings = append(rings, orderDay(t.steps[i:j])...)
		i = j
	}
	return rings
}

// orderDay puts the moves of one day into an order in which units can pass
// through several pools on that day. It gives those for which there is none.
func orderDay(day []step) (rings []step) {
	for len(day) > 0 && day[0].what != stepMove {
		day = day[1:]
	}
	for len(day) > 0 && day[len(day)-1].what == stepClose {
		day = day[:len(day)-1]
	}
	if len(day) < 2 {
		return nil
	}
	into := map[int]int{}
	for _, st := range day {
		if st.m.arrives() {
			into[st.m.to]++
		}
	}
	left := slices.Clone(day)
	waiting := map[int][]int{}
	var ready intHeap
	for i, st := range left {
		if st.m.from < 0 || into[st.m.from] == 0 {
			ready = append(ready, i)
		} else {
			waiting[st.m.from] = append(waiting[st.m.from], i)
		}
	}
	done, at := make([]bool, len(left)), 0
	for ; len(ready) > 0; at++ {
		pick := heap.Pop(&ready).(int)
		done[pick], day[at] = true, left[pick]
		if !left[pick].m.arrives() {
			continue
		}
		to := left[pick].m.to
		if into[to]--; into[to] == 0 {
			for _, i := range waiting[to] {
				heap.Push(&ready, i)
			}
		}
	}
	for i, st := range left {
		if !done[i] {
			day[at] = st
			at++
			rings = append(rings, st)
		}
	}
	return rings
}

// arrives says whether the move's own step puts units into another pool.
func (v *move) arrives() bool { return v.to >= 0 && !v.announced && v.to != v.from }

// intHeap gives the smallest number first.
type intHeap []int

func (h intHeap) Len() int           { return len(h) }
func (h intHeap) Less(i, j int) bool { return h[i] < h[j] }
func (h intHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *intHeap) Push(x any)        { *h = append(*h, x.(int)) }
func (h *intHeap) Pop() any {
	last := len(*h) - 1
	x := (*h)[last]
	*h = (*h)[:last]
	return x
}

// findUncertainOrder marks the pools in which the order of two movements is not
// known, so that no convention can be followed there.
func (t *timeline) findUncertainOrder() {
	t.uncertain = make([]bool, t.pools.Len())
	type window struct{ first, last proviso.Day }
	byPool := make([][]window, len(t.uncertain))
	for _, v := range t.moves {
		if v.skip {
			continue
		}
		for _, p := range []int{v.from, v.to} {
			if p >= 0 {
				byPool[p] = append(byPool[p], window{v.first, v.last})
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
