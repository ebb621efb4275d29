package flow

import "context"

// residual is a problem with its flow so far, and the search for ways on which
// more can flow: two breadth-first forests, one of the nodes that can be reached
// from supplies left over and one of those that can reach demands left over, both
// kept from one way to the next. When arcs fill up, the nodes cut off look for
// another parent at the same distance and only then move further out (incremental
// breadth-first search: Goldberg, Hed, Kaplan, Tarjan, Werneck, ESA 2011; its
// later form with excesses, with Kohli, ESA 2015, was tried and is no faster on
// networks of stock). Distances only grow, so the search ends.
//
// Every arc is two halves, one at each end, grouped by the node that they start
// at. The vertices and halves that a step looks at are all that it looks at: no
// lists of children, no stamps.
type residual struct {
	vertex  []vertex
	half    []half
	of      *problem
	fore    []int32 // by arc of the problem: its forward half
	depth   [2]int32
	front   [2][]int32 // by side: nodes at its depth, to be searched from
	spare   [2][]int32
	orphans []int32 // by distance: the last one, or none
	lowest  int     // no orphan is nearer
	highest int     // and none further
	lost    [2]int  // by side: orphans so far
	ctx     context.Context
	err     error
	ticks   int
}

type half struct {
	to   uint32 // twice the node, and one more if something can still come from there
	back int32  // the other half
	left int64  // what can still go
}

type vertex struct {
	left   int64 // supply, or less than zero: demand
	first  int32 // its first half; they end where those of the next vertex begin
	parent int32 // half that leads to the parent, or root; of an orphan see orphaned
	cur    int32 // no half before it can lead to a parent at this distance
	dist   int32 // from the roots, which have 1; below zero in the forest of demands, 0 in none
}

// What stands for the parent of a node that has supply or demand of its own, and
// of one that has just lost its parent. It is less than orphaned by 1 and the number of
// the orphan at this distance before it, if there is one.
const (
	root     int32 = -1
	orphaned int32 = -2
	none     int32 = -1
)

// newResidual makes the residual of a problem with a flow to start from. When the context
// is done it holds its error, and nothing else is of use.
func newResidual(ctx context.Context, p *problem, flow []int64) *residual {
	g := &residual{
		vertex: clean[vertex](p.mem, p.nodes+1), half: dirty[half](p.mem, 2*len(p.arcs)), fore: p.mem.small.dirty(len(p.arcs)),
		of: p, orphans: []int32{none}, ctx: ctx,
	}
	for i := range p.arcs {
		if stopped(ctx, i) {
			g.err = ctx.Err()
			return g
		}
		g.vertex[p.arcs[i].tail].cur++
		g.vertex[p.arcs[i].head].cur++
	}
	first := int32(0)
	for v := range g.vertex {
		x := &g.vertex[v]
		x.first, first = first, first+x.cur
		x.cur, x.parent = x.first, root
	}
	for i := range p.arcs {
		if stopped(ctx, i) {
			g.err = ctx.Err()
			return g
		}
		t, h, room := p.arcs[i].tail, p.arcs[i].head, p.arcs[i].room
		x, y := &g.vertex[t], &g.vertex[h]
		a := x.cur
		x.cur++
		b := y.cur
		y.cur++
		g.half[a] = half{uint32(h) << 1, b, room - flow[i]}
		g.half[b] = half{uint32(t) << 1, a, flow[i]}
		if flow[i] > 0 {
			g.half[a].to |= 1
		}
		if flow[i] < room {
			g.half[b].to |= 1
		}
		g.fore[i] = a
		x.left -= flow[i]
		y.left += flow[i]
	}
	for v := range p.nodes {
		g.vertex[v].left += p.sup[v] - p.dem[v]
	}
	return g
}

// Nodes that the trees lose are what makes them dear. When they have lost half as many
// as there are, the other search takes over, and in turn, each time for twice as long.
const (
	fewest    = 1 << 12 // nodes that the trees may lose in any case
	takesOver = 64      // steps that the other search has for each of them
)

// saturate sends units until no way is left.
func (g *residual) saturate() error {
	turned := false
	for most := max(fewest, len(g.vertex)/2); g.err == nil && !g.byTrees(most); most *= 2 {
		turned = true
		if g.byTurns(takesOver * most) {
			break
		}
	}
	if turned && g.err == nil {
		g.giveBack()
	}
	return g.err
}

// byTrees sends units until no way is left, or gives up when so many nodes were lost.
func (g *residual) byTrees(most int) (done bool) {
	g.depth, g.lost = [2]int32{1, 1}, [2]int{}
	g.front[0], g.front[1] = g.front[0][:0], g.front[1][:0]
	for v := range g.vertex {
		x := &g.vertex[v]
		x.dist, x.parent, x.cur = 0, root, x.first
		switch {
		case x.left > 0:
			x.dist = 1
			g.front[0] = append(g.front[0], int32(v))
		case x.left < 0:
			x.dist = -1
			g.front[1] = append(g.front[1], int32(v))
		}
	}
	// The side that has lost fewer nodes so far is the cheaper one to search.
	for side := 0; g.err == nil && len(g.front[0]) > 0 && len(g.front[1]) > 0; {
		if g.lost[1-side] <= g.lost[side] {
			side = 1 - side
		}
		if g.grow(side, most); g.lost[0]+g.lost[1] > most {
			return false
		}
	}
	for g.err == nil && len(g.front[0]) > 0 { // no demand can be reached now: what can is the cut
		g.grow(0, most)
	}
	return true
}

// sign is that of distances on the side.
func sign(side int) int32 { return 1 - 2*int32(side) }

// open says whether something can still flow along the half on side 0, or
// against it on side 1.
func (h *half) open(side int) bool {
	if side == 0 {
		return h.left != 0
	}
	return h.to&1 != 0
}

// grow searches from all nodes at the edge of one forest: free nodes join it, and
// where the other forest is met units are sent.
func (g *residual) grow(side, most int) {
	list := g.front[side]
	g.front[side], g.spare[side] = g.spare[side][:0], list
	sg := sign(side)
	level := sg * g.depth[side]
	g.depth[side]++
	for _, v := range list {
		x := &g.vertex[v]
		end := g.vertex[v+1].first
		for a := x.first; a < end && x.dist == level; {
			h := &g.half[a]
			w := int32(h.to >> 1)
			y := &g.vertex[w]
			switch {
			case !h.open(side) || y.dist*sg > 0:
				a++
			case y.dist == 0:
				y.dist, y.parent, y.cur = level+sg, h.back, y.first
				g.front[side] = append(g.front[side], w)
				a++
			case side == 0:
				g.send(a, v, w)
			default:
				g.send(h.back, w, v)
			}
		}
		if g.tick(); g.err != nil || g.lost[0]+g.lost[1] > most {
			return
		}
	}
}

// tick looks now and then whether to go on.
func (g *residual) tick() {
	if g.ticks++; g.ticks&0xfff == 0 && g.err == nil {
		g.err = g.ctx.Err()
	}
}

// send sends what it can from root to root by the half that joins the forests,
// which leads from u to w.
func (g *residual) send(meet, u, w int32) {
	units := g.half[meet].left
	x, y := u, w
	for p := g.vertex[x].parent; p != root; p = g.vertex[x].parent {
		h := &g.half[p]
		units, x = min(units, g.half[h.back].left), int32(h.to>>1)
	}
	for p := g.vertex[y].parent; p != root; p = g.vertex[y].parent {
		h := &g.half[p]
		units, y = min(units, h.left), int32(h.to>>1)
	}
	units = min(units, g.vertex[x].left, -g.vertex[y].left)
	g.push(meet, units)
	for p := g.vertex[u].parent; p != root; p = g.vertex[u].parent {
		h := &g.half[p]
		if g.push(h.back, units) {
			g.orphan(u)
		}
		u = int32(h.to >> 1)
	}
	if g.vertex[x].left -= units; g.vertex[x].left == 0 {
		g.orphan(x)
	}
	g.adoptAll(0)
	for p := g.vertex[w].parent; p != root; p = g.vertex[w].parent {
		if g.push(p, units) {
			g.orphan(w)
		}
		w = int32(g.half[p].to >> 1)
	}
	if g.vertex[y].left += units; g.vertex[y].left == 0 {
		g.orphan(y)
	}
	g.adoptAll(1)
}

// push sends units, at least one, by a half and says whether it is full.
func (g *residual) push(a int32, units int64) bool {
	h := &g.half[a]
	r := &g.half[h.back]
	h.left -= units
	r.left += units
	h.to |= 1
	if h.left == 0 {
		r.to &^= 1
		return true
	}
	return false
}

// orphan notes that the node has lost its parent.
func (g *residual) orphan(v int32) {
	x := &g.vertex[v]
	d := int(max(x.dist, -x.dist))
	for d >= len(g.orphans) {
		g.orphans = append(g.orphans, none)
	}
	x.parent, g.orphans[d] = orphaned-1-g.orphans[d], v
	g.lowest, g.highest = min(g.lowest, d), max(g.highest, d)
}

// nextOrphan takes the last orphan out of those at the distance.
func (g *residual) nextOrphan(d int) int32 {
	v := g.orphans[d]
	g.orphans[d] = orphaned - 1 - g.vertex[v].parent
	return v
}

// adoptAll finds parents for the orphans, the nearest to their roots first.
func (g *residual) adoptAll(side int) {
	for d := g.lowest; d <= g.highest; d++ {
		for g.orphans[d] != none {
			v := g.nextOrphan(d)
			g.lost[side]++
			g.adopt(v, side)
			g.tick()
		}
	}
	g.lowest, g.highest = len(g.orphans), 0
}

// adopt gives v a parent at the same distance, or moves it out, or sets it free.
func (g *residual) adopt(v int32, side int) {
	sg := sign(side)
	x, end := &g.vertex[v], g.vertex[v+1].first
	if want := x.dist - sg; want != 0 {
		for a := x.cur; a < end; a++ {
			if h := &g.half[a]; h.open(1-side) && g.vertex[h.to>>1].dist == want {
				x.parent, x.cur = a, a
				return
			}
		}
	}
	best, near := root, g.depth[side]
	for a := x.first; a < end; a++ {
		h := &g.half[a]
		w := h.to >> 1
		y := &g.vertex[w]
		d := y.dist * sg
		if d <= 0 {
			continue
		}
		if y.parent == h.back {
			g.orphan(int32(w)) // it may still be the best: then it has to find another way first
		}
		if d < near && h.open(1-side) {
			best, near = a, d
		}
	}
	if best == root {
		x.dist, x.parent = 0, root
		return
	}
	x.parent, x.cur, x.dist = best, best, (near+1)*sg
	if near+1 == g.depth[side] {
		g.front[side] = append(g.front[side], v)
	}
}

// read reads the flow off, and the cut: what remaining supply can still reach. When the
// context is done both are of no use.
func (g *residual) read(s *solution) {
	p := s.of
	for i, a := range g.fore {
		if stopped(g.ctx, i) {
			return
		}
		s.flow[i] = p.arcs[i].room - g.half[a].left
	}
	for v := range p.nodes {
		x := &g.vertex[v]
		s.sup[v], s.dem[v], s.near[v] = p.sup[v]-max(0, x.left), p.dem[v]-max(0, -x.left), x.dist > 0
		s.value += s.dem[v]
	}
}
