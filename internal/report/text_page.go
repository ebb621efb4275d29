package report

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// The widths between which text is set: wider lines are hard to read, and
// narrower ones do not hold a movement.
const (
	widest    = 100
	narrowest = 60
)

// style is one of the looks that a terminal can give to text.
type style string

// The styles, as ANSI sequences.
const (
	plain  style = ""
	strong style = "\x1b[1m"
	faint  style = "\x1b[2m"
	good   style = "\x1b[32m"
	doubt  style = "\x1b[33m"
	bad    style = "\x1b[1;31m"
)

const endStyle = "\x1b[0m"

// page collects lines of text no wider than its width. Words longer than a line
// are kept whole.
type page struct {
	strings.Builder
	width  int
	colour bool
}

func newPage(look Look) *page {
	width := look.Width
	if width == 0 {
		width = widest
	}
	return &page{width: min(max(width, narrowest), widest), colour: look.Colour}
}

// dress gives the text in a style.
func (p *page) dress(s style, text string) string {
	if !p.colour || s == plain || text == "" {
		return text
	}
	return string(s) + text + endStyle
}

func (p *page) blank() { p.WriteByte('\n') }

// line writes one line as it is.
func (p *page) line(indent int, s style, text string) {
	p.WriteString(spaces(indent))
	p.WriteString(p.dress(s, text))
	p.WriteByte('\n')
}

// para writes wrapped text, every line indented alike.
func (p *page) para(indent int, s style, text string) {
	for _, l := range wrap(text, p.width-indent) {
		p.line(indent, s, l)
	}
}

// labelled writes a label and beside it wrapped text in a column of its own. A
// label that does not fit stands on a line of its own.
func (p *page) labelled(indent, column int, s style, label, text string) {
	at := indent + column
	lines := wrap(text, p.width-at)
	if label != "" {
		gap := column - columns(label)
		if gap < 1 || len(lines) == 0 {
			p.line(indent, s, label)
		} else {
			p.WriteString(spaces(indent) + p.dress(s, label) + spaces(gap) + lines[0] + "\n")
			lines = lines[1:]
		}
	}
	for _, l := range lines {
		p.line(at, plain, l)
	}
}

// ends writes text at the left and a dressed word at the right end of the line,
// or of the next line if both do not fit.
func (p *page) ends(left string, s style, right string) {
	lines := wrap(left, p.width)
	last := lines[len(lines)-1]
	for i, l := range lines {
		p.WriteString(p.dress(strong, l))
		if i < len(lines)-1 {
			p.WriteByte('\n')
		}
	}
	gap := p.width - columns(last) - columns(right)
	if gap < 3 {
		p.WriteByte('\n')
		gap = max(0, p.width-columns(right))
	}
	p.WriteString(spaces(gap) + p.dress(s, right) + "\n")
}

// wrap breaks text into lines of at most width columns. Runs of two and more
// spaces inside the text are kept when they do not fall on a line end.
func wrap(text string, width int) []string {
	var lines []string
	for part := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		lines = append(lines, wrapLine(strings.TrimSpace(part), width)...)
	}
	return lines
}

func wrapLine(text string, width int) []string {
	var lines []string
	line, room := "", 0
	for word := range strings.SplitSeq(text, " ") {
		n := columns(word)
		switch {
		case line == "":
			line, room = word, n
		case room+1+n <= width:
			line += " " + word
			room += 1 + n
		default:
			lines = append(lines, strings.TrimRight(line, " "))
			line, room = word, n
		}
	}
	return append(lines, line)
}

// columns counts the columns of a terminal that the text takes: styles take
// none, a Korean syllable two.
func columns(s string) int { return displaywidth.Options{ControlSequences: true}.String(s) }

func spaces(n int) string { return strings.Repeat(" ", max(0, n)) }
