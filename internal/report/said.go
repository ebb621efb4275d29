package report

import (
	"context"
	"fmt"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/statement"
)

// SaidQuestion narrows what AskSaid answers.
type SaidQuestion struct {
	About     []string     // ids that a topic has to do with, any of them; nil: all
	By        []string     // parties of which one, or a part of it, speaks; nil: all
	Between   proviso.Date // the days of the statements; zero: any
	Scenarios int          // the largest sets that can all be true: at most so many; 0: none
}

// Said is the answer to a SaidQuestion. Its JSON form is documented in
// docs/JSON.md.
type Said struct {
	Case       string         `json:"case"`
	AsOf       string         `json:"as_of"`
	Known      string         `json:"known"`
	Statements int            `json:"statements"` // those that the answer is about
	Topics     []SaidTopic    `json:"topics"`
	Relations  []SaidRelation `json:"relations"`
	More       bool           `json:"more"`                // more relations than were looked for
	NoBounds   string         `json:"no_bounds,omitempty"` // why the network of stock was not asked
	Unread     []Problem      `json:"unread"`
	Scenarios  []SaidScenario `json:"scenarios,omitempty"`
}

// SaidTopic is one thing that people spoke about.
type SaidTopic struct {
	Title  string      `json:"title"`
	Record string      `json:"record,omitempty"`
	Claims []SaidClaim `json:"claims"`
}

// SaidClaim is one form of it, with who says so, who says it is not so, and what
// the records have to say.
type SaidClaim struct {
	Words   string       `json:"words"`
	Form    proviso.Form `json:"form,omitempty"`
	Sayings []Saying     `json:"sayings"`
	Origins Origins      `json:"origins"`
	Record  *SaidRecord  `json:"record,omitempty"`
}

// Saying is one statement on a claim.
type Saying struct {
	Statement
	Origin  string        `json:"origin"` // named, unnamed
	Held    bool          `json:"held"`   // it can be held against other claims
	Graded  string        `json:"graded,omitempty"`
	Sources []SourceGrade `json:"sources"`
}

// SourceGrade is a source of a statement and how it was graded.
type SourceGrade struct {
	ID     proviso.SourceID `json:"id"`
	Grade  string           `json:"grade,omitempty"`
	Graded string           `json:"graded,omitempty"`
}

// Origins counts whom a claim comes from; told on, it still comes from one.
type Origins struct {
	Named     []string `json:"named"`
	Anonymous int      `json:"anonymous"`
	Least     int      `json:"least"`
}

// SaidRelation is how statements stand to one another.
type SaidRelation struct {
	Kind    string                  `json:"kind"` // conflict, differ, change, told on
	A       []proviso.StatementID   `json:"a"`
	B       []proviso.StatementID   `json:"b"`
	OneSide bool                    `json:"one_side,omitempty"`
	Sides   [][]proviso.StatementID `json:"sides,omitempty"` // of a conflict that takes one statement of each, three or more
	Because []Reason                `json:"because"`
}

// RelationKinds lists the kinds of relation in the order in which they are shown.
var RelationKinds = []string{"conflict", "differ", "change", "told on"}

// mostAsked is the number of claims times the number of movements up to which the
// network of stock is asked for bounds. It takes some four seconds.
const mostAsked = 250_000

// AskSaid lists who said what, and how it stands together and to the records.
func AskSaid(ctx context.Context, s *proviso.Snapshot, q SaidQuestion) (*Said, error) {
	b := statement.Read(s)
	found, err := b.Relate(ctx)
	if err != nil {
		return nil, err
	}
	a := &Said{Case: s.Case, AsOf: s.AsOf.String(), Known: s.Known.String(), Topics: []SaidTopic{}, Relations: []SaidRelation{}, Unread: []Problem{}, More: found.More}
	chosen := &chosen{q: q, b: b, in: map[proviso.StatementID]bool{}}
	var topics []*statement.Topic
	claims := 0
	for _, t := range b.Topics {
		if chosen.topic(t) {
			topics = append(topics, t)
			claims += len(t.Claims())
		}
	}
	asked := &asking{ctx, s, b, claims*len(s.Movements) <= mostAsked}
	if !asked.deep {
		a.NoBounds = fmt.Sprintf("bounds were not computed: %d claims on %d movements are too many at once", claims, len(s.Movements))
	}
	for _, t := range topics {
		one, err := asked.topic(t, chosen)
		if err != nil {
			return nil, err
		}
		a.Topics = append(a.Topics, one)
	}
	a.relations(found, chosen)
	for _, st := range s.Statements {
		for _, u := range st.Claim.Unread {
			if chosen.in[st.ID] {
				a.Unread = append(a.Unread, unreadProblem(st, u))
			}
		}
	}
	a.Statements = len(chosen.in)
	if q.Scenarios > 0 {
		a.Scenarios, err = scenarios(ctx, s, b, found, q.Scenarios, chosen)
	}
	return a, err
}

func unreadProblem(st *proviso.Statement, u proviso.Unread) Problem {
	message := u.Message + ": statement " + string(st.ID) + " is kept as its words only"
	if at := u.At.String(); at != "" {
		message = at + ": " + message
	}
	return Problem{Code: "unread-claim", Message: message, Hint: u.Fix, Records: []string{string(st.ID)}}
}

// chosen is what of the statements was asked for.
type chosen struct {
	q  SaidQuestion
	b  *statement.Book
	in map[proviso.StatementID]bool
}

// topic says whether the topic is asked for, and notes its statements.
func (c *chosen) topic(t *statement.Topic) bool {
	if c.q.About != nil && !slices.ContainsFunc(c.q.About, t.Mentions) {
		return false
	}
	any := false
	for _, y := range t.Sayings {
		if c.statement(y.Statement) {
			c.in[y.Statement.ID], any = true, true
		}
	}
	return any
}

func (c *chosen) statement(st *proviso.Statement) bool {
	if c.q.By != nil && !slices.ContainsFunc(c.q.By, func(p string) bool { return c.b.SpokenBy(st, p) }) {
		return false
	}
	return !c.q.Between.Known() || st.Said.During(c.q.Between) != proviso.No
}

func (q *asking) topic(t *statement.Topic, c *chosen) (SaidTopic, error) {
	out := SaidTopic{Title: t.Title(), Record: t.Record, Claims: []SaidClaim{}}
	for _, claim := range t.Claims() {
		var said []*statement.Saying
		for _, y := range claim.Sayings {
			if c.in[y.Statement.ID] {
				said = append(said, y)
			}
		}
		parts, err := q.parts(claim.Of, said)
		if err != nil {
			return out, err
		}
		for _, p := range parts {
			one := SaidClaim{Words: claimWords(q.s, claim), Sayings: make([]Saying, 0, len(p.said)), Origins: origins(q.b.Origins(p.said)), Record: p.record}
			if claim.Of != nil {
				one.Form = claim.Of.Form()
			}
			for _, y := range p.said {
				one.Sayings = append(one.Sayings, saying(q.s, y))
			}
			out.Claims = append(out.Claims, one)
		}
	}
	return out, nil
}

// answered is the sayings of a claim to which the records say the same.
type answered struct {
	said   []*statement.Saying
	record *SaidRecord // nil: words only
}

// parts asks the records about a claim for each day on which it was said.
func (q *asking) parts(of proviso.Proposition, said []*statement.Saying) ([]answered, error) {
	var out []answered
	at := map[string]int{}
	for _, y := range said {
		on := y.Statement.Said.String()
		if of == nil || statement.AsSaid(of, y.Statement.Said, q.s.AsOf) == of {
			on = "" // its own day, whenever it was said
		}
		i, ok := at[on]
		if !ok {
			var r *SaidRecord
			if of != nil {
				var err error
				if r, err = q.said(of, y.Statement.Said); err != nil {
					return nil, err
				}
			}
			i = slices.IndexFunc(out, func(o answered) bool { return o.record.same(r) })
			if i < 0 {
				i, out = len(out), append(out, answered{record: r})
			}
			at[on] = i
		}
		out[i].said = append(out[i].said, y)
	}
	return out, nil
}

func claimWords(s *proviso.Snapshot, c statement.Claim) string {
	if c.Of != nil {
		return statement.Words(s, c.Of)
	}
	return ""
}

func origins(o statement.Origins) Origins {
	return Origins{Named: append([]string{}, o.Named...), Anonymous: o.Anonymous, Least: o.Least}
}

func saying(s *proviso.Snapshot, y *statement.Saying) Saying {
	st := y.Statement
	out := Saying{Statement: statementAnswer(st), Origin: "named", Held: y.Commits(), Graded: gradedWords(st.Graded), Sources: []SourceGrade{}}
	out.Not = y.Not
	if slices.ContainsFunc(st.By, func(sp proviso.Speaker) bool { return sp.Party == "" }) {
		out.Origin = "unnamed"
	}
	for _, id := range st.Sources {
		if src := s.Source(id); src != nil {
			out.Sources = append(out.Sources, SourceGrade{ID: id, Grade: string(src.Grade), Graded: gradedWords(src.Graded)})
		}
	}
	return out
}

func gradedWords(g proviso.Grading) string {
	if g.By == "" {
		return ""
	}
	if !g.On.Known() {
		return "by " + g.By
	}
	return "by " + g.By + " on " + g.On.String()
}

// relations keeps those in which a statement asked for has a part.
func (a *Said) relations(found *statement.Relations, c *chosen) {
	for i, list := range [][]statement.Relation{found.Conflicts, found.Differs, found.Changes, found.Retold} {
		for _, x := range list {
			one := SaidRelation{Kind: RelationKinds[i], A: ids(x.A), B: ids(x.B), OneSide: x.OneSide, Because: reasons(x.Because)}
			for _, side := range x.Sides {
				one.Sides = append(one.Sides, ids(side))
			}
			in := func(id proviso.StatementID) bool { return c.in[id] }
			if slices.ContainsFunc(one.A, in) || slices.ContainsFunc(one.B, in) {
				a.Relations = append(a.Relations, one)
			}
		}
	}
}

func ids(list []*proviso.Statement) []proviso.StatementID {
	out := make([]proviso.StatementID, len(list))
	for i, st := range list {
		out[i] = st.ID
	}
	return out
}
