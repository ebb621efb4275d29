package ledger

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

// files are what a server hands out, by path.
type files map[string][]byte

// Height, ReadTiles and SaveTiles make the files a tlog.TileReader, the client
// of golang.org/x/mod.
func (files) Height() int { return 8 }

func (f files) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(tiles))
	for i, t := range tiles {
		path := strings.Replace(t.Path(), "tile/8/", "tile/", 1)
		body, ok := f[path]
		if !ok {
			return nil, fmt.Errorf("no file %s", path)
		}
		out[i] = body
	}
	return out, nil
}

func (files) SaveTiles([]tlog.Tile, [][]byte) {}

// TestTilesServe reads the tiles of a ledger as a client does that has its
// public key and knows nothing of its tables.
func TestTilesServe(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		ctx := context.Background()
		l := begin(t, address())
		if err := l.Tiles(ctx, nil, true, nil); codes(err) != "empty" {
			t.Errorf("an empty ledger: %v", err)
		}
		var parties strings.Builder
		parties.WriteString("parties:\n")
		for i := range 600 {
			fmt.Fprintf(&parties, "  P%d: {name: Party %d}\n", i, i)
		}
		if _, err := l.Record(ctx, "", read(t, parties.String())); err != nil {
			t.Fatal(err)
		}
		served := files{}
		if err := l.Tiles(ctx, nil, true, func(path string, body []byte) error {
			served[path] = bytes.Clone(body)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		h, err := l.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		verifier, err := note.NewVerifier(h.Key)
		if err != nil {
			t.Fatal(err)
		}
		n, err := note.Open(served["checkpoint"], note.VerifierList(verifier))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(n.Text, "\n")
		size, err := strconv.ParseInt(lines[1], 10, 64)
		if err != nil || size != 600 {
			t.Fatalf("size %s: %v", lines[1], err)
		}
		root, err := tlog.ParseHash(lines[2])
		if err != nil {
			t.Fatal(err)
		}
		reader := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, served)
		leaves := append(append(entriesIn(t, served["tile/entries/000"]), entriesIn(t, served["tile/entries/001"])...), entriesIn(t, served["tile/entries/002.p/88"])...)
		if len(leaves) != 600 {
			t.Fatalf("%d entries are served", len(leaves))
		}
		for i, leaf := range leaves {
			got, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, int64(i))})
			if err != nil || got[0] != sha256.Sum256(append([]byte{0}, leaf...)) {
				t.Fatalf("entry %d is not in the tree: %v", i, err)
			}
		}
		if len(served) != 8 {
			t.Errorf("%d files are served", len(served))
		}
	})
}

// entriesIn takes a bundle apart, as C2SP tlog-tiles describes it.
func entriesIn(t *testing.T, body []byte) (out [][]byte) {
	t.Helper()
	for len(body) > 0 {
		n := int(binary.BigEndian.Uint16(body))
		out, body = append(out, body[2:2+n]), body[2+n:]
	}
	return out
}
