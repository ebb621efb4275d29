package flow

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// plant is a tiny ledger with assemblies: per place the components, then the product.
type plant struct {
	places, kinds int
	each          []int64
	moves         []Move
	assemblies    []Assembly
	steps         []int // >= 0: a move; < 0: assembly ^step
}

func (p *plant) at(place, kind int) int32 { return int32(place*(p.kinds+1) + kind) }

func (p *plant) items() []int32 {
	out := make([]int32, p.places*(p.kinds+1))
	for h := range out {
		out[h] = int32(h % (p.kinds + 1))
	}
	return out
}

// inventPlant makes a plant from a hidden history.
func inventPlant(r *rand.Rand) *plant {
	p := &plant{places: 2, kinds: 1 + r.IntN(3)}
	for range p.kinds {
		p.each = append(p.each, 1+r.Int64N(2)*r.Int64N(2))
	}
	stock := make([]int64, p.places*(p.kinds+1))
	day := proviso.Day(0)
	for range 60 {
		if len(p.steps) > 9 {
			break
		}
		day++
		place := r.IntN(p.places)
		switch x := r.IntN(10); {
		case x < 4 && len(p.moves) < 7:
			h, u := p.at(place, r.IntN(p.kinds)), 1+r.Int64N(3)
			stock[h] += u
			p.step(Move{From: Outside, To: h, Least: u, Most: u, Earliest: day, Latest: day})
		case x < 7:
			u := int64(4)
			for k, each := range p.each {
				u = min(u, stock[p.at(place, k)]/each)
			}
			if u == 0 {
				continue
			}
			u = 1 + r.Int64N(u)
			a := Assembly{Into: p.at(place, p.kinds), Lot: NoLot, Tag: int32(100 + len(p.assemblies)), Earliest: day, Latest: day, Least: u, Most: u, Batch: 1}
			for k, each := range p.each {
				a.Parts = append(a.Parts, Part{From: p.at(place, k), Tag: int32(1000 + 10*len(p.assemblies) + k), Least: each * u, Most: each * u})
				stock[p.at(place, k)] -= each * u
			}
			stock[a.Into] += u
			p.steps = append(p.steps, ^len(p.assemblies))
			p.assemblies = append(p.assemblies, a)
		default:
			k := r.IntN(p.kinds + 1)
			from, to := p.at(place, k), p.at(1-place, k)
			if stock[from] == 0 {
				continue
			}
			u := 1 + r.Int64N(stock[from])
			stock[from] -= u
			stock[to] += u
			p.step(Move{From: from, To: to, Least: u, Most: u, Earliest: day, Latest: day})
		}
	}
	return p
}

func (p *plant) step(m Move) {
	m.Lot, m.Tag = NoLot, int32(len(p.moves))
	p.steps = append(p.steps, len(p.moves))
	p.moves = append(p.moves, m)
}

// works makes the networks of a plant that was empty before its first record.
func (p *plant) works(t *testing.T) *Works {
	t.Helper()
	w, err := unite(p.items(), 0, p.moves, nil, p.assemblies)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// question asks how many products in one place are bound by some of what came in.
func (p *plant) question(r *rand.Rand) Question {
	q := Question{Asks: Held, Until: proviso.LastDay, Holdings: []int32{p.at(r.IntN(p.places), p.kinds)}}
	for _, m := range p.moves {
		if m.From < 0 && r.IntN(2) == 0 {
			q.Of = append(q.Of, m.Tag)
		}
	}
	return q
}

// enumerate finds the least and most bound units in the holding at the end, over
// all draws and all ways to put bound and other components together.
func (p *plant) enumerate(of map[int32]bool, target int32) (least, most int64) {
	least, most = 1<<60, -1
	n := p.places * (p.kinds + 1)
	bound, all := make([]int64, n), make([]int64, n)
	var step func(k int)
	step = func(k int) {
		if k == len(p.steps) {
			c := bound[target]
			least, most = min(least, c), max(most, c)
			return
		}
		if p.steps[k] >= 0 {
			m := &p.moves[p.steps[k]]
			if m.From < 0 {
				x := int64(0)
				if of[m.Tag] {
					x = m.Most
				}
				bound[m.To], all[m.To] = bound[m.To]+x, all[m.To]+m.Most
				step(k + 1)
				bound[m.To], all[m.To] = bound[m.To]-x, all[m.To]-m.Most
				return
			}
			for x := max(0, m.Most-all[m.From]+bound[m.From]); x <= min(m.Most, bound[m.From]); x++ {
				bound[m.From], all[m.From] = bound[m.From]-x, all[m.From]-m.Most
				bound[m.To], all[m.To] = bound[m.To]+x, all[m.To]+m.Most
				step(k + 1)
				bound[m.From], all[m.From] = bound[m.From]+x, all[m.From]+m.Most
				bound[m.To], all[m.To] = bound[m.To]-x, all[m.To]-m.Most
			}
			return
		}
		a := &p.assemblies[^p.steps[k]]
		var take func(j int, low, sum int64)
		take = func(j int, low, sum int64) {
			if j == len(a.Parts) {
				for made := low; made <= min(a.Most, sum); made++ {
					bound[a.Into], all[a.Into] = bound[a.Into]+made, all[a.Into]+a.Most
					step(k + 1)
					bound[a.Into], all[a.Into] = bound[a.Into]-made, all[a.Into]-a.Most
				}
				return
			}
			part := a.Parts[j]
			w, each := part.Most, part.Most/a.Most
			h := part.From
			for x := max(0, w-all[h]+bound[h]); x <= min(w, bound[h]); x++ {
				bound[h], all[h] = bound[h]-x, all[h]-w
				take(j+1, max(low, (x+each-1)/each), sum+x)
				bound[h], all[h] = bound[h]+x, all[h]+w
			}
		}
		take(0, 0, 0)
	}
	step(0)
	return least, most
}

// TestAssemblyAgainstAllHistories: products of one to three kinds of part, some of
// which go in by twos. The most is exact; the least is sound.
func TestAssemblyAgainstAllHistories(t *testing.T) {
	r := rand.New(rand.NewPCG(61, 62))
	tried, tight := 0, 0
	for range 6000 {
		p := inventPlant(r)
		if len(p.assemblies) == 0 {
			continue
		}
		w, q := p.works(t), p.question(r)
		got, err := w.Bound(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		least, most := p.enumerate(set(q.Of), q.Holdings[0])
		tried++
		for side, v := range []*View{w.united, got.By} {
			if err := recheck(v.Network, got.Proof[side]); err != nil {
				t.Fatalf("certificate rejected: %v\n%+v\n%+v", err, got.Proof[side], p)
			}
		}
		if n := got.Proof[AtLeast].Number; got.Proof[AtMost].Number != got.Most || (n+got.Each-1)/got.Each != got.Least {
			t.Fatalf("certificates are of %d and %d by %d, not of [%d, %d]", got.Proof[AtMost].Number, n, got.Each, got.Least, got.Most)
		}
		if got.Least == least {
			tight++
		}
		if got.Most != most || !got.MostExact || got.Least > least || got.LeastExact && got.Least != least {
			t.Fatalf("got [%d %v, %d %v], truth [%d, %d]\n%+v\nquestion %+v", got.Least, got.LeastExact, got.Most, got.MostExact, least, most, p, q)
		}
	}
	t.Logf("%d plants, the least tight in %d", tried, tight)
	if tried < 2000 {
		t.Errorf("only %d plants tried", tried)
	}
}

// TestCorruptedCertificatesOfProducts changes each field of certificates about works
// in turn. Every change of a number, a step or a limit must be rejected.
func TestCorruptedCertificatesOfProducts(t *testing.T) {
	r := rand.New(rand.NewPCG(63, 64))
	changed, shifted, another := 0, 0, 0
	for range 600 {
		p := inventPlant(r)
		if len(p.assemblies) == 0 {
			continue
		}
		w, q := p.works(t), p.question(r)
		got, err := w.Bound(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		for side, v := range []*View{w.united, got.By} {
			out, moved := corruptions(got.Proof[side])
			for _, bad := range out {
				changed++
				if recheck(v.Network, bad) == nil {
					t.Fatalf("accepted\n%+v\nmade from\n%+v\n%+v", bad, got.Proof[side], p)
				}
			}
			for _, bad := range moved {
				shifted++
				if recheck(v.Network, bad) == nil {
					another++
				}
			}
		}
	}
	t.Logf("%d corruptions; of %d steps about something else, %d make another true proof", changed, shifted, another)
	if changed < 5_000 || another > shifted/50 {
		t.Errorf("only %d corruptions tried; %d of %d accepted", changed, another, shifted)
	}
}
