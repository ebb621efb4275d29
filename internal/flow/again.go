package flow

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/proviso-ledger/proviso"
)

// mostAgain is how many single choices Again makes before it gives up.
const mostAgain = 500_000

// Again answers what Exhaust answers a second time, as its check: one history after
// the other, to its end. It shares with Exhaust the network and the reading of the
// question alone. It says false where there are too many choices, where records are
// missing or do not say enough, and where there is no history.
func Again(ctx context.Context, n *Network, q Question) (Span, bool, error) {
	full := n.closed()
	r, err := read(full, &q, len(n.moves))
	if err != nil {
		return Span{}, false, err
	}
	a := &again{
		ctx: ctx, reading: r, moves: n.moves, tallies: n.tallies,
		seen: map[string]bool{}, stock: map[alike]int64{}, out: Span{Unlimited, -1},
	}
	a.whole, a.apart = r.lotSides()
	if q.Through != nil {
		a.through = q.Through.Holdings
	}
	if len(q.MayOf)+len(q.MayHold) > 0 || !q.Through.certain() || !a.list(full) {
		return Span{}, false, nil
	}
	a.before(a.openings(full), func() { a.next(0, never) })
	return a.out, a.out.Most >= 0 && a.choices <= mostAgain, ctx.Err()
}

// again is one history on its way.
type again struct {
	*reading
	ctx     context.Context
	moves   []Move
	tallies []Tally
	through []int32
	whole   map[int32]bool       // lots that are of S
	apart   func(lot int32) bool // lots that are not
	near    map[int32]bool       // holdings that are followed
	events  []fact
	seen    map[string]bool // what was done and is where: from there on all was tried
	stock   map[alike]int64 // what is where
	gone    int64           // units that count and are in no holding
	past    bool            // the day asked about is over
	counted int64           // what counted then
	choices int
	out     Span
}

// fact is a move or tally, or (both -1) the end of the day asked about, with the days
// on which it can have been.
type fact struct {
	move, tally int32
	first, last proviso.Day
}

// alike is units that nothing tells apart.
type alike struct {
	at, lot int32
	stage   stage
}

// stage is how far a unit has come: it is of S, then came through where it has to,
// then reached the target.
type stage uint8

const (
	other stage = iota
	ofOrigin
	cameThrough
	there
)

// list notes what has to be followed. It says false if something has no number, came
// or left unrecorded, or is too much.
func (a *again) list(full *Network) bool {
	for _, g := range full.gaps {
		if !g.Before {
			return false
		}
	}
	a.follow()
	for i, m := range a.moves {
		if m.From == Unknown || m.To == Unknown || m.Most == Unlimited {
			return false
		}
		if a.near[m.From] || a.near[m.To] {
			a.events = append(a.events, fact{int32(i), -1, m.Earliest, m.Latest})
		}
	}
	for i, t := range a.tallies {
		if a.near[t.Holding] {
			a.events = append(a.events, fact{-1, int32(i), t.Day, t.Day})
		}
	}
	if a.q.Until != proviso.LastDay {
		a.events = append(a.events, fact{-1, -1, a.q.Until, a.q.Until})
	}
	for _, e := range a.q.Evidence {
		if e.Least > 0 && !slices.ContainsFunc(a.events, func(f fact) bool { return f.move == e.Move && f.tally == e.Tally }) {
			return false
		}
	}
	return len(a.events) <= 64
}

// follow finds the holdings that units of S can come to. The others are left out,
// being as their books say, if what comes from there is the same in every history.
func (a *again) follow() {
	a.near = map[int32]bool{}
	var come func(h int32)
	come = func(h int32) {
		if h < 0 || a.near[h] {
			return
		}
		a.near[h] = true
		for _, m := range a.moves {
			if m.From == h {
				come(m.To)
			}
		}
	}
	for _, i := range a.q.Of {
		come(a.moves[i].From)
		come(a.moves[i].To)
	}
	same := true
	for _, m := range a.moves {
		named := m.From >= 0 && m.Lot != NoLot
		vague := m.Least != m.Most || m.Earliest != m.Latest
		same = same && !named && !(vague && m.From >= 0 && !a.near[m.From] && a.near[m.To])
	}
	for h := range int32(len(a.n.at)) {
		a.near[h] = a.near[h] || !same
	}
}

// openings gives what can have been in the holdings before their first record. More
// than ever leaves one makes no difference.
func (a *again) openings(full *Network) map[int32]Span {
	out := map[int32]Span{}
	for seg, h := range full.segHolding {
		if !full.segOpen[seg] || !a.near[h] {
			continue
		}
		s := Span{full.segShort[seg], full.segBefore[seg]}
		if s.Most == boundless {
			s.Most = 0
			for _, m := range a.moves {
				if m.From == h {
					s.Most = add(s.Most, m.Most)
				}
			}
			s.Most = max(s.Most, s.Least)
		}
		out[h] = s
	}
	return out
}

// before tries each number of units that can have been in the holdings at first.
func (a *again) before(openings map[int32]Span, then func()) {
	for h := range int32(len(a.n.at)) {
		s, ok := openings[h]
		if !ok {
			continue
		}
		delete(openings, h)
		for u := s.Least; u <= s.Most && a.choices <= mostAgain; u++ {
			a.stock[alike{at: h, lot: NoLot}] = u
			a.choices++
			a.before(openings, then)
		}
		delete(a.stock, alike{at: h, lot: NoLot})
		openings[h] = s
		return
	}
	then()
}

// next tries each event that can come next, the present day being at least the day.
func (a *again) next(done uint64, day proviso.Day) {
	if a.choices > mostAgain || a.ctx.Err() != nil {
		return
	}
	now := a.place(done)
	if a.seen[now] {
		return
	}
	a.seen[now] = true
	over, due := true, proviso.LastDay
	for i, e := range a.events {
		if done>>i&1 == 0 {
			over, due = false, min(due, e.last)
		}
	}
	if over {
		a.finish()
	}
	for i, e := range a.events {
		at := max(day, e.first)
		switch {
		case done>>i&1 != 0 || at > e.last || at > due:
		case e.move < 0 && e.tally < 0:
			if !a.open(done, at) {
				a.end(func() { a.next(done|1<<i, at+1) })
			}
		default:
			a.happen(e, func() { a.next(done|1<<i, at) })
		}
	}
}

// open says whether something that is not yet done has to be done on the day.
func (a *again) open(done uint64, day proviso.Day) bool {
	for i, e := range a.events {
		if done>>i&1 == 0 && e.last <= day && (e.move >= 0 || e.tally >= 0) {
			return true
		}
	}
	return false
}

// end lets the day asked about be over.
func (a *again) end(then func()) {
	a.past, a.counted = true, a.sum()
	then()
	a.past, a.counted = false, 0
}

// place puts what is done and what is where into words, each in one way.
func (a *again) place(done uint64) string {
	var where []string
	for b, u := range a.stock {
		if u != 0 {
			where = append(where, fmt.Sprint(b.at, b.lot, b.stage, u))
		}
	}
	slices.Sort(where)
	return fmt.Sprint(done, a.gone, a.counted, strings.Join(where, ";"))
}

// finish takes in the end of a history.
func (a *again) finish() {
	sum := a.sum()
	if a.past {
		sum = a.counted
	}
	a.out = Span{min(a.out.Least, sum), max(a.out.Most, sum)}
}

// sum counts what the question asks for.
func (a *again) sum() int64 {
	sum := a.gone
	for b, u := range a.stock {
		if b.stage == there || b.stage == cameThrough && a.q.Asks != Reached && a.target[AtLeast][b.at] {
			sum += u
		}
	}
	return sum
}

// happen tries each way in which the event can have gone.
func (a *again) happen(e fact, then func()) {
	if e.tally >= 0 {
		t, all, of := a.tallies[e.tally], int64(0), int64(0)
		for b, u := range a.stock {
			if b.at == t.Holding {
				if all += u; b.stage != other {
					of += u
				}
			}
		}
		if all >= t.Least && all <= t.Most && a.agrees(e, of) {
			a.choices++
			then()
		}
		return
	}
	m := &a.moves[e.move]
	for u := m.Least; u <= m.Most && a.choices <= mostAgain; u++ {
		if m.From < 0 || !a.near[m.From] {
			a.arrive(e, []alike{{-1, m.Lot, other}}, []int64{u}, then)
			continue
		}
		var from []alike
		for b, k := range a.stock {
			if b.at == m.From && k > 0 && a.canBe(b, e.move) {
				from = append(from, b)
			}
		}
		slices.SortFunc(from, func(x, y alike) int { return cmp.Or(cmp.Compare(x.lot, y.lot), cmp.Compare(x.stage, y.stage)) })
		a.draw(e, from, make([]int64, 0, len(from)), u, then)
	}
}

// agrees says whether evidence allows so many units of S.
func (a *again) agrees(e fact, of int64) bool {
	for _, x := range a.q.Evidence {
		if x.Move == e.move && x.Tally == e.tally && (of < x.Least || of > x.Most) {
			return false
		}
	}
	return true
}

// canBe says whether units can be those of the lot that the move names. Of units
// whose lot is not on record, those of S are not of a lot outside, nor the reverse.
func (a *again) canBe(b alike, move int32) bool {
	lot := a.moves[move].Lot
	switch {
	case lot == NoLot:
		return true
	case b.lot != lot && b.lot != NoLot:
		return false
	case slices.Contains(a.q.Of, move):
		return true
	}
	return b.stage == other && !a.whole[lot] || b.stage != other && !a.apart(lot)
}

// draw takes units out of what is alike in every way, then lets them arrive.
func (a *again) draw(e fact, from []alike, taken []int64, left int64, then func()) {
	a.choices++
	k := len(taken)
	if k == len(from) {
		if left == 0 {
			a.arrive(e, from, taken, then)
		}
		return
	}
	for u := range min(left, a.stock[from[k]]) + 1 {
		if a.choices > mostAgain {
			return
		}
		a.stock[from[k]] -= u
		a.draw(e, from, append(taken, u), left-u, then)
		a.stock[from[k]] += u
	}
}

// arrive puts the units where the move takes them, goes on, and takes them back.
func (a *again) arrive(e fact, from []alike, units []int64, then func()) {
	m := &a.moves[e.move]
	of, put := int64(0), make([]alike, len(from))
	for k, b := range from {
		put[k] = a.after(b, e.move)
		if put[k].stage != other {
			of += units[k]
		}
	}
	if !a.agrees(e, of) {
		return
	}
	lay := func(sign int64) {
		for k, b := range put {
			switch {
			case b.at >= 0:
				a.stock[b] += sign * units[k]
			case b.stage == there, b.stage == cameThrough && a.q.Asks == Ended && m.From >= 0 && a.target[AtLeast][m.From]:
				a.gone += sign * units[k]
			}
		}
	}
	lay(1)
	a.choices++
	then()
	lay(-1)
}

// after is what units are once they have gone by the move.
func (a *again) after(b alike, move int32) alike {
	m := &a.moves[move]
	b.at = m.To
	if b.lot == NoLot {
		b.lot = m.Lot
	}
	if b.stage == other && slices.Contains(a.q.Of, move) {
		b.stage = ofOrigin
	}
	if b.stage == ofOrigin && !a.past && (len(a.through) == 0 || slices.Contains(a.through, m.To)) {
		b.stage = cameThrough
	}
	if b.stage == cameThrough && a.q.Asks == Reached && (slices.Contains(a.q.Moves, move) || m.To >= 0 && a.target[AtLeast][m.To]) {
		b.stage = there
	}
	return b
}
