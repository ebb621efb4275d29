package main

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"

	proviso "github.com/proviso-ledger/proviso"
	keep "github.com/proviso-ledger/proviso/internal/ledger"
	"github.com/proviso-ledger/proviso/internal/seal"
	_ "modernc.org/sqlite"
)

// appends measures how fast movements are kept for good, one by one and in
// batches: by Proviso, by a bare SQL insert of the same rows without seal and
// checks, and by appending the same bytes to a file. Each is on disk before the
// next begins. The three take turns.
func appends(ctx context.Context, postgres string) error {
	if err := appendsOn(ctx, "SQLite (WAL, synchronous FULL)", ""); err != nil || postgres == "" {
		return err
	}
	return appendsOn(ctx, "PostgreSQL, on this machine", postgres)
}

// appendsOn measures on a server, or on SQLite where there is none.
func appendsOn(ctx context.Context, system, server string) error {
	dir, err := os.MkdirTemp(".", "append-*.tmp")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fmt.Printf("\nMovements a second on the clock, kept on %s. Ratios: Proviso to the other.\n\n", system)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "in batches of\tmovements\tproviso\tbare insert\tratio\tappend and sync\tratio\tread back\t")
	for _, c := range []struct{ batch, rounds int }{{1, 2000}, {100, 200}, {10_000, 40}} {
		if err := appendRow(ctx, w, server, filepath.Join(dir, fmt.Sprint(c.batch)), c.batch, c.rounds); err != nil {
			return err
		}
	}
	return w.Flush()
}

// kept is one way of keeping batches.
type kept struct {
	spent time.Duration
	add   func(records []proviso.Record, leaves []string) error
}

func appendRow(ctx context.Context, w *tabwriter.Writer, server, base string, batch, rounds int) error {
	address, bare, err := places(ctx, server, base)
	if err != nil {
		return err
	}
	defer bare.drop()
	l, err := keep.Init(ctx, address, "bench", "proviso.local/bench", base+".key")
	if err != nil {
		return err
	}
	defer l.Close()
	if _, err := l.Record(ctx, "", register()); err != nil {
		return err
	}
	f, err := os.Create(base + ".raw")
	if err != nil {
		return err
	}
	defer f.Close()
	ways := []*kept{
		{add: func(r []proviso.Record, _ []string) error { _, err := l.Record(ctx, "clerk", r); return err }},
		{add: func(r []proviso.Record, leaves []string) error { return bare.insert(ctx, r, leaves) }},
		{add: func(_ []proviso.Record, leaves []string) error {
			if _, err := f.WriteString(strings.Join(leaves, "\n") + "\n"); err != nil {
				return err
			}
			return syscall.Fdatasync(int(f.Fd()))
		}},
	}
	for round := range rounds {
		records, leaves, err := consignment(round*batch, batch)
		if err != nil {
			return err
		}
		for i := range ways {
			way := ways[(i+round)%len(ways)]
			start := time.Now()
			if err := way.add(records, leaves); err != nil {
				return err
			}
			way.spent += time.Since(start)
		}
	}
	start := time.Now()
	v, err := l.AsOf(ctx, proviso.LastDay, proviso.Reader{Keeper: true})
	if err != nil {
		return err
	}
	n := float64(batch * rounds)
	if got := len(v.Snapshot(proviso.LastDay).Movements); got != batch*rounds {
		return fmt.Errorf("%d movements were read back, not %d", got, batch*rounds)
	}
	read := n / time.Since(start).Seconds()
	rate := func(k *kept) float64 { return n / k.spent.Seconds() }
	fmt.Fprintf(w, "%d\t%.0f\t%.0f\t%.0f\t%.2f\t%.0f\t%.2f\t%.0f\t\n", batch, n, rate(ways[0]), rate(ways[1]), rate(ways[0])/rate(ways[1]),
		rate(ways[2]), rate(ways[0])/rate(ways[2]), read)
	return nil
}

// register is what the movements name.
func register() []proviso.Record {
	return []proviso.Record{
		&proviso.Party{ID: "KR", Name: "Republic of Korea", Kind: proviso.State},
		&proviso.Party{ID: "US", Name: "United States", Kind: proviso.State},
		&proviso.Item{ID: "155mm-HE", Name: "155 mm HE artillery round", Unit: "round", Lethal: proviso.Yes},
		&proviso.Instrument{ID: "euc", Kind: proviso.Certificate, GivenBy: "US", GivenTo: "KR"},
		&proviso.Source{ID: "waybill", Name: "A waybill"},
	}
}

// consignment gives movements from a number on, with their leaves.
func consignment(from, n int) ([]proviso.Record, []string, error) {
	records, leaves := make([]proviso.Record, n), make([]string, n)
	day := proviso.DayOf(2020, 1, 1)
	for i := range n {
		m := &proviso.Movement{ID: proviso.MovementID(fmt.Sprintf("consignment-%d", from+i)), Kind: proviso.Transfer, Basis: proviso.Recorded,
			When: proviso.DateOfDay(day + proviso.Day((from+i)%2000)), Item: "155mm-HE", Quantity: proviso.Exactly(int64(from+i)%5000 + 1),
			From: proviso.Holding{Owner: "KR", Holder: "KR", At: "KR", Item: "155mm-HE"}, To: proviso.Holding{Owner: "US", Holder: "US", At: "US", Item: "155mm-HE"},
			Under: []proviso.InstrumentID{"euc"}}
		m.Sources = []proviso.SourceID{"waybill"}
		leaf, err := seal.Encode(seal.Entry{At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), By: "clerk", Act: seal.ActRecord,
			Kind: proviso.MovementRecord, ID: string(m.ID), Replaces: seal.None, Record: m})
		if err != nil {
			return nil, nil, err
		}
		records[i], leaves[i] = m, string(leaf)
	}
	return records, leaves, nil
}

const bareColumns = 9

// bareTable is a table like that of a ledger, without the rest.
type bareTable struct {
	db   *sql.DB
	drop func()
	mark func(n int) string // the n-th parameter, from 1
	rows int
	made map[int]string
}

// places gives where a ledger can be made, and a bare table beside it: files, or
// schemas of their own on a server.
func places(ctx context.Context, server, base string) (address string, bare *bareTable, err error) {
	bare = &bareTable{made: map[int]string{}, mark: func(int) string { return "?" }}
	driver, source := "sqlite", "file:"+base+"-bare.db?_pragma=page_size(8192)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_txlock=immediate"
	address = base + ".db"
	if server != "" {
		driver, source, address = "pgx", server, server+"&search_path=proviso_bench"
		bare.mark = func(n int) string { return fmt.Sprintf("$%d", n) }
	}
	if bare.db, err = sql.Open(driver, source); err != nil {
		return "", nil, err
	}
	bare.db.SetMaxOpenConns(1)
	setup := []string{"CREATE TABLE proviso_bare (seq INTEGER PRIMARY KEY, recorded_at TEXT, recorded_by TEXT, act TEXT, kind TEXT," +
		" id TEXT, replaces INTEGER, tlp INTEGER, leaf TEXT)"}
	bare.drop = func() { bare.db.Close() }
	if server != "" {
		setup = append(setup, "CREATE SCHEMA proviso_bench")
		bare.drop = func() {
			bare.db.Exec("DROP SCHEMA proviso_bench CASCADE")
			bare.db.Exec("DROP TABLE proviso_bare")
			bare.db.Close()
		}
	}
	for _, s := range setup {
		if _, err := bare.db.ExecContext(ctx, s); err != nil {
			bare.drop()
			return "", nil, err
		}
	}
	return address, bare, nil
}

// insert inserts rows in one transaction, many in a statement.
func (b *bareTable) insert(ctx context.Context, records []proviso.Record, leaves []string) error {
	tx, err := b.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	const together = 200
	for from := 0; from < len(records); from += together {
		n := min(together, len(records)-from)
		args := make([]any, 0, n*bareColumns)
		for i := from; i < from+n; i++ {
			b.rows++
			args = append(args, b.rows, "2026-01-01T00:00:00.000000Z", "clerk", "record", "movement", records[i].RecordID(), nil, 0, leaves[i])
		}
		if _, err := tx.ExecContext(ctx, b.statement(n), args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// statement is that which inserts n rows, made once.
func (b *bareTable) statement(n int) string {
	if b.made[n] != "" {
		return b.made[n]
	}
	var values strings.Builder
	for i := range n * bareColumns {
		before := ", "
		if i%bareColumns == 0 {
			before = "), ("
		}
		values.WriteString(before + b.mark(i+1))
	}
	b.made[n] = "INSERT INTO proviso_bare VALUES " + strings.TrimPrefix(values.String(), "), ") + ")"
	return b.made[n]
}
