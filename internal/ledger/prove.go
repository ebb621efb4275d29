package ledger

import (
	"context"
	"errors"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
)

// Prove gives the proof that the last entry of a record stands in the ledger,
// for whoever has the public key alone.
func (l *Ledger) Prove(ctx context.Context, id string) (seal.Proof, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var proof seal.Proof
	err := l.store.Read(ctx, func(t *store.Tx) error {
		if err := l.refresh(t); err != nil {
			return err
		}
		n, err := l.index.meant(id)
		if err != nil {
			return err
		}
		h, err := t.Head()
		if err != nil {
			return err
		}
		note, err := t.Checkpoint(h.Size)
		if err != nil {
			return err
		}
		now, _ := l.index.find(n)
		leaf, err := t.Leaf(now.seq)
		if err != nil {
			return err
		}
		proof, err = seal.Prove(leaf, now.seq, note, h.Size, hashReader(t))
		return err
	})
	return proof, err
}

// Checkpoint gives the signed checkpoint of all that the ledger has.
func (l *Ledger) Checkpoint(ctx context.Context) (note []byte, err error) {
	err = l.store.Read(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err != nil {
			return err
		}
		note, err = t.Checkpoint(h.Size)
		if errors.Is(err, store.ErrNoRow) {
			return &proviso.Error{Code: "empty", Message: "the ledger is empty: there is no checkpoint yet", Fix: "add records with proviso record", Pos: proviso.Pos{File: l.shown}}
		}
		return err
	})
	return note, err
}
