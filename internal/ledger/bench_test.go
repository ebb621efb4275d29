package ledger

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

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

// benchMoves is the size of the ledgers that are read; PROVISO_BENCH_MOVES
// overrides it.
func benchMoves() int {
	if n, err := strconv.Atoi(os.Getenv("PROVISO_BENCH_MOVES")); err == nil {
		return n
	}
	return 20_000
}

// kept makes a ledger of n movements.
func kept(b *testing.B, n int) *Ledger {
	l := begin(b, storetest.SQLite(b))
	if _, err := l.Record(context.Background(), "", read(b, base)); err != nil {
		b.Fatal(err)
	}
	for done := 0; done < n; done += 10_000 {
		if _, err := l.Record(context.Background(), "clerk", consignments(done, min(10_000, n-done))); err != nil {
			b.Fatal(err)
		}
	}
	return l
}

// BenchmarkAsOf reads a whole ledger for its keeper.
func BenchmarkAsOf(b *testing.B) {
	n := benchMoves()
	l := kept(b, n)
	b.ReportAllocs()
	for b.Loop() {
		if v, err := l.AsOf(context.Background(), proviso.LastDay, keeper); err != nil || len(v.Entries) < n {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "movements/s")
}

// BenchmarkSnapshot makes a snapshot of what was read.
func BenchmarkSnapshot(b *testing.B) {
	n := benchMoves()
	v, err := kept(b, n).AsOf(context.Background(), proviso.LastDay, keeper)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if s := v.Snapshot(proviso.LastDay); len(s.Movements) < n {
			b.Fatal(len(s.Movements))
		}
	}
	b.ReportMetric(float64(b.N*n)/b.Elapsed().Seconds(), "movements/s")
}

// BenchmarkWithdraw withdraws one movement of many, by a program that has read
// nothing yet. The first also fills the tables that tell what to read.
func BenchmarkWithdraw(b *testing.B) {
	l := kept(b, benchMoves())
	withdraw := func(i int) {
		l.index, l.tree = newIndex(), nil
		if _, err := l.Withdraw(context.Background(), "", []string{fmt.Sprint("consignment-", i)}); err != nil {
			b.Fatal(err)
		}
	}
	start := time.Now()
	withdraw(0)
	first := time.Since(start)
	for i := 1; b.Loop(); i++ {
		withdraw(i)
	}
	b.ReportMetric(first.Seconds(), "s/first")
}
