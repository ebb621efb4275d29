package dossier

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/proviso-ledger/proviso"
	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
)

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	if err := c.AddResource("dossier.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("dossier.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asJSON gives a YAML text as editors hand it to a schema: the core schema of
// YAML 1.2, in which a date is text.
func asJSON(t *testing.T, text []byte) (any, error) {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal(text, &doc); err != nil {
		return nil, fmt.Errorf("not YAML: %w", err)
	}
	if len(doc.Content) == 0 {
		return nil, nil
	}
	return nodeJSON(doc.Content[0]), nil
}

func nodeJSON(n *yaml.Node) any {
	switch n.Kind {
	case yaml.MappingNode:
		out := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			out[n.Content[i].Value] = nodeJSON(n.Content[i+1])
		}
		return out
	case yaml.SequenceNode:
		out := []any{}
		for _, c := range n.Content {
			out = append(out, nodeJSON(c))
		}
		return out
	}
	switch n.Tag {
	case "!!null":
		return nil
	case "!!bool":
		return n.Value == "true"
	case "!!int", "!!float":
		if f, err := strconv.ParseFloat(n.Value, 64); err == nil && !math.IsInf(f, 0) && !math.IsNaN(f) {
			return json.Number(strconv.FormatFloat(f, 'g', -1, 64))
		}
	}
	return n.Value
}

func TestSchemaAcceptsExamples(t *testing.T) {
	s := compiled(t)
	for _, text := range seeds(t) {
		v, err := asJSON(t, text)
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(v); err != nil {
			t.Errorf("the schema refuses what the reader accepts: %v\n%.200s", err, text)
		}
	}
}

// TestSchemaAgrees changes the sample in every place in turn, and asks reader
// and schema: what the reader refuses for its form the schema refuses, and what
// the reader accepts the schema accepts.
func TestSchemaAgrees(t *testing.T) {
	s := compiled(t)
	root := tree(t, everything)
	other := []*yaml.Node{tree(t, "{zzz: 1}"), tree(t, "[[a]]"), tree(t, "~"), tree(t, "[]"), tree(t, "zzz"), tree(t, "'?'"), tree(t, "{}")}
	form := []string{"unknown-key", "wrong-type", "missing-value", "missing-key"}
	asked, refused, kept := 0, 0, 0
	ask := func(what string) {
		text, err := yaml.Marshal(root)
		if err != nil {
			t.Fatal(err)
		}
		d, err := Parse(signed(text))
		if slices.ContainsFunc(d.Records, unread) {
			kept++ // a claim that cannot be read is kept as words; the schema says what it should be
			return
		}
		v, yamlErr := asJSON(t, text)
		if yamlErr != nil {
			t.Fatal(yamlErr)
		}
		schemaErr := s.Validate(v)
		asked++
		if err == nil && schemaErr != nil {
			t.Errorf("%s: the reader accepts it, the schema says %v", what, schemaErr)
		}
		var faults proviso.Errors
		errors.As(err, &faults)
		for _, e := range faults {
			if slices.Contains(form, e.Code) && e.Fix != "name at least one, or leave it out" && !strings.HasPrefix(e.Fix, "add it; write") {
				refused++
				if schemaErr == nil {
					t.Errorf("%s: the schema accepts it, the reader says %v", what, e)
				}
				break
			}
		}
	}
	var walk func(path string, n *yaml.Node)
	walk = func(path string, n *yaml.Node) {
		for i := range n.Content {
			if n.Kind == yaml.MappingNode && i%2 == 0 {
				continue
			}
			at := fmt.Sprintf("%s/%d", path, i)
			if n.Kind == yaml.MappingNode {
				at = path + "/" + n.Content[i-1].Value
			}
			old := n.Content[i]
			for _, o := range other {
				n.Content[i] = o
				ask(at + " = " + kindName(o) + " " + o.Value)
			}
			n.Content[i] = old
			walk(at, old)
		}
		if n.Kind == yaml.MappingNode {
			old := n.Content
			n.Content = append(slices.Clone(old), other[4], other[4])
			ask(path + " with one key more")
			n.Content = old
		}
	}
	if ask("nothing changed"); refused > 0 {
		t.Fatal("the sample is refused")
	}
	walk("", root)
	if asked < 2000 || refused < 1000 || refused == asked || kept < 100 {
		t.Errorf("asked %d times, refused %d, kept %d as words: the test changes too little", asked, refused, kept)
	}
}

// unread says whether the record is a statement of which a claim cannot be read.
func unread(r proviso.Record) bool {
	st, ok := r.(*proviso.Statement)
	return ok && len(st.Claim.Unread) > 0
}
