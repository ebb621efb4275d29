package flow

// convention follows mass balance and first in, first out through one pool.
// Both are agreed ways of counting, not findings. They can be followed only
// while the stock, every quantity and the order of movements are known.
type convention struct {
	known bool
	total int64
	mass  int64 // bound units under mass balance
	queue []lotOf
}

// lotOf is units that came in together, oldest first in the queue.
type lotOf struct {
	units int64
	bound int64
}

func newConvention(before Span, uncertain bool) convention {
	cv := convention{known: before.Least == before.Most && !uncertain, total: before.Least}
	if cv.known && cv.total > 0 {
		cv.queue = []lotOf{{units: cv.total}}
	}
	return cv
}

// count starts the conventions afresh from a stocktake that leaves nothing
// open; otherwise they go on only if the count agrees with them.
func (cv *convention) count(p pool, uncertain bool) {
	if cv.known && p.All().Least == cv.total && p.All().Most == cv.total {
		return
	}
	*cv = convention{known: !uncertain && p.Bound.Least == p.Bound.Most && p.Other.Least == p.Other.Most}
	if !cv.known {
		return
	}
	cv.total, cv.mass = p.Bound.Least+p.Other.Least, p.Bound.Least
	if cv.mass == 0 && cv.total > 0 {
		cv.queue = []lotOf{{units: cv.total}}
	} else if cv.mass > 0 && cv.mass < cv.total {
		cv.known = false // which of the two came in first is not on record
	} else if cv.total > 0 {
		cv.queue = []lotOf{{units: cv.total, bound: cv.total}}
	}
}

// draw takes the movement's units and notes its share under each convention.
func (cv *convention) draw(v *Act, s *Carried, identified bool) {
	w := v.Face.Least
	if !cv.known || identified || v.Face.Least != v.Face.Most || w > cv.total {
		*cv = convention{}
		s.Conv = false
		return
	}
	mass := int64(0)
	if cv.total > 0 {
		mass = proportion(w, cv.mass, cv.total)
	}
	s.Mass = Exactly(mass)
	cv.mass -= mass
	cv.total -= w
	s.FIFO = Exactly(cv.takeOldest(w))
}

// takeOldest takes w units off the front of the queue and gives how many of
// them are bound. A batch that is partly bound gives its bound units in
// proportion.
func (cv *convention) takeOldest(w int64) int64 {
	var bound int64
	for w > 0 && len(cv.queue) > 0 {
		first := &cv.queue[0]
		n := min(w, first.units)
		b := first.bound
		if n < first.units {
			b = proportion(n, first.bound, first.units)
		}
		bound += b
		first.units -= n
		first.bound -= b
		w -= n
		if first.units == 0 {
			cv.queue = cv.queue[1:]
		}
	}
	return bound
}

func (cv *convention) receive(v *Act, mass, fifo Span, known bool) {
	if !cv.known || !known || v.Face.Least != v.Face.Most || mass.Least != mass.Most || fifo.Least != fifo.Most {
		*cv = convention{}
		return
	}
	cv.total += v.Face.Least
	cv.mass += mass.Least
	cv.queue = append(cv.queue, lotOf{units: v.Face.Least, bound: fifo.Least})
}
