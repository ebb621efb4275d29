package report

import (
	"context"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// depends says how much of a delivery rests on the units asked about; nil unless the
// target is one movement out of stock for which a floor is declared, and it is known
// which movements the units came by.
func (t *tracer) depends(ctx context.Context) (*Depends, error) {
	if t.ask.Through != nil || len(t.ask.Moves) != 1 || len(t.ask.MayOf)+len(t.ask.Holdings)+len(t.ask.MayHold) > 0 {
		return nil, nil
	}
	m := t.stock.Move(int(t.ask.Moves[0]))
	if m.From < 0 {
		return nil, nil
	}
	floor, found := t.stock.Floor(m.From, m.Earliest)
	if !found {
		return nil, nil
	}
	got, err := flow.Substitution(ctx, t.stock.Network, flow.Substitute{Delivery: t.ask.Moves[0], From: []int32{m.From}, Of: t.ask.Of, Floor: floor, Until: t.ask.Until})
	if err != nil {
		return nil, err
	}
	d := &Depends{Bounds: bounds(proviso.Quantity{Least: got.Units.Least, Most: got.Units.Most}), Floor: bounds(proviso.Quantity{Least: floor.Least, Most: floor.Most})}
	if got.Short != proviso.LastDay {
		d.Short = got.Short.String()
	}
	return d, nil
}

// rests says how much of a delivery rests on the units asked about.
func (d *tracing) rests() {
	x := d.t.Depends
	if x == nil {
		return
	}
	text := "none of it: the stock stays at the floor of " + sizeWords(x.Floor, d.t.Unit) + " without them"
	if x.Most == nil || *x.Most > 0 {
		text = sizeWords(x.Bounds, d.t.Unit) + " of it could not have gone without them, the stock staying at the floor of " + sizeWords(x.Floor, d.t.Unit) + " ever after"
		if x.Short != "" {
			text += "; without them it falls short on " + x.Short
		}
	}
	d.labelled(inset, labelWidth, plain, "rests on them", text)
}
