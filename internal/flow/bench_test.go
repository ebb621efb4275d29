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
	"sync/atomic"
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

func benchLedgers() map[string]*Invented {
	layered, dense := Layered(benchMoves()), Dense(benchMoves())
	return map[string]*Invented{"layered": Invent(layered), "dense": Invent(dense)}
}

// benchQuestions gives the questions of the ledger by name.
func benchQuestions(l *Invented) map[string]Question {
	out := map[string]Question{}
	for _, q := range l.Questions() {
		out[q.Name] = q.Question
	}
	return out
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

func BenchmarkOrigins(b *testing.B) {
	for name, l := range benchLedgers() {
		n, err := Arrange(len(l.Party), slices.Clone(l.Moves), nil)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(name, func(b *testing.B) {
			told := 0
			for b.Loop() {
				mixes, err := Origins(n, proviso.LastDay)
				if err != nil {
					b.Fatal(err)
				}
				for _, x := range mixes {
					told += len(x.Portions)
				}
			}
			b.ReportMetric(float64(told)/float64(b.N*len(l.Party)), "origins/holding")
		})
	}
}

// A network that is appended to, with questions asked in between, gives the answers
// of one that is made afresh of all moves.
func TestAppendIsBuilding(t *testing.T) {
	l := Invent(Recipe{Seed: 11, Moves: 4000, Holdings: 60, Parties: 6, Lateral: 0.3, Lots: 0.1, Counts: 0.01})
	grown, counted := New(len(l.Party)), 0
	for i, m := range l.Moves {
		for ; counted < len(l.Tallies) && l.Tallies[counted].Day < m.Earliest; counted++ {
			if err := grown.AppendTally(l.Tallies[counted]); err != nil {
				t.Fatal(err)
			}
		}
		if err := grown.Append(m); err != nil {
			t.Fatal(err)
		}
		if i%1000 != 999 {
			continue
		}
		afresh, err := Arrange(len(l.Party), slices.Clone(l.Moves[:i+1]), slices.Clone(l.Tallies[:counted]))
		if err != nil {
			t.Fatal(err)
		}
		part := Invented{Party: l.Party, Level: l.Level, Above: l.Above, Donor: l.Donor, Moves: l.Moves[:i+1]}
		for _, q := range part.Questions() {
			held := q.Question
			held.Asks, held.Until = Held, l.Moves[600].Earliest // always that day, which more and more is known of
			for _, q := range []Question{q.Question, held, held} {
				if diff := cmp.Diff(ask(t, afresh, q), ask(t, grown, q)); diff != "" {
					t.Fatalf("%+v after %d moves: %s", q, i+1, diff)
				}
			}
		}
	}
}

// stopping is a context that is done from the look on at which none are left.
type stopping struct {
	context.Context
	left atomic.Int64
}

func (s *stopping) Err() error {
	if s.left.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// Whenever a question on a large ledger is cancelled, it ends with that error, and
// after a few more looks at its context: each of the two ends leaves the pass that it
// is in, and what called the pass leaves too. Between two looks lies at most one pass
// or so many arcs of it.
func TestBoundStopsSoon(t *testing.T) {
	l := Invent(Recipe{Seed: 3, Moves: 60_000, Holdings: 300, Parties: 20, Lateral: 0.6})
	n, err := Arrange(len(l.Party), slices.Clone(l.Moves), nil)
	if err != nil {
		t.Fatal(err)
	}
	q := benchQuestions(l)["theatre"]
	all := &stopping{Context: t.Context()}
	all.left.Store(1 << 40)
	if _, err := Bound(all, n, q); err != nil {
		t.Fatal(err)
	}
	looks := 1<<40 - all.left.Load()
	if looks < 50 {
		t.Fatalf("%d looks at the context", looks)
	}
	for k := range looks {
		ctx := &stopping{Context: t.Context()}
		ctx.left.Store(k)
		if _, err := Bound(ctx, n, q); !errors.Is(err, context.Canceled) {
			t.Fatalf("cancelled at look %d of %d: %v", k, looks, err)
		}
		if more := -ctx.left.Load(); more > 10 {
			t.Errorf("cancelled at look %d of %d: %d more", k, looks, more)
		}
	}
}

// BenchmarkStop gives the longest time from a cancel to its end, of some at all
// stages of one question.
func BenchmarkStop(b *testing.B) {
	l := benchLedgers()["layered"]
	n, err := Arrange(len(l.Party), l.Moves, nil)
	if err != nil {
		b.Fatal(err)
	}
	q := benchQuestions(l)["nation"]
	start := time.Now()
	if _, err := Bound(b.Context(), n, q); err != nil {
		b.Fatal(err)
	}
	const stages = 40
	whole, worst := time.Since(start), time.Duration(0)
	for b.Loop() {
		for k := range stages {
			ctx, cancel := context.WithCancel(b.Context())
			var at time.Time
			time.AfterFunc(whole*time.Duration(k)/stages, func() { at = time.Now(); cancel() })
			if _, err := Bound(ctx, n, q); err != nil {
				<-ctx.Done()
				worst = max(worst, time.Since(at))
			}
			cancel()
		}
	}
	b.ReportMetric(worst.Seconds()*1e3, "worst-ms")
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
	var text bytes.Buffer
	if err := WriteDIMACS(t.Context(), &text, n, q, AtMost); err != nil {
		t.Fatal(err)
	}
	maximum, err := ReadDIMACS(&text)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := maximum(context.Background()); err != nil || got != a.Most {
		t.Errorf("maximum %d, answer %d, %v", got, a.Most, err)
	}
}
