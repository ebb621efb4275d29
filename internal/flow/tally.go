package flow

import (
	"slices"
	"sync"

	"github.com/proviso-ledger/proviso"
)

// AppendTally adds a stocktake. All movements of its day and of days before must
// have been appended, and none may follow. Whether movements of the same day came
// before or after the count is not known. Units beyond the book are noted as
// having come in unrecorded, units short of it as having left unrecorded.
func (n *Network) AppendTally(t Tally) error {
	switch {
	case t.Least < 0 || t.Least > t.Most:
		return refuse("quantity of a stocktake runs backwards or is negative", "")
	case t.Holding < 0 || int(t.Holding) >= len(n.at):
		return refuse("stocktake names a holding that is not in the network", "")
	case t.Day < n.today || t.Day == never:
		return refuse("stocktake is appended after a later movement", "append in the order of days")
	}
	if err := n.size.take(t.Least, t.Most); err != nil {
		return err
	}
	n.closeDay(t.Day)
	n.tallies = append(n.tallies, t)
	n.tally(int32(len(n.tallies)-1), t)
	return nil
}

// closeDay brings the network to the end of the day.
func (n *Network) closeDay(day proviso.Day) {
	n.advance(day)
	n.leaveBy(day)
	n.settle()
	n.tallied = true
}

// tally compares book and count, and starts a new segment of the holding.
//
// The book of the network has all movements of the day, and of those of uncertain
// day it has what arrives already in and what leaves still in. The count may have
// been before the movements of the day. So of the units counted, early may have
// left since by the book; and of those in the book, late may not have been there
// to be counted.
func (n *Network) tally(k int32, t Tally) {
	p := &n.at[t.Holding]
	if p.node < 0 {
		n.open(t.Holding, n.openSegment(t.Holding))
	}
	early, late, doubtful := n.adrift(t.Holding)
	n.afloat = append(n.afloat, Span{early, late})
	p.vague = p.vague || early+late > 0
	seg := n.seg[p.node]
	if n.segOpen[seg] {
		n.findOpening(seg, t.Least-early-p.most, capped(t.Most)+doubtful-p.least)
	} else {
		n.noteShort(t.Holding, t.Least-early-p.most-n.segShort[seg])
	}
	book := Span{p.least + n.segShort[seg], p.most + n.segShort[seg]}
	lost := max(0, book.Least-doubtful-capped(t.Most))
	if lost > 0 {
		n.arc(p.node, Unknown, tallyRow-k, lost, 0)
		n.gaps = append(n.gaps, Gap{Holding: t.Holding, Day: t.Day, Units: lost, Out: true})
	}
	most := n.stock(seg, p.most)
	if t.Most != Unlimited {
		most = min(most, t.Most+late)
	}
	least := min(most, max(book.Least-lost, t.Least-early))
	old, mark := p.node, uint8(0)
	if least != most {
		mark = loose
	}
	n.open(t.Holding, n.openSegment(t.Holding))
	n.arc(old, p.node, tallyRow-k, most, mark)
	p.least, p.most = least, most
}

// findOpening notes what a tally shows of the stock before the first record.
func (n *Network) findOpening(seg int32, least, most int64) {
	n.segShort[seg] = max(n.segShort[seg], least)
	n.segBefore[seg] = min(boundless, max(n.segShort[seg], most))
}

// adrift sums the units of moves into and out of the holding that may lie on
// either side of a count today: early, late (see tally), and how many units that
// the book is sure of may not have been counted.
func (n *Network) adrift(h int32) (early, late, doubtful int64) {
	for _, row := range n.due {
		m := &n.moves[row]
		if m.To == h {
			late += capped(m.Most)
			doubtful += capped(m.Most)
		}
		if m.From == h {
			early += capped(m.Most)
		}
	}
	for _, d := range n.pending {
		m := &n.moves[d.row]
		if m.To == h {
			late += capped(m.Most)
			doubtful += m.Least
		}
		if m.From == h {
			late += capped(m.Most)
			doubtful += capped(m.Most)
		}
	}
	return early, late, doubtful
}

// closed gives the network with every day ended, as questions need it. The
// network itself can still be appended to.
func (n *Network) closed() *Network {
	c := *n
	c.at = slices.Clone(n.at)
	c.segShort = slices.Clone(n.segShort)
	c.gaps = slices.Clone(n.gaps)
	c.pending = slices.Clone(n.pending)
	c.drawnOn, c.due = slices.Clone(n.drawnOn), slices.Clone(n.due)
	c.tail, c.head, c.row = slices.Clip(n.tail), slices.Clip(n.head), slices.Clip(n.row)
	c.most, c.mark = slices.Clip(n.most), slices.Clip(n.mark)
	c.seg, c.opened, c.segHolding, c.segOpen = slices.Clip(n.seg), slices.Clip(n.opened), slices.Clip(n.segHolding), slices.Clip(n.segOpen)
	c.segBefore = slices.Clip(n.segBefore)
	c.closeDay(proviso.LastDay)
	return &c
}

// Until gives the network as it was at the end of the day. A move that may lie
// after the day may also not have happened by then. Units that a later shortage
// shows to have come in unrecorded may have been there already. That of the day last
// asked about is kept; nothing may be appended to it.
func (n *Network) Until(day proviso.Day) (*Network, error) {
	if day == proviso.LastDay {
		return n.closed(), nil
	}
	p := n.past
	p.Lock()
	defer p.Unlock()
	if p.n == nil || p.day != day || p.moves != len(n.moves) || p.tallies != len(n.tallies) {
		c, err := n.cutOff(day)
		if err != nil {
			return nil, err
		}
		p.day, p.moves, p.tallies, p.n = day, len(n.moves), len(n.tallies), c
	}
	return p.n, nil
}

// past is a network as it was at the end of a day, made when it had so many moves and
// tallies.
type past struct {
	sync.Mutex
	day            proviso.Day
	moves, tallies int
	n              *Network
}

// cutOff makes the network of what may lie on or before the day.
func (n *Network) cutOff(day proviso.Day) (*Network, error) {
	full := n.closed()
	var moves []Move
	for i, m := range n.moves {
		if m.Earliest > day {
			break
		}
		m.Tag = int32(i)
		if m.Latest > day {
			m.Latest, m.Least = day, 0
		}
		moves = append(moves, m)
	}
	tallies := slices.Clone(n.tallies)
	for len(tallies) > 0 && tallies[len(tallies)-1].Day > day {
		tallies = tallies[:len(tallies)-1]
	}
	c, err := arrangeOpen(len(n.at), int(n.opening), moves, tallies)
	if err != nil {
		return nil, err
	}
	c.benches, c.strays, c.short = n.benches, n.strays, c.short || n.strays > 0
	for h := range c.at {
		c.at[h].passes = n.at[h].passes
	}
	c.renumber(n)
	c = c.closed()
	c.inherit(full)
	return c, nil
}

// renumber gives the moves the numbers that they have in n, which their tags say.
func (n *Network) renumber(full *Network) {
	for i, row := range n.row {
		if row >= 0 {
			n.row[i] = n.moves[row].Tag
		}
	}
	for i := range n.pending {
		n.pending[i].row = n.moves[n.pending[i].row].Tag
	}
	for i := range n.due {
		n.due[i] = n.moves[n.due[i]].Tag
	}
	moves := make([]Move, len(n.moves))
	for _, m := range n.moves {
		i := m.Tag
		m.Tag = full.moves[i].Tag
		moves[i] = m
	}
	n.moves = moves
}

// inherit takes over what a longer history shows to be missing in the last
// segment of each holding; earlier segments were closed by the same tallies.
func (n *Network) inherit(full *Network) {
	all := n.segments()
	for h, segs := range full.segments() {
		own := all[h]
		if len(own) == 0 {
			continue
		}
		last := own[len(own)-1]
		n.segShort[last] = max(n.segShort[last], full.segShort[segs[len(own)-1]])
		n.short = n.short || n.segShort[last] > 0
		n.segBefore[last] = full.segBefore[segs[len(own)-1]]
	}
	n.gaps = full.gaps
}

// segments lists the segments of each holding in the order of time.
func (n *Network) segments() [][]int32 {
	out := make([][]int32, len(n.at))
	for s, h := range n.segHolding {
		out[h] = append(out[h], int32(s))
	}
	return out
}
