package main

import proviso "github.com/proviso-ledger/proviso"

// handRule is a rule as somebody would write it who needs no more than this
// set: numbers for parties, a bit for each item.
type handRule struct {
	rule
	goods       uint64 // by item
	answerGoods uint64
}

func handRules(rules []rule) []handRule {
	out := make([]handRule, len(rules))
	for n, r := range rules {
		h := handRule{rule: r}
		for i := range items {
			if r.about(i) {
				h.goods |= 1 << i
			}
			if r.answer != nil && (r.answer.item == none || r.answer.item == i) {
				h.answerGoods |= 1 << i
			}
		}
		out[n] = h
	}
	return out
}

// within says whether p is of, or a part of it.
func within(p, of int) bool { return of == anybody || p == of || above(p) == of }

// bites says whether the rule is about the item on the day.
func (h *handRule) bites(q *request) bool {
	return h.goods>>q.item&1 == 1 && h.first <= q.day && q.day <= h.last
}

// verdict is what the rule makes of a movement that it is about.
func (h *handRule) verdict(q *request) proviso.Verdict {
	a := h.answer
	switch {
	case h.approver == anybody:
		return proviso.Forbidden
	case a == nil || h.answerGoods>>q.item&1 == 0 || !within(q.to, a.to):
		return proviso.Missing
	case a.refused <= q.day:
		return proviso.Forbidden
	case a.given <= q.day && q.day < a.withdrawn && (a.most == none || q.units <= a.most):
		return proviso.Permitted
	}
	return proviso.Missing
}

// linear looks at every rule.
func linear(rules []rule, asked []request) engine {
	hand := handRules(rules)
	return engine{"by hand, every rule in turn", func(from int, out []proviso.Verdict) {
		for i := range out {
			q, v := &asked[from+i], proviso.Permitted
			for n := range hand {
				h := &hand[n]
				if within(q.by, h.by) && within(q.to, h.to) && h.bites(q) {
					v = v.Worse(h.verdict(q))
				}
			}
			out[i] = v
		}
	}}
}

// table has, for every pair of parties, the rules about it: one look decides
// which rules there are.
type table [parties * parties][]handRule

func newTable(rules []rule) *table {
	t := new(table)
	hand := handRules(rules)
	for by := range parties {
		for to := range parties {
			for _, h := range hand {
				if within(by, h.by) && within(to, h.to) {
					t[by*parties+to] = append(t[by*parties+to], h)
				}
			}
		}
	}
	return t
}

func (t *table) decide(q *request) proviso.Verdict {
	v := proviso.Permitted
	row := t[q.by*parties+q.to]
	for n := range row {
		if row[n].bites(q) {
			v = v.Worse(row[n].verdict(q))
		}
	}
	return v
}

// indexed is given the numbers of parties and items: nothing can be faster
// that looks at the rules at all.
func indexed(rules []rule, asked []request) engine {
	t := newTable(rules)
	return engine{"by hand, one look in a table", func(from int, out []proviso.Verdict) {
		for i := range out {
			out[i] = t.decide(&asked[from+i])
		}
	}}
}

// indexedText is given ids as a record has them and looks up their numbers.
func indexedText(rules []rule, asked []request) engine {
	t := newTable(rules)
	party, item := map[string]int{}, map[string]int{}
	for p := range parties {
		party[partyID(p)] = p
	}
	for i := range items {
		item[itemID(i)] = i
	}
	type written struct {
		by, to, item string
		day          int
		units        int64
	}
	texts := make([]written, len(asked))
	for i, q := range asked {
		texts[i] = written{partyID(q.by), partyID(q.to), itemID(q.item), q.day, q.units}
	}
	return engine{"by hand, the table after three ids", func(from int, out []proviso.Verdict) {
		for i := range out {
			w := &texts[from+i]
			out[i] = t.decide(&request{party[w.by], party[w.to], item[w.item], w.day, w.units})
		}
	}}
}
