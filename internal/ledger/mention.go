package ledger

import (
	"context"
	"maps"
	"math"
	"slices"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
)

// perPart is how many entries a row of the table of mentions is about, which says
// that one of them names an id: so the few parts are read that can name what is
// withdrawn, and the table is small where many records name the same. Tests set it.
var perPart = int64(1000)

// mention is one row of that table.
type mention struct {
	id   string
	part int64
}

// mentions notes the ids that a record names, but for its own.
func mentions(r proviso.Record, note func(id string)) {
	if r == nil {
		return
	}
	own := nameOf(r)
	references(r, func(kinds []proviso.RecordKind, id string) {
		if id != own.id || !slices.Contains(kinds, own.kind) {
			note(id)
		}
	})
}

// mention takes whole parts of entries into the table of mentions, for whoever
// withdraws. It is a transaction of its own, so that a refusal does not undo it.
func (l *Ledger) mention(ctx context.Context) error {
	if h, err := l.Head(ctx); err != nil || h.Size-h.Mentioned < perPart {
		return err
	}
	return l.store.Write(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err != nil {
			return err
		}
		decoder := seal.NewDecoder()
		for from := h.Mentioned; h.Size-from >= perPart; from += perPart {
			ids := map[string]bool{}
			err := t.Holding(from, from+perPart, nil, math.MaxInt32, func(seq int64, leaf []byte) error {
				e, err := decoder.Decode(leaf)
				if err != nil {
					return l.damaged(seq, "%v", err)
				}
				mentions(e.Record, func(id string) { ids[id] = true })
				return nil
			})
			if err == nil {
				err = t.Mention(from/perPart, slices.Sorted(maps.Keys(ids)), from+perPart)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// span is some entries: from one to before another.
type span struct{ from, to int64 }

// naming gives where the entries can stand that name one of the ids: in parts that
// are known to, and behind those that the table of mentions has.
func naming(t *store.Tx, h store.Head, ids []string) ([]span, error) {
	var out []span
	parts, err := t.Mentioning(ids)
	for _, p := range parts {
		out = append(out, span{p * perPart, (p + 1) * perPart})
	}
	return append(out, span{h.Mentioned, h.Size}), err
}
