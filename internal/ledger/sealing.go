package ledger

import (
	"cmp"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
)

// sealing makes rows of entries and adds them to the tree: beside the planning of
// those that follow, and beside the storing of those before.
type sealing struct {
	tree    *seal.Tree
	planned chan []Entry // until all are planned
	whole   bool         // all were planned: they can be checked
	sealed  chan []store.Row
	hashes  []byte // that the tree gains
	err     error

	stop    bool // nothing more is to be stored
	storing error
}

const (
	together = 200 // entries are handed over at once
	ahead    = 64  // times that may wait
)

// startSealing begins to seal what is handed over.
func (p *plan) startSealing(tree *seal.Tree) *sealing {
	s := &sealing{tree: tree, planned: make(chan []Entry, ahead), sealed: make(chan []store.Row, ahead)}
	go func() {
		defer close(s.sealed)
		at := p.at.Format(layout)
		for part := range s.planned {
			s.sealed <- s.seal(part, at)
		}
		for i := range p.receipt.Entries {
			if s.whole && s.err == nil {
				p.check(&p.receipt.Entries[i])
			}
		}
	}()
	return s
}

// hand hands over the entries that were not yet. If too many wait, rows that are
// sealed are stored meanwhile.
func (p *plan) hand() {
	s, part := p.sealing, p.receipt.Entries[p.handed:]
	p.handed = len(p.receipt.Entries)
	for len(s.planned) == cap(s.planned) {
		p.insert(<-s.sealed)
	}
	s.planned <- part
}

// seal makes the rows of entries, and none once that failed. Withdrawals are
// without their marks.
func (s *sealing) seal(entries []Entry, at string) []store.Row {
	if s.err != nil {
		return nil
	}
	rows := make([]store.Row, 0, len(entries))
	encoder := seal.NewEncoder(len(entries))
	for _, e := range entries {
		var leaf []byte
		if leaf, s.err = encoder.Encode(e.Entry); s.err != nil {
			return nil
		}
		s.hashes = s.tree.Add(leaf, s.hashes)
		var mark proviso.Marking
		if e.Record != nil {
			mark = proviso.EnvelopeOf(e.Record).Marking
		}
		rows = append(rows, rowOf(e, at, mark, leaf))
	}
	return rows
}

// rest hands over the last entries, unless planning failed, and waits until all are
// checked and stored.
func (p *plan) rest(planning error) error {
	s := p.sealing
	if planning == nil {
		p.hand()
	}
	s.whole = planning == nil
	s.stop = s.stop || planning != nil || len(p.faults) > 0
	close(s.planned)
	for rows := range s.sealed {
		p.insert(rows)
	}
	return cmp.Or(planning, s.err, s.storing)
}

// insert stores entries that were sealed, unless that failed before.
func (p *plan) insert(rows []store.Row) {
	s := p.sealing
	if s.stop {
		return
	}
	if s.storing = p.mark(rows); s.storing == nil {
		s.storing = p.tx.Insert(rows)
	}
	s.stop = s.storing != nil
}

// mark gives withdrawals the mark of what they withdraw.
func (p *plan) mark(rows []store.Row) error {
	for i := range rows {
		r := &rows[i]
		if r.Act != string(seal.ActWithdraw) {
			continue
		}
		was, err := p.l.entry(p.tx, r.Replaces)
		if err != nil {
			return err
		}
		mark := proviso.EnvelopeOf(was.Record).Marking
		r.TLP, r.Released = mark.TLP, released(mark)
	}
	return nil
}

// grown gives the tree of all entries, to which more can be added.
func (l *Ledger) grown(t *store.Tx, h store.Head) (*seal.Tree, error) {
	if l.tree != nil && l.tree.Size() == h.Size {
		return l.tree.Clone(), nil
	}
	return seal.TreeOf(h.Size, hashReader(t))
}
