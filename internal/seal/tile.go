package seal

import (
	"encoding/binary"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8 // C2SP tlog-tiles: 256 hashes wide
	entryLevel = -1
	// MaxLeaf is the longest leaf: an entry bundle gives lengths in 16 bits.
	MaxLeaf = 1<<16 - 1
)

// Tile is a tile of hashes, or a bundle of entries, of a tree.
type Tile struct{ tlog.Tile }

// Tiles gives every tile and bundle that a tree has when it has grown from one
// size to another and did not have before.
func Tiles(from, to int64) []Tile {
	var out []Tile
	for _, t := range tlog.NewTiles(tileHeight, from, to) {
		out = append(out, Tile{t})
		if t.L == 0 {
			t.L = entryLevel
			out = append(out, Tile{t})
		}
	}
	return out
}

// Path gives the path below the address of a log.
func (t Tile) Path() string {
	rest := strings.TrimPrefix(t.Tile.Path(), "tile/8/")
	if t.L == entryLevel {
		rest = "entries/" + strings.TrimPrefix(rest, "data/")
	}
	return "tile/" + rest
}

// Entries says whether this is a bundle, and of which entries: from the first
// to before the end.
func (t Tile) Entries() (first, end int64, bundle bool) {
	return t.N << tileHeight, t.N<<tileHeight + int64(t.W), t.L == entryLevel
}

// Hashes gives the body of a tile of hashes.
func (t Tile) Hashes(stored tlog.HashReader) ([]byte, error) {
	return tlog.ReadTileData(t.Tile, stored)
}

// Bundle gives the body of a bundle of leaves.
func Bundle(leaves [][]byte) []byte {
	var out []byte
	for _, leaf := range leaves {
		if len(leaf) > MaxLeaf {
			panic("internal error: a leaf is longer than a bundle can say")
		}
		out = binary.BigEndian.AppendUint16(out, uint16(len(leaf)))
		out = append(out, leaf...)
	}
	return out
}
