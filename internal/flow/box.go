package flow

import (
	"math/bits"

	"github.com/proviso-ledger/proviso"
)

// mixture is stock that is evenly mixed.
type mixture struct{ units [unitKinds]int64 }

func (p *mixture) put(b batch, _ proviso.Day) { p.units[b.kind] += b.units }
func (p *mixture) count() [unitKinds]int64    { return p.units }

func (p *mixture) natural(w int64, _ proviso.Day) int64 {
	inS := p.units[unitOfS] + p.units[arrivedUnit]
	return proportion(w, inS, inS+p.units[otherUnit])
}

func (p *mixture) draw(w, c int64) []batch {
	arrived := proportion(c, p.units[arrivedUnit], p.units[unitOfS]+p.units[arrivedUnit])
	out := []batch{{w - c, otherUnit}, {c - arrived, unitOfS}, {arrived, arrivedUnit}}
	for _, b := range out {
		p.units[b.kind] -= b.units
	}
	return out
}

// rollingPeriod is how far back a rolling average looks, in days.
const rollingPeriod = 365

// rolling is a mixture that knows what came in lately.
type rolling struct {
	mixture
	came     []arrival
	all, ofS int64 // sums of came
}

// arrival is units that came in on a day, some of them of S.
type arrival struct {
	day        proviso.Day
	units, ofS int64
}

func (p *rolling) put(b batch, on proviso.Day) {
	p.mixture.put(b, on)
	a := arrival{on, b.units, 0}
	if b.kind != otherUnit {
		a.ofS = b.units
	}
	p.came = append(p.came, a)
	p.all, p.ofS = p.all+a.units, p.ofS+a.ofS
}

func (p *rolling) natural(w int64, on proviso.Day) int64 {
	for len(p.came) > 0 && on-p.came[0].day >= rollingPeriod {
		p.all, p.ofS = p.all-p.came[0].units, p.ofS-p.came[0].ofS
		p.came = p.came[1:]
	}
	if p.all == 0 {
		return p.mixture.natural(w, on)
	}
	return proportion(w, p.ofS, p.all)
}

// proportion is part/all of w, rounded to the nearest whole unit. For w and part
// not above all it is never above either, and leaves never more than all-part of w.
func proportion(w, part, all int64) int64 {
	if all <= 0 {
		return 0
	}
	high, low := bits.Mul64(uint64(min(w, all)), uint64(part))
	low, carry := bits.Add64(low, uint64(all)/2, 0)
	q, _ := bits.Div64(high+carry, low, uint64(all))
	return int64(q)
}

// queue is stock in the order in which it came in.
type queue struct {
	batches []batch
	last    bool // the last comes first
	units   [unitKinds]int64
}

func (f *queue) put(b batch, _ proviso.Day) {
	if b.units == 0 {
		return
	}
	f.units[b.kind] += b.units
	if k := len(f.batches); k > 0 && f.batches[k-1].kind == b.kind {
		f.batches[k-1].units += b.units
		return
	}
	f.batches = append(f.batches, b)
}

func (f *queue) count() [unitKinds]int64 { return f.units }

// at gives the batch that is k-th in line.
func (f *queue) at(k int) *batch {
	if f.last {
		return &f.batches[len(f.batches)-1-k]
	}
	return &f.batches[k]
}

func (f *queue) natural(w int64, _ proviso.Day) int64 {
	var c int64
	for k := 0; k < len(f.batches) && w > 0; k++ {
		b := f.at(k)
		u := min(w, b.units)
		w -= u
		if b.kind != otherUnit {
			c += u
		}
	}
	return c
}

func (f *queue) draw(w, c int64) []batch {
	var out []batch
	others := w - c
	for k := 0; k < len(f.batches) && others+c > 0; k++ {
		b, left := f.at(k), &c
		if b.kind == otherUnit {
			left = &others
		}
		if u := min(*left, b.units); u > 0 {
			b.units -= u
			*left -= u
			f.units[b.kind] -= u
			out = append(out, batch{u, b.kind})
		}
	}
	f.sweep()
	return out
}

// sweep drops what is used up, at the end that is drawn from.
func (f *queue) sweep() {
	if f.last {
		for k := len(f.batches); k > 0 && f.batches[k-1].units == 0; k-- {
			f.batches = f.batches[:k-1]
		}
		return
	}
	for len(f.batches) > 0 && f.batches[0].units == 0 {
		f.batches = f.batches[1:]
	}
}
