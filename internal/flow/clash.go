package flow

import (
	"context"
	"slices"
)

// findClash looks for evidence that cannot all hold: demands that the units of S
// cannot meet, or units of S that evidence leaves no way to go. It returns the
// records of the cut that shows it, thinned out until each of the pieces of
// evidence left is needed.
func (r *reading) findClash(ctx context.Context) ([]Clash, error) {
	found, err := r.impossible(ctx)
	if err != nil || found == nil {
		return nil, err
	}
	all := r.limits
	rows := r.rows()
	for _, row := range rows {
		if len(rows) > maxThin {
			break
		}
		r.limits = without(all, row)
		smaller, err := r.impossible(ctx)
		if err != nil {
			return nil, err
		}
		if smaller != nil {
			all, found = r.limits, smaller
		}
	}
	r.limits = all
	return found, nil
}

// maxThin is the most pieces of evidence that are tried one by one.
const maxThin = 500

func without(limits map[int32]Span, row int32) map[int32]Span {
	out := make(map[int32]Span, len(limits))
	for k, s := range limits {
		if k != row {
			out[k] = s
		}
	}
	return out
}

// impossible gives the records that show that the evidence cannot be met, nil if
// it can.
func (r *reading) impossible(ctx context.Context) ([]Clash, error) {
	for i, row := range r.n.row {
		if s, ok := r.limits[row]; ok && s.Least > r.n.capacity(i) && r.n.tail[i] >= 0 && (row >= 0 || r.n.head[i] >= 0) {
			return r.names(row), nil
		}
	}
	mem := takeMemory()
	defer mem.release()
	s, err := r.solveFor(ctx, mem, toKnown, true)
	if err != nil {
		return nil, err
	}
	if s.value < s.known {
		return s.clash(), nil
	}
	if len(r.surface) > 0 || r.again {
		return nil, nil // units of S may have gone unrecorded
	}
	if s, err = r.solveFor(ctx, mem, toAll, true); err != nil {
		return nil, err
	}
	if s.value < s.offered {
		return s.clash(), nil
	}
	return nil, nil
}

// clash lists the limited rows and the entries that the cut consists of.
func (s *solved) clash() []Clash {
	r, n := s.r, s.r.n
	var out []Clash
	at := func(v int32) bool {
		return v >= 0 && s.near[v]
	}
	for i := range n.tail {
		row := n.row[i]
		p := s.use(i)
		_, limited := r.limits[row]
		crosses := n.tail[i] >= 0 && at(n.tail[i]) != at(n.head[i])
		switch {
		case p.entry && s.aim == toAll, p.entry && !at(n.head[i]):
			out = append(out, Clash{Evidence: -1, Move: row})
		case limited && (crosses || p.least > 0):
			out = append(out, r.names(row)...)
		case crosses && row >= 0 && p.most > 0:
			out = append(out, Clash{Evidence: -1, Move: row})
		}
	}
	return out
}

// names gives the evidence about a row.
func (r *reading) names(row int32) []Clash {
	var out []Clash
	for k := range r.q.Evidence {
		e := &r.q.Evidence[k]
		if row >= 0 && e.Move == row || row < 0 && e.Tally == tallyRow-row {
			out = append(out, Clash{Evidence: int32(k), Move: e.Move})
		}
	}
	if row >= 0 && !slices.ContainsFunc(out, func(c Clash) bool { return c.Move == row }) {
		out = append(out, Clash{Evidence: -1, Move: row})
	}
	return out
}
