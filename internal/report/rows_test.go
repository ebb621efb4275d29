package report

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	proviso "github.com/proviso-ledger/proviso"
)

// invented gives movements of shells of all kinds but assemblies, some of them in
// several accounts, with lots, ranges and findings.
func invented(r *rand.Rand) []*proviso.Movement {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	holding := func() proviso.Holding {
		if r.IntN(12) == 0 {
			return of(pick("UA", "UA-1"), pick("UA", "depot", ""))
		}
		at := pick("KR", "US", "UA")
		return of(at, at)
	}
	var out []*proviso.Movement
	for i := range 3 + r.IntN(45) {
		m := &proviso.Movement{ID: proviso.MovementID(fmt.Sprintf("m%d", r.IntN(1000)*100+i)), Basis: proviso.Basis(pick("recorded", "recorded", "recorded", "recorded", "recorded", "reported", "planned")),
			Kind: proviso.MovementKind(pick("transfer", "transfer", "transfer", "transfer", "transfer", "transfer", "produce", "lend", "return", "expend", "lose", "destroy", "count")), Quantity: proviso.Exactly(int64(1 + r.IntN(5)))}
		first := proviso.DayOf(2022, 1, 1) + proviso.Day(r.IntN(4))
		m.When = proviso.Between(first, first+proviso.Day(max(0, r.IntN(6)-4)))
		if r.IntN(6) == 0 {
			m.Quantity.Most += int64(r.IntN(4))
		}
		m.From, m.To = holding(), holding()
		switch m.Kind {
		case proviso.Produce, proviso.Count:
			m.From = proviso.Holding{}
		case proviso.Expend, proviso.Lose, proviso.Destroy:
			m.To = proviso.Holding{}
		case proviso.Transfer, proviso.Lend, proviso.Return, proviso.Capture, proviso.Assemble, proviso.Swap, proviso.Redesignate:
		}
		if r.IntN(3) == 0 && m.Kind != proviso.Count {
			m.Under = []proviso.InstrumentID{proviso.InstrumentID(pick("euc", "licence"))}
		}
		if r.IntN(5) == 0 && m.Kind != proviso.Count {
			m.Lots = []proviso.Lot{proviso.Lot(pick("A", "B"))}
		}
		if len(out) > 0 {
			other := out[r.IntN(len(out))].ID
			switch r.IntN(20) {
			case 0:
				m.RivalTo = other
			case 1:
				m.DrawnFrom = []proviso.MovementID{other}
			}
		}
		if m.Kind == proviso.Count {
			m.RivalTo, m.DrawnFrom = "", nil
			if r.IntN(2) == 0 {
				m.OfWhich = []proviso.Part{{Quantity: proviso.Exactly(int64(r.IntN(3))), Under: "euc"}}
			}
		}
		out = append(out, m)
	}
	return out
}

// TestRowsAreLikeRecords asks the same of records and of rows: every answer is the
// same to the byte. What the question names stays a record.
func TestRowsAreLikeRecords(t *testing.T) {
	answered, rowed := 0, 0
	for seed := range uint64(900) {
		r := rand.New(rand.NewPCG(seed, 1))
		all := invented(r)
		s := uncounted(all...)
		q := TraceQuestion{On: proviso.LastDay}
		pick := func(list ...string) []string { return []string{list[r.IntN(len(list))]} }
		q.Of, q.To = pick("euc", "KR", "US", "into:US", "lot:A", string(all[0].ID)), pick("UA", "US", "KR", "place:depot", "euc", string(all[1].ID))
		switch r.IntN(4) {
		case 0:
			q.Asks, q.On = "held", proviso.DayOf(2022, 1, 3)
		case 1:
			q.Through = pick("US", "place:depot")
		}
		maker := proviso.NewRowMaker()
		names := map[string]bool{"A": true, string(all[0].ID): true, string(all[1].ID): true}
		var whole []*proviso.Movement
		for i, m := range s.Movements {
			if !maker.Add(m, uint32(i)) {
				whole = append(whole, m)
				names[string(m.RivalTo)] = true
			}
		}
		rows := maker.Rows(func(uint32) bool { return false })
		whole = append(append(whole, rows.Named(names)...), rows.Samples()...)
		packed := uncounted(whole...)
		for row := range rows.Len() {
			if rows.Has(row) {
				rowed++
			}
		}
		want, err := AskTrace(context.Background(), s, q)
		q.Rows = rows
		got, err2 := AskTrace(context.Background(), packed, q)
		if (err == nil) != (err2 == nil) {
			t.Fatalf("seed %d: of records %v, of rows %v", seed, err, err2)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d, %v to %v: records (-), rows (+):\n%s", seed, q.Of, q.To, diff)
		}
		if err == nil {
			answered++
		}
		day := proviso.DayOf(2022, 1, 1+r.IntN(6))
		stock, err := AskStock(context.Background(), s, nil, day, "", true)
		if err != nil {
			t.Fatal(err)
		}
		again, err := AskStock(context.Background(), packed, rows, day, "", true)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(stock, again); diff != "" {
			t.Fatalf("seed %d: stock of records (-), of rows (+):\n%s", seed, diff)
		}
	}
	if answered < 450 || rowed < 1000 {
		t.Fatalf("%d answers, %d rows: too few to show anything", answered, rowed)
	}
}
