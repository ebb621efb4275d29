package flow

import (
	"context"
	"encoding/binary"
	"maps"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// mostSteps is how many single steps of histories Exhaust takes before it gives up;
// above mostRecords movements and stocktakes, it does not try.
const (
	mostSteps   = 300_000
	mostRecords = 60
)

// Exhaust answers the question by walking through every history that the records
// allow, whatever makes the bounds of a network outer: lots named again, ranges,
// uncertain days, the order within a day, units that enter twice. Nothing is
// narrower. Where a day is asked about the histories go on after it, because what
// came later tells of what was before. It says false where there are too many histories, where
// records are missing or do not say enough, and where there is no history at all.
func Exhaust(ctx context.Context, n *Network, q Question) (Histories, bool, error) {
	full := n.closed()
	r, err := read(full, &q, len(n.moves))
	if err != nil {
		return Histories{}, false, err
	}
	w := newHistories(n, full, r)
	if w == nil {
		return Histories{}, false, nil
	}
	if q.Through != nil {
		w.through = set32(q.Through.Holdings)
	}
	w.start()
	all, layer := uint64(1)<<len(w.events)-1, []uint64{0}
	for range w.events {
		var next []uint64
		for _, done := range layer {
			if err := ctx.Err(); err != nil {
				return Histories{}, false, err
			}
			w.over = w.day >= 0 && done>>w.day&1 != 0
			states := slices.Sorted(maps.Keys(w.at[done]))
			for i := range w.events {
				after := done | 1<<i
				if !w.may(done, i) {
					continue
				}
				if w.at[after] == nil {
					w.at[after] = map[string]*from{}
					next = append(next, after)
				}
				w.take(w.at[after], w.at[done], states, i)
			}
		}
		if w.steps > mostSteps {
			return Histories{steps: w.steps}, false, nil
		}
		layer = next
	}
	out, best := Histories{Span: Span{Unlimited, -1}, steps: w.steps}, [2]string{}
	for _, s := range slices.Sorted(maps.Keys(w.at[all])) {
		k := w.result(s)
		out.Count = min(out.Count+w.at[all][s].ways, Countless)
		if k > out.Most {
			out.Most, best[AtMost] = k, s
		}
		if k < out.Least {
			out.Least, best[AtLeast] = k, s
		}
	}
	if out.Most < 0 || w.steps > mostSteps {
		return Histories{steps: w.steps}, false, nil
	}
	out.Told = [2][]Told{w.tell(all, best[AtMost]), w.tell(all, best[AtLeast])}
	return out, true, nil
}

// histories takes all histories at once, event by event.
type histories struct {
	r       *reading
	moves   []Move
	tallies []Tally
	events  []happening
	lots    []int32                     // lots that moves between holdings name
	inS     map[int32]bool              // lots that are of S as a whole
	notS    func(lot int32) bool        // lots that are not
	of      []bool                      // by move
	through map[int32]bool              // holdings that units have to come through; empty: none
	opening []Span                      // by holding
	at      map[uint64]map[string]*from // by what is done: the states
	day     int                         // event that is the end of the day asked about, -1: there is none
	over    bool                        // that day is over
	steps   int
}

// happening is a move or tally, or (both -1) the end of the day asked about, with
// the half days on which it can have been: days are even.
type happening struct {
	move, tally int32
	first, last int64
}

// The lots of units beside those that moves name.
const (
	anyLot   = iota // not on record
	otherLot        // none that a move names
	namedLots
)

// The classes of units: others, those of S, those that also came through where they
// have to, and those that then reached the target.
const (
	ofNone = iota
	ofS
	passed
	reached
	classes
)

// kinds is how many kinds of unit are told apart: by lot and class.
func (w *histories) kinds() int { return (namedLots + len(w.lots)) * classes }

func newHistories(n, full *Network, r *reading) *histories {
	w := &histories{r: r, moves: slices.Clone(n.moves), tallies: n.tallies, of: make([]bool, len(n.moves)), opening: make([]Span, len(n.at)), day: -1, at: map[uint64]map[string]*from{}}
	w.inS, w.notS = r.lotSides()
	if len(r.q.MayOf)+len(r.q.MayHold) > 0 || !r.q.Through.certain() ||
		slices.ContainsFunc(full.gaps, func(g Gap) bool { return !g.Before }) {
		return nil
	}
	for _, m := range r.q.Of {
		w.of[m] = true
	}
	near := w.reduce(len(n.at))
	leaves := make([]int64, len(n.at))
	for i := range w.moves {
		m := &w.moves[i]
		if m.From == Unknown || m.To == Unknown || m.Most == Unlimited || len(w.events) > mostRecords {
			return nil
		}
		if m.From >= 0 {
			leaves[m.From] += m.Most
			if m.Lot != NoLot && !slices.Contains(w.lots, m.Lot) {
				w.lots = append(w.lots, m.Lot)
			}
		}
		if w.of[i] || m.From >= 0 && near[m.From] || m.To >= 0 && near[m.To] {
			w.events = append(w.events, happening{int32(i), -1, 2 * int64(m.Earliest), 2 * int64(m.Latest)})
		}
	}
	for i, t := range n.tallies {
		if near[t.Holding] {
			w.events = append(w.events, happening{-1, int32(i), 2 * int64(t.Day), 2 * int64(t.Day)})
		}
	}
	if day := 2 * int64(r.q.Until); r.q.Until != proviso.LastDay {
		w.day = len(w.events)
		w.events = append(w.events, happening{-1, -1, day + 1, day + 1})
	}
	for seg, h := range full.segHolding {
		if full.segOpen[seg] && near[h] {
			w.opening[h] = Span{full.segShort[seg], full.segBefore[seg]}
			if w.opening[h].Most == boundless { // more than ever leaves makes no difference
				w.opening[h].Most = max(leaves[h], full.segShort[seg])
			}
		}
	}
	if len(w.events) > mostRecords || !w.witnessed() {
		return nil
	}
	return w
}

// witnessed says whether all evidence of units of S is about events that are left.
func (w *histories) witnessed() bool {
	for _, e := range w.r.q.Evidence {
		if e.Least > 0 && !slices.ContainsFunc(w.events, func(h happening) bool { return h.move == e.Move && h.tally == e.Tally }) {
			return false
		}
	}
	return true
}

// reduce leaves out the holdings that no unit of S can come to, if nothing that
// comes from there depends on what went on there: it gives the others. What comes
// from there then comes from outside.
func (w *histories) reduce(holdings int) (near []bool) {
	near = make([]bool, holdings)
	for again := true; again; {
		again = false
		for i, m := range w.moves {
			for _, h := range [...]int32{m.From, m.To} {
				if h >= 0 && !near[h] && (w.of[i] || m.From >= 0 && near[m.From]) {
					near[h], again = true, true
				}
			}
		}
	}
	apart := func(i int) bool {
		m := &w.moves[i]
		return m.From >= 0 && !near[m.From] && m.To >= 0 && near[m.To]
	}
	for i := range w.moves {
		m := &w.moves[i]
		if apart(i) && (m.Least != m.Most || m.Earliest != m.Latest) || m.From >= 0 && m.Lot != NoLot {
			return slices.Repeat([]bool{true}, holdings)
		}
	}
	for i := range w.moves {
		if apart(i) {
			w.moves[i].From = Outside
		}
	}
	return near
}

// may says whether the event can come next.
func (w *histories) may(done uint64, i int) bool {
	if done>>i&1 != 0 {
		return false
	}
	for k := range w.events {
		if done>>k&1 != 0 && w.events[k].first > w.events[i].last || done>>k&1 == 0 && w.events[k].last < w.events[i].first {
			return false
		}
	}
	return true
}

// A state is the units of each kind in each holding, and at its end those that count
// and have left all holdings; once the day asked about is over, all that count.
func (w *histories) pack(units []int64) string {
	b := make([]byte, 0, 2*len(units))
	for _, u := range units {
		b = binary.AppendUvarint(b, uint64(u))
	}
	return string(b)
}

func (w *histories) unpack(s string) []int64 {
	out := make([]int64, 0, len(w.opening)*w.kinds()+1)
	b := []byte(s)
	for len(b) > 0 {
		u, size := binary.Uvarint(b)
		out, b = append(out, int64(u)), b[size:]
	}
	return out
}

// start makes the states before the first event: all stocks that there can have been.
func (w *histories) start() {
	now := [][]int64{make([]int64, len(w.opening)*w.kinds()+1)}
	for h, o := range w.opening {
		if o.Most-o.Least > mostSteps {
			w.steps = mostSteps + 1
			return
		}
		var next [][]int64
		for _, units := range now {
			for u := o.Least; u <= o.Most && w.steps <= mostSteps; u++ {
				w.steps++
				one := slices.Clone(units)
				one[h*w.kinds()] = u
				next = append(next, one)
			}
		}
		now = next
	}
	w.at[0] = map[string]*from{}
	for _, units := range now {
		w.at[0][w.pack(units)] = &from{ways: 1}
	}
}

// take adds the states after the event.
func (w *histories) take(next, now map[string]*from, states []string, i int) {
	e := w.events[i]
	for _, s := range states {
		if w.steps > mostSteps {
			return
		}
		units := w.unpack(s)
		come := func(state string) {
			f := next[state]
			if f == nil {
				f = &from{s, int8(i), 0}
				next[state] = f
			}
			f.ways = min(f.ways+now[s].ways, Countless)
		}
		switch {
		case i == w.day:
			come(w.close(units, s))
		case e.tally >= 0:
			if w.found(units, e.tally) {
				come(s)
			}
		default:
			m := &w.moves[e.move]
			for u := m.Least; u <= m.Most && w.steps <= mostSteps; u++ {
				w.move(units, e.move, u, func(int64) { come(w.pack(units)) })
			}
		}
	}
}

// close notes what counts at the end of the day asked about. From then on it does not
// matter how far units of S have come.
func (w *histories) close(units []int64, s string) string {
	w.steps++
	units[len(units)-1] = w.count(s)
	for i := 0; i < len(units)-1; i += classes {
		units[i+ofS] += units[i+passed] + units[i+reached]
		units[i+passed], units[i+reached] = 0, 0
	}
	return w.pack(units)
}

// found says whether a tally can have found the stock.
func (w *histories) found(units []int64, tally int32) bool {
	t := w.tallies[tally]
	all, inS := w.stock(units, t.Holding)
	w.steps++
	return t.Least <= all && all <= t.Most && w.fits(inS, func(e *Evidence) bool { return e.Tally == tally })
}

// stock counts what is in the holding, and the units of S among it.
func (w *histories) stock(units []int64, holding int32) (all, inS int64) {
	for k, u := range units[int(holding)*w.kinds():][:w.kinds()] {
		if all += u; k%classes != ofNone {
			inS += u
		}
	}
	return all, inS
}

// fits says whether so many units of S agree with the evidence.
func (w *histories) fits(inS int64, about func(*Evidence) bool) bool {
	for i := range w.r.q.Evidence {
		if e := &w.r.q.Evidence[i]; about(e) && (inS < e.Least || inS > e.Most) {
			return false
		}
	}
	return true
}

// move tries every choice of u units for the move. After each it calls with, giving the
// units of S among them, and puts the units back.
func (w *histories) move(units []int64, row int32, u int64, with func(inS int64)) {
	m := &w.moves[row]
	if m.From < 0 {
		lot := anyLot
		if at := slices.Index(w.lots, m.Lot); at >= 0 {
			lot = namedLots + at
		} else if m.Lot != NoLot {
			lot = otherLot
		}
		inS := int64(0)
		if w.of[row] {
			inS = u
		}
		w.put(units, row, lot*classes, u, 1)
		if w.steps++; w.fits(inS, func(e *Evidence) bool { return e.Move == row }) {
			with(inS)
		}
		w.put(units, row, lot*classes, u, -1)
		return
	}
	stamped := slices.Index(w.lots, m.Lot)
	from := units[int(m.From)*w.kinds():][:w.kinds()]
	stock := slices.Clone(from)
	var pick func(kind int, left, inS int64)
	pick = func(kind int, left, inS int64) {
		if w.steps++; w.steps > mostSteps {
			return
		}
		if kind == len(stock) {
			if left == 0 && w.fits(inS, func(e *Evidence) bool { return e.Move == row }) {
				with(inS)
			}
			return
		}
		lot, class := kind/classes, kind%classes
		most := min(left, stock[kind])
		if stamped >= 0 && (lot != anyLot && lot != namedLots+stamped || !w.of[row] && w.gainsays(m.Lot, class)) {
			most = 0
		}
		to := kind
		if stamped >= 0 && lot == anyLot {
			to = (namedLots+stamped)*classes + class
		}
		for x := int64(0); x <= most; x++ {
			from[kind] -= x
			w.put(units, row, to, x, 1)
			in := x
			if class == ofNone && !w.of[row] {
				in = 0
			}
			pick(kind+1, left-x, inS+in)
			w.put(units, row, to, x, -1)
			from[kind] += x
		}
	}
	pick(0, u, 0)
}

// gainsays says that no unit of the class is of the lot.
func (w *histories) gainsays(lot int32, class int) bool {
	if class == ofNone {
		return w.inS[lot]
	}
	return w.notS(lot)
}

// put adds units that come by the move, or takes them off again.
func (w *histories) put(units []int64, row int32, kind int, u, sign int64) {
	m, target, asks := &w.moves[row], w.r.target[AtLeast], w.r.q.Asks
	lot, class := kind/classes, kind%classes
	if class == ofNone && w.of[row] {
		class = ofS
	}
	if class == ofS && !w.over && (len(w.through) == 0 || w.through[m.To]) {
		class = passed
	}
	if class == passed && asks == Reached && (slices.Contains(w.r.q.Moves, row) || m.To >= 0 && target[m.To]) {
		class = reached
	}
	switch {
	case m.To >= 0:
		units[int(m.To)*w.kinds()+lot*classes+class] += sign * u
	case class == reached, class == passed && asks == Ended && m.From >= 0 && target[m.From]:
		units[len(units)-1] += sign * u
	}
}

// result is the answer in a history that ends in the state.
func (w *histories) result(s string) int64 {
	if w.day < 0 {
		return w.count(s)
	}
	units := w.unpack(s)
	return units[len(units)-1]
}

// count is what the question asks of a state at the end of the day.
func (w *histories) count(s string) int64 {
	units := w.unpack(s)
	sum := units[len(units)-1]
	for i, u := range units[:len(units)-1] {
		class, h := i%classes, i/w.kinds()
		if class == reached || class == passed && w.r.q.Asks != Reached && w.r.target[AtLeast][h] {
			sum += u
		}
	}
	return sum
}
