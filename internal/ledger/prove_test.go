package ledger

import (
	"bytes"
	"context"
	"testing"

	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

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
		wit := witness{"witness.example.com/w1", 5}
		w := wit.known(t)
		note = append(note, wit.line(note, 1_700_000_000)...)
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
