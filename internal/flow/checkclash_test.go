package flow

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// TestClashesAreChecked: the checker of clashes, which knows nothing of what finds them,
// accepts what they name, and not less of it where all is said to be needed.
func TestClashesAreChecked(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 34))
	for _, c := range []struct {
		name  string
		shape shape
	}{
		{"exact data with tallies", shape{size: 8, tallies: true}},
		{"all", shape{size: 7, lots: true, ranges: true, dates: true, sameDay: true, tallies: true}},
	} {
		t.Run(c.name, func(t *testing.T) {
			n, less := 0, 0
			for k := range 2_500 {
				l := invent(r, c.shape)
				net := l.network(t)
				if k%4 == 0 {
					var err error
					if net, err = ArrangeUncounted(l.holdings, l.moves, l.tallies); err != nil {
						t.Fatal(err)
					}
				}
				q := inventQuestion(r, l)
				q.Evidence = inventEvidence(r, l, &q, true)
				got := ask(t, net, q)
				if len(got.Clash) == 0 {
					continue
				}
				plain, err := net.Plain(&q)
				if err != nil {
					t.Fatal(err)
				}
				if err := CheckClash(plain, &q, got.Clash); err != nil {
					t.Fatalf("%v: %+v\nledger %s\nquestion %+v", err, got.Clash, l, q)
				}
				n++
				for i := range got.Clash {
					if got.ClashIs == asFound {
						break
					}
					if less++; CheckClash(plain, &q, slices.Delete(slices.Clone(got.Clash), i, i+1)) == nil {
						t.Fatalf("accepts %+v without its %d\nledger %s\nquestion %+v", got.Clash, i, l, q)
					}
				}
			}
			t.Logf("%d contradictions accepted, %d with a piece less rejected", n, less)
			if n < 400 {
				t.Errorf("only %d contradictions", n)
			}
		})
	}
}
