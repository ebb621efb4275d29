package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
	"golang.org/x/mod/sumdb/tlog"
)

// Verified is what verify found. Fault is the first thing that does not fit, nil
// if everything does.
type Verified struct {
	Entries     int64
	Root        tlog.Hash
	Checkpoints int
	Cosigned    []seal.Cosignature // of the checkpoint kept elsewhere
	Kept        []seal.Cosignature // in the ledger, by size
	Fault       *proviso.Error
}

// Verify rebuilds the tree from the leaves and compares everything that the
// store holds with it: columns, hashes, checkpoints and, if one is given, an old
// checkpoint kept elsewhere. Public is the key that the checkpoints must be
// signed with; it does not come from the ledger.
func (l *Ledger) Verify(ctx context.Context, public string, against []byte, witnesses ...seal.Witness) (*Verified, error) {
	var old seal.Checkpoint
	var by []seal.Cosignature
	var err error
	if against != nil {
		if old, by, err = seal.Open(against, public, witnesses...); err != nil {
			return nil, err
		}
	}
	v := newVerifier(l, public)
	err = l.store.Read(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err != nil {
			return err
		}
		for _, step := range []func(*store.Tx, store.Head) error{v.format, v.checkpoints, v.entries, v.stored, v.names, v.mentions, v.kept} {
			if err := step(t, h); err != nil {
				return err
			}
		}
		if against != nil {
			return old.Check(v.index.size, v.reader())
		}
		return nil
	})
	if err == nil {
		err = l.checkPack(ctx)
	}
	out := &Verified{Entries: v.index.size, Root: v.tree.Root(), Checkpoints: len(v.signed), Cosigned: by, Kept: v.cosigned}
	var fault *proviso.Error
	if errors.As(err, &fault) && (fault.Code == "damaged" || fault.Code == "seal") {
		out.Fault, err = fault, nil
	}
	return out, err
}

type verifier struct {
	l       *Ledger
	public  string
	decoder *seal.Decoder
	tree    seal.Tree
	hashes  []byte // of the tree, in the order in which they are stored
	index   *index
	last    time.Time                // of the last entry
	marked  map[name]proviso.Marking // of the last record of each name
	signed  []seal.Checkpoint        // by size

	named     map[mention]bool // that the table of mentions must have
	mentioned int64            // entries that it is of
	cosigned  []seal.Cosignature
}

func newVerifier(l *Ledger, public string) *verifier {
	return &verifier{l: l, public: public, decoder: seal.NewDecoder(), index: newIndex(), marked: map[name]proviso.Marking{}, named: map[mention]bool{}}
}

func (v *verifier) wrong(format string, args ...any) error {
	return &proviso.Error{Code: "damaged", Message: fmt.Sprintf(format, args...), Fix: "compare with a backup", Pos: proviso.Pos{File: v.l.shown}}
}

// format looks again at what opening the ledger looked at.
func (v *verifier) format(t *store.Tx, _ store.Head) error { return t.CheckFormat() }

// checkpoints reads what was signed.
func (v *verifier) checkpoints(t *store.Tx, h store.Head) error {
	if h.Key != v.public {
		return v.wrong("the ledger names another public key than the one given")
	}
	err := t.Checkpoints(func(size int64, note []byte) error {
		c, _, err := seal.Open(note, v.public)
		if err != nil {
			return v.wrong("the checkpoint of %d entries: %v", size, err)
		}
		if c.Size != size {
			return v.wrong("the checkpoint of %d entries stands where one of %d should", c.Size, size)
		}
		v.signed = append(v.signed, c)
		return nil
	})
	switch {
	case err != nil:
		return err
	case len(v.signed) == 0 || v.signed[0].Size > 0:
		return v.wrong("the first checkpoint is missing, which seals the name of the case")
	case v.signed[0].Case != h.Name:
		return v.wrong("the name of the case is not as it was signed, %q", v.signed[0].Case)
	}
	return nil
}

// entries rebuilds the tree entry by entry.
func (v *verifier) entries(t *store.Tx, h store.Head) error {
	next := 0           // place in v.signed
	unlike := int64(-1) // the last entry of an addition that is not as it was signed
	v.mentioned = h.Mentioned
	err := t.Rows(func(row *store.Row) error {
		seq := v.index.size
		before := v.last
		if err := v.add(row); err != nil {
			return err
		}
		if ends := next < len(v.signed) && v.signed[next].Size == seq; seq > 0 && v.last.After(before) != ends {
			return v.l.damaged(seq, "entries and checkpoints do not agree on what was added at one time")
		}
		if next < len(v.signed) && v.signed[next].Size <= seq {
			next++
		}
		if next < len(v.signed) && v.signed[next].Size == seq+1 && v.signed[next].Root != v.tree.Root() {
			unlike = seq
			return errUnlike
		}
		return nil
	})
	switch {
	case errors.Is(err, errUnlike):
		first := int64(0)
		if next > 0 {
			first = v.signed[next-1].Size
		}
		return v.changed(t, first, unlike)
	case err != nil:
		return err
	case v.index.size != h.Size:
		return v.l.damaged(min(v.index.size, h.Size), "the last checkpoint is of %d entries, and there are %d", h.Size, v.index.size)
	}
	return nil
}

// errUnlike ends the reading of entries.
var errUnlike = errors.New("not as signed")

// changed names the first entry of an addition that is not as it was signed.
// Which one it is the stored hashes tell, unless they were changed with it.
func (v *verifier) changed(t *store.Tx, first, last int64) error {
	var leaves []int64
	for seq := first; seq <= last; seq++ {
		leaves = append(leaves, tlog.StoredHashIndex(0, seq))
	}
	was, err := hashReader(t).ReadHashes(leaves)
	if err != nil {
		was = nil // the last of them is named
	}
	is, err := v.reader().ReadHashes(leaves)
	if err != nil {
		return err
	}
	for i := range was {
		if was[i] != is[i] {
			return v.l.damaged(first+int64(i), "the entry is not as it was signed")
		}
	}
	return v.l.damaged(last, "an entry up to this one is not as it was signed")
}

// add takes in one row, if its columns and its leaf agree and it can follow.
func (v *verifier) add(row *store.Row) error {
	seq := v.index.size
	if row.Seq != seq {
		return v.l.damaged(seq, "the entry is missing")
	}
	e, err := v.decoder.Decode(row.Leaf)
	if err != nil {
		return v.l.damaged(seq, "%v", err)
	}
	if err := v.row(row, Entry{seq, e}); err != nil {
		return err
	}
	if e.At.Before(v.last) {
		return v.l.damaged(seq, "the entry is older than the one before it")
	}
	v.last = e.At
	if seq < v.mentioned {
		mentions(e.Record, func(id string) { v.named[mention{id, seq / perPart}] = true })
	}
	v.index.note(seq, e.Act, name{e.Kind, e.ID}, e.Record)
	v.hashes = v.tree.Add(row.Leaf, v.hashes)
	return nil
}

// row compares the columns with the leaf, and what is replaced with what stands.
func (v *verifier) row(row *store.Row, e Entry) error {
	n := name{e.Kind, e.ID}
	was, ok := v.index.find(n)
	var mark proviso.Marking
	switch {
	case e.Act == seal.ActRecord && (ok || e.Replaces != seal.None):
		return v.l.damaged(e.Seq, "%s is recorded a second time", n)
	case e.Act != seal.ActRecord && (!ok || e.Replaces != was.seq || e.Act == seal.ActWithdraw && was.withdrawn):
		return v.l.damaged(e.Seq, "the entry does not replace the last one of %s", n)
	case e.Record != nil:
		mark = proviso.EnvelopeOf(e.Record).Marking
	default:
		mark = v.marked[n] // a withdrawal bears the mark of what it withdraws
	}
	want := rowOf(e, e.At.Format(layout), mark, row.Leaf)
	for _, c := range []struct {
		column   string
		is, must any
	}{
		{"recorded_at", row.At, want.At}, {"recorded_by", row.By, want.By}, {"act", row.Act, want.Act}, {"kind", row.Kind, want.Kind},
		{"id", row.ID, want.ID}, {"replaces", row.Replaces, want.Replaces}, {"tlp", row.TLP, want.TLP},
	} {
		if c.is != c.must {
			return v.l.damaged(e.Seq, "the column %s says %q, not %q", c.column, fmt.Sprint(c.is), fmt.Sprint(c.must))
		}
	}
	if !slices.Equal(row.Released, want.Released) {
		return v.l.damaged(e.Seq, "the table releases says %q, not %q", row.Released, want.Released)
	}
	if e.Record != nil {
		v.marked[n] = mark
	}
	return nil
}

// reader reads hashes of the tree.
func (v *verifier) reader() tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		for i, x := range indexes {
			copy(out[i][:], v.hashes[x*tlog.HashSize:])
		}
		return out, nil
	})
}

// stored compares the stored hashes with those of the tree.
func (v *verifier) stored(t *store.Tx, _ store.Head) error {
	rest := v.hashes
	err := t.Runs(func(first int64, run []byte) error {
		at := int64(len(v.hashes)-len(rest)) / store.HashSize
		if first != at || len(run) == 0 || len(run) > len(rest) || !bytes.Equal(run, rest[:len(run)]) {
			return v.wrong("the stored hashes are not those of the entries, from hash %d on", at)
		}
		rest = rest[len(run):]
		return nil
	})
	if err == nil && len(rest) > 0 {
		return v.wrong("the last %d hashes of the tree are missing", len(rest)/store.HashSize)
	}
	return err
}

// names compares the table of names with the entries, which were verified.
func (v *verifier) names(t *store.Tx, h store.Head) error {
	if h.Named < 0 || h.Named > h.Size {
		return v.wrong("the ledger says that it has names of %d entries and has %d entries", h.Named, h.Size)
	}
	switch n, err := t.Misnamed(h.Named); {
	case err != nil:
		return err
	case n > 0:
		return v.wrong("the table of names is not that of the entries: %d differ", n)
	}
	return nil
}

// mentions compares the table of mentions with the entries.
func (v *verifier) mentions(t *store.Tx, h store.Head) error {
	if h.Mentioned < 0 || h.Mentioned > h.Size || h.Mentioned%perPart != 0 {
		return v.wrong("the ledger says that it has mentions of %d entries and has %d entries", h.Mentioned, h.Size)
	}
	differ := 0
	err := t.Mentions(func(id string, part int64) error {
		if one := (mention{id, part}); v.named[one] {
			delete(v.named, one)
		} else {
			differ++
		}
		return nil
	})
	if n := differ + len(v.named); err == nil && n > 0 {
		return v.wrong("the table of mentions is not that of the entries: %d differ", n)
	}
	return err
}

// kept reads what is kept of witnesses.
func (v *verifier) kept(t *store.Tx, _ store.Head) error {
	return t.Cosignatures(math.MinInt64, func(kept store.Cosignature) error {
		c, err := v.l.kept(kept, v.public)
		v.cosigned = append(v.cosigned, c)
		return err
	})
}
