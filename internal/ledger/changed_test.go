package ledger

import (
	"context"
	"testing"

	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

// TestChangedEntryIsNamed changes one entry of several that were added at one
// time. The stored hashes tell which it was; if they were changed too, the last
// of them is named.
func TestChangedEntryIsNamed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		l, x := small(t, address())
		h, err := l.Head(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		fault := func() (int, string) {
			t.Helper()
			v, err := l.Verify(context.Background(), h.Key, nil)
			if err != nil || v.Fault == nil {
				t.Fatalf("%+v %v", v, err)
			}
			return v.Fault.Pos.Line, v.Fault.Message
		}
		for seq, change := range []string{"replace(leaf, 'Alpha', 'Omega')", "replace(leaf, 'Beta', 'Zeta')"} {
			_, was := x.rows("SELECT leaf FROM entries WHERE seq < 2 ORDER BY seq")
			x.exec("UPDATE entries SET leaf = "+change+" WHERE seq = ?", seq)
			if at, message := fault(); at != seq || message != "the entry is not as it was signed" {
				t.Errorf("entry %d was changed; named is %d: %s", seq, at, message)
			}
			x.exec("UPDATE entries SET leaf = ? WHERE seq = ?", was[seq][0], seq)
		}
		x.exec("UPDATE entries SET leaf = replace(leaf, 'Alpha', 'Omega') WHERE seq = 0")
		x.exec("DELETE FROM hashes WHERE first = 0")
		if at, message := fault(); at != 1 || message != "an entry up to this one is not as it was signed" {
			t.Errorf("named is %d: %s", at, message)
		}
	})
}
