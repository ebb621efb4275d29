package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"text/tabwriter"
	"time"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	keep "github.com/proviso-ledger/proviso/internal/ledger"
)

// loads measures how fast a ledger on SQLite becomes a snapshot: its rows read
// and thrown away, then its entries decoded, then the snapshot made of them.
func loads(ctx context.Context, moves []int) error {
	fmt.Printf("\nA ledger on SQLite made ready to be asked, once. Seconds on the clock and of processor time; held is what is in memory at the end.\n\n")
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "movements\tleaves\trows alone\tprocessor\tdecoded\tprocessor\ta second\tto the rows\tsnapshot\tprocessor\theld\tpacking\tprocessor\tpack\tfrom it\tprocessor\theld\t")
	for _, n := range moves {
		if err := load(ctx, w, n); err != nil {
			return err
		}
	}
	return w.Flush()
}

func load(ctx context.Context, w *tabwriter.Writer, n int) error {
	dir, err := os.MkdirTemp(".", "load-*.tmp")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "load.db")
	if err := fillLedger(ctx, path, n); err != nil {
		return err
	}
	var bytes int64
	rows, err := both(func() error { bytes, err = readRows(ctx, path); return err })
	if err != nil {
		return err
	}
	before := heap()
	l, err := keep.Open(ctx, path)
	if err != nil {
		return err
	}
	defer l.Close()
	var v *keep.View
	decoded, err := both(func() error { v, err = l.AsOf(ctx, proviso.LastDay, proviso.Reader{Keeper: true}); return err })
	if err != nil {
		return err
	}
	var s *proviso.Snapshot
	made, _ := both(func() error { s = v.Snapshot(proviso.LastDay); return nil })
	if len(s.Movements) != n {
		return fmt.Errorf("%d movements were read back, not %d", len(s.Movements), n)
	}
	v = nil
	held := heap() - before
	runtime.KeepAlive(s)
	s = nil
	pack, err := loadPack(ctx, l, path, n)
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "%d\t%d MB\t%.2f\t%.2f\t%.2f\t%.2f\t%.0f\t%.1f\t%.2f\t%.2f\t%d MB\t%.2f\t%.2f\t%d MB\t%.2f\t%.2f\t%d MB\t\n", n, bytes/1e6, rows.clock, rows.processor, decoded.clock, decoded.processor,
		float64(n)/decoded.clock, decoded.clock/rows.clock, made.clock, made.processor, held/1e6,
		pack.made.clock, pack.made.processor, pack.file/1e6, pack.ready.clock, pack.ready.processor, pack.held/1e6)
	return nil
}

// packed is what a pack of a ledger takes, in bytes.
type packed struct {
	made, ready taken
	file, held  uint64
}

// loadPack makes a pack of the ledger, and the ledger ready from its file.
func loadPack(ctx context.Context, l *keep.Ledger, path string, n int) (t packed, err error) {
	var p *keep.Pack
	if t.made, err = both(func() error { p, err = l.Pack(ctx); return err }); err != nil {
		return t, err
	}
	if err := l.WritePack(ctx, p); err != nil {
		return t, err
	}
	p = nil
	before := heap()
	var s *proviso.Snapshot
	t.ready, err = both(func() error {
		if p, err = l.Packed(ctx); err == nil {
			s = p.Snapshot(proviso.LastDay, nil)
		}
		return err
	})
	if err != nil {
		return t, err
	}
	t.held = heap() - before
	all := len(s.Movements)
	for row := range p.Rows.Len() {
		if p.Rows.Has(row) {
			all++
		}
	}
	if all != n {
		return t, fmt.Errorf("%d movements are in the pack, not %d", all, n)
	}
	info, err := os.Stat(path + ".pack")
	if err == nil {
		t.file = uint64(info.Size())
	}
	return t, err
}

// taken is how long something took, in seconds.
type taken struct{ clock, processor float64 }

func both(f func() error) (t taken, err error) {
	start := time.Now()
	t.processor = timed(func() { start = time.Now(); err = f(); t.clock = time.Since(start).Seconds() })
	return t, err
}

// fillLedger makes a ledger of n movements. From a number on they are the same
// ones again under other ids.
func fillLedger(ctx context.Context, path string, n int) error {
	const most = 100_000
	d, err := dossier.Parse([]dossier.File{{Name: "ledger.yaml", Text: ledger(min(n, most))}})
	if err != nil {
		return err
	}
	l, err := keep.Init(ctx, path, "bench", "proviso.local/bench", path+".key")
	if err != nil {
		return err
	}
	defer l.Close()
	var named, movements []proviso.Record
	for _, r := range d.Records {
		if r.RecordKind() == proviso.MovementRecord {
			movements = append(movements, r)
		} else {
			named = append(named, r)
		}
	}
	if _, err := l.Record(ctx, "clerk", named); err != nil {
		return err
	}
	for done := 0; done < n; done += len(movements) {
		movements = movements[:min(len(movements), n-done)]
		for batch := range slices.Chunk(movements, 10_000) {
			if _, err := l.Record(ctx, "clerk", batch); err != nil {
				return err
			}
		}
		for i, r := range movements {
			next := *r.(*proviso.Movement)
			next.ID = proviso.MovementID(fmt.Sprintf("m%d", done+len(movements)+i))
			movements[i] = &next
		}
	}
	return nil
}

// readRows reads the leaves and does nothing with them.
func readRows(ctx context.Context, path string) (bytes int64, err error) {
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, "SELECT seq, leaf FROM entries ORDER BY seq")
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var seq int64
	var leaf sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&seq, &leaf); err != nil {
			return 0, err
		}
		bytes += int64(len(leaf))
	}
	return bytes, rows.Err()
}
