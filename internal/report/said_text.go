package report

import (
	"fmt"
	"slices"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
)

// talking draws one Said.
type talking struct {
	*drawing
	t *Said
}

// mostTopics is how many topics are shown in full; of more, those in conflict.
const mostTopics = 60

// SaidText draws the answer for a person.
func SaidText(a *Said, s *proviso.Snapshot, look Look) string {
	d := &talking{&drawing{page: newPage(look), s: s}, a}
	d.head()
	var words []*SaidTopic
	for _, t := range d.shown() {
		if t.wordsOnly() {
			words = append(words, t)
			continue
		}
		d.blank()
		d.para(0, strong, named(d.s, t.Title))
		d.topic(t)
	}
	if len(words) > 0 {
		d.blank()
		d.para(0, strong, "In words only")
	}
	for _, t := range words {
		d.topic(t)
	}
	d.relations()
	d.unread()
	for i := range a.Scenarios {
		d.scenario(i)
	}
	return d.String()
}

func (d *talking) head() {
	if d.t.Case != "" {
		d.para(0, strong, d.t.Case)
	}
	d.para(0, plain, asOfWords(d.t.AsOf, d.t.Known))
	d.blank()
	n := func(count int, what string) string {
		return proviso.Exactly(int64(count)).Human() + " " + plural(what, int64(count))
	}
	if d.t.Statements == 0 {
		d.para(0, plain, "No statement on record is of what was asked about.")
		return
	}
	sets := ""
	if k := d.sets(); k > 0 {
		sets = n(k, "set") + " of three or more cannot all be true, "
	}
	d.para(0, plain, fmt.Sprintf("%s on %s. %s cannot both be true, %s%s can, though they do not say the same, %s, %s.",
		n(d.t.Statements, "statement"), n(len(d.t.Topics), "matter"), n(d.kind("conflict")-d.sets(), "pair"), sets, n(d.kind("differ"), "pair"),
		n(d.kind("change"), "change")+" of position", n(d.kind("told on"), "claim")+" told on"))
	d.para(0, plain, "A statement proves that it was said. Nothing here says who is right.")
	if d.t.More {
		d.para(0, doubt, "There are more pairs or sets than were looked at: narrow the question with --about, --by or --between.")
	}
	if d.t.NoBounds != "" {
		d.para(0, doubt, "Against the record "+d.t.NoBounds+"; movements were looked at one by one. Narrow the question with --about, --by or --between.")
	}
}

func (d *talking) kind(k string) int {
	n := 0
	for _, x := range d.t.Relations {
		if x.Kind == k {
			n++
		}
	}
	return n
}

// sets counts the conflicts that take more than two statements.
func (d *talking) sets() int {
	n := 0
	for _, x := range d.t.Relations {
		if x.Sides != nil {
			n++
		}
	}
	return n
}

// shown gives the topics to be drawn: all of them, or those in conflict where
// there are many.
func (d *talking) shown() []*SaidTopic {
	var all, some []*SaidTopic
	in := map[proviso.StatementID]bool{}
	for _, x := range d.t.Relations {
		for _, id := range slices.Concat(x.A, x.B) {
			in[id] = in[id] || x.Kind == "conflict"
		}
	}
	for i := range d.t.Topics {
		t := &d.t.Topics[i]
		all = append(all, t)
		if slices.ContainsFunc(t.Claims, func(c SaidClaim) bool {
			return slices.ContainsFunc(c.Sayings, func(y Saying) bool { return in[y.ID] })
		}) {
			some = append(some, t)
		}
	}
	if len(all) <= mostTopics {
		return all
	}
	d.blank()
	some = some[:min(len(some), mostTopics)]
	if len(some) > 0 {
		d.para(0, plain, fmt.Sprintf("Below are %d matters on which statements conflict. To see another: --about ID; to see all: --json", len(some)))
	} else {
		d.para(0, plain, "They are too many to be shown, and no statements conflict. To see one: --about ID; to see all: --json")
	}
	return some
}

// wordsOnly says whether nothing of what was said has a form or a record.
func (t *SaidTopic) wordsOnly() bool {
	return t.Record == "" && !slices.ContainsFunc(t.Claims, func(c SaidClaim) bool { return c.Form != "" })
}

func (d *talking) topic(t *SaidTopic) {
	for i := range t.Claims {
		c := &t.Claims[i]
		if c.Words != "" && (c.Words != t.Title || len(t.Claims) > 1) {
			d.para(inset, plain, named(d.s, c.Words))
		}
		for j := range c.Sayings {
			y := &c.Sayings[j]
			d.labelled(inset+2, saidWidth, plain, saidWords(y.Said), d.saidBy(y))
		}
		d.claimEnd(c)
	}
}

// saidBy is who said it in which way, with the chain, the words and the grade.
func (d *talking) saidBy(y *Saying) string {
	st := y.Statement
	st.About, st.Grade = nil, ""
	text := d.statement(&st)
	notes := []string{string(y.ID)}
	if y.Origin == "unnamed" {
		notes = append(notes, "unnamed")
	}
	if g := gradeWords(y.Grade, y.Graded); g != "" {
		notes = append(notes, g)
	}
	return text + " (" + strings.Join(notes, ", ") + ")"
}

func gradeWords(grade, graded string) string {
	if grade == "" {
		return ""
	}
	if graded == "" {
		return "grade " + grade
	}
	return "grade " + grade + " " + graded
}

// claimEnd is how many origins a claim has and what the records say to it.
func (d *talking) claimEnd(c *SaidClaim) {
	if len(c.Sayings) > 1 && c.Origins.Least > 0 {
		d.labelled(inset+2, saidWidth, faint, "origins", originWords(c.Origins))
	}
	r := c.Record
	if r == nil {
		return
	}
	st := plain
	switch r.Status {
	case statusProved:
		st = good
	case statusRefuted:
		st = bad
	}
	text := d.dress(st, r.Status)
	if denied := func(y Saying) bool { return y.Not != (y.Mode == proviso.Denies) }; !slices.ContainsFunc(c.Sayings, func(y Saying) bool { return !denied(y) }) &&
		(r.Status == statusProved || r.Status == statusRefuted) {
		text = "what is denied is " + text
	}
	if r.IfComplete {
		text += ", if the records of these goods are complete"
	}
	between := ": "
	for _, b := range r.Because {
		text += between + named(d.s, b.Text)
		between = "; "
	}
	d.labelled(inset+2, saidWidth, plain, "on record", text)
}

func originWords(o Origins) string {
	text := fmt.Sprintf("%d named", len(o.Named))
	if o.Anonymous > 0 {
		text += fmt.Sprintf(", %d unnamed", o.Anonymous)
		if o.Least != len(o.Named)+o.Anonymous {
			text += fmt.Sprintf("; %d at least, for an unnamed one may be another of them", o.Least)
		}
	}
	return text
}

var relationHeads = map[string]string{
	"conflict": "Cannot both be true",
	"differ":   "Differ, and can both be true",
	"change":   "Changes of position",
	"told on":  "Told on: one claim of one origin",
}

// mostRelations is how many relations of a kind are drawn.
const mostRelations = 40

func (d *talking) relations() {
	for _, kind := range RelationKinds {
		n := 0
		for i := range d.t.Relations {
			x := &d.t.Relations[i]
			if x.Kind != kind {
				continue
			}
			if n == 0 {
				d.blank()
				d.line(0, strong, relationHeads[kind])
			}
			if n++; n <= mostRelations {
				d.relation(x)
			}
		}
		if n > mostRelations {
			d.para(inset, plain, fmt.Sprintf("and %s more; to see them: --json", proviso.Exactly(int64(n-mostRelations)).Human()))
		}
	}
}

func (d *talking) relation(x *SaidRelation) {
	between := " / "
	switch {
	case x.Kind == "change":
		between = " -> "
		if x.OneSide {
			between = " -> (of the same side) "
		}
	case x.Kind == "told on":
		between = " <- "
	}
	text := d.side(x.A) + between + d.side(x.B)
	if x.Sides != nil {
		all := make([]string, len(x.Sides))
		for i, side := range x.Sides {
			all[i] = d.side(side)
		}
		text = strings.Join(all, between) + ": not all of them"
	}
	d.para(inset, plain, text)
	for _, b := range x.Because {
		d.para(inset+4, faint, b.Text)
	}
}

// side names the statements on one side of a relation, with who spoke when.
func (d *talking) side(list []proviso.StatementID) string {
	const most = 6
	var out []string
	for i, id := range list {
		if i == most {
			out = append(out, fmt.Sprintf("%d more", len(list)-most))
			break
		}
		text := string(id)
		if st := d.s.Statement(id); st != nil {
			text += " (" + d.speakers(st) + ", " + st.Said.String() + ")"
		}
		out = append(out, text)
	}
	return joinAnd(out)
}

// speakers names the speakers in short.
func (d *talking) speakers(st *proviso.Statement) string {
	out := make([]string, len(st.By))
	for i, by := range st.By {
		switch {
		case by.Party != "":
			out[i] = d.party(by.Party)
		case by.Of != "":
			out[i] = "unnamed, of " + d.party(by.Of)
		default:
			out[i] = "unnamed"
		}
	}
	return joinAnd(out)
}

func (d *talking) unread() {
	if len(d.t.Unread) == 0 {
		return
	}
	d.blank()
	d.line(0, strong, "Claims that cannot be read")
	for _, x := range d.t.Unread {
		d.para(inset, doubt, x.Message)
		if x.Hint != "" {
			d.para(inset+4, plain, "hint: "+x.Hint)
		}
	}
}

func (d *talking) scenario(i int) {
	x := &d.t.Scenarios[i]
	d.blank()
	if len(x.LeftOut) == 0 {
		d.para(0, strong, fmt.Sprintf("Set %d: all %d statements that claim something can be true together", i+1, x.True))
	} else {
		d.para(0, strong, fmt.Sprintf("Set %d: %d statements can be true together, without %s", i+1, x.True, d.side(x.LeftOut)))
	}
	if !x.Sure {
		d.para(inset, doubt, "the conflicts are too many to be sure that no larger set was missed")
	}
	d.changes(x.Changes, x.Broken)
}

// changes is which verdicts are others, and which promises would be broken.
func (d *drawing) changes(changes []VerdictChange, broken []BrokenPromise) {
	if len(changes) == 0 {
		d.labelled(inset, labelWidth, plain, "verdicts", "none changes")
	}
	for i, c := range changes {
		if i == manyMovements {
			d.para(inset, plain, fmt.Sprintf("and %d more; to see them: --json", len(changes)-i))
			break
		}
		d.labelled(inset, labelWidth, plain, string(c.Movement), c.Before+" -> "+c.After)
	}
	for i, b := range broken {
		if i == manyMovements {
			break
		}
		text := fmt.Sprintf("%s by %s: %s (%s)", b.Condition, b.Movement, b.Verdict, countWords(b.Bounds, b.Unit))
		if len(b.By) > 0 {
			text = d.parties(b.By) + " would break " + text
			if b.Verdict == proviso.Missing {
				text = d.parties(b.By) + " would lack what " + string(b.Condition) + " asks for, by " + string(b.Movement) + " (" + countWords(b.Bounds, b.Unit) + ")"
			}
		}
		d.labelled(inset, labelWidth, bad, "promise", text)
	}
}

func (d *drawing) parties(list []proviso.PartyID) string {
	out := make([]string, len(list))
	for i, id := range list {
		out[i] = d.party(id)
	}
	return joinAnd(out)
}

// believed is what changes if the statements are true.
func (d *drawing) believed(x *Supposition) {
	if x == nil {
		return
	}
	words := make([]string, len(x.Statements))
	for i, id := range x.Statements {
		words[i] = string(id)
	}
	d.blank()
	d.para(0, strong, "If "+joinAnd(words)+" "+map[bool]string{true: "is", false: "are"}[len(words) == 1]+" true")
	for _, list := range []struct {
		label string
		steps []SupposedStep
	}{{"taken as true", x.Taken}, {"cannot be entered", x.Left}, {"clashes with the record", x.Clashes}, {"open", x.Open}} {
		for _, step := range list.steps {
			d.labelled(inset, labelWidth, plain, list.label, string(step.Statement)+": "+named(d.s, step.Text))
		}
	}
	d.changes(x.Changes, x.Broken)
	with := map[proviso.StatementID][]string{}
	for _, f := range x.False {
		for _, id := range f.With {
			if !slices.Contains(with[f.Statement], string(id)) {
				with[f.Statement] = append(with[f.Statement], string(id))
			}
		}
	}
	for i, f := range x.False {
		if !slices.ContainsFunc(x.False[:i], func(o FalseStatement) bool { return o.Statement == f.Statement }) {
			d.labelled(inset, labelWidth, bad, "then false", string(f.Statement)+", which cannot be true with "+joinAnd(with[f.Statement]))
		}
	}
	if len(x.False) == 0 {
		d.labelled(inset, labelWidth, plain, "then false", "no other statement on record")
	}
	switch {
	case x.Same != nil:
		d.blank()
		d.para(0, strong, "If instead it is the movement on record")
		for _, step := range x.Same.Taken {
			d.labelled(inset, labelWidth, plain, "taken as true", string(step.Statement)+": "+named(d.s, step.Text))
		}
		d.changes(x.Same.Changes, x.Same.Broken)
	case len(x.Open) > 0:
		d.labelled(inset, labelWidth, plain, "either way", "the same verdicts and promises")
	}
	d.blank()
	d.para(0, plain, "The answer with that on record:")
}

// EvidenceText is a list to be printed: for each claim who said so, through
// whom, on which document, with whose grade.
func EvidenceText(a *Said, s *proviso.Snapshot, look Look) string {
	d := &talking{&drawing{page: newPage(look), s: s}, a}
	d.head()
	for i := range a.Topics {
		t := &a.Topics[i]
		d.blank()
		d.para(0, strong, named(s, t.Title))
		for j := range t.Claims {
			d.evidence(&t.Claims[j])
		}
	}
	d.unread()
	return d.String()
}

func (d *talking) evidence(c *SaidClaim) {
	if c.Words != "" {
		d.para(inset, plain, named(d.s, c.Words))
	}
	if c.Origins.Least > 0 {
		d.para(inset, faint, "origins: "+originWords(c.Origins))
	}
	for _, origin := range []string{"named", "unnamed"} {
		for i := range c.Sayings {
			y := &c.Sayings[i]
			if y.Origin != origin {
				continue
			}
			d.labelled(inset+2, saidWidth, plain, saidWords(y.Said), d.saidBy(y))
			for _, g := range y.Sources {
				d.para(inset+2+saidWidth, plain, d.source(g))
			}
			if len(y.Sources) == 0 {
				d.para(inset+2+saidWidth, doubt, "no source on record")
			}
		}
	}
	d.claimEnd(&SaidClaim{Record: c.Record})
}

// source is a document with its outlet, day, grade and address.
func (d *talking) source(g SourceGrade) string {
	src := d.s.Source(g.ID)
	parts := []string{string(g.ID)}
	for _, p := range []string{src.Name, src.Outlet} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if src.Published.Known() {
		parts = append(parts, src.Published.String())
	}
	if w := gradeWords(g.Grade, g.Graded); w != "" {
		parts = append(parts, w)
	}
	if src.Address != "" {
		parts = append(parts, src.Address)
	}
	return strings.Join(parts, ", ")
}
