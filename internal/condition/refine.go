package condition

import (
	"context"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// mostQuestions limits how much is asked of the network: the sum over items of
// movements times movements times papers under which they came. A question costs
// some microseconds for each movement of its item.
const mostQuestions = 1_000_000

// small says whether the network can be asked about every movement.
func (e *engine) small() bool {
	sum := 0
	for _, t := range e.timelines {
		papers := map[proviso.InstrumentID]bool{}
		for _, v := range t.moves {
			for _, id := range v.Under {
				papers[id] = true
			}
		}
		if sum += len(t.moves) * len(t.moves) * len(papers); sum > mostQuestions {
			return false
		}
	}
	return true
}

// plain says whether the network says all that the sweep does of the item: no
// letters, no rival accounts, no assembly, no units known from a stocktake. Where some quantity and some day are both
// uncertain the network may say more of the less precise record, so it is left out.
func (t *timeline) plain() bool {
	ranges, dates := len(t.counted) > 0, len(t.counted) > 0
	for _, v := range t.moves {
		if v.isLetter() || v.RivalTo != "" || v.input || v.Kind == proviso.Assemble || v.stock.Most != v.face.Most {
			return false
		}
		ranges = ranges || v.stock.Least != v.stock.Most
		dates = dates || v.first != v.last && v.Kind != proviso.Count
	}
	return !ranges || !dates
}

// network is the timeline as a network of flow, in which the given move surely
// happened; row gives the number of each move in it, -1 for a stocktake.
func (t *timeline) network(judged *move) (n *flow.Network, row []int32, err error) {
	var moves []flow.Move
	var tallies []flow.Tally
	for _, v := range t.moves {
		m := flow.Move{From: int32(v.from), To: int32(v.to), Lot: flow.NoLot, Tag: int32(v.at),
			Earliest: v.first, Latest: v.last, Least: v.stock.Least, Most: v.stock.Most}
		switch {
		case v == judged:
			m.Least = v.face.Least
			moves = append(moves, m)
		case v.Kind != proviso.Count:
			moves = append(moves, m)
		case v.first == v.last && surely(t.s, v.Movement) && t.pools.Whole(v.To):
			tallies = append(tallies, flow.Tally{Holding: m.To, Day: v.first, Least: v.Quantity.Least, Most: v.Quantity.Most})
		}
	}
	if n, err = flow.ArrangeUncounted(t.pools.Len(), moves, tallies); err != nil {
		return nil, nil, err
	}
	row = slices.Repeat([]int32{-1}, len(t.moves))
	for i := range n.Moves() {
		row[n.Move(i).Tag] = int32(i)
	}
	return n, row, nil
}

// refine asks the network how many units that came under a paper can be in each
// movement of which the sweep leaves that open. What papers and lots say of single
// movements is evidence there. Evidence that no flow meets points to units that came
// by no record; then the sweep, which allows for them, stands.
func (c *class) refine(ctx context.Context) error {
	all, rows, err := c.t.network(nil)
	if err != nil {
		return nil // too many units to count in a network: the sweep stands
	}
	answers := make([]share, len(c.hits))
	for i := range c.hits {
		s := c.hits[i]
		v := s.move
		answers[i] = s
		if v.Kind == proviso.Count || !s.identified && s.Units.Least == s.Units.Most && s.Conv {
			continue
		}
		n, row := all, rows
		if v.stock != v.face {
			if n, row, err = c.t.network(v); err != nil {
				return nil
			}
		}
		if ok, err := s.ask(ctx, n, c.question(v, row), c.sources[v.at]); err != nil || !ok {
			return err
		}
		answers[i] = s
	}
	copy(c.hits, answers)
	return nil
}

// question asks how many units of the class the move takes.
func (c *class) question(v *move, row []int32) flow.Question {
	q := flow.Question{Moves: []int32{row[v.at]}, Until: proviso.LastDay}
	for at := range c.sources {
		if at != v.at {
			q.Of = append(q.Of, row[at])
		}
	}
	slices.Sort(q.Of)
	for i := range c.hits {
		s := &c.hits[i]
		if s.identified && (s.move == v || s.move.stock == s.move.face) {
			q.Evidence = append(q.Evidence, flow.Evidence{Move: row[s.move.at], Tally: -1, Least: s.known.Least, Most: s.known.Most})
		}
	}
	return q
}

// ask takes over what the network says of the share; false if the evidence clashes.
// Own is what the movement itself brings under the paper.
func (s *share) ask(ctx context.Context, n *flow.Network, q flow.Question, own flow.Span) (bool, error) {
	a, err := flow.Bound(ctx, n, q)
	if err != nil || len(a.Clash) > 0 || a.Least > s.Units.Most || a.Most < s.Units.Least {
		return false, err
	}
	s.Exact = s.Exact || a.Exact() && n.Counted() && a.Least >= s.Units.Least && a.Most <= s.Units.Most
	s.Units = flow.Span{Least: max(s.Units.Least, a.Least), Most: min(s.Units.Most, a.Most)}
	s.Arrives = flow.Span{Least: max(s.Units.Least, own.Least), Most: max(s.Units.Most, own.Most)}
	q.Until = s.move.last // a convention looks back only
	mass, err := flow.MassBalance(n, q)
	if err != nil {
		return false, err
	}
	fifo, err := flow.FIFO(n, q)
	if err != nil {
		return false, err
	}
	if s.Conv = mass.Known && fifo.Known; s.Conv {
		s.Mass, s.FIFO = inside(flow.Exactly(mass.Units), s.Units), inside(flow.Exactly(fifo.Units), s.Units)
	}
	return true, nil
}
