package ledger

import (
	"context"
	"fmt"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
)

// Prove gives the proof that the last entry of a record stands in the ledger,
// for whoever has the public key alone. The proof is for the tree of the
// checkpoint given, else of the newest that a witness cosigned after the entry,
// else of the newest.
func (l *Ledger) Prove(ctx context.Context, id string, checkpoint []byte) (seal.Proof, error) {
	var proof seal.Proof
	err := l.look(ctx, func(t *store.Tx, h store.Head) error {
		if err := l.fetch(t, meanings([]string{id})()); err != nil {
			return err
		}
		n, err := l.index.meant(id)
		if err != nil {
			return err
		}
		now, _ := l.index.find(n)
		if checkpoint == nil {
			if checkpoint, err = l.forProof(t, h, now.seq); err != nil {
				return err
			}
		}
		c, err := grownFrom(t, h, checkpoint)
		if err != nil {
			return err
		}
		if now.seq >= c.Size {
			return &proviso.Error{Code: "later", Message: fmt.Sprintf("the last entry of %q is newer than the checkpoint", id),
				Fix: "have a newer checkpoint cosigned, or leave --checkpoint out", Pos: l.at(now.seq)}
		}
		leaf, err := t.Leaf(now.seq)
		if err != nil {
			return err
		}
		proof, err = seal.Prove(leaf, now.seq, checkpoint, c.Size, hashReader(t))
		return err
	})
	return proof, err
}

// grownFrom opens a checkpoint that was signed earlier, if the ledger has grown
// from it.
func grownFrom(t *store.Tx, h store.Head, checkpoint []byte) (seal.Checkpoint, error) {
	c, _, err := seal.Open(checkpoint, h.Key)
	if err != nil {
		return c, err
	}
	return c, c.Check(h.Size, hashReader(t))
}

// Checkpoint gives the signed checkpoint of all that the ledger has, with the
// cosignatures that are kept of it.
func (l *Ledger) Checkpoint(ctx context.Context) (note []byte, err error) {
	err = l.store.Read(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err == nil {
			note, err = l.newest(t, h)
		}
		return err
	})
	return note, err
}

// forProof gives the checkpoint to prove an entry with.
func (l *Ledger) forProof(t *store.Tx, h store.Head, seq int64) ([]byte, error) {
	var last store.Cosignature
	err := t.Cosignatures(seq+1, func(c store.Cosignature) error { last = c; return nil })
	switch {
	case err != nil:
		return nil, err
	case last.Note == nil:
		return l.newest(t, h)
	}
	return l.cosigned(t, h, last.Size, last.Note)
}

// newest gives the checkpoint of all that the ledger has, with the cosignatures
// that are kept of it.
func (l *Ledger) newest(t *store.Tx, h store.Head) ([]byte, error) {
	note, err := t.Checkpoint(h.Size)
	if h.Size == 0 {
		err = &proviso.Error{Code: "empty", Message: "the ledger is empty: there is no checkpoint yet", Fix: "add records with proviso record", Pos: proviso.Pos{File: l.shown}}
	}
	if err != nil {
		return nil, err
	}
	return l.cosigned(t, h, h.Size, note)
}

// GrownFrom holds the ledger against an older checkpoint, if there is one, and
// gives the newest.
func (l *Ledger) GrownFrom(ctx context.Context, old []byte) (now []byte, err error) {
	err = l.store.Read(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err == nil && old != nil {
			_, err = grownFrom(t, h, old)
		}
		if err != nil {
			return err
		}
		now, err = t.Checkpoint(h.Size)
		return err
	})
	return now, err
}
