package dossier

import "slices"

// shape says what may stand at one place in a dossier. The readers of values
// carry it; the schema prints it, and Format follows it.
type shape struct {
	kind     shapeKind
	def      string // name under $defs in the schema, for shapes used in several places
	doc      string
	pattern  string   // scalar: regular expression in the dialect of JSON Schema
	words    []string // scalar: the only words allowed
	number   bool     // scalar: a number or true/false may stand for the text
	examples []string

	fields []fieldShape // mapping: its keys in canonical order
	groups []keyGroup   // mapping: keys of which exactly one is written
	bare   bool         // mapping: an empty one says something
	keys   *shape       // table: what its keys look like
	elem   *shape       // table and list: what its values look like
	either []*shape     // choice: one of these
	canon  func(string) string
}

type shapeKind uint8

const (
	scalarShape  shapeKind = iota
	mappingShape           // a mapping with fixed keys
	tableShape             // a mapping whose keys are ids or words
	listShape
	choiceShape
	nothingShape // an empty value
)

type fieldShape struct {
	key      string
	doc      string
	required bool
	shape    *shape
}

type keyGroup struct {
	keys []string
	must bool // one of them must be written
}

// value is something that can stand at one place in a dossier: what it looks
// like and how it is read. A false from read means that a fault was noted.
type value[V any] struct {
	shape *shape
	read  func(r *reader, n *node) (V, bool)
}

// field is one key of a mapping that is read into a T.
type field[T any] struct {
	fieldShape
	read func(r *reader, n *node, into *T) bool
}

// key declares a key whose value goes to one place in T.
func key[T, V any](name, doc string, v value[V], at func(*T) *V) field[T] {
	return field[T]{
		fieldShape: fieldShape{key: name, doc: doc, shape: v.shape},
		read: func(r *reader, n *node, into *T) bool {
			got, ok := v.read(r, n)
			if ok {
				*at(into) = got
			}
			return ok
		},
	}
}

// set declares a key whose value does not simply go to one place in T.
func set[T, V any](name, doc string, v value[V], to func(*T, V)) field[T] {
	return field[T]{
		fieldShape: fieldShape{key: name, doc: doc, shape: v.shape},
		read: func(r *reader, n *node, into *T) bool {
			got, ok := v.read(r, n)
			if ok {
				to(into, got)
			}
			return ok
		},
	}
}

func (f field[T]) must() field[T] {
	f.required = true
	return f
}

// body is a mapping with fixed keys that is read into a T.
type body[T any] struct {
	fields []field[T]
	groups []keyGroup
	bare   bool // an empty mapping says something
	check  func(r *reader, m *mapping, into *T)
	places map[string]int
}

func newBody[T any](fields ...field[T]) *body[T] {
	if len(fields) > maxKeys {
		panic("internal error: a mapping has more keys than its reader has room for")
	}
	b := &body[T]{fields: fields, places: map[string]int{}}
	for i, f := range fields {
		b.places[f.key] = i
	}
	return b
}

// oneOf says that exactly one of the keys is written, or at most one.
func (b *body[T]) oneOf(must bool, keys ...string) *body[T] {
	b.groups = append(b.groups, keyGroup{keys, must})
	return b
}

// checked adds a check that needs several keys at once.
func (b *body[T]) checked(check func(r *reader, m *mapping, into *T)) *body[T] {
	b.check = check
	return b
}

func (b *body[T]) shape(doc string) *shape {
	s := &shape{kind: mappingShape, doc: doc, groups: b.groups, bare: b.bare}
	for _, f := range b.fields {
		s.fields = append(s.fields, f.fieldShape)
	}
	return s
}

func (b *body[T]) keys() []string {
	out := make([]string, len(b.fields))
	for i, f := range b.fields {
		out[i] = f.key
	}
	return out
}

// value makes the mapping something that can stand under a key.
func (b *body[T]) value(doc string) value[T] {
	return value[T]{b.shape(doc), func(r *reader, n *node) (T, bool) {
		var out T
		ok := b.read(r, n, &out)
		return out, ok
	}}
}

// phrase says what may stand there, for messages: "text", "a mapping".
func (s *shape) phrase() string {
	switch s.kind {
	case mappingShape, tableShape:
		return "a mapping"
	case listShape:
		return s.elem.phrase() + " or a list"
	case choiceShape:
		var words []string
		for _, e := range s.either {
			if p := e.phrase(); p != "" && !slices.Contains(words, p) {
				words = append(words, p)
			}
		}
		return joinOr(words)
	case nothingShape:
		return ""
	}
	return "text"
}

// takesNothing says whether an empty value says something there.
func (s *shape) takesNothing() bool {
	return s.kind == nothingShape || slices.ContainsFunc(s.either, (*shape).takesNothing)
}

// example gives a value that could stand there, "" if none is at hand.
func (s *shape) example() string {
	switch {
	case len(s.examples) > 0:
		return s.examples[0]
	case len(s.words) > 0:
		return s.words[0]
	case s.kind == listShape:
		return s.elem.example()
	case s.kind == choiceShape:
		return s.either[0].example()
	}
	return ""
}
