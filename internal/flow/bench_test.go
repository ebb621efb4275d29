package flow

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/proviso-ledger/proviso"
)

// benchMoves is the size of the measured ledgers; PROVISO_BENCH_MOVES overrides it.
func benchMoves() int {
	if n, err := strconv.Atoi(os.Getenv("PROVISO_BENCH_MOVES")); err == nil {
		return n
	}
	return 100_000
}

// benchLots is the share of moves whose lot is known; PROVISO_BENCH_LOTS overrides it.
func benchLots() float64 {
	if x, err := strconv.ParseFloat(os.Getenv("PROVISO_BENCH_LOTS"), 64); err == nil {
		return x
	}
	return 0
}

func benchLedgers() map[string]*Invented {
	n := benchMoves()
	r := Recipe{Seed: 7, Moves: n, Holdings: min(max(200, n/200), 50_000), Parties: 40, Lateral: 0.1, Lots: benchLots()}
	dense := r
	dense.Lateral = 0.6
	return map[string]*Invented{"layered": Invent(r), "dense": Invent(dense)}
}

// benchQuestions asks for a nation, a theatre, a battery, a third party and a lot.
func benchQuestions(l *Invented) map[string]Question {
	of := func(keep func(lot int32) bool) []int32 {
		var out []int32
		for i, m := range l.Moves {
			if m.From == Outside && keep(m.Lot) {
				out = append(out, int32(i))
			}
		}
		return out
	}
	holdings := func(keep func(h int) bool) []int32 {
		var out []int32
		for h := range l.Party {
			if keep(h) {
				out = append(out, int32(h))
			}
		}
		return out
	}
	donor := of(func(lot int32) bool { return l.Donor[lot] == 3 })
	half := of(func(lot int32) bool { return l.Donor[lot] == 3 && lot%2 == 0 })
	one := of(func(lot int32) bool { return lot == int32(len(l.Donor)/4) })
	theatre := holdings(func(h int) bool { return l.Party[h] == 0 && l.Level[h] == 1 })[0]
	nation := holdings(func(h int) bool { return l.Party[h] == 0 })
	in := holdings(func(h int) bool {
		return int32(h) == theatre || l.Above[h] == theatre || l.Above[h] >= 0 && l.Above[l.Above[h]] == theatre
	})
	battery := holdings(func(h int) bool { return l.Party[h] == 0 && l.Level[h] == 3 })[:1]
	third := holdings(func(h int) bool { return l.Party[h] == int32(5) })
	ask := func(of, to []int32, asks Asks) Question {
		return Question{Of: of, Holdings: to, Asks: asks, Until: proviso.LastDay}
	}
	return map[string]Question{
		"nation": ask(donor, nation, Ended), "nation/half": ask(half, nation, Ended),
		"nation/reached": ask(donor, nation, Reached), "theatre": ask(donor, in, Ended),
		"battery": ask(donor, battery, Ended), "third": ask(donor, third, Ended), "lot": ask(one, nation, Ended),
	}
}

func BenchmarkAppend(b *testing.B) {
	l := benchLedgers()["layered"]
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var n *Network
	for b.Loop() {
		n = New(len(l.Party))
		n.Grow(len(l.Moves))
		for i := range l.Moves {
			if err := n.Append(l.Moves[i]); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.StopTimer()
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(l.Moves)), "ns/move")
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(len(l.Moves)), "B/move")
	runtime.KeepAlive(n)
}

func BenchmarkBound(b *testing.B) {
	for name, l := range benchLedgers() {
		n, err := Arrange(len(l.Party), slices.Clone(l.Moves), nil)
		if err != nil {
			b.Fatal(err)
		}
		for what, q := range benchQuestions(l) {
			b.Run(fmt.Sprintf("%s/%s", name, what), func(b *testing.B) {
				for b.Loop() {
					if _, err := Bound(context.Background(), n, q); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkMassBalance(b *testing.B) {
	l := benchLedgers()["layered"]
	n, err := Arrange(len(l.Party), slices.Clone(l.Moves), nil)
	if err != nil {
		b.Fatal(err)
	}
	q := benchQuestions(l)["nation"]
	for b.Loop() {
		if s, err := MassBalance(n, q); err != nil || !s.Known {
			b.Fatal(s, err)
		}
	}
}

// TestBoundStopsSoon cancels a question on a large ledger in the middle.
func TestBoundStopsSoon(t *testing.T) {
	l := Invent(Recipe{Seed: 3, Moves: 60_000, Holdings: 300, Parties: 20, Lateral: 0.6})
	n, err := Arrange(len(l.Party), slices.Clone(l.Moves), nil)
	if err != nil {
		t.Fatal(err)
	}
	q := benchQuestions(l)["theatre"]
	ctx, cancel := context.WithCancel(context.Background())
	start := time.Now()
	time.AfterFunc(5*time.Millisecond, cancel)
	_, err = Bound(ctx, n, q)
	if took := time.Since(start); err != nil && took > time.Second || err != nil && !errors.Is(err, context.Canceled) {
		t.Errorf("stopped after %v: %v", took, err)
	}
}

// The same recipe gives the same ledger, and nothing in it falls short.
func TestInvent(t *testing.T) {
	r := Recipe{Seed: 5, Moves: 5000, Holdings: 100, Parties: 10, Lateral: 0.3, Lots: 0.2, Counts: 0.01}
	l, again := Invent(r), Invent(r)
	if diff := cmp.Diff(l, again); diff != "" {
		t.Errorf("two ledgers of one recipe differ: %s", diff)
	}
	n, err := Arrange(len(l.Party), slices.Clone(l.Moves), slices.Clone(l.Tallies))
	if err != nil {
		t.Fatal(err)
	}
	if n.Moves() != r.Moves || len(l.Tallies) == 0 || len(n.closed().gaps) != 0 {
		t.Errorf("%d moves, %d stocktakes, gaps %v", n.Moves(), len(l.Tallies), n.closed().gaps)
	}
	for what, q := range benchQuestions(l) {
		if a := ask(t, n, q); a.Least > a.Most || a.Most == 0 && what != "battery" && what != "lot" {
			t.Errorf("%s: [%d, %d]", what, a.Least, a.Most)
		}
	}
	vague := r
	vague.Ranges, vague.Vague = 0.3, 0.3
	v := Invent(vague)
	if n, err = Arrange(len(v.Party), v.Moves, v.Tallies); err != nil {
		t.Fatal(err)
	}
	for _, q := range benchQuestions(v) {
		ask(t, n, q)
	}
}

// What is written out for other programs has the maximum that the answer rests on.
func TestWriteDIMACS(t *testing.T) {
	l := Invent(Recipe{Seed: 9, Moves: 3000, Holdings: 80, Parties: 8, Lateral: 0.3})
	n, err := Arrange(len(l.Party), slices.Clone(l.Moves), nil)
	if err != nil {
		t.Fatal(err)
	}
	q := benchQuestions(l)["nation"]
	a := ask(t, n, q)
	for _, small := range []bool{false, true} {
		var text bytes.Buffer
		if err := WriteDIMACS(&text, n, q, AtMost, small); err != nil {
			t.Fatal(err)
		}
		p := readDIMACS(t, &text)
		if got := dinitz(p); got > a.Most || !small && got != a.Most {
			t.Errorf("small %v: maximum %d, answer %d", small, got, a.Most)
		}
	}
}

func readDIMACS(t *testing.T, text *bytes.Buffer) *problem {
	t.Helper()
	var nodes, arcs int
	if _, err := fmt.Fscanf(text, "p max %d %d\nn 1 s\nn 2 t\n", &nodes, &arcs); err != nil {
		t.Fatal(err)
	}
	p := &problem{nodes: nodes, sup: make([]int64, nodes), dem: make([]int64, nodes)}
	p.sup[0], p.dem[1] = bottomless, bottomless
	for range arcs {
		var tail, head int32
		var most int64
		if _, err := fmt.Fscanf(text, "a %d %d %d\n", &tail, &head, &most); err != nil {
			t.Fatal(err)
		}
		p.tail, p.head, p.cap = append(p.tail, tail-1), append(p.head, head-1), append(p.cap, most)
	}
	return p
}
