package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
)

// Look is how an answer is drawn.
type Look struct {
	Width  int  // columns, 60 to 100; 0: 100
	Colour bool // with ANSI escape sequences
}

// manyMovements is from where on an answer begins with a summary and leaves out
// the reasons for what is permitted.
const manyMovements = 40

// drawing is one answer on its way to becoming text.
type drawing struct {
	*page
	a     *Answer
	s     *proviso.Snapshot
	drawn []*Movement // with their findings
	cited []string    // records whose sources were shown
}

// Text draws the answer for a person who knows nothing of the program. The
// snapshot is the one that was asked; names and quotations are taken from it.
func Text(a *Answer, s *proviso.Snapshot, look Look) string {
	d := &drawing{page: newPage(look), a: a, s: s}
	d.header()
	d.believed(a.Supposed)
	all := d.byDay()
	if len(all) > manyMovements {
		d.summary(all)
	} else {
		for _, m := range all {
			d.blank()
			d.movement(m)
		}
	}
	d.duties()
	d.statements()
	d.problems()
	d.papers()
	d.next()
	return d.String()
}

// next says how to ask for the derivation of what is drawn, by the last finding
// that is not a plain permission.
func (d *drawing) next() {
	for i := len(d.drawn) - 1; i >= 0; i-- {
		for _, f := range d.drawn[i].Findings {
			if f.Verdict != proviso.Permitted {
				d.blank()
				d.para(0, faint, "Where it comes from, step by step down to records and sources: --explain "+string(f.Condition))
				return
			}
		}
	}
}

// byDay gives the movements in the order of their days, those of one day as they
// were written; those of which nothing is known come last.
func (d *drawing) byDay() []*Movement {
	type placed struct {
		m    *Movement
		day  proviso.Day
		file string
		line int
	}
	all := make([]placed, len(d.a.Movements))
	for i := range all {
		m := &d.a.Movements[i]
		all[i] = placed{m: m, day: sortDay(m.When)}
		if rec := d.s.Movement(m.ID); rec != nil {
			all[i].file, all[i].line = rec.Pos.File, rec.Pos.Line
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.file, b.file), cmp.Compare(a.line, b.line))
	})
	out := make([]*Movement, len(all))
	for i := range all {
		out[i] = all[i].m
	}
	return out
}

// sortDay is where a date stands in an order: its first day, its last if only
// that is known.
func sortDay(edtf string) proviso.Day {
	date, err := proviso.ParseDate(edtf)
	if err != nil || !date.Known() {
		return proviso.LastDay
	}
	if first := date.Earliest(); first != proviso.FirstDay {
		return first
	}
	return date.Latest()
}

func (d *drawing) header() {
	if d.a.Case != "" {
		d.para(0, strong, d.a.Case)
	}
	when := "as of " + d.a.AsOf
	switch d.a.Known {
	case "", "..":
		when += ", from everything on record"
	default:
		when += ", from what was known on " + d.a.Known
	}
	d.para(0, plain, when)
	d.blank()
	d.para(0, plain, d.meaning())
	if text := d.supposed(); text != "" {
		d.para(0, plain, text)
	}
	d.para(0, plain, d.papersSeen())
	if len(d.a.Movements) > 1 {
		d.para(0, plain, d.tally())
	}
}

// tally counts the movements by verdict, the worst first.
func (d *drawing) tally() string {
	counts := d.counts()
	var parts []string
	for _, word := range verdictOrder {
		if n := counts[word]; n > 0 {
			parts = append(parts, proviso.Exactly(int64(n)).Human()+" "+word)
		}
	}
	return proviso.Exactly(int64(len(d.a.Movements))).Human() + " movements: " + strings.Join(parts, ", ") + "."
}

var verdictOrder = []string{
	"breached", "breached if so", "forbidden", "missing", "missing if so", "undetermined", "kept", "kept if so", "permitted", "only counted",
}

func (d *drawing) counts() map[string]int {
	counts := map[string]int{}
	for i := range d.a.Movements {
		m := &d.a.Movements[i]
		word := verdictWords(m.Verdict.String(), m.Basis)
		if justCounted(m) {
			word = "only counted"
		}
		counts[word]++
	}
	return counts
}

// meaning says what the good verdicts are worth.
func (d *drawing) meaning() string {
	past, open, reported := false, len(d.a.Movements) == 0, false
	for i := range d.a.Movements {
		if isPast(d.a.Movements[i].Basis) {
			past = true
			reported = reported || d.a.Movements[i].Basis == proviso.Reported
		} else {
			open = true
		}
	}
	text := "Permitted means that no condition on record stands against it."
	switch {
	case past && open:
		text = "Permitted (or kept, for what has happened) means that no condition on record stands against it."
	case past:
		text = "Kept means that no condition on record stands against it."
	}
	if reported {
		text += " \"If so\" is said of what is reported and not recorded."
	}
	return text
}

// supposed names what is assumed beside what is not, so that nobody takes for a
// fact what follows from it.
func (d *drawing) supposed() string {
	const most = 6
	var ids []string
	for _, m := range d.s.Movements {
		alone := len(d.a.Movements) == 1 && d.a.Movements[0].ID == m.ID
		if m.Basis == proviso.Supposed && m.When.Earliest() <= d.s.AsOf && !alone {
			ids = append(ids, string(m.ID))
		}
	}
	switch n := len(ids); {
	case n == 0:
		return ""
	case n > most:
		return proviso.Exactly(int64(n)).Human() + " movements are supposed: what rests on them is supposed too."
	case n > 1:
		return joinAnd(ids) + " are supposed: what rests on them is supposed too."
	}
	return ids[0] + " is supposed: what rests on it is supposed too."
}

func (d *drawing) papersSeen() string {
	p := d.a.Papers
	if p.Instruments == 0 {
		return "No instrument with conditions is on record."
	}
	n := func(count int) string { return proviso.Exactly(int64(count)).Human() }
	text := fmt.Sprintf("Of %s %s with conditions, the text of %s was seen whole, of %s in part, of %s not at all",
		n(p.Instruments), plural("instrument", int64(p.Instruments)), n(p.Whole), n(p.Part), n(len(p.Unseen)))
	const most = 6
	if k := len(p.Unseen); k > 0 && k <= most {
		ids := make([]string, k)
		for i, id := range p.Unseen {
			ids[i] = string(id)
		}
		return text + " (" + joinAnd(ids) + "). What each is stands below, under Papers."
	}
	return text + "."
}

// summary stands in for the movements when there are many: those that are not
// permitted, with their reasons if they are few.
func (d *drawing) summary(all []*Movement) {
	var rest []*Movement
	for _, m := range all {
		if m.Verdict != proviso.Permitted {
			rest = append(rest, m)
		}
	}
	d.blank()
	switch {
	case len(rest) == 0:
		d.para(0, plain, "To see the reasons for one of them: --movement ID")
	case len(rest) <= manyMovements:
		d.para(0, plain, "Below are those that are neither kept nor permitted. To see the reasons for another: --movement ID")
		for _, m := range rest {
			d.blank()
			d.movement(m)
		}
	default:
		d.para(0, plain, "Below are those that are neither kept nor permitted, the worst first. To see the reasons for one of them: --movement ID")
		d.blank()
		slices.SortStableFunc(rest, func(a, b *Movement) int { return int(b.Verdict) - int(a.Verdict) })
		for _, m := range rest {
			d.head(m)
		}
	}
}

// party gives the party's name for people.
func (d *drawing) party(id proviso.PartyID) string {
	if id == "" {
		return "somebody not known"
	}
	return d.s.PartyName(id)
}

// place gives the place's name for people.
func (d *drawing) place(id proviso.PlaceID) string {
	if p := d.s.Place(id); p != nil && p.Name != "" {
		return p.Name
	}
	if name, ok := proviso.CountryName(string(id)); ok {
		return name
	}
	return string(id)
}

func upper(s string) string { return strings.ToUpper(s) }
