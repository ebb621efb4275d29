package condition

import (
	"fmt"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
)

// triggered says whether the movement is one of the changes that set the
// onward clause off, and why.
func (e *engine) triggered(c *clause, r *proviso.Onward, v *move) (proviso.Truth, string) {
	set, why := proviso.No, "it is none of the changes that the clause is about"
	for _, t := range r.Triggers {
		if now := e.changes(c, t, v); now > set {
			set, why = now, changeWords(t, v, now)
		}
	}
	return set, why
}

func changeWords(t proviso.Trigger, m *move, now proviso.Truth) string {
	var s string
	switch t {
	case proviso.OnTitle:
		s = fmt.Sprintf("title passes from %s to %s", named(m.left.Owner), named(m.To.Owner))
	case proviso.OnPossession:
		s = fmt.Sprintf("possession passes from %s to %s", named(m.left.Holder), named(m.To.Holder))
	case proviso.OnLocation:
		s = fmt.Sprintf("the goods go from %s to %s", place(m.left.At), place(m.To.At))
	case proviso.OnLoan:
		s = fmt.Sprintf("the goods are lent to %s", named(m.To.Holder))
	case proviso.OnIncorporation:
		s = "the goods go into a product"
	case proviso.OnDisposal:
		s = "the goods are disposed of"
	case proviso.OnChangeOfUse:
		s = "the use of the goods changes"
	}
	if now == proviso.Maybe {
		return "not known whether " + s
	}
	return s
}

func place(p proviso.PlaceID) string {
	if p == "" {
		return "a place not known"
	}
	return string(p)
}

func (e *engine) changes(c *clause, t proviso.Trigger, v *move) proviso.Truth {
	m := v.Movement
	passes := supplies(m.Kind) || v.input
	switch t {
	case proviso.OnTitle:
		if !passes {
			return proviso.No
		}
		return e.changesHands(c, v.left.Owner, m.To.Owner)
	case proviso.OnPossession:
		if !passes {
			return proviso.No
		}
		return e.changesHands(c, v.left.Holder, m.To.Holder)
	case proviso.OnLocation:
		if !passes {
			return proviso.No
		}
		return e.crossesBorder(v.left.At, m.To.At)
	case proviso.OnLoan:
		return proviso.TruthOf(m.Kind == proviso.Lend)
	case proviso.OnIncorporation:
		return proviso.TruthOf(v.input)
	case proviso.OnDisposal:
		if m.Kind == proviso.Transfer {
			return e.changesHands(c, m.From.Owner, m.To.Owner)
		}
		return proviso.TruthOf(m.Kind == proviso.Destroy)
	case proviso.OnChangeOfUse:
		return e.changesUse(c, m)
	}
	return proviso.No
}

// changesHands says whether goods pass to somebody else. Within the party that
// the instrument binds, and among the agencies and forces of one state, they
// do not; between two companies they do; to a company of the same state, or a
// part of a company in another state, they may (22 CFR 120.52 counts a different
// end user within the same country).
func (e *engine) changesHands(c *clause, from, to proviso.PartyID) proviso.Truth {
	s := e.s
	bound := proviso.No
	if b := c.in.Binds(); b != "" {
		bound = s.PartyWithin(from, b).And(s.PartyWithin(to, b))
	}
	one := e.ofOneState(from, to)
	switch {
	case from == "" || to == "":
		return proviso.Maybe
	case from == to:
		return proviso.No
	case bound == proviso.Yes,
		(s.PartyWithin(from, to) == proviso.Yes || s.PartyWithin(to, from) == proviso.Yes) && e.alike(from, to):
		return e.abroad(from, to)
	case bound == proviso.Maybe, s.PartyWithin(from, to) != proviso.No, s.PartyWithin(to, from) != proviso.No:
		return proviso.Maybe
	case one == proviso.No, e.company(from) && e.company(to):
		return proviso.Yes
	case one == proviso.Yes && e.public(from) && e.public(to):
		return proviso.No
	}
	return proviso.Maybe
}

// ofOneState says whether both parties are of one state. A person, an outlet or
// an organisation of no state on record is of none.
func (e *engine) ofOneState(a, b proviso.PartyID) proviso.Truth {
	x, y := e.state(a), e.state(b)
	switch {
	case x != "" && y != "":
		return proviso.TruthOf(x == y)
	case x != "":
		return e.s.PartyWithin(b, x)
	case y != "":
		return e.s.PartyWithin(a, y)
	case e.country(a) != "" && e.country(b) != "" && e.country(a) != e.country(b):
		return proviso.No
	}
	return proviso.TruthOf(e.mayHaveState(a) && e.mayHaveState(b)).And(proviso.Maybe)
}

// alike says whether both parties are public, or neither is.
func (e *engine) alike(a, b proviso.PartyID) bool {
	return e.kind(a) != "" && e.kind(b) != "" && e.public(a) == e.public(b)
}

// kind gives what sort of party it is, "" if that is not on record.
func (e *engine) kind(p proviso.PartyID) proviso.PartyKind {
	if party := e.s.Party(p); party != nil {
		return party.Kind
	}
	return ""
}

// mayHaveState says whether the party is of a kind that can be of a state, or its
// kind is not on record.
func (e *engine) mayHaveState(p proviso.PartyID) bool {
	return e.company(p) || e.public(p) || e.kind(p) == ""
}

func (e *engine) company(p proviso.PartyID) bool { return e.kind(p) == proviso.Company }

// abroad says whether two parts of one party are in different countries, in
// which case it is not known whether goods pass to somebody else.
func (e *engine) abroad(a, b proviso.PartyID) proviso.Truth {
	if x, y := e.country(a), e.country(b); x != "" && y != "" && x != y {
		return proviso.Maybe
	}
	return proviso.No
}

// country gives the country that the party's own record names, or its state.
func (e *engine) country(p proviso.PartyID) string {
	if party := e.s.Party(p); party != nil && party.Country != "" {
		return party.Country
	}
	return string(e.state(p))
}

// public says whether the party is a state or one of its agencies or forces.
func (e *engine) public(p proviso.PartyID) bool {
	k := e.kind(p)
	return k == proviso.State || k == proviso.Agency || k == proviso.Force
}

// state gives the state that the party is or is a part of, "" if none is on
// record.
func (e *engine) state(p proviso.PartyID) proviso.PartyID {
	for party := e.s.Party(p); party != nil; party = e.s.Party(party.PartOf) {
		if party.Kind == proviso.State {
			return party.ID
		}
	}
	return ""
}

func (e *engine) crossesBorder(from, to proviso.PlaceID) proviso.Truth {
	a, b := e.s.Country(from), e.s.Country(to)
	if a == "" || b == "" {
		return proviso.Maybe
	}
	return proviso.TruthOf(a != b)
}

// changesUse compares the use on record with the use for which the goods came.
func (e *engine) changesUse(c *clause, m *proviso.Movement) proviso.Truth {
	if m.Kind == proviso.Redesignate {
		return proviso.Yes
	}
	switch {
	case noUse(m.Kind):
		return proviso.No
	case m.Use == "":
		return proviso.Maybe
	}
	came, all := e.broughtBy(c, m)
	same, other := true, true
	for _, d := range came {
		like := strings.EqualFold(d.Use, m.Use)
		same, other = same && like, other && !like && d.Use != ""
	}
	switch {
	case len(came) == 0 || !all || same == other:
		return proviso.Maybe
	case same:
		return proviso.No
	}
	return proviso.Yes
}
