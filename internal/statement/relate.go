package statement

import (
	"cmp"
	"context"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Relation is how some statements stand to others.
type Relation struct {
	A, B    []*proviso.Statement // in the order of days
	Because []proviso.Reason
	OneSide bool                   // of a change: other speakers of the same side, not the same one
	Sides   [][]*proviso.Statement // of a conflict that takes more than two: it takes one of each; else nil
}

// Relations are those found between all statements.
type Relations struct {
	Conflicts []Relation // cannot both be true
	Differs   []Relation // can both be true, though they do not say the same
	Changes   []Relation // one speaker, or one side, first the one and later the other
	Retold    []Relation // one claim of one origin told on
	More      bool       // more pairs than were looked at
}

// mostPairs is how many pairs of claims are reported. Only who says very
// different things of very few matters comes near it.
const mostPairs = 20_000

// relating collects relations.
type relating struct {
	*Book
	index  *index
	out    *Relations
	sets   int // of three claims or more, that may still be reported
	left   int
	seen   map[[2]int]bool
	limits map[*class][]*class // of claims with several cases: what rules out some of them
}

// Relate holds every claim against those that it can bear on. It stops early
// with the context's error.
func (b *Book) Relate(ctx context.Context) (*Relations, error) {
	r := &relating{Book: b, index: newIndex(b.classes), out: &Relations{}, left: mostPairs, sets: mostAll, seen: map[[2]int]bool{}, limits: map[*class][]*class{}}
	for i, c := range b.classes {
		if i%256 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		r.hold(c)
	}
	for _, c := range b.classes {
		if list := r.limits[c]; len(list) > 1 {
			r.divide(c, list)
		}
	}
	for _, t := range b.Topics {
		r.accounts(t)
		r.changes(t)
		r.retold(t)
	}
	r.out.More = r.left <= 0 || r.sets <= 0
	r.out.tidy()
	return r.out, nil
}

// hold compares a denial, a total or a rule with the claims it can bear on.
func (r *relating) hold(c *class) {
	switch {
	case c.form == proviso.FormPolicy && !c.not:
		r.rule(c)
		return
	case c.form == proviso.FormCondition:
		r.link(c)
		return
	case !c.not && !isTotal(c.literal):
		return
	}
	r.plans(c)
	near := r.index.against(r.trees, c.literal, c.topic.Key)
	r.exceed(c, near)
	for _, a := range near {
		if a == c || a.soft && c.soft || r.left <= 0 {
			continue
		}
		if r.trees.excludes(a.literal, c.literal) {
			if a.soft || c.soft {
				r.pair(&r.out.Differs, a, c, r.trees.whyInformed(a, c))
			} else {
				r.pair(&r.out.Conflicts, a, c, r.trees.whyConflict(a.literal, c.literal))
			}
			continue
		}
		r.meets(a, c)
		if c.not && !a.not && !a.soft && !c.soft {
			if why := r.trees.whyNear(a, c); why != "" {
				r.pair(&r.out.Differs, a, c, []proviso.Reason{{Text: why}})
			}
		}
	}
}

// plans compares the denial of a movement with plans of it, and the denial of a
// plan with movements: the one is of what is meant, the other of what was done.
func (r *relating) plans(c *class) {
	other := map[proviso.Form]proviso.Form{proviso.FormMovement: proviso.FormIntention, proviso.FormIntention: proviso.FormMovement}[c.form]
	if !c.not || c.soft || other == "" || c.move.InAll {
		return
	}
	for _, a := range r.index.near(r.trees, other, &c.move, c.topic.Key) {
		if !a.not && !a.soft && r.left > 0 && r.trees.covers(&c.move, &a.move) {
			r.pair(&r.out.Differs, a, c, whyPlan(c.form == proviso.FormIntention))
		}
	}
}

// pair notes a relation once. Statements that say both are left out.
func (r *relating) pair(into *[]Relation, a, b *class, because []proviso.Reason) {
	k := [2]int{min(a.n, b.n), max(a.n, b.n)}
	if r.seen[k] {
		return
	}
	r.seen[k] = true
	r.left--
	x := Relation{A: statementsOf(a), B: statementsOf(b), Because: because}
	both := func(st *proviso.Statement) bool { return slices.Contains(x.A, st) }
	x.B = slices.DeleteFunc(x.B, both)
	if len(x.A) > 0 && len(x.B) > 0 {
		if sayDay(x.B[0]) < sayDay(x.A[0]) {
			x.A, x.B = x.B, x.A
		}
		*into = append(*into, x)
	}
}

func statementsOf(c *class) []*proviso.Statement {
	out := make([]*proviso.Statement, 0, len(c.said))
	for _, y := range c.said {
		out = append(out, y.Statement)
	}
	sortByDay(out)
	return slices.Compact(out)
}

// mostAccounts is how many accounts of one event are compared with one another.
const mostAccounts = 60

// accounts compares the claims of one event: two figures, two receivers, sold
// against lent. That they are of one event is the keeper's reading, so they
// differ and do not conflict.
func (r *relating) accounts(t *Topic) {
	var list []*class
	for _, c := range t.literals {
		if !c.not && !c.soft && (c.form == proviso.FormMovement || c.form == proviso.FormIntention) && c.move.AccountOf != "" {
			list = append(list, c)
		}
	}
	slices.SortStableFunc(list, func(a, b *class) int { return cmp.Compare(sayDay(a.said[0].Statement), sayDay(b.said[0].Statement)) })
	if len(list) > mostAccounts {
		list, r.left = list[:mostAccounts], 0
	}
	for i, a := range list {
		for _, b := range list[:i] {
			if why := r.trees.whyApart(b, a); why != nil && r.left > 0 {
				r.pair(&r.out.Differs, b, a, why)
			}
		}
	}
}

// link finds claims that make the first part of a condition true and others
// that make the second false.
func (r *relating) link(c *class) {
	if c.then.ifNot == nil || c.then.then == nil {
		return
	}
	for _, met := range r.opposed(c.then.ifNot) {
		for _, broken := range r.opposed(c.then.then) {
			if met == broken {
				continue
			}
			r.together([]*class{c, met, broken}, whyLink(c, met, broken))
		}
	}
}

// opposed lists the claims that a literal cannot be true with.
func (r *relating) opposed(l *literal) []*class {
	list := r.index.against(r.trees, l, "")
	if !l.not {
		list = r.classes // denials stand in no index; conditions are few
	}
	var out []*class
	for _, c := range list {
		if !c.soft && c.literal != l && r.trees.excludes(c.literal, l) {
			out = append(out, c)
		}
	}
	return out
}

// tidy drops a difference between statements that conflict, and puts everything
// in the order of days.
func (o *Relations) tidy() {
	conflict := map[[2]*proviso.Statement]bool{}
	differ := map[*proviso.Statement]bool{} // only of these it matters whether they conflict
	for _, x := range o.Differs {
		for _, st := range x.A {
			differ[st] = true
		}
	}
	for _, x := range o.Conflicts {
		if x.Sides != nil {
			continue
		}
		for _, a := range x.A {
			for _, b := range x.B {
				if differ[a] || differ[b] {
					conflict[[2]*proviso.Statement{a, b}], conflict[[2]*proviso.Statement{b, a}] = true, true
				}
			}
		}
	}
	for _, x := range o.Changes {
		conflict[[2]*proviso.Statement{x.A[0], x.B[0]}] = true
	}
	// A pair that differs in two ways is shown once, in the first of them.
	o.Differs = slices.DeleteFunc(o.Differs, func(x Relation) bool {
		known := true
		for _, a := range x.A {
			for _, b := range x.B {
				k := [2]*proviso.Statement{a, b}
				known = known && conflict[k]
				conflict[k], conflict[[2]*proviso.Statement{b, a}] = true, true
			}
		}
		return known
	})
	o.Differs = joined(joined(o.Differs, false), true)
	for _, list := range [][]Relation{o.Conflicts, o.Differs, o.Changes, o.Retold} {
		slices.SortStableFunc(list, func(x, y Relation) int {
			return cmp.Or(cmp.Compare(sayDay(x.A[0]), sayDay(y.A[0])), cmp.Compare(x.A[0].ID, y.A[0].ID),
				cmp.Compare(sayDay(x.B[0]), sayDay(y.B[0])), cmp.Compare(x.B[0].ID, y.B[0].ID))
		})
	}
}

// joined makes one relation of those that have the same reasons and the same
// statements on one side.
func joined(list []Relation, onA bool) []Relation {
	at := map[string]int{}
	var out []Relation
	for _, x := range list {
		same, other := x.B, x.A
		if onA {
			same, other = x.A, x.B
		}
		key := ""
		for _, st := range same {
			key += string(st.ID) + " "
		}
		for _, r := range x.Because {
			key += "|" + r.Text
		}
		i, ok := at[key]
		if !ok {
			at[key] = len(out)
			out = append(out, x)
			continue
		}
		side := &out[i].A
		if onA {
			side = &out[i].B
		}
		for _, st := range other {
			if !slices.Contains(*side, st) {
				*side = append(*side, st)
			}
		}
		sortByDay(*side)
	}
	return out
}

func sortByDay(list []*proviso.Statement) {
	slices.SortStableFunc(list, func(a, b *proviso.Statement) int {
		return cmp.Or(cmp.Compare(sayDay(a), sayDay(b)), cmp.Compare(a.ID, b.ID))
	})
}
