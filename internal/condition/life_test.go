package condition

import (
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// TestConsentLife gives Finland's answer to "go" (1 June 2022, ten shells)
// different lives.
func TestConsentLife(t *testing.T) {
	type stage struct {
		s  proviso.Status
		on string
	}
	table := []struct {
		name  string
		life  []stage
		want  string
		needs string
	}{
		{"given on the day itself", []stage{{proviso.Given, "2022-06-01"}}, "permitted", ""},
		{"given the day after", []stage{{proviso.Given, "2022-06-02"}}, "missing 10", ""},
		{"given some day in June", []stage{{proviso.Given, "2022-06"}}, "undetermined 0..10", ""},
		{"given some day in May", []stage{{proviso.Given, "2022-05"}}, "permitted", ""},
		{"given, nobody knows when", []stage{{proviso.Given, "?"}}, "undetermined 0..10", ""},
		{"stated before", []stage{{proviso.Stated, "2022-05-01"}}, "permitted", ""},
		{"stated after: since when is not said", []stage{{proviso.Stated, "2022-07-01"}}, "undetermined 0..10", ""},
		{"asked", []stage{{proviso.Asked, "2022-04-01"}}, "missing 10", "FI: asked"},
		{"conditional", []stage{{proviso.Asked, "2022-04-01"}, {proviso.Conditional, "2022-05-01"}}, "missing 10", "FI: conditional: not yet a consent"},
		{"conditional, then given", []stage{{proviso.Conditional, "2022-04-01"}, {proviso.Given, "2022-05-01"}}, "permitted", ""},
		{"refused", []stage{{proviso.Asked, "2022-04-01"}, {proviso.Refused, "2022-05-01"}}, "forbidden 10", "FI: refused"},
		{"refused, then conditional", []stage{{proviso.Refused, "2022-04-01"}, {proviso.Conditional, "2022-05-01"}}, "missing 10", "FI: conditional: not yet a consent"},
		{"given, then only on a condition", []stage{{proviso.Given, "2022-04-01"}, {proviso.Conditional, "2022-05-01"}}, "undetermined 0..10", ""},
		{"refused, then given", []stage{{proviso.Refused, "2022-04-01"}, {proviso.Given, "2022-05-01"}}, "permitted", ""},
		{"given, then refused before the movement", []stage{{proviso.Given, "2022-04-01"}, {proviso.Refused, "2022-05-01"}}, "forbidden 10", "FI: refused"},
		{"given, then refused after the movement", []stage{{proviso.Given, "2022-04-01"}, {proviso.Refused, "2022-07-01"}}, "permitted", ""},
		{"refused after the movement, never given", []stage{{proviso.Refused, "2022-07-01"}}, "missing 10", ""},
		{"refused, nobody knows when", []stage{{proviso.Refused, "?"}}, "missing 10", ""},
		{"withdrawn before", []stage{{proviso.Given, "2022-04-01"}, {proviso.Withdrawn, "2022-05-01"}}, "missing 10", "FI: withdrawn"},
		{"withdrawn on the day leaves the day open", []stage{{proviso.Given, "2022-04-01"}, {proviso.Withdrawn, "2022-06-01"}}, "undetermined 0..10", ""},
		{"withdrawn after", []stage{{proviso.Given, "2022-04-01"}, {proviso.Withdrawn, "2022-06-02"}}, "permitted", ""},
		{"withdrawn, nobody knows when", []stage{{proviso.Given, "2022-04-01"}, {proviso.Withdrawn, "?"}}, "undetermined 0..10", ""},
		{"suspended", []stage{{proviso.Given, "2022-04-01"}, {proviso.Suspended, "2022-05-01"}}, "missing 10", "FI: suspended"},
		{"suspended and resumed", []stage{{proviso.Given, "2022-03-01"}, {proviso.Suspended, "2022-04-01"}, {proviso.Resumed, "2022-05-01"}}, "permitted", ""},
		{"suspended, resumed too late", []stage{{proviso.Given, "2022-03-01"}, {proviso.Suspended, "2022-04-01"}, {proviso.Resumed, "2022-07-01"}}, "missing 10", ""},
		{"expired", []stage{{proviso.Given, "2022-03-01"}, {proviso.Expired, "2022-05-31"}}, "missing 10", "FI: expired"},
		{"expired and given again", []stage{{proviso.Given, "2022-03-01"}, {proviso.Expired, "2022-05-01"}, {proviso.Given, "2022-05-15"}}, "permitted", ""},
	}
	for _, c := range table {
		in := yes()
		in.Life = nil
		for _, s := range c.life {
			in.Life = append(in.Life, proviso.Event{Status: s.s, On: date(s.on)})
		}
		hold(t, []asks{{name: c.name, records: records(fi(consentRule()), delivery(), go10(), in), clause: "fi/clause", want: c.want, needs: c.needs}})
	}
	hold(t, []asks{
		{name: "no life on record", records: records(fi(consentRule()), delivery(), go10(), yes(noLife)), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "valid on the day", records: records(fi(consentRule()), delivery(), go10(), yes(valid("2022-05-01/2022-06-01"))), clause: "fi/clause", want: "permitted"},
		{name: "valid until the day before", records: records(fi(consentRule()), delivery(), go10(), yes(valid("2022-05-01/2022-05-31"))), clause: "fi/clause", want: "missing 10"},
		{name: "valid until nobody knows when", records: records(fi(consentRule()), delivery(), go10(), yes(valid("2022-05-01/"))), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "valid without end", records: records(fi(consentRule()), delivery(), go10(), yes(valid("2022-05-01/.."))), clause: "fi/clause", want: "permitted"},
		{name: "a refusal that is given refuses", records: records(fi(consentRule()), delivery(), go10(), yes(func(in *proviso.Instrument) { in.Kind = proviso.Refusal })), clause: "fi/clause", want: "forbidden 10", needs: "FI: refused"},
		{name: "a waiver does", records: records(fi(consentRule()), delivery(), go10(), yes(func(in *proviso.Instrument) { in.Kind = proviso.Waiver })), clause: "fi/clause", want: "permitted"},
		{name: "a letter does not", records: records(fi(consentRule()), delivery(), go10(), yes(func(in *proviso.Instrument) { in.Kind = proviso.Letter })), clause: "fi/clause", want: "missing 10"},
		{name: "given after the day asked about", day: "2022-05-15", records: records(fi(consentRule()), delivery(), go10(basis(proviso.Planned)), yes(turned(proviso.Given, "2022-05-20"))), clause: "fi/clause", want: "missing 10"},
		{name: "given perhaps after the day asked about", day: "2022-05-15", records: records(fi(consentRule()), delivery(), go10(basis(proviso.Planned)), yes(turned(proviso.Given, "2022-05"))), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "withdrawn perhaps after the day asked about", day: "2022-05-15", records: records(fi(consentRule()), delivery(), go10(basis(proviso.Planned)), yes(turned(proviso.Given, "2022-04-01"), turned(proviso.Withdrawn, "2022-05"))), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "refused by another paper after it was given", records: records(fi(consentRule()), delivery(), go10(), yes(turned(proviso.Given, "2022-04-01")),
			paper("no", proviso.Refusal, "FI", "DE", answering("fi/clause"), naming("go"), turned(proviso.Refused, "2022-05-01"))), clause: "fi/clause", want: "forbidden 10", needs: "FI: refused"},
		{name: "refused by another paper perhaps after it was given", records: records(fi(consentRule()), delivery(), go10(), yes(turned(proviso.Given, "2022-04-01")),
			paper("no", proviso.Refusal, "FI", "DE", answering("fi/clause"), naming("go"), turned(proviso.Refused, "2022-03/2022-05"))), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "a later refusal of the like may leave a consent alone that names the movement", records: records(fi(consentRule()), delivery(), go10(), yes(turned(proviso.Given, "2022-04-01")),
			paper("no", proviso.Refusal, "FI", "DE", answering("fi/clause"), covering(proviso.Scope{AnyItem: true, AnyTo: true}), turned(proviso.Refused, "2022-05-01"))), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "refused by another paper before it was given", records: records(fi(consentRule()), delivery(), go10(), yes(),
			paper("no", proviso.Refusal, "FI", "DE", answering("fi/clause"), naming("go"), turned(proviso.Refused, "2022-04-01"))), clause: "fi/clause", want: "permitted"},
	})
}

// TestConsentScope: an answer must be shown to be about the movement.
func TestConsentScope(t *testing.T) {
	scope := func(sc proviso.Scope, more ...onInstrument) []proviso.Record {
		return records(fi(consentRule()), delivery(), go10(), yes(append([]onInstrument{covering(sc)}, more...)...))
	}
	shells, ukraine := []proviso.ItemID{"shell"}, parties("UA")
	hold(t, []asks{
		{name: "item, receiver and no limit", records: scope(proviso.Scope{Items: shells, To: ukraine, AnyQuantity: true}), clause: "fi/clause", want: "permitted"},
		{name: "anything to anybody", records: scope(proviso.Scope{AnyItem: true, AnyTo: true, AnyQuantity: true}), clause: "fi/clause", want: "permitted"},
		{name: "receiver not stated", records: scope(proviso.Scope{Items: shells, AnyQuantity: true}), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "item not stated", records: scope(proviso.Scope{To: ukraine, AnyQuantity: true}), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "number not stated", records: scope(proviso.Scope{Items: shells, To: ukraine}), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "nothing stated", records: scope(proviso.Scope{}), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "another item", records: scope(proviso.Scope{Items: []proviso.ItemID{"truck"}, To: ukraine, AnyQuantity: true}), clause: "fi/clause", want: "missing 10"},
		{name: "another receiver", records: scope(proviso.Scope{Items: shells, To: parties("PL"), AnyQuantity: true}), clause: "fi/clause", want: "missing 10"},
		{name: "a part of the receiver", records: scope(proviso.Scope{Items: shells, To: parties("UA-brigade"), AnyQuantity: true}), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "another movement", records: scope(proviso.Scope{Movements: []proviso.MovementID{"in"}}), clause: "fi/clause", want: "missing 10"},
		{name: "names the movement and another receiver", records: scope(proviso.Scope{Movements: []proviso.MovementID{"go"}, To: parties("PL")}), clause: "fi/clause", want: "missing 10"},
		{name: "names the movement and another item", records: scope(proviso.Scope{Movements: []proviso.MovementID{"go"}, Items: []proviso.ItemID{"truck"}}), clause: "fi/clause", want: "missing 10"},
		{name: "names the movement and six of its units", records: scope(proviso.Scope{Movements: []proviso.MovementID{"go"}, Items: shells, HasQuantity: true, Quantity: count("6")}), clause: "fi/clause", want: "missing 4"},
		{name: "names another movement of the same item to the same receiver", records: scope(proviso.Scope{Movements: []proviso.MovementID{"in"}, Items: shells, To: ukraine, AnyQuantity: true}), clause: "fi/clause", want: "missing 10"},
		{name: "for six", records: scope(proviso.Scope{Items: shells, To: ukraine, HasQuantity: true, Quantity: count("6")}), clause: "fi/clause", want: "missing 4"},
		{name: "for six to twelve", records: scope(proviso.Scope{Items: shells, To: ukraine, HasQuantity: true, Quantity: count("6..12")}), clause: "fi/clause", want: "undetermined 0..4"},
		{name: "for ten", records: scope(proviso.Scope{Items: shells, To: ukraine, HasQuantity: true, Quantity: count("10")}), clause: "fi/clause", want: "permitted"},
		{name: "given to another", records: scope(proviso.Scope{AnyItem: true, AnyTo: true, AnyQuantity: true}, func(in *proviso.Instrument) { in.GivenTo = "PL" }), clause: "fi/clause", want: "missing 10"},
		{name: "given to nobody knows whom", records: scope(proviso.Scope{AnyItem: true, AnyTo: true, AnyQuantity: true}, func(in *proviso.Instrument) { in.GivenTo = "" }), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "given by nobody knows whom", records: scope(proviso.Scope{AnyItem: true, AnyTo: true, AnyQuantity: true}, func(in *proviso.Instrument) { in.GivenBy = "" }), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "for the whole instrument", records: scope(proviso.Scope{Movements: []proviso.MovementID{"go"}}, answering("fi")), clause: "fi/clause", want: "permitted"},
		{name: "for another clause", records: scope(proviso.Scope{Movements: []proviso.MovementID{"go"}}, answering("fi/other")), clause: "fi/clause", want: "missing 10"},
	})
}

// TestConsentIsUsedUp: a consent for ten shells lets ten go, in the order of
// their days.
func TestConsentIsUsedUp(t *testing.T) {
	forTen := yes(covering(proviso.Scope{Items: []proviso.ItemID{"shell"}, To: parties("UA")}), upTo("10"))
	stock := moves("in", "2022-02-01", "30", "FI", "DE", under("fi"))
	goes := func(id proviso.MovementID, on, n string, more ...onMovement) *proviso.Movement {
		return moves(id, on, n, "DE", "UA", append([]onMovement{drawnFromMoves("in")}, more...)...)
	}
	base := func(ms ...proviso.Record) []proviso.Record {
		return append(records(fi(consentRule()), forTen, stock), ms...)
	}
	hold(t, []asks{
		{name: "the first has all of it", records: base(goes("a", "2022-06-01", "8"), goes("go", "2022-06-02", "8")), movement: "a", clause: "fi/clause", want: "permitted"},
		{name: "the second has the rest", records: base(goes("a", "2022-06-01", "8"), goes("go", "2022-06-02", "8")), clause: "fi/clause", want: "missing 6"},
		{name: "two on one day: who came first is not known", records: base(goes("a", "2022-06-01", "8"), goes("go", "2022-06-01", "8")), clause: "fi/clause", want: "undetermined 0..6"},
		{name: "one of unknown day may have come first", records: base(goes("a", "?", "8"), goes("go", "2022-06-02", "8")), clause: "fi/clause", want: "undetermined 0..6"},
		{name: "a plan may have used it", records: base(goes("a", "2022-06-01", "8", basis(proviso.Planned)), goes("go", "2022-06-02", "8")), clause: "fi/clause", want: "undetermined 0..6"},
		{name: "two accounts of one movement use it once", records: base(goes("a", "2022-06-01", "5"), goes("b", "2022-06-01", "4", rivalTo("a")), goes("go", "2022-06-02", "5")), clause: "fi/clause", want: "permitted"},
		{name: "accounts that name each other", records: base(goes("a", "2022-06-01", "5", rivalTo("b")), goes("b", "2022-06-01", "4", rivalTo("a")), goes("go", "2022-06-02", "5")), clause: "fi/clause", want: "permitted"},
		{name: "what needs no consent uses none", records: base(goes("go", "2022-06-02", "10"), moves("a", "2022-06-01", "8", "DE", "FI", drawnFromMoves("in"))), clause: "fi/clause", want: "permitted"},
		{name: "room that only another movement has is not used up", records: append(base(goes("a", "2022-06-01", "8"), goes("go", "2022-06-02", "8")), paper("more", proviso.Consent, "FI", "DE",
			answering("fi/clause"), naming("go"), upTo("8"))), clause: "fi/clause", want: "permitted"},
		{name: "two consents add up", records: append(base(goes("go", "2022-06-02", "15")), paper("more", proviso.Consent, "FI", "DE", answering("fi/clause"),
			covering(proviso.Scope{AnyItem: true, AnyTo: true}), upTo("5"))), clause: "fi/clause", want: "permitted"},
	})
}

// TestOutsidePaper: what moved under a paper that covers something else is a problem
// of the records.
func TestOutsidePaper(t *testing.T) {
	truck := &proviso.Item{ID: "truck", Unit: "truck", MadeOf: []proviso.Component{{Item: "shell", Count: 1}}}
	more := moves("more", "2022-03-01", "1", "FI", "DE", under("fi"))
	for name, c := range map[string]struct {
		covers  proviso.Scope
		records []proviso.Record
		want    int
	}{
		"nothing said":           {proviso.Scope{}, records(delivery()), 0},
		"its item":               {proviso.Scope{Items: []proviso.ItemID{"shell"}}, records(delivery()), 0},
		"another item":           {proviso.Scope{Items: []proviso.ItemID{"truck"}}, records(delivery()), 1},
		"a product of its item":  {proviso.Scope{Items: []proviso.ItemID{"shell"}}, records(moves("in", "2022-02-01", "1", "FI", "DE", under("fi"), of("truck")), truck), 0},
		"its receiver":           {proviso.Scope{To: parties("DE")}, records(delivery()), 0},
		"another receiver":       {proviso.Scope{To: parties("PL")}, records(delivery()), 1},
		"perhaps its receiver":   {proviso.Scope{To: parties("DE-army")}, records(delivery()), 0},
		"its number":             {proviso.Scope{Items: []proviso.ItemID{"shell"}, HasQuantity: true, Quantity: count("10")}, records(delivery()), 0},
		"more than its number":   {proviso.Scope{Items: []proviso.ItemID{"shell"}, HasQuantity: true, Quantity: count("10")}, records(delivery(), more), 1},
		"a second account of it": {proviso.Scope{Items: []proviso.ItemID{"shell"}, HasQuantity: true, Quantity: count("10")}, records(delivery(), moves("again", "2022-02-01", "9", "FI", "DE", under("fi"), rivalTo("in"))), 0},
		"back":                   {proviso.Scope{To: parties("DE")}, records(moves("back", "2022-03-01", "1", "DE", "FI", under("fi"), kind(proviso.Return))), 0},
	} {
		in := paper("fi", proviso.Contract, "FI", "DE", covering(c.covers))
		got := 0
		for _, p := range decide(t, askedOn(today, append(c.records, in)...)).Problems {
			if p.Code == "outside-paper" {
				got++
			}
		}
		if got != c.want {
			t.Errorf("%s: %d problems, want %d", name, got, c.want)
		}
	}
}

// TestWithoutPaper: what moved under a paper that had no effect is a problem of
// the records; what is planned, or may have been in time, is none.
func TestWithoutPaper(t *testing.T) {
	for name, c := range map[string]struct {
		paper []onInstrument
		move  *proviso.Movement
		want  int
	}{
		"given":                  {nil, delivery(), 0},
		"only asked for":         {[]onInstrument{turned(proviso.Asked, "2022-01-01")}, delivery(), 1},
		"given later":            {[]onInstrument{turned(proviso.Given, "2022-02-02")}, delivery(), 1},
		"given that month":       {[]onInstrument{turned(proviso.Given, "2022-02")}, delivery(), 0},
		"life not on record":     {[]onInstrument{noLife}, delivery(), 0},
		"no longer valid":        {[]onInstrument{valid("2021")}, delivery(), 1},
		"asked for, and planned": {[]onInstrument{turned(proviso.Asked, "2022-01-01")}, moves("in", "2022-02-01", "10", "FI", "DE", under("fi"), basis(proviso.Planned)), 0},
	} {
		in := paper("fi", proviso.Certificate, "DE", "FI", append(c.paper, covers("shell"), with("clause", consentRule()))...)
		got := 0
		for _, p := range decide(t, askedOn(today, in, c.move)).Problems {
			if p.Code == "no-paper" {
				got++
			}
		}
		if got != c.want {
			t.Errorf("%s: %d problems, want %d", name, got, c.want)
		}
	}
}
