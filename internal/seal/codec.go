package seal

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"unicode"

	"github.com/proviso-ledger/proviso"
)

// codec writes and reads the values of one type. The values are addressable.
// A zero value is left out where it would be a field. What is read is zero
// before; read says whether it still is, and refuses what write would not have
// written.
type codec struct {
	write func(w *writer, v reflect.Value)
	read  func(c *cursor, v reflect.Value) (zero bool)
	zero  func(v reflect.Value) bool
}

// builder makes codecs from types, each once; a type may contain itself
// through a sealed interface.
type builder map[reflect.Type]*codec

func (b builder) of(t reflect.Type) *codec {
	if c := b[t]; c != nil {
		return c
	}
	c := &codec{zero: reflect.Value.IsZero}
	b[t] = c
	switch {
	case t.Kind() == reflect.Struct:
		b.structure(c, t, "")
	case t.Kind() == reflect.Slice:
		b.list(c, t)
	case t.Kind() == reflect.Pointer:
		b.pointer(c, t)
	case t == reflect.TypeFor[bool]():
		c.write = func(w *writer, v reflect.Value) { w.b = append(w.b, "true"...) }
		c.read = func(c *cursor, v reflect.Value) bool { c.want("true"); v.SetBool(true); return false }
	case t == reflect.TypeFor[int]() || t == reflect.TypeFor[int32]() || t == reflect.TypeFor[int64]():
		c.write = func(w *writer, v reflect.Value) { w.number(v.Int()) }
		c.read = func(c *cursor, v reflect.Value) bool {
			n := c.number()
			if v.OverflowInt(n) {
				c.fail("number is out of range", "")
			}
			v.SetInt(n)
			return n == 0
		}
	default:
		panic("internal error: no canonical form is declared for " + t.String())
	}
	return c
}

// text declares a type that is written in its text form. A value that its own
// text form does not give back has no canonical form.
func text[T comparable](b builder, parse func(string) (T, error), form func(T) string) {
	b[reflect.TypeFor[T]()] = &codec{
		zero: reflect.Value.IsZero,
		write: func(w *writer, v reflect.Value) {
			value := *v.Addr().Interface().(*T)
			s := form(value)
			if back, err := parse(s); err != nil || back != value {
				w.fail("a value has no text form that gives it back: " + show(s))
			}
			w.string(s)
		},
		read: func(c *cursor, v reflect.Value) bool {
			into, s := v.Addr().Interface().(*T), c.seen()
			if known, ok := s.value.(*T); ok {
				*into = *known
			} else if c.err == nil {
				*into = parsed(c, s, parse, form)
			}
			var zero T
			return *into == zero
		},
	}
}

// parsed reads the text form of a value, and remembers it.
func parsed[T any](c *cursor, s *seen, parse func(string) (T, error), form func(T) string) T {
	value, err := parse(s.text)
	switch {
	case err != nil:
		c.fail(err.Error(), "")
	case form(value) != s.text:
		c.notCanonical()
	default:
		s.value = &value
	}
	return value
}

// words declares a closed list of words.
func words[T ~string](b builder, list []T) {
	text(b, func(s string) (T, error) {
		if slices.Contains(list, T(s)) {
			return T(s), nil
		}
		return "", refuse("unknown word "+show(s), newer)
	}, same[T])
}

// free declares text of which any is allowed.
func free[T ~string](b builder) {
	b[reflect.TypeFor[T]()] = &codec{
		zero:  reflect.Value.IsZero,
		write: func(w *writer, v reflect.Value) { w.string(v.String()) },
		read: func(c *cursor, v reflect.Value) bool {
			s := c.text()
			v.SetString(s)
			return s == ""
		},
	}
}

// list writes the elements in their order; clauses in that of their ids, since
// a snapshot sorts them.
func (b builder) list(c *codec, t reflect.Type) {
	elem := b.of(t.Elem())
	clauses := t == reflect.TypeFor[[]*proviso.Condition]()
	c.zero = func(v reflect.Value) bool { return v.Len() == 0 }
	c.write = func(w *writer, v reflect.Value) {
		if clauses {
			v = reflect.ValueOf(byID(v.Interface().([]*proviso.Condition)))
		}
		w.b = append(w.b, '[')
		for i := range v.Len() {
			if i > 0 {
				w.b = append(w.b, ',')
			}
			elem.write(w, v.Index(i))
		}
		w.b = append(w.b, ']')
	}
	c.read = func(c *cursor, v reflect.Value) bool {
		c.want("[")
		for n := 0; c.err == nil; n++ {
			v.Grow(1)
			v.SetLen(n + 1)
			elem.read(c, v.Index(n))
			if !c.take(",") {
				break
			}
		}
		c.want("]")
		if clauses && c.err == nil && !slices.IsSortedFunc(v.Interface().([]*proviso.Condition), clauseOrder) {
			c.notCanonical()
		}
		return false
	}
}

func clauseOrder(a, b *proviso.Condition) int { return cmp.Compare(a.ID, b.ID) }

func byID(clauses []*proviso.Condition) []*proviso.Condition {
	if slices.Contains(clauses, nil) || slices.IsSortedFunc(clauses, clauseOrder) {
		return clauses
	}
	clauses = slices.Clone(clauses)
	slices.SortStableFunc(clauses, clauseOrder)
	return clauses
}

func (b builder) pointer(c *codec, t reflect.Type) {
	elem := b.of(t.Elem())
	c.write = func(w *writer, v reflect.Value) {
		if v.IsNil() {
			w.fail("a list has an empty place")
			return
		}
		elem.write(w, v.Elem())
	}
	c.read = func(c *cursor, v reflect.Value) bool {
		v.Set(reflect.New(t.Elem()))
		elem.read(c, v.Elem())
		return false
	}
}

// member is one field of a structure; of an embedded one the fields are its own.
type member struct {
	key    string
	quoted string // with the colon, as it stands in a leaf
	index  []int
	codec  *codec
}

func newMember(key string, index []int, c *codec) member {
	return member{key, `"` + key + `":`, index, c}
}

// in gives the field of a structure; of a word that stands in no field, the
// structure.
func (m *member) in(v reflect.Value) reflect.Value {
	for _, i := range m.index {
		v = v.Field(i)
	}
	return v
}

// members gives the fields in the order of their keys. The place in a file is
// not part of a record.
func (b builder) members(t reflect.Type) []member {
	var out []member
	for _, f := range reflect.VisibleFields(t) {
		switch {
		case f.Anonymous || f.Type == reflect.TypeFor[proviso.Pos]():
			continue
		case !f.IsExported():
			panic("internal error: no canonical form is declared for " + t.String())
		}
		out = append(out, newMember(snake(f.Name), f.Index, b.of(f.Type)))
	}
	slices.SortFunc(out, func(a, b member) int { return strings.Compare(a.key, b.key) })
	return out
}

// snake turns GivenBy into given_by, ID into id and SHA256 into sha256: an
// underscore before a capital that follows a small letter.
func snake(name string) string {
	var b strings.Builder
	last := rune(0)
	for _, r := range name {
		if unicode.IsUpper(r) && unicode.IsLower(last) {
			b.WriteByte('_')
		}
		b.WriteRune(unicode.ToLower(r))
		last = r
	}
	return b.String()
}
