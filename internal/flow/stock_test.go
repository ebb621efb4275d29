package flow

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proviso-ledger/proviso"
)

func day(t *testing.T, s string) proviso.Date {
	t.Helper()
	d, err := proviso.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// snapshot is one of four states and a brigade, with the movements given and a
// stocktake that found nothing before them in every holding.
func snapshot(movements ...*proviso.Movement) *proviso.Snapshot {
	records := []proviso.Record{
		&proviso.Party{ID: "KR", Kind: proviso.State}, &proviso.Party{ID: "US", Kind: proviso.State},
		&proviso.Party{ID: "UA", Kind: proviso.State}, &proviso.Party{ID: "PL", Kind: proviso.State},
		&proviso.Party{ID: "UA-47", Kind: proviso.Force, PartOf: "UA"},
		&proviso.Item{ID: "round"},
	}
	counted := map[proviso.Holding]bool{{}: true}
	for _, m := range movements {
		for _, h := range []proviso.Holding{m.From, m.To} {
			if !counted[h] {
				counted[h] = true
				records = append(records, &proviso.Movement{ID: proviso.MovementID(fmt.Sprintf("none-%d", len(records))), Kind: proviso.Count, Item: "round", Basis: proviso.Recorded,
					When: proviso.DateOfDay(proviso.DayOf(2000, 1, 1)), To: h})
			}
		}
		m.Item, m.Basis = "round", proviso.Recorded
		records = append(records, m)
	}
	return proviso.NewSnapshot("test", 20_000, 20_000, records)
}

func held(owner, at string) proviso.Holding {
	return proviso.Holding{Owner: proviso.PartyID(owner), Holder: proviso.PartyID(owner), At: proviso.PlaceID(at), Item: "round"}
}

func build(t *testing.T, s *proviso.Snapshot) *Stock {
	t.Helper()
	k, err := Build(s, nil, "round", nil)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// with asks how many units that came by the movements are with the party.
func with(t *testing.T, k *Stock, asks Asks, party proviso.PartyID, of ...proviso.MovementID) Answer {
	t.Helper()
	q := Question{Asks: asks, Until: proviso.LastDay, Evidence: k.Findings(of, proviso.LastDay)}
	for i := range int32(k.Moves()) {
		if slices.Contains(of, k.Record(i).ID) {
			q.Of = append(q.Of, i)
		}
	}
	q.Holdings, q.MayHold = k.Choose(func(h proviso.Holding) proviso.Truth { return k.holdings.snapshot.PartyWithin(h.Owner, party) })
	return ask(t, k.Network, q)
}

// The worked check: 300,000 others and 100,000 Korean rounds in stock.
func TestStockWorkedNumbers(t *testing.T) {
	for _, c := range []struct {
		out         int64
		on          string
		least, most int64
	}{
		{250_000, "2022-12-01", 0, 100_000},
		{350_000, "2022-12-01", 50_000, 100_000},
		{400_000, "2022-12-01", 100_000, 100_000},
		{250_000, "2022-10-01", 0, 0},
	} {
		k := build(t, snapshot(
			&proviso.Movement{ID: "opening", Kind: proviso.Produce, When: day(t, "2022-01-01"), Quantity: proviso.Exactly(300_000), To: held("US", "US")},
			&proviso.Movement{ID: "make", Kind: proviso.Produce, When: day(t, "2022-01-01"), Quantity: proviso.Exactly(100_000), To: held("KR", "KR")},
			&proviso.Movement{ID: "sale", Kind: proviso.Transfer, When: day(t, "2022-11-12"), Quantity: proviso.Exactly(100_000), From: held("KR", "KR"), To: held("US", "US")},
			&proviso.Movement{ID: "handover", Kind: proviso.Transfer, When: day(t, c.on), Quantity: proviso.Exactly(c.out), From: held("US", "US"), To: held("UA", "UA")},
		))
		a := with(t, k, Reached, "UA", "sale")
		if a.Least != c.least || a.Most != c.most || !a.Exact() {
			t.Errorf("%d out on %s: [%d, %d] exact %v, want exactly [%d, %d]", c.out, c.on, a.Least, a.Most, a.Exact(), c.least, c.most)
		}
	}
}

// The first four of 28 aircraft, about 12 of which need consent: 0 to 4. If 23 of
// the 28 needed it, ten deliveries would hold at least 5 of them, fourteen 9.
func TestStockAircraft(t *testing.T) {
	for _, c := range []struct{ bound, out, least, most int64 }{
		{12, 4, 0, 4}, {12, 10, 0, 10}, {23, 4, 0, 4}, {23, 10, 5, 10}, {23, 14, 9, 14},
	} {
		k := build(t, snapshot(
			&proviso.Movement{ID: "bound", Kind: proviso.Produce, When: day(t, "2003"), Quantity: proviso.Exactly(c.bound), To: held("PL", "PL")},
			&proviso.Movement{ID: "others", Kind: proviso.Produce, When: day(t, "2003"), Quantity: proviso.Exactly(28 - c.bound), To: held("PL", "PL")},
			&proviso.Movement{ID: "handover", Kind: proviso.Transfer, When: day(t, "2023-04-03/2023-04-05"), Quantity: proviso.Exactly(c.out), From: held("PL", "PL"), To: held("UA", "UA")},
		))
		a := with(t, k, Reached, "UA", "bound")
		if a.Least != c.least || a.Most != c.most || !a.Exact() {
			t.Errorf("%+v: [%d, %d] exact %v", c, a.Least, a.Most, a.Exact())
		}
	}
}

// A holding known only in part can be any that fits it.
func TestStockMergesWhatCannotBeToldApart(t *testing.T) {
	unit := held("UA-47", "UA")
	k := build(t, snapshot(
		&proviso.Movement{ID: "in", Kind: proviso.Produce, When: day(t, "2022-01-01"), Quantity: proviso.Exactly(10), To: unit},
		&proviso.Movement{ID: "out", Kind: proviso.Transfer, When: day(t, "2022-02-01"), Quantity: proviso.Exactly(4), From: proviso.Holding{Owner: "UA"}, To: held("PL", "PL")},
	))
	if k.Holdings() != 2 || len(k.Members(k.holdings.Number(unit))) != 2 {
		t.Errorf("%d holdings, want the unit and its state as one beside the receiver", k.Holdings())
	}
	if a := with(t, k, Reached, "PL", "in"); a.Least != 0 || a.Most != 4 {
		t.Errorf("got [%d, %d], want 0 to 4: neither stocktake counted all that the state had", a.Least, a.Most)
	}
	if a := with(t, k, Held, "UA-47", "in"); a.Least != 0 || a.Most != 10 || a.LeastExact {
		t.Errorf("got [%d, %d], want 0 to 10: those that went may be others of the state", a.Least, a.Most)
	}
}

// What a stocktake says of the units narrows the answer.
func TestStockCountedShare(t *testing.T) {
	share := func(q proviso.Quantity) Answer {
		k := build(t, snapshot(
			&proviso.Movement{ID: "others", Kind: proviso.Produce, When: day(t, "2022-01-01"), Quantity: proviso.Exactly(300), To: held("US", "US")},
			&proviso.Movement{ID: "sale", Kind: proviso.Produce, When: day(t, "2022-01-02"), Quantity: proviso.Exactly(100), To: held("US", "US"), Under: []proviso.InstrumentID{"euc"}},
			&proviso.Movement{ID: "handover", Kind: proviso.Transfer, When: day(t, "2022-02-01"), Quantity: proviso.Exactly(150), From: held("US", "US"), To: held("UA", "UA")},
			&proviso.Movement{ID: "count", Kind: proviso.Count, When: day(t, "2022-03-01"), Quantity: proviso.Exactly(250), To: held("US", "US"),
				OfWhich: []proviso.Part{{Quantity: q, Under: "euc"}}},
		))
		return with(t, k, Reached, "UA", "sale")
	}
	if a := share(proviso.Exactly(70)); a.Least != 30 || a.Most != 30 {
		t.Errorf("70 of the 100 counted: [%d, %d], want 30", a.Least, a.Most)
	}
	if a := share(proviso.Quantity{Least: 70, Most: 100}); a.Least != 0 || a.Most != 30 {
		t.Errorf("at least 70 of the 100 counted: [%d, %d], want 0 to 30", a.Least, a.Most)
	}
	if a := share(proviso.Exactly(101)); len(a.Clash) == 0 {
		t.Errorf("101 of the 100 counted: [%d, %d], want a clash", a.Least, a.Most)
	}
}

// The steps of a certificate can be named in the words of the records.
func TestStockNamesTheStepsOfACertificate(t *testing.T) {
	k := build(t, snapshot(
		&proviso.Movement{ID: "others", Kind: proviso.Produce, When: day(t, "2022-01-01"), Quantity: proviso.Exactly(300), To: held("US", "US")},
		&proviso.Movement{ID: "sale", Kind: proviso.Produce, When: day(t, "2022-01-02"), Quantity: proviso.Exactly(100), To: held("US", "US")},
		&proviso.Movement{ID: "handover", Kind: proviso.Transfer, When: day(t, "2022-02-01"), Quantity: proviso.Exactly(70), From: held("US", "US"), To: held("UA", "UA")},
	))
	a := with(t, k, Reached, "UA", "sale")
	if a.Most != 70 {
		t.Fatalf("most %d, want 70", a.Most)
	}
	proof := a.Proof[AtMost]
	names := func(steps []Step) (out []proviso.MovementID) {
		where, err := k.Where(nil, steps, proof.Question.Until)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range where {
			out = append(out, w.Movement)
		}
		return out
	}
	if diff := cmp.Diff([]proviso.MovementID{"sale", "handover"}, names(proof.Scenario)); diff != "" {
		t.Errorf("scenario: %s", diff)
	}
	if diff := cmp.Diff([]proviso.MovementID{"handover"}, names(proof.Cut)); diff != "" {
		t.Errorf("cut: %s", diff)
	}
	if _, err := k.Where(nil, []Step{{Kind: Travel, Index: 99}}, proviso.LastDay); err == nil {
		t.Error("a step that is not in the network has a name")
	}
}
