package ledger

import (
	"context"
	"fmt"
	"testing"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

// consignments gives movements from a number on, over the records of base.
func consignments(from, n int) []proviso.Record {
	out := make([]proviso.Record, n)
	day := proviso.DayOf(2020, 1, 1)
	for i := range out {
		m := &proviso.Movement{ID: proviso.MovementID(fmt.Sprintf("consignment-%d", from+i)), Kind: proviso.Transfer, Basis: proviso.Recorded,
			When: proviso.DateOfDay(day + proviso.Day((from+i)%2000)), Item: "shell", Quantity: proviso.Exactly(int64(from+i)%5000 + 1),
			From: proviso.Holding{Owner: "KR", Holder: "KR", At: "KR", Item: "shell"}, To: proviso.Holding{Owner: "US", Holder: "US", At: "US", Item: "shell"},
			Under: []proviso.InstrumentID{"euc"}}
		out[i] = m
	}
	return out
}

// BenchmarkRecord records movements in batches, each on disk before the next.
func BenchmarkRecord(b *testing.B) {
	for _, batch := range []int{1, 100, 10_000} {
		b.Run(fmt.Sprint(batch), func(b *testing.B) {
			l := begin(b, storetest.SQLite(b))
			if _, err := l.Record(context.Background(), "", read(b, base)); err != nil {
				b.Fatal(err)
			}
			for done := 0; b.Loop(); done += batch {
				if _, err := l.Record(context.Background(), "clerk", consignments(done, batch)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.N*batch)/b.Elapsed().Seconds(), "movements/s")
		})
	}
}
