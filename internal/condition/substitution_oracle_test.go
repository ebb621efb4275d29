package condition

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// shelf is a small history of one depot, an event a day: a stocktake with or
// without a floor, arrivals under the certificate and of others, and what goes out.
type shelf struct {
	counted fact // what was there first; nil: nobody counted
	floor   fact // declared by the stocktake; nil: none
	events  []shelfEvent
}

type shelfEvent struct {
	out, bound bool
	n          fact
}

// look gives, for each event that takes units, how many could not have gone had only
// the others been there, staying at the floor, and on how many a ban on others in
// the bound ones' place falls: as many as the bound ones there can stand for, and are
// not bound themselves.
func (w *shelf) look() (depend, falls []seen) {
	depend, falls = slices.Repeat([]seen{{least: 1 << 20}}, len(w.events)), make([]seen, len(w.events))
	var walk func(i, others, bound, floor int, then func())
	walk = func(i, others, bound, floor int, then func()) {
		if i == len(w.events) {
			then()
			return
		}
		e := w.events[i]
		for _, n := range e.n {
			switch {
			case e.bound:
				walk(i+1, others, bound+n, floor, then)
			case !e.out:
				walk(i+1, others+n, bound, floor, then)
			default:
				for k := max(0, n-others); k <= min(n, bound); k++ {
					needs := max(0, n-max(0, others-floor))
					walk(i+1, others-n+k, bound-k, floor, func() {
						depend[i].least = min(depend[i].least, needs) // where the bound ones may be gone, too
						depend[i].most = max(depend[i].most, min(needs, bound))
						falls[i].add(max(0, min(needs, bound)-k))
						then()
					})
				}
			}
		}
	}
	first, floors := w.counted, w.floor
	if first == nil {
		first = fact{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}
	}
	if floors == nil {
		floors = fact{0}
	}
	for _, others := range first {
		for _, floor := range floors {
			walk(0, others, 0, floor, func() {})
		}
	}
	return depend, falls
}

func randomShelf(r *rand.Rand) *shelf {
	some := func(n int) fact {
		if r.IntN(4) == 0 {
			return fact{n, n + 1, n + 2}
		}
		return fact{n}
	}
	w := &shelf{}
	if r.IntN(8) > 0 {
		if w.counted = some(r.IntN(6)); r.IntN(2) == 0 {
			w.floor = some(r.IntN(5))
		}
	}
	for i := range 2 + r.IntN(4) {
		e := shelfEvent{n: some(1 + r.IntN(4)), bound: i == 0 || r.IntN(4) == 0}
		e.out = !e.bound && r.IntN(3) > 0
		w.events = append(w.events, e)
	}
	return w
}

func (w *shelf) records() []proviso.Record {
	number := func(f fact) proviso.Quantity { return proviso.Quantity{Least: int64(f[0]), Most: int64(f[len(f)-1])} }
	day := func(n int) proviso.Date { return proviso.DateOfDay(theDay("2022-03-01").AddDays(n)) }
	out := records(fi(&proviso.Substitution{Rule: proviso.SubstitutionProhibited}))
	if w.counted != nil {
		m := counted("stock", "2022-02-28", "0", "DE")
		if m.Quantity = number(w.counted); w.floor != nil {
			m.Floor, m.HasFloor = number(w.floor), true
		}
		out = append(out, m)
	}
	for i, e := range w.events {
		from, to := "FI", "DE"
		if e.out {
			from, to = "DE", "UA"
		}
		m := moves(proviso.MovementID(fmt.Sprintf("m%d", i)), "2022-03-01", "1", from, to)
		if m.When, m.Quantity = day(i), number(e.n); e.bound {
			m.Under = []proviso.InstrumentID{"fi"}
		}
		out = append(out, m)
	}
	return out
}

// TestEveryShelf: what the clause falls on, and what depends on the bound stock, is
// within what is said in every history; permitted and forbidden hold in all.
func TestEveryShelf(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 5))
	compared, equal := 0, 0
	for range 8_000 {
		w := randomShelf(r)
		depend, falls := w.look()
		said := decide(t, askedOn(today, w.records()...))
		for i, e := range w.events {
			id := proviso.MovementID(fmt.Sprintf("m%d", i))
			if !e.out || falls[i].worlds == 0 {
				continue
			}
			verdict, units := proviso.Permitted, proviso.Units{}
			if f := said.finding(id, "fi/clause"); f != nil && f.Verdict != proviso.Permitted {
				verdict, units = f.Verdict, f.Units
			}
			least, most := int64(falls[i].least), int64(falls[i].most)
			d := said.movement(id).Depends
			if d == nil {
				d = &proviso.Units{}
			}
			if units.Least > least || units.Most < most || verdict == proviso.Permitted && most > 0 || verdict >= proviso.Missing && least == 0 ||
				d.Least > int64(depend[i].least) || d.Most < int64(depend[i].most) {
				t.Fatalf("%s is %s for %s, %s depend; in the histories the clause falls on %d..%d, %d..%d depend:\n%v floor %v\n%s", id, verdict, spanWords(units), spanWords(*d),
					least, most, depend[i].least, depend[i].most, w.counted, w.floor, toldOf(w.records(), nil))
			}
			if compared++; units.Least == least && units.Most == most {
				equal++
			}
		}
	}
	t.Logf("%d movements compared, %d equal", compared, equal)
	if compared < 5_000 || equal*2 < compared {
		t.Errorf("%d movements compared, only %d equal", compared, equal)
	}
}

// TestNothingDependsOnWhatIsGone: the two bound shells may have gone before; then the
// others of the last movement went in nobody's place, though below the floor.
func TestNothingDependsOnWhatIsGone(t *testing.T) {
	stock := counted("stock", "2022-01-15", "2", "DE", func(m *proviso.Movement) { m.Floor, m.HasFloor = count("3"), true })
	other := moves("other", "2022-02-02", "2", "FI", "DE")
	last := moves("go", "2022-02-05", "2", "DE", "UA", drawnFromMoves("other"))
	bound := moves("in", "2022-02-01", "2", "FI", "DE", under("fi"))
	out := moves("out", "2022-02-03", "2", "DE", "UA")
	ban := fi(&proviso.Substitution{Rule: proviso.SubstitutionProhibited})
	hold(t, []asks{
		{name: "they may have gone", records: records(ban, stock, bound, other, out, last), clause: "fi/clause", want: "undetermined 0..2"},
		{name: "they are there", records: records(ban, stock, bound, other, last), clause: "fi/clause", want: "forbidden 1"},
	})
}
