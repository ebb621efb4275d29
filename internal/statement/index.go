package statement

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// index finds the claims of movements that a denial, a total or a rule can be
// held against, without looking at all of them: each claim stands under the
// parts it states.
type index struct {
	at    map[string][]*class
	seen  []int // by class: the last search that found it
	count int   // searches so far
}

func newIndex(classes []*class) *index {
	x := &index{at: map[string][]*class{}, seen: make([]int, len(classes))}
	for _, c := range classes {
		if c.not && !isTotal(c.literal) {
			continue
		}
		for _, k := range claimKeys(c) {
			x.at[k] = append(x.at[k], c)
		}
	}
	return x
}

// factKey gives where claims stand that are no movements: two that can conflict
// stand together. "" for movements.
func factKey(l *literal) string {
	switch l.form {
	case proviso.FormPolicy, proviso.FormKnowledge:
		return string(l.form) + l.fact
	case proviso.FormInstrument:
		return string(l.form) + string(l.stage.Stage) + string(l.stage.Instrument)
	case proviso.FormCondition:
		return string(l.form)
	case proviso.FormMovement, proviso.FormStock, proviso.FormIntention, proviso.FormNegotiation:
	}
	return ""
}

// claimKeys lists where a claim is to be found.
func claimKeys(c *class) []string {
	if k := factKey(c.literal); k != "" {
		out := []string{k}
		if c.form == proviso.FormInstrument && c.stage.Instrument != "" {
			out = append(out, string(c.form)+string(c.stage.Stage)) // for denials that name no instrument
		}
		return out
	}
	form := string(c.form)
	items, to, from := partKeys(c.topic.trees, c.pattern())
	out := []string{form}
	if c.move.AccountOf != "" {
		out = append(out, form+"e"+c.topic.Key)
	}
	for _, list := range [][]string{items, to, from, both(items, to), both(items, from), both(to, from)} {
		for _, k := range list {
			out = append(out, form+k)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// partKeys gives a word for each item, receiver and supplier that the pattern
// names; of parties for the tree that they are in.
func partKeys(t *trees, m *proviso.SomeMovement) (items, to, from []string) {
	for _, it := range m.Items {
		items = append(items, "i"+string(it))
	}
	for _, p := range ends(&m.To) {
		to = append(to, "t"+string(t.top(p)))
	}
	for _, p := range ends(&m.From) {
		from = append(from, "f"+string(t.top(p)))
	}
	return items, to, from
}

// both pairs the words of two parts.
func both(a, b []string) []string {
	var out []string
	for _, x := range a {
		for _, y := range b {
			out = append(out, x+"|"+y)
		}
	}
	return out
}

// pattern gives the movement or holding that a literal is about.
func (l *literal) pattern() *proviso.SomeMovement {
	if l.form == proviso.FormStock {
		return stockPattern(&l.stock)
	}
	return &l.move
}

// near gives the claims of the form that can fit the pattern in all parts but
// one, and those of the same event. Of three parts that it states, they fit two;
// of two, one; of one, that one.
func (x *index) near(t *trees, form proviso.Form, m *proviso.SomeMovement, event string) []*class {
	items, to, from := partKeys(t, m)
	var parts [][]string
	for _, p := range [][]string{items, to, from} {
		if len(p) > 0 {
			parts = append(parts, p)
		}
	}
	if len(parts) == 3 {
		parts = [][]string{both(items, to), both(items, from), both(to, from)}
	}
	if len(parts) == 0 {
		return x.at[string(form)]
	}
	if m.AccountOf != "" {
		parts = append(parts, []string{"e" + event})
	}
	var out []*class
	x.count++
	for _, p := range parts {
		for _, k := range p {
			for _, c := range x.at[string(form)+k] {
				if x.seen[c.n] < x.count {
					x.seen[c.n] = x.count
					out = append(out, c)
				}
			}
		}
	}
	return out
}

// against gives the claims that a literal can rule out or come near.
func (x *index) against(t *trees, l *literal, event string) []*class {
	if l.form == proviso.FormInstrument {
		return x.at[string(l.form)+string(l.stage.Stage)+string(l.stage.Instrument)]
	}
	if k := factKey(l); k != "" {
		return x.at[k]
	}
	return x.near(t, l.form, l.pattern(), event)
}
