package report

import (
	"context"
	"fmt"
	"strings"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// askedOnRecord is a small case: a gift on record in May 2022 and one that is only
// reported, a consent given in April after terms in March, a policy withdrawn in June.
func askedOnRecord(t *testing.T, more ...proviso.Record) *Said {
	t.Helper()
	army, ua := proviso.Holding{Owner: "KR-army", Holder: "KR-army", Item: "shell"}, proviso.Holding{Owner: "UA", Holder: "UA", Item: "shell"}
	us := proviso.Holding{Owner: "US", Holder: "US", Item: "shell"}
	records := []proviso.Record{
		&proviso.Party{ID: "KR", Kind: proviso.State}, &proviso.Party{ID: "KR-army", Kind: proviso.Force, PartOf: "KR"},
		&proviso.Party{ID: "US", Kind: proviso.State}, &proviso.Party{ID: "UA", Kind: proviso.State},
		&proviso.Item{ID: "shell", Unit: "round", Lethal: proviso.Yes},
		&proviso.Movement{ID: "found", Kind: proviso.Count, Basis: proviso.Recorded, When: day("2022-01-01"), Item: "shell", Quantity: proviso.Exactly(0), From: ua, To: ua},
		&proviso.Movement{ID: "gift", Kind: proviso.Transfer, Basis: proviso.Recorded, When: day("2022-05-10"), Item: "shell", Quantity: proviso.Exactly(30), From: army, To: ua},
		&proviso.Movement{ID: "rumour", Kind: proviso.Transfer, Basis: proviso.Reported, When: day("2022-07"), Item: "shell", Quantity: proviso.Exactly(5), From: us, To: ua},
		&proviso.Movement{ID: "plan", Kind: proviso.Transfer, Basis: proviso.Planned, Item: "shell", Quantity: proviso.Exactly(9), From: army, To: us},
		&proviso.Instrument{ID: "yes", Kind: proviso.Consent, GivenBy: "KR", GivenTo: "US", Life: []proviso.Event{
			{Status: proviso.Conditional, On: day("2022-03-01")}, {Status: proviso.Given, On: day("2022-04-01")}}},
		&proviso.Instrument{ID: "line", Kind: proviso.Policy, GivenBy: "KR", Life: []proviso.Event{
			{Status: proviso.Given, On: day("2022-01-01")}, {Status: proviso.Withdrawn, On: day("2022-06-01")}}},
		&proviso.Instrument{ID: "paper", Kind: proviso.Licence, GivenBy: "KR", Life: []proviso.Event{
			{Status: proviso.Asked, On: day("2022-01-01")}, {Status: proviso.Given, On: day("2022-02-01")}}},
		&proviso.Instrument{ID: "law", Kind: proviso.Law, GivenBy: "UA", Valid: day("2020/2021"), Life: []proviso.Event{{Status: proviso.Given, On: day("2020-01-01")}}},
	}
	a, err := AskSaid(context.Background(), proviso.NewSnapshot("record", proviso.DayOf(2022, 12, 31), proviso.LastDay, append(records, more...)), SaidQuestion{})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func day(s string) proviso.Date {
	d, err := proviso.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// TestClaimsOnRecord holds, form by form, what the records can say to a claim as
// it was said on its day.
func TestClaimsOnRecord(t *testing.T) {
	gift := &proviso.SomeMovement{Items: []proviso.ItemID{"shell"}, From: proviso.End{Party: "KR"}, To: proviso.End{Party: "UA"}}
	given := &proviso.InstrumentStage{Instrument: "yes", Stage: proviso.Given}
	held := &proviso.PolicyHeld{Policy: "line"}
	in := func(p proviso.Proposition) proviso.Content { return proviso.Content{Holds: p} }
	stock := func(q proviso.Quantity, all bool) proviso.Proposition {
		return &proviso.SomeStock{Items: []proviso.ItemID{"shell"}, In: proviso.End{Party: "UA"}, On: day("2022-06-01"), Quantity: q, HasQuantity: true, InAll: all}
	}
	for _, c := range []struct {
		name   string
		of     proviso.Proposition
		said   string
		status string
		why    string
	}{
		{"a movement before the day on which it was said", gift, "2022-05-10", statusProved, "gift"},
		{"a movement after it", gift, "2022-05-09", statusNothing, ""},
		{"the day of speaking known in part", gift, "2022-05", statusPossible, "turns on the day"},
		{"the day of speaking not known", gift, "?", statusPossible, "turns on the day"},
		{"with a day of its own, said nobody knows when", &proviso.SomeMovement{Items: gift.Items, From: gift.From, To: gift.To, When: day("2022-05")}, "?", statusProved, "gift"},
		{"more than all that came in", &proviso.SomeMovement{Items: gift.Items, From: gift.From, To: gift.To, Quantity: proviso.Exactly(36), HasQuantity: true}, "2022-12-01", statusRefuted, "at most 35 rounds"},
		{"a stage after the day", given, "2022-03-31", statusNothing, ""},
		{"a stage on the day", given, "2022-04-01", statusProved, "given, 2022-04-01"},
		{"a stage of an instrument that is not named", &proviso.InstrumentStage{By: "KR", To: "US", Stage: proviso.Given}, "2022-05-01", statusProved, "yes is on record"},
		{"of other parties", &proviso.InstrumentStage{By: "US", To: "UA", Stage: proviso.Given}, "2022-05-01", statusNothing, ""},
		{"a policy while it held", held, "2022-02-01", statusPossible, "given, 2022-01-01"},
		{"a policy after it was withdrawn", held, "2022-06-02", statusRefuted, "withdrawn, 2022-06-01"},
		{"on the very day of the withdrawal", held, "2022-06-01", statusPossible, ""},
		{"before it was given", held, "2021-12-31", statusNothing, ""},
		{"a licence that was asked for and given", &proviso.PolicyHeld{Policy: "paper"}, "2022-02-01", statusProved, "given, 2022-02-01"},
		{"a day earlier", &proviso.PolicyHeld{Policy: "paper"}, "2022-01-31", statusNothing, ""},
		{"a law out of its period", &proviso.PolicyHeld{Policy: "law"}, "2022-01-01", statusRefuted, "2020/2021 only"},
		{"a plan on record", &proviso.Intention{By: "KR", Movement: proviso.SomeMovement{To: proviso.End{Party: "US"}}}, "2022-03-01", statusPossible, "planned: plan"},
		{"a plan of what was done", &proviso.Intention{By: "KR", Movement: *gift}, "2022-03-01", statusPossible, "not as a plan: gift"},
		{"talks", &proviso.Negotiation{Between: []proviso.PartyID{"KR", "US"}}, "2022-03-01", statusNothing, "no kind of record is of talks"},
		{"information that is right", &proviso.Knowledge{By: "US", That: in(gift)}, "2022-06-01", statusNothing, "what the information says: proved"},
		{"a condition kept on both sides", &proviso.IfThen{If: in(given), Then: in(gift)}, "2022-03-01", statusProved, ""},
		{"a condition met and not kept", &proviso.IfThen{If: in(given), Then: proviso.Content{Holds: gift, Not: true}}, "2022-03-01", statusRefuted, "the second part: refuted"},
		{"a condition of which one part is words", &proviso.IfThen{If: proviso.Content{Words: "if asked"}, Then: in(gift)}, "2022-03-01", statusPossible, "words only"},
		{"a consent on terms", &proviso.IfThen{If: proviso.Content{Words: "if Germany agrees"}, Then: in(given)}, "2022-03-01", statusPossible, "as conditional"},
		{"stock in all", stock(proviso.Exactly(30), true), "2022-07-01", statusProved, "30 rounds"},
		{"less in all than there was", stock(proviso.Exactly(29), true), "2022-07-01", statusRefuted, "30 rounds"},
		{"so many at least", stock(proviso.Exactly(12), false), "2022-07-01", statusProved, ""},
		{"stock on a day that is not named", &proviso.SomeStock{Items: gift.Items, In: proviso.End{Party: "UA"}}, "2022-07", statusNothing, "names none"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := askedOnRecord(t, &proviso.Statement{ID: "s", By: []proviso.Speaker{{Party: "US"}}, Said: day(c.said), Mode: proviso.Asserts, Claim: proviso.Claim{Says: []proviso.Proposition{c.of}}})
			r := a.Topics[0].Claims[0].Record
			why := ""
			for _, b := range r.Because {
				why += b.Text + "\n"
			}
			if r.Status != c.status || !strings.Contains(why, c.why) {
				t.Errorf("%s because %q, want %s because of %q", r.Status, why, c.status, c.why)
			}
		})
	}
}

// TestBoundsBySize holds that the answer says when it computes no bounds.
func TestBoundsBySize(t *testing.T) {
	few := askedOnRecord(t)
	if few.NoBounds != "" {
		t.Errorf("no bounds for nothing asked: %s", few.NoBounds)
	}
	var list []proviso.Record
	for i := range 500 {
		list = append(list, &proviso.Movement{ID: proviso.MovementID(fmt.Sprint("m", i)), Kind: proviso.Produce, Basis: proviso.Recorded, Item: "shell", Quantity: proviso.Exactly(1), To: proviso.Holding{Owner: "US", Item: "shell"}})
		p := &proviso.SomeMovement{From: proviso.End{Party: "US"}, Quantity: proviso.Exactly(int64(i)), HasQuantity: true}
		list = append(list, &proviso.Statement{ID: proviso.StatementID(fmt.Sprint("s", i)), Said: day("2022-12-01"), Mode: proviso.Declines, Claim: proviso.Claim{Says: []proviso.Proposition{p}}})
	}
	many := askedOnRecord(t, list...)
	if !strings.Contains(many.NoBounds, "500 claims on 504 movements") {
		t.Errorf("no word of bounds that were not computed: %q", many.NoBounds)
	}
}

// TestClaimByItsDays holds that one claim said on two days gets two answers where
// the records turn on the day, and one where they do not.
func TestClaimByItsDays(t *testing.T) {
	gift := &proviso.SomeMovement{Items: []proviso.ItemID{"shell"}, From: proviso.End{Party: "KR"}, To: proviso.End{Party: "UA"}}
	said := func(id proviso.StatementID, on string) *proviso.Statement {
		return &proviso.Statement{ID: id, By: []proviso.Speaker{{Party: "US"}}, Said: day(on), Mode: proviso.Asserts, Claim: proviso.Claim{Says: []proviso.Proposition{gift}}}
	}
	a := askedOnRecord(t, said("early", "2022-04-01"), said("late", "2022-06-01"), said("later", "2022-07-01"))
	claims := a.Topics[0].Claims
	if len(claims) != 2 || len(claims[0].Sayings) != 1 || claims[0].Record.Status != statusNothing || len(claims[1].Sayings) != 2 || claims[1].Record.Status != statusProved {
		t.Errorf("claims are %+v, want one of early with nothing on record and one of the others, proved", claims)
	}
}
