package flow

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// more is what the records say beyond what a network and the evidence of a question
// hold.
type more struct {
	*Stock
	of     map[proviso.MovementID]bool // the movements that S came by
	came   func(under proviso.InstrumentID) []proviso.MovementID
	counts map[proviso.MovementID]bool // the stocktakes that the network knows of
	papers map[proviso.InstrumentID]bool
}

// Loose says in words what the records say beyond what the network and the evidence of
// the question hold, where units of S can come, S having come by the movements of. An
// end that some history of the network attains need not be one that those records
// allow.
func (k *Stock) Loose(q *Question, of []proviso.MovementID) []string { return k.loose(q, of, k.under) }

// Loose is Stock.Loose for all stocks of the works, wherever units of S can come.
func (p *Plant) Loose(of []proviso.MovementID) []string {
	var out []string
	for i, k := range p.Stocks {
		own, under := of, p.under
		if !p.product(int32(i)) {
			own, under = slices.DeleteFunc(slices.Clone(of), func(id proviso.MovementID) bool {
				m := k.holdings.snapshot.Movement(id)
				return m == nil || m.Item != k.Item
			}), k.under
		}
		out = append(out, k.loose(nil, own, under)...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// loose looks at the whole stock if there is no question.
func (k *Stock) loose(q *Question, of []proviso.MovementID, under func(proviso.InstrumentID) []proviso.MovementID) []string {
	l := &more{k, setOf(of), under, map[proviso.MovementID]bool{}, map[proviso.InstrumentID]bool{}}
	for _, m := range k.counts {
		l.counts[m.ID] = true
	}
	var near []bool
	var out []string
	say := func(words string, at ...int32) {
		if slices.Contains(out, words) {
			return
		}
		if near == nil && q != nil {
			near = k.near(q)
		}
		if slices.ContainsFunc(at, func(h int32) bool { return q == nil || near[h] }) {
			out = append(out, words)
		}
	}
	for h := range int32(k.Holdings()) {
		if len(k.Members(h)) > 1 {
			say("some holdings on record are not told apart", h)
		}
	}
	for _, m := range k.records {
		for _, words := range l.beyond(m) {
			for _, h := range k.ends(m) {
				say(words, k.holdings.Number(h))
			}
		}
	}
	return out
}

// beyond says what of the record is not in the network.
func (l *more) beyond(m *proviso.Movement) (out []string) {
	if m.RivalTo != "" && !agree(m, l.holdings.snapshot.Movement(m.RivalTo)) {
		out = append(out, "accounts of one event differ")
	}
	if len(m.Lots) > 1 {
		out = append(out, "some movements name several lots")
	}
	if len(m.DrawnFrom) > 0 && !l.all(m.DrawnFrom) {
		out = append(out, "of some units it is known by which movements they came, and that is used in part only")
	}
	if m.Kind == proviso.Count && m.Basis != proviso.Planned && m.RivalTo == "" && !l.uses(m) {
		out = append(out, "a stocktake is used in part only")
	}
	return out
}

// uses says whether all that the stocktake says is in the network and its evidence.
func (l *more) uses(m *proviso.Movement) bool {
	return l.counts[m.ID] && !slices.ContainsFunc(m.OfWhich, func(p proviso.Part) bool {
		all, known := l.papers[p.Under]
		if !known && p.Under != "" {
			all = l.all(l.came(p.Under))
			l.papers[p.Under] = all
		}
		return l.several[m.ID] || !all || p.MadeIn != "" || len(p.DrawnFrom) > 0
	})
}

// all says whether the movements are those by which S came.
func (l *more) all(ids []proviso.MovementID) bool {
	return len(setOf(ids)) == len(l.of) && !slices.ContainsFunc(ids, func(id proviso.MovementID) bool { return !l.of[id] })
}

func setOf(ids []proviso.MovementID) map[proviso.MovementID]bool {
	out := make(map[proviso.MovementID]bool, len(ids))
	for _, id := range ids {
		out[id] = true
	}
	return out
}

// agree says whether two accounts of an event, the second perhaps not known, say the same.
func agree(a, b *proviso.Movement) bool {
	return b != nil && a.Kind == b.Kind && a.Basis == b.Basis && a.When.Earliest() == b.When.Earliest() && a.When.Latest() == b.When.Latest() && a.Item == b.Item &&
		a.Quantity == b.Quantity && a.From == b.From && a.To == b.To && slices.Equal(a.Lots, b.Lots) && len(a.Inputs)+len(b.Inputs) == 0
}

// near says which holdings units of S can come to, and which others tell how many units
// come to those.
func (k *Stock) near(q *Question) []bool {
	near, lost := make([]bool, k.Holdings()), false
	mark := func(h int32) (more bool) {
		switch {
		case h == Unknown:
			more, lost = !lost, true
		case h >= 0:
			more, near[h] = !near[h], true
		}
		return more
	}
	is := func(h int32) bool { return h >= 0 && near[h] || h == Unknown && lost }
	for _, n := range slices.Concat(q.Of, q.MayOf) {
		m := k.Move(int(n))
		mark(m.From)
		mark(m.To)
	}
	for more := true; more; {
		more = false
		for i := range k.Moves() {
			m := k.Move(i)
			if is(m.From) {
				more = mark(m.To) || more
			}
			if is(m.To) && (m.Least != m.Most || m.Earliest != m.Latest) {
				more = mark(m.From) || more
			}
		}
	}
	return near
}
