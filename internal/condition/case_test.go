package condition

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// The tests build their cases from these few words, so that a case reads like
// the papers it stands for.

// today is the day that cases are asked about unless they say otherwise.
const today = "2022-12-31"

func date(s string) proviso.Date {
	d, err := proviso.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func theDay(s string) proviso.Day { return date(s).Latest() }

func count(s string) proviso.Quantity {
	q, err := proviso.ParseQuantity(s)
	if err != nil {
		panic(err)
	}
	return q
}

func money(s string) proviso.Money {
	m, err := proviso.ParseMoney(s)
	if err != nil {
		panic(err)
	}
	return m
}

func parties(ids ...proviso.PartyID) []proviso.PartyID { return ids }

// land is what every case starts from: states that are also places, a force
// and a company of some, and two items.
func land() []proviso.Record {
	var out []proviso.Record
	for _, id := range []proviso.PartyID{"KR", "US", "UA", "FI", "DE", "EE", "CH", "PL", "RU", "KP"} {
		out = append(out, &proviso.Party{ID: id, Kind: proviso.State})
	}
	return append(out,
		part("KR-makers", proviso.Company, "KR"), part("US-army", proviso.Force, "US"), part("US-makers", proviso.Company, "US"),
		part("UA-brigade", proviso.Force, "UA"), part("DE-army", proviso.Force, "DE"), part("Congress", proviso.Agency, "US"),
		shell(), &proviso.Item{ID: "truck", Unit: "truck", Lethal: proviso.No})
}

func part(id proviso.PartyID, kind proviso.PartyKind, of proviso.PartyID) *proviso.Party {
	return &proviso.Party{ID: id, Kind: kind, PartOf: of}
}

func shell() *proviso.Item { return &proviso.Item{ID: "shell", Unit: "round", Lethal: proviso.Yes} }

// at reads "owner", "owner:holder", "owner@place" or "owner:holder@place";
// a party or place written ? is not known, and a party stands where the place
// of the same id is unless the case says so.
func at(s string) proviso.Holding {
	s, place, placed := strings.Cut(s, "@")
	owner, holder, held := strings.Cut(s, ":")
	if !held {
		holder = owner
	}
	if !placed {
		place = owner[:min(2, len(owner))]
	}
	known := func(s string) string { return strings.Trim(s, "?") }
	return proviso.Holding{Owner: proviso.PartyID(known(owner)), Holder: proviso.PartyID(known(holder)), At: proviso.PlaceID(known(place)), Item: "shell"}
}

type onMovement func(*proviso.Movement)

// moves is a recorded transfer of shells by a direct route.
func moves(id proviso.MovementID, when, quantity, from, to string, more ...onMovement) *proviso.Movement {
	m := &proviso.Movement{ID: id, Kind: proviso.Transfer, Basis: proviso.Recorded, When: date(when), Item: "shell",
		Quantity: count(quantity), From: at(from), To: at(to), Via: proviso.Route{Known: true}}
	for _, f := range more {
		f(m)
	}
	if m.From.Item != "" {
		m.From.Item, m.To.Item = m.Item, m.Item
	}
	return m
}

func of(item proviso.ItemID) onMovement { return func(m *proviso.Movement) { m.Item = item } }

func kind(k proviso.MovementKind) onMovement { return func(m *proviso.Movement) { m.Kind = k } }

func basis(b proviso.Basis) onMovement { return func(m *proviso.Movement) { m.Basis = b } }

func under(ids ...proviso.InstrumentID) onMovement {
	return func(m *proviso.Movement) { m.Under = ids }
}

func drawnFromMoves(ids ...proviso.MovementID) onMovement {
	return func(m *proviso.Movement) { m.DrawnFrom = ids }
}

func via(legs ...proviso.PlaceID) onMovement {
	return func(m *proviso.Movement) { m.Via = proviso.Route{Known: true, Legs: legs} }
}

func routeUnknown(m *proviso.Movement) { m.Via = proviso.Route{} }

func forUse(s string) onMovement { return func(m *proviso.Movement) { m.Use = s } }

func lots(ls ...proviso.Lot) onMovement { return func(m *proviso.Movement) { m.Lots = ls } }

func releases(ids ...proviso.InstrumentID) onMovement {
	return func(m *proviso.Movement) { m.Releases = ids }
}

func rivalTo(id proviso.MovementID) onMovement { return func(m *proviso.Movement) { m.RivalTo = id } }

func paid(p ...proviso.Payment) onMovement { return func(m *proviso.Movement) { m.PaidFrom = p } }

func valued(amount, by, since string) onMovement {
	return func(m *proviso.Movement) {
		m.Values = append(m.Values, proviso.Valuation{Amount: money(amount), Basis: by, Since: date(since)})
	}
}

// counted is a stocktake.
func counted(id proviso.MovementID, when, quantity, where string, more ...onMovement) *proviso.Movement {
	return moves(id, when, quantity, where, where, append([]onMovement{kind(proviso.Count)}, more...)...)
}

type onInstrument func(*proviso.Instrument)

// paper is an instrument given on 1 January 2022 unless its life says more.
func paper(id proviso.InstrumentID, k proviso.InstrumentKind, by, to proviso.PartyID, more ...onInstrument) *proviso.Instrument {
	in := &proviso.Instrument{ID: id, Kind: k, GivenBy: by, GivenTo: to}
	for _, f := range more {
		f(in)
	}
	if in.Life == nil {
		in.Life = []proviso.Event{{Status: proviso.Given, On: date("2022-01-01")}}
	}
	return in
}

func turned(s proviso.Status, on string) onInstrument {
	return func(in *proviso.Instrument) { in.Life = append(in.Life, proviso.Event{Status: s, On: date(on)}) }
}

func noLife(in *proviso.Instrument) { in.Life = []proviso.Event{} }

func valid(s string) onInstrument { return func(in *proviso.Instrument) { in.Valid = date(s) } }

func answering(ids ...proviso.ConditionID) onInstrument {
	return func(in *proviso.Instrument) { in.For = ids }
}

func naming(ids ...proviso.MovementID) onInstrument {
	return func(in *proviso.Instrument) { in.Covers.Movements = ids }
}

func covering(sc proviso.Scope) onInstrument { return func(in *proviso.Instrument) { in.Covers = sc } }

func upTo(quantity string) onInstrument {
	return func(in *proviso.Instrument) { in.Covers.Quantity, in.Covers.HasQuantity = count(quantity), true }
}

func covers(ids ...proviso.ItemID) onInstrument {
	return func(in *proviso.Instrument) { in.Covers.Items = ids }
}

type onClause func(*proviso.Condition)

// with adds a clause of that name.
func with(name string, r proviso.Rule, more ...onClause) onInstrument {
	return func(in *proviso.Instrument) {
		c := &proviso.Condition{ID: proviso.ConditionID(string(in.ID) + "/" + name), Instrument: in.ID, Rule: r}
		for _, f := range more {
			f(c)
		}
		in.Conditions = append(in.Conditions, c)
	}
}

func goods(g proviso.Goods) onClause { return func(c *proviso.Condition) { c.Goods = g } }

func clauseItems(ids ...proviso.ItemID) onClause {
	return func(c *proviso.Condition) { c.Items = ids }
}

func during(s string) onClause { return func(c *proviso.Condition) { c.During = date(s) } }

func except(x proviso.Exception) onClause { return func(c *proviso.Condition) { c.Except = x } }

func staysBehind(c *proviso.Condition) { c.NoFlowDown = true }

// usual are the triggers of an onward clause that names none.
var usual = []proviso.Trigger{proviso.OnTitle, proviso.OnPossession, proviso.OnLoan}

func onward(rule proviso.OnwardRule, of ...proviso.PartyID) *proviso.Onward {
	return &proviso.Onward{Rule: rule, Of: of, Triggers: usual}
}

// askedOn gives the case as it is asked about on a day.
func askedOn(day string, records ...proviso.Record) *proviso.Snapshot {
	all := land()
	for _, r := range records {
		all = slices.DeleteFunc(all, func(old proviso.Record) bool {
			return old.RecordKind() == r.RecordKind() && old.RecordID() == r.RecordID()
		})
		all = append(all, r)
	}
	return proviso.NewSnapshot("case", theDay(day), theDay(day), all)
}

func decide(t testing.TB, s *proviso.Snapshot) *Result {
	t.Helper()
	r, err := Decide(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *Result) movement(id proviso.MovementID) *Judged {
	for i := range r.Movements {
		if r.Movements[i].ID == id {
			return &r.Movements[i]
		}
	}
	return nil
}

// finding gives what the clause says of the movement, the worst if it says two
// things; nil if it binds none of it.
func (r *Result) finding(m proviso.MovementID, c proviso.ConditionID) *proviso.Finding {
	var worst *proviso.Finding
	j := r.movement(m)
	if j == nil {
		return nil
	}
	for i := range j.Findings {
		f := &j.Findings[i]
		if f.Condition == c && (worst == nil || f.Verdict > worst.Verdict) {
			worst = f
		}
	}
	return worst
}

// words gives a finding as the tables write it: "none", "permitted",
// "missing 10", "undetermined 0..10", "forbidden 4..10".
func words(f *proviso.Finding) string {
	switch {
	case f == nil:
		return "none"
	case f.Verdict == proviso.Permitted:
		return "permitted"
	}
	return fmt.Sprintf("%s %s", f.Verdict, spanWords(f.Units))
}

func spanWords(u proviso.Units) string {
	switch {
	case u.Least == u.Most:
		return fmt.Sprint(u.Least)
	case u.Most == flow.Unlimited:
		return fmt.Sprintf("%d..", u.Least)
	}
	return fmt.Sprintf("%d..%d", u.Least, u.Most)
}

// needWords gives what is missing as "KR: refused; CH: not on record".
func needWords(f *proviso.Finding) string {
	if f == nil {
		return ""
	}
	var out []string
	for _, n := range f.Needs {
		out = append(out, fmt.Sprintf("%s: %s", n.From, n.Status))
	}
	return strings.Join(out, "; ")
}

// asks is one question to a case and its known answer.
type asks struct {
	name     string
	day      string // "" is today
	records  []proviso.Record
	movement proviso.MovementID // "" is "go"
	clause   proviso.ConditionID
	want     string
	needs    string // checked if not empty
}

func hold(t *testing.T, table []asks) {
	t.Helper()
	for _, c := range table {
		t.Run(c.name, func(t *testing.T) {
			if c.day == "" {
				c.day = today
			}
			if c.movement == "" {
				c.movement = "go"
			}
			r := decide(t, askedOn(c.day, c.records...))
			if r.movement(c.movement) == nil {
				t.Fatalf("movement %s was not judged", c.movement)
			}
			f := r.finding(c.movement, c.clause)
			if got := words(f); got != c.want {
				t.Errorf("%s of %s: got %s, want %s", c.clause, c.movement, got, c.want)
				if f != nil {
					for _, b := range f.Because {
						t.Log("because", b.Text)
					}
				}
			}
			if got := needWords(f); c.needs != "" && got != c.needs {
				t.Errorf("%s of %s needs %q, want %q", c.clause, c.movement, got, c.needs)
			}
		})
	}
}

func records(rs ...proviso.Record) []proviso.Record { return rs }
