package condition

import (
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// identified gives how many of the movement's units are of the class when
// papers say by which movements they had come, or of which lots they are.
func (c *class) identified(v *move) (flow.Span, bool) {
	from, sure := v.DrawnFrom, true
	if len(from) == 0 {
		from, sure = c.lotArrivals(v)
	}
	if len(from) == 0 || !sure || c.relabelled(v.last) {
		return flow.Span{}, false
	}
	all, none := true, true
	var sum flow.Span
	var came int64
	for _, id := range from {
		i, ok := c.t.index[id]
		if !ok {
			return flow.Span{}, false
		}
		d := c.t.moves[i]
		x := c.arrived(d)
		if c.canJoin(d.to) {
			x.Most = d.face.Most
		}
		came = proviso.SatAdd(came, d.face.Most)
		all = all && x.Least == d.face.Least && x.Most == d.face.Most && x.Most > 0
		none = none && x.Most == 0
		sum = flow.Span{Least: proviso.SatAdd(sum.Least, sub(d.face.Most, x.Least)), Most: proviso.SatAdd(sum.Most, x.Most)}
	}
	switch {
	case came < v.face.Least:
		return flow.Span{}, false // more than came by them: the papers clash
	case all:
		return flow.Span{Least: sub(v.face.Least, c.freed), Most: v.face.Most}, true
	case none:
		return flow.Span{}, true
	}
	return flow.Span{Least: sub(sub(v.face.Least, sum.Least), c.freed), Most: min(v.face.Most, sum.Most)}, true
}

// lotArrivals gives the movements that may have brought the movement's lots into
// the pool it draws from: those of the same lots and, if there are any, those of
// lots not on record. What was there before is taken to be of other lots, unless
// one of the lots may have come only after the movement, or not at all: then it is
// not sure that the units came by these.
func (c *class) lotArrivals(v *move) (out []proviso.MovementID, sure bool) {
	sure = true
	look := func(l proviso.Lot) {
		for _, d := range c.t.lots[lotIn{l, v.from}] {
			if d != v && d.to == v.from && d.first <= v.last && d.Kind != proviso.Count {
				out = append(out, d.ID)
				happened := d.stock.Least > 0 || v.stock.Least == 0 // d is no less sure than v
				sure = sure && (l == "" || happened && d.last <= v.first)
			}
		}
	}
	for _, l := range v.Lots {
		look(l)
		if parent, ok := l.Parent(); ok {
			look(parent)
		}
	}
	if len(out) == 0 {
		return nil, false
	}
	look("")
	slices.Sort(out)
	return slices.Compact(out), sure
}

// arrived gives how many units of a move were of the class when they arrived.
// A move that the sweep has not come to yet may have carried any number.
func (c *class) arrived(d *move) flow.Span {
	n, src := c.t.slot[d.at], c.t.sources[d.at]
	switch {
	case d.disputed && c.agreed(d):
		return d.face
	case d.disputed && (src.Most > 0 || n != 0):
		return flow.Span{Most: d.face.Most} // another account may be the true one
	case n != 0:
		return c.hits[n-1].Arrives
	case src.Most > 0:
		return src
	}
	if d.from >= 0 && c.reaches(d.from, d.last) {
		return flow.Span{Most: d.face.Most}
	}
	return flow.Span{}
}

// agreed says whether every account of the move has it bring nothing but units of
// the class.
func (c *class) agreed(d *move) bool {
	first := d
	if d.skip {
		first = d.standIn
	}
	return c.t.sources[first.at] == first.face && !c.doubted[first.at]
}
