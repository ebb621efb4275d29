package store_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/ledger"
	"github.com/proviso-ledger/proviso/internal/store"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

// faults makes one call of a driver fail: before it does anything, or after it
// has done all of it.
type faults struct {
	mu    sync.Mutex
	calls int
	at    int  // which call fails, from 1; 0: none
	after bool // it fails after it was done
	what  string
}

var errInjected = errors.New("injected")

// around counts a call and runs it, unless it is to fail.
func (f *faults) around(what string, call func() error) error {
	f.mu.Lock()
	f.calls++
	fails := f.calls == f.at
	if fails {
		f.what = what
	}
	f.mu.Unlock()
	if fails && !f.after {
		return errInjected
	}
	if err := call(); err != nil {
		return err
	}
	if fails {
		return errInjected
	}
	return nil
}

func (f *faults) set(at int, after bool) {
	f.calls, f.at, f.after, f.what = 0, at, after, ""
}

// faulty is a driver around another.
type faulty struct {
	driver.Driver
	f *faults
}

func (d faulty) Open(name string) (driver.Conn, error) {
	c, err := d.Driver.Open(name)
	if err != nil {
		return nil, err
	}
	return &conn{c, d.f}, nil
}

type conn struct {
	driver.Conn
	f *faults
}

func (c *conn) BeginTx(ctx context.Context, o driver.TxOptions) (out driver.Tx, err error) {
	err = c.f.around("begin", func() error {
		out, err = c.Conn.(driver.ConnBeginTx).BeginTx(ctx, o)
		return err
	})
	if err != nil && out != nil {
		out.Rollback()
	}
	return &tx{out, c.f}, err
}

func (c *conn) ExecContext(ctx context.Context, q string, args []driver.NamedValue) (out driver.Result, err error) {
	err = c.f.around(q, func() error {
		out, err = c.Conn.(driver.ExecerContext).ExecContext(ctx, q, args)
		return err
	})
	return out, err
}

func (c *conn) QueryContext(ctx context.Context, q string, args []driver.NamedValue) (out driver.Rows, err error) {
	err = c.f.around(q, func() error {
		out, err = c.Conn.(driver.QueryerContext).QueryContext(ctx, q, args)
		return err
	})
	if err != nil && out != nil {
		out.Close()
	}
	return out, err
}

func (c *conn) PrepareContext(ctx context.Context, q string) (out driver.Stmt, err error) {
	err = c.f.around("prepare "+q, func() error {
		out, err = c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, q)
		return err
	})
	if err != nil && out != nil {
		out.Close()
	}
	return &stmt{out, c.f, q}, err
}

type stmt struct {
	driver.Stmt
	f *faults
	q string
}

func (s *stmt) ExecContext(ctx context.Context, args []driver.NamedValue) (out driver.Result, err error) {
	err = s.f.around(s.q, func() error {
		out, err = s.Stmt.(driver.StmtExecContext).ExecContext(ctx, args)
		return err
	})
	return out, err
}

func (s *stmt) QueryContext(ctx context.Context, args []driver.NamedValue) (out driver.Rows, err error) {
	err = s.f.around(s.q, func() error {
		out, err = s.Stmt.(driver.StmtQueryContext).QueryContext(ctx, args)
		return err
	})
	if err != nil && out != nil {
		out.Close()
	}
	return out, err
}

type tx struct {
	driver.Tx
	f *faults
}

func (t *tx) Commit() error { return t.f.around("commit", t.Tx.Commit) }

// register puts faults around both drivers.
var register = sync.OnceValue(func() *faults {
	f := &faults{}
	for _, name := range []string{"sqlite", "pgx"} {
		db, err := sql.Open(name, "")
		if err != nil {
			panic(err)
		}
		sql.Register("faulty-"+name, faulty{db.Driver(), f})
		db.Close()
	}
	return f
})

func party(id string) proviso.Record { return &proviso.Party{ID: proviso.PartyID(id), Name: "a party"} }

func standing(t *testing.T, l *ledger.Ledger) int {
	t.Helper()
	v, err := l.AsOf(context.Background(), proviso.LastDay, proviso.Reader{Keeper: true})
	if err != nil {
		t.Fatal(err)
	}
	return len(v.Records())
}

// TestFaults lets every call to the database fail once before it was done and
// once after, then says the same again: every record is there once, and verify
// finds nothing wrong.
func TestFaults(t *testing.T) {
	f := register()
	defer store.UseDrivers("faulty-sqlite", "faulty-pgx")()
	storetest.Each(t, func(t *testing.T, address func() string) {
		n, unsure := 0, 0
		for _, after := range []bool{false, true} {
			for at := 1; ; at++ {
				code, hit := oneFault(t, f, address(), at, after)
				if !hit {
					break
				}
				n++
				if code == store.Unsure {
					unsure++
				}
			}
		}
		t.Logf("%d faults; after %d of them it was not known whether the records were stored", n, unsure)
		if n < 12 || unsure != 2 {
			t.Errorf("%d faults, %d unsure", n, unsure)
		}
	})
}

// oneFault writes to a ledger with one fault, and gives the code of the error.
func oneFault(t *testing.T, f *faults, address string, at int, after bool) (code string, hit bool) {
	t.Helper()
	ctx := context.Background()
	f.set(0, false)
	l, err := ledger.Init(ctx, address, "test", "proviso.local/test", filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := l.Record(ctx, "", []proviso.Record{party("a"), party("b")}); err != nil {
		t.Fatal(err)
	}
	more := []proviso.Record{party("c"), party("d"), party("e")}
	f.set(at, after)
	_, err = l.Record(ctx, "", more)
	hit, what := f.what != "", f.what
	f.set(0, false)
	fault := fmt.Sprintf("call %d (%s), after %v", at, what, after)
	now := standing(t, l)
	var e *proviso.Error
	switch {
	case !hit && (err != nil || now != 5):
		t.Errorf("%s: %v, %d records", fault, err, now)
	case !hit:
		return "", false
	case !errors.As(err, &e) || !errors.Is(err, errInjected):
		t.Errorf("%s: %v", fault, err)
	case now != 2 && (now != 5 || what != "commit" || !after || e.Code != store.Unsure):
		t.Errorf("%s: %d records stand after %s", fault, now, e.Code)
	}
	if _, err := l.Record(ctx, "", more); err != nil {
		t.Errorf("%s: and then %v", fault, err)
	}
	if n := standing(t, l); n != 5 {
		t.Errorf("%s: and then %d records", fault, n)
	}
	h, err := l.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if v, err := l.Verify(ctx, h.Key, nil); err != nil || v.Fault != nil || v.Entries != 5 {
		t.Errorf("%s: %v %+v", fault, err, v)
	}
	if e != nil {
		code = e.Code
	}
	return code, hit
}
