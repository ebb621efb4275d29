package flow

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Mix is what a holding has by mass balance, told apart by origin: the holding in
// which the records first meet a unit.
type Mix struct {
	Portions []Portion // in the order of origins; none of no unit
	Why      string    // why it cannot be said, "" if it can
}

// Portion is so many units of one origin.
type Portion struct {
	Origin int32
	Units  int64
}

// Origins counts by mass balance what every holding has at the end of the day, of all
// origins at once and in one pass: each draw takes of every origin the share that
// it has in the stock, rounded to whole units so that the shares add up to the draw
// (the proportional method of mass balance in ISO 22095). So the units of all
// origins together are one history that the records allow. It is withheld for a
// holding where it cannot be followed, and for all that is drawn from there on.
func Origins(n *Network, day proviso.Day) ([]Mix, error) {
	closed, err := n.Until(day)
	if err != nil {
		return nil, err
	}
	m := &mixing{n: closed, mixes: make([]Mix, len(closed.at)), endless: make([]bool, len(closed.at))}
	m.withhold()
	m.open()
	for _, row := range closed.row {
		if row >= 0 {
			m.move(&closed.moves[row])
		}
	}
	for h, endless := range m.endless {
		if endless {
			m.mixes[h].Why = notCounted
		}
	}
	for h := range m.mixes {
		if m.mixes[h].Why != "" {
			m.mixes[h].Portions = nil
		}
	}
	return m.mixes, nil
}

// notCounted is why nothing can be said of what was never counted.
const notCounted = "what was in stock before the first record is not known"

// mixing is mass balance of all origins at work.
type mixing struct {
	n       *Network
	mixes   []Mix
	endless []bool // by holding: nobody counted what was there before
	drawn   []Portion
}

// withhold marks the holdings about which the records are not exact.
func (m *mixing) withhold() {
	n := m.n
	no := func(h int32, why string) {
		if h >= 0 && m.mixes[h].Why == "" {
			m.mixes[h].Why = why
		}
	}
	for i := range n.moves {
		switch v := &n.moves[i]; {
		case v.Least != v.Most:
			no(v.From, "a quantity is a range")
			no(v.To, "a quantity is a range")
		case v.Earliest != v.Latest:
			no(v.From, "a date is not one day")
			no(v.To, "a date is not one day")
		case v.Lot != NoLot && v.From >= 0:
			no(v.From, "lots are drawn, whose origin mass balance does not look at")
			no(v.To, "lots are drawn, whose origin mass balance does not look at")
		}
	}
	for h := range n.at {
		if n.at[h].vague {
			no(int32(h), "the order of some movements is not known")
		}
	}
	for _, g := range n.gaps {
		if !g.Before {
			no(g.Holding, "records are missing")
		}
	}
}

// open puts into each holding what was there before the first record.
func (m *mixing) open() {
	for seg, h := range m.n.segHolding {
		switch {
		case !m.n.segOpen[seg]:
		case m.n.openingKnown(int32(seg)):
			m.mixes[h].put(Portion{h, m.n.segShort[seg]})
		default:
			m.endless[h] = true
		}
	}
}

func (m *mixing) move(v *Move) {
	m.drawn = m.drawn[:0]
	why := ""
	switch {
	case v.From < 0 && v.To >= 0:
		m.drawn = append(m.drawn, Portion{v.To, v.Least})
	case v.From < 0:
	case m.mixes[v.From].Why != "":
		why = m.mixes[v.From].Why
	case m.endless[v.From]:
		m.drawn = append(m.drawn, Portion{v.From, v.Least})
	default:
		m.drawn = m.mixes[v.From].draw(v.Least, m.drawn)
	}
	if v.To < 0 {
		return
	}
	to := &m.mixes[v.To]
	if m.endless[v.To] {
		why = notCounted
	}
	if to.Why == "" {
		to.Why = why
	}
	for _, p := range m.drawn {
		to.put(p)
	}
}

// put adds units.
func (x *Mix) put(p Portion) {
	if p.Units == 0 {
		return
	}
	i, found := slices.BinarySearchFunc(x.Portions, p.Origin, func(q Portion, origin int32) int { return int(q.Origin) - int(origin) })
	if found {
		x.Portions[i].Units += p.Units
		return
	}
	x.Portions = slices.Insert(x.Portions, i, p)
}

// draw takes units out, of each origin its share. The shares of the first origins
// together are rounded, so no share is off by a whole unit, and they add up.
func (x *Mix) draw(units int64, into []Portion) []Portion {
	var all, before, taken int64
	for _, p := range x.Portions {
		all += p.Units
	}
	units = min(units, all)
	kept := x.Portions[:0]
	for _, p := range x.Portions {
		before += p.Units
		share := proportion(units, before, all) - taken
		taken += share
		into = append(into, Portion{p.Origin, share})
		if p.Units -= share; p.Units > 0 {
			kept = append(kept, p)
		}
	}
	x.Portions = kept
	return into
}
