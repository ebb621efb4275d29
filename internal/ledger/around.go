package ledger

import (
	"context"
	"slices"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
)

// Around gives the records that stand under the ids, and those that they stand
// below or are rival to, each with its entry as its place. It reads no others. Of
// nil it gives all that stand.
func (l *Ledger) Around(ctx context.Context, ids []string) ([]proviso.Record, error) {
	if ids == nil {
		v, err := l.AsOf(ctx, proviso.LastDay, proviso.Reader{Keeper: true})
		if err != nil {
			return nil, err
		}
		return v.Records(), nil
	}
	var found []Entry
	err := l.look(ctx, func(t *store.Tx, _ store.Head) (err error) {
		found, err = l.around(t, ids)
		return err
	})
	slices.SortFunc(found, func(a, b Entry) int { return int(a.Seq - b.Seq) })
	v := &View{shown: l.shown}
	var out []proviso.Record
	for _, e := range found {
		v.place(e.Record, int(e.Seq))
		out = append(out, e.Record)
	}
	return out, err
}

// around gives the entries that stand under the ids, and so on upwards.
func (l *Ledger) around(t *store.Tx, ids []string) (found []Entry, err error) {
	seen := map[int64]bool{}
	for len(ids) > 0 {
		if err := l.fetch(t, ids); err != nil {
			return nil, err
		}
		below := ids
		ids = nil
		for _, id := range below {
			for _, kind := range recordKinds {
				now, ok := l.index.find(name{kind, id})
				if !ok || now.withdrawn || seen[now.seq] {
					continue
				}
				seen[now.seq] = true
				e, err := l.entry(t, now.seq)
				if err != nil {
					return nil, err
				}
				found = append(found, e)
				ids = append(ids, above(e.Record)...)
			}
		}
	}
	return found, nil
}

// above gives the ids to which a step leads that must not lead back.
func above(r proviso.Record) (ids []string) {
	for _, n := range parents(r) {
		ids = append(ids, n.id)
	}
	if m, ok := r.(*proviso.Movement); ok && m.RivalTo != "" {
		ids = append(ids, string(m.RivalTo))
	}
	return ids
}

// entry reads one entry.
func (l *Ledger) entry(t *store.Tx, seq int64) (Entry, error) {
	leaf, err := t.Leaf(seq)
	if err != nil {
		return Entry{}, err
	}
	e, err := seal.Decode(leaf)
	if err != nil {
		return Entry{}, l.damaged(seq, "%v", err)
	}
	return Entry{seq, e}, nil
}
