package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
	"golang.org/x/mod/sumdb/tlog"
)

// Pack is what the keeper sees in a ledger, with most movements as rows: enough for
// questions about stock, and read in a small part of the time.
type Pack struct {
	Title   string
	Rows    *proviso.Rows
	records []proviso.Record // those that stand whole
}

// Snapshot gives what is no row, for reasoning as of a day. Rows with one of the names
// as their id or lot cease to be rows.
func (p *Pack) Snapshot(asOf proviso.Day, names map[string]bool) *proviso.Snapshot {
	for _, m := range p.Rows.Named(names) {
		p.records = append(p.records, m)
	}
	return proviso.NewSnapshot(p.Title, asOf, proviso.LastDay, p.records)
}

// packed is what a pack file holds: the leaves of the records that stay whole, and the
// rows, after the first entries of a ledger.
type packed struct {
	Entries int64          `json:"entries"`
	Root    tlog.Hash      `json:"root"`
	Latest  proviso.Day    `json:"latest"`
	Lots    []proviso.Lot  `json:"lots"`
	Dates   []proviso.Date `json:"dates"`
	seqs    []uint32       // of the entries whose leaves these are
	ends    []uint64       // of the leaves
	leaves  []byte
	rows    *proviso.Rows
}

const packLine = "proviso pack 1\n"

// columns writes or reads the columns.
func (p *packed) columns(c *columns) {
	r := p.rows
	p.Latest, p.Lots, p.Dates = r.Latest, r.Lots, r.Dates
	head, err := json.Marshal(p)
	c.err = errors.Join(c.err, err)
	column(c, &head)
	column(c, &p.seqs)
	column(c, &p.ends)
	column(c, &p.leaves)
	column(c, &r.Whole)
	column(c, &r.Like)
	column(c, &r.When)
	column(c, &r.Least)
	column(c, &r.Most)
	column(c, &r.Lot)
	column(c, &r.Entry)
	column(c, &r.Names)
	column(c, &r.Ends)
	if c.out == nil && c.done() == nil {
		c.err = json.Unmarshal(head, p)
		r.Latest, r.Lots, r.Dates = p.Latest, p.Lots, p.Dates
	}
}

// packFile is the file of the pack, "" if there can be none.
func (l *Ledger) packFile() string {
	if store.IsServer(l.shown) {
		return ""
	}
	return l.shown + ".pack"
}

// HasPack says whether somebody made a pack of the ledger, which then is to be kept up.
func (l *Ledger) HasPack() bool {
	_, err := os.Stat(l.packFile())
	return err == nil
}

// Pack writes a pack of a view of all entries beside the ledger, for whoever may read
// the ledger. Nothing rests on it: if it does not fit, the entries are read.
func (l *Ledger) Pack(ctx context.Context, v *View) error {
	if l.packFile() == "" {
		return &proviso.Error{Code: "server", Message: "a ledger on a server has no pack", Fix: "make a ledger in a file of it with proviso backup", Pos: proviso.Pos{File: l.shown}}
	}
	info, err := os.Stat(l.shown)
	if err != nil {
		return err
	}
	p, err := l.pack(ctx, v)
	if err != nil {
		return err
	}
	return writeColumns(l.packFile(), packLine, info.Mode().Perm(), p.columns)
}

// checkPack compares the pack, if it is one of this ledger, with what the entries give.
func (l *Ledger) checkPack(ctx context.Context) error {
	p := &packed{rows: &proviso.Rows{}}
	c, err := readColumns(l.packFile(), packLine)
	if err != nil {
		return nil
	}
	if p.columns(c); c.err != nil {
		return nil
	}
	v, err := l.AsOf(ctx, proviso.LastDay, proviso.Reader{Keeper: true})
	if err != nil || p.Entries > int64(len(v.Entries)) {
		return err
	}
	then := v.part(int(p.Entries), proviso.LastDay)
	fresh, err := l.pack(ctx, &then)
	if err != nil || fresh.Root != p.Root {
		return err
	}
	sum, err := columnsTo(io.Discard, packLine, fresh.columns)
	if err == nil && sum != c.sum {
		err = &proviso.Error{Code: "damaged", Message: "the pack is not what the entries give", Fix: "delete it; the entries are sound", Pos: proviso.Pos{File: l.packFile()}}
	}
	return err
}

// pack sets apart the records that stand in a view of all entries.
func (l *Ledger) pack(ctx context.Context, v *View) (*packed, error) {
	p := &packed{Entries: int64(len(v.Entries))}
	err := l.store.Read(ctx, func(t *store.Tx) (err error) {
		p.Root, err = tlog.TreeHash(p.Entries, hashReader(t))
		return err
	})
	if err != nil {
		return nil, err
	}
	var movements []*proviso.Movement
	var whole []int
	for _, r := range v.Records() {
		if m, ok := r.(*proviso.Movement); ok {
			movements = append(movements, m)
		} else {
			whole = append(whole, proviso.EnvelopeOf(r).Pos.Line)
		}
	}
	movements, p.rows = proviso.NewRows(movements, func(m *proviso.Movement) uint32 { return uint32(m.Pos.Line) })
	for _, m := range movements {
		whole = append(whole, m.Pos.Line)
	}
	slices.Sort(whole)
	x := seal.NewEncoder(len(whole))
	for _, seq := range whole {
		leaf, err := x.Encode(v.Entries[seq].Entry)
		if err != nil {
			return nil, err
		}
		p.leaves = append(p.leaves, leaf...)
		p.seqs, p.ends = append(p.seqs, uint32(seq)), append(p.ends, uint64(len(p.leaves)))
	}
	return p, nil
}

// Packed gives the pack of the ledger as it is now. Nil: there is none, or it does not
// fit; ask AsOf.
func (l *Ledger) Packed(ctx context.Context) (*Pack, error) {
	p := &packed{rows: &proviso.Rows{}}
	c, err := readColumns(l.packFile(), packLine)
	if err != nil {
		return nil, nil
	}
	if p.columns(c); c.err != nil || !p.sound() {
		return nil, nil
	}
	var title string
	var entries []Entry
	err = l.store.Read(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err == nil && !p.fits(t, h) {
			err = errDoubt
		}
		if err == nil {
			title = h.Name
			entries, err = l.unpack(t, p)
		}
		return err
	})
	if err == nil {
		records, ok := l.since(p, entries)
		if ok {
			return &Pack{title, p.rows, records}, nil
		}
	} else if !errors.Is(err, errDoubt) {
		return nil, err
	}
	return nil, nil
}

// sound says whether every number in the pack that points to something points into it.
func (p *packed) sound() bool {
	r := p.rows
	n := r.Len()
	if len(p.ends) != len(p.seqs) || len(p.ends) > 0 && p.ends[len(p.ends)-1] != uint64(len(p.leaves)) || !slices.IsSorted(p.ends) ||
		len(r.Names) > 0 && n == 0 || n > 0 && int(r.Ends[n-1]) != len(r.Names) || !slices.IsSorted(r.Ends) {
		return false
	}
	for _, length := range []int{len(r.When), len(r.Least), len(r.Most), len(r.Lot), len(r.Entry), len(r.Ends)} {
		if length != n {
			return false
		}
	}
	for row := range n {
		if uint32(r.Like[row]) >= uint32(len(r.Whole)) || int(r.Lot[row]) >= len(r.Lots) || uint32(r.When[row]) >= uint32(len(r.Dates)) || int64(r.Entry[row]) >= p.Entries {
			return false
		}
	}
	return true
}

// fits says whether the pack is of this ledger, and not of so old a state of it that a
// new one is better.
func (p *packed) fits(t *store.Tx, h store.Head) bool {
	if p.Entries > h.Size || h.Size-p.Entries > p.Entries/20+1000 {
		return false
	}
	root, err := tlog.TreeHash(p.Entries, hashReader(t))
	return err == nil && root == p.Root
}

// unpack gives the entries of the records that stand whole, and those that came after
// the pack.
func (l *Ledger) unpack(t *store.Tx, p *packed) ([]Entry, error) {
	d := l.startDecoding(proviso.Reader{Keeper: true})
	defer d.stop()
	start := uint64(0)
	for i, seq := range p.seqs {
		if err := d.add(int64(seq), p.leaves[start:p.ends[i]]); err != nil {
			return nil, err
		}
		start = p.ends[i]
	}
	if err := t.Leaves(p.Entries, "", proviso.Reader{Keeper: true}, d.add); err != nil {
		return nil, err
	}
	return d.finish()
}

// since gives the records that stand whole now: rows that were replaced since are
// taken out, and those that are needed whole now. It says whether all is there.
func (l *Ledger) since(p *packed, entries []Entry) (records []proviso.Record, ok bool) {
	gone, named := map[int64]bool{}, map[string]bool{}
	models := map[int64]*proviso.Movement{}
	for _, e := range entries {
		if e.Replaces != seal.None {
			gone[e.Replaces] = true
		}
		if m, ok := e.Record.(*proviso.Movement); ok {
			models[e.Seq] = m
			if e.Seq >= p.Entries && m.RivalTo != "" {
				named[string(m.RivalTo)] = true
			}
		}
	}
	lacking := map[int32]bool{} // models of which no movement stands whole
	for i, seq := range p.rows.Whole {
		m := models[int64(seq)]
		if m == nil {
			return nil, false
		}
		p.rows.Models = append(p.rows.Models, m.Model())
		if gone[int64(seq)] {
			lacking[int32(i)] = true
		}
	}
	if len(gone) > 0 {
		for row := range p.rows.Len() {
			if gone[int64(p.rows.Entry[row])] {
				p.rows.Take(row)
			} else if like := p.rows.Like[row]; lacking[like] {
				delete(lacking, like)
				records = append(records, p.rows.Take(row))
			}
		}
	}
	for _, m := range p.rows.Named(named) {
		records = append(records, m)
	}
	v := &View{shown: l.shown}
	for _, e := range entries {
		if e.Record != nil && !gone[e.Seq] {
			v.place(e.Record, int(e.Seq))
			records = append(records, e.Record)
		}
	}
	return records, true
}
