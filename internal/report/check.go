package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/condition"
)

// Question narrows what Check answers.
type Question struct {
	Movement proviso.MovementID // only this one; "": all
}

// detailed is the number of movements up to which an answer also names the
// clauses that a movement comes near and that do not bind it.
const detailed = 100

// Check judges every movement of the snapshot against every clause.
func Check(ctx context.Context, s *proviso.Snapshot, q Question) (*Answer, error) {
	if q.Movement != "" && s.Movement(q.Movement) == nil {
		return nil, &proviso.Error{Code: "dangling-id", Message: fmt.Sprintf("no movement %q", q.Movement)}
	}
	r, err := condition.Decide(ctx, s)
	if err != nil {
		return nil, err
	}
	a := &Answer{
		Case: s.Case, AsOf: s.AsOf.String(), Known: s.Known.String(),
		Movements: []Movement{}, Duties: []Duty{}, DutyTotals: []DutyTotal{}, Statements: []Statement{}, Problems: []Problem{},
		Papers: papers(s),
	}
	if q.Movement == "" {
		a.Movements = make([]Movement, 0, len(r.Movements))
	}
	for i := range r.Movements {
		j := &r.Movements[i]
		if q.Movement != "" && j.ID != q.Movement {
			continue
		}
		near := q.Movement != "" || len(r.Movements) <= detailed
		a.Movements = append(a.Movements, movement(s, j, near))
		*j = condition.Judged{} // a large answer is not held twice
	}
	for _, d := range r.Duties {
		if q.Movement == "" || d.Movement == q.Movement {
			a.Duties = append(a.Duties, duty(d))
		}
	}
	if q.Movement == "" {
		a.DutyTotals = dutyTotals(s, r.Duties)
		a.Statements = statements(s)
		for _, st := range s.Statements {
			for _, u := range st.Claim.Unread {
				a.Problems = append(a.Problems, unreadProblem(st, u))
			}
		}
	}
	for _, p := range r.Problems {
		if q.Movement == "" || slices.Contains(p.Records, string(q.Movement)) {
			a.Problems = append(a.Problems, Problem{Code: p.Code, Message: p.Message, Hint: p.Hint, Records: p.Records})
		}
	}
	signatures, more := signaturesOf(s, a, r.Signatures)
	a.Signatures, a.Problems = signatures, append(a.Problems, more...)
	return a, nil
}

func movement(s *proviso.Snapshot, j *condition.Judged, near bool) Movement {
	m := Movement{
		ID: j.ID, Kind: j.Kind, Basis: j.Basis, When: j.When.String(), Item: j.Item, Bounds: bounds(j.Quantity),
		Unit: unitOf(s, j.Item), From: holding(j.From), To: holding(j.To), RivalTo: j.RivalTo,
		Verdict: j.Verdict, Readings: map[proviso.Reading]string{}, Findings: make([]Finding, 0, len(j.Findings)),
	}
	for r, v := range j.Readings {
		m.Readings[r] = readingWord(v.Verdict, v.Known)
	}
	if j.Depends != nil {
		b := bounds(*j.Depends)
		m.Depends = &b
	}
	for i := range j.Findings {
		m.Findings = append(m.Findings, finding(&j.Findings[i]))
	}
	if near {
		near := condition.Near(s, j)
		for i := range near {
			near[i].Unit = m.Unit
			m.Findings = append(m.Findings, finding(&near[i]))
		}
		slices.SortStableFunc(m.Findings, func(a, b Finding) int { return strings.Compare(string(a.Condition), string(b.Condition)) })
	}
	m.Open = open(s, j.Movement, m.Findings)
	for _, g := range j.Doubts {
		m.Open = append(m.Open, fmt.Sprintf("whether %s is what its giver gave (%s)", g.Instrument, g.Standing.Words()))
	}
	return m
}

func readingWord(v proviso.Verdict, known bool) string {
	if !known {
		return "unknown"
	}
	return v.String()
}

// travels says whether goods pass places on the way, as for condition.
func travels(k proviso.MovementKind) bool {
	return k == proviso.Transfer || k == proviso.Lend || k == proviso.Return || k == proviso.Capture
}

// open names what is not on record about the movement. It bears on a clause
// only where a finding says so; the route can bear on clauses of territory only.
func open(s *proviso.Snapshot, m *proviso.Movement, findings []Finding) []string {
	var out []string
	if !m.Via.Known && travels(m.Kind) {
		route := "the route"
		if !slices.ContainsFunc(findings, func(f Finding) bool { return f.Kind == proviso.KindTerritory }) {
			route += " (no clause on record turns on it)"
		}
		out = append(out, route)
	}
	if !m.Quantity.Known() {
		out = append(out, "the number of units")
	}
	if !m.When.Known() {
		out = append(out, "the day")
	}
	for _, id := range m.Under {
		if in := s.Instrument(id); in != nil && in.Text.Seen != proviso.TextWhole {
			seen := "unseen"
			if in.Text.Seen == proviso.TextPart {
				seen = "seen in part"
			}
			out = append(out, fmt.Sprintf("clauses of %s that are not on record (text %s)", id, seen))
		}
	}
	return out
}

func finding(f *proviso.Finding) Finding {
	out := Finding{
		Condition: f.Condition, Instrument: f.Instrument, Kind: f.Kind, Verdict: f.Verdict,
		Bounds: bounds(f.Units), Unit: f.Unit, IfBound: f.IfBound, Binds: bounds(f.Binds), Exact: f.Exact, By: f.By,
		Readings: map[proviso.Reading]ReadingAnswer{},
		Needs:    []Need{}, Because: reasons(f.Because), Settles: f.Settles,
	}
	if out.Settles == nil {
		out.Settles = []string{}
	}
	for r, v := range f.Readings {
		out.Readings[r] = ReadingAnswer{Verdict: readingWord(v.Verdict, v.Known), Bounds: bounds(v.Units)}
	}
	for _, n := range f.Needs {
		out.Needs = append(out.Needs, Need{What: n.What, From: n.From, Status: n.Status, Bounds: bounds(n.Units)})
	}
	return out
}

func reasons(rs []proviso.Reason) []Reason {
	out := make([]Reason, len(rs))
	for i, r := range rs {
		out[i] = Reason{Text: r.Text, Records: r.Records}
	}
	return out
}

func bounds(q proviso.Quantity) Bounds {
	if q.Most == proviso.Unbounded {
		return Bounds{Least: q.Least}
	}
	return Bounds{Least: q.Least, Most: &q.Most}
}

func unitOf(s *proviso.Snapshot, id proviso.ItemID) string {
	if it := s.Item(id); it != nil {
		return it.Unit
	}
	return ""
}

// holding writes who owns, who has (where it is another) and where.
func holding(h proviso.Holding) string {
	var b strings.Builder
	b.WriteString(orUnknown(string(h.Owner)))
	if h.Holder != h.Owner {
		fmt.Fprintf(&b, " (with %s)", orUnknown(string(h.Holder)))
	}
	if h.At != "" && string(h.At) != string(h.Owner) {
		fmt.Fprintf(&b, " at %s", h.At)
	}
	return b.String()
}

func orUnknown(s string) string {
	if s == "" {
		return "?"
	}
	return s
}

func statements(s *proviso.Snapshot) []Statement {
	out := []Statement{}
	for _, st := range s.Statements {
		if st.Said.Known() && st.Said.Earliest() > s.AsOf {
			continue
		}
		out = append(out, statementAnswer(st))
	}
	return out
}

func statementAnswer(st *proviso.Statement) Statement {
	one := Statement{
		ID: st.ID, By: []string{}, Through: append([]string{}, st.Through...), Said: st.Said.String(), Mode: st.Mode,
		Not: st.Claim.Not, About: append([]string{}, st.Claim.About...), Words: st.Words, Grade: string(st.Grade),
	}
	for _, by := range st.By {
		one.By = append(one.By, speaker(by))
	}
	return one
}

func speaker(sp proviso.Speaker) string {
	if sp.Party != "" {
		return string(sp.Party)
	}
	if sp.Of != "" {
		return fmt.Sprintf("%s (of %s)", sp.Anonymous, sp.Of)
	}
	return sp.Anonymous
}

// papers counts the instruments with clauses by how much of their text is on
// record.
func papers(s *proviso.Snapshot) Papers {
	p := Papers{Unseen: []proviso.InstrumentID{}}
	for _, in := range s.Instruments {
		if len(in.Conditions) == 0 {
			continue
		}
		p.Instruments++
		switch in.Text.Seen {
		case proviso.TextWhole:
			p.Whole++
		case proviso.TextPart:
			p.Part++
		default:
			p.Unseen = append(p.Unseen, in.ID)
		}
	}
	return p
}
