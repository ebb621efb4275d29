package ledger

import (
	"context"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
)

// index is what stands after so many entries: for each id the entry that speaks
// last. It is in memory only, and made again from the store. Of entries before
// base it holds those of the ids that were fetched.
type index struct {
	size    int64
	base    int64
	read    int64            // entries that were read since base, not written
	fetched map[key]struct{} // ids whose entries before base are here
	last    map[key]standing // of all records but places
	places  map[key]standing
	clauses map[string][]name // of each instrument
	parents map[name][]name   // of parties, places and items

	trying bool
	undo   []step
	mend   []func() // what else a trial changed
}

// standing is the last word on a record.
type standing struct {
	seq       int64
	kind      int8 // place in recordKinds
	withdrawn bool
}

// step is one word that a trial changed.
type step struct {
	in    map[key]standing
	key   key
	was   standing
	stood bool
}

// key stands for an id. Two ids have one key by a chance of one in 2^128, which
// nobody outside the program can raise; a table without pointers is small, and
// the collector need not look into it.
type key [2]uint64

var seeds = [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}

func keyOf(id string) key { return key{maphash.String(seeds[0], id), maphash.String(seeds[1], id)} }

func newIndex() *index {
	return &index{fetched: map[key]struct{}{}, last: map[key]standing{}, places: map[key]standing{},
		clauses: map[string][]name{}, parents: map[name][]name{}}
}

// try begins a trial: what is noted until settle can be taken back.
func (x *index) try() { x.trying, x.undo, x.mend = true, x.undo[:0], nil }

// settle ends a trial and, if it failed, takes back what was noted.
func (x *index) settle(failed bool, size int64) {
	if failed {
		for _, u := range slices.Backward(x.undo) {
			if u.in[u.key] = u.was; !u.stood {
				delete(u.in, u.key)
			}
		}
		for _, mend := range slices.Backward(x.mend) {
			mend()
		}
		x.size = size
	}
	x.trying, x.mend = false, nil
}

// in gives the table of a kind.
func (x *index) in(kind proviso.RecordKind) map[key]standing {
	if kind == proviso.PlaceRecord {
		return x.places
	}
	return x.last
}

func (x *index) find(n name) (standing, bool) {
	s, ok := x.in(n.kind)[keyOf(n.id)]
	return s, ok && recordKinds[s.kind] == n.kind
}

// stands says whether a record or clause of the name is there to be named.
func (x *index) stands(n name) bool {
	if n.kind == clause {
		instrument, _, _ := strings.Cut(n.id, "/")
		return slices.Contains(x.clauses[instrument], n)
	}
	s, ok := x.find(n)
	return ok && !s.withdrawn
}

// note takes in one entry. The record is needed for registers and instruments
// only.
func (x *index) note(seq int64, act seal.Act, n name, r proviso.Record) {
	x.size = seq + 1
	x.set(n, standing{seq: seq, kind: int8(slices.Index(recordKinds, n.kind)), withdrawn: act == seal.ActWithdraw}, r)
}

func (x *index) set(n name, now standing, r proviso.Record) {
	in, k := x.in(n.kind), keyOf(n.id)
	if x.trying {
		was, ok := in[k]
		x.undo = append(x.undo, step{in, k, was, ok})
	}
	in[k] = now
	switch n.kind {
	case proviso.InstrumentRecord:
		put(x, x.clauses, n.id, clauses(r))
	case proviso.PartyRecord, proviso.PlaceRecord, proviso.ItemRecord:
		put(x, x.parents, n, parents(r))
	case proviso.MovementRecord, proviso.StatementRecord, proviso.SourceRecord:
	}
}

// put changes one of the smaller tables.
func put[K comparable](x *index, in map[K][]name, k K, names []name) {
	if was, ok := in[k]; x.trying && ok {
		x.mend = append(x.mend, func() { in[k] = was })
	} else if x.trying {
		x.mend = append(x.mend, func() { delete(in, k) })
	}
	in[k] = names
}

// look runs fn on one state of the ledger, which the index has been brought up to.
func (l *Ledger) look(ctx context.Context, fn func(*store.Tx, store.Head) error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.store.Read(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err == nil {
			err = l.refresh(t, h)
		}
		if err != nil {
			return err
		}
		return fn(t, h)
	})
}

// refresh takes in the entries that were stored since.
func (l *Ledger) refresh(t *store.Tx, h store.Head) error {
	x := l.index
	if x.size == 0 {
		x.size, x.base = h.Named, h.Named
	}
	if x.size == h.Size {
		return nil
	}
	err := t.Names(x.size, func(seq int64, act, kind, id string, leaf []byte) error {
		if seq != x.size {
			return l.damaged(x.size, "the entry is missing")
		}
		x.size, x.read = seq+1, x.read+1
		return l.note(seq, act, name{proviso.RecordKind(kind), id}, leaf)
	})
	if err == nil && x.size != h.Size {
		return l.damaged(x.size, "the last checkpoint is of %d entries, and there are %d", h.Size, x.size)
	}
	return err
}

// note takes in an entry from the store.
func (l *Ledger) note(seq int64, act string, n name, leaf []byte) error {
	kind := slices.Index(recordKinds, n.kind)
	if kind < 0 {
		return l.damaged(seq, "not a kind of record: %q", n.kind)
	}
	var r proviso.Record
	if leaf != nil {
		e, err := seal.Decode(leaf)
		if err != nil {
			return l.damaged(seq, "%v", err)
		}
		r = e.Record
	}
	l.index.set(n, standing{seq, int8(kind), seal.Act(act) == seal.ActWithdraw}, r)
	return nil
}

// fetch takes in what the entries before base say of the ids, and of those that
// they stand below. An id may be that of a clause.
func (l *Ledger) fetch(t *store.Tx, ids []string) error {
	x := l.index
	defer func(trying bool) { x.trying = trying }(x.trying)
	x.trying = false // what is fetched stays
	for len(ids) > 0 && x.base > 0 {
		ask := x.ask(ids)
		ids = nil
		err := t.LastOf(ask, func(seq int64, act, kind, id string, leaf []byte) error {
			n := name{proviso.RecordKind(kind), id}
			if _, newer := x.find(n); newer {
				return nil
			}
			err := l.note(seq, act, n, leaf)
			for _, up := range x.parents[n] {
				ids = append(ids, up.id)
			}
			return err
		})
		if err != nil {
			l.index = newIndex() // which ids were fetched is not known
			return err
		}
	}
	return nil
}

// ask gives those of the ids that were not asked for before.
func (x *index) ask(ids []string) (out []string) {
	for _, id := range ids {
		instrument, _, _ := strings.Cut(id, "/")
		for _, one := range []string{id, instrument} {
			if _, ok := x.fetched[keyOf(one)]; !ok {
				x.fetched[keyOf(one)] = struct{}{}
				out = append(out, one)
			}
		}
	}
	return out
}

// clash gives the record of another kind that has the id already.
func (x *index) clash(n name) (name, bool) {
	for _, in := range []map[key]standing{x.last, x.places} {
		if s, ok := in[keyOf(n.id)]; ok && !mayShare(recordKinds[s.kind], n.kind) {
			return name{recordKinds[s.kind], n.id}, true
		}
	}
	return name{}, false
}

// goesRound says whether the name stands below itself in a tree.
func (x *index) goesRound(from name) bool {
	seen := map[name]bool{}
	next := slices.Clone(x.parents[from])
	for len(next) > 0 {
		n := next[len(next)-1]
		next = next[:len(next)-1]
		if n == from {
			return true
		}
		if !seen[n] {
			seen[n] = true
			next = append(next, x.parents[n]...)
		}
	}
	return false
}

// meant gives the record that a person means by an id, or by "kind:id".
func (x *index) meant(id string) (name, error) {
	kind, rest, said := strings.Cut(id, ":")
	var found []name
	for _, k := range recordKinds {
		n := name{k, id}
		if said {
			if n.id = rest; string(k) != kind {
				continue
			}
		}
		if _, ok := x.find(n); ok {
			found = append(found, n)
		}
	}
	switch len(found) {
	case 0:
		return name{}, &proviso.Error{Code: "dangling-id", Message: fmt.Sprintf("no record %q", id), Fix: "proviso log shows the ids on record"}
	case 1:
		return found[0], nil
	}
	return name{}, &proviso.Error{Code: "ambiguous", Message: fmt.Sprintf("%q is %s and %s", id, found[0].kind, found[1].kind),
		Fix: fmt.Sprintf("write %s:%s or %s:%s", found[0].kind, id, found[1].kind, id)}
}
