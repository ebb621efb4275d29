package statement

import (
	"slices"
	"strings"

	"github.com/proviso-ledger/proviso"
)

// Claim is what some statements say in one and the same form.
type Claim struct {
	Of      proviso.Proposition // nil: about the record, or words only
	Record  string
	Sayings []*Saying
}

// Claims parts the sayings of a topic by what they say.
func (t *Topic) Claims() []Claim {
	var out []Claim
	at := map[string]int{}
	for _, y := range t.Sayings {
		i, ok := at[y.key]
		if !ok {
			i = len(out)
			at[y.key] = i
			out = append(out, Claim{Of: y.Of, Record: t.Record})
		}
		out[i].Sayings = append(out[i].Sayings, y)
	}
	return out
}

// Title puts what the topic is into words.
func (t *Topic) Title() string {
	kind, id, _ := strings.Cut(t.Key, ":")
	s := t.trees.s
	switch kind {
	case "event":
		if m := s.Movement(proviso.MovementID(id)); m != nil {
			return moveWords(s, &proviso.SomeMovement{Items: []proviso.ItemID{m.Item}, From: endOf(m.From), To: endOf(m.To), Kinds: []proviso.MovementKind{m.Kind}}) + " (" + id + ")"
		}
	case "paper":
		return paperName(s, proviso.InstrumentID(id))
	case "words":
		if st := s.Statement(proviso.StatementID(id)); st != nil {
			return "in words only (" + id + ")"
		}
	}
	if t.Of != nil {
		return Words(s, t.Of)
	}
	return t.Key
}

// Commits says whether the statement says that something is so or is not so, and
// the program can hold that against other claims.
func (y *Saying) Commits() bool { return y.literal != nil }

// Mentions says whether the topic or one of its sayings has to do with the id: a
// record, a party with its parts, a place or an item.
func (t *Topic) Mentions(id string) bool {
	if _, own, _ := strings.Cut(t.Key, ":"); own == id {
		return true
	}
	for _, y := range t.Sayings {
		if string(y.Statement.ID) == id || slices.Contains(y.Statement.Claim.About, id) || y.Of != nil && t.trees.mentions(y.Of, id) {
			return true
		}
	}
	return false
}

func (t *trees) mentions(p proviso.Proposition, id string) bool {
	switch p := p.(type) {
	case *proviso.SomeMovement:
		return t.moveMentions(p, id)
	case *proviso.SomeStock:
		return t.moveMentions(stockPattern(p), id)
	case *proviso.PolicyHeld:
		return string(p.Policy) == id || string(p.Clause) == id
	case *proviso.InstrumentStage:
		return string(p.Instrument) == id || t.is(p.By, id) || t.is(p.To, id)
	case *proviso.Intention:
		return t.is(p.By, id) || t.moveMentions(&p.Movement, id)
	case *proviso.Negotiation:
		return slices.ContainsFunc(p.Between, func(q proviso.PartyID) bool { return t.is(q, id) }) || t.moveMentions(&p.Movement, id)
	case *proviso.IfThen:
		return p.If.Holds != nil && t.mentions(p.If.Holds, id) || p.Then.Holds != nil && t.mentions(p.Then.Holds, id)
	case *proviso.Knowledge:
		return t.is(p.By, id) || p.That.Holds != nil && t.mentions(p.That.Holds, id)
	}
	return false
}

func (t *trees) is(p proviso.PartyID, id string) bool {
	return p != "" && t.party(proviso.PartyID(id), p)
}

func (t *trees) moveMentions(m *proviso.SomeMovement, id string) bool {
	for _, e := range []*proviso.End{&m.From, &m.To} {
		if string(e.At) == id || slices.ContainsFunc(ends(e), func(p proviso.PartyID) bool { return t.is(p, id) }) {
			return true
		}
	}
	return string(m.AccountOf) == id || t.is(m.Origin, id) || slices.Contains(m.Items, proviso.ItemID(id)) ||
		slices.Contains(m.Via, proviso.PlaceID(id)) || slices.Contains(m.Under, proviso.InstrumentID(id))
}

// SpokenBy says whether one of the speakers is the party or a part of it, or
// belongs to it.
func (b *Book) SpokenBy(st *proviso.Statement, party string) bool {
	for _, by := range st.By {
		p := by.Party
		if p == "" {
			p = by.Of
		}
		if b.trees.is(p, party) {
			return true
		}
	}
	return false
}

// About gives what a statement is about.
func (b *Book) About(st proviso.StatementID) []*Topic {
	var out []*Topic
	for _, y := range b.sayings[st] {
		if !slices.Contains(out, y.Topic) {
			out = append(out, y.Topic)
		}
	}
	return out
}

// Holds says whether a statement claims something that can be held against
// others.
func (b *Book) Holds(st proviso.StatementID) bool {
	return slices.ContainsFunc(b.sayings[st], (*Saying).Commits)
}
