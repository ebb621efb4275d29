package store

import (
	"database/sql"
	"strings"

	"github.com/proviso-ledger/proviso"
)

// Names runs fn for every entry from a number on with what names its record;
// the leaf is given for registers and instruments only, which are few.
func (t *Tx) Names(from int64, fn func(seq int64, act, kind, id string, leaf []byte) error) error {
	query := "SELECT seq, act, kind, id, CASE WHEN kind IN ('movement', 'statement', 'source') THEN NULL ELSE leaf END" +
		" FROM entries WHERE seq >= ? ORDER BY seq"
	return t.scan(query, []any{from}, func(read func(...any) error) error {
		var seq int64
		var act, kind, id string
		var leaf []byte
		if err := read(&seq, &act, &kind, &id, &leaf); err != nil {
			return err
		}
		return fn(seq, act, kind, id, leaf)
	})
}

// Leaves runs fn for the entries recorded before a moment that the reader may
// see by their own marks, in their order. Of a record those entries are left
// out that stand before one which the reader may not see. The moment is in the
// form of the column recorded_at; "" is the end of time.
func (t *Tx) Leaves(before string, reader proviso.Reader, fn func(seq int64, leaf []byte) error) error {
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
	if before != "" {
		where = append(where, "e.recorded_at < ?")
		args = append(args, before)
	}
	if len(where) > 0 {
		query += " WHERE " + strings.Join(where, " AND ")
	}
	return t.scan(query+" ORDER BY e.seq", args, func(read func(...any) error) error {
		var seq int64
		var leaf []byte
		if err := read(&seq, &leaf); err != nil {
			return err
		}
		return fn(seq, leaf)
	})
}

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
