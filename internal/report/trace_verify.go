package report

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// CheckTrace says what of an answer does not hold on the records: nothing if it
// all does. The numbers are checked through their certificates, by a checker that
// has nothing of what finds answers; all else is asked anew and compared. Where all
// histories were tried a second search, written apart, tries them again, if they are
// few enough for it; then the answer is marked. The snapshot must be of the days that
// the answer names.
func CheckTrace(ctx context.Context, s *proviso.Snapshot, a *Trace) ([]string, error) {
	q, err := a.question()
	if err != nil {
		return []string{err.Error()}, nil
	}
	var faults []string
	for i := range a.Parts {
		more, err := CheckTrace(ctx, s, &a.Parts[i])
		if err != nil {
			return nil, err
		}
		for _, f := range more {
			faults = append(faults, fmt.Sprintf("part %d: %s", i+1, f))
		}
	}
	of, err := provings(s, q, a)
	if err != nil {
		return append(faults, err.Error()), nil
	}
	faults = append(faults, certified(a, of)...)
	q.Twice = true
	fresh, err := AskTrace(ctx, s, q)
	if err != nil {
		var fault *proviso.Error
		if errors.As(err, &fault) {
			return append(faults, err.Error()), nil
		}
		return nil, err
	}
	a.TriedAgain, a.ClashChecked = fresh.TriedAgain, fresh.ClashChecked
	differ, err := differences(a, fresh)
	return append(faults, differ...), err
}

// question is the one that the answer says it answers.
func (a *Trace) question() (TraceQuestion, error) {
	q := TraceQuestion{Of: a.Of, To: a.To, Through: a.Through, Item: a.Item, Asks: a.Asks, On: proviso.LastDay}
	q.Conventions = slices.Collect(maps.Keys(a.Conventions))
	if q.Conventions == nil {
		q.Conventions = []string{}
	}
	if _, ok := asksOf[a.Asks]; !ok {
		return q, odd(fmt.Sprintf("asks %q, which is no question", a.Asks))
	}
	if a.On == ".." {
		return q, nil
	}
	var err error
	q.On, err = proviso.ParseDay(a.On)
	return q, err
}

// provings finds what the certificates of both ends are about.
func provings(s *proviso.Snapshot, q TraceQuestion, a *Trace) (of [2]proving, err error) {
	p, err := newPlant(s, q)
	switch {
	case err != nil:
		return of, err
	case p != nil:
		of, err = p.provings(a)
	default:
		t, err := newTracer(s, q)
		if err != nil {
			return of, err
		}
		if of, err = t.provings(); err != nil {
			return of, err
		}
		of[flow.AtLeast].number = a.Proved.Least
	}
	of[flow.AtMost].number = a.Proved.quantity().Most
	return of, err
}

// certified checks the certificates of both ends.
func certified(a *Trace, of [2]proving) []string {
	if a.Certificate == nil {
		if len(a.Contradictions) > 0 {
			return nil
		}
		return []string{"there is no certificate"}
	}
	var out []string
	for _, side := range []flow.Side{flow.AtMost, flow.AtLeast} {
		c, err := of[side].certificate(a, side)
		var plain *flow.Plain
		if err == nil {
			plain, err = of[side].network.Plain(&c.Question)
		}
		if err == nil {
			err = flow.Check(plain, c)
		}
		if err != nil {
			out = append(out, fmt.Sprintf("at %s: %s", sides[side], err.Error()))
		}
	}
	return out
}

// differences names the fields, certificates and parts aside, in which the answer
// is not the one that the records give.
func differences(a, fresh *Trace) ([]string, error) {
	said, err := fieldsOf(a)
	if err != nil {
		return nil, err
	}
	truth, err := fieldsOf(fresh)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, name := range slices.Sorted(maps.Keys(truth)) {
		if name != "certificate" && name != "parts" && !reflect.DeepEqual(said[name], truth[name]) {
			out = append(out, fmt.Sprintf("%s is not what the records give: %s, not %s", name, brief(truth[name]), brief(said[name])))
		}
	}
	if len(a.Parts) != len(fresh.Parts) {
		out = append(out, "it does not have the parts that its question has")
		return out, nil
	}
	for i := range a.Parts {
		if x, y := &a.Parts[i], &fresh.Parts[i]; !slices.Equal(x.Of, y.Of) || !slices.Equal(x.To, y.To) || x.Asks != y.Asks || x.On != y.On || x.Item != y.Item {
			out = append(out, fmt.Sprintf("part %d answers another question", i+1))
		}
	}
	return out, nil
}

func fieldsOf(a *Trace) (map[string]any, error) {
	text, err := json.Marshal(a)
	if err != nil {
		return nil, err
	}
	var out map[string]any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return out, d.Decode(&out)
}

// brief shows a JSON value in a message, cut short if it is long.
func brief(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		return "?"
	}
	const longest = 60
	if r := []rune(string(text)); len(r) > longest {
		return string(r[:longest]) + "..."
	}
	return string(text)
}
