package flow

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/proviso-ledger/proviso"
)

func (p *shop) holding(h int32) proviso.Holding {
	if h < 0 {
		return proviso.Holding{}
	}
	n := int32(len(p.items) / 2)
	who := []string{"KR", "US"}[h/n]
	return proviso.Holding{Owner: proviso.PartyID(who), Holder: proviso.PartyID(who), At: proviso.PlaceID(who), Item: itemName(h % n)}
}

func itemName(item int32) proviso.ItemID { return proviso.ItemID(fmt.Sprintf("item-%d", item)) }

func eventName(tag int32) proviso.MovementID { return proviso.MovementID(fmt.Sprintf("m%d", tag)) }

// snapshot writes the shop down as records, with a count of nothing before all else.
// What the question is about comes under a paper, and counts say how many units are bound
// by it.
func (p *shop) snapshot(q *Question) *proviso.Snapshot {
	of := set(q.Of)
	records := []proviso.Record{&proviso.Instrument{ID: "paper"}, &proviso.Party{ID: "KR", Kind: proviso.State}, &proviso.Party{ID: "US", Kind: proviso.State}}
	for item := range int32(len(p.items) / 2) {
		records = append(records, &proviso.Item{ID: itemName(item), Unit: "unit"})
	}
	put := func(m proviso.Movement, day proviso.Day, units int64, lot int32) {
		m.Basis, m.When, m.Quantity = proviso.Recorded, proviso.DateOfDay(day), proviso.Exactly(units)
		if lot != NoLot {
			m.Lots = []proviso.Lot{proviso.Lot(fmt.Sprintf("lot-%d", lot%2))} // the lots of two items have the same names
		}
		records = append(records, &m)
	}
	for h := range p.items {
		at := p.holding(int32(h))
		put(proviso.Movement{ID: proviso.MovementID(fmt.Sprintf("none-%d", h)), Kind: proviso.Count, Item: at.Item, From: at, To: at}, 0, 0, NoLot)
	}
	for i, e := range p.events {
		day := proviso.Day(i + 1)
		switch {
		case e.tally >= 0:
			at := p.holding(p.tallies[e.tally].Holding)
			m := proviso.Movement{ID: proviso.MovementID(fmt.Sprintf("count-%d", e.tally)), Kind: proviso.Count, Item: at.Item, From: at, To: at}
			for _, x := range q.Evidence {
				if x.Tally == int32(e.tally) {
					m.OfWhich = append(m.OfWhich, proviso.Part{Quantity: proviso.Exactly(x.Least), Under: "paper"})
				}
			}
			put(m, day, e.units, NoLot)
		case e.assembly >= 0:
			a := &p.assemblies[e.assembly]
			to := p.holding(a.Into)
			m := proviso.Movement{ID: eventName(a.Tag), Kind: proviso.Assemble, Item: to.Item, To: to, Batch: a.Batch}
			for _, part := range a.Parts {
				m.Inputs = append(m.Inputs, proviso.Input{Item: itemName(p.part(&part)), Quantity: proviso.Quantity{Least: part.Least, Most: part.Most}, From: p.holding(part.From)})
			}
			put(m, day, a.Most, a.Lot)
			records[len(records)-1].(*proviso.Movement).Quantity.Least = a.Least
		default:
			m := &p.moves[e.move]
			record := proviso.Movement{ID: eventName(m.Tag), Kind: proviso.Transfer, From: p.holding(m.From), To: p.holding(m.To)}
			if record.Item = record.To.Item; m.To < 0 {
				record.Kind, record.Item = proviso.Expend, record.From.Item
			} else if m.From < 0 {
				record.Kind = proviso.Produce
			}
			if of[m.Tag] {
				record.Under = []proviso.InstrumentID{"paper"}
			}
			put(record, day, m.Most, m.Lot)
		}
	}
	return proviso.NewSnapshot("shop", proviso.Day(100), proviso.LastDay, records)
}

// TestPlantIsTheShop: the works made from records give what the moves give.
func TestPlantIsTheShop(t *testing.T) {
	r := rand.New(rand.NewPCG(95, 96))
	n, found := 0, 0
	for range 1000 {
		p := inventShop(r, true, r.IntN(3) == 0)
		p.stamp(r)
		q := p.question(r)
		if r.IntN(3) == 0 {
			q.Through = p.between(r)
		}
		q.Evidence = p.counted(r, &q)
		want, ok := p.enumerate(&q, 3000)
		if r.IntN(3) == 0 {
			p.loosen(r)
			want, ok = p.enumerateLoose(&q, 500)
		}
		product := int32(len(p.items)/2 - 1)
		all := func(*proviso.Movement) bool { return true }
		s := p.snapshot(&q)
		if !ok || len(MadeOf(s, itemName(product), all)) != len(p.items)/2 {
			continue // some item goes into nothing
		}
		n, found = n+1, found+min(1, len(q.Evidence))
		plant, err := BuildWorks(s, itemName(product), all)
		if err != nil {
			t.Fatalf("%v\n%s", err, p)
		}
		direct := p.ask(t, q)
		got, err := plant.Bound(context.Background(), p.inPlant(plant, q))
		if err != nil {
			t.Fatal(err)
		}
		if got.Least != direct.Least || got.Most != direct.Most || len(got.Clash) > 0 {
			t.Fatalf("the plant gives [%d, %d] %v, the works [%d, %d]\n%s\nquestion %+v", got.Least, got.Most, got.Clash, direct.Least, direct.Most, p, q)
		}
		if msg := disagree(got.Answer, want); msg != "" {
			t.Fatalf("%s\n%s\nquestion %+v", msg, p, q)
		}
		for side, v := range []*View{plant.united, got.By} {
			n, way := onWay(t, plant.Works, v, p.inPlant(plant, q), Side(side))
			if err := recheck(n, got.Proof[side]); err != nil {
				t.Fatalf("certificate rejected: %v", err)
			}
			if _, err := plant.Where(v, way, append(got.Proof[side].Scenario, got.Proof[side].Cut...), q.Until); err != nil {
				t.Fatal(err)
			}
		}
	}
	t.Logf("%d plants, %d with something found", n, found)
	if n < 300 || found < 50 {
		t.Errorf("only %d plants, %d with something found", n, found)
	}
}

// counted says of each tally how many of the units were bound in one history; of products
// so many at least.
func (p *shop) counted(r *rand.Rand, q *Question) []Evidence {
	var out []Evidence
	for i, units := range p.wander(r, q) {
		e := p.events[i]
		if e.tally < 0 || len(q.Of) == 0 || proviso.Day(i+1) > q.Until {
			continue
		}
		x := Evidence{Move: -1, Tally: int32(e.tally), Least: units, Most: units}
		if p.made(p.itemOf(e)) {
			x.Most = Unlimited
		}
		out = append(out, x)
	}
	return out
}

// inPlant names the holdings and movements of a question as the plant does.
func (p *shop) inPlant(plant *Plant, q Question) Question {
	moves := func(tags []int32) (out []int32) {
		for _, tag := range tags {
			for own, record := range plant.records {
				if m, made := plant.united.Move(int(plant.united.row[int32(own)])), record.Kind == proviso.Assemble; record.ID == eventName(tag) && (!made || m.To >= 0 && int(m.To) < len(plant.items)) {
					out = append(out, int32(own))
				}
			}
		}
		return out
	}
	holdings, between := q.Holdings, q.Through
	var of []proviso.MovementID
	for _, tag := range q.Of {
		of = append(of, eventName(tag))
	}
	q.Of, q.Moves, q.Holdings, q.Evidence = moves(q.Of), moves(q.Moves), nil, plant.Findings(of, q.Until)
	for h := range plant.items {
		k, own, _ := plant.Place(int32(h))
		for _, want := range holdings {
			if k.Members(own)[0] == p.holding(want) {
				q.Holdings = append(q.Holdings, int32(h))
			}
		}
	}
	if between != nil {
		q.Through = &Between{}
		q.Through.Holdings, q.Through.May = plant.Choose(func(at proviso.Holding) proviso.Truth {
			return proviso.TruthOf(slices.ContainsFunc(between.Holdings, func(h int32) bool { return p.holding(h) == at }))
		})
	}
	return q
}
