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
// A zero value is left out where it would be a field.
type codec struct {
	write func(w *writer, v reflect.Value)
	read  func(c *cursor, v reflect.Value)
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
		c.read = func(c *cursor, v reflect.Value) { c.want("true"); v.SetBool(true) }
	case t == reflect.TypeFor[int]() || t == reflect.TypeFor[int32]() || t == reflect.TypeFor[int64]():
		c.write = func(w *writer, v reflect.Value) { w.number(v.Int()) }
		c.read = func(c *cursor, v reflect.Value) {
			n := c.number()
			if v.OverflowInt(n) {
				c.fail("number is out of range", "")
				return
			}
			v.SetInt(n)
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
		read: func(c *cursor, v reflect.Value) {
			value, err := parse(c.text())
			if err != nil {
				c.fail(err.Error(), "")
				return
			}
			*v.Addr().Interface().(*T) = value
		},
	}
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
		read:  func(c *cursor, v reflect.Value) { v.SetString(c.text()) },
	}
}

// list writes the elements in their order; clauses in that of their ids, since
// a snapshot sorts them.
func (b builder) list(c *codec, t reflect.Type) {
	elem := b.of(t.Elem())
	c.zero = func(v reflect.Value) bool { return v.Len() == 0 }
	c.write = func(w *writer, v reflect.Value) {
		if t == reflect.TypeFor[[]*proviso.Condition]() {
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
	c.read = func(c *cursor, v reflect.Value) {
		c.want("[")
		for c.err == nil {
			v.Set(reflect.Append(v, reflect.Zero(t.Elem())))
			elem.read(c, v.Index(v.Len()-1))
			if !c.take(",") {
				break
			}
		}
		c.want("]")
	}
}

func byID(clauses []*proviso.Condition) []*proviso.Condition {
	order := func(a, b *proviso.Condition) int { return cmp.Compare(a.ID, b.ID) }
	if slices.Contains(clauses, nil) || slices.IsSortedFunc(clauses, order) {
		return clauses
	}
	clauses = slices.Clone(clauses)
	slices.SortStableFunc(clauses, order)
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
	c.read = func(c *cursor, v reflect.Value) {
		v.Set(reflect.New(t.Elem()))
		elem.read(c, v.Elem())
	}
}

// member is one field of a structure; of an embedded one the fields are its own.
type member struct {
	key   string
	index []int
	codec *codec
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
		out = append(out, member{snake(f.Name), f.Index, b.of(f.Type)})
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
