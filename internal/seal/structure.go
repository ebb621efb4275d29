package seal

import (
	"reflect"
	"slices"
	"strings"
)

// kindKey is the field that says which type of a sealed interface follows.
const kindKey = "kind"

// structure declares an object. If kind is not empty, it is one of a sealed
// interface and says so.
func (b builder) structure(c *codec, t reflect.Type, kind string) {
	all := b.members(t)
	if kind != "" {
		at, clash := slices.BinarySearchFunc(all, kindKey, func(m member, k string) int { return strings.Compare(m.key, k) })
		if clash {
			panic("internal error: " + t.String() + " has a field of the name that says its kind")
		}
		all = slices.Insert(all, at, member{key: kindKey, codec: fixed(kind)})
	}
	c.write = func(w *writer, v reflect.Value) { w.object(all, v) }
	c.read = func(c *cursor, v reflect.Value) { c.object(all, v) }
	c.zero = func(v reflect.Value) bool {
		for i := range all {
			if m := &all[i]; !m.codec.zero(m.in(v)) {
				return false
			}
		}
		return true
	}
}

// fixed is the codec of a word that is always the same and stands in no field.
func fixed(word string) *codec {
	return &codec{
		zero:  func(reflect.Value) bool { return false },
		write: func(w *writer, _ reflect.Value) { w.string(word) },
		read: func(c *cursor, _ reflect.Value) {
			if c.text() != word {
				c.fail("unknown kind", newer)
			}
		},
	}
}

func (w *writer) object(all []member, v reflect.Value) {
	w.b = append(w.b, '{')
	first := true
	for i := range all {
		m := &all[i]
		f := m.in(v)
		if m.codec.zero(f) {
			continue
		}
		if !first {
			w.b = append(w.b, ',')
		}
		first = false
		w.b = append(w.b, '"')
		w.b = append(w.b, m.key...)
		w.b = append(w.b, '"', ':')
		m.codec.write(w, f)
		if w.err != nil {
			w.where = append(w.where, m.key)
			return
		}
	}
	w.b = append(w.b, '}')
}

func (c *cursor) object(all []member, v reflect.Value) {
	c.want("{")
	if c.take("}") {
		return
	}
	c.depth++
	if c.depth > maxDepth {
		c.fail("the record is nested too deeply", "")
	}
	next := 0
	for c.err == nil {
		key := c.key()
		for next < len(all) && all[next].key != string(key) {
			next++
		}
		if next == len(all) {
			c.fail("unknown field "+show(string(key))+", or one in the wrong place", newer)
			return
		}
		all[next].codec.read(c, all[next].in(v))
		next++
		if !c.take(",") {
			break
		}
	}
	c.depth--
	c.want("}")
}

// variants declares a sealed interface with its types, each of them a pointer
// to a structure.
func variants[I any](b builder, all []I, kindOf func(I) string) {
	byType, byKind := map[reflect.Type]*codec{}, map[string]reflect.Type{}
	b[reflect.TypeFor[I]()] = &codec{
		zero: reflect.Value.IsNil,
		write: func(w *writer, v reflect.Value) {
			v = v.Elem()
			c := byType[v.Type()]
			if c == nil || v.IsNil() {
				w.fail("a value of no declared kind")
				return
			}
			c.write(w, v.Elem())
		},
		read: func(c *cursor, v reflect.Value) {
			kind := c.kindAhead()
			t := byKind[kind]
			if t == nil {
				c.fail("unknown kind "+show(kind), newer)
				return
			}
			value := reflect.New(t.Elem())
			byType[t].read(c, value.Elem())
			v.Set(value)
		},
	}
	for _, one := range all {
		t := reflect.TypeOf(one)
		c := &codec{}
		b.structure(c, t.Elem(), kindOf(one))
		byType[t], byKind[kindOf(one)] = c, t
	}
}
