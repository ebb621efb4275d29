package report

import (
	"fmt"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
)

// stageOnRecord finds the stage in the life of the instrument or, if none is
// named, of one that surely is of those named. Stated is somebody's word and
// proves nothing.
func stageOnRecord(s *proviso.Snapshot, p *proviso.InstrumentStage) *SaidRecord {
	r := nothingOnRecord()
	for _, in := range s.Instruments {
		if p.Instrument != "" && p.Instrument != in.ID {
			continue
		}
		sure := proviso.Yes
		if p.Instrument == "" {
			sure = givenBetween(s, in, p)
		}
		for _, e := range in.Life {
			is := sure
			if p.On.Known() {
				is = is.And(e.On.During(p.On))
			}
			if e.Status != p.Stage || is == proviso.No || r.Status == statusProved || e.On.Known() && e.On.Earliest() > s.AsOf {
				continue
			}
			r.Status, r.Because = statusPossible, lifeReason(in.ID, e)
			if is == proviso.Yes && p.Stage != proviso.Stated {
				r.Status = statusProved
			}
		}
	}
	return r
}

// givenBetween says whether the instrument is of those whom the claim names.
func givenBetween(s *proviso.Snapshot, in *proviso.Instrument, p *proviso.InstrumentStage) proviso.Truth {
	out := proviso.Yes
	for _, pair := range [][2]proviso.PartyID{{in.GivenBy, p.By}, {in.GivenTo, p.To}} {
		switch {
		case pair[1] == "":
		case pair[0] == "":
			out = out.And(proviso.Maybe)
		default:
			out = out.And(s.PartyWithin(pair[0], pair[1]))
		}
	}
	return out
}

func lifeReason(id proviso.InstrumentID, e proviso.Event) []Reason {
	return because(fmt.Sprintf("%s is on record as %s, %s", id, e.Status, e.On), string(id))
}

// heldOnRecord finds whether an instrument was given by the day and nothing has
// happened to it since, or was over by then. Stated is somebody's word and proves
// nothing. That a clause stands in an instrument is on record with it.
func heldOnRecord(s *proviso.Snapshot, p *proviso.PolicyHeld) *SaidRecord {
	in := s.Instrument(p.Policy)
	if in == nil {
		return nothingOnRecord()
	}
	period := []proviso.Date{in.Valid}
	if c := s.Condition(p.Clause); c != nil {
		period = append(period, c.During)
	}
	if r := overOnRecord(in, period, p.On); r != nil {
		return r
	}
	r := nothingOnRecord()
	last := min(s.AsOf, p.On.Earliest())
	ended := slices.ContainsFunc(in.Life, func(e proviso.Event) bool {
		return !slices.Contains([]proviso.Status{proviso.Asked, proviso.Stated, proviso.Given}, e.Status)
	})
	limited := slices.ContainsFunc(period, proviso.Date.Known)
	for _, e := range in.Life {
		switch {
		case e.On.Known() && e.On.Earliest() > min(s.AsOf, p.On.Latest()):
		case e.Status == proviso.Given && !ended && e.On.Known() && e.On.Latest() <= last && !limited:
			r.Status, r.Because = statusProved, lifeReason(in.ID, e)
			return r
		case e.Status == proviso.Given || e.Status == proviso.Stated:
			r.Status, r.Because = statusPossible, lifeReason(in.ID, e)
		}
	}
	return r
}

// overOnRecord refutes that an instrument held on a day: its period was another
// one, or it had ended before and nothing on record revived it.
func overOnRecord(in *proviso.Instrument, period []proviso.Date, on proviso.Date) *SaidRecord {
	first, last := on.Earliest(), on.Latest()
	for _, d := range period {
		if d.Known() && (d.Latest() < first || d.Earliest() > last) {
			return &SaidRecord{Status: statusRefuted, Because: because(fmt.Sprintf("%s has effect in %s only", in.ID, d), string(in.ID))}
		}
	}
	for _, end := range in.Life {
		ends := end.Status == proviso.Withdrawn || end.Status == proviso.Expired || end.Status == proviso.Suspended || end.Status == proviso.Refused
		if !ends || !end.On.Known() || end.On.Latest() >= first {
			continue
		}
		if !slices.ContainsFunc(in.Life, func(e proviso.Event) bool {
			back := e.Status == proviso.Given || e.Status == proviso.Stated || e.Status == proviso.Resumed || e.Status == proviso.Conditional
			return back && e.On.Latest() >= end.On.Earliest()
		}) {
			return &SaidRecord{Status: statusRefuted, Because: lifeReason(in.ID, end)}
		}
	}
	return nil
}

// condition asks about both parts. That both came to be proves that the one held
// with the other; that the first did and the second surely not refutes it. A
// consent that is on record as conditional may be the one.
func (q *asking) condition(p *proviso.IfThen) (*SaidRecord, error) {
	first, err := q.content(p.If)
	if err != nil {
		return nil, err
	}
	second, err := q.content(p.Then)
	if err != nil {
		return nil, err
	}
	r := nothingOnRecord()
	for _, part := range []struct {
		name string
		*SaidRecord
	}{{"the first part", first}, {"the second part", second}} {
		r.Because = append(r.Because, part.named(part.name)...)
		r.IfComplete = r.IfComplete || part.IfComplete
	}
	switch {
	case first.Status == statusProved && (second.Status == statusProved || second.Status == statusRefuted):
		r.Status = second.Status
	case first.Status != statusNothing || second.Status != statusNothing:
		r.Status = statusPossible
	}
	if stage, ok := p.Then.Holds.(*proviso.InstrumentStage); ok && r.Status != statusProved && r.Status != statusRefuted {
		terms := stageOnRecord(q.s, &proviso.InstrumentStage{Instrument: stage.Instrument, By: stage.By, To: stage.To, Stage: proviso.Conditional})
		if terms.Status != statusNothing {
			r.Status, r.Because = statusPossible, append(terms.Because, r.Because...)
		}
	}
	return r, nil
}

// named is a status with its reasons as the reasons of something larger.
func (r *SaidRecord) named(what string) []Reason {
	text := what + ": " + r.Status
	var records []string
	for _, b := range r.Because {
		text += ", " + b.Text
		records = append(records, b.Records...)
	}
	return because(text, records...)
}

// knowledge says what the records have on the information. Who had it, and
// when, is on no record.
func (q *asking) knowledge(p *proviso.Knowledge) (*SaidRecord, error) {
	r := nothingOnRecord("no kind of record is of who knew what")
	if p.That.Holds == nil {
		return r, nil
	}
	inner, err := q.content(p.That)
	if err == nil {
		r.Because = append(r.Because, inner.named("what the information says")...)
	}
	return r, err
}

// content asks about a part of another proposition, as it stands by the day of
// the snapshot.
func (q *asking) content(c proviso.Content) (*SaidRecord, error) {
	if c.Holds == nil {
		return nothingOnRecord("words only"), nil
	}
	r, err := q.said(c.Holds, proviso.DateOfDay(q.s.AsOf))
	if err != nil || !c.Not {
		return r, err
	}
	turned := *r
	switch r.Status {
	case statusProved:
		turned.Status = statusRefuted
	case statusRefuted:
		turned.Status = statusProved
	}
	return &turned, nil
}
