package ledger

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
	"golang.org/x/mod/sumdb/tlog"
)

// Copy makes a ledger at an address that has all that this one has at one
// moment, and opens it to be asked. Others may go on writing.
func (l *Ledger) Copy(ctx context.Context, address string) (*Ledger, error) {
	s, err := l.store.Copy(ctx, address)
	if err != nil {
		return nil, err
	}
	return open(s, seal.Key{}), nil
}

// line is one line of an export: what a ledger is, an entry, or a checkpoint of
// the entries above it.
type line struct {
	Ledger     *about          `json:"ledger,omitempty"`
	Entry      *int64          `json:"entry,omitempty"`
	Hash       *tlog.Hash      `json:"hash,omitempty"` // of the leaf, as the tree has it
	Leaf       json.RawMessage `json:"leaf,omitempty"`
	Checkpoint string          `json:"checkpoint,omitempty"`
	Cosigned   []cosignature   `json:"cosigned,omitempty"` // with a checkpoint
}

// cosignature is a line of a witness to a checkpoint.
type cosignature struct {
	Witness string `json:"witness"` // its key
	Line    string `json:"line"`
}

// about is what an export says of the ledger as a whole.
type about struct {
	Format    int    `json:"format"`
	Case      string `json:"case"`
	PublicKey string `json:"public_key"`
}

// Export writes all that the ledger has at one moment as JSON Lines.
func (l *Ledger) Export(ctx context.Context, w io.Writer) error {
	out := bufio.NewWriterSize(w, 1<<16)
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	err := l.store.Read(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err != nil {
			return err
		}
		notes := map[int64]string{}
		if err := t.Checkpoints(func(size int64, note []byte) error { notes[size] = string(note); return nil }); err != nil {
			return err
		}
		cosigned := map[int64][]cosignature{}
		if err := t.Cosignatures(0, func(c store.Cosignature) error {
			cosigned[c.Size] = append(cosigned[c.Size], cosignature{c.Witness, c.Line})
			return nil
		}); err != nil {
			return err
		}
		if err := enc.Encode(line{Ledger: &about{Format: exportFormat, Case: h.Name, PublicKey: h.Key}}); err != nil {
			return err
		}
		if err := enc.Encode(line{Checkpoint: notes[0]}); err != nil {
			return err
		}
		return t.Leaves(0, "", proviso.Reader{Keeper: true}, func(seq int64, leaf []byte) error {
			hash := tlog.RecordHash(leaf)
			if err := enc.Encode(line{Entry: &seq, Hash: &hash, Leaf: leaf}); err != nil {
				return err
			}
			if note := notes[seq+1]; note != "" {
				slices.SortFunc(cosigned[seq+1], func(a, b cosignature) int { return strings.Compare(a.Witness, b.Witness) }) // on every system alike
				return enc.Encode(line{Checkpoint: note, Cosigned: cosigned[seq+1]})
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	return out.Flush()
}

// exportFormat is the version of the lines.
const exportFormat = 3

// sealsName is the first version with the first checkpoint.
const sealsName = 3

// Import makes a ledger at an address from the lines of an export. Everything is
// verified as it comes in, against the public key if one is given and else the
// one in the export; what does not fit is refused, and nothing is made. The
// private key, in a file, seals the name of the case, which older exports do not.
func Import(ctx context.Context, address string, r io.Reader, public, keyFile string) (*Ledger, error) {
	in := newImporter(r)
	h, err := in.begin(ShownName(address), public, keyFile)
	if err != nil {
		return nil, err
	}
	s, err := store.Create(ctx, address, h, func(t *store.Tx) error { return in.all(h, func(p *part) error { return p.store(t) }) })
	if err != nil {
		return nil, err
	}
	return open(s, seal.Key{}), nil
}

type importer struct {
	lines *bufio.Reader
	line  int
	v     *verifier
	first []byte // the first checkpoint, where the export has none
}

// longestLine is more than any line of an export has: a leaf, or the name of a
// case, in quotes.
const longestLine = 1 << 20

func newImporter(r io.Reader) *importer { return &importer{lines: bufio.NewReaderSize(r, longestLine)} }

// begin reads what an export says of the ledger as a whole.
func (in *importer) begin(shown, public, keyFile string) (store.Head, error) {
	first, err := in.next()
	switch {
	case err == io.EOF:
		return store.Head{}, in.wrong("the file is empty", "name a file that proviso export wrote")
	case err != nil:
		return store.Head{}, err
	case first.Ledger == nil || first.Ledger.Format < 1:
		return store.Head{}, in.wrong("not an export of a ledger", "name a file that proviso export wrote")
	case first.Ledger.Format > exportFormat:
		return store.Head{}, in.wrong("the export was written by a newer proviso", "use that version")
	case public != "" && first.Ledger.PublicKey != public:
		return store.Head{}, in.wrong("the export is of a ledger with another public key", "name the public key of that ledger")
	case first.Ledger.Format < sealsName && keyFile == "":
		return store.Head{}, in.wrong("the export is of an older proviso, which did not seal the name of the case", "name the key of that ledger with --key, to seal it")
	}
	h := store.Head{Name: first.Ledger.Case, Key: first.Ledger.PublicKey}
	in.v = newVerifier(&Ledger{shown: shown}, h.Key)
	if first.Ledger.Format < sealsName {
		_, in.first, err = unlock(h, keyFile, "the exported ledger")
	}
	return h, err
}

func (in *importer) wrong(message, fix string) error {
	return &proviso.Error{Code: "export", Message: fmt.Sprintf("line %d: %s", in.line, message), Fix: fix}
}

// next gives the next line, or io.EOF. A last line without a line end was cut off.
func (in *importer) next() (line, error) {
	text, err := in.lines.ReadSlice('\n')
	in.line++
	switch {
	case err == bufio.ErrBufferFull:
		return line{}, in.wrong(fmt.Sprintf("the line is longer than %d bytes", longestLine), "name a file that proviso export wrote")
	case err == io.EOF && len(text) == 0:
		return line{}, io.EOF
	case err == io.EOF:
		return line{}, in.wrong("the file is cut short", "export the ledger again")
	case err != nil:
		return line{}, err
	}
	var l line
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&l); err != nil || dec.More() {
		return line{}, in.wrong("not a line of an export", "name a file that proviso export wrote")
	}
	return l, nil
}

// part is what one checkpoint adds to a ledger.
type part struct {
	rows   []store.Row
	first  int64 // index of the first hash
	hashes []byte
	head   store.Head // after it
	line
}

func (p *part) store(t *store.Tx) error {
	if err := t.Insert(p.rows); err != nil {
		return err
	}
	if err := t.Grow(p.first, p.hashes, p.head.Size, []byte(p.Checkpoint)); err != nil {
		return err
	}
	for _, c := range p.Cosigned {
		if err := t.Cosign(p.head.Size, c.Witness, c.Line); err != nil {
			return err
		}
	}
	return nil
}

// all verifies the entries and hands them over, checkpoint by checkpoint.
func (in *importer) all(h store.Head, keep func(*part) error) error {
	p := &part{head: h}
	begun := in.first != nil
	if begun {
		p.Checkpoint = string(in.first)
		if err := keep(p); err != nil {
			return err
		}
	}
	for {
		l, err := in.next()
		switch {
		case err == io.EOF && (len(p.rows) > 0 || !begun):
			return in.wrong("the last entries have no checkpoint", "export the ledger again")
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case begun && l.Entry != nil && l.Hash != nil && l.Leaf != nil && l.Checkpoint == "" && l.Cosigned == nil:
			row, err := in.entry(l, p.head.Size)
			if err != nil {
				return err
			}
			p.rows = append(p.rows, row)
		case l.Checkpoint != "" && l.Entry == nil && (len(p.rows) > 0 || !begun):
			p.line, p.first = l, tlog.StoredHashCount(p.head.Size)
			if err := in.checkpoint(p); err != nil {
				return err
			}
			if err := keep(p); err != nil {
				return err
			}
			p.rows, begun = nil, true
		default:
			return in.wrong("neither an entry nor a checkpoint", "name a file that proviso export wrote")
		}
	}
}

// entry verifies one entry; size is that of the last checkpoint.
func (in *importer) entry(l line, size int64) (store.Row, error) {
	if tlog.RecordHash(l.Leaf) != *l.Hash {
		return store.Row{}, in.wrong("the hash is not that of the leaf: one of them was changed", "export the ledger again")
	}
	e, err := in.v.decoder.Decode(l.Leaf)
	if err != nil {
		return store.Row{}, in.wrong(err.Error(), "export the ledger again")
	}
	var mark proviso.Marking
	if e.Record != nil {
		mark = proviso.EnvelopeOf(e.Record).Marking
	} else {
		mark = in.v.marked[name{e.Kind, e.ID}]
	}
	if in.v.index.size > size && !e.At.Equal(in.v.last) {
		return store.Row{}, in.wrong("the checkpoint of the entries above is missing", "export the ledger again")
	}
	row := rowOf(Entry{*l.Entry, e}, e.At.Format(layout), mark, l.Leaf)
	if err := in.v.add(&row); err != nil {
		return store.Row{}, in.wrong(err.(*proviso.Error).Message, "export the ledger again")
	}
	return row, nil
}

// checkpoint verifies the checkpoint of the entries so far, and its cosignatures.
func (in *importer) checkpoint(p *part) error {
	note := []byte(p.Checkpoint)
	c, _, err := seal.Open(note, p.head.Key)
	if err != nil {
		return in.wrong(err.Error(), "export the ledger again")
	}
	if c.Size != in.v.index.size || c.Root != in.v.tree.Root() {
		return in.wrong("the checkpoint is not that of the entries above it", "export the ledger again")
	}
	if c.Size == 0 && c.Case != p.head.Name {
		return in.wrong("the name of the case is not as it was signed", "export the ledger again")
	}
	for _, by := range p.Cosigned {
		if _, err := seal.OpenCosignature(note, p.head.Key, by.Witness, by.Line); err != nil {
			return in.wrong(err.Error(), "export the ledger again")
		}
	}
	p.head.Size = c.Size
	p.hashes = in.v.hashes[p.first*tlog.HashSize:]
	return nil
}
