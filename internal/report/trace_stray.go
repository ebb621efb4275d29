package report

import (
	"context"

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

// room is by how many units the most can be too small, beside what units that came in make
// of the stock: a movement that is the target may have carried those of which it is not
// known where they were. What went from nobody knows where to nobody knows where may be
// with anybody.
func (t *tracer) room(x stray) int64 {
	if len(t.ask.Moves) > 0 {
		return proviso.SatAdd(x.whither, x.adrift)
	}
	return x.adrift
}

// wander widens the answer by what may have left or come into holdings by movements that
// do not say which, and says so. A unit that left makes a difference of one. One that came
// in can let one of S stay that had to go on, and that another, and so on: so the network
// is asked anew, with room for such units everywhere.
func (t *tracer) wander(ctx context.Context, a *Trace) error {
	x := t.strays()
	if x == (stray{}) {
		return nil
	}
	got, err := flow.Bound(ctx, t.stock.Network.Astray(proviso.SatAdd(x.whither, x.adrift)), t.ask)
	if err != nil {
		return err
	}
	q, less := a.quantity(), x.whence
	if len(t.ask.Evidence) > 0 || stamped(t.stock) { // that may be of those that came from nobody knows where
		less = proviso.SatAdd(less, x.whither)
	}
	q.Least = min(q.Least-min(q.Least, proviso.SatAdd(x.whence, x.whither)), got.Least-min(got.Least, less))
	q.Most = max(q.Most, min(a.Came.quantity().Most, proviso.SatAdd(max(q.Most, got.Most), t.room(x))))
	a.widen(q)
	return nil
}

// stamped says whether a movement out of a holding names a lot.
func stamped(k *flow.Stock) bool {
	for i := range k.Moves() {
		if m := k.Move(i); m.Lot != flow.NoLot && m.From != flow.Outside {
			return true
		}
	}
	return false
}

// widen puts wider numbers in the place of the answer.
func (a *Trace) widen(q proviso.Quantity) {
	if q == a.quantity() {
		return
	}
	a.Bounds, a.Exact, a.Tight = bounds(q), []string{}, false
	a.Outer = append(a.Outer, "by movements that do not say which, units may have left any holding or come into any; the proof leaves that aside")
}

// wander does so where parts and products went by such movements. An assembly that does
// not say where its parts came from is in the network. What is known of bound units may be
// of those that came from nobody knows where: then nothing is left of the least. It says
// whether anything went so.
func (p *planted) wander(ctx context.Context, a *Trace) (strays bool, err error) {
	var left, came, carried int64 // products that left a holding, units that came into any, products with what was with anybody
	known := len(p.ask.Evidence) > 0
	for n, k := range p.plant.Stocks {
		known = known || stamped(k)
		for i := range k.Moves() {
			m := k.Move(i)
			out, in := strayed(k, int32(i))
			if m.Earliest > p.ask.Until || k.Record(int32(i)).Kind == proviso.Assemble || !out && !in {
				continue
			}
			if out && n == 0 {
				left = proviso.SatAdd(left, m.Most)
			}
			if adrift := out && m.To == flow.Unknown; adrift || in {
				came = proviso.SatAdd(came, m.Most)
				if adrift || len(p.ask.Moves) > 0 {
					carried = proviso.SatAdd(carried, p.plant.Products(n, m.Most))
				}
			}
		}
	}
	if left == 0 && came == 0 {
		return false, nil
	}
	got, err := p.plant.Astray(came).Bound(ctx, p.ask)
	if err != nil {
		return true, err
	}
	q := a.quantity()
	if q.Least = min(q.Least, got.Least-min(got.Least, left)); known && came > 0 {
		q.Least = 0
	}
	q.Most = max(q.Most, proviso.SatAdd(max(q.Most, got.Most), carried))
	a.widen(q)
	return true, nil
}
