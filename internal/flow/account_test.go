package flow

import (
	"slices"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// accounts builds the network of rounds from records that are taken as they are.
func accounts(t *testing.T, movements ...*proviso.Movement) *Stock {
	t.Helper()
	records := []proviso.Record{
		&proviso.Party{ID: "US", Kind: proviso.State}, &proviso.Party{ID: "UA", Kind: proviso.State}, &proviso.Party{ID: "KR", Kind: proviso.State},
		&proviso.Place{ID: "camp", Country: "US"},
		&proviso.Item{ID: "round"}, &proviso.Item{ID: "fuze"},
	}
	for _, m := range movements {
		if m.Item == "" {
			m.Item = "round"
		}
		if m.Basis == "" {
			m.Basis = proviso.Recorded
		}
		records = append(records, m)
	}
	return build(t, proviso.NewSnapshot("test", 20_000, 20_000, records))
}

// TestAccountsOfAStocktake: 10 rounds come to a stock that was counted, 15 go out. The
// least of them that are among the 15 is what the others cannot have filled.
func TestAccountsOfAStocktake(t *testing.T) {
	us := held("US", "US")
	count := func(id, on string, units int64, more func(*proviso.Movement)) *proviso.Movement {
		m := &proviso.Movement{ID: proviso.MovementID(id), Kind: proviso.Count, When: day(t, on), Quantity: proviso.Exactly(units), To: us}
		if more != nil {
			more(m)
		}
		return m
	}
	rival := func(m *proviso.Movement) { m.RivalTo = "count" }
	for _, c := range []struct {
		name        string
		counts      []*proviso.Movement
		least, most int64
	}{
		{"one account", []*proviso.Movement{count("count", "2022-01-01", 10, nil)}, 5, 10},
		{"two that differ", []*proviso.Movement{count("count", "2022-01-01", 10, nil), count("again", "2022-01-01", 12, rival)}, 3, 10},
		{"two that are the same", []*proviso.Movement{count("count", "2022-01-01", 10, nil), count("again", "2022-01-01", 10, rival)}, 5, 10},
		{"of two days", []*proviso.Movement{count("count", "2022-01-01", 10, nil), count("again", "2021-01-01", 10, rival)}, 0, 10},
		{"of two holdings", []*proviso.Movement{count("count", "2022-01-01", 10, nil), count("again", "2022-01-01", 10, func(m *proviso.Movement) { rival(m); m.To = held("KR", "KR") })}, 0, 10},
		{"of two items", []*proviso.Movement{count("count", "2022-01-01", 10, nil), count("again", "2022-01-01", 10, func(m *proviso.Movement) { rival(m); m.Item = "fuze" })}, 0, 10},
		{"only planned", []*proviso.Movement{count("count", "2022-01-01", 10, func(m *proviso.Movement) { m.Basis = proviso.Planned })}, 0, 10},
		{"the other says that units came in", []*proviso.Movement{count("count", "2022-01-01", 10, nil), count("again", "2022-01-01", 10, func(m *proviso.Movement) { rival(m); m.Kind = proviso.Produce })}, 0, 10},
	} {
		k := accounts(t, append(c.counts,
			&proviso.Movement{ID: "sale", When: day(t, "2022-02-01"), Kind: proviso.Transfer, Quantity: proviso.Exactly(10), From: held("KR", "KR"), To: us},
			&proviso.Movement{ID: "go", When: day(t, "2022-03-01"), Kind: proviso.Transfer, Quantity: proviso.Exactly(15), From: us, To: held("UA", "UA")})...)
		if a := with(t, k, Reached, "UA", "sale"); a.Least != c.least || a.Most != c.most {
			t.Errorf("%s: %d to %d, want %d to %d", c.name, a.Least, a.Most, c.least, c.most)
		}
	}
}

// TestAccountsThatNameALot: an account that names no lot does not gainsay one that does,
// and one that names another is of other units.
func TestAccountsThatNameALot(t *testing.T) {
	for _, c := range []struct {
		lots, other []proviso.Lot
		moves       int
		least       int64
	}{{nil, nil, 1, 4}, {[]proviso.Lot{"L1"}, []proviso.Lot{"L1"}, 1, 4}, {[]proviso.Lot{"L1"}, nil, 1, 4}, {nil, []proviso.Lot{"L2"}, 1, 4}, {[]proviso.Lot{"L1"}, []proviso.Lot{"L2"}, 2, 0}} {
		k := accounts(t,
			&proviso.Movement{ID: "a", When: day(t, "2022-02-01"), Kind: proviso.Transfer, Quantity: proviso.Exactly(5), From: held("US", "US"), To: held("UA", "UA"), Lots: c.lots},
			&proviso.Movement{ID: "b", When: day(t, "2022-02-01"), Kind: proviso.Transfer, Quantity: proviso.Exactly(4), From: held("US", "US"), To: held("UA", "UA"), Lots: c.other, RivalTo: "a"})
		if m := k.Move(0); k.Moves() != c.moves || m.Least != c.least || m.Most != 5 || !slices.Equal(c.lots, c.other) && c.moves == 1 && m.Lot != NoLot {
			t.Errorf("%v and %v: %d moves, %+v", c.lots, c.other, k.Moves(), m)
		}
	}
}

// TestAccountsOfTwoItems: either five rounds went or five fuzes, so perhaps no rounds.
func TestAccountsOfTwoItems(t *testing.T) {
	k := accounts(t,
		&proviso.Movement{ID: "a", When: day(t, "2022-02-01"), Kind: proviso.Transfer, Quantity: proviso.Exactly(5), From: held("US", "US"), To: held("UA", "UA")},
		&proviso.Movement{ID: "b", When: day(t, "2022-02-01"), Kind: proviso.Transfer, Quantity: proviso.Exactly(5), From: held("US", "US"), To: held("UA", "UA"), Item: "fuze", RivalTo: "a"})
	if a := with(t, k, Reached, "UA", "a"); a.Least != 0 || a.Most != 5 {
		t.Errorf("%d to %d, want 0 to 5", a.Least, a.Most)
	}
}

// TestAccountsOfAnAssembly: each holding gave what either account says.
func TestAccountsOfAnAssembly(t *testing.T) {
	us, camp := held("US", "US"), held("US", "camp")
	assembly := func(id proviso.MovementID, fromUS, fromCamp int64) *proviso.Movement {
		return &proviso.Movement{ID: id, When: day(t, "2022-02-01"), Kind: proviso.Assemble, Item: "shot", Quantity: proviso.Exactly(8), To: us,
			Inputs: []proviso.Input{{Item: "round", Quantity: proviso.Exactly(fromUS), From: us}, {Item: "round", Quantity: proviso.Exactly(fromCamp), From: camp}}}
	}
	one, other := assembly("one", 5, 3), assembly("other", 3, 5)
	other.RivalTo = "one"
	k := accounts(t, one, other)
	if k.Moves() != 2 {
		t.Fatalf("%d moves, want 2", k.Moves())
	}
	for i := range k.Moves() {
		if m := k.Move(i); m.Least != 3 || m.Most != 5 {
			t.Errorf("%+v, want 3 to 5", m)
		}
	}
}

// TestFoundInAPartOfAHolding: what was found in the camp says nothing of the stock that
// may be elsewhere.
func TestFoundInAPartOfAHolding(t *testing.T) {
	us, camp := proviso.Holding{Owner: "US", Holder: "US", Item: "round"}, held("US", "camp")
	k := accounts(t,
		&proviso.Movement{ID: "in", When: day(t, "2022-01-02"), Kind: proviso.Produce, Quantity: proviso.Exactly(2), To: camp, Under: []proviso.InstrumentID{"paper"}},
		&proviso.Movement{ID: "in-too", When: day(t, "2022-01-02"), Kind: proviso.Produce, Quantity: proviso.Exactly(10), To: us, Under: []proviso.InstrumentID{"paper"}},
		&proviso.Movement{ID: "count", When: day(t, "2022-01-04"), Kind: proviso.Count, Quantity: proviso.Exactly(2), To: camp, OfWhich: []proviso.Part{{Quantity: proviso.Exactly(2), Under: "paper"}}},
		&proviso.Movement{ID: "go", When: day(t, "2022-01-05"), Kind: proviso.Transfer, Quantity: proviso.Exactly(11), From: us, To: held("UA", "UA")})
	if a := with(t, k, Reached, "UA", "in", "in-too"); len(a.Clash) > 0 || a.Most != 11 {
		t.Errorf("%d to %d, clash %v, want at most 11 and no clash", a.Least, a.Most, a.Clash)
	}
}

// TestAccountsOfWhatWasDrawn: where one of two accounts says which units went, the other
// may hold, and be of others.
func TestAccountsOfWhatWasDrawn(t *testing.T) {
	for _, c := range []struct {
		drawn []proviso.MovementID
		least int64
	}{{nil, 0}, {[]proviso.MovementID{"bound"}, 4}} {
		k := accounts(t,
			&proviso.Movement{ID: "bound", Kind: proviso.Produce, When: day(t, "2022-01-01"), Quantity: proviso.Exactly(5), To: held("US", "US")},
			&proviso.Movement{ID: "others", Kind: proviso.Produce, When: day(t, "2022-01-01"), Quantity: proviso.Exactly(5), To: held("US", "US")},
			&proviso.Movement{ID: "a", When: day(t, "2022-02-01"), Kind: proviso.Transfer, Quantity: proviso.Exactly(5), From: held("US", "US"), To: held("UA", "UA"), DrawnFrom: []proviso.MovementID{"bound"}},
			&proviso.Movement{ID: "b", When: day(t, "2022-02-01"), Kind: proviso.Transfer, Quantity: proviso.Exactly(4), From: held("US", "US"), To: held("UA", "UA"), RivalTo: "a", DrawnFrom: c.drawn})
		if a := with(t, k, Reached, "UA", "bound"); a.Least != c.least || a.Most != 5 {
			t.Errorf("%v: %d to %d, want %d to 5", c.drawn, a.Least, a.Most, c.least)
		}
	}
}
