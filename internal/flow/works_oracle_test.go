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

type deed struct{ move, assembly, tally int }

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
		in := int64(0)
		for k, u := range s.box(a.tallies[e.tally].Holding) {
			if k&2 != 0 {
				in += int64(u)
			}
		}
		visit(s, in)
	case e.assembly >= 0:
		a.assembled(s, &a.assemblies[e.assembly], visit)
	default:
		m := &a.moves[e.move]
		next := slices.Clone(s)
		if m.From < 0 {
			visit(next, a.put(next, m, sortOf(m.Lot, false, false), m.Most))
			return
		}
		draw(next.box(m.From), m.Most, m.Lot, make([]byte, shopSorts), 0, func(taken []byte) {
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
	a := &asked{p, q, set(q.Of), set(q.Moves), set(q.Holdings)}
	now := map[string]bool{string(make([]byte, len(p.items)*shopSorts+1)): true}
	for i, e := range p.events {
		if proviso.Day(i+1) > q.Until {
			break
		}
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

// inventShop makes a shop from a hidden history: two places, up to four items, products
// of several parts, some by twos, and perhaps products of products.
func inventShop(r *rand.Rand, lots, batches bool) *shop {
	raws := int32(1 + r.IntN(3))
	p := &shop{tags: 0}
	n := raws + 1
	batch := func() int64 {
		if batches {
			return 1 + r.Int64N(3)
		}
		return 1
	}
	part := func(rc *recipe, item int32) {
		rc.each[item] = 1 + r.Int64N(2)*r.Int64N(2)
		if batches {
			rc.each[item] = 1 + r.Int64N(4)
		}
	}
	if r.IntN(3) == 0 { // a part that is made itself
		n++
		p.recipes = append(p.recipes, recipe{raws, batch(), map[int32]int64{}}, recipe{raws + 1, batch(), map[int32]int64{}})
		part(&p.recipes[0], 0)
		part(&p.recipes[1], raws)
		for i := range raws - 1 {
			part(&p.recipes[r.IntN(2)], i+1)
		}
	} else {
		p.recipes = append(p.recipes, recipe{raws, batch(), map[int32]int64{}})
		for i := range raws {
			part(&p.recipes[0], i)
		}
	}
	for h := range 2 * n {
		p.items = append(p.items, h%n)
	}
	p.stock = make([]int64, len(p.items))
	for range 80 {
		if len(p.events) > 9 {
			break
		}
		p.happen(r, n, lots)
	}
	return p
}

// happen adds something that can happen now.
func (p *shop) happen(r *rand.Rand, n int32, lots bool) {
	day := p.day + 1
	move := func(m Move, units int64) {
		m.Tag, m.Earliest, m.Latest, m.Least, m.Most = p.tags, day, day, units, units
		p.moves = append(p.moves, m)
		p.did(deed{len(p.moves) - 1, -1, -1})
		if m.From >= 0 {
			p.stock[m.From] -= units
		}
		if m.To >= 0 {
			p.stock[m.To] += units
		}
	}
	place := int32(r.IntN(2))
	h := place*n + r.Int32N(n)
	switch x := r.IntN(20); {
	case x < 7 && len(p.moves) < 7:
		m := Move{From: Outside, To: h, Lot: NoLot}
		if p.made(h%n) && r.IntN(3) > 0 {
			return
		}
		if lots {
			m.Lot = p.lot(r, h)
		}
		move(m, 1+r.Int64N(3))
	case x < 13:
		p.make(r, &p.recipes[r.IntN(len(p.recipes))], place, n, lots)
	case x < 18 && p.stock[h] > 0:
		to := (1-place)*n + h%n
		if r.IntN(6) == 0 {
			to = Outside
		}
		move(Move{From: h, To: to, Lot: NoLot}, 1+r.Int64N(p.stock[h]))
	case x == 18:
		p.tallies = append(p.tallies, Tally{h, day, p.stock[h], p.stock[h]})
		p.did(deed{-1, -1, len(p.tallies) - 1})
	}
}

// lot is one of the two lots of the item, or none.
func (p *shop) lot(r *rand.Rand, h int32) int32 {
	if k := r.Int32N(3); k > 0 {
		return 2*p.items[h] + k - 1
	}
	return NoLot
}

func (p *shop) did(e deed) {
	p.events, p.day, p.tags = append(p.events, e), p.day+1, p.tags+10
}

func (p *shop) made(item int32) bool {
	return slices.ContainsFunc(p.recipes, func(r recipe) bool { return r.into == item })
}

// make assembles as many as the stock of the place allows, or fewer; of one part some
// may come from the other place.
func (p *shop) make(r *rand.Rand, rc *recipe, place, n int32, lots bool) {
	all := func(item int32) int64 { return p.stock[item] + p.stock[n+item] }
	most := 3 / rc.batch
	for item, each := range rc.each {
		most = min(most, all(item)/each)
	}
	if most == 0 {
		return
	}
	a := Assembly{Into: place*n + rc.into, Lot: NoLot, Tag: p.tags, Earliest: p.day + 1, Latest: p.day + 1}
	times := 1 + r.Int64N(most)
	a.Most, a.Batch = times*rc.batch, rc.batch
	a.Least = a.Most
	if lots {
		a.Lot = p.lot(r, a.Into)
	}
	tag := p.tags
	for item := range n {
		need := rc.each[item] * times
		for _, h := range []int32{place*n + item, (1-place)*n + item} {
			if u := min(need, p.stock[h]); u > 0 {
				tag++
				a.Parts = append(a.Parts, Part{h, tag, u})
				p.stock[h] -= u
				need -= u
			}
		}
	}
	p.stock[a.Into] += a.Most
	p.assemblies = append(p.assemblies, a)
	p.did(deed{-1, len(p.assemblies) - 1, -1})
}

func (p *shop) String() string {
	return fmt.Sprintf("items %v\nmoves %+v\nassemblies %+v\ntallies %+v", p.items, p.moves, p.assemblies, p.tallies)
}
