package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/report"
)

// expected is an expect.yaml: the known answers of a case. Only what it names
// is compared.
type expected struct {
	Checks []struct {
		Name       string                       `yaml:"name"`
		AsOf       string                       `yaml:"as_of"`
		Known      string                       `yaml:"known"`
		Suppose    []string                     `yaml:"suppose"`
		Movements  map[string]expectedMovement  `yaml:"movements"`
		Duties     []expectedDuty               `yaml:"duties"`
		DutyTotals []expectedTotal              `yaml:"duty_totals"`
		Sums       []expectedSum                `yaml:"sums"`
		Problems   yaml.Node                    `yaml:"problems"`
		Statements map[string]expectedStatement `yaml:"statements"`

		Relations []expectedRelation `yaml:"relations"`
		Claims    map[string]string  `yaml:"claims"`  // statement: what the records say to one of its claims
		Believe   []string           `yaml:"believe"` // statements taken as true
		Broken    []expectedBroken   `yaml:"broken"`
		False     []string           `yaml:"false"`
		Sets      [][]string         `yaml:"sets"` // what each of the first largest sets leaves out
	} `yaml:"checks"`
}

type expectedMovement struct {
	Verdict  string               `yaml:"verdict"`
	Readings map[string]string    `yaml:"readings"`
	Depends  *expectedBounds      `yaml:"depends"`
	Findings map[string]yaml.Node `yaml:"findings"`
	Absent   bool                 `yaml:"absent"`
}

type expectedBounds struct {
	Least *int64 `yaml:"least"`
	Most  *int64 `yaml:"most"`
}

type expectedFinding struct {
	Verdict        string `yaml:"verdict"`
	IfBound        string `yaml:"if_bound"`
	expectedBounds `yaml:",inline"`
	Needs          []struct {
		From   string `yaml:"from"`
		Status string `yaml:"status"`
		What   string `yaml:"what"`
	} `yaml:"needs"`
	By      []string `yaml:"by"`
	Because []string `yaml:"because"`
	Settles []string `yaml:"settles"`
}

type expectedDuty struct {
	Condition      string `yaml:"condition"`
	Movement       string `yaml:"movement"`
	Status         string `yaml:"status"`
	Due            string `yaml:"due"`
	expectedBounds `yaml:",inline"`
}

type expectedTotal struct {
	Condition    string `yaml:"condition"`
	Item         string `yaml:"item"`
	OverdueShare string `yaml:"overdue_share"`
}

// expectedSum adds up movements of one kind of goods that a case adds up.
type expectedSum struct {
	Of             []string `yaml:"of"`
	expectedBounds `yaml:",inline"`
}

type expectedStatement struct {
	By      string `yaml:"by"`
	Mode    string `yaml:"mode"`
	Said    string `yaml:"said"`
	Through string `yaml:"through"`
}

func TestExamples(t *testing.T) {
	dirs, err := filepath.Glob("../../examples/*/expect.yaml")
	if err != nil || len(dirs) < 9 {
		t.Fatalf("found %d examples with known answers, want at least 9 (%v)", len(dirs), err)
	}
	for _, path := range dirs {
		dir := filepath.Dir(path)
		t.Run(filepath.Base(dir), func(t *testing.T) {
			src, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			var want expected
			dec := yaml.NewDecoder(strings.NewReader(string(src)))
			dec.KnownFields(true)
			if err := dec.Decode(&want); err != nil {
				t.Fatal(err)
			}
			if len(want.Checks) == 0 {
				t.Fatal("no checks")
			}
			for _, c := range want.Checks {
				t.Run(c.Name, func(t *testing.T) {
					a, said := answerTo(t, dir, c.AsOf, c.Known, c.Suppose, c.Believe)
					for _, r := range c.Relations {
						r.hold(t, said)
					}
					for id, status := range c.Claims {
						holdClaim(t, said, id, status)
					}
					for _, b := range c.Broken {
						b.hold(t, a.Supposed)
					}
					holdFalse(t, a.Supposed, c.False)
					for i, left := range c.Sets {
						holdSet(t, said, i, left)
					}
					for id, m := range c.Movements {
						m.hold(t, a, id)
					}
					for _, d := range c.Duties {
						d.hold(t, a)
					}
					for _, d := range c.DutyTotals {
						d.hold(t, a)
					}
					for _, s := range c.Sums {
						s.hold(t, a)
					}
					for id, s := range c.Statements {
						s.hold(t, a, id)
					}
					holdProblems(t, a, &c.Problems)
				})
			}
		})
	}
}

func answerTo(t *testing.T, dir, asOf, known string, suppose, believe []string) (*report.Answer, *report.Said) {
	t.Helper()
	files := make([]string, len(suppose))
	for i, f := range suppose {
		files[i] = filepath.Join(dir, f)
	}
	d, err := dossier.Read(dir, files...)
	if err != nil {
		t.Fatalf("read %s: %v", dir, err)
	}
	q := &question{asOf: asOf, known: known, believed: believe}
	s, err := q.recorded(d)
	if err != nil {
		t.Fatal(err)
	}
	said, err := report.AskSaid(context.Background(), s, report.SaidQuestion{Scenarios: 4})
	if err != nil {
		t.Fatal(err)
	}
	ids, err := q.statements(s)
	if err != nil {
		t.Fatal(err)
	}
	if len(ids) > 0 {
		a, _, err := report.SupposeStatements(context.Background(), s, ids, report.Question{})
		if err != nil {
			t.Fatal(err)
		}
		return a, said
	}
	a, err := report.Check(context.Background(), s, report.Question{})
	if err != nil {
		t.Fatal(err)
	}
	return a, said
}

func (want *expectedMovement) hold(t *testing.T, a *report.Answer, id string) {
	t.Helper()
	i := slices.IndexFunc(a.Movements, func(m report.Movement) bool { return string(m.ID) == id })
	if i < 0 || want.Absent {
		if i < 0 != want.Absent {
			t.Errorf("movement %s: in the answer %v, want %v", id, i >= 0, !want.Absent)
		}
		return
	}
	m := a.Movements[i]
	if want.Verdict != "" && m.Verdict.String() != want.Verdict {
		t.Errorf("%s: verdict %s, want %s", id, m.Verdict, want.Verdict)
	}
	for r, v := range want.Readings {
		if got := m.Readings[proviso.Reading(r)]; got != v {
			t.Errorf("%s: reading %s is %q, want %q", id, r, got, v)
		}
	}
	if want.Depends != nil {
		if m.Depends == nil {
			t.Errorf("%s: no dependent units, want some", id)
		} else {
			want.Depends.hold(t, id+" depends", *m.Depends)
		}
	}
	for cond, node := range want.Findings {
		holdFinding(t, id+" "+cond, m.Findings, cond, &node)
	}
}

func (want *expectedBounds) hold(t *testing.T, name string, got report.Bounds) {
	t.Helper()
	if want.Least != nil && got.Least != *want.Least {
		t.Errorf("%s: least %d, want %d", name, got.Least, *want.Least)
	}
	if want.Most != nil && (got.Most == nil || *got.Most != *want.Most) {
		t.Errorf("%s: most %v, want %d", name, shown(got.Most), *want.Most)
	}
}

func shown(n *int64) any {
	if n == nil {
		return "unlimited"
	}
	return *n
}

func holdFinding(t *testing.T, name string, fs []report.Finding, cond string, node *yaml.Node) {
	t.Helper()
	i := slices.IndexFunc(fs, func(f report.Finding) bool { return string(f.Condition) == cond })
	if node.Kind == yaml.ScalarNode && node.Value == "none" {
		if i >= 0 && (fs[i].Binds.Most == nil || *fs[i].Binds.Most > 0) {
			t.Errorf("%s: binds units (%s), want none", name, fs[i].Verdict)
		}
		return
	}
	var want expectedFinding
	strictly(t, name, node, &want)
	if i < 0 {
		t.Errorf("%s: no finding, want %s", name, want.Verdict)
		return
	}
	f := fs[i]
	if want.Verdict != "" && f.Verdict.String() != want.Verdict {
		t.Errorf("%s: verdict %s, want %s: %v", name, f.Verdict, want.Verdict, f.Because)
	}
	if want.IfBound != "" && f.IfBound.String() != want.IfBound {
		t.Errorf("%s: %s if bound, want %s", name, f.IfBound, want.IfBound)
	}
	want.expectedBounds.hold(t, name, f.Bounds)
	for _, n := range want.Needs {
		if !slices.ContainsFunc(f.Needs, func(g report.Need) bool {
			return (n.From == "" || string(g.From) == n.From) && strings.Contains(g.Status, n.Status) && strings.Contains(g.What, n.What)
		}) {
			t.Errorf("%s: needs %+v, want one like %+v", name, f.Needs, n)
		}
	}
	for _, p := range want.By {
		if !slices.Contains(f.By, proviso.PartyID(p)) {
			t.Errorf("%s: by %v, want %s among them", name, f.By, p)
		}
	}
	var because []string
	for _, r := range f.Because {
		because = append(because, r.Text)
	}
	for _, part := range want.Because {
		if !strings.Contains(strings.Join(because, "\n"), part) {
			t.Errorf("%s: because %q, want %q in it", name, because, part)
		}
	}
	for _, part := range want.Settles {
		if !strings.Contains(strings.Join(f.Settles, "\n"), part) {
			t.Errorf("%s: settles %q, want %q in it", name, f.Settles, part)
		}
	}
}

// strictly decodes a node and refuses keys that nothing would look at.
func strictly(t *testing.T, name string, node *yaml.Node, into any) {
	t.Helper()
	text, err := yaml.Marshal(node)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	dec := yaml.NewDecoder(bytes.NewReader(text))
	dec.KnownFields(true)
	if err := dec.Decode(into); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func (want *expectedDuty) hold(t *testing.T, a *report.Answer) {
	t.Helper()
	name := want.Condition + " of " + want.Movement
	i := slices.IndexFunc(a.Duties, func(d report.Duty) bool {
		return string(d.Condition) == want.Condition && string(d.Movement) == want.Movement
	})
	if want.Status == "none" {
		if i >= 0 {
			t.Errorf("duty %s: %s, want none", name, a.Duties[i].Status)
		}
		return
	}
	if i < 0 {
		t.Errorf("duty %s: not set off, want %s", name, want.Status)
		return
	}
	d := a.Duties[i]
	if d.Status != want.Status {
		t.Errorf("duty %s: %s, want %s: %v", name, d.Status, want.Status, d.Because)
	}
	if want.Due != "" && (d.Due.Earliest != want.Due || d.Due.Latest != want.Due) {
		t.Errorf("duty %s: due %v, want %s", name, d.Due, want.Due)
	}
	want.expectedBounds.hold(t, name, d.Bounds)
}

func (want *expectedTotal) hold(t *testing.T, a *report.Answer) {
	t.Helper()
	for _, d := range a.DutyTotals {
		if string(d.Condition) == want.Condition && string(d.Item) == want.Item {
			if d.OverdueShare != want.OverdueShare {
				t.Errorf("%s of %s: overdue share %s, want %s", want.Condition, want.Item, d.OverdueShare, want.OverdueShare)
			}
			return
		}
	}
	t.Errorf("no total of %s for %s", want.Condition, want.Item)
}

func (want *expectedSum) hold(t *testing.T, a *report.Answer) {
	t.Helper()
	var sum proviso.Quantity
	for _, id := range want.Of {
		i := slices.IndexFunc(a.Movements, func(m report.Movement) bool { return string(m.ID) == id })
		if i < 0 {
			t.Errorf("no movement %q to add up", id)
			return
		}
		most := int64(proviso.Unbounded)
		if a.Movements[i].Most != nil {
			most = *a.Movements[i].Most
		}
		sum = sum.Add(proviso.Quantity{Least: a.Movements[i].Least, Most: most})
	}
	want.expectedBounds.hold(t, strings.Join(want.Of, " + "), report.Bounds{Least: sum.Least, Most: &sum.Most})
}

func (want *expectedStatement) hold(t *testing.T, a *report.Answer, id string) {
	t.Helper()
	i := slices.IndexFunc(a.Statements, func(s report.Statement) bool { return string(s.ID) == id })
	if i < 0 {
		t.Errorf("statement %s is not in the answer", id)
		return
	}
	s := a.Statements[i]
	if want.By != "" && !strings.Contains(strings.Join(s.By, ", "), want.By) ||
		want.Mode != "" && string(s.Mode) != want.Mode ||
		want.Said != "" && s.Said != want.Said ||
		want.Through != "" && !strings.Contains(strings.Join(s.Through, ", "), want.Through) {
		t.Errorf("statement %s: %+v, want %+v", id, s, *want)
	}
}

func holdProblems(t *testing.T, a *report.Answer, node *yaml.Node) {
	t.Helper()
	switch node.Kind {
	case 0:
		return
	case yaml.ScalarNode:
		if node.Value == "none" && len(a.Problems) > 0 {
			t.Errorf("problems %v, want none", a.Problems)
		}
		return
	}
	var parts []string
	if err := node.Decode(&parts); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, p := range a.Problems {
		all = append(all, p.Message)
	}
	for _, part := range parts {
		if !strings.Contains(strings.Join(all, "\n"), part) {
			t.Errorf("problems %q, want %q among them", all, part)
		}
	}
}
