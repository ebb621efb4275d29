package flow

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Between is a place that units of S have to come to, having become such, before they
// count.
type Between struct {
	Holdings []int32
	May      []int32 // holdings that may be among them: counted for the most, not for the least
}

// certain says whether it is known what the place is, and that there is one.
func (b *Between) certain() bool { return b == nil || len(b.Holdings) > 0 && len(b.May) == 0 }

// Way is a question by way of a place between, for one side: two copies of the network.
// Units of S go in the first until they come to the place, and then in the second, where
// alone the target is. The copies know nothing of each other: what goes by a movement in
// one leaves the other as wide as it was.
type Way struct {
	*Network
	Ask Question
	one *Network // what there are two copies of
	why []string // what can make it wide, beside what goes by one arc in both copies
}

// Way makes the way of the question to the side. Its numbers of moves, tallies and
// holdings are those of the network, and in the second copy as many more.
func (n *Network) Way(q *Question, side Side) (*Way, error) {
	one, err := n.Until(q.Until)
	if err != nil {
		return nil, err
	}
	r, err := read(one, q, len(n.moves))
	if err != nil {
		return nil, err
	}
	if len(one.moves)+len(one.tallies) >= mostRows/2 {
		return nil, refuse(fmt.Sprintf("more than %d movements and stocktakes of one item", mostRows/2-1), "take out those that the question is not about")
	}
	return r.way(side), nil
}

func (r *reading) way(side Side) *Way {
	q := r.q
	between := set32(q.Through.Holdings)
	if side == AtMost {
		for _, h := range q.Through.May {
			between[h] = true
		}
	}
	w := &Way{Network: r.n.twice(between), one: r.n}
	if r.lots {
		w.why = append(w.why, "lots are named again after they may have been pooled")
	}
	if r.again {
		w.why = append(w.why, "units may have entered twice")
	}
	if len(r.limits) > 0 || r.beyond {
		w.why = append(w.why, "what is known of units of them may be of those that came by way of the place, or of others")
	}
	if len(q.Through.May) > 0 {
		w.why = append(w.why, "some records do not say enough to tell who or what they are about")
	}
	moves, holdings := int32(len(r.n.moves)), int32(len(r.n.at))
	w.Ask = Question{Asks: q.Asks, Anywhere: q.Anywhere, Until: proviso.LastDay, Holdings: shifted(q.Holdings, holdings), MayHold: shifted(q.MayHold, holdings)}
	for _, m := range q.Moves {
		if m < moves {
			w.Ask.Moves = append(w.Ask.Moves, m+moves)
		}
		if m < moves && between[r.n.moves[m].To] {
			w.Ask.Moves = append(w.Ask.Moves, m)
		}
	}
	for m := range moves {
		switch {
		case r.enters(m, AtLeast) || side == AtMost && r.role[m]&entry != 0:
			w.Ask.Of = append(w.Ask.Of, m)
		case side == AtMost && r.role[m]&perhaps != 0:
			w.Ask.MayOf = append(w.Ask.MayOf, m)
		}
	}
	w.know(r, side)
	return w
}

func shifted(list []int32, by int32) []int32 {
	out := make([]int32, len(list))
	for i, x := range list {
		out[i] = x + by
	}
	return out
}

// twice is two copies of the network, which must be closed. Arcs that lead to a holding
// of between lead to that of the second copy, and none leads back.
func (n *Network) twice(between map[int32]bool) *Network {
	moves, holdings, nodes, tallies, segs := int32(len(n.moves)), int32(len(n.at)), int32(len(n.seg)), int32(len(n.tallies)), int32(len(n.segHolding))
	c := &Network{
		moves: slices.Repeat(n.moves, 2), tallies: slices.Repeat(n.tallies, 2), afloat: make([]Span, 2*tallies),
		seg: append(slices.Clone(n.seg), shifted(n.seg, segs)...), opened: slices.Repeat(n.opened, 2),
		segHolding: append(slices.Clone(n.segHolding), shifted(n.segHolding, holdings)...), segShort: slices.Repeat(n.segShort, 2),
		segOpen: slices.Repeat(n.segOpen, 2), segBefore: slices.Repeat(n.segBefore, 2), gaps: slices.Repeat(n.gaps, 2),
		at: slices.Repeat(n.at, 2), looped: n.looped, ranged: n.ranged, short: n.short, strays: n.strays, today: proviso.LastDay, past: new(past),
	}
	again := func(number, by int32) int32 {
		if number < 0 {
			return number
		}
		return number + by
	}
	for i := range c.moves {
		m := &c.moves[i]
		m.Lot = NoLot
		if int32(i) >= moves {
			m.From = again(m.From, holdings)
		}
		if int32(i) >= moves || between[m.To] {
			m.To = again(m.To, holdings)
		}
	}
	for i := range tallies {
		c.tallies[tallies+i].Holding += holdings
	}
	for i := range n.gaps {
		g := &c.gaps[len(n.gaps)+i]
		g.Holding, g.seg = g.Holding+holdings, g.seg+segs
	}
	for h := holdings; h < 2*holdings; h++ {
		c.at[h].node = again(c.at[h].node, nodes)
	}
	for i, t := range n.tail {
		h, row, second := n.head[i], n.row[i], n.row[i]
		switch {
		case row >= 0:
			second += moves
		case row <= tallyRow:
			second -= tallies
		}
		first := h
		if h >= 0 && between[n.holding(h)] {
			first += nodes
		}
		c.arc(t, first, row, n.most[i], n.mark[i])
		c.arc(again(t, nodes), again(h, nodes), second, n.most[i], n.mark[i])
	}
	return c
}

// know puts what is known of units of S to the copies: no more than so many in each, and
// so many at least where none can be in the other.
func (w *Way) know(r *reading, side Side) {
	if len(r.limits) == 0 {
		return
	}
	come := w.come(r)
	tail := map[int32]int32{} // by row: where its arc starts
	for i, row := range w.row {
		if w.head[i] >= 0 || row >= 0 {
			tail[row] = w.tail[i]
		}
	}
	moves, tallies := int32(len(r.n.moves)), int32(len(r.n.tallies))
	for _, row := range slices.Sorted(maps.Keys(r.limits)) {
		s, e := r.limits[row], [2]Evidence{{Move: row, Tally: -1}, {Move: row + moves, Tally: -1}}
		first, second := row, row+moves
		if row <= tallyRow {
			e = [2]Evidence{{Move: -1, Tally: tallyRow - row}, {Move: -1, Tally: tallyRow - row + tallies}}
			second = row - tallies
		}
		can := [2]bool{tail[first] >= 0 && come[tail[first]], tail[second] >= 0 && come[tail[second]]}
		for k := range e {
			e[k].Tag, e[k].Most = row, s.Most
			if can[k] && !can[1-k] && len(r.surface) == 0 && (side == AtMost || !r.again) {
				e[k].Least = s.Least
			}
			w.Ask.Evidence = append(w.Ask.Evidence, e[k])
		}
	}
}

// come says by node whether units of S can come there.
func (w *Way) come(r *reading) []bool {
	entries := set32(w.Ask.Of)
	for _, m := range w.Ask.MayOf {
		entries[m] = true
	}
	for m := range r.role {
		entries[int32(m)] = entries[int32(m)] || r.role[m]&(entry|perhaps) != 0
	}
	come := make([]bool, len(w.seg))
	w.sweep(func(i int) bool {
		t, h := w.tail[i], w.head[i]
		if h < 0 || come[h] {
			return false
		}
		come[h] = t >= 0 && come[t] || entries[w.row[i]]
		return come[h]
	})
	return come
}

// boundByWay answers a question by way of a place between. Its evidence must not clash.
func (r *reading) boundByWay(ctx context.Context, ans *Answer) error {
	passesToCome(ctx, 2*passesOfEnd)
	for side, aim := range [...]purpose{AtMost: toGoal, AtLeast: toAway} {
		w := r.way(Side(side))
		rw, err := read(w.Network, &w.Ask, len(w.moves))
		if err != nil {
			return err
		}
		mem := takeMemory()
		e := rw.oneEnd(ctx, mem, aim)
		mem.release()
		if e.err != nil {
			return e.err
		}
		ans.Proof[side] = e.proof
		why := append(e.outer, w.why...)
		if !w.fits(e.proof.Scenario) {
			why = append(why, "those that came by way of the place and those that did not are bounded apart")
		}
		exact := len(why) == 0
		ans.Outer = append(ans.Outer, why...)
		if Side(side) == AtMost {
			ans.Most, ans.MostExact = e.proof.Number, exact
			continue
		}
		ans.Least, ans.LeastExact = e.proof.Number, exact
		for _, h := range e.uncounted {
			ans.Uncounted = append(ans.Uncounted, h%int32(len(r.n.at)))
		}
		r.foundByWay(rw, ans)
	}
	slices.Sort(ans.Uncounted)
	ans.Uncounted = slices.Compact(ans.Uncounted)
	slices.Sort(ans.Outer)
	ans.Outer = slices.Compact(ans.Outer)
	return nil
}

// foundByWay takes what was found at the target, of units that can only have come by way
// of the place, for the least.
func (r *reading) foundByWay(w *reading, ans *Answer) {
	k := w.foundThere()
	if k < 0 || w.q.Evidence[k].Least <= ans.Least {
		return
	}
	for i := range r.q.Evidence {
		if e := &r.q.Evidence[i]; r.rowOf(e) == w.q.Evidence[k].Tag && r.widened(e).Least == w.q.Evidence[k].Least {
			ans.Least, ans.LeastExact, ans.Found = w.q.Evidence[k].Least, false, i
			return
		}
	}
}

// fits says whether the steps can all be in one history: the two copies together carry
// no more by any arc than it can carry.
func (w *Way) fits(steps []Step) bool {
	by, rest := map[int32]int64{}, map[int32]int64{}
	for _, s := range steps {
		switch s.Kind {
		case Enter, Travel:
			if by[s.Index/2] += s.Units; by[s.Index/2] > w.one.capacity(int(s.Index/2)) {
				return false
			}
		case Rest:
			h := s.Index % int32(len(w.one.at))
			if rest[h] += s.Units; rest[h] > w.one.closing(h) {
				return false
			}
		case Surface, Known, Whole:
			return false
		}
	}
	return true
}

// where finds what the steps are about. Until is the day that the question asks about.
func (w *Way) where(steps []Step, until proviso.Day, words words) ([]Where, error) {
	out, err := w.Network.where(steps, proviso.LastDay, wayWords{words, w.one})
	for i := range out {
		if steps[i].Kind == Rest {
			out[i].Since = until
		}
	}
	return out, err
}

// wayWords has the words of the one network for its copies.
type wayWords struct {
	words
	one *Network
}

func (w wayWords) moved(row int32) Where {
	return passedBy(w.words.moved, row, int32(len(w.one.moves)))
}
func (w wayWords) tallied(tally int32) Where {
	return passedBy(w.words.tallied, tally, int32(len(w.one.tallies)))
}
func (w wayWords) held(holding int32) Where {
	return passedBy(w.words.held, holding, int32(len(w.one.at)))
}

func passedBy(words func(int32) Where, number, copied int32) Where {
	out := words(number % copied)
	out.Passed = number >= copied
	return out
}
