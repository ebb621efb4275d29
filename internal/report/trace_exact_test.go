package report

import (
	"slices"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// TestTraceExactOfWhatIsOnRecord: where more is on record than the network holds, an end
// that its histories attain is not called exact. The truth, by hand, is the number given.
func TestTraceExactOfWhatIsOnRecord(t *testing.T) {
	in := func(id proviso.MovementID, day string, n int64, at proviso.Holding, under ...proviso.InstrumentID) *proviso.Movement {
		return &proviso.Movement{ID: id, Kind: proviso.Produce, When: date(t, day), Quantity: proviso.Exactly(n), To: at, Under: under}
	}
	out := func(id proviso.MovementID, day string, n int64, more func(*proviso.Movement)) *proviso.Movement {
		m := &proviso.Movement{ID: id, Kind: proviso.Transfer, When: date(t, day), Quantity: proviso.Exactly(n), From: of("US", "US"), To: of("UA", "UA")}
		if more != nil {
			more(m)
		}
		return m
	}
	bound, others := in("bound", "2022-01-01", 2, of("US", "US"), "euc"), in("others", "2022-01-01", 2, of("US", "US"))
	for name, c := range map[string]struct {
		s     *proviso.Snapshot
		exact bool
		truth int64
		why   string
	}{
		"nothing more": {ledger(bound, others, out("go", "2022-01-03", 2, nil)), true, 0, ""},
		"drawn from others": {ledger(bound, others, out("go", "2022-01-03", 2, func(m *proviso.Movement) { m.DrawnFrom = []proviso.MovementID{"others"} })),
			false, 0, "of some units it is known by which movements they came, and that is used in part only"},
		"of two lots":  {ledger(bound, others, out("go", "2022-01-03", 2, func(m *proviso.Movement) { m.Lots = []proviso.Lot{"L1", "L2"} })), false, 0, "some movements name several lots"},
		"two accounts": {ledger(bound, others, out("go", "2022-01-03", 1, nil), out("as-told", "2022-01-03", 3, func(m *proviso.Movement) { m.RivalTo = "go" })), false, 1, "accounts of one event differ"},
		"a holding that may be another": {ledger(in("bound", "2022-01-01", 2, of("US", "US"), "euc"), in("others", "2022-01-01", 2, of("US", "")), out("go", "2022-01-03", 2, nil)),
			false, 2, "some holdings on record are not told apart"},
		"a stocktake on one of two days": {ledger(bound, others, out("go", "2022-01-03", 2, nil),
			&proviso.Movement{ID: "count", Kind: proviso.Count, When: date(t, "2022-01-04/2022-01-05"), Quantity: proviso.Exactly(2), To: of("US", "US")}), false, 0, "a stocktake is used in part only"},
		"elsewhere": {ledger(bound, others, out("go", "2022-01-03", 2, nil), &proviso.Movement{ID: "count", Kind: proviso.Count, When: date(t, "2022-01"), Quantity: proviso.Exactly(2), To: of("KR", "KR")}), true, 0, ""},
	} {
		a := ask(t, c.s, TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}})
		if a.Tight != c.exact || c.why != "" && !slices.Contains(a.Outer, c.why) || a.Least > c.truth || *a.Most < c.truth {
			t.Errorf("%s: %d to %d, tight %v because of %q", name, a.Least, *a.Most, a.Tight, a.Outer)
		}
	}
}
