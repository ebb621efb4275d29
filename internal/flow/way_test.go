package flow

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// checkWays checks the certificates of an answer by way of a place, each on its way.
func checkWays(t *testing.T, n *Network, q Question, proof [2]Certificate) {
	t.Helper()
	for side, c := range proof {
		w, err := n.Way(&q, Side(side))
		if err != nil {
			t.Fatal(err)
		}
		if err := recheck(w.Network, c); err != nil {
			t.Fatalf("certificate rejected: %v\n%+v", err, c)
		}
	}
}

// TestWayHoldsEveryHistory compares questions by way of holdings with all histories.
func TestWayHoldsEveryHistory(t *testing.T) {
	for _, c := range []struct {
		name     string
		shape    shape
		evidence bool
	}{
		{"exact", shape{size: 8}, false},
		{"a day", shape{size: 7, sameDay: true}, false},
		{"lots", shape{size: 8, lots: true}, false},
		{"evidence", shape{size: 7, lots: true, tallies: true}, true},
		{"ranges", shape{size: 6, ranges: true}, true},
		{"days", shape{size: 6, dates: true}, true},
		{"all", shape{size: 6, lots: true, ranges: true, dates: true, sameDay: true, tallies: true}, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(111, uint64(len(c.name))))
			n, some, most, least, exact, tried := 0, 0, 0, 0, 0, 0
			for k := range 400 {
				l := invent(r, c.shape)
				net := l.network(t)
				q := inventQuestion(r, l)
				q.Through = &Between{}
				for h := range int32(l.holdings) {
					if r.IntN(3) == 0 {
						q.Through.Holdings = append(q.Through.Holdings, h)
					}
				}
				if c.evidence && r.IntN(2) == 0 {
					q.Until = proviso.LastDay
					q.Evidence = inventEvidence(r, l, &q, false)
				}
				l.through = set(q.Through.Holdings)
				for h := range int32(l.holdings) {
					if !l.through[h] && k%3 == 0 && r.IntN(3) == 0 {
						q.Through.May = append(q.Through.May, h)
						l.through[h] = r.IntN(2) == 0
					}
				}
				want, ok := enumerate(l, &q, 5_000)
				if !ok || want.histories == 0 {
					continue
				}
				n++
				got, err := Bound(context.Background(), net, q)
				if err != nil {
					t.Fatal(err)
				}
				if msg := disagree(got, want); msg != "" {
					t.Fatalf("%s\nledger %s\nquestion %+v\nthrough %+v", msg, l, q, q.Through)
				}
				checkWays(t, net, q, got.Proof)
				some, most, least = some+one(want.most > 0), most+one(got.Most == want.most), least+one(got.Least == want.least)
				exact += one(got.Exact())
				tried += triedByWay(t, l, net, q, got)
			}
			t.Logf("%d ledgers, %d let units through: most tight in %d, least in %d, exact in %d; tried in %d", n, some, most, least, exact, tried)
			if n < 350 || some < 60 || most < n*9/10 || least < n*9/10 {
				t.Errorf("only %d ledgers, %d let units through, tight in %d and %d", n, some, most, least)
			}
		})
	}
}

// triedByWay holds both walks through all histories against the enumeration.
func triedByWay(t *testing.T, l *tiny, net *Network, q Question, got Answer) int {
	t.Helper()
	ctx := context.Background()
	first, ok, err := Exhaust(ctx, net, q)
	if err != nil {
		t.Fatal(err)
	}
	if !ok || len(q.Through.May) > 0 {
		return 0
	}
	again, ok, err := Again(ctx, net, q)
	if err != nil {
		t.Fatal(err)
	}
	want, whole := enumerateOn(l, &q, 20_000)
	if whole && first.Span != (Span{want.least, want.most}) || ok && again != first.Span {
		t.Fatalf("tried %v and again %v, truth %+v\nledger %s\nquestion %+v\nthrough %+v", first.Span, again, want, l, q, q.Through)
	}
	if got.Least > first.Least || got.Most < first.Most {
		t.Fatalf("[%d, %d] does not hold %v\nledger %s\nquestion %+v\nthrough %+v", got.Least, got.Most, first.Span, l, q, q.Through)
	}
	return 1
}

// TestCorruptedCertificatesByWay changes each field of certificates by way of a place.
func TestCorruptedCertificatesByWay(t *testing.T) {
	r := rand.New(rand.NewPCG(113, 114))
	changed := 0
	for range 300 {
		l := invent(r, shape{size: 8})
		net := l.network(t)
		q := inventQuestion(r, l)
		q.Through = &Between{Holdings: []int32{int32(r.IntN(l.holdings))}}
		got, err := Bound(context.Background(), net, q)
		if err != nil {
			t.Fatal(err)
		}
		for side, c := range got.Proof {
			w, err := net.Way(&q, Side(side))
			if err != nil {
				t.Fatal(err)
			}
			out, _ := corruptions(c)
			for _, bad := range out {
				changed++
				if recheck(w.Network, bad) == nil {
					t.Fatalf("accepted\n%+v\nmade from\n%+v\n%s", bad, c, l)
				}
			}
		}
	}
	if changed < 1_000 {
		t.Errorf("only %d changes", changed)
	}
}
