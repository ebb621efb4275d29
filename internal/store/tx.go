package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/proviso-ledger/proviso"
)

// HashSize is the length of a hash in bytes.
const HashSize = 32

// Row is one entry as it stands in the tables. All but the leaf is in the leaf
// too, and stands beside it so that it can be asked for.
type Row struct {
	Seq      int64 // the number of the entry, from 0, without gaps
	At       string
	By       string
	Act      string
	Kind     string
	ID       string
	Replaces int64 // -1: none
	TLP      proviso.TLP
	Released []proviso.PartyID
	Leaf     []byte
}

// Tx is one transaction on a store.
type Tx struct {
	ctx   context.Context
	tx    *sql.Tx
	s     *Store
	again bool // its statements will be said again: they are prepared
}

func (t *Tx) exec(query string, args ...any) error {
	stmt, err := t.prepare(query)
	if err == nil {
		if stmt != nil {
			_, err = stmt.ExecContext(t.ctx, args...)
		} else {
			_, err = t.tx.ExecContext(t.ctx, t.s.marks(query), args...)
		}
	}
	if err != nil {
		return t.s.fault("nothing was written", err)
	}
	return nil
}

// prepare gives the statement, or nil where it is not kept.
func (t *Tx) prepare(query string) (*sql.Stmt, error) {
	if !t.again {
		return nil, nil
	}
	stmt, err := t.s.prepare(t.ctx, query)
	if stmt == nil || err != nil {
		return nil, err
	}
	return t.tx.StmtContext(t.ctx, stmt), nil
}

func (t *Tx) query(query string, args []any) (*sql.Rows, error) {
	stmt, err := t.prepare(query)
	switch {
	case err != nil:
		return nil, err
	case stmt != nil:
		return stmt.QueryContext(t.ctx, args...)
	}
	return t.tx.QueryContext(t.ctx, t.s.marks(query), args...)
}

// scan runs fn for each row of the answer, with what reads its columns.
func (t *Tx) scan(query string, args []any, fn func(read func(...any) error) error) error {
	rows, err := t.query(query, args)
	if err != nil {
		return t.s.fault("the ledger could not be read", err)
	}
	defer rows.Close()
	read := func(into ...any) error {
		if err := rows.Scan(into...); err != nil {
			return t.s.fault("a row of the ledger could not be read", err)
		}
		return nil
	}
	for rows.Next() {
		if err := fn(read); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return t.s.fault("the ledger could not be read", err)
	}
	return nil
}

// CheckFormat refuses a ledger that this program does not read.
func (t *Tx) CheckFormat() error {
	format, n := int64(0), 0
	err := t.scan("SELECT format FROM head", nil, func(read func(...any) error) error { n++; return read(&format) })
	refuse := func(code, message, fix string) error {
		return &proviso.Error{Code: code, Message: message, Fix: fix, Pos: proviso.Pos{File: t.s.shown}}
	}
	switch {
	case err != nil:
		return err
	case n != 1:
		return t.damaged(fmt.Sprintf("the table head has %d rows, not one", n))
	case format < 1:
		return t.damaged(fmt.Sprintf("the table head says that the ledger has the form %d", format))
	case format < Format:
		return refuse("older", fmt.Sprintf("the ledger has the form %d; this program reads the form %d", format, Format),
			"export it with the version of proviso that wrote it, and import that with this one")
	case format > Format:
		return refuse("newer", fmt.Sprintf("the ledger has the form %d; this program reads the form %d", format, Format),
			"use the version of proviso that wrote it, or a newer one")
	}
	return nil
}

// Head gives what is said of the ledger as a whole.
func (t *Tx) Head() (Head, error) {
	var h Head
	var at string
	n := 0
	err := t.scan("SELECT name, public_key, named, mentioned, COALESCE((SELECT max(size) FROM checkpoints), 0),"+
		" COALESCE((SELECT recorded_at FROM entries ORDER BY seq DESC LIMIT 1), '') FROM head", nil, func(read func(...any) error) error {
		n++
		return read(&h.Name, &h.Key, &h.Named, &h.Mentioned, &h.Size, &at)
	})
	switch {
	case err != nil:
		return h, err
	case n != 1:
		return h, t.damaged(fmt.Sprintf("the table head has %d rows, not one", n))
	}
	if at != "" {
		if h.At, err = time.Parse(layout, at); err != nil {
			return h, t.damaged("the last entry has no time: " + at)
		}
	}
	return h, nil
}

// columns of entries, in the order of Row.
const columns = "seq, recorded_at, recorded_by, act, kind, id, replaces, tlp, leaf"

// perInsert is how many rows one statement inserts: SQLite takes at most 32,766
// parameters, PostgreSQL 65,535.
const perInsert = 200

// insert inserts rows of the same width, as many in a statement as it may hold.
func (t *Tx) insert(into string, width int, args []any) error {
	one := "(" + strings.Repeat("?, ", width-1) + "?)"
	for chunk := range slices.Chunk(args, perInsert*width) {
		rows := len(chunk) / width
		if err := t.exec("INSERT INTO "+into+" VALUES "+strings.Repeat(one+", ", rows-1)+one, chunk...); err != nil {
			return err
		}
	}
	return nil
}

// runLength is how many hashes one row holds at most.
const runLength = 256

// Grow stores the run of hashes that new entries add to the tree, from the first
// index on, and the checkpoint of the new size.
func (t *Tx) Grow(first int64, hashes []byte, size int64, note []byte) error {
	if err := t.appendHashes(first, hashes); err != nil {
		return err
	}
	return t.appendCheckpoint(size, note)
}

// Insert stores entries, whose numbers follow that of the last one. They count
// once the ledger grows by them.
func (t *Tx) Insert(rows []Row) error {
	var released []any
	for i := range rows {
		for _, p := range rows[i].Released {
			released = append(released, rows[i].Seq, string(p))
		}
	}
	for len(rows) > 0 {
		n := 1
		for n < min(len(rows), perInsert) && rows[n].like(&rows[0]) {
			n++
		}
		if err := t.insertAlike(rows[:n]); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return t.insert("releases (seq, party)", 2, released)
}

// like says whether two entries differ in number, id and leaf only.
func (r *Row) like(o *Row) bool {
	return r.At == o.At && r.By == o.By && r.Act == o.Act && r.Kind == o.Kind && r.Replaces == o.Replaces && r.TLP == o.TLP
}

// insertAlike inserts rows that are alike: what they have in common is handed
// over once.
func (t *Tx) insertAlike(rows []Row) error {
	r := &rows[0]
	var replaces any
	if r.Replaces >= 0 {
		replaces = r.Replaces
	}
	args := make([]any, 0, 6+3*len(rows))
	args = append(args, r.At, r.By, r.Act, r.Kind, replaces, int64(r.TLP))
	for i := range rows {
		args = append(args, rows[i].Seq, rows[i].ID, string(rows[i].Leaf))
	}
	return t.exec(alike(len(rows)), args...)
}

// alike is the statement that inserts so many rows that are alike.
func alike(rows int) string {
	const one = "(CAST(? AS BIGINT), ?, ?)"
	return "INSERT INTO entries (" + columns + ") SELECT one.column1, every.column1, every.column2, every.column3, every.column4," +
		" one.column2, every.column5, every.column6, one.column3" +
		" FROM (VALUES (?, ?, ?, ?, CAST(? AS BIGINT), CAST(? AS BIGINT))) AS every, (VALUES " + strings.Repeat(one+", ", rows-1) + one + ") AS one"
}

// appendHashes stores a run of hashes from an index on.
func (t *Tx) appendHashes(first int64, hashes []byte) error {
	var runs []any
	for run := range slices.Chunk(hashes, runLength*HashSize) {
		runs = append(runs, first, run)
		first += int64(len(run) / HashSize)
	}
	return t.insert("hashes (first, run)", 2, runs)
}

func (t *Tx) appendCheckpoint(size int64, note []byte) error {
	return t.exec("INSERT INTO checkpoints (size, note) VALUES (?, ?)", size, string(note))
}

// Hashes gives the hashes of the tree at the indexes, one after the other.
func (t *Tx) Hashes(indexes []int64) ([]byte, error) {
	const together = 64
	out := make([]byte, 0, len(indexes)*HashSize)
	for part := range slices.Chunk(indexes, together) {
		var query strings.Builder
		var args []any
		for i, x := range part {
			if i > 0 {
				query.WriteString(" UNION ALL ")
			}
			fmt.Fprintf(&query, "SELECT %d AS n, h FROM (SELECT substr(run, CAST((? - first) * 32 + 1 AS INTEGER), 32) AS h"+
				" FROM hashes WHERE first <= ? ORDER BY first DESC LIMIT 1) AS t%d", i, i)
			args = append(args, x, x)
		}
		got := make([]byte, len(part)*HashSize)
		seen := 0
		err := t.scan(query.String(), args, func(read func(...any) error) error {
			var n int
			var h []byte
			if err := read(&n, &h); err != nil {
				return err
			}
			if len(h) == HashSize {
				seen += copy(got[n*HashSize:], h)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		if seen != len(got) {
			return nil, t.damaged("hashes of the tree are missing")
		}
		out = append(out, got...)
	}
	return out, nil
}

func (t *Tx) damaged(message string) error {
	return &proviso.Error{Code: "damaged", Message: message, Fix: "see what proviso verify says; restore a backup", Pos: proviso.Pos{File: t.s.shown}}
}

// ErrNoRow says that there is no such row.
var ErrNoRow = errors.New("no such row")

// Leaf gives the leaf of one entry, or ErrNoRow.
func (t *Tx) Leaf(seq int64) (leaf []byte, err error) {
	err = t.scan("SELECT leaf FROM entries WHERE seq = ?", []any{seq}, func(read func(...any) error) error { return read(&leaf) })
	if err == nil && leaf == nil {
		err = ErrNoRow
	}
	return leaf, err
}

// Checkpoint gives the checkpoint of the largest size up to a limit, or ErrNoRow.
func (t *Tx) Checkpoint(most int64) (note []byte, err error) {
	err = t.scan("SELECT note FROM checkpoints WHERE size <= ? ORDER BY size DESC LIMIT 1", []any{most},
		func(read func(...any) error) error { return read(&note) })
	if err == nil && note == nil {
		err = ErrNoRow
	}
	return note, err
}

// Checkpoints runs fn for every checkpoint, by size.
func (t *Tx) Checkpoints(fn func(size int64, note []byte) error) error {
	return t.scan("SELECT size, note FROM checkpoints ORDER BY size", nil, func(read func(...any) error) error {
		var size int64
		var note []byte
		if err := read(&size, &note); err != nil {
			return err
		}
		return fn(size, note)
	})
}

// Runs runs fn for every run of hashes, by its first index.
func (t *Tx) Runs(fn func(first int64, run []byte) error) error {
	return t.scan("SELECT first, run FROM hashes ORDER BY first", nil, func(read func(...any) error) error {
		var first int64
		var run []byte
		if err := read(&first, &run); err != nil {
			return err
		}
		return fn(first, run)
	})
}
