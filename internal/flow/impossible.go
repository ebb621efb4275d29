package flow

import "context"

// impossible says whether the evidence cannot be met, all records holding.
func (r *reading) impossible(ctx context.Context) (bool, error) {
	for _, i := range r.special {
		row := r.n.row[i]
		if s, ok := r.limits[row]; ok && s.Least > r.n.capacity(int(i)) && r.n.tail[i] >= 0 && (row >= 0 || r.n.head[i] >= 0) {
			return true, nil
		}
	}
	mem := takeMemory()
	defer mem.release()
	passesToCome(ctx, passesToSolve)
	s, err := r.solveFor(ctx, mem, toKnown, true)
	if err != nil || s.value < s.known {
		return err == nil, err
	}
	if len(r.surface) > 0 || r.again {
		return false, nil // units of S may have gone unrecorded
	}
	passesToCome(ctx, passesToSolve)
	if s, err = r.solveFor(ctx, mem, toAll, true); err != nil {
		return false, err
	}
	return s.value < s.offered, nil
}

// crossing is the problem of impossible made of the claims that are taken to hold alone.
// What no claim limits has room for all that is asked for.
type crossing struct {
	*clashing
	*problem
	aim  purpose
	big  int64 // all that is asked for: room without limit
	late []arc
}

// way is what may go by an arc as a whole, and what must.
type way struct {
	least, most   int64
	entry, closed bool
}

// tooMuch says whether more is demanded than can come (toKnown), or more comes than can go
// anywhere (toAll), and gives the claims that its cut consists of.
func (c *clashing) tooMuch(aim purpose) (cut map[claim]bool, found bool, err error) {
	n := c.n
	defer c.mem.empty()
	x := &crossing{clashing: c, aim: aim, problem: &problem{nodes: len(n.seg), mem: c.mem,
		sup: make([]int64, len(n.seg)), dem: make([]int64, len(n.seg))}}
	for i := range n.tail {
		if w := x.way(i, 0); w.entry && aim == toAll && n.head[i] >= 0 {
			x.big += w.most
		} else if !w.entry && !w.closed && (aim == toKnown || n.head[i] >= 0) {
			x.big += w.least
		}
	}
	if x.big == 0 || x.big > bottomless/int64(len(n.tail)+1) {
		return nil, false, nil
	}
	for i := range n.tail {
		x.lay(i)
	}
	for _, l := range x.late {
		x.arc(l.tail, l.head, l.room)
	}
	x.finish()
	passesToCome(c.ctx, passesToSearch)
	s, err := x.maximise(c.ctx)
	if err != nil || s.value >= x.big {
		return nil, false, err
	}
	return x.cut(s.near), true, nil
}

// way gives what goes by arc i, with so much room where there is no limit.
func (x *crossing) way(i int, free int64) way {
	n, row := x.n, x.n.row[i]
	w := way{most: free}
	held := x.holds(room, int32(i))
	if held {
		w.most = n.capacity(i)
	}
	if row >= 0 {
		role := x.role[row]
		w.entry = role&entry != 0 || x.aim == toKnown && role&perhaps != 0
	}
	if w.entry {
		if x.aim == toAll {
			w.most = 0
			if held {
				w.most = n.moves[row].Least
			}
		}
		return w
	}
	w.closed = n.tail[i] < 0 || n.tail[i] == n.head[i]
	if s, ok := x.spans[row]; ok && row != stays && (row >= 0 || n.head[i] >= 0) {
		w.least, w.most = s.Least, min(w.most, s.Most)
	}
	return w
}

// lay puts arc i into the problem.
func (x *crossing) lay(i int) {
	n, w := x.n, x.way(i, x.big)
	t, h := n.tail[i], n.head[i]
	switch {
	case w.entry && h < 0 || w.closed:
		return
	case w.entry:
		x.add(x.sup, h, w.most)
		if x.aim == toAll && t >= 0 {
			x.end(t, room, int32(i), n.capacity(i))
		}
		return
	}
	x.add(x.dem, t, w.least)
	more := max(0, w.most-w.least)
	if h < 0 {
		if x.aim == toAll {
			x.add(x.dem, t, more)
		}
		return
	}
	x.add(x.sup, h, w.least)
	if n.mark[i]&outOfOrder != 0 {
		x.late = append(x.late, arc{t, h, more})
		return
	}
	x.arc(t, h, more)
	x.ordered++
}

func (x *crossing) arc(t, h int32, units int64) {
	x.arcs = append(x.arcs, arc{t, h, min(units, x.big)})
}

func (x *crossing) add(to []int64, node int32, units int64) {
	to[node] = min(to[node]+min(units, x.big), 2*x.big)
}

// end lets so many units end at the node, or all where that is not claimed.
func (x *crossing) end(node int32, kind claimKind, index int32, units int64) {
	if !x.holds(kind, index) {
		units = x.big
	}
	x.add(x.dem, node, units)
}

// finish puts in what is not by arcs: stock at the end, and what came in unrecorded.
func (x *crossing) finish() {
	if x.aim == toAll {
		for h := range x.n.at {
			if v := x.n.at[h].node; v >= 0 {
				x.end(v, rest, int32(h), x.n.closing(int32(h)))
			}
		}
		return
	}
	for k, s := range x.surface {
		if !x.holds(lost, int32(k)) {
			s.units = x.big
		}
		x.add(x.sup, s.node, s.units)
	}
}

// cut gives the claims of the arcs that lead from one side to the other. What nothing can
// come to lies beyond: from there nothing can go on.
func (x *crossing) cut(near []bool) map[claim]bool {
	n, cut := x.n, map[claim]bool{}
	at := make([]bool, len(near))
	for v, units := range x.sup {
		at[v] = near[v] && units > 0
	}
	for again := true; again; {
		again = false
		for _, a := range x.arcs {
			if a.room > 0 && at[a.tail] && near[a.head] && !at[a.head] {
				at[a.head], again = true, true
			}
		}
	}
	is := func(v int32) bool { return v >= 0 && at[v] }
	for i := range n.tail {
		w, row, from, to := x.way(i, x.big), n.row[i], is(n.tail[i]), is(n.head[i])
		if w.closed {
			continue
		}
		switch {
		case w.entry && x.aim == toKnown:
			from = n.head[i] >= 0
		case w.entry:
			from, to = from || to, false
		case n.head[i] < 0:
			to = x.aim == toKnown && (from || w.least > 0)
		}
		if from && !to && x.holds(room, int32(i)) {
			cut[claim{room, int32(i)}] = true
		}
		for _, k := range x.known {
			if from != to && x.stands[k] && x.row(k) == row {
				cut[k] = true
			}
		}
	}
	x.ends(at, cut)
	return cut
}

// ends adds what is claimed of stock at the end, or of what came in unrecorded.
func (x *crossing) ends(at []bool, cut map[claim]bool) {
	for h := range x.n.at {
		if v := x.n.at[h].node; x.aim == toAll && v >= 0 && at[v] && x.holds(rest, int32(h)) {
			cut[claim{rest, int32(h)}] = true
		}
	}
	for k, s := range x.surface {
		if x.aim == toKnown && !at[s.node] && x.holds(lost, int32(k)) {
			cut[claim{lost, int32(k)}] = true
		}
	}
}
