package flow

import (
	"cmp"
	"context"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Substitute asks of a delivery how much of it rests on stock that came in: how
// many of its units could not have been sent, with the holder staying at or above
// its floor at the end of each day from then until the day, had the units of S not
// come in. Everything else is taken to have gone as recorded.
type Substitute struct {
	Delivery int32   // the move
	From     []int32 // all holdings of the holder
	Of       []int32 // the moves of S
	Floor    Span    // the least stock that the holder declared; Span{} if none
	Until    proviso.Day
}

// Dependent is how many units of a delivery could not have been sent without S.
type Dependent struct {
	Units  Span
	Anyway Span        // of these, what broke the floor even with S
	Short  proviso.Day // the first day on which the stock would have been too low; LastDay if none
}

// Substitution answers the question. Where units of S come to the holder mixed
// with others, their number is taken from the bounds.
func Substitution(ctx context.Context, n *Network, s Substitute) (Dependent, error) {
	if s.Delivery < 0 || int(s.Delivery) >= len(n.moves) {
		return Dependent{}, refuse("question names a movement that is not in the network", "")
	}
	shares, err := inflow(ctx, n, s)
	if err != nil {
		return Dependent{}, err
	}
	out := Dependent{Short: proviso.LastDay}
	d := n.moves[s.Delivery]
	for _, most := range []bool{true, false} {
		w := watch{n: n, s: s, most: most, shares: shares}
		without, day := w.lowest(true)
		with, _ := w.lowest(false)
		floor, units := s.Floor.Least, d.Least
		if most {
			floor, units = s.Floor.Most, d.Most
		}
		need, anyway := lacking(floor, without, units), lacking(floor, with, units)
		if most {
			out.Units.Most, out.Anyway.Most = need, anyway
		} else {
			out.Units.Least, out.Anyway.Least = need, anyway
		}
		if need > 0 {
			out.Short = day
		}
	}
	return out, nil
}

// lacking is how many of the units it takes to bring the stock up to the floor.
func lacking(floor, stock, units int64) int64 {
	if stock == Unlimited {
		return 0
	}
	return min(units, max(0, floor-stock))
}

// inflow is how many units of S each move into the holder carries for the first
// time. Units that enter by a move of S into the holder itself do so by that. Of
// others it is asked how many a move can carry; units that the holder sends out
// may come back by it, so then none of them is sure.
func inflow(ctx context.Context, n *Network, s Substitute) (map[int32]Span, error) {
	in, of := set32(s.From), set32(s.Of)
	shares := map[int32]Span{}
	reached := map[int32]bool{}
	var elsewhere []int32
	sends := false
	for i := range n.moves {
		m := &n.moves[i]
		own := m.To >= 0 && in[m.To]
		sends = sends || m.From >= 0 && in[m.From] && m.To >= 0 && !in[m.To]
		switch {
		case of[int32(i)] && own:
			shares[int32(i)] = Span{m.Least, m.Most}
		case of[int32(i)] && m.To >= 0:
			elsewhere = append(elsewhere, int32(i))
			reached[m.To] = true
		}
	}
	for again := len(elsewhere) > 0; again; {
		again = false
		for i := range n.moves {
			if m := &n.moves[i]; m.To >= 0 && m.From >= 0 && !reached[m.To] && reached[m.From] {
				reached[m.To], again = true, true
			}
		}
	}
	for i := range n.moves {
		m := &n.moves[i]
		if m.To < 0 || !in[m.To] || m.From < 0 || in[m.From] || of[int32(i)] || !reached[m.From] {
			continue
		}
		a, err := Bound(ctx, n, Question{Of: elsewhere, Moves: []int32{int32(i)}, Until: proviso.LastDay})
		if err != nil {
			return nil, err
		}
		if shares[int32(i)] = (Span{a.Least, a.Most}); sends {
			shares[int32(i)] = Span{0, a.Most}
		}
	}
	return shares, nil
}

func set32(list []int32) map[int32]bool {
	out := make(map[int32]bool, len(list))
	for _, x := range list {
		out[x] = true
	}
	return out
}

// watch follows the holder's stock from day to day: as low as the records allow
// (most: arrivals late and few, departures early and many) or as high.
type watch struct {
	n      *Network
	s      Substitute
	most   bool
	shares map[int32]Span
}

// change is what one move does to the stock on a day.
type change struct {
	day   proviso.Day
	units int64
}

// lowest is the least stock at the end of a day from the delivery on, without the
// units of S or with them, and the first day on which it is below the floor.
func (w watch) lowest(without bool) (int64, proviso.Day) {
	in := set32(w.s.From)
	var changes []change
	opening := int64(0)
	for i := range w.n.moves {
		m := &w.n.moves[i]
		into, out := m.To >= 0 && in[m.To], m.From >= 0 && in[m.From]
		switch {
		case into == out:
		case into && w.most:
			c := change{m.Latest, m.Least}
			if without {
				c.units = less(c.units, min(w.shares[int32(i)].Most, m.Least))
			}
			changes = append(changes, c)
		case into:
			c := change{m.Earliest, capped(m.Most)}
			if without {
				c.units -= min(w.shares[int32(i)].Least, c.units)
			}
			changes = append(changes, c)
		case w.most:
			changes = append(changes, change{m.Earliest, -capped(m.Most)})
		default:
			changes = append(changes, change{m.Latest, -m.Least})
		}
	}
	closed := w.n.closed()
	for seg, h := range closed.segHolding {
		switch {
		case !in[h] || !closed.segOpen[seg]:
		case w.most:
			opening += closed.segShort[seg]
		default:
			opening = min(boundless, opening+closed.segBefore[seg])
		}
	}
	for _, g := range closed.gaps {
		switch {
		case !in[g.Holding] || g.Before:
		case !g.Out && w.most: // what is proved to have come in, at the last moment
			changes = append(changes, change{g.Day, g.Units})
		case !g.Out: // and perhaps more
			opening = boundless
		case w.most:
			opening = -boundless // lost when, is not known
		}
	}
	return w.follow(changes, opening)
}

func (w watch) follow(changes []change, stock int64) (int64, proviso.Day) {
	slices.SortFunc(changes, func(a, b change) int { return cmp.Compare(a.day, b.day) })
	start := w.n.moves[w.s.Delivery].Latest
	floor := w.s.Floor.Least
	if w.most {
		start, floor = w.n.moves[w.s.Delivery].Earliest, w.s.Floor.Most
	}
	lowest, below := int64(Unlimited), proviso.LastDay
	for i := 0; i < len(changes); i++ {
		day := changes[i].day
		if day > w.s.Until {
			break
		}
		stock += changes[i].units
		if i+1 < len(changes) && changes[i+1].day == day || day < start {
			continue
		}
		lowest = min(lowest, stock)
		if stock < floor && below == proviso.LastDay {
			below = day
		}
	}
	if lowest >= countless {
		lowest = Unlimited
	}
	return lowest, below
}
