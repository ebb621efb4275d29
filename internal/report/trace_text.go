package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
)

// briefSteps is how many steps of a scenario are shown unless all are asked for.
const briefSteps = 12

// tracing draws one Trace.
type tracing struct {
	*drawing
	t   *Trace
	all bool // every step, with where its record stands
}

// TraceText draws the answer for a person; with explain, every step and where the
// records stand in the files.
func TraceText(a *Trace, s *proviso.Snapshot, explain bool, look Look) string {
	d := tracing{&drawing{page: newPage(look), s: s}, a, explain}
	if a.Case != "" {
		d.para(0, strong, a.Case)
	}
	d.para(0, plain, asOfWords(a.AsOf, a.Known))
	d.blank()
	d.para(0, plain, d.question())
	d.blank()
	d.body()
	for i := range a.Parts {
		part := tracing{d.drawing, &a.Parts[i], explain}
		d.blank()
		d.para(0, plain, part.question())
		if explain {
			part.body()
		} else {
			d.para(inset, plain, part.headline()+" (the proof: --explain)")
		}
	}
	return d.String()
}

func asOfWords(asOf, known string) string {
	if known == "" || known == ".." {
		return "as of " + asOf + ", from everything on record"
	}
	return "as of " + asOf + ", from what was known on " + known
}

// body is the answer below its question.
func (d *tracing) body() {
	if len(d.t.Contradictions) > 0 {
		d.contradictions()
		return
	}
	d.para(0, strong, d.headline())
	if len(d.t.Outer) > 0 {
		d.para(inset, plain, "outer: sound, but perhaps wider than the truth, because "+strings.Join(d.t.Outer, "; "))
	}
	if e := d.t.IfEmpty; e != nil {
		d.para(inset, plain, "if nothing had been in stock before the first record: "+d.span(e.Bounds))
	}
	if !d.t.Tried && d.t.Least > d.t.Proved.Least {
		d.para(inset, plain, "no fewer, because "+d.t.Found.Record+" "+d.t.Found.Says+"; the proof below is of the wider "+d.span(d.t.Proved))
	}
	if d.t.Tried {
		by := "other code"
		if len(d.t.MadeOf) > 0 {
			by = "the same code"
		}
		text := d.eachOf(d.t.Count) + " tried; that is a search, and no proof that can be checked by hand (--verify searches again, by " + by + ")"
		if d.span(d.t.Proved) != d.span(d.t.Bounds) {
			text += "; the proof below is of the wider " + d.span(d.t.Proved)
		}
		d.para(inset, plain, text)
	}
	d.entries()
	d.rests()
	d.told(endMost)
	d.told(endLeast)
	d.bindings()
	if d.t.Certificate != nil {
		d.end(endMost, d.most())
		d.end(endLeast, d.least())
	}
	d.conventions("By convention, which is an agreed way of counting and says nothing of what happened", d.t.Conventions)
	if e := d.t.IfEmpty; e != nil {
		d.conventions("By convention, if nothing had been in stock before the first record", e.Conventions)
	}
	d.unaccounted(d.t.Unaccounted)
	for i, n := range d.t.Notes {
		if i == 0 {
			d.blank()
		}
		d.labelled(inset, labelWidth, faint, "note", n)
	}
}

func (d *tracing) question() string {
	if len(d.t.MadeOf) > 0 {
		return d.aboutProducts()
	}
	text := "Of the " + plural(d.t.Unit, 2) + " of " + string(d.t.Item) + " that came " + d.each(d.t.Of, ofKinds, d.came) + ", how many "
	text += map[string]string{"reached": "can ever have ", "held": "can have been ", "ended": "can have ended "}[d.t.Asks]
	return text + d.each(d.t.To, toKinds, d.arrived) + d.when() + d.byWay() + "?"
}

// aboutProducts is the question about units that went into others.
func (d *tracing) aboutProducts() string {
	return "How many " + plural(d.t.Unit, 2) + " of " + string(d.t.Item) + " with any unit in them that came " + d.each(d.t.Of, ofKinds, d.came) +
		map[string]string{"reached": " can ever have ", "held": " can have been ", "ended": " can have ended "}[d.t.Asks] +
		d.each(d.t.To, toKinds, d.arrived) + d.when() + d.byWay() + "?"
}

// byWay names the places between, of which one is enough.
func (d *tracing) byWay() string {
	if len(d.t.Through) == 0 {
		return ""
	}
	return " by way of " + d.between()
}

func (d *tracing) between() string {
	var names []string
	for _, id := range d.t.Through {
		h, _ := find(d.s, id, throughKinds)
		names = append(names, d.called(h))
	}
	return strings.Join(names, " or ")
}

func (d *tracing) when() string {
	text := ""
	if d.t.On != ".." {
		text += map[bool]string{true: " on ", false: " by "}[d.t.Asks == "held"] + d.t.On
	}
	return text
}

// each puts every id into words.
func (d *tracing) each(ids, kinds []string, words func(handle) string) string {
	out := make([]string, len(ids))
	for i, id := range ids {
		h, _ := find(d.s, id, kinds)
		out[i] = words(h)
	}
	return joinAnd(out)
}

func (d *tracing) came(h handle) string {
	switch h.kind {
	case byInto:
		return "into " + d.called(*h.target)
	case byInstrument:
		return "under " + h.id
	case byLot:
		return "as lot " + h.id
	case byParty:
		return "from " + d.called(h)
	}
	return "by " + h.id
}

func (d *tracing) arrived(h handle) string {
	switch {
	case h.kind == byMovement:
		return "gone by " + h.id
	case h.kind == byInstrument:
		return "gone under " + h.id
	case d.t.Asks == "reached":
		return "reached " + d.called(h)
	case h.kind == byPlace:
		return "at " + d.called(h)
	}
	return "with " + d.called(h)
}

func (d *tracing) called(h handle) string {
	switch h.kind {
	case byParty:
		return d.party(proviso.PartyID(h.id))
	case byPlace:
		return d.place(proviso.PlaceID(h.id))
	}
	return h.id
}

func (d *tracing) headline() string {
	text := d.span(d.t.Bounds)
	switch {
	case d.t.Most != nil && d.t.Least == *d.t.Most:
		return text
	case d.t.Tight:
		return text + "; exact"
	case len(d.t.Exact) == 1:
		return text + "; the at " + d.t.Exact[0] + " is exact"
	}
	return text
}

// span says both ends in words.
func (d *tracing) span(b Bounds) string {
	most := "any number of"
	if b.Most != nil {
		most = proviso.Exactly(*b.Most).Human()
		if b.Least == *b.Most {
			return "exactly " + d.units(b.Least)
		}
	}
	return fmt.Sprintf("at least %s, at most %s %s", proviso.Exactly(b.Least).Human(), most, plural(d.t.Unit, 2))
}

// units counts units; a number without limit is any number.
func (d *tracing) units(n int64) string {
	if n >= noLimit/2 {
		return "any number of " + plural(d.t.Unit, 2)
	}
	return countWords(Bounds{n, &n}, d.t.Unit)
}

// entries says by which movements the units came.
func (d *tracing) entries() {
	var parts []string
	for i, e := range d.t.Entries {
		if i == briefSteps && !d.all {
			parts = append(parts, fmt.Sprintf("and %d more", len(d.t.Entries)-i))
			break
		}
		text := string(e.Movement) + " (" + countWords(e.Bounds, d.unitBy(e.Movement)) + d.basis(e.Movement) + ")"
		if !e.Surely {
			text = "perhaps " + text
		}
		parts = append(parts, text)
	}
	if len(parts) == 0 {
		parts = []string{"by no movement on record"}
	}
	d.labelled(inset, labelWidth, plain, "they came by", strings.Join(parts, ", "))
	if d.all {
		for i := range d.t.Entries {
			d.record(inset+labelWidth, string(d.t.Entries[i].Movement))
		}
	}
}

// basis says that a movement may not have happened.
func (d *tracing) basis(id proviso.MovementID) string {
	if m := d.s.Movement(id); m != nil && (m.Basis == proviso.Reported || m.Basis == proviso.Planned || m.Basis == proviso.Supposed) {
		return ", " + string(m.Basis)
	}
	return ""
}

// end draws the scenario and the cut of one end.
func (d *tracing) end(side, because string) {
	d.blank()
	n := d.t.Proved.quantity().Most
	if side == endLeast {
		n = d.t.Proved.Least
	}
	title := "At " + side + ": any number"
	if n != proviso.Unbounded {
		title = "At " + side + " " + d.units(n)
	}
	switch q := d.t.quantity(); {
	case q.Least < d.t.Proved.Least && side == endLeast, q.Most > d.t.Proved.quantity().Most && side == endMost:
		title = "Proved, were no units to leave or come into holdings that movements do not name: a" + title[1:]
	case !d.t.certain(side):
		title = "Proved, but wider: a" + title[1:]
	}
	d.line(0, strong, title)
	d.scenario(side)
	if side == endLeast && n == 0 {
		return
	}
	d.labelled(inset, labelWidth, plain, map[string]string{endMost: "no more, because", endLeast: "no fewer, because"}[side], because)
}

// scenario lists what went where, in the order of days. Stock that stays where it
// is needs no line but at the end.
func (d *tracing) scenario(side string) {
	var steps []*TraceStep
	for i := range d.t.Certificate.Scenario {
		s := &d.t.Certificate.Scenario[i]
		if s.For == side && (s.Movement != "" || s.Kind == "rest" || s.Kind == "surface") {
			steps = append(steps, s)
		}
	}
	slices.SortStableFunc(steps, func(a, b *TraceStep) int {
		return cmp.Or(cmp.Compare(d.day(a), d.day(b)), cmp.Compare(order(a), order(b)))
	})
	steps = slices.CompactFunc(steps, func(a, b *TraceStep) bool { // what goes into an assembly and comes out of it
		return a.Movement != "" && a.Kind == b.Kind && a.Movement == b.Movement && a.Units == b.Units && a.Item == b.Item && a.Passed == b.Passed
	})
	if len(steps) == 0 {
		text := map[string]string{endMost: "none of them gets there", endLeast: "all of them get there"}[side]
		if side == endLeast && d.t.Came.Least == 0 {
			text = "they need not have come at all"
		}
		d.labelled(inset, labelWidth, plain, "a way it can be", text)
		return
	}
	d.line(inset, plain, map[string]string{
		endMost:  "a way it can be, these of them getting there:",
		endLeast: "a way it can be, these of them staying away:",
	}[side])
	for i, s := range steps {
		if i == briefSteps && !d.all {
			d.line(inset+2, faint, fmt.Sprintf("and %d steps more; to see them: --explain", len(steps)-i))
			return
		}
		d.step(s)
	}
}

func (d *tracing) day(s *TraceStep) proviso.Day {
	if s.Kind == "rest" {
		return proviso.LastDay
	}
	if m := d.s.Movement(s.Movement); m != nil {
		return sortDay(m.When.String())
	}
	return proviso.FirstDay
}

// order puts entries of a day before what follows from them.
func order(s *TraceStep) int {
	if s.Kind == "enter" {
		return 0
	}
	return 1
}

func (d *tracing) step(s *TraceStep) {
	switch m := d.s.Movement(s.Movement); {
	case s.Kind == "rest" && m != nil:
		d.labelled(inset+2, labelWidth-2, plain, string(s.Movement), d.unitsOf(s)+" go into a product together with others of them")
	case m != nil:
		text := d.unitsOf(s)
		if n, ok := m.Quantity.Exact(); ok && n > s.Units/max(1, s.Each) && m.Item == cmp.Or(s.Item, d.t.Item) {
			text = s.number() + " of " + countWords(bounds(m.Quantity), unitOf(d.s, m.Item))
		}
		if m.Kind != proviso.Count {
			text += ", " + d.course(&Movement{ID: m.ID})
			if m.Kind == proviso.Lose {
				text += "; what is lost can be anywhere"
			}
		} else {
			text += " in the stock counted with " + d.where([]string{holding(m.To)})
		}
		d.labelled(inset+2, labelWidth-2, plain, string(s.Movement), m.When.String()+"  "+text+d.passed(s))
		if d.all {
			d.record(inset+labelWidth, string(s.Movement))
		}
	case s.Kind == "rest":
		d.labelled(inset+2, labelWidth-2, plain, "at the end", d.unitsOf(s)+" with "+d.where(s.Holding)+d.inside(s)+d.passed(s))
	default:
		d.labelled(inset+2, labelWidth-2, plain, "unrecorded", d.unitsOf(s)+" come to "+d.where(s.Holding)+d.inside(s))
	}
}

// passed says that the units of a step had come by way of the place between, where others
// of the same scenario had not.
func (d *tracing) passed(s *TraceStep) string {
	for _, o := range d.t.Certificate.Scenario {
		if s.Passed && !o.Passed && o.For == s.For && o.Kind == s.Kind && o.Movement == s.Movement && o.Item == s.Item && slices.Equal(o.Holding, s.Holding) {
			return "; these had come by way of " + d.between()
		}
	}
	return ""
}

// where names a holding, or those that it may be.
func (d *tracing) where(members []string) string {
	const most = 2
	var out []string
	for i, h := range members {
		if i == most {
			return strings.Join(out, ", ") + fmt.Sprintf(" or %d more that the records do not tell apart", len(members)-most)
		}
		out = append(out, named(d.s, h))
	}
	return strings.Join(out, " or ")
}

// conventions stand apart from the bounds.
func (d *tracing) conventions(title string, shares map[string]ConventionShare) {
	if len(shares) == 0 {
		return
	}
	d.blank()
	d.line(0, strong, title)
	if why := withheldAlike(shares); why != "" {
		d.labelled(inset, labelWidth, plain, "none can be followed", why)
		return
	}
	for _, name := range ConventionNames {
		c, ok := shares[name]
		text := "cannot be followed: " + c.Withheld
		if c.Units != nil {
			text = d.units(*c.Units)
		}
		if ok {
			d.labelled(inset, labelWidth, plain, conventionWords[name], text)
		}
	}
}

// withheldAlike gives the reason why no convention can be followed, if it is one.
func withheldAlike(shares map[string]ConventionShare) string {
	why := ""
	for _, c := range shares {
		if c.Withheld == "" || why != "" && c.Withheld != why {
			return ""
		}
		why = c.Withheld
	}
	return why
}

var conventionWords = map[string]string{"mass_balance": "mass balance", "rolling_average": "rolling average", "fifo": "first in, first out", "lifo": "last in, first out"}

// unaccounted says what came or went that no record explains.
func (d *tracing) unaccounted(list []Unaccounted) {
	if len(list) == 0 {
		return
	}
	d.blank()
	d.line(0, strong, "Unaccounted for in the records of this item")
	for i, u := range list {
		if i == briefSteps && !d.all {
			d.line(inset, faint, fmt.Sprintf("and %d more; to see them: --explain", len(list)-i))
			return
		}
		unit := d.t.Unit
		if u.Item != "" {
			unit = unitOf(d.s, u.Item)
		}
		n := proviso.Exactly(u.Units).Human() + " " + plural(unit, u.Units)
		text := "at least " + n + " came to " + d.where(u.Holding) + " that no record explains"
		switch u.Way {
		case "out":
			text = "at least " + n + " left " + d.where(u.Holding) + " without a record"
		case "before":
			text = "at least " + n + " were with " + d.where(u.Holding) + " before its first record"
		}
		d.labelled(inset, labelWidth, plain, "by "+u.Day, text)
	}
}

func (d *tracing) contradictions() {
	d.para(0, bad, "No answer: the records contradict each other. These cannot all hold:")
	for _, c := range d.t.Contradictions {
		if c.Record == "" {
			d.labelled(inset, labelWidth, plain, "stock", named(d.s, c.Holding)+" "+c.Says)
			continue
		}
		d.labelled(inset, labelWidth, plain, c.Record, c.Says)
		d.record(inset+labelWidth, c.Record)
	}
	d.para(inset, plain, d.t.ContradictionIs)
}
