package report

import (
	"context"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// byWayOf adds to the question that units have to come by way of a party or place. The
// stock names its holdings by choose.
func (t *tracer) byWayOf(choose func(func(proviso.Holding) proviso.Truth) (sure, perhaps []int32)) error {
	if len(t.q.Through) == 0 {
		return nil
	}
	via, err := lookUp(t.s, "--through", t.q.Through, throughKinds)
	if err != nil {
		return err
	}
	t.ask.Through = &flow.Between{}
	t.ask.Through.Holdings, t.ask.Through.May = choose(func(at proviso.Holding) proviso.Truth {
		in := proviso.No
		for _, h := range via {
			in = in.Or(t.fits(h, at))
		}
		return in
	})
	return nil
}

// whole adds to a question by way of a place the one without, which says no more than so
// many, too.
func (t *tracer) whole(ctx context.Context, a *Trace) error {
	if len(t.q.Through) == 0 {
		return nil
	}
	q := t.q
	q.Through, q.Conventions, q.Item = nil, []string{}, t.stock.Item
	whole, err := AskTrace(ctx, t.s, q)
	if err != nil {
		return err
	}
	a.Parts = []Trace{*whole}
	if most := whole.quantity().Most; len(whole.Contradictions) == 0 && most < a.quantity().Most {
		a.Bounds = bounds(proviso.Quantity{Least: min(a.Least, most), Most: most})
	}
	return nil
}
