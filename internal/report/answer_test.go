package report

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// jsonFields gives the names of a struct in JSON, embedded structs opened, with
// the type of each.
func jsonFields(t reflect.Type) map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			for name, typ := range jsonFields(f.Type) {
				out[name] = typ
			}
			continue
		}
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name != "-" {
			out[name] = f.Type
		}
	}
	return out
}

// answerTypes gives every struct that an answer can hold.
func answerTypes(t reflect.Type, into map[string]reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		answerTypes(t.Elem(), into)
	case reflect.Struct:
		if _, seen := into[t.Name()]; seen {
			return
		}
		into[t.Name()] = t
		for _, f := range jsonFields(t) {
			answerTypes(f, into)
		}
	}
}

// documented reads docs/JSON.md: for each heading, the fields of its table.
func documented(t *testing.T) (fields map[string][]string, example string) {
	t.Helper()
	text, err := os.ReadFile("../../docs/JSON.md")
	if err != nil {
		t.Fatal(err)
	}
	fields = map[string][]string{}
	heading := ""
	name := regexp.MustCompile("`([a-z_]+)`")
	for line := range strings.Lines(string(text)) {
		if h, ok := strings.CutPrefix(line, "## "); ok {
			heading = strings.TrimSpace(h)
		}
		if strings.HasPrefix(line, "| `") {
			for _, m := range name.FindAllStringSubmatch(strings.Split(line, "|")[1], -1) {
				fields[heading] = append(fields[heading], m[1])
			}
		}
	}
	_, example, _ = strings.Cut(string(text), "```json\n")
	example, _, _ = strings.Cut(example, "```")
	return fields, example
}

func TestJSONIsDocumented(t *testing.T) {
	types := map[string]reflect.Type{}
	answerTypes(reflect.TypeFor[Answer](), types)
	docs, _ := documented(t)
	for name, typ := range types {
		want := jsonFields(typ)
		for field := range want {
			if field == "" {
				t.Errorf("a field of %s has no name in JSON", name)
			} else if !slices.Contains(docs[name], field) {
				t.Errorf("docs/JSON.md does not describe %s of %s", field, name)
			}
		}
		for _, field := range docs[name] {
			if _, ok := want[field]; !ok {
				t.Errorf("docs/JSON.md describes %s of %s, which does not exist", field, name)
			}
		}
	}
	for name := range docs {
		if types[name] == nil {
			t.Errorf("docs/JSON.md describes %s, which does not exist", name)
		}
	}
}

func TestJSONExample(t *testing.T) {
	_, example := documented(t)
	var v any
	if err := json.Unmarshal([]byte(example), &v); err != nil {
		t.Fatalf("the example of docs/JSON.md: %v", err)
	}
	sameShape(t, "answer", v, reflect.TypeFor[Answer]())
}

// sameShape compares a JSON value with the type that is said to print it.
func sameShape(t *testing.T, at string, v any, typ reflect.Type) {
	t.Helper()
	switch typ.Kind() {
	case reflect.Pointer:
		sameShape(t, at, v, typ.Elem())
	case reflect.Slice:
		for _, e := range v.([]any) {
			sameShape(t, at, e, typ.Elem())
		}
	case reflect.Map:
		for k, e := range v.(map[string]any) {
			sameShape(t, at+"."+k, e, typ.Elem())
		}
	case reflect.Struct:
		fields := jsonFields(typ)
		got := v.(map[string]any)
		for k, e := range got {
			if fields[k] == nil {
				t.Errorf("the example of docs/JSON.md has %s.%s, which does not exist", at, k)
				continue
			}
			sameShape(t, at+"."+k, e, fields[k])
		}
		for i := range typ.NumField() {
			name, rest, _ := strings.Cut(typ.Field(i).Tag.Get("json"), ",")
			if _, there := got[name]; name != "" && rest == "" && !there {
				t.Errorf("the example of docs/JSON.md lacks %s.%s", at, name)
			}
		}
	}
}
