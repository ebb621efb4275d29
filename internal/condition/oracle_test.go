package condition

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// The oracle enumerates every history of a small world: on which day and in
// which order the movements were, which of them happened, how many units went,
// which units those were, and what was in stock before. It shares no code with
// the package beyond the words of the root.

// tiny is a world of one item: pools with the numbers 0 to pools-1, and what
// happened in it.
type tiny struct {
	pools  int
	madeIn bool // the clause binds what was made in US, not what moved under it
	by     bool // it binds what US supplied
	events []event
}

// event is a movement or stocktake of a tiny world. Days count from 1.
type event struct {
	name        string
	kind        proviso.MovementKind
	from, to    int // pool, or -1
	least, most int
	first, last int
	maybe       bool // planned: it may not have happened
	bound       bool // moves under the instrument, or was made in US
	drawn       int  // the event that its units came by, or -1
	rival       int  // the event of which this is another account, or -1
	ofBound     int  // count: units of the class found, or -1
}

// isLetter says whether the event moves obligations and no goods.
func (e event) isLetter() bool { return e.kind == proviso.Redesignate || e.kind == proviso.Swap }

// pile is how many units there are by tag: bit 0 of a tag says that the unit is
// bound, bit i+1 that it came by the i-th of the events that others draw from.
type pile [8]int8

// history is one possible course of events: what is in each pool now, and how
// many bound units each event took, and had when it was over.
type history struct {
	stock  [3]pile
	before [6]int8
	after  [6]int8
}

func (h pile) size() (n int) {
	for _, k := range h {
		n += int(k)
	}
	return n
}

func (h pile) bound() (n int8) {
	for t, k := range h {
		n += k * int8(t&1)
	}
	return n
}

// pick gives every way to take n units that bear all bits of the mask.
func (h pile) pick(n int, mask int, give func(pile)) {
	var taken pile
	var choose func(tag, left int)
	choose = func(tag, left int) {
		if tag == len(h) {
			if left == 0 {
				give(taken)
			}
			return
		}
		most := 0
		if tag&mask == mask {
			most = min(int(h[tag]), left)
		}
		for k := 0; k <= most; k++ {
			taken[tag] = int8(k)
			choose(tag+1, left-k)
		}
		taken[tag] = 0
	}
	choose(0, n)
}

// openingMost is how many units of unknown origin a pool can start with.
// worlds is how many worlds of either sort are walked.
const worlds = 7_000

const openingMost = 3

// seen is what the worlds give for one event: the least and most bound units.
type seen struct {
	least, most int
	worlds      int
}

func (s *seen) add(n int) {
	if s.worlds == 0 || n < s.least {
		s.least = n
	}
	s.most = max(s.most, n)
	s.worlds++
}

// look gives, by event, the bound units in it in every world in which it
// happened: those it took, and those it had when it was over. It walks every
// sequence of events that agrees with their days, each once.
func (w *tiny) look() (before, after []seen) {
	before, after = make([]seen, len(w.events)), make([]seen, len(w.events))
	var walk func(now map[history]bool, done, day int)
	walk = func(now map[history]bool, done, day int) {
		if len(now) == 0 {
			return
		}
		if w.complete(done) {
			for h := range now {
				for i := range w.events {
					if done>>i&1 != 0 {
						before[i].add(int(h.before[i]))
						after[i].add(int(h.after[i]))
					}
				}
			}
		}
		for i, e := range w.events {
			if done>>i&1 != 0 || max(day, e.first) > e.last || done&w.accounts(i) != 0 {
				continue
			}
			next := map[history]bool{}
			for h := range now {
				w.step(h, i, next)
			}
			walk(next, done|1<<i, max(day, e.first))
		}
	}
	walk(w.start(), 0, 0)
	return before, after
}

// complete says whether every event that surely happened is done, by one account.
func (w *tiny) complete(done int) bool {
	for i, e := range w.events {
		others := w.accounts(i)
		sure := !e.maybe
		for j, o := range w.events {
			sure = sure && (others>>j&1 == 0 || !o.maybe)
		}
		if sure && done&(others|1<<i) == 0 {
			return false
		}
	}
	return true
}

// accounts gives the other accounts of an event: of them all only one is true.
func (w *tiny) accounts(i int) (set int) {
	first := func(i int) int {
		for w.events[i].rival >= 0 {
			i = w.events[i].rival
		}
		return i
	}
	for j := range w.events {
		if j != i && first(j) == first(i) {
			set |= 1 << j
		}
	}
	return set
}

// start gives every opening stock: units of unknown origin, which are bound
// only if the clause is about where they were made.
func (w *tiny) start() map[history]bool {
	now := map[history]bool{{}: true}
	for p := range w.pools {
		next := map[history]bool{}
		for h := range now {
			for n := range openingMost + 1 {
				bound := 0
				if w.madeIn || w.by {
					bound = min(n, 2)
				}
				for b := range bound + 1 {
					g := h
					g.stock[p] = pile{int8(n - b), int8(b)}
					next[g] = true
				}
			}
		}
		now = next
	}
	return now
}

func (w *tiny) step(h history, i int, next map[history]bool) {
	e := w.events[i]
	if e.kind == proviso.Count {
		stock := h.stock[e.to]
		if n := stock.size(); n >= e.least && n <= e.most && (e.ofBound < 0 || int(stock.bound()) == e.ofBound) {
			next[h] = true
		}
		return
	}
	if e.kind == proviso.Redesignate {
		letter(h, e.to, e.bound, e.least, next)
		return
	}
	if e.kind == proviso.Swap {
		n := min(e.least, int(h.stock[e.from].bound()))
		freed := map[history]bool{}
		letter(h, e.from, false, n, freed)
		for g := range freed {
			others := g.stock[e.to].size() - int(g.stock[e.to].bound())
			most := n
			if e.bound { // by the paper itself: perhaps, and of no more units in all
				most = e.least
			}
			for taken := min(n, others); taken <= min(most, others); taken++ {
				bindOthers(g, e.to, taken, next)
			}
		}
		return
	}
	for n := e.least; n <= e.most; n++ {
		if e.from < 0 {
			w.put(h, i, pile{int8(n)}, next)
			continue
		}
		mask := 0
		if e.drawn >= 0 {
			mask = w.tag(e.drawn)
		}
		h.stock[e.from].pick(n, mask, func(p pile) {
			g := h
			for t, k := range p {
				g.stock[e.from][t] -= k
			}
			g.before[i] = p.bound()
			w.put(g, i, p, next)
		})
	}
}

// letter binds any units of the pool, bound already or not, or frees bound ones:
// as many as it says, or all there are.
func letter(h history, pool int, binds bool, n int, next map[history]bool) {
	stock := h.stock[pool]
	mask, bit := 0, 1
	if !binds {
		mask, bit, n = 1, -1, min(n, int(stock.bound()))
	}
	stock.pick(n, mask, func(p pile) {
		g := h
		for t, k := range p {
			if bit < 0 || t&1 == 0 {
				g.stock[pool][t] -= k
				g.stock[pool][t+bit*int(min(1, k))] += k
			}
		}
		next[g] = true
	})
}

// bindOthers binds so many units of the pool that are not bound.
func bindOthers(h history, pool, n int, next map[history]bool) {
	others := h.stock[pool]
	for t := 1; t < len(others); t += 2 {
		others[t] = 0
	}
	others.pick(n, 0, func(p pile) {
		g := h
		for t, k := range p {
			g.stock[pool][t] -= k
			g.stock[pool][t|1] += k
		}
		next[g] = true
	})
}

func (w *tiny) put(h history, i int, units pile, next map[history]bool) {
	e := w.events[i]
	mark := w.tag(i)
	if e.bound {
		mark |= 1
	}
	var moved pile
	for t, k := range units {
		moved[t|mark] += k
	}
	h.after[i] = moved.bound()
	if e.to >= 0 {
		for t, k := range moved {
			h.stock[e.to][t] += k
		}
	}
	next[h] = true
}

// tag gives the bit that units get which come by the event, 0 if no event is
// known to draw from it.
func (w *tiny) tag(i int) int {
	bit := 2
	for j := range w.events {
		if !slices.ContainsFunc(w.events, func(e event) bool { return e.drawn == j }) {
			continue
		}
		if j == i {
			return bit
		}
		bit <<= 1
	}
	return 0
}

var tinyOwners = []proviso.PartyID{"US", "UA", "FI"}

func tinyHolding(pool int) proviso.Holding {
	id := tinyOwners[pool]
	return proviso.Holding{Owner: id, Holder: id, At: proviso.PlaceID(id), Item: "shell"}
}

// snapshot writes the world down as records, with two clauses: one on moving
// on, for the units that were bound before a movement, and one on use, for
// those that are bound by it too. Every movement breaks both, if it has any.
func (w *tiny) snapshot() *proviso.Snapshot {
	set := goods(proviso.Goods{})
	if w.madeIn {
		set = goods(proviso.Goods{MadeIn: "US"})
	} else if w.by {
		set = goods(proviso.Goods{SuppliedBy: "US"})
	}
	rs := []proviso.Record{paper("letter", proviso.Letter, "KR", "KP"), paper("euc", proviso.Certificate, "KP", "KR", covers("shell"),
		with("onward", onward(proviso.OnwardProhibited), set),
		with("use", &proviso.EndUse{Excluded: []string{"sport"}}, set))}
	for _, e := range w.events {
		rs = append(rs, w.record(e))
	}
	return askedOn(today, rs...)
}

func (w *tiny) record(e event) *proviso.Movement {
	day := func(n int) proviso.Day { return theDay("2022-03-01").AddDays(n) }
	m := &proviso.Movement{ID: proviso.MovementID(e.name), Kind: e.kind, Basis: proviso.Recorded, Item: "shell", Use: "sport",
		When:     proviso.Between(day(e.first), day(e.last)),
		Quantity: proviso.Quantity{Least: int64(e.least), Most: int64(e.most)}}
	if e.maybe {
		m.Basis = proviso.Planned
	}
	if e.from >= 0 {
		m.From = tinyHolding(e.from)
	}
	if e.to >= 0 {
		m.To = tinyHolding(e.to)
	}
	switch {
	case e.kind == proviso.Count:
		m.From = m.To
		if e.ofBound >= 0 && w.madeIn {
			m.OfWhich = []proviso.Part{{Quantity: proviso.Exactly(int64(e.ofBound)), MadeIn: "US"}}
		} else if e.ofBound >= 0 {
			m.OfWhich = []proviso.Part{{Quantity: proviso.Exactly(int64(e.ofBound)), Under: "euc"}}
		}
	case e.kind == proviso.Redesignate && !e.bound:
		m.From, m.Under, m.Releases = m.To, []proviso.InstrumentID{"letter"}, []proviso.InstrumentID{"euc"}
	case e.kind == proviso.Swap:
		m.Under, m.Releases = []proviso.InstrumentID{"letter"}, []proviso.InstrumentID{"euc"}
		if e.bound {
			m.Under = append(m.Under, "euc")
		}
	case e.kind == proviso.Redesignate:
		m.From, m.Under = m.To, []proviso.InstrumentID{"euc"}
	case e.bound && !w.madeIn && !w.by:
		m.Under = []proviso.InstrumentID{"euc"}
	}
	if e.rival >= 0 {
		m.RivalTo = proviso.MovementID(w.events[e.rival].name)
	}
	if e.drawn >= 0 {
		m.DrawnFrom = []proviso.MovementID{proviso.MovementID(w.events[e.drawn].name)}
	}
	return m
}

func (w *tiny) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d pools, made in %v, supplied by %v\n", w.pools, w.madeIn, w.by)
	for i, e := range w.events {
		fmt.Fprintf(&b, "  %d %-4s %-9s %2d -> %2d  %d..%d  day %d..%d", i, e.name, e.kind, e.from, e.to, e.least, e.most, e.first, e.last)
		if e.maybe {
			b.WriteString(" maybe")
		}
		if e.bound {
			b.WriteString(" bound")
		}
		if e.drawn >= 0 {
			fmt.Fprintf(&b, " drawn from %d", e.drawn)
		}
		if e.rival >= 0 {
			fmt.Fprintf(&b, " rival to %d", e.rival)
		}
		if e.ofBound >= 0 {
			fmt.Fprintf(&b, " of which %d", e.ofBound)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// checkTiny holds the findings on one world against every history of it.
func checkTiny(t *testing.T, w *tiny) (compared, exact int) {
	t.Helper()
	befores, afters := w.look()
	r := decide(t, w.snapshot())
	for i, e := range w.events {
		before, after := befores[i], afters[i]
		if e.kind == proviso.Count || e.isLetter() || before.worlds == 0 {
			continue // the records of the case contradict each other
		}
		compared++
		if e.from >= 0 && e.to >= 0 {
			holdTiny(t, w, r.finding(proviso.MovementID(e.name), "euc/onward"), before, e.name+" onward")
		}
		f := r.finding(proviso.MovementID(e.name), "euc/use")
		holdTiny(t, w, f, after, e.name+" use")
		if f != nil && f.Exact {
			exact++
			if f.Binds.Least != int64(after.least) || f.Binds.Most != int64(after.most) {
				t.Fatalf("%s: said to be exact, binds %s, worlds give %d..%d in\n%s", e.name, spanWords(f.Binds), after.least, after.most, w)
			}
		}
	}
	return compared, exact
}

func holdTiny(t *testing.T, w *tiny, f *proviso.Finding, s seen, name string) {
	t.Helper()
	binds, verdict := proviso.Units{}, proviso.Permitted
	if f != nil {
		binds, verdict = f.Binds, f.Verdict
	}
	switch {
	case binds.Least > int64(s.least) || binds.Most < int64(s.most):
		t.Fatalf("%s: binds %s, worlds give %d..%d in\n%s", name, spanWords(binds), s.least, s.most, w)
	case verdict == proviso.Permitted && s.most > 0:
		t.Fatalf("%s: permitted, but %d bound units go in a world of\n%s", name, s.most, w)
	case verdict >= proviso.Missing && s.least == 0:
		t.Fatalf("%s: %s, but no bound unit goes in a world of\n%s", name, verdict, w)
	}
	if f == nil {
		return
	}
	for _, r := range proviso.Readings {
		x := f.Readings[r]
		if x.Known && x.Verdict != proviso.Permitted && (x.Units.Least < binds.Least || x.Units.Most > binds.Most) {
			t.Fatalf("%s: %s gives %s, outside %s in\n%s", name, r, spanWords(x.Units), spanWords(binds), w)
		}
	}
}

func TestEveryHistoryOfExactWorlds(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 9))
	compared, exact := 0, 0
	for range worlds {
		n, x := checkTiny(t, randomTiny(r, false))
		compared, exact = compared+n, exact+x
	}
	if compared < 10_000 || exact < 1_000 {
		t.Errorf("only %d movements compared, %d of them exact", compared, exact)
	}
	t.Logf("%d movements compared, %d exact", compared, exact)
}

func TestEveryHistoryOfVagueWorlds(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	compared := 0
	for range worlds {
		n, _ := checkTiny(t, randomTiny(r, true))
		compared += n
	}
	if compared < 10_000 {
		t.Errorf("only %d movements compared", compared)
	}
	t.Logf("%d movements compared", compared)
}
