package flow

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// question asks something random about products, or about what they are made of where
// one of them counts for one.
func (p *shop) question(r *rand.Rand) Question {
	q := Question{Asks: Asks(r.IntN(3)), Until: proviso.LastDay}
	if r.IntN(5) == 0 {
		q.Until = proviso.Day(1 + r.IntN(len(p.events)))
	}
	last := p.items[len(p.items)-1]
	for h, item := range p.items {
		if item == last && r.IntN(2) == 0 {
			q.Holdings = append(q.Holdings, int32(h))
		}
	}
	for _, m := range p.moves {
		if m.From == Outside && r.IntN(2) == 0 || r.IntN(12) == 0 {
			q.Of = append(q.Of, m.Tag)
		}
	}
	for _, e := range p.events {
		tag := p.tag(e)
		if q.Asks == Reached && tag >= 0 && p.itemOf(e) == last && r.IntN(6) == 0 {
			q.Moves = append(q.Moves, tag)
		}
	}
	return q
}

// guess says anything of some events.
func (p *shop) guess(r *rand.Rand) []Evidence {
	var out []Evidence
	for _, e := range p.events {
		x := Evidence{Move: p.tag(e), Tally: int32(e.tally), Most: Unlimited}
		switch r.IntN(6) {
		case 0:
			x.Least = 1 + r.Int64N(2)
		case 1:
			x.Most = r.Int64N(3)
		default:
			continue
		}
		out = append(out, x)
	}
	return out
}

// between is some holdings of any item.
func (p *shop) between(r *rand.Rand) *Between {
	b := &Between{}
	for h := range p.items {
		if r.IntN(2) == 0 {
			b.Holdings = append(b.Holdings, int32(h))
		}
	}
	return b
}

func (p *shop) itemOf(e deed) int32 {
	switch {
	case e.tally >= 0:
		return p.items[p.tallies[e.tally].Holding]
	case e.assembly >= 0:
		return p.items[p.assemblies[e.assembly].Into]
	case p.moves[e.move].To >= 0:
		return p.items[p.moves[e.move].To]
	}
	return p.items[p.moves[e.move].From]
}

// evidence says true things of one history, or (wild) anything. Sides chooses whether
// it may speak of parts (1), of products (2) or of both (3), and whether of at most so
// many (4).
func (p *shop) evidence(r *rand.Rand, q *Question, sides int, wild bool) []Evidence {
	units := p.wander(r, q)
	for try := 0; units == nil && try < 20; try++ {
		units = p.wander(r, q)
	}
	var out []Evidence
	for i, e := range p.events {
		side := 1
		if p.made(p.itemOf(e)) {
			side = 2
		}
		if units == nil || proviso.Day(i+1) > q.Until || side&sides == 0 || r.IntN(3) > 0 {
			continue
		}
		x := Evidence{Move: p.tag(e), Tally: int32(e.tally)}
		u := units[i]
		if wild {
			u = r.Int64N(4)
		}
		switch k := r.IntN(3); {
		case k == 0 || sides&4 == 0:
			x.Least, x.Most = u, Unlimited
		case k == 1:
			x.Most = u
		default:
			x.Least, x.Most = max(0, u-r.Int64N(2)), u
		}
		out = append(out, x)
	}
	return out
}

// stamp gives some movements out of stock a lot, as far as all can be true together.
func (p *shop) stamp(r *rand.Rand) {
	for i := range p.moves {
		m := &p.moves[i]
		if m.From == Outside || r.IntN(2) == 0 {
			continue
		}
		m.Lot = p.lot(r, m.From)
		if x, ok := p.enumerate(&Question{Until: proviso.LastDay}, 5000); !ok || x.histories == 0 {
			m.Lot = NoLot
		}
	}
}

func (p *shop) works(t *testing.T) *Works {
	t.Helper()
	w, err := unite(p.items, 0, p.moves, p.tallies, p.assemblies)
	if err != nil {
		t.Fatalf("%v\n%s", err, p)
	}
	return w
}

// TestWorksAgainstAllHistories: products of parts and of products, with evidence about
// either, known lots and stocktakes.
func TestWorksAgainstAllHistories(t *testing.T) {
	for _, c := range []struct {
		name       string
		sides      int
		lots, wild bool
		batches    bool
		through    bool
		seeds      int
	}{
		{"nothing known", 0, false, false, false, false, 1500},
		{"lots", 0, true, false, false, false, 1500},
		{"so many of parts at least", 1, false, false, false, false, 1500},
		{"so many at least", 3, false, false, false, false, 1500},
		{"of parts", 1 | 4, false, false, false, false, 1500},
		{"of products", 2 | 4, false, false, false, false, 1500},
		{"all", 3 | 4, true, false, false, false, 1500},
		{"wild", 3 | 4, false, true, false, false, 1500},
		{"batches", 0, false, false, true, false, 1500},
		{"batches, all known", 3 | 4, true, false, true, false, 1500},
		{"batches, wild", 3 | 4, false, true, true, false, 1500},
		{"by way of a place", 0, false, false, false, true, 1500},
		{"by way of a place, all known", 3 | 4, true, false, false, true, 1500},
		{"by way of a place, batches", 3 | 4, false, false, true, true, 1500},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(71, uint64(len(c.name))))
			var n, most, exact, least, tried, clash, missed int
			for range c.seeds {
				p := inventShop(r, c.lots, c.batches)
				if len(p.assemblies) == 0 {
					continue
				}
				if c.lots {
					p.stamp(r)
				}
				q := p.question(r)
				if c.through {
					q.Through = p.between(r)
				}
				q.Evidence = p.evidence(r, &q, c.sides, c.wild)
				want, ok := p.enumerate(&q, 3000)
				if !ok || c.sides != 0 && len(q.Evidence) == 0 {
					continue
				}
				n++
				got := p.ask(t, q)
				if want.histories == 0 {
					if len(got.Clash) == 0 {
						missed++
					} else {
						clash++
						p.checkClash(t, q, got)
					}
					continue
				}
				if msg := disagree(got.Answer, want); msg != "" {
					t.Fatalf("%s: [%d, %d]\n%s\nquestion %+v\ntruth %+v", msg, got.Least, got.Most, p, q, want)
				}
				tried += p.tried(t, q, want)
				most, least, exact = most+one(got.Most == want.most), least+one(got.Least == want.least), exact+one(got.MostExact)
				p.narrows(t, q, got)
			}
			t.Logf("%d shops: most tight in %d and exact in %d, least tight in %d; all histories tried in %d; %d contradictions found, %d not seen", n, most, exact, least, tried, clash, missed)
			if n < 500 || c.wild && clash < 500 {
				t.Errorf("only %d shops, %d contradictions", n, clash)
			}
		})
	}
}

// TestUncertainWorksHoldEveryHistory: days and quantities are uncertain, and whether an
// assembly took place.
func TestUncertainWorksHoldEveryHistory(t *testing.T) {
	r := rand.New(rand.NewPCG(91, 92))
	n, most, least, tried := 0, 0, 0, 0
	for range 2500 {
		p := inventShop(r, false, r.IntN(3) == 0)
		if p.trim(7); len(p.assemblies) == 0 {
			continue
		}
		if r.IntN(2) == 0 {
			p.blur(r)
		} else {
			p.loosen(r)
			for i := range p.moves {
				p.moves[i].Least -= r.Int64N(5) / 4
			}
		}
		q := p.question(r)
		if r.IntN(5) == 0 {
			q.Through = p.between(r)
		}
		if r.IntN(3) == 0 {
			q.Until, q.Evidence = proviso.LastDay, p.guess(r)
		}
		want, ok := p.enumerateLoose(&q, 500)
		if !ok {
			continue
		}
		n++
		got := p.ask(t, q)
		if msg := disagree(got.Answer, want); msg != "" {
			t.Fatalf("%s: [%d, %d]\n%s\nquestion %+v\ntruth %+v", msg, got.Least, got.Most, p, q, want)
		}
		if q.Until == proviso.LastDay { // else what came later tells of quantities before
			tried += p.tried(t, q, want)
		}
		most, least = most+one(got.Most == want.most), least+one(got.Least == want.least)
	}
	t.Logf("%d shops: most tight in %d, least in %d; all histories tried in %d", n, most, least, tried)
	if n < 300 || tried < 100 {
		t.Errorf("only %d shops, tried in %d", n, tried)
	}
}

// TestWorksOfOneDay: several things happen on a day, in any order.
func TestWorksOfOneDay(t *testing.T) {
	r := rand.New(rand.NewPCG(93, 94))
	n, tried := 0, 0
	for range 1500 {
		p := inventShop(r, false, false)
		if p.trim(7); len(p.assemblies) == 0 || len(p.tallies) > 0 {
			continue
		}
		day := proviso.Day(1)
		for _, e := range p.events {
			if e.move >= 0 {
				p.moves[e.move].Earliest, p.moves[e.move].Latest = day, day
			} else {
				p.assemblies[e.assembly].Earliest, p.assemblies[e.assembly].Latest = day, day
			}
			day += proviso.Day(r.IntN(2))
		}
		q := p.question(r)
		want, ok := p.enumerateLoose(&q, 1000)
		if !ok {
			continue
		}
		n++
		if msg := disagree(p.ask(t, q).Answer, want); msg != "" {
			t.Fatalf("%s\n%s\nquestion %+v\ntruth %+v", msg, p, q, want)
		}
		tried += p.tried(t, q, want)
	}
	t.Logf("%d shops, all histories tried in %d", n, tried)
	if n < 300 || tried < 100 {
		t.Errorf("only %d shops, tried in %d", n, tried)
	}
}

// trim leaves the first so many events.
func (p *shop) trim(events int) {
	p.events = p.events[:min(events, len(p.events))]
	var moves, assemblies, tallies int
	for _, e := range p.events {
		moves, assemblies, tallies = max(moves, e.move+1), max(assemblies, e.assembly+1), max(tallies, e.tally+1)
	}
	p.moves, p.assemblies, p.tallies = p.moves[:moves], p.assemblies[:assemblies], p.tallies[:tallies]
}

// blur makes days, quantities and assemblies uncertain.
func (p *shop) blur(r *rand.Rand) {
	day := func(earliest, latest *proviso.Day) {
		*earliest, *latest = max(1, *earliest-proviso.Day(r.IntN(2))), *latest+proviso.Day(r.IntN(2))
	}
	for i := range p.moves {
		m := &p.moves[i]
		if r.IntN(4) == 0 {
			day(&m.Earliest, &m.Latest)
		}
		if r.IntN(6) == 0 {
			m.Least -= r.Int64N(2)
		}
	}
	for i := range p.assemblies {
		a := &p.assemblies[i]
		if r.IntN(3) == 0 {
			day(&a.Earliest, &a.Latest)
		}
		if r.IntN(4) == 0 {
			a.Perhaps = true
		}
		if r.IntN(8) == 0 {
			a.Batch = 0
		}
	}
	p.loosen(r)
}

// loosen makes the quantities of assemblies uncertain, and where parts came from.
func (p *shop) loosen(r *rand.Rand) {
	for i := range p.assemblies {
		a := &p.assemblies[i]
		if r.IntN(3) == 0 {
			a.Least, a.Most = max(1, a.Least-r.Int64N(2)), a.Most+r.Int64N(2)
		}
		for j := range a.Parts {
			x := &a.Parts[j]
			if r.IntN(3) == 0 {
				x.Least, x.Most = max(1, x.Least-r.Int64N(2)), x.Most+r.Int64N(2)
			}
			if r.IntN(6) == 0 {
				x.From, x.Item = Unknown, p.items[x.From]
			}
		}
	}
}

// tried walks through all histories, which must give the truth, and says whether it could.
func (p *shop) tried(t *testing.T, q Question, want truth) int {
	t.Helper()
	got, ok, err := p.works(t).Try(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	if ok && (got.Least != want.least || got.Most != want.most) {
		t.Fatalf("all histories give %+v, truth %+v\n%s\nquestion %+v", got, want, p, q)
	}
	return one(ok)
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// ask answers the question and checks the certificates.
func (p *shop) ask(t *testing.T, q Question) Made {
	t.Helper()
	w := p.works(t)
	got, err := w.Bound(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Clash) > 0 {
		checkClashIn(t, w, got.ClashOf, q)
		return got
	}
	for side, v := range []*View{w.united, got.By} {
		n, _ := onWay(t, w, v, q, Side(side))
		if err := recheck(n, got.Proof[side]); err != nil {
			t.Fatalf("certificate rejected: %v\n%+v\n%s", err, got.Proof[side], p)
		}
	}
	if n := (got.Proof[AtLeast].Number + got.Each - 1) / got.Each; got.Proof[AtMost].Number != got.Most || n != got.Least && got.Found < 0 {
		t.Fatalf("certificates are of %d by %d and %d, not of [%d, %d]", got.Proof[AtLeast].Number, got.Each, got.Proof[AtMost].Number, got.Least, got.Most)
	}
	return got
}

// onWay is the network that a certificate for the view is about.
func onWay(t *testing.T, w *Works, v *View, q Question, side Side) (*Network, *Way) {
	t.Helper()
	if q.Through == nil {
		return v.Network, nil
	}
	put, err := w.Question(v, q)
	if err != nil {
		t.Fatal(err)
	}
	way, err := v.Way(&put, side)
	if err != nil {
		t.Fatal(err)
	}
	return way.Network, way
}

// checkClashIn has the checker of clashes look at that of a view.
func checkClashIn(t *testing.T, w *Works, v *View, q Question) {
	t.Helper()
	put, err := w.Question(v, q)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Bound(context.Background(), v.Network, put)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := v.Plain(&put)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Clash) > 0 && CheckClash(plain, &put, got.Clash) != nil {
		t.Fatalf("clash rejected: %+v\nquestion %+v", got.Clash, put)
	}
}

// checkClash takes the evidence that the answer names: no history may meet it.
func (p *shop) checkClash(t *testing.T, q Question, got Made) {
	t.Helper()
	all := q.Evidence
	q.Evidence = nil
	for _, c := range got.Clash {
		if c.Evidence >= 0 {
			q.Evidence = append(q.Evidence, all[c.Evidence])
		}
	}
	if want, ok := p.enumerate(&q, 5000); ok && want.histories > 0 {
		t.Fatalf("evidence named as clashing can hold: %+v\n%s\nquestion %+v\nall evidence %+v", got.Clash, p, q, all)
	}
}

// narrows leaves out one piece of evidence after the other: that never narrows.
func (p *shop) narrows(t *testing.T, q Question, got Made) {
	t.Helper()
	all := q.Evidence
	for i := range all {
		q.Evidence = append(append([]Evidence{}, all[:i]...), all[i+1:]...)
		if wide := p.ask(t, q); wide.Least > got.Least || wide.Most < got.Most {
			t.Fatalf("without evidence %d [%d, %d] is narrower than [%d, %d]\n%s\nquestion %+v\nall %+v", i, wide.Least, wide.Most, got.Least, got.Most, p, q, all)
		}
	}
}
