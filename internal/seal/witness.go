package seal

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
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
	Witness string
	At      time.Time // UTC, whole seconds
}

// cosignature reads one that was verified.
func cosignature(s note.Signature) Cosignature {
	raw, err := base64.StdEncoding.DecodeString(s.Base64)
	if err != nil || len(raw) < 4+stampSize {
		panic("internal error: a verified cosignature has no time")
	}
	seconds := binary.BigEndian.Uint64(raw[4:])
	return Cosignature{Witness: s.Name, At: time.Unix(int64(seconds), 0).UTC()}
}
