package flow

// Where ways begin and end when it is at no node: where units of S come from, and
// ends that are counted and that are not.
const (
	origin    int32 = -1
	counted   int32 = -2
	elsewhere int32 = -3
)

// way is one on which units of S can go: from least (evidence) to most of them.
type way struct {
	is          Step
	from, to    int32
	least, most int64
}

// ways lists all ways for one side of a question, with what evidence says at least
// or without. It is what the checker reads; the search for answers does not use it.
func (r *reading) ways(side Side, lower bool) []way {
	n, after := r.n, r.behind(side)
	var out []way
	for _, s := range r.surface {
		if side == AtMost {
			out = append(out, way{Step{s.kind, s.index, 0}, origin, s.node, 0, s.units})
		}
	}
	for i, row := range n.row {
		w := way{Step{Travel, int32(i), 0}, n.tail[i], r.end(i, side), 0, n.capacity(i)}
		if row >= 0 && r.enters(row, side) {
			if w.is.Kind, w.from = Enter, origin; side == AtLeast {
				w.most = n.moves[row].Least
			}
			out = append(out, w)
			continue
		}
		if w.from < 0 || r.stops(w.from, side) || w.from == w.to {
			continue
		}
		if s, limited := r.limits[row]; limited && (row >= 0 || n.head[i] >= 0) {
			if w.most = min(w.most, s.Most); lower && !after[w.from] {
				w.least = min(s.Least, w.most)
			}
		}
		if w.to == elsewhere {
			w.most = w.least
		}
		out = append(out, w)
	}
	for h := range n.at {
		if v := n.at[h].node; v >= 0 && !r.stops(v, side) && (r.q.Asks != Reached && r.target[side][h]) == (side == AtMost) {
			out = append(out, way{Step{Rest, int32(h), 0}, v, counted, 0, n.closing(int32(h))})
		}
	}
	return out
}

// end gives where units come to by an arc: a node, or an end, counted or not.
func (r *reading) end(arc int, side Side) int32 {
	n, row, t, h := r.n, r.n.row[arc], r.n.tail[arc], r.n.head[arc]
	isGoal := row >= 0 && r.role[row]&goal != 0
	hit := isGoal || h == Outside && r.q.Asks == Ended && t >= 0 && r.target[side][n.holding(t)]
	switch {
	case h >= 0 && !isGoal:
		return h
	case hit == (side == AtMost), h == Unknown && !hit:
		return counted
	}
	return elsewhere
}

// stops says whether a unit's way ends at the node because it is a target.
func (r *reading) stops(v int32, side Side) bool {
	return r.q.Asks == Reached && r.target[side][r.n.holding(v)]
}

// behind marks where units come that have reached the target: evidence there may be
// about such units, whose way ends at the target.
func (r *reading) behind(side Side) []bool {
	n := r.n
	after := make([]bool, len(n.seg))
	for v := range after {
		after[v] = r.stops(int32(v), side)
	}
	n.sweep(func(i int) bool {
		t, h, row := n.tail[i], n.head[i], n.row[i]
		if r.q.Asks != Reached || h < 0 || after[h] || !(t >= 0 && after[t] || row >= 0 && r.role[row]&goal != 0) {
			return false
		}
		after[h] = true
		return true
	})
	return after
}
