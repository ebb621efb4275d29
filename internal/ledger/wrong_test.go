package ledger

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/store"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

// TestCutShort asks ledgers that end in the middle: each is said to be damaged
// or no ledger, and none is changed.
func TestCutShort(t *testing.T) {
	ctx := context.Background()
	l := begin(t, storetest.SQLite(t))
	if _, err := l.Record(ctx, "", example(t, "seoul-155mm").Records); err != nil {
		t.Fatal(err)
	}
	h, err := l.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	file := l.Shown()
	l.Close()
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for size := 1; size < len(whole); size += 1 + len(whole)/60 {
		name := filepath.Join(dir, "cut.db")
		if err := os.WriteFile(name, whole[:size], 0o600); err != nil {
			t.Fatal(err)
		}
		code := ""
		cut, err := Open(ctx, name)
		if err == nil {
			if _, err = cut.AsOf(ctx, proviso.LastDay, keeper); err == nil {
				var v *Verified
				if v, err = cut.Verify(ctx, h.Key, nil); err == nil && v.Fault != nil {
					code = v.Fault.Code
				}
			}
			cut.Close()
		}
		if code == "" {
			code = codes(err)
		}
		if code != "damaged" && code != "foreign" {
			t.Errorf("cut at %d of %d: %q %v", size, len(whole), code, err)
		}
		if now, err := os.ReadFile(name); err != nil || !bytes.Equal(now, whole[:size]) {
			t.Errorf("cut at %d it was changed: %v", size, err)
		}
	}
}

// TestForeign opens databases that are no ledger, or one of a newer program.
func TestForeign(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		ctx := context.Background()
		where := address()
		key := filepath.Join(t.TempDir(), "key")
		driver := "pgx"
		if !strings.HasPrefix(where, "postgres") {
			driver = "sqlite"
		}
		db, err := sql.Open(driver, where)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		run := func(query string) {
			t.Helper()
			if _, err := db.Exec(query); err != nil {
				t.Fatal(err)
			}
		}
		refused := func(want string) {
			t.Helper()
			for range 2 {
				l, err := Open(ctx, where)
				if got := codes(err); got != want {
					t.Errorf("%q, not %q: %v", got, want, err)
				}
				if err == nil {
					l.Close()
				}
			}
		}
		run("CREATE TABLE something (id INTEGER)")
		refused("foreign")
		run("CREATE TABLE head (size INTEGER)")
		refused("foreign")
		if _, err := Init(ctx, where, "test", "proviso.local/test", key); codes(err) != "exists" {
			t.Error(err)
		}
		if _, err := os.Stat(key); err == nil {
			t.Error("a key was left behind")
		}

		where = address()
		l, err := Init(ctx, where, "test", "proviso.local/test", key)
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		if db, err = sql.Open(driver, where); err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		for format, want := range map[string]string{fmt.Sprint(store.Format + 1): "newer", fmt.Sprint(store.Format - 1): "older"} {
			run("UPDATE head SET format = " + format)
			refused(want)
			if _, err := OpenToWrite(ctx, where, key); codes(err) != want {
				t.Error(err)
			}
		}
		run(fmt.Sprint("UPDATE head SET format = ", store.Format))
		run("DELETE FROM head")
		refused("damaged")
	})
}

// TestReadOnlyServer writes to a server that takes no writes.
func TestReadOnlyServer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		where, key := address(), filepath.Join(t.TempDir(), "key")
		l, err := Init(context.Background(), where, "test", "proviso.local/test", key)
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		if !strings.HasPrefix(where, "postgres") {
			return // the disk of a file: TestReadOnlyDisk
		}
		l, err = OpenToWrite(context.Background(), where+"&default_transaction_read_only=on", key)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		if _, err := l.Record(context.Background(), "", batchOf("w", 0)); codes(err) != "read-only" {
			t.Error(err)
		}
	})
}
