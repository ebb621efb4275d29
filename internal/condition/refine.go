package condition

import (
	"context"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// mostSteps limits how much is asked of the network: sets of units that clauses
// bind, times items, times movements of the item, times movements asked about. A
// step takes about a microsecond.
const mostSteps = 2_000_000

// expressible says whether the network can tell of the class: letters move no units,
// and units that only a stocktake shows to be under a paper came by no record.
func (c *class) expressible() bool {
	return len(c.t.letters) == 0 && (c.opening || len(c.parts) == 0)
}

// open says whether the sweep leaves open how many units of the class the move takes.
func (s *share) open() bool {
	return s.move.Kind != proviso.Count && !s.move.skip && s.move.from >= 0 &&
		(s.identified || s.Units.Least != s.Units.Most || !s.Conv)
}

// turns says whether the network can find that some of the units are surely of the
// class where the sweep finds none: the verdict can turn on it.
func (s *share) turns() bool {
	return s.open() && s.Units.Least == 0 && s.Units.Most > 0 && s.Other.Most != flow.Unlimited
}

// questions lists the hits to ask the network about within so many steps: those that
// are open or, if they are too many, those on which a verdict can turn.
func (c *class) questions(steps int) []int {
	if !c.expressible() {
		return nil
	}
	for _, ask := range []func(*share) bool{(*share).open, (*share).turns} {
		var list []int
		for i := range c.hits {
			if ask(&c.hits[i]) {
				list = append(list, i)
			}
		}
		if len(list)*len(c.t.moves) <= steps {
			return list
		}
	}
	return nil
}

// net is a timeline as a network of flow.
type net struct {
	*flow.Network
	row    []int32 // by move: its number in the network, -1 for what is no move
	before []int32 // moves of what was in stock before any record, if that can be of the class
}

// network gives the net in which the given move, if any, surely happened.
func (t *timeline) network(judged *move, opening bool) (*net, error) {
	var moves []flow.Move
	var tallies []flow.Tally
	for _, v := range t.moves {
		m := flow.Move{From: int32(v.from), To: int32(v.to), Lot: flow.NoLot, Tag: int32(v.at),
			Earliest: v.first, Latest: v.last, Least: v.stock.Least, Most: v.stock.Most}
		switch {
		case v.skip:
		case v == judged:
			m.Least, m.Most = v.face.Least, v.face.Most
			moves = append(moves, m)
		case v.Kind != proviso.Count:
			moves = append(moves, m)
		case v.first == v.last && surely(t.s, v.Movement) && t.pools.Whole(v.To):
			tallies = append(tallies, flow.Tally{Holding: m.To, Day: v.first, Least: v.Quantity.Least, Most: v.Quantity.Most})
		}
	}
	arrange := flow.ArrangeUncounted
	if opening {
		arrange = flow.Arrange
		for p := range t.pools.Len() {
			moves = append(moves, flow.Move{From: flow.Outside, To: int32(p), Lot: flow.NoLot, Tag: -1,
				Earliest: proviso.FirstDay + 1, Latest: proviso.FirstDay + 1, Most: flow.Unlimited})
		}
	}
	n, err := arrange(t.pools.Len(), moves, tallies)
	if err != nil {
		return nil, err
	}
	out := &net{Network: n, row: slices.Repeat([]int32{-1}, len(t.moves))}
	for i := range n.Moves() {
		if tag := n.Move(i).Tag; tag >= 0 {
			out.row[tag] = int32(i)
		} else {
			out.before = append(out.before, int32(i))
		}
	}
	return out, nil
}

// refine asks the network how many units of the class can be in each movement of
// which the sweep leaves that open. What papers and lots say of single
// movements is evidence there. Evidence that no flow meets points to units that came
// by no record; then the sweep, which allows for them, stands.
func (c *class) refine(ctx context.Context, steps int) error {
	list := c.questions(steps)
	if len(list) == 0 {
		return nil
	}
	all := &c.t.plain
	if c.opening {
		all = &c.t.open
	}
	if *all == nil {
		n, err := c.t.network(nil, c.opening)
		if err != nil {
			return nil // too many units to count in a network: the sweep stands
		}
		*all = n
	}
	answers := slices.Clone(c.hits)
	for _, i := range list {
		s := &answers[i]
		n := *all
		if s.move.stock != s.move.face {
			var err error
			if n, err = c.t.network(s.move, c.opening); err != nil {
				return nil
			}
		}
		if ok, err := s.ask(ctx, n.Network, c.question(s.move, n), c.sources[s.move.at]); err != nil || !ok {
			return err
		}
		s.Exact = s.Exact && c.settled(s.move)
	}
	copy(c.hits, answers)
	return nil
}

// question asks how many units of the class the move takes.
func (c *class) question(v *move, n *net) flow.Question {
	q := flow.Question{Moves: []int32{n.row[v.at]}, MayOf: slices.Clone(n.before), Until: proviso.LastDay}
	for at, own := range c.sources {
		x := c.t.moves[at]
		switch r := n.row[at]; {
		case x == v || x.skip: // the account that stands for it is a source, too
		case own == x.face && !c.doubted[at]:
			q.Of = append(q.Of, r)
		default:
			q.MayOf = append(q.MayOf, r)
		}
	}
	slices.Sort(q.Of)
	slices.Sort(q.MayOf)
	for i := range c.hits {
		s := &c.hits[i]
		if len(q.MayOf) == 0 && s.identified && (s.move == v || s.move.stock == s.move.face && !s.move.disputed) {
			q.Evidence = append(q.Evidence, flow.Evidence{Move: n.row[s.move.at], Tally: -1, Least: s.known.Least, Most: s.known.Most})
		}
	}
	return q
}

// ask takes over what the network says of the share; false if the evidence clashes.
// Own is what the movement itself brings of the class.
func (s *share) ask(ctx context.Context, n *flow.Network, q flow.Question, own flow.Span) (bool, error) {
	a, err := flow.Bound(ctx, n, q)
	if err == nil && len(q.MayOf) > 0 {
		sure := q
		sure.MayOf = nil // that units may have been of the class before leaves those that surely became so
		var b flow.Answer
		b, err = flow.Bound(ctx, n, sure)
		a.Least, a.Clash = max(a.Least, b.Least), append(a.Clash, b.Clash...)
	}
	if err != nil || len(a.Clash) > 0 || a.Least > s.Units.Most || a.Most < s.Units.Least {
		return false, err
	}
	s.asked = true
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
	if mass.Known && fifo.Known {
		s.Mass, s.FIFO, s.Conv = flow.Exactly(mass.Units), flow.Exactly(fifo.Units), true
	} else if len(q.MayOf) == 0 {
		s.Conv = false
	}
	s.Mass, s.FIFO = inside(s.Mass, s.Units), inside(s.FIFO, s.Units)
	return true, nil
}
