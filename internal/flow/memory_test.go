package flow

import (
	"math/rand/v2"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Pieces in use never share anything, whatever is taken, shortened and given back.
func TestSlabKeepsPiecesApart(t *testing.T) {
	r := rand.New(rand.NewPCG(81, 82))
	type piece struct {
		units []int64
		name  int64
	}
	for range 200 {
		var s slab[int64]
		var held []piece
		var marks []func()
		for name := range int64(60) {
			switch r.IntN(8) {
			case 0:
				at, mark := len(held), s.mark()
				marks = append(marks, func() { held = held[:at]; s.back(mark) })
			case 1:
				if k := len(marks); k > 0 {
					marks[k-1]()
					marks = marks[:k-1]
				}
			case 2:
				if len(marks) == 0 {
					s.reset()
					held = nil
				}
			default:
				p := piece{s.dirty(r.IntN(3 * shortest)), name}
				n := r.IntN(len(p.units) + 1)
				s.shorten(p.units, n)
				p.units = p.units[:n:n]
				for i := range p.units {
					p.units[i] = name
				}
				held = append(held, p)
			}
			taken := 0
			for _, p := range held {
				taken += len(p.units)
				for _, u := range p.units {
					if u != p.name {
						t.Fatalf("piece %d holds %d", p.name, u)
					}
				}
			}
			if s.taken != taken || s.most < taken {
				t.Fatalf("%d taken, %d counted, %d at most", taken, s.taken, s.most)
			}
		}
	}
}

// A small memory outlives what collects garbage.
func TestSmallMemoryIsKept(t *testing.T) {
	var others []*memory
	for range len(handy) {
		others = append(others, takeMemory())
	}
	m := takeMemory()
	m.release()
	runtime.GC()
	runtime.GC()
	if takeMemory() != m {
		t.Error("it is another one")
	}
	for _, m := range append(others, m) {
		m.release()
	}
}

// The two ends are the same when they are found one after the other, in the same memory.
func TestEndsInTurn(t *testing.T) {
	l := Invent(Recipe{Seed: 12, Moves: 6000, Holdings: 80, Parties: 6, Lateral: 0.5, Lots: 0.1, Counts: 0.01})
	n, err := Arrange(len(l.Party), l.Moves, l.Tallies)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range l.Questions() {
		a := ask(t, n, q.Question)
		r, err := read(n.closed(), &q.Question, n.Moves())
		if err != nil {
			t.Fatal(err)
		}
		for side, e := range r.inTurn(t.Context()) {
			if diff := cmp.Diff(a.Proof[side], e.proof); diff != "" || e.err != nil {
				t.Errorf("%s: %v %s", q.Name, e.err, diff)
			}
		}
	}
}
