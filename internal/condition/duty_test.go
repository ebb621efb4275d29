package condition

import (
	"fmt"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// dutyAsks is a question about one duty: what set it off, and how it stands.
type dutyAsks struct {
	name     string
	day      string
	records  []proviso.Record
	movement proviso.MovementID
	want     string // "open", "overdue 4", ... ; "none"
}

func holdDuties(t *testing.T, table []dutyAsks) {
	t.Helper()
	for _, c := range table {
		t.Run(c.name, func(t *testing.T) {
			if c.day == "" {
				c.day = today
			}
			got := "none"
			for _, d := range decide(t, askedOn(c.day, c.records...)).Duties {
				if d.Movement != c.movement {
					continue
				}
				if got = string(d.Status); d.Status == DutyOverdue || d.Status == DutyOpen || d.Status == DutyUndetermined {
					got = fmt.Sprintf("%s %s", d.Status, spanWords(d.Units))
				}
			}
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func days(n int) proviso.Duration { return proviso.Duration{Count: n, Unit: "day"} }

func report(on string, more ...onInstrument) *proviso.Instrument {
	return paper("report", proviso.Report, "DE", "FI", append([]onInstrument{answering("fi/clause"), naming("in"), turned(proviso.Given, on)}, more...)...)
}

// TestDutyDeadline: ten shells arrive on 1 February; their delivery is to be
// verified within 90 days, by 2 May.
func TestDutyDeadline(t *testing.T) {
	verify := fi(&proviso.Duty{Act: proviso.ActVerifyDelivery, Within: days(90), From: proviso.FromArrival})
	some := func(more ...proviso.Record) []proviso.Record { return append(records(verify, delivery()), more...) }
	february := records(verify, moves("in", "2022-02", "10", "FI", "DE", under("fi")))
	holdDuties(t, []dutyAsks{
		{"open on the last day", "2022-05-02", some(), "in", "open 10"},
		{"overdue the day after", "2022-05-03", some(), "in", "overdue 10"},
		{"done on the last day", "", some(report("2022-05-02")), "in", "done"},
		{"done the day after", "", some(report("2022-05-03")), "in", "done late"},
		{"done some day in April", "", some(report("2022-04")), "in", "done"},
		{"done some day in May: perhaps late", "", some(report("2022-05")), "in", "undetermined 0"},
		{"done, stated later", "", some(report("2022-06-01", func(in *proviso.Instrument) { in.Life[0].Status = proviso.Stated })), "in", "undetermined 0..10"},
		{"done in part", "", some(report("2022-04-01", upTo("6"))), "in", "overdue 4"},
		{"done for some or all", "", some(report("2022-04-01", upTo("6..10"))), "in", "undetermined 0..4"},
		{"done for some or all, the day not over", "2022-05-02", some(report("2022-04-01", upTo("6..10"))), "in", "undetermined 0..4"},
		{"done in part, the day not over", "2022-05-02", some(report("2022-04-01", upTo("6"))), "in", "open 4"},
		{"the report covers the delivery, however many came", "", records(verify, moves("in", "2022-02-01", "?", "FI", "DE", under("fi")), report("2022-04-01")), "in", "done"},
		{"the same, the day not over", "2022-05-01", records(verify, moves("in", "2022-02-01", "?", "FI", "DE", under("fi")), report("2022-04-01")), "in", "done"},
		{"perhaps the report is on it, however many came, the day not over", "2022-05-01", records(verify, moves("in", "2022-02-01", "?", "FI", "DE", under("fi")), report("2022-04-01", func(in *proviso.Instrument) { in.GivenTo = "" })), "in", "undetermined 0.."},
		{"six were covered of nobody knows how many, the day not over", "2022-05-01", records(verify, moves("in", "2022-02-01", "?", "FI", "DE", under("fi")), report("2022-04-01", upTo("6"))), "in", "undetermined 0.."},
		{"reported after the day asked about", "2022-05-03", some(report("2022-05-04")), "in", "overdue 10"},
		{"a report on another movement", "", some(report("2022-04-01", naming("go"))), "in", "overdue 10"},
		{"a report of the day before it arrived", "", some(report("2022-01-31")), "in", "overdue 10"},
		{"a report of perhaps the day before", "", some(report("2022-01-31/2022-02-01")), "in", "undetermined 0..10"},
		{"a report of which no day is on record", "", some(report("2022-04-01", noLife)), "in", "undetermined 0..10"},
		{"a report taken back", "", some(report("2022-04-01", turned(proviso.Withdrawn, "2022-04-15"))), "in", "overdue 10"},
		{"a report taken back, perhaps not yet", "2022-05-03", some(report("2022-04-01", turned(proviso.Withdrawn, "2022-05"))), "in", "undetermined 0..10"},
		{"a report to a stranger", "", some(report("2022-04-01", func(in *proviso.Instrument) { in.GivenTo = "RU" })), "in", "overdue 10"},
		{"a report to nobody knows whom", "", some(report("2022-04-01", func(in *proviso.Instrument) { in.GivenTo = "" })), "in", "undetermined 0..10"},
		{"a report by a stranger", "", some(report("2022-04-01", func(in *proviso.Instrument) { in.GivenBy = "RU" })), "in", "overdue 10"},
		{"one report for two deliveries: which units is not on record", "", some(moves("second", "2022-02-01", "10", "FI", "DE", under("fi")), report("2022-04-01", upTo("10"), naming("in", "second"))), "in", "undetermined 0..10"},
		{"arrival some day in February: not yet", "2022-05-02", february, "in", "open 10"},
		{"arrival some day in February: perhaps", "2022-05-29", february, "in", "undetermined 10"},
		{"arrival some day in February: surely", "2022-05-30", february, "in", "overdue 10"},
		{"arrival on a day not known", "", records(verify, moves("in", "?", "10", "FI", "DE", under("fi"))), "in", "undetermined 10"},
		{"number not known", "", records(verify, moves("in", "2022-02-01", "?", "FI", "DE", under("fi"))), "in", "overdue 1.."},
		{"not arrived yet", "2022-01-31", some(), "in", "none"},
		{"a plan sets nothing off", "", records(verify, moves("in", "2022-02-01", "10", "FI", "DE", under("fi"), basis(proviso.Planned))), "in", "none"},
		{"not under the instrument", "", records(verify, moves("in", "2022-02-01", "10", "FI", "DE")), "in", "none"},
		{"no deadline on record", "", records(fi(&proviso.Duty{Act: proviso.ActInspect, From: proviso.FromArrival}), delivery()), "in", "open 10"},
		{"a fixed day", "2022-07-01", records(fi(&proviso.Duty{Act: proviso.ActInspect, From: proviso.FromArrival, Due: date("2022-06-30")}), delivery()), "in", "overdue 10"},
		{"a fixed month: open until it is surely over", "2022-06-15", records(fi(&proviso.Duty{Act: proviso.ActInspect, From: proviso.FromArrival, Due: date("2022-06")}), delivery()), "in", "undetermined 10"},
		{"three months end with the month", "2022-05-01", records(fi(&proviso.Duty{Act: proviso.ActInspect, From: proviso.FromArrival, Within: proviso.Duration{Count: 3, Unit: "month"}}),
			moves("in", "2022-01-31", "10", "FI", "DE", under("fi"))), "in", "overdue 10"},
		{"the instrument perhaps not in force", "", records(paper("fi", proviso.Certificate, "DE", "FI", noLife, covers("shell"),
			with("clause", &proviso.Duty{Act: proviso.ActInspect, Within: days(90), From: proviso.FromArrival})), delivery()), "in", "undetermined 10"},
	})
}

func TestDutyActs(t *testing.T) {
	rule := func(act proviso.Act, from proviso.Start) *proviso.Instrument {
		return fi(&proviso.Duty{Act: act, Within: days(30), From: from})
	}
	lost := func(n string) *proviso.Movement {
		return moves("lost", "2022-03-01", n, "DE", "", kind(proviso.Lose), drawnFromMoves("in"))
	}
	lossReport := report("2022-03-31", naming("lost"))
	holdDuties(t, []dutyAsks{
		{"a loss is to be reported", "2022-04-01", records(rule(proviso.ActReportLoss, proviso.FromLoss), delivery(), lost("4")), "lost", "overdue 4"},
		{"and was", "2022-04-01", records(rule(proviso.ActReportLoss, proviso.FromLoss), delivery(), lost("4"), lossReport), "lost", "done"},
		{"a loss of other stock is none", "2022-04-01", records(rule(proviso.ActReportLoss, proviso.FromLoss), delivery(), moves("lost", "2022-03-01", "4", "PL", "", kind(proviso.Lose))), "lost", "none"},
		{"a loss from mixed stock may be one", "2022-04-01", records(rule(proviso.ActReportLoss, proviso.FromLoss), delivery(), moves("lost", "2022-03-01", "4", "DE", "", kind(proviso.Lose))), "lost", "undetermined 0..4"},
		{"lost units need no inspection", "", records(rule(proviso.ActInspect, proviso.FromArrival), delivery(), moves("lost", "2022-02-10", "4", "DE", "", kind(proviso.Lose), drawnFromMoves("in"))), "in", "overdue 6"},
		{"departure", "", records(rule(proviso.ActNotify, proviso.FromDeparture), delivery(), go10()), "go", "overdue 10"},
		{"from the day the instrument was given", "2022-02-01", records(rule(proviso.ActReport, proviso.FromGiven)), "", "overdue 1"},
		{"from the day it was given, not over yet", "2022-01-31", records(rule(proviso.ActReport, proviso.FromGiven)), "", "open 1"},
		{"an act on units is owed for each delivery", "2022-02-01", records(rule(proviso.ActInventory, proviso.FromGiven), moves("in", "2022-01-20", "10", "FI", "DE", under("fi"))), "in", "overdue 10"},
		{"from a day not known", "", records(paper("fi", proviso.Certificate, "DE", "FI", turned(proviso.Given, "?"), with("clause", &proviso.Duty{Act: proviso.ActReport, Within: days(30), From: proviso.FromGiven}))), "", "undetermined 1"},
		{"stated on a day: given no later", "", records(paper("fi", proviso.Certificate, "DE", "FI", turned(proviso.Stated, "2022-12-20"), with("clause", &proviso.Duty{Act: proviso.ActReport, Within: days(30), From: proviso.FromGiven}))), "", "undetermined 1"},
	})
}

// TestLoan: ten shells are lent by Finland to Germany on 1 February, to be
// returned within 30 days. Title stays.
func TestLoan(t *testing.T) {
	terms := paper("fi", proviso.Loan, "FI", "DE", covers("shell"), with("clause", &proviso.Duty{Act: proviso.ActReturn, Within: days(30), From: proviso.FromArrival}))
	lent := moves("in", "2022-02-01", "10", "FI", "FI:DE@DE", kind(proviso.Lend), under("fi"))
	back := func(on, n string, more ...onMovement) *proviso.Movement {
		return moves("back", on, n, "FI:DE@DE", "FI", append([]onMovement{kind(proviso.Return)}, more...)...)
	}
	second := moves("other", "2022-02-01", "10", "FI", "FI:DE@DE", kind(proviso.Lend))
	holdDuties(t, []dutyAsks{
		{"not returned", "", records(terms, lent), "in", "overdue 10"},
		{"returned in time", "", records(terms, lent, back("2022-03-03", "10")), "in", "done"},
		{"returned late", "", records(terms, lent, back("2022-03-04", "10")), "in", "done late"},
		{"returned in part", "", records(terms, lent, back("2022-03-03", "6")), "in", "overdue 4"},
		{"returned before it was lent", "", records(terms, lent, back("2022-01-31", "10")), "in", "overdue 10"},
		{"reported to be returned", "", records(terms, lent, back("2022-03-03", "10", basis(proviso.Reported))), "in", "undetermined 0..10"},
		{"planned to be returned", "", records(terms, lent, back("2022-03-03", "10", basis(proviso.Planned))), "in", "overdue 10"},
		{"returned by somebody else", "", records(terms, lent, moves("back", "2022-03-03", "10", "FI:PL@PL", "FI", kind(proviso.Return))), "in", "overdue 10"},
		{"returned to somebody else", "", records(terms, lent, moves("back", "2022-03-03", "10", "FI:DE@DE", "FI:PL@PL", kind(proviso.Return))), "in", "overdue 10"},
		{"two loans, one return: of which is not on record", "", records(terms, lent, second, back("2022-03-03", "10")), "in", "undetermined 0..10"},
		{"two loans, and the papers say which", "", records(terms, lent, second, back("2022-03-03", "10", drawnFromMoves("in"))), "in", "done"},
		{"others given in their place under the loan", "", records(terms, lent, moves("made", "2022-02-10", "10", "", "DE", kind(proviso.Produce)),
			moves("back", "2022-03-03", "10", "DE", "FI", under("fi"), drawnFromMoves("made"))), "in", "undetermined 0..10"},
		{"two loans, and the papers say the other", "", records(terms, lent, second, back("2022-03-03", "10", drawnFromMoves("other"))), "in", "overdue 10"},
	})
	lend := moves("lent", "2022-03-01", "10", "DE", "DE:PL@PL", kind(proviso.Lend), drawnFromMoves("in"))
	hold(t, []asks{
		{name: "what was lent comes home", records: records(fi(onward(proviso.OnwardProhibited)), delivery(), lend,
			moves("go", "2022-06-01", "10", "DE:PL@PL", "DE", kind(proviso.Return), drawnFromMoves("lent"))), clause: "fi/clause", want: "permitted"},
		{name: "it is returned to nobody knows whom", records: records(fi(onward(proviso.OnwardProhibited)), delivery(), lend,
			moves("go", "2022-06-01", "10", "DE:PL@PL", "DE:?@DE", kind(proviso.Return), drawnFromMoves("lent"))), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "it is returned, and title passes", records: records(fi(onward(proviso.OnwardProhibited)), delivery(), lend,
			moves("go", "2022-06-01", "10", "DE:PL@PL", "UA:DE@DE", kind(proviso.Return), drawnFromMoves("lent"))), clause: "fi/clause", want: "forbidden 10"},
		{name: "it is returned to somebody else", records: records(fi(onward(proviso.OnwardProhibited)), delivery(), lend,
			moves("go", "2022-06-01", "10", "DE:PL@PL", "DE:UA@UA", kind(proviso.Return), drawnFromMoves("lent"))), clause: "fi/clause", want: "forbidden 10"},
		{name: "bought back it is not", records: records(fi(consentRule()), delivery(), moves("sold", "2022-03-01", "10", "DE", "PL", drawnFromMoves("in")),
			moves("go", "2022-06-01", "10", "PL", "DE", drawnFromMoves("sold"))), clause: "fi/clause", want: "missing 10"},
		{name: "a loan passes no title", records: records(fi(&proviso.Onward{Rule: proviso.OnwardProhibited, Triggers: []proviso.Trigger{proviso.OnTitle}}), delivery(),
			moves("go", "2022-06-01", "10", "DE", "DE:UA@UA", kind(proviso.Lend), drawnFromMoves("in"))), clause: "fi/clause", want: "permitted"},
		{name: "the borrower passes on what it does not own", records: records(fi(onward(proviso.OnwardProhibited)), delivery(),
			moves("lent", "2022-03-01", "10", "DE", "DE:PL@PL", kind(proviso.Lend), drawnFromMoves("in")),
			moves("go", "2022-06-01", "10", "DE:PL@PL", "UA", drawnFromMoves("lent"))), clause: "fi/clause", want: "forbidden 10"},
	})
}

func TestDestroyTheReplaced(t *testing.T) {
	terms := fi(&proviso.Duty{Act: proviso.ActDestroy, Within: days(30), From: proviso.FromReceipt})
	old := func(on, n string) *proviso.Movement {
		return moves("old", on, n, "DE", "", kind(proviso.Destroy), of("truck"), under("fi"))
	}
	holdDuties(t, []dutyAsks{
		{"not destroyed", "", records(terms, delivery()), "in", "overdue 10"},
		{"destroyed in time", "", records(terms, delivery(), old("2022-03-03", "10")), "in", "done"},
		{"destroyed before the new ones came", "", records(terms, delivery(), old("2022-01-15", "10")), "in", "done"},
		{"destroyed late", "", records(terms, delivery(), old("2022-03-04", "10")), "in", "done late"},
		{"some destroyed", "", records(terms, delivery(), old("2022-03-03", "7")), "in", "overdue 3"},
		{"destroyed, but not under the instrument", "", records(terms, delivery(), moves("old", "2022-03-03", "10", "DE", "", kind(proviso.Destroy), of("truck"))), "in", "overdue 10"},
	})
}
