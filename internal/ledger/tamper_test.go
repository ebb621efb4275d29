package ledger

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/store"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

// witnesses are those of a small ledger.
var witnesses = []witness{{"w.example/1", 1}, {"w.example/2", 2}}

// small writes a ledger of a few entries with every act and two cosignatures, and
// gives its tables.
func small(t *testing.T, address string) (*Ledger, *tables) {
	t.Helper()
	soon(t)
	ctx := context.Background()
	l := begin(t, address)
	party := func(id, title string, tlp proviso.TLP, to ...proviso.PartyID) *proviso.Party {
		return &proviso.Party{ID: proviso.PartyID(id), Name: title, Envelope: proviso.Envelope{Marking: proviso.Marking{TLP: tlp, ReleasedTo: to}}}
	}
	var err error
	act := func(_ *Receipt, e error) {
		if e != nil {
			err = e
		}
	}
	act(l.Record(ctx, "a clerk", []proviso.Record{party("A", "Alpha", proviso.TLPGreen), party("B", "Beta", proviso.TLPRed, "A", "B")}))
	act(l.Record(ctx, "a clerk", []proviso.Record{party("C", "Gamma", 0, "B")}))
	act(l.Correct(ctx, "another", []proviso.Record{party("A", "Alfa", proviso.TLPAmber)}))
	act(l.Withdraw(ctx, "another", []string{"C"}))
	for _, w := range witnesses {
		note, e := l.Checkpoint(ctx)
		act(nil, e)
		_, e = l.Keep(ctx, w.known(t), append(note, w.line(note, 1_700_000_000)...))
		act(nil, e)
		act(l.Record(ctx, "another", []proviso.Record{party(w.name, w.name, 0)}))
	}
	if err != nil {
		t.Fatal(err)
	}
	driver := "sqlite"
	if store.IsServer(address) {
		driver = "pgx"
	}
	db, err := sql.Open(driver, address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return l, &tables{t, db, driver == "pgx"}
}

// tables changes what stands in a ledger behind its back.
type tables struct {
	t        *testing.T
	db       *sql.DB
	postgres bool
}

func (x *tables) exec(query string, args ...any) {
	x.t.Helper()
	if x.postgres {
		for n := 1; strings.Contains(query, "?"); n++ {
			query = strings.Replace(query, "?", fmt.Sprintf("$%d", n), 1)
		}
	}
	if _, err := x.db.Exec(query, args...); err != nil {
		x.t.Fatalf("%s: %v", query, err)
	}
}

// rows gives the values of a table, each row with its columns.
func (x *tables) rows(query string) (columns []string, out [][]any) {
	x.t.Helper()
	rows, err := x.db.Query(query)
	if err != nil {
		x.t.Fatal(err)
	}
	defer rows.Close()
	if columns, err = rows.Columns(); err != nil {
		x.t.Fatal(err)
	}
	for rows.Next() {
		values := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			x.t.Fatal(err)
		}
		out = append(out, values)
	}
	return columns, out
}

// others gives the values that one changed byte makes of a value.
func (x *tables) others(v any) (out []any) {
	flip := func(b []byte, i int) []byte {
		b = slices.Clone(b)
		b[i] ^= 1
		return b
	}
	switch v := v.(type) {
	case nil:
		out = append(out, int64(0))
	case int64:
		out = append(out, v^1, v^1<<8, v^1<<40, -v-1)
	case string:
		for i := range len(v) {
			if v[i] >= 0x80 && x.postgres {
				continue // text that is not UTF-8 it refuses
			}
			out = append(out, string(flip([]byte(v), i)))
		}
		out = append(out, v+" ", "")
	case []byte:
		for i := range v {
			out = append(out, flip(v, i))
		}
		out = append(out, append(slices.Clone(v), 0), []byte{})
	}
	return slices.DeleteFunc(out, func(o any) bool { return fmt.Sprint(o) == fmt.Sprint(v) })
}

// caught says whether verify sees that something does not fit, or that a
// cosignature is gone: that it says of witnesses that are asked for.
func caught(t *testing.T, l *Ledger, key string) bool {
	t.Helper()
	v, err := l.Verify(context.Background(), key, nil)
	return err != nil || v.Fault != nil || len(v.Kept) < len(witnesses)
}

// TestTampering changes every byte of the tables in turn, and drops, swaps and
// doubles rows: verify sees each. A cosignature that is gone is seen by whoever
// asks for its witness.
func TestTampering(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		l, x := small(t, address())
		h, err := l.Head(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		check := func(what string, args ...any) {
			t.Helper()
			n++
			if !caught(t, l, h.Key) {
				t.Errorf("verify did not see: "+what, args...)
			}
		}
		for _, table := range []struct{ name, key string }{
			{"entries", "seq"}, {"releases", "seq, party"}, {"names", "id, kind"}, {"mentions", "id, part"}, {"hashes", "first"}, {"checkpoints", "size"}, {"cosignatures", "size, witness"}, {"head", "one"},
		} {
			columns, rows := x.rows("SELECT * FROM " + table.name + " ORDER BY " + table.key)
			keys := strings.Split(table.key, ", ")
			for _, row := range rows {
				x.bytes(table.name, keys, columns, row, check)
			}
			if table.name != "head" {
				x.order(table.name, keys, columns, rows, check)
			}
		}
		fits(t, l)
		t.Logf("%d changes seen", n)
	})
}

// where gives the condition that finds a row, and its values.
func where(keys, columns []string, row []any) (string, []any) {
	var parts []string
	var args []any
	for _, k := range keys {
		parts = append(parts, k+" = ?")
		args = append(args, row[slices.Index(columns, k)])
	}
	return " WHERE " + strings.Join(parts, " AND "), args
}

// bytes changes each byte of a row in turn and puts it back.
func (x *tables) bytes(table string, keys, columns []string, row []any, check func(string, ...any)) {
	for i, column := range columns {
		if column == "one" {
			continue // held by the table itself
		}
		for _, other := range x.others(row[i]) {
			if n, ok := other.(int64); ok && slices.Contains(keys, column) && n >= 0 && n < 100 {
				continue // may be another row's, which the table refuses
			}
			changed := slices.Clone(row)
			changed[i] = other
			cond, args := where(keys, columns, row)
			x.exec("UPDATE "+table+" SET "+column+" = ?"+cond, append([]any{other}, args...)...)
			check("%s %v: %s is %q", table, row[0], column, other)
			cond, args = where(keys, columns, changed)
			x.exec("UPDATE "+table+" SET "+column+" = ?"+cond, append([]any{row[i]}, args...)...)
		}
	}
}

// order drops each row, swaps each with every later one, and doubles each.
func (x *tables) order(table string, keys, columns []string, rows [][]any, check func(string, ...any)) {
	insert := func(row []any) {
		x.exec("INSERT INTO "+table+" ("+strings.Join(columns, ", ")+") VALUES (?"+strings.Repeat(", ?", len(row)-1)+")", row...)
	}
	drop := func(row []any) {
		cond, args := where(keys, columns, row)
		x.exec("DELETE FROM "+table+cond, args...)
	}
	for i, row := range rows {
		drop(row)
		check("%s %v is gone", table, row[0])
		for _, other := range rows[i+1:] {
			a, b := slices.Clone(row), slices.Clone(other)
			a[0], b[0] = b[0], a[0]
			has := func(r []any) bool {
				return slices.ContainsFunc(rows, func(o []any) bool { return fmt.Sprint(o) == fmt.Sprint(r) })
			}
			if has(a) || has(b) {
				continue // the same rows, or one that the table refuses
			}
			drop(other)
			insert(a)
			insert(b)
			check("%s %v and %v are swapped", table, row[0], other[0])
			drop(a)
			drop(b)
			insert(other)
		}
		insert(row)
		double := slices.Clone(row)
		if n, ok := row[0].(int64); ok {
			double[0] = n + 1000
		} else {
			double[0] = fmt.Sprint(row[0], " again")
		}
		insert(double)
		check("%s %v is there twice", table, row[0])
		drop(double)
	}
}

// TestSetBack drops the last entries with all that belongs to them, as somebody
// could without the key: only a checkpoint kept elsewhere shows it.
func TestSetBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		ctx := context.Background()
		l, x := small(t, address())
		late, err := l.Checkpoint(ctx)
		if err != nil {
			t.Fatal(err)
		}
		h, err := l.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []string{"DELETE FROM entries WHERE seq > 2", "DELETE FROM releases WHERE seq > 2",
			"DELETE FROM checkpoints WHERE size > 3", "DELETE FROM cosignatures WHERE size > 3", "DELETE FROM hashes WHERE first > 3",
			"DELETE FROM names", "DELETE FROM mentions", "UPDATE head SET named = 0, mentioned = 0"} {
			x.exec(s)
		}
		if v := fits(t, l); v.Entries != 3 {
			t.Fatalf("%d entries", v.Entries)
		}
		v, err := l.Verify(ctx, h.Key, late)
		if err != nil || v.Fault == nil {
			t.Errorf("%+v %v", v, err)
		}
	})
}
