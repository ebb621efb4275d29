package press

import (
	"html"
	"io"
	"sort"
	"strconv"
	"strings"
)

func itoa(n int) string { return strconv.Itoa(n) }

// WriteHTML writes a page with the text, its numbered spans marked, and the
// drafts beside it. It needs no script and nothing from elsewhere; without
// style sheets the numbers still tell which span belongs to which draft.
func WriteHTML(w io.Writer, title, text string, drafts []Draft) error {
	var b strings.Builder
	b.WriteString("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>")
	b.WriteString(html.EscapeString(title))
	b.WriteString("</title>\n<style>" + pageStyle + "</style>\n</head>\n<body>\n<h1>")
	b.WriteString(html.EscapeString(title))
	b.WriteString("</h1>\n<p class=\"key\"><mark class=\"source\">source</mark> <mark class=\"cue\">cue</mark> <mark class=\"content\">content</mark>. " +
		"A draft is not a fact: accept, edit or reject each one.</p>\n<main>\n<section class=\"text\" aria-label=\"Text\">\n<p>")
	runes := []rune(text)
	writeMarked(&b, runes, drafts)
	b.WriteString("</p>\n</section>\n<section class=\"drafts\" aria-label=\"Drafts\">\n<ol>\n")
	for i := range drafts {
		writeDraft(&b, &drafts[i], runes)
	}
	b.WriteString("</ol>\n</section>\n</main>\n</body>\n</html>\n")
	_, err := io.WriteString(w, b.String())
	return err
}

const pageStyle = `
body{font:16px/1.5 Georgia,serif;margin:1rem auto;max-width:78rem;padding:0 1rem;color:#111;background:#fff}
main{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:2rem}
@media (max-width:50rem){main{display:block}}
mark{color:inherit;padding:0 .1em}
mark.source{background:#dbe8fa;border-bottom:2px solid #1f4e9e}
mark.cue{background:#fdeec2;border-bottom:2px dotted #8a5a00}
mark.content{background:#e6f3df;border-bottom:1px solid #3d7a1f}
sup{font:bold .7em/1 sans-serif}
.drafts{font-size:.9rem}
.drafts li{margin:0 0 1rem;break-inside:avoid}
dl{display:grid;grid-template-columns:6rem 1fr;margin:.2rem 0}
dt{color:#555}dd{margin:0}
:target{outline:2px solid #1f4e9e}
@media print{mark{print-color-adjust:exact}}
`

// marking is one span of one draft.
type marking struct {
	Span
	role   string
	number int
	first  bool
}

// writeMarked writes the text with its marks. Where marks overlap, the one
// that begins last is on top, so nested statements stay visible.
func writeMarked(b *strings.Builder, text []rune, drafts []Draft) {
	marks := markings(drafts)
	cuts := map[int]bool{0: true, len(text): true}
	for _, m := range marks {
		cuts[m.Start], cuts[m.End] = true, true
	}
	places := make([]int, 0, len(cuts))
	for c := range cuts {
		places = append(places, c)
	}
	sort.Ints(places)
	next := 0
	var open []marking
	for k := 0; k+1 < len(places); k++ {
		a, z := places[k], places[k+1]
		var labels string
		for next < len(marks) && marks[next].Start == a {
			open = append(open, marks[next])
			if marks[next].first {
				n := itoa(marks[next].number)
				labels += `<sup><a id="t` + n + `" href="#d` + n + `" aria-label="draft ` + n + `">` + n + `</a></sup>`
			}
			next++
		}
		kept := open[:0]
		for _, m := range open {
			if m.End > a {
				kept = append(kept, m)
			}
		}
		open = kept
		b.WriteString(labels)
		piece := strings.ReplaceAll(html.EscapeString(string(text[a:z])), "\n", "<br>\n")
		if len(open) == 0 {
			b.WriteString(piece)
			continue
		}
		top := open[len(open)-1]
		b.WriteString(`<mark class="` + top.role + `">` + piece + `</mark>`)
	}
}

func markings(drafts []Draft) []marking {
	var marks []marking
	for i := range drafts {
		d := &drafts[i]
		from := len(marks)
		add := func(spans []Span, role string) {
			for _, s := range spans {
				marks = append(marks, marking{Span: s, role: role, number: d.Number})
			}
		}
		add(d.Source, "source")
		add(d.Cue, "cue")
		add(d.Content, "content")
		for _, c := range d.Cited {
			add([]Span{c.Cue}, "cue")
			add([]Span{c.Content}, "source")
		}
		if len(marks) > from {
			first := from
			for k := from; k < len(marks); k++ {
				if marks[k].Start < marks[first].Start {
					first = k
				}
			}
			marks[first].first = true
		}
	}
	sort.SliceStable(marks, func(i, k int) bool {
		if marks[i].Start != marks[k].Start {
			return marks[i].Start < marks[k].Start
		}
		return marks[i].End > marks[k].End
	})
	return marks
}

func writeDraft(b *strings.Builder, d *Draft, text []rune) {
	n := itoa(d.Number)
	b.WriteString(`<li id="d` + n + `" value="` + n + `"><a href="#t` + n + `" aria-label="draft ` + n + ` in the text">in the text</a>` + "\n<dl>\n")
	row := func(name, value string) {
		if value != "" {
			b.WriteString("<dt>" + name + "</dt><dd>" + html.EscapeString(value) + "</dd>\n")
		}
	}
	for i := range d.Speakers {
		row("speaker", speakerLine(&d.Speakers[i], text))
	}
	if len(d.Speakers) == 0 {
		row("speaker", "not named")
	}
	var chain []string
	for _, l := range d.Chain {
		chain = append(chain, l.Words)
	}
	row("through", strings.Join(chain, ", then "))
	mode := string(d.Mode)
	if d.Verb != mode {
		mode += " (" + d.Verb + ")"
	}
	mode += ", " + string(d.Form)
	if d.Negated {
		mode += ", the content is negated"
	}
	row("mode", mode)
	row("words", d.Words)
	if d.Said.Date.Known() {
		said := d.Said.Date.String()
		if d.Said.Words != "" {
			said += " (" + d.Said.Words + ")"
		}
		row("said", said)
	}
	row("hedges", listSpans(d.Hedges, text))
	for _, q := range d.Quantities {
		row("quantity", q.Words+": "+q.Count.String()+" "+q.Unit+approximately(q.Approximate))
	}
	row("parties", listMentions(d.Parties))
	row("places", listMentions(d.Places))
	row("items", listMentions(d.Items))
	if d.Within > 0 {
		row("within", "draft "+itoa(d.Within))
	}
	b.WriteString("</dl></li>\n")
}

func approximately(yes bool) string {
	if yes {
		return ", approximate"
	}
	return ""
}

func speakerLine(s *Speaker, text []rune) string {
	out := s.Words
	if s.Name != "" && s.Name != s.Words && !strings.Contains(s.Words, s.Name) {
		out += " = " + s.Name
	}
	if s.Office != "" && !strings.Contains(s.Words, s.Office) {
		out += ", " + s.Office
	}
	out += " (" + string(s.Kind)
	if s.Open {
		out += ", open who"
	}
	out += ")"
	if s.Party != "" {
		out += " [" + s.Party + "]"
	}
	if a := listSpans(s.Anonymity, text); a != "" {
		out += ": " + a
	}
	return out
}

func listSpans(spans []Span, text []rune) string {
	words := make([]string, len(spans))
	for i, s := range spans {
		words[i] = string(text[s.Start:s.End])
	}
	return strings.Join(words, "; ")
}

func listMentions(ms []Mention) string {
	var ids []string
	seen := map[string]bool{}
	for _, m := range ms {
		if !seen[m.ID] {
			ids = append(ids, m.ID)
			seen[m.ID] = true
		}
	}
	return strings.Join(ids, ", ")
}
