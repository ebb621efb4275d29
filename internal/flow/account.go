package flow

import (
	"cmp"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// disputed lists the records of which another account is nothing of the kind in this
// network: it is of another item, is a stocktake where this is none, or did not take
// place. Of such accounts, too, only one holds.
func (k *Stock) disputed(s *proviso.Snapshot) map[proviso.MovementID]bool {
	var rivals []*proviso.Movement
	for _, m := range s.Movements {
		if m.RivalTo != "" && s.Movement(m.RivalTo) != nil {
			rivals = append(rivals, m)
		}
	}
	if len(rivals) == 0 {
		return nil
	}
	counts := map[proviso.MovementID]bool{} // by record of the network
	for _, m := range k.records {
		counts[m.ID] = m.Kind == proviso.Count
	}
	out := map[proviso.MovementID]bool{}
	for _, m := range rivals {
		a, here := counts[m.ID]
		b, there := counts[m.RivalTo]
		if here != there || a != b {
			out[m.ID], out[m.RivalTo] = true, true
		}
	}
	return out
}

// firstAccount gives the record that stands for all accounts of an event: the one that
// names no other in this network.
func (k *Stock) firstAccount(m *proviso.Movement, byID map[proviso.MovementID]*proviso.Movement) *proviso.Movement {
	for range k.records {
		next := byID[m.RivalTo]
		if next == nil {
			break
		}
		m = next
	}
	return m
}

// events groups the records that with accepts by event, in the order of the first
// account of each.
func (k *Stock) events(with func(*proviso.Movement) bool) [][]*proviso.Movement {
	byID := map[proviso.MovementID]*proviso.Movement{}
	for _, m := range k.records {
		if with(m) {
			byID[m.ID] = m
		}
	}
	at := map[proviso.MovementID]int{}
	var out [][]*proviso.Movement
	for _, m := range k.records {
		if byID[m.ID] == nil {
			continue
		}
		first := k.firstAccount(m, byID)
		i, ok := at[first.ID]
		if !ok {
			i = len(out)
			at[first.ID] = i
			out = append(out, []*proviso.Movement{first})
		}
		if m != first {
			out[i] = append(out[i], m)
		}
	}
	return out
}

// joinRivals lets one account stand for all accounts of an event.
func (k *Stock) joinRivals(moves []Move) []Move {
	if !slices.ContainsFunc(k.records, func(m *proviso.Movement) bool { return m.RivalTo != "" }) {
		return moves
	}
	of := map[proviso.MovementID][]int{}
	for i := range moves {
		id := k.records[moves[i].Tag].ID
		of[id] = append(of[id], i)
	}
	drop := make([]bool, len(moves))
	k.joined = map[proviso.MovementID][]*proviso.Movement{}
	for _, accounts := range k.events(func(m *proviso.Movement) bool { return m.Kind != proviso.Count }) {
		for _, m := range accounts[1:] {
			k.joined[accounts[0].ID] = accounts
			join(moves, of[accounts[0].ID], of[m.ID], drop)
		}
	}
	out := moves[:0]
	for i := range moves {
		if !drop[i] {
			out = append(out, moves[i])
		}
	}
	return out
}

// join lets the moves of one account stand for those of another that are between the
// same holdings. The others of both may not have happened.
func join(moves []Move, first, other []int, drop []bool) {
	joined := map[int]bool{}
	for _, i := range other {
		b := &moves[i]
		at := slices.IndexFunc(first, func(j int) bool {
			a := &moves[j]
			return !joined[j] && a.From == b.From && a.To == b.To && (a.Lot == b.Lot || a.Lot == NoLot || b.Lot == NoLot)
		})
		if at < 0 {
			b.Least = 0
			continue
		}
		a := &moves[first[at]]
		joined[first[at]], drop[i] = true, true
		a.Least, a.Most = min(a.Least, b.Least), max(a.Most, b.Most)
		if a.Lot != b.Lot {
			a.Lot = NoLot // only one of them says so
		}
		a.Earliest, a.Latest = min(a.Earliest, b.Earliest), max(a.Latest, b.Latest)
	}
	for _, j := range first {
		if !joined[j] {
			moves[j].Least = 0
		}
	}
}

// stocktakes gives those whose day and holding are known, in the order of days.
// Several accounts of one found what the widest range of them says, and nothing where
// they differ on its day or holding.
func (k *Stock) stocktakes(disputed map[proviso.MovementID]bool) []Tally {
	k.several = map[proviso.MovementID]bool{}
	found := map[proviso.MovementID]Tally{}
	for _, accounts := range k.events(func(m *proviso.Movement) bool { return m.Kind == proviso.Count }) {
		first := accounts[0]
		t := Tally{k.place(first.To), first.When.Earliest(), first.Quantity.Least, first.Quantity.Most}
		if slices.ContainsFunc(accounts, func(m *proviso.Movement) bool {
			day, exact := m.When.Exact()
			return !exact || !named(m.To) || m.Basis == proviso.Planned || disputed[m.ID] || day != t.Day || k.place(m.To) != t.Holding
		}) {
			continue
		}
		for _, m := range accounts {
			t.Least, t.Most = min(t.Least, m.Quantity.Least), max(t.Most, m.Quantity.Most)
			if !k.holdings.Whole(m.To) {
				t.Most = Unlimited // what else the holding stands for was not counted
			}
		}
		found[first.ID], k.several[first.ID] = t, len(accounts) > 1
		k.counts = append(k.counts, first)
	}
	slices.SortStableFunc(k.counts, func(a, b *proviso.Movement) int {
		return cmp.Compare(a.When.Earliest(), b.When.Earliest())
	})
	out := make([]Tally, len(k.counts))
	for i, m := range k.counts {
		out[i] = found[m.ID]
	}
	return out
}

// Tallies lists the stocktakes that the network knows of, in the order of days.
func (k *Stock) Tallies() []Tally { return k.tallies }
