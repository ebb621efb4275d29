package flow

import "slices"

// Histories is the least and most of all histories, each with one that attains it up
// to the day asked about.
type Histories struct {
	Span
	Told  [2][]Told // by Side
	Count int64     // of the histories: orders, quantities and choices of units that differ in lot or in being of S; Countless or more count as that

	steps int
}

// Countless is as many histories as are counted.
const Countless int64 = 1_000_000_000_000_000

// Told is one thing of a history: so many units go by the Move, are found by the
// Tally, or (both -1) are in the Holding before its first record.
type Told struct {
	Move, Tally, Holding int32
	Units, Of            int64 // in all, and those of S among them
}

// from is the state that a state came from first, by an event, and in how many ways it
// comes about from any.
type from struct {
	state string
	event int8
	ways  int64
}

// tell gives a history that ends in the state, up to the day asked about.
func (w *histories) tell(done uint64, state string) []Told {
	var out []Told
	w.over = false
	for done != 0 {
		f := w.at[done][state]
		done &^= 1 << f.event
		switch e := w.events[f.event]; {
		case int(f.event) == w.day, w.day >= 0 && done>>w.day&1 != 0:
		case e.tally >= 0:
			all, inS := w.stock(w.unpack(f.state), w.tallies[e.tally].Holding)
			out = append(out, Told{-1, e.tally, w.tallies[e.tally].Holding, all, inS})
		default:
			out = append(out, w.gone(f.state, e.move, state))
		}
		state = f.state
	}
	for h := range slices.Backward(w.opening) {
		if units := w.unpack(state)[h*w.kinds()]; w.opening[h] != (Span{}) {
			out = append(out, Told{-1, -1, int32(h), units, 0})
		}
	}
	slices.Reverse(out)
	return out
}

// gone tells how the move leads from one state to the other.
func (w *histories) gone(before string, row int32, after string) Told {
	out, units := Told{row, -1, w.r.n.moves[row].From, 0, 0}, w.unpack(before)
	w.steps = 0
	for u := w.moves[row].Least; u <= w.moves[row].Most; u++ {
		w.move(units, row, u, func(inS int64) {
			if w.pack(units) == after {
				out.Units, out.Of = u, inS
			}
		})
	}
	return out
}
