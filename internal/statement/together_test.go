package statement_test

import (
	"context"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/statement"
)

// fewEvents are the movements of the worlds that three claims are tried in: one
// supplier, one receiver, and up to three movements, of which several may be alike.
var fewEvents = func() []event {
	var out []event
	for _, k := range modelKinds {
		for _, it := range modelItems {
			for n := int64(1); n <= 2; n++ {
				for _, d := range modelDays {
					out = append(out, event{kind: k, item: it, units: n, from: "S1", to: "T", day: d})
				}
			}
		}
	}
	return out
}()

// triples calls do for every world of up to three of the few movements, or for
// those of the form.
func triples(form proviso.Form, do func(*world) (stop bool)) {
	if form != proviso.FormMovement {
		worlds(form, do)
		return
	}
	if do(&world{}) {
		return
	}
	for i := range fewEvents {
		for j := i; j <= len(fewEvents); j++ {
			for k := j; k <= len(fewEvents); k++ {
				w := &world{events: []event{fewEvents[i]}}
				for _, n := range []int{j, k} {
					if n < len(fewEvents) {
						w.events = append(w.events, fewEvents[n])
					}
				}
				if do(w) {
					return
				}
			}
		}
	}
}

func possibleAll(form proviso.Form, list ...*proviso.Statement) bool {
	found := false
	triples(form, func(w *world) bool {
		found = !slices.ContainsFunc(list, func(st *proviso.Statement) bool { return !w.fits(st) })
		return found
	})
	return found
}

// someOfThree draws a claim that can have to do with two others like it: of all
// goods or some, of a whole period or a part.
func someOfThree(t *rapid.T, id proviso.StatementID, form proviso.Form) *proviso.Statement {
	when := mustDate(rapid.SampledFrom([]string{"2022-01-10", "2022-01-11", "2022-01-10/2022-01-11", "2022-01-11/2022-01-12", "2022-01-10/2022-01-12", "../2022-01-12", "2022-01-12", "2022-01-12?"}).Draw(t, "when"))
	items := rapid.SampledFrom([][]proviso.ItemID{{"shell"}, {"tent"}, {"shell", "tent"}, {"shell", "tent"}}).Draw(t, "items")
	counted := rapid.Bool().Draw(t, "counted")
	q := rapid.SampledFrom([]proviso.Quantity{{Least: 1, Most: 1}, {Least: 2, Most: 2}, {Least: 0, Most: 2}, {Least: 0, Most: 1}, {Least: 3, Most: 4}, {Least: 2, Most: proviso.Unbounded}}).Draw(t, "quantity")
	all := rapid.Bool().Draw(t, "in all")
	var p proviso.Proposition
	switch form {
	case proviso.FormPolicy:
		p = &proviso.PolicyHeld{Policy: "rule", On: when}
	case proviso.FormInstrument:
		p = &proviso.InstrumentStage{By: "S", Stage: proviso.Given, On: when}
	case proviso.FormStock:
		p = &proviso.SomeStock{Items: items, Quantity: q, HasQuantity: true, InAll: all, In: proviso.End{Party: "S"},
			On: mustDate(rapid.SampledFrom([]string{"2022-01-10", "2022-01-11", "2022-01-10/2022-01-11"}).Draw(t, "on"))}
	default:
		p = &proviso.SomeMovement{Items: items, Quantity: q, HasQuantity: counted, InAll: counted && all, When: when, To: proviso.End{Party: "T"},
			Kinds: rapid.SampledFrom([][]proviso.MovementKind{nil, nil, {proviso.Transfer}, {proviso.Lend, proviso.Transfer}, {proviso.Lend}}).Draw(t, "kinds")}
	}
	return &proviso.Statement{ID: id, By: []proviso.Speaker{{Anonymous: string(id)}}, Said: mustDate("2022-01-12"),
		Mode: rapid.SampledFrom([]proviso.Mode{proviso.Asserts, proviso.Denies}).Draw(t, "mode"), Claim: proviso.Claim{Says: []proviso.Proposition{p}}}
}

// TestConflictOfThreeIsImpossible claims a conflict of three only where no world of
// the model fits all of them, and finds a fair part of those that there are: of
// which any two can be true and all three cannot.
func TestConflictOfThreeIsImpossible(t *testing.T) {
	claimed, impossible := 0, 0
	drawn(t)
	rapid.Check(t, func(t *rapid.T) {
		form := rapid.SampledFrom([]proviso.Form{proviso.FormMovement, proviso.FormMovement, proviso.FormMovement, proviso.FormStock, proviso.FormPolicy, proviso.FormInstrument}).Draw(t, "form")
		a, b, c := someOfThree(t, "a", form), someOfThree(t, "b", form), someOfThree(t, "c", form)
		r, err := statement.Read(modelSnapshot(a, b, c)).Relate(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		got := slices.ContainsFunc(r.Conflicts, func(x statement.Relation) bool { return len(x.Sides) == 3 })
		if len(r.Conflicts) > 0 && !got {
			return // two of them are enough
		}
		fits := possibleAll(form, a, b, c)
		if got && fits {
			t.Fatalf("conflict of three, but a world fits all of them: %v", r.Conflicts[0].Because)
		}
		if got {
			claimed++
		}
		if !fits && possibleAll(form, a, b) && possibleAll(form, a, c) && possibleAll(form, b, c) {
			impossible++
		}
	})
	t.Logf("%d triples fit no world of the model though any two do, %d of them or more were called conflicts", impossible, claimed)
	if claimed == 0 || claimed*5 < impossible {
		t.Errorf("of %d impossible triples only %d were found", impossible, claimed)
	}
}

// TestConflictOfMore holds sets of four, and by what they are told apart.
func TestConflictOfMore(t *testing.T) {
	went := func(n int64, all bool, when string, items ...proviso.ItemID) *proviso.SomeMovement {
		q := proviso.Quantity{Least: n, Most: proviso.Unbounded}
		if all {
			q = proviso.Quantity{Least: 0, Most: n}
		}
		return &proviso.SomeMovement{Items: items, Quantity: q, HasQuantity: true, InAll: all, When: mustDate(when), To: proviso.End{Party: "T"}}
	}
	by := func(owner proviso.PartyID, n int64) *proviso.SomeMovement {
		m := went(n, false, "2022-01", "shell")
		m.From = proviso.End{Owner: owner}
		return m
	}
	party := by("", 60)
	party.From = proviso.End{Party: "S"}
	for _, c := range []struct {
		name string
		list []*proviso.Statement
		want []int // sides of each conflict
	}{
		{"three months against a whole", []*proviso.Statement{said("a", proviso.Asserts, went(40, false, "2022-01", "shell")), said("b", proviso.Asserts, went(40, false, "2022-02", "shell")),
			said("c", proviso.Asserts, went(40, false, "2022-03", "shell")), said("d", proviso.Asserts, went(100, true, "2022", "shell"))}, []int{4}},
		{"of which two are too many", []*proviso.Statement{said("a", proviso.Asserts, went(60, false, "2022-01", "shell")), said("b", proviso.Asserts, went(60, false, "2022-02", "shell")),
			said("c", proviso.Asserts, went(30, false, "2022-03", "shell")), said("d", proviso.Asserts, went(100, true, "2022", "shell"))}, []int{3}},
		{"that may be one", []*proviso.Statement{said("a", proviso.Asserts, went(60, false, "2022-01/2022-02", "shell")), said("b", proviso.Asserts, went(60, false, "2022-02", "shell")),
			said("d", proviso.Asserts, went(100, true, "2022", "shell"))}, nil},
		{"by two owners", []*proviso.Statement{said("a", proviso.Asserts, by("S", 60)), said("b", proviso.Asserts, by("T", 60)), said("d", proviso.Asserts, went(100, true, "2022", "shell"))}, []int{3}},
		{"by an owner and a part of it", []*proviso.Statement{said("a", proviso.Asserts, by("S", 60)), said("b", proviso.Asserts, by("S1", 60)), said("d", proviso.Asserts, went(100, true, "2022", "shell"))}, nil},
		{"a party may own what the other has", []*proviso.Statement{said("a", proviso.Asserts, party), said("b", proviso.Asserts, by("T", 60)), said("d", proviso.Asserts, went(100, true, "2022", "shell"))}, nil},
		{"a whole that its parts fall short of", []*proviso.Statement{said("a", proviso.Denies, went(100, true, "2022", "shell", "tent")),
			said("b", proviso.Asserts, went(60, true, "2022", "shell")), said("c", proviso.Asserts, went(40, true, "2022", "tent"))}, []int{3}},
		{"one denial a month", []*proviso.Statement{said("a", proviso.Asserts, went(1, false, "2022-01/2022-02", "shell")), said("b", proviso.Denies, went(1, false, "2022-01", "shell")),
			said("c", proviso.Denies, went(1, false, "2022-02", "shell"))}, []int{3}},
		{"a week between the denials", []*proviso.Statement{said("a", proviso.Asserts, went(1, false, "2022-01/2022-02", "shell")), said("b", proviso.Denies, went(1, false, "2022-01", "shell")),
			said("c", proviso.Denies, went(1, false, "2022-02-08/2022-02-28", "shell"))}, nil},
		{"a denied number that starts at none", []*proviso.Statement{said("a", proviso.Denies, went(2, true, "2022", "shell")), said("b", proviso.Asserts, went(1, true, "2022", "shell"))}, []int{0}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := statement.Read(modelSnapshot(c.list...)).Relate(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			var got []int
			for _, x := range r.Conflicts {
				got = append(got, len(x.Sides))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("conflicts of %v sides, want %v", got, c.want)
			}
		})
	}
}
