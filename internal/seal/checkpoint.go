package seal

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint says which leaves a log had: as many as Size, whose tree has this
// root. It is written as C2SP tlog-checkpoint. The first one, of no leaves, says
// in an extension line what the log is about.
type Checkpoint struct {
	Origin string // names the log, and is the name of its key
	Size   int64
	Root   tlog.Hash
	Case   string // where Size is 0
}

// First gives the checkpoint of a log without leaves.
func First(origin, title string) Checkpoint {
	return Checkpoint{Origin: origin, Root: (&Tree{}).Root(), Case: title}
}

// NewKey makes the Ed25519 note key of a log: the private one, which signs
// checkpoints and is kept outside the database, and the public one.
func NewKey(random io.Reader, origin string) (private, public string, err error) {
	if origin == "" || strings.ContainsFunc(origin, notInName) {
		return "", "", refuse("not an origin: "+show(origin), "write a name without spaces and plus signs, such as ledger.example.org/exports")
	}
	return note.GenerateKey(random, origin)
}

// notInName is what the name of a key may not hold (C2SP signed-note).
func notInName(r rune) bool { return r <= ' ' || r == '+' || r == 0x7f || r > '~' }

// Key is the private key of a log.
type Key struct{ signer note.Signer }

// ParseKey reads a private key that [NewKey] made.
func ParseKey(private string) (Key, error) {
	signer, err := note.NewSigner(strings.TrimSpace(private))
	if err != nil {
		return Key{}, refuse("not the private key of a ledger", "name the key file that proviso init wrote")
	}
	return Key{signer}, nil
}

// Sign writes the checkpoint with the signature of the log's private key.
func (c Checkpoint) Sign(k Key) ([]byte, error) {
	if k.signer.Name() != c.Origin {
		return nil, refuse("the key is that of "+show(k.signer.Name())+", the ledger is "+show(c.Origin), "name the key of this ledger")
	}
	return note.Sign(&note.Note{Text: c.text()}, k.signer)
}

const aboutCase = "case "

func (c Checkpoint) text() string {
	text := fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, c.Root)
	if c.Size == 0 {
		text += aboutCase + Quoted(c.Case) + "\n"
	}
	return text
}

// Open reads a checkpoint, which the log's public key must have signed, and
// those of the witnesses' cosignatures that are there. A signature of any of
// these keys that is wrong makes the whole checkpoint wrong; signatures of
// other keys are passed over.
func Open(text []byte, public string, witnesses ...Witness) (Checkpoint, []Cosignature, error) {
	log, err := note.NewVerifier(strings.TrimSpace(public))
	if err != nil {
		return Checkpoint{}, nil, refuse("not the public key of a ledger: "+show(public), "it reads like ledger.example.org/exports+1a2b3c4d+AX...")
	}
	known := []note.Verifier{log}
	for _, w := range witnesses {
		known = append(known, w)
	}
	n, err := note.Open(text, note.VerifierList(known...))
	if err != nil {
		return Checkpoint{}, nil, openError(err)
	}
	c, err := parseCheckpoint(n.Text)
	if err != nil {
		return Checkpoint{}, nil, err
	}
	if c.Origin != log.Name() {
		return Checkpoint{}, nil, refuse("the checkpoint is of "+show(c.Origin)+", the key of "+show(log.Name()), "name the key of that ledger")
	}
	var cosigned []Cosignature
	signed := false
	for _, s := range n.Sigs {
		if _, err := base64.StdEncoding.Strict().DecodeString(s.Base64); err != nil {
			return Checkpoint{}, nil, openError(&note.InvalidSignatureError{Name: s.Name}) // one signature, one spelling
		}
		if s.Name == log.Name() && s.Hash == log.KeyHash() {
			signed = true
			continue
		}
		i := slices.IndexFunc(witnesses, func(w Witness) bool { return w.name == s.Name && w.hash == s.Hash })
		cosigned = append(cosigned, witnesses[i].cosignature(c.Size, s))
	}
	if !signed {
		return Checkpoint{}, nil, refuse("the checkpoint is not signed by the key of the ledger", "name the public key of that ledger")
	}
	return c, cosigned, nil
}

// ErrSignature says that a checkpoint bears a wrong signature.
var ErrSignature = errors.New("wrong signature")

func openError(err error) error {
	switch e := err.(type) {
	case *note.InvalidSignatureError:
		wrong := refuse("the signature of "+show(e.Name)+" is wrong", "the checkpoint was changed, or another key of that name signed it")
		wrong.Err = ErrSignature
		return wrong
	case *note.UnverifiedNoteError:
		return refuse("the checkpoint is not signed by the key of the ledger", "name the public key of that ledger")
	}
	return refuse("not a signed checkpoint", "a checkpoint is a file of three lines, an empty line and signatures")
}

// IsNote says whether the text has the form of a checkpoint with signatures, and
// is not signatures alone.
func IsNote(text []byte) bool { return bytes.Contains(text, []byte("\n\n")) }

// parseCheckpoint reads the text of a note. Further lines are allowed by the
// format; but for the case in the first one they say nothing.
func parseCheckpoint(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	bad := refuse("not a checkpoint: it does not say origin, size and root on three lines", "")
	if len(lines) < 4 || lines[0] == "" {
		return Checkpoint{}, bad
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return Checkpoint{}, bad
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return Checkpoint{}, bad
	}
	c := Checkpoint{Origin: lines[0], Size: size, Root: tlog.Hash(root)}
	if quoted, ok := strings.CutPrefix(lines[3], aboutCase); ok && size == 0 {
		if err := json.Unmarshal([]byte(quoted), &c.Case); err != nil || Quoted(c.Case) != quoted {
			return Checkpoint{}, bad
		}
	}
	return c, nil
}

// Check says whether a tree of the size, whose stored hashes are at hand, is
// the one that the checkpoint is of: whether its first c.Size leaves have the
// root. An old checkpoint is thus held against the present tree.
func (c Checkpoint) Check(size int64, stored tlog.HashReader) error {
	if c.Size > size {
		return refuse(fmt.Sprintf("the checkpoint is of %d entries, the ledger has %d: entries are gone", c.Size, size), "look for a backup that has them")
	}
	root, err := tlog.TreeHash(c.Size, stored)
	if err != nil {
		return err
	}
	if root != c.Root {
		return refuse(fmt.Sprintf("the first %d entries are not those of the checkpoint: something was changed", c.Size), "compare with a backup of that time")
	}
	return nil
}
