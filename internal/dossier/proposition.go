package dossier

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// claimBody is the long form of a claim: records it is about, propositions in
// any form, and whether all of that is negated.
var claimBody = newBody(slices.Concat([]field[proviso.Claim]{
	key("about", "movements, instruments, clauses or statements", listed(claimID), func(c *proviso.Claim) *[]string { return &c.About }),
}, []field[proviso.Claim]{
	says("movement", "that units moved", someMovement),
	says("stock", "that there were units in a holding", someStock),
	says("policy", "that an instrument or a clause of it held", policyHeld),
	says("instrument", "that an instrument was asked for, given, refused", instrumentStage),
	says("intention", "that somebody meant to move units", intention),
	says("negotiation", "that parties talked about moving units", negotiation),
	says("condition", "that one thing holds if another does", ifThen),
	says("knowledge", "that somebody had information", knowledge),
}, []field[proviso.Claim]{
	key("not", "true: the content itself is negated", yesno, func(c *proviso.Claim) *bool { return &c.Not }),
})...)

// says declares a form of propositions. One that cannot be read, or says
// nothing, is no fault of the dossier: what is wrong stays with the claim, which
// is then its words only. A dangling id is a fault as everywhere.
func says[P proviso.Proposition](name, doc string, v value[P]) field[proviso.Claim] {
	s := &shape{kind: listShape, elem: v.shape}
	return field[proviso.Claim]{
		fieldShape: fieldShape{key: name, doc: doc, shape: s},
		read: func(r *reader, n *node, into *proviso.Claim) bool {
			each := []*node{n}
			if n.Kind == listNode && plain(n) {
				each = n.Content
			}
			for _, one := range each {
				before := len(r.faults)
				got, ok := v.read(r, one)
				if ok {
					into.Says = append(into.Says, got)
					continue
				}
				for _, f := range r.faults[before:] {
					into.Unread = append(into.Unread, proviso.Unread{Message: f.err.Message, Fix: f.err.Fix, At: f.err.Pos})
				}
				r.faults = r.faults[:before]
			}
			return true
		},
	}
}

// filled refuses a proposition in which nothing is said.
func filled[T comparable](message, fix string, empty func(*T) bool) func(*reader, *mapping, *T) {
	return func(r *reader, m *mapping, into *T) {
		if len(m.node.Content) > 0 && empty(into) {
			r.fault(m.at, "missing-key", r.subject()+" "+message, fix)
		}
	}
}

var someEnd = stated(either(
	of(partyID, func(p proviso.PartyID) proviso.End { return proviso.End{Party: p} }),
	newBody(
		key("party", "who owns or has the units, in whichever role", partyID, func(e *proviso.End) *proviso.PartyID { return &e.Party }),
		key("owner", "who has title", partyID, func(e *proviso.End) *proviso.PartyID { return &e.Owner }),
		key("holder", "who has possession", partyID, func(e *proviso.End) *proviso.PartyID { return &e.Holder }),
		key("at", "where", placeID, func(e *proviso.End) *proviso.PlaceID { return &e.At }),
	).value("title, possession and place, each open if left out"),
))

// meantItem is one entry of the items of a pattern: an item, or "" for lethal.
var meantItem = value[proviso.ItemID]{&shape{number: true, doc: "lethal, or the id of an item"},
	func(r *reader, n *node) (proviso.ItemID, bool) {
		text, ok := r.scalar(n, "lethal or an item")
		if !ok || text == "lethal" {
			return "", ok
		}
		r.refer(n, oneOfKinds(proviso.ItemRecord), text)
		return proviso.ItemID(text), true
	}}

// patternBody is shared by all forms that hold a movement.
var patternBody = newBody(
	key("account_of", "the movement on record of which this is an account, in the keeper's reading", stated(movementID),
		func(m *proviso.SomeMovement) *proviso.MovementID { return &m.AccountOf }),
	key("kind", "what happened to the goods: one of these", stated(list(word("movement-kind", "a kind of movement", proviso.MovementKinds))),
		func(m *proviso.SomeMovement) *[]proviso.MovementKind { return &m.Kinds }),
	set("goods", "how many units of which item", countedGoods, func(m *proviso.SomeMovement, g counted) {
		m.Items, m.Quantity, m.HasQuantity = append(m.Items, g.item), g.quantity, g.quantity.Known()
	}),
	set("items", "of one of these items; or lethal", stated(list(meantItem)), func(m *proviso.SomeMovement, what []proviso.ItemID) {
		m.Items, m.Lethal = what, slices.Contains(what, "")
	}),
	set("quantity", "how many units", stated(quantity), func(m *proviso.SomeMovement, q proviso.Quantity) { m.Quantity, m.HasQuantity = q, true }),
	key("in_all", "true: the quantity is that of all such movements together, and no other", yesno, func(m *proviso.SomeMovement) *bool { return &m.InAll }),
	key("from", "whence", someEnd, func(m *proviso.SomeMovement) *proviso.End { return &m.From }),
	key("to", "whither", someEnd, func(m *proviso.SomeMovement) *proviso.End { return &m.To }),
	key("origin", "who made the units or had them before, directly or through others", stated(partyID),
		func(m *proviso.SomeMovement) *proviso.PartyID { return &m.Origin }),
	key("when", "the day, as well as it is known; denied: no day of it", stated(date), func(m *proviso.SomeMovement) *proviso.Date { return &m.When }),
	key("via", "places that the units passed", stated(list(placeID)), func(m *proviso.SomeMovement) *[]proviso.PlaceID { return &m.Via }),
	key("under", "instruments under which they went", stated(list(instrumentID)), func(m *proviso.SomeMovement) *[]proviso.InstrumentID { return &m.Under }),
).checked(func(r *reader, m *mapping, p *proviso.SomeMovement) {
	if p.Lethal && len(p.Items) > 1 {
		r.fault(m.key("items"), "key-clash", r.subject()+" says lethal beside items", "name the items, or write lethal alone")
	} else if p.Lethal {
		p.Items = nil
	}
	switch {
	case p.InAll && !p.HasQuantity:
		r.fault(m.at, "missing-key", r.subject()+` says "in_all" and no quantity`, "give the quantity, or take in_all out")
	case m.has("goods") && (m.has("items") || m.has("quantity")):
		r.fault(m.key("goods"), "key-clash", r.subject()+` says "goods" beside "items" or "quantity"`, "write goods, or items and quantity")
	}
})

var patternValue = patternBody.value("a movement of which any part may be left open")

var someMovement = pointed(patternValue)

var someStock = pointed(newBody(
	set("goods", "how many units of which item", countedGoods, func(p *proviso.SomeStock, g counted) {
		p.Items, p.Quantity, p.HasQuantity = append(p.Items, g.item), g.quantity, g.quantity.Known()
	}).must(),
	key("in_all", "true: so many in all such holdings together, and no more", yesno, func(p *proviso.SomeStock) *bool { return &p.InAll }),
	key("in", "the holding", someEnd, func(p *proviso.SomeStock) *proviso.End { return &p.In }).must(),
	key("on", "the day; left out: the day said", stated(date), func(p *proviso.SomeStock) *proviso.Date { return &p.On }),
).value("how many units of which item, where, on which day"))

var policyHeld = pointed(newBody(
	set("of", "the instrument, or a clause of it", stated(conditionID), func(p *proviso.PolicyHeld, id proviso.ConditionID) {
		p.Policy, p.Clause = splitClause(id)
	}).must(),
	key("on", "the day; left out: the day said", stated(date), func(p *proviso.PolicyHeld) *proviso.Date { return &p.On }),
).value("an instrument or a clause that held, and on which day"))

// splitClause parts the id of a clause from that of an instrument.
func splitClause(id proviso.ConditionID) (proviso.InstrumentID, proviso.ConditionID) {
	for i := range len(id) {
		if id[i] == '/' {
			return proviso.InstrumentID(id[:i]), id
		}
	}
	return proviso.InstrumentID(id), ""
}

var instrumentStage = pointed(newBody(
	key("of", "the instrument", stated(instrumentID), func(p *proviso.InstrumentStage) *proviso.InstrumentID { return &p.Instrument }),
	key("by", "who gave or refused it", stated(partyID), func(p *proviso.InstrumentStage) *proviso.PartyID { return &p.By }),
	key("to", "who got or asked for it", stated(partyID), func(p *proviso.InstrumentStage) *proviso.PartyID { return &p.To }),
	key("stage", "the stage that it reached", word("stage", "a stage of an instrument", proviso.Statuses), func(p *proviso.InstrumentStage) *proviso.Status { return &p.Stage }).must(),
	key("on", "the day; left out: by the day said", stated(date), func(p *proviso.InstrumentStage) *proviso.Date { return &p.On }),
).checked(filled("names neither the instrument nor who gave it", "add of, by or to", func(p *proviso.InstrumentStage) bool {
	return p.Instrument == "" && p.By == "" && p.To == ""
})).value("an instrument and the stage it reached"))

var intention = pointed(newBody(
	key("by", "who means to do it; left out: the speaker", stated(partyID), func(p *proviso.Intention) *proviso.PartyID { return &p.By }),
	key("movement", "what they mean to do", patternValue, func(p *proviso.Intention) *proviso.SomeMovement { return &p.Movement }).must(),
	key("on", "the day on which they mean it; left out: the day said", stated(date), func(p *proviso.Intention) *proviso.Date { return &p.On }),
).value("a movement that somebody means to make"))

var negotiation = pointed(newBody(
	key("between", "who talks", stated(list(partyID)), func(p *proviso.Negotiation) *[]proviso.PartyID { return &p.Between }).must(),
	key("movement", "about what; left out: not said", patternValue, func(p *proviso.Negotiation) *proviso.SomeMovement { return &p.Movement }),
	key("on", "the day; left out: the day said", stated(date), func(p *proviso.Negotiation) *proviso.Date { return &p.On }),
).value("parties that talk, and about which movement"))

var ifThen = pointed(newBody(
	key("if", "the condition", content, func(p *proviso.IfThen) *proviso.Content { return &p.If }).must(),
	key("then", "what holds if it is met", content, func(p *proviso.IfThen) *proviso.Content { return &p.Then }).must(),
).value("a condition and what follows"))

var knowledge = pointed(newBody(
	key("by", "who has the information; left out: the speaker", stated(partyID), func(p *proviso.Knowledge) *proviso.PartyID { return &p.By }),
	key("that", "the information", content, func(p *proviso.Knowledge) *proviso.Content { return &p.That }).must(),
	key("on", "the day; left out: the day said", stated(date), func(p *proviso.Knowledge) *proviso.Date { return &p.On }),
).value("who has information, and which"))

// content is a proposition inside another one; conditions and knowledge are not
// nested.
var content = newBody(
	holds("movement", "that units moved", someMovement),
	holds("stock", "that there were units in a holding", someStock),
	holds("policy", "that an instrument or a clause of it held", policyHeld),
	holds("instrument", "that an instrument was asked for, given, refused", instrumentStage),
	holds("intention", "that somebody meant to move units", intention),
	holds("negotiation", "that parties talked about moving units", negotiation),
	key("words", "the content in words, where it has no form", text("words"), func(c *proviso.Content) *string { return &c.Words }),
	key("not", "true: the content is negated", yesno, func(c *proviso.Content) *bool { return &c.Not }),
).oneOf(true, "movement", "stock", "policy", "instrument", "intention", "negotiation", "words").value("one proposition, or words")

func holds[P proviso.Proposition](name, doc string, v value[P]) field[proviso.Content] {
	return set(name, doc, v, func(c *proviso.Content, p P) { c.Holds = p })
}

var grading = newBody(
	key("by", "who gave the grade", text("a name"), func(g *proviso.Grading) *string { return &g.By }).must(),
	key("on", "when", date, func(g *proviso.Grading) *proviso.Date { return &g.On }),
).value("who graded, and when")
