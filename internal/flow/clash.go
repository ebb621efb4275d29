package flow

import (
	"context"
	"math/bits"
	"slices"
)

// How much is known of a set of records that clash.
const (
	asFound  = "some of it may not be needed"
	needed   = "none of what is known of single movements or stocktakes can be left out, but another set may be smaller"
	smallest = "every smaller set of what is known of single movements and stocktakes was tried, and none was found to contradict"
)

// findClash looks for evidence that cannot all hold: demands that the units of S
// cannot meet, or units of S that evidence leaves no way to go. It returns the
// records of the cut that shows it. Where evidence is about few rows all sets of them
// are tried, the smallest first; else it is thinned out until each piece is needed.
func (r *reading) findClash(ctx context.Context) ([]Clash, string, error) {
	found, err := r.impossible(ctx)
	if err != nil || found == nil {
		return nil, "", err
	}
	switch rows := r.rows(); {
	case len(rows) <= mostSets && len(r.n.moves) <= mostMoves:
		found, err = r.fewest(ctx, rows)
		return found, smallest, err
	case len(rows) <= maxThin:
		found, err = r.thin(ctx, rows, found)
		return found, needed, err
	}
	return found, asFound, nil
}

// All sets are tried of so many pieces of evidence in so many moves.
const (
	mostSets  = 8
	mostMoves = 2_000
)

// fewest tries all sets of rows, the smallest first.
func (r *reading) fewest(ctx context.Context, rows []int32) ([]Clash, error) {
	all := r.limits
	defer func() { r.limits = all }()
	for size := range len(rows) + 1 {
		for set := range uint(1) << len(rows) {
			if bits.OnesCount(set) != size {
				continue
			}
			r.limits = map[int32]Span{}
			for i, row := range rows {
				if set>>i&1 != 0 {
					r.limits[row] = all[row]
				}
			}
			if found, err := r.impossible(ctx); err != nil || found != nil {
				return found, err
			}
		}
	}
	return nil, nil
}

// thin leaves out one row after the other, as long as the contradiction stands.
func (r *reading) thin(ctx context.Context, rows []int32, found []Clash) ([]Clash, error) {
	all := r.limits
	for _, row := range rows {
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
	for _, i := range r.special {
		row := r.n.row[i]
		if s, ok := r.limits[row]; ok && s.Least > r.n.capacity(int(i)) && r.n.tail[i] >= 0 && (row >= 0 || r.n.head[i] >= 0) {
			return r.names(row), nil
		}
	}
	mem := takeMemory()
	defer mem.release()
	passesToCome(ctx, passesToSolve)
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
	passesToCome(ctx, passesToSolve)
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
