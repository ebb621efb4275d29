package seal

import (
	"crypto/sha256"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// Tree is a Merkle tree (RFC 6962) that grows leaf by leaf. It holds the roots
// of its whole subtrees and no more. The zero value is the empty tree.
type Tree struct {
	size int64
	edge []tlog.Hash // the largest subtree first
}

// TreeOf gives the tree of a size, of whose stored hashes it reads a few.
func TreeOf(size int64, stored tlog.HashReader) (*Tree, error) {
	t := &Tree{size: size}
	var indexes []int64
	for level, leaves := 62, int64(0); level >= 0; level-- {
		if size>>level&1 == 1 {
			indexes = append(indexes, tlog.StoredHashIndex(level, leaves>>level))
			leaves += 1 << level
		}
	}
	if len(indexes) == 0 {
		return t, nil
	}
	var err error
	t.edge, err = stored.ReadHashes(indexes)
	return t, err
}

// Clone gives a tree that grows by itself.
func (t *Tree) Clone() *Tree { return &Tree{t.size, slices.Clone(t.edge)} }

// Size gives the number of leaves.
func (t *Tree) Size() int64 { return t.size }

// Add puts a leaf behind the others. It puts the hashes that the tree gains
// behind those given, in the order in which they are stored.
func (t *Tree) Add(leaf, hashes []byte) []byte {
	h := tlog.RecordHash(leaf)
	hashes = append(hashes, h[:]...)
	for n := t.size; n&1 == 1; n >>= 1 {
		h = tlog.NodeHash(t.edge[len(t.edge)-1], h)
		t.edge = t.edge[:len(t.edge)-1]
		hashes = append(hashes, h[:]...)
	}
	t.edge = append(t.edge, h)
	t.size++
	return hashes
}

// Root gives the root over all leaves; without any, the hash of nothing.
func (t *Tree) Root() tlog.Hash {
	if t.size == 0 {
		return tlog.Hash(sha256.Sum256(nil))
	}
	h := t.edge[len(t.edge)-1]
	for i := len(t.edge) - 2; i >= 0; i-- {
		h = tlog.NodeHash(t.edge[i], h)
	}
	return h
}
