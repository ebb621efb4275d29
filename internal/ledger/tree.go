package ledger

import (
	"slices"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/store"
	"golang.org/x/mod/sumdb/tlog"
)

// hashReader reads hashes of the tree from the store.
func hashReader(t *store.Tx) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		raw, err := t.Hashes(indexes)
		if err != nil {
			return nil, err
		}
		out := make([]tlog.Hash, len(indexes))
		for i := range out {
			copy(out[i][:], raw[i*tlog.HashSize:])
		}
		return out, nil
	})
}

const layout = "2006-01-02T15:04:05.000000Z"

// rowOf sets an entry, with its time as text, beside its leaf, as the table has it.
func rowOf(e Entry, at string, mark proviso.Marking, leaf []byte) store.Row {
	return store.Row{Seq: e.Seq, At: at, By: e.By, Act: string(e.Act), Kind: string(e.Kind), ID: e.ID,
		Replaces: e.Replaces, TLP: mark.TLP, Released: released(mark), Leaf: leaf}
}

// released gives the parties that an entry is released to, sorted and each once.
func released(m proviso.Marking) []proviso.PartyID {
	if len(m.ReleasedTo) == 0 {
		return nil
	}
	out := slices.Clone(m.ReleasedTo)
	slices.Sort(out)
	return slices.Compact(out)
}
