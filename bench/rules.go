package main

import (
	"fmt"
	"math/rand/v2"
)

// The set has a tree of parties: states, and in each a force, a maker and a
// depot. Rules name states or their parts; only parts move goods. So no party
// is a whole of which a rule names a part, and every fact is exact: the other
// engines have no third truth value, and all must give the same verdict.
const (
	states = 50
	items  = 40 // the even ones are lethal
	days   = 1_000
)

var branches = [...]string{"force", "maker", "depot"}

// anybody stands for every party, as a party that all others are part of.
const anybody = 0

const parties = 1 + states*(1+len(branches))

// state and branch give the numbers of parties; 1 to 50 are states.
func state(n int) int     { return 1 + n }
func branch(n, b int) int { return 1 + states + n*len(branches) + b }

// above gives the party that the party is part of.
func above(p int) int {
	if p <= states {
		return anybody
	}
	return state((p - 1 - states) / len(branches))
}

// owner gives the state that the party is or is part of.
func owner(p int) int {
	if p <= states {
		return p
	}
	return above(p)
}

func partyID(p int) string {
	switch {
	case p == anybody:
		return "anybody"
	case p <= states:
		return fmt.Sprintf("S%02d", p-1)
	}
	n := p - 1 - states
	return fmt.Sprintf("S%02d-%s", n/len(branches), branches[n%len(branches)])
}

func itemID(i int) string { return fmt.Sprintf("item-%02d", i) }

func lethal(i int) bool { return i%2 == 0 }

// rule forbids supply of some items by one party to another in a period,
// unless somebody approves.
type rule struct {
	by, to      int
	lethal      bool  // all lethal items
	items       []int // these items; none and not lethal: all items
	first, last int   // days
	approver    int   // anybody: nobody's approval lifts it
	answer      *answer
}

func (r rule) about(item int) bool {
	for _, i := range r.items {
		if i == item {
			return true
		}
	}
	return r.lethal && lethal(item) || !r.lethal && len(r.items) == 0
}

// answer is what the approver said: yes for some goods, maybe withdrawn later,
// or no. Movements are on even days and answers on odd ones, so that no verdict
// rests on the order within a day.
type answer struct {
	item             int // none: any item
	to               int
	most             int64 // of one movement; none: any number
	given, withdrawn int   // days; never: not at all
	refused          int
}

const (
	none  = -1
	never = 1 << 20
)

// request is a movement that is asked about.
type request struct {
	by, to, item, day int
	units             int64
}

// ruleSet gives n rules, the same ones for the same n.
func ruleSet(n int) []rule {
	rnd := rand.New(rand.NewPCG(1, uint64(n)))
	rules := make([]rule, n)
	for i := range rules {
		rules[i] = oneRule(rnd)
	}
	return rules
}

func oneRule(rnd *rand.Rand) rule {
	r := rule{by: someParty(rnd), to: someParty(rnd), last: days}
	for owner(r.by) == owner(r.to) {
		r.to = someParty(rnd)
	}
	if rnd.IntN(20) == 0 {
		r.by = anybody
	}
	switch rnd.IntN(4) {
	case 0:
		r.lethal = true
	case 1:
	default:
		for range 1 + rnd.IntN(3) {
			r.items = append(r.items, rnd.IntN(items))
		}
	}
	if rnd.IntN(2) == 0 {
		r.first = rnd.IntN(days)
		r.last = r.first + rnd.IntN(days)
	}
	if r.by != anybody && rnd.IntN(5) < 2 {
		r.approver = state(rnd.IntN(states))
		if rnd.IntN(3) < 2 {
			r.answer = oneAnswer(rnd, r)
		}
	}
	return r
}

// someParty gives a state, or now and then a part of one.
func someParty(rnd *rand.Rand) int {
	if n := rnd.IntN(states); rnd.IntN(5) > 0 {
		return state(n)
	} else {
		return branch(n, rnd.IntN(len(branches)))
	}
}

func oneAnswer(rnd *rand.Rand, r rule) *answer {
	a := &answer{item: none, to: r.to, most: none, given: never, withdrawn: never, refused: never}
	odd := func() int { return 1 + 2*rnd.IntN(days/2) }
	if rnd.IntN(5) == 0 {
		a.refused = odd()
	} else {
		a.given = odd()
		if rnd.IntN(4) == 0 {
			a.withdrawn = a.given + 2 + 2*rnd.IntN(days/4)
		}
	}
	if len(r.items) > 0 && rnd.IntN(2) == 0 {
		a.item = r.items[0]
	}
	if rnd.IntN(2) == 0 {
		a.most = 100 * int64(1+rnd.IntN(50))
	}
	return a
}

// requests gives movements, half of them at random and half between the
// parties that some rule names, so that the rules have work to do.
func requests(n int, rules []rule) []request {
	rnd := rand.New(rand.NewPCG(2, uint64(len(rules))))
	out := make([]request, n)
	for i := range out {
		q := request{by: somePart(rnd, anybody), to: somePart(rnd, anybody), item: rnd.IntN(items),
			day: 2 * rnd.IntN(days/2), units: 100 * int64(1+rnd.IntN(100))}
		if i%2 == 0 {
			r := rules[rnd.IntN(len(rules))]
			q.by, q.to = somePart(rnd, r.by), somePart(rnd, r.to)
		}
		for owner(q.by) == owner(q.to) { // what a state passes to itself is no supply
			q.by = somePart(rnd, anybody)
		}
		out[i] = q
	}
	return out
}

// somePart gives a party within the one given that has no parts.
func somePart(rnd *rand.Rand, of int) int {
	switch {
	case of == anybody:
		return branch(rnd.IntN(states), rnd.IntN(len(branches)))
	case of <= states:
		return branch(of-1, rnd.IntN(len(branches)))
	}
	return of
}
