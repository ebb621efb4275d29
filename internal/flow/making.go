package flow

import (
	"math/big"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// benches says what the benches of works are to a convention.
type benches struct {
	at      map[int32]*making // by holding
	obscure string            // why no convention can be followed, "" if one can
}

// making is an assembly: so many products, and by move what it brings.
type making struct {
	products int64
	pile     map[int32]int // by move that brings a part: its pile
	each     []int64       // by pile: so many units of it go into one product
}

// mostEach is the most units of a part in one product with which a convention reckons.
const mostEach = 1 << 12

// benches lists the benches of the view.
func (w *Works) benches(v *View) *benches {
	out := &benches{at: map[int32]*making{}}
	switch {
	case w.divided:
		out.obscure = "a unit may be in several products"
	case w.blind:
		out.obscure = "lots of what was made of parts are left out"
	}
	for i := range w.assemblies {
		a := &w.assemblies[i]
		m := &making{products: a.Most, pile: map[int32]int{}}
		var items []int32
		for j := range a.Parts {
			p := &a.Parts[j]
			item := w.item(p)
			k := slices.Index(items, item)
			if k < 0 {
				each, _ := w.share(a, item)
				k, items, m.each = len(items), append(items, item), append(m.each, each)
				if each > mostEach {
					out.obscure = "a product has too many units of a part to reckon with"
				}
			}
			m.pile[v.row[p.Tag]] = k
		}
		out.at[int32(len(w.items)+i)] = m
	}
	return out
}

// bench is the parts of an assembly under a convention. In order, the first product has
// the first units of each part in it, and so on: a product is bound if one of those is.
// Else parts meet by chance: the share of products without a bound unit is the product
// of the shares of other units, once for each unit in one.
type bench struct {
	*making
	inOrder bool
	piles   [][]batch
	pile    int // the one that units come to now
}

func newBench(m *making, inOrder bool) *bench {
	return &bench{making: m, inOrder: inOrder, piles: make([][]batch, len(m.each))}
}

func (b *bench) put(one batch, _ proviso.Day) { b.piles[b.pile] = append(b.piles[b.pile], one) }

// bound is how many units of a pile are of S.
func (b *bench) bound(pile int) int64 {
	n := int64(0)
	for _, one := range b.piles[pile] {
		if one.kind != otherUnit {
			n += one.units
		}
	}
	return n
}

// count is of products: those that can be without a bound part, and those that can have one.
func (b *bench) count() [unitKinds]int64 {
	least, most := int64(0), int64(0)
	for k, each := range b.each {
		n := b.bound(k)
		least, most = max(least, (n+each-1)/each), add(most, n)
	}
	return [unitKinds]int64{otherUnit: b.products - least, unitOfS: most}
}

func (b *bench) natural(w int64, _ proviso.Day) int64 {
	if b.inOrder {
		n := int64(0)
		for _, one := range b.ordered() {
			if one.kind != otherUnit {
				n += one.units
			}
		}
		return n
	}
	others, all := big.NewInt(1), big.NewInt(1)
	for k, each := range b.each {
		units, e := b.products*each, big.NewInt(each)
		others.Mul(others, new(big.Int).Exp(big.NewInt(units-b.bound(k)), e, nil))
		all.Mul(all, new(big.Int).Exp(big.NewInt(units), e, nil))
	}
	n := others.Mul(others, big.NewInt(2*w)) // rounded to the nearest: (2w·others + all) / 2·all
	n.Add(n, all).Quo(n, all.Lsh(all, 1))
	return w - n.Int64()
}

// ordered gives the products one after the other.
func (b *bench) ordered() []batch {
	type span struct{ from, to int64 }
	var spans []span
	for k, each := range b.each {
		at := int64(0)
		for _, one := range b.piles[k] {
			if one.kind != otherUnit && one.units > 0 {
				spans = append(spans, span{at / each, (at + one.units + each - 1) / each})
			}
			at += one.units
		}
	}
	slices.SortFunc(spans, func(x, y span) int { return int(min(1, max(-1, x.from-y.from))) })
	var out []batch
	at := int64(0)
	for _, s := range spans {
		if s.from > at {
			out, at = append(out, batch{s.from - at, otherUnit}), s.from
		}
		if s.to > at {
			out, at = append(out, batch{s.to - at, unitOfS}), s.to
		}
	}
	return append(out, batch{b.products - at, otherUnit})
}

// draw takes all products, c of them bound, and clears the bench.
func (b *bench) draw(w, c int64) []batch {
	out := []batch{{c, unitOfS}, {w - c, otherUnit}}
	if b.inOrder && b.natural(w, 0) == c {
		out = b.ordered()
	}
	clear(b.piles)
	return out
}
