package flow

import "github.com/proviso-ledger/proviso"

// Layered is the recipe of a ledger of so many moves in which most stock goes
// down from depot to theatre, unit and battery.
func Layered(moves int) Recipe {
	return Recipe{Seed: 7, Moves: moves, Holdings: min(max(200, moves/200), 50_000), Parties: 40, Lateral: 0.1}
}

// Dense is the same with most stock going to and fro between equals, which mixes
// it far more.
func Dense(moves int) Recipe {
	r := Layered(moves)
	r.Lateral = 0.6
	return r
}

// Named is a question of an invented ledger with a name for it.
type Named struct {
	Name string
	Question
}

// Questions asks of the ledger what people ask: where what one donor made, half
// of its lots, or one lot may be: in a nation, in one theatre of it, in one
// battery, or with a third party.
func (l *Invented) Questions() []Named {
	donor := l.receipts(func(lot int32) bool { return l.Donor[lot] == 3 })
	half := l.receipts(func(lot int32) bool { return l.Donor[lot] == 3 && lot%2 == 0 })
	one := l.receipts(func(lot int32) bool { return lot == int32(len(l.Donor)/4) })
	nation := l.holdings(func(h int) bool { return l.Party[h] == 0 })
	theatre := l.holdings(func(h int) bool { return l.Party[h] == 0 && l.Level[h] == 1 })[0]
	below := l.holdings(func(h int) bool {
		return int32(h) == theatre || l.Above[h] == theatre || l.Above[h] >= 0 && l.Above[l.Above[h]] == theatre
	})
	battery := l.holdings(func(h int) bool { return l.Party[h] == 0 && l.Level[h] == 3 })[:1]
	third := l.holdings(func(h int) bool { return l.Party[h] == 5 })
	ask := func(name string, of, to []int32, asks Asks) Named {
		return Named{name, Question{Of: of, Holdings: to, Asks: asks, Until: proviso.LastDay}}
	}
	return []Named{
		ask("nation", donor, nation, Ended), ask("nation/half", half, nation, Ended),
		ask("nation/reached", donor, nation, Reached), ask("theatre", donor, below, Ended),
		ask("battery", donor, battery, Ended), ask("third", donor, third, Ended), ask("lot", one, nation, Ended),
	}
}

func (l *Invented) receipts(keep func(lot int32) bool) []int32 {
	var out []int32
	for i := range l.Moves {
		if m := &l.Moves[i]; m.From == Outside && keep(m.Lot) {
			out = append(out, int32(i))
		}
	}
	return out
}

func (l *Invented) holdings(keep func(h int) bool) []int32 {
	var out []int32
	for h := range l.Party {
		if keep(h) {
			out = append(out, int32(h))
		}
	}
	return out
}
