package store_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/ledger"
	"github.com/proviso-ledger/proviso/internal/seal"
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

// acts are what is done to a ledger of two records while a call fails, each with the
// state after it.
var acts = []struct {
	name string
	do   func(ctx context.Context, l *ledger.Ledger) error
	then state
}{
	{"record", func(ctx context.Context, l *ledger.Ledger) error {
		_, err := l.Record(ctx, "", []proviso.Record{party("c"), party("d"), party("e")})
		return err
	}, state{5, 5, 0}},
	{"correct", func(ctx context.Context, l *ledger.Ledger) error {
		_, err := l.Correct(ctx, "", []proviso.Record{&proviso.Party{ID: "a", Name: "another", PartOf: "b"}})
		return err
	}, state{2, 3, 0}},
	{"withdraw", func(ctx context.Context, l *ledger.Ledger) error {
		_, err := l.Withdraw(ctx, "", []string{"b"})
		return err
	}, state{1, 3, 0}},
	{"keep", func(ctx context.Context, l *ledger.Ledger) error {
		note, err := l.Checkpoint(ctx)
		if err != nil {
			return err
		}
		w, line, err := cosigned(note)
		if err == nil {
			_, err = l.Keep(ctx, w, line)
		}
		return err
	}, state{2, 2, 1}},
}

// state is what a ledger holds.
type state struct{ standing, entries, kept int }

// stateOf gives the state of a ledger in which everything fits.
func stateOf(t *testing.T, l *ledger.Ledger, public string) state {
	t.Helper()
	ctx := context.Background()
	v, err := l.AsOf(ctx, proviso.LastDay, proviso.Reader{Keeper: true})
	if err != nil {
		t.Fatal(err)
	}
	fit, err := l.Verify(ctx, public, nil)
	if err != nil || fit.Fault != nil {
		t.Fatalf("%v %+v", err, fit)
	}
	return state{len(v.Records()), int(fit.Entries), len(fit.Kept)}
}

// cosigned gives a witness and its line to a checkpoint, after C2SP
// tlog-cosignature.
func cosigned(note []byte) (seal.Witness, []byte, error) {
	const name = "w.example"
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	public := append([]byte{4}, key.Public().(ed25519.PublicKey)...)
	id := sha256.Sum256(append([]byte(name+"\n"), public...))
	body, _, _ := bytes.Cut(note, []byte("\n\n"))
	sig := ed25519.Sign(key, fmt.Appendf(nil, "cosignature/v1\ntime 9\n%s\n", body))
	line := slices.Concat(id[:4], []byte{0, 0, 0, 0, 0, 0, 0, 9}, sig)
	w, err := seal.ParseWitness(fmt.Sprintf("%s+%x+%s", name, id[:4], base64.StdEncoding.EncodeToString(public)))
	return w, fmt.Appendf(nil, "— %s %s\n", name, base64.StdEncoding.EncodeToString(line)), err
}

// TestFaults lets every call to the database fail once before it was done and
// once after, with each act, then says the same again: every record is there once,
// and verify finds nothing wrong.
func TestFaults(t *testing.T) {
	f := register()
	defer store.UseDrivers("faulty-sqlite", "faulty-pgx")()
	storetest.Each(t, func(t *testing.T, address func() string) {
		for i := range acts {
			n, unsure := 0, 0
			for _, after := range []bool{false, true} {
				for at := 1; ; at++ {
					code, hit := oneFault(t, f, address(), i, at, after)
					if !hit {
						break
					}
					n++
					if code == store.Unsure {
						unsure++
					}
				}
			}
			t.Logf("%s: %d faults; after %d of them it was not known whether it was stored", acts[i].name, n, unsure)
			if n < 12 || unsure != 2 {
				t.Errorf("%s: %d faults, %d unsure", acts[i].name, n, unsure)
			}
		}
	})
}

// oneFault writes to a ledger with one fault, and gives the code of the error.
// Whoever writes has just opened it.
func oneFault(t *testing.T, f *faults, address string, act, at int, after bool) (code string, hit bool) {
	t.Helper()
	ctx := context.Background()
	f.set(0, false)
	key := filepath.Join(t.TempDir(), "key")
	first, err := ledger.Init(ctx, address, "test", "proviso.local/test", key)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	if _, err := first.Record(ctx, "", []proviso.Record{party("a"), party("b")}); err != nil {
		t.Fatal(err)
	}
	l, err := ledger.OpenToWrite(ctx, address, key)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	h, err := l.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	do, then := acts[act].do, acts[act].then
	f.set(at, after)
	err = do(ctx, l)
	hit, what := f.what != "", f.what
	f.set(0, false)
	fault := fmt.Sprintf("%s, call %d (%s), after %v", acts[act].name, at, what, after)
	now := stateOf(t, l, h.Key)
	var e *proviso.Error
	switch {
	case !hit && (err != nil || now != then):
		t.Errorf("%s: %v, %v", fault, err, now)
	case !hit:
		return "", false
	case !errors.As(err, &e) || !errors.Is(err, errInjected):
		t.Errorf("%s: %v", fault, err)
	case now == then && (what != "commit" || !after || e.Code != store.Unsure), now != then && now != (state{2, 2, 0}):
		t.Errorf("%s: %v after %s", fault, now, e.Code)
	}
	if err := do(ctx, l); err != nil || stateOf(t, l, h.Key) != then {
		t.Errorf("%s: and then %v %v", fault, err, stateOf(t, l, h.Key))
	}
	if e != nil {
		code = e.Code
	}
	return code, hit
}

// TestFaultsAtBirth lets every call fail while a ledger is made: it is not there
// and can be made, or it is there with its key.
func TestFaultsAtBirth(t *testing.T) {
	f := register()
	defer store.UseDrivers("faulty-sqlite", "faulty-pgx")()
	ctx := context.Background()
	storetest.Each(t, func(t *testing.T, address func() string) {
		n := 0
		for _, after := range []bool{false, true} {
			for at := 1; ; at++ {
				where, key := address(), filepath.Join(t.TempDir(), "key")
				f.set(at, after)
				l, err := ledger.Init(ctx, where, "test", "proviso.local/test", key)
				what := f.what
				f.set(0, false)
				if what == "" {
					l.Close()
					break
				}
				n++
				if err == nil {
					t.Fatalf("%s failed and nobody says so", what)
				}
				var e *proviso.Error
				var again error
				if errors.As(err, &e) && e.Code == store.Unsure {
					if l, again = ledger.OpenToWrite(ctx, where, key); again != nil {
						os.Remove(key)
						os.Remove(key + ".pub")
					}
				}
				if l == nil {
					l, again = ledger.Init(ctx, where, "test", "proviso.local/test", key)
				}
				if again != nil {
					t.Fatalf("%s, after %v: %v, and then %v", what, after, err, again)
				}
				if _, err := l.Record(ctx, "", []proviso.Record{party("a")}); err != nil {
					t.Errorf("%s, after %v: %v", what, after, err)
				}
				l.Close()
			}
		}
		t.Logf("%d faults", n)
		if n < 20 {
			t.Errorf("%d faults", n)
		}
	})
}
