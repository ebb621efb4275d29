package condition

import (
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

func embargo(s *proviso.Supply, more ...onInstrument) *proviso.Instrument {
	return paper("ban", proviso.Embargo, "US", "", append(more, with("supply", s))...)
}

func TestSupply(t *testing.T) {
	sale := func(from, to string, more ...onMovement) *proviso.Movement {
		return moves("go", "2022-06-01", "10", from, to, more...)
	}
	toUkraine := &proviso.Supply{By: parties("KR"), To: parties("UA")}
	militia := &proviso.Party{ID: "militia", Kind: proviso.Force}
	lethal := func(l proviso.Truth) *proviso.Item {
		return &proviso.Item{ID: "shell", Unit: "round", Lethal: l}
	}
	coded := func(system, value string) *proviso.Item {
		return &proviso.Item{ID: "shell", Unit: "round", Codes: []proviso.Code{{System: system, Value: value}}}
	}
	listed := func(system, value string) *proviso.Instrument {
		return embargo(&proviso.Supply{To: parties("UA"), Codes: []proviso.Code{{System: system, Value: value}}})
	}
	hold(t, []asks{
		{name: "all match", records: records(embargo(toUkraine), sale("KR", "UA")), clause: "ban/supply", want: "forbidden 10"},
		{name: "parts of both", records: records(embargo(toUkraine), sale("KR-makers", "UA-brigade")), clause: "ban/supply", want: "forbidden 10"},
		{name: "another supplier: only the direct one is bound", records: records(embargo(toUkraine), sale("US", "UA")), clause: "ban/supply", want: "none"},
		{name: "another receiver", records: records(embargo(toUkraine), sale("KR", "PL")), clause: "ban/supply", want: "none"},
		{name: "supplier not known", records: records(embargo(toUkraine), sale("?@KR", "UA")), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "receiver not known", records: records(embargo(toUkraine), sale("KR", "?@UA")), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "a state where its part is named", records: records(embargo(&proviso.Supply{To: parties("UA-brigade")}), sale("KR", "UA")), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "a force that no record says whose it is", records: records(embargo(toUkraine), militia, sale("KR", "militia@UA")), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "a company without a state on record", records: records(embargo(toUkraine), &proviso.Party{ID: "trader", Kind: proviso.Company}, sale("trader@KR", "UA")), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "a company of another country", records: records(embargo(toUkraine), &proviso.Party{ID: "trader", Kind: proviso.Company, Country: "PL"}, sale("trader@KR", "UA")), clause: "ban/supply", want: "none"},
		{name: "a loan supplies the borrower", records: records(embargo(toUkraine), sale("KR", "KR:UA@UA", kind(proviso.Lend))), clause: "ban/supply", want: "forbidden 10"},
		{name: "title to one, the goods to the party named", records: records(embargo(toUkraine), sale("KR", "PL:UA@UA")), clause: "ban/supply", want: "forbidden 10"},
		{name: "another hands on what stays the supplier's", records: records(embargo(toUkraine), sale("KR:US@US", "KR:UA@UA")), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "who has them then is not known", records: records(embargo(toUkraine), sale("KR", "PL:?@PL")), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "capture is no supply", records: records(embargo(toUkraine), sale("KR", "UA", kind(proviso.Capture))), clause: "ban/supply", want: "none"},
		{name: "anybody to the party", records: records(embargo(&proviso.Supply{To: parties("UA")}), sale("?@KR", "UA:UA@UA")), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "the party to its own force", records: records(embargo(&proviso.Supply{To: parties("UA")}), sale("UA", "UA-brigade")), clause: "ban/supply", want: "none"},
		{name: "from its force to its own state", records: records(embargo(&proviso.Supply{By: parties("UA")}), sale("UA-brigade", "UA")), clause: "ban/supply", want: "none"},
		{name: "anybody known to the party", records: records(embargo(&proviso.Supply{To: parties("UA")}), sale("PL", "UA")), clause: "ban/supply", want: "forbidden 10"},
		{name: "lethal", records: records(embargo(&proviso.Supply{To: parties("UA"), Lethal: true}), sale("KR", "UA"), lethal(proviso.Yes)), clause: "ban/supply", want: "forbidden 10"},
		{name: "not lethal", records: records(embargo(&proviso.Supply{To: parties("UA"), Lethal: true}), sale("KR", "UA"), lethal(proviso.No)), clause: "ban/supply", want: "none"},
		{name: "lethal or not is not on record", records: records(embargo(&proviso.Supply{To: parties("UA"), Lethal: true}), sale("KR", "UA"), lethal(proviso.Maybe)), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "the item", records: records(embargo(&proviso.Supply{To: parties("UA"), Items: []proviso.ItemID{"shell"}}), sale("KR", "UA")), clause: "ban/supply", want: "forbidden 10"},
		{name: "another item", records: records(embargo(&proviso.Supply{To: parties("UA"), Items: []proviso.ItemID{"truck"}}), sale("KR", "UA")), clause: "ban/supply", want: "none"},
		{name: "the code", records: records(listed("ML", "3"), sale("KR", "UA"), coded("ML", "3")), clause: "ban/supply", want: "forbidden 10"},
		{name: "an entry under the code", records: records(listed("ML", "3"), sale("KR", "UA"), coded("ML", "3.a")), clause: "ban/supply", want: "forbidden 10"},
		{name: "a code that the entry may be under", records: records(listed("ML", "3.a"), sale("KR", "UA"), coded("ML", "3")), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "thirteen is not under one", records: records(listed("ML", "1"), sale("KR", "UA"), coded("ML", "13")), clause: "ban/supply", want: "none"},
		{name: "category three is not under one", records: records(listed("USML", "I"), sale("KR", "UA"), coded("USML", "III")), clause: "ban/supply", want: "none"},
		{name: "a heading of the customs tariff", records: records(listed("HS", "9306"), sale("KR", "UA"), coded("HS", "9306.90")), clause: "ban/supply", want: "forbidden 10"},
		{name: "another code", records: records(listed("ML", "3"), sale("KR", "UA"), coded("ML", "4")), clause: "ban/supply", want: "none"},
		{name: "a code of another list", records: records(listed("ML", "3"), sale("KR", "UA"), coded("HS", "9306")), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "no code on record", records: records(listed("ML", "3"), sale("KR", "UA"), shell()), clause: "ban/supply", want: "undetermined 0..10"},
	})
}

func TestSupplyTime(t *testing.T) {
	ban := &proviso.Supply{To: parties("UA")}
	sale := moves("go", "2022-06-01", "10", "KR", "UA")
	hold(t, []asks{
		{name: "not yet", records: records(embargo(ban, turned(proviso.Given, "2022-06-02")), sale), clause: "ban/supply", want: "none"},
		{name: "from that day", records: records(embargo(ban, turned(proviso.Given, "2022-06-01")), sale), clause: "ban/supply", want: "forbidden 10"},
		{name: "some day in June", records: records(embargo(ban, turned(proviso.Given, "2022-06")), sale), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "lifted before", records: records(embargo(ban, turned(proviso.Given, "2022-01-01"), turned(proviso.Withdrawn, "2022-05-31")), sale), clause: "ban/supply", want: "none"},
		{name: "lifted that day", records: records(embargo(ban, turned(proviso.Given, "2022-01-01"), turned(proviso.Withdrawn, "2022-06-01")), sale), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "lifted nobody knows when", records: records(embargo(ban, turned(proviso.Given, "2022-01-01"), turned(proviso.Withdrawn, "?")), sale), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "life not on record", records: records(embargo(ban, noLife), sale), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "stated later: since when is not said", records: records(embargo(ban, turned(proviso.Stated, "2022-07-01")), sale), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "until an end not known", records: records(embargo(ban, valid("2022-01-01/")), sale), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "day of the sale not known", records: records(embargo(ban, turned(proviso.Given, "2022-06-01")), moves("go", "?", "10", "KR", "UA")), clause: "ban/supply", want: "undetermined 0..10"},
		{name: "only in summer", records: records(paper("ban", proviso.Policy, "US", "", with("supply", ban, during("2022-07/2022-08"))), sale), clause: "ban/supply", want: "none"},
	})
}

func TestSupplyApproval(t *testing.T) {
	ban := embargo(&proviso.Supply{To: parties("UA"), UnlessApprovedBy: parties("US", "PL")})
	approval := func(by proviso.PartyID, more ...onInstrument) *proviso.Instrument {
		return paper("yes-"+proviso.InstrumentID(by), proviso.Consent, by, "KR", append([]onInstrument{answering("ban/supply"), naming("go")}, more...)...)
	}
	sale := moves("go", "2022-06-01", "10", "KR", "UA")
	hold(t, []asks{
		{name: "by nobody", records: records(ban, sale), clause: "ban/supply", want: "missing 10", needs: "US: not on record; PL: not on record"},
		{name: "by one of two", records: records(ban, sale, approval("US")), clause: "ban/supply", want: "missing 10", needs: "PL: not on record"},
		{name: "by both", records: records(ban, sale, approval("US"), approval("PL")), clause: "ban/supply", want: "permitted"},
		{name: "refused by one", records: records(ban, sale, approval("US"), approval("PL", turned(proviso.Refused, "2022-05-01"))), clause: "ban/supply", want: "forbidden 10"},
		{name: "an approval too small", records: records(ban, sale, approval("US"), approval("PL", covering(proviso.Scope{AnyItem: true, AnyTo: true}), upTo("7"))), clause: "ban/supply", want: "missing 3"},
	})
}

// TestSupplyIndexCountsUse: the quick decision knows, as the findings do, what
// other movements have used up of an approval.
func TestSupplyIndexCountsUse(t *testing.T) {
	first, second := moves("a", "2022-05-01", "8", "KR", "UA"), moves("b", "2022-06-01", "8", "KR", "UA")
	s := askedOn(today, embargo(&proviso.Supply{To: parties("UA"), UnlessApprovedBy: parties("US")}), first, second,
		paper("yes", proviso.Consent, "US", "KR", answering("ban"), covering(proviso.Scope{AnyItem: true, AnyTo: true}), upTo("10")))
	x := NewSupplyIndex(s)
	for m, want := range map[*proviso.Movement]proviso.Verdict{first: proviso.Permitted, second: proviso.Missing} {
		if got := x.Decide(m); got != want {
			t.Errorf("%s: decided %s, want %s", m.ID, got, want)
		}
	}
}
