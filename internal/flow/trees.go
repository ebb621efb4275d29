package flow

import "context"

// Sides of the search.
const (
	free      uint8 = iota
	fromSup         // can be reached from what is left of the supplies
	towardDem       // can reach what is left of the demands
)

// root stands for the parent of a node that has supply or demand of its own.
const root int32 = -1

// trees is a search for ways from supplies to demands by two breadth-first
// forests that are kept from one way to the next: when arcs fill up, the nodes cut
// off look for another parent at the same distance and only then move further
// out (incremental breadth-first search; Goldberg, Hed, Kaplan, Tarjan and
// Werneck, 2011). Distances only grow, so the search ends.
type trees struct {
	*residual
	side    []uint8
	dist    []int32 // from the roots, which have 1
	parent  []int32 // half that starts here and leads to the parent, or root
	cur     []int32 // no half before it can lead to a parent at this distance
	depth   [3]int32
	front   [3][]int32 // nodes at depth, to be searched from
	next    [3][]int32 // nodes at depth+1, while the forest grows
	growing uint8
	orphans [][]int32 // by distance
	lowest  int
	ticks   int
}

// saturate sends units until no way is left.
func (g *residual) saturate(ctx context.Context) error {
	t := g.plant()
	for len(t.front[fromSup]) > 0 && len(t.front[towardDem]) > 0 {
		side := fromSup
		if len(t.front[towardDem]) < len(t.front[fromSup]) {
			side = towardDem
		}
		if err := t.grow(ctx, side); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// plant starts both forests with their roots.
func (g *residual) plant() *trees {
	n := len(g.sup)
	t := &trees{residual: g, side: make([]uint8, n), dist: make([]int32, n), parent: make([]int32, n), cur: make([]int32, n)}
	t.depth = [3]int32{0, 1, 1}
	for v := range n {
		both := min(g.sup[v], g.dem[v])
		g.sup[v] -= both
		g.dem[v] -= both
		switch {
		case g.sup[v] > 0:
			t.join(int32(v), fromSup, 1, root)
		case g.dem[v] > 0:
			t.join(int32(v), towardDem, 1, root)
		}
	}
	return t
}

// join puts v into a forest below the parent.
func (t *trees) join(v int32, side uint8, dist, parent int32) {
	t.side[v], t.dist[v], t.parent[v], t.cur[v] = side, dist, parent, max(parent, t.first[v])
	t.list(v)
}

// list notes that v is to be searched from, if it stands at the edge.
func (t *trees) list(v int32) {
	side := t.side[v]
	switch t.dist[v] {
	case t.depth[side]:
		t.front[side] = append(t.front[side], v)
	case t.depth[side] + 1:
		t.next[side] = append(t.next[side], v)
	}
}

// room is what can go from parent to child by the child's half a (or the other way
// in the forest of the demands).
func (t *trees) room(side uint8, a int32) int64 {
	if side == fromSup {
		return t.half[t.half[a].back].left
	}
	return t.half[a].left
}

// grow searches from all nodes at the edge of one forest.
func (t *trees) grow(ctx context.Context, side uint8) error {
	t.growing = side
	for len(t.front[side]) > 0 {
		front := t.front[side]
		v := front[len(front)-1]
		t.front[side] = front[:len(front)-1]
		if t.side[v] != side || t.dist[v] != t.depth[side] {
			continue
		}
		if t.ticks++; t.ticks&0xfff == 0 {
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		if err := t.search(ctx, v, side); err != nil {
			return err
		}
	}
	t.depth[side]++
	t.front[side], t.next[side] = t.next[side], t.front[side][:0]
	t.growing = free
	return nil
}

// search looks at all arcs of v: free nodes join, and where the other forest is
// met units are sent.
func (t *trees) search(ctx context.Context, v int32, side uint8) error {
	for a := t.first[v]; a < t.first[v+1]; {
		h := &t.half[a]
		open := h.left > 0
		if side == towardDem {
			open = t.half[h.back].left > 0
		}
		switch w := h.to; {
		case !open || t.side[w] == side:
			a++
		case t.side[w] == free:
			t.join(w, side, t.dist[v]+1, h.back)
			a++
		default:
			meet := a
			if side == towardDem {
				meet = h.back
			}
			t.send(meet)
			if t.ticks++; t.ticks&0xff == 0 {
				if err := ctx.Err(); err != nil {
					return err
				}
			}
			if t.side[v] != side || t.dist[v] != t.depth[side] {
				return nil
			}
		}
	}
	return nil
}

// send sends what it can from root to root by the half that joins the forests.
func (t *trees) send(meet int32) {
	u, w := t.half[t.half[meet].back].to, t.half[meet].to
	units := t.half[meet].left
	x := u
	for ; t.parent[x] != root; x = t.half[t.parent[x]].to {
		units = min(units, t.half[t.half[t.parent[x]].back].left)
	}
	y := w
	for ; t.parent[y] != root; y = t.half[t.parent[y]].to {
		units = min(units, t.half[t.parent[y]].left)
	}
	units = min(units, t.sup[x], t.dem[y])
	t.push(meet, units)
	for x = u; t.parent[x] != root; {
		child, a := x, t.half[t.parent[x]].back
		x = t.half[t.parent[x]].to
		if t.push(a, units) {
			t.orphan(child)
		}
	}
	if t.sup[x] -= units; t.sup[x] == 0 {
		t.orphan(x)
	}
	for y = w; t.parent[y] != root; {
		child, a := y, t.parent[y]
		y = t.half[a].to
		if t.push(a, units) {
			t.orphan(child)
		}
	}
	if t.dem[y] -= units; t.dem[y] == 0 {
		t.orphan(y)
	}
	t.adoptAll()
}

// push sends units by a half and says whether it is full.
func (t *trees) push(a int32, units int64) bool {
	h := &t.half[a]
	h.left -= units
	t.half[h.back].left += units
	return h.left == 0
}

func (t *trees) orphan(v int32) {
	d := int(t.dist[v])
	for len(t.orphans) <= d {
		t.orphans = append(t.orphans, nil)
	}
	t.orphans[d] = append(t.orphans[d], v)
	t.lowest = min(t.lowest, d)
	t.parent[v] = orphaned
}

// orphaned stands for the parent of a node that has just lost its own.
const orphaned int32 = -2

// adoptAll finds parents for the orphans, the nearest to their roots first.
func (t *trees) adoptAll() {
	for t.lowest < len(t.orphans) {
		list := t.orphans[t.lowest]
		if len(list) == 0 {
			t.lowest++
			continue
		}
		v := list[len(list)-1]
		t.orphans[t.lowest] = list[:len(list)-1]
		if t.parent[v] == orphaned && int(t.dist[v]) == t.lowest && t.side[v] != free {
			t.adopt(v)
		}
	}
}

// adopt gives v a parent at the same distance, or moves it out, or sets it free.
func (t *trees) adopt(v int32) {
	side, want := t.side[v], t.dist[v]-1
	end := t.first[v+1]
	for a := t.cur[v]; want > 0 && a < end; a++ {
		if w := t.half[a].to; t.side[w] == side && t.dist[w] == want && t.room(side, a) > 0 {
			t.parent[v], t.cur[v] = a, a
			return
		}
	}
	limit := t.depth[side]
	if t.growing == side {
		limit++
	}
	best, near := root, limit
	for a := t.first[v]; a < end; a++ {
		w := t.half[a].to
		if t.side[w] != side || w == v {
			continue
		}
		if t.dist[w] < near && t.room(side, a) > 0 {
			best, near = a, t.dist[w]
		}
		if p := t.parent[w]; p >= 0 && p == t.half[a].back {
			t.orphan(w) // it may still be the best: then it has to find another way first
		}
	}
	if best == root {
		t.side[v], t.parent[v] = free, root
		return
	}
	t.parent[v], t.cur[v], t.dist[v] = best, best, near+1
	t.list(v)
}
