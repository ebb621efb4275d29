package ledger

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// benchMoves is the size of the measured ledger; PROVISO_BENCH_MOVES overrides it.
func benchMoves() int {
	if n, err := strconv.Atoi(os.Getenv("PROVISO_BENCH_MOVES")); err == nil {
		return n
	}
	return 20_000
}

// large makes a ledger of n movements between holdings of which there are few,
// as in a real one.
func large(t testing.TB, n int) *Ledger {
	t.Helper()
	l := begin(t, filepath.Join(t.TempDir(), "large.db"))
	sale := read(t, base)
	var m *proviso.Movement
	for _, r := range sale {
		if one, ok := r.(*proviso.Movement); ok {
			m = one
		}
	}
	if _, err := l.Record(context.Background(), "clerk", sale); err != nil {
		t.Fatal(err)
	}
	for start := 1; start < n; start += 10_000 {
		var batch []proviso.Record
		for i := start; i < min(start+10_000, n); i++ {
			one := *m
			one.ID = proviso.MovementID(fmt.Sprintf("sale-%08d", i))
			one.When = proviso.DateOfDay(proviso.DayOf(2020, 1, 1+i%2000))
			one.Quantity = proviso.Exactly(int64(1 + i*7919%5000))
			batch = append(batch, &one)
		}
		if _, err := l.Record(context.Background(), "clerk", batch); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

func BenchmarkAsOf(b *testing.B) {
	n := benchMoves()
	l := large(b, n)
	b.ReportAllocs()
	var v *View
	for b.Loop() {
		var err error
		if v, err = l.AsOf(context.Background(), proviso.LastDay, keeper); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "movements/s")
	if got := len(v.Entries); got < n {
		b.Fatalf("%d entries of %d", got, n)
	}
}

func BenchmarkSnapshot(b *testing.B) {
	n := benchMoves()
	v, err := large(b, n).AsOf(context.Background(), proviso.LastDay, keeper)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if got := len(v.Snapshot(proviso.LastDay).Movements); got != n {
			b.Fatalf("%d movements of %d", got, n)
		}
	}
	b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "movements/s")
}
