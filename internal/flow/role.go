package flow

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// What a move is to a question.
const (
	entry    uint8 = 1 << iota // its units become units of S
	goal                       // a target move
	limited                    // evidence or a lot limits the units of S among its own
	repeated                   // an entry that units of S may reach again
	perhaps                    // may be an entry
)

// reading is a question worked out against a network: what each move and holding
// is to it, and what evidence says arc by arc.
type reading struct {
	n       *Network
	q       *Question
	role    []uint8        // by move
	special []int32        // arcs of which more is to be said than what they can carry
	target  [2][]bool      // by side and holding: target holdings, for AtMost also those that may be
	limits  map[int32]Span // by row of a limited arc: units of S
	torn    bool           // some evidence no history can meet, as is seen without a search
	first   proviso.Day    // no unit of S exists before this day
	beyond  bool           // some evidence lies after the day asked about
	afloat  bool           // units may have gone round a stocktake that evidence is about, on its day
	lots    bool           // lots are told apart where they may have been pooled
	again   bool           // some entry is repeated

	// surface lists units that came in unrecorded when there were units of S:
	// they may be units of S that were lost from sight.
	surface []terminal
}

// read works the question out. n must be closed.
func read(n *Network, q *Question, all int) (*reading, error) {
	rows := make([]uint8, len(n.moves)+1) // by row, and before them for what stays
	r := &reading{
		n: n, q: q,
		role:   rows[1:],
		target: [2][]bool{make([]bool, len(n.at)), make([]bool, len(n.at))},
		limits: map[int32]Span{},
		first:  proviso.LastDay,
	}
	if q.Asks != Reached && len(q.Moves) > 0 {
		return nil, refuse("a question about stock has target movements", "name target holdings, or ask what was ever reached")
	}
	if err := r.aim(); err != nil {
		return nil, err
	}
	if err := r.mark(q.MayOf, perhaps, all); err != nil {
		return nil, err
	}
	if err := r.mark(q.Of, entry, all); err != nil {
		return nil, err
	}
	if err := r.mark(q.Moves, goal, all); err != nil {
		return nil, err
	}
	r.readLots()
	for i := range q.Evidence {
		if err := r.readEvidence(&q.Evidence[i], all); err != nil {
			return nil, err
		}
	}
	r.markRepeated()
	r.findSpecial(rows)
	r.findSurface()
	return r, nil
}

// aim marks the target holdings.
func (r *reading) aim() error {
	for k, list := range [2][]int32{r.q.Holdings, r.q.MayHold} {
		for _, h := range list {
			if h < 0 || int(h) >= len(r.n.at) {
				return refuse("question names a holding that is not in the network", "")
			}
			r.target[AtMost][h] = true
			r.target[AtLeast][h] = r.target[AtLeast][h] || k == 0
		}
	}
	return nil
}

// enters says whether units become units of S by the move, on that side.
func (r *reading) enters(row int32, side Side) bool {
	role := r.role[row]
	if side == AtMost {
		return role&(entry|perhaps) != 0
	}
	return role&entry != 0 && role&repeated == 0
}

func (r *reading) mark(moves []int32, as uint8, all int) error {
	for _, m := range moves {
		switch {
		case m < 0 || int(m) >= all:
			return refuse("question names a movement that is not in the network", "")
		case int(m) < len(r.role): // else it lies after the day asked about
			r.role[m] |= as
			if as != goal {
				r.first = min(r.first, r.n.moves[m].Earliest)
			}
		}
	}
	return nil
}

func (r *reading) readEvidence(e *Evidence, all int) error {
	switch {
	case e.Least < 0 || e.Least > e.Most || (e.Move < 0) == (e.Tally < 0):
		return refuse("evidence runs backwards, is negative, or is not about one movement or one stocktake", "")
	case int(e.Move) >= all:
		return refuse("evidence names a movement that is not in the network", "")
	case int(e.Move) >= len(r.role) || int(e.Tally) >= len(r.n.tallies):
		r.beyond = true
		return nil
	case e.Tally >= 0 && e.Least > r.n.tallies[e.Tally].Most:
		r.torn = true
		return nil
	case e.Tally >= 0:
		r.afloat = r.afloat || r.n.afloat[e.Tally] != Span{}
		r.limit(tallyRow-e.Tally, r.widened(e))
		return nil
	}
	m := &r.n.moves[e.Move]
	switch {
	case e.Least > m.Most || r.role[e.Move]&entry != 0 && e.Most < m.Least,
		r.role[e.Move]&(entry|perhaps) == 0 && m.From == Outside && e.Least > 0:
		r.torn = true
	case r.role[e.Move]&(entry|perhaps) == 0:
		r.role[e.Move] |= limited
		r.limit(e.Move, Span{e.Least, e.Most})
	}
	return nil
}

// limit narrows what is known of an arc.
func (r *reading) limit(row int32, s Span) {
	old, ok := r.limits[row]
	if !ok {
		old = Span{0, Unlimited}
		if row >= 0 {
			old.Most = r.n.moves[row].Most
		}
	}
	if s = (Span{max(s.Least, old.Least), min(s.Most, old.Most)}); s.Least > s.Most {
		r.torn = true
		return
	}
	r.limits[row] = s
}

// rowOf is the row that the evidence is about.
func (r *reading) rowOf(e *Evidence) int32 {
	if e.Tally >= 0 {
		return tallyRow - e.Tally
	}
	return e.Move
}

// widened is what the evidence says of its arc: of a tally, more or fewer units
// may go by it than were counted.
func (r *reading) widened(e *Evidence) Span {
	if e.Tally < 0 {
		return Span{e.Least, e.Most}
	}
	w := r.n.afloat[e.Tally]
	return Span{less(e.Least, w.Least), add(e.Most, w.Most)}
}

// readLots turns lots into limits: all units of a move of a lot that is wholly
// in S are of S, and none of one that is wholly outside.
func (r *reading) readLots() {
	n := r.n
	if !n.stamped {
		return
	}
	in, out := r.lotSides()
	seen := map[int32]bool{}
	for i := range n.moves {
		m := &n.moves[i]
		if m.Lot == NoLot || m.From == Outside || r.role[i]&(entry|perhaps) != 0 {
			continue
		}
		if s, ok := stamp(m, in, out); ok {
			r.role[i] |= limited
			r.limit(int32(i), s)
		}
		seen[m.Lot] = true
	}
	r.lots = len(seen) > 1 || len(seen) == 1 && !r.onlyLot(seen, in)
}

// stamp is what the lot of a move says of the units of S among its own, if anything.
func stamp(m *Move, in map[int32]bool, out func(int32) bool) (Span, bool) {
	switch {
	case m.Lot == NoLot || m.From == Outside:
	case in[m.Lot]:
		return Span{m.Least, m.Most}, true
	case out(m.Lot):
		return Span{}, true
	}
	return Span{}, false
}

// lotSides says which lots are in S as a whole, and which are outside. Units that came
// from Outside into the same holding as the lot, and of which no lot is known, may be of
// it, too.
func (r *reading) lotSides() (in map[int32]bool, out func(int32) bool) {
	in = map[int32]bool{}
	entered, received := map[int32]bool{}, map[int32]bool{}
	unnamed := map[int32]bool{} // by holding
	named := true
	for i := range r.n.moves {
		m := &r.n.moves[i]
		isEntry := r.role[i]&entry != 0
		if isEntry || r.role[i]&perhaps != 0 {
			named = named && m.Lot != NoLot
			entered[m.Lot] = true
		}
		if m.Lot != NoLot && m.From == Outside {
			if whole, ok := in[m.Lot]; !ok || whole {
				in[m.Lot] = isEntry
			}
			received[m.Lot] = true
		}
		if m.Lot == NoLot && m.From == Outside && !isEntry {
			unnamed[m.To] = true
		}
	}
	if len(unnamed) > 0 {
		for i := range r.n.moves {
			if m := &r.n.moves[i]; m.Lot != NoLot && m.From == Outside && (unnamed[m.To] || unnamed[Unknown]) {
				in[m.Lot] = false
			}
		}
	}
	return in, func(lot int32) bool { return named && received[lot] && !entered[lot] }
}

// onlyLot says whether S is the one lot that moves name, all of it, and nothing
// else.
func (r *reading) onlyLot(lots, whole map[int32]bool) bool {
	for i := range r.role {
		if lot := r.n.moves[i].Lot; r.role[i]&(entry|perhaps) != 0 && !(lots[lot] && whole[lot]) {
			return false
		}
	}
	return true
}

// findSpecial lists the arcs that are more to the question than a number of units
// that can go by them.
func (r *reading) findSpecial(rows []uint8) {
	n := r.n
	for i, t := range n.tail {
		h, row := n.head[i], n.row[i]+1
		if row >= 0 && rows[row] == 0 && t != h && t != Unknown && h != Unknown && n.mark[i]&outOfOrder == 0 {
			continue
		}
		r.special = append(r.special, int32(i))
	}
}

// markRepeated finds entries that units of S may come to again: their units may
// not be new ones.
func (r *reading) markRepeated() {
	n := r.n
	inner := func(m int32) bool { return int(m) < len(r.role) && n.moves[m].From >= 0 }
	if !slices.ContainsFunc(r.q.Of, inner) && !slices.ContainsFunc(r.q.MayOf, inner) {
		return
	}
	reach := make([]bool, len(n.seg))
	n.sweep(func(i int) bool {
		t, h := n.tail[i], n.head[i]
		if h < 0 || reach[h] {
			return false
		}
		row := n.row[i]
		reach[h] = row >= 0 && r.role[row]&(entry|perhaps) != 0 || t >= 0 && reach[t]
		return reach[h]
	})
	for i := range n.tail {
		row := n.row[i]
		if row >= 0 && r.role[row]&(entry|perhaps) != 0 && n.tail[i] >= 0 && reach[n.tail[i]] {
			r.role[row] |= repeated
			r.again = true
		}
	}
}

// sweep visits all arcs in order, again and again while the network has circles
// and a visit says that something changed.
func (n *Network) sweep(visit func(arc int) bool) {
	for again := true; again; {
		again = false
		for i := range n.tail {
			if visit(i) {
				again = true
			}
		}
		again = again && n.looped
	}
}

// findSurface lists what may have surfaced. The room that a shortage shows lies
// where the holding was when the first unit of S came into being, or later.
func (r *reading) findSurface() {
	n := r.n
	units := map[int32]int64{}
	for _, g := range n.gaps {
		if !g.Out && !g.Before && g.Day >= r.first {
			units[g.seg] += g.Units
		}
	}
	if len(units) > 0 {
		node := map[int32]int32{}
		for v, s := range n.seg {
			if _, ok := node[s]; units[s] > 0 && (!ok || n.opened[v] <= r.first) {
				node[s] = int32(v)
			}
		}
		for s := range n.segHolding {
			if u := units[int32(s)]; u > 0 {
				r.surface = append(r.surface, terminal{node[int32(s)], Surface, int32(s), u})
			}
		}
	}
	for _, i := range r.special {
		if n.tail[i] != Unknown || n.head[i] < 0 {
			continue
		}
		m := &n.moves[n.row[i]]
		if r.role[n.row[i]]&(entry|perhaps) == 0 && m.Latest >= r.first {
			r.surface = append(r.surface, terminal{n.head[i], Travel, i, n.most[i]})
		}
	}
}
