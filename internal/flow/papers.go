package flow

import (
	"slices"
)

// identified gives how many of the act's units are of S when
// papers say by which movements they had come, or of which lots they are.
func (c *Set) identified(v *Act) (Span, bool) {
	from, sure := v.DrawnFrom, true
	if len(from) == 0 {
		from, sure = c.lotArrivals(v)
	}
	if len(from) == 0 || !sure || c.relabelled(v.Latest) {
		return Span{}, false
	}
	all, none := true, true
	var sum Span
	var came int64
	for _, i := range from {
		if i == NoAct {
			return Span{}, false
		}
		d := c.t.acts[i]
		x := c.arrived(d)
		if c.canJoin(d.To) {
			x.Most = d.Face.Most
		}
		came = add(came, d.Face.Most)
		all = all && x.Least == d.Face.Least && x.Most == d.Face.Most && x.Most > 0
		none = none && x.Most == 0
		sum = Span{Least: add(sum.Least, less(d.Face.Most, x.Least)), Most: add(sum.Most, x.Most)}
	}
	switch {
	case came < v.Face.Least:
		return Span{}, false // more than came by them: the papers clash
	case all:
		return Span{Least: less(v.Face.Least, c.freed), Most: v.Face.Most}, true
	case none:
		return Span{}, true
	}
	return Span{Least: less(less(v.Face.Least, sum.Least), c.freed), Most: min(v.Face.Most, sum.Most)}, true
}

// lotArrivals gives the movements that may have brought the act's lots into
// the holding it draws from: those of the same lots and, if there are any, those of
// lots not on record. What was there before is taken to be of other lots, unless
// one of the lots may have come only after the movement, or not at all: then it is
// not sure that the units came by these.
func (c *Set) lotArrivals(v *Act) (out []int32, sure bool) {
	sure = true
	look := func(l int32) {
		for _, d := range c.t.lots[lotIn{l, v.From}] {
			if d != v && d.To == v.From && d.Earliest <= v.Latest && d.Kind != Counts {
				out = append(out, int32(d.at))
				happened := d.Stock.Least > 0 || v.Stock.Least == 0 // d is no less sure than v
				sure = sure && (l == NoLot || happened && d.Latest <= v.Earliest)
			}
		}
	}
	for _, l := range slices.Concat(v.Lots, v.Parents) {
		look(l)
	}
	if len(out) == 0 {
		return nil, false
	}
	look(NoLot)
	slices.Sort(out)
	return slices.Compact(out), sure
}

// arrived gives how many units of a move were of S when they arrived.
// A move that the sweep has not come to yet may have carried any number.
func (c *Set) arrived(d *Act) Span {
	n, src := c.t.slot[d.at], c.t.sources[d.at]
	switch {
	case d.disputed && c.agreed(d):
		return d.Face
	case d.disputed && (src.Most > 0 || n != 0):
		return Span{Most: d.Face.Most} // another account may be the true one
	case n != 0:
		return c.hits[n-1].Arrives
	case src.Most > 0:
		return src
	}
	if d.From >= 0 && c.reaches(d.From, d.Latest) {
		return Span{Most: d.Face.Most}
	}
	return Span{}
}

// agreed says whether every account of the move has it bring nothing but units of
// S.
func (c *Set) agreed(d *Act) bool {
	first := d
	if d.skip {
		first = d.standIn
	}
	return c.t.sources[first.at] == first.Face && !c.doubted[first.at]
}
