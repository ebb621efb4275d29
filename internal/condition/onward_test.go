package condition

import (
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// In these cases 10 shells come to Germany from Finland under Finland's
// certificate "fi"; "go" is what is done with them next. They are drawn from
// that delivery, so that all are bound.

func delivery() *proviso.Movement { return moves("in", "2022-02-01", "10", "FI", "DE", under("fi")) }

func go10(more ...onMovement) *proviso.Movement {
	return moves("go", "2022-06-01", "10", "DE", "UA", append([]onMovement{drawnFromMoves("in")}, more...)...)
}

func fi(r proviso.Rule, more ...onClause) *proviso.Instrument {
	return paper("fi", proviso.Certificate, "DE", "FI", covers("shell"), with("clause", r, more...))
}

// yes is a consent of Finland to "go", given on 1 May unless it says otherwise.
func yes(more ...onInstrument) *proviso.Instrument {
	in := &proviso.Instrument{ID: "yes", Kind: proviso.Consent, GivenBy: "FI", GivenTo: "DE", For: []proviso.ConditionID{"fi/clause"}}
	in.Covers.Movements = []proviso.MovementID{"go"}
	for _, f := range more {
		f(in)
	}
	if in.Life == nil {
		in.Life = []proviso.Event{{Status: proviso.Given, On: date("2022-05-01")}}
	}
	return in
}

func consentRule() *proviso.Onward { return onward(proviso.OnwardPriorConsent) }

func TestOnwardRules(t *testing.T) {
	notice := func(on string, more ...onInstrument) *proviso.Instrument {
		return paper("note", proviso.Notice, "DE", "FI", append([]onInstrument{answering("fi/clause"), naming("go"), turned(proviso.Given, on)}, more...)...)
	}
	before := &proviso.Onward{Rule: proviso.OnwardPriorNotice, Days: 15, HasDays: true, Triggers: usual}
	someTime := &proviso.Onward{Rule: proviso.OnwardPriorNotice, Triggers: usual}
	after := &proviso.Onward{Rule: proviso.OnwardNoticeAfter, Days: 30, HasDays: true, Triggers: usual}
	hold(t, []asks{
		{name: "prohibited", records: records(fi(onward(proviso.OnwardProhibited)), delivery(), go10()), clause: "fi/clause", want: "forbidden 10"},
		{name: "a consent lifts no prohibition", records: records(fi(onward(proviso.OnwardProhibited)), delivery(), go10(), yes()), clause: "fi/clause", want: "forbidden 10"},
		{name: "consent not on record", records: records(fi(consentRule()), delivery(), go10()), clause: "fi/clause", want: "missing 10", needs: "FI: not on record"},
		{name: "consent given", records: records(fi(consentRule()), delivery(), go10(), yes()), clause: "fi/clause", want: "permitted"},
		{name: "free", records: records(fi(onward(proviso.OnwardFree)), delivery(), go10()), clause: "fi/clause", want: "permitted"},
		{name: "the delivery itself is not onward", records: records(fi(consentRule()), delivery()), movement: "in", clause: "fi/clause", want: "none"},
		{name: "notice 15 days before, in time to the day", records: records(fi(before), delivery(), go10(), notice("2022-05-17")), clause: "fi/clause", want: "permitted"},
		{name: "notice a day late", records: records(fi(before), delivery(), go10(), notice("2022-05-18")), clause: "fi/clause", want: "missing 10"},
		{name: "no notice: it is Germany's to give", records: records(fi(before), delivery(), go10()), clause: "fi/clause", want: "missing 10", needs: "DE: not on record"},
		{name: "notice in May some day", records: records(fi(before), delivery(), go10(), notice("2022-05")), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "notice stated late may have been given early", records: records(fi(before), delivery(), go10(), notice("2022-05-30", func(in *proviso.Instrument) { in.Life[0].Status = proviso.Stated })), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "notice to somebody else", records: records(fi(before), delivery(), go10(), notice("2022-05-01", func(in *proviso.Instrument) { in.GivenTo = "PL" })), clause: "fi/clause", want: "missing 10"},
		{name: "notice to nobody knows whom", records: records(fi(before), delivery(), go10(), notice("2022-05-01", func(in *proviso.Instrument) { in.GivenTo = "" })), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "notice of which no day is on record", records: records(fi(before), delivery(), go10(), notice("2022-05-01", noLife)), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "notice of 4 of them", records: records(fi(before), delivery(), go10(), notice("2022-05-01", upTo("4"))), clause: "fi/clause", want: "missing 6"},
		{name: "two notices, of 4 and of 6", records: records(fi(before), delivery(), go10(), notice("2022-05-01", upTo("4")),
			paper("rest", proviso.Notice, "DE", "FI", answering("fi/clause"), naming("go"), turned(proviso.Given, "2022-05-02"), upTo("6"))), clause: "fi/clause", want: "permitted"},
		{name: "notice of 4 to 12 of them", records: records(fi(before), delivery(), go10(), notice("2022-05-01", upTo("4..12"))), clause: "fi/clause", want: "undetermined 0..6"},
		{name: "notice of 10, for this and another movement", records: records(fi(before), moves("in", "2022-02-01", "13", "FI", "DE", under("fi")), go10(),
			moves("go2", "2022-06-02", "3", "DE", "UA", drawnFromMoves("in")), notice("2022-05-01", upTo("10"), naming("go", "go2"))), clause: "fi/clause", want: "undetermined 0..3"},
		{name: "notice for other days", records: records(fi(before), delivery(), go10(), notice("2022-05-01", valid("../2022-05-15"))), clause: "fi/clause", want: "missing 10"},
		{name: "notice for days that the movement perhaps was on", records: records(fi(before), delivery(), moves("go", "2022-06", "10", "DE", "UA", drawnFromMoves("in")), notice("2022-05-01", valid("../2022-06-15"))), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "notice taken back before", records: records(fi(before), delivery(), go10(), notice("2022-05-01", turned(proviso.Withdrawn, "2022-05-31"))), clause: "fi/clause", want: "missing 10"},
		{name: "notice taken back and given again", records: records(fi(before), delivery(), go10(), notice("2022-05-01", turned(proviso.Withdrawn, "2022-05-05"), turned(proviso.Given, "2022-05-10"))), clause: "fi/clause", want: "permitted"},
		{name: "notice perhaps given again before it was taken back", records: records(fi(before), delivery(), go10(), notice("2022-05-01", turned(proviso.Withdrawn, "2022-05-05"), turned(proviso.Given, "2022-05-01/2022-05-10"))), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "notice taken back on the day", records: records(fi(before), delivery(), go10(), notice("2022-05-01", turned(proviso.Withdrawn, "2022-06-01"))), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "how many days is not on record", records: records(fi(someTime), delivery(), go10(), notice("2022-05-01")), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "how many days is not on record, and there is no notice", records: records(fi(someTime), delivery(), go10()), clause: "fi/clause", want: "missing 10"},
		{name: "notice perhaps given by the day asked about, of a plan", day: "2022-06-01", records: records(fi(before), delivery(), moves("go", "2023-02-01", "10", "DE", "UA", drawnFromMoves("in"), basis(proviso.Planned)), notice("2022")), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "notice after, within the time", records: records(fi(after), delivery(), go10(), notice("2022-07-01")), clause: "fi/clause", want: "permitted"},
		{name: "notice after, given before", records: records(fi(after), delivery(), go10(), notice("2022-05-31")), clause: "fi/clause", want: "missing 10"},
		{name: "notice after, given perhaps before", records: records(fi(after), delivery(), go10(), notice("2022-05-31/2022-06-01")), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "notice after, too late", records: records(fi(after), delivery(), go10(), notice("2022-07-02")), clause: "fi/clause", want: "missing 10"},
		{name: "notice after is not due yet", day: "2022-07-01", records: records(fi(after), delivery(), go10()), clause: "fi/clause", want: "permitted"},
		{name: "notice after is overdue", day: "2022-07-02", records: records(fi(after), delivery(), go10()), clause: "fi/clause", want: "missing 10"},
		{name: "notice after a movement of unknown day", records: records(fi(after), delivery(), moves("go", "?", "10", "DE", "UA", drawnFromMoves("in"))), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "the receiver is the party asked", records: records(fi(consentRule()), delivery(), moves("go", "2022-06-01", "10", "DE", "FI", drawnFromMoves("in"))), clause: "fi/clause", want: "permitted"},
		{name: "title to the party asked, the goods to another", records: records(fi(consentRule()), delivery(), moves("go", "2022-06-01", "10", "DE", "FI:PL", drawnFromMoves("in"))), clause: "fi/clause", want: "missing 10"},
		{name: "clause not in force yet", records: records(paper("fi", proviso.Certificate, "DE", "FI", covers("shell"), turned(proviso.Given, "2022-07-01"), with("clause", consentRule())), delivery(), go10()), clause: "fi/clause", want: "none"},
		{name: "goods moved under a certificate that was only asked for", records: records(paper("fi", proviso.Certificate, "DE", "FI", covers("shell"), turned(proviso.Asked, "2022-01-01"), with("clause", consentRule())), delivery(), go10()), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "one only asked for binds no others", records: records(paper("fi", proviso.Certificate, "DE", "FI", covers("shell"), turned(proviso.Asked, "2022-01-01"), with("clause", consentRule(), goods(proviso.Goods{All: true}))), delivery(), go10()), clause: "fi/clause", want: "none"},
		{name: "life of the certificate not on record", records: records(paper("fi", proviso.Certificate, "DE", "FI", covers("shell"), noLife, with("clause", consentRule())), delivery(), go10()), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "binds its own party only, and that party moves them", records: records(fi(consentRule(), staysBehind), delivery(), go10()), clause: "fi/clause", want: "missing 10"},
		{name: "binds its own party only, and another moves them", records: records(fi(consentRule(), staysBehind), delivery(),
			moves("on", "2022-03-01", "10", "DE", "PL", drawnFromMoves("in")), moves("go", "2022-06-01", "10", "PL", "UA", drawnFromMoves("on"))), clause: "fi/clause", want: "none"},
		{name: "flows down to the next holder", records: records(fi(consentRule()), delivery(),
			moves("on", "2022-03-01", "10", "DE", "PL", drawnFromMoves("in")), moves("go", "2022-06-01", "10", "PL", "UA", drawnFromMoves("on"))), clause: "fi/clause", want: "missing 10"},
		{name: "of another item", records: records(fi(consentRule(), clauseItems("truck")), delivery(), go10()), clause: "fi/clause", want: "none"},
		{name: "excepted receiver", records: records(fi(consentRule(), except(proviso.Exception{To: parties("UA")})), delivery(), go10()), clause: "fi/clause", want: "none"},
		{name: "perhaps excepted receiver", records: records(fi(consentRule(), except(proviso.Exception{To: parties("UA-brigade")})), delivery(), go10()), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "excepted only in part", records: records(fi(consentRule(), except(proviso.Exception{To: parties("UA"), By: parties("PL")})), delivery(), go10()), clause: "fi/clause", want: "missing 10"},
	})
}

func TestOnwardFreedom(t *testing.T) {
	freeTo := &proviso.Onward{Rule: proviso.OnwardProhibited, FreeTo: parties("UA"), Triggers: usual}
	after := &proviso.Onward{Rule: proviso.OnwardProhibited, FreeAfter: proviso.Duration{Count: 4, Unit: "month"}, Triggers: usual}
	to := func(h string) *proviso.Movement {
		return moves("go", "2022-06-01", "10", "DE", h, drawnFromMoves("in"))
	}
	hold(t, []asks{
		{name: "to a free party", records: records(fi(freeTo), delivery(), to("UA")), clause: "fi/clause", want: "permitted"},
		{name: "to a part of a free party", records: records(fi(freeTo), delivery(), to("UA-brigade")), clause: "fi/clause", want: "permitted"},
		{name: "to another", records: records(fi(freeTo), delivery(), to("PL")), clause: "fi/clause", want: "forbidden 10"},
		{name: "to a party not known", records: records(fi(freeTo), delivery(), to("?@UA")), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "to a free party, who has them is not known", records: records(fi(freeTo), delivery(), to("UA:?@UA")), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "to a free party, another has them", records: records(fi(freeTo), delivery(), to("UA:PL@PL")), clause: "fi/clause", want: "forbidden 10"},
		{name: "the whole may stand for the free part", records: records(fi(&proviso.Onward{Rule: proviso.OnwardProhibited, FreeTo: parties("UA-brigade"), Triggers: usual}), delivery(), to("UA")), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "free after four months, on the day", records: records(fi(after), delivery(), to("UA")), clause: "fi/clause", want: "permitted"},
		{name: "a day before", records: records(fi(after), delivery(), moves("go", "2022-05-31", "10", "DE", "UA", drawnFromMoves("in"))), clause: "fi/clause", want: "forbidden 10"},
		{name: "perhaps before", records: records(fi(after), delivery(), moves("go", "2022-05-20/2022-06-20", "10", "DE", "UA", drawnFromMoves("in"))), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "another delivery, a later one, does not matter", records: records(fi(after), delivery(), to("UA"), moves("late", "2022-05-01", "10", "FI", "DE", under("fi"))), clause: "fi/clause", want: "permitted"},
		{name: "nor does one of another item", records: records(paper("fi", proviso.Certificate, "DE", "FI", with("clause", after)), moves("in", "2022-02-01", "10", "FI", "DE", under("fi")),
			moves("go", "2022-06-01", "10", "DE", "UA"), moves("late", "2022-05-01", "10", "FI", "DE", under("fi"), of("truck"))), clause: "fi/clause", want: "permitted"},
		{name: "from stock of two deliveries it does", records: records(fi(after), delivery(), moves("go", "2022-06-01", "10", "DE", "UA"), moves("late", "2022-05-01", "10", "FI", "DE", under("fi"))), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "a stocktake found bound units of which nobody knows when they came", records: records(fi(after), delivery(), moves("go", "2022-06-01", "10", "DE", "UA"),
			counted("stock", "2022-05-01", "100", "DE", func(m *proviso.Movement) { m.OfWhich = []proviso.Part{{Quantity: count("100"), Under: "fi"}} })), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "the goods of the clause may have come later than the papers say", records: records(
			paper("fi", proviso.Certificate, "DE", "FI", with("clause", after, goods(proviso.Goods{MadeIn: "FI"}))),
			moves("in", "2022-01-01", "10", "FI", "DE", under("fi")), moves("made", "2022-05-20", "10", "", "FI", kind(proviso.Produce)),
			moves("later", "2022-05-21", "10", "FI", "DE", drawnFromMoves("made")), moves("go", "2022-06-01", "10", "DE", "UA", drawnFromMoves("later"))),
			clause: "fi/clause", want: "undetermined 0..10"},
	})
}

func TestOnwardTriggers(t *testing.T) {
	on := func(tr ...proviso.Trigger) *proviso.Onward {
		return &proviso.Onward{Rule: proviso.OnwardProhibited, Triggers: tr}
	}
	from := func(a, b string, more ...onMovement) []proviso.Record {
		return records(delivery(), moves("go", "2022-06-01", "10", a, b, append([]onMovement{drawnFromMoves("in")}, more...)...))
	}
	table := []struct {
		name    string
		trigger proviso.Trigger
		moved   []proviso.Record
		want    string
	}{
		{"title by sale", proviso.OnTitle, from("DE", "UA"), "forbidden 10"},
		{"title by loan", proviso.OnTitle, from("DE", "DE:UA@UA", kind(proviso.Lend)), "permitted"},
		{"title within a state's forces", proviso.OnTitle, from("DE", "DE-army"), "permitted"},
		{"title from whom nobody knows", proviso.OnTitle, from("?@DE", "UA"), "undetermined 0..10"},
		{"possession by loan", proviso.OnPossession, from("DE", "DE:UA@UA", kind(proviso.Lend)), "forbidden 10"},
		{"possession stays", proviso.OnPossession, from("DE", "UA:DE@DE"), "permitted"},
		{"location across a border", proviso.OnLocation, from("DE", "UA"), "forbidden 10"},
		{"location stays", proviso.OnLocation, from("DE", "UA:UA@DE"), "permitted"},
		{"location not known", proviso.OnLocation, from("DE", "UA:UA@?"), "undetermined 0..10"},
		{"loan", proviso.OnLoan, from("DE", "DE:UA@UA", kind(proviso.Lend)), "forbidden 10"},
		{"no loan", proviso.OnLoan, from("DE", "UA"), "permitted"},
		{"disposal by destruction", proviso.OnDisposal, from("DE", "", kind(proviso.Destroy)), "forbidden 10"},
		{"loss is no disposal", proviso.OnDisposal, from("DE", "", kind(proviso.Lose)), "permitted"},
		{"disposal by sale", proviso.OnDisposal, from("DE", "UA"), "forbidden 10"},
		{"change of use not known", proviso.OnChangeOfUse, from("DE", "UA"), "undetermined 0..10"},
		{"incorporation is none of a sale", proviso.OnIncorporation, from("DE", "UA"), "permitted"},
		{"capture passes no title", proviso.OnTitle, from("DE", "RU", kind(proviso.Capture)), "permitted"},
	}
	for _, c := range table {
		hold(t, []asks{{name: c.name, records: append(c.moved, fi(on(c.trigger))), clause: "fi/clause", want: c.want}})
	}
	use := fi(on(proviso.OnChangeOfUse))
	in := moves("in", "2022-02-01", "10", "FI", "DE", under("fi"), forUse("training"))
	hold(t, []asks{
		{name: "use changes", records: records(use, in, go10(forUse("combat"))), clause: "fi/clause", want: "forbidden 10"},
		{name: "nobody who receives the goods can be free to", records: records(fi(&proviso.Onward{Rule: proviso.OnwardPriorConsent, FreeTo: parties("PL"), Triggers: []proviso.Trigger{proviso.OnDisposal}}), delivery(),
			moves("go", "2022-06-01", "10", "DE", "", kind(proviso.Destroy), drawnFromMoves("in"))), clause: "fi/clause", want: "missing 10", needs: "FI: not on record"},
		{name: "use stays", records: records(use, in, go10(forUse("training"))), clause: "fi/clause", want: "permitted"},
		{name: "goes into a product", records: records(fi(on(proviso.OnIncorporation)), delivery(),
			moves("go", "2022-06-01", "5", "", "DE", kind(proviso.Assemble), of("truck"), func(m *proviso.Movement) {
				m.Inputs = []proviso.Input{{Item: "shell", Quantity: count("10"), From: at("DE")}}
			})), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "two states of one alliance are not one party", records: records(fi(on(proviso.OnTitle)),
			&proviso.Party{ID: "alliance", Kind: proviso.Organisation}, part("DE", proviso.State, "alliance"), part("PL", proviso.State, "alliance"),
			delivery(), moves("go", "2022-06-01", "10", "DE", "PL", drawnFromMoves("in"))), clause: "fi/clause", want: "forbidden 10"},
	})
}

// TestChainOfFormerOwners: shells go from Finland to Germany to Estonia, each on
// its own terms, and then to Ukraine. Each former owner's clause asks its own
// consent.
func TestChainOfFormerOwners(t *testing.T) {
	de := paper("de", proviso.Contract, "DE", "EE", covers("shell"), with("clause", consentRule()))
	chain := func(more ...proviso.Record) []proviso.Record {
		return append(records(fi(consentRule()), de, delivery(), moves("on", "2022-03-01", "10", "DE", "EE", drawnFromMoves("in"), under("de")),
			moves("go", "2022-06-01", "10", "EE", "UA", drawnFromMoves("on"))), more...)
	}
	toEstonia := func(by proviso.PartyID, id proviso.InstrumentID, clause proviso.ConditionID) *proviso.Instrument {
		return paper(id, proviso.Consent, by, "EE", answering(clause), naming("go"))
	}
	fiYes, deYes := toEstonia("FI", "fi-yes", "fi/clause"), toEstonia("DE", "de-yes", "de/clause")
	hold(t, []asks{
		{name: "neither: Finland", records: chain(), clause: "fi/clause", want: "missing 10", needs: "FI: not on record"},
		{name: "neither: Germany", records: chain(), clause: "de/clause", want: "missing 10", needs: "DE: not on record"},
		{name: "Germany's does not do for Finland's", records: chain(deYes), clause: "fi/clause", want: "missing 10"},
		{name: "Germany's does for its own", records: chain(deYes), clause: "de/clause", want: "permitted"},
		{name: "both", records: chain(fiYes, deYes), clause: "fi/clause", want: "permitted"},
		{name: "a yes of Germany to Finland's clause is nobody's consent", records: chain(toEstonia("DE", "odd", "fi/clause")), clause: "fi/clause", want: "missing 10"},
		{name: "conditional on the other", records: chain(fiYes, func() *proviso.Instrument {
			in := toEstonia("DE", "de-yes", "de/clause")
			in.Life = []proviso.Event{{Status: proviso.Conditional, On: date("2022-04-01"), If: "fi-yes"}}
			return in
		}()), clause: "de/clause", want: "missing 10", needs: "DE: conditional: not yet a consent"},
		{name: "two parties asked, one answered", records: records(fi(onward(proviso.OnwardPriorConsent, "FI", "CH")), delivery(), go10(), yes()), clause: "fi/clause", want: "missing 10", needs: "CH: not on record"},
		{name: "two parties asked, both answered", records: records(fi(onward(proviso.OnwardPriorConsent, "FI", "CH")), delivery(), go10(), yes(),
			paper("ch", proviso.Consent, "CH", "DE", answering("fi"), naming("go"))), clause: "fi/clause", want: "permitted"},
	})
}

// A law that names no items may or may not bind these goods. That is no question of
// which units went: it is open under every reading, also the one by which other
// stock goes first.
func TestUnknownScopeIsOpenUnderEveryReading(t *testing.T) {
	law := paper("law", proviso.Law, "CH", "DE", with("clause", consentRule(), goods(proviso.Goods{MadeIn: "CH"})))
	r := decide(t, askedOn(today, law, &proviso.Item{ID: "swiss", Unit: "round", MadeIn: "CH"}, moves("go", "2022-06-01", "10", "DE", "UA", of("swiss"))))
	f := r.finding("go", "law/clause")
	if got := words(f); got != "undetermined 0..10" {
		t.Fatalf("got %s", got)
	}
	for _, reading := range proviso.Readings {
		if res := f.Readings[reading]; !res.Known || res.Verdict != proviso.Undetermined {
			t.Errorf("%s: %v, known %v, want undetermined", reading, res.Verdict, res.Known)
		}
	}
}
