package flow

import (
	"math/rand/v2"
	"testing"
)

// bySearch finds a maximum flow by one of the searches alone, or by both in turn, of
// which each gives up soon.
func (p *problem) bySearch(t *testing.T, search int, flow []int64) *solution {
	g := newResidual(t.Context(), p, flow)
	switch search {
	case 0:
		if !g.byTrees(1 << 40) {
			t.Fatal("the trees gave up")
		}
	case 1:
		if !g.byTurns(1 << 40) {
			t.Fatal("the second search gave up")
		}
	default:
		for most := 1; !g.byTrees(most) && !g.byTurns(most); {
			most++
		}
	}
	if search > 0 {
		g.giveBack()
	}
	s := p.blank()
	g.read(s)
	return s
}

// TestSearches compares the two searches, each alone and both in turn, with Dinitz's on
// random networks: with circles and without, with a flow to start from and without.
func TestSearches(t *testing.T) {
	r := rand.New(rand.NewPCG(75, 76))
	for range 20_000 {
		n := 2 + r.IntN(40)
		p := &problem{nodes: n, sup: make([]int64, n), dem: make([]int64, n), mem: takeMemory()}
		for range r.IntN(4 * n) {
			tail := r.IntN(n)
			p.arcs = append(p.arcs, arc{int32(tail), int32((tail + 1 + r.IntN(n-1)) % n), 1 + r.Int64N(9)})
		}
		for v := range n {
			if r.IntN(4) == 0 {
				p.sup[v] = r.Int64N(20)
			}
			if r.IntN(4) == 0 {
				p.dem[v] = r.Int64N(20)
			}
		}
		if r.IntN(2) == 0 {
			p.order()
			p.ordered = len(p.arcs)
		}
		flow := make([]int64, len(p.arcs))
		if r.IntN(2) == 0 {
			p.wave(t.Context(), flow)
		}
		want := dinitz(p)
		for search := range 3 {
			s := p.bySearch(t, search, flow)
			if s.value != want {
				t.Fatalf("search %d: got %d, want %d: %+v", search, s.value, want, p)
			}
			checkSolution(t, p, s)
		}
		p.mem.release()
	}
}
