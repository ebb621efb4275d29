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

// said asks the records about a claim as it was said on a day. Where that day is
// known within bounds only, what is proved by its last may not be by its first.
func (q *asking) said(p proviso.Proposition, on proviso.Date) (*SaidRecord, error) {
	last := statement.AsSaid(p, on, min(on.Latest(), q.s.AsOf))
	r, err := q.claim(last)
	if _, exact := on.Exact(); last == p || exact || err != nil || r.Status != statusProved {
		return r, err
	}
	if !on.Earliest().Open() {
		first, err := q.claim(statement.AsSaid(p, on, on.Earliest()))
		if err != nil || first.Status == statusProved {
			return r, err
		}
	}
	return &SaidRecord{Status: statusPossible, Because: append(because("it turns on the day on which it was said"), r.Because...)}, nil
}

// asking is what claims are held against.
type asking struct {
	ctx  context.Context
	s    *proviso.Snapshot
	b    *statement.Book
	deep bool // the network of stock is asked too
}

// claim asks the records about a claim.
func (q *asking) claim(p proviso.Proposition) (*SaidRecord, error) {
	switch p := p.(type) {
	case *proviso.SomeMovement:
		return q.movement(p)
	case *proviso.SomeStock:
		return q.stock(p)
	case *proviso.Intention:
		return q.plan(p), nil
	case *proviso.PolicyHeld:
		return heldOnRecord(q.s, p), nil
	case *proviso.InstrumentStage:
		return stageOnRecord(q.s, p), nil
	case *proviso.Negotiation:
		return nothingOnRecord("no kind of record is of talks, so none can show that there were any, or none"), nil
	case *proviso.IfThen:
		return q.condition(p)
	case *proviso.Knowledge:
		return q.knowledge(p)
	}
	return nil, nil
}

// same says whether two answers are one in status and reasons.
func (r *SaidRecord) same(o *SaidRecord) bool {
	if r == nil || o == nil {
		return r == o
	}
	return r.Status == o.Status && slices.EqualFunc(r.Because, o.Because, func(a, b Reason) bool { return a.Text == b.Text })
}

func nothingOnRecord(why ...string) *SaidRecord {
	r := &SaidRecord{Status: statusNothing, Because: []Reason{}}
	for _, text := range why {
		r.Because = append(r.Because, because(text)...)
	}
	return r
}

func because(text string, records ...string) []Reason {
	return []Reason{{Text: text, Records: append([]string{}, records...)}}
}

func (q *asking) movement(p *proviso.SomeMovement) (*SaidRecord, error) {
	found := q.b.OnRecord(p)
	if len(found.Proves) > 0 {
		return &SaidRecord{Status: statusProved, Because: because("a movement on record is surely one: "+joinAnd(movementIDs(found.Proves)), movementIDs(found.Proves)...)}, nil
	}
	if q.deep {
		r, err := traced(q.ctx, q.s, p)
		if r != nil || err != nil {
			return r, err
		}
	}
	if len(found.May) == 0 {
		return nothingOnRecord(), nil
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
	q := TraceQuestion{Asks: "reached", On: p.When.Latest(), Conventions: []string{}}
	byThen := p.When.Earliest() == proviso.FirstDay && proviso.DateOfDay(min(q.On, s.AsOf)).During(p.When) == proviso.Yes
	through := p.Origin != "" && byThen
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
	case through && t.Least >= need && len(p.Kinds) == 0 && p.From == (proviso.End{}) && (!p.InAll || p.Quantity.Contains(t.quantity())):
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

// plan finds what is on record as planned, and what was done; the one is no proof
// that it was meant on the day, the other none that it was meant.
func (q *asking) plan(p *proviso.Intention) *SaidRecord {
	found := q.b.OnRecord(p)
	r := nothingOnRecord()
	var planned, done []string
	for _, id := range append(slices.Clone(found.Proves), found.May...) {
		if q.s.Movement(id).Basis == proviso.Planned {
			planned = append(planned, string(id))
		} else {
			done = append(done, string(id))
		}
	}
	if len(planned) > 0 {
		r.Status, r.Because = statusPossible, append(r.Because, because("on record as planned: "+joinAnd(planned), planned...)...)
	}
	if len(done) > 0 {
		r.Status, r.Because = statusPossible, append(r.Because, because("on record as a movement that fits, not as a plan: "+joinAnd(done), done...)...)
	}
	return r
}
