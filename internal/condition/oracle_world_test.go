package condition

import (
	"fmt"
	"math/rand/v2"

	proviso "github.com/proviso-ledger/proviso"
)

// randomTiny makes a world with up to five events. Vague ones have uncertain
// days, ranges and movements that may not have happened. When the clause is
// about what was made in a place, that is the place of the first pool.
func randomTiny(r *rand.Rand, vague bool) *tiny {
	w := &tiny{pools: 2 + r.IntN(2), madeIn: r.IntN(4) == 0}
	w.by = !w.madeIn && r.IntN(4) == 0
	if w.madeIn || w.by {
		w.pools = 2
	}
	paper := !w.madeIn && !w.by
	day := 1
	for i := range 2 + r.IntN(4) {
		e := event{name: fmt.Sprintf("%c%d", 'a'+r.IntN(6), i), kind: proviso.Transfer, drawn: -1, ofBound: -1, rival: -1}
		e.from, e.to = r.IntN(w.pools), r.IntN(w.pools)
		e.least = 1 + r.IntN(3)
		switch k := r.IntN(10); {
		case k < 3 || i == 0 && k < 8:
			e.kind, e.from = proviso.Produce, -1
			e.bound = w.madeIn && e.to == 0 || paper && r.IntN(2) == 0
		case k < 5:
			e.kind, e.from, e.least = proviso.Count, -1, r.IntN(5)
			if !w.by && r.IntN(3) == 0 {
				e.ofBound = r.IntN(e.least + 1)
			}
		case k < 6:
			e.kind, e.to = proviso.Expend, -1
			if paper && r.IntN(3) == 0 {
				e.kind, e.from, e.to, e.bound = proviso.Redesignate, -1, e.from, r.IntN(2) == 0
				if r.IntN(3) == 0 {
					e.kind, e.from, e.to = proviso.Swap, e.to, (e.to+r.IntN(w.pools))%w.pools
				}
			}
		default:
			for e.to == e.from {
				e.to = r.IntN(w.pools)
			}
			e.bound = w.by && e.from == 0 || paper && r.IntN(5) == 0
			if i > 0 && w.events[i-1].kind == proviso.Transfer && r.IntN(4) == 0 {
				e.rival = i - 1
				if before := w.events[i-1]; r.IntN(2) == 0 {
					e.from, e.to, e.bound = before.from, before.to, before.bound
				}
			}
		}
		if e.from >= 0 && i > 0 && e.rival < 0 && !e.isLetter() && r.IntN(6) == 0 {
			if d := r.IntN(min(i, 2)); w.events[d].to >= 0 && (w.events[d].kind == proviso.Produce || w.events[d].kind == proviso.Transfer) {
				e.drawn = d
			}
		}
		e.most, e.first, e.last = e.least, day, day
		if vague {
			e.blur(r)
		} else if r.IntN(3) > 0 {
			day++
		}
		w.events = append(w.events, e)
	}
	return w
}

func (e *event) blur(r *rand.Rand) {
	e.first = 1 + r.IntN(4)
	e.last = e.first
	if r.IntN(3) == 0 {
		e.last += 1 + r.IntN(2)
	}
	if r.IntN(3) == 0 && !e.isLetter() {
		e.most += 1 + r.IntN(2)
	}
	e.maybe = e.kind != proviso.Count && !e.isLetter() && r.IntN(4) == 0
}
