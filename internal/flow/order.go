package flow

import (
	"cmp"
	"slices"
)

// Arrange makes the network of the moves and tallies. It sorts both slices; moves
// and tallies are numbered in their new order. Holdings are empty before their first
// record.
func Arrange(holdings int, moves []Move, tallies []Tally) (*Network, error) {
	return New(holdings).arrange(moves, tallies)
}

// ArrangeUncounted is Arrange for holdings of which nobody knows what was in them
// before their first record, unless that is a tally. It is never of S.
func ArrangeUncounted(holdings int, moves []Move, tallies []Tally) (*Network, error) {
	return arrangeOpen(holdings, holdings, moves, tallies)
}

// arrangeOpen is ArrangeUncounted for the first so many holdings alone.
func arrangeOpen(holdings, open int, moves []Move, tallies []Tally) (*Network, error) {
	n := New(holdings)
	n.opening, n.short = int32(open), open > 0
	return n.arrange(moves, tallies)
}

// AsIfEmpty is the network if every holding had been empty before its first record.
// Moves, tallies and holdings keep their numbers.
func (n *Network) AsIfEmpty() (*Network, error) {
	return Arrange(len(n.at), slices.Clone(n.moves), slices.Clone(n.tallies))
}

func (n *Network) arrange(moves []Move, tallies []Tally) (*Network, error) {
	holdings := len(n.at)
	for i := range moves {
		if err := moves[i].check(holdings); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(moves, func(a, b Move) int { return cmp.Compare(a.Earliest, b.Earliest) })
	slices.SortStableFunc(tallies, func(a, b Tally) int { return cmp.Compare(a.Day, b.Day) })
	n.Grow(len(moves))
	for i := range moves {
		if m := &moves[i]; m.From >= 0 && m.Least != m.Most {
			n.at[m.From].fine = true
		}
	}
	days := newDayOrder(holdings)
	t := 0
	for i := 0; i < len(moves); {
		day := moves[i].Earliest
		for ; t < len(tallies) && tallies[t].Day < day; t++ {
			if err := n.AppendTally(tallies[t]); err != nil {
				return nil, err
			}
		}
		j := i
		for j < len(moves) && moves[j].Earliest == day {
			j++
		}
		if j-i > 1 && days.sort(moves[i:j]) < j-i {
			n.expect(moves[i:j])
		}
		for ; i < j; i++ {
			if err := n.Append(moves[i]); err != nil {
				return nil, err
			}
		}
	}
	for ; t < len(tallies); t++ {
		if err := n.AppendTally(tallies[t]); err != nil {
			return nil, err
		}
	}
	return n, nil
}

// dayOrder puts the moves of one day into an order in which every holding
// receives before it gives, as far as there is one. What goes round in a circle
// comes last, and what follows on it; sort says how many come before.
type dayOrder struct {
	degree []int32 // by holding: moves into it not yet placed
	first  []int32 // by holding: 1 + the first move out of it not yet placed
}

func newDayOrder(holdings int) *dayOrder {
	return &dayOrder{degree: make([]int32, holdings), first: make([]int32, holdings)}
}

func (d *dayOrder) sort(day []Move) (placed int) {
	slices.SortStableFunc(day, func(a, b Move) int { return cmp.Compare(rank(&a), rank(&b)) })
	k := 0
	for k < len(day) && rank(&day[k]) == 0 {
		k++
	}
	inner := slices.Clone(day[k:])
	next := make([]int32, len(inner))
	for i := len(inner) - 1; i >= 0; i-- {
		m := &inner[i]
		next[i], d.first[m.From] = d.first[m.From], int32(i+1)
		if m.To >= 0 && m.To != m.From {
			d.degree[m.To]++
		}
	}
	out := day[k:k]
	var ready []int32
	visit := func(h int32) {
		for e := d.first[h]; e > 0; e = next[e-1] {
			out = append(out, inner[e-1])
			if to := inner[e-1].To; to >= 0 && to != h {
				if d.degree[to]--; d.degree[to] == 0 {
					ready = append(ready, to)
				}
			}
		}
		d.first[h] = 0
	}
	for i := range inner {
		if h := inner[i].From; d.degree[h] == 0 && d.first[h] > 0 {
			visit(h)
		}
		for len(ready) > 0 {
			h := ready[0]
			ready = ready[1:]
			visit(h)
		}
	}
	placed = k + len(out)
	for i := range inner {
		if h := inner[i].From; d.first[h] > 0 {
			visit(h)
		}
	}
	for i := range inner {
		if inner[i].To >= 0 {
			d.degree[inner[i].To] = 0
		}
	}
	return placed
}

// rank puts moves that add no constraint within the day first: those from
// outside and those that may leave later. Moves within one holding come before
// others out of it.
func rank(m *Move) int {
	switch {
	case m.From < 0 || m.Latest > m.Earliest:
		return 0
	case m.From == m.To:
		return 1
	}
	return 2
}
