package flow

import (
	"fmt"
	"slices"
)

var dividedBefore = map[string]map[string]bool{}

// divided gives the classes that n products can have by units of a part, m of them, of
// which some are bound. Either the units stay whole, and each product has as many as
// another or one more; or are fewer than the products, and each is in as many as another
// or one more; or they are cut up, and each product has as much as another. For that
// each unit makes n crumbs.
func divided(units classed, m, n int64) map[string]bool {
	key := fmt.Sprint(units, m, n)
	if out := dividedBefore[key]; out != nil {
		return out
	}
	out := map[string]bool{}
	each := func(count, units int64) []int64 { // sizes of so many boxes
		sizes := slices.Repeat([]int64{units / count}, int(count))
		for i := range units % count {
			sizes[i]++
		}
		return sizes
	}
	if m < n { // each unit is in so many products
		for so := range boxed(slices.Repeat([]int64{1}, int(m)), units) {
			sizes := each(m, n)
			arrangements([]byte(so), 0, func(so []byte) {
				var products []byte
				for i, class := range so {
					products = append(products, slices.Repeat([]byte{class}, int(sizes[i]))...)
				}
				arrangements(products, 0, func(p []byte) { out[string(p)] = true })
			})
		}
	} else {
		for so := range boxed(each(n, m), units) {
			arrangements([]byte(so), 0, func(p []byte) { out[string(p)] = true })
		}
	}
	if m%n != 0 {
		for so := range boxed(slices.Repeat([]int64{m}, int(n)), classed{n * units.bound, n * units.passed}) {
			out[so] = true
		}
	}
	dividedBefore[key] = out
	return out
}

// boxed puts units into boxes of these sizes in every way, and gives the highest class in
// each box.
func boxed(sizes []int64, units classed) map[string]bool {
	out := map[string]bool{}
	var put func(so []byte, left classed)
	put = func(so []byte, left classed) {
		if len(so) == len(sizes) {
			if left == (classed{}) {
				out[string(so)] = true
			}
			return
		}
		for bound := range min(sizes[len(so)], left.bound) + 1 {
			for passed := range min(sizes[len(so)]-bound, left.passed) + 1 {
				class := byte(shopOther)
				if passed > 0 {
					class = shopPassed
				} else if bound > 0 {
					class = shopBound
				}
				put(append(slices.Clone(so), class), classed{left.bound - bound, left.passed - passed})
			}
		}
	}
	put(nil, units)
	return out
}

// arrangements visits the list in every order.
func arrangements(list []byte, k int, visit func([]byte)) {
	if k == len(list) {
		visit(list)
		return
	}
	for i := k; i < len(list); i++ {
		list[k], list[i] = list[i], list[k]
		arrangements(list, k+1, visit)
		list[k], list[i] = list[i], list[k]
	}
}
