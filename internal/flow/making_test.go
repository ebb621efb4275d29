package flow

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// Every convention is one of the histories of the shop, also when evidence is obeyed.
// Which lot a unit is of it does not follow, so that with lots it is within the bounds.
func TestConventionsOfWorksAreHistories(t *testing.T) {
	r := rand.New(rand.NewPCG(81, 82))
	known, withheld := map[string]int{}, map[string]int{}
	for k := range 3000 {
		p := inventShop(r, k%3 == 0, k%7 == 0)
		if len(p.assemblies) == 0 {
			continue
		}
		if k%3 == 0 {
			p.stamp(r)
		}
		q := p.question(r)
		if k%4 == 0 {
			q.Evidence = p.evidence(r, &q, 7, false)
		}
		want, ok := p.enumerate(&q, 3000)
		if !ok || want.histories == 0 {
			continue
		}
		if got := p.ask(t, q); k%3 == 0 {
			want.least, want.most = got.Least, got.Most
		}
		w := p.works(t)
		put, err := w.Question(w.united, q)
		if err != nil {
			t.Fatal(err)
		}
		for name, share := range conventions {
			s, err := share(w.united.Network, put)
			if err != nil {
				t.Fatal(err)
			}
			if !s.Known {
				withheld[s.Why]++
				continue
			}
			known[name]++
			if s.Units < want.least || s.Units > want.most {
				t.Fatalf("%s gives %d, outside [%d, %d]\n%s\nquestion %+v", name, s.Units, want.least, want.most, p, q)
			}
		}
	}
	t.Log(known, withheld)
	for name := range conventions {
		if known[name] < 1000 {
			t.Errorf("%s could be followed only %d times", name, known[name])
		}
	}
}

// unitList is the stock of a holding, unit by unit in the order in which they came.
type unitList []bool

// take takes units from the front, or from the back.
func (u *unitList) take(n int64, last bool) unitList {
	out := slices.Clone((*u)[:n])
	if last {
		out = slices.Clone((*u)[int64(len(*u))-n:])
		slices.Reverse(out)
		*u = (*u)[:int64(len(*u))-n]
		return out
	}
	*u = (*u)[n:]
	return out
}

// unitByUnit follows first in, first out, or last in, first out, unit by unit.
func (p *shop) unitByUnit(q *Question, last bool) int64 {
	of, there := set(q.Of), set(q.Holdings)
	stock := make([]unitList, len(p.items))
	for _, e := range p.events {
		switch {
		case e.assembly >= 0:
			a := &p.assemblies[e.assembly]
			made := make(unitList, a.Most)
			seen := map[int32]int64{} // by item
			for _, part := range a.Parts {
				item := p.items[part.From]
				total := int64(0)
				for _, other := range a.Parts {
					if p.items[other.From] == item {
						total += other.Most
					}
				}
				for _, in := range stock[part.From].take(part.Most, last) {
					k := seen[item] / (total / a.Most)
					made[k] = made[k] || in
					seen[item]++
				}
			}
			stock[a.Into] = append(stock[a.Into], made...)
		case e.tally < 0:
			m := &p.moves[e.move]
			units := make(unitList, m.Most)
			if m.From >= 0 {
				units = stock[m.From].take(m.Most, last)
			}
			for i := range units {
				units[i] = units[i] || of[m.Tag]
			}
			if m.To >= 0 {
				stock[m.To] = append(stock[m.To], units...)
			}
		}
	}
	n := int64(0)
	for h, units := range stock {
		for _, in := range units {
			if in && there[int32(h)] {
				n++
			}
		}
	}
	return n
}

// inShares follows mass balance: each draw has the share of the stock, to the nearest
// unit, and products the share that chance gives them.
func (p *shop) inShares(q *Question) int64 {
	of, there := set(q.Of), set(q.Holdings)
	in, all := make([]int64, len(p.items)), make([]int64, len(p.items))
	nearest := func(x *big.Rat) int64 {
		x.Add(x, big.NewRat(1, 2))
		return new(big.Int).Div(x.Num(), x.Denom()).Int64()
	}
	draw := func(h int32, units int64) int64 {
		n := nearest(big.NewRat(units*in[h], all[h]))
		in[h], all[h] = in[h]-n, all[h]-units
		return n
	}
	for _, e := range p.events {
		switch {
		case e.assembly >= 0:
			a := &p.assemblies[e.assembly]
			bound, total := map[int32]int64{}, map[int32]int64{}
			for _, part := range a.Parts {
				item := p.items[part.From]
				bound[item] += draw(part.From, part.Most)
				total[item] += part.Most
			}
			clean := big.NewRat(a.Most, 1)
			for item, n := range total {
				for range n / a.Most {
					clean.Mul(clean, big.NewRat(n-bound[item], n))
				}
			}
			least, most := p.fillWhole(a, bound)
			made := min(max(a.Most-nearest(clean), least), most)
			in[a.Into], all[a.Into] = in[a.Into]+made, all[a.Into]+a.Most
		case e.tally < 0:
			m := &p.moves[e.move]
			n := int64(0)
			if m.From >= 0 {
				n = draw(m.From, m.Most)
			}
			if of[m.Tag] {
				n = m.Most
			}
			if m.To >= 0 {
				in[m.To], all[m.To] = in[m.To]+n, all[m.To]+m.Most
			}
		}
	}
	n := int64(0)
	for h := range in {
		if there[int32(h)] {
			n += in[h]
		}
	}
	return n
}

func (p *shop) fillWhole(x *Assembly, bound map[int32]int64) (least, most int64) {
	a, parts := &asked{shop: p}, map[int32]classed{}
	for item, n := range bound {
		parts[item] = classed{passed: n}
	}
	least = x.Most
	for n := range a.fill(x, parts) {
		least, most = min(least, n.passed), max(most, n.passed)
	}
	return least, most
}

// What the conventions give is what a count unit by unit gives.
func TestConventionsOfWorksUnitByUnit(t *testing.T) {
	r := rand.New(rand.NewPCG(83, 84))
	n := 0
	for range 3000 {
		p := inventShop(r, false, false)
		q := p.question(r)
		if len(p.assemblies) == 0 || q.Asks != Held {
			continue
		}
		q.Until = proviso.LastDay
		w := p.works(t)
		put, err := w.Question(w.united, q)
		if err != nil {
			t.Fatal(err)
		}
		for name, want := range map[string]int64{
			"first in, first out": p.unitByUnit(&q, false), "last in, first out": p.unitByUnit(&q, true), "mass balance": p.inShares(&q),
		} {
			s, err := conventions[name](w.united.Network, put)
			if err != nil {
				t.Fatal(err)
			}
			if !s.Known {
				continue
			}
			n++
			if s.Units != want {
				t.Fatalf("%s gives %d, unit by unit %d\n%s\nquestion %+v", name, s.Units, want, p, q)
			}
		}
	}
	if n < 1000 {
		t.Errorf("only %d compared", n)
	}
	t.Logf("%d compared", n)
}

// Of four shells and four fuzes two each are of S, and four rounds are made: three by
// mass balance, two if the others came first of both, four if of one alone.
func TestConventionsMeetInAProduct(t *testing.T) {
	for _, c := range []struct{ of, want []int32 }{
		{[]int32{1, 3}, []int32{3, 2, 2}}, {[]int32{1, 2}, []int32{3, 4, 4}},
	} {
		w, err := unite([]int32{0, 1, 2}, 0, []Move{
			{From: Outside, To: 0, Lot: NoLot, Tag: 0, Earliest: 1, Latest: 1, Least: 2, Most: 2},
			{From: Outside, To: 0, Lot: NoLot, Tag: 1, Earliest: 2, Latest: 2, Least: 2, Most: 2},
			{From: Outside, To: 1, Lot: NoLot, Tag: 2, Earliest: 1, Latest: 1, Least: 2, Most: 2},
			{From: Outside, To: 1, Lot: NoLot, Tag: 3, Earliest: 2, Latest: 2, Least: 2, Most: 2},
		}, nil, []Assembly{{Into: 2, Lot: NoLot, Tag: 4, Earliest: 3, Latest: 3, Least: 4, Most: 4, Batch: 1, Parts: []Part{{0, 5, 4, 4, 0}, {1, 6, 4, 4, 0}}}})
		if err != nil {
			t.Fatal(err)
		}
		q, err := w.Question(w.united, Question{Asks: Held, Of: c.of, Holdings: []int32{2}, Until: proviso.LastDay})
		if err != nil {
			t.Fatal(err)
		}
		for i, name := range []string{"mass balance", "first in, first out", "last in, first out"} {
			s, err := conventions[name](w.united.Network, q)
			if err != nil || !s.Known || s.Units != int64(c.want[i]) {
				t.Errorf("of %v: %s gives %+v %v, want %d", c.of, name, s, err, c.want[i])
			}
		}
	}
}
