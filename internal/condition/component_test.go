package condition

import (
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

func percentage(s string) proviso.Percent {
	if s == "?" {
		return proviso.Percent{}
	}
	q := count(s)
	return proviso.Percent{Least: int32(q.Least) * 100, Most: int32(q.Most) * 100, Known: true}
}

func gun(parts ...proviso.Component) *proviso.Item {
	return &proviso.Item{ID: "gun", Unit: "gun", MadeOf: parts}
}

func ofValue(id proviso.ItemID, s string) proviso.Component {
	return proviso.Component{Item: id, Count: 1, Value: percentage(s)}
}

func TestComponents(t *testing.T) {
	fuze := &proviso.Item{ID: "fuze", Unit: "fuze"}
	clause := func(g proviso.Goods, items []proviso.ItemID, through *proviso.ComponentRule) *proviso.Instrument {
		in := paper("fi", proviso.Certificate, "DE", "FI", covers(items...), with("clause", onward(proviso.OnwardProhibited), goods(g)))
		if through != nil {
			with("component", through)(in)
		}
		return in
	}
	shells := []proviso.ItemID{"shell"}
	all := proviso.Goods{All: true}
	from := func(s string) *proviso.ComponentRule {
		return &proviso.ComponentRule{Threshold: percentage(s), Basis: "value"}
	}
	see := &proviso.ComponentRule{SeeThrough: true}
	sale := moves("go", "2022-06-01", "5", "DE", "UA", of("gun"))
	third := gun(ofValue("shell", "30"))
	hold(t, []asks{
		{name: "see-through", records: records(clause(all, shells, see), third, sale), clause: "fi/clause", want: "forbidden 5"},
		{name: "above the threshold", records: records(clause(all, shells, from("25")), third, sale), clause: "fi/clause", want: "forbidden 5"},
		{name: "at the threshold", records: records(clause(all, shells, from("30")), third, sale), clause: "fi/clause", want: "forbidden 5"},
		{name: "below it", records: records(clause(all, shells, from("31")), third, sale), clause: "fi/clause", want: "none"},
		{name: "share a range across it", records: records(clause(all, shells, from("25")), gun(ofValue("shell", "20..30")), sale), clause: "fi/clause", want: "undetermined 0..5"},
		{name: "share not known", records: records(clause(all, shells, from("25")), gun(ofValue("shell", "?")), sale), clause: "fi/clause", want: "undetermined 0..5"},
		{name: "two component clauses: the stricter", records: records(func() *proviso.Instrument { in := clause(all, shells, from("31")); with("through", see)(in); return in }(), third, sale), clause: "fi/clause", want: "forbidden 5"},
		{name: "and the other way round", records: records(func() *proviso.Instrument { in := clause(all, shells, see); with("through", from("31"))(in); return in }(), third, sale), clause: "fi/clause", want: "forbidden 5"},
		{name: "one that names the component goes before one that names none", records: records(func() *proviso.Instrument {
			in := clause(all, shells, see)
			with("through", from("31"), clauseItems("shell"))(in)
			return in
		}(), third, sale), clause: "fi/clause", want: "none"},
		{name: "one that names another component only", records: records(func() *proviso.Instrument {
			in := clause(all, shells, nil)
			with("through", see, clauseItems("fuze"))(in)
			return in
		}(), third, fuze, sale), clause: "fi/clause", want: "undetermined 0..5"},
		{name: "no component clause on record", records: records(clause(all, shells, nil), third, sale), clause: "fi/clause", want: "undetermined 0..5"},
		{name: "the product has no such component", records: records(clause(all, shells, see), gun(ofValue("fuze", "30")), fuze, sale), clause: "fi/clause", want: "none"},
		{name: "two covered components together reach it", records: records(clause(all, []proviso.ItemID{"shell", "fuze"}, from("25")), gun(ofValue("shell", "15"), ofValue("fuze", "15")), fuze, sale), clause: "fi/clause", want: "forbidden 5"},
		{name: "one known, one not: enough already", records: records(clause(all, []proviso.ItemID{"shell", "fuze"}, from("25")), gun(ofValue("shell", "26"), ofValue("fuze", "?")), fuze, sale), clause: "fi/clause", want: "forbidden 5"},
		{name: "inside another component: half of sixty per cent", records: records(clause(all, []proviso.ItemID{"fuze"}, from("30")), gun(ofValue("shell", "60")),
			&proviso.Item{ID: "shell", Unit: "round", MadeOf: []proviso.Component{ofValue("fuze", "50")}}, fuze, sale), clause: "fi/clause", want: "forbidden 5"},
		{name: "inside another component, below", records: records(clause(all, []proviso.ItemID{"fuze"}, from("31")), gun(ofValue("shell", "60")),
			&proviso.Item{ID: "shell", Unit: "round", MadeOf: []proviso.Component{ofValue("fuze", "50")}}, fuze, sale), clause: "fi/clause", want: "none"},
		{name: "by count: one of four pieces", records: records(clause(all, shells, &proviso.ComponentRule{Threshold: percentage("25"), Basis: "count"}),
			gun(proviso.Component{Item: "shell", Count: 1}, proviso.Component{Item: "fuze", Count: 3}), fuze, sale), clause: "fi/clause", want: "forbidden 5"},
		{name: "made in the place", records: records(clause(proviso.Goods{MadeIn: "FI"}, shells, see), third, &proviso.Item{ID: "shell", Unit: "round", MadeIn: "FI"}, sale), clause: "fi/clause", want: "forbidden 5"},
		{name: "made elsewhere", records: records(clause(proviso.Goods{MadeIn: "FI"}, shells, see), third, &proviso.Item{ID: "shell", Unit: "round", MadeIn: "KR"}, sale), clause: "fi/clause", want: "none"},
		{name: "of two components, the second made in the place", records: records(clause(proviso.Goods{MadeIn: "FI"}, []proviso.ItemID{"shell", "fuze"}, see), gun(ofValue("shell", "10"), ofValue("fuze", "10")),
			&proviso.Item{ID: "shell", Unit: "round", MadeIn: "KR"}, &proviso.Item{ID: "fuze", Unit: "fuze", MadeIn: "FI"}, sale), clause: "fi/clause", want: "forbidden 5"},
		{name: "under the instrument: which went into these is not on record", records: records(clause(proviso.Goods{}, shells, see), third, delivery(), sale), clause: "fi/clause", want: "undetermined 0..5"},
		{name: "the instrument names no item", records: records(clause(proviso.Goods{}, nil, see), third, delivery(), sale), clause: "fi/clause", want: "undetermined 0..5"},
	})
}

// TestAssembly: ten guns are made of ten shells, of which all came under the
// certificate, in empty works.
func TestAssembly(t *testing.T) {
	made := func(shells string, more ...onMovement) *proviso.Movement {
		return moves("made", "2022-03-01", "10", "", "DE", append([]onMovement{kind(proviso.Assemble), of("gun"), func(m *proviso.Movement) {
			m.Inputs = []proviso.Input{{Item: "shell", Quantity: count(shells), From: at("DE")}}
		}}, more...)...)
	}
	empty := counted("none", "2022-01-15", "0", "DE")
	noGuns := counted("no-guns", "2022-01-15", "0", "DE", of("gun"))
	sale := moves("go", "2022-06-01", "10", "DE", "UA", of("gun"))
	clause := func(items []proviso.ItemID, through ...*proviso.ComponentRule) *proviso.Instrument {
		in := paper("fi", proviso.Certificate, "DE", "FI", covers(items...), with("clause", onward(proviso.OnwardProhibited)))
		for _, r := range through {
			with("component", r)(in)
		}
		return in
	}
	shells, see := []proviso.ItemID{"shell"}, &proviso.ComponentRule{SeeThrough: true}
	base := func(in *proviso.Instrument, more ...proviso.Record) []proviso.Record {
		return append(records(in, gun(ofValue("shell", "30")), delivery(), empty, noGuns, sale), more...)
	}
	hold(t, []asks{
		{name: "see-through: all", records: base(clause(shells, see), made("10")), clause: "fi/clause", want: "forbidden 10"},
		{name: "no component clause", records: base(clause(shells), made("10")), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "no component clause, and no item named", records: base(clause(nil), made("10")), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "below the threshold", records: base(clause(shells, &proviso.ComponentRule{Threshold: percentage("31"), Basis: "value"}), made("10")), clause: "fi/clause", want: "none"},
		{name: "at the threshold", records: base(clause(shells, &proviso.ComponentRule{Threshold: percentage("30"), Basis: "value"}), made("10")), clause: "fi/clause", want: "forbidden 10"},
		{name: "half the shells are others", records: base(clause(shells, see), counted("none", "2022-01-15", "10", "DE"), made("10")), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "the assembly itself, under a clause on incorporation", records: append(base(
			paper("fi", proviso.Certificate, "DE", "FI", covers("shell"), with("clause", &proviso.Onward{Rule: proviso.OnwardProhibited, Triggers: []proviso.Trigger{proviso.OnIncorporation}}))), made("10")),
			movement: "made", clause: "fi/clause", want: "forbidden 10"},
	})
}

// TestSubstitution: Germany holds 240 shells and means to keep 178; 100 more
// come under the certificate, and 100 go on. Of these 38 could not have gone
// without those that came: 100 - (240 - 178).
func TestSubstitution(t *testing.T) {
	stock := func(floor string) *proviso.Movement {
		return counted("stock", "2022-01-15", "240", "DE", func(m *proviso.Movement) {
			if floor != "" {
				m.Floor, m.HasFloor = count(floor), true
			}
		})
	}
	in := moves("in", "2022-02-01", "100", "FI", "DE", under("fi"))
	out := moves("go", "2022-06-01", "100", "DE", "UA")
	rule := func(r proviso.SubstitutionRule) *proviso.Instrument { return fi(&proviso.Substitution{Rule: r}) }
	prohibited, consent := rule(proviso.SubstitutionProhibited), rule(proviso.SubstitutionWithConsent)
	hold(t, []asks{
		{name: "prohibited: depends on which went", records: records(prohibited, stock("178"), in, out), clause: "fi/clause", want: "undetermined 0..38"},
		{name: "with consent, none on record", records: records(consent, stock("178"), in, out), clause: "fi/clause", want: "undetermined 0..38", needs: "FI: not on record"},
		{name: "with consent, given", records: records(consent, stock("178"), in, out, yes()), clause: "fi/clause", want: "permitted"},
		{name: "permitted", records: records(rule(proviso.SubstitutionPermitted), stock("178"), in, out), clause: "fi/clause", want: "permitted"},
		{name: "silent", records: records(rule(proviso.SubstitutionSilent), stock("178"), in, out), clause: "fi/clause", want: "permitted"},
		{name: "no floor: the others would have done", records: records(prohibited, stock(""), in, out), clause: "fi/clause", want: "none"},
		{name: "a floor within a range", records: records(prohibited, stock("170..178"), in, out), clause: "fi/clause", want: "undetermined 0..38"},
		{name: "the bound ones themselves went", records: records(prohibited, stock("178"), in, moves("go", "2022-06-01", "100", "DE", "UA", drawnFromMoves("in"))), clause: "fi/clause", want: "none"},
		{name: "how many others there are is not on record", records: records(prohibited, in, out), clause: "fi/clause", want: "undetermined 0..100"},
	})
	r := decide(t, askedOn(today, prohibited, stock("178"), in, out))
	if d := r.movement("go").Depends; d == nil || *d != proviso.Exactly(38) {
		t.Errorf("units that depend on those that came: %v, want 38", d)
	}
	if f := r.finding("go", "fi/clause"); f.Readings[proviso.SubstitutionReading].Verdict != proviso.Forbidden || f.Readings[proviso.SubstitutionReading].Units != proviso.Exactly(38) {
		t.Errorf("if the others went: %+v, want 38 forbidden", f.Readings[proviso.SubstitutionReading])
	}
}
