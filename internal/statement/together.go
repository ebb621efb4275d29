package statement

import (
	"fmt"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Conflicts of three claims or more, any two of which can be true: parts that
// exceed a whole, and a claim that no case is left for, since each is ruled out
// by another claim. Only sets with a derivation as short as these are looked for.

const (
	mostParts = 12    // of one whole, the largest, are added up
	mostAdded = 4     // of them in one set
	mostSets  = 20    // of one whole
	mostAll   = 1_000 // sets in all
)

// floor and ceiling give the least and the greatest number of units that a claim
// sets, of movements or of a stock.
func (l *literal) floor() (int64, bool) {
	switch {
	case l.some.empty():
		return 0, false
	case l.form == proviso.FormStock:
		return stockFloor(&l.stock, l.not)
	}
	return floorOf(&l.move, l.not)
}

func (l *literal) ceiling() (int64, bool) {
	if l.form == proviso.FormStock {
		return stockCeil(&l.stock, l.not)
	}
	return ceilOf(&l.move, l.not)
}

// counts says whether the literal is about numbers of units.
func (l *literal) counts() bool {
	return l.form == proviso.FormMovement || l.form == proviso.FormStock
}

// exceed finds claims of different units that all fit the whole and together
// are more than it allows. The list is of claims near it.
func (r *relating) exceed(whole *class, list []*class) {
	most, limited := whole.ceiling()
	if r.sets <= 0 || !whole.counts() || !limited || most <= 0 || whole.loose || whole.soft {
		return
	}
	type share struct {
		*class
		least int64
	}
	var parts []share // the largest first
	for _, a := range list {
		least, ok := a.floor()
		full := len(parts) == mostParts
		if a == whole || a.soft || a.form != whole.form || !ok || least < 1 || least > most || full && least <= parts[mostParts-1].least ||
			!a.some.within(whole.all) || a.not && !isTotal(a.literal) || len(r.trees.uncovered(whole.pattern(), a.pattern())) > 0 {
			continue
		}
		at := len(parts)
		for at > 0 && parts[at-1].least < least {
			at--
		}
		parts = slices.Insert(parts[:min(len(parts), mostParts-1)], at, share{a, least})
	}
	left := mostSets
	var add func(from int, set []*class, sum int64)
	add = func(from int, set []*class, sum int64) {
		for i := from; i < len(parts) && len(set) < mostAdded && left > 0; i++ {
			p := parts[i].class
			if slices.ContainsFunc(set, func(o *class) bool { return r.trees.apart(o.literal, p.literal) == "" }) {
				continue
			}
			more := append(slices.Clone(set), p)
			if total := proviso.SatAdd(sum, parts[i].least); total > most {
				left--
				r.together(append([]*class{whole}, more...), r.trees.whyExceed(whole, more, total, most))
			} else {
				add(i+1, more, total)
			}
		}
	}
	add(0, nil, 0)
}

// apart says by what two claims are surely of different units, "" if they may be
// of the same: no movement fits both or, of stock on one day, no holding does. A
// party in whichever role tells nothing apart, since one may own what the other has.
func (t *trees) apart(a, b *literal) string {
	p, q := a.pattern(), b.pattern()
	roles := func(x, y *proviso.End) bool {
		return t.partiesApart(x.Owner, y.Owner) || t.partiesApart(x.Holder, y.Holder) || x.At != "" && y.At != "" &&
			t.s.PlaceWithin(x.At, y.At) == proviso.No && t.s.PlaceWithin(y.At, x.At) == proviso.No
	}
	switch {
	case a.form == proviso.FormStock && (!a.some.oneDay() || a.some != b.some):
		return ""
	case disjoint(p.Items, q.Items):
		return "goods"
	case roles(&p.To, &q.To):
		return "holding"
	case a.form == proviso.FormStock:
		return ""
	case roles(&p.From, &q.From):
		return "holding"
	case a.some.apart(b.some):
		return "days"
	case disjoint(p.Kinds, q.Kinds):
		return "kind"
	case !isTotal(a) && !isTotal(b) && p.HasQuantity && q.HasQuantity && (p.Quantity.Most < q.Quantity.Least || q.Quantity.Most < p.Quantity.Least):
		return "number"
	}
	return ""
}

func (t *trees) partiesApart(a, b proviso.PartyID) bool {
	return a != "" && b != "" && t.s.PartyWithin(a, b) == proviso.No && t.s.PartyWithin(b, a) == proviso.No
}

// meets notes that c rules out a in part, for divide.
func (r *relating) meets(a, c *class) {
	if a.soft || c.soft || c.loose || a.form != c.form || a.not && !isTotal(a.literal) || a.some.empty() || a.some.apart(c.all) {
		return
	}
	p := a.pattern()
	if len(p.Items) < 2 && len(p.Kinds) < 2 && a.some.within(c.all) {
		return // it has one case only
	}
	for _, m := range r.trees.uncovered(c.pattern(), p) {
		if m != partItem && m != partKind || m == partItem && disjoint(p.Items, c.pattern().Items) || m == partKind && disjoint(p.Kinds, c.move.Kinds) {
			return
		}
	}
	r.limits[a] = append(r.limits[a], c)
}

// divide finds claims that together leave no case of a: each of its items, kinds
// and days is ruled out by one. Of a number in all, the cases add up.
func (r *relating) divide(a *class, limits []*class) {
	adds := isTotal(a.literal) || a.form == proviso.FormStock
	var used []*class
	var because []proviso.Reason
	for _, one := range a.cases() {
		chain, why := r.chain(one, limits, adds)
		if chain == nil {
			return
		}
		because = append(because, why...)
		for _, c := range chain {
			if !slices.Contains(used, c) {
				used = append(used, c)
			}
		}
	}
	say := func(text string) proviso.Reason { return proviso.Reason{Text: text} }
	last := "each case of it is ruled out by one of the others"
	if adds {
		least, ok := a.floor()
		most := int64(0)
		for _, c := range used {
			n, _ := c.ceiling()
			most = proviso.SatAdd(most, n)
		}
		if !ok || least <= most {
			return
		}
		last = fmt.Sprintf("the whole needs %s at least, its parts allow %s at most", count(least), count(most))
	}
	because = append([]proviso.Reason{say("one says: " + literalWords(r.s, a.literal))}, because...)
	r.together(append([]*class{a}, used...), append(because, say(last)))
}

// cases parts a claim by items and kinds: whatever fits it fits one of them.
func (l *literal) cases() []*literal {
	out := []*literal{l}
	if l.form == proviso.FormStock {
		out = nil
		for i := range l.stock.Items {
			one := *l
			one.stock.Items = l.stock.Items[i : i+1]
			out = append(out, &one)
		}
		return out
	}
	if len(l.move.Items) > 1 {
		out = nil
		for i := range l.move.Items {
			one := *l
			one.move.Items = l.move.Items[i : i+1]
			out = append(out, &one)
		}
	}
	if len(l.move.Kinds) < 2 {
		return out
	}
	var kinds []*literal
	for _, o := range out {
		for i := range l.move.Kinds {
			one := *o
			one.move.Kinds = l.move.Kinds[i : i+1]
			kinds = append(kinds, &one)
		}
	}
	return kinds
}

// chain gives claims that rule out the case on all its days one after the other,
// the one that reaches farthest first; nil if a day is left. With adds each sets
// a greatest number, and stock has it on all days at once.
func (r *relating) chain(one *literal, limits []*class, adds bool) (out []*class, why []proviso.Reason) {
	from := one.some.lo
	for {
		var best *class
		var far proviso.Day
		for _, c := range limits {
			part := *one
			part.some = span{max(from, c.all.lo), min(one.some.hi, c.all.hi)}
			if part.some.lo > from || part.some.hi < from || best != nil && part.some.hi <= far || one.form == proviso.FormStock && part.some != one.some {
				continue
			}
			if r.rulesOut(c, &part, adds) {
				best, far = c, part.some.hi
			}
		}
		if best == nil {
			return nil, nil
		}
		out = append(out, best)
		part := *one
		part.some = span{from, far}
		why = append(why, proviso.Reason{Text: literalWords(r.s, &part) + " against: " + literalWords(r.s, best.literal)})
		if far >= one.some.hi {
			return out, why
		}
		from = far + 1
	}
}

func (r *relating) rulesOut(c *class, part *literal, adds bool) bool {
	if !adds {
		return r.trees.denies(c.literal, part)
	}
	_, limited := c.ceiling()
	return limited && len(r.trees.uncovered(c.pattern(), part.pattern())) == 0
}

// together notes a conflict of several claims. Claims of the same statements are
// one side of it.
func (r *relating) together(set []*class, because []proviso.Reason) {
	if r.sets <= 0 {
		return
	}
	var sides [][]*proviso.Statement
	for _, c := range set {
		side := statementsOf(c)
		if !slices.ContainsFunc(sides, func(s []*proviso.Statement) bool { return slices.Equal(s, side) }) {
			sides = append(sides, side)
		}
	}
	if len(sides) < 2 {
		return // they say so themselves
	}
	r.sets--
	x := Relation{A: sides[0], B: slices.Concat(sides[1:]...), Because: because}
	if len(sides) > 2 {
		x.Sides = sides
	}
	r.out.Conflicts = append(r.out.Conflicts, x)
}

func (t *trees) whyExceed(whole *class, parts []*class, least, most int64) []proviso.Reason {
	out := []proviso.Reason{{Text: "one says: " + literalWords(t.s, whole.literal)}}
	for i, p := range parts {
		text := "another says: " + literalWords(t.s, p.literal)
		if i > 0 {
			text += ": other units, by " + t.apart(parts[0].literal, p.literal)
		}
		out = append(out, proviso.Reason{Text: text})
	}
	return append(out, proviso.Reason{Text: fmt.Sprintf("together they need %s at least, the whole allows %s at most", count(least), count(most))})
}
