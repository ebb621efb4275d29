package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/report"
)

// expectedRelation is how two statements stand to each other: conflict, differ,
// change, told on or none.
type expectedRelation struct {
	Between []string `yaml:"between"`
	Is      string   `yaml:"is"`
	Because []string `yaml:"because"`
}

type expectedBroken struct {
	Condition string `yaml:"condition"`
	Movement  string `yaml:"movement"`
	By        string `yaml:"by"`
	Verdict   string `yaml:"verdict"`
}

// hold looks for the relation of the two statements; none is no relation at all.
func (want *expectedRelation) hold(t *testing.T, said *report.Said) {
	t.Helper()
	if len(want.Between) != 2 {
		t.Fatalf("a relation is between two statements, not %v", want.Between)
	}
	var kinds, why []string
	for _, x := range said.Relations {
		for _, way := range [][2][]proviso.StatementID{{x.A, x.B}, {x.B, x.A}} {
			if slices.Contains(way[0], proviso.StatementID(want.Between[0])) && slices.Contains(way[1], proviso.StatementID(want.Between[1])) {
				kinds = append(kinds, x.Kind)
				for _, b := range x.Because {
					why = append(why, b.Text)
				}
			}
		}
	}
	if want.Is == "none" {
		if len(kinds) > 0 {
			t.Errorf("%v: %v (%q), want none", want.Between, kinds, why)
		}
		for _, id := range want.Between {
			if !heard(said, id) {
				t.Errorf("statement %s is not in the answer", id)
			}
		}
		return
	}
	if !slices.Contains(kinds, want.Is) || want.Is != "conflict" && slices.Contains(kinds, "conflict") {
		t.Errorf("%v: %v, want %s", want.Between, kinds, want.Is)
	}
	for _, part := range want.Because {
		if !strings.Contains(strings.Join(why, "\n"), part) {
			t.Errorf("%v: because %q, want %q in it", want.Between, why, part)
		}
	}
}

func heard(said *report.Said, id string) bool {
	return len(claimsOf(said, id)) > 0
}

// claimsOf gives what the records say to each claim of a statement; "" where they
// cannot speak to it.
func claimsOf(said *report.Said, id string) []string {
	var out []string
	for _, topic := range said.Topics {
		for _, c := range topic.Claims {
			for _, y := range c.Sayings {
				if string(y.ID) != id {
					continue
				}
				status := ""
				if c.Record != nil {
					status = c.Record.Status
				}
				out = append(out, status)
			}
		}
	}
	return out
}

func holdClaim(t *testing.T, said *report.Said, id, status string) {
	t.Helper()
	if got := claimsOf(said, id); !slices.Contains(got, status) {
		t.Errorf("the records say %q to statement %s, want %s", got, id, status)
	}
}

func (want *expectedBroken) hold(t *testing.T, got *report.Supposition) {
	t.Helper()
	if got == nil || !slices.ContainsFunc(got.Broken, func(b report.BrokenPromise) bool {
		return string(b.Condition) == want.Condition && string(b.Movement) == want.Movement && b.Verdict.String() == want.Verdict &&
			slices.Contains(b.By, proviso.PartyID(want.By))
	}) {
		t.Errorf("broken: %+v, want one like %+v", got, *want)
	}
}

func holdFalse(t *testing.T, got *report.Supposition, want []string) {
	t.Helper()
	for _, id := range want {
		if got == nil || !slices.ContainsFunc(got.False, func(f report.FalseStatement) bool { return string(f.Statement) == id }) {
			t.Errorf("%s would not be false, want it to be: %+v", id, got)
		}
	}
}

func holdSet(t *testing.T, said *report.Said, i int, want []string) {
	t.Helper()
	if i >= len(said.Scenarios) {
		t.Errorf("there are %d largest sets, want one more that leaves out %v", len(said.Scenarios), want)
		return
	}
	var got []string
	for _, id := range said.Scenarios[i].LeftOut {
		got = append(got, string(id))
	}
	if !slices.Equal(got, want) {
		t.Errorf("set %d leaves out %v, want %v", i+1, got, want)
	}
}

// TestEveryStatementIsHeld wants every statement of the examples to be named in
// an expectation.
func TestEveryStatementIsHeld(t *testing.T) {
	paths, err := filepath.Glob("../../examples/*/expect.yaml")
	if err != nil || len(paths) == 0 {
		t.Fatal("no examples", err)
	}
	for _, path := range paths {
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		d, err := dossier.Read(filepath.Dir(path))
		if err != nil {
			t.Fatal(err)
		}
		s, err := (&question{}).recorded(d)
		if err != nil {
			t.Fatal(err)
		}
		named := regexp.MustCompile(`[\w-]+`).FindAllString(string(want), -1)
		for _, st := range s.Statements {
			if !slices.Contains(named, string(st.ID)) {
				t.Errorf("%s: statement %s is in no expectation", filepath.Base(filepath.Dir(path)), st.ID)
			}
		}
	}
}
