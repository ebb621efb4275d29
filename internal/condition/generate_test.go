package condition

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
)

// maker writes dossiers at random: instruments of every kind with clauses of
// every kind, answers to them, and movements of every kind and basis. The same
// seed gives the same dossier, in fresh records.
type maker struct {
	*rand.Rand
	out     []proviso.Record
	papers  []*proviso.Instrument // that have clauses
	moved   []proviso.MovementID
	came    []*proviso.Movement // that bring units which papers may follow further
	clauses []proviso.ConditionID

	movements  []*proviso.Movement
	conditions []*proviso.Condition
}

func one[T any](r *maker, list ...T) T { return list[r.IntN(len(list))] }

// some gives up to two of the list, now and then none.
func some[T comparable](r *maker, list ...T) []T {
	var out []T
	for range r.IntN(3) {
		if x := one(r, list...); !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

func (r *maker) chance(percent int) bool { return r.IntN(100) < percent }

var (
	someStates  = parties("US", "UA", "KR", "DE")
	someParties = parties("US", "UA", "KR", "DE", "US-army", "UA-brigade", "DE-army", "US-makers", "trader", "office")
	someHolders = someParties[:len(someParties)-1] // one that may be any state's makes every pool one
	somePlaces  = []proviso.PlaceID{"US", "UA", "KR", "DE", "PL", "depot", "camp"}
	someItems   = []proviso.ItemID{"shell", "fuze", "gun"}
	someUses    = []string{"training", "defence", "sport"}
)

// generate gives the records of a dossier as of the end of 2022.
func generate(seed uint64) []proviso.Record {
	r := &maker{Rand: rand.New(rand.NewPCG(seed, 77))}
	for _, x := range land() {
		if x.RecordID() != "shell" {
			r.out = append(r.out, x)
		}
	}
	r.out = append(r.out, &proviso.Place{ID: "depot", Country: "US"}, &proviso.Place{ID: "camp", Country: []string{"", "UA"}[seed%2]},
		&proviso.Party{ID: "trader", Kind: proviso.Company, Country: "UA"}, &proviso.Party{ID: "office", Kind: proviso.Agency})
	r.items()
	for i := range 1 + r.IntN(3) {
		r.paper(i)
	}
	if r.chance(60) {
		r.rule()
	}
	if r.chance(30) {
		r.fund()
	}
	for i := range 2 + r.IntN(6) {
		r.movement(i)
	}
	for i := range r.IntN(4) {
		r.answer(i)
	}
	return r.out
}

func (r *maker) items() {
	for _, id := range []proviso.ItemID{"shell", "fuze", "gun"} {
		it := &proviso.Item{ID: id, Unit: "piece", Lethal: one(r, proviso.Yes, proviso.No, proviso.Maybe)}
		if r.chance(20) {
			it.MadeIn = one(r, somePlaces...)
		}
		if r.chance(50) {
			it.Codes = []proviso.Code{{System: "ML", Value: one(r, "3", "3.a", "4")}}
		}
		if id == "shell" && r.chance(40) {
			it.MadeOf = []proviso.Component{{Item: "fuze", Count: 1, Value: r.share(), Mass: r.share()}}
		}
		if id == "gun" && r.chance(20) {
			it.MadeOf = []proviso.Component{{Item: "shell", Count: 2, Value: r.share(), Mass: r.share()}, {Item: "fuze", Count: 1, Value: r.share(), Mass: r.share()}}
		}
		r.out = append(r.out, it)
	}
}

func (r *maker) share() proviso.Percent {
	n := int32(500 * (1 + r.IntN(9)))
	return proviso.Percent{Least: n, Most: n + 500*int32(r.IntN(2)), Known: r.chance(80)}
}

// day gives a day of 2022, or an interval of a few.
func (r *maker) day() proviso.Date {
	d := proviso.DayOf(2022, 1+r.IntN(12), 1+3*r.IntN(9))
	if r.chance(15) {
		return proviso.Between(d, d.AddDays(1+r.IntN(60)))
	}
	return proviso.DateOfDay(d)
}

func (r *maker) period() proviso.Date {
	d := proviso.DayOf(2022, 1+r.IntN(12), 1)
	return proviso.Between(d, d.AddDays(30*(1+r.IntN(8))))
}

func (r *maker) quantity() proviso.Quantity {
	n := int64(1 + r.IntN(9))
	if r.chance(20) {
		return proviso.Quantity{Least: n, Most: n + r.Int64N(4)}
	}
	return proviso.Exactly(n)
}

func (r *maker) life(in *proviso.Instrument) {
	if r.chance(70) {
		in.Life = []proviso.Event{{Status: one(r, proviso.Given, proviso.Given, proviso.Stated), On: r.day()}}
		if r.chance(40) {
			in.Life[0].On = date("2022-01-01")
		}
	}
	for range r.IntN(2) {
		in.Life = append(in.Life, proviso.Event{Status: one(r, proviso.Statuses...), On: r.day()})
	}
	if r.chance(15) {
		in.Valid = r.period()
	}
}

func (r *maker) paper(i int) {
	in := &proviso.Instrument{ID: proviso.InstrumentID(fmt.Sprintf("paper%d", i)), GivenBy: one(r, someStates...), GivenTo: one(r, someStates...),
		Kind: one(r, proviso.Certificate, proviso.Licence, proviso.Contract, proviso.Loan)}
	r.life(in)
	if r.chance(60) {
		in.Covers.Items = []proviso.ItemID{one(r, someItems...)}
	}
	for j := range 1 + r.IntN(3) {
		r.clause(in, fmt.Sprintf("c%d", j), r.body())
	}
	r.add(in)
}

func (r *maker) add(in *proviso.Instrument) {
	r.papers, r.out = append(r.papers, in), append(r.out, in)
}

func (r *maker) clause(in *proviso.Instrument, name string, body proviso.Rule) {
	c := &proviso.Condition{ID: proviso.ConditionID(string(in.ID) + "/" + name), Instrument: in.ID, Rule: body}
	switch r.IntN(8) {
	case 0:
		c.Goods.All = true
	case 1:
		c.Goods.MadeIn = one(r, somePlaces...)
	case 2:
		c.Goods.SuppliedBy = one(r, someParties...)
	case 3:
		c.Goods.OwnedBy = one(r, someParties...)
	}
	if r.chance(20) {
		c.Items = []proviso.ItemID{one(r, someItems...)}
	}
	if r.chance(15) {
		c.During = r.period()
	}
	if r.chance(20) {
		c.Except.To, c.Except.By = some(r, someParties...), some(r, someParties...)
		if r.chance(30) {
			c.Except.Items = some(r, someItems...)
		}
		if r.chance(30) {
			c.Except.During = r.period()
		}
	}
	c.NoFlowDown = r.chance(10)
	in.Conditions = append(in.Conditions, c)
	r.clauses, r.conditions = append(r.clauses, c.ID), append(r.conditions, c)
}

func (r *maker) body() proviso.Rule {
	switch r.IntN(14) {
	case 0, 1, 2, 3:
		o := &proviso.Onward{Rule: one(r, proviso.OnwardRules...), Of: some(r, someStates...), Days: r.IntN(30), HasDays: r.chance(80), Triggers: usual}
		if r.chance(20) {
			o.FreeTo = some(r, someParties...)
		}
		if r.chance(10) {
			o.FreeAfter = proviso.Duration{Count: 1 + r.IntN(4), Unit: "month"}
		}
		if r.chance(25) {
			o.Triggers = []proviso.Trigger{one(r, proviso.Triggers...), one(r, proviso.Triggers...)}
		}
		return o
	case 4, 5:
		return &proviso.EndUser{Parties: []proviso.PartyID{one(r, someParties...)}}
	case 6:
		return &proviso.EndUse{Allowed: some(r, someUses...), Excluded: []string{one(r, someUses...)}}
	case 7:
		return &proviso.Territory{Only: some(r, somePlaces...), Never: []proviso.PlaceID{one(r, somePlaces...)}}
	case 8:
		return &proviso.Ceiling{Most: r.quantity().Add(r.quantity()), Per: one(r, proviso.Pers...)}
	case 9:
		return &proviso.ValueCeiling{Most: money(fmt.Sprintf("%d USD", 10+r.IntN(90))), Per: one(r, proviso.Pers...), ValuedAt: one(r, "", "book", "market")}
	case 10:
		return &proviso.Period{Dates: r.period()}
	case 11:
		return &proviso.Substitution{Rule: one(r, proviso.SubstitutionRules...), Of: some(r, someStates...)}
	case 12:
		return &proviso.ComponentRule{SeeThrough: r.chance(50), Basis: one(r, "value", "mass", "count"), Threshold: proviso.Percent{Least: 1_500, Most: 2_500, Known: true}}
	}
	d := &proviso.Duty{Act: one(r, proviso.Acts...), Within: proviso.Duration{Count: 10 + r.IntN(90), Unit: "day"}, From: one(r, proviso.Starts...)}
	if r.chance(30) {
		d.By, d.To = one(r, someParties...), one(r, someParties...)
	}
	if r.chance(20) {
		d.Within, d.Due = proviso.Duration{}, r.day()
	}
	return d
}

func (r *maker) rule() {
	in := &proviso.Instrument{ID: "rule", Kind: one(r, proviso.Policy, proviso.Embargo, proviso.Law), GivenBy: one(r, someStates...)}
	r.life(in)
	for j := range 1 + r.IntN(2) {
		s := &proviso.Supply{By: some(r, someParties...), To: some(r, someParties...), Lethal: r.chance(40)}
		if r.chance(30) {
			s.Items = []proviso.ItemID{one(r, someItems...)}
		}
		if r.chance(30) {
			s.Codes = []proviso.Code{{System: "ML", Value: one(r, "3", "3.a")}}
		}
		if r.chance(50) {
			s.UnlessApprovedBy = some(r, someStates...)
		}
		r.clause(in, fmt.Sprintf("s%d", j), s)
		in.Conditions[j].Goods = proviso.Goods{}
	}
	r.add(in)
}

func (r *maker) fund() {
	in := &proviso.Instrument{ID: "fund", Kind: proviso.FundKind, GivenBy: "US", GivenTo: "US"}
	r.life(in)
	f := &proviso.Fund{Purposes: some(r, someUses...), Recipients: some(r, someParties...), Notice: r.IntN(2) * 15}
	if r.chance(50) {
		f.Available = r.period()
	}
	if f.HasCeiling = r.chance(60); f.HasCeiling {
		f.Ceiling = money(fmt.Sprintf("%d USD", 10+r.IntN(90)))
	}
	r.clause(in, "fund", f)
	in.Conditions[0].Goods = proviso.Goods{}
	r.add(in)
}

func (r *maker) holding(item proviso.ItemID) proviso.Holding {
	h := proviso.Holding{Owner: one(r, someHolders...), At: one(r, somePlaces...), Item: item}
	if h.Holder = h.Owner; r.chance(15) {
		h.Holder = one(r, someHolders...)
	}
	return h
}

func (r *maker) movement(i int) {
	m := &proviso.Movement{ID: proviso.MovementID(fmt.Sprintf("m%d", i)), Item: one(r, someItems[0], "shell", "shell", "fuze"), When: r.day(), Quantity: r.quantity(),
		Kind:  one(r, append(slices.Clone(proviso.MovementKinds), proviso.Transfer, proviso.Transfer, proviso.Transfer, proviso.Transfer, proviso.Transfer, proviso.Produce, proviso.Count)...),
		Basis: one(r, proviso.Recorded, proviso.Recorded, proviso.Recorded, proviso.Reported, proviso.Planned, proviso.Supposed)}
	m.From, m.To = r.holding(m.Item), r.holding(m.Item)
	r.ends(m)
	if m.Via.Known = r.chance(80); m.Via.Known && (supplies(m.Kind) || m.Kind == proviso.Capture) {
		m.Via.Legs = some(r, somePlaces...)
	}
	for _, in := range r.papers {
		if r.chance(35) && in.Kind != proviso.FundKind && m.Kind != proviso.Count {
			m.Under = append(m.Under, in.ID)
		}
		if in.Kind == proviso.FundKind && m.Kind != proviso.Count && r.chance(60) {
			m.PaidFrom = append(m.PaidFrom, proviso.Payment{Fund: in.ID, Amount: money(fmt.Sprintf("%d USD", 5+r.IntN(50))),
				HasAmount: r.chance(80), On: r.day(), Purpose: one(r, append(someUses, "")...)})
		}
	}
	if r.chance(70) {
		m.Use = one(r, someUses...)
	}
	r.follow(m)
	if len(r.movements) > 0 && r.chance(10) {
		if x := one(r, r.movements...); x.Kind == m.Kind && !slices.Contains(m.DrawnFrom, x.ID) && len(m.Lots) == 0 {
			m.RivalTo = x.ID
		}
	}
	for range r.IntN(3) {
		m.Values = append(m.Values, proviso.Valuation{Amount: money(fmt.Sprintf("%d USD", 5+r.IntN(60))), Basis: one(r, "book", "market"), Since: r.day()})
	}
	r.moved, r.movements, r.out = append(r.moved, m.ID), append(r.movements, m), append(r.out, m)
}

// follow lets papers say of which lot the units of an arrival are and, now and
// then, that a movement takes them on, all of them at once.
func (r *maker) follow(m *proviso.Movement) {
	if takes(m.Kind) && len(r.came) > 0 && r.chance(40) {
		d := r.came[0]
		r.came = r.came[1:]
		m.Item, m.From, m.Quantity = d.Item, d.To, d.Quantity
		if m.To.Item = m.Item; m.Kind == proviso.Lend || m.Kind == proviso.Return {
			m.To.Owner = m.From.Owner
		} else if m.Kind == proviso.Redesignate {
			m.To = m.From
		}
		m.When = proviso.DateOfDay(d.When.Latest().AddDays(r.IntN(60)))
		if m.DrawnFrom = []proviso.MovementID{d.ID}; len(d.Lots) > 0 && r.chance(50) {
			m.DrawnFrom, m.Lots = nil, d.Lots
		}
		return
	}
	if (m.Kind == proviso.Produce || m.Kind == proviso.Transfer) && m.Basis == proviso.Recorded && r.chance(70) {
		if r.came = append(r.came, m); r.chance(60) {
			m.Lots = []proviso.Lot{proviso.Lot("L-" + m.ID)}
		}
	}
}

// ends makes the two holdings what the kind of movement asks for.
func (r *maker) ends(m *proviso.Movement) {
	switch m.Kind {
	case proviso.Produce:
		m.From = proviso.Holding{}
	case proviso.Expend, proviso.Lose, proviso.Destroy:
		m.To = proviso.Holding{}
	case proviso.Count, proviso.Redesignate:
		m.From = m.To
	case proviso.Lend, proviso.Return:
		m.To.Owner = m.From.Owner
	case proviso.Assemble:
		m.From, m.Item, m.To.Item = proviso.Holding{}, "gun", "gun"
		m.Inputs = []proviso.Input{{Item: "fuze", Quantity: m.Quantity, From: r.holding("fuze")}}
	case proviso.Transfer, proviso.Capture, proviso.Swap:
	}
	if (m.Kind == proviso.Redesignate || m.Kind == proviso.Swap) && len(r.papers) > 0 {
		m.Releases = []proviso.InstrumentID{one(r, r.papers...).ID}
		m.Under = append(m.Under, one(r, r.papers...).ID)
	}
	if m.HasFloor = m.Kind == proviso.Count && r.chance(30); m.HasFloor {
		m.Floor = r.quantity()
	}
	if m.Kind == proviso.Count && len(r.papers) > 0 && r.chance(30) {
		m.OfWhich = []proviso.Part{{Quantity: proviso.Exactly(r.Int64N(m.Quantity.Least + 1)), Under: one(r, r.papers...).ID}}
	}
}

func (r *maker) answer(i int) {
	in := &proviso.Instrument{ID: proviso.InstrumentID(fmt.Sprintf("answer%d", i)), GivenBy: one(r, someStates...), GivenTo: one(r, someParties...),
		Kind: one(r, proviso.Consent, proviso.Consent, proviso.Consent, proviso.Refusal, proviso.Waiver, proviso.Notice, proviso.Report, proviso.Letter)}
	r.life(in)
	if len(r.clauses) > 0 {
		in.For = []proviso.ConditionID{one(r, r.clauses...)}
		if r.chance(60) {
			r.fit(in)
			return
		}
		if r.chance(40) {
			id, _, _ := strings.Cut(string(in.For[0]), "/")
			in.For[0] = proviso.ConditionID(id)
		}
	}
	in.Covers = proviso.Scope{AnyItem: r.chance(50), AnyTo: r.chance(50), AnyQuantity: r.chance(30)}
	if r.chance(50) {
		in.Covers.Items = some(r, someItems...)
	}
	if r.chance(50) {
		in.Covers.To = some(r, someParties...)
	}
	if r.chance(60) && !in.Covers.AnyQuantity {
		in.Covers.Quantity, in.Covers.HasQuantity = r.quantity(), true
	}
	if r.chance(40) {
		in.Covers.Movements = some(r, r.moved...)
	}
	r.out = append(r.out, in)
}

// fit makes an answer that is likely to be the one that a clause asks: by the
// party asked, to the one that moves the goods, about them.
func (r *maker) fit(in *proviso.Instrument) {
	m, c := one(r, r.movements...), one(r, r.conditions...)
	in.For = []proviso.ConditionID{c.ID}
	for _, p := range r.papers {
		if p.ID == c.Instrument {
			in.GivenBy = p.Insists()
		}
	}
	var of []proviso.PartyID
	switch b := c.Rule.(type) {
	case *proviso.Onward:
		of = b.Of
	case *proviso.Substitution:
		of = b.Of
	case *proviso.Supply:
		of = b.UnlessApprovedBy
	case *proviso.EndUser, *proviso.EndUse, *proviso.Territory, *proviso.Ceiling, *proviso.ValueCeiling, *proviso.Period,
		*proviso.ComponentRule, *proviso.Fund, *proviso.Duty:
	}
	if len(of) > 0 {
		in.GivenBy = one(r, of...)
	}
	in.GivenTo = m.From.Holder
	in.Covers = proviso.Scope{AnyItem: r.chance(50), Items: []proviso.ItemID{m.Item}, To: parties(m.To.Owner, m.To.Holder)}
	switch r.IntN(3) {
	case 0:
		in.Covers.AnyQuantity = true
	case 1:
		in.Covers.Quantity, in.Covers.HasQuantity = r.quantity(), true
	case 2:
		in.Covers.Movements = []proviso.MovementID{m.ID}
	}
	r.out = append(r.out, in)
}

// dossier is the snapshot of the records but for those that are dropped.
func dossier(rs []proviso.Record, dropped map[string]bool) *proviso.Snapshot {
	var kept []proviso.Record
	for _, x := range rs {
		if !dropped[x.RecordID()] {
			kept = append(kept, x)
		}
	}
	return proviso.NewSnapshot("made", theDay(today), theDay(today), kept)
}
