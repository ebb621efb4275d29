package flow

import (
	"cmp"
	"context"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Carried gives what acts carry of S, of all that can. One sweep bounds them all; then
// the network is asked, as far as so many steps go: an open number takes as many as acts
// bring units to or from where units of S can be, and 100 more. A step takes about a
// microsecond.
func (c *Set) Carried(ctx context.Context, steps int) ([]Carried, error) {
	if c.any() {
		c.sweep()
	}
	err := c.refine(ctx, steps)
	return c.hits, err
}

// open says whether the sweep leaves open how many units of S the move takes.
func (s *Carried) open() bool {
	return s.act.Kind != Counts && !s.act.isLetter() && s.act.From >= 0 &&
		(s.identified || s.Units.Least != s.Units.Most || !s.Conv)
}

// turns says whether the network can find that some of the units are surely of the
// S where the sweep finds none: the verdict can turn on it.
func (s *Carried) turns() bool {
	return s.open() && s.Units.Least == 0 && s.Units.Most > 0 && s.Other.Most != Unlimited
}

// questions lists the hits to ask the network about within so many steps: those that
// are open or, if they are too many, those on which a verdict can turn.
func (c *Set) questions(steps int) []int {
	for _, ask := range []func(*Carried) bool{(*Carried).open, (*Carried).turns} {
		var list []int
		for i := range c.hits {
			if ask(&c.hits[i]) && c.near(c.hits[i].act.From) {
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
// units of S can ever be, and some however few these are.
func (c *Set) size() int {
	n := 100
	for _, v := range c.t.acts {
		if c.near(v.From) || c.near(v.To) {
			n++
		}
	}
	return n
}

// near says whether units of S can ever be in the holding.
func (c *Set) near(p int32) bool { return p >= 0 && c.reaches(p, proviso.LastDay-1) }

// net is what units of S can come to of a course, as a network.
type net struct {
	*Network
	row    []int32 // by act: its number in the network, -1 for what is not in it
	tally  []int32 // by act: the number of its tally there, -1 for what is none
	gone   []int32 // by act: of a letter, the number of what it takes out of S, -1 for what is none
	unsaid []int32 // moves of what can be of S without a record that says so
}

// network gives the net in which the given move, if any, surely happened. What comes
// from where no unit of S can be comes from outside.
func (c *Set) network(judged *Act) (*net, error) {
	t, end := c.t, func(p int32) int32 {
		if !c.near(p) {
			return Outside
		}
		return p
	}
	var moves []Move
	var counts []*Act
	for _, v := range t.acts {
		m := Move{From: end(v.From), To: end(v.To), Lot: NoLot, Tag: int32(v.at),
			Earliest: v.Earliest, Latest: v.Latest, Least: v.Stock.Least, Most: v.Stock.Most}
		switch {
		case m.From < 0 && m.To < 0, v.skip && v != judged, judged != nil && judged.skip && v == judged.standIn:
		case v == judged:
			m.Least, m.Most = v.Face.Least, v.Face.Most
			moves = append(moves, m)
		case v.isLetter():
			moves = append(moves, c.letterMoves(v, m)...)
		case v.Kind != Counts:
			moves = append(moves, m)
		case v.Earliest == v.Latest && v.Sure && v.Whole:
			counts = append(counts, v)
		}
		if found := c.Found[v.at]; found.Most > 0 && !c.Anywhere { // they may have come by no record
			m.From, m.Tag, m.Least, m.Most = m.To, unsaid, 0, found.Most
			moves = append(moves, m)
		}
	}
	arrange := ArrangeUncounted
	if c.Anywhere {
		arrange = Arrange
		for p := range len(t.merged) {
			moves = append(moves, Move{From: Outside, To: int32(p), Lot: NoLot, Tag: unsaid,
				Earliest: proviso.FirstDay + 1, Latest: proviso.FirstDay + 1, Most: Unlimited})
		}
	}
	out := &net{row: slices.Repeat([]int32{-1}, len(t.acts)), tally: slices.Repeat([]int32{-1}, len(t.acts)), gone: slices.Repeat([]int32{-1}, len(t.acts))}
	slices.SortStableFunc(counts, func(a, b *Act) int { return cmp.Compare(a.Earliest, b.Earliest) })
	var tallies []Tally
	for i, v := range counts {
		tallies = append(tallies, Tally{Holding: v.To, Day: v.Earliest, Least: v.Face.Least, Most: v.Face.Most})
		out.tally[v.at] = int32(i)
	}
	var err error
	if out.Network, err = arrange(len(t.merged), moves, tallies); err != nil {
		return nil, err
	}
	for i := range out.Moves() {
		switch tag := out.Move(i).Tag; {
		case tag == unsaid:
			out.unsaid = append(out.unsaid, int32(i))
		case tag == others:
		case tag <= released:
			out.gone[released-tag] = int32(i)
		default:
			out.row[tag] = int32(i)
		}
	}
	return out, nil
}

// Tags of moves in a net that are no movement on record.
const (
	unsaid   = -1 - iota // units that can be of S: in stock before any record, or found by a stocktake alone
	others               // units that are not of S come for those that a letter freed
	released             // units that a letter is about go: less the number of the act
)

// letterMoves gives what a letter does to units of S, m being the letter as a
// move. Units where it releases are replaced by others: all that it is about if it
// surely had its effect on a day on which nothing else happened there, else perhaps.
// Units that it binds become of S where they are. How many that are of S go is evidence
// (see question): as many as it frees, or all where fewer are there.
func (c *Set) letterMoves(v *Act, m Move) []Move {
	var out []Move
	gives, takes := c.changes(v)
	if takes && m.From >= 0 {
		gone, come := m, m
		gone.To, gone.Tag = Outside, released-m.Tag
		come.To, come.From, come.Tag = m.From, Outside, others
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

// refine asks the network how many units of S can be in each movement of
// which the sweep leaves that open. What papers and lots say of single movements, and
// what stocktakes found, is evidence there. Evidence that no flow meets points to units
// that came by no record; then the sweep, which allows for them, stands.
func (c *Set) refine(ctx context.Context, steps int) error {
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
		if s.act.Stock != s.act.Face || s.act.skip {
			if n, err = c.network(s.act); err != nil {
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

// question asks how many units of S the move takes.
func (c *Set) question(v *Act, n *net) Question {
	q := Question{Moves: []int32{n.row[v.at]}, MayOf: slices.Clone(n.unsaid), Until: proviso.LastDay}
	for at := range c.t.acts {
		x, r := c.t.acts[at], n.row[at]
		own, src := c.of[at]
		switch {
		case r < 0 || x == v: // not in it, or only after it
		case src && own == x.Face && !c.doubted[at] && !x.isLetter():
			q.Of = append(q.Of, r)
		case src || x.isLetter():
			q.MayOf = append(q.MayOf, r)
		}
	}
	slices.Sort(q.Of)
	slices.Sort(q.MayOf)
	for i := range c.hits {
		s := &c.hits[i]
		if r := n.row[s.act.at]; r >= 0 && s.identified && (s.act == v || s.act.Stock == s.act.Face && !s.act.disputed) {
			q.Evidence = append(q.Evidence, Evidence{Move: r, Tally: -1, Least: s.known.Least, Most: s.known.Most})
		}
	}
	for at, units := range c.gone {
		if r := n.gone[at]; r >= 0 {
			q.Evidence = append(q.Evidence, Evidence{Move: r, Tally: -1, Least: units.Least, Most: units.Most})
		}
	}
	for at, found := range c.Found {
		if r := n.tally[at]; r >= 0 {
			q.Evidence = append(q.Evidence, Evidence{Move: -1, Tally: r, Least: found.Least, Most: found.Most})
		}
	}
	slices.SortFunc(q.Evidence, func(a, b Evidence) int {
		return cmp.Or(cmp.Compare(a.Move, b.Move), cmp.Compare(a.Tally, b.Tally))
	})
	return q
}

// lettered says whether some letter changes which units are of S. Then no convention is
// followed, since none says which units a letter is about.
func (c *Set) lettered() bool {
	return slices.ContainsFunc(c.t.letters, func(v *Act) bool {
		gives, takes := c.changes(v)
		return gives || takes
	})
}

// vague says whether a letter does so in a way that the network does not tell: it binds
// units, or it is not known how many it frees.
func (c *Set) vague() bool {
	return slices.ContainsFunc(c.t.letters, func(v *Act) bool {
		gives, takes := c.changes(v)
		n, known := c.gone[v.at]
		return gives || takes && (!known || n.Least != n.Most)
	})
}

// told says whether papers or lots tell more of units that can be of S than the
// evidence of single moves and stocktakes holds: which units went, not only how many.
func (c *Set) told(n *net) bool {
	return slices.ContainsFunc(c.t.acts, func(v *Act) bool {
		return v.Told && (c.near(v.From) || v.Kind == Counts && c.near(v.To) && (n.tally[v.at] < 0 || !c.finds(v)))
	})
}

// ask takes over what the network says of the share; false if the evidence clashes.
func (c *Set) ask(ctx context.Context, s *Carried, n *net) (bool, error) {
	q := c.question(s.act, n)
	if slices.ContainsFunc(q.Evidence, func(e Evidence) bool { return e.Least > e.Most }) {
		return false, nil // records of one stock contradict each other
	}
	a, err := Bound(ctx, n.Network, q)
	if err == nil && len(q.MayOf) > 0 {
		sure := q
		sure.MayOf, sure.Evidence = nil, nil // that units may have been of S before leaves those that surely became so
		var b Answer
		b, err = Bound(ctx, n.Network, sure)
		a.Least, a.Clash = max(a.Least, b.Least), append(a.Clash, b.Clash...)
	}
	if err != nil || len(a.Clash) > 0 || a.Least > s.Units.Most || a.Most < s.Units.Least {
		return false, err
	}
	s.Asked = true
	exact := s.Exact || a.Exact() && n.Counted() && !c.vague() && !c.told(n) && a.Least >= s.Units.Least && a.Most <= s.Units.Most
	s.Exact = exact && c.settled(s.act)
	s.Units = Span{Least: max(s.Units.Least, a.Least), Most: min(s.Units.Most, a.Most)}
	own := c.of[s.act.at]
	s.Arrives = Span{Least: max(s.Units.Least, own.Least), Most: max(s.Units.Most, own.Most)}
	if c.lettered() {
		s.Mass, s.FIFO = s.Mass.Within(s.Units), s.FIFO.Within(s.Units)
		return true, nil
	}
	return true, s.agree(n.Network, q)
}

// agree takes over what the conventions say of the share, which look back only.
func (s *Carried) agree(n *Network, q Question) error {
	q.Until = s.act.Latest
	mass, err := MassBalance(n, q)
	if err != nil {
		return err
	}
	fifo, err := FIFO(n, q)
	if err != nil {
		return err
	}
	if mass.Known && fifo.Known {
		s.Mass, s.FIFO, s.Conv = Exactly(mass.Units), Exactly(fifo.Units), true
	} else if len(q.MayOf) == 0 {
		s.Conv = false
	}
	s.Mass, s.FIFO = s.Mass.Within(s.Units), s.FIFO.Within(s.Units)
	return nil
}
