package report

import (
	"context"
	"slices"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/condition"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// askWorks answers a question about units that went into a product: how many of the
// product have any of them in it. It gives nil where the question is not about a
// product that was assembled on record.
func askWorks(ctx context.Context, s *proviso.Snapshot, q TraceQuestion) (*Trace, error) {
	t := &tracer{s: s, q: q}
	of, err := lookUp(s, "--of", q.Of, ofKinds)
	if err != nil {
		return nil, nil // the plain question says so
	}
	to, err := lookUp(s, "--to", q.To, toKinds)
	if err != nil {
		return nil, nil
	}
	product := t.product(of, to)
	if product == "" {
		return nil, nil
	}
	if len(q.Through) > 0 {
		return nil, &proviso.Error{Code: "flag-clash", Message: "units that go into a product are not traced by way of a place",
			Fix: "leave out --through, or name a component with --item", Pos: proviso.Pos{File: "--through"}}
	}
	plant, err := flow.BuildWorks(s, product, t.counts)
	if err != nil {
		return nil, err
	}
	return plantAnswer(ctx, s, q, plant, of, to)
}

// product gives the product asked about: an item that is made, on record, of others
// of which units came by what is asked about. "" if there is none.
func (t *tracer) product(of, to []handle) proviso.ItemID {
	came := map[proviso.ItemID]bool{}
	for _, m := range t.s.Movements {
		if m.Kind != proviso.Assemble && t.counts(m) && t.among(of, m) != proviso.No {
			came[m.Item] = true
		}
	}
	made := func(id proviso.ItemID) bool {
		parts := flow.MadeOf(t.s, id, t.counts)
		return slices.ContainsFunc(parts[1:], func(part proviso.ItemID) bool { return came[part] })
	}
	if t.q.Item != "" {
		if made(t.q.Item) {
			return t.q.Item
		}
		return ""
	}
	var near []proviso.ItemID
	for _, m := range t.s.Movements {
		if t.counts(m) && t.near(to, m) && !slices.Contains(near, m.Item) {
			near = append(near, m.Item)
		}
	}
	if len(near) == 1 && !came[near[0]] && made(near[0]) {
		return near[0]
	}
	return ""
}

func plantAnswer(ctx context.Context, s *proviso.Snapshot, q TraceQuestion, plant *flow.Plant, of, to []handle) (*Trace, error) {
	var a *Trace
	ask := flow.Question{Until: q.On}
	came := proviso.Quantity{}
	for i, k := range plant.Stocks {
		t := tracerOf(s, q, k)
		if i == 0 {
			if err := t.aim(to); err != nil {
				return nil, err
			}
			ask.Asks, ask.Holdings, ask.MayHold = t.ask.Asks, t.ask.Holdings, t.ask.MayHold
			ask.Moves = plant.Tags(0, t.ask.Moves)
		}
		t.ask.Of, t.ask.MayOf = t.chosen(func(m *proviso.Movement) proviso.Truth {
			if m.Kind == proviso.Assemble {
				return proviso.No
			}
			return t.among(of, m)
		})
		ask.Of, ask.MayOf = append(ask.Of, plant.Tags(i, t.ask.Of)...), append(ask.MayOf, plant.Tags(i, t.ask.MayOf)...)
		part := t.blank()
		came = came.Add(part.Came.quantity())
		if i == 0 {
			a = part
			a.Notes = []string{}
			continue
		}
		a.Entries = append(a.Entries, part.Entries...)
		a.MadeOf = append(a.MadeOf, k.Item)
	}
	a.Came = bounds(came)
	got, err := plant.Bound(ctx, ask)
	if err != nil {
		return nil, err
	}
	for _, g := range got.Gaps {
		if k, h, ok := plant.Place(g.Holding); ok {
			g.Holding = h
			a.Unaccounted = append(a.Unaccounted, unaccounted(k, []flow.Gap{g})...)
		}
	}
	a.Bounds = bounds(proviso.Quantity{Least: got.Least, Most: got.Most})
	a.Proved = a.Bounds
	a.exactness(&got)
	return a, a.followed(ctx, s, of)
}

// tracerOf is a question about the stock of one item.
func tracerOf(s *proviso.Snapshot, q TraceQuestion, k *flow.Stock) *tracer {
	t := &tracer{s: s, q: q, stock: k, own: map[proviso.MovementID]bool{}}
	if t.q.Asks == "" {
		t.q.Asks = "reached"
	}
	t.ask = flow.Question{Asks: asksOf[t.q.Asks], Until: q.On}
	for i := range k.Moves() {
		t.own[k.Record(int32(i)).ID] = true
	}
	return t
}

// followed says, clause by clause of the papers asked about, how many of the products
// counted it binds: all, or none where its share is too small. Where the share is not
// known it binds anything between.
func (a *Trace) followed(ctx context.Context, s *proviso.Snapshot, of []handle) error {
	for _, h := range of {
		if h.kind != byInstrument {
			continue
		}
		list, err := condition.Follows(ctx, s, proviso.InstrumentID(h.id), a.Item)
		if err != nil {
			return err
		}
		for _, f := range list {
			b := a.Bounds
			switch {
			case f.Binds == proviso.No:
				b = bounds(proviso.Quantity{})
			case f.Binds == proviso.Maybe || len(of) > 1: // some came otherwise
				b.Least = 0
			}
			var why []string
			for _, r := range f.Because {
				why = append(why, r.Text)
			}
			a.Bound = append(a.Bound, TraceBound{f.Condition, b, why})
		}
	}
	return nil
}

// bindings says which of the products counted are bound by the papers asked about.
func (d *tracing) bindings() {
	if len(d.t.Bound) > 0 {
		d.blank()
		d.line(0, strong, "Bound by the papers under which they came")
	}
	for _, b := range d.t.Bound {
		text := sizeWords(b.Bounds, d.t.Unit)
		if b.Most != nil && *b.Most == 0 {
			text = "none"
		}
		d.labelled(inset, labelWidth, plain, string(b.Condition), text+": "+strings.Join(b.Because, "; "))
	}
}
