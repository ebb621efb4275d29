package report

import (
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// TestTraceStrays: what left nobody knows which holding may have left this one, and what
// came to nobody knows which may have come to it, as units asked about or in their place.
func TestTraceStrays(t *testing.T) {
	move := func(id proviso.MovementID, day string, n int64, from, to proviso.Holding, under ...proviso.InstrumentID) *proviso.Movement {
		return &proviso.Movement{ID: id, Kind: proviso.Transfer, When: date(t, day), Quantity: proviso.Exactly(n), From: from, To: to, Under: under}
	}
	us, ua, kr, nowhere := of("US", "US"), of("UA", "UA"), of("KR", "KR"), proviso.Holding{}
	sale := move("sale", "2022-01-02", 5, kr, us, "euc")
	go5 := move("go", "2022-02-01", 5, us, ua)
	lost := move("lost", "2022-01-10", 3, nowhere, nowhere)
	lost.Kind = proviso.Lose
	others, old := move("others", "2022-01-05", 5, nowhere, us), move("old", "2022-01-01", 20, nowhere, kr)
	others.Kind, old.Kind = proviso.Produce, proviso.Produce
	for name, c := range map[string]struct {
		more        []*proviso.Movement
		to          string
		asks        string
		least, most int64
	}{
		"nothing strays":                          {[]*proviso.Movement{go5}, "UA", "", 5, 5},
		"some left nobody knows where":            {[]*proviso.Movement{move("stray", "2022-01-10", 2, nowhere, kr), go5}, "UA", "", 3, 5},
		"before they came":                        {[]*proviso.Movement{move("stray", "2022-01-01", 2, nowhere, kr), go5}, "UA", "", 5, 5},
		"some came to nobody knows where":         {[]*proviso.Movement{move("stray", "2022-01-10", 2, kr, nowhere), go5}, "UA", "", 3, 5},
		"they may have taken the place of others": {[]*proviso.Movement{go5, move("stray", "2022-01-10", 2, kr, nowhere), move("on", "2022-03-01", 5, ua, kr)}, "UA", "ended", 0, 4},
		"lost is not come": {[]*proviso.Movement{go5, func() *proviso.Movement {
			m := move("stray", "2022-01-10", 2, kr, nowhere)
			m.Kind = proviso.Lose
			return m
		}()}, "UA", "", 5, 5},
		"one that came lets another stay, and that a third": {[]*proviso.Movement{
			old, move("stray", "2022-01-03", 5, kr, nowhere), move("first", "2022-01-04", 5, us, ua), others,
			move("second", "2022-01-06", 5, us, of("JP", "JP")), move("sale2", "2022-01-07", 5, kr, us, "euc"), move("third", "2022-01-08", 5, us, ua),
		}, "UA", "", 0, 10},
		"one that came lets another go on": {[]*proviso.Movement{
			old, move("stray", "2022-01-03", 2, kr, nowhere), move("away", "2022-01-04", 5, us, of("JP", "JP")), others, move("go", "2022-01-06", 5, us, ua),
		}, "UA", "", 0, 2},
		"neither whence nor whither": {[]*proviso.Movement{lost}, "UA", "", 0, 3},
	} {
		a := ask(t, ledger(append([]*proviso.Movement{sale}, c.more...)...), TraceQuestion{Of: []string{"euc"}, To: []string{c.to}, Asks: c.asks})
		if a.Least != c.least || *a.Most != c.most {
			t.Errorf("%s: %d to %d, want %d to %d", name, a.Least, *a.Most, c.least, c.most)
		}
	}
}

// TestStockStrays: a holding may have given what left nobody knows where, and may have
// what came to nobody knows where.
func TestStockStrays(t *testing.T) {
	made := &proviso.Movement{ID: "made", Kind: proviso.Produce, When: date(t, "2022-01-01"), Quantity: proviso.Exactly(5), To: of("US", "US")}
	out := &proviso.Movement{ID: "out", Kind: proviso.Transfer, When: date(t, "2022-01-02"), Quantity: proviso.Exactly(2), To: of("KR", "KR")}
	in := &proviso.Movement{ID: "in", Kind: proviso.Transfer, When: date(t, "2022-01-02"), Quantity: proviso.Exactly(1), From: of("KR", "KR")}
	if b, _ := stockOf(t, ledger(made, out, in), proviso.DayOf(2022, 6, 1), "US"); b.Least != 3 || *b.Most != 6 {
		t.Errorf("%d to %d, want 3 to 6", b.Least, *b.Most)
	}
}
