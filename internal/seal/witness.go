package seal

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Witness is the public key of somebody who cosigns checkpoints that they have
// seen to grow only: C2SP tlog-cosignature, timestamped Ed25519. The kind with
// ML-DSA-44 is passed over like any signature of an unknown key.
type Witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

const (
	cosignatureKind = 4 // the byte that stands before such a key
	stampSize       = 8 // of the seconds before the signature
)

// ParseWitness reads a key such as "witness.example.com/w1+1a2b3c4d+BA...".
func ParseWitness(text string) (Witness, error) {
	bad := refuse("not the key of a witness: "+show(text), "it reads like witness.example.com/w1+1a2b3c4d+BA..., as the witness publishes it")
	name, rest, _ := strings.Cut(strings.TrimSpace(text), "+")
	id, encoded, _ := strings.Cut(rest, "+")
	key, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if err != nil || name == "" || len(key) != 1+ed25519.PublicKeySize || key[0] != cosignatureKind {
		return Witness{}, bad
	}
	sum := sha256.Sum256(append([]byte(name+"\n"), key...))
	hash := binary.BigEndian.Uint32(sum[:])
	if got, err := strconv.ParseUint(id, 16, 32); err != nil || len(id) != 8 || uint32(got) != hash {
		return Witness{}, bad
	}
	return Witness{name: name, hash: hash, key: key[1:]}, nil
}

// Name gives the name of the witness.
func (w Witness) Name() string { return w.name }

// String gives the key in the one form in which it is kept.
func (w Witness) String() string {
	return fmt.Sprintf("%s+%08x+%s", w.name, w.hash, base64.StdEncoding.EncodeToString(append([]byte{cosignatureKind}, w.key...)))
}

// KeyHash gives the number by which signature lines name the key.
func (w Witness) KeyHash() uint32 { return w.hash }

// Verify checks a time stamp and signature over the text of a checkpoint.
func (w Witness) Verify(text, sig []byte) bool {
	if len(sig) != stampSize+ed25519.SignatureSize || sig[0] > 0x7f {
		return false
	}
	stamp := binary.BigEndian.Uint64(sig)
	message := fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s", stamp, text)
	return ed25519.Verify(w.key, message, sig[stampSize:])
}

// Cosignature says that a witness had seen the tree of a checkpoint grow to
// its size, and no larger one, at a time.
type Cosignature struct {
	Witness string    // name
	Key     string    // of the witness, as Witness.String gives it
	Size    int64     // of the checkpoint
	At      time.Time // UTC, whole seconds
	Line    string    // as it stands below the checkpoint, without a line end
}

// cosignature reads one that was verified.
func (w Witness) cosignature(size int64, s note.Signature) Cosignature {
	raw, err := base64.StdEncoding.DecodeString(s.Base64)
	if err != nil || len(raw) < 4+stampSize {
		panic("internal error: a verified cosignature has no time")
	}
	seconds := binary.BigEndian.Uint64(raw[4:])
	return Cosignature{Witness: w.name, Key: w.String(), Size: size, At: time.Unix(int64(seconds), 0).UTC(), Line: "— " + s.Name + " " + s.Base64}
}

// OpenCosignature checks a cosignature that is kept beside its checkpoint, by
// the key and the line kept. The key may be anybody's: it says who cosigned to
// those who have it from the witness.
func OpenCosignature(checkpoint []byte, public, key, line string) (Cosignature, error) {
	w, err := ParseWitness(key)
	if err != nil {
		return Cosignature{}, err
	}
	_, cosigned, err := Open(fmt.Appendf(slices.Clip(checkpoint), "%s\n", line), public, w)
	if err != nil {
		return Cosignature{}, err
	}
	if len(cosigned) != 1 || cosigned[0].Line != line || w.String() != key {
		return Cosignature{}, refuse("not a cosignature by "+show(key), "")
	}
	return cosigned[0], nil
}

// Request is what a witness is sent to have a checkpoint cosigned (C2SP
// tlog-witness, add-checkpoint): the checkpoint, of size, and the proof that the
// tree has grown to it from the old size, which the witness saw last; 0: none.
func Request(old, size int64, checkpoint []byte, stored tlog.HashReader) ([]byte, error) {
	if old < 0 || old > size {
		return nil, refuse(fmt.Sprintf("there are %d entries, and the witness is said to have seen %d", size, old), "check that this is the ledger that the witness means")
	}
	out := fmt.Appendf(nil, "old %d\n", old)
	if old > 0 {
		proof, err := tlog.ProveTree(size, old, stored)
		if err != nil {
			return nil, err
		}
		for _, h := range proof {
			out = fmt.Appendf(out, "%s\n", h)
		}
	}
	return append(append(out, '\n'), checkpoint...), nil
}

// Answered gives the cosignature of a checkpoint by the witness that its answer
// holds: lines of signatures (C2SP tlog-witness), alone or below a checkpoint.
// Lines of others are passed over. Of a wrong one, or one of another checkpoint,
// the error is ErrSignature.
func Answered(answer, checkpoint []byte, public string, w Witness) (Cosignature, error) {
	lines := answer
	if i := bytes.LastIndex(answer, []byte("\n\n")); i >= 0 {
		lines = answer[i+2:]
	}
	var by []string
	for line := range bytes.Lines(lines) {
		f := bytes.Fields(line)
		if len(f) != 3 || string(f[0]) != "—" {
			return Cosignature{}, notAnAnswer(string(bytes.TrimSpace(answer)))
		}
		by = append(by, show(string(f[1])))
	}
	if len(by) == 0 {
		return Cosignature{}, notAnAnswer("")
	}
	_, cosigned, err := Open(slices.Concat(checkpoint, bytes.TrimRight(lines, "\n"), []byte("\n")), public, w)
	switch {
	case err != nil:
		return Cosignature{}, err
	case len(cosigned) == 0:
		return Cosignature{}, refuse("it has no line by that key of "+show(w.name), "it has lines by "+strings.Join(by, ", ")+": name the key of the witness that signed, as the witness publishes it")
	}
	return cosigned[0], nil
}

func notAnAnswer(text string) error {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return refuse(fmt.Sprintf("the witness was told another number of entries than it has seen, which is %d", n), fmt.Sprintf("ask it again with --old %d", n))
	}
	return refuse("not the answer of a witness", "it is lines such as — witness.example.com/w1 AbC..., alone or below a checkpoint")
}
