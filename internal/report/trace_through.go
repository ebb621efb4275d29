package report

import (
	"context"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// askThrough bounds the units that came by Of, then passed through a party or
// place, then reached the target, from three plain questions: how many came
// through, how many of what came in there went on to the target, and how many
// reached the target at all. That is sound, and outer unless the ends meet or all
// histories can be tried.
func askThrough(ctx context.Context, s *proviso.Snapshot, q TraceQuestion) (*Trace, error) {
	whole, first, second := q, q, q
	whole.Through, first.Through, second.Through = nil, nil, nil
	t, err := newTracer(s, whole)
	if err != nil {
		return nil, err
	}
	whole.Item, first.Item, second.Item = t.stock.Item, t.stock.Item, t.stock.Item
	first.To, first.Asks, first.Conventions = q.Through, "reached", []string{}
	second.Of, second.Conventions = nil, []string{}
	via, err := lookUp(s, "--through", q.Through, throughKinds)
	if err != nil {
		return nil, err
	}
	first.To = nil
	for _, h := range via {
		first.To = append(first.To, h.kind+":"+h.id)
		second.Of = append(second.Of, byInto+":"+h.kind+":"+h.id)
	}
	whole.Conventions = []string{}
	a := t.blank()
	a.Through = q.Through
	for _, part := range []TraceQuestion{first, second, whole} {
		one, err := AskTrace(ctx, s, part)
		if err != nil {
			return nil, err
		}
		a.Parts = append(a.Parts, *one)
	}
	fits := func(at proviso.Holding) proviso.Truth {
		in := proviso.No
		for _, h := range via {
			in = in.Or(t.fits(h, at))
		}
		return in
	}
	a.combine(slices.ContainsFunc(slices.Concat(t.ask.Of, t.ask.MayOf), func(n int32) bool {
		m := t.stock.Record(n)
		return m.Kind != proviso.Produce && m.Kind != proviso.Assemble && fits(m.From) != proviso.No && fits(m.To) != proviso.No
	}), t.loses())
	between, perhaps := t.stock.Choose(fits)
	if len(perhaps)+len(a.Contradictions) > 0 || len(between) == 0 {
		return a, nil
	}
	return a, t.exhaust(ctx, a, between)
}

// loses says whether units may go from where they are on record to nobody knows where.
func (t *tracer) loses() bool {
	for i := range t.stock.Moves() {
		if t.stock.Move(i).To == flow.Unknown {
			return true
		}
	}
	return false
}

// combine works out the answer from the three parts. Units that are asked about from a
// movement within the place between need not have come into it on record; nor those that
// were lost from sight.
func (a *Trace) combine(within, lost bool) {
	first, second, whole := &a.Parts[0], &a.Parts[1], &a.Parts[2]
	for i := range a.Parts {
		if len(a.Parts[i].Contradictions) > 0 {
			a.Contradictions, a.ContradictionIs = a.Parts[i].Contradictions, a.Parts[i].ContradictionIs
			return
		}
	}
	a.Unaccounted = whole.Unaccounted
	least, most := int64(0), min(first.quantity().Most, whole.quantity().Most)
	lost = lost || slices.ContainsFunc(second.Unaccounted, func(u Unaccounted) bool { return u.Way == "out" })
	unrecorded := within || slices.ContainsFunc(second.Unaccounted, func(u Unaccounted) bool { return u.Way == "in" })
	if all := second.Came.quantity().Most; !unrecorded && all != proviso.Unbounded {
		least = max(0, proviso.SatAdd(first.Least, second.Least)-all)
	}
	if !unrecorded && !lost { // else units may have come in at the place between without a record
		most = min(most, second.quantity().Most)
	}
	a.Bounds = bounds(proviso.Quantity{Least: min(least, most), Most: most})
	a.Proved = a.Bounds
	if least >= most {
		a.Tight, a.Exact = true, []string{endLeast, endMost}
		return
	}
	a.Outer = append(a.Outer, "the way to the place between and the way from there are bounded apart")
}
