package report

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/condition"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// errWhole says that a question cannot be answered with rows.
var errWhole = errors.New("internal error: the question needs whole records")

// planted is a question about units that went into a product: how many of the product
// have any of them in it.
type planted struct {
	*tracer
	of    []handle
	plant *flow.Plant
}

// newPlant makes the networks of a question about products; nil where the question is
// not about a product that was assembled on record.
func newPlant(s *proviso.Snapshot, q TraceQuestion) (*planted, error) {
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
	if q.Rows.Len() > 0 {
		return nil, errWhole
	}
	p := &planted{of: of}
	if p.plant, err = flow.BuildWorks(s, product, t.counts); err != nil {
		return nil, err
	}
	p.tracer = tracerOf(s, q, p.plant.Stocks[0])
	if err := p.aim(to); err != nil {
		return nil, err
	}
	p.ask.Moves = p.plant.Tags(0, p.ask.Moves)
	return p, p.byWayOf(p.plant.Choose)
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

// entered adds the movements of each stock by which units came to the question, and
// gives the answer with them and nothing else.
func (p *planted) entered() *Trace {
	var a *Trace
	came := proviso.Quantity{}
	var sure []proviso.MovementID
	for i, k := range p.plant.Stocks {
		t := tracerOf(p.s, p.q, k)
		t.ask.Of, t.ask.MayOf = t.chosen(func(m *proviso.Movement) proviso.Truth {
			if m.Kind == proviso.Assemble {
				return proviso.No
			}
			return t.among(p.of, m)
		})
		p.ask.Of, p.ask.MayOf = append(p.ask.Of, p.plant.Tags(i, t.ask.Of)...), append(p.ask.MayOf, p.plant.Tags(i, t.ask.MayOf)...)
		sure = append(sure, t.sure(p.of)...)
		part := t.blank()
		came = came.Add(part.Came.quantity())
		if i == 0 {
			a = part
			continue
		}
		a.Entries = append(a.Entries, part.Entries...)
		a.MadeOf = append(a.MadeOf, k.Item)
	}
	a.Came = bounds(came)
	p.ask.Evidence = p.plant.Findings(sure, p.ask.Until)
	p.loose = p.plant.Loose(sure)
	return a
}

func (p *planted) answer(ctx context.Context) (*Trace, error) {
	a := p.entered()
	got, err := p.plant.Bound(ctx, p.ask)
	if err != nil {
		return nil, err
	}
	for _, g := range got.Gaps {
		if k, h, ok := p.plant.Place(g.Holding); ok {
			g.Holding = h
			u := unaccounted(k, []flow.Gap{g})
			u[0].Item = k.Item
			a.Unaccounted = append(a.Unaccounted, u...)
		}
	}
	if len(got.Clash) > 0 {
		a.ContradictionIs = got.ClashIs
		of, err := p.proving(got.ClashOf)
		if err != nil {
			return nil, err
		}
		return a, a.contradict(ctx, p.s, p.plant, &p.ask, got.Clash, of, p.q.Twice)
	}
	by := TraceParts{p.plant.Name(got.By), got.Proof[flow.AtLeast].Number, got.Each}
	a.Bounds = bounds(proviso.Quantity{Least: got.Least, Most: got.Most})
	a.Proved = bounds(proviso.Quantity{Least: by.products(), Most: got.Most})
	if got.Found >= 0 {
		found := evidence(p.s, p.plant, &p.ask.Evidence[got.Found])
		a.Found = &found
	}
	if err := p.whole(ctx, a); err != nil {
		return nil, err
	}
	a.exactness(&got.Answer)
	if err := p.exhaust(ctx, a); err != nil {
		return nil, err
	}
	a.loosen(p.loose)
	strays, err := p.wander(ctx, a)
	if err != nil {
		return nil, err
	}
	a.Notes = append(a.Notes, neverCounted(got.Uncounted, func(h int32) string {
		k, own, _ := p.plant.Place(h)
		return named(p.s, holding(k.Members(own)[0])) + " of " + string(k.Item)
	})...)
	of, err := p.by(by)
	if err != nil {
		return nil, err
	}
	if a.Certificate, err = proof(got.Proof, of); err != nil {
		return nil, err
	}
	a.Certificate.LeastBy = &by
	united, ask, err := p.plant.United(p.ask)
	if err != nil {
		return nil, err
	}
	if a.Conventions, err = p.conventions(ctx, united, ask); err != nil {
		return nil, err
	}
	if len(got.Uncounted) > 0 && !strays {
		if a.IfEmpty, err = p.ifEmpty(ctx, got.Least); err != nil {
			return nil, err
		}
	}
	return a, a.followed(ctx, p.s, p.of)
}

// exhaust replaces an answer that is not exact by what all histories together say, if
// they are few enough to try.
func (p *planted) exhaust(ctx context.Context, a *Trace) error {
	if a.Tight {
		return nil
	}
	found, ok, err := p.plant.Try(ctx, p.ask)
	if err != nil || !ok {
		return err
	}
	if found.Least < a.Least || found.Most > a.quantity().Most {
		return fmt.Errorf("internal error: all histories give %d to %d, outside %d to %d", found.Least, found.Most, a.Least, a.quantity().Most)
	}
	a.Bounds = bounds(proviso.Quantity{Least: found.Least, Most: found.Most})
	a.Tried, a.Found, a.Tight, a.Exact, a.Outer = true, nil, true, []string{endLeast, endMost}, []string{}
	return nil
}

// ifEmpty asks once more as if nothing had been in stock before the first record; nil if
// the least stays as it is.
func (p *planted) ifEmpty(ctx context.Context, least int64) (*IfEmpty, error) {
	works, err := p.plant.AsIfEmpty()
	if err != nil {
		return nil, err
	}
	got, err := works.Bound(ctx, p.ask)
	if err != nil || len(got.Clash) > 0 || got.Least <= least {
		return nil, err
	}
	network, ask, err := works.United(p.ask)
	if err != nil {
		return nil, err
	}
	conventions, err := p.conventions(ctx, network, ask)
	return &IfEmpty{bounds(proviso.Quantity{Least: got.Least, Most: got.Most}), conventions}, err
}

// by gives what the certificates are about when that of the least is about the part.
func (p *planted) by(part TraceParts) (of [2]proving, err error) {
	for side, name := range map[flow.Side]proviso.ItemID{flow.AtMost: "", flow.AtLeast: part.Item} {
		v := p.plant.Named(name)
		if v == nil {
			return of, odd(fmt.Sprintf("nothing of %q is a part of the product", name))
		}
		one, err := p.proving(v)
		if err != nil {
			return of, err
		}
		if of[side], err = one.byWay(side); err != nil {
			return of, err
		}
	}
	of[flow.AtLeast].number = part.Units
	return of, nil
}

// proving is what is said of the view.
func (p *planted) proving(v *flow.View) (proving, error) {
	ask, err := p.plant.Question(v, p.ask)
	return proving{network: v.Network, ask: ask, where: func(way *flow.Way, steps []flow.Step) ([]flow.Where, error) {
		return p.plant.Where(v, way, steps, p.ask.Until)
	}}, err
}

// products is how many products there are at least, of what is shown of their parts.
func (by *TraceParts) products() int64 { return (by.Units + by.Each - 1) / by.Each }

// provings finds what the certificates of an answer are about.
func (p *planted) provings(a *Trace) (of [2]proving, err error) {
	if a.Certificate == nil {
		return of, nil
	}
	by := a.Certificate.LeastBy
	if by == nil {
		return of, odd("the certificate does not say of what part it is")
	}
	p.entered()
	if of, err = p.by(*by); err != nil {
		return of, err
	}
	each := p.plant.Each(p.plant.Named(by.Item), p.ask)
	if by.Each != each || by.products() != a.Proved.Least {
		return of, odd(fmt.Sprintf("%d units of %s, %d in one product, do not make %d products", by.Units, by.Item, by.Each, a.Proved.Least))
	}
	return of, nil
}

// tracerOf is a question about the stock of one item.
func tracerOf(s *proviso.Snapshot, q TraceQuestion, k *flow.Stock) *tracer {
	t := &tracer{s: s, q: q, stock: k, own: map[proviso.MovementID]bool{}}
	if t.q.Asks == "" {
		t.q.Asks = "reached"
	}
	t.ask = flow.Question{Asks: asksOf[t.q.Asks], Until: q.On}
	for i := range k.Moves() {
		if k.Model(int32(i)) < 0 {
			t.own[k.ID(int32(i))] = true
		}
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

// unitsOf counts the units of a step.
func (d *tracing) unitsOf(s *TraceStep) string {
	if s.Item == "" || s.Units >= noLimit/2 {
		return d.units(s.Units)
	}
	return s.number() + " " + plural(unitOf(d.s, s.Item), s.Units/max(1, s.Each))
}

// number is how many units a step is of: a fraction where it is of shares of a unit.
func (s *TraceStep) number() string {
	whole, rest := s.Units/max(1, s.Each), s.Units%max(1, s.Each)
	text := proviso.Exactly(whole).Human()
	switch {
	case rest > 0 && whole == 0:
		return fmt.Sprintf("%d/%d", rest, s.Each)
	case rest > 0:
		return fmt.Sprintf("%s %d/%d", text, rest, s.Each)
	}
	return text
}

// inside says that the units of a step are parts of a product.
func (d *tracing) inside(s *TraceStep) string {
	if s.In == "" {
		return ""
	}
	return " in " + plural(unitOf(d.s, s.In), 2)
}

// unitBy is the unit of what a movement carries.
func (d *tracing) unitBy(id proviso.MovementID) string {
	if m := d.s.Movement(id); m != nil {
		return unitOf(d.s, m.Item)
	}
	return d.t.Unit
}
