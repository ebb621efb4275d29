package seal_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
)

const origin = "ledger.example.org/exports"

// A checkpoint over the leaves a, b, c, d, e, signed and cosigned by
// filippo.io/torchwood 0.9.0 with keys made of fixed bytes.
const (
	outsideLog     = origin + "+7836457d+Ae1JKMYo0cLG6ukDOJBZlWEpWSc6XGP5NjbBRhSshzfR"
	outsideWitness = "witness.example.com/w1+8122a5ab+BOpKbGPinFIKvvVQexMuxfmVR3auvr57kkIe6mkURtIs"
	outsideText    = origin + "\n5\n/hSlQm+9cMD6c/UjQq/tDaC9I8SDhmLM9riKMHDq2Xs=\n\n" +
		"— " + origin + " eDZFfaMs4d/GD3popbwb6tQqWHVWhjcJqYRXly1y5K6vHiDVGtvmsYHbO0AHXlbS4fxVZmb+kgHtEf7BDRG4kA59jgI=\n"
	outsideLine = "— witness.example.com/w1 gSKlqwAAAABrBlbCZn+n/bpqamljKjlXzV1rj0BkLP4/KDoKirknbWrsfiOClcakutQdx3jgyMzRte2Oq/ujxrUpraI7njm99YJqCQ==\n"
)

func TestCheckpointFromOutside(t *testing.T) {
	w, err := seal.ParseWitness(outsideWitness)
	if err != nil {
		t.Fatal(err)
	}
	c, cosigned, err := seal.Open([]byte(outsideText+outsideLine), outsideLog, w)
	if err != nil {
		t.Fatal(err)
	}
	m := &memory{}
	m.add(t, []byte("a"), []byte("b"), []byte("c"), []byte("d"), []byte("e"))
	if err := c.Check(5, m); err != nil || c.Origin != origin || c.Size != 5 {
		t.Errorf("%+v: %v", c, err)
	}
	line := strings.TrimSuffix(outsideLine, "\n")
	want := []seal.Cosignature{{Witness: "witness.example.com/w1", Key: outsideWitness, Size: 5, At: time.Unix(0x6b0656c2, 0).UTC(), Line: line}}
	if d := cmp.Diff(want, cosigned); d != "" {
		t.Error(d)
	}
	if kept, err := seal.OpenCosignature([]byte(outsideText), outsideLog, outsideWitness, line); err != nil || kept != want[0] {
		t.Errorf("%+v: %v", kept, err)
	}
	// A witness may be unknown; then its line says nothing.
	if _, cosigned, err := seal.Open([]byte(outsideText+outsideLine), outsideLog); err != nil || cosigned != nil {
		t.Errorf("%v, %v", cosigned, err)
	}
}

// witness is the other side of a cosignature, written from C2SP
// tlog-cosignature.
type witness struct {
	name string
	key  ed25519.PrivateKey
}

func (w witness) id() []byte {
	sum := sha256.Sum256(append([]byte(w.name+"\n\x04"), w.key.Public().(ed25519.PublicKey)...))
	return sum[:4]
}

func (w witness) public() string {
	return w.name + "+" + hex.EncodeToString(w.id()) + "+" + base64.StdEncoding.EncodeToString(append([]byte{4}, w.key.Public().(ed25519.PublicKey)...))
}

func (w witness) line(checkpoint []byte, at uint64) string {
	body, _, _ := strings.Cut(string(checkpoint), "\n\n")
	sig := ed25519.Sign(w.key, []byte("cosignature/v1\ntime "+fmt.Sprint(at)+"\n"+body+"\n"))
	blob := append(binary.BigEndian.AppendUint64(w.id(), at), sig...)
	return "— " + w.name + " " + base64.StdEncoding.EncodeToString(blob) + "\n"
}

// sign signs with a key in its text form.
func sign(c seal.Checkpoint, private string) ([]byte, error) {
	key, err := seal.ParseKey(private)
	if err != nil {
		return nil, err
	}
	return c.Sign(key)
}

func newLedger(t *testing.T, size int) (private, public string, m *memory, signed []byte) {
	t.Helper()
	private, public, err := seal.NewKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	m = grown(t, size)
	signed, err = sign(seal.Checkpoint{Origin: origin, Size: int64(size), Root: mth(m.leaves)}, private)
	if err != nil {
		t.Fatal(err)
	}
	return private, public, m, signed
}

func TestEveryChangedByteOfACheckpointIsSeen(t *testing.T) {
	_, public, _, signed := newLedger(t, 300)
	other := witness{"w.example", ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, 32))}
	w, err := seal.ParseWitness(other.public())
	if err != nil {
		t.Fatal(err)
	}
	whole := append(signed, other.line(signed, 1700000000)...)
	c, cosigned, err := seal.Open(whole, public, w)
	if err != nil || c.Size != 300 || len(cosigned) != 1 || cosigned[0].At.Unix() != 1700000000 {
		t.Fatalf("%+v %+v %v", c, cosigned, err)
	}
	for i := range whole {
		for _, flip := range []byte{1, 0x20, 0x80} {
			changed := bytes.Clone(whole)
			changed[i] ^= flip
			got, cosigned, err := seal.Open(changed, public, w)
			if err == nil && (got != c || len(cosigned) > 0) {
				t.Errorf("byte %d changed: %+v %+v", i, got, cosigned)
			}
		}
	}
}

func TestOpenRefuses(t *testing.T) {
	private, public, _, signed := newLedger(t, 3)
	_, another, _ := seal.NewKey(rand.Reader, origin)
	_, elsewhere, _ := seal.NewKey(rand.Reader, "else.example")
	w := witness{"w.example", ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, 32))}
	known, err := seal.ParseWitness(w.public())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ text, public, want string }{
		{string(signed), another, "not signed by the key of the ledger"},
		{string(signed), elsewhere, "not signed by the key of the ledger"},
		{string(signed), "nonsense", "not the public key of a ledger"},
		{string(signed), private, "not the public key of a ledger"},
		{"", public, "not a signed checkpoint"},
		{"hello\n", public, "not a signed checkpoint"},
		{string(signed) + w.line([]byte("another\n\n"), 5), public, `signature of "w.example" is wrong`},
		{string(signed) + w.line(signed, 1<<63), public, `signature of "w.example" is wrong`},
		{strings.Replace(string(signed), "\n3\n", "\n4\n", 1), public, "is wrong"},
	} {
		if _, _, err := seal.Open([]byte(c.text), c.public, known); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
	// A witness's signature does not stand in for the ledger's.
	body, _, _ := strings.Cut(string(signed), "\n\n")
	if _, _, err := seal.Open([]byte(body+"\n\n"+w.line(signed, 5)), public, known); err == nil || !strings.Contains(err.Error(), "not signed by the key of the ledger") {
		t.Errorf("got %v", err)
	}
	for _, bad := range []string{"", "a b", "a+b", "a\nb", "é"} {
		if _, _, err := seal.NewKey(rand.Reader, bad); err == nil {
			t.Errorf("%q is taken for an origin", bad)
		}
	}
	for _, bad := range []string{"", "w.example", public, w.public() + "A", strings.Replace(w.public(), "w.ex", "v.ex", 1)} {
		if _, err := seal.ParseWitness(bad); err == nil {
			t.Errorf("%q is taken for the key of a witness", bad)
		}
	}
	if _, err := sign(seal.Checkpoint{Origin: "else"}, private); err == nil || !strings.Contains(err.Error(), "the key is that of") {
		t.Errorf("got %v", err)
	}
	if _, err := sign(seal.Checkpoint{Origin: origin}, "x"); err == nil || !strings.Contains(err.Error(), "not the private key") {
		t.Errorf("got %v", err)
	}
}

func TestProof(t *testing.T) {
	_, public, _, _ := newLedger(t, 1)
	private, public2, err := seal.NewKey(rand.Reader, origin)
	if err != nil {
		t.Fatal(err)
	}
	m := &memory{}
	for i := range 11 {
		leaf, err := seal.Encode(entryOf(&proviso.Party{ID: proviso.PartyID(fmt.Sprint("P", i))}))
		if err != nil {
			t.Fatal(err)
		}
		m.add(t, leaf)
	}
	signed, err := sign(seal.Checkpoint{Origin: origin, Size: 11, Root: mth(m.leaves)}, private)
	if err != nil {
		t.Fatal(err)
	}
	for i, leaf := range m.leaves {
		p, err := seal.Prove(leaf, int64(i), signed, 11, m)
		if err != nil {
			t.Fatal(err)
		}
		file := p.Write()
		back, err := seal.ParseProof(file)
		if err != nil {
			t.Fatal(err)
		}
		got, err := back.Check(public2)
		if err != nil || got.Index != int64(i) || got.Entry.ID != fmt.Sprint("P", i) || got.Checkpoint.Size != 11 {
			t.Errorf("%+v: %v", got, err)
		}
		if _, err := back.Check(public); err == nil {
			t.Error("another ledger's key is taken")
		}
		for at := range file {
			changed := bytes.Clone(file)
			changed[at] ^= 1
			p, err := seal.ParseProof(changed)
			if err == nil {
				_, err = p.Check(public2)
			}
			if err == nil {
				t.Errorf("entry %d: byte %d of the proof is changed and it still holds", i, at)
			}
		}
	}
	for _, text := range []string{"", "c2sp.org/tlog-proof@v1\n", "c2sp.org/tlog-proof@v1\nindex 0\n\nx", "c2sp.org/tlog-proof@v1\nextra \nindex 00\n\nx",
		"c2sp.org/tlog-proof@v1\nextra \nindex 0\nx\n\nx", "c2sp.org/tlog-proof@v2\nextra \nindex 0\n\nx"} {
		if _, err := seal.ParseProof([]byte(text)); err == nil {
			t.Errorf("%q is taken for a proof", text)
		}
	}
}
