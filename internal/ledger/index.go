package ledger

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
)

// index is what stands after so many entries: for each name the entry that
// speaks last. It is in memory only, and made again from the store. A trial lies
// over another index until its entries are stored.
type index struct {
	under   *index
	size    int64
	last    map[name]standing
	kinds   map[string]proviso.RecordKind // of each id; where a party and a place share one, either
	clauses map[string][]name             // of each instrument
	parents map[name][]name               // of parties, places and items
}

// standing is the last word on a record.
type standing struct {
	seq       int64
	withdrawn bool
}

func newIndex() *index {
	return &index{last: map[name]standing{}, kinds: map[string]proviso.RecordKind{}, clauses: map[string][]name{}, parents: map[name][]name{}}
}

// trial gives an index to which entries can be added without changing x.
func (x *index) trial() *index {
	t := newIndex()
	t.under, t.size = x, x.size
	return t
}

// take makes what was tried so.
func (x *index) take(trial *index) {
	x.size = trial.size
	maps.Copy(x.last, trial.last)
	maps.Copy(x.kinds, trial.kinds)
	maps.Copy(x.clauses, trial.clauses)
	maps.Copy(x.parents, trial.parents)
}

func (x *index) find(n name) (standing, bool) {
	s, ok := x.last[n]
	if !ok && x.under != nil {
		return x.under.find(n)
	}
	return s, ok
}

func (x *index) clausesOf(instrument string) []name {
	c, ok := x.clauses[instrument]
	if !ok && x.under != nil {
		return x.under.clausesOf(instrument)
	}
	return c
}

func (x *index) parentsOf(n name) []name {
	up, ok := x.parents[n]
	if !ok && x.under != nil {
		return x.under.parentsOf(n)
	}
	return up
}

// stands says whether a record or clause of the name is there to be named.
func (x *index) stands(n name) bool {
	if n.kind == clause {
		instrument, _, _ := strings.Cut(n.id, "/")
		return slices.Contains(x.clausesOf(instrument), n)
	}
	s, ok := x.find(n)
	return ok && !s.withdrawn
}

// note takes in one entry. The record is needed for registers and instruments
// only.
func (x *index) note(seq int64, act seal.Act, n name, r proviso.Record) {
	x.size = seq + 1
	x.last[n] = standing{seq: seq, withdrawn: act == seal.ActWithdraw}
	x.kinds[n.id] = n.kind
	switch n.kind {
	case proviso.InstrumentRecord:
		x.clauses[n.id] = clauses(r)
	case proviso.PartyRecord, proviso.PlaceRecord, proviso.ItemRecord:
		x.parents[n] = parents(r)
	case proviso.MovementRecord, proviso.StatementRecord, proviso.SourceRecord:
	}
}

// refresh takes in the entries that were stored since.
func (l *Ledger) refresh(t *store.Tx) error {
	x := l.index
	return t.Names(x.size, func(seq int64, act, kind, id string, leaf []byte) error {
		if seq != x.size {
			return l.damaged(x.size, "the entry is missing")
		}
		var r proviso.Record
		if leaf != nil {
			e, err := seal.Decode(leaf)
			if err != nil {
				return l.damaged(seq, "%v", err)
			}
			r = e.Record
		}
		x.note(seq, seal.Act(act), name{proviso.RecordKind(kind), id}, r)
		return nil
	})
}

// clash gives the record of another kind that has the id already.
func (x *index) clash(n name) (name, bool) {
	k, ok := x.kinds[n.id]
	switch {
	case !ok && x.under != nil:
		return x.under.clash(n)
	case !ok || mayShare(k, n.kind):
		return name{}, false
	}
	return name{k, n.id}, true
}

// goesRound says whether the name stands below itself in a tree.
func (x *index) goesRound(from name) bool {
	seen := map[name]bool{}
	next := slices.Clone(x.parentsOf(from))
	for len(next) > 0 {
		n := next[len(next)-1]
		next = next[:len(next)-1]
		if n == from {
			return true
		}
		if !seen[n] {
			seen[n] = true
			next = append(next, x.parentsOf(n)...)
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
