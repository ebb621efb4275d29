package ledger

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

// soon lets every writer put the names of all that it read into the table, and
// what few entries mention too.
func soon(t *testing.T) {
	names, part := manyNames, perPart
	manyNames, perPart = 0, 2
	t.Cleanup(func() { manyNames, perPart = names, part })
}

// beginning is what each of the random ledgers begins with.
const beginning = `
parties: {A: {name: one}, B: {name: one, part_of: A}}
places: {A: {name: one}}
items: {shell: {name: one, unit: round}}
instruments: {euc: {kind: licence, given_by: A, conditions: {end: {end_user: A}}}}
movements: {m: {recorded: 2024-01-01, goods: 5 shell, from: A, to: B, under: [euc]}}
statements: {s: {by: A, said: 2024-01-01, asserts: euc/end}}
`

// drawSections draws a small dossier whose records name each other, records of
// earlier ones, nothing, and themselves in a circle.
func drawSections(t *rapid.T) string {
	var b strings.Builder
	one := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	section := func(title string, line func(id string) string, ids ...string) {
		some := rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 1, rapid.ID[string]).Draw(t, title)
		if len(some) == 0 {
			return
		}
		fmt.Fprintf(&b, "%s:\n", title)
		for _, id := range some {
			fmt.Fprintf(&b, "  %s: %s\n", id, line(id))
		}
	}
	section("parties", func(string) string {
		return fmt.Sprintf("{name: %s, part_of: %s}", one("name", "one", "two"), one("part_of", `"?"`, `"?"`, "A", "B", "C"))
	}, "B", "C", "A", "x")
	section("places", func(string) string { return "{name: " + one("name", "one", "two") + "}" }, "A", "P", "x")
	section("items", func(string) string { return "{name: " + one("name", "one", "two") + ", unit: round}" }, "shell", "x")
	section("instruments", func(string) string {
		return fmt.Sprintf("{kind: licence, given_by: %s, conditions: {%s: {end_user: A}}}", one("by", "A", "B"), one("clause", "end", "use"))
	}, "euc", "lic")
	section("movements", func(string) string {
		return fmt.Sprintf("{recorded: 2024-01-0%d, goods: 5 shell, from: %s, to: B, under: [%s], rival_to: %s}",
			rapid.IntRange(1, 3).Draw(t, "day"), one("from", "A", "B"), one("under", "euc", "euc", "lic"), one("rival_to", `"?"`, `"?"`, "m", "n", "o"))
	}, "m", "n", "o")
	section("statements", func(string) string {
		return fmt.Sprintf("{by: A, said: 2024-01-01, asserts: %s}", one("about", "m", "euc/end", "euc/use", "s", "r"))
	}, "s", "r")
	return b.String()
}

// outcome is what came of an append, for comparison.
func outcome(r *Receipt, err error) string {
	if err != nil {
		return err.Error()
	}
	out := fmt.Sprint(r.Same)
	for _, e := range r.Entries {
		out += fmt.Sprintf("; %d %s %s %s replaces %d", e.Seq, e.Act, e.Kind, e.ID, e.Replaces)
	}
	return out
}

// twin is a ledger that is written twice. A program that has all of it in memory
// writes to the one, and reads dossiers over all records; to the other always a
// new program, which reads what a dossier mentions.
type twin struct {
	whole      *Ledger
	where, key string
	file       string // of the dossier
}

func newTwin(t *testing.T, address func() string) *twin {
	t.Helper()
	x := &twin{whole: begin(t, address()), where: address(), key: filepath.Join(t.TempDir(), "key"), file: filepath.Join(t.TempDir(), "case.yaml")}
	first, err := Init(context.Background(), x.where, "test", "proviso.local/test", x.key)
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	for _, l := range []*Ledger{x.whole, first} {
		set(l, "2024-01-15")
		if _, err := l.Record(context.Background(), "", read(t, beginning)); err != nil {
			t.Fatal(err)
		}
	}
	return x
}

// both does the same to the two on a day, and gives what came of it.
func (x *twin) both(t *testing.T, day string, act func(l *Ledger, some bool) (*Receipt, error)) (whole, part string) {
	t.Helper()
	l, err := OpenToWrite(context.Background(), x.where, x.key)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	set(x.whole, day)
	few := perPart
	perPart = 1 << 40 // it looks through all entries for what names a record
	whole = outcome(act(x.whole, false))
	perPart = few
	set(l, day)
	return strings.ReplaceAll(whole, x.whole.Shown(), l.Shown()), outcome(act(l, true))
}

// add draws a dossier and whether it is recorded or corrects.
func (x *twin) add(rt *rapid.T) func(l *Ledger, some bool) (*Receipt, error) {
	if err := os.WriteFile(x.file, []byte(drawSections(rt)), 0o600); err != nil {
		rt.Fatal(err)
	}
	correct := rapid.Bool().Draw(rt, "correct")
	return func(l *Ledger, some bool) (*Receipt, error) {
		d, err := dossier.ReadOver(x.file, func(ids []string) ([]proviso.Record, error) {
			if !some {
				ids = nil
			}
			return l.Around(context.Background(), ids)
		})
		if err != nil {
			return nil, err
		}
		if correct {
			return l.Correct(context.Background(), "", d.Records)
		}
		return l.Record(context.Background(), "", d.Records)
	}
}

// withdraw draws what is withdrawn.
func (x *twin) withdraw(rt *rapid.T) func(l *Ledger, some bool) (*Receipt, error) {
	ids := rapid.SampledFrom([]string{"A", "B", "C", "place:A", "euc", "lic", "m", "n", "o", "s", "r", "none"})
	gone := rapid.SliceOfNDistinct(ids, 1, 2, rapid.ID[string]).Draw(rt, "gone")
	return func(l *Ledger, _ bool) (*Receipt, error) { return l.Withdraw(context.Background(), "", gone) }
}

// same checks that both have the same entries.
func (x *twin) same(t *testing.T, rt *rapid.T) {
	t.Helper()
	if x.whole.index.base != 0 {
		t.Fatal("the ledger to compare with was not in memory")
	}
	part, err := Open(context.Background(), x.where)
	if err != nil {
		t.Fatal(err)
	}
	defer part.Close()
	if a, b := fits(t, x.whole), fits(t, part); a.Entries != b.Entries || !slices.Equal(bodies(t, stands(t, x.whole)), bodies(t, stands(t, part))) {
		rt.Fatalf("%d and %d entries", a.Entries, b.Entries)
	}
}

// drawn lets rapid draw so many cases, the same ones each time.
func drawn(t *testing.T, cases string) {
	for name, value := range map[string]string{"rapid.checks": cases, "rapid.seed": "1"} {
		f := flag.Lookup(name)
		was := f.Value.String()
		if err := f.Value.Set(value); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := f.Value.Set(was); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestReadsWhatItTouches writes random dossiers to the two ledgers of a twin:
// both say the same, word for word, and have the same entries.
func TestReadsWhatItTouches(t *testing.T) {
	soon(t)
	storetest.Each(t, func(t *testing.T, address func() string) {
		drawn(t, "30")
		refused, added, withdrawn := 0, 0, 0
		rapid.Check(t, func(rt *rapid.T) {
			x := newTwin(t, address)
			for step := range rapid.IntRange(4, 16).Draw(rt, "steps") {
				act := x.add
				if rapid.IntRange(0, 3).Draw(rt, "act") == 0 {
					act = x.withdraw
				}
				want, got := x.both(t, fmt.Sprintf("2024-02-%02d", step+1), act(rt))
				if diff := cmp.Diff(want, got); diff != "" {
					rt.Fatalf("step %d: %s", step, diff)
				}
				switch {
				case strings.Contains(got, "; ") && strings.Contains(got, " withdraw "):
					withdrawn++
				case strings.Contains(got, " replaces "):
					added++
				default:
					refused++
				}
			}
			x.same(t, rt)
		})
		t.Logf("%d appends, %d withdrawals, %d refusals or nothing to add", added, withdrawn, refused)
		if added < 5 || withdrawn < 1 || refused < 20 {
			t.Error("too few of a kind")
		}
	})
}
