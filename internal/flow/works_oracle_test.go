package flow

import (
	"cmp"
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
	as                    Assembly // how the assembly was, where that is uncertain
}

// recipe is what goes into a batch of a product: so many of each item.
type recipe struct {
	into  int32
	batch int64
	each  map[int32]int64
}

// The sorts of unit in a holding: by lot (none, or one of two of its item) its class.
const shopSorts = 12

// The classes of a unit: of others, bound, bound and come to where it has to, and at the
// target since.
const (
	shopOther = iota
	shopBound
	shopPassed
	shopReached
	shopClasses
)

func sortOf(lot int32, class int) int { return shopClasses*lotSort(lot) + class }

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
	q                         *Question
	of, goals, there, through map[int32]bool
}

func (p *shop) asked(q *Question) *asked {
	a := &asked{p, q, set(q.Of), set(q.Moves), set(q.Holdings), nil}
	if q.Through != nil {
		a.through = set(q.Through.Holdings)
	}
	return a
}

// after gives every scene that an event can lead to, with the bound units that it moves.
func (a *asked) after(s scene, e deed, visit func(scene, int64)) {
	switch {
	case e.tally >= 0:
		in, all := int64(0), int64(0)
		for k, u := range s.box(a.tallies[e.tally].Holding) {
			all += int64(u)
			if k%shopClasses != shopOther {
				in += int64(u)
			}
		}
		if all == e.units {
			visit(s, in)
		}
	case e.assembly >= 0:
		x := &a.assemblies[e.assembly]
		if e.as.Most > 0 {
			x = &e.as
		}
		a.assembled(s, x, visit)
	default:
		m := &a.moves[e.move]
		next := slices.Clone(s)
		if m.From < 0 {
			visit(next, a.put(next, m, sortOf(m.Lot, shopOther), e.units))
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
	if lot != NoLot && k/shopClasses != lotSort(lot) {
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
	lot, class := kind/shopClasses, kind%shopClasses
	if a.of[m.Tag] {
		class = max(class, shopBound)
	}
	if class == shopBound && (a.through == nil || a.through[m.To]) {
		class = shopPassed
	}
	if class == shopPassed && a.q.Asks == Reached && (a.goals[m.Tag] || m.To >= 0 && a.there[m.To]) {
		class = shopReached
	}
	if m.To >= 0 {
		s.box(m.To)[shopClasses*lot+class] += byte(units)
	} else if class == shopReached || class == shopPassed && a.q.Asks == Ended && m.From >= 0 && a.there[m.From] {
		s[len(s)-1] += byte(units)
	}
	if class != shopOther {
		return units
	}
	return 0
}

// assembled takes the parts and makes as many products bound as can be.
func (a *asked) assembled(s scene, x *Assembly, visit func(scene, int64)) {
	parts := map[int32]classed{} // by item
	var take func(j int, s scene)
	take = func(j int, s scene) {
		if j < len(x.Parts) {
			p := x.Parts[j]
			if p.From == Outside {
				take(j+1, s)
				return
			}
			draw(s.box(p.From), p.Most, NoLot, make([]byte, shopSorts), 0, func(taken []byte) {
				one, item := slices.Clone(s), a.items[p.From]
				before := parts[item]
				after := before
				for k, u := range taken {
					one.box(p.From)[k] -= u
					after = after.with(k%shopClasses, int64(u))
				}
				parts[item] = after
				take(j+1, one)
				parts[item] = before
			})
			return
		}
		order := func(x, y classed) int { return cmp.Or(cmp.Compare(x.passed, y.passed), cmp.Compare(x.bound, y.bound)) }
		for _, made := range slices.SortedFunc(maps.Keys(a.fill(x, parts)), order) {
			one, in := slices.Clone(s), int64(0)
			m := &Move{From: Outside, To: x.Into, Tag: x.Tag}
			in += a.put(one, m, sortOf(x.Lot, shopPassed), made.passed)
			in += a.put(one, m, sortOf(x.Lot, shopBound), made.bound)
			in += a.put(one, m, sortOf(x.Lot, shopOther), x.Most-made.passed-made.bound)
			visit(one, in)
		}
	}
	take(0, s)
}

// classed is how many are bound and have not come to where they have to, and have.
type classed struct{ bound, passed int64 }

func (c classed) with(class int, units int64) classed {
	switch class {
	case shopBound:
		c.bound += units
	case shopPassed, shopReached:
		c.passed += units
	}
	return c
}

// fill gives in how many products there can be a bound part: batch for batch, and part
// for part in every way in which a batch can be divided among its products.
func (a *asked) fill(x *Assembly, parts map[int32]classed) map[classed]bool {
	r := recipe{batch: x.Batch, each: map[int32]int64{}}
	if r.batch == 0 {
		r.batch = x.Most
	}
	for i := range x.Parts {
		r.each[a.part(&x.Parts[i])] += x.Parts[i].Most
	}
	for item := range r.each {
		r.each[item] /= x.Most / r.batch
	}
	items := slices.Sorted(maps.Keys(r.each))
	out := map[classed]bool{}
	var next func(batches int64, made classed, left map[int32]classed)
	next = func(batches int64, made classed, left map[int32]classed) {
		if batches == 0 {
			for _, c := range left {
				if c != (classed{}) {
					return
				}
			}
			out[made] = true
			return
		}
		var part func(i int, so string, rest map[int32]classed)
		part = func(i int, so string, rest map[int32]classed) {
			if i == len(items) {
				all := made
				for _, class := range so {
					all = all.with(int(class), 1)
				}
				next(batches-1, all, rest)
				return
			}
			m, had := r.each[items[i]], rest[items[i]]
			for bound := range min(m, had.bound) + 1 {
				for passed := range min(m-bound, had.passed) + 1 {
					other, seen := maps.Clone(rest), map[string]bool{}
					other[items[i]] = classed{had.bound - bound, had.passed - passed}
					for own := range divided(classed{bound, passed}, m, r.batch) {
						if both := higher(so, own); !seen[both] {
							seen[both] = true
							part(i+1, both, other)
						}
					}
				}
			}
		}
		part(0, string(make([]byte, r.batch)), left)
	}
	next(x.Most/r.batch, classed{}, parts)
	return out
}

// part is the item of a part.
func (p *shop) part(x *Part) int32 {
	if x.From >= 0 {
		return p.items[x.From]
	}
	return x.Item
}

// higher is product by product the higher class.
func higher(a, b string) string {
	out := []byte(a)
	for i := range out {
		out[i] = max(out[i], b[i])
	}
	return string(out)
}

// enumerate goes through all histories that meet the evidence. It gives up, and says
// so, when the shop can be in too many states.
func (p *shop) enumerate(q *Question, most int) (truth, bool) {
	until := min(int(q.Until), len(p.events))
	return p.follow(q, p.events[:until], most)
}

// follow is enumerate for events in a given order.
func (p *shop) follow(q *Question, events []deed, most int) (truth, bool) {
	a := p.asked(q)
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

func (a *asked) count(s scene) int64 {
	n := int64(s[len(s)-1])
	for h := range a.items {
		for k, u := range s.box(int32(h)) {
			if a.q.Asks == Reached && k%shopClasses == shopReached || a.q.Asks != Reached && k%shopClasses == shopPassed && a.there[int32(h)] {
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
	a := p.asked(q)
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
