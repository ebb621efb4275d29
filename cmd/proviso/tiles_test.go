package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// follower follows a log over HTTP with nothing but its address and public key.
type follower struct {
	t       *testing.T
	address string
	key     note.Verifier
}

func (f follower) get(path, kind string) ([]byte, error) {
	r, err := http.Get(f.address + "/" + path)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	if got := r.Header.Get("Content-Type"); r.StatusCode != http.StatusOK || got != kind {
		return nil, fmt.Errorf("%s: %s, %s", path, r.Status, got)
	}
	return io.ReadAll(r.Body)
}

// Height, ReadTiles and SaveTiles make it a tlog.TileReader.
func (follower) Height() int { return 8 }

func (f follower) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(tiles))
	for i, t := range tiles {
		var err error
		if out[i], err = f.get(strings.Replace(t.Path(), "tile/8/", "tile/", 1), "application/octet-stream"); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (follower) SaveTiles([]tlog.Tile, [][]byte) {}

// tree fetches the checkpoint and opens it.
func (f follower) tree() tlog.Tree {
	f.t.Helper()
	body, err := f.get("checkpoint", "text/plain; charset=utf-8")
	if err != nil {
		f.t.Fatal(err)
	}
	n, err := note.Open(body, note.VerifierList(f.key))
	if err != nil {
		f.t.Fatal(err)
	}
	lines := strings.Split(n.Text, "\n")
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		f.t.Fatal(err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		f.t.Fatal(err)
	}
	return tlog.Tree{N: size, Hash: root}
}

// TestTilesOverHTTP hands the folder of tiles out with a plain file server, and
// follows the ledger while it grows with the client of golang.org/x/mod.
func TestTilesOverHTTP(t *testing.T) {
	dir := t.TempDir()
	ledger, folder := filepath.Join(dir, "office.db"), filepath.Join(dir, "public")
	do := func(args ...string) {
		t.Helper()
		if code := run(context.Background(), args, strings.NewReader(""), io.Discard, os.Stderr); code != 0 {
			t.Fatalf("%q: exit code %d", args, code)
		}
	}
	grow := func(from, to int) {
		t.Helper()
		text := "parties:\n"
		for i := from; i < to; i++ {
			text += fmt.Sprintf("  P%d: {name: Party %d}\n", i, i)
		}
		file := filepath.Join(dir, "more.yaml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		do("record", ledger, file)
		do("prove", ledger, "--tiles", folder)
	}
	do("init", ledger)
	grow(0, 300)
	public, err := os.ReadFile(ledger + ".key.pub")
	if err != nil {
		t.Fatal(err)
	}
	key, err := note.NewVerifier(strings.TrimSpace(string(public)))
	if err != nil {
		t.Fatal(err)
	}
	files := http.FileServerFS(os.DirFS(folder))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/tile/") { // else a few hashes that look like text would be called text
			w.Header().Set("Content-Type", "application/octet-stream")
		}
		files.ServeHTTP(w, r)
	}))
	defer server.Close()
	f := follower{t, server.URL, key}
	before := f.tree()
	grow(300, 777)
	after := f.tree()
	if before.N != 300 || after.N != 777 {
		t.Fatalf("the ledger grew from %d to %d", before.N, after.N)
	}
	reader := tlog.TileHashReader(after, f)
	proof, err := tlog.ProveTree(after.N, before.N, reader)
	if err != nil {
		t.Fatal(err)
	}
	if err := tlog.CheckTree(proof, after.N, after.Hash, before.N, before.Hash); err != nil {
		t.Error(err)
	}
	if _, err := tlog.TileHashReader(before, f).ReadHashes([]int64{0, tlog.StoredHashIndex(0, 299)}); err != nil {
		t.Errorf("who holds the first checkpoint is left alone: %v", err)
	}
	if _, err := f.get("tile/entries/000", "application/octet-stream"); err == nil {
		t.Error("entries are handed out, which nobody asked for")
	}
}
