package dossier

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Schema gives the JSON Schema of a dossier, draft 2020-12, for editors that
// complete and check YAML. It is printed from the tables that the reader uses.
// What it accepts the reader may still refuse: a schema cannot follow ids, nor
// tell that a day does not exist. The other way round the reader takes two
// things more, both in quotes: spaces around a value, and "true" for true.
func Schema() []byte {
	p := &schemaPrinter{defs: object{}}
	top := p.mapping(dossierShape)
	for i, m := range top {
		if m.key == "properties" {
			top[i].value = sectionsMayBeEmpty(m.value.(object))
		}
	}
	doc := append(object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"$id", "https://proviso-ledger.github.io/schema/dossier.json"},
		{"title", "Proviso dossier"},
	}, top...)
	doc = append(doc, member{"$defs", p.defs})
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(doc); err != nil {
		panic("internal error: " + err.Error())
	}
	return out.Bytes()
}

// object is a JSON object that keeps the order of its members: editors offer
// keys in that order.
type object []member

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	out.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		if err := enc.Encode(m.key); err != nil {
			return nil, fmt.Errorf("writing key %s: %w", m.key, err)
		}
		out.WriteByte(':')
		if err := enc.Encode(m.value); err != nil {
			return nil, fmt.Errorf("writing %s: %w", m.key, err)
		}
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// schemaPrinter prints shapes, each named one once.
type schemaPrinter struct{ defs object }

// shape prints a shape, or a reference to it if it has a name.
func (p *schemaPrinter) shape(s *shape) object {
	if s.def == "" {
		return p.body(s)
	}
	for _, d := range p.defs {
		if d.key == s.def {
			return pointTo(s.def)
		}
	}
	p.defs = append(p.defs, member{s.def, nil})
	at := len(p.defs) - 1
	p.defs[at].value = p.body(s)
	return pointTo(s.def)
}

func pointTo(def string) object { return object{{"$ref", "#/$defs/" + def}} }

func (p *schemaPrinter) body(s *shape) object {
	switch s.kind {
	case mappingShape:
		return p.mapping(s)
	case tableShape:
		return described(s.doc, object{{"type", "object"}, {"propertyNames", p.keyNames(s.keys)}, {"additionalProperties", p.shape(s.elem)}})
	case listShape:
		many := object{{"type", "array"}, {"items", p.shape(s.elem)}}
		forms := []any{p.shape(s.elem), many}
		if s.elem.kind == mappingShape {
			forms = append(forms, object{{"const", unknown}})
		}
		return object{{"anyOf", forms}}
	case choiceShape:
		var forms []any
		for _, e := range s.either {
			forms = append(forms, p.shape(e))
		}
		return object{{"anyOf", forms}}
	case nothingShape:
		return object{{"type", "null"}}
	}
	return scalarSchema(s)
}

// keyNames prints what the keys of a table look like.
func (p *schemaPrinter) keyNames(s *shape) object {
	return object{{"pattern", s.pattern}}
}

func (p *schemaPrinter) mapping(s *shape) object {
	var properties object
	required := []string{}
	for _, f := range s.fields {
		properties = append(properties, member{f.key, p.property(f)})
		if f.required {
			required = append(required, f.key)
		}
	}
	out := described(s.doc, object{{"type", "object"}, {"properties", properties}, {"additionalProperties", false}})
	if !s.bare {
		out = append(out, member{"minProperties", 1})
	}
	if len(required) > 0 {
		out = append(out, member{"required", required})
	}
	var all []any
	for _, g := range s.groups {
		all = append(all, groupSchema(g))
	}
	if len(all) > 0 {
		out = append(out, member{"allOf", all})
	}
	return out
}

// property prints a shape with what its key is for.
func (p *schemaPrinter) property(f fieldShape) object {
	body := p.shape(f.shape)
	out := object{{"description", f.doc}}
	for _, m := range body {
		if m.key != "description" {
			out = append(out, m)
		}
	}
	return out
}

// groupSchema says that exactly one of the keys is there, or at most one.
func groupSchema(g keyGroup) object {
	var one []any
	for _, k := range g.keys {
		one = append(one, object{{"required", []string{k}}})
	}
	if !g.must {
		one = append(one, object{{"not", object{{"anyOf", one[:len(one):len(one)]}}}})
	}
	return object{{"oneOf", one}}
}

func scalarSchema(s *shape) object {
	out := described(s.doc, nil)
	switch {
	case len(s.words) > 0:
		out = append(out, member{"enum", words(s.words)})
	case s.number:
		out = append(out, member{"type", []string{"string", "number", "boolean"}})
	default:
		out = append(out, member{"type", "string"})
	}
	if s.pattern != "" {
		out = append(out, member{"pattern", s.pattern})
	}
	if len(s.examples) > 0 {
		out = append(out, member{"examples", s.examples})
	}
	return out
}

// words gives the values that YAML makes of the words: true and false are no
// text there.
func words(ws []string) []any {
	var out []any
	for _, w := range ws {
		switch w {
		case "true":
			out = append(out, true)
		case "false":
			out = append(out, false)
		default:
			out = append(out, w)
		}
	}
	return out
}

func described(doc string, o object) object {
	if doc == "" {
		return o
	}
	return append(object{{"description", strings.ToUpper(doc[:1]) + doc[1:]}}, o...)
}

// sectionsMayBeEmpty lets a section stand without any record.
func sectionsMayBeEmpty(properties object) object {
	for i, m := range properties {
		o := m.value.(object)
		for j, n := range o {
			if n.key == "type" && n.value == "object" {
				properties[i].value.(object)[j].value = []string{"object", "null"}
			}
		}
	}
	return properties
}
