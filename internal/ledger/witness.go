package ledger

import (
	"context"
	"errors"
	"fmt"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
)

// Latest as the number of entries that a witness has seen is that of the last
// of its cosignatures that the ledger keeps.
const Latest = -1

// Request gives what a witness is sent to have the newest checkpoint cosigned;
// seen is how many entries it has seen already.
func (l *Ledger) Request(ctx context.Context, w seal.Witness, seen int64) (request []byte, err error) {
	err = l.store.Read(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err != nil {
			return err
		}
		if seen == Latest {
			if seen, err = cosignedLast(t, w); err != nil {
				return err
			}
		}
		note, err := l.newest(t, h)
		if err != nil {
			return err
		}
		request, err = seal.Request(seen, h.Size, note, hashReader(t))
		return err
	})
	return request, err
}

// cosignedLast gives how many entries the witness has cosigned, as far as the
// ledger keeps it.
func cosignedLast(t *store.Tx, w seal.Witness) (last int64, err error) {
	err = t.Cosignatures(0, func(c store.Cosignature) error {
		if c.Witness == w.String() {
			last = c.Size
		}
		return nil
	})
	return last, err
}

// Keep keeps the cosignature by the witness that its answer holds, if it is right
// and of a checkpoint of this ledger. Of an answer without a checkpoint those are
// tried that were signed since the last one that the witness cosigned.
func (l *Ledger) Keep(ctx context.Context, w seal.Witness, answer []byte) (out seal.Cosignature, err error) {
	err = l.store.Write(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err != nil {
			return err
		}
		least, most := int64(0), h.Size
		if seal.IsNote(answer) {
			c, err := grownFrom(t, h, answer)
			var foreign *proviso.Error
			if errors.As(err, &foreign) {
				foreign.Fix = askAgain
			}
			if err != nil {
				return err
			}
			least, most = c.Size, c.Size
		} else if least, err = cosignedLast(t, w); err != nil {
			return err
		}
		if out, err = find(t, h, w, answer, least, most); err != nil {
			return err
		}
		if err := t.Cosign(out.Size, out.Key, out.Line); err != nil {
			return err
		}
		return t.Cosignatures(out.Size, func(c store.Cosignature) (err error) {
			if c.Size == out.Size && c.Witness == out.Key {
				out, err = l.kept(c, h.Key) // the first, if there was one
			}
			return err
		})
	})
	return out, err
}

const askAgain = "send the witness what proviso witness writes without an answer"

// find looks for the checkpoint that the answer is of, from the newest back.
func find(t *store.Tx, h store.Head, w seal.Witness, answer []byte, least, most int64) (seal.Cosignature, error) {
	none := &proviso.Error{Code: "seal", Message: fmt.Sprintf("the cosignature by %s is of no checkpoint of this ledger, or is wrong", w.Name()),
		Fix: askAgain}
	for most >= max(least, 1) {
		note, err := t.Checkpoint(most)
		if errors.Is(err, store.ErrNoRow) {
			return seal.Cosignature{}, none
		}
		if err != nil {
			return seal.Cosignature{}, err
		}
		c, _, err := seal.Open(note, h.Key)
		if err != nil {
			return seal.Cosignature{}, err
		}
		if c.Size < least {
			break
		}
		out, err := seal.Answered(answer, note, h.Key, w)
		if !errors.Is(err, seal.ErrSignature) {
			return out, err
		}
		most = c.Size - 1
	}
	return seal.Cosignature{}, none
}

// cosigned puts the lines of witnesses that are kept of the checkpoint of a size
// below it.
func (l *Ledger) cosigned(t *store.Tx, h store.Head, size int64, note []byte) ([]byte, error) {
	err := t.Cosignatures(size, func(kept store.Cosignature) error {
		if kept.Size > size {
			return nil
		}
		c, err := l.kept(kept, h.Key)
		note = fmt.Appendf(note, "%s\n", c.Line)
		return err
	})
	return note, err
}

// kept checks what is kept of a witness.
func (l *Ledger) kept(kept store.Cosignature, public string) (seal.Cosignature, error) {
	fault := &proviso.Error{Code: "damaged", Fix: "compare with a backup", Pos: proviso.Pos{File: l.shown}}
	if kept.Note == nil {
		fault.Message = fmt.Sprintf("there is a cosignature of %d entries, and no checkpoint of them", kept.Size)
		return seal.Cosignature{}, fault
	}
	c, err := seal.OpenCosignature(kept.Note, public, kept.Witness, kept.Line)
	if err != nil {
		fault.Message = fmt.Sprintf("a cosignature of %d entries: %v", kept.Size, err)
		return c, fault
	}
	return c, nil
}
