package condition

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// plainRules gives n supply clauses over a tree of 200 parties, every third
// with approvals on record, and movements of which half are between parties
// that a rule names. bench/ compares other engines on a richer set.
func plainRules(n int) (*proviso.Snapshot, []*proviso.Movement) {
	rnd := rand.New(rand.NewPCG(7, uint64(n)))
	whole := func() proviso.PartyID { return proviso.PartyID(fmt.Sprintf("state-%d", rnd.IntN(50))) }
	part := func(of proviso.PartyID) proviso.PartyID {
		return proviso.PartyID(fmt.Sprintf("%s-part-%d", of, rnd.IntN(3)))
	}
	item := func() proviso.ItemID { return proviso.ItemID(fmt.Sprintf("item-%d", rnd.IntN(40))) }
	day := func() proviso.Date { return proviso.DateOfDay(proviso.DayOf(2020, 1, 1+rnd.IntN(1_000))) }
	var records []proviso.Record
	for i := range 50 {
		id := proviso.PartyID(fmt.Sprintf("state-%d", i))
		records = append(records, &proviso.Party{ID: id, Kind: proviso.State})
		for j := range 3 {
			records = append(records, &proviso.Party{ID: proviso.PartyID(fmt.Sprintf("%s-part-%d", id, j)), Kind: proviso.Force, PartOf: id})
		}
	}
	for i := range 40 {
		records = append(records, &proviso.Item{ID: proviso.ItemID(fmt.Sprintf("item-%d", i)), Unit: "round", Lethal: proviso.TruthOf(i%2 == 0)})
	}
	sides := make([][2]proviso.PartyID, n)
	for i := range n {
		sides[i] = [2]proviso.PartyID{whole(), whole()}
		body := &proviso.Supply{By: sides[i][:1], To: sides[i][1:], Items: []proviso.ItemID{item(), item()}, Lethal: i%4 == 0}
		in := &proviso.Instrument{ID: proviso.InstrumentID(fmt.Sprintf("rule-%d", i)), Kind: proviso.Embargo,
			Life: []proviso.Event{{Status: proviso.Given, On: proviso.DateOfDay(0)}}}
		in.Conditions = []*proviso.Condition{{ID: proviso.ConditionID(in.ID + "/supply"), Instrument: in.ID, Rule: body}}
		records = append(records, in)
		if i%3 > 0 {
			continue
		}
		body.UnlessApprovedBy = []proviso.PartyID{whole()}
		records = append(records, &proviso.Instrument{ID: in.ID + "-yes", Kind: proviso.Consent, GivenBy: body.UnlessApprovedBy[0], GivenTo: sides[i][0],
			For: []proviso.ConditionID{in.Conditions[0].ID}, Covers: proviso.Scope{AnyItem: true, To: body.To, HasQuantity: true, Quantity: proviso.Exactly(500)},
			Life: []proviso.Event{{Status: proviso.Given, On: day()}}})
	}
	movements := make([]*proviso.Movement, 4_096)
	for i := range movements {
		by, to := whole(), whole()
		if i%2 == 0 {
			s := sides[rnd.IntN(n)]
			by, to = s[0], s[1]
		}
		by, to = part(by), part(to)
		movements[i] = &proviso.Movement{ID: proviso.MovementID(fmt.Sprintf("m-%d", i)), Kind: proviso.Transfer, Basis: proviso.Recorded,
			Item: item(), Quantity: proviso.Exactly(1 + rnd.Int64N(1_000)), When: day(),
			From: proviso.Holding{Owner: by, Holder: by}, To: proviso.Holding{Owner: to, Holder: to}}
		movements[i].From.Item, movements[i].To.Item = movements[i].Item, movements[i].Item
	}
	return proviso.NewSnapshot("plain", proviso.DayOf(2024, 1, 1), proviso.LastDay, records), movements
}

func BenchmarkSupply(b *testing.B) {
	for _, n := range []int{10, 100, 1_000} {
		b.Run(fmt.Sprintf("rules=%d", n), func(b *testing.B) {
			s, movements := plainRules(n)
			x := NewSupplyIndex(s)
			b.ReportAllocs()
			i, wrong := 0, 0
			for b.Loop() {
				if x.Decide(movements[i%len(movements)]) != proviso.Permitted {
					wrong++
				}
				i++
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "decisions/s")
		})
	}
}

// TestSupplyDecisionAllocatesNothing holds the decision core to its promise on
// movements that rules forbid, leave without approval and approve.
func TestSupplyDecisionAllocatesNothing(t *testing.T) {
	s, movements := plainRules(1_000)
	x := NewSupplyIndex(s)
	seen := map[proviso.Verdict]int{}
	for _, m := range movements {
		seen[x.Decide(m)]++
	}
	if seen[proviso.Permitted] == 0 || seen[proviso.Missing] == 0 || seen[proviso.Forbidden] == 0 {
		t.Fatalf("the movements do not meet every verdict: %v", seen)
	}
	if n := testing.AllocsPerRun(1, func() {
		for _, m := range movements {
			x.Decide(m)
		}
	}); n > 0 {
		t.Errorf("%d decisions made %v allocations", len(movements), n)
	}
}

// plainLedger gives n movements under 1,000 certificates: deliveries to depots,
// from which units go on to brigades of the buyer and are used up there.
func plainLedger(n int) *proviso.Snapshot {
	const certificates = 1_000
	rnd := rand.New(rand.NewPCG(8, uint64(n)))
	party := func(kind string, i int) proviso.PartyID { return proviso.PartyID(fmt.Sprintf("%s-%d", kind, i)) }
	item := func(i int) proviso.ItemID { return proviso.ItemID(fmt.Sprintf("item-%d", i%40)) }
	var records []proviso.Record
	for i := range 40 {
		records = append(records, &proviso.Item{ID: item(i), Unit: "round"}, &proviso.Party{ID: party("state", i), Kind: proviso.State})
		for _, part := range []string{"maker", "depot", "brigade"} {
			records = append(records, &proviso.Party{ID: party(part, i), Kind: proviso.Force, PartOf: party("state", i)})
		}
	}
	for i := range certificates {
		in := &proviso.Instrument{ID: proviso.InstrumentID(fmt.Sprintf("cert-%d", i)), Kind: proviso.Certificate,
			GivenBy: party("state", i/40%40), GivenTo: party("state", (i/40+1)%40), Life: []proviso.Event{{Status: proviso.Given, On: proviso.DateOfDay(0)}}}
		in.Conditions = []*proviso.Condition{
			{ID: proviso.ConditionID(in.ID + "/end-user"), Instrument: in.ID, Rule: &proviso.EndUser{Parties: []proviso.PartyID{in.GivenBy}}},
			{ID: proviso.ConditionID(in.ID + "/onward"), Instrument: in.ID, Rule: &proviso.Onward{Rule: proviso.OnwardPriorConsent, Triggers: []proviso.Trigger{proviso.OnTitle}}},
		}
		records = append(records, in)
	}
	for i := range n {
		cert := rnd.IntN(certificates)
		buyer, it := cert/40%40, item(cert)
		hold := func(kind string, i int) proviso.Holding {
			return proviso.Holding{Owner: party(kind, i), Holder: party(kind, i), At: "KR", Item: it}
		}
		m := &proviso.Movement{ID: proviso.MovementID(fmt.Sprintf("m-%06d", i)), Kind: proviso.Transfer, Basis: proviso.Recorded, Item: it,
			When: proviso.DateOfDay(proviso.Day(1 + i*700/n)), Quantity: proviso.Exactly(100), From: hold("depot", buyer), To: hold("brigade", buyer)}
		switch i % 4 {
		case 0:
			m.Quantity, m.From, m.To = proviso.Exactly(400), hold("maker", (buyer+1)%40), hold("depot", buyer)
			m.Under = []proviso.InstrumentID{proviso.InstrumentID(fmt.Sprintf("cert-%d", cert))}
		case 1:
			m.Kind, m.From, m.To = proviso.Expend, hold("brigade", buyer), proviso.Holding{}
		}
		records = append(records, m)
	}
	return proviso.NewSnapshot("ledger", proviso.DayOf(2024, 1, 1), proviso.LastDay, records)
}

func BenchmarkDecide(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("movements=%d", n), func(b *testing.B) {
			s := plainLedger(n)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Decide(context.Background(), s); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
