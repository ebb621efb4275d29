package main

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/press"
)

// statementModes says under which mode of a dossier a draft is written. To
// insist is to assert; the note of the draft has the verb.
var statementModes = map[press.Mode]proviso.Mode{
	press.Asserts: proviso.Asserts, press.Insists: proviso.Asserts, press.Denies: proviso.Denies, press.Confirms: proviso.Confirms,
	press.Requests: proviso.Requests, press.Warns: proviso.Warns, press.Promises: proviso.Promises, press.Plans: proviso.Plans,
	press.Presumes: proviso.Presumes, press.Declines: proviso.Declines,
}

const draftsHead = `# Drafts of statements from %s.
# A draft says that the text says that somebody said so: it is no fact. Accept, edit
# or reject each one, and take the note out of those that you accept. The day of
# "said" lies somewhere in the interval; "known" is when the text was published.
# Parties declared here are named in the text and were not on record.

`

const noDrafts = "# Nothing was found in %s that somebody is said to say.\n\n"

// draftFile is a file of a dossier with drafts in it.
type draftFile struct {
	*reading
	register   *register
	source     string
	onRecord   bool     // the source is
	statements []string // ids, in the order of the drafts
	by         [][]string
}

// writeDrafts writes the drafts as a file of a dossier, in canonical form. What
// proviso check would refuse is never written.
func writeDrafts(w io.Writer, r *reading, g *register) error {
	f := &draftFile{reading: r, register: g}
	f.source, f.onRecord = g.source(r)
	for i := range r.drafts {
		by, stem := f.speakers(&r.drafts[i])
		f.by = append(f.by, by)
		f.statements = append(f.statements, g.numbered(stem))
	}
	text, err := dossier.Format([]byte(f.yaml()))
	if err == nil {
		_, err = g.base.Suppose(dossier.File{Name: "drafts", Text: text})
	}
	if err != nil {
		panic("internal error: the drafts make no dossier: " + err.Error())
	}
	_, err = w.Write(text)
	return err
}

// speakers gives each speaker as it stands in YAML, and the stem of the
// statement's id.
func (f *draftFile) speakers(d *press.Draft) (by []string, stem string) {
	stem = "unnamed"
	for i := range d.Speakers {
		s := &d.Speakers[i]
		if id := f.register.party(s); id != "" {
			by = append(by, string(id))
			if i == 0 {
				stem = strings.ToLower(string(id))
			}
			continue
		}
		text := "{anonymous: " + strconv.Quote(f.unnamed(s))
		if code := press.StateOf(s.Label()); code != "" && strings.Contains(strings.ToLower(s.Label()), "official") {
			if state := f.register.stateParty(code); state != "" {
				text += ", of: " + string(state)
			}
		}
		by = append(by, text+"}")
	}
	return by, stem
}

// unnamed gives the words that describe a speaker, with those that hide them or
// say how they know.
func (f *draftFile) unnamed(s *press.Speaker) string {
	words := oneLine(s.Label())
	if words == "" {
		return "?"
	}
	for _, at := range s.Anonymity {
		if more := oneLine(f.at(at)); !strings.Contains(words, more) {
			words += ", " + more
		}
	}
	return words
}

// yaml gives the file before it is put into canonical form.
func (f *draftFile) yaml() string {
	var b strings.Builder
	head := draftsHead
	if len(f.drafts) == 0 {
		head = noDrafts
	}
	fmt.Fprintf(&b, head, f.title())
	if len(f.register.stubs) > 0 {
		b.WriteString("parties:\n")
	}
	for _, p := range f.register.stubs {
		kind := string(p.Kind)
		if kind == "" {
			kind = `"?"`
		}
		fmt.Fprintf(&b, "  %s: {name: %q, kind: %s", p.ID, p.Name, kind)
		if p.Note != "" {
			fmt.Fprintf(&b, ", note: %q", p.Note)
		}
		b.WriteString("}\n")
	}
	if len(f.drafts) > 0 {
		b.WriteString("statements:\n")
	}
	for i, e := range press.Entries(f.file, f.text, f.drafts) {
		f.statement(&b, i, &e)
	}
	if !f.onRecord {
		fmt.Fprintf(&b, "sources:\n  %s:\n    name: %q\n", f.source, f.file)
		if f.options.Outlet != "" {
			fmt.Fprintf(&b, "    outlet: %q\n", f.options.Outlet)
		}
		if f.options.Published.Known() {
			fmt.Fprintf(&b, "    published: %s\n", plain(f.options.Published.String()))
		}
		fmt.Fprintf(&b, "    sha256: %s\n", f.sha256())
	}
	return b.String()
}

// statement writes one draft.
func (f *draftFile) statement(b *strings.Builder, i int, e *press.Entry) {
	d := &f.drafts[i]
	key := func(name, value string) {
		if value != "" {
			fmt.Fprintf(b, "    %s: %s\n", name, value)
		}
	}
	fmt.Fprintf(b, "  %s:\n", f.statements[i])
	switch len(f.by[i]) {
	case 0:
	case 1:
		key("by", f.by[i][0])
	default:
		key("by", "["+strings.Join(f.by[i], ", ")+"]")
	}
	var through []string
	for _, t := range e.Through {
		if t = oneLine(t); t != "" {
			through = append(through, t)
		}
	}
	if len(through) > 0 {
		key("through", quoted(through))
	}
	if d.Said.Date.Known() {
		key("said", plain(d.Said.Date.String()))
	}
	claim := "{}"
	if d.Negated {
		claim = "{not: true}"
	}
	key(string(statementModes[d.Mode]), claim)
	if words := oneLine(d.Words); words != "" {
		key("words", strconv.Quote(words))
	}
	key("span", plain(e.Span))
	key("sources", "["+f.source+"]")
	if f.options.Published.Known() {
		key("known", plain(f.options.Published.String()))
	}
	key("note", strconv.Quote(f.note(d, e)))
}

// plain gives a date or span without quotes if YAML takes it so.
func plain(s string) string {
	safe := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-./#_", r)
	}
	if strings.TrimLeftFunc(s, safe) == "" && !strings.HasPrefix(s, "-") && !strings.HasPrefix(s, "#") {
		return s
	}
	return strconv.Quote(s)
}

// note marks a draft as one, with what a statement has no key for and what a
// person has to settle.
func (f *draftFile) note(d *press.Draft, e *press.Entry) string {
	parts := []string{"draft, not accepted"}
	add := func(what string, words ...string) {
		if len(words) > 0 {
			parts = append(parts, what+": "+oneLine(strings.Join(words, ", ")))
		}
	}
	add("open", e.Open...)
	cues := make([]string, len(d.Cue))
	for i, c := range d.Cue {
		cues[i] = f.at(c)
	}
	add("cue", strings.Join(cues, " ... "))
	add("form", string(d.Form))
	add("hedged", e.Hedges...)
	var amounts []string
	for _, q := range d.Quantities {
		amounts = append(amounts, q.Words)
	}
	add("amounts", amounts...)
	if d.Within > 0 {
		add("inside the words of", f.statements[d.Within-1])
	}
	return strings.Join(parts, "; ")
}
