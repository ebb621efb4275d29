package dossier

import (
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"
)

// documentedKeys gives each key with the noun it belongs to, as the headings of
// docs/DOSSIER.md name them: "movement: from.owner". A mapping that stands in
// several places is named where it stands first.
func documentedKeys() []string {
	seen := map[*fieldShape]bool{}
	names := map[string]bool{}
	var walk func(noun, path string, s *shape)
	walk = func(noun, path string, s *shape) {
		switch s.kind {
		case mappingShape:
			if len(s.fields) == 0 || seen[&s.fields[0]] {
				return
			}
			seen[&s.fields[0]] = true
			for _, f := range s.fields {
				as := noun
				if slices.Contains([]string{"sources", "marking", "known", "note"}, f.key) && path == "" && noun != "dossier" {
					as = "record"
				}
				names[as+": "+path+f.key] = true
				walk(as, path+f.key+".", f.shape)
			}
		case tableShape:
			if s.elem.def != "" {
				noun, path = s.elem.def, ""
			}
			walk(noun, path, s.elem)
		case listShape:
			walk(noun, path, s.elem)
		case choiceShape:
			for _, e := range s.either {
				walk(noun, path, e)
			}
		}
	}
	walk("dossier", "", dossierShape)
	return slices.Sorted(maps.Keys(names))
}

const docsPath = "../../docs/DOSSIER.md"

// docsEntry is a heading of the documentation and what stands below it.
type docsEntry struct {
	keys     []string
	examples []string
}

func documented(t *testing.T) (entries []docsEntry, base string) {
	t.Helper()
	text, err := os.ReadFile(docsPath)
	if err != nil {
		t.Fatal(err)
	}
	fence := regexp.MustCompile("(?ms)^```yaml\n(.*?)^```$")
	parts := regexp.MustCompile(`(?m)^#+ `).Split(string(text), -1)
	for _, part := range parts {
		title, rest, _ := strings.Cut(part, "\n")
		var e docsEntry
		for _, m := range fence.FindAllStringSubmatch(rest, -1) {
			e.examples = append(e.examples, m[1])
		}
		if title == "The base dossier" {
			return entries, e.examples[0]
		}
		noun, keys, ok := strings.Cut(title, ": ")
		if !ok {
			continue
		}
		for _, k := range strings.Split(keys, ", ") {
			e.keys = append(e.keys, noun+": "+k)
		}
		entries = append(entries, e)
	}
	t.Fatal("the documentation has no base dossier")
	return nil, ""
}

// TestDocsNameEveryKey compares the headings with the tables of the reader.
func TestDocsNameEveryKey(t *testing.T) {
	entries, _ := documented(t)
	var got []string
	for _, e := range entries {
		got = append(got, e.keys...)
		for _, k := range e.keys {
			name := k[strings.LastIndexAny(k, ".: ")+1:]
			if strings.HasSuffix(k, "partly denies") {
				name = "partly denies"
			}
			if !strings.Contains(strings.Join(e.examples, ""), name+":") && !strings.Contains(k, "status.stated.") {
				t.Errorf("the example below %q does not show it", k)
			}
		}
	}
	slices.Sort(got)
	if diff := cmp.Diff(documentedKeys(), got); diff != "" {
		t.Errorf("headings of docs/DOSSIER.md (-want +got):\n%s", diff)
	}
}

// overlay lays an example over the base dossier as the documentation says.
func overlay(t *testing.T, base, example string) []byte {
	t.Helper()
	whole, part := tree(t, base), tree(t, example)
	each(part, func(section string, records *yaml.Node) {
		old := entry(whole, section)
		if old == nil || old.Kind == yaml.ScalarNode {
			put(whole, section, records)
			return
		}
		each(records, func(id string, record *yaml.Node) {
			if entry(old, id) == nil {
				put(old, id, record)
				return
			}
			each(record, func(key string, value *yaml.Node) { put(entry(old, id), key, value) })
		})
	})
	out, err := yaml.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func each(n *yaml.Node, do func(key string, value *yaml.Node)) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		do(n.Content[i].Value, n.Content[i+1])
	}
}

func put(n *yaml.Node, key string, value *yaml.Node) {
	for i := 0; i+1 < len(n.Content); i += 2 {
		if n.Content[i].Value == key {
			n.Content[i+1] = value
			return
		}
	}
	n.Content = append(n.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: key}, value)
}

// TestDocsExamples reads every example, shows it to the schema, and holds it to
// canonical form.
func TestDocsExamples(t *testing.T) {
	entries, base := documented(t)
	s := compiled(t)
	examples := []string{base}
	for _, e := range entries {
		if len(e.examples) == 0 {
			t.Errorf("no example below %q", e.keys)
		}
		examples = append(examples, e.examples...)
	}
	for _, example := range examples {
		text := overlay(t, base, example)
		d, err := Parse([]File{{Name: "example.yaml", Text: text}, {Name: "premise.dsse.json", Text: []byte("{}")}})
		if err != nil {
			t.Errorf("the example is not right: %v\n%s", err, example)
		}
		for _, r := range d.Records {
			if unread(r) {
				t.Errorf("a claim of the example cannot be read: %s\n%s", r.RecordID(), example)
			}
		}
		v, err := asJSON(t, text)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("the schema refuses the example: %v\n%s", err, example)
		}
	}
	if out, err := Format([]byte(base)); err != nil || string(out) != base {
		t.Errorf("the base dossier is not in canonical form: %v\n%s", err, cmp.Diff(base, string(out)))
	}
}
