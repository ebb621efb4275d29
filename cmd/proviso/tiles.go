package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/proviso-ledger/proviso/internal/ledger"
)

// writeTiles writes what a server of tiles hands out into a folder, the entries
// themselves only if they are to be handed out too. Files that are there stay as
// they are; the checkpoint among them must be one that this ledger has grown from,
// and there may be no entries that are not to be handed out any more.
func writeTiles(ctx context.Context, p *program, l *ledger.Ledger, folder string, entries bool) error {
	before, err := os.ReadFile(filepath.Join(folder, "checkpoint"))
	if err != nil && !os.IsNotExist(err) {
		return failed("read the checkpoint in "+folder, err)
	}
	if held, err := os.ReadDir(filepath.Join(folder, "tile", "entries")); err == nil && len(held) > 0 && !entries {
		return atFile(filepath.Join(folder, "tile", "entries"), "has entries, from an earlier run with --entries; nothing was written",
			"delete that folder, or say --entries again")
	} else if err != nil && !os.IsNotExist(err) {
		return failed("read "+filepath.Join(folder, "tile", "entries"), err)
	}
	wrote, err := during(ctx, p, "writing tiles to "+folder, func() (int, error) {
		n := 0
		err := l.Tiles(ctx, before, entries, func(path string, body []byte) error {
			file := filepath.Join(folder, filepath.FromSlash(path))
			old, err := os.ReadFile(file)
			switch {
			case err == nil && bytes.Equal(old, body):
				return nil
			case err == nil && path != "checkpoint":
				return atFile(file, "is not what it was written as; nothing more was written", "delete it, and run this again")
			case err != nil && !os.IsNotExist(err):
				return failed("read "+file, err)
			}
			n++
			if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
				return failed("make the folder "+filepath.Dir(file), err)
			}
			return putFile(file, body, 0o644)
		})
		return n, err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "wrote %d files to %s\n", wrote, folder)
	return nil
}
