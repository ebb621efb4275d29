package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/report"
)

// docCase is a worked example of docs/CONDITIONS.md: the folder of a dossier and of
// answers to it, and the rows of the table above the link to it.
type docCase struct {
	section string
	dir     string
	rows    []docRow
}

// docRow is a row of a truth table: the verdict on a movement of the example,
// or, with a clause, the verdict of that clause or the status of that duty.
type docRow struct {
	facts, verdict, movement, clause string
}

var (
	docHeading = regexp.MustCompile(`(?m)^#{1,3} .*$`)
	docFence   = regexp.MustCompile("(?ms)^```([a-z]*)\n(.*?)^```$")
	docExample = regexp.MustCompile(`(?m)^Example: \[([a-z-]+)\]\(conditions/([a-z-]+)/case\.yaml\)$`)
	docCode    = regexp.MustCompile("`([^`]+)`")
)

func conditionsDoc(t *testing.T) string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("..", "..", "docs", "CONDITIONS.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

// docSections gives the text under each heading, fences included.
func docSections(t *testing.T, doc string) map[string]string {
	t.Helper()
	plain := docFence.ReplaceAllStringFunc(doc, func(s string) string { return strings.ReplaceAll(s, "#", " ") })
	if len(plain) != len(doc) {
		t.Fatal("masking changed the length of the document")
	}
	out := map[string]string{}
	at := docHeading.FindAllStringIndex(plain, -1)
	for i, h := range at {
		end := len(doc)
		if i+1 < len(at) {
			end = at[i+1][0]
		}
		name := strings.TrimLeft(doc[h[0]:h[1]], "# ")
		if _, twice := out[name]; twice {
			t.Errorf("the heading %q stands twice", name)
		}
		out[name] = doc[h[1]:end]
	}
	return out
}

// docCases gives the examples of a section in their order.
func docCases(t *testing.T, name, text string) []docCase {
	t.Helper()
	var out []docCase
	from := 0
	for _, m := range docExample.FindAllStringSubmatchIndex(text, -1) {
		if text[m[2]:m[3]] != text[m[4]:m[5]] {
			t.Errorf("%s: the link to %s is named otherwise", name, text[m[4]:m[5]])
		}
		out = append(out, docCase{section: name, dir: filepath.Join("..", "..", "docs", "conditions", text[m[4]:m[5]]), rows: docRows(text[from:m[0]])})
		from = m[1]
	}
	return out
}

// docRows reads the rows of tables whose last column is Example.
func docRows(text string) []docRow {
	var out []docRow
	in := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		cells := strings.Split(strings.Trim(line, "|"), "|")
		if !strings.HasPrefix(line, "|") || len(cells) < 3 {
			in = false
			continue
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		last := cells[len(cells)-1]
		switch {
		case last == "Example":
			in = true
		case in && strings.Trim(last, "-") != "":
			r := docRow{facts: cells[0], verdict: cells[1]}
			for i, c := range docCode.FindAllStringSubmatch(last, -1) {
				if i == 0 {
					r.movement = c[1]
				} else {
					r.clause = c[1]
				}
			}
			out = append(out, r)
		}
	}
	return out
}

func (r docRow) hold(t *testing.T, a *report.Answer) {
	t.Helper()
	if r.clause == "" {
		want := expectedMovement{Verdict: r.verdict}
		want.hold(t, a, r.movement)
		return
	}
	if slices.ContainsFunc(a.Duties, func(d report.Duty) bool { return string(d.Condition) == r.clause }) {
		want := expectedDuty{Condition: r.clause, Movement: r.movement, Status: r.verdict}
		want.hold(t, a)
		return
	}
	i := slices.IndexFunc(a.Movements, func(m report.Movement) bool { return string(m.ID) == r.movement })
	if i < 0 {
		t.Errorf("%s: no movement %q in the example", r.facts, r.movement)
		return
	}
	fs := a.Movements[i].Findings
	f := slices.IndexFunc(fs, func(f report.Finding) bool { return string(f.Condition) == r.clause })
	if f < 0 || fs[f].Verdict.String() != r.verdict {
		t.Errorf("%s: the row says that %s makes %s %s; the answer has %+v", r.facts, r.clause, r.movement, r.verdict, fs)
	}
}

// TestConditionsDoc runs every example of docs/CONDITIONS.md and compares the
// answers with what the document says of it.
func TestConditionsDoc(t *testing.T) {
	linked := map[string]bool{}
	for name, text := range docSections(t, conditionsDoc(t)) {
		for _, c := range docCases(t, name, text) {
			linked[filepath.Base(c.dir)] = true
			t.Run(name, c.run)
		}
	}
	if len(linked) < len(proviso.ConditionKinds) {
		t.Errorf("%d examples for %d kinds of condition", len(linked), len(proviso.ConditionKinds))
	}
	folders, err := os.ReadDir(filepath.Join("..", "..", "docs", "conditions"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		if !linked[f.Name()] {
			t.Errorf("no section links to the example %s", f.Name())
		}
	}
}

func (c docCase) run(t *testing.T) {
	src, err := os.ReadFile(filepath.Join(c.dir, "expect.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var want expected
	dec := yaml.NewDecoder(bytes.NewReader(src))
	dec.KnownFields(true)
	if err := dec.Decode(&want); err != nil {
		t.Fatal(err)
	}
	if len(c.rows) == 0 || len(want.Checks) == 0 {
		t.Fatalf("the example has %d rows in its table and %d checks below it", len(c.rows), len(want.Checks))
	}
	a, _ := answerTo(t, c.dir, "", "", nil, nil)
	for _, r := range c.rows {
		t.Run(r.facts, func(t *testing.T) { r.hold(t, a) })
	}
	for _, k := range want.Checks {
		t.Run(k.Name, func(t *testing.T) {
			a, _ := answerTo(t, c.dir, k.AsOf, k.Known, nil, nil)
			for id, m := range k.Movements {
				m.hold(t, a, id)
			}
			for _, d := range k.Duties {
				d.hold(t, a)
			}
			for id, s := range k.Statements {
				s.hold(t, a, id)
			}
			holdProblems(t, a, &k.Problems)
			if len(k.Suppose) > 0 {
				t.Error("an example has no files of suppositions")
			}
		})
	}
}

// TestConditionsDocTables holds that each kind has a section with a truth
// table in which at least one row is about something that is not known.
func TestConditionsDocTables(t *testing.T) {
	sections := docSections(t, conditionsDoc(t))
	for _, k := range proviso.ConditionKinds {
		text, ok := sections[string(k)]
		if !ok {
			t.Errorf("no section on the kind %q", k)
			continue
		}
		words := map[string]bool{}
		for _, c := range docCases(t, string(k), text) {
			for _, r := range c.rows {
				words[r.verdict] = true
			}
		}
		if !words[proviso.Undetermined.String()] || len(words) < 2 {
			t.Errorf("the table on %q shows the verdicts %v, want what is undetermined among them, and others", k, words)
		}
		for _, part := range []string{"**Rule.**", "**Source.**"} {
			if !strings.Contains(text, part) {
				t.Errorf("the section on %q has no %s", k, part)
			}
		}
	}
}

// TestConditionsDocKeys holds that every key of a clause has a mention: those
// of one kind in its own section, those of all kinds in the shared rules.
func TestConditionsDocKeys(t *testing.T) {
	doc := conditionsDoc(t)
	sections := docSections(t, doc)
	shared, _, _ := strings.Cut(doc, "\n# The kinds\n")
	clause := clauseSchema(t)
	for key, schema := range clause {
		text := shared
		if slices.Contains(proviso.ConditionKinds, proviso.ConditionKind(key)) {
			text = sections[key]
		} else if !strings.Contains(text, "`"+key) {
			t.Errorf("the shared rules do not mention %q", key)
		}
		for _, k := range keysIn(schema) {
			if !strings.Contains(text, "`"+k) {
				t.Errorf("%s: the key %q is not mentioned", key, k)
			}
		}
	}
	for _, k := range proviso.ConditionKinds {
		if clause[string(k)] == nil {
			t.Errorf("the schema of a clause has no kind %q", k)
		}
	}
}

// clauseSchema gives the schema of each key of a clause.
func clauseSchema(t *testing.T) map[string]any {
	t.Helper()
	var schema struct {
		Defs struct {
			Clause struct {
				Properties map[string]any `json:"properties"`
			} `json:"clause"`
		} `json:"$defs"`
	}
	if err := json.Unmarshal(dossier.Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	return schema.Defs.Clause.Properties
}

// keysIn gives the keys of all mappings in a schema.
func keysIn(schema any) []string {
	var out []string
	switch s := schema.(type) {
	case []any:
		for _, x := range s {
			out = append(out, keysIn(x)...)
		}
	case map[string]any:
		for name, x := range s {
			if props, ok := x.(map[string]any); ok && name == "properties" {
				for key := range props {
					out = append(out, key)
				}
				x = nil
				for _, p := range props {
					out = append(out, keysIn(p)...)
				}
			}
			out = append(out, keysIn(x)...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestConditionsDocWords holds that the words of the closed lists are there.
func TestConditionsDocWords(t *testing.T) {
	doc := conditionsDoc(t)
	var words []string
	words = appendWords(words, proviso.OnwardRules)
	words = appendWords(words, proviso.Triggers)
	words = appendWords(words, proviso.SubstitutionRules)
	words = appendWords(words, proviso.Pers)
	words = appendWords(words, proviso.Acts)
	words = appendWords(words, proviso.Starts)
	words = appendWords(words, proviso.Statuses)
	words = appendWords(words, proviso.Readings)
	words = appendWords(words, proviso.InstrumentKinds)
	words = appendWords(words, proviso.Bases)
	doc = strings.Join(strings.Fields(doc), " ")
	for _, w := range words {
		if !strings.Contains(doc, w) {
			t.Errorf("the word %q is not explained", w)
		}
	}
}

func appendWords[S ~string](words []string, more []S) []string {
	for _, w := range more {
		words = append(words, string(w))
	}
	return words
}

// TestConditionsDocLinks holds that every link inside the document leads to a
// heading.
func TestConditionsDocLinks(t *testing.T) {
	doc := conditionsDoc(t)
	anchors := map[string]bool{}
	for name := range docSections(t, doc) {
		anchors[strings.ReplaceAll(strings.ToLower(name), " ", "-")] = true
	}
	for _, m := range regexp.MustCompile(`\]\(#([^)]*)\)`).FindAllStringSubmatch(doc, -1) {
		if !anchors[m[1]] {
			t.Errorf("a link leads to #%s, and no heading is there", m[1])
		}
	}
}
