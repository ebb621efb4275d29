package ledger

import (
	"context"
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

// soon lets every writer put the names of all that it read into the table.
func soon(t *testing.T) {
	was := manyNames
	manyNames = 0
	t.Cleanup(func() { manyNames = was })
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

// TestReadsWhatItTouches writes random dossiers to two ledgers. To one of them a
// program writes that has all of it in memory, and the dossier is read over all
// records; to the other always a new program, which reads what the dossier
// mentions. Both must say the same, word for word, and have the same leaves.
func TestReadsWhatItTouches(t *testing.T) {
	soon(t)
	storetest.Each(t, func(t *testing.T, address func() string) {
		ctx := context.Background()
		file := filepath.Join(t.TempDir(), "case.yaml")
		rounds, refused, added, withdrawn := 0, 0, 0, 0
		rapid.Check(t, func(rt *rapid.T) {
			if rounds++; rounds > 25 {
				return
			}
			key := filepath.Join(t.TempDir(), "key")
			whole := begin(t, address())
			where := address()
			first, err := Init(ctx, where, "test", "proviso.local/test", key)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range []*Ledger{whole, first} {
				set(l, "2024-01-15")
				if _, err := l.Record(ctx, "", read(t, beginning)); err != nil {
					t.Fatal(err)
				}
			}
			first.Close()
			for step := range rapid.IntRange(4, 12).Draw(rt, "steps") {
				part, err := OpenToWrite(ctx, where, key)
				if err != nil {
					t.Fatal(err)
				}
				day := fmt.Sprintf("2024-02-%02d", step+1)
				var act func(l *Ledger, ids func([]string) []string) (*Receipt, error)
				if rapid.IntRange(0, 3).Draw(rt, "act") == 0 {
					gone := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"A", "B", "C", "place:A", "euc", "lic", "m", "n", "o", "s", "r", "none"}), 1, 2, rapid.ID[string]).Draw(rt, "gone")
					act = func(l *Ledger, _ func([]string) []string) (*Receipt, error) { return l.Withdraw(ctx, "", gone) }
				} else {
					if err := os.WriteFile(file, []byte(drawSections(rt)), 0o600); err != nil {
						t.Fatal(err)
					}
					correct := rapid.Bool().Draw(rt, "correct")
					act = func(l *Ledger, ids func([]string) []string) (*Receipt, error) {
						d, err := dossier.ReadOver(file, func(some []string) ([]proviso.Record, error) { return l.Around(ctx, ids(some)) })
						if err != nil {
							return nil, err
						}
						if correct {
							return l.Correct(ctx, "", d.Records)
						}
						return l.Record(ctx, "", d.Records)
					}
				}
				set(whole, day)
				want := outcome(act(whole, func([]string) []string { return nil }))
				set(part, day)
				got := outcome(act(part, func(ids []string) []string { return ids }))
				want = strings.ReplaceAll(want, whole.Shown(), part.Shown())
				if diff := cmp.Diff(want, got); diff != "" {
					rt.Fatalf("step %d: %s", step, diff)
				}
				switch {
				case !strings.Contains(got, " replaces "):
					refused++
				case strings.Contains(got, "withdraw"):
					withdrawn++
				default:
					added++
				}
				part.Close()
			}
			if whole.index.base != 0 {
				t.Fatal("the ledger to compare with was not in memory")
			}
			other, err := Open(ctx, where)
			if err != nil {
				t.Fatal(err)
			}
			defer other.Close()
			if a, b := fits(t, whole), fits(t, other); a.Entries != b.Entries || !slices.Equal(bodies(t, stands(t, whole)), bodies(t, stands(t, other))) {
				rt.Fatalf("%d and %d entries", a.Entries, b.Entries)
			}
		})
		t.Logf("%d appends, %d withdrawals, %d refusals", added, withdrawn, refused)
		if added < 20 || withdrawn < 3 || refused < 20 {
			t.Error("too few of a kind")
		}
	})
}
