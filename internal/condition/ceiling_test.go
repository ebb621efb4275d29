package condition

import (
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

func licence(r proviso.Rule, more ...onInstrument) *proviso.Instrument {
	return paper("lic", proviso.Licence, "US", "KR", append(more, covers("shell"), with("clause", r))...)
}

func TestQuantityCeiling(t *testing.T) {
	at100 := func(per proviso.Per) *proviso.Instrument {
		return licence(&proviso.Ceiling{Most: count("100"), Item: "shell", Per: per}, turned(proviso.Given, "2019-01-01"))
	}
	sent := func(id proviso.MovementID, on, n string, more ...onMovement) *proviso.Movement {
		return moves(id, on, n, "US", "KR", append([]onMovement{under("lic")}, more...)...)
	}
	whole, year, month, each := at100(proviso.PerInstrument), at100(proviso.PerYear), at100(proviso.PerMonth), at100(proviso.PerMovement)
	hold(t, []asks{
		{name: "below", records: records(whole, sent("go", "2022-06-01", "100")), clause: "lic/clause", want: "permitted"},
		{name: "over by one", records: records(whole, sent("go", "2022-06-01", "101")), clause: "lic/clause", want: "forbidden 1"},
		{name: "over together: the later one by what is too much", records: records(whole, sent("a", "2022-05-01", "60"), sent("go", "2022-06-01", "60")), clause: "lic/clause", want: "forbidden 20"},
		{name: "over together: the earlier one is within", records: records(whole, sent("go", "2022-05-01", "60"), sent("z", "2022-06-01", "60")), clause: "lic/clause", want: "permitted"},
		{name: "two on one day", records: records(whole, sent("a", "2022-06-01", "60"), sent("go", "2022-06-01", "60")), clause: "lic/clause", want: "undetermined 0..20"},
		{name: "perhaps over", records: records(whole, sent("go", "2022-06-01", "90..110")), clause: "lic/clause", want: "undetermined 0..10"},
		{name: "number not known", records: records(whole, sent("go", "2022-06-01", "?")), clause: "lic/clause", want: "undetermined 0.."},
		{name: "a plan before may not happen", records: records(whole, sent("a", "2022-05-01", "60", basis(proviso.Planned)), sent("go", "2022-06-01", "60")), clause: "lic/clause", want: "undetermined 0..20"},
		{name: "another item does not count", records: records(whole, sent("a", "2022-05-01", "60", of("truck")), sent("go", "2022-06-01", "60")), clause: "lic/clause", want: "permitted"},
		{name: "not under the licence does not count", records: records(whole, moves("a", "2022-05-01", "60", "US", "KR"), sent("go", "2022-06-01", "60")), clause: "lic/clause", want: "permitted"},
		{name: "rival accounts count once", records: records(whole, sent("a", "2022-05-01", "40"), sent("b", "2022-05-01", "30", rivalTo("a")), sent("go", "2022-06-01", "60")), clause: "lic/clause", want: "permitted"},
		{name: "a rival account that is not under the licence", records: records(whole, sent("a", "2022-05-01", "60"), moves("b", "2022-05-01", "60", "US", "KR", rivalTo("a")), sent("go", "2022-06-01", "60")), clause: "lic/clause", want: "undetermined 0..20"},
		{name: "a rival account of another year", records: records(year, sent("a", "2022-05-01", "60"), sent("b", "2021-05-01", "60", rivalTo("a")), sent("go", "2022-06-01", "60")), clause: "lic/clause", want: "undetermined 0..20"},
		{name: "each year anew", records: records(year, sent("a", "2021-12-31", "60"), sent("go", "2022-01-01", "60")), clause: "lic/clause", want: "permitted"},
		{name: "within one year", records: records(year, sent("a", "2022-01-01", "60"), sent("go", "2022-12-31", "60")), clause: "lic/clause", want: "forbidden 20"},
		{name: "one of unknown year may be this year's", records: records(year, sent("a", "?", "60"), sent("go", "2022-12-31", "60")), clause: "lic/clause", want: "undetermined 0..20"},
		{name: "one of three possible years may be the middle one's", records: records(year, sent("a", "2020-06/2022-06", "60"), sent("go", "2021-12-31", "60")), clause: "lic/clause", want: "undetermined 0..20"},
		{name: "and is not the next one's", records: records(year, sent("a", "2019-06/2021-06", "60"), sent("go", "2022-12-31", "60")), clause: "lic/clause", want: "permitted"},
		{name: "each month anew", records: records(month, sent("a", "2022-05-31", "60"), sent("go", "2022-06-01", "60")), clause: "lic/clause", want: "permitted"},
		{name: "within one month", records: records(month, sent("a", "2022-06-01", "60"), sent("go", "2022-06-30", "60")), clause: "lic/clause", want: "forbidden 20"},
		{name: "each movement for itself", records: records(each, sent("a", "2022-06-01", "60"), sent("go", "2022-06-01", "60")), clause: "lic/clause", want: "permitted"},
		{name: "one movement too large", records: records(each, sent("go", "2022-06-01", "160")), clause: "lic/clause", want: "forbidden 60"},
		{name: "what the clause leaves free does not count", records: records(
			paper("lic", proviso.Licence, "US", "KR", covers("shell"), with("clause", &proviso.Ceiling{Most: count("100"), Per: proviso.PerInstrument}, except(proviso.Exception{To: parties("PL")}))),
			moves("a", "2022-05-01", "60", "US", "PL", under("lic")), sent("go", "2022-06-01", "60")), clause: "lic/clause", want: "permitted"},
		{name: "the ceiling itself is a range", records: records(licence(&proviso.Ceiling{Most: count("80..120"), Per: proviso.PerInstrument}), sent("go", "2022-06-01", "100")), clause: "lic/clause", want: "undetermined 0..20"},
	})
}

func TestValueCeiling(t *testing.T) {
	at10 := func(by string) *proviso.Instrument {
		return licence(&proviso.ValueCeiling{Most: money("10 USD"), Per: proviso.PerInstrument, ValuedAt: by})
	}
	sent := func(more ...onMovement) *proviso.Movement {
		return moves("go", "2022-06-01", "5", "US", "KR", append([]onMovement{under("lic")}, more...)...)
	}
	hold(t, []asks{
		{name: "within", records: records(at10("book"), sent(valued("10 USD", "book", "?"))), clause: "lic/clause", want: "permitted"},
		{name: "over: the whole movement", records: records(at10("book"), sent(valued("11 USD", "book", "?"))), clause: "lic/clause", want: "forbidden 5"},
		{name: "no value on record", records: records(at10("book"), sent()), clause: "lic/clause", want: "undetermined 0..5"},
		{name: "a value by another rule only", records: records(at10("book"), sent(valued("1 USD", "replacement", "?"))), clause: "lic/clause", want: "undetermined 0..5"},
		{name: "by any rule", records: records(at10(""), sent(valued("1 USD", "replacement", "?"))), clause: "lic/clause", want: "permitted"},
		{name: "in another currency", records: records(at10("book"), sent(valued("1 EUR", "book", "?"))), clause: "lic/clause", want: "undetermined 0..5"},
		{name: "a range", records: records(at10("book"), sent(valued("8..12 USD", "book", "?"))), clause: "lic/clause", want: "undetermined 0..5"},
		{name: "the latest valuation stands", records: records(at10("book"), sent(valued("20 USD", "book", "2022-01-01"), valued("8 USD", "book", "2022-03-01"))), clause: "lic/clause", want: "permitted"},
		{name: "a later one than the day asked about does not", day: "2022-07-01", records: records(at10("book"), sent(valued("20 USD", "book", "2022-01-01"), valued("8 USD", "book", "2022-08-01"))), clause: "lic/clause", want: "forbidden 5"},
		{name: "which is the later is not known", records: records(at10("book"), sent(valued("8 USD", "book", "2022-03-01"), valued("20 USD", "book", "?"))), clause: "lic/clause", want: "undetermined 0..5"},
		{name: "two of one day", records: records(at10("book"), sent(valued("8 USD", "book", "2022-03-01"), valued("20 USD", "book", "2022-03-01"))), clause: "lic/clause", want: "undetermined 0..5"},
		{name: "booked perhaps after the day asked about", day: "2022-07-15", records: records(at10("book"), sent(valued("20 USD", "book", "2022-01-01"), valued("8 USD", "book", "2022-07"))), clause: "lic/clause", want: "undetermined 0..5"},
		{name: "the sum counts", records: records(at10("book"), moves("a", "2022-05-01", "5", "US", "KR", under("lic"), valued("6 USD", "book", "?")), sent(valued("6 USD", "book", "?"))), clause: "lic/clause", want: "forbidden 5"},
		{name: "one before has no value on record", records: records(at10("book"), moves("a", "2022-05-01", "5", "US", "KR", under("lic")), sent(valued("6 USD", "book", "?"))), clause: "lic/clause", want: "undetermined 0..5"},
	})
}

func TestFund(t *testing.T) {
	clause := func() *proviso.Fund {
		return &proviso.Fund{Purposes: []string{"assistance", "replacement"}, Recipients: parties("UA"), Available: date("2022-01/2022-09")}
	}
	fund := func(f *proviso.Fund) *proviso.Instrument {
		return paper("fund", proviso.FundKind, "Congress", "US", with("clause", f))
	}
	payment := func(on, purpose string) proviso.Payment {
		return proviso.Payment{Fund: "fund", On: date(on), Purpose: purpose, Amount: money("60 USD"), HasAmount: true}
	}
	buys := func(to string, p proviso.Payment, more ...onMovement) *proviso.Movement {
		return moves("go", "2022-10-01", "10", "US", to, append([]onMovement{paid(p)}, more...)...)
	}
	ceiling := &proviso.Fund{Ceiling: money("100 USD"), HasCeiling: true}
	notified := &proviso.Fund{Notice: 15}
	note := func(on string) *proviso.Instrument {
		return paper("note", proviso.Notice, "US", "Congress", answering("fund/clause"), naming("go"), turned(proviso.Given, on))
	}
	other := func(p proviso.Payment) *proviso.Movement { return moves("a", "2022-11-01", "10", "US", "UA", paid(p)) }
	krw := payment("2022-04-01", "")
	krw.Amount = money("1 KRW")
	unknown := payment("2022-04-01", "")
	unknown.HasAmount = false
	hold(t, []asks{
		{name: "all in order", records: records(fund(clause()), buys("UA", payment("2022-05-01", "assistance"))), clause: "fund/clause", want: "permitted"},
		{name: "the use stands in for the purpose", records: records(fund(clause()), buys("UA", payment("2022-05-01", ""), forUse("replacement"))), clause: "fund/clause", want: "permitted"},
		{name: "another purpose", records: records(fund(clause()), buys("UA", payment("2022-05-01", "parade"))), clause: "fund/clause", want: "forbidden 10"},
		{name: "purpose not known", records: records(fund(clause()), buys("UA", payment("2022-05-01", ""))), clause: "fund/clause", want: "undetermined 0..10"},
		{name: "another recipient", records: records(fund(clause()), buys("PL", payment("2022-05-01", "assistance"))), clause: "fund/clause", want: "forbidden 10"},
		{name: "recipient not known", records: records(fund(clause()), buys("?@UA", payment("2022-05-01", "assistance"))), clause: "fund/clause", want: "undetermined 0..10"},
		{name: "a part of the recipient", records: records(fund(clause()), buys("UA-brigade", payment("2022-05-01", "assistance"))), clause: "fund/clause", want: "permitted"},
		{name: "obligated on the last day, moved later", records: records(fund(clause()), buys("UA", payment("2022-09-30", "assistance"))), clause: "fund/clause", want: "permitted"},
		{name: "obligated too late", records: records(fund(clause()), buys("UA", payment("2022-10-01", "assistance"))), clause: "fund/clause", want: "forbidden 10"},
		{name: "day of obligation not known", records: records(fund(clause()), buys("UA", payment("?", "assistance"))), clause: "fund/clause", want: "undetermined 0..10"},
		{name: "within the ceiling", records: records(fund(ceiling), buys("UA", payment("2022-05-01", ""))), clause: "fund/clause", want: "permitted"},
		{name: "over it by the order of obligation, not of movement", records: records(fund(ceiling), buys("UA", payment("2022-05-01", "")), other(payment("2022-04-01", ""))), clause: "fund/clause", want: "forbidden 10"},
		{name: "the one obligated first is within it", records: records(fund(ceiling), buys("UA", payment("2022-05-01", "")), other(payment("2022-04-01", ""))), movement: "a", clause: "fund/clause", want: "permitted"},
		{name: "which was obligated first is not known", records: records(fund(ceiling), buys("UA", payment("2022-05-01", "")), other(payment("?", ""))), clause: "fund/clause", want: "undetermined 0..10"},
		{name: "another amount is not known", records: records(fund(ceiling), buys("UA", payment("2022-05-01", "")), other(unknown)), clause: "fund/clause", want: "undetermined 0..10"},
		{name: "another amount is in another currency", records: records(fund(ceiling), buys("UA", payment("2022-05-01", "")), other(krw)), clause: "fund/clause", want: "undetermined 0..10"},
		{name: "obligated, and still to be delivered", day: "2022-10-15", records: records(fund(ceiling), buys("UA", payment("2022-05-01", "")), other(payment("2022-04-01", ""))), clause: "fund/clause", want: "forbidden 10"},
		{name: "perhaps obligated by then, and still to be delivered", day: "2022-10-15", records: records(fund(ceiling), buys("UA", payment("2022-05-01", "")), other(payment("2022-04/2022-12", ""))), clause: "fund/clause", want: "undetermined 0..10"},
		{name: "obligated later than the day asked about", day: "2022-10-15", records: records(fund(ceiling), buys("UA", payment("2022-05-01", "")), other(payment("2022-10-16", ""))), clause: "fund/clause", want: "permitted"},
		{name: "about other items", records: records(paper("fund", proviso.FundKind, "Congress", "US", with("clause", clause(), clauseItems("truck"))), buys("PL", payment("2022-05-01", "parade"))), clause: "fund/clause", want: "permitted"},
		{name: "what the clause leaves free does not count", records: records(paper("fund", proviso.FundKind, "Congress", "US", with("clause", ceiling, except(proviso.Exception{Movements: []proviso.MovementID{"a"}}))),
			buys("UA", payment("2022-05-01", "")), other(payment("2022-04-01", ""))), clause: "fund/clause", want: "permitted"},
		{name: "notice of 6 of them in time", records: records(fund(notified), buys("UA", payment("2022-05-16", "")), paper("note", proviso.Notice, "US", "Congress", answering("fund/clause"), naming("go"), turned(proviso.Given, "2022-05-01"), upTo("6"))), clause: "fund/clause", want: "missing 10"},
		{name: "notice in time", records: records(fund(notified), buys("UA", payment("2022-05-16", "")), note("2022-05-01")), clause: "fund/clause", want: "permitted"},
		{name: "notice too late", records: records(fund(notified), buys("UA", payment("2022-05-15", "")), note("2022-05-01")), clause: "fund/clause", want: "missing 10"},
		{name: "no notice", records: records(fund(notified), buys("UA", payment("2022-05-16", ""))), clause: "fund/clause", want: "missing 10"},
		{name: "notice, but the day of obligation is not known", records: records(fund(notified), buys("UA", payment("?", "")), note("2022-05-01")), clause: "fund/clause", want: "undetermined 0..10"},
		{name: "not paid from the fund", records: records(fund(clause()), moves("go", "2022-10-01", "10", "US", "PL")), clause: "fund/clause", want: "none"},
	})
}
