package dossier

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/proviso-ledger/proviso"
	"go.yaml.in/yaml/v4"
)

// lineWidth is how long a line with braces or brackets may be, in characters.
const lineWidth = 100

// Format gives a file of a dossier in canonical form: keys in the order of the
// documentation, ids in the order of the file, two spaces of indent,
// underscores in quantities, one blank line before each section and never more
// than one elsewhere. What is written in braces or brackets stays so if it
// fits on a line of 100 characters and holds no comment; what is written on
// lines of its own stays so. Comments move with what they stand above, behind
// or below. Text keeps its quotes and its line breaks.
//
// A file that cannot be read, taken for itself, is refused with every fault;
// that an id is declared in another file of the dossier is no fault here.
func Format(src []byte) ([]byte, error) {
	if err := checkText(File{Text: src}); err != nil {
		return nil, proviso.Errors{err}
	}
	src = bytes.TrimPrefix(bytes.ReplaceAll(src, []byte("\r\n"), []byte("\n")), []byte("\ufeff"))
	root, err := readAlone(File{Text: src})
	if err != nil {
		return nil, err
	}
	if root == nil {
		return src, nil
	}
	w := &writer{}
	w.file(scanTwigs(string(src), root))
	return w.out.Bytes(), nil
}

// readAlone gives the tree of a file whose text was checked, if it can be read
// taken for itself.
func readAlone(f File) (*node, error) {
	root, err := load(f)
	if err != nil {
		return nil, proviso.Errors{err}
	}
	r := newReader()
	r.top(root, &Dossier{})
	return root, r.errors()
}

// writer writes twigs in canonical form.
type writer struct{ out bytes.Buffer }

// dossierShape is the shape of a whole file.
var dossierShape = func() *shape {
	s := head.shape("a dossier of Proviso")
	s.bare = true
	for _, sec := range allSections {
		s.fields = append(s.fields, fieldShape{key: sec.name(), doc: sec.shape().doc, shape: sec.shape()})
	}
	return s
}()

func (w *writer) file(root *twig) {
	if len(root.kids) > 0 {
		first := root.kids[0]
		top, rest := cutHeader(first.lead)
		first.lead = rest
		w.lines(top, 0)
		if len(top) > 0 {
			w.out.WriteByte('\n')
		}
	}
	sortKids(root, dossierShape)
	for i, kid := range root.kids {
		if i == 0 {
			kid.lead = trimBlank(kid.lead)
		} else if head.places[kid.name] == 0 && kid.name != "case" {
			kid.lead = append([]string{""}, trimBlank(kid.lead)...)
		}
		w.entry(kid, dossierShape.of(kid.name), 0)
	}
	w.lines(root.foot, 0)
	text := bytes.TrimRight(w.out.Bytes(), "\n")
	w.out.Truncate(len(text))
	if len(text) > 0 {
		w.out.WriteByte('\n')
	}
}

// cutHeader parts the comment at the top of a file from that of its first
// entry: a blank line stands between them.
func cutHeader(lead []string) (header, rest []string) {
	for i := len(lead) - 1; i >= 0; i-- {
		if lead[i] == "" {
			return trimBlank(lead[:i]), lead[i+1:]
		}
	}
	return nil, lead
}

func trimBlank(lines []string) []string {
	for len(lines) > 0 && lines[0] == "" {
		lines = lines[1:]
	}
	for len(lines) > 0 && lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

// lines writes comment lines; of several blank lines it writes one.
func (w *writer) lines(lines []string, indent int) {
	for _, l := range lines {
		switch {
		case l != "":
			w.space(indent)
			w.out.WriteString(l + "\n")
		case !w.blank():
			w.out.WriteByte('\n')
		}
	}
}

// blank says whether the last line is blank, or there is none.
func (w *writer) blank() bool {
	return w.out.Len() == 0 || bytes.HasSuffix(w.out.Bytes(), []byte("\n\n"))
}

func (w *writer) space(n int) { w.out.WriteString(strings.Repeat(" ", n)) }

// entry writes an entry of a mapping in block form.
func (w *writer) entry(t *twig, s *shape, indent int) {
	w.lines(t.lead, indent)
	w.space(indent)
	w.out.WriteString(t.key + ":")
	w.value(t, s.at(t.value), indent, indent+len([]rune(t.key))+1)
}

// value writes what follows a colon or dash, with its end of line. The column
// is where the line stands.
func (w *writer) value(t *twig, s *shape, indent, column int) {
	if t.value.Kind == scalarNode {
		w.scalar(t, s, indent)
		return
	}
	if text, ok := flowText(t, s); ok && t.value.Style&yaml.FlowStyle != 0 && !t.remarks() &&
		(column+1+utf8.RuneCountInString(text) <= lineWidth || len(t.kids) == 0) {
		w.out.WriteString(" " + text)
		w.endLine(t.trail)
		return
	}
	w.endLine(t.trail)
	w.kids(t, s, indent+2)
}

func (w *writer) endLine(trail string) {
	if trail != "" {
		w.out.WriteString("  " + trail)
	}
	w.out.WriteByte('\n')
}

// kids writes the entries of a collection in block form.
func (w *writer) kids(t *twig, s *shape, indent int) {
	sortKids(t, s)
	for i, kid := range t.kids {
		if i == 0 {
			kid.lead = dropBlank(kid.lead)
		}
		if t.value.Kind == mappingNode {
			w.entry(kid, s.elemOf(kid), indent)
		} else {
			w.element(kid, s.elemOf(kid), indent)
		}
	}
	w.lines(t.foot, indent)
}

func dropBlank(lead []string) []string {
	for len(lead) > 0 && lead[0] == "" {
		lead = lead[1:]
	}
	return lead
}

// element writes an element of a list in block form. A mapping begins on the
// line of the dash.
func (w *writer) element(t *twig, s *shape, indent int) {
	s = s.at(t.value)
	text, ok := "", true
	if t.value.Kind != scalarNode {
		text, ok = flowText(t, s)
		ok = ok && t.value.Style&yaml.FlowStyle != 0 && !t.remarks() && indent+2+utf8.RuneCountInString(text) <= lineWidth
	}
	if ok || t.value.Kind != mappingNode || len(t.kids) == 0 {
		w.lines(t.lead, indent)
		w.space(indent)
		w.out.WriteByte('-')
		w.value(t, s, indent, indent+1)
		return
	}
	sortKids(t, s)
	first := t.kids[0]
	w.lines(t.lead, indent)
	if t.trail != "" {
		w.lines([]string{t.trail}, indent)
	}
	w.lines(dropBlank(first.lead), indent)
	first.lead = nil
	start := w.out.Len()
	w.kids(t, s, indent+2)
	w.out.Bytes()[start+indent] = '-'
}

// scalar writes a scalar behind a colon or dash. Lines after the first get the
// indent of the entry and two spaces.
func (w *writer) scalar(t *twig, s *shape, indent int) {
	lines := strings.Split(scalarText(t, s), "\n")
	block := t.value.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0
	if lines[0] != "" {
		w.out.WriteByte(' ')
	}
	w.out.WriteString(lines[0])
	if block {
		if needsIndent(lines[1:]) {
			w.out.WriteByte('2')
		}
		w.endLine(t.trail)
	}
	for _, l := range lines[1:] {
		if !block {
			w.out.WriteByte('\n')
			l = strings.TrimLeft(l, " \t")
		}
		if l != "" {
			w.space(indent + 2)
			w.out.WriteString(l)
		}
		if block {
			w.out.WriteByte('\n')
		}
	}
	if !block {
		w.endLine(t.trail)
	}
}

// needsIndent says whether the first line of a block scalar with text begins
// with a space, so that its indent cannot be told from the text.
func needsIndent(lines []string) bool {
	for _, l := range lines {
		if strings.Trim(l, " ") != "" {
			return l[0] == ' '
		}
	}
	return false
}

// scalarText gives a scalar as written, or in its canonical form if it has one
// and is written otherwise.
func scalarText(t *twig, s *shape) string {
	value := strings.TrimSpace(t.value.Value)
	if s != nil && s.canon != nil && t.raw != "" {
		if canon := s.canon(value); canon != value {
			return quoted(canon)
		}
	}
	if t.value.Style == 0 && !plainForm.MatchString(value) && indicator.MatchString(value) {
		return quoted(value)
	}
	return t.raw
}

var (
	plainForm = regexp.MustCompile(`^[A-Za-z0-9.][A-Za-z0-9_.+/-]*( [A-Za-z0-9_.+/-]+)*$`)
	// indicator is text that may stand plain in braces, but not outside.
	indicator = regexp.MustCompile(`^[-?:]([ \t]|$)`)
)

// quoted gives text plain if that is safe anywhere, otherwise in quotes.
func quoted(s string) string {
	if plainForm.MatchString(s) {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`, "\t", `\t`).Replace(s) + `"`
}

// flowText gives a collection on one line; false if it holds text of several
// lines.
func flowText(t *twig, s *shape) (string, bool) {
	if t.value.Kind == scalarNode {
		text := scalarText(t, s)
		return text, !strings.Contains(text, "\n")
	}
	sortKids(t, s)
	var parts []string
	for _, kid := range t.kids {
		elem, name := s.elemOf(kid), ""
		if t.value.Kind == mappingNode {
			name = kid.key + ": "
		}
		text, ok := flowText(kid, elem.at(kid.value))
		if !ok {
			return "", false
		}
		parts = append(parts, strings.TrimSuffix(name+text, " "))
	}
	if t.value.Kind == mappingNode {
		return "{" + strings.Join(parts, ", ") + "}", true
	}
	return "[" + strings.Join(parts, ", ") + "]", true
}

// remarks says whether a comment stands inside a collection.
func (t *twig) remarks() bool {
	return slices.ContainsFunc(t.foot, isComment) || slices.ContainsFunc(t.kids, func(k *twig) bool {
		return k.trail != "" || slices.ContainsFunc(k.lead, isComment) || k.remarks()
	})
}

func isComment(line string) bool { return line != "" }

// sortKids puts the keys of a mapping in the order of its table; ids stay in
// the order of the file.
func sortKids(t *twig, s *shape) {
	if s == nil || s.kind != mappingShape {
		return
	}
	slices.SortStableFunc(t.kids, func(a, b *twig) int { return s.order(a.name) - s.order(b.name) })
}

// order gives the place of the key in the table of a mapping: the end for one that
// is not in it, as a claim that could not be read can have.
func (s *shape) order(key string) int {
	if i := slices.IndexFunc(s.fields, func(f fieldShape) bool { return f.key == key }); i >= 0 {
		return i
	}
	return len(s.fields)
}

// of gives the shape under a key of a mapping or table; nil for a key not in it.
func (s *shape) of(key string) *shape {
	if s.kind == tableShape {
		return s.elem
	}
	if i := s.order(key); i < len(s.fields) {
		return s.fields[i].shape
	}
	return nil
}

// elemOf gives the shape of what stands in a collection; nil if it has none.
func (s *shape) elemOf(kid *twig) *shape {
	switch {
	case s == nil:
		return nil
	case s.kind == listShape:
		return s.elem
	}
	return s.of(kid.name)
}

// at gives the form of a shape that the node has: of a choice the one that
// fits, of a list that is written as one value its element. It is nil for a
// node that fits none.
func (s *shape) at(n *node) *shape {
	if s == nil {
		return nil
	}
	switch s.kind {
	case choiceShape:
		for _, e := range s.either {
			if got := e.at(n); got != nil && (got.canon != nil || n.Kind != scalarNode) {
				return got
			}
		}
		return s.either[0].at(n)
	case listShape:
		if n.Kind != listNode {
			return s.elem.at(n)
		}
	case mappingShape, tableShape:
		if n.Kind != mappingNode {
			return nil
		}
	case scalarShape, nothingShape:
		if n.Kind != scalarNode {
			return nil
		}
	}
	return s
}
