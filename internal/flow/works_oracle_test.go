package flow

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// shop is a tiny ledger of several items that are made into one another, one event a
// day. The oracle goes from day to day through all states that the shop can be in; it
// shares nothing with the engine: no network, no flow.
type shop struct {
	items      []int32 // by holding
	moves      []Move
	assemblies []Assembly
	tallies    []Tally
	events     []deed
	recipes    []recipe
	stock      []int64
	day        proviso.Day
	tags       int32
}

type deed struct {
	move, assembly, tally int
	units                 int64
}

// recipe is what goes into a batch of a product: so many of each item.
type recipe struct {
	into  int32
	batch int64
	each  map[int32]int64
}

// The sorts of unit in a holding, by lot (none, or one of two of its item): whether it is bound, and whether it
// has been at the target since.
const shopSorts = 12

func sortOf(lot int32, in, reached bool) int {
	k := 4 * lotSort(lot)
	if in {
		k += 2
	}
	if in && reached {
		k++
	}
	return k
}

func lotSort(lot int32) int {
	if lot == NoLot {
		return 0
	}
	return 1 + int(lot%2)
}

// scene is a state: by holding and sort so many units, and last those that count and
// are in no holding any more.
type scene []byte

func (s scene) box(h int32) []byte { return s[int(h)*shopSorts : int(h+1)*shopSorts] }

// asked is a question to a shop, as the oracle reads it.
type asked struct {
	*shop
	q                *Question
	of, goals, there map[int32]bool
}

// after gives every scene that an event can lead to, with the bound units that it moves.
func (a *asked) after(s scene, e deed, visit func(scene, int64)) {
	switch {
	case e.tally >= 0:
		in, all := int64(0), int64(0)
		for k, u := range s.box(a.tallies[e.tally].Holding) {
			all += int64(u)
			if k&2 != 0 {
				in += int64(u)
			}
		}
		if all == e.units {
			visit(s, in)
		}
	case e.assembly >= 0:
		a.assembled(s, &a.assemblies[e.assembly], visit)
	default:
		m := &a.moves[e.move]
		next := slices.Clone(s)
		if m.From < 0 {
			visit(next, a.put(next, m, sortOf(m.Lot, false, false), e.units))
			return
		}
		draw(next.box(m.From), e.units, m.Lot, make([]byte, shopSorts), 0, func(taken []byte) {
			one, in := slices.Clone(next), int64(0)
			for k, u := range taken {
				one.box(m.From)[k] -= u
			}
			for k, u := range taken {
				in += a.put(one, m, k, int64(u))
			}
			visit(one, in)
		})
	}
}

// draw visits every choice of units from the box, of the lot if it is one.
func draw(box []byte, units int64, lot int32, taken []byte, k int, visit func([]byte)) {
	if k == len(box) {
		if units == 0 {
			visit(taken)
		}
		return
	}
	most := min(units, int64(box[k]))
	if lot != NoLot && k/4 != lotSort(lot) {
		most = 0
	}
	for u := range most + 1 {
		taken[k] = byte(u)
		draw(box, units-u, lot, taken, k+1, visit)
	}
	taken[k] = 0
}

// put lets units arrive by a move and gives how many of them are bound.
func (a *asked) put(s scene, m *Move, kind int, units int64) int64 {
	if a.of[m.Tag] {
		kind |= 2
	}
	if kind&2 != 0 && a.q.Asks == Reached && (a.goals[m.Tag] || m.To >= 0 && a.there[m.To]) {
		kind |= 1
	}
	if m.To >= 0 {
		s.box(m.To)[kind] += byte(units)
	} else if kind&3 == 3 || kind&2 != 0 && a.q.Asks == Ended && m.From >= 0 && a.there[m.From] {
		s[len(s)-1] += byte(units)
	}
	if kind&2 != 0 {
		return units
	}
	return 0
}

// assembled takes the parts and makes as many products bound as can be.
func (a *asked) assembled(s scene, x *Assembly, visit func(scene, int64)) {
	bound := map[int32]int64{} // by item
	var take func(j int, s scene)
	take = func(j int, s scene) {
		if j < len(x.Parts) {
			p := x.Parts[j]
			draw(s.box(p.From), p.Units, NoLot, make([]byte, shopSorts), 0, func(taken []byte) {
				one, in := slices.Clone(s), int64(0)
				for k, u := range taken {
					one.box(p.From)[k] -= u
					if k&2 != 0 {
						in += int64(u)
					}
				}
				bound[a.items[p.From]] += in
				take(j+1, one)
				bound[a.items[p.From]] -= in
			})
			return
		}
		for _, n := range slices.Sorted(maps.Keys(a.fill(x, bound))) {
			one := slices.Clone(s)
			m := &Move{From: Outside, To: x.Into, Tag: x.Tag}
			a.put(one, m, sortOf(x.Lot, true, false), n)
			a.put(one, m, sortOf(x.Lot, false, false), x.Most-n)
			visit(one, n)
		}
	}
	take(0, s)
}

// fill gives in how many products there can be a bound part: batch for batch, and part
// for part in every way in which a batch can be divided among its products.
func (a *asked) fill(x *Assembly, bound map[int32]int64) map[int64]bool {
	var r recipe
	for _, one := range a.recipes {
		if one.into == a.items[x.Into] {
			r = one
		}
	}
	var parts []int32
	for item := range r.each {
		parts = append(parts, item)
	}
	slices.Sort(parts)
	out := map[int64]bool{}
	var next func(batches, made int64, left map[int32]int64)
	next = func(batches, made int64, left map[int32]int64) {
		if batches == 0 {
			for _, n := range left {
				if n > 0 {
					return
				}
			}
			out[made] = true
			return
		}
		var part func(i int, least, most int64, rest map[int32]int64)
		part = func(i int, least, most int64, rest map[int32]int64) {
			if i == len(parts) {
				for n := least; n <= min(most, r.batch); n++ {
					next(batches-1, made+n, rest)
				}
				return
			}
			m := r.each[parts[i]]
			for b := range min(m, rest[parts[i]]) + 1 {
				other := maps.Clone(rest)
				other[parts[i]] -= b
				for n := range divided(b, m, r.batch) {
					part(i+1, max(least, n), most+n, other)
				}
			}
		}
		part(0, 0, 0, left)
	}
	next(x.Most/r.batch, 0, bound)
	return out
}

// divided gives in how many of n products there can be some of the b bound ones of m
// units. Either the units stay whole, and each product has as many as another or one
// more; or are fewer than the products, and each is in as many as another or one more;
// or they are cut up, and each product has as much as another. For that each unit makes
// n crumbs.
func divided(b, m, n int64) map[int64]bool {
	out := map[int64]bool{}
	boxes := func(balls, whole, each, over int64) { // each box holds so many, the first over one more
		var put func(i, left, met int64)
		put = func(i, left, met int64) {
			if i == whole {
				if left == 0 {
					out[met] = true
				}
				return
			}
			room := each
			if i < over {
				room++
			}
			for k := range min(room, left) + 1 {
				put(i+1, left-k, met+min(k, 1))
			}
		}
		put(0, balls, 0)
	}
	switch {
	case m%n == 0:
		boxes(b, n, m/n, 0)
		return out
	case m > n:
		boxes(b, n, m/n, m%n)
	default: // choose the bound units among those in more products and those in fewer
		for k := range min(b, n%m) + 1 {
			if b-k <= m-n%m {
				out[k*(n/m+1)+(b-k)*(n/m)] = true
			}
		}
	}
	boxes(b*n, n, m, 0)
	return out
}

// enumerate goes through all histories that meet the evidence. It gives up, and says
// so, when the shop can be in too many states.
func (p *shop) enumerate(q *Question, most int) (truth, bool) {
	until := min(int(q.Until), len(p.events))
	return p.follow(q, p.events[:until], most)
}

// follow is enumerate for events in a given order.
func (p *shop) follow(q *Question, events []deed, most int) (truth, bool) {
	a := &asked{p, q, set(q.Of), set(q.Moves), set(q.Holdings)}
	now := map[string]bool{string(make([]byte, len(p.items)*shopSorts+1)): true}
	for _, e := range events {
		next := map[string]bool{}
		for s := range now {
			a.after(scene(s), e, func(s scene, in int64) {
				if p.meets(q, e, in) {
					next[string(s)] = true
				}
			})
			if len(next) > most {
				return truth{}, false
			}
		}
		now = next
	}
	out := truth{least: 1 << 60, most: -1, histories: len(now)}
	for s := range now {
		c := a.count(scene(s))
		out.least, out.most = min(out.least, c), max(out.most, c)
	}
	return out, true
}

// enumerateLoose is enumerate where days and quantities are uncertain: it tries every
// day, every order within a day, every quantity, and whether an assembly took place.
func (p *shop) enumerateLoose(q *Question, most int) (truth, bool) {
	out, tried, seen := truth{least: 1 << 60, most: -1}, 0, map[string]bool{}
	days := make([]proviso.Day, len(p.events))
	events := slices.Clone(p.events)
	var order func(done []deed, left []int)
	order = func(done []deed, left []int) {
		if tried > most || len(left) == 0 {
			if key := fmt.Sprint(done); !seen[key] {
				seen[key] = true
				tried++
				if one, ok := p.follow(q, done, 2000); ok && one.histories > 0 {
					out.least, out.most, out.histories = min(out.least, one.least), max(out.most, one.most), out.histories+one.histories
				}
			}
			return
		}
		first := days[left[0]]
		for _, i := range left {
			first = min(first, days[i])
		}
		for k, i := range left {
			if days[i] == first {
				order(append(slices.Clone(done), events[i]), slices.Delete(slices.Clone(left), k, k+1))
			}
		}
	}
	var choose func(i int, left []int)
	choose = func(i int, left []int) {
		if i == len(events) {
			order(nil, left)
			return
		}
		e := p.events[i]
		earliest, latest, least := proviso.Day(i+1), proviso.Day(i+1), e.units
		switch {
		case e.move >= 0:
			m := &p.moves[e.move]
			earliest, latest, least = m.Earliest, m.Latest, m.Least
		case e.assembly >= 0:
			a := &p.assemblies[e.assembly]
			earliest, latest = a.Earliest, a.Latest
			if a.Least == 0 {
				choose(i+1, left)
			}
		}
		for day := earliest; day <= latest; day++ {
			for events[i].units = least; events[i].units <= e.units; events[i].units++ {
				if days[i] = day; day > q.Until || events[i].units == 0 && e.tally < 0 {
					choose(i+1, left)
				} else {
					choose(i+1, append(slices.Clone(left), i))
				}
			}
		}
		events[i].units = e.units
	}
	choose(0, nil)
	return out, tried <= most && out.histories > 0
}

func (a *asked) count(s scene) int64 {
	n := int64(s[len(s)-1])
	for h := range a.items {
		for k, u := range s.box(int32(h)) {
			if a.q.Asks == Reached && k&3 == 3 || a.q.Asks != Reached && k&2 != 0 && a.there[int32(h)] {
				n += int64(u)
			}
		}
	}
	return n
}

// tag names what happens by an event, -1 for a tally.
func (p *shop) tag(e deed) int32 {
	switch {
	case e.tally >= 0:
		return -1
	case e.assembly >= 0:
		return p.assemblies[e.assembly].Tag
	}
	return p.moves[e.move].Tag
}

func (p *shop) meets(q *Question, e deed, in int64) bool {
	for _, x := range q.Evidence {
		about := x.Tally >= 0 && int(x.Tally) == e.tally || x.Tally < 0 && x.Move == p.tag(e)
		if about && (in < x.Least || in > x.Most) {
			return false
		}
	}
	return true
}

// wander follows one history, chosen at random, and gives the bound units of each event,
// nil where lots stopped it.
func (p *shop) wander(r *rand.Rand, q *Question) []int64 {
	a := &asked{p, q, set(q.Of), set(q.Moves), set(q.Holdings)}
	s, out := make(scene, len(p.items)*shopSorts+1), []int64{}
	for _, e := range p.events {
		var next scene
		seen, units := 0, int64(0)
		a.after(s, e, func(x scene, in int64) {
			if seen++; r.IntN(seen) == 0 {
				next, units = slices.Clone(x), in
			}
		})
		if next == nil {
			return nil
		}
		s, out = next, append(out, units)
	}
	return out
}
