package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/proviso-ledger/proviso"
)

// Format is the version of the tables that this program reads and writes.
const Format = 6

// Head is what is said of a ledger as a whole: in a table of one row, which every
// writer locks, and by the last checkpoint and entry.
type Head struct {
	Name  string    // the case, for people
	Key   string    // the public key that its checkpoints are signed with
	Size  int64     // number of entries, which the last checkpoint tells
	At    time.Time // of the last entry; zero without one
	Named int64     // number of entries whose names the table names has

	Mentioned int64 // number of entries of which the table mentions says what they name
}

// Store is one open ledger. It may be used by several goroutines.
type Store struct {
	db      *sql.DB
	dialect *dialect
	shown   string // the address for messages, without a password

	mu       sync.Mutex
	prepared map[string]*sql.Stmt // of writers, by their text
}

// dialect is where the two systems differ.
type dialect struct {
	blob    string // the type of bytes
	integer string // the type of whole numbers
	lock    string // takes the writer's lock, besides what begin does
	numbers bool   // parameters are written $1, $2
	find    string // the function that gives where a text stands in another, from 1
	explain func(err error) (code, message, fix string)
	refused func(err error) bool // says whether the failure of a commit means for sure that nothing was stored
}

// Mode says what a store is opened for.
type Mode int8

// The modes.
const (
	ForReading Mode = iota
	ForWriting
)

// IsServer says whether the address names a ledger on a PostgreSQL server.
func IsServer(address string) bool {
	return strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")
}

// Create makes the tables of a ledger with what fn puts into them, in one
// transaction, and opens it. There must be no file, or no ledger in the database.
func Create(ctx context.Context, address string, h Head, fn func(*Tx) error) (*Store, error) {
	s, err := connect(address, ForWriting, true)
	if err != nil {
		return nil, err
	}
	if err := s.fill(ctx, h, fn); err != nil {
		s.Close()
		var unsure *proviso.Error
		if !IsServer(address) && os.Remove(address) == nil && errors.As(err, &unsure) && unsure.Code == Unsure {
			unsure.Code, unsure.Message, unsure.Fix = "store", "the ledger could not be made", ""
		}
		return nil, err
	}
	return s, nil
}

// Open opens a ledger that exists.
func Open(ctx context.Context, address string, mode Mode) (*Store, error) {
	s, err := connect(address, mode, false)
	if err != nil {
		return nil, err
	}
	if err := s.Read(ctx, (*Tx).CheckFormat); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func connect(address string, mode Mode, create bool) (*Store, error) {
	if IsServer(address) {
		return openPostgres(address)
	}
	return openSQLite(address, mode, create)
}

// Close ends the use of the store.
func (s *Store) Close() error { return s.db.Close() }

// Shown is the address for people, without a password.
func (s *Store) Shown() string { return s.shown }

// tables makes the tables; {blob} and {integer} are types.
var tables = []string{
	`CREATE TABLE head (
	one {integer} PRIMARY KEY CHECK (one = 1),
	format {integer} NOT NULL,
	name TEXT NOT NULL,
	public_key TEXT NOT NULL,
	named {integer} NOT NULL,
	mentioned {integer} NOT NULL
)`,
	`CREATE TABLE entries (
	seq {integer} PRIMARY KEY,
	recorded_at TEXT NOT NULL,
	recorded_by TEXT NOT NULL,
	act TEXT NOT NULL,
	kind TEXT NOT NULL,
	id TEXT NOT NULL,
	replaces {integer},
	tlp {integer} NOT NULL,
	leaf TEXT NOT NULL
)`,
	`CREATE TABLE releases (
	seq {integer} NOT NULL,
	party TEXT NOT NULL,
	PRIMARY KEY (seq, party)
)`,
	`CREATE TABLE names (
	id TEXT NOT NULL,
	kind TEXT NOT NULL,
	seq {integer} NOT NULL,
	PRIMARY KEY (id, kind)
)`,
	`CREATE TABLE mentions (
	id TEXT NOT NULL,
	part {integer} NOT NULL,
	PRIMARY KEY (id, part)
)`,
	`CREATE TABLE hashes (
	first {integer} PRIMARY KEY,
	run {blob} NOT NULL
)`,
	`CREATE TABLE checkpoints (
	size {integer} PRIMARY KEY,
	note TEXT NOT NULL
)`,
	`CREATE TABLE cosignatures (
	size {integer} NOT NULL,
	witness TEXT NOT NULL,
	line TEXT NOT NULL,
	PRIMARY KEY (size, witness)
)`,
}

func (s *Store) fill(ctx context.Context, h Head, fn func(*Tx) error) error {
	return s.commit(ctx, func(t *Tx) error {
		types := strings.NewReplacer("{integer}", s.dialect.integer, "{blob}", s.dialect.blob)
		for _, table := range tables {
			if err := t.exec(types.Replace(table)); err != nil {
				return err
			}
		}
		err := t.exec("INSERT INTO head (one, format, name, public_key, named, mentioned) VALUES (1, ?, ?, ?, 0, 0)", Format, h.Name, h.Key)
		if err != nil {
			return err
		}
		return fn(t)
	})
}

// Unsure is the code of the error of a write of which it is not known whether
// it was stored: the answer to its commit was lost.
const Unsure = "unsure"

// Write runs fn in one transaction, alone among writers: all that it does is
// stored, durably, or nothing of it. Readers go on meanwhile.
func (s *Store) Write(ctx context.Context, fn func(*Tx) error) error {
	return s.commit(ctx, func(t *Tx) error {
		t.again = true
		if s.dialect.lock != "" {
			if err := t.exec(s.dialect.lock); err != nil {
				return err
			}
		}
		return fn(t)
	})
}

// commit runs fn in a transaction on a connection of its own. A connection whose
// commit failed is not used again: it may still be inside the transaction.
func (s *Store) commit(ctx context.Context, fn func(*Tx) error) error {
	conn, err := s.db.Conn(ctx)
	if err != nil {
		return s.fault("nothing was written", err)
	}
	defer conn.Close()
	tx, err := conn.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted}) // what was stored before the lock was had is seen
	if err != nil {
		return s.fault("nothing was written", err)
	}
	defer tx.Rollback()
	if err := fn(&Tx{ctx: ctx, tx: tx, s: s}); err != nil {
		return err
	}
	err = tx.Commit()
	if err == nil {
		return nil
	}
	conn.Raw(func(any) error { return driver.ErrBadConn })
	e := s.fault("", err)
	if !s.dialect.refused(err) {
		e.Code, e.Message = Unsure, "the answer to the commit was lost, so it is not known whether the entries were stored"
		e.Fix = "say the same again: what was stored is not stored twice"
	}
	return e
}

// Read runs fn on the ledger as it is at one moment.
func (s *Store) Read(ctx context.Context, fn func(*Tx) error) error {
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelRepeatableRead})
	if err != nil {
		return s.fault("the ledger could not be read", err)
	}
	defer tx.Rollback()
	return fn(&Tx{ctx: ctx, tx: tx, s: s})
}

// fault puts what the system says into our words. What was being done is said
// where the system's own error means nothing to us.
func (s *Store) fault(doing string, err error) *proviso.Error {
	out := &proviso.Error{Code: "store", Message: doing, Pos: proviso.Pos{File: s.shown}, Err: err}
	if code, message, fix := s.dialect.explain(err); message != "" {
		out.Code, out.Message, out.Fix = code, message, fix
	} else if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		out.Code = "stopped"
	}
	return out
}

// marks writes the n-th parameter as the dialect has it.
func (s *Store) marks(query string) string {
	if !s.dialect.numbers {
		return query
	}
	var b strings.Builder
	n := 0
	for _, r := range query {
		if r == '?' {
			n++
			fmt.Fprintf(&b, "$%d", n)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// mostPrepared is how many statements are kept for the next writing.
const mostPrepared = 64

// prepare gives a statement that was prepared before, or prepares it. It is nil
// when too many are.
func (s *Store) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stmt := s.prepared[query]
	if stmt != nil || len(s.prepared) == mostPrepared {
		return stmt, nil
	}
	stmt, err := s.db.PrepareContext(ctx, s.marks(query))
	if err != nil {
		return nil, err
	}
	if s.prepared == nil {
		s.prepared = map[string]*sql.Stmt{}
	}
	s.prepared[query] = stmt
	return stmt, nil
}

const layout = "2006-01-02T15:04:05.000000Z"
