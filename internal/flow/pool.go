package flow

// pool is one commingled stock of two classes of unit that nobody told apart:
// those bound by something (under a certificate, from a maker) and the others.
// It keeps, for each class and for all units together, how many there can be,
// and answers each draw with how many bound units can be in it. It is a quick
// outer bound: spans are kept apart where the truth ties them together, so an
// answer may be wider than the truth and is never narrower. Bound gives the
// exact one.
//
// The zero pool is empty and ready. Fill it through Receive and ReceiveMixed
// only.
//
// What it assumes of the records: they are complete until they themselves prove
// something missing. A draw that no reading of the ranges can serve shows that
// units of unknown class came in unrecorded. The least number of them is
// returned; how many more did is not known, so from then on nothing limits the
// stock.
type pool struct {
	Bound, Other Span
	// Class is how many bound units there are anywhere; zero means not known.
	// Unrecorded units can be bound only up to this number.
	Class int64

	all Span
}

// Receive adds units whose class is known up to a range each.
func (p *pool) Receive(bound, other Span) {
	p.receive(bound.Plus(other), bound, other)
}

// ReceiveMixed adds w units of which the draw they come from said how many are
// of either class. It keeps what Receive would forget: that the two add up to w.
func (p *pool) ReceiveMixed(w, bound, other Span) { p.receive(w, bound, other) }

func (p *pool) receive(w, bound, other Span) {
	p.Bound = p.Bound.Plus(bound)
	p.Other = p.Other.Plus(other)
	p.all = p.all.Plus(w)
	p.settle()
}

// Draw takes w units out and returns how many of them are bound, how many are
// not, and how many units must have come in unrecorded for the draw to be
// possible.
//
// Sound, because for true numbers b, o in stock and x bound among w drawn:
// x = w - y and y <= o give x >= w.Least - Other.Most; x <= w and x <= b give
// the upper end; the stock left is b-x, largest for the largest b and the least
// x, smallest for the smallest b and the largest x; the same for the others.
//
// When w.Least exceeds all units there can be, by m, at least m units came in
// unrecorded: of class bound up to Class, or other without limit.
func (p *pool) Draw(w Span) (bound, other Span, missing int64) {
	if p.all.Most != Unlimited && w.Least > p.all.Most {
		missing = w.Least - p.all.Most
		p.Other.Most, p.Bound.Most = Unlimited, Unlimited
		p.all = Span{w.Least, Unlimited}
		p.settle()
	}
	w.Most = min(w.Most, p.all.Most)
	bound = Span{less(w.Least, p.Other.Most), min(w.Most, p.Bound.Most)}
	other = Span{less(w.Least, p.Bound.Most), min(w.Most, p.Other.Most)}
	p.Bound = p.Bound.Less(bound)
	p.Other = p.Other.Less(other)
	p.all = p.all.Less(w)
	p.settle()
	return bound, other, missing
}

// settle narrows the three spans by bound + other = all and bound <= Class.
func (p *pool) settle() {
	if p.Class > 0 {
		p.Bound.Most = min(p.Bound.Most, p.Class)
	}
	p.all.Least = max(p.all.Least, add(p.Bound.Least, p.Other.Least))
	p.all.Most = min(p.all.Most, add(p.Bound.Most, p.Other.Most))
	p.Bound.Most = min(p.Bound.Most, less(p.all.Most, p.Other.Least))
	p.Other.Most = min(p.Other.Most, less(p.all.Most, p.Bound.Least))
	p.Bound.Least = max(p.Bound.Least, less(p.all.Least, p.Other.Most))
	p.Other.Least = max(p.Other.Least, less(p.all.Least, p.Bound.Most))
}
