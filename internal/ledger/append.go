package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
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
	return l.append(ctx, by, len(records), names(records), func(p *plan) error {
		for _, r := range records {
			n := nameOf(r)
			was, ok := p.index.find(n)
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
	return l.append(ctx, by, len(records), names(records), func(p *plan) error {
		for _, r := range records {
			n := nameOf(r)
			was, ok := p.index.find(n)
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
	if err := l.mention(ctx); err != nil {
		return nil, err
	}
	return l.append(ctx, by, len(ids), meanings(ids), func(p *plan) error {
		for _, id := range ids {
			n, err := p.index.meant(id)
			if err != nil {
				return err
			}
			was, _ := p.index.find(n)
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
	first   int64 // number of the first entry that is added
	index   *index
	receipt *Receipt
	tree    *seal.Tree // with what is added
	sealing *sealing
	handed  int // entries that were handed over to be sealed
	lately  [16]lately
	touched []name // that may be gone, and that records which are not touched may name
	faults  proviso.Errors
}

func (p *plan) fault(r proviso.Record, code, message, fix string) {
	p.faults = append(p.faults, &proviso.Error{Code: code, Message: message, Fix: fix, Pos: proviso.EnvelopeOf(r).Pos})
}

// add puts an entry behind the others.
func (p *plan) add(e seal.Entry) {
	e.At, e.By = p.at, p.by
	n := name{e.Kind, e.ID}
	if other, ok := p.index.clash(n); ok && e.Record != nil {
		p.fault(e.Record, "duplicate-id", fmt.Sprintf("%q is already the id of %s", n.id, other), "only a party and a place may share an id")
		return
	}
	if e.Act != seal.ActRecord {
		p.touched = append(append(p.touched, n), p.index.clauses[clauseOwner(n)]...)
	}
	p.receipt.Entries = append(p.receipt.Entries, Entry{Seq: p.index.size, Entry: e})
	p.index.note(p.index.size, e.Act, n, e.Record)
	if len(p.receipt.Entries)-p.handed == together {
		p.hand()
	}
}

// same says whether the entry holds this very record.
func (p *plan) same(seq int64, r proviso.Record) (bool, error) {
	var was proviso.Record
	if at := seq - p.first; at >= 0 {
		was = p.receipt.Entries[at].Record
	} else {
		e, err := p.l.entry(p.tx, seq)
		if err != nil {
			return false, err
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

// append stores what fn plans, sealed, in one transaction: all or nothing. There
// are at most so many entries; ids gives the ids that fn asks for.
func (l *Ledger) append(ctx context.Context, by string, most int, ids func() []string, fn func(*plan) error) (*Receipt, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := &plan{l: l, by: by, receipt: &Receipt{Entries: make([]Entry, 0, most)}}
	err := l.store.Write(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err != nil {
			return err
		}
		if err := l.takeIn(t, &h, ids); err != nil {
			return err
		}
		p.tx, p.index, p.first, p.at = t, l.index, h.Size, l.next(h.At)
		p.index.try()
		return p.store(h, fn)
	})
	if p.index != nil {
		p.index.settle(err != nil, p.first)
	}
	switch {
	case errors.Is(err, errNothing):
		return p.receipt, nil
	case err != nil:
		return nil, err
	}
	l.tree = p.tree
	return p.receipt, nil
}

// manyNames is how many entries are read one by one before their names are put
// into a table, for the next program; tests set it.
var manyNames = int64(1000)

// takeIn takes in what a plan needs to know.
func (l *Ledger) takeIn(t *store.Tx, h *store.Head, ids func() []string) error {
	if err := l.refresh(t, *h); err != nil {
		return err
	}
	if l.index.read > manyNames {
		if err := t.Name(*h, h.Size); err != nil {
			return err
		}
		h.Named, l.index.read = h.Size, 0
	}
	if l.index.base == 0 {
		return nil
	}
	return l.fetch(t, ids())
}

// names gives the ids in records.
func names(records []proviso.Record) func() []string {
	return func() (ids []string) {
		for _, r := range records {
			references(r, func(_ []proviso.RecordKind, id string) { ids = append(ids, id) })
		}
		return ids
	}
}

// meanings gives the ids that people may mean.
func meanings(said []string) func() []string {
	return func() []string {
		ids := slices.Clone(said)
		for _, s := range said {
			_, id, _ := strings.Cut(s, ":")
			ids = append(ids, id)
		}
		return ids
	}
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

// check holds that everything named by an entry stands, once all are planned.
func (p *plan) check(e *Entry) {
	if e.Record == nil {
		return
	}
	n := name{e.Kind, e.ID}
	if gone, ok := p.missing(e.Record, n); ok {
		p.fault(e.Record, "dangling-id", fmt.Sprintf("%s names %s, which is not on record", n, gone), "record it first, or together with this")
	}
	if p.index.goesRound(n) {
		p.fault(e.Record, "cycle", fmt.Sprintf("%s would be a part of itself", n), "take one of the steps out")
	}
}

// lately is an id that a record named, and that stands.
type lately struct {
	kinds *proviso.RecordKind
	id    string
}

// missing is like the function missing. Records that are checked one after the
// other mostly name the same, in the same place; nothing changes meanwhile.
func (p *plan) missing(r proviso.Record, own name) (out name, ok bool) {
	stands := func(other name) bool { return other == own || p.index.stands(other) }
	place := 0
	references(r, func(kinds []proviso.RecordKind, id string) {
		was, is := &p.lately[place%len(p.lately)], lately{&kinds[0], id}
		place++
		switch {
		case ok || *was == is:
		case found(kinds, id, stands):
			*was = is
		default:
			out, ok = name{kinds[0], id}, true
		}
	})
	return out, ok
}

// clauseOwner is the id under which the clauses of a record are kept.
func clauseOwner(n name) string {
	if n.kind == proviso.InstrumentRecord {
		return n.id
	}
	return ""
}

// mostNaming is how many of the records are told that name what is to be gone.
const mostNaming = 5

// checkLost looks whether a record that stands names what is to be gone.
func (p *plan) checkLost(h store.Head) error {
	lost := slices.DeleteFunc(p.touched, p.index.stands)
	if len(lost) == 0 {
		return nil
	}
	stands := func(n name) bool { return !slices.Contains(lost, n) && p.index.stands(n) }
	var ids, texts []string
	for _, n := range lost {
		ids, texts = append(ids, n.id), append(texts, seal.Quoted(n.id))
	}
	spans, err := naming(p.tx, h, ids)
	if err != nil {
		return err
	}
	for _, in := range spans {
		for more := true; more && len(p.faults) < mostNaming; {
			if in.from, more, err = p.checkSpan(in, texts, stands); err != nil {
				return err
			}
		}
	}
	if len(p.faults) > 0 {
		return p.faults
	}
	return nil
}

// checkSpan checks a page of the entries that hold one of the texts, and says
// where the next begins if there may be more.
func (p *plan) checkSpan(in span, texts []string, stands func(name) bool) (next int64, more bool, err error) {
	const page = 500
	var naming []Entry
	var records []proviso.Record
	err = p.tx.Holding(in.from, in.to, texts, page, func(seq int64, leaf []byte) error {
		e, err := seal.Decode(leaf)
		if err != nil {
			return p.l.damaged(seq, "%v", err)
		}
		naming = append(naming, Entry{seq, e})
		if e.Record != nil {
			records = append(records, e.Record)
		}
		return nil
	})
	if err != nil {
		return 0, false, err
	}
	if err := p.l.fetch(p.tx, names(records)()); err != nil {
		return 0, false, err
	}
	for _, e := range naming {
		p.checkNaming(e, stands)
	}
	if len(naming) < page {
		return 0, false, nil
	}
	return naming[page-1].Seq + 1, true, nil
}

// checkNaming notes a fault, up to mostNaming, if the entry stands and names what
// does not.
func (p *plan) checkNaming(e Entry, stands func(name) bool) {
	now, _ := p.index.find(name{e.Kind, e.ID})
	if now.seq != e.Seq || e.Record == nil || len(p.faults) == mostNaming {
		return
	}
	if gone, ok := missing(e.Record, stands); ok {
		p.faults = append(p.faults, &proviso.Error{Code: "dangling-id", Message: fmt.Sprintf("%s names %s, which would be gone", name{e.Kind, e.ID}, gone),
			Fix: "correct or withdraw it too, at the same time or before", Pos: p.l.at(e.Seq)})
	}
}

// store stores the entries that fn plans, which are sealed meanwhile.
func (p *plan) store(h store.Head, fn func(*plan) error) error {
	tree, err := p.l.grown(p.tx, h)
	if err != nil {
		return err
	}
	p.sealing = p.startSealing(tree)
	switch err = p.rest(fn(p)); {
	case err != nil:
		return err
	case len(p.faults) > 0:
		return p.faults
	case len(p.receipt.Entries) == 0:
		return errNothing
	}
	if err := p.checkLost(h); err != nil {
		return err
	}
	note, err := seal.Checkpoint{Origin: origin(h.Key), Size: tree.Size(), Root: tree.Root()}.Sign(p.l.key)
	if err != nil {
		return err
	}
	p.receipt.Checkpoint, p.tree = note, tree
	return p.tx.Grow(tlog.StoredHashCount(h.Size), p.sealing.hashes, tree.Size(), note)
}
