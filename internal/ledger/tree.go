package ledger

import (
	"crypto/sha256"
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

// over reads hashes from a list that begins at an index, and those before it
// from the reader.
func over(first int64, hashes []tlog.Hash, before tlog.HashReader) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		var ask []int64
		for _, x := range indexes {
			if x < first {
				ask = append(ask, x)
			}
		}
		old, err := before.ReadHashes(ask)
		if err != nil {
			return nil, err
		}
		for i, x := range indexes {
			if x < first {
				out[i], old = old[0], old[1:]
			} else {
				out[i] = hashes[x-first]
			}
		}
		return out, nil
	})
}

func flat(hashes []tlog.Hash) []byte {
	out := make([]byte, 0, len(hashes)*tlog.HashSize)
	for _, h := range hashes {
		out = append(out, h[:]...)
	}
	return out
}

const layout = "2006-01-02T15:04:05.000000Z"

// rowOf sets an entry beside its leaf, as the table has it.
func rowOf(e Entry, mark proviso.Marking, leaf []byte) store.Row {
	return store.Row{Seq: e.Seq, At: e.At.Format(layout), By: e.By, Act: string(e.Act), Kind: string(e.Kind), ID: e.ID,
		Replaces: e.Replaces, TLP: mark.TLP, Released: released(mark), Leaf: leaf}
}

// released gives the parties that an entry is released to, sorted and each once.
func released(m proviso.Marking) []proviso.PartyID {
	out := slices.Clone(m.ReleasedTo)
	slices.Sort(out)
	return slices.Compact(out)
}

// tree is a Merkle tree (RFC 6962) built leaf by leaf. It is a second way to the
// hashes that seal.Append gives, and verify compares the two.
type tree struct {
	hashes []byte      // in the order in which they are stored
	edge   []tlog.Hash // roots of the whole subtrees, the largest first
	size   int64
}

func (t *tree) add(leaf []byte) {
	h := tlog.RecordHash(leaf)
	t.hashes = append(t.hashes, h[:]...)
	for n := t.size; n&1 == 1; n >>= 1 {
		h = tlog.NodeHash(t.edge[len(t.edge)-1], h)
		t.edge = t.edge[:len(t.edge)-1]
		t.hashes = append(t.hashes, h[:]...)
	}
	t.edge = append(t.edge, h)
	t.size++
}

// root gives the root over all leaves; without any, the hash of nothing.
func (t *tree) root() tlog.Hash {
	if t.size == 0 {
		return tlog.Hash(sha256.Sum256(nil))
	}
	h := t.edge[len(t.edge)-1]
	for i := len(t.edge) - 2; i >= 0; i-- {
		h = tlog.NodeHash(t.edge[i], h)
	}
	return h
}

func (t *tree) reader() tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			copy(out[i][:], t.hashes[x*tlog.HashSize:])
		}
		return out, nil
	})
}
