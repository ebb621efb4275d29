package dossier

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// twig is one entry of a collection with the comments around it. The YAML
// parser gives places and values; comments and the exact text of scalars are
// taken from the source here, so that none is lost.
type twig struct {
	key   string // as written, "" for an element of a list and for the root
	name  string // the key without quotes
	raw   string // a scalar value as written
	value *node
	lead  []string // comment lines above, "" for a blank line
	trail string   // comment on the same line
	kids  []*twig
	foot  []string // comment lines after the last of kids
}

// remark is a comment, or a blank line, that has not found its place.
type remark struct {
	text   string // "" for a blank line
	column int    // from 1
}

// scanner walks the source along the nodes and collects what is between them.
// A comment on the line of an entry is its trail. A comment on a line of its
// own leads the next entry, unless it is indented deeper than that entry: then
// it stands at the foot of the collection above with that indent.
type scanner struct {
	text         string
	at           int  // offset of the next byte
	line, column int  // of the next byte, from 1; columns count characters
	fresh        bool // nothing but space so far on this line
	pending      []remark
	last         *twig // the entry touched last, and on which line
	lastLine     int
	closed       []closedBlock // block collections that ended since the last entry began
	flow         int           // depth of brackets
}

type closedBlock struct {
	owner  *twig
	column int
}

// scanTwigs builds the tree of a whole file.
func scanTwigs(text string, root *node) *twig {
	s := &scanner{text: text, line: 1, column: 1, fresh: true}
	t := &twig{value: root}
	s.value(t)
	s.gap(len(text), false)
	s.settle(0)
	t.foot = append(t.foot, s.take()...)
	return t
}

// value scans the value of an entry.
func (s *scanner) value(t *twig) {
	n := t.value
	if n.Kind == scalarNode {
		s.scalar(t)
		return
	}
	bracket := false
	if n.Style&yaml.FlowStyle != 0 {
		s.goTo(n)
		// An entry [a: 1] is a mapping without a bracket of its own.
		bracket = s.text[s.at] == '{' || s.text[s.at] == '['
	}
	if bracket {
		t.lead = append(t.lead, s.take()...)
		s.step()
		s.touch(t)
	}
	s.flow += one(bracket)
	s.kids(t)
	if bracket {
		s.gap(len(s.text), true)
		s.step()
		s.flow--
		s.closeFlow(t)
		return
	}
	if s.flow == 0 {
		s.closed = append(s.closed, closedBlock{t, n.Column})
	}
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func (s *scanner) closeFlow(t *twig) {
	if rest := s.take(); len(t.kids) > 0 {
		t.foot = append(t.foot, rest...)
	} else {
		t.lead = append(t.lead, rest...)
	}
	s.touch(t)
}

func (s *scanner) kids(t *twig) {
	n := t.value
	step := 1
	if n.Kind == mappingNode {
		step = 2
	}
	for i := 0; i+step <= len(n.Content); i += step {
		kid := &twig{value: n.Content[i+step-1]}
		first := n.Content[i]
		if step == 2 || !empty(first) {
			s.goTo(first)
		}
		if s.flow == 0 {
			s.settle(n.Column)
		}
		kid.lead = s.take()
		if step == 2 {
			kid.key, kid.name = s.textOf(kid, first), first.Value
		}
		s.touch(kid)
		s.value(kid)
		t.kids = append(t.kids, kid)
	}
}

// empty says whether the node has no text at all.
func empty(n *node) bool {
	return n.Kind == scalarNode && n.Value == "" && n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle|yaml.LiteralStyle|yaml.FoldedStyle) == 0
}

func (s *scanner) scalar(t *twig) {
	if empty(t.value) {
		return
	}
	s.goTo(t.value)
	t.lead = append(t.lead, s.take()...)
	t.raw = s.textOf(t, t.value)
	s.touch(t)
}

// touch makes the entry the one that a comment on this line belongs to.
func (s *scanner) touch(t *twig) { s.last, s.lastLine = t, s.line }

// textOf gives the text of the scalar that begins here and steps behind it.
func (s *scanner) textOf(t *twig, n *node) string {
	start := s.at
	switch {
	case n.Style&yaml.DoubleQuotedStyle != 0:
		for s.step(); s.text[s.at] != '"'; s.step() {
			if s.text[s.at] == '\\' {
				s.step()
			}
		}
		s.step()
	case n.Style&yaml.SingleQuotedStyle != 0:
		for s.step(); s.text[s.at] != '\'' || s.peek(1) == '\''; s.step() {
			if s.text[s.at] == '\'' {
				s.step()
			}
		}
		s.step()
	case n.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return s.block(t, n)
	default:
		// A plain scalar has no escapes: its value is its text but for spaces.
		for _, c := range n.Value {
			if c == ' ' || c == '\n' || c == '\t' {
				continue
			}
			for strings.IndexByte(" \t\n", s.text[s.at]) >= 0 {
				s.step()
			}
			s.step()
		}
	}
	return s.text[start:s.at]
}

func (s *scanner) peek(ahead int) byte {
	if s.at+ahead < len(s.text) {
		return s.text[s.at+ahead]
	}
	return 0
}

// block gives a block scalar in our form: its sign, a line end, and its lines
// without their indent. A comment after the sign is the entry's.
func (s *scanner) block(t *twig, n *node) string {
	sign := s.text[s.at : s.at+1]
	for s.at < len(s.text) && s.text[s.at] != '\n' && s.text[s.at] != '#' {
		if s.text[s.at] == '-' {
			sign += "-"
		}
		s.step()
	}
	if s.at < len(s.text) && s.text[s.at] == '#' {
		t.addTrail(s.comment())
	}
	s.step()
	want := strings.TrimLeft(n.Value, "\n")
	indent, end := -1, s.at
	var lines []string
	for at := s.at; at < len(s.text); {
		line, _, _ := strings.Cut(s.text[at:], "\n")
		bare := strings.TrimLeft(line, " ")
		if bare != "" && indent < 0 {
			indent = len(line) - len(bare) - (len(want) - len(strings.TrimLeft(want, " ")))
		}
		if bare != "" && len(line)-len(bare) < indent {
			break
		}
		lines = append(lines, line[min(len(line), max(indent, 0)):])
		if at += len(line) + 1; bare != "" {
			end = at
		}
	}
	for s.at < min(end, len(s.text)) {
		s.step()
	}
	return sign + "\n" + strings.TrimRight(strings.Join(lines, "\n"), "\n ")
}

// goTo steps to the beginning of a node.
func (s *scanner) goTo(n *node) {
	for s.at < len(s.text) && (s.line < n.Line || s.line == n.Line && s.column < n.Column) {
		s.between()
	}
}

// gap steps to an offset or, in brackets, to the closing one.
func (s *scanner) gap(end int, closing bool) {
	for s.at < end && !(closing && (s.text[s.at] == '}' || s.text[s.at] == ']')) {
		s.between()
	}
}

// between steps over one character, or one comment, outside all scalars.
func (s *scanner) between() {
	if s.text[s.at] == '#' {
		fresh, column := s.fresh, s.column
		text, line := s.comment(), s.line
		if !fresh && s.last != nil && s.lastLine == line {
			s.last.addTrail(text)
		} else {
			if !fresh {
				column = 0 // behind a dash or bracket: it leads what follows
			}
			s.pending = append(s.pending, remark{text, column})
		}
		return
	}
	if s.text[s.at] == '\n' && s.fresh && s.flow == 0 {
		s.pending = append(s.pending, remark{})
	}
	s.step()
}

// addTrail keeps one comment on the line; an earlier one goes above it.
func (t *twig) addTrail(text string) {
	if t.trail != "" {
		t.lead = append(t.lead, t.trail)
	}
	t.trail = text
}

// comment takes a comment up to the end of the line.
func (s *scanner) comment() string {
	text, _, _ := strings.Cut(s.text[s.at:], "\n")
	s.at += len(text)
	s.column += utf8.RuneCountInString(text)
	s.fresh = false
	return strings.TrimRight(text, " \t")
}

// step steps over one character.
func (s *scanner) step() {
	if s.at >= len(s.text) {
		return
	}
	c, size := utf8.DecodeRuneInString(s.text[s.at:])
	s.at += size
	s.column++
	switch c {
	case '\n':
		s.line, s.column, s.fresh = s.line+1, 1, true
	case ' ', '\t':
	default:
		s.fresh = false
	}
}

// settle gives remarks that are indented deeper than the entry to come to the
// feet of the blocks that ended above it.
func (s *scanner) settle(column int) {
	placed := 0
	level := int(^uint(0) >> 1)
	for i, p := range s.pending {
		if p.text == "" {
			continue
		}
		var home *closedBlock
		for j := range s.closed {
			c := &s.closed[j]
			if c.column > column && c.column <= min(p.column, level) && (home == nil || c.column > home.column) {
				home = c
			}
		}
		if home == nil {
			break
		}
		for _, q := range s.pending[placed : i+1] {
			home.owner.foot = append(home.owner.foot, q.text)
		}
		placed, level = i+1, home.column
	}
	s.pending, s.closed = s.pending[placed:], s.closed[:0]
}

// take gives the remarks that have not found a place.
func (s *scanner) take() []string {
	var out []string
	for _, p := range s.pending {
		out = append(out, p.text)
	}
	s.pending = s.pending[:0]
	return out
}
