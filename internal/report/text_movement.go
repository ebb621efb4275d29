package report

import (
	"strings"

	proviso "github.com/proviso-ledger/proviso"
)

// The columns of a movement: where its text begins, and how wide the labels are.
const (
	inset      = 2
	labelWidth = 28
	noteWidth  = 12
)

func (d *drawing) movement(m *Movement) {
	d.drawn = append(d.drawn, m)
	d.head(m)
	d.para(inset, faint, d.circumstances(m))
	d.readings(m)
	permits, rest := split(m.Findings)
	for _, f := range rest {
		d.finding(m, f)
	}
	for _, f := range permits {
		d.permit(m, f)
	}
	if len(m.Findings) == 0 {
		d.para(inset, plain, "no condition on record touches it")
	}
	if len(m.Open) > 0 {
		d.labelled(inset, labelWidth, plain, "open", strings.Join(m.Open, "; "))
	}
}

// split puts the findings that merely permit apart from the others.
func split(all []Finding) (permits, rest []*Finding) {
	for i := range all {
		if f := &all[i]; f.Verdict == proviso.Permitted && len(f.Needs) == 0 {
			permits = append(permits, f)
		} else {
			rest = append(rest, f)
		}
	}
	return permits, rest
}

// head is the movement in one line, with its verdict.
func (d *drawing) head(m *Movement) {
	left := string(m.ID) + "  " + sizeWords(m.Bounds, m.Unit) + "  " + d.course(m)
	d.ends(left, verdictStyle(m.Verdict.String()), d.headline(m))
}

// headline is the verdict as the person sees it first.
func (d *drawing) headline(m *Movement) string {
	if dependsOnUnits(m) {
		return "DEPENDS ON WHICH " + upper(plural(m.Unit, 2)) + " GO"
	}
	if justCounted(m) {
		return upper(string(m.Basis))
	}
	word := verdictWords(m.Verdict.String(), m.Basis)
	if w := missingWord(m); m.Verdict == proviso.Missing && w != "" {
		word = strings.Replace(word, "missing", "missing "+w, 1)
	}
	return upper(word)
}

// justCounted says whether the movement is a stocktake that no clause touches:
// it neither keeps nor breaks anything.
func justCounted(m *Movement) bool {
	return m.Kind == proviso.Count && m.Verdict == proviso.Permitted
}

// missingWord says what sort of thing is missing, if it is one sort.
func missingWord(m *Movement) string {
	word := ""
	for i := range m.Findings {
		for _, n := range m.Findings[i].Needs {
			first, _, _ := strings.Cut(n.What, " ")
			if m.Findings[i].Verdict != proviso.Missing {
				continue
			}
			if word != "" && first != word {
				return ""
			}
			word = first
		}
	}
	return word
}

// dependsOnUnits says whether the only thing that keeps the verdict open is
// which units of commingled stock went: some reading then has a verdict that is
// not undetermined.
func dependsOnUnits(m *Movement) bool {
	if m.Verdict != proviso.Undetermined {
		return false
	}
	for _, r := range proviso.Readings {
		switch m.Readings[r] {
		case "", "unknown", proviso.Undetermined.String():
		default:
			return true
		}
	}
	return false
}

// course says between whom the goods pass, in the words of the kind.
func (d *drawing) course(m *Movement) string {
	rec := d.s.Movement(m.ID)
	if rec == nil {
		return m.From + " -> " + m.To
	}
	from, to := d.party(rec.From.Owner), d.party(rec.To.Owner)
	switch rec.Kind {
	case proviso.Transfer:
		if rec.From.Owner == rec.To.Owner {
			return d.party(rec.From.Holder) + " -> " + d.party(rec.To.Holder) + " (owner " + from + ")"
		}
		return from + " -> " + to
	case proviso.Lend:
		return from + " -> " + d.party(rec.To.Holder) + " (loan)"
	case proviso.Return:
		return d.party(rec.From.Holder) + " -> " + d.party(rec.To.Holder) + " (return)"
	case proviso.Produce:
		return "made for " + to
	case proviso.Assemble:
		return "assembled by " + to
	case proviso.Expend:
		return "used up by " + d.party(rec.From.Holder)
	case proviso.Lose:
		return "lost by " + d.party(rec.From.Holder)
	case proviso.Capture:
		return d.party(rec.From.Holder) + " -> " + d.party(rec.To.Holder) + " (captured)"
	case proviso.Destroy:
		return "destroyed by " + d.party(rec.From.Holder)
	case proviso.Count:
		return "counted at " + d.party(rec.To.Holder)
	case proviso.Swap:
		return from + " <-> " + to + " (obligations change places)"
	case proviso.Redesignate:
		return "redesignated at " + d.party(rec.To.Holder)
	}
	return from + " -> " + to
}

// circumstances is the basis, the day, the item and what else the record says.
func (d *drawing) circumstances(m *Movement) string {
	words := []string{string(m.Basis) + ", " + dateWords(m.When)}
	if it := d.s.Item(m.Item); it != nil && it.Name != "" {
		words = append(words, it.Name)
	} else {
		words = append(words, string(m.Item))
	}
	if rec := d.s.Movement(m.ID); rec != nil {
		words = append(words, d.whereabouts(rec)...)
		for _, p := range rec.PaidFrom {
			words = append(words, "paid from "+string(p.Fund))
		}
		if rec.Use != "" {
			words = append(words, "use: "+rec.Use)
		}
	}
	if m.RivalTo != "" {
		words = append(words, "another account of "+string(m.RivalTo))
	}
	return strings.Join(words, "; ")
}

func (d *drawing) whereabouts(m *proviso.Movement) []string {
	var out []string
	switch {
	case m.From.At != "" && m.From.At == m.To.At:
		out = append(out, "in "+d.place(m.From.At))
	case m.From.At != "" && m.To.At != "":
		out = append(out, "from "+d.place(m.From.At)+" to "+d.place(m.To.At))
	case m.From.At != "":
		out = append(out, "from "+d.place(m.From.At))
	case m.To.At != "":
		out = append(out, "to "+d.place(m.To.At))
	}
	if m.To.Holder != "" && m.To.Holder != m.To.Owner && m.Kind == proviso.Transfer {
		out = append(out, "held by "+d.party(m.To.Holder))
	}
	if len(m.Via.Legs) > 0 {
		legs := make([]string, len(m.Via.Legs))
		for i, l := range m.Via.Legs {
			legs[i] = d.place(l)
		}
		out = append(out, "via "+joinAnd(legs))
	}
	return out
}

// readingWords say, for people, which units are taken to have gone; they end a
// sentence that begins "if they are".
var readingWords = map[proviso.Reading]string{
	proviso.Physical:            "any the records allow",
	proviso.MassBalance:         "drawn in proportion",
	proviso.FIFO:                "the first that came in",
	proviso.SubstitutionReading: "others, the bound staying",
}

// readings shows the verdict under each reading of commingled stock, when they
// differ.
func (d *drawing) readings(m *Movement) {
	if !readingsDiffer(m) {
		return
	}
	d.para(inset, plain, "it depends on which "+plural(m.Unit, 2)+" go; if they are:")
	d.ifBound(m)
	for _, r := range proviso.Readings {
		word, ok := m.Readings[r]
		if !ok {
			continue
		}
		d.labelled(inset, labelWidth, plain, readingWords[r], d.readingText(m, r, word))
	}
}

// ifBound says, for each paper, what units that it does bind would lack, and which
// clauses they break if they lack it.
func (d *drawing) ifBound(m *Movement) {
	var lines []string // paper and lack, with a line end between
	clauses := map[string][]string{}
	for i := range m.Findings {
		f := &m.Findings[i]
		if f.Verdict != proviso.Undetermined || f.Least != 0 || len(f.Needs) == 0 || f.IfBound == proviso.Permitted {
			continue
		}
		word, needs := f.IfBound.String(), d.needs(f.Needs, f.Unit, f.Bounds)
		line := string(f.Instrument) + "\n" + d.dress(verdictStyle(word), verdictWords(word, m.Basis)) + ": "
		if f.IfBound == proviso.Missing {
			line += needs + "; without that they "
		} else {
			line += "perhaps they need " + needs + " or else "
		}
		if clauses[line] == nil {
			lines = append(lines, line)
		}
		clauses[line] = append(clauses[line], string(f.Condition))
	}
	breaks := "break "
	if isPast(m.Basis) {
		breaks = "broke "
	}
	for _, line := range lines {
		paper, text, _ := strings.Cut(line, "\n")
		d.labelled(inset, labelWidth, plain, "bound by "+paper, text+breaks+joinAnd(clauses[line]))
	}
}

func readingsDiffer(m *Movement) bool {
	for _, word := range m.Readings {
		if word != m.Verdict.String() && word != "unknown" {
			return true
		}
	}
	return false
}

// readingText is the verdict under a reading with the units it falls on.
func (d *drawing) readingText(m *Movement, r proviso.Reading, word string) string {
	if word == "unknown" {
		return "cannot be said on these records"
	}
	text := d.dress(verdictStyle(word), verdictWords(word, m.Basis))
	var parts []string
	for _, f := range m.Findings {
		got, ok := f.Readings[r]
		if ok && got.Verdict != "unknown" && !got.none() && got.Verdict != proviso.Permitted.String() {
			parts = append(parts, countWords(got.Bounds, f.Unit)+" under "+string(f.Condition))
		}
	}
	if len(parts) > 0 {
		text += ": " + joinAnd(parts)
	}
	if r != proviso.SubstitutionReading {
		return text
	}
	if word == proviso.Permitted.String() {
		text += ": no clause on record stands against it"
	}
	if m.Depends != nil && !m.Depends.none() {
		text += "; but " + countWords(*m.Depends, m.Unit) + " could not have gone, any declared floor kept, had the bound ones not come in"
	}
	return text
}

// permit draws a finding that merely permits, without a list of its steps.
func (d *drawing) permit(m *Movement, f *Finding) {
	text := verdictWords(f.Verdict.String(), m.Basis)
	if f.Binds.none() {
		text = "does not bind"
	}
	for i, b := range f.Because {
		text += [...]string{": ", "; "}[min(i, 1)] + named(d.s, b.Text)
	}
	d.labelled(inset, labelWidth, good, string(f.Condition), text)
}

// finding draws what one clause says, why, and what would change it.
func (d *drawing) finding(m *Movement, f *Finding) {
	v := f.Verdict.String()
	text := d.dress(verdictStyle(v), verdictWords(v, m.Basis))
	if f.Verdict == proviso.Forbidden && len(f.By) > 0 {
		by := make([]string, len(f.By))
		for i, p := range f.By {
			by[i] = d.party(p)
		}
		text += " by " + joinAnd(by)
	}
	if !f.none() && f.Verdict != proviso.Permitted {
		text += " for " + countWords(f.Bounds, f.Unit)
		if !f.Exact && f.Most != nil && *f.Most != f.Least {
			text += " at the widest"
		}
	}
	d.labelled(inset, labelWidth, verdictStyle(v), string(f.Condition), text)
	for i, b := range f.Because {
		d.note("why", i, named(d.s, b.Text))
	}
	if len(f.Needs) > 0 {
		d.note(needLabel(f), 0, d.needs(f.Needs, f.Unit, f.Bounds))
	}
	if len(f.Settles) > 0 {
		d.note("settled by", 0, named(d.s, strings.Join(f.Settles, "; ")))
	}
}

// note writes one labelled remark below a finding; the label stands once.
func (d *drawing) note(label string, i int, text string) {
	if i > 0 {
		label = ""
	}
	d.labelled(inset+2, noteWidth, faint, label, text)
}

// needLabel does not say "missing" where that is not certain.
func needLabel(f *Finding) string {
	if f.Verdict == proviso.Undetermined {
		return "may need"
	}
	return "missing"
}

// needs says what is missing, from whom, how it stands, and for how many units
// where that differs from those of the finding.
func (d *drawing) needs(needs []Need, unit string, of Bounds) string {
	parts := make([]string, len(needs))
	for i, n := range needs {
		text := named(d.s, n.What)
		if n.From != "" {
			text += ", from " + d.party(n.From)
		}
		if n.Status != "" {
			text += " (" + n.Status + ")"
		}
		if n.quantity() != of.quantity() {
			text += " for " + countWords(n.Bounds, unit)
		}
		parts[i] = text
	}
	return strings.Join(parts, "; ")
}
