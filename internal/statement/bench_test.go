package statement_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/statement"
)

// BenchmarkRelate compares n statements over n/10 propositions: about as many
// deny as assert, and each proposition is about one of forty items between two
// of forty states and their forces.
func BenchmarkRelate(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			s := manyStatements(n)
			b.ResetTimer()
			for range b.N {
				r, err := statement.Read(s).Relate(context.Background())
				if err != nil || len(r.Conflicts) == 0 {
					b.Fatal(len(r.Conflicts), err)
				}
			}
		})
	}
}

// manyStatements gives n statements, the same ones for the same n.
func manyStatements(n int) *proviso.Snapshot {
	rnd := rand.New(rand.NewPCG(5, uint64(n)))
	var records []proviso.Record
	const states, items = 40, 40
	var parties []proviso.PartyID
	for i := range states {
		id := proviso.PartyID(fmt.Sprintf("S%d", i))
		records = append(records, &proviso.Party{ID: id, Kind: proviso.State}, &proviso.Party{ID: id + "-force", Kind: proviso.Force, PartOf: id},
			&proviso.Party{ID: id + "-speaker", Kind: proviso.Person, PartOf: id})
		parties = append(parties, id, id+"-force")
	}
	for i := range items {
		records = append(records, &proviso.Item{ID: proviso.ItemID(fmt.Sprintf("item%d", i)), Lethal: proviso.TruthOf(i%2 == 0)})
	}
	propositions := make([]*proviso.SomeMovement, n/10)
	for i := range propositions {
		first := proviso.DayOf(2022, 1, 1) + proviso.Day(rnd.IntN(700))
		propositions[i] = &proviso.SomeMovement{
			Items: []proviso.ItemID{proviso.ItemID(fmt.Sprintf("item%d", rnd.IntN(items)))},
			From:  proviso.End{Party: parties[rnd.IntN(len(parties))]}, To: proviso.End{Party: parties[rnd.IntN(len(parties))]},
			Quantity: proviso.Exactly(1 + rnd.Int64N(1000)), HasQuantity: rnd.IntN(2) == 0, When: proviso.Between(first, first+proviso.Day(rnd.IntN(60))),
		}
	}
	for i := range n {
		p := *propositions[rnd.IntN(len(propositions))]
		mode := proviso.Asserts
		if rnd.IntN(2) == 0 {
			mode = proviso.Denies
			p.HasQuantity = false
		}
		records = append(records, &proviso.Statement{
			ID: proviso.StatementID(fmt.Sprintf("s%06d", i)), By: []proviso.Speaker{{Party: proviso.PartyID(fmt.Sprintf("S%d-speaker", rnd.IntN(states)))}},
			Said: proviso.DateOfDay(proviso.DayOf(2024, 1, 1) + proviso.Day(rnd.IntN(300))), Mode: mode,
			Claim: proviso.Claim{Says: []proviso.Proposition{&p}},
		})
	}
	return proviso.NewSnapshot("many", proviso.DayOf(2025, 1, 1), proviso.LastDay, records)
}
