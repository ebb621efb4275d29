package ledger

import (
	"context"
	"errors"
	"math"
	"slices"
	"sync"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
	"golang.org/x/mod/sumdb/tlog"
)

// Pack is what the keeper sees in a ledger, with most movements as rows: enough for
// questions about stock, in a tenth of the memory.
type Pack struct {
	Title string
	Rows  *proviso.Rows

	entries int64     // of the ledger then
	root    tlog.Hash // of the tree of so many entries
	whole   []Entry   // of the records that are no rows
	records []proviso.Record
	shown   string
}

// Entries is how many entries the ledger had then.
func (p *Pack) Entries() int64 { return p.entries }

// Snapshot gives what is no row, for reasoning as of a day. Rows with one of the names
// as their id or lot cease to be rows, and so does one of each sort, so that whatever
// is asked of the records is asked of one like each row.
func (p *Pack) Snapshot(asOf proviso.Day, names map[string]bool) *proviso.Snapshot {
	if p.records == nil {
		p.settle()
	}
	p.take(p.Rows.Named(names))
	return proviso.NewSnapshot(p.Title, asOf, proviso.LastDay, p.records)
}

// settle makes records of the entries, and of the rows that they need as records.
func (p *Pack) settle() {
	p.records = []proviso.Record{}
	v := &View{shown: p.shown}
	rivals := map[string]bool{}
	for _, e := range p.whole {
		v.place(e.Record, int(e.Seq))
		p.records = append(p.records, e.Record)
		if m, ok := e.Record.(*proviso.Movement); ok && m.RivalTo != "" {
			rivals[string(m.RivalTo)] = true
		}
	}
	p.take(p.Rows.Named(rivals))
	p.take(p.Rows.Samples())
}

func (p *Pack) take(movements []*proviso.Movement) {
	for _, m := range movements {
		p.records = append(p.records, m)
	}
}

// sift takes plain movements out of entries as they are decoded.
type sift struct {
	mu    sync.Mutex
	maker *proviso.RowMaker
	gone  map[int64]bool // entries that were replaced
}

// keep gives the entries that are no rows.
func (s *sift) keep(entries []Entry, decoder *seal.Decoder) []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	var kept []Entry
	for _, e := range entries {
		if e.Replaces != seal.None {
			s.gone[e.Replaces] = true
		}
		m, ok := e.Record.(*proviso.Movement)
		if ok && e.Seq <= math.MaxUint32 && s.maker.Add(m, uint32(e.Seq)) {
			decoder.Free(m)
			continue
		}
		if ok { // by itself: it would hold those that lie beside it
			own := *m
			e.Record = &own
			decoder.Free(m)
		}
		kept = append(kept, e)
	}
	return kept
}

// Pack reads the ledger as it is now.
func (l *Ledger) Pack(ctx context.Context) (p *Pack, err error) {
	err = l.store.Read(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err == nil {
			p, err = l.pack(t, h.Size)
		}
		if err == nil {
			p.Title = h.Name
		}
		return err
	})
	return p, err
}

// errEnough ends a scan.
var errEnough = errors.New("enough entries")

// pack reads so many entries.
func (l *Ledger) pack(t *store.Tx, size int64) (*Pack, error) {
	keeper := proviso.Reader{Keeper: true}
	p := &Pack{entries: size, shown: l.shown}
	d := l.startDecoding(keeper)
	d.sift = &sift{maker: proviso.NewRowMaker(), gone: map[int64]bool{}}
	defer d.stop()
	err := t.Leaves(0, "", keeper, func(seq int64, leaf []byte) error {
		if seq >= size {
			return errEnough
		}
		return d.add(seq, leaf)
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	entries, err := d.finish()
	if err != nil {
		return nil, err
	}
	gone := d.sift.gone
	p.whole = slices.DeleteFunc(entries, func(e Entry) bool { return e.Record == nil || gone[e.Seq] })
	p.Rows = d.sift.maker.Rows(func(entry uint32) bool { return gone[int64(entry)] })
	p.root, err = tlog.TreeHash(size, hashReader(t))
	return p, err
}
