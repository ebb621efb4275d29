package statement_test

import (
	"context"
	"flag"
	"testing"

	"pgregory.net/rapid"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/statement"
)

var modelForms = []proviso.Form{proviso.FormMovement, proviso.FormMovement, proviso.FormMovement, proviso.FormStock, proviso.FormPolicy, proviso.FormInstrument, proviso.FormIntention}

func date(t *rapid.T, label string) proviso.Date {
	text := rapid.SampledFrom([]string{"2022-01-10", "2022-01-11", "2022-01-12", "2022-01-10/2022-01-11", "2022-01-11/2022-01-12",
		"2022-01", "../2022-01-11", "2022-01-11/..", "2022-01-11?", "?"}).Draw(t, label)
	return mustDate(text)
}

func mustDate(s string) proviso.Date {
	d, err := proviso.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func quantity(t *rapid.T) proviso.Quantity {
	return rapid.SampledFrom([]proviso.Quantity{{Least: 1, Most: 1}, {Least: 2, Most: 2}, {Least: 1, Most: 2}, {Least: 2, Most: proviso.Unbounded},
		{Least: 0, Most: 1}, {Least: 3, Most: 4}, {Least: 0, Most: 0}, {Least: 1, Most: proviso.Unbounded}}).Draw(t, "quantity")
}

func party(t *rapid.T, label string) proviso.PartyID {
	return rapid.SampledFrom([]proviso.PartyID{"", "S", "S1", "T"}).Draw(t, label)
}

func movement(t *rapid.T) proviso.SomeMovement {
	m := proviso.SomeMovement{When: date(t, "when"), Origin: party(t, "origin")}
	m.From = rapid.SampledFrom([]proviso.End{{}, {Party: "S"}, {Owner: "S1"}, {Holder: "S"}, {Party: "T"}}).Draw(t, "from")
	m.To = rapid.SampledFrom([]proviso.End{{}, {Party: "S"}, {Party: "T"}, {Owner: "T"}}).Draw(t, "to")
	switch rapid.IntRange(0, 3).Draw(t, "items") {
	case 0:
		m.Items = []proviso.ItemID{"shell"}
	case 1:
		m.Items = []proviso.ItemID{"shell", "tent"}
	case 2:
		m.Lethal = true
	}
	if rapid.Bool().Draw(t, "counted") {
		m.Quantity, m.HasQuantity = quantity(t), true
		m.InAll = rapid.Bool().Draw(t, "in all")
	}
	if rapid.IntRange(0, 3).Draw(t, "kinded") == 0 {
		m.Kinds = rapid.SampledFrom([][]proviso.MovementKind{{proviso.Transfer}, {proviso.Lend}, {proviso.Lend, proviso.Transfer}}).Draw(t, "kinds")
	}
	return m
}

func proposition(t *rapid.T, form proviso.Form) proviso.Proposition {
	switch form {
	case proviso.FormStock:
		q := quantity(t)
		return &proviso.SomeStock{Items: []proviso.ItemID{rapid.SampledFrom(modelItems).Draw(t, "item")}, Quantity: q, HasQuantity: true,
			InAll: rapid.Bool().Draw(t, "in all"), In: proviso.End{Party: rapid.SampledFrom([]proviso.PartyID{"S", "S1"}).Draw(t, "in")}, On: date(t, "on")}
	case proviso.FormPolicy:
		return &proviso.PolicyHeld{Policy: "rule", On: date(t, "on")}
	case proviso.FormInstrument:
		return &proviso.InstrumentStage{By: party(t, "by"), Stage: rapid.SampledFrom([]proviso.Status{proviso.Given, proviso.Refused}).Draw(t, "stage"), On: date(t, "on")}
	case proviso.FormIntention:
		m := movement(t)
		m.InAll, m.When, m.Origin, m.Kinds = false, proviso.Date{}, "", nil
		return &proviso.Intention{By: rapid.SampledFrom([]proviso.PartyID{"S", "S1", "T"}).Draw(t, "by"), Movement: m, On: date(t, "on")}
	}
	m := movement(t)
	return &m
}

func claim(t *rapid.T, id proviso.StatementID, form proviso.Form) *proviso.Statement {
	return &proviso.Statement{ID: id, By: []proviso.Speaker{{Anonymous: string(id)}},
		Said:  mustDate(rapid.SampledFrom([]string{"2022-01-11", "2022-01-12", "2022-01-10/2022-01-12", "../2022-01-11"}).Draw(t, "said")),
		Mode:  rapid.SampledFrom([]proviso.Mode{proviso.Asserts, proviso.Denies}).Draw(t, "mode"),
		Claim: proviso.Claim{Says: []proviso.Proposition{proposition(t, form)}}}
}

func modelSnapshot(list ...*proviso.Statement) *proviso.Snapshot {
	records := []proviso.Record{
		&proviso.Party{ID: "S", Kind: proviso.State}, &proviso.Party{ID: "S1", Kind: proviso.Force, PartOf: "S"}, &proviso.Party{ID: "T", Kind: proviso.State},
		&proviso.Item{ID: "shell", Lethal: proviso.Yes}, &proviso.Item{ID: "tent", Lethal: proviso.No},
	}
	for _, st := range list {
		records = append(records, st)
	}
	return proviso.NewSnapshot("model", proviso.DayOf(2022, 12, 31), proviso.LastDay, records)
}

// conflict asks the package.
func conflict(t rapid.TB, a, b *proviso.Statement) bool {
	r, err := statement.Read(modelSnapshot(a, b)).Relate(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return len(r.Conflicts) > 0
}

// drawn fixes which pairs are drawn, since few of them are impossible, unless the
// command line asks for others.
func drawn(t *testing.T) {
	checks := flag.Lookup("rapid.checks")
	if checks.Value.String() != checks.DefValue {
		return
	}
	for name, value := range map[string]string{"rapid.checks": "600", "rapid.seed": "1"} {
		f := flag.Lookup(name)
		before := f.Value.String()
		if err := f.Value.Set(value); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Value.Set(before) })
	}
}

// TestConflictIsImpossible claims a conflict only where the model, trying every
// world, finds none that fits both. It also counts how many of the model's
// impossible pairs are found, so that saying nothing does not pass.
func TestConflictIsImpossible(t *testing.T) {
	claimed, impossible := 0, 0
	drawn(t)
	rapid.Check(t, func(t *rapid.T) {
		form := rapid.SampledFrom(modelForms).Draw(t, "form")
		a, b := claim(t, "a", form), claim(t, "b", form)
		fits := possible(form, a, b)
		if !possible(form, a, a) || !possible(form, b, b) {
			return // one of them says nothing that can be in a world this small
		}
		got := conflict(t, a, b)
		if got && fits {
			t.Fatalf("conflict, but a world fits both")
		}
		if got != conflict(t, b, a) {
			t.Fatalf("conflict depends on the order")
		}
		if !fits {
			impossible++
		}
		if got {
			claimed++
		}
	})
	t.Logf("%d pairs fit no world of the model, %d of them were called conflicts", impossible, claimed)
	if claimed == 0 || claimed*5 < impossible {
		t.Errorf("of %d impossible pairs only %d were found", impossible, claimed)
	}
}

// TestWeakerNeverConflicts takes two statements without a conflict and lets one
// say less: a claim loses a part or has a range or interval widened, a denial gains
// a part, is of fewer days or of a day in doubt. No conflict may come of it.
func TestWeakerNeverConflicts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		form := rapid.SampledFrom(modelForms).Draw(t, "form")
		a, b := claim(t, "a", form), claim(t, "b", form)
		if conflict(t, a, b) {
			return
		}
		less := weaken(t, a)
		if conflict(t, less, b) {
			t.Fatalf("%+v says less than %+v and conflicts with %+v", less.Claim.Says[0], a.Claim.Says[0], b.Claim.Says[0])
		}
	})
}

func weaken(t *rapid.T, st *proviso.Statement) *proviso.Statement {
	out := *st
	which := rapid.IntRange(0, 6).Draw(t, "weaker")
	if st.Mode == proviso.Denies {
		p := st.Claim.Says[0]
		switch m, moved := p.(*proviso.SomeMovement); {
		case which > 3: // a day in doubt is what is least known of a denial
			p = onDay(p, mustDate("2022-01-11?"))
		case moved && !m.InAll:
			p = narrower(m, which)
		}
		out.Claim.Says = []proviso.Proposition{p}
		return &out
	}
	if m, ok := st.Claim.Says[0].(*proviso.SomeMovement); ok && which < 6 {
		less := *m
		switch which {
		case 0:
			less.From = proviso.End{}
		case 1:
			less.To = proviso.End{}
		case 2:
			less.Origin = ""
		case 3:
			less.Items, less.Lethal = nil, false
		case 4:
			less.Kinds = nil
		case 5:
			if less.HasQuantity {
				less.Quantity = less.Quantity.Hull(quantity(t))
			}
		}
		if less.InAll && which < 5 {
			return &out // a total of more movements says more
		}
		out.Claim.Says = []proviso.Proposition{&less}
		return &out
	}
	if total(st.Claim.Says[0]) {
		return &out
	}
	out.Claim.Says = []proviso.Proposition{onDay(st.Claim.Says[0], mustDate("../.."))}
	return &out
}

// narrower gives a part of a movement that was open, or fewer days.
func narrower(m *proviso.SomeMovement, which int) *proviso.SomeMovement {
	out := *m
	switch {
	case which == 0 && m.From == (proviso.End{}):
		out.From = proviso.End{Party: "S1"}
	case which == 1 && m.To == (proviso.End{}):
		out.To = proviso.End{Party: "T"}
	case which == 2 && len(m.Items) == 0:
		out.Items, out.Lethal = []proviso.ItemID{"shell"}, false
	case which == 3 && m.When.Known() && !m.When.Qualified() && m.When.Earliest() <= modelDays[1] && m.When.Latest() >= modelDays[1]:
		out.When = mustDate("2022-01-11")
	}
	return &out
}

func total(p proviso.Proposition) bool {
	switch p := p.(type) {
	case *proviso.SomeMovement:
		return p.InAll
	case *proviso.SomeStock:
		return p.InAll
	default:
		return false
	}
}

func onDay(p proviso.Proposition, d proviso.Date) proviso.Proposition {
	switch p := p.(type) {
	case *proviso.SomeMovement:
		out := *p
		out.When = d
		return &out
	case *proviso.SomeStock:
		out := *p
		out.On = d
		return &out
	case *proviso.PolicyHeld:
		out := *p
		out.On = d
		return &out
	case *proviso.InstrumentStage:
		out := *p
		out.On = d
		return &out
	case *proviso.Intention:
		out := *p
		out.On = d
		return &out
	default:
		return p
	}
}
