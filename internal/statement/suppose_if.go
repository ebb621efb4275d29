package statement

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// follow takes the second part of each supposed condition of which the first part
// is on record or supposed, until nothing more follows.
func (p *supposing) follow() {
	if len(p.links) > 0 {
		p.facts = append(p.facts, p.recorded()...)
	}
	for again := true; again; {
		again = false
		p.links = slices.DeleteFunc(p.links, func(y *Saying) bool {
			c := y.literal.then
			if c.ifNot == nil || c.then == nil || !slices.ContainsFunc(p.facts, func(f *literal) bool { return p.trees.excludes(f, c.ifNot) }) {
				return false
			}
			again = true
			p.now = y.Statement
			p.taken("its first part is so, so its second is taken as true")
			p.take(someDay(c.then))
			return true
		})
	}
	for _, y := range p.links {
		p.now = y.Statement
		switch c := y.literal.then; {
		case c.ifNot == nil || c.then == nil:
			p.left("a condition with a part that is words only: nothing can follow from it")
		default:
			p.left("a condition whose first part is neither on record nor supposed: suppose a statement of that too")
		}
	}
}

// recorded is what the records show, as far as the first part of a condition can
// turn on it: movements, and the stages of instruments that are no mere word.
func (p *supposing) recorded() []*literal {
	var out []*literal
	for _, rec := range p.s.Movements {
		if m, ok := p.ofMovement(rec).(*proviso.SomeMovement); ok && rec.Basis == proviso.Recorded && rec.When.Earliest() <= p.s.AsOf {
			out = append(out, &literal{form: proviso.FormMovement, move: *m, some: span{rec.When.Earliest(), rec.When.Latest()}})
		}
	}
	for _, in := range p.s.Instruments {
		for _, e := range in.Life {
			if e.Status != proviso.Stated && e.On.Earliest() <= p.s.AsOf {
				out = append(out, &literal{form: proviso.FormInstrument, some: span{e.On.Earliest(), e.On.Latest()},
					stage: proviso.InstrumentStage{Instrument: in.ID, By: in.GivenBy, To: in.GivenTo, Stage: e.Status}})
			}
		}
	}
	return out
}

// someDay gives what follows from a condition its days, where it names none: a
// condition does not say when, so nothing is to turn on it.
func someDay(l *literal) *literal {
	out := *l
	if out.some == always && !out.not {
		out.stage.On, out.move.When = mustDate("../.."), mustDate("../..")
	}
	return &out
}
