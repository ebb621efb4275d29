package ledger

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

// witness is the other side of C2SP tlog-witness and tlog-cosignature, written
// from them. Its key is made of one byte.
type witness struct {
	name string
	seed byte
}

func (w witness) key() ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{w.seed}, ed25519.SeedSize))
}

// raw gives the public key behind its kind, and its id.
func (w witness) raw() (key, id []byte) {
	key = append([]byte{4}, w.key().Public().(ed25519.PublicKey)...)
	sum := sha256.Sum256(append([]byte(w.name+"\n"), key...))
	return key, sum[:4]
}

func (w witness) public() string {
	key, id := w.raw()
	return w.name + "+" + hex.EncodeToString(id) + "+" + base64.StdEncoding.EncodeToString(key)
}

func (w witness) known(t *testing.T) seal.Witness {
	t.Helper()
	known, err := seal.ParseWitness(w.public())
	if err != nil {
		t.Fatal(err)
	}
	return known
}

// line cosigns a checkpoint at a time.
func (w witness) line(checkpoint []byte, at uint64) string {
	body, _, _ := bytes.Cut(checkpoint, []byte("\n\n"))
	sig := ed25519.Sign(w.key(), fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s\n", at, body))
	_, id := w.raw()
	return fmt.Sprintf("— %s %s\n", w.name, base64.StdEncoding.EncodeToString(append(binary.BigEndian.AppendUint64(id, at), sig...)))
}

// seen is what a witness remembers of a log.
type seen struct {
	size int64
	root tlog.Hash
}

// answer does what add-checkpoint asks of a witness: it cosigns a checkpoint of
// a tree that has grown from the one it saw.
func (w witness) answer(t *testing.T, s *seen, request []byte, at uint64) string {
	t.Helper()
	head, checkpoint, ok := bytes.Cut(request, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !ok || lines[0] != fmt.Sprintf("old %d", s.size) {
		t.Fatalf("%q, and the witness has seen %d", lines[0], s.size)
	}
	var proof tlog.TreeProof
	for _, l := range lines[1:] {
		h, err := tlog.ParseHash(l)
		if err != nil {
			t.Fatal(err)
		}
		proof = append(proof, h)
	}
	text := strings.Split(string(checkpoint), "\n")
	now := seen{}
	var err error
	if now.root, err = tlog.ParseHash(text[2]); err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscan(text[1], &now.size); err != nil {
		t.Fatal(err)
	}
	if s.size > 0 {
		if err := tlog.CheckTree(proof, now.size, now.root, s.size, s.root); err != nil {
			t.Fatal(err)
		}
	} else if len(proof) > 0 {
		t.Fatalf("a proof from nothing: %v", proof)
	}
	*s = now
	return w.line(checkpoint, at)
}

// TestKeep asks two witnesses while a ledger grows, and keeps what they answer.
func TestKeep(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		ctx := context.Background()
		l := begin(t, address())
		w1, w2 := witness{"w.example/1", 1}, witness{"w.example/2", 2}
		if _, err := l.Request(ctx, w1.known(t), Latest); codes(err) != "empty" {
			t.Error(err)
		}
		var s1, s2 seen
		keep := func(w witness, s *seen, at uint64, late bool) (kept uint64) {
			t.Helper()
			request, err := l.Request(ctx, w.known(t), Latest)
			if err != nil {
				t.Fatal(err)
			}
			answer := w.answer(t, s, request, at)
			if late {
				if _, err := l.Record(ctx, "", batchOf("late", 0)); err != nil {
					t.Fatal(err)
				}
			}
			c, err := l.Keep(ctx, w.known(t), []byte(answer+"— other.example ABCDEFGH\n"))
			if err != nil || c.Size != s.size || c.Key != w.public() {
				t.Fatalf("%+v: %v", c, err)
			}
			return uint64(c.At.Unix())
		}
		for n := range 9 {
			if _, err := l.Record(ctx, "", batchOf("w", n)); err != nil {
				t.Fatal(err)
			}
			at := uint64(1000 + n)
			if kept := keep(w1, &s1, at, n == 6); kept != at {
				t.Errorf("kept is the cosignature of %d, not %d", kept, at)
			}
			if n == 4 {
				keep(w2, &s2, 2000, false)
			}
		}
		if kept := keep(w1, &s1, 3000, false); kept != 1008 {
			t.Errorf("of two cosignatures of one checkpoint that of %d is kept", kept)
		}
		v := fits(t, l)
		if n := len(v.Kept); n != 10 {
			t.Fatalf("%d are kept", n)
		}
		bears(t, l, w1, w2)
	})
}

// bears looks for the cosignature of a witness in the newest checkpoint and in
// proofs, and for that of the other in neither.
func bears(t *testing.T, l *Ledger, w1, w2 witness) {
	t.Helper()
	ctx := context.Background()
	h, err := l.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	note, err := l.Checkpoint(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if _, by, err := seal.Open(note, h.Key, w1.known(t), w2.known(t)); err != nil || len(by) != 1 || by[0].Key != w1.public() || by[0].At.Unix() != 1008 {
		t.Errorf("%+v: %v", by, err)
	}
	if _, err := l.Record(ctx, "", batchOf("later", 0)); err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]int{"w-0-0": 1, "w-8-0": 1, "later-0-0": 0} {
		proof, err := l.Prove(ctx, id, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := proof.Check(h.Key, w1.known(t)); err != nil || len(got.Cosigned) != want {
			t.Errorf("%s: %+v: %v", id, got.Cosigned, err)
		}
	}
}

// TestKeepRefuses hands in answers that are none.
func TestKeepRefuses(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		ctx := context.Background()
		l, other := begin(t, address()), begin(t, address())
		for n, l := range []*Ledger{l, other} {
			if _, err := l.Record(ctx, "", batchOf("w", n)); err != nil {
				t.Fatal(err)
			}
		}
		mine, err := l.Checkpoint(ctx)
		if err != nil {
			t.Fatal(err)
		}
		theirs, err := other.Checkpoint(ctx)
		if err != nil {
			t.Fatal(err)
		}
		w, same, stranger := witness{"w.example/1", 1}, witness{"w.example/1", 2}, witness{"w.example/3", 3}
		good := w.line(mine, 7)
		sign := func(size int64, root tlog.Hash) []byte {
			note, err := seal.Checkpoint{Origin: "proviso.local/test", Size: size, Root: root}.Sign(l.key)
			if err != nil {
				t.Fatal(err)
			}
			return append(note, w.line(note, 7)...)
		}
		for _, c := range []struct{ what, answer, want string }{
			{"nothing", "", "not the answer of a witness"},
			{"something else", "hello there you\n", "not the answer of a witness"},
			{"a conflict", "41\n", "than it has seen, which is 41"},
			{"changed", good[:40] + "A" + good[41:], "is wrong"},
			{"of another ledger", w.line(theirs, 7), "is of no checkpoint of this ledger, or is wrong"},
			{"another ledger's checkpoint", string(theirs) + w.line(theirs, 7), "not signed by the key of the ledger"},
			{"by a key of the same name", same.line(mine, 7), `no line by that key of "w.example/1"`},
			{"by somebody unknown", stranger.line(mine, 7), `no line by that key of "w.example/1"`},
			{"without a cosignature", string(mine), `no line by that key of "w.example/1"`},
			{"a longer ledger", string(sign(5, tlog.Hash{1})), "entries are gone"},
			{"another history", string(sign(1, tlog.Hash{1})), "something was changed"},
			{"signed and never kept", string(sign(0, (&seal.Tree{}).Root())), "is of no checkpoint of this ledger, or is wrong"},
		} {
			got, err := l.Keep(ctx, w.known(t), []byte(c.answer))
			if codes(err) != "seal" || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s: %+v: %v", c.what, got, err)
			}
		}
		if v := fits(t, l); len(v.Kept) > 0 {
			t.Errorf("%+v", v.Kept)
		}
		if _, err := l.Keep(ctx, w.known(t), append(mine, good...)); err != nil || len(fits(t, l).Kept) != 1 {
			t.Error(err)
		}
	})
}
