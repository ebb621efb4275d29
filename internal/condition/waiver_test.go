package condition

import (
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// What a company of a state says is not known to be said for the state.
func TestWhoSpeaksForAState(t *testing.T) {
	speaks := func(kind proviso.PartyKind) proviso.Record { return part("FI-office", kind, "FI") }
	by := func(in *proviso.Instrument) { in.GivenBy = "FI-office" }
	before := fi(&proviso.Onward{Rule: proviso.OnwardPriorNotice, Days: 5, HasDays: true, Triggers: usual})
	notice := paper("note", proviso.Notice, "DE", "FI-office", answering("fi/clause"), naming("go"), turned(proviso.Given, "2022-05-01"))
	hold(t, []asks{
		{name: "an agency consents", records: records(fi(consentRule()), delivery(), go10(), yes(by), speaks(proviso.Agency)), clause: "fi/clause", want: "permitted"},
		{name: "a person in office consents", records: records(fi(consentRule()), delivery(), go10(), yes(by), speaks(proviso.Person)), clause: "fi/clause", want: "permitted"},
		{name: "a company consents", records: records(fi(consentRule()), delivery(), go10(), yes(by), speaks(proviso.Company)), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "one of no kind on record consents", records: records(fi(consentRule()), delivery(), go10(), yes(by), speaks("")), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "an agency is told", records: records(before, delivery(), go10(), notice, speaks(proviso.Agency)), clause: "fi/clause", want: "permitted"},
		{name: "a company is told", records: records(before, delivery(), go10(), notice, speaks(proviso.Company)), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "the clause asks the company itself", records: records(fi(onward(proviso.OnwardPriorConsent, "FI-office")), delivery(), go10(), yes(by), speaks(proviso.Company)), clause: "fi/clause", want: "permitted"},
	})
}

// A waiver of the party that may insist lets units go under any clause; a consent
// does so only where the clause asks one.
func TestWaivers(t *testing.T) {
	sport := forUse("sport")
	waiver := func(more ...onInstrument) *proviso.Instrument {
		return paper("waiver", proviso.Waiver, "FI", "DE", append([]onInstrument{answering("fi/clause"), naming("go"), turned(proviso.Given, "2022-05-01")}, more...)...)
	}
	by := func(p proviso.PartyID) onInstrument { return func(in *proviso.Instrument) { in.GivenBy = p } }
	banned := fi(onward(proviso.OnwardProhibited))
	use := fi(&proviso.EndUse{Excluded: []string{"sport"}})
	told := fi(&proviso.Onward{Rule: proviso.OnwardPriorNotice, Days: 5, HasDays: true, Triggers: usual})
	never := paper("fi", proviso.Policy, "FI", "", with("clause", &proviso.Supply{By: parties("DE"), To: parties("UA")}))
	anybody := covering(proviso.Scope{Items: []proviso.ItemID{"shell"}, AnyTo: true, HasQuantity: true, Quantity: count("10")})
	hold(t, []asks{
		{name: "a prohibition", records: records(banned, delivery(), go10(), waiver()), clause: "fi/clause", want: "permitted"},
		{name: "a consent is none", records: records(banned, delivery(), go10(), yes()), clause: "fi/clause", want: "forbidden 10"},
		{name: "for four of ten", records: records(banned, delivery(), go10(), waiver(upTo("4"))), clause: "fi/clause", want: "forbidden 6"},
		{name: "for as many as it fits, among which this", records: records(banned, delivery(), go10(), waiver(anybody)), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "given only after", records: records(banned, delivery(), go10(), waiver(func(in *proviso.Instrument) { in.Life[0].On = date("2022-06-02") })), clause: "fi/clause", want: "forbidden 10"},
		{name: "taken back before", records: records(banned, delivery(), go10(), waiver(turned(proviso.Withdrawn, "2022-05-20"))), clause: "fi/clause", want: "forbidden 10"},
		{name: "by another", records: records(banned, delivery(), go10(), waiver(by("PL"))), clause: "fi/clause", want: "forbidden 10"},
		{name: "by nobody knows whom", records: records(banned, delivery(), go10(), waiver(by(""))), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "of another clause", records: records(banned, delivery(), go10(), waiver(answering("fi/other"))), clause: "fi/clause", want: "forbidden 10"},
		{name: "an end use", records: records(use, delivery(), go10(sport), waiver()), clause: "fi/clause", want: "permitted"},
		{name: "a notice", records: records(told, delivery(), go10(), waiver()), clause: "fi/clause", want: "permitted"},
		{name: "a territory", records: records(fi(&proviso.Territory{Never: []proviso.PlaceID{"UA"}}), delivery(), go10(), waiver()), clause: "fi/clause", want: "permitted"},
		{name: "a period", records: records(fi(&proviso.Period{Dates: date("2022-01/2022-03")}), delivery(), go10(), waiver()), clause: "fi/clause", want: "permitted"},
		{name: "a policy on supply", records: records(never, go10(), waiver()), clause: "fi/clause", want: "permitted"},
		{name: "a ceiling", records: records(fi(&proviso.Ceiling{Most: count("7"), Per: proviso.PerInstrument}), moves("go", "2022-06-01", "10", "FI", "DE", under("fi")), waiver(upTo("2"))), clause: "fi/clause", want: "forbidden 1"},
		{name: "consent that is asked", records: records(fi(consentRule()), delivery(), go10(), waiver()), clause: "fi/clause", want: "permitted"},
	})
}

// TestOnePaperTwice: two records for five units each, which may be of one paper, let ten
// go only perhaps. What tells them apart lets ten go.
func TestOnePaperTwice(t *testing.T) {
	five := func(id proviso.InstrumentID, k proviso.InstrumentKind, by, to proviso.PartyID, more ...onInstrument) *proviso.Instrument {
		return paper(id, k, by, to, append([]onInstrument{answering("fi/clause"), naming("go"), upTo("5"), turned(proviso.Given, "2022-05-01")}, more...)...)
	}
	named := func(in *proviso.Instrument) { in.Name = "note " + string(in.ID) }
	later := func(in *proviso.Instrument) { in.Life[0].On = date("2022-05-02") }
	perhaps := func(in *proviso.Instrument) { in.Life[0].On = date("2022-05") }
	other := naming("go", "in")
	waived, asked := fi(onward(proviso.OnwardProhibited)), fi(consentRule())
	told := fi(&proviso.Onward{Rule: proviso.OnwardPriorNotice, Days: 5, HasDays: true, Triggers: usual})
	for _, c := range []struct {
		kind   proviso.InstrumentKind
		rule   *proviso.Instrument
		by, to proviso.PartyID
	}{{proviso.Waiver, waived, "FI", "DE"}, {proviso.Consent, asked, "FI", "DE"}, {proviso.Notice, told, "DE", "FI"}} {
		two := func(more ...onInstrument) []proviso.Record {
			return records(c.rule, delivery(), go10(), five("a", c.kind, c.by, c.to), five("b", c.kind, c.by, c.to, more...))
		}
		is := string(c.kind)
		hold(t, []asks{
			{name: is + ", nothing tells them apart", records: two(), clause: "fi/clause", want: "undetermined 0..5"},
			{name: is + ", perhaps of one day", records: two(perhaps), clause: "fi/clause", want: "undetermined 0..5"},
			{name: is + ", one for six units", records: two(upTo("6")), clause: "fi/clause", want: "permitted"},
			{name: is + ", of two days", records: two(later), clause: "fi/clause", want: "permitted"},
			{name: is + ", only one has a name", records: two(named), clause: "fi/clause", want: "undetermined 0..5"},
			{name: is + ", of two names", records: records(c.rule, delivery(), go10(), five("a", c.kind, c.by, c.to, named), five("b", c.kind, c.by, c.to, named)), clause: "fi/clause", want: "permitted"},
		})
		if c.kind == proviso.Consent {
			hold(t, []asks{{name: is + ", one names another movement, too", records: two(other), clause: "fi/clause", want: "permitted"}})
		}
	}
}
