package condition

import (
	"fmt"
	"math/rand/v2"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// works is a small history of one depot: shells and fuzes come in, some under the
// certificate, guns are made of them, and all three go out, one event a day.
type works struct {
	events []worksEvent
	fuzes  bool // the clauses are about fuzes, too
}

type worksEvent struct {
	kind  string // arrive, make, go
	item  int    // of arrive and go: 0 shells, 1 fuzes, 2 guns
	n     int
	bound bool
	parts int // of make: 1 shells only, 2 shells and fuzes

	take    [2]int // of make: so many of each in all
	batches int
}

// held is how many other and bound units of each item the depot has. A gun is bound
// if any bound part is in it.
type held [3][2]int

var worksItems = []proviso.ItemID{"shell", "fuze", "gun"}

// look gives the least and most bound units of each event that takes some, and
// whether the whole history can have happened.
func (w *works) look() (bound []seen, possible bool) {
	bound = make([]seen, len(w.events))
	took := make([]int, len(w.events))
	var walk func(h held, i int)
	walk = func(h held, i int) {
		if i == len(w.events) {
			for j, n := range took {
				bound[j].add(n)
			}
			possible = true
			return
		}
		switch e := w.events[i]; e.kind {
		case "arrive":
			if e.bound && (e.item == 0 || w.fuzes) {
				h[e.item][1] += e.n
			} else {
				h[e.item][0] += e.n
			}
			walk(h, i+1)
		case "go":
			for k := max(0, e.n-h[e.item][0]); k <= min(e.n, h[e.item][1]); k++ {
				g := h
				g[e.item][0], g[e.item][1] = h[e.item][0]-e.n+k, h[e.item][1]-k
				took[i] = k
				walk(g, i+1)
			}
		case "make":
			w.assemble(h, e, func(g held) { walk(g, i+1) })
		}
	}
	walk(held{}, 0)
	return bound, possible
}

// assemble gives every way to take parts and to put them together.
func (w *works) assemble(h held, e worksEvent, give func(held)) {
	shells, fuzes := e.take[0], e.take[1]
	for s := max(0, shells-h[0][0]); s <= min(shells, h[0][1]); s++ {
		least, most := 0, 0
		if e.parts == 2 {
			least, most = max(0, fuzes-h[1][0]), min(fuzes, h[1][1])
		}
		for f := least; f <= most; f++ {
			withShells, withFuzes := e.filled(s, shells, e.batches), e.filled(f, fuzes, e.batches)
			for guns := max(withShells[0], withFuzes[0]); guns <= min(e.n, withShells[1]+withFuzes[1]); guns++ {
				g := h
				g[0][0], g[0][1] = h[0][0]-shells+s, h[0][1]-s
				if e.parts == 2 {
					g[1][0], g[1][1] = h[1][0]-fuzes+f, h[1][1]-f
				}
				g[2][0], g[2][1] = h[2][0]+e.n-guns, h[2][1]+guns
				give(g)
			}
		}
	}
}

// filled gives the fewest and the most guns with a bound unit in them, over all ways to
// share the units of a part out to the batches.
func (e worksEvent) filled(bound, taken, batches int) [2]int {
	if bound == 0 {
		return [2]int{}
	}
	guns, units := e.n/e.batches, taken/batches
	if batches == 1 {
		return [2]int{fewest(bound, units, guns), most(bound, units, guns)}
	}
	out := [2]int{e.n + 1, 0}
	for b := max(0, bound-taken+units); b <= min(bound, units); b++ {
		rest := e.filled(bound-b, taken-units, batches-1)
		out = [2]int{min(out[0], rest[0]+fewest(b, units, guns)), max(out[1], rest[1]+most(b, units, guns))}
	}
	return out
}

// fewest looks for the smallest set of guns of a batch that has room for the bound units,
// a gun having at most one unit more than its share.
func fewest(bound, units, guns int) int {
	if units < guns { // a unit is in so many guns at least
		return bound * (guns / units)
	}
	for n := range guns + 1 {
		if room := n*(units/guns) + min(n, units%guns); room >= bound {
			return n
		}
	}
	return guns
}

func most(bound, units, guns int) int {
	if units%guns == 0 {
		return min(bound, guns)
	}
	return min(bound, 1) * guns
}

func randomWorks(r *rand.Rand) *works {
	w := &works{fuzes: r.IntN(2) == 0}
	for i := range 7 + r.IntN(4) {
		e := worksEvent{kind: "arrive", item: i % 2, n: 1 + r.IntN(3), bound: r.IntN(2) == 0, parts: 1 + r.IntN(2)}
		switch k := r.IntN(10); {
		case i < 4:
		case k < 3:
			e.kind = "make"
		case k < 6:
			e.kind, e.item = "go", r.IntN(3)
		}
		e.share(r)
		w.events = append(w.events, e)
	}
	return w
}

// share chooses what an assembly takes: mostly one unit for each gun.
func (e *worksEvent) share(r *rand.Rand) {
	e.take, e.batches = [2]int{e.n, e.n}, e.n
	if r.IntN(3) > 0 {
		return
	}
	if e.batches = 1; r.IntN(4) == 0 {
		e.n, e.batches = 2*(1+r.IntN(2)), 2
	}
	whole := true
	for p := range e.take {
		e.take[p] = e.batches * (1 + r.IntN(3))
		whole = whole && (p >= e.parts || e.take[p]%e.n == 0)
	}
	if whole {
		e.batches = e.n // that is what it means when nothing is said
	}
}

// snapshot counts the depot as empty first, so that nothing else is in it.
func (w *works) snapshot() *proviso.Snapshot {
	depot := func(item int) proviso.Holding {
		return proviso.Holding{Owner: "DE", Holder: "DE", At: "DE", Item: worksItems[item]}
	}
	items := []proviso.ItemID{"shell"}
	if w.fuzes {
		items = append(items, "fuze")
	}
	rs := []proviso.Record{&proviso.Item{ID: "fuze", Unit: "fuze"}, &proviso.Item{ID: "gun", Unit: "gun"},
		paper("fi", proviso.Certificate, "DE", "FI", covers(items...), with("onward", onward(proviso.OnwardProhibited)),
			with("through", &proviso.ComponentRule{SeeThrough: true}))}
	day := func(n int) proviso.Date { return proviso.DateOfDay(theDay("2022-03-01").AddDays(n)) }
	for i := range worksItems {
		rs = append(rs, &proviso.Movement{ID: proviso.MovementID("none-" + worksItems[i]), Kind: proviso.Count, Basis: proviso.Recorded,
			Item: worksItems[i], When: day(-1), From: depot(i), To: depot(i)})
	}
	for i, e := range w.events {
		m := &proviso.Movement{ID: proviso.MovementID(fmt.Sprintf("m%d", i)), Basis: proviso.Recorded, Kind: proviso.Transfer,
			Item: worksItems[e.item], When: day(i), Quantity: proviso.Exactly(int64(e.n)), Via: proviso.Route{Known: true}}
		away := proviso.Holding{Owner: "UA", Holder: "UA", At: "UA", Item: m.Item}
		switch e.kind {
		case "arrive":
			m.Kind, m.To = proviso.Produce, depot(e.item)
			if e.bound {
				m.Under = []proviso.InstrumentID{"fi"}
			}
		case "go":
			m.From, m.To = depot(e.item), away
		case "make":
			m.Kind, m.Item, m.To = proviso.Assemble, "gun", depot(2)
			for p := range e.parts {
				m.Inputs = append(m.Inputs, proviso.Input{Item: worksItems[p], Quantity: proviso.Exactly(int64(e.take[p])), From: depot(p)})
			}
			if e.batches != 1 {
				m.Batch = int64(e.n / e.batches)
			}
		}
		rs = append(rs, m)
	}
	return askedOn(today, rs...)
}

func TestEveryHistoryOfWorks(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 2))
	compared, equal := 0, 0
	for range 6_000 {
		w := randomWorks(r)
		bound, possible := w.look()
		if !possible {
			continue
		}
		found := decide(t, w.snapshot())
		for i, e := range w.events {
			if e.kind != "go" {
				continue
			}
			f := found.finding(proviso.MovementID(fmt.Sprintf("m%d", i)), "fi/onward")
			binds, verdict := proviso.Units{}, proviso.Permitted
			if f != nil {
				binds, verdict = f.Binds, f.Verdict
			}
			least, most := int64(bound[i].least), int64(bound[i].most)
			switch {
			case binds.Least > least || binds.Most < most, verdict == proviso.Permitted && most > 0, verdict >= proviso.Missing && least == 0:
				t.Fatalf("m%d: %s binds %s, the histories give %d..%d of\n%+v", i, verdict, spanWords(binds), least, most, w)
			case binds.Least == least && binds.Most == most:
				equal++
			}
			compared++
		}
	}
	if compared < 1_000 || equal*10 < compared*8 {
		t.Errorf("%d movements compared, only %d of them equal", compared, equal)
	}
	t.Logf("%d movements compared, %d equal", compared, equal)
}
