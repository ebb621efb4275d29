package dossier

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

var clause = newBody(
	rule("onward", "retransfer and re-export", onward),
	rule("end_user", "who may finally hold the goods", endUser),
	rule("end_use", "what the goods may be used for", endUse),
	rule("territory", "where the goods may be; every leg of a route counts", territory),
	rule("supply", "who may not supply what to whom", supply),
	rule("quantity", "how many units may move under the instrument", ceiling),
	rule("value", "what the units may be worth", valueCeiling),
	rule("period", "from when to when goods may move", of(stated(date), func(d proviso.Date) *proviso.Period { return &proviso.Period{Dates: d} })),
	rule("substitution", "whether other stock may go in the goods' place", substitution),
	rule("component", "how the clauses of the instrument follow goods into a product", componentRule),
	rule("fund", "what the money may buy", fund),
	rule("duty", "something that must be done", duty),
	key("goods", "which units the clause binds; left out: under", clauseGoods, func(c *proviso.Condition) *proviso.Goods { return &c.Goods }),
	key("items", "items that the clause is narrowed to; left out: what the instrument covers", stated(list(itemID)),
		func(c *proviso.Condition) *[]proviso.ItemID { return &c.Items }),
	key("during", "when the clause applies; left out: as long as the instrument", stated(date), func(c *proviso.Condition) *proviso.Date { return &c.During }),
	key("except", "what the clause leaves free: a movement that surely matches every key given", exception,
		func(c *proviso.Condition) *proviso.Exception { return &c.Except }),
	set("flows_down", "whether the clause binds later holders too; left out: true", yesno, func(c *proviso.Condition, yes bool) { c.NoFlowDown = !yes }),
	key("words", "the clause as written", text("words"), func(c *proviso.Condition) *string { return &c.Words }),
).oneOf(true, plainWords(proviso.ConditionKinds)...).checked(wholeMovements)

// wholeMovements refuses keys that narrow the units or the time of a clause that
// looks at movements as a whole or at products, where they would say nothing.
func wholeMovements(r *reader, m *mapping, c *proviso.Condition) {
	fix, product := "take it out: the clause looks at whole movements and follows no units", false
	switch c.Rule.(type) {
	case *proviso.ComponentRule:
		fix, product = "take it out: the clause says how all others of its instrument follow goods into a product", true
	case *proviso.Supply, *proviso.Ceiling, *proviso.ValueCeiling, *proviso.Fund:
	default:
		return
	}
	refuse := func(key, what string, narrow bool) {
		if narrow && m.has(key) {
			r.fault(m.key(key), "key-clash", "a clause on "+string(c.Rule.Kind())+" has no "+what, fix)
		}
	}
	refuse("goods", `"goods" but all or under`, !c.Goods.All && c.Goods != (proviso.Goods{}))
	refuse("flows_down", `"flows_down: false"`, c.NoFlowDown)
	refuse("during", `"during"`, product)
	refuse("except", `"except"`, product)
}

// rule declares the key of one kind of clause.
func rule[P proviso.Rule](name, doc string, v value[P]) field[proviso.Condition] {
	return set(name, doc, v, func(c *proviso.Condition, p P) { c.Rule = p })
}

// pointed makes the mapping of a rule a pointer, which is what a Rule is.
func pointed[T any](v value[T]) value[*T] { return of(v, func(t T) *T { return &t }) }

var statedParties = stated(list(partyID))

// anyParties reads parties, or the word any for an empty list.
var anyParties = of(orWord("any", statedParties), func(v orAny[[]proviso.PartyID]) []proviso.PartyID { return v.value })

var exception = newBody(
	key("to", "movements to these parties", statedParties, func(e *proviso.Exception) *[]proviso.PartyID { return &e.To }),
	key("by", "movements by these parties", statedParties, func(e *proviso.Exception) *[]proviso.PartyID { return &e.By }),
	key("items", "movements of these items", stated(list(itemID)), func(e *proviso.Exception) *[]proviso.ItemID { return &e.Items }),
	key("movements", "these movements", stated(list(movementID)), func(e *proviso.Exception) *[]proviso.MovementID { return &e.Movements }),
	key("during", "movements in this period", stated(date), func(e *proviso.Exception) *proviso.Date { return &e.During }),
).value("what the clause leaves free")

var clauseGoods = either(
	of(word("", "the goods of a clause", []string{"all", "under"}), func(w string) proviso.Goods { return proviso.Goods{All: w == "all"} }),
	newBody(
		key("made_in", "units made there", stated(placeID), func(g *proviso.Goods) *proviso.PlaceID { return &g.MadeIn }),
		key("supplied_by", "units that this party transferred or lent", stated(partyID), func(g *proviso.Goods) *proviso.PartyID { return &g.SuppliedBy }),
		key("owned_by", "units whose title is with this party", stated(partyID), func(g *proviso.Goods) *proviso.PartyID { return &g.OwnedBy }),
	).oneOf(true, "made_in", "supplied_by", "owned_by").value("units known by where they come from or whose they are"),
)

var onward = pointed(of(either(
	of(word("onward-rule", "onward movement", proviso.OnwardRules), func(w proviso.OnwardRule) proviso.Onward { return proviso.Onward{Rule: w} }),
	newBody(
		key("rule", "how strictly onward movement is bound", word("onward-rule", "onward movement", proviso.OnwardRules),
			func(o *proviso.Onward) *proviso.OnwardRule { return &o.Rule }).must(),
		key("of", "whose consent, or who gets the notice; left out: the party that may insist on the instrument", statedParties,
			func(o *proviso.Onward) *[]proviso.PartyID { return &o.Of }),
		set("days", "days of notice, before or after", days, func(o *proviso.Onward, n int) { o.Days, o.HasDays = n, true }),
		key("free_to", "parties that the goods may go to freely", statedParties, func(o *proviso.Onward) *[]proviso.PartyID { return &o.FreeTo }),
		key("free_after", "how long after the goods came in they are free; left out: never", duration,
			func(o *proviso.Onward) *proviso.Duration { return &o.FreeAfter }),
		key("triggers", "the changes that set the clause off; left out: title, possession and loan",
			stated(list(word("trigger", "a trigger", proviso.Triggers))), func(o *proviso.Onward) *[]proviso.Trigger { return &o.Triggers }),
	).value("the rule and its terms"),
), withTriggers))

// withTriggers fills in what sets an onward clause off when it does not say.
func withTriggers(o proviso.Onward) proviso.Onward {
	if len(o.Triggers) == 0 {
		o.Triggers = []proviso.Trigger{proviso.OnTitle, proviso.OnPossession, proviso.OnLoan}
	}
	return o
}

var endUser = of(statedParties, func(p []proviso.PartyID) *proviso.EndUser { return &proviso.EndUser{Parties: p} })

var endUse = pointed(either(
	of(stated(list(text("a use"))), func(uses []string) proviso.EndUse { return proviso.EndUse{Allowed: uses} }),
	newBody(
		key("allowed", "uses that are allowed", stated(list(text("a use"))), func(e *proviso.EndUse) *[]string { return &e.Allowed }),
		key("excluded", "uses that are not", stated(list(text("a use"))), func(e *proviso.EndUse) *[]string { return &e.Excluded }),
	).value("uses allowed and excluded"),
))

var territory = pointed(newBody(
	key("only", "the only places where the goods may be", stated(list(placeID)), func(t *proviso.Territory) *[]proviso.PlaceID { return &t.Only }),
	key("never", "places where they may not be", stated(list(placeID)), func(t *proviso.Territory) *[]proviso.PlaceID { return &t.Never }),
).value("where the goods may be and may not be"))

var ceiling = pointed(either(
	of(countedGoods, func(g counted) proviso.Ceiling {
		return proviso.Ceiling{Most: g.quantity, Item: g.item, Per: proviso.PerInstrument}
	}),
	newBody(
		set("ceiling", "how many units of which item", countedGoods, func(c *proviso.Ceiling, g counted) { c.Most, c.Item = g.quantity, g.item }).must(),
		key("per", "the span over which it is counted; left out: instrument", per, func(c *proviso.Ceiling) *proviso.Per { return &c.Per }),
	).checked(func(_ *reader, _ *mapping, c *proviso.Ceiling) { c.Per = orInstrument(c.Per) }).value("a ceiling and its span"),
))

var valueCeiling = pointed(either(
	of(money, func(m proviso.Money) proviso.ValueCeiling {
		return proviso.ValueCeiling{Most: m, Per: proviso.PerInstrument}
	}),
	newBody(
		key("ceiling", "what the units may be worth", money, func(c *proviso.ValueCeiling) *proviso.Money { return &c.Most }).must(),
		key("per", "the span over which it is counted; left out: instrument", per, func(c *proviso.ValueCeiling) *proviso.Per { return &c.Per }),
		key("valued_at", "the rule of valuation, such as net book value; left out: any", text("a rule of valuation"),
			func(c *proviso.ValueCeiling) *string { return &c.ValuedAt }),
	).checked(func(_ *reader, _ *mapping, c *proviso.ValueCeiling) { c.Per = orInstrument(c.Per) }).value("a ceiling, its span and how units are valued"),
))

var per = word("per", "the span of a ceiling", proviso.Pers)

func orInstrument(p proviso.Per) proviso.Per {
	if p == "" {
		return proviso.PerInstrument
	}
	return p
}

var substitution = pointed(either(
	of(substitutionRule, func(w proviso.SubstitutionRule) proviso.Substitution { return proviso.Substitution{Rule: w} }),
	newBody(
		key("rule", "whether other stock may go", substitutionRule, func(s *proviso.Substitution) *proviso.SubstitutionRule { return &s.Rule }).must(),
		key("of", "whose consent; left out: the party that may insist on the instrument", statedParties, func(s *proviso.Substitution) *[]proviso.PartyID { return &s.Of }),
	).value("the rule and whose consent it needs"),
))

var substitutionRule = word("substitution-rule", "substitution", proviso.SubstitutionRules)

var componentRule = pointed(either(
	of(word("", "a component clause", []string{"see-through"}), func(string) proviso.ComponentRule { return proviso.ComponentRule{SeeThrough: true} }),
	newBody(
		key("threshold", "the share below which the clauses lapse", percent, func(c *proviso.ComponentRule) *proviso.Percent { return &c.Threshold }).must(),
		key("basis", "what the share is of", word("", "the basis of a share", []string{"value", "mass", "count"}), func(c *proviso.ComponentRule) *string { return &c.Basis }).must(),
	).value("a threshold and what it is a share of"),
))

var fund = pointed(newBody(
	key("purposes", "what the money may buy things for", stated(list(text("a purpose"))), func(f *proviso.Fund) *[]string { return &f.Purposes }),
	key("recipients", "whom it may buy things for", statedParties, func(f *proviso.Fund) *[]proviso.PartyID { return &f.Recipients }),
	key("available", "when it may be obligated", stated(date), func(f *proviso.Fund) *proviso.Date { return &f.Available }),
	set("ceiling", "how much there is", money, func(f *proviso.Fund, m proviso.Money) { f.Ceiling, f.HasCeiling = m, true }),
	key("notice", "days of notice before it is obligated", days, func(f *proviso.Fund) *int { return &f.Notice }),
	key("notice_to", "who gets the notice", statedParties, func(f *proviso.Fund) *[]proviso.PartyID { return &f.NoticeTo }),
).value("what money may buy, for whom, when and how much"))

var duty = pointed(dutyBody().value("something that must be done, by whom and by when"))

func dutyBody() *body[proviso.Duty] {
	return newBody(
		key("do", "what must be done", word("act", "an act", proviso.Acts), func(d *proviso.Duty) *proviso.Act { return &d.Act }).must(),
		key("by", "who must; left out: the party that the instrument binds", stated(partyID), func(d *proviso.Duty) *proviso.PartyID { return &d.By }),
		key("to", "to whom; left out: the party that may insist on it", stated(partyID), func(d *proviso.Duty) *proviso.PartyID { return &d.To }),
		key("within", "how long there is", duration, func(d *proviso.Duty) *proviso.Duration { return &d.Within }),
		key("from", "the event from which the time runs; left out: arrival", word("start", "the start of a deadline", proviso.Starts),
			func(d *proviso.Duty) *proviso.Start { return &d.From }),
		key("due", "a fixed last day instead of within", stated(date), func(d *proviso.Duty) *proviso.Date { return &d.Due }),
		key("evidence", "what proves that it was done", list(text("a paper")), func(d *proviso.Duty) *[]string { return &d.Evidence }),
	).oneOf(false, "within", "due").checked(func(r *reader, m *mapping, d *proviso.Duty) {
		if d.From == "" {
			d.From = proviso.FromArrival
		}
	})
}

// supplyDraft is a supply clause before the defaults of its instrument.
type supplyDraft struct {
	proviso.Supply
	binds []string
}

var supply = value[*proviso.Supply]{supplyBody.shape("what may not be supplied, save with approval"),
	func(r *reader, n *node) (*proviso.Supply, bool) {
		var d supplyDraft
		ok := supplyBody.read(r, n, &d)
		d.BindsReceiver = slices.Contains(d.binds, "receiver") || d.binds == nil && r.kind == proviso.Embargo
		return &d.Supply, ok
	}}

var supplyBody = newBody(
	set("never", "by whom, to whom and what", neverSupply, func(d *supplyDraft, s proviso.Supply) {
		d.By, d.To, d.Items, d.Lethal, d.Codes = s.By, s.To, s.Items, s.Lethal, s.Codes
	}).must(),
	key("unless_approved_by", "whose approval lifts the ban", statedParties, func(d *supplyDraft) *[]proviso.PartyID { return &d.UnlessApprovedBy }),
	key("binds", "who breaks it: the supplier, or supplier and receiver; left out: the supplier, and for an embargo both",
		stated(list(word("", "a side of a supply", []string{"supplier", "receiver"}))), func(d *supplyDraft) *[]string { return &d.binds }),
).checked(func(r *reader, m *mapping, d *supplyDraft) {
	if d.binds != nil && !slices.Contains(d.binds, "supplier") {
		r.fault(m.value("binds"), "value", `"binds" leaves out the supplier`, "write [supplier, receiver]")
	}
})

var neverSupply = newBody(
	key("by", "suppliers, or any; left out: any", anyParties, func(s *proviso.Supply) *[]proviso.PartyID { return &s.By }),
	key("to", "receivers, or any; left out: any", anyParties, func(s *proviso.Supply) *[]proviso.PartyID { return &s.To }),
	set("items", "lethal, all, or items and codes such as ML:3; left out: all", stated(list(supplied)), func(s *proviso.Supply, what []suppliedGoods) {
		if slices.Contains(what, suppliedGoods{}) {
			return
		}
		for _, w := range what {
			s.Lethal = s.Lethal || w.lethal
			if w.item != "" {
				s.Items = append(s.Items, w.item)
			}
			if w.code != (proviso.Code{}) {
				s.Codes = append(s.Codes, w.code)
			}
		}
	}),
).value("a supply that may not happen")

// suppliedGoods is one entry of what may not be supplied; the zero value is all.
type suppliedGoods struct {
	item   proviso.ItemID
	lethal bool
	code   proviso.Code
}

var supplied = value[suppliedGoods]{&shape{number: true, doc: "lethal, all, the id of an item, or a code such as ML:3"},
	func(r *reader, n *node) (out suppliedGoods, ok bool) {
		text, ok := r.scalar(n, "lethal, all, an item or a code")
		if !ok || text == "all" {
			return out, ok
		}
		if text == "lethal" {
			return suppliedGoods{lethal: true}, true
		}
		if code, ok := codeSystem(text); ok {
			return suppliedGoods{code: code}, true
		}
		r.refer(n, oneOfKinds(proviso.ItemRecord), text)
		return suppliedGoods{item: proviso.ItemID(text)}, true
	}}
