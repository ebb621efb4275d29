package condition

import (
	"cmp"
	"context"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// mostSteps limits how much is asked of the network: sets of units that clauses
// bind, times items, times movements to or from where units of the set can be, times
// movements asked about. A step takes about a microsecond.
const mostSteps = 2_000_000

// open says whether the sweep leaves open how many units of the class the move takes.
func (s *share) open() bool {
	return s.move.Kind != proviso.Count && !s.move.isLetter() && s.move.from >= 0 &&
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
	for _, ask := range []func(*share) bool{(*share).open, (*share).turns} {
		var list []int
		for i := range c.hits {
			if ask(&c.hits[i]) && c.near(c.hits[i].move.from) {
				list = append(list, i)
			}
		}
		if len(list) == 0 || len(list)*c.size() <= steps {
			return list
		}
	}
	return nil
}

// size is the steps that one question takes: as many as movements go to or from where
// units of the class can ever be, and some however few these are.
func (c *class) size() int {
	n := 100
	for _, v := range c.t.moves {
		if c.near(v.from) || c.near(v.to) {
			n++
		}
	}
	return n
}

// near says whether units of the class can ever be in the pool.
func (c *class) near(p int) bool { return p >= 0 && c.reaches(p, proviso.LastDay-1) }

// net is what a class can come to of a timeline as a network of flow.
type net struct {
	*flow.Network
	row    []int32 // by move: its number in the network, -1 for what is not in it
	tally  []int32 // by move: the number of the stocktake there, -1 for what is none
	unsaid []int32 // moves of what can be of the class without a record that says so
}

// network gives the net in which the given move, if any, surely happened. What comes
// from where no unit of the class can be comes from outside.
func (c *class) network(judged *move) (*net, error) {
	t, end := c.t, func(p int) int32 {
		if !c.near(p) {
			return flow.Outside
		}
		return int32(p)
	}
	var moves []flow.Move
	var counts []*move
	for _, v := range t.moves {
		m := flow.Move{From: end(v.from), To: end(v.to), Lot: flow.NoLot, Tag: int32(v.at),
			Earliest: v.first, Latest: v.last, Least: v.stock.Least, Most: v.stock.Most}
		switch {
		case m.From < 0 && m.To < 0, v.skip && v != judged, judged != nil && judged.skip && v == judged.standIn:
		case v == judged:
			m.Least, m.Most = v.face.Least, v.face.Most
			moves = append(moves, m)
		case v.isLetter():
			moves = append(moves, c.letterMoves(v, m)...)
		case v.Kind != proviso.Count:
			moves = append(moves, m)
		case v.first == v.last && surely(t.s, v.Movement) && t.pools.Whole(v.To):
			counts = append(counts, v)
		}
		if found := c.parts[v.at]; found.Most > 0 && !c.opening { // they may have come by no record
			m.From, m.Tag, m.Least, m.Most = m.To, unsaid, 0, found.Most
			moves = append(moves, m)
		}
	}
	arrange := flow.ArrangeUncounted
	if c.opening {
		arrange = flow.Arrange
		for p := range t.pools.Len() {
			moves = append(moves, flow.Move{From: flow.Outside, To: int32(p), Lot: flow.NoLot, Tag: unsaid,
				Earliest: proviso.FirstDay + 1, Latest: proviso.FirstDay + 1, Most: flow.Unlimited})
		}
	}
	out := &net{row: slices.Repeat([]int32{-1}, len(t.moves)), tally: slices.Repeat([]int32{-1}, len(t.moves))}
	slices.SortStableFunc(counts, func(a, b *move) int { return cmp.Compare(a.first, b.first) })
	var tallies []flow.Tally
	for i, v := range counts {
		tallies = append(tallies, flow.Tally{Holding: int32(v.to), Day: v.first, Least: v.tally.Least, Most: v.tally.Most})
		out.tally[v.at] = int32(i)
	}
	var err error
	if out.Network, err = arrange(t.pools.Len(), moves, tallies); err != nil {
		return nil, err
	}
	for i := range out.Moves() {
		switch tag := out.Move(i).Tag; tag {
		case unsaid:
			out.unsaid = append(out.unsaid, int32(i))
		case released:
		default:
			out.row[tag] = int32(i)
		}
	}
	return out, nil
}

// Tags of moves in a net that are no movement on record.
const (
	unsaid   = -1 - iota // units that can be of the class: in stock before any record, or found by a stocktake alone
	released             // units that a letter is about go, and as many that are not of the class come
)

// letterMoves gives what a letter does to units of the class, m being the letter as a
// move. Units where it releases are replaced by others: all that it is about if it
// surely had its effect on a day on which nothing else happened there, else perhaps.
// Units that it binds become of the class where they are.
func (c *class) letterMoves(v *move, m flow.Move) []flow.Move {
	var out []flow.Move
	gives, takes := c.changes(v)
	if takes && m.From >= 0 {
		gone, come := m, m
		gone.To, gone.Tag = flow.Outside, released
		come.To, come.From, come.Tag = m.From, flow.Outside, released
		if c.trusts(v) && c.t.quiet(v) {
			come.Earliest, come.Latest = m.Earliest+1, m.Latest+1
		} else {
			gone.Least, come.Least = 0, 0
		}
		out = append(out, gone, come)
	}
	if gives && m.To >= 0 {
		m.From = m.To
		out = append(out, m)
	}
	return out
}

// refine asks the network how many units of the class can be in each movement of
// which the sweep leaves that open. What papers and lots say of single movements, and
// what stocktakes found, is evidence there. Evidence that no flow meets points to units
// that came by no record; then the sweep, which allows for them, stands.
func (c *class) refine(ctx context.Context, steps int) error {
	list := c.questions(steps)
	if len(list) == 0 {
		return nil
	}
	all, err := c.network(nil)
	if err != nil {
		return nil // too many units to count in a network: the sweep stands
	}
	answers := slices.Clone(c.hits)
	for _, i := range list {
		s := &answers[i]
		n := all
		if s.move.stock != s.move.face || s.move.skip {
			if n, err = c.network(s.move); err != nil {
				return nil
			}
		}
		if ok, err := c.ask(ctx, s, n); err != nil || !ok {
			return err
		}
	}
	copy(c.hits, answers)
	return nil
}

// question asks how many units of the class the move takes.
func (c *class) question(v *move, n *net) flow.Question {
	q := flow.Question{Moves: []int32{n.row[v.at]}, MayOf: slices.Clone(n.unsaid), Until: proviso.LastDay}
	for at := range c.t.moves {
		x, r := c.t.moves[at], n.row[at]
		own, src := c.sources[at]
		switch {
		case r < 0 || x == v: // not in it, or only after it
		case src && own == x.face && !c.doubted[at] && !x.isLetter():
			q.Of = append(q.Of, r)
		case src || x.isLetter():
			q.MayOf = append(q.MayOf, r)
		}
	}
	slices.Sort(q.Of)
	slices.Sort(q.MayOf)
	for i := range c.hits {
		s := &c.hits[i]
		if r := n.row[s.move.at]; r >= 0 && s.identified && (s.move == v || s.move.stock == s.move.face && !s.move.disputed) {
			q.Evidence = append(q.Evidence, flow.Evidence{Move: r, Tally: -1, Least: s.known.Least, Most: s.known.Most})
		}
	}
	for at, found := range c.parts {
		if r := n.tally[at]; r >= 0 {
			q.Evidence = append(q.Evidence, flow.Evidence{Move: -1, Tally: r, Least: found.Least, Most: found.Most})
		}
	}
	slices.SortFunc(q.Evidence, func(a, b flow.Evidence) int {
		return cmp.Or(cmp.Compare(a.Move, b.Move), cmp.Compare(a.Tally, b.Tally))
	})
	return q
}

// lettered says whether some letter changes which units are of the class. What one
// frees is of the class as far as there is any, which no flow tells: then the answer
// of the network is sound, not exact, and no convention is followed.
func (c *class) lettered() bool {
	return slices.ContainsFunc(c.t.letters, func(v *move) bool {
		gives, takes := c.changes(v)
		return gives || takes
	})
}

// ask takes over what the network says of the share; false if the evidence clashes.
func (c *class) ask(ctx context.Context, s *share, n *net) (bool, error) {
	q := c.question(s.move, n)
	a, err := flow.Bound(ctx, n.Network, q)
	if err == nil && len(q.MayOf) > 0 {
		sure := q
		sure.MayOf, sure.Evidence = nil, nil // that units may have been of the class before leaves those that surely became so
		var b flow.Answer
		b, err = flow.Bound(ctx, n.Network, sure)
		a.Least, a.Clash = max(a.Least, b.Least), append(a.Clash, b.Clash...)
	}
	if err != nil || len(a.Clash) > 0 || a.Least > s.Units.Most || a.Most < s.Units.Least {
		return false, err
	}
	s.asked = true
	exact := s.Exact || a.Exact() && n.Counted() && !c.lettered() && a.Least >= s.Units.Least && a.Most <= s.Units.Most
	s.Exact = exact && c.settled(s.move)
	s.Units = flow.Span{Least: max(s.Units.Least, a.Least), Most: min(s.Units.Most, a.Most)}
	own := c.sources[s.move.at]
	s.Arrives = flow.Span{Least: max(s.Units.Least, own.Least), Most: max(s.Units.Most, own.Most)}
	if c.lettered() {
		s.Mass, s.FIFO = inside(s.Mass, s.Units), inside(s.FIFO, s.Units)
		return true, nil
	}
	return true, s.agree(n.Network, q)
}

// agree takes over what the conventions say of the share, which look back only.
func (s *share) agree(n *flow.Network, q flow.Question) error {
	q.Until = s.move.last
	mass, err := flow.MassBalance(n, q)
	if err != nil {
		return err
	}
	fifo, err := flow.FIFO(n, q)
	if err != nil {
		return err
	}
	if mass.Known && fifo.Known {
		s.Mass, s.FIFO, s.Conv = flow.Exactly(mass.Units), flow.Exactly(fifo.Units), true
	} else if len(q.MayOf) == 0 {
		s.Conv = false
	}
	s.Mass, s.FIFO = inside(s.Mass, s.Units), inside(s.FIFO, s.Units)
	return nil
}
