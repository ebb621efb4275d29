package store

import (
	"database/sql"
	"slices"
	"strconv"
	"strings"

	"github.com/proviso-ledger/proviso"
)

// Names runs fn for every entry from a number on with what names its record;
// the leaf is given for registers and instruments only, which are few.
func (t *Tx) Names(from int64, fn func(seq int64, act, kind, id string, leaf []byte) error) error {
	return t.names("SELECT e.seq, e.act, e.kind, e.id, "+whole+" FROM entries AS e WHERE e.seq >= ? ORDER BY e.seq", []any{from}, fn)
}

// whole is the leaf of an entry of a kind of which there are few.
const whole = "CASE WHEN e.kind IN ('movement', 'statement', 'source') THEN NULL ELSE e.leaf END"

func (t *Tx) names(query string, args []any, fn func(seq int64, act, kind, id string, leaf []byte) error) error {
	return t.scan(query, args, func(read func(...any) error) error {
		var seq int64
		var act, kind, id string
		var leaf []byte
		if err := read(&seq, &act, &kind, &id, &leaf); err != nil {
			return err
		}
		return fn(seq, act, kind, id, leaf)
	})
}

// named is how many ids are asked for in one statement.
const named = 500

// LastOf runs fn for the last entry of each record that has one of the ids, as
// far as the table names goes, as Names does.
func (t *Tx) LastOf(ids []string, fn func(seq int64, act, kind, id string, leaf []byte) error) error {
	for chunk := range slices.Chunk(ids, named) {
		args := make([]any, len(chunk))
		for i, id := range chunk {
			args[i] = id
		}
		err := t.names("SELECT e.seq, e.act, e.kind, e.id, "+whole+" FROM names AS n JOIN entries AS e ON e.seq = n.seq WHERE n.id IN (?"+
			strings.Repeat(", ?", len(chunk)-1)+")", args, fn)
		if err != nil {
			return err
		}
	}
	return nil
}

// Name takes the entries up to a size into the table names.
func (t *Tx) Name(h Head, size int64) error {
	err := t.exec("INSERT INTO names (id, kind, seq) SELECT id, kind, max(seq) FROM entries WHERE seq >= ? GROUP BY id, kind ORDER BY id, kind"+
		" ON CONFLICT (id, kind) DO UPDATE SET seq = excluded.seq", h.Named)
	if err != nil {
		return err
	}
	return t.exec("UPDATE head SET named = ?", size)
}

// Misnamed counts what the table names has too much and too little for the
// entries up to a size.
func (t *Tx) Misnamed(size int64) (n int64, err error) {
	must := "SELECT id, kind, max(seq) FROM entries WHERE seq < ? GROUP BY id, kind"
	is := "SELECT id, kind, seq FROM names"
	for _, query := range []string{must + " EXCEPT " + is, is + " EXCEPT " + must} {
		err := t.scan("SELECT count(*) FROM ("+query+") AS differing", []any{size}, func(read func(...any) error) error {
			var one int64
			err := read(&one)
			n += one
			return err
		})
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// Leaves runs fn for the entries from a number on and recorded before a moment that
// the reader may see by their own marks, in their order. Of a record those entries are left
// out that stand before one which the reader may not see. The moment is in the
// form of the column recorded_at; "" is the end of time. A leaf holds until fn
// returns.
func (t *Tx) Leaves(from int64, before string, reader proviso.Reader, fn func(seq int64, leaf []byte) error) error {
	query, args := "SELECT e.seq, e.leaf FROM entries AS e", []any{}
	var where []string
	if !reader.Keeper {
		see, seeArgs := visible("e", reader)
		hide, hideArgs := visible("x", reader)
		query += " LEFT JOIN (SELECT kind, id, max(seq) AS last FROM entries AS x WHERE NOT " + hide +
			" GROUP BY kind, id) AS h ON h.kind = e.kind AND h.id = e.id"
		args = append(args, hideArgs...)
		where = append(where, see, "(h.last IS NULL OR e.seq > h.last)")
		args = append(args, seeArgs...)
	}
	if from > 0 {
		where, args = append(where, "e.seq >= ?"), append(args, from)
	}
	if before != "" {
		where = append(where, "e.recorded_at < ?")
		args = append(args, before)
	}
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	var seq int64
	var leaf sql.RawBytes
	return t.scan(query+" ORDER BY e.seq", args, func(read func(...any) error) error {
		if err := read(&seq, &leaf); err != nil {
			return err
		}
		return fn(seq, leaf)
	})
}

// Holding runs fn for the entries from one number to before another whose leaves
// hold one of the texts, all if there are none, in their order, and not for more
// than so many.
func (t *Tx) Holding(from, to int64, texts []string, most int, fn func(seq int64, leaf []byte) error) error {
	args, find := []any{from, to}, ""
	if n := len(texts); n > 0 && n <= mostTexts {
		has := t.s.dialect.find + "(leaf, ?) > 0"
		find = " AND (" + has + strings.Repeat(" OR "+has, n-1) + ")"
		for _, text := range texts {
			args = append(args, text)
		}
	}
	return t.scan("SELECT seq, leaf FROM entries WHERE seq >= ? AND seq < ?"+find+" ORDER BY seq LIMIT "+strconv.Itoa(most), args,
		func(read func(...any) error) error {
			var seq int64
			var leaf []byte
			if err := read(&seq, &leaf); err != nil {
				return err
			}
			return fn(seq, leaf)
		})
}

// mostTexts is how many texts are looked for by the system; with more, all
// entries are given.
const mostTexts = 100

// visible is the condition under which a reader may see an entry by its mark,
// as proviso.Marking.VisibleTo has it.
func visible(alias string, r proviso.Reader) (string, []any) {
	clause, args := "("+alias+".tlp BETWEEN 1 AND ?", []any{int64(r.Level())}
	if len(r.Parties) > 0 {
		clause += " OR " + alias + ".seq IN (SELECT seq FROM releases WHERE party IN (?" + strings.Repeat(", ?", len(r.Parties)-1) + "))"
		for _, p := range r.Parties {
			args = append(args, string(p))
		}
	}
	return clause + ")", args
}

// Rows runs fn for every row of entries as it stands, by number, with the
// parties that it is released to.
func (t *Tx) Rows(fn func(*Row) error) error {
	released := map[int64][]proviso.PartyID{}
	err := t.scan("SELECT seq, party FROM releases ORDER BY seq, party", nil, func(read func(...any) error) error {
		var seq int64
		var party string
		if err := read(&seq, &party); err != nil {
			return err
		}
		released[seq] = append(released[seq], proviso.PartyID(party))
		return nil
	})
	if err != nil {
		return err
	}
	err = t.scan("SELECT "+columns+" FROM entries ORDER BY seq", nil, func(read func(...any) error) error {
		var r Row
		var replaces sql.NullInt64
		if err := read(&r.Seq, &r.At, &r.By, &r.Act, &r.Kind, &r.ID, &replaces, &r.TLP, &r.Leaf); err != nil {
			return err
		}
		r.Replaces = -1
		if replaces.Valid {
			r.Replaces = replaces.Int64
		}
		r.Released = released[r.Seq]
		delete(released, r.Seq)
		return fn(&r)
	})
	if err == nil && len(released) > 0 {
		return t.damaged("the table releases names entries that do not exist")
	}
	return err
}
