package dossier

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/proviso-ledger/proviso"
	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"
)

type (
	node     = yaml.Node
	nodeKind = yaml.Kind
)

const (
	scalarNode  = yaml.ScalarNode
	mappingNode = yaml.MappingNode
	listNode    = yaml.SequenceNode
)

// MaxFile is the largest file that is read, in bytes.
const MaxFile = 64 << 20

// maxDepth is how deep values may be nested; records need less than ten levels.
const maxDepth = 40

// load parses one file whose text was checked. The node is nil, without an
// error, for a file that holds nothing but comments.
func load(f File) (*node, *proviso.Error) {
	l, err := yaml.NewLoader(bytes.NewReader(f.Text), yaml.WithPlugin(loaderlimits.New(loaderlimits.DepthValue(maxDepth))))
	if err != nil {
		return nil, syntaxError(f, err)
	}
	var doc, more node
	if err := l.Load(&doc); err == io.EOF {
		return nil, nil
	} else if err != nil {
		return nil, syntaxError(f, err)
	}
	switch err := l.Load(&more); {
	case err == nil:
		return nil, &proviso.Error{Code: "yaml", Message: "a second document begins in the file", Fix: "take out the line --- or ..., or use two files in a folder",
			Pos: proviso.Pos{File: f.Name, Line: more.Line, Column: more.Column}}
	case err != io.EOF:
		return nil, syntaxError(f, err)
	}
	if root := doc.Content[0]; root.Kind != scalarNode || root.Tag != "!!null" || !plain(root) {
		return root, nil
	}
	return nil, nil
}

// checkText refuses what the YAML parser would report without a place, or
// would count as a new line where an editor shows none.
func checkText(f File) *proviso.Error {
	if len(f.Text) > MaxFile {
		return &proviso.Error{Code: "size", Message: fmt.Sprintf("the file is larger than %d MiB", MaxFile>>20),
			Fix: "split it into several files in one folder", Pos: proviso.Pos{File: f.Name}}
	}
	if bytes.HasPrefix(f.Text, []byte{0xff, 0xfe}) || bytes.HasPrefix(f.Text, []byte{0xfe, 0xff}) {
		return &proviso.Error{Code: "encoding", Message: "the file is UTF-16, not UTF-8", Fix: "save it as UTF-8",
			Pos: proviso.Pos{File: f.Name, Line: 1, Column: 1}}
	}
	line, column := 1, 1
	for i := 0; i < len(f.Text); {
		c, size := rune(f.Text[i]), 1
		if c >= utf8.RuneSelf {
			c, size = utf8.DecodeRune(f.Text[i:])
		}
		if message, fix := badRune(f.Text, i, c, size); message != "" {
			return &proviso.Error{Code: "encoding", Message: message, Fix: fix,
				Pos: proviso.Pos{File: f.Name, Line: line, Column: column}}
		}
		if column++; c == '\n' {
			line, column = line+1, 1
		} else if c == '\ufeff' {
			column--
		}
		i += size
	}
	return nil
}

// badRune says what is wrong with the character at i, if anything.
func badRune(text []byte, i int, c rune, size int) (message, fix string) {
	switch {
	case c == utf8.RuneError && size == 1:
		return fmt.Sprintf("byte %#02x is not UTF-8", text[i]), "save the file as UTF-8"
	case c == '\r' && (i+1 >= len(text) || text[i+1] != '\n'):
		return "a carriage return stands without a line feed", "save the file with line ends LF or CRLF"
	case c == '\u0085' || c == '\u2028' || c == '\u2029':
		return fmt.Sprintf("a line separator (U+%04X) stands in the text", c), "put a plain line end or a space in its place"
	case c == '\ufeff' && i > 0:
		return "a byte order mark stands inside the file", "delete it"
	case c < ' ' && c != '\t' && c != '\n' && c != '\r', c == 0x7f, c >= 0x80 && c < 0xa0, c == '\ufffe', c == '\uffff':
		return fmt.Sprintf("a control character (U+%04X) stands in the text", c), "delete it"
	}
	return "", ""
}

// syntaxError says in our words what the YAML parser refused.
func syntaxError(f File, err error) *proviso.Error {
	out := &proviso.Error{Code: "yaml", Message: "not YAML: " + err.Error(), Pos: proviso.Pos{File: f.Name, Line: 1, Column: 1}, Err: err}
	var le *yaml.LoadError
	if !errors.As(err, &le) {
		return out
	}
	mark := le.Mark
	if opened := strings.Contains(le.ContextMsg, "flow mapping") || strings.Contains(le.ContextMsg, "flow sequence") ||
		strings.Contains(le.ContextMsg, "quoted scalar") && strings.Contains(le.Message, "end of stream"); opened && le.ContextMark.Line > 0 && le.ContextMark.Line != mark.Line {
		mark = le.ContextMark
	}
	if strings.Contains(le.ContextMsg, "simple key") && le.ContextMark.Line > 0 {
		mark = le.ContextMark
	}
	if mark.Line > 0 {
		out.Pos = inText(f, mark.Line, mark.Column)
	}
	c := charAt(f.Text, out.Pos)
	if c == 0 && strings.Contains(le.ContextMsg, "flow") {
		out.Message, out.Fix = "a { or [ is not closed", "close it with } or ]"
		return out
	}
	out.Message, out.Fix = explainSyntax(le, c)
	return out
}

// inText gives a place, or the end of the text if the parser looked beyond it.
func inText(f File, line, column int) proviso.Pos {
	text := strings.TrimRight(string(f.Text), " \n\r\t")
	if last := strings.Count(text, "\n") + 1; line > last {
		line, column = last, utf8.RuneCountInString(text[strings.LastIndexByte(text, '\n')+1:])+1
	}
	return proviso.Pos{File: f.Name, Line: line, Column: max(column, 1)}
}

// syntaxWords pairs what the parser says with what a person can do.
var syntaxWords = []struct{ context, message, ours, fix string }{
	{"", "mapping keys are not allowed", "a lone ? is not plain text here", `write "?" in quotes`},
	{"", "mapping values are not allowed", "a second colon stands where none is expected", "put text that holds a colon in quotes; check the indent of the line"},
	{"", "exceeded max depth", "values are nested too deep", "a dossier needs fewer than ten levels"},
	{"flow mapping", "", "a { is not closed, or a comma is missing", "close it with }, and put a comma between entries"},
	{"flow sequence", "", "a [ is not closed, or a comma is missing", "close it with ], and put a comma between entries"},
	{"flow node", "", "a value is missing between commas or brackets", "take out the extra comma, or write the value"},
	{"quoted scalar", "end of stream", "a quote is not closed", "close the quote"},
	{"quoted scalar", "escape", "a backslash in double quotes begins no known escape", `use single quotes, or write \\`},
	{"quoted scalar", "hexadecimal", "a backslash in double quotes begins no known escape", `use single quotes, or write \\`},
	{"simple key", "", "a line without a colon", `write "key: value", or indent the line under the text that it continues`},
	{"block mapping", "did not find expected key", "the line does not line up with the keys above", "indent keys of one mapping equally, with spaces"},
	{"block collection", "", "the line does not line up with the list above", "indent the entries of one list equally, with spaces"},
	{"anchor", "", "& and * begin an anchor or alias", "put the text in quotes"},
	{"alias", "", "& and * begin an anchor or alias", "put the text in quotes"},
	{"", "unknown anchor", "a dossier has no aliases (*)", "write the value out, or put the text in quotes"},
	{"tag", "", "a ! begins a tag", "put the text in quotes"},
	{"directive", "", "a % begins a directive", "put the text in quotes"},
	{"block scalar", "", "text after | or > begins on the next line", "move the text to the next line, or put it in quotes"},
}

func explainSyntax(le *yaml.LoadError, c rune) (message, fix string) {
	if strings.Contains(le.Message, "cannot start any token") || strings.Contains(le.Message, "tab character") {
		if c == '\t' {
			return "a tab stands where spaces must", "indent with spaces"
		}
		return fmt.Sprintf("text cannot begin with %q here", c), "put the text in quotes"
	}
	for _, w := range syntaxWords {
		if strings.Contains(le.ContextMsg, w.context) && strings.Contains(le.Message, w.message) {
			return w.ours, w.fix
		}
	}
	return "not YAML: " + le.Message, ""
}

// charAt gives the character at a place in the text.
func charAt(text []byte, at proviso.Pos) rune {
	for i, c := range []rune(lineOf(text, at.Line)) {
		if i == at.Column-1 {
			return c
		}
	}
	return 0
}

// lineOf gives one line of the text without its end; "" beyond the last.
func lineOf(text []byte, line int) string {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	for n := 1; ; n++ {
		head, tail, more := bytes.Cut(text, []byte{'\n'})
		if n == line {
			return string(bytes.TrimSuffix(head, []byte{'\r'}))
		}
		if !more {
			return ""
		}
		text = tail
	}
}

// plain says whether the node has neither anchor, alias nor tag.
func plain(n *node) bool {
	return n.Kind != yaml.AliasNode && n.Anchor == "" && n.Style&yaml.TaggedStyle == 0 && n.Tag != "!"
}

// plainNode refuses aliases, which could make a short text mean a huge one,
// anchors, tags and hidden characters.
func (r *reader) plainNode(n *node) bool {
	switch {
	case plain(n):
		return n.Kind != scalarNode || r.visible(n)
	case n.Kind == yaml.AliasNode:
		r.fault(n, "yaml", "a dossier has no aliases (*"+n.Value+")", "write the value out, or put the text in quotes")
	case n.Anchor != "":
		r.fault(n, "yaml", "a dossier has no anchors (&"+n.Anchor+")", "take the anchor out, or put the text in quotes")
	default:
		r.fault(n, "yaml", "a dossier has no tags ("+n.Tag+")", "take the tag out, or put the text in quotes")
	}
	return false
}

// visible refuses characters that an escape in quotes brought in and that a
// terminal would obey: they could make an answer look like another.
func (r *reader) visible(n *node) bool {
	for _, c := range n.Value {
		if c != '\n' && c != '\t' && hidden(c) {
			r.fault(n, "encoding", fmt.Sprintf("the text holds a character that cannot be seen (U+%04X)", c), "delete it")
			return false
		}
	}
	return true
}

// hidden says whether a terminal would obey the character and not show it:
// control characters, and those that turn the direction of the text around.
func hidden(c rune) bool {
	return c < ' ' || c >= 0x7f && (unicode.IsControl(c) || c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069)
}

func (r *reader) plainKey(k *node) bool {
	if !r.plainNode(k) {
		return false
	}
	if k.Kind == scalarNode {
		return true
	}
	r.fault(k, "wrong-type", "a key must be text, not "+kindName(k), "write an id or a key of the format")
	return false
}

func kindName(n *node) string {
	switch {
	case n.Kind == listNode:
		return "a list"
	case n.Kind == mappingNode:
		return "a mapping"
	case n.Tag == "!!null" || n.Value == "":
		return "nothing"
	}
	return "text"
}
