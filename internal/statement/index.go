package statement

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// index finds the claims of movements that a denial, a total or a rule can be
// held against, without looking at all of them: each claim stands under the
// parts it states.
type index map[string][]*class

func newIndex(classes []*class) index {
	x := index{}
	for _, c := range classes {
		if c.not && !isTotal(c.literal) {
			continue
		}
		for _, k := range claimKeys(c) {
			x[k] = append(x[k], c)
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
	m, form := c.pattern(), string(c.form)
	out := []string{form}
	for _, it := range m.Items {
		out = append(out, form+"i"+string(it))
	}
	for _, p := range ends(&m.To) {
		out = append(out, form+"t"+string(c.topic.trees.top(p)))
	}
	for _, p := range ends(&m.From) {
		out = append(out, form+"f"+string(c.topic.trees.top(p)))
	}
	if m.AccountOf != "" {
		out = append(out, form+"e"+c.topic.Key)
	}
	return slices.Compact(slices.Sorted(slices.Values(out)))
}

// pattern gives the movement or holding that a literal is about.
func (l *literal) pattern() *proviso.SomeMovement {
	if l.form == proviso.FormStock {
		return stockPattern(&l.stock)
	}
	return &l.move
}

// near gives the claims of the form that can fit the pattern in all parts but
// one: they stand in one of any two lists of parts that it states. With one such
// part they fit that one.
func (x index) near(t *trees, form proviso.Form, m *proviso.SomeMovement) []*class {
	var lists [][]*class
	add := func(keys ...string) {
		var list []*class
		for _, k := range keys {
			list = append(list, x[string(form)+k]...)
		}
		if len(keys) > 0 {
			lists = append(lists, list)
		}
	}
	var items, to, from []string
	for _, it := range m.Items {
		items = append(items, "i"+string(it))
	}
	for _, p := range ends(&m.To) {
		to = append(to, "t"+string(t.top(p)))
	}
	for _, p := range ends(&m.From) {
		from = append(from, "f"+string(t.top(p)))
	}
	add(items...)
	add(to...)
	add(from...)
	switch len(lists) {
	case 0:
		return x[string(form)]
	case 1:
		lists = append(lists, nil)
	}
	slices.SortStableFunc(lists, func(a, b []*class) int { return len(a) - len(b) })
	out := slices.Concat(lists[0], lists[1])
	slices.SortFunc(out, func(a, b *class) int { return a.n - b.n })
	return slices.Compact(out)
}

// against gives the claims that a literal can rule out or come near.
func (x index) against(t *trees, l *literal) []*class {
	if l.form == proviso.FormInstrument {
		return x[string(l.form)+string(l.stage.Stage)+string(l.stage.Instrument)]
	}
	if k := factKey(l); k != "" {
		return x[k]
	}
	return x.near(t, l.form, l.pattern())
}
