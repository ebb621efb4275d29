// Package condition decides what the clauses of instruments make of movements:
// a finding per clause and movement, with its verdict, the units it falls on,
// what is missing and from whom, and what would settle it.
//
// It reasons over a snapshot only: it knows no clock, file, ledger or network,
// and never says more than the records prove. A fact that is not on record
// leaves a verdict undetermined; it makes none permitted and none forbidden.
// Which units a clause binds when stock is commingled is asked of flow.
//
// It trusts that ids are unique and references hold, as the reader of records
// has checked. docs/CONDITIONS.md states every rule in words with its truth
// table; the file of a rule here is named after it.
package condition

import (
	"cmp"
	"context"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
	"github.com/proviso-ledger/proviso/internal/seal"
)

// Result is what the clauses of a snapshot say of its movements.
type Result struct {
	Movements  []Judged // in the order of the snapshot
	Duties     []Duty
	Problems   []Problem
	Signatures map[proviso.InstrumentID]seal.Signature // of the instruments that have one
}

// Judged is a movement with what the clauses say of it.
type Judged struct {
	*proviso.Movement
	Verdict  proviso.Verdict
	Readings map[proviso.Reading]ReadingVerdict
	Depends  *proviso.Units // units that could not have gone without bound stock; nil when the movement draws on none
	Findings []proviso.Finding
	Doubts   []seal.Signature // of the papers that the movement names and that are in doubt
}

// ReadingVerdict is the verdict on a movement under one reading. It is not
// Known when the reading cannot be taken and what is sure does not decide.
type ReadingVerdict struct {
	Verdict proviso.Verdict
	Known   bool
}

// Problem is a gap or a clash in the records that the reasoning came upon.
type Problem struct {
	Code    string
	Message string
	Hint    string
	Records []string
}

// engine holds what is worked out once for a snapshot.
type engine struct {
	s *proviso.Snapshot
	signatures
	movements []*proviso.Movement // those that can have happened or may yet
	number    map[proviso.MovementID]int
	clauses   []*clause
	answers   *answers
	supplies  *SupplyIndex
	under     map[proviso.InstrumentID][]*proviso.Movement
	ends      map[proviso.InstrumentID][]*proviso.Movement // of those, what can end a duty
	inPlace   map[proviso.InstrumentID][]*proviso.Movement // transfers, which can give others back in the goods' place
	paid      map[proviso.InstrumentID][]*proviso.Movement
	owed      map[proviso.InstrumentID][]*proviso.Movement // still to come, the money perhaps obligated
	drawn     map[proviso.MovementID][]*proviso.Movement   // movements known to have drawn on another's units
	returns   map[proviso.ItemID][]*proviso.Movement
	timelines map[proviso.ItemID]*timeline
	findings  [][]proviso.Finding
	depends   map[int]flow.Span
	losses    map[proviso.ConditionID][]candidate
	rivals    map[proviso.MovementID]bool // accounts of events that have several; true: another is of another item, no movement, or of a day not yet come
	problems  []Problem
	steps     int // steps that the network may take for one set of units in one item
}

// candidate is a clause that binds some units of a movement.
type candidate struct {
	clause *clause
	move   *move
	share  *share        // of all clauses on the same units: not to be changed
	of     flow.Span     // the units bound
	reach  proviso.Truth // whether the clause binds the units at all
	doubt  string        // what is not on record, so that nobody knows; "" nothing
	via    []proviso.Reason
}

// Decide judges every movement that had happened by the snapshot's day, or is
// planned or supposed. It stops early with the context's error.
func Decide(ctx context.Context, s *proviso.Snapshot) (*Result, error) {
	e := newEngine(s)
	if err := e.run(ctx); err != nil {
		return nil, err
	}
	return e.result(), nil
}

func newEngine(s *proviso.Snapshot) *engine {
	signed := signaturesOf(s)
	e := &engine{
		s: s, signatures: signed, number: map[proviso.MovementID]int{}, clauses: clauses(s, signed), answers: newAnswers(s, signed),
		under: map[proviso.InstrumentID][]*proviso.Movement{}, ends: map[proviso.InstrumentID][]*proviso.Movement{}, inPlace: map[proviso.InstrumentID][]*proviso.Movement{}, paid: map[proviso.InstrumentID][]*proviso.Movement{},
		owed:  map[proviso.InstrumentID][]*proviso.Movement{},
		drawn: map[proviso.MovementID][]*proviso.Movement{}, returns: map[proviso.ItemID][]*proviso.Movement{},
		timelines: map[proviso.ItemID]*timeline{}, depends: map[int]flow.Span{},
		losses: map[proviso.ConditionID][]candidate{}, rivals: map[proviso.MovementID]bool{},
	}
	for _, m := range s.Movements {
		e.compare(m)
		if !happened(m, s.AsOf) {
			e.owe(m)
			continue
		}
		e.number[m.ID] = len(e.movements)
		e.movements = append(e.movements, m)
		for _, id := range m.Under {
			e.under[id] = append(e.under[id], m)
			switch {
			case endsDuty(m.Kind):
				e.ends[id] = append(e.ends[id], m)
			case m.Kind == proviso.Transfer:
				e.inPlace[id] = append(e.inPlace[id], m)
			}
		}
		for _, id := range m.DrawnFrom {
			e.drawn[id] = append(e.drawn[id], m)
		}
		if m.Kind == proviso.Return {
			e.returns[m.Item] = append(e.returns[m.Item], m)
		}
		for _, p := range m.PaidFrom {
			if l := e.paid[p.Fund]; len(l) == 0 || l[len(l)-1] != m {
				e.paid[p.Fund] = append(l, m)
			}
		}
	}
	e.findings = make([][]proviso.Finding, len(e.movements))
	e.supplies = newSupplyIndex(s, e.answers, e.clauses)
	return e
}

// compare notes a movement that is another account of an event.
func (e *engine) compare(m *proviso.Movement) {
	r := e.s.Movement(m.RivalTo)
	if r == nil {
		return
	}
	apart := r.Item != m.Item || (r.Kind == proviso.Count) != (m.Kind == proviso.Count) || happened(r, e.s.AsOf) != happened(m, e.s.AsOf)
	e.rivals[m.ID], e.rivals[r.ID] = e.rivals[m.ID] || apart, e.rivals[r.ID] || apart
}

func (e *engine) run(ctx context.Context) error {
	candidates, err := e.rely(ctx)
	if err != nil {
		return err
	}
	for i, c := range candidates {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		e.decideBound(c)
	}
	var buf []bite
	for i, m := range e.movements {
		if i%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		buf = e.decideSupply(m, buf)
	}
	e.decideSums()
	return ctx.Err()
}

// rely finds which clauses bind units of which movements, and notes which
// consents the movements use up, before any is decided.
func (e *engine) rely(ctx context.Context) ([]candidate, error) {
	if err := e.follow(ctx); err != nil {
		return nil, err
	}
	e.unaccounted()
	candidates, err := e.bound(ctx)
	if err != nil {
		return nil, err
	}
	for _, c := range candidates {
		e.relyOn(c)
	}
	var buf []bite
	for _, m := range e.movements {
		buf = e.relyOnSupply(m, buf)
	}
	return candidates, nil
}

// follow puts the movements of each item in order.
func (e *engine) follow(ctx context.Context) error {
	byItem := map[proviso.ItemID][]*proviso.Movement{}
	for _, m := range e.movements {
		byItem[m.Item] = append(byItem[m.Item], m)
		for _, in := range m.Inputs {
			if l := byItem[in.Item]; in.Item != m.Item && (len(l) == 0 || l[len(l)-1] != m) {
				byItem[in.Item] = append(l, m)
			}
		}
	}
	supplied := slices.ContainsFunc(e.clauses, func(c *clause) bool { return c.Goods.SuppliedBy != "" })
	for id, ms := range byItem {
		if err := ctx.Err(); err != nil {
			return err
		}
		e.timelines[id] = newTimeline(e.s, id, ms, e.rivals, supplied)
	}
	return nil
}

// relyOn notes that the movement uses up consents, where its clause asks any.
func (e *engine) relyOn(c candidate) {
	if c.of.Most == 0 {
		return
	}
	m, needs, parties := c.move.Movement, proviso.No, []proviso.PartyID(nil)
	units := c.of
	switch r := c.clause.Rule.(type) {
	case *proviso.Onward:
		if r.Rule == proviso.OnwardPriorConsent {
			var free proviso.Truth
			needs, _ = e.triggered(c.clause, r, c.move)
			parties, free = e.leaves(c.clause, r, m)
			needs = needs.And(free.Not())
		}
	case *proviso.EndUser:
		parties = []proviso.PartyID{c.clause.in.Insists()}
		_, free := e.endsWell(c.clause, r, m)
		needs = free.Not().And(c.move.endsAnew())
	case *proviso.Substitution:
		if r.Rule == proviso.SubstitutionWithConsent {
			parties, needs, units = c.clause.asked(r.Of), proviso.Maybe, c.move.act.Face
		}
	case *proviso.EndUse, *proviso.Territory, *proviso.Period, *proviso.Supply,
		*proviso.Ceiling, *proviso.ValueCeiling, *proviso.ComponentRule, *proviso.Fund, *proviso.Duty:
	}
	needs = needs.And(c.clause.applies(e.s, m)).And(c.reach)
	if needs == proviso.No {
		return
	}
	if needs == proviso.Maybe {
		units.Least = 0
	}
	e.answers.rely(c.clause, m, parties, units)
}

func (e *engine) relyOnSupply(m *proviso.Movement, buf []bite) []bite {
	buf = e.supplies.match(m, buf)
	for _, b := range buf {
		r := e.supplies.rules[b.rule]
		units := face(m.Quantity)
		if b.sure != proviso.Yes {
			units.Least = 0
		}
		e.answers.rely(r.clause, m, r.rule.UnlessApprovedBy, units)
	}
	return buf
}

func (e *engine) decideSupply(m *proviso.Movement, buf []bite) []bite {
	buf = e.supplies.match(m, buf)
	for _, b := range buf {
		e.add(m, e.supplies.rules[b.rule].clause, e.explainSupply(m, b), wholly(m))
	}
	return buf
}

// decideSums decides the clauses that count over movements, and the funds.
func (e *engine) decideSums() {
	for _, c := range e.clauses {
		switch r := c.Rule.(type) {
		case *proviso.Ceiling, *proviso.ValueCeiling:
			e.ceilings(c)
		case *proviso.Fund:
			e.funds(c, r)
		case *proviso.Onward, *proviso.EndUser, *proviso.EndUse, *proviso.Territory, *proviso.Supply,
			*proviso.Period, *proviso.Substitution, *proviso.ComponentRule, *proviso.Duty:
		}
	}
}

// portion is how many units of a movement a finding binds, under each reading.
type portion struct {
	binds flow.Span
	exact bool
	share *share // nil: all units, so that every reading is the same
}

// wholly binds all units of the movement.
func wholly(m *proviso.Movement) portion {
	f := face(m.Quantity)
	return portion{binds: f, exact: true}
}

// add turns an outcome into a finding on so many units of the movement.
func (e *engine) add(m *proviso.Movement, c *clause, o outcome, p portion) {
	i, ok := e.number[m.ID]
	if !ok || p.binds.Most == 0 {
		return
	}
	o.doubt = c.doubt
	verdict, wrong := o.on(p.binds)
	ifBound, _ := o.on(flow.Exactly(p.binds.Most))
	f := proviso.Finding{
		Condition: c.ID, Instrument: c.in.ID, Kind: c.Rule.Kind(), Movement: m.ID,
		Verdict: verdict, IfBound: ifBound, Binds: units(p.binds), Units: units(wrong), Unit: e.unit(m.Item),
		Exact: p.exact, Because: o.because,
		Readings: e.readings(o, p),
	}
	if c.doubt != nil {
		step, settles := because(c.doubt)
		f.Because, o.settles = append(f.Because, step), append(o.settles, settles)
	}
	if verdict != proviso.Permitted {
		f.Needs, f.Settles, f.By = o.needs, o.settles, o.by
		for n := range f.Needs {
			f.Needs[n].Units = units(wrong)
		}
		if p.share != nil && p.binds.Least != p.binds.Most {
			f.Settles = append(f.Settles, "the lots or serial numbers drawn for "+string(m.ID))
		}
	}
	e.findings[i] = append(e.findings[i], f)
}

// readings judges the same outcome on the units that each reading names.
func (e *engine) readings(o outcome, p portion) map[proviso.Reading]proviso.ReadingResult {
	out := make(map[proviso.Reading]proviso.ReadingResult, len(proviso.Readings))
	put := func(r proviso.Reading, u flow.Span, known bool) {
		if !known {
			out[r] = proviso.ReadingResult{Units: units(p.binds)}
			return
		}
		v, wrong := o.on(u)
		out[r] = proviso.ReadingResult{Verdict: v, Units: units(wrong), Known: true}
	}
	put(proviso.Physical, p.binds, true)
	if p.share == nil || p.binds.Least == p.binds.Most {
		put(proviso.MassBalance, p.binds, true)
		put(proviso.FIFO, p.binds, true)
		put(proviso.SubstitutionReading, p.binds, true)
		return out
	}
	put(proviso.MassBalance, p.share.Mass, p.share.Conv)
	put(proviso.FIFO, p.share.FIFO, p.share.Conv)
	put(proviso.SubstitutionReading, flow.Exactly(p.binds.Least), true)
	return out
}

func (e *engine) unit(id proviso.ItemID) string {
	if it := e.s.Item(id); it != nil {
		return it.Unit
	}
	return ""
}

func (e *engine) result() *Result {
	r := &Result{Movements: make([]Judged, 0, len(e.movements))}
	for i, m := range e.movements {
		j := Judged{Movement: m, Findings: e.findings[i]}
		slices.SortStableFunc(j.Findings, func(a, b proviso.Finding) int { return cmp.Compare(a.Condition, b.Condition) })
		for _, f := range j.Findings {
			j.Verdict = j.Verdict.Worse(f.Verdict)
		}
		j.Readings = movementReadings(j.Findings)
		e.doubts(&j)
		if d, ok := e.depends[i]; ok {
			u := units(d)
			j.Depends = &u
		}
		r.Movements = append(r.Movements, j)
	}
	r.Duties = e.duties()
	e.withoutPaper()
	e.outsidePaper()
	r.Problems = e.problems
	r.Signatures = e.signatures
	return r
}

// movementReadings takes the worst over the findings per reading. A reading
// that one finding cannot take is known only when another is missing or
// forbidden anyway.
func movementReadings(fs []proviso.Finding) map[proviso.Reading]ReadingVerdict {
	out := make(map[proviso.Reading]ReadingVerdict, len(proviso.Readings))
	for _, r := range proviso.Readings {
		v := ReadingVerdict{Known: true}
		for _, f := range fs {
			if res := f.Readings[r]; res.Known {
				v.Verdict = v.Verdict.Worse(res.Verdict)
			} else {
				v.Known = false
			}
		}
		v.Known = v.Known || v.Verdict >= proviso.Missing
		out[r] = v
	}
	return out
}
