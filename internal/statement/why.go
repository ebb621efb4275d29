package statement

import (
	"fmt"
	"slices"
	"strings"

	"github.com/proviso-ledger/proviso"
)

// whyConflict derives that nothing that can have been fits both.
func (t *trees) whyConflict(a, b *literal) []proviso.Reason {
	if !t.denies(b, a) {
		a, b = b, a
	}
	say := func(text string) proviso.Reason { return proviso.Reason{Text: text} }
	out := []proviso.Reason{say("one says: " + literalWords(t.s, a)), say("the other says: " + literalWords(t.s, b))}
	if a.form == proviso.FormMovement || a.form == proviso.FormStock {
		if fit := t.whyWithin(b.pattern(), a.pattern()); fit != "" {
			out = append(out, say(fit))
		}
		floor, needs := a.floor()
		ceil, allows := b.ceiling()
		if needs && allows && floor > ceil && (isTotal(a) || isTotal(b)) {
			out = append(out, say(fmt.Sprintf("the one needs %s at least, the other allows %s at most", count(floor), count(ceil))))
		}
	}
	return append(out, say("whatever fits the first is ruled out by the second"+dayWords(a, b)))
}

func dayWords(a, b *literal) string {
	if b.all == always {
		return ""
	}
	return ": its days (" + spanWords(a.some) + ") lie within those of the denial (" + spanWords(b.all) + ")"
}

// whyWithin names the steps up the trees that the comparison rests on.
func (t *trees) whyWithin(b, a *proviso.SomeMovement) string {
	var steps []string
	step := func(whole proviso.PartyID, e *proviso.End) {
		for _, p := range ends(e) {
			if whole != "" && p != whole && t.party(whole, p) {
				steps = append(steps, t.s.PartyName(p)+" is part of "+t.s.PartyName(whole))
			}
		}
	}
	for _, pair := range [][2]*proviso.End{{&b.From, &a.From}, {&b.To, &a.To}} {
		for _, p := range ends(pair[0]) {
			step(p, pair[1])
		}
	}
	if b.Lethal && len(a.Items) > 0 {
		steps = append(steps, joinItems(a.Items)+" is lethal")
	}
	if b.Origin != "" && a.Origin == "" {
		steps = append(steps, "what "+t.s.PartyName(b.Origin)+" sends comes from it")
	}
	slices.Sort(steps)
	return strings.Join(slices.Compact(steps), "; ")
}

func (t *trees) whyInformed(a, c *class) []proviso.Reason {
	text := "one has information, the other denies what it says: both can be so, if the information is wrong"
	return append([]proviso.Reason{{Text: text}}, t.whyConflict(a.literal, c.literal)...)
}

// whyNear says by what a denial misses a claim that it comes near; "" if the
// two have nothing to do with each other.
func (t *trees) whyNear(a, b *class) string {
	if a.form != b.form {
		return ""
	}
	var missed []part
	switch a.form {
	case proviso.FormMovement, proviso.FormIntention, proviso.FormNegotiation:
		missed = t.uncovered(&b.move, &a.move)
		if !quantityCovers(&b.move, &a.move) {
			missed = append(missed, partQuantity)
		}
		if a.form != proviso.FormMovement && !t.parties(b.by, a.by) {
			if a.form != proviso.FormIntention || a.move.Origin == "" || !t.parties(b.by, []proviso.PartyID{a.move.Origin}) {
				return ""
			}
		}
	case proviso.FormInstrument:
		if !t.stageCovers(&b.stage, &a.stage) {
			return ""
		}
	case proviso.FormPolicy, proviso.FormKnowledge:
		if a.fact != b.fact || a.form == proviso.FormKnowledge && !t.parties(b.by, a.by) {
			return ""
		}
	case proviso.FormStock, proviso.FormCondition:
		return ""
	}
	if len(missed) > 1 && a.topic != b.topic || len(missed) == 1 && a.topic != b.topic && !t.related(missed[0], &b.move, &a.move) {
		return ""
	}
	var why []string
	for _, p := range missed {
		why = append(why, t.missedWords(p, &b.move, &a.move))
	}
	switch {
	case b.loose:
		why = append(why, "how far back and on the denial reaches is not on record")
	case !a.some.within(b.all):
		why = append(why, "days of the denial: "+spanWords(b.all)+"; of the claim: "+spanWords(a.some))
	case a.form == proviso.FormIntention && !a.planned.within(b.planned):
		why = append(why, "the days of what is planned are not the same")
	}
	if len(why) == 0 {
		return ""
	}
	return "both can be true: " + strings.Join(why, "; ")
}

// related says whether a denial that misses a claim in this part alone still
// has to do with it.
func (t *trees) related(p part, b, a *proviso.SomeMovement) bool {
	switch p {
	case partFrom:
		return len(ends(&a.From)) == 0 || slices.ContainsFunc(ends(&b.From), func(x proviso.PartyID) bool {
			return a.Origin != "" && t.party(x, a.Origin) || slices.ContainsFunc(ends(&a.From), func(y proviso.PartyID) bool { return t.party(y, x) })
		})
	case partTo:
		return len(ends(&a.To)) == 0 || slices.ContainsFunc(ends(&b.To), func(x proviso.PartyID) bool {
			return slices.ContainsFunc(ends(&a.To), func(y proviso.PartyID) bool { return t.party(y, x) })
		})
	case partItem:
		return b.Lethal && !t.known(a.Items) || len(a.Items) == 0 || t.contains(a.Items, b.Items) || t.contains(b.Items, a.Items)
	case partOrigin:
		return a.Origin == ""
	case partKind, partVia, partUnder, partQuantity, partDay:
	}
	return true
}

// known says whether the record says of every item whether it is lethal.
func (t *trees) known(items []proviso.ItemID) bool {
	return !slices.ContainsFunc(items, func(id proviso.ItemID) bool {
		it := t.s.Item(id)
		return it == nil || it.Lethal == proviso.Maybe
	})
}

// contains says whether one of the items is made of one of the parts.
func (t *trees) contains(items, parts []proviso.ItemID) bool {
	return slices.ContainsFunc(items, func(id proviso.ItemID) bool {
		it := t.s.Item(id)
		return it != nil && slices.ContainsFunc(it.MadeOf, func(c proviso.Component) bool { return slices.Contains(parts, c.Item) })
	})
}

func (t *trees) missedWords(p part, b, a *proviso.SomeMovement) string {
	switch p {
	case partFrom:
		who := endWords(t.s, &b.From)
		if a.Origin != "" && slices.ContainsFunc(ends(&b.From), func(x proviso.PartyID) bool { return t.party(x, a.Origin) }) {
			return fmt.Sprintf("the denial is of supply by %s itself, the claim of units that came from %s and were passed on by %s",
				who, t.s.PartyName(a.Origin), endWords(t.s, &a.From))
		}
		return "the denial is of supply by " + who + ", the claim of supply by " + endWords(t.s, &a.From)
	case partTo:
		return "the denial names " + endWords(t.s, &b.To) + " as receiver, the claim " + endWords(t.s, &a.To)
	case partItem:
		if t.contains(a.Items, b.Items) || t.contains(b.Items, a.Items) {
			return "the one is of a whole, the other of a part of it"
		}
		return "the claim is not surely of the goods that the denial names"
	case partOrigin:
		return "the claim does not say that the units came from " + t.s.PartyName(b.Origin)
	case partKind:
		return "the claim is not surely of the kind of movement that is denied"
	case partVia:
		return "the denial is of a route that the claim does not name"
	case partUnder:
		return "the denial is of movement under a paper that the claim does not name"
	case partQuantity:
		return "the denial is of another number"
	case partDay:
	}
	return "the days are not the same"
}

// whyApart derives that two claims are of different movements, if they are.
func (t *trees) whyApart(a, b *class) []proviso.Reason {
	parts := t.apartIn(&a.move, &b.move)
	x, y := a.some, b.some
	if a.form == proviso.FormIntention && b.form == a.form {
		x, y = a.planned, b.planned
	}
	if a.form == b.form && x.apart(y) {
		parts = append(parts, "day: "+spanWords(x)+" against "+spanWords(y))
	}
	if len(parts) == 0 {
		return nil
	}
	return []proviso.Reason{{Text: "two accounts of one event: " + strings.Join(parts, "; ")},
		{Text: "both can be true if they are of different movements; the records take them for one"}}
}

// apartIn names the parts in which no movement fits both patterns.
func (t *trees) apartIn(a, b *proviso.SomeMovement) []string {
	var out []string
	if a.HasQuantity && b.HasQuantity && !a.InAll && !b.InAll && (a.Quantity.Most < b.Quantity.Least || b.Quantity.Most < a.Quantity.Least) {
		out = append(out, "number: "+a.Quantity.Human()+" against "+b.Quantity.Human())
	}
	if disjoint(a.Items, b.Items) {
		out = append(out, "goods: "+joinItems(a.Items)+" against "+joinItems(b.Items))
	}
	if disjoint(a.Kinds, b.Kinds) {
		out = append(out, "kind: "+kindWords(a.Kinds)+" against "+kindWords(b.Kinds))
	}
	if t.endsApart(&a.From, &b.From) {
		out = append(out, "from: "+endWords(t.s, &a.From)+" against "+endWords(t.s, &b.From))
	}
	if t.endsApart(&a.To, &b.To) {
		out = append(out, "to: "+endWords(t.s, &a.To)+" against "+endWords(t.s, &b.To))
	}
	if a.Origin != "" && b.Origin != "" && t.s.PartyWithin(a.Origin, b.Origin) == proviso.No {
		out = append(out, "origin: "+t.s.PartyName(a.Origin)+" against "+t.s.PartyName(b.Origin))
	}
	return out
}

func disjoint[T comparableWord](a, b []T) bool {
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(x T) bool { return slices.Contains(b, x) })
}

type comparableWord interface{ ~string }

func (t *trees) endsApart(a, b *proviso.End) bool {
	for _, x := range ends(a) {
		for _, y := range ends(b) {
			if t.s.PartyWithin(x, y) != proviso.No {
				return false
			}
		}
	}
	return len(ends(a)) > 0 && len(ends(b)) > 0
}

func whyPlan(planDenied bool) []proviso.Reason {
	text := "both can be true: the one is of what was meant, the other of what had not been done"
	if planDenied {
		text = "both can be true: the denial is of a plan on its day, the claim of what was done"
	}
	return []proviso.Reason{{Text: text}}
}

func whyLink(c, met, broken *class) []proviso.Reason {
	s := c.topic.trees.s
	return []proviso.Reason{{Text: "one says: " + literalWords(s, c.literal)}, {Text: "the first part is said to be so: " + literalWords(s, met.literal)},
		{Text: "the second is ruled out: " + literalWords(s, broken.literal)}}
}

func whyBroken(s *proviso.Snapshot, a *class, clause *proviso.Condition) []proviso.Reason {
	return []proviso.Reason{{Text: "a rule can hold and be broken, so both can be true: " + literalWords(s, a.literal) + " would break " + string(clause.ID),
		Records: []string{string(clause.ID)}}}
}

func whyIndirect(s *proviso.Snapshot, a *class, by proviso.PartyID, clause *proviso.Condition) []proviso.Reason {
	return []proviso.Reason{{Text: fmt.Sprintf("both can be true: %s binds supply by %s; what is claimed is supply by %s of units that came from %s",
		clause.ID, s.PartyName(by), endWords(s, &a.move.From), s.PartyName(a.move.Origin)), Records: []string{string(clause.ID)}}}
}

func whyOtherUser(s *proviso.Snapshot, a *class, clause *proviso.Condition, rule *proviso.EndUser, to []proviso.PartyID) []proviso.Reason {
	text := fmt.Sprintf("they differ on where the goods end: %s names %s, the claim names %s", clause.ID, joinParties(s, rule.Parties), joinParties(s, to))
	return []proviso.Reason{{Text: text, Records: []string{string(clause.ID)}},
		{Text: "both can be true: if other units than those under " + string(clause.Instrument) + " go, or if the clause is broken"}}
}
