package flow

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Share is the answer to a question under a convention: an agreed way of counting,
// which says nothing of what happened. It always lies within the bounds.
type Share struct {
	Units int64
	Known bool   // false: the convention cannot be followed on these records
	Why   string // why not
}

// MassBalance counts each draw as holding the same share of units of S as the
// stock that it is drawn from, rounded to whole units (the proportional method of
// mass balance in ISO 22095). Like all conventions here it obeys lots and evidence
// and is withheld where it cannot, and where records that matter to it are ranges,
// are missing, or leave their order open.
func MassBalance(n *Network, q Question) (Share, error) {
	return follow(n, q, func() box { return &mixture{} })
}

// RollingAverage counts each draw as holding the share that units of S had among all
// that came into the stock in the year before it, as far as that can be; what was in
// stock before the first record of the item came on the day of that record. Where
// nothing came in for a year it is the share of the stock. (The rolling average
// percentage of mass balance in ISO 22095, with a period of 365 days.)
func RollingAverage(n *Network, q Question) (Share, error) {
	return follow(n, q, func() box { return &rolling{} })
}

// FIFO counts the units that came in first as going out first.
func FIFO(n *Network, q Question) (Share, error) {
	return follow(n, q, func() box { return &queue{} })
}

// LIFO counts the units that came in last as going out first.
func LIFO(n *Network, q Question) (Share, error) {
	return follow(n, q, func() box { return &queue{last: true} })
}

// The kinds of unit that a convention tells apart.
const (
	otherUnit   = iota
	unitOfS     // not yet at the target
	arrivedUnit // of S, and was at the target
	unitKinds
)

// batch is units of one kind that moved together.
type batch struct {
	units int64
	kind  int
}

// box is the stock of one holding under a convention.
type box interface {
	put(b batch, on proviso.Day)
	count() [unitKinds]int64
	// natural is how many units of S the convention finds among the next w.
	natural(w int64, on proviso.Day) int64
	// draw takes w units, c of them of S, in the order of the convention.
	draw(w, c int64) []batch
}

// follow takes the movements one after the other.
func follow(n *Network, q Question, empty func() box) (Share, error) {
	closed, err := n.Until(q.Until)
	if err != nil {
		return Share{}, err
	}
	r, err := read(closed, &q, len(n.moves))
	if err != nil {
		return Share{}, err
	}
	switch why := r.obstacle(); {
	case why != "":
		return Share{Why: why}, nil
	case r.torn:
		return Share{Why: "the evidence contradicts itself"}, nil
	}
	c := counting{reading: r, boxes: make([]box, len(closed.at))}
	for h := range c.boxes {
		c.boxes[h] = empty()
		if made := closed.made(int32(h)); made != nil {
			_, inOrder := c.boxes[h].(*queue)
			c.boxes[h] = newBench(made, inOrder)
		}
	}
	for seg, h := range closed.segHolding {
		if len(closed.moves) > 0 && closed.segOpen[seg] && closed.openingKnown(int32(seg)) {
			c.boxes[h].put(batch{closed.segShort[seg], otherUnit}, closed.moves[0].Earliest)
		}
	}
	for i, row := range closed.row {
		var ok bool
		switch {
		case row >= 0:
			ok = c.move(row)
		case row <= tallyRow && closed.head[i] >= 0:
			ok = c.tally(row, closed.holding(closed.head[i]))
		default:
			continue
		}
		if !ok {
			return Share{Why: "the convention contradicts the evidence"}, nil
		}
	}
	if c.spent {
		return Share{Why: "units that had been at the target went into a product"}, nil
	}
	return Share{Units: c.total(), Known: true}, nil
}

// made is the assembly whose bench the holding is, nil if it is none.
func (n *Network) made(h int32) *making {
	if n.benches == nil {
		return nil
	}
	return n.benches.at[h]
}

// obstacle says why no convention can be followed, "" if nothing is in the way:
// wherever units of S can come, all must be exact.
func (r *reading) obstacle() string {
	n := r.n
	if n.benches != nil && n.benches.obscure != "" {
		return n.benches.obscure
	}
	if len(r.q.MayOf)+len(r.q.MayHold) > 0 {
		return "some records do not say enough to tell who or what they are about"
	}
	reach := make([]bool, len(n.at))
	for again := true; again; {
		again = false
		for i := range n.moves {
			m := &n.moves[i]
			if m.To >= 0 && !reach[m.To] && (r.role[i]&entry != 0 || m.From >= 0 && reach[m.From]) {
				reach[m.To], again = true, true
			}
		}
	}
	for i := range n.moves {
		m := &n.moves[i]
		if r.role[i]&entry != 0 || m.To >= 0 && reach[m.To] || m.From >= 0 && reach[m.From] {
			switch {
			case m.Least != m.Most:
				return "a quantity is a range"
			case m.Earliest != m.Latest:
				return "a date is not one day"
			case m.From == Unknown || m.To == Unknown:
				return "where units came from or went to is not on record"
			case r.again && m.From >= 0 && m.Lot != NoLot:
				return "units may have entered twice, and lots tell which went"
			}
		}
	}
	for h := range n.at {
		if reach[h] && n.at[h].vague {
			return "the order of some movements is not known"
		}
	}
	if slices.ContainsFunc(n.gaps, func(g Gap) bool { return reach[g.Holding] && !g.Before }) {
		return "records are missing"
	}
	return r.uncounted()
}

// uncounted says where units of S can be drawn from a holding of which it is not
// known what was in it before.
func (r *reading) uncounted() string {
	n := r.n
	if n.opening == 0 {
		return ""
	}
	met := make([]bool, len(n.seg))
	stops := func(v int32) bool { return r.q.Asks == Reached && r.target[AtLeast][n.holding(v)] }
	n.sweep(func(i int) bool {
		t, h, row := n.tail[i], n.head[i], n.row[i]
		if h < 0 || met[h] || !(t >= 0 && met[t] && !stops(t)) && !(row >= 0 && r.role[row]&entry != 0) {
			return false
		}
		met[h] = true
		return true
	})
	drawn := make([]bool, len(n.at)) // holdings from which units of S can be drawn
	for i, t := range n.tail {
		if t >= 0 && met[t] && !stops(t) && n.row[i] != stays {
			drawn[n.holding(t)] = true
		}
	}
	for seg, h := range n.segHolding {
		if drawn[h] && !n.openingKnown(int32(seg)) {
			return "what was in stock before the first record is not known"
		}
	}
	return ""
}

// openingKnown says whether it is known how many units were there before the
// segment.
func (n *Network) openingKnown(seg int32) bool {
	return !n.segOpen[seg] || n.segShort[seg] == n.segBefore[seg]
}

// counting is a convention at work.
type counting struct {
	*reading
	boxes []box
	ended int64 // units of S that are counted and have left all holdings
	spent bool  // some that are counted went into a product
}

func (c *counting) move(row int32) bool {
	m := &c.n.moves[row]
	units := []batch{{m.Least, otherUnit}}
	if m.From >= 0 {
		from := c.boxes[m.From]
		stock := from.count()
		inS := stock[unitOfS] + stock[arrivedUnit]
		low, high := max(0, m.Least-stock[otherUnit]), min(m.Least, inS)
		if s, ok := c.limits[row]; ok {
			low, high = max(low, s.Least), min(high, s.Most)
		}
		switch {
		case inS == 0 && c.limits[row].Least == 0: // its stock may be short, but not of S
			from.draw(min(m.Least, stock[otherUnit]), 0)
		case low > high:
			return false
		default:
			units = from.draw(m.Least, min(max(from.natural(m.Least, m.Earliest), low), high))
		}
	}
	for _, b := range units {
		c.deliver(row, m, b)
	}
	return true
}

func (c *counting) deliver(row int32, m *Move, b batch) {
	role := c.role[row]
	if role&entry != 0 && b.kind == otherUnit {
		b.kind = unitOfS
	}
	if b.kind == unitOfS && c.q.Asks == Reached && (role&goal != 0 || m.To >= 0 && c.target[AtLeast][m.To]) {
		b.kind = arrivedUnit
	}
	if m.To >= 0 {
		if on, ok := c.boxes[m.To].(*bench); ok {
			on.pile, c.spent = on.making.pile[row], c.spent || b.kind == arrivedUnit && b.units > 0
		}
	}
	switch {
	case m.To >= 0:
		c.boxes[m.To].put(b, m.Earliest)
	case b.kind == arrivedUnit, b.kind == unitOfS && c.q.Asks == Ended && m.From >= 0 && c.target[AtLeast][m.From]:
		c.ended += b.units
	}
}

// tally checks evidence about counted stock.
func (c *counting) tally(row, h int32) bool {
	s, ok := c.limits[row]
	stock := c.boxes[h].count()
	inS := stock[unitOfS] + stock[arrivedUnit]
	return !ok || s.Least <= inS && inS <= s.Most
}

func (c *counting) total() int64 {
	sum := c.ended
	for h, b := range c.boxes {
		stock := b.count()
		sum += stock[arrivedUnit]
		if c.q.Asks != Reached && c.target[AtLeast][h] {
			sum += stock[unitOfS]
		}
	}
	return sum
}
