package report

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
)

// Change is one answer that is another after a step of knowledge.
type Change struct {
	Step    int      `json:"-"`
	What    string   `json:"what"`   // movement, duty or problem
	ID      string   `json:"id"`     // of a duty: its clause, a colon and the movement
	Before  string   `json:"before"` // verdict or status; "" when there was none
	After   string   `json:"after"`  // the same; "" when there is none any more
	Records []string `json:"-"`      // that either answer rests on
}

// Diff finds which answers change between the first of n snapshots, one for each
// step of knowledge, and the last, and at which step. Between two snapshots that
// give the same answers no step is looked at.
func Diff(ctx context.Context, n int, at func(step int) *proviso.Snapshot) ([]Change, error) {
	answers := map[int]*Answer{}
	answer := func(step int) (*Answer, error) {
		if a := answers[step]; a != nil {
			return a, nil
		}
		a, err := Check(ctx, at(step), Question{})
		answers[step] = a
		return a, err
	}
	var out []Change
	var between func(lo, hi int) error
	between = func(lo, hi int) error {
		before, err := answer(lo)
		if err != nil {
			return err
		}
		after, err := answer(hi)
		if err != nil {
			return err
		}
		changes := compare(before, after)
		switch {
		case len(changes) == 0:
			return nil
		case hi-lo == 1:
			for i := range changes {
				changes[i].Step = hi
			}
			out = append(out, changes...)
			return nil
		}
		mid := (lo + hi) / 2
		if err := between(lo, mid); err != nil {
			return err
		}
		delete(answers, lo)
		return between(mid, hi)
	}
	if n < 2 {
		return nil, nil
	}
	err := between(0, n-1)
	return out, err
}

// said is one answer reduced to what is compared.
type said struct {
	what, id, verdict, whole string
	records                  []string
}

// compare gives the answers that differ, movements first, then duties and
// problems, each by id.
func compare(before, after *Answer) []Change {
	was := map[string]said{}
	for _, s := range sayings(before) {
		was[s.what+" "+s.id] = s
	}
	var out []Change
	now := sayings(after)
	for _, s := range now {
		old, ok := was[s.what+" "+s.id]
		if delete(was, s.what+" "+s.id); ok && old.whole == s.whole {
			continue
		}
		out = append(out, Change{What: s.what, ID: s.id, Before: old.verdict, After: s.verdict, Records: slices.Concat(old.records, s.records)})
	}
	for _, old := range sayings(before) {
		if _, gone := was[old.what+" "+old.id]; gone {
			out = append(out, Change{What: old.what, ID: old.id, Before: old.verdict, Records: old.records})
		}
	}
	order := []string{"movement", "duty", "problem"}
	slices.SortStableFunc(out, func(a, b Change) int { return slices.Index(order, a.What) - slices.Index(order, b.What) })
	return out
}

func sayings(a *Answer) []said {
	var out []said
	for i := range a.Movements {
		m := &a.Movements[i]
		s := said{what: "movement", id: string(m.ID), verdict: verdictWords(m.Verdict.String(), m.Basis), whole: whole(m), records: []string{string(m.ID)}}
		for _, f := range m.Findings {
			s.records = append(s.records, string(f.Instrument))
			for _, r := range f.Because {
				s.records = append(s.records, r.Records...)
			}
		}
		out = append(out, s)
	}
	for i := range a.Duties {
		d := &a.Duties[i]
		s := said{what: "duty", id: fmt.Sprintf("%s:%s", d.Condition, d.Movement), verdict: d.Status, whole: whole(d),
			records: []string{string(d.Movement), string(d.Instrument)}}
		for _, r := range d.Because {
			s.records = append(s.records, r.Records...)
		}
		out = append(out, s)
	}
	for i := range a.Problems {
		p := &a.Problems[i]
		out = append(out, said{what: "problem", id: p.Code + " " + strings.Join(p.Records, " "), verdict: p.Message, whole: whole(p), records: p.Records})
	}
	return out
}

func whole(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic("internal error: " + err.Error())
	}
	return string(text)
}
