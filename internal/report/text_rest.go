package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
)

// duties is what must be done, by whom, by when, and how that stands.
func (d *drawing) duties() {
	if len(d.a.Duties) == 0 {
		return
	}
	d.blank()
	d.line(0, strong, "Duties")
	for _, x := range d.dutiesShown() {
		d.duty(x)
	}
	for i := range d.a.DutyTotals {
		x := &d.a.DutyTotals[i]
		d.labelled(inset, labelWidth, plain, "in all", d.dutyTotal(x))
	}
}

// dutiesShown gives all duties or, when they are many, says how many there are
// and gives the first of those that are neither done in time nor open.
func (d *drawing) dutiesShown() []*Duty {
	var all, late []*Duty
	for i := range d.a.Duties {
		x := &d.a.Duties[i]
		all = append(all, x)
		if x.Status != "done" && x.Status != "open" {
			late = append(late, x)
		}
	}
	if len(all) <= manyMovements {
		return all
	}
	shown := late[:min(len(late), manyMovements)]
	d.para(inset, plain, fmt.Sprintf("%s duties; %s are neither done in time nor open, of which %d are shown. To see the others: --movement ID, or --json",
		proviso.Exactly(int64(len(all))).Human(), proviso.Exactly(int64(len(late))).Human(), len(shown)))
	return shown
}

// dutyTotal adds up a duty by units and, apart from that, by value.
func (d *drawing) dutyTotal(x *DutyTotal) string {
	text := string(x.Act) + " (" + string(x.Condition) + "): overdue for " + countWords(x.Overdue, x.Unit) + " of " + countWords(x.Of, x.Unit)
	if x.OverdueValue != "" {
		text += "; by value, where one is on record, " + moneyWords(x.OverdueValue) + " of " + moneyWords(x.Value)
	}
	if x.OverdueShare != "" {
		text += " (" + x.OverdueShare + ")"
	}
	return text
}

func (d *drawing) duty(x *Duty) {
	text := d.dress(dutyStyle(x.Status), x.Status) + ": " + string(x.Act) + ", by " + d.party(x.By)
	if x.To != "" {
		text += " to " + d.party(x.To)
	}
	text += ", for " + string(x.Movement)
	text += ", " + dutyUnits(x)
	if x.Value != "" {
		text += " worth " + moneyWords(x.Value)
	}
	text += " (" + string(x.Condition) + ")"
	d.labelled(inset, labelWidth, plain, dueWords(x.Due), text)
	if x.Status == "done" || x.Status == "open" {
		return
	}
	for i, b := range x.Because {
		d.note("why", i, named(d.s, b.Text))
	}
	if len(x.Settles) > 0 {
		d.note("settled by", 0, named(d.s, strings.Join(x.Settles, "; ")))
	}
}

// dutyUnits says for how many units it is still to be done, of how many.
func dutyUnits(x *Duty) string {
	switch {
	case x.none() || x.quantity() == x.Of.quantity():
		return countWords(x.Of, x.Unit)
	case x.Of.quantity().Known():
		return countWords(x.Bounds, x.Unit) + " of " + x.Of.quantity().Human()
	}
	return countWords(x.Bounds, x.Unit)
}

func dutyStyle(status string) style {
	switch status {
	case "done":
		return good
	case "overdue":
		return bad
	case "open":
		return plain
	}
	return doubt
}

func dueWords(d Due) string {
	switch {
	case d.Earliest == "" && d.Latest == "":
		return "no day set"
	case d.Earliest == d.Latest:
		return "due " + d.Latest
	case d.Earliest == "" || d.Earliest == "..":
		return "due by " + d.Latest
	case d.Latest == "" || d.Latest == "..":
		return "due " + d.Earliest + " or later"
	}
	return "due " + d.Earliest + "/" + d.Latest
}

// statements is who said what. It is never taken for what is so.
func (d *drawing) statements() {
	if len(d.a.Statements) == 0 {
		return
	}
	d.blank()
	d.line(0, strong, "Statements")
	d.para(inset, faint, "who said what; a record that it was said, not that it is so")
	sorted := slices.Clone(d.a.Statements)
	slices.SortStableFunc(sorted, func(a, b Statement) int { return cmp.Compare(sortDay(a.Said), sortDay(b.Said)) })
	for i := range sorted {
		d.labelled(inset, saidWidth, plain, saidWords(sorted[i].Said), d.statement(&sorted[i]))
	}
}

const saidWidth = 15

func saidWords(s string) string {
	if s == "" || s == "?" {
		return "day not known"
	}
	return dateWords(s)
}

func (d *drawing) statement(x *Statement) string {
	who := make([]string, len(x.By))
	for i, by := range x.By {
		who[i] = named(d.s, by)
	}
	text := joinAnd(who)
	if len(x.Through) > 0 {
		chain := make([]string, len(x.Through))
		for i, t := range x.Through {
			chain[i] = d.party(proviso.PartyID(t))
		}
		text += ", through " + strings.Join(chain, ", then ") + ","
	}
	text += " " + verb(x.Mode, len(x.By))
	if x.Not {
		text += " not"
	}
	if len(x.About) > 0 {
		text += " " + joinAnd(x.About)
	}
	if x.Words != "" {
		text += ": " + x.Words
	}
	if x.Grade != "" {
		text += " (grade " + x.Grade + ")"
	}
	return text
}

// verb is the mode as said of one speaker or of several.
func verb(m proviso.Mode, speakers int) string {
	if speakers < 2 {
		return string(m)
	}
	return strings.TrimSuffix(strings.Replace(string(m), "denies", "deny", 1), "s")
}

// problems is what is wrong with the records themselves.
func (d *drawing) problems() {
	if len(d.a.Problems) == 0 {
		return
	}
	d.blank()
	d.line(0, strong, "Gaps and clashes in the records")
	for i, x := range d.a.Problems {
		if i == manyMovements {
			d.para(inset, plain, fmt.Sprintf("and %s more; to see them: --json", proviso.Exactly(int64(len(d.a.Problems)-i)).Human()))
			return
		}
		text := x.Message
		if len(x.Records) > 0 {
			text += " (" + strings.Join(x.Records, ", ") + ")"
		}
		d.para(inset, plain, text)
		if x.Hint != "" {
			d.para(inset+2, faint, "hint: "+x.Hint)
		}
	}
}

// papers names the instruments whose clauses were spoken of above.
func (d *drawing) papers() {
	const most = 30
	var ids []proviso.InstrumentID
	note := func(id proviso.InstrumentID) {
		if !slices.Contains(ids, id) && len(ids) <= most {
			ids = append(ids, id)
		}
	}
	for i := range d.drawn {
		reliedOn(d.s, d.drawn[i], note)
	}
	for i := range d.a.Duties {
		dutyReliesOn(d.s, &d.a.Duties[i], note)
	}
	if len(ids) == 0 || len(ids) > most {
		return
	}
	slices.Sort(ids)
	d.blank()
	d.line(0, strong, "Papers")
	for _, id := range ids {
		if in := d.s.Instrument(id); in != nil {
			d.labelled(inset, labelWidth, plain, string(id), d.paper(in))
		}
	}
}

// paper says what an instrument is, who gave it to whom, how it stands, and how
// much of its text is on record and signed.
func (d *drawing) paper(in *proviso.Instrument) string {
	text := string(in.Kind)
	if in.Name != "" {
		text = in.Name + ", " + text
	}
	if in.GivenBy != "" {
		text += " by " + d.party(in.GivenBy)
		if in.GivenTo != "" {
			text += " to " + d.party(in.GivenTo)
		}
	}
	var life []string
	for _, e := range in.Life {
		if first := e.On.Earliest(); first == proviso.FirstDay || first <= d.s.AsOf {
			life = append(life, string(e.Status)+" "+dateWords(e.On.String()))
		}
	}
	if len(life) > 0 {
		text += "; " + strings.Join(life, ", ")
	}
	seen := in.Text.Seen
	if seen == "" {
		seen = proviso.TextUnseen
	}
	return text + "; text " + map[proviso.TextSeen]string{
		proviso.TextUnseen: "not seen", proviso.TextPart: "seen in part", proviso.TextWhole: "seen whole",
	}[seen] + d.signature(in.ID)
}

func (d *drawing) signature(id proviso.InstrumentID) string {
	i := slices.IndexFunc(d.a.Signatures, func(g Signature) bool { return g.Instrument == id })
	if i < 0 {
		return ""
	}
	return "; " + signatureWords(&d.a.Signatures[i])
}
