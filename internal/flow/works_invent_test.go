package flow

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// inventShop makes a shop from a hidden history: two places, up to four items, products
// of several parts, some by twos, and perhaps products of products.
func inventShop(r *rand.Rand, lots, batches bool) *shop {
	raws := int32(1 + r.IntN(3))
	p := &shop{tags: 0}
	n := raws + 1
	batch := func() int64 {
		if batches {
			return 1 + r.Int64N(3)
		}
		return 1
	}
	part := func(rc *recipe, item int32) {
		rc.each[item] = 1 + r.Int64N(2)*r.Int64N(2)
		if batches {
			rc.each[item] = 1 + r.Int64N(4)
		}
	}
	if r.IntN(3) == 0 { // a part that is made itself
		n++
		p.recipes = append(p.recipes, recipe{raws, batch(), map[int32]int64{}}, recipe{raws + 1, batch(), map[int32]int64{}})
		part(&p.recipes[0], 0)
		part(&p.recipes[1], raws)
		for i := range raws - 1 {
			part(&p.recipes[r.IntN(2)], i+1)
		}
	} else {
		p.recipes = append(p.recipes, recipe{raws, batch(), map[int32]int64{}})
		for i := range raws {
			part(&p.recipes[0], i)
		}
	}
	for h := range 2 * n {
		p.items = append(p.items, h%n)
	}
	p.stock = make([]int64, len(p.items))
	for range 80 {
		if len(p.events) > 9 {
			break
		}
		p.happen(r, n, lots)
	}
	return p
}

// happen adds something that can happen now.
func (p *shop) happen(r *rand.Rand, n int32, lots bool) {
	day := p.day + 1
	move := func(m Move, units int64) {
		m.Tag, m.Earliest, m.Latest, m.Least, m.Most = p.tags, day, day, units, units
		p.moves = append(p.moves, m)
		p.did(deed{move: len(p.moves) - 1, assembly: -1, tally: -1, units: units})
		if m.From >= 0 {
			p.stock[m.From] -= units
		}
		if m.To >= 0 {
			p.stock[m.To] += units
		}
	}
	place := int32(r.IntN(2))
	h := place*n + r.Int32N(n)
	switch x := r.IntN(20); {
	case x < 7 && len(p.moves) < 7:
		m := Move{From: Outside, To: h, Lot: NoLot}
		if p.made(h%n) && r.IntN(3) > 0 {
			return
		}
		if lots {
			m.Lot = p.lot(r, h)
		}
		move(m, 1+r.Int64N(3))
	case x < 13:
		p.make(r, &p.recipes[r.IntN(len(p.recipes))], place, n, lots)
	case x < 18 && p.stock[h] > 0:
		to := (1-place)*n + h%n
		if r.IntN(6) == 0 {
			to = Outside
		}
		move(Move{From: h, To: to, Lot: NoLot}, 1+r.Int64N(p.stock[h]))
	case x == 18:
		p.tallies = append(p.tallies, Tally{h, day, p.stock[h], p.stock[h]})
		p.did(deed{move: -1, assembly: -1, tally: len(p.tallies) - 1, units: p.stock[h]})
	}
}

// lot is one of the two lots of the item, or none.
func (p *shop) lot(r *rand.Rand, h int32) int32 {
	if k := r.Int32N(3); k > 0 {
		return 2*p.items[h] + k - 1
	}
	return NoLot
}

func (p *shop) did(e deed) {
	p.events, p.day, p.tags = append(p.events, e), p.day+1, p.tags+10
}

func (p *shop) made(item int32) bool {
	return slices.ContainsFunc(p.recipes, func(r recipe) bool { return r.into == item })
}

// make assembles as many as the stock of the place allows, or fewer; of one part some
// may come from the other place.
func (p *shop) make(r *rand.Rand, rc *recipe, place, n int32, lots bool) {
	all := func(item int32) int64 { return p.stock[item] + p.stock[n+item] }
	most := 3 / rc.batch
	for item, each := range rc.each {
		most = min(most, all(item)/each)
	}
	if most == 0 {
		return
	}
	a := Assembly{Into: place*n + rc.into, Lot: NoLot, Tag: p.tags, Earliest: p.day + 1, Latest: p.day + 1}
	times := 1 + r.Int64N(most)
	a.Most, a.Batch = times*rc.batch, rc.batch
	a.Least = a.Most
	if lots {
		a.Lot = p.lot(r, a.Into)
	}
	tag := p.tags
	for item := range n {
		need := rc.each[item] * times
		for _, h := range []int32{place*n + item, (1-place)*n + item} {
			if u := min(need, p.stock[h]); u > 0 {
				tag++
				a.Parts = append(a.Parts, Part{From: h, Tag: tag, Least: u, Most: u})
				p.stock[h] -= u
				need -= u
			}
		}
	}
	p.stock[a.Into] += a.Most
	p.assemblies = append(p.assemblies, a)
	p.did(deed{move: -1, assembly: len(p.assemblies) - 1, tally: -1, units: a.Most})
}

func (p *shop) String() string {
	return fmt.Sprintf("items %v\nmoves %+v\nassemblies %+v\ntallies %+v", p.items, p.moves, p.assemblies, p.tallies)
}
