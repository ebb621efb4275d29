package report

import (
	"context"
	"fmt"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/statement"
)

// Supposition is what changes if statements are true: on top of the records they
// are entered as suppositions, and everything is judged again.
type Supposition struct {
	Statements []proviso.StatementID `json:"statements"`
	Taken      []SupposedStep        `json:"taken"`
	Left       []SupposedStep        `json:"left"`
	Clashes    []SupposedStep        `json:"clashes"`
	Open       []SupposedStep        `json:"open"`
	Same       *SameMovement         `json:"same,omitempty"`
	Changes    []VerdictChange       `json:"changes"`
	Broken     []BrokenPromise       `json:"broken"`
	False      []FalseStatement      `json:"false"`
}

// SameMovement is what changes if what may be a movement on record is that one;
// nil where that makes no difference.
type SameMovement struct {
	Taken   []SupposedStep  `json:"taken"`
	Changes []VerdictChange `json:"changes"`
	Broken  []BrokenPromise `json:"broken"`
}

// SupposedStep is what was or was not done for a statement.
type SupposedStep struct {
	Statement proviso.StatementID `json:"statement"`
	Text      string              `json:"text"`
	Records   []string            `json:"records"`
}

// VerdictChange is a movement on which the verdict is another one.
type VerdictChange struct {
	Movement proviso.MovementID `json:"movement"`
	Before   string             `json:"before"` // a verdict in words; "not on record"
	After    string             `json:"after"`  // likewise; "did not take place"
}

// BrokenPromise is a clause that would be broken, or lack a consent, and was not
// before.
type BrokenPromise struct {
	Condition proviso.ConditionID `json:"condition"`
	Movement  proviso.MovementID  `json:"movement"`
	Verdict   proviso.Verdict     `json:"verdict"`
	By        []proviso.PartyID   `json:"by"`
	Bounds
	Unit  string `json:"unit"`
	Needs []Need `json:"needs"`
}

// same says whether as many units break the same clause by the same movement.
func (b BrokenPromise) same(o BrokenPromise) bool {
	most := func(x *int64) int64 {
		if x == nil {
			return proviso.Unbounded
		}
		return *x
	}
	return b.Condition == o.Condition && b.Movement == o.Movement && b.Verdict == o.Verdict && b.Least == o.Least && most(b.Most) == most(o.Most)
}

// FalseStatement is one that cannot be true beside those supposed.
type FalseStatement struct {
	Statement proviso.StatementID   `json:"statement"`
	With      []proviso.StatementID `json:"with"`
	Because   []Reason              `json:"because"`
}

// SupposeStatements checks the snapshot with the statements taken as true. The
// answer is that of the changed records, with what is different; its snapshot is
// the changed one.
func SupposeStatements(ctx context.Context, s *proviso.Snapshot, ids []proviso.StatementID, q Question) (*Answer, *proviso.Snapshot, error) {
	b := statement.Read(s)
	p := b.Suppose(ids, false)
	before, err := Check(ctx, s, Question{})
	if err != nil {
		return nil, nil, err
	}
	after, err := Check(ctx, p.Snapshot, Question{})
	if err != nil {
		return nil, nil, err
	}
	out := &Supposition{Statements: ids, Taken: steps(p.Taken), Left: steps(p.Left), Clashes: steps(p.Clashes), Open: steps(p.Open)}
	out.Changes, out.Broken = verdictChanges(before, after)
	if len(p.Open) > 0 {
		same := b.Suppose(ids, true)
		then, err := Check(ctx, same.Snapshot, Question{})
		if err != nil {
			return nil, nil, err
		}
		changes, broken := verdictChanges(before, then)
		if !slices.Equal(changes, out.Changes) || !slices.EqualFunc(broken, out.Broken, BrokenPromise.same) {
			out.Same = &SameMovement{Taken: steps(same.Taken), Changes: changes, Broken: broken}
		}
	}
	found, err := b.Relate(ctx)
	if err != nil {
		return nil, nil, err
	}
	out.False = falseBeside(found, ids)
	a := after
	if q.Movement != "" {
		if a, err = Check(ctx, p.Snapshot, q); err != nil {
			return nil, nil, err
		}
	}
	a.Supposed = out
	return a, p.Snapshot, nil
}

func steps(list []statement.Step) []SupposedStep {
	out := []SupposedStep{}
	for _, x := range list {
		out = append(out, SupposedStep{x.Statement, x.Text, append([]string{}, x.Records...)})
	}
	return out
}

// verdictChanges finds the verdicts that changed and the clauses that got worse.
func verdictChanges(before, after *Answer) (changes []VerdictChange, broken []BrokenPromise) {
	changes, broken = []VerdictChange{}, []BrokenPromise{}
	was := map[proviso.MovementID]*Movement{}
	for i := range before.Movements {
		was[before.Movements[i].ID] = &before.Movements[i]
	}
	for i := range after.Movements {
		m := &after.Movements[i]
		old := was[m.ID]
		delete(was, m.ID)
		now, then := verdictWords(m.Verdict.String(), m.Basis), "not on record"
		if old != nil {
			then = verdictWords(old.Verdict.String(), old.Basis)
		}
		if now != then {
			changes = append(changes, VerdictChange{m.ID, then, now})
		}
		broken = append(broken, promises(old, m)...)
	}
	for i := range before.Movements {
		if m := &before.Movements[i]; was[m.ID] != nil {
			changes = append(changes, VerdictChange{m.ID, verdictWords(m.Verdict.String(), m.Basis), "did not take place"})
		}
	}
	return changes, broken
}

// promises lists the clauses that are broken on the movement, or lack a consent,
// and were not before.
func promises(old, m *Movement) []BrokenPromise {
	var out []BrokenPromise
	for i := range m.Findings {
		f := &m.Findings[i]
		if f.Verdict != proviso.Forbidden && f.Verdict != proviso.Missing {
			continue
		}
		if old != nil {
			k := slices.IndexFunc(old.Findings, func(g Finding) bool { return g.Condition == f.Condition })
			if k >= 0 && old.Findings[k].Verdict >= f.Verdict && old.Basis == m.Basis {
				continue
			}
		}
		out = append(out, BrokenPromise{Condition: f.Condition, Movement: m.ID, Verdict: f.Verdict, By: append([]proviso.PartyID{}, f.By...),
			Bounds: f.Bounds, Unit: f.Unit, Needs: f.Needs})
	}
	return out
}

// falseBeside lists the statements that conflict with those supposed: of each
// conflict, those of one side when one of every other side is supposed.
func falseBeside(found *statement.Relations, supposed []proviso.StatementID) []FalseStatement {
	out := []FalseStatement{}
	in := func(id proviso.StatementID) bool { return slices.Contains(supposed, id) }
	for _, x := range found.Conflicts {
		sides := x.Sides
		if sides == nil {
			sides = [][]*proviso.Statement{x.A, x.B}
		}
		for i, side := range sides {
			var with []proviso.StatementID
			met := true
			for k, other := range sides {
				said := slices.DeleteFunc(ids(other), func(id proviso.StatementID) bool { return !in(id) })
				if k != i {
					with, met = append(with, said...), met && len(said) > 0
				}
			}
			for _, id := range ids(side) {
				if met && !in(id) {
					out = append(out, FalseStatement{id, with, reasons(x.Because)})
				}
			}
		}
	}
	return out
}

// SaidScenario is a largest set of statements that can all be true, with what
// follows for the conditions if they are.
type SaidScenario struct {
	LeftOut []proviso.StatementID `json:"left_out"`
	True    int                   `json:"true"` // statements in the set that claim something
	Sure    bool                  `json:"sure"` // no set leaves out fewer that is not shown before it
	Changes []VerdictChange       `json:"changes"`
	Broken  []BrokenPromise       `json:"broken"`
}

// scenarios supposes each largest set and compares the verdicts with those of
// the records alone. Only statements asked for take part.
func scenarios(ctx context.Context, s *proviso.Snapshot, b *statement.Book, found *statement.Relations, n int, c *chosen) ([]SaidScenario, error) {
	var conflicts []statement.Relation
	for _, x := range found.Conflicts {
		in := func(st *proviso.Statement) bool { return c.in[st.ID] }
		if slices.ContainsFunc(x.A, in) || slices.ContainsFunc(x.B, in) {
			conflicts = append(conflicts, x)
		}
	}
	before, err := Check(ctx, s, Question{})
	if err != nil {
		return nil, err
	}
	list, sure := statement.Scenarios(conflicts, n)
	out := []SaidScenario{}
	for _, one := range list {
		left := ids(one.LeftOut)
		var kept []proviso.StatementID
		for _, st := range s.Statements {
			if c.in[st.ID] && !slices.Contains(left, st.ID) && b.Holds(st.ID) {
				kept = append(kept, st.ID)
			}
		}
		after, err := Check(ctx, b.Suppose(kept, true).Snapshot, Question{})
		if err != nil {
			return nil, fmt.Errorf("check a scenario: %w", err)
		}
		changes, broken := verdictChanges(before, after)
		out = append(out, SaidScenario{LeftOut: left, True: len(kept), Sure: sure && !found.More, Changes: changes, Broken: broken})
	}
	return out, nil
}
