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
		all = slices.Insert(all, at, newMember(kindKey, nil, fixed(kind)))
	}
	c.write = func(w *writer, v reflect.Value) { w.object(all, v) }
	c.read = func(c *cursor, v reflect.Value) bool { return c.object(all, v) }
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
		read: func(c *cursor, _ reflect.Value) bool {
			if c.text() != word {
				c.fail("unknown kind", newer)
			}
			return false
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
		w.b = append(w.b, m.quoted...)
		m.codec.write(w, f)
		if w.err != nil {
			w.where = append(w.where, m.key)
			return
		}
	}
	w.b = append(w.b, '}')
}

// object reads the fields of a structure, and says whether there are none.
func (c *cursor) object(all []member, v reflect.Value) (empty bool) {
	c.want("{")
	if c.take("}") {
		return true
	}
	c.depth++
	if c.depth > maxDepth {
		c.fail("the record is nested too deeply", "")
	}
	for next := 0; c.err == nil; next++ {
		for next < len(all) && !c.takeKey(all[next].quoted) {
			next++
		}
		if next == len(all) {
			c.fail("unknown field "+show(string(c.key()))+", or one in the wrong place", newer)
			return false
		}
		if all[next].codec.read(c, all[next].in(v)) {
			c.notCanonical()
		}
		if !c.take(",") {
			break
		}
	}
	c.depth--
	c.want("}")
	return false
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
		read: func(c *cursor, v reflect.Value) bool {
			kind := c.kindAhead()
			t := byKind[kind]
			if t == nil {
				c.fail("unknown kind "+show(kind), newer)
				return false
			}
			value := reflect.New(t.Elem())
			byType[t].read(c, value.Elem())
			v.Set(value)
			return false
		},
	}
	for _, one := range all {
		t := reflect.TypeOf(one)
		c := &codec{}
		b.structure(c, t.Elem(), kindOf(one))
		byType[t], byKind[kindOf(one)] = c, t
	}
}
