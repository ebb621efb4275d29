package condition

import (
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// Title can pass while the goods stay with the same holder: then the owner lets
// them go. Where somebody else passes on what a party owns, whether that party has
// a hand in it is not known.
func TestWhoLetsGoodsGo(t *testing.T) {
	ban := func(more ...onClause) *proviso.Instrument {
		return fi(onward(proviso.OnwardProhibited), append(more, staysBehind)...)
	}
	stored := moves("in", "2022-02-01", "10", "FI", "DE:PL@PL", under("fi"))
	sold := moves("go", "2022-06-01", "10", "DE:PL@PL", "UA:PL@PL", drawnFromMoves("in"))
	handed := moves("go", "2022-06-01", "10", "DE:PL@PL", "UA", drawnFromMoves("in"))
	toGermany := yes(func(in *proviso.Instrument) {
		in.Covers = proviso.Scope{AnyItem: true, AnyTo: true, AnyQuantity: true}
	})
	never := func(by proviso.PartyID) *proviso.Instrument {
		return paper("rule", proviso.Policy, by, "", with("clause", &proviso.Supply{By: parties(by), To: parties("UA")}))
	}
	byGermany := except(proviso.Exception{By: parties("DE")})
	supplied := func(by proviso.PartyID) *proviso.Instrument {
		return paper("fi", proviso.Certificate, "DE", "FI", covers("shell"), with("clause", onward(proviso.OnwardProhibited), goods(proviso.Goods{SuppliedBy: by})))
	}
	lent := moves("in", "2022-02-01", "10", "FI", "FI:PL@PL", kind(proviso.Lend))
	passedOn := moves("on", "2022-03-01", "10", "FI:PL@PL", "UA", drawnFromMoves("in"))
	onFromThere := moves("go", "2022-06-01", "10", "UA", "EE", drawnFromMoves("on"))
	hold(t, []asks{
		{name: "title alone, by the party bound", records: records(ban(), stored, sold), clause: "fi/clause", want: "forbidden 10"},
		{name: "handed over by another than the owner who is bound", records: records(ban(), stored, handed), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "a consent given to the owner who sells", records: records(fi(consentRule()), stored, sold, toGermany), clause: "fi/clause", want: "permitted"},
		{name: "a consent given to the owner, another hands over", records: records(fi(consentRule()), stored, handed, toGermany), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "an exception for the owner who sells", records: records(fi(consentRule(), byGermany), stored, sold), clause: "fi/clause", want: "none"},
		{name: "an exception for the owner, another hands over", records: records(fi(consentRule(), byGermany), stored, handed), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "an exception for the holder, and whether title alone passes is not known", records: records(fi(consentRule(), except(proviso.Exception{By: parties("PL")})), stored,
			moves("go", "2022-06-01", "10", "DE:PL@PL", "?:PL@PL", drawnFromMoves("in"))), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "the owner supplies who sells", records: records(never("DE"), stored, sold), clause: "rule/clause", want: "forbidden 10"},
		{name: "who only stores does not", records: records(never("PL"), stored, sold), clause: "rule/clause", want: "none"},
		{name: "supplied by the borrower who passed them on", records: records(supplied("PL"), lent, passedOn, onFromThere), clause: "fi/clause", want: "forbidden 10"},
		{name: "and by the lender, who lent them", records: records(supplied("FI"), lent, passedOn, onFromThere), clause: "fi/clause", want: "forbidden 10"},
	})
}

// A clause that does not flow down binds the delivery all the same: later holders
// alone are free of it.
func TestStayingBehindBindsTheDelivery(t *testing.T) {
	lic := func(r proviso.Rule) *proviso.Instrument {
		return paper("lic", proviso.Licence, "FI", "DE", covers("shell"), with("clause", r, staysBehind))
	}
	brought := moves("go", "2022-07-01", "10", "FI", "DE@PL", under("lic"))
	later := moves("go", "2022-07-02", "5", "UA", "EE", drawnFromMoves("on"))
	in := moves("in", "2022-02-01", "10", "FI", "DE", under("lic"))
	on := moves("on", "2022-03-01", "10", "DE", "UA", drawnFromMoves("in"))
	period := &proviso.Period{Dates: date("2022-02-01/2022-06-30")}
	hold(t, []asks{
		{name: "period", records: records(lic(period), brought), clause: "lic/clause", want: "forbidden 10"},
		{name: "period, a later holder", records: records(lic(period), in, on, later), clause: "lic/clause", want: "none"},
		{name: "territory", records: records(lic(&proviso.Territory{Only: []proviso.PlaceID{"DE"}}), brought), clause: "lic/clause", want: "forbidden 10"},
		{name: "end use", records: records(lic(&proviso.EndUse{Excluded: []string{"sport"}}), moves("go", "2022-07-01", "10", "FI", "DE", under("lic"), forUse("sport"))), clause: "lic/clause", want: "forbidden 10"},
		{name: "ceiling", records: records(lic(&proviso.Ceiling{Most: count("4"), Per: proviso.PerInstrument}), brought), clause: "lic/clause", want: "forbidden 6"},
		{name: "supply", records: records(paper("lic", proviso.Policy, "FI", "", with("clause", &proviso.Supply{To: parties("DE")}, staysBehind)), brought), clause: "lic/clause", want: "forbidden 10"},
	})
}

// Components go to another party with the product that they go into, if that is
// another's.
func TestComponentsOfAnothersProduct(t *testing.T) {
	made := func(from, to string) *proviso.Movement {
		return moves("go", "2022-06-01", "10", "", to, kind(proviso.Assemble), of("truck"), func(m *proviso.Movement) {
			m.Inputs = []proviso.Input{{Item: "shell", Quantity: count("10"), From: at(from)}}
		})
	}
	stock := counted("none", "2022-01-01", "0", "DE")
	across := &proviso.Onward{Rule: proviso.OnwardProhibited, Triggers: []proviso.Trigger{proviso.OnLocation}}
	user := &proviso.EndUser{Parties: parties("DE")}
	hold(t, []asks{
		{name: "one's own product", records: records(fi(onward(proviso.OnwardProhibited)), stock, delivery(), made("DE", "DE")), clause: "fi/clause", want: "permitted"},
		{name: "another's product", records: records(fi(onward(proviso.OnwardProhibited)), stock, delivery(), made("DE", "UA@DE")), clause: "fi/clause", want: "forbidden 10"},
		{name: "a product in another's hands", records: records(fi(onward(proviso.OnwardProhibited)), stock, delivery(), made("DE", "DE:UA")), clause: "fi/clause", want: "forbidden 10"},
		{name: "a product abroad", records: records(fi(across), stock, delivery(), made("DE", "DE@UA")), clause: "fi/clause", want: "forbidden 10"},
		{name: "the end user's own product", records: records(fi(user), stock, delivery(), made("DE", "DE")), clause: "fi/clause", want: "permitted"},
		{name: "the product of one who is no end user", records: records(fi(user), stock, delivery(), made("DE", "UA@DE")), clause: "fi/clause", want: "missing 10"},
		{name: "a product that nobody knows who has", records: records(fi(user), stock, delivery(), made("DE", "DE:?")), clause: "fi/clause", want: "undetermined 0..10"},
	})
}

// Where nobody newly owns or has the goods they are supplied to their holder, and where
// it is not known whether title passes, perhaps to the holder too.
func TestSuppliedToTheHolder(t *testing.T) {
	ban := paper("rule", proviso.Policy, "FI", "", with("clause", &proviso.Supply{To: parties("PL")}))
	hold(t, []asks{
		{name: "only the place is another: perhaps by its owner", records: records(ban, moves("go", "2022-06-01", "10", "DE:PL@PL", "DE:PL@FI")), clause: "rule/clause", want: "undetermined 0..10"},
		{name: "whose they were is not known", records: records(ban, moves("go", "2022-06-01", "10", "?:PL@PL", "DE:PL@FI")), clause: "rule/clause", want: "undetermined 0..10"},
		{name: "who had them is not known", records: records(ban, moves("go", "2022-06-01", "10", "DE:?@PL", "DE:PL@FI")), clause: "rule/clause", want: "undetermined 0..10"},
	})
}

// What the goods came for is what the deliveries that can have brought them say.
func TestChangeOfUse(t *testing.T) {
	change := &proviso.Onward{Rule: proviso.OnwardProhibited, Triggers: []proviso.Trigger{proviso.OnChangeOfUse}}
	for1 := moves("in", "2022-02-01", "10", "FI", "DE", under("fi"), forUse("training"))
	for2 := moves("in2", "2022-02-01", "10", "FI", "DE", under("fi"), forUse("parade"))
	used := func(use string, more ...onMovement) *proviso.Movement { return go10(append(more, forUse(use))...) }
	fromBoth := func(m *proviso.Movement) { m.DrawnFrom = []proviso.MovementID{"in", "in2"} }
	all := paper("fi", proviso.Certificate, "DE", "FI", covers("shell"), with("clause", change, goods(proviso.Goods{All: true})))
	hold(t, []asks{
		{name: "the same, capitals aside", records: records(fi(change), for1, used("Training")), clause: "fi/clause", want: "permitted"},
		{name: "another", records: records(fi(change), for1, used("sport")), clause: "fi/clause", want: "forbidden 10"},
		{name: "what another delivery came for says nothing", records: records(fi(change), for1, for2, used("training")), clause: "fi/clause", want: "permitted"},
		{name: "units of two deliveries, for one of which it is another", records: records(fi(change), for1, for2, used("training", fromBoth)), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "units of two deliveries, for both of which it is another", records: records(fi(change), for1, for2, used("sport", fromBoth)), clause: "fi/clause", want: "forbidden 10"},
		{name: "not known", records: records(fi(change), for1, go10()), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "what the goods came for is not known", records: records(fi(change), delivery(), used("sport")), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "goods that no delivery under the paper brought", records: records(all, moves("go", "2022-06-01", "10", "DE", "UA", forUse("sport"))), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "given another status", records: records(all, moves("go", "2022-06-01", "10", "DE", "DE", kind(proviso.Redesignate))), clause: "fi/clause", want: "forbidden 10"},
	})
}
