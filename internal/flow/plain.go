package flow

// Plain is what Check reads of a network and a question: the network as it was at the
// end of the day asked about, what lots say of the units of S, and where units that
// came in unrecorded may be units of S.
type Plain struct {
	Arcs    []Arc
	Holding []int32    // by node
	Stamps  []Evidence // what lots say
	Counted []int64    // by tally: no more were counted
	Afloat  []Span     // by tally: how many fewer, and how many more, may go by its arc than were counted
}

// Arc is a way on which units can go: from a node, Outside, Unknown, or origin for what
// came in unrecorded, to a node, Outside or Unknown. No more than Most go by it and, if
// Row is not negative and so a move, no fewer than Fewest. Least is the checker's own.
type Arc struct {
	Step
	From, To, Row       int32
	Least, Most, Fewest int64
}

// Plain makes the plain network of the question.
func (n *Network) Plain(q *Question) (*Plain, error) {
	closed, err := n.Until(q.Until)
	if err != nil {
		return nil, err
	}
	r, err := read(closed, q, len(n.moves))
	if err != nil {
		return nil, err
	}
	p := &Plain{Afloat: closed.afloat}
	for _, t := range closed.tallies {
		p.Counted = append(p.Counted, t.Most)
	}
	in, out := r.lotSides()
	for i := range closed.moves {
		if s, ok := stamp(&closed.moves[i], in, out); ok {
			p.Stamps = append(p.Stamps, Evidence{Move: int32(i), Tally: -1, Least: s.Least, Most: s.Most})
		}
	}
	for _, s := range closed.seg {
		p.Holding = append(p.Holding, closed.segHolding[s])
	}
	for i, row := range closed.row {
		a := Arc{Step: Step{Travel, int32(i), 0}, From: closed.tail[i], To: closed.head[i], Row: row, Most: closed.capacity(i)}
		if row >= 0 {
			a.Fewest = closed.moves[row].Least
		}
		p.Arcs = append(p.Arcs, a)
	}
	for h := range closed.at {
		if v := closed.at[h].node; v >= 0 {
			p.Arcs = append(p.Arcs, Arc{Step: Step{Rest, int32(h), 0}, From: v, To: Outside, Row: stays, Most: closed.closing(int32(h))})
		}
	}
	for _, s := range r.surface {
		if s.kind == Travel {
			p.Arcs[s.index].From = origin
		} else {
			p.Arcs = append(p.Arcs, Arc{Step: Step{s.kind, s.index, 0}, From: origin, To: s.node, Row: stays, Most: s.units})
		}
	}
	return p, nil
}
