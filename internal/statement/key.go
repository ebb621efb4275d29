package statement

import (
	"strconv"

	"github.com/proviso-ledger/proviso"
)

// keyer writes keys: text in which every part has a place of its own, so that
// equal keys mean equal parts.
type keyer struct{ b []byte }

func (k *keyer) text(words ...string) {
	for _, w := range words {
		k.b = append(append(k.b, w...), '|')
	}
}

func (k *keyer) number(n int64) { k.b = append(strconv.AppendInt(k.b, n, 36), '|') }

func (k *keyer) flags(all ...bool) {
	for _, f := range all {
		if f {
			k.b = append(k.b, '1')
		} else {
			k.b = append(k.b, '0')
		}
	}
	k.b = append(k.b, '|')
}

func (k *keyer) quantity(q proviso.Quantity) {
	k.number(q.Least)
	k.number(q.Most)
}

func (k *keyer) span(s span) {
	k.number(int64(s.lo))
	k.number(int64(s.hi))
}

func list[T ~string](k *keyer, words []T) {
	for _, w := range words {
		k.b = append(append(k.b, w...), ',')
	}
	k.b = append(k.b, '|')
}

func (k *keyer) end(e *proviso.End) {
	k.text(string(e.Party), string(e.Owner), string(e.Holder), string(e.At))
}

// move writes every part of a pattern but its day and the event.
func (k *keyer) move(m *proviso.SomeMovement) {
	list(k, m.Kinds)
	list(k, m.Items)
	k.flags(m.Lethal, m.HasQuantity, m.InAll)
	k.quantity(m.Quantity)
	k.end(&m.From)
	k.end(&m.To)
	k.text(string(m.Origin))
	list(k, m.Via)
	list(k, m.Under)
}

func (k *keyer) stage(p *proviso.InstrumentStage) {
	k.text(string(p.Instrument), string(p.By), string(p.To), string(p.Stage))
}

// literal writes what tells literals apart.
func (k *keyer) literal(l *literal) {
	k.text(string(l.form), l.fact)
	k.flags(l.not, l.loose)
	list(k, l.by)
	for _, s := range []span{l.planned, l.some, l.all} {
		k.span(s)
	}
	switch l.form {
	case proviso.FormMovement, proviso.FormIntention, proviso.FormNegotiation:
		k.move(&l.move)
	case proviso.FormStock:
		list(k, l.stock.Items)
		k.flags(l.stock.HasQuantity, l.stock.InAll)
		k.quantity(l.stock.Quantity)
		k.end(&l.stock.In)
	case proviso.FormInstrument:
		k.stage(&l.stage)
	case proviso.FormCondition:
		for _, x := range []*literal{l.then.ifNot, l.then.then} {
			k.flags(x == nil)
			if x != nil {
				k.literal(x)
			}
		}
	case proviso.FormPolicy, proviso.FormKnowledge:
	}
}

func (k *keyer) content(c proviso.Content) {
	k.flags(c.Not)
	if c.Holds == nil {
		k.text("words", c.Words)
		return
	}
	k.proposition(c.Holds)
}

// proposition writes a proposition as its keeper wrote it, but for the days of
// a rule, a stage, a plan or talks.
func (k *keyer) proposition(p proviso.Proposition) {
	k.text(string(p.Form()))
	switch p := p.(type) {
	case *proviso.SomeMovement:
		k.move(p)
		k.text(p.When.String())
	case *proviso.SomeStock:
		list(k, p.Items)
		k.flags(p.HasQuantity, p.InAll)
		k.quantity(p.Quantity)
		k.end(&p.In)
		k.text(p.On.String())
	case *proviso.PolicyHeld:
		k.text(string(p.Policy), string(p.Clause))
	case *proviso.InstrumentStage:
		k.stage(p)
	case *proviso.Intention:
		k.text(string(p.By))
		k.move(&p.Movement)
	case *proviso.Negotiation:
		list(k, p.Between)
		k.move(&p.Movement)
	case *proviso.IfThen:
		k.content(p.If)
		k.content(p.Then)
	case *proviso.Knowledge:
		k.text(string(p.By))
		k.content(p.That)
	}
}

// propositionKey tells propositions apart as they are written.
func propositionKey(p proviso.Proposition) string {
	k := keyer{make([]byte, 0, keySize)}
	k.proposition(p)
	return string(k.b)
}

// keySize has room for nearly every key.
const keySize = 256

// dayOf gives the day that propositionKey leaves aside.
func dayOf(p proviso.Proposition) proviso.Date {
	switch p := p.(type) {
	case *proviso.PolicyHeld:
		return p.On
	case *proviso.InstrumentStage:
		return p.On
	case *proviso.Intention:
		return p.On
	case *proviso.Negotiation:
		return p.On
	case *proviso.Knowledge:
		return p.On
	case *proviso.SomeMovement, *proviso.SomeStock, *proviso.IfThen:
	}
	return proviso.Date{}
}

// contentKey tells the contents of knowledge apart.
func contentKey(c proviso.Content) string {
	var k keyer
	k.content(c)
	return string(k.b)
}
