package dossier

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// moved is what a movement's goods say.
type moved struct {
	counted
	lots      []proviso.Lot
	drawnFrom []proviso.MovementID
}

var movements = &sectionOf[proviso.Movement, *proviso.Movement]{
	kind: proviso.MovementRecord,
	doc:  "what was made, went, came back, was used up, was counted",
	init: func(id string) proviso.Movement { return proviso.Movement{ID: proviso.MovementID(id)} },
	body: movementBody,
}

var movementBody = fieldsOf(slices.Concat([]field[proviso.Movement]{
	key("kind", "what happened to the goods; left out: transfer", word("movement-kind", "a kind of movement", proviso.MovementKinds),
		func(m *proviso.Movement) *proviso.MovementKind { return &m.Kind }),
}, basisFields(), []field[proviso.Movement]{
	set("goods", "how many units of which item", movedGoods, func(m *proviso.Movement, g moved) {
		m.Quantity, m.Item, m.Lots, m.DrawnFrom = g.quantity, g.item, g.lots, g.drawnFrom
	}).must(),
	set("from", "who owned and had the goods, and where", holding, func(m *proviso.Movement, h place) { m.From = h.Holding }),
	set("to", "who owns and has them afterwards, and where", holding, func(m *proviso.Movement, h place) { m.To = h.Holding }),
	set("in", "the holding that is counted or redesignated", holding, func(m *proviso.Movement, h place) { m.From, m.To = h.Holding, h.Holding }),
	key("inputs", "what an assembly takes", list(input), func(m *proviso.Movement) *[]proviso.Input { return &m.Inputs }),
	key("batch", "how many products of an assembly are made together, of parts of their own; left out: one if each takes a whole number of every part, else all", batch, func(m *proviso.Movement) *int64 { return &m.Batch }),
	key("of_which", "what is known of parts of counted stock", list(part), func(m *proviso.Movement) *[]proviso.Part { return &m.OfWhich }),
	set("floor", "the least stock that the holder declares it keeps", quantity, func(m *proviso.Movement, q proviso.Quantity) { m.Floor, m.HasFloor = q, q.Known() }),
	key("via", "direct, or the places that the goods pass; left out: not known", route, func(m *proviso.Movement) *proviso.Route { return &m.Via }),
	key("under", "the instruments under which the units move and which then bind them", listed(instrumentID),
		func(m *proviso.Movement) *[]proviso.InstrumentID { return &m.Under }),
	key("releases", "the instruments that cease to bind the units", listed(instrumentID),
		func(m *proviso.Movement) *[]proviso.InstrumentID { return &m.Releases }),
	key("paid_from", "the funds that pay for it", list(payment), func(m *proviso.Movement) *[]proviso.Payment { return &m.PaidFrom }),
	key("value", "what the units were said to be worth", list(valuation), func(m *proviso.Movement) *[]proviso.Valuation { return &m.Values }),
	key("use", "what the units are for", text("a use"), func(m *proviso.Movement) *string { return &m.Use }),
	climbing("rival_to", "a movement that is another account of the same event: never added to it", movementID, proviso.MovementRecord,
		func(m *proviso.Movement) *proviso.MovementID { return &m.RivalTo }),
}), func(m *proviso.Movement) *proviso.Envelope { return &m.Envelope }).
	oneOf(true, plainWords(proviso.Bases)...).checked(finishMovement)

var basisDocs = map[proviso.Basis]string{
	proviso.Recorded: "the day, where a paper of the parties shows the movement",
	proviso.Reported: "the day, where somebody says that it happened",
	proviso.Planned:  "the day, where somebody means to do it",
	proviso.Supposed: "the day, in a what-if",
}

func basisFields() []field[proviso.Movement] {
	var out []field[proviso.Movement]
	for _, b := range proviso.Bases {
		out = append(out, set(string(b), basisDocs[b], date, func(m *proviso.Movement, d proviso.Date) { m.Basis, m.When = b, d }))
	}
	return out
}

var movedGoods = either(
	of(countedGoods, func(g counted) moved { return moved{counted: g} }),
	newBody(
		key("quantity", "how many units; left out: not known", quantity, func(g *moved) *proviso.Quantity { return &g.quantity }),
		key("item", "of which item", itemID, func(g *moved) *proviso.ItemID { return &g.item }).must(),
		key("lots", "the lots that all the units belong to", list(lot), func(g *moved) *[]proviso.Lot { return &g.lots }),
		key("drawn_from", "movements by which these very units are known to have come", listed(movementID),
			func(g *moved) *[]proviso.MovementID { return &g.drawnFrom }),
	).checked(func(r *reader, m *mapping, g *moved) {
		if !m.has("quantity") {
			g.quantity = proviso.UnknownQuantity()
		}
		if n := m.value("item"); n != nil && isUnknown(n) {
			r.fault(n, "value", "goods must name their item", "declare an item for what is not known better")
		}
	}).value("goods with their lots"),
)

// place is a holding as written, before its item is known.
type place struct {
	proviso.Holding
	holderGiven bool
}

var holding = either(
	of(partyID, func(p proviso.PartyID) place {
		return place{proviso.Holding{Owner: p, Holder: p}, true}
	}),
	newBody(
		set("owner", "who has title; left out: not known", partyID, func(h *place, p proviso.PartyID) { h.Owner = p }),
		set("holder", "who has possession; left out: the owner", partyID, func(h *place, p proviso.PartyID) { h.Holder, h.holderGiven = p, true }),
		set("at", "where; left out: not known", placeID, func(h *place, p proviso.PlaceID) { h.At = p }),
	).checked(func(_ *reader, _ *mapping, h *place) {
		if !h.holderGiven {
			h.Holder = h.Owner
		}
	}).value("title, possession and place"),
)

var batch = wholeNumber("products that are made together", 1)

var input = newBody(
	set("goods", "how many units of which item", countedGoods, func(in *proviso.Input, g counted) { in.Quantity, in.Item = g.quantity, g.item }).must(),
	set("from", "the holding that they come from", holding, func(in *proviso.Input, h place) { in.From = h.Holding }),
).checked(func(_ *reader, _ *mapping, in *proviso.Input) { in.From.Item = in.Item }).value("goods that go into an assembly")

var part = newBody(
	key("quantity", "how many of the counted units; left out: not known", quantity, func(p *proviso.Part) *proviso.Quantity { return &p.Quantity }),
	key("under", "the instrument that binds them", instrumentID, func(p *proviso.Part) *proviso.InstrumentID { return &p.Under }),
	key("made_in", "where they were made", placeID, func(p *proviso.Part) *proviso.PlaceID { return &p.MadeIn }),
	key("drawn_from", "the movements by which they came", listed(movementID), func(p *proviso.Part) *[]proviso.MovementID { return &p.DrawnFrom }),
).oneOf(true, "under", "made_in", "drawn_from").checked(func(_ *reader, m *mapping, p *proviso.Part) {
	if !m.has("quantity") {
		p.Quantity = proviso.UnknownQuantity()
	}
}).value("a part of counted stock")

var route = func() value[proviso.Route] {
	legs := list(placeID)
	s := &shape{kind: choiceShape, either: []*shape{{words: []string{"direct"}}, legs.shape}}
	return value[proviso.Route]{s, func(r *reader, n *node) (proviso.Route, bool) {
		if isWord(n, "direct") {
			return proviso.Route{Known: true}, true
		}
		got, ok := legs.read(r, n)
		known := len(got) > 0 && !isUnknown(n) // one leg that is not known may be anywhere
		if got = slices.DeleteFunc(got, func(p proviso.PlaceID) bool { return p == "" }); len(got) == 0 {
			got = nil
		}
		return proviso.Route{Known: known, Legs: got}, ok
	}}
}()

var payment = either(
	of(instrumentID, func(id proviso.InstrumentID) proviso.Payment { return proviso.Payment{Fund: id} }),
	newBody(
		key("fund", "the fund", instrumentID, func(p *proviso.Payment) *proviso.InstrumentID { return &p.Fund }).must(),
		set("amount", "how much", money, func(p *proviso.Payment, m proviso.Money) { p.Amount, p.HasAmount = m, m.Known() }),
		key("on", "the day of obligation", date, func(p *proviso.Payment) *proviso.Date { return &p.On }),
		key("purpose", "what it was paid for", text("a purpose"), func(p *proviso.Payment) *string { return &p.Purpose }),
	).value("money from a fund"),
)

var valuation = either(
	of(money, func(m proviso.Money) proviso.Valuation { return proviso.Valuation{Amount: m} }),
	newBody(
		key("amount", "what the units were said to be worth", money, func(v *proviso.Valuation) *proviso.Money { return &v.Amount }).must(),
		key("basis", "the rule of valuation", text("a rule of valuation"), func(v *proviso.Valuation) *string { return &v.Basis }),
		key("since", "the day from which that was the valuation on the books; left out: it is taken to stand",
			known(date, "leave it out, which says that it stands, or give an interval, such as ../2023-06"), func(v *proviso.Valuation) *proviso.Date { return &v.Since }),
	).value("an amount and how it was reckoned"),
)

// finishMovement fills in what follows from the kind and checks the holdings
// against it.
func finishMovement(r *reader, m *mapping, mv *proviso.Movement) {
	if mv.Kind == "" {
		mv.Kind = proviso.Transfer
	}
	checkEnds(r, m, mv.Kind)
	onlyFor(r, m, mv.Kind, "inputs", proviso.Assemble)
	onlyFor(r, m, mv.Kind, "batch", proviso.Assemble)
	onlyFor(r, m, mv.Kind, "of_which", proviso.Count)
	onlyFor(r, m, mv.Kind, "floor", proviso.Count)
	onlyFor(r, m, mv.Kind, "releases", proviso.Redesignate, proviso.Swap)
	if mv.Kind == proviso.Lend || mv.Kind == proviso.Return {
		keepTitle(r, m, mv)
	}
	mv.To.Item = mv.Item
	if mv.Kind != proviso.Assemble {
		mv.From.Item = mv.Item
	}
	checkBatch(r, m, mv)
	if mv.Item != "" && mv.Quantity.Most == 0 && mv.Kind != proviso.Count {
		r.fault(m.value("goods"), "value", "a movement of no unit is none", `leave the movement out, or write "?" for a number that is not known`)
	}
}

// checkBatch finds batches that the quantities of an assembly do not come to.
func checkBatch(r *reader, m *mapping, mv *proviso.Movement) {
	made, exact := mv.Quantity.Exact()
	if mv.Batch == 0 || mv.Kind != proviso.Assemble || !exact || made == 0 {
		return
	}
	taken := map[proviso.ItemID]int64{}
	for _, in := range mv.Inputs {
		n, exact := in.Quantity.Exact()
		if !exact {
			return
		}
		taken[in.Item] = proviso.SatAdd(taken[in.Item], n)
	}
	whole := made%mv.Batch == 0
	for _, n := range taken {
		whole = whole && n%(made/mv.Batch) == 0
	}
	if !whole {
		r.fault(m.value("batch"), "value", "what the assembly took and made is no whole number of batches", "write for how many products the parts go together, or leave it out")
	}
}

// ends lists the holdings that a movement of each kind names.
var ends = map[proviso.MovementKind][]string{
	proviso.Transfer: {"from", "to"}, proviso.Lend: {"from", "to"}, proviso.Return: {"from", "to"},
	proviso.Capture: {"from", "to"}, proviso.Swap: {"from", "to"},
	proviso.Produce: {"to"}, proviso.Assemble: {"to"},
	proviso.Expend: {"from"}, proviso.Lose: {"from"}, proviso.Destroy: {"from"},
	proviso.Count: {"in"}, proviso.Redesignate: {"in"},
}

func checkEnds(r *reader, m *mapping, kind proviso.MovementKind) {
	want := ends[kind]
	for _, end := range []string{"from", "to", "in"} {
		switch has := m.has(end); {
		case has && !slices.Contains(want, end):
			r.fault(m.key(end), "key-clash", "a movement of kind "+string(kind)+" has no "+quote(end),
				"it has "+quoteAll(want)+": take the line out, or give the movement another kind")
		case !has && slices.Contains(want, end) && !slices.Contains(m.meant, end):
			r.fault(m.at, "missing-key", r.subject()+" says no "+quote(end), `add it; write "?" for a holding that is not known`)
		}
	}
}

func onlyFor(r *reader, m *mapping, kind proviso.MovementKind, key string, kinds ...proviso.MovementKind) {
	if m.has(key) && !slices.Contains(kinds, kind) {
		r.fault(m.key(key), "key-clash", "a movement of kind "+string(kind)+" has no "+quote(key),
			quote(key)+" is for kind "+joinOr(plainWords(kinds)))
	}
}

// keepTitle fills in the owner of goods lent or returned, which stays the same
// unless the record says otherwise; a loan cannot say otherwise.
func keepTitle(r *reader, m *mapping, mv *proviso.Movement) {
	to := m.value("to")
	if to == nil {
		return
	}
	if to.Kind == mappingNode && entry(to, "owner") == nil {
		mv.To.Owner = mv.From.Owner
		if entry(to, "holder") == nil {
			mv.To.Holder = mv.To.Owner
		}
		return
	}
	if mv.Kind == proviso.Lend && mv.From.Owner != "" && mv.To.Owner != "" && mv.To.Owner != mv.From.Owner {
		r.fault(to, "loan-title", "a loan does not move title: the owner stays "+quote(string(mv.From.Owner)),
			"write to: {holder: "+string(mv.To.Holder)+"}, or make it a transfer")
	}
}

// entry gives the value under a key of a mapping, nil if there is none.
func entry(n *node, key string) *node {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}
