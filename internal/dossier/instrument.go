package dossier

import (
	"slices"
	"strings"

	"github.com/proviso-ledger/proviso"
)

var instruments = &sectionOf[proviso.Instrument, *proviso.Instrument]{
	kind: proviso.InstrumentRecord,
	doc:  "whatever promises, permits, forbids or answers",
	init: func(id string) proviso.Instrument { return proviso.Instrument{ID: proviso.InstrumentID(id)} },
	body: fieldsOf([]field[proviso.Instrument]{
		key("kind", "what sort of paper or rule it is", word("instrument-kind", "a kind of instrument", proviso.InstrumentKinds),
			func(in *proviso.Instrument) *proviso.InstrumentKind { return &in.Kind }).must(),
		key("name", "the name for people", name("a name"), func(in *proviso.Instrument) *string { return &in.Name }),
		key("given_by", "who gave it", partyID, func(in *proviso.Instrument) *proviso.PartyID { return &in.GivenBy }),
		key("given_to", "whom it was given to", partyID, func(in *proviso.Instrument) *proviso.PartyID { return &in.GivenTo }),
		key("for", "the clauses that it answers; an instrument stands for all its clauses", listed(conditionID),
			func(in *proviso.Instrument) *[]proviso.ConditionID { return &in.For }),
		key("covers", "what it is about", covers, func(in *proviso.Instrument) *proviso.Scope { return &in.Covers }),
		key("status", "its life: each stage and the day it was reached", life, func(in *proviso.Instrument) *[]proviso.Event { return &in.Life }),
		key("valid", "the period in which it can have effect; left out: not limited on record", date,
			func(in *proviso.Instrument) *proviso.Date { return &in.Valid }),
		key("signature", "the file beside the dossier with its giver's signature", signature, func(in *proviso.Instrument) *string { return &in.Signature }),
		key("text", "how much of its wording is on record; left out: unseen", wording, func(in *proviso.Instrument) *proviso.Text { return &in.Text }),
		conditionsField,
	}, func(in *proviso.Instrument) *proviso.Envelope { return &in.Envelope }).checked(answersAnother),
}

// answersAnother refuses a paper that would answer its own clauses: a consent
// would lift every condition that it sets.
func answersAnother(r *reader, m *mapping, in *proviso.Instrument) {
	for _, c := range in.For {
		if of, _, _ := strings.Cut(string(c), "/"); of == string(in.ID) {
			r.fault(m.value("for"), "value", "an instrument does not answer a clause of its own", "name the instrument or clause that it answers")
			return
		}
	}
}

var wording = either(
	of(textSeen, func(s proviso.TextSeen) proviso.Text { return proviso.Text{Seen: s} }),
	newBody(
		key("seen", "how much is on record", textSeen, func(t *proviso.Text) *proviso.TextSeen { return &t.Seen }).must(),
		key("language", "its language, as in BCP 47: de, ko, en-GB", text("a language"), func(t *proviso.Text) *string { return &t.Language }),
		key("locator", "the clause, page or address", text("a clause, page or address"), func(t *proviso.Text) *string { return &t.Locator }),
	).value("how much of the wording is on record, its language and its place"),
)

var textSeen = word("text-seen", "how much is on record", []proviso.TextSeen{proviso.TextUnseen, proviso.TextPart, proviso.TextWhole})

// life is in the order of Statuses and, within a stage, as written.
var life = value[[]proviso.Event]{lifeFields.shape("for each stage a day, a list of days, or {on: day, if: condition}"),
	func(r *reader, n *node) ([]proviso.Event, bool) {
		var out []proviso.Event
		ok := lifeFields.read(r, n, &out)
		return out, ok
	}}

var lifeFields = func() *body[[]proviso.Event] {
	var fields []field[[]proviso.Event]
	for _, stage := range proviso.Statuses {
		fields = append(fields, set(string(stage), stageDocs[stage], list(event), func(to *[]proviso.Event, events []proviso.Event) {
			if events == nil {
				events = []proviso.Event{{}}
			}
			for _, e := range events {
				e.Status = stage
				*to = append(*to, e)
			}
		}))
	}
	return newBody(fields...)
}()

var stageDocs = map[proviso.Status]string{
	proviso.Stated:      "somebody said on that day that it holds",
	proviso.Asked:       "it was asked for",
	proviso.Conditional: "a yes that depends on something; it is not yet a yes",
	proviso.Given:       "it was given, signed or issued",
	proviso.Refused:     "it was refused",
	proviso.Suspended:   "it was suspended",
	proviso.Resumed:     "a suspension ended",
	proviso.Withdrawn:   "it was withdrawn",
	proviso.Expired:     "it expired",
}

var event = either(
	of(date, func(d proviso.Date) proviso.Event { return proviso.Event{On: d} }),
	newBody(
		key("on", "the day", date, func(e *proviso.Event) *proviso.Date { return &e.On }),
		key("if", "what it depends on: words, or the id of an instrument", text("words or an id"), func(e *proviso.Event) *string { return &e.If }),
	).value("the day of a stage and what it depends on"),
)

// scopeDraft is a scope and the item that its quantity names.
type scopeDraft struct {
	proviso.Scope
	counts proviso.ItemID
}

var covers = of(coversBody().value("what an instrument is about; a key left out is not stated, which is not the same as any"),
	func(d scopeDraft) proviso.Scope { return d.Scope })

func coversBody() *body[scopeDraft] {
	return newBody(
		set("items", "the items covered, or any", anyOr(listed(itemID)), func(d *scopeDraft, v orAny[[]proviso.ItemID]) { d.Items, d.AnyItem = v.value, v.any }),
		set("item", "one item, the same as items", itemID, func(d *scopeDraft, id proviso.ItemID) {
			if id != "" {
				d.Items = []proviso.ItemID{id}
			}
		}),
		set("quantity", "how many units of which item, or any", anyOr(orUnknown(countedGoods)), func(d *scopeDraft, v orAny[counted]) {
			d.AnyQuantity = v.any
			if v.value.item != "" {
				d.Quantity, d.counts, d.HasQuantity = v.value.quantity, v.value.item, true
			}
		}),
		set("to", "the parties that the goods may go to, or any", anyOr(listed(partyID)), func(d *scopeDraft, v orAny[[]proviso.PartyID]) { d.To, d.AnyTo = v.value, v.any }),
		key("movements", "the movements covered", listed(movementID), func(d *scopeDraft) *[]proviso.MovementID { return &d.Movements }),
	).oneOf(false, "items", "item").checked(func(r *reader, m *mapping, d *scopeDraft) {
		switch {
		case !d.HasQuantity:
		case !m.has("items") && !m.has("item"):
			d.Items = []proviso.ItemID{d.counts}
		case d.AnyItem || len(d.Items) > 1:
			r.fault(m.value("quantity"), "value", "a quantity covers one item, and more are covered here",
				"name one item, or write an instrument for each item")
		case !slices.Contains(d.Items, d.counts):
			r.fault(m.value("quantity"), "value", "the quantity is of "+quote(string(d.counts))+", which is not the item covered", "name the same item")
		}
	})
}

// orAny is a value, or the word any.
type orAny[V any] struct {
	value V
	any   bool
}

func anyOr[V any](v value[V]) value[orAny[V]] {
	return orWord("any", v)
}

func orWord[V any](w string, v value[V]) value[orAny[V]] {
	s := &shape{kind: choiceShape, either: []*shape{{words: []string{w}}, v.shape}}
	return value[orAny[V]]{s, func(r *reader, n *node) (orAny[V], bool) {
		if isWord(n, w) {
			return orAny[V]{any: true}, true
		}
		got, ok := v.read(r, n)
		return orAny[V]{value: got}, ok
	}}
}

var conditionsField = field[proviso.Instrument]{
	fieldShape: fieldShape{key: "conditions", doc: "its clauses, by name", shape: clauses.shape},
	read: func(r *reader, n *node, in *proviso.Instrument) bool {
		r.kind = in.Kind
		got, ok := clauses.read(r, n)
		in.Conditions = got
		return ok
	},
}

var clauses = table("clauses, by a name of their own", &shape{pattern: "^" + idPattern + "$"}, clauseShape(),
	func(r *reader, k, v *node, into *[]*proviso.Condition) {
		id := r.id + "/" + k.Value
		if !r.declare(k, clauseRecord, id) {
			return
		}
		c := &proviso.Condition{ID: proviso.ConditionID(id), Instrument: proviso.InstrumentID(r.id), Pos: r.pos(k)}
		noun, whole, path := r.noun, r.id, r.path
		r.noun, r.id, r.path = string(clauseRecord), id, nil
		clause.read(r, v, c)
		r.noun, r.id, r.path = noun, whole, path
		*into = append(*into, c)
	})

func clauseShape() *shape {
	s := clause.shape("one clause as data: exactly one of the kinds, and what is common to all")
	s.def = "clause"
	return s
}
