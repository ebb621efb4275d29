package report

import (
	"slices"
	"strconv"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
)

// Explain draws the whole derivation behind a movement, a condition
// ("premise/end-user") or what one says of the other ("sale:premise/end-user"),
// with the records it rests on, their sources and where they stand in the
// files. An id that the answer does not know gives the empty text.
func Explain(a *Answer, s *proviso.Snapshot, id string, look Look) string {
	d := &drawing{page: newPage(look), a: a, s: s}
	movement, condition := ExplainID(s, id)
	if movement == "" && condition == "" {
		return ""
	}
	if c := s.Condition(condition); c != nil {
		d.clause(c)
	}
	drawn := false
	for i := range a.Movements {
		m := &a.Movements[i]
		if movement != "" && m.ID != movement {
			continue
		}
		if d.derivation(m, condition) {
			drawn = true
		}
	}
	for i := range a.Duties {
		x := &a.Duties[i]
		if (movement == "" || x.Movement == movement) && (condition == "" || x.Condition == condition) {
			d.dutyDerivation(x)
			drawn = true
		}
	}
	if !drawn && d.Len() > 0 {
		d.blank()
		d.para(0, plain, "On these records it says nothing of any movement.")
	}
	return d.String()
}

// ExplainID takes apart what can be explained: the id of a movement, of a
// condition, or both with a colon between. What is not on record is empty.
func ExplainID(s *proviso.Snapshot, id string) (proviso.MovementID, proviso.ConditionID) {
	first, second, both := strings.Cut(id, ":")
	m, c := proviso.MovementID(first), proviso.ConditionID(second)
	if !both {
		c = proviso.ConditionID(first)
	}
	if s.Movement(m) == nil {
		m = ""
	}
	if s.Condition(c) == nil {
		c = ""
	}
	if both && (m == "" || c == "") {
		return "", ""
	}
	return m, c
}

// clause quotes the condition.
func (d *drawing) clause(c *proviso.Condition) {
	d.line(0, strong, string(c.ID))
	if in := d.s.Instrument(c.Instrument); in != nil {
		d.para(inset, plain, d.paper(in))
	}
	if c.Words != "" {
		d.para(inset, plain, "in its words: "+c.Words)
	}
	d.record(inset, string(c.ID))
}

// derivation draws the findings on one movement, of one condition or of all,
// and says whether there were any.
func (d *drawing) derivation(m *Movement, only proviso.ConditionID) bool {
	drawn := only == ""
	for i := range m.Findings {
		drawn = drawn || m.Findings[i].Condition == only
	}
	if !drawn {
		return false
	}
	if d.Len() > 0 {
		d.blank()
	}
	d.head(m)
	d.para(inset, faint, d.circumstances(m))
	d.record(inset, string(m.ID))
	d.readings(m)
	for i := range m.Findings {
		if f := &m.Findings[i]; only == "" || f.Condition == only {
			d.blank()
			d.steps(m, f)
		}
	}
	return true
}

// steps draws every step of one finding with its records.
func (d *drawing) steps(m *Movement, f *Finding) {
	v := f.Verdict.String()
	text := d.dress(verdictStyle(v), verdictWords(v, m.Basis))
	text += "; it binds " + countWords(f.Binds, f.Unit) + " of the movement"
	if f.Binds.none() {
		text = "does not bind"
	}
	if !f.none() && f.Verdict != proviso.Permitted {
		text += ", and the verdict falls on " + countWords(f.Bounds, f.Unit)
	}
	switch {
	case f.Binds.none():
	case f.Exact:
		text += " (exact)"
	case f.Binds.quantity().Least != f.Binds.quantity().Most:
		text += " (at the widest: the truth may lie within a narrower range)"
	}
	d.labelled(inset, labelWidth, verdictStyle(v), string(f.Condition), text)
	d.reasons(f.Because)
	for _, r := range proviso.Readings {
		if got, ok := f.Readings[r]; ok && readingsDiffer(m) {
			text := verdictWords(got.Verdict, m.Basis)
			if got.Verdict != "unknown" && !got.none() {
				text += ", " + countWords(got.Bounds, f.Unit)
			}
			d.labelled(inset+2, labelWidth-2, faint, readingWords[r], text)
		}
	}
	for _, n := range f.Needs {
		d.note(needLabel(f), 0, d.needs([]Need{n}, f.Unit, Bounds{Least: -1}))
	}
	for _, s := range f.Settles {
		d.note("settled by", 0, named(d.s, s))
	}
}

func (d *drawing) reasons(because []Reason) {
	for i, b := range because {
		d.labelled(inset+2, 4, plain, strconv.Itoa(i+1)+".", named(d.s, b.Text))
		for _, id := range b.Records {
			d.record(inset+6, id)
		}
	}
}

func (d *drawing) dutyDerivation(x *Duty) {
	if d.Len() > 0 {
		d.blank()
	}
	d.duty(x)
	d.reasons(x.Because)
}

// record says what a record is, where it stands and, the first time, on which
// sources it rests.
func (d *drawing) record(indent int, id string) {
	kind, pos, sources := d.lookUp(id)
	if kind == "" {
		d.para(indent, faint, id)
		return
	}
	text := kind + " " + id
	if at := pos.String(); at != "" {
		text += ", " + at
	}
	d.para(indent, faint, text)
	if slices.Contains(d.cited, id) {
		return
	}
	d.cited = append(d.cited, id)
	for _, src := range sources {
		d.para(indent+2, faint, d.source(src))
	}
}

func (d *drawing) lookUp(id string) (kind string, pos proviso.Pos, sources []proviso.SourceID) {
	if c := d.s.Condition(proviso.ConditionID(id)); c != nil {
		in := d.s.Instrument(c.Instrument)
		return "condition", c.Pos, in.Sources
	}
	if r := d.find(id); r != nil {
		e := proviso.EnvelopeOf(r)
		return string(r.RecordKind()), e.Pos, e.Sources
	}
	return "", proviso.Pos{}, nil
}

// find gives the record of that id, whatever its kind, or nil.
func (d *drawing) find(id string) proviso.Record {
	if r := d.s.Instrument(proviso.InstrumentID(id)); r != nil {
		return r
	}
	if r := d.s.Movement(proviso.MovementID(id)); r != nil {
		return r
	}
	if r := d.s.Statement(proviso.StatementID(id)); r != nil {
		return r
	}
	if r := d.s.Item(proviso.ItemID(id)); r != nil {
		return r
	}
	if r := d.s.Source(proviso.SourceID(id)); r != nil {
		return r
	}
	if r := d.s.Party(proviso.PartyID(id)); r != nil {
		return r
	}
	if r := d.s.Place(proviso.PlaceID(id)); r != nil {
		return r
	}
	return nil
}

// source is what is known of a source, in one line.
func (d *drawing) source(id proviso.SourceID) string {
	text := "source " + string(id)
	s := d.s.Source(id)
	if s == nil {
		return text
	}
	for _, part := range []string{s.Name, s.Outlet, s.Published.String(), s.Address} {
		if part != "" && part != "?" {
			text += ", " + part
		}
	}
	if s.Grade != "" {
		text += ", grade " + string(s.Grade)
	}
	return text
}
