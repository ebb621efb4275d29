package main

import (
	"fmt"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/condition"
)

// snapshotOf writes the rules as instruments with supply clauses, and the
// answers as consents and refusals.
func snapshotOf(rules []rule) *proviso.Snapshot {
	var records []proviso.Record
	for p := anybody + 1; p < parties; p++ {
		one := &proviso.Party{ID: proviso.PartyID(partyID(p)), Kind: proviso.State}
		if above(p) != anybody {
			one.PartOf, one.Kind = proviso.PartyID(partyID(above(p))), proviso.Force
		}
		records = append(records, one)
	}
	for i := range items {
		records = append(records, &proviso.Item{ID: proviso.ItemID(itemID(i)), Unit: "round", Lethal: proviso.TruthOf(lethal(i))})
	}
	for n, r := range rules {
		records = append(records, embargo(n, r))
		if r.answer != nil {
			records = append(records, consent(n, r))
		}
	}
	return proviso.NewSnapshot("rules", day(4*days), proviso.LastDay, records)
}

func embargo(n int, r rule) *proviso.Instrument {
	in := &proviso.Instrument{ID: proviso.InstrumentID(fmt.Sprintf("rule-%d", n)), Kind: proviso.Embargo,
		Life: []proviso.Event{{Status: proviso.Given, On: proviso.DateOfDay(day(-1))}}}
	body := &proviso.Supply{By: named(r.by), To: named(r.to), Lethal: r.lethal, UnlessApprovedBy: named(r.approver)}
	for _, i := range r.items {
		body.Items = append(body.Items, proviso.ItemID(itemID(i)))
	}
	in.Conditions = []*proviso.Condition{{ID: clauseID(n), Instrument: in.ID, Rule: body, During: proviso.Between(day(r.first), day(r.last))}}
	return in
}

func consent(n int, r rule) *proviso.Instrument {
	a := r.answer
	in := &proviso.Instrument{ID: proviso.InstrumentID(fmt.Sprintf("answer-%d", n)), Kind: proviso.Consent,
		GivenBy: proviso.PartyID(partyID(r.approver)), GivenTo: proviso.PartyID(partyID(r.by)), For: []proviso.ConditionID{clauseID(n)}}
	in.Covers = proviso.Scope{AnyItem: a.item == none, To: named(a.to), AnyQuantity: a.most == none, HasQuantity: a.most != none}
	if a.item != none {
		in.Covers.Items = []proviso.ItemID{proviso.ItemID(itemID(a.item))}
	}
	if a.most != none {
		in.Covers.Quantity = proviso.Exactly(a.most)
	}
	stage := func(s proviso.Status, on int) {
		if on != never {
			in.Life = append(in.Life, proviso.Event{Status: s, On: proviso.DateOfDay(day(on))})
		}
	}
	stage(proviso.Given, a.given)
	stage(proviso.Withdrawn, a.withdrawn)
	stage(proviso.Refused, a.refused)
	return in
}

func clauseID(n int) proviso.ConditionID {
	return proviso.ConditionID(fmt.Sprintf("rule-%d/supply", n))
}

func day(n int) proviso.Day { return proviso.DayOf(2020, 1, 1+n) }

// named gives the party as a list, none for anybody.
func named(p int) []proviso.PartyID {
	if p == anybody {
		return nil
	}
	return []proviso.PartyID{proviso.PartyID(partyID(p))}
}

func movementOf(n int, q request) *proviso.Movement {
	hold := func(p int) proviso.Holding {
		id := proviso.PartyID(partyID(p))
		return proviso.Holding{Owner: id, Holder: id, Item: proviso.ItemID(itemID(q.item))}
	}
	return &proviso.Movement{ID: proviso.MovementID(fmt.Sprintf("m%05d", n)), Kind: proviso.Transfer, Basis: proviso.Recorded,
		When: proviso.DateOfDay(day(q.day)), Item: proviso.ItemID(itemID(q.item)), Quantity: proviso.Exactly(q.units),
		From: hold(q.by), To: hold(q.to)}
}

// provisoEngine decides with Proviso's own index.
func provisoEngine(rules []rule, asked []request) engine {
	x := condition.NewSupplyIndex(snapshotOf(rules))
	movements := make([]*proviso.Movement, len(asked))
	for i, q := range asked {
		movements[i] = movementOf(i, q)
	}
	return engine{"proviso", func(from int, out []proviso.Verdict) {
		for i := range out {
			out[i] = x.Decide(movements[from+i])
		}
	}}
}
