package dossier

import (
	"fmt"
	"slices"
	"strings"

	"github.com/proviso-ledger/proviso"
)

// reader turns nodes into records and keeps every fault. It knows where it is,
// for messages: in which record and under which keys.
type reader struct {
	file       int // place in the list of files, for the order of faults
	name       string
	noun       string // "movement", "clause", "" outside any record
	id         string
	under      *node                  // key of the value that is about to be read, if it has one
	path       []string               // keys from the record down to here
	kind       proviso.InstrumentKind // of the instrument around a clause
	faults     []fault
	refs       []ref
	links      []link
	ids        register
	elsewhere  register                    // records read elsewhere that may be declared again
	tops       map[string]proviso.Pos      // top-level keys of this file
	shift      int                         // of the lines of a piece against those of its file
	head       int                         // line of the section that a piece goes on with
	spare      []*mapping                  // one for each level of nesting
	depth      int                         // mappings in use
	torn       bool                        // a piece of a file could not be read
	supposed   bool                        // in a file of suppositions
	heads      map[string]proviso.Pos      // where case and as_of were said
	missing    map[proviso.RecordKind]bool // sections that could not be read: their ids are not known
	signatures map[string][]byte           // by the names of their files
}

func newReader() *reader {
	return &reader{ids: register{}, elsewhere: register{}, tops: map[string]proviso.Pos{}, heads: map[string]proviso.Pos{}, missing: map[proviso.RecordKind]bool{}}
}

// fault is an error with the place of its file in the order of reading.
type fault struct {
	file int
	err  *proviso.Error
}

// pos gives the place of a node in its file, of which it may be in a piece.
func (r *reader) pos(n *node) proviso.Pos {
	if r.head > 0 && n.Line == 1 {
		return proviso.Pos{File: r.name, Line: r.head, Column: n.Column}
	}
	return proviso.Pos{File: r.name, Line: n.Line + r.shift, Column: n.Column}
}

// fault notes what is wrong with the node and how to mend it.
func (r *reader) fault(n *node, code, message, fix string) {
	r.note(&proviso.Error{Code: code, Message: message, Fix: fix, Pos: r.pos(n)})
}

func (r *reader) note(err *proviso.Error) { r.faults = append(r.faults, fault{r.file, err}) }

// refuse notes the error of a parser of the root package at the node.
func (r *reader) refuse(n *node, err error) {
	e := *err.(*proviso.Error)
	e.Pos = r.pos(n)
	r.note(&e)
}

// errors gives the faults in the order of the files and of their lines.
func (r *reader) errors() error {
	if len(r.faults) == 0 {
		return nil
	}
	slices.SortStableFunc(r.faults, func(a, b fault) int {
		if a.file != b.file {
			return a.file - b.file
		}
		if a.err.Pos.Line != b.err.Pos.Line {
			return a.err.Pos.Line - b.err.Pos.Line
		}
		return a.err.Pos.Column - b.err.Pos.Column
	})
	out := make(proviso.Errors, len(r.faults))
	for i, f := range r.faults {
		out[i] = f.err
	}
	return out
}

// subject names what is being read: `"from" of movement "sale"`.
func (r *reader) subject() string {
	whole := r.noun
	if r.id != "" {
		whole += " " + quote(r.id)
	}
	if len(r.path) == 0 {
		return whole
	}
	last := quote(r.path[len(r.path)-1])
	if whole == "" {
		return last
	}
	return last + " of " + whole
}

func quote(s string) string { return `"` + s + `"` }

func quoteAll(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = quote(w)
	}
	return strings.Join(out, ", ")
}

// mapping is what was found in one mapping: for each key of its body the nodes
// of key and value, nil if the key is not written. What it lacks is noted at
// the key that it stands under or, in a list, where it begins.
type mapping struct {
	node, at *node
	places   map[string]int
	keys     [maxKeys]*node
	values   [maxKeys]*node
	meant    []string // keys that unknown ones are near to: they are not missing besides
}

const maxKeys = 32

func (m *mapping) key(name string) *node   { return m.keys[m.places[name]] }
func (m *mapping) value(name string) *node { return m.values[m.places[name]] }
func (m *mapping) has(name string) bool    { return m.key(name) != nil }

// read reads a mapping into a T: unknown keys, keys written twice and required
// keys left out are faults. Keys are read in the order of the table, whatever
// their order in the file, so that the order of keys means nothing.
func (b *body[T]) read(r *reader, n *node, into *T) bool {
	if !r.is(n, mappingNode, "a mapping") {
		return false
	}
	before := len(r.faults)
	m := r.newMapping(n, b.places)
	defer r.done()
	b.collect(r, n, m)
	b.require(r, m)
	for i, f := range b.fields {
		if m.keys[i] == nil {
			continue
		}
		r.path, r.under = append(r.path, f.key), m.keys[i]
		if r.present(m.keys[i], m.values[i], f.shape) {
			f.read(r, m.values[i], into)
		}
		r.path, r.under = r.path[:len(r.path)-1], nil
	}
	if b.check != nil {
		b.check(r, m, into)
	}
	return len(r.faults) == before
}

// newMapping gives an empty mapping; done takes it back. Mappings nest, and so
// one for each level is enough for all records.
func (r *reader) newMapping(n *node, places map[string]int) *mapping {
	if r.depth == len(r.spare) {
		r.spare = append(r.spare, &mapping{})
	}
	m := r.spare[r.depth]
	*m = mapping{node: n, at: n, places: places}
	if r.under != nil {
		m.at, r.under = r.under, nil
	}
	r.depth++
	return m
}

func (r *reader) done() { r.depth-- }

// collect puts each key in its place.
func (b *body[T]) collect(r *reader, n *node, m *mapping) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if !r.plainKey(k) {
			continue
		}
		at, ok := b.places[k.Value]
		switch {
		case !ok:
			r.unknownKey(k, b.keys())
			m.meant = append(m.meant, nearest(k.Value, b.keys()))
		case m.keys[at] != nil:
			r.fault(k, "duplicate-key", fmt.Sprintf("%s is written twice (first at %s)", quote(k.Value), r.pos(m.keys[at])),
				"keep one of the two; a list of values is written [a, b]")
		default:
			m.keys[at], m.values[at] = k, n.Content[i+1]
		}
	}
}

// require notes the keys that must be there and are not, and those of which
// only one may be there.
func (b *body[T]) require(r *reader, m *mapping) {
	for i, f := range b.fields {
		if f.required && m.keys[i] == nil && !slices.Contains(m.meant, f.key) {
			r.fault(m.at, "missing-key", r.subject()+" says no "+quote(f.key), addLine(f.fieldShape))
		}
	}
	for _, g := range b.groups {
		var first *node
		for _, name := range g.keys {
			if k := m.key(name); k != nil {
				first = r.another(first, k, g)
			}
		}
		if first == nil && g.must && !slices.ContainsFunc(m.meant, func(k string) bool { return slices.Contains(g.keys, k) }) {
			r.fault(m.at, "missing-key", r.subject()+" says none of "+quoteAll(g.keys), "write exactly one of them")
		}
	}
	if len(m.node.Content) == 0 && !b.bare && len(r.path) > 0 {
		r.fault(m.at, "missing-key", r.subject()+" says nothing", "leave it out, or use the keys: "+strings.Join(b.keys(), ", "))
	}
}

// another notes the second key of a group, at the one that stands later.
func (r *reader) another(first, k *node, g keyGroup) *node {
	if first == nil {
		return k
	}
	a, b := first, k
	if b.Line < a.Line || b.Line == a.Line && b.Column < a.Column {
		a, b = b, a
	}
	r.fault(b, "key-clash", fmt.Sprintf("%s says both %s and %s", r.subject(), quote(a.Value), quote(b.Value)),
		"say one of "+strings.Join(g.keys, ", "))
	return a
}

func addLine(f fieldShape) string {
	if ex := f.shape.example(); ex != "" {
		return "add it, such as " + f.key + ": " + ex
	}
	return "add " + f.key
}

func (r *reader) unknownKey(k *node, keys []string) {
	if k.Tag == "!!merge" {
		r.fault(k, "yaml", `a dossier has no merge keys (<<)`, "write the keys out")
		return
	}
	message := "unknown key " + quote(k.Value)
	if where := r.subject(); where != "" {
		message += " in " + where
	} else {
		message += " at the top level"
	}
	r.fault(k, "unknown-key", message, DidYouMean(k.Value, keys, "the keys are: "+strings.Join(keys, ", ")))
}

// present says whether there is something to read under the key.
func (r *reader) present(k, v *node, s *shape) bool {
	if v.Kind != scalarNode || v.Value != "" && v.Tag != "!!null" || s.takesNothing() || !plain(v) {
		return true
	}
	r.fault(k, "missing-value", r.subject()+" is empty", `leave the line out, or write "?" if it is not known`)
	return false
}

// is says whether the node has the kind, and notes it if not.
func (r *reader) is(n *node, kind nodeKind, want string) bool {
	if !r.plainNode(n) {
		return false
	}
	if n.Kind == kind {
		return true
	}
	r.wrongType(n, want)
	return false
}

func (r *reader) wrongType(n *node, want string) {
	fix := "write one value"
	switch {
	case isWord(n, unknown):
		fix = "leave it out if it is not known"
	case strings.HasPrefix(want, "a mapping"):
		fix = "write key: value, each on an indented line of its own, or all in braces"
	case strings.HasSuffix(want, "mapping"):
		fix = "write one value, or key: value in braces"
	case strings.HasSuffix(want, "list"):
		fix = "write one value, or a list [a, b]"
	}
	r.fault(n, "wrong-type", fmt.Sprintf("%s must be %s, not %s", r.subject(), want, kindName(n)), fix)
}
