package flow

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Findings gives what the records say of the units of S, when S came by the
// movements of: units known to have been drawn from what came by them, and shares
// of counted stock. A movement that may lie after the day asked about says nothing of
// what was by then.
func (k *Stock) Findings(of []proviso.MovementID, until proviso.Day) []Evidence {
	return k.findings(of, until, k.under, len(of))
}

// findings is Findings with the movements under an instrument as under gives them. Where
// those are all of them, which is so many, a count of what it binds is one of S.
func (k *Stock) findings(of []proviso.MovementID, until proviso.Day, under func(proviso.InstrumentID) []proviso.MovementID, all int) []Evidence {
	in := setOf(of)
	within := func(ids []proviso.MovementID) bool {
		return len(ids) > 0 && !slices.ContainsFunc(ids, func(id proviso.MovementID) bool { return !in[id] })
	}
	var out []Evidence
	for i := range k.Moves() {
		if k.Model(int32(i)) >= 0 {
			continue
		}
		m := k.Record(int32(i))
		if m.Item != k.Item || m.Kind == proviso.Assemble && k.Move(i).From != Outside || k.Move(i).Astride(until) {
			continue
		}
		if drawn := func(m *proviso.Movement) bool { return within(m.DrawnFrom) }; drawn(m) && !slices.ContainsFunc(k.joined[m.ID], func(a *proviso.Movement) bool { return !drawn(a) }) {
			out = append(out, Evidence{Move: int32(i), Tally: -1, Least: k.Move(i).Least, Most: Unlimited})
		}
	}
	for i, m := range k.counts {
		if k.several[m.ID] {
			continue
		}
		for _, p := range m.OfWhich {
			came := p.DrawnFrom
			if p.Under != "" {
				came = append(under(p.Under), came...)
			}
			if !within(came) {
				continue
			}
			e := Evidence{Move: -1, Tally: int32(i), Least: p.Quantity.Least, Most: Unlimited}
			if p.MadeIn == "" && len(p.DrawnFrom) == 0 && len(came) == all && k.holdings.Whole(m.To) {
				e.Most = p.Quantity.Most
			}
			out = append(out, e)
		}
	}
	return out
}

// Floor gives the floor that the holder declared with the last stocktake of the
// holding up to the day, if any.
func (k *Stock) Floor(holding int32, by proviso.Day) (floor Span, found bool) {
	for _, m := range k.counts {
		if m.HasFloor && k.holdings.Number(m.To) == holding && m.When.Earliest() <= by {
			floor, found = Span{m.Floor.Least, m.Floor.Most}, true
		}
	}
	return floor, found
}

// under lists the movements of the item under the instrument.
func (k *Stock) under(id proviso.InstrumentID) []proviso.MovementID {
	var out []proviso.MovementID
	for _, m := range k.records {
		if m.Item == k.Item && slices.Contains(m.Under, id) {
			out = append(out, m.ID)
		}
	}
	for row := range k.rows.Len() {
		if !k.rows.Has(row) {
			continue
		}
		if m := k.rows.Models[k.rows.Like[row]]; m.Item == k.Item && slices.Contains(m.Under, id) {
			out = append(out, k.rows.ID(row))
		}
	}
	return out
}

// Where says in the words of the records what a step or limit is about: a
// movement, a stocktake, or stock in a holding from a day on.
type Where struct {
	Movement proviso.MovementID // the movement or stocktake, "" for stock but on the bench of an assembly
	Item, In proviso.ItemID     // in works: the item of which the units are, and of what product parts, "" if they are loose
	Each     int64              // in works: so many units of the step are one unit; 0: one
	Holdings []proviso.Holding  // of stock: the holding, or those that it may be
	Since    proviso.Day        // of stock: the day on which it was there
	Passed   bool               // by way of a place: the units had come there
}

// words says what rows, tallies and holdings of a network are in the records.
type words interface {
	moved(row int32) Where
	tallied(tally int32) Where
	held(holding int32) Where
}

// Where finds what the steps or limits of a certificate are about. Until is the
// day of its question; way is nil unless that is by way of a place.
func (k *Stock) Where(way *Way, steps []Step, until proviso.Day) ([]Where, error) {
	if way != nil {
		return way.where(steps, until, k)
	}
	return k.where(steps, until, k)
}

func (k *Stock) moved(row int32) Where     { return Where{Movement: k.ID(row)} }
func (k *Stock) tallied(tally int32) Where { return Where{Movement: k.counts[tally].ID} }
func (k *Stock) held(holding int32) Where  { return Where{Holdings: k.holdings.members[holding]} }

func (n *Network) where(steps []Step, until proviso.Day, w words) ([]Where, error) {
	n, err := n.Until(until)
	if err != nil {
		return nil, err
	}
	out := make([]Where, len(steps))
	for i, s := range steps {
		size := map[StepKind]int{Enter: len(n.row), Travel: len(n.row), Known: len(n.row), Rest: len(n.at), Surface: len(n.segHolding), Whole: 1}[s.Kind]
		if s.Index < 0 || int(s.Index) >= size {
			return nil, refuse("certificate names a step that is not in the network", "")
		}
		switch s.Kind {
		case Rest:
			out[i] = w.held(s.Index)
			out[i].Since = until
		case Surface:
			out[i] = w.held(n.segHolding[s.Index])
		case Enter, Travel, Known:
			out[i] = n.about(s.Index, w)
		case Whole:
		}
	}
	return out, nil
}

// about says what an arc is.
func (n *Network) about(arc int32, w words) Where {
	row, tail := n.row[arc], n.tail[arc]
	switch {
	case row >= 0:
		return w.moved(row)
	case row <= tallyRow:
		return w.tallied(tallyRow - row)
	}
	out := w.held(n.holding(tail))
	out.Since = n.opened[tail]
	return out
}
