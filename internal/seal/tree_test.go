package seal_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"github.com/proviso-ledger/proviso/internal/seal"
)

// memory is a tree whose hashes are in memory.
type memory struct {
	leaves [][]byte
	stored []tlog.Hash
}

func (m *memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(m.stored)) {
			return nil, fmt.Errorf("hash %d is not stored", index)
		}
		out[i] = m.stored[index]
	}
	return out, nil
}

func (m *memory) add(t interface{ Fatal(...any) }, leaves ...[]byte) {
	tree, err := seal.TreeOf(int64(len(m.leaves)), m)
	if err != nil {
		t.Fatal(err)
	}
	for _, leaf := range leaves {
		for h := range slices.Chunk(tree.Add(leaf, nil), tlog.HashSize) {
			m.stored = append(m.stored, tlog.Hash(h))
		}
		m.leaves = append(m.leaves, leaf)
	}
}

func grown(t interface{ Fatal(...any) }, size int) *memory {
	m := &memory{}
	for i := range size {
		m.add(t, fmt.Appendf(nil, "leaf %d", i))
	}
	return m
}

// mth is the Merkle Tree Hash as RFC 6962, section 2.1, writes it down.
func mth(d [][]byte) tlog.Hash {
	switch n := len(d); n {
	case 0:
		return sha256.Sum256(nil)
	case 1:
		return sha256.Sum256(append([]byte{0}, d[0]...))
	default:
		k := 1
		for k*2 < n {
			k *= 2
		}
		left, right := mth(d[:k]), mth(d[k:])
		return sha256.Sum256(slices.Concat([]byte{1}, left[:], right[:]))
	}
}

func TestTreeIsThatOfRFC6962(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := &memory{}
		for range rapid.IntRange(0, 6).Draw(t, "batches") {
			var batch [][]byte
			for range rapid.IntRange(0, 70).Draw(t, "leaves") {
				batch = append(batch, []byte(rapid.StringN(0, 3, 3).Draw(t, "leaf")))
			}
			m.add(t, batch...)
			size := int64(len(m.leaves))
			if got := int64(len(m.stored)); got != tlog.StoredHashCount(size) {
				t.Fatalf("%d hashes are stored for %d leaves", got, size)
			}
			tree, err := seal.TreeOf(size, m)
			if err != nil || tree.Size() != size || tree.Root() != mth(m.leaves) {
				t.Fatalf("the tree of %d leaves has another root (%v)", size, err)
			}
			c := seal.Checkpoint{Origin: "x", Size: size, Root: mth(m.leaves)}
			if err := c.Check(size, m); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestStoredHashes compares what a tree gives to be stored with what the
// checksum database of Go stores.
func TestStoredHashes(t *testing.T) {
	m := grown(t, 700)
	other := &memory{}
	for i, leaf := range m.leaves {
		hashes, err := tlog.StoredHashes(int64(i), leaf, other)
		if err != nil {
			t.Fatal(err)
		}
		other.stored = append(other.stored, hashes...)
	}
	if !slices.Equal(m.stored, other.stored) {
		t.Error("other hashes are stored")
	}
}

func TestTreePassesOnWhatReadingSays(t *testing.T) {
	broken := tlog.HashReaderFunc(func([]int64) ([]tlog.Hash, error) { return nil, fmt.Errorf("the disk is gone") })
	if _, err := seal.TreeOf(3, broken); err == nil || !strings.Contains(err.Error(), "the disk is gone") {
		t.Errorf("got %v", err)
	}
}

// TestOldCheckpoints holds every earlier checkpoint against a tree, and
// against one in which any one leaf was changed.
func TestOldCheckpoints(t *testing.T) {
	const size = 23
	good := grown(t, size)
	for changed := range size {
		bad := &memory{}
		for i, leaf := range good.leaves {
			if i == changed {
				leaf = []byte("another")
			}
			bad.add(t, leaf)
		}
		for old := range size + 1 {
			c := seal.Checkpoint{Size: int64(old), Root: mth(good.leaves[:old])}
			if err := c.Check(size, good); err != nil {
				t.Errorf("checkpoint of %d: %v", old, err)
			}
			if err := c.Check(size, bad); (err == nil) != (old <= changed) {
				t.Errorf("leaf %d changed, checkpoint of %d: %v", changed, old, err)
			}
		}
	}
	if err := (seal.Checkpoint{Size: size + 1}).Check(size, good); err == nil || !strings.Contains(err.Error(), "entries are gone") {
		t.Errorf("got %v", err)
	}
}

// TestTiles compares every tile with the hashes that the specification says
// are in it, and every bundle with its leaves.
func TestTiles(t *testing.T) {
	const size = 256*256 + 256*3 + 70
	m := &memory{}
	var batch [][]byte
	for i := range size {
		batch = append(batch, fmt.Appendf(nil, "%d", i))
	}
	m.add(t, batch...)
	paths := map[string]bool{}
	for _, tile := range seal.Tiles(0, size) {
		paths[tile.Path()] = true
		first, end, bundle := tile.Entries()
		if bundle {
			var want []byte
			for _, leaf := range m.leaves[first:end] {
				want = append(append(want, 0, byte(len(leaf))), leaf...)
			}
			if !bytes.Equal(seal.Bundle(m.leaves[first:end]), want) {
				t.Fatalf("%s holds other leaves", tile.Path())
			}
			continue
		}
		if tile.L == 0 && tile.N > 2 && tile.N < 256 {
			continue // like their neighbours, and slow to hash by recursion
		}
		body, err := tile.Hashes(m)
		if err != nil {
			t.Fatal(err)
		}
		var want []byte
		for i := range tile.W {
			span := 1 << (8 * tile.L)
			from := (int(tile.N)*256 + i) * span
			h := mth(m.leaves[from : from+span])
			want = append(want, h[:]...)
		}
		if !bytes.Equal(body, want) {
			t.Errorf("%s holds other hashes", tile.Path())
		}
	}
	for _, want := range []string{"tile/0/000", "tile/0/259.p/70", "tile/1/000", "tile/1/001.p/3", "tile/2/000.p/1", "tile/entries/258", "tile/entries/259.p/70"} {
		if !paths[want] {
			t.Errorf("there is no %s", want)
		}
	}
}
