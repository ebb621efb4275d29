package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"time"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
	"golang.org/x/mod/sumdb/tlog"
)

// packFile is the file of the pack, "" if there can be none.
func (l *Ledger) packFile() string {
	if store.IsServer(l.shown) {
		return ""
	}
	return l.shown + ".pack"
}

// HasPack says whether somebody made a file of a pack, which then is to be kept up.
func (l *Ledger) HasPack() bool {
	_, err := os.Stat(l.packFile())
	return err == nil
}

const packLine = "proviso pack 1\n"

// WritePack writes the pack, of which no snapshot was made, to a file beside the ledger, for
// whoever may read the ledger. Nothing rests on it: if it does not fit, the entries are
// read.
func (l *Ledger) WritePack(ctx context.Context, p *Pack) error {
	if l.packFile() == "" {
		return &proviso.Error{Code: "server", Message: "a ledger on a server has no pack", Fix: "make a ledger in a file of it with proviso backup", Pos: proviso.Pos{File: l.shown}}
	}
	info, err := os.Stat(l.shown)
	if err != nil {
		return err
	}
	f, err := p.file()
	if err != nil {
		return err
	}
	return writeColumns(ctx, l.packFile(), packLine, info.Mode().Perm(), f.columns)
}

// packed is what the file holds: leaves of the models of rows and of the records that
// are no rows, and the rows.
type packed struct {
	Entries int64          `json:"entries"`
	Root    tlog.Hash      `json:"root"`
	Latest  proviso.Day    `json:"latest"`
	Models  int            `json:"models"`
	Lots    []proviso.Lot  `json:"lots"`
	Dates   []proviso.Date `json:"dates"`
	seqs    []int64        // of the entries whose leaves these are; of a model none
	ends    []uint64       // of the leaves
	leaves  []byte
	rows    *proviso.Rows
}

func (p *Pack) file() (*packed, error) {
	r := p.Rows
	f := &packed{Entries: p.entries, Root: p.root, Latest: r.Latest, Models: len(r.Models), Lots: r.Lots, Dates: r.Dates, rows: r}
	x := seal.NewEncoder(1)
	add := func(e Entry) error {
		leaf, err := x.Encode(e.Entry)
		f.leaves = append(f.leaves, leaf...)
		f.seqs, f.ends = append(f.seqs, e.Seq), append(f.ends, uint64(len(f.leaves)))
		return err
	}
	for _, m := range r.Models {
		named := *m
		named.ID = "model"
		e := seal.Entry{At: time.Unix(0, 0).UTC(), Act: seal.ActRecord, Kind: proviso.MovementRecord, ID: "model", Replaces: seal.None, Record: &named}
		if err := add(Entry{seal.None, e}); err != nil {
			return nil, err
		}
	}
	for _, e := range p.whole {
		if err := add(e); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// columns writes or reads the columns.
func (f *packed) columns(c *columns) {
	head, err := json.Marshal(f)
	c.err = errors.Join(c.err, err)
	column(c, &head)
	column(c, &f.seqs)
	column(c, &f.ends)
	column(c, &f.leaves)
	r := f.rows
	column(c, &r.Like)
	column(c, &r.When)
	column(c, &r.Least)
	column(c, &r.Most)
	column(c, &r.Lot)
	column(c, &r.Entry)
	column(c, &r.Names)
	column(c, &r.Ends)
	if c.out == nil && c.done() == nil {
		c.err = json.Unmarshal(head, f)
		r.Latest, r.Lots, r.Dates = f.Latest, f.Lots, f.Dates
	}
}

// sound says whether every number in the file that points to something points into it.
func (f *packed) sound() bool {
	r := f.rows
	n := r.Len()
	for _, length := range []int{len(r.When), len(r.Least), len(r.Most), len(r.Lot), len(r.Entry), len(r.Ends)} {
		if length != n {
			return false
		}
	}
	if len(f.ends) != len(f.seqs) || f.Entries < 0 || f.Models < 0 || f.Models > len(f.seqs) || !slices.IsSorted(f.ends) || !slices.IsSorted(r.Ends) ||
		len(f.ends) > 0 && f.ends[len(f.ends)-1] != uint64(len(f.leaves)) || n > 0 && int(r.Ends[n-1]) != len(r.Names) {
		return false
	}
	for row := range n {
		if uint32(r.Like[row]) >= uint32(f.Models) || int(r.Lot[row]) >= len(r.Lots) || uint32(r.When[row]) >= uint32(len(r.Dates)) || int64(r.Entry[row]) >= f.Entries {
			return false
		}
	}
	return true
}

// Packed reads the pack from its file, with what was added to the ledger since. Nil:
// there is none, or it does not fit.
func (l *Ledger) Packed(ctx context.Context) (p *Pack, err error) {
	f := &packed{rows: &proviso.Rows{}}
	c, err := readColumns(l.packFile(), packLine)
	if err != nil {
		return nil, nil
	}
	if f.columns(c); c.err != nil || !f.sound() {
		return nil, nil
	}
	err = l.store.Read(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err == nil && !f.fits(t, h) {
			err = errDoubt
		}
		if err == nil {
			p, err = l.unpack(t, f)
		}
		if err == nil {
			p.Title = h.Name
		}
		return err
	})
	if errors.Is(err, errDoubt) {
		return nil, nil
	}
	return p, err
}

// fits says whether the file is of this ledger, and not of so old a state of it that a
// new one is better.
func (f *packed) fits(t *store.Tx, h store.Head) bool {
	if f.Entries > h.Size || h.Size-f.Entries > f.Entries/20+1000 {
		return false
	}
	root, err := tlog.TreeHash(f.Entries, hashReader(t))
	return err == nil && root == f.Root
}

// unpack makes a pack of the file and of what was added since, and takes out the rows
// that were replaced since.
func (l *Ledger) unpack(t *store.Tx, f *packed) (*Pack, error) {
	keeper := proviso.Reader{Keeper: true}
	d := l.startDecoding(keeper)
	defer d.stop()
	start := uint64(0)
	for i, seq := range f.seqs {
		if err := d.add(seq, f.leaves[start:f.ends[i]]); err != nil {
			return nil, err
		}
		start = f.ends[i]
	}
	if err := t.Leaves(f.Entries, "", keeper, d.add); err != nil {
		return nil, err
	}
	entries, err := d.finish()
	if err != nil {
		return nil, err
	}
	return l.since(f, entries)
}

func (l *Ledger) since(f *packed, entries []Entry) (*Pack, error) {
	p := &Pack{Rows: f.rows, entries: f.Entries, root: f.Root, shown: l.shown}
	for _, e := range entries[:f.Models] {
		m, ok := e.Record.(*proviso.Movement)
		if !ok {
			return nil, errDoubt
		}
		m.ID = ""
		f.rows.Models = append(f.rows.Models, m)
	}
	entries = entries[f.Models:]
	gone := map[int64]bool{}
	for _, e := range entries {
		if e.Replaces != seal.None {
			gone[e.Replaces] = true
		}
	}
	p.whole = slices.DeleteFunc(entries, func(e Entry) bool { return e.Record == nil || gone[e.Seq] })
	if len(gone) > 0 {
		for row, entry := range f.rows.Entry {
			if gone[int64(entry)] {
				f.rows.Take(row)
			}
		}
	}
	return p, nil
}

// checkPack compares the file of the pack, if it is one of this ledger, with what the
// entries give.
func (l *Ledger) checkPack(ctx context.Context) error {
	f := &packed{rows: &proviso.Rows{}}
	c, err := readColumns(l.packFile(), packLine)
	if err != nil {
		return nil
	}
	if f.columns(c); c.err != nil || f.Entries < 0 {
		return nil
	}
	var fresh *packed
	err = l.store.Read(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err != nil || f.Entries > h.Size {
			return err
		}
		p, err := l.pack(t, f.Entries)
		if err == nil && p.root == f.Root {
			fresh, err = p.file()
		}
		return err
	})
	if err != nil || fresh == nil {
		return err
	}
	sum, err := columnsTo(ctx, io.Discard, packLine, fresh.columns)
	if err == nil && sum != c.sum {
		err = &proviso.Error{Code: "damaged", Message: "the pack is not what the entries give", Fix: "delete it; the entries are sound", Pos: proviso.Pos{File: l.packFile()}}
	}
	return err
}
