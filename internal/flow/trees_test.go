package flow

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestMaximumAgainstDinitz compares the two ways to a maximum flow on random
// networks with circles, and checks the flow and the cut.
func TestMaximumAgainstDinitz(t *testing.T) {
	r := rand.New(rand.NewPCG(71, 72))
	for range 20_000 {
		n := 2 + r.IntN(12)
		p := &problem{nodes: n, sup: make([]int64, n), dem: make([]int64, n), mem: takeMemory()}
		for range r.IntN(4 * n) {
			p.arcs = append(p.arcs, arc{int32(r.IntN(n)), int32(r.IntN(n)), r.Int64N(9)})
		}
		if r.IntN(2) == 0 {
			p.order()
			p.ordered = r.IntN(len(p.arcs) + 1)
		}
		for v := range n {
			if r.IntN(3) == 0 {
				p.sup[v] = r.Int64N(12)
			}
			if r.IntN(3) == 0 {
				p.dem[v] = r.Int64N(12)
			}
		}
		checkMaximum(t, p)
		checkMust(t, r, p)
		p.mem.release()
	}
}

// order turns the arcs so that none goes back, and sorts them.
func (p *problem) order() {
	p.arcs = slices.DeleteFunc(p.arcs, func(a arc) bool { return a.tail == a.head })
	for i, a := range p.arcs {
		p.arcs[i].tail, p.arcs[i].head = min(a.tail, a.head), max(a.tail, a.head)
	}
	slices.SortStableFunc(p.arcs, func(a, b arc) int { return int(a.tail - b.tail) })
}

// TestMaximumOfLarge does the same on networks of thousands of nodes like those of
// stock: layered, long, with quantities of all sizes, and with some arcs going back.
func TestMaximumOfLarge(t *testing.T) {
	r := rand.New(rand.NewPCG(73, 74))
	for range 40 {
		n := 2000 + r.IntN(3000)
		p := &problem{nodes: n, sup: make([]int64, n), dem: make([]int64, n), mem: takeMemory()}
		units := func() int64 { return int64(float64(1+r.IntN(9)) * math.Pow(10, 4*r.Float64())) }
		put := func(tail, head int) { p.arcs = append(p.arcs, arc{int32(tail), int32(head), units()}) }
		chains := 1 + r.IntN(60) // of stock that stays
		for v := range n - 1 {
			if v+chains < n {
				put(v, v+chains)
			}
			for range r.IntN(3) {
				put(v, v+1+r.IntN(min(n-1-v, 3*chains)))
			}
			if r.IntN(10) == 0 {
				p.sup[v] = units()
			}
			if r.IntN(5) == 0 {
				p.dem[v] = units()
			}
		}
		p.ordered = len(p.arcs)
		if r.IntN(2) == 0 {
			for range n / 20 {
				put(r.IntN(n), r.IntN(n))
			}
		}
		checkMaximum(t, p)
		checkMust(t, r, p)
		p.mem.release()
	}
}

// checkMaximum finds the maximum as ever, and in the problem made smaller also where
// that is not needed.
func checkMaximum(t *testing.T, p *problem) {
	t.Helper()
	want := dinitz(p)
	clipped := func(ctx context.Context) (*solution, error) {
		s, err := p.clip(ctx)
		if err != nil {
			return nil, err
		}
		return s.solve(ctx)
	}
	for _, maximise := range []func(context.Context) (*solution, error){p.maximise, clipped} {
		s, err := maximise(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if s.value != want {
			t.Fatalf("got %d, want %d: %+v", s.value, want, p)
		}
		checkSolution(t, p, s)
	}
}

// checkMust has random parts of the demands met first. The maximum stays what it is, and
// as much of them is met as if there were no other demands.
func checkMust(t *testing.T, r *rand.Rand, p *problem) {
	t.Helper()
	first := make([]int64, p.nodes)
	for v, most := range p.dem {
		if most > 0 && r.IntN(3) == 0 {
			first[v] = r.Int64N(most + 1)
		}
	}
	only, both := *p, *p
	only.dem, both.must = first, first
	s, err := both.maximise(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var met int64
	for v, m := range first {
		met += min(s.dem[v], m)
	}
	if all, want := dinitz(p), dinitz(&only); s.value != all || met != want {
		t.Fatalf("got %d and first %d, want %d and %d: %+v", s.value, met, all, want, p)
	}
	checkSolution(t, p, s)
}

// checkSolution checks that the flow is one and that the cut is as large.
func checkSolution(t *testing.T, p *problem, s *solution) {
	t.Helper()
	balance := make([]int64, p.nodes)
	var cut int64
	for i, f := range s.flow {
		a := p.arcs[i]
		if f < 0 || f > a.room {
			t.Fatalf("flow %d by an arc of %d", f, a.room)
		}
		balance[a.tail] -= f
		balance[a.head] += f
		if s.near[a.tail] && !s.near[a.head] {
			cut += a.room
		}
	}
	for v := range p.nodes {
		if s.sup[v] < 0 || s.dem[v] < 0 || s.sup[v] > p.sup[v] || s.dem[v] > p.dem[v] || balance[v]+s.sup[v]-s.dem[v] != 0 {
			t.Fatalf("node %d does not balance", v)
		}
		if s.near[v] {
			cut += p.dem[v]
		} else {
			cut += p.sup[v]
		}
	}
	if cut != s.value {
		t.Fatalf("cut %d, flow %d", cut, s.value)
	}
}
