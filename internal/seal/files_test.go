package seal_test

import (
	"testing"

	"github.com/proviso-ledger/proviso/internal/seal"
)

// FuzzFiles reads any bytes as each of the files that come from others: a
// checkpoint, a proof, a signature. Nothing may panic, and what other keys
// signed must not be taken for ours.
func FuzzFiles(f *testing.F) {
	f.Add([]byte(outsideText + outsideLine))
	f.Add([]byte("c2sp.org/tlog-proof@v1\nextra YQ==\nindex 0\n/hSlQm+9cMD6c/UjQq/tDaC9I8SDhmLM9riKMHDq2Xs=\n\n" + outsideText))
	f.Add([]byte(after(1, asItIs, asItIs).Signature))
	w, err := seal.ParseWitness(outsideWitness)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if c, _, err := seal.Open(text, outsideLog, w); err == nil && (c.Size != 5 || c.Origin != origin) {
			t.Errorf("a checkpoint that the key did not sign: %+v", c)
		}
		if p, err := seal.ParseProof(text); err == nil {
			if got, err := p.Check(outsideLog, w); err == nil {
				t.Errorf("a proof of what was not added: %+v", got)
			}
			if again, err := seal.ParseProof(p.Write()); err != nil || again.Index != p.Index {
				t.Errorf("a proof does not survive being written: %v", err)
			}
		}
		in := premise()
		in.Signature = string(text)
		if g := check(in); g.Standing == seal.SignedBy && g.Key != "office" {
			t.Errorf("%+v", g)
		}
	})
}
