package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// stepWords are the words for the kinds of step, by number of the kind.
var stepWords = [...]string{
	flow.Enter: "enter", flow.Travel: "travel", flow.Rest: "rest",
	flow.Surface: "surface", flow.Known: "known", flow.Whole: "whole",
}

var sides = [...]string{flow.AtMost: endMost, flow.AtLeast: endLeast}

// proving is what the certificate of an end is about.
type proving struct {
	network *flow.Network
	ask     flow.Question
	number  int64
	way     *flow.Way // by way of a place; nil: none
	where   func(*flow.Way, []flow.Step) ([]flow.Where, error)
}

func (t *tracer) proving() proving {
	return proving{network: t.stock.Network, ask: t.ask, where: func(way *flow.Way, steps []flow.Step) ([]flow.Where, error) {
		return t.stock.Where(way, steps, t.ask.Until)
	}}
}

// provings is what the certificates of both ends are about.
func (t *tracer) provings() (of [2]proving, err error) {
	for side := range of {
		if of[side], err = t.proving().byWay(flow.Side(side)); err != nil {
			return of, err
		}
	}
	return of, nil
}

// byWay is what the certificate of the side is about, if the question is by way of a
// place; else it is the same.
func (p proving) byWay(side flow.Side) (proving, error) {
	if p.ask.Through == nil {
		return p, nil
	}
	way, err := p.network.Way(&p.ask, side)
	if err != nil {
		return p, err
	}
	p.network, p.ask, p.way = way.Network, way.Ask, way
	return p, nil
}

// proof puts the certificates of both ends into the words of the records.
func proof(certificates [2]flow.Certificate, of [2]proving) (*TraceProof, error) {
	p := &TraceProof{Evidence: []string{}, Scenario: []TraceStep{}, Cut: []TraceStep{}}
	for i, c := range certificates {
		if c.Lower {
			p.Evidence = append(p.Evidence, sides[c.Side])
		}
		scenario, err := of[i].steps(sides[c.Side], c.Scenario)
		if err != nil {
			return nil, err
		}
		cut, err := of[i].steps(sides[c.Side], c.Cut)
		if err != nil {
			return nil, err
		}
		p.Scenario, p.Cut = append(p.Scenario, scenario...), append(p.Cut, cut...)
	}
	return p, nil
}

func (p *proving) steps(side string, steps []flow.Step) ([]TraceStep, error) {
	where, err := p.where(p.way, steps)
	if err != nil {
		return nil, err
	}
	out := make([]TraceStep, len(steps))
	for i, s := range steps {
		out[i] = TraceStep{For: side, Kind: stepWords[s.Kind], Units: s.Units, Index: s.Index,
			Movement: where[i].Movement, Item: where[i].Item, In: where[i].In, Each: where[i].Each, Passed: where[i].Passed, Holding: holdingNames(where[i].Holdings)}
		if len(where[i].Holdings) > 0 && s.Kind != flow.Surface {
			out[i].Since = where[i].Since.String()
		}
	}
	return out, nil
}

// told puts a history into the words of the records.
func (t *tracer) told(end string, list []flow.Told) []TraceTold {
	var out []TraceTold
	for _, x := range list {
		one := TraceTold{For: end, Holding: []string{}, Units: x.Units, OfThem: x.Of}
		switch {
		case x.Move >= 0:
			one.Movement = t.stock.ID(x.Move)
		case x.Tally >= 0:
			one.Movement = t.stock.Tallied(x.Tally).ID
		default:
			one.Holding = holdingNames(t.stock.Members(x.Holding))
		}
		if one.Movement != "" || one.Units > 0 {
			out = append(out, one)
		}
	}
	return out
}

// certain says whether the number of the end is the one that its certificate is for.
func (a *Trace) certain(end string) bool {
	if end == endLeast {
		return a.Least == a.Proved.Least
	}
	return a.quantity().Most == a.Proved.quantity().Most
}

// RestsOn says of each number of the answer that no certificate proves what it rests
// on instead.
func (a *Trace) RestsOn() []string {
	var out []string
	for i := range a.Parts {
		for _, s := range a.Parts[i].RestsOn() {
			out = append(out, fmt.Sprintf("part %d: %s", i+1, s))
		}
	}
	if len(a.Contradictions) > 0 {
		if a.ClashChecked {
			return append(out, "that the records contradict each other was found by other code, too, from those that the answer names alone")
		}
		return append(out, "that the records contradict each other has no certificate; it was asked anew")
	}
	for _, end := range []string{endLeast, endMost} {
		why := "has no certificate; it was asked anew"
		switch {
		case a.Certificate != nil && a.certain(end):
			continue
		case a.TriedAgain:
			why = "has no certificate; every history was tried, twice, by searches written apart"
		case a.Tried:
			why = "has no certificate; every history was tried, by one search alone"
		case a.Found != nil && end == endLeast:
			why = "has no certificate but one record: " + a.Found.Record + " " + a.Found.Says
		case len(a.Parts) > 0:
			why = "has no certificate of its own; it follows from the parts"
		}
		out = append(out, "the at "+end+" "+why)
	}
	return out
}

// certificate reads the certificate of one end back. It refuses steps that are not
// about the records that they name.
func (p *proving) certificate(a *Trace, side flow.Side) (flow.Certificate, error) {
	c := flow.Certificate{Question: p.ask, Side: side, Number: p.number, Lower: slices.Contains(a.Certificate.Evidence, sides[side])}
	for _, end := range a.Certificate.Evidence {
		if !slices.Contains(sides[:], end) {
			return c, odd(fmt.Sprintf("evidence is used for %q, which is no end of the answer", end))
		}
	}
	var err error
	if c.Scenario, err = p.back(sides[side], a.Certificate.Scenario); err != nil {
		return c, fmt.Errorf("the scenario: %w", err)
	}
	if c.Cut, err = p.back(sides[side], a.Certificate.Cut); err != nil {
		return c, fmt.Errorf("the cut: %w", err)
	}
	return c, nil
}

func (p *proving) back(side string, list []TraceStep) ([]flow.Step, error) {
	var out []flow.Step
	var said []TraceStep
	for _, s := range list {
		kind := slices.Index(stepWords[:], s.Kind)
		switch {
		case kind < 0:
			return nil, odd(fmt.Sprintf("there is no step of the kind %q", s.Kind))
		case !slices.Contains(sides[:], s.For):
			return nil, odd(fmt.Sprintf("a step is for %q, which is no end of the answer", s.For))
		case s.For == side:
			out = append(out, flow.Step{Kind: flow.StepKind(kind), Index: s.Index, Units: s.Units})
			said = append(said, s)
		}
	}
	truth, err := p.steps(side, out)
	if err != nil {
		return nil, err
	}
	for i, s := range said {
		if r := truth[i]; r.Movement != s.Movement || r.Item != s.Item || r.In != s.In || r.Each != s.Each || r.Passed != s.Passed || r.Since != s.Since || !slices.Equal(r.Holding, s.Holding) {
			return nil, odd(fmt.Sprintf("step %d is not about %s", s.Index, stepName(&s)))
		}
	}
	return out, nil
}

func odd(message string) error { return &proviso.Error{Code: "certificate", Message: message} }

// stepName says what a step is about, in ids.
func stepName(s *TraceStep) string {
	switch {
	case s.Movement != "":
		return string(s.Movement)
	case len(s.Holding) > 0:
		return s.Holding[0]
	}
	return "all units"
}

// recorded finds the records behind the numbers of a question.
type recorded interface {
	Record(move int32) *proviso.Movement
	Tallied(tally int32) *proviso.Movement
}

// contradict says of each record of a clash what it says. Of is what the clash was found
// in.
func (a *Trace) contradict(ctx context.Context, s *proviso.Snapshot, in recorded, ask *flow.Question, clash []flow.Clash, of proving, twice bool) error {
	if twice {
		if err := a.checkClash(ctx, of); err != nil {
			return err
		}
	}
	for _, c := range clash {
		var one Contradiction
		switch {
		case c.Evidence >= 0:
			one = evidence(s, in, &ask.Evidence[c.Evidence])
		case c.Move >= 0:
			one = carried(s, in.Record(c.Move))
		case c.Stock.Kind != flow.Enter:
			where, err := of.steps("", []flow.Step{c.Stock})
			if err != nil {
				return err
			}
			one = a.room(s, &where[0])
		}
		if one != (Contradiction{}) && !slices.Contains(a.Contradictions, one) {
			a.Contradictions = append(a.Contradictions, one)
		}
	}
	return nil
}

// checkClash says in the answer whether what it names cannot all hold, by code that has
// nothing of what found it.
func (a *Trace) checkClash(ctx context.Context, of proving) error {
	got, err := flow.Bound(ctx, of.network, of.ask)
	if err != nil || len(got.Clash) == 0 { // it is in no network by itself
		return err
	}
	plain, err := of.network.Plain(&of.ask)
	if err != nil {
		return err
	}
	if err := flow.CheckClash(plain, &of.ask, got.Clash); err != nil {
		return fmt.Errorf("internal error: %w", err)
	}
	a.ClashChecked = true
	return nil
}

// carried says what a movement or stocktake says of how much there was.
func carried(s *proviso.Snapshot, m *proviso.Movement) Contradiction {
	size := sizeWords(bounds(m.Quantity), unitOf(s, m.Item))
	says := "carried " + size
	switch {
	case m.Kind == proviso.Count:
		says = "counted " + size
	case m.Kind == proviso.Assemble:
		says = "took parts and made " + size + " of them"
	}
	if len(m.Lots) == 1 {
		says += ", all of lot " + string(m.Lots[0])
	}
	return Contradiction{Record: string(m.ID), Says: says}
}

// room says for how many units the stock of a holding has room by its records.
func (a *Trace) room(s *proviso.Snapshot, x *TraceStep) Contradiction {
	if m := s.Movement(x.Movement); m != nil {
		return carried(s, m)
	}
	d := tracing{&drawing{s: s}, a, false}
	size := "no more than " + d.unitsOf(x) + d.inside(x)
	if x.Units == 0 {
		size = "none"
	}
	says := "by its records had " + size + " left of the stock of " + x.Since
	switch x.Kind {
	case stepWords[flow.Rest]:
		says = "by its records has " + size + " at the end"
	case stepWords[flow.Surface]:
		says = "by its records got " + size + " unrecorded"
	}
	return Contradiction{Says: says, Holding: strings.Join(x.Holding, " or ")}
}

func evidence(s *proviso.Snapshot, in recorded, e *flow.Evidence) Contradiction {
	m, q := (*proviso.Movement)(nil), bounds(proviso.Quantity{Least: e.Least, Most: e.Most})
	if e.Tally >= 0 {
		m = in.Tallied(e.Tally)
		return Contradiction{Record: string(m.ID), Says: "found " + sizeWords(q, unitOf(s, m.Item)) + " of them in the stock counted"}
	}
	m = in.Record(e.Move)
	return Contradiction{Record: string(m.ID), Says: "is known to have carried " + sizeWords(q, unitOf(s, m.Item)) + " of them"}
}
