package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
	"golang.org/x/mod/sumdb/tlog"
)

// Receipt says what an append did.
type Receipt struct {
	Entries    []Entry // that were added, in their order
	Same       int     // records that stood so already
	Checkpoint []byte  // of the ledger after them; nil when nothing was added
}

// Entry is one entry with its number.
type Entry struct {
	Seq int64
	seal.Entry
}

// Record adds records. One that stands so already is left alone; one that
// stands otherwise, or was withdrawn, is refused, and so is all the rest then.
// When Record returns the records are on disk.
func (l *Ledger) Record(ctx context.Context, by string, records []proviso.Record) (*Receipt, error) {
	return l.append(ctx, by, func(p *plan) error {
		for _, r := range records {
			n := nameOf(r)
			was, ok := p.trial.find(n)
			switch {
			case !ok:
				p.add(seal.Entry{Act: seal.ActRecord, Kind: n.kind, ID: n.id, Replaces: seal.None, Record: r})
			case was.withdrawn:
				p.fault(r, "withdrawn", fmt.Sprintf("%s was withdrawn (entry %d)", n, was.seq), "if it is to stand again, say so with proviso correct")
			default:
				same, err := p.same(was.seq, r)
				if err != nil {
					return err
				}
				if same {
					p.receipt.Same++
					continue
				}
				p.fault(r, "changed", fmt.Sprintf("%s is on record otherwise (entry %d)", n, was.seq), "if the ledger is to be corrected, say so with proviso correct")
			}
		}
		return nil
	})
}

// Correct puts other records in the place of those on record, or back in that of
// records withdrawn. What stands so already is left alone.
func (l *Ledger) Correct(ctx context.Context, by string, records []proviso.Record) (*Receipt, error) {
	return l.append(ctx, by, func(p *plan) error {
		for _, r := range records {
			n := nameOf(r)
			was, ok := p.trial.find(n)
			if !ok {
				p.fault(r, "dangling-id", fmt.Sprintf("there is no %s to correct", n), "a new record is added with proviso record")
				continue
			}
			if !was.withdrawn {
				same, err := p.same(was.seq, r)
				if err != nil {
					return err
				}
				if same {
					p.receipt.Same++
					continue
				}
			}
			p.add(seal.Entry{Act: seal.ActCorrect, Kind: n.kind, ID: n.id, Replaces: was.seq, Record: r})
		}
		return nil
	})
}

// Withdraw takes records back, all at once. A record that others name stays
// until they are corrected or withdrawn, with it or before. An id may say which
// kind is meant: "place:KR".
func (l *Ledger) Withdraw(ctx context.Context, by string, ids []string) (*Receipt, error) {
	return l.append(ctx, by, func(p *plan) error {
		for _, id := range ids {
			n, err := p.trial.meant(id)
			if err != nil {
				return err
			}
			was, _ := p.trial.find(n)
			if was.withdrawn {
				p.receipt.Same++
				continue
			}
			p.add(seal.Entry{Act: seal.ActWithdraw, Kind: n.kind, ID: n.id, Replaces: was.seq})
		}
		return nil
	})
}

// plan is an append in the making, under the writer's lock.
type plan struct {
	l       *Ledger
	tx      *store.Tx
	by      string
	at      time.Time
	trial   *index
	receipt *Receipt
	faults  proviso.Errors
}

func (p *plan) fault(r proviso.Record, code, message, fix string) {
	p.faults = append(p.faults, &proviso.Error{Code: code, Message: message, Fix: fix, Pos: proviso.EnvelopeOf(r).Pos})
}

// add puts an entry behind the others.
func (p *plan) add(e seal.Entry) {
	e.At, e.By = p.at, p.by
	n := name{e.Kind, e.ID}
	if other, ok := p.trial.clash(n); ok && e.Record != nil {
		p.fault(e.Record, "duplicate-id", fmt.Sprintf("%q is already the id of %s", n.id, other), "only a party and a place may share an id")
		return
	}
	p.receipt.Entries = append(p.receipt.Entries, Entry{Seq: p.trial.size, Entry: e})
	p.trial.note(p.trial.size, e.Act, n, e.Record)
}

// same says whether the entry holds this very record.
func (p *plan) same(seq int64, r proviso.Record) (bool, error) {
	var was proviso.Record
	if at := seq - p.l.index.size; at >= 0 {
		was = p.receipt.Entries[at].Record
	} else {
		leaf, err := p.tx.Leaf(seq)
		if err != nil {
			return false, err
		}
		e, err := seal.Decode(leaf)
		if err != nil {
			return false, p.l.damaged(seq, "%v", err)
		}
		was = e.Record
	}
	a, err := seal.Body(was)
	if err != nil {
		return false, err
	}
	b, err := seal.Body(r)
	return bytes.Equal(a, b), err
}

// errNothing ends an append that adds nothing.
var errNothing = errors.New("nothing to add")

// append stores what fn plans, sealed, in one transaction: all or nothing.
func (l *Ledger) append(ctx context.Context, by string, fn func(*plan) error) (*Receipt, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := &plan{l: l, by: by, receipt: &Receipt{}}
	err := l.store.Write(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err != nil {
			return err
		}
		if err := l.refresh(t); err != nil {
			return err
		}
		if l.index.size != h.Size {
			return l.damaged(l.index.size, "the ledger says that it has %d entries and has %d", h.Size, l.index.size)
		}
		p.tx, p.trial, p.at = t, l.index.trial(), l.next(h.At)
		if err := fn(p); err != nil {
			return err
		}
		if err := p.check(); err != nil {
			return err
		}
		if len(p.receipt.Entries) == 0 {
			return errNothing
		}
		return p.store(h)
	})
	switch {
	case errors.Is(err, errNothing):
		return p.receipt, nil
	case err != nil:
		return nil, err
	}
	l.index.take(p.trial)
	return p.receipt, nil
}

// next gives the time of the entries of one append: now, in whole microseconds,
// and always later than those before, whatever the clock says.
func (l *Ledger) next(last time.Time) time.Time {
	now := l.Clock().UTC().Truncate(time.Microsecond)
	if least := last.Add(time.Microsecond); !last.IsZero() && now.Before(least) {
		return least
	}
	return now
}

// check holds that everything named stands, once all entries are in.
func (p *plan) check() error {
	lost := map[name]bool{} // what may be named by records that were not touched
	for _, e := range p.receipt.Entries {
		n := name{e.Kind, e.ID}
		for _, was := range slices.Concat(p.l.index.clausesOf(clauseOwner(n)), []name{n}) {
			if !p.trial.stands(was) {
				lost[was] = true
			}
		}
		if e.Record == nil {
			continue
		}
		if gone, ok := missing(e.Record, p.trial.stands); ok {
			p.fault(e.Record, "dangling-id", fmt.Sprintf("%s names %s, which is not on record", n, gone), "record it first, or together with this")
		}
		if p.trial.goesRound(n) {
			p.fault(e.Record, "cycle", fmt.Sprintf("%s would be a part of itself", n), "take one of the steps out")
		}
	}
	if len(lost) > 0 && len(p.faults) == 0 {
		if err := p.checkLost(lost); err != nil {
			return err
		}
	}
	if len(p.faults) > 0 {
		return p.faults
	}
	return nil
}

// clauseOwner is the id under which the clauses of a record are kept.
func clauseOwner(n name) string {
	if n.kind == proviso.InstrumentRecord {
		return n.id
	}
	return ""
}

// checkLost looks whether a record that stands names what is to be gone.
func (p *plan) checkLost(lost map[name]bool) error {
	const most = 5
	stands := func(n name) bool { return !lost[n] && p.trial.stands(n) }
	found := 0
	err := p.tx.Leaves("", proviso.Reader{Keeper: true}, func(seq int64, leaf []byte) error {
		if found == most {
			return nil
		}
		e, err := seal.Decode(leaf)
		if err != nil {
			return p.l.damaged(seq, "%v", err)
		}
		n := name{e.Kind, e.ID}
		if now, _ := p.trial.find(n); now.seq != seq || e.Record == nil {
			return nil
		}
		if gone, ok := missing(e.Record, stands); ok {
			found++
			p.faults = append(p.faults, &proviso.Error{Code: "dangling-id", Message: fmt.Sprintf("%s names %s, which would be gone", n, gone),
				Fix: "correct or withdraw it too, at the same time or before", Pos: p.l.at(seq)})
		}
		return nil
	})
	return err
}

// store seals the entries and stores them.
func (p *plan) store(h store.Head) error {
	leaves := make([][]byte, len(p.receipt.Entries))
	rows := make([]store.Row, len(leaves))
	for i, e := range p.receipt.Entries {
		leaf, err := seal.Encode(e.Entry)
		if err != nil {
			return err
		}
		mark, err := p.mark(e)
		if err != nil {
			return err
		}
		leaves[i], rows[i] = leaf, rowOf(e, mark, leaf)
	}
	reader := hashReader(p.tx)
	hashes, err := seal.Append(h.Size, leaves, reader)
	if err != nil {
		return err
	}
	first := tlog.StoredHashCount(h.Size)
	h.Size, h.At = h.Size+int64(len(leaves)), p.at
	root, err := tlog.TreeHash(h.Size, over(first, hashes, reader))
	if err != nil {
		return err
	}
	note, err := seal.Checkpoint{Origin: origin(h.Key), Size: h.Size, Root: root}.Sign(p.l.private)
	if err != nil {
		return err
	}
	p.receipt.Checkpoint = note
	return p.tx.Append(rows, first, flat(hashes), h, note)
}

// mark is the mark of an entry: that of its record or, of a withdrawal, that of
// what is withdrawn.
func (p *plan) mark(e Entry) (proviso.Marking, error) {
	r := e.Record
	if r == nil {
		leaf, err := p.tx.Leaf(e.Replaces)
		if err != nil {
			return proviso.Marking{}, err
		}
		was, err := seal.Decode(leaf)
		if err != nil {
			return proviso.Marking{}, p.l.damaged(e.Replaces, "%v", err)
		}
		r = was.Record
	}
	return proviso.EnvelopeOf(r).Marking, nil
}
