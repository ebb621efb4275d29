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
	"testing"

	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

// cosigned adds the line of a witness to a checkpoint, as C2SP
// tlog-cosignature describes it, and gives the key of the witness.
func cosigned(checkpoint []byte, at uint64) (both []byte, public string) {
	const name = "witness.example.com/w1"
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{5}, ed25519.SeedSize))
	raw := append([]byte{4}, key.Public().(ed25519.PublicKey)...)
	id := sha256.Sum256(append([]byte(name+"\n"), raw...))
	body, _, _ := bytes.Cut(checkpoint, []byte("\n\n"))
	sig := ed25519.Sign(key, fmt.Appendf(nil, "cosignature/v1\ntime %d\n%s\n", at, body))
	blob := append(binary.BigEndian.AppendUint64(bytes.Clone(id[:4]), at), sig...)
	both = fmt.Appendf(bytes.Clone(checkpoint), "— %s %s\n", name, base64.StdEncoding.EncodeToString(blob))
	return both, name + "+" + hex.EncodeToString(id[:4]) + "+" + base64.StdEncoding.EncodeToString(raw)
}

// TestWitness keeps a checkpoint that a witness cosigned, proves a record with
// it, and holds it against the ledger later.
func TestWitness(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		ctx := context.Background()
		l := begin(t, address())
		if _, err := l.Record(ctx, "", read(t, base)); err != nil {
			t.Fatal(err)
		}
		note, err := l.Checkpoint(ctx)
		if err != nil {
			t.Fatal(err)
		}
		note, key := cosigned(note, 1_700_000_000)
		w, err := seal.ParseWitness(key)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Record(ctx, "", read(t, "parties: {DE: {name: Germany}}", stands(t, l)...)); err != nil {
			t.Fatal(err)
		}
		h, err := l.Head(ctx)
		if err != nil {
			t.Fatal(err)
		}
		proof, err := l.Prove(ctx, "sale", note)
		if err != nil {
			t.Fatal(err)
		}
		got, err := proof.Check(h.Key, w)
		if err != nil || got.Entry.ID != "sale" || got.Checkpoint.Size != 6 || len(got.Cosigned) != 1 || got.Cosigned[0].At.Unix() != 1_700_000_000 {
			t.Errorf("%+v: %v", got, err)
		}
		v, err := l.Verify(ctx, h.Key, note, w)
		if err != nil || v.Fault != nil || len(v.Cosigned) != 1 {
			t.Errorf("%+v: %v", v, err)
		}
		if _, err := l.Prove(ctx, "DE", note); codes(err) != "later" {
			t.Errorf("what came later is proven: %v", err)
		}
		if _, err := l.Prove(ctx, "sale", bytes.Replace(note, []byte("\n6\n"), []byte("\n7\n"), 1)); codes(err) != "seal" {
			t.Errorf("a changed checkpoint is taken: %v", err)
		}
	})
}
