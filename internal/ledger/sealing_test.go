package ledger

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

// TestManyAtOnce records more at once than may wait to be sealed: all of it, or
// nothing if one cannot be sealed, or names what is not there, wherever it stands.
func TestManyAtOnce(t *testing.T) {
	const n = 2*ahead*together + 3*together + 7
	ctx := context.Background()
	l := begin(t, storetest.SQLite(t))
	many := func(at int, bad *proviso.Party) []proviso.Record {
		out := make([]proviso.Record, n)
		for i := range out {
			out[i] = &proviso.Party{ID: proviso.PartyID(fmt.Sprint("p", i))}
		}
		if bad != nil {
			out[at] = bad
		}
		return out
	}
	long := &proviso.Party{ID: "long", Name: strings.Repeat("x", 1<<16)}
	lost := &proviso.Party{ID: "lost", PartOf: "nobody"}
	for _, at := range []int{0, n - 1} {
		for _, c := range []struct {
			bad  *proviso.Party
			want string
		}{{long, "seal"}, {lost, "dangling-id"}} {
			if _, err := l.Record(ctx, "", many(at, c.bad)); codes(err) != c.want {
				t.Errorf("%s at %d: %v", c.bad.ID, at, err)
			}
		}
	}
	if v := fits(t, l); v.Entries != 0 {
		t.Fatalf("%d entries", v.Entries)
	}
	r, err := l.Record(ctx, "", many(0, nil))
	if err != nil || len(r.Entries) != n || fits(t, l).Entries != n {
		t.Fatalf("%d entries: %v", len(r.Entries), err)
	}
}
