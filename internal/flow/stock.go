package flow

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Stock is the network of one item, made from the records, with the names of
// what its numbers stand for.
type Stock struct {
	*Network
	Item proviso.ItemID

	holdings *Holdings
	records  []*proviso.Movement                        // by Tag of a move
	counts   []*proviso.Movement                        // by tally
	several  map[proviso.MovementID]bool                // those of them of which there are other accounts
	joined   map[proviso.MovementID][]*proviso.Movement // by record that stands for several accounts: all of them
	rows     *proviso.Rows                              // their Tags come after those of records
}

// Build makes the network of the item from the movements that with accepts; nil
// accepts all. Holdings that the records cannot tell apart become one. A movement
// that is neither recorded nor supposed may not have happened. Two accounts of one
// event between the same holdings are one movement with the ranges of both;
// between different ones, or of different items, either may not have happened. Swaps
// and redesignations move no units. A stocktake that is only planned found nothing. What was in a holding before its first record is known from a
// stocktake only. Rows, which may be nil, are movements beside those of the snapshot.
//
// What an assembly took from a holding that is not on record may have come out of any.
func Build(s *proviso.Snapshot, rows *proviso.Rows, item proviso.ItemID, with func(*proviso.Movement) bool) (*Stock, error) {
	return stockOf(s, rows, item, with, true)
}

// stockOf is Build, and says whether what came out of no holding on record came out of any.
func stockOf(s *proviso.Snapshot, rows *proviso.Rows, item proviso.ItemID, with func(*proviso.Movement) bool, outOfAny bool) (*Stock, error) {
	k := &Stock{Item: item, rows: rows}
	var holdings []proviso.Holding
	for _, m := range s.Movements {
		if (with == nil || with(m)) && k.concerns(m) {
			k.records = append(k.records, m)
			holdings = append(holdings, k.ends(m)...)
		}
	}
	for _, m := range k.models() {
		holdings = append(holdings, k.ends(m)...)
	}
	k.holdings = Merge(s, holdings)
	disputed := k.disputed(s)
	var moves []Move
	lots := map[proviso.Lot]int32{}
	for tag, m := range k.records {
		if m.Kind == proviso.Count {
			continue
		}
		for _, move := range k.moves(int32(tag), m, lots) {
			if disputed[m.ID] {
				move.Least = 0
			}
			moves = append(moves, move)
		}
	}
	tallies := k.stocktakes(disputed)
	if moves = k.joinRivals(moves); outOfAny {
		moves = append(moves, k.outOfAny(moves)...)
	}
	n, err := ArrangeUncounted(k.holdings.Len(), k.withRows(moves, lots), tallies)
	k.Network = n
	return k, err
}

// outOfAny lets units that were taken from a holding that is not on record come out of
// each that is.
func (k *Stock) outOfAny(moves []Move) []Move {
	var out []Move
	for _, m := range moves {
		for h := int32(0); m.From == Unknown && m.To == Outside && int(h) < k.holdings.Len(); h++ {
			m.From, m.Least = h, 0
			out = append(out, m)
			m.From = Unknown
		}
	}
	return out
}

// concerns says whether units of the item move or are counted.
func (k *Stock) concerns(m *proviso.Movement) bool {
	switch m.Kind {
	case proviso.Swap, proviso.Redesignate:
		return false
	case proviso.Transfer, proviso.Lend, proviso.Return, proviso.Capture, proviso.Produce, proviso.Assemble,
		proviso.Expend, proviso.Lose, proviso.Destroy, proviso.Count:
	}
	return m.Item == k.Item || slices.ContainsFunc(m.Inputs, func(in proviso.Input) bool { return in.Item == k.Item })
}

// ends lists the holdings of the item that the movement names.
func (k *Stock) ends(m *proviso.Movement) []proviso.Holding {
	var out []proviso.Holding
	for _, in := range m.Inputs {
		if in.Item == k.Item && named(in.From) {
			out = append(out, in.From)
		}
	}
	if m.Item != k.Item {
		return out
	}
	if from := k.from(m); from != nil && named(*from) {
		out = append(out, *from)
	}
	if to := k.to(m); to != nil && named(*to) {
		out = append(out, *to)
	}
	return out
}

// from gives the holding that the movement takes units of its item from, nil if
// there are none before it.
func (k *Stock) from(m *proviso.Movement) *proviso.Holding {
	switch m.Kind {
	case proviso.Produce, proviso.Assemble, proviso.Count:
		return nil
	case proviso.Transfer, proviso.Lend, proviso.Return, proviso.Capture, proviso.Expend, proviso.Lose,
		proviso.Destroy, proviso.Swap, proviso.Redesignate:
	}
	return &m.From
}

// to gives the holding that the movement puts units into, nil if there are none
// after it.
func (k *Stock) to(m *proviso.Movement) *proviso.Holding {
	switch m.Kind {
	case proviso.Expend, proviso.Lose, proviso.Destroy:
		return nil
	case proviso.Transfer, proviso.Lend, proviso.Return, proviso.Capture, proviso.Produce, proviso.Assemble,
		proviso.Count, proviso.Swap, proviso.Redesignate:
	}
	return &m.To
}

// moves gives what the movement does to units of the item.
func (k *Stock) moves(tag int32, m *proviso.Movement, lots map[proviso.Lot]int32) []Move {
	base := Move{From: Outside, To: Outside, Lot: NoLot, Tag: tag, Earliest: m.When.Earliest(), Latest: m.When.Latest()}
	var out []Move
	for _, in := range m.Inputs {
		if in.Item == k.Item {
			used := base
			used.From = k.place(in.From)
			out = append(out, used.of(in.Quantity, m.Basis))
		}
	}
	if m.Item != k.Item {
		return out
	}
	if from := k.from(m); from != nil {
		base.From = k.place(*from)
	}
	if to := k.to(m); to != nil {
		base.To = k.place(*to)
	} else if m.Kind == proviso.Lose {
		base.To = Unknown
	}
	if len(m.Lots) == 1 {
		if _, ok := lots[m.Lots[0]]; !ok {
			lots[m.Lots[0]] = int32(len(lots))
		}
		base.Lot = lots[m.Lots[0]]
	}
	return append(out, base.of(m.Quantity, m.Basis))
}

// of gives the move its quantity: at least one unit if it surely happened.
func (m Move) of(q proviso.Quantity, basis proviso.Basis) Move {
	m.Least, m.Most = max(1, q.Least), max(1, q.Most)
	if basis != proviso.Recorded && basis != proviso.Supposed {
		m.Least = 0
	}
	return m
}

func (k *Stock) place(h proviso.Holding) int32 {
	if !named(h) {
		return Unknown
	}
	return k.holdings.Number(h)
}

// named says whether anything is known of the holding.
func named(h proviso.Holding) bool { return h.Owner != "" || h.Holder != "" || h.At != "" }

// Tallied is the stocktake that a tally stands for.
func (k *Stock) Tallied(tally int32) *proviso.Movement { return k.counts[tally] }

// lots is how many lots its moves name.
func (k *Stock) lots() int32 {
	n := NoLot
	for i := range k.Moves() {
		n = max(n, k.Move(i).Lot)
	}
	return n + 1
}

// Members lists the recorded holdings that one of the network stands for; more
// than one if the records cannot tell them apart.
func (k *Stock) Members(holding int32) []proviso.Holding { return k.holdings.Members(holding) }

// Choose sorts the holdings of the network: those whose members all match for
// sure, and those that may match.
func (k *Stock) Choose(match func(proviso.Holding) proviso.Truth) (sure, perhaps []int32) {
	for i, members := range k.holdings.members {
		all, some := proviso.Yes, proviso.No
		for _, h := range members {
			all, some = all.And(match(h)), some.Or(match(h))
		}
		switch {
		case all == proviso.Yes:
			sure = append(sure, int32(i))
		case some != proviso.No:
			perhaps = append(perhaps, int32(i))
		}
	}
	return sure, perhaps
}
