package report

import (
	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// stray is how many units went, by the day asked about, by movements of which it is not
// on record whence they took them, or whither, though somebody had them before or after.
// Each may have left any holding, or have come into any. Of those adrift it is neither.
type stray struct{ whence, whither, adrift int64 }

// strays counts them: out of holdings only from the first day on which there were units
// asked about, and not those that came to be asked about by the one movement alone.
func (t *tracer) strays() stray {
	var x stray
	entries := append(append([]int32{}, t.ask.Of...), t.ask.MayOf...)
	first := proviso.LastDay
	for _, n := range entries {
		first = min(first, t.stock.Move(int(n)).Earliest)
	}
	for i := range t.stock.Moves() {
		m := t.stock.Move(i)
		out, in := strayed(t.stock, int32(i))
		if m.Earliest > t.ask.Until || out && (m.Latest < first || len(entries) == 1 && entries[0] == int32(i)) {
			continue
		}
		if out {
			x.whence = proviso.SatAdd(x.whence, m.Most)
			if m.To == flow.Unknown {
				x.adrift = proviso.SatAdd(x.adrift, m.Most)
			}
		}
		if in && !(len(t.ask.Moves) == 1 && len(t.ask.Holdings)+len(t.ask.MayHold) == 0 && t.ask.Moves[0] == int32(i)) { // past the target
			x.whither = proviso.SatAdd(x.whither, m.Most)
		}
	}
	return x
}

// strayed says whether the units of the movement may have left any holding, or come into
// any: those that were lost did not.
func strayed(k *flow.Stock, move int32) (out, in bool) {
	m := k.Move(int(move))
	return m.From == flow.Unknown, m.To == flow.Unknown && m.From != flow.Unknown && k.Record(move).Kind != proviso.Lose
}

// room is by how many units the most can be too small: those that came into a holding of
// the target may have left it in the place of units asked about, and a movement that is
// the target may have carried those of which it is not known where they were. What went
// from nobody knows where to nobody knows where may be with anybody.
func (t *tracer) room(x stray) int64 {
	switch {
	case len(t.ask.Moves) > 0:
		return proviso.SatAdd(x.whither, x.adrift)
	case t.ask.Asks == flow.Reached:
		return x.adrift
	}
	target, out := map[int32]bool{}, int64(0)
	for _, h := range append(append([]int32{}, t.ask.Holdings...), t.ask.MayHold...) {
		target[h] = true
	}
	for i := range t.stock.Moves() {
		if m := t.stock.Move(i); target[m.From] {
			out = proviso.SatAdd(out, m.Most)
		}
	}
	return proviso.SatAdd(x.adrift, min(out, x.whither))
}

// wander widens the answer by what may have left or come into holdings by movements that
// do not say which, and says so. A unit that left, or one of others that took the place of
// one asked about, makes a difference of one.
func (t *tracer) wander(a *Trace) {
	x := t.strays()
	if x == (stray{}) {
		return
	}
	q := a.quantity()
	q.Least -= min(q.Least, proviso.SatAdd(x.whence, x.whither))
	q.Most = max(q.Most, min(a.Came.quantity().Most, proviso.SatAdd(q.Most, t.room(x))))
	if q == a.quantity() {
		return
	}
	a.Bounds, a.Exact, a.Tight = bounds(q), []string{}, false
	a.Outer = append(a.Outer, "by movements that do not say which, units may have left any holding or come into any; the proof leaves that aside")
}
