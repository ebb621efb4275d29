package dossier

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/proviso-ledger/proviso"
)

func day(t *testing.T, s string) proviso.Date {
	t.Helper()
	d, err := proviso.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// readLast reads a dossier and gives its last record.
func readLast[R proviso.Record](t *testing.T, text string) R {
	t.Helper()
	d, err := Parse([]File{{Name: "case.yaml", Text: []byte(text)}})
	if err != nil {
		t.Fatalf("%v\nin\n%s", err, text)
	}
	return d.Records[len(d.Records)-1].(R)
}

func same(t *testing.T, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.IgnoreTypes(proviso.Pos{}), cmp.Comparer(func(a, b proviso.Date) bool { return a == b })); diff != "" {
		t.Errorf("read wrongly (-want +got):\n%s", diff)
	}
}

const world = `parties:
  KR: {kind: state}
  US: {kind: state}
  UA: {kind: state}
  DE: {kind: state}
items:
  shell: {unit: round}
  fuze: {unit: fuze}
sources:
  a: {}
  b: {}
instruments:
  deal: {kind: contract, conditions: {end: {end_user: US}}}
movements:
  first: {kind: produce, recorded: 2021, goods: 9 shell, to: KR}
`

func TestPartyKeys(t *testing.T) {
	got := readLast[*proviso.Party](t, "sources: {a: {}, b: {}}\nplaces: {KR: {}}\nparties:\n"+
		"  US: {}\n  KR-MND: {name: Ministry of Defense, aliases: [MND, \"?\"], kind: agency, part_of: US, country: KR,"+
		" sources: [a, b], marking: {tlp: AMBER, released_to: US}, known: 2022-11, note: 'so: it is'}")
	same(t, &proviso.Party{
		ID: "KR-MND", Name: "Ministry of Defense", Aliases: []string{"MND"}, Kind: proviso.Agency, PartOf: "US", Country: "KR",
		Envelope: proviso.Envelope{
			Sources: []proviso.SourceID{"a", "b"}, Known: day(t, "2022-11"), Note: "so: it is",
			Marking: proviso.Marking{TLP: proviso.TLPAmber, ReleasedTo: []proviso.PartyID{"US"}},
		},
	}, got)
}

func TestKeysOfParties(t *testing.T) {
	const one, two = "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", "MCowBQYDK2VwAyEAPUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw="
	got := readLast[*proviso.Party](t, "parties: {US: {keys: {z: {public: \""+two+"\"}, a-1: {public: \""+one+"\", valid: 2022/2023-06}}}}")
	same(t, []proviso.Key{{Name: "a-1", Public: one, Valid: day(t, "2022/2023-06")}, {Name: "z", Public: two}}, got.Keys)
}

func TestSignatures(t *testing.T) {
	read := func(name string, files ...File) (*Dossier, error) {
		text := "parties: {US: {kind: state}}\ninstruments:\n  premise: {kind: contract, signature: " + name + "}\n"
		return Parse(append([]File{{Name: "case/case.yaml", Text: []byte(text)}}, files...))
	}
	beside := []File{{Name: "case/premise.dsse.json", Text: []byte(" {\"a\": 1}\n")}, {Name: "case/large.dsse.json", Text: make([]byte, maxSignature+1)},
		{Name: "case/bytes.dsse.json", Text: []byte("\xff")}}
	for name, want := range map[string]string{"premise.dsse.json": `{"a": 1}`, `"?"`: ""} {
		d, err := read(name, beside...)
		if err != nil {
			t.Fatal(err)
		}
		same(t, want, d.Records[1].(*proviso.Instrument).Signature)
	}
	for name, want := range map[string]string{
		"other.dsse.json":      `no file "other.dsse.json" beside the dossier`,
		"../premise.dsse.json": "not the name of a file with a signature",
		"premise.json":         "not the name of a file with a signature",
		"large.dsse.json":      "holds no signature",
		"bytes.dsse.json":      "holds no signature",
	} {
		_, err := read(name, beside...)
		if err == nil || !strings.HasPrefix(err.Error(), "case/case.yaml:3:40: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestSignaturesOnDisk reads a dossier as a folder and as one file.
func TestSignaturesOnDisk(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"case.yaml":         "instruments: {premise: {kind: contract, signature: premise.dsse.json}}\n",
		"premise.dsse.json": "{}\n",
		"others.dsse.json":  "\xff",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{dir, filepath.Join(dir, "case.yaml")} {
		d, err := Read(name)
		if err != nil {
			t.Fatal(err)
		}
		same(t, "{}", d.Records[0].(*proviso.Instrument).Signature)
	}
	if err := os.Remove(filepath.Join(dir, "case.yaml")); err != nil {
		t.Fatal(err)
	}
	if _, err := Read(dir); err == nil || !strings.Contains(err.Error(), "no .yaml file") {
		t.Errorf("a folder of signatures alone: %v", err)
	}
}

func TestUnknownIsEmpty(t *testing.T) {
	got := readLast[*proviso.Party](t, `parties: {KR: {name: "?", kind: "?", part_of: "?", country: "?", aliases: "?", sources: "?", known: "?"}}`)
	same(t, &proviso.Party{ID: "KR"}, got)
}

func TestPlaceKeys(t *testing.T) {
	got := readLast[*proviso.Place](t, "places:\n  depot: {name: Depot 9, country: KR, locode: KRPUS, part_of: KRINC, marking: 'TLP:RED'}\n")
	same(t, &proviso.Place{
		ID: "depot", Name: "Depot 9", Country: "KR", LOCODE: "KRPUS", PartOf: "KRINC",
		Envelope: proviso.Envelope{Marking: proviso.Marking{TLP: proviso.TLPRed}},
	}, got)
}

func TestItemKeys(t *testing.T) {
	got := readLast[*proviso.Item](t, `items:
  fuze: {unit: fuze}
  body: {unit: body}
  shell:
    name: 155 mm
    unit: round
    lethal: true
    made_in: KR
    codes: {HS: [930690, "9306.90"], ML: 3}
    made_of: {fuze: 1, body: {count: 2, value: 25%, mass: 10..12.5%}}
`)
	same(t, &proviso.Item{
		ID: "shell", Name: "155 mm", Unit: "round", Lethal: proviso.Yes, MadeIn: "KR",
		Codes: []proviso.Code{{System: "ML", Value: "3"}, {System: "HS", Value: "930690"}, {System: "HS", Value: "9306.90"}},
		MadeOf: []proviso.Component{
			{Item: "fuze", Count: 1},
			{
				Item: "body", Count: 2, Value: proviso.Percent{Least: 2500, Most: 2500, Known: true},
				Mass: proviso.Percent{Least: 1000, Most: 1250, Known: true},
			},
		},
	}, got)
	same(t, proviso.No, readLast[*proviso.Item](t, "items: {bed: {unit: bed, lethal: false}}").Lethal)
	same(t, proviso.Maybe, readLast[*proviso.Item](t, "items: {bed: {unit: bed}}").Lethal)
	same(t, proviso.Maybe, readLast[*proviso.Item](t, `items: {bed: {unit: bed, lethal: "?"}}`).Lethal)
}

func TestSourceKeys(t *testing.T) {
	got := readLast[*proviso.Source](t, "sources:\n  r: {name: Title, outlet: Reuters, address: 'https://example.org/a#b', published: 2022-11-11, grade: b2,"+
		" sha256: E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855}\n")
	same(t, &proviso.Source{
		ID: "r", Name: "Title", Outlet: "Reuters", Address: "https://example.org/a#b", Published: day(t, "2022-11-11"), Grade: "B2",
		SHA256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
	}, got)
}

// instrumentIn reads an instrument called it beside the world.
func instrumentIn(t *testing.T, body string) *proviso.Instrument {
	t.Helper()
	d, err := Parse([]File{{Name: "world.yaml", Text: []byte(world)}, {Name: "case.yaml", Text: []byte("instruments:\n  it:\n" + body)}})
	if err != nil {
		t.Fatalf("%v\nin\n%s", err, body)
	}
	return d.Records[len(d.Records)-1].(*proviso.Instrument)
}

func TestInstrumentKeys(t *testing.T) {
	got := instrumentIn(t, `    kind: consent
    name: Consent 7
    given_by: DE
    given_to: KR
    for: [deal/end, deal]
    covers: {item: shell, quantity: 12_400 shell, to: [UA, US], movements: first}
    status:
      given: 2022-02-26
      asked: 2022-01-20
      conditional: {on: 2022-02-23, if: deal}
      refused: [2022-04-26, {on: 2022-06-03, if: no reply}]
    valid: 2022/2023
    text: {seen: part, language: de, locator: art. 4}
`)
	same(t, &proviso.Instrument{
		ID: "it", Kind: proviso.Consent, Name: "Consent 7", GivenBy: "DE", GivenTo: "KR",
		For: []proviso.ConditionID{"deal/end", "deal"},
		Covers: proviso.Scope{
			Items: []proviso.ItemID{"shell"}, Quantity: proviso.Exactly(12400), HasQuantity: true,
			To: []proviso.PartyID{"UA", "US"}, Movements: []proviso.MovementID{"first"},
		},
		Life: []proviso.Event{
			{Status: proviso.Asked, On: day(t, "2022-01-20")},
			{Status: proviso.Conditional, On: day(t, "2022-02-23"), If: "deal"},
			{Status: proviso.Given, On: day(t, "2022-02-26")},
			{Status: proviso.Refused, On: day(t, "2022-04-26")},
			{Status: proviso.Refused, On: day(t, "2022-06-03"), If: "no reply"},
		},
		Valid: day(t, "2022/2023"), Text: proviso.Text{Seen: proviso.TextPart, Language: "de", Locator: "art. 4"},
	}, got)
}

func TestScopeForms(t *testing.T) {
	for body, want := range map[string]proviso.Scope{
		"{items: any, quantity: any, to: any}": {AnyItem: true, AnyQuantity: true, AnyTo: true},
		`{items: "?", quantity: "?", to: "?"}`: {},
		"{quantity: 5..7 fuze}":                {Items: []proviso.ItemID{"fuze"}, Quantity: proviso.Quantity{Least: 5, Most: 7}, HasQuantity: true},
		"{items: [shell, fuze]}":               {Items: []proviso.ItemID{"shell", "fuze"}},
		`{quantity: "? fuze"}`:                 {Items: []proviso.ItemID{"fuze"}, Quantity: proviso.UnknownQuantity(), HasQuantity: true},
	} {
		same(t, want, instrumentIn(t, "    kind: licence\n    covers: "+body+"\n").Covers)
	}
	same(t, []proviso.Event{{Status: proviso.Given}}, instrumentIn(t, `    kind: licence
    status: {given: "?"}
`).Life)
	same(t, proviso.Text{Seen: proviso.TextWhole}, instrumentIn(t, "    kind: licence\n    text: whole\n").Text)
}

// TestRules reads each kind of clause in each of its forms.
func TestRules(t *testing.T) {
	usual := []proviso.Trigger{proviso.OnTitle, proviso.OnPossession, proviso.OnLoan}
	money := func(s string) proviso.Money {
		m, err := proviso.ParseMoney(s)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	for text, want := range map[string]proviso.Rule{
		"onward: prohibited": &proviso.Onward{Rule: proviso.OnwardProhibited, Triggers: usual},
		"onward: {rule: prior notice, of: [KR, DE], days: 15 days, free_to: US, free_after: 5 years, triggers: [location, change of use]}": &proviso.Onward{
			Rule: proviso.OnwardPriorNotice, Of: []proviso.PartyID{"KR", "DE"}, Days: 15, HasDays: true, FreeTo: []proviso.PartyID{"US"},
			FreeAfter: proviso.Duration{Count: 5, Unit: "year"}, Triggers: []proviso.Trigger{proviso.OnLocation, proviso.OnChangeOfUse},
		},
		"onward: {rule: notice after, days: 0}":   &proviso.Onward{Rule: proviso.OnwardNoticeAfter, HasDays: true, Triggers: usual},
		"end_user: [US, UA]":                      &proviso.EndUser{Parties: []proviso.PartyID{"US", "UA"}},
		"end_use: training":                       &proviso.EndUse{Allowed: []string{"training"}},
		"end_use: {allowed: a, excluded: [b, c]}": &proviso.EndUse{Allowed: []string{"a"}, Excluded: []string{"b", "c"}},
		"territory: {only: [UA, PL], never: RU}":  &proviso.Territory{Only: []proviso.PlaceID{"UA", "PL"}, Never: []proviso.PlaceID{"RU"}},
		"supply: {never: {by: KR, to: any, items: lethal}, unless_approved_by: DE}": &proviso.Supply{
			By: []proviso.PartyID{"KR"}, Lethal: true, UnlessApprovedBy: []proviso.PartyID{"DE"},
		},
		"supply: {never: {to: UA, items: [shell, 'ML:3']}, binds: [supplier, receiver]}": &proviso.Supply{
			To: []proviso.PartyID{"UA"}, Items: []proviso.ItemID{"shell"}, Codes: []proviso.Code{{System: "ML", Value: "3"}}, BindsReceiver: true,
		},
		"supply: {never: {items: all}}":              &proviso.Supply{},
		"quantity: 100_000 shell":                    &proviso.Ceiling{Most: proviso.Exactly(100000), Item: "shell", Per: proviso.PerInstrument},
		"quantity: {ceiling: 1..5 fuze, per: month}": &proviso.Ceiling{Most: proviso.Quantity{Least: 1, Most: 5}, Item: "fuze", Per: proviso.PerMonth},
		"value: 11bn USD":                            &proviso.ValueCeiling{Most: money("11bn USD"), Per: proviso.PerInstrument},
		"value: {ceiling: 5 EUR, per: year, valued_at: net book value}": &proviso.ValueCeiling{
			Most: money("5 EUR"), Per: proviso.PerYear, ValuedAt: "net book value",
		},
		"period: 2022/2023":                          &proviso.Period{Dates: day(t, "2022/2023")},
		"substitution: with consent":                 &proviso.Substitution{Rule: proviso.SubstitutionWithConsent},
		"substitution: {rule: silent}":               &proviso.Substitution{Rule: proviso.SubstitutionSilent},
		"substitution: {rule: with consent, of: DE}": &proviso.Substitution{Rule: proviso.SubstitutionWithConsent, Of: []proviso.PartyID{"DE"}},
		"component: see-through":                     &proviso.ComponentRule{SeeThrough: true},
		"component: {threshold: 25%, basis: value}": &proviso.ComponentRule{
			Threshold: proviso.Percent{Least: 2500, Most: 2500, Known: true}, Basis: "value",
		},
		"fund: {purposes: [a, b], recipients: UA, available: 2022/2023, ceiling: 11bn USD, notice: 15, notice_to: [US]}": &proviso.Fund{
			Purposes: []string{"a", "b"}, Recipients: []proviso.PartyID{"UA"}, Available: day(t, "2022/2023"),
			Ceiling: money("11bn USD"), HasCeiling: true, Notice: 15, NoticeTo: []proviso.PartyID{"US"},
		},
		"duty: {do: verify delivery}": &proviso.Duty{Act: proviso.ActVerifyDelivery, From: proviso.FromArrival},
		"duty: {do: report loss, by: UA, to: US, within: 90 days, from: loss, evidence: [letter, log]}": &proviso.Duty{
			Act: proviso.ActReportLoss, By: "UA", To: "US", Within: proviso.Duration{Count: 90, Unit: "day"}, From: proviso.FromLoss,
			Evidence: []string{"letter", "log"},
		},
		"duty: {do: inventory, due: 2023-06-30}": &proviso.Duty{Act: proviso.ActInventory, Due: day(t, "2023-06-30"), From: proviso.FromArrival},
	} {
		got := instrumentIn(t, "    kind: licence\n    conditions: {c: {"+text+"}}\n")
		same(t, []*proviso.Condition{{ID: "it/c", Instrument: "it", Rule: want}}, got.Conditions)
	}
	for text, want := range map[string]bool{"": true, ", binds: supplier": false, ", binds: [receiver, supplier]": true} {
		got := instrumentIn(t, "    conditions: {c: {supply: {never: {to: UA}"+text+"}}}\n    kind: embargo\n")
		same(t, want, got.Conditions[0].Rule.(*proviso.Supply).BindsReceiver)
	}
}

func TestClauseKeys(t *testing.T) {
	got := instrumentIn(t, `    kind: licence
    conditions:
      c:
        end_user: UA
        goods: {made_in: KR}
        items: [shell, fuze]
        during: 2022/..
        except: {to: DE, by: [US], items: fuze, movements: first, during: 2021}
        flows_down: false
        words: |
          The Recipient shall not
          retransfer.
`)
	same(t, []*proviso.Condition{{
		ID: "it/c", Instrument: "it", Rule: &proviso.EndUser{Parties: []proviso.PartyID{"UA"}},
		Goods: proviso.Goods{MadeIn: "KR"}, Items: []proviso.ItemID{"shell", "fuze"}, During: day(t, "2022/.."), NoFlowDown: true,
		Words: "The Recipient shall not\nretransfer.",
		Except: proviso.Exception{
			To: []proviso.PartyID{"DE"}, By: []proviso.PartyID{"US"}, Items: []proviso.ItemID{"fuze"},
			Movements: []proviso.MovementID{"first"}, During: day(t, "2021"),
		},
	}}, got.Conditions)
	for text, want := range map[string]proviso.Goods{
		"all": {All: true}, "under": {}, "{supplied_by: DE}": {SuppliedBy: "DE"}, "{owned_by: US}": {OwnedBy: "US"},
	} {
		got := instrumentIn(t, "    kind: licence\n    conditions: {c: {end_user: UA, flows_down: true, goods: "+text+"}}\n")
		same(t, []*proviso.Condition{{ID: "it/c", Instrument: "it", Rule: &proviso.EndUser{Parties: []proviso.PartyID{"UA"}}, Goods: want}}, got.Conditions)
	}
}

// movementIn reads a movement called it beside the world.
func movementIn(t *testing.T, body string) *proviso.Movement {
	t.Helper()
	return readLast[*proviso.Movement](t, world+"  it: {"+body+"}\n")
}

func TestMovementKeys(t *testing.T) {
	usd, err := proviso.ParseMoney("200m USD")
	if err != nil {
		t.Fatal(err)
	}
	got := movementIn(t, `planned: 2022-11/.., goods: {item: shell, quantity: 400..480, lots: [L1, L2], drawn_from: [first]},
    from: {owner: KR, holder: US, at: KRPUS}, to: {owner: UA, at: "?"}, via: [PL, USNYC], under: deal,
    paid_from: [deal, {fund: deal, amount: 200m USD, on: 2022, purpose: p}], value: [200m USD, {amount: 200m USD, basis: nbv, since: 2021}],
    use: training, rival_to: first, sources: a`)
	same(t, &proviso.Movement{
		ID: "it", Kind: proviso.Transfer, Basis: proviso.Planned, When: day(t, "2022-11/.."), Item: "shell",
		Quantity: proviso.Quantity{Least: 400, Most: 480}, Lots: []proviso.Lot{"L1", "L2"}, DrawnFrom: []proviso.MovementID{"first"},
		From: proviso.Holding{Owner: "KR", Holder: "US", At: "KRPUS", Item: "shell"}, To: proviso.Holding{Owner: "UA", Holder: "UA", Item: "shell"},
		Via: proviso.Route{Known: true, Legs: []proviso.PlaceID{"PL", "USNYC"}}, Under: []proviso.InstrumentID{"deal"},
		PaidFrom: []proviso.Payment{{Fund: "deal"}, {Fund: "deal", Amount: usd, HasAmount: true, On: day(t, "2022"), Purpose: "p"}},
		Values:   []proviso.Valuation{{Amount: usd}, {Amount: usd, Basis: "nbv", Since: day(t, "2021")}},
		Use:      "training", RivalTo: "first", Envelope: proviso.Envelope{Sources: []proviso.SourceID{"a"}},
	}, got)
}

func TestHoldings(t *testing.T) {
	for text, want := range map[string]proviso.Holding{
		"KR":                       {Owner: "KR", Holder: "KR", Item: "shell"},
		`"?"`:                      {Item: "shell"},
		"{owner: KR}":              {Owner: "KR", Holder: "KR", Item: "shell"},
		`{owner: KR, holder: "?"}`: {Owner: "KR", Item: "shell"},
		`{owner: "?", holder: US}`: {Holder: "US", Item: "shell"},
		"{holder: US, at: UA}":     {Holder: "US", At: "UA", Item: "shell"},
		`{owner: "?", at: KRPUS}`:  {At: "KRPUS", Item: "shell"},
		`{owner: KR, at: "?"}`:     {Owner: "KR", Holder: "KR", Item: "shell"},
	} {
		same(t, want, movementIn(t, "recorded: 2022, goods: 5 shell, to: DE, from: "+text).From)
	}
}

func TestMovementKinds(t *testing.T) {
	kr, us := proviso.Holding{Owner: "KR", Holder: "KR", Item: "shell"}, proviso.Holding{Owner: "US", Holder: "US", Item: "shell"}
	only := proviso.Holding{Item: "shell"}
	for text, want := range map[string]proviso.Movement{
		"kind: produce, to: KR":                     {Kind: proviso.Produce, From: only, To: kr},
		"kind: expend, from: KR":                    {Kind: proviso.Expend, From: kr, To: only},
		"kind: lose, from: KR":                      {Kind: proviso.Lose, From: kr, To: only},
		"kind: destroy, from: KR":                   {Kind: proviso.Destroy, From: kr, To: only},
		"kind: capture, from: KR, to: US":           {Kind: proviso.Capture, From: kr, To: us},
		"kind: swap, from: KR, to: US":              {Kind: proviso.Swap, From: kr, To: us},
		"kind: redesignate, in: KR, releases: deal": {Kind: proviso.Redesignate, From: kr, To: kr, Releases: []proviso.InstrumentID{"deal"}},
		"kind: lend, from: KR, to: {holder: US, at: UA}": {
			Kind: proviso.Lend, From: kr, To: proviso.Holding{Owner: "KR", Holder: "US", At: "UA", Item: "shell"},
		},
		"kind: lend, from: KR, to: {owner: KR, holder: US}": {Kind: proviso.Lend, From: kr, To: proviso.Holding{Owner: "KR", Holder: "US", Item: "shell"}},
		"kind: return, from: {owner: KR, holder: US}, to: {holder: KR}": {
			Kind: proviso.Return, From: proviso.Holding{Owner: "KR", Holder: "US", Item: "shell"}, To: kr,
		},
		"kind: return, from: US, to: KR": {Kind: proviso.Return, From: us, To: kr},
		"kind: count, in: KR, floor: 3, of_which: [{quantity: 10..14, under: deal}, {made_in: KR}, {quantity: 1, drawn_from: first}]": {
			Kind: proviso.Count, From: kr, To: kr, Floor: proviso.Exactly(3), HasFloor: true,
			OfWhich: []proviso.Part{
				{Quantity: proviso.Quantity{Least: 10, Most: 14}, Under: "deal"},
				{Quantity: proviso.UnknownQuantity(), MadeIn: "KR"},
				{Quantity: proviso.Exactly(1), DrawnFrom: []proviso.MovementID{"first"}},
			},
		},
		"kind: assemble, to: KR, batch: 5, inputs: [{goods: 3 fuze}]": {
			Kind: proviso.Assemble, To: kr, Batch: 5, Inputs: []proviso.Input{{Item: "fuze", Quantity: proviso.Exactly(3), From: proviso.Holding{Item: "fuze"}}},
		},
		"kind: assemble, to: KR, inputs: [{goods: 5 fuze, from: US}, {goods: 6 fuze}]": {
			Kind: proviso.Assemble, To: kr, Inputs: []proviso.Input{
				{Item: "fuze", Quantity: proviso.Exactly(5), From: proviso.Holding{Owner: "US", Holder: "US", Item: "fuze"}},
				{Item: "fuze", Quantity: proviso.Exactly(6), From: proviso.Holding{Item: "fuze"}},
			},
		},
	} {
		want.ID, want.Basis, want.When, want.Item, want.Quantity = "it", proviso.Recorded, day(t, "2022"), "shell", proviso.Exactly(5)
		same(t, &want, movementIn(t, "recorded: 2022, goods: 5 shell, "+text))
	}
}

func TestGoodsForms(t *testing.T) {
	for text, want := range map[string]proviso.Quantity{
		"100_000 shell": proviso.Exactly(100000), `"? shell"`: proviso.UnknownQuantity(), "1.. shell": {Least: 1, Most: proviso.Unbounded},
		"..7 shell": {Most: 7}, "{item: shell}": proviso.UnknownQuantity(), "{item: shell, quantity: 3}": proviso.Exactly(3),
	} {
		same(t, want, movementIn(t, "reported: '?', from: KR, to: US, goods: "+text).Quantity)
	}
}

func TestRoutes(t *testing.T) {
	for text, want := range map[string]proviso.Route{
		"direct": {Known: true}, "PL": {Known: true, Legs: []proviso.PlaceID{"PL"}}, `"?"`: {}, "[]": {}, `["?"]`: {}, `[PL, "?"]`: {Legs: []proviso.PlaceID{"PL"}},
	} {
		same(t, want, movementIn(t, "reported: 2022, from: KR, to: US, goods: 1 shell, via: "+text).Via)
	}
}

func TestStatementKeys(t *testing.T) {
	got := readLast[*proviso.Statement](t, world+`statements:
  s:
    by: [KR, {anonymous: a U.S. official, of: US}]
    through: [Reuters, the Journal]
    said: 2022-11-11
    partly denies: {about: [first, deal/end], not: true}
    words: "not all: some"
    span: press.txt#0-81
    grade: C3
`)
	same(t, &proviso.Statement{
		ID: "s", By: []proviso.Speaker{{Party: "KR"}, {Anonymous: "a U.S. official", Of: "US"}}, Through: []string{"Reuters", "the Journal"},
		Said: day(t, "2022-11-11"), Mode: proviso.PartDeny, Claim: proviso.Claim{About: []string{"first", "deal/end"}, Not: true},
		Words: "not all: some", Span: "press.txt#0-81", Grade: "C3",
	}, got)
	for text, want := range map[string]proviso.Claim{
		"first": {About: []string{"first"}}, "[first, deal]": {About: []string{"first", "deal"}}, "{}": {}, "": {}, "~": {},
		"{about: first, not: false}": {About: []string{"first"}},
	} {
		for _, mode := range proviso.Modes {
			got := readLast[*proviso.Statement](t, world+"statements:\n  s:\n    by: \"?\"\n    "+string(mode)+": "+text+"\n")
			same(t, &proviso.Statement{ID: "s", Mode: mode, Claim: want}, got)
		}
	}
}
