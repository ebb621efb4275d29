package flow

import "math"

// turning is the second search for ways, for problems on which the trees grow dear.
// It measures a way not by its arcs but by how often it turns round: whether it goes
// down, to nodes of lower numbers, or up. Nodes are numbered in an order in which units
// can go, so a way without a turn may be hundreds of arcs long, while ways that have to
// push other units back hardly turn more than a few times. So there are few distances,
// and nodes seldom change theirs.
//
// The distance of a node is 1 and the turns that the shortest way from it to a demand
// takes, one that sets out upwards having turned once. It goes down from an odd
// distance and up from an even one, so nodes of one distance never lead round in a
// circle. All nodes from which a demand can be reached are in one forest, as in the
// trees, and distances only grow. Units are not sent from root to root: all that a node
// has goes on to its parent, from the furthest node first, and among nodes of one
// distance in the order in which it goes. So units that come from many sides go on
// together (the excesses of Goldberg, Hed, Kaplan, Kohli, Tarjan, Werneck, ESA 2015, with
// another measure).
type turning struct {
	*residual
	due    waiting
	count  []int // by distance: nodes at it now
	raised int   // nodes since all were measured
	steps  int
}

// byTurns sends units until no way is left, or gives up after so many steps. It can
// leave units on their way, of which none can reach a demand if it did not give up.
func (g *residual) byTurns(most int) (done bool) {
	t := &turning{residual: g}
	for t.measure(); len(t.due) > 0 && g.err == nil && t.steps < most; {
		v, d := t.due.take()
		x := &g.vertex[v]
		for x.left > 0 && x.dist == d && g.err == nil {
			t.pass(v)
		}
		if x.left > 0 && x.dist > 0 { // it has moved out, now or while it was waiting
			t.due.put(v, x.dist)
		}
		g.tick()
	}
	for v := range g.vertex {
		x := &g.vertex[v]
		x.dist = int32(1 - some(int64(x.dist)))
	}
	return len(t.due) == 0
}

// by is the distance of v on the way by w, whose distance is d.
func by(v, w, d int32) int32 { return d + (d&1 ^ down(v, w)) }

// down is 1 if the way from v to w goes down, else 0.
func down(v, w int32) int32 { return int32(uint32(w-v) >> 31) }

// measure finds the distances of all nodes, from the demands on.
func (t *turning) measure() {
	clear(t.count)
	for d := range t.orphans {
		t.orphans[d] = none
	}
	t.raised = 0
	small := &t.of.mem.small
	defer small.back(small.mark())
	list, next := small.dirty(len(t.vertex))[:0], small.dirty(len(t.vertex))[:0]
	for v := range t.vertex {
		x := &t.vertex[v]
		x.dist, x.parent, x.cur = 0, root, x.first
		if x.left < 0 {
			x.dist = 1
			list = append(list, int32(v))
		}
	}
	for d := int32(1); len(list) > 0 && t.err == nil; d++ {
		for i := 0; i < len(list); i++ {
			if w := list[i]; t.vertex[w].dist == d {
				t.comes(d)
				list, next = t.reach(w, d, list, next)
			}
			t.tick()
		}
		list, next = next, list[:0]
	}
	t.due = t.due[:0]
	for v := range t.vertex {
		if x := &t.vertex[v]; x.left > 0 && x.dist > 0 {
			t.due.put(int32(v), x.dist)
		}
	}
}

// reach adds the nodes from which units can come to w to those of its distance or of
// the next.
func (t *turning) reach(w, d int32, list, next []int32) ([]int32, []int32) {
	for a, end := t.vertex[w].first, t.vertex[w+1].first; a < end; a++ {
		h := &t.half[a]
		if !h.open(1) {
			continue
		}
		v := int32(h.to >> 1)
		y, k := &t.vertex[v], by(v, w, d)
		if y.dist != 0 && y.dist <= k {
			continue
		}
		y.dist, y.parent = k, h.back
		if k == d {
			list = append(list, v)
		} else {
			next = append(next, v)
		}
	}
	return list, next
}

// comes notes that one more node is at the distance.
func (t *turning) comes(d int32) {
	for int(d) >= len(t.count) {
		t.count = append(t.count, 0)
	}
	t.count[d]++
}

// pass passes what the node has on to its parent, as far as it can go there.
func (t *turning) pass(v int32) {
	x := &t.vertex[v]
	a := x.parent
	h := &t.half[a]
	w := int32(h.to >> 1)
	y := &t.vertex[w]
	units, had := min(x.left, h.left), y.left
	if t.push(a, units) {
		t.orphan(v)
	}
	x.left -= units
	y.left += units
	if had < 0 && y.left >= 0 {
		t.orphan(w)
	}
	if had <= 0 && y.left > 0 {
		t.due.put(w, y.dist)
	}
	t.steps++
	t.adoptAll()
}

// adoptAll finds parents for the orphans. When many have moved out, perhaps only because
// nothing shows yet that they have no way, all are measured anew.
func (t *turning) adoptAll() {
	for d := t.lowest; d <= t.highest; d++ {
		for t.orphans[d] != none {
			if t.tick(); t.err != nil {
				return
			}
			if t.adopt(t.nextOrphan(d)); t.raised > 4*len(t.vertex) {
				t.measure()
			}
		}
	}
	t.lowest, t.highest = len(t.orphans), 0
}

// adopt gives v a parent at the same distance, or moves it out. If it was the last at
// its distance, neither it nor what is further out has a way any more, for on a way no
// distance is left out.
func (t *turning) adopt(v int32) {
	t.steps++
	x, end := &t.vertex[v], t.vertex[v+1].first
	d := x.dist
	for a := x.cur; a < end; a++ {
		h := &t.half[a]
		w := int32(h.to >> 1)
		if !h.open(0) || down(v, w) != d&1 {
			continue
		}
		if z := t.vertex[w].dist; z > 0 && z <= d {
			x.parent, x.cur = a, a
			return
		}
	}
	best, near := root, int32(0)
	for a := x.first; a < end; a++ {
		h := &t.half[a]
		w := int32(h.to >> 1)
		y := &t.vertex[w]
		if y.dist == 0 {
			continue
		}
		if y.parent == h.back {
			t.orphan(w)
		}
		if h.open(0) {
			if k := by(v, w, y.dist); best == root || k < near {
				best, near = a, k
			}
		}
	}
	t.raised++
	if t.count[d]--; t.count[d] == 0 {
		best = root
		t.dropBeyond(d)
	}
	if best == root {
		x.dist, x.parent = 0, root
		return
	}
	x.parent, x.cur, x.dist = best, best, near
	t.comes(near)
}

// dropBeyond sets the nodes free that are further out: all of them are orphans, or come
// by some.
func (t *turning) dropBeyond(d int32) {
	for k := int(d) + 1; k <= t.highest; k++ {
		for t.orphans[k] != none && t.err == nil {
			v := t.nextOrphan(k)
			x := &t.vertex[v]
			x.dist, x.parent = 0, root
			t.count[k]--
			for a, end := x.first, t.vertex[v+1].first; a < end; a++ {
				h := &t.half[a]
				if w := int32(h.to >> 1); t.vertex[w].parent == h.back {
					t.orphan(w)
				}
			}
			t.tick()
		}
	}
}

// giveBack lets units that are still on their way go back to where they started: a
// search of its own, in which the supplies that were used are the demands. What is
// beyond the cut takes no part.
func (g *residual) giveBack() {
	sup, mem := g.of.sup, g.of.mem
	near, kept := mem.flags.dirty(len(sup)), mem.units.dirty(len(sup))
	for v := range sup {
		x := &g.vertex[v]
		near[v], kept[v] = x.dist > 0, x.left
		if x.left = 0; near[v] {
			x.left = kept[v] - sup[v]
		}
	}
	g.byTrees(math.MaxInt)
	for v := range sup {
		x := &g.vertex[v]
		x.dist = 0
		if near[v] {
			kept[v], x.dist = x.left+sup[v], 1
		}
		x.left = kept[v]
	}
}

// waiting is a heap of nodes, the furthest first, and among those of one distance in the
// order in which they go on.
type waiting []uint64

func (q *waiting) put(v, d int32) {
	key := uint64(d)<<32 | uint64(uint32(v)^uint32(d&1-1))
	l := append(*q, key)
	i := len(l) - 1
	for i > 0 && l[(i-1)/2] < key {
		l[i] = l[(i-1)/2]
		i = (i - 1) / 2
	}
	l[i] = key
	*q = l
}

func (q *waiting) take() (v, d int32) {
	l := *q
	first, key := l[0], l[len(l)-1]
	l = l[:len(l)-1]
	i := 0
	for k := 1; k < len(l); k = 2*i + 1 {
		if k+1 < len(l) && l[k+1] > l[k] {
			k++
		}
		if l[k] <= key {
			break
		}
		l[i] = l[k]
		i = k
	}
	if len(l) > 0 {
		l[i] = key
	}
	*q = l
	d = int32(first >> 32)
	return int32(uint32(first) ^ uint32(d&1-1)), d
}
