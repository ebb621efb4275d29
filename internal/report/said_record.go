package report

import (
	"context"
	"errors"
	"fmt"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/statement"
)

// SaidRecord is what the records have to say of a claim as it stands, not of
// who denies it.
type SaidRecord struct {
	Status string  `json:"status"` // proved, refuted, possible, nothing on record
	Bounds *Bounds `json:"bounds,omitempty"`
	Unit   string  `json:"unit,omitempty"`
	// IfComplete: the records of these goods are taken to be all there is.
	IfComplete bool `json:"if_complete,omitempty"`
	// Because names the records that prove it, or the cut that makes it impossible.
	Because []Reason `json:"because"`
}

// The statuses of a claim against the record.
const (
	statusProved   = "proved"
	statusRefuted  = "refuted"
	statusPossible = "possible"
	statusNothing  = "nothing on record"
)

// claimOnRecord asks the records about a claim; nil if it is not of a kind that they
// can speak to.
func claimOnRecord(ctx context.Context, s *proviso.Snapshot, b *statement.Book, p proviso.Proposition, deep bool) (*SaidRecord, error) {
	switch p := p.(type) {
	case *proviso.SomeMovement:
		return movementOnRecord(ctx, s, b, p, deep)
	case *proviso.Intention:
		return planOnRecord(b, p), nil
	case *proviso.SomeStock:
		return stockOnRecord(ctx, s, p, deep)
	case *proviso.PolicyHeld:
		return heldOnRecord(s, p), nil
	case *proviso.InstrumentStage:
		if p.Instrument == "" {
			return nil, nil
		}
		return stageOnRecord(s, p), nil
	case *proviso.Negotiation, *proviso.IfThen, *proviso.Knowledge:
	}
	return nil, nil
}

func because(text string, records ...string) []Reason {
	return []Reason{{Text: text, Records: append([]string{}, records...)}}
}

func movementOnRecord(ctx context.Context, s *proviso.Snapshot, b *statement.Book, p *proviso.SomeMovement, deep bool) (*SaidRecord, error) {
	found := b.OnRecord(p)
	if len(found.Proves) > 0 {
		return &SaidRecord{Status: statusProved, Because: because("a movement on record is surely one: "+joinAnd(movementIDs(found.Proves)), movementIDs(found.Proves)...)}, nil
	}
	if deep {
		r, err := traced(ctx, s, p)
		if r != nil || err != nil {
			return r, err
		}
	}
	if len(found.May) == 0 {
		return &SaidRecord{Status: statusNothing, Because: []Reason{}}, nil
	}
	return &SaidRecord{Status: statusPossible, Because: because("may be one, which no record settles: "+joinAnd(movementIDs(found.May)), movementIDs(found.May)...)}, nil
}

func movementIDs(list []proviso.MovementID) []string {
	out := make([]string, len(list))
	for i, id := range list {
		out[i] = string(id)
	}
	return out
}

// traced asks the network of stock how many units of the claim's origin can have
// come to its receiver. For a claim of a direct movement only the upper end
// speaks: units that arrive may have come another way.
func traced(ctx context.Context, s *proviso.Snapshot, p *proviso.SomeMovement) (*SaidRecord, error) {
	q := TraceQuestion{Asks: "reached", On: proviso.LastDay, Conventions: []string{}}
	through := p.Origin != ""
	for _, id := range p.Under {
		q.Of, through = append(q.Of, "instrument:"+string(id)), false
	}
	if len(q.Of) == 0 {
		q.Of = partyIDs(p.Origin, p.From.Party, p.From.Owner)
	}
	q.To = partyIDs(p.To.Party, p.To.Owner, p.To.Holder)
	if len(q.Of) == 0 || len(q.To) == 0 || len(p.Items) != 1 {
		return nil, nil
	}
	q.Item = p.Items[0]
	t, err := AskTrace(ctx, s, q)
	var none *proviso.Error
	if errors.As(err, &none) {
		return nil, nil // nothing came by it: the movements one by one say what there is
	}
	if err != nil || len(t.Contradictions) > 0 {
		return nil, err
	}
	need := int64(1)
	if p.HasQuantity {
		need = max(1, p.Quantity.Least)
	}
	d := tracing{&drawing{page: newPage(Look{}), s: s}, t, false}
	r := &SaidRecord{Status: statusPossible, Bounds: &t.Bounds, Unit: t.Unit}
	of, to := joinAnd(q.Of), joinAnd(q.To)
	switch {
	case t.Most != nil && *t.Most < need:
		if len(cutRecords(t, endMost)) == 0 {
			return nil, nil // no record leads there, which is no record that none did
		}
		r.Status, r.IfComplete = statusRefuted, true
		r.Because = because(fmt.Sprintf("on these records at most %s can have come from %s to %s: %s", countWords(Bounds{*t.Most, t.Most}, t.Unit), of, to, d.most()), cutRecords(t, endMost)...)
	case through && t.Least >= need && !p.When.Known() && len(p.Kinds) == 0 && p.From == (proviso.End{}) && (!p.InAll || p.Quantity.Contains(t.quantity())):
		r.Status, r.IfComplete = statusProved, true
		r.Because = because(fmt.Sprintf("at least %s must have come from %s to %s, whichever went: %s", countWords(Bounds{Least: t.Least, Most: &t.Least}, t.Unit), of, to, d.least()), cutRecords(t, endLeast)...)
	default:
		r.Because = because(fmt.Sprintf("the records allow %s from %s to %s", countWords(t.Bounds, t.Unit), of, to), entryRecords(t)...)
	}
	return r, nil
}

// partyIDs gives the first of the ids that is named, as the ids of a trace.
func partyIDs(list ...proviso.PartyID) []string {
	for _, id := range list {
		if id != "" {
			return []string{string(id)}
		}
	}
	return nil
}

// cutRecords names the movements of a cut.
func cutRecords(t *Trace, side string) []string {
	var out []string
	for _, step := range t.Certificate.Cut {
		if id := string(step.Movement); step.For == side && id != "" && !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func entryRecords(t *Trace) []string {
	var out []string
	for _, e := range t.Entries {
		out = append(out, string(e.Movement))
	}
	return out
}

// planOnRecord finds what is on record as planned, or as done.
func planOnRecord(b *statement.Book, p *proviso.Intention) *SaidRecord {
	found := b.OnRecord(p)
	all := movementIDs(append(slices.Clone(found.Proves), found.May...))
	if len(all) == 0 {
		return &SaidRecord{Status: statusNothing, Because: []Reason{}}
	}
	return &SaidRecord{Status: statusPossible, Because: because("on record as planned or as a movement that fits: "+joinAnd(all), all...)}
}

// stageOnRecord finds the stage in the life of an instrument.
func stageOnRecord(s *proviso.Snapshot, p *proviso.InstrumentStage) *SaidRecord {
	r := &SaidRecord{Status: statusNothing, Because: []Reason{}}
	in := s.Instrument(p.Instrument)
	if in == nil {
		return r
	}
	for _, e := range in.Life {
		if e.Status != p.Stage || e.On.Known() && e.On.Earliest() > s.AsOf {
			continue
		}
		sure := proviso.Yes
		if p.On.Known() {
			sure = e.On.During(p.On)
		}
		if sure == proviso.No || r.Status == statusProved {
			continue
		}
		r.Status = statusPossible
		if sure == proviso.Yes && p.Stage != proviso.Stated {
			r.Status = statusProved
		}
		r.Because = lifeReason(p.Instrument, e)
	}
	return r
}

func lifeReason(id proviso.InstrumentID, e proviso.Event) []Reason {
	return because(fmt.Sprintf("%s is on record as %s, %s", id, e.Status, e.On), string(id))
}

// heldOnRecord finds whether an instrument was given by the day and nothing has
// happened to it since. Stated is somebody's word and proves nothing.
func heldOnRecord(s *proviso.Snapshot, p *proviso.PolicyHeld) *SaidRecord {
	r := &SaidRecord{Status: statusNothing, Because: []Reason{}}
	in := s.Instrument(p.Policy)
	if in == nil || len(in.Life) == 0 {
		return r
	}
	last := s.AsOf
	if p.On.Known() {
		last = min(last, p.On.Earliest())
	}
	ended := slices.ContainsFunc(in.Life, func(e proviso.Event) bool { return e.Status != proviso.Given && e.Status != proviso.Stated })
	for _, e := range in.Life {
		switch {
		case e.On.Known() && e.On.Earliest() > s.AsOf:
		case e.Status == proviso.Given && !ended && e.On.Known() && e.On.Latest() <= last && !in.Valid.Known():
			r.Status, r.Because = statusProved, lifeReason(in.ID, e)
			return r
		case e.Status == proviso.Given || e.Status == proviso.Stated:
			r.Status, r.Because = statusPossible, lifeReason(in.ID, e)
		}
	}
	return r
}

// stockOnRecord asks how many units the holdings of a party had on one day.
func stockOnRecord(ctx context.Context, s *proviso.Snapshot, p *proviso.SomeStock, deep bool) (*SaidRecord, error) {
	day, exact := p.On.Exact()
	who := partyIDs(p.In.Party, p.In.Owner, p.In.Holder)
	if !exact || !deep || len(who) == 0 || len(p.Items) != 1 || p.In.At != "" {
		return nil, nil
	}
	a, err := AskStock(ctx, s, day, p.Items[0], false)
	if err != nil || len(a.Items) == 0 {
		return nil, err
	}
	if p.InAll || !p.HasQuantity {
		return nil, nil
	}
	for _, line := range a.Items[0].Holdings {
		if len(line.Holding) == 1 && line.Holding[0] == who[0] {
			return compareStock(p, line, who[0]), nil
		}
	}
	return nil, nil
}

func compareStock(p *proviso.SomeStock, line StockLine, who string) *SaidRecord {
	r := &SaidRecord{Status: statusPossible, Bounds: &line.Bounds, Because: because("the records allow so many with " + who)}
	switch {
	case line.Least >= p.Quantity.Least:
		r.Status, r.IfComplete = statusProved, true
	case line.Most != nil && *line.Most < p.Quantity.Least:
		r.Status, r.IfComplete = statusRefuted, true
	}
	return r
}
