package ledger

import (
	"context"

	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
)

// Tiles runs fn for every file of which a server of C2SP tlog-tiles hands out
// copies: the tiles of hashes and, last, the newest checkpoint. Paths are with
// slashes, below the address of the log. With entries it has the bundles of
// entries too, which hold all of them, whatever their marking. If a checkpoint
// was handed out before, the ledger must have grown from it.
func (l *Ledger) Tiles(ctx context.Context, before []byte, entries bool, fn func(path string, body []byte) error) error {
	return l.store.Read(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err != nil {
			return err
		}
		if before != nil {
			if _, err := grownFrom(t, h, before); err != nil {
				return err
			}
		}
		note, err := l.newest(t, h)
		if err != nil {
			return err
		}
		var all []seal.Tile
		for _, tile := range seal.Tiles(0, h.Size) {
			if _, _, bundle := tile.Entries(); bundle {
				all = append(all, tile)
				continue
			}
			body, err := tile.Hashes(hashReader(t))
			if err != nil {
				return err
			}
			if err := fn(tile.Path(), body); err != nil {
				return err
			}
		}
		if entries {
			if err := bundles(t, all, fn); err != nil {
				return err
			}
		}
		return fn("checkpoint", note)
	})
}

// bundles reads the entries once, in their order.
func bundles(t *store.Tx, all []seal.Tile, fn func(path string, body []byte) error) error {
	var leaves [][]byte
	return t.Rows(func(row *store.Row) error {
		leaves = append(leaves, row.Leaf)
		if len(all) == 0 {
			return nil
		}
		if _, end, _ := all[0].Entries(); row.Seq+1 < end {
			return nil
		}
		path, body := all[0].Path(), seal.Bundle(leaves)
		all, leaves = all[1:], nil
		return fn(path, body)
	})
}
