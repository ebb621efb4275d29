package condition

import (
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

func TestEndUser(t *testing.T) {
	clause := &proviso.EndUser{Parties: parties("DE")}
	to := func(h string, more ...onMovement) []proviso.Record {
		return records(fi(clause), delivery(), moves("go", "2022-06-01", "10", "DE", h, append([]onMovement{drawnFromMoves("in")}, more...)...))
	}
	hold(t, []asks{
		{name: "the delivery itself", records: to("UA"), movement: "in", clause: "fi/clause", want: "permitted"},
		{name: "delivered to another", records: records(fi(clause), moves("go", "2022-06-01", "10", "FI", "PL", under("fi"))), clause: "fi/clause", want: "missing 10", needs: "FI: not on record"},
		{name: "to a part of the end user", records: to("DE-army"), clause: "fi/clause", want: "permitted"},
		{name: "to another", records: to("UA"), clause: "fi/clause", want: "missing 10"},
		{name: "to nobody knows whom", records: to("?@UA"), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "lent to another", records: to("DE:UA@UA", kind(proviso.Lend)), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "lent to the end user by the party that may insist", records: records(fi(clause), moves("go", "2022-06-01", "10", "FI", "FI:DE@DE", kind(proviso.Lend), under("fi"))), clause: "fi/clause", want: "permitted"},
		{name: "and lent on, so that no end user has them", records: records(fi(clause), moves("go", "2022-06-01", "10", "FI", "FI:UA@UA", kind(proviso.Lend), under("fi"))), clause: "fi/clause", want: "missing 10"},
		{name: "who has them is not known", records: to("DE:?@DE"), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "title leaves, the goods stay", records: to("UA:DE@DE"), clause: "fi/clause", want: "missing 10"},
		{name: "back to the party that may insist", records: to("FI"), clause: "fi/clause", want: "permitted"},
		{name: "with its consent", records: append(to("UA"), yes()), clause: "fi/clause", want: "permitted"},
		{name: "refused", records: append(to("UA"), yes(turned(proviso.Refused, "2022-05-01"))), clause: "fi/clause", want: "forbidden 10", needs: "FI: refused"},
		{name: "used up by the end user", records: to("", kind(proviso.Expend)), clause: "fi/clause", want: "permitted"},
		{name: "captured", records: to("RU", kind(proviso.Capture)), clause: "fi/clause", want: "permitted"},
		{name: "the whole where a part is the end user", records: records(fi(&proviso.EndUser{Parties: parties("DE-army")}), moves("go", "2022-06-01", "10", "FI", "DE", under("fi"))), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "a force that no record says whose it is", records: append(to("militia@DE"), &proviso.Party{ID: "militia", Kind: proviso.Force}), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "who may insist is not known", records: records(paper("fi", proviso.Certificate, "DE", "", covers("shell"), with("clause", clause)), delivery(), go10()), clause: "fi/clause", want: "undetermined 0..10"},
	})
}

// TestKindsThatDoNotCount: what is fired, lost, scrapped or captured does not
// move on, and losing goods puts them to no use.
func TestKindsThatDoNotCount(t *testing.T) {
	over := fi(&proviso.Period{Dates: date("2022-01-01/2022-03-31")})
	use := fi(&proviso.EndUse{Allowed: []string{"training"}})
	change := fi(&proviso.Onward{Rule: proviso.OnwardProhibited, Triggers: []proviso.Trigger{proviso.OnChangeOfUse}})
	gone := func(in *proviso.Instrument, k proviso.MovementKind, to string) []proviso.Record {
		return records(in, delivery(), moves("go", "2022-06-01", "10", "DE", to, kind(k), drawnFromMoves("in")))
	}
	hold(t, []asks{
		{name: "period: sold after it", records: gone(over, proviso.Transfer, "UA"), clause: "fi/clause", want: "forbidden 10"},
		{name: "period: fired after it", records: gone(over, proviso.Expend, ""), clause: "fi/clause", want: "permitted"},
		{name: "period: captured after it", records: gone(over, proviso.Capture, "RU"), clause: "fi/clause", want: "permitted"},
		{name: "period: scrapped after it", records: gone(over, proviso.Destroy, ""), clause: "fi/clause", want: "permitted"},
		{name: "use: fired, for what is not on record", records: gone(use, proviso.Expend, ""), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "use: lost", records: gone(use, proviso.Lose, ""), clause: "fi/clause", want: "permitted"},
		{name: "use: captured", records: gone(use, proviso.Capture, "RU"), clause: "fi/clause", want: "permitted"},
		{name: "use: scrapped", records: gone(use, proviso.Destroy, ""), clause: "fi/clause", want: "permitted"},
		{name: "change of use: lost", records: gone(change, proviso.Lose, ""), clause: "fi/clause", want: "permitted"},
	})
}

func TestEndUse(t *testing.T) {
	clause := &proviso.EndUse{Allowed: []string{"training", "defence"}, Excluded: []string{"sport"}}
	only := &proviso.EndUse{Excluded: []string{"sport"}}
	for _, c := range []struct {
		name, use string
		rule      *proviso.EndUse
		want      string
	}{
		{"allowed", "Training", clause, "permitted"},
		{"excluded", "sport", clause, "forbidden 10"},
		{"neither, with a list of what is allowed", "display", clause, "forbidden 10"},
		{"neither, without", "display", only, "permitted"},
		{"not known", "", clause, "undetermined 0..10"},
		{"not known, with exclusions only", "", only, "undetermined 0..10"},
	} {
		hold(t, []asks{{name: c.name, records: records(fi(c.rule), delivery(), go10(forUse(c.use))), clause: "fi/clause", want: c.want}})
	}
}

func TestTerritory(t *testing.T) {
	only := &proviso.Territory{Only: []proviso.PlaceID{"DE", "PL", "UA"}}
	never := &proviso.Territory{Never: []proviso.PlaceID{"RU"}}
	narrow := &proviso.Territory{Only: []proviso.PlaceID{"depot"}}
	depot := &proviso.Place{ID: "depot", Country: "UA"}
	camp := &proviso.Place{ID: "camp"}
	for _, c := range []struct {
		name string
		rule *proviso.Territory
		go1  *proviso.Movement
		want string
	}{
		{"inside, direct", only, go10(), "permitted"},
		{"inside, by way of an allowed place", only, go10(via("PL")), "permitted"},
		{"inside, by way of another place", only, go10(via("PL", "RU")), "forbidden 10"},
		{"inside, route not known", only, go10(routeUnknown), "undetermined 0..10"},
		{"a place in an allowed country", only, moves("go", "2022-06-01", "10", "DE", "UA@depot", drawnFromMoves("in")), "permitted"},
		{"the country where one place is allowed", narrow, go10(), "undetermined 0..10"},
		{"a place nobody knows where", only, moves("go", "2022-06-01", "10", "DE", "UA@camp", drawnFromMoves("in")), "undetermined 0..10"},
		{"place not known", only, moves("go", "2022-06-01", "10", "DE", "UA@?", drawnFromMoves("in")), "undetermined 0..10"},
		{"outside", only, moves("go", "2022-06-01", "10", "DE", "EE", drawnFromMoves("in")), "forbidden 10"},
		{"outside, route not known", only, moves("go", "2022-06-01", "10", "DE", "EE", drawnFromMoves("in"), routeUnknown), "forbidden 10"},
		{"never, and elsewhere", never, go10(), "permitted"},
		{"never, on the way", never, go10(via("RU")), "forbidden 10"},
		{"never, route not known", never, go10(routeUnknown), "undetermined 0..10"},
		{"a letter moves nothing", only, moves("go", "2022-06-01", "10", "DE", "DE", kind(proviso.Redesignate), under("fi"), routeUnknown), "permitted"},
		{"used up: they go nowhere", only, go10(kind(proviso.Expend), routeUnknown), "permitted"},
	} {
		hold(t, []asks{{name: c.name, records: records(fi(c.rule), delivery(), c.go1, depot, camp), clause: "fi/clause", want: c.want}})
	}
}

func TestPeriod(t *testing.T) {
	for _, c := range []struct{ name, dates, when, want string }{
		{"within", "2022-05/2022-07", "2022-06-01", "permitted"},
		{"on the last day", "2022-05/2022-06", "2022-06-30", "permitted"},
		{"the day after", "2022-05/2022-06", "2022-07-01", "forbidden 10"},
		{"before it starts", "2022-07/..", "2022-06-30", "forbidden 10"},
		{"perhaps after", "2022-05/2022-06", "2022-06-15/2022-07-15", "undetermined 0..10"},
		{"day not known", "2022-05/2022-06", "?", "undetermined 0..10"},
		{"end not known", "2022-05/", "2022-06-01", "undetermined 0..10"},
		{"end not known, and before the start", "2022-05/", "2022-04-01", "forbidden 10"},
		{"end in doubt", "2022-05-01/2022-06-30?", "2022-06-01", "undetermined 0..10"},
	} {
		hold(t, []asks{{name: c.name, records: records(fi(&proviso.Period{Dates: date(c.dates)}), delivery(), moves("go", c.when, "10", "DE", "UA", drawnFromMoves("in"))), clause: "fi/clause", want: c.want}})
	}
}

// TestGoods: the same clause on units of different kinds.
func TestGoods(t *testing.T) {
	clause := onward(proviso.OnwardProhibited)
	in := func(g proviso.Goods, items ...proviso.ItemID) *proviso.Instrument {
		return paper("fi", proviso.Certificate, "DE", "FI", covers(items...), with("clause", clause, goods(g)))
	}
	made := func(where string) *proviso.Item {
		return &proviso.Item{ID: "shell", Unit: "round", Lethal: proviso.Yes, MadeIn: proviso.PlaceID(where)}
	}
	plain := moves("go", "2022-06-01", "10", "DE", "UA")
	hold(t, []asks{
		{name: "all of the item", records: records(in(proviso.Goods{All: true}, "shell"), plain), clause: "fi/clause", want: "forbidden 10"},
		{name: "all, of items not stated", records: records(in(proviso.Goods{All: true}), plain), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "all, of another item", records: records(in(proviso.Goods{All: true}, "truck"), plain), clause: "fi/clause", want: "none"},
		{name: "made there, as the catalogue says", records: records(in(proviso.Goods{MadeIn: "FI"}, "shell"), made("FI"), plain), clause: "fi/clause", want: "forbidden 10"},
		{name: "made elsewhere, as the catalogue says", records: records(in(proviso.Goods{MadeIn: "FI"}, "shell"), made("KR"), plain), clause: "fi/clause", want: "none"},
		{name: "where made is not on record", records: records(in(proviso.Goods{MadeIn: "FI"}, "shell"), plain), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "made there, as production says", records: records(in(proviso.Goods{MadeIn: "FI"}, "shell"), moves("made", "2022-01-01", "10", "", "DE@FI", kind(proviso.Produce)),
			moves("go", "2022-06-01", "10", "DE@FI", "UA", drawnFromMoves("made"))), clause: "fi/clause", want: "forbidden 10"},
		{name: "made elsewhere, as production says", records: records(in(proviso.Goods{MadeIn: "FI"}, "shell"), moves("made", "2022-01-01", "10", "", "DE", kind(proviso.Produce)),
			moves("go", "2022-06-01", "10", "DE", "UA", drawnFromMoves("made"))), clause: "fi/clause", want: "none"},
		{name: "supplied by the party", records: records(in(proviso.Goods{SuppliedBy: "FI"}, "shell"), moves("in", "2022-02-01", "10", "FI", "DE"), go10()), clause: "fi/clause", want: "forbidden 10"},
		{name: "supplied by another, and before that not on record", records: records(in(proviso.Goods{SuppliedBy: "FI"}, "shell"), moves("in", "2022-02-01", "10", "KR", "DE"), go10()), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "owned by the party", records: records(in(proviso.Goods{OwnedBy: "DE"}, "shell"), plain), clause: "fi/clause", want: "forbidden 10"},
		{name: "owned by another", records: records(in(proviso.Goods{OwnedBy: "FI"}, "shell"), plain), clause: "fi/clause", want: "none"},
		{name: "owner not known", records: records(in(proviso.Goods{OwnedBy: "DE"}, "shell"), moves("go", "2022-06-01", "10", "?@DE", "UA")), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "under another instrument only", records: records(in(proviso.Goods{}, "shell"), plain), clause: "fi/clause", want: "none"},
	})
}
