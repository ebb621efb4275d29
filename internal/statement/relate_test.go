package statement_test

import (
	"context"
	"testing"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/statement"
)

// said makes a statement of 2022-01-12.
func said(id proviso.StatementID, mode proviso.Mode, p proviso.Proposition) *proviso.Statement {
	return &proviso.Statement{ID: id, By: []proviso.Speaker{{Party: "T"}}, Said: mustDate("2022-01-12"), Mode: mode,
		Claim: proviso.Claim{Says: []proviso.Proposition{p}}}
}

// TestFormsOutsideTheModel holds what the small model has no worlds for.
func TestFormsOutsideTheModel(t *testing.T) {
	went := &proviso.SomeMovement{From: proviso.End{Party: "S1"}, To: proviso.End{Party: "T"}, When: mustDate("2022-01-10")}
	none := &proviso.SomeMovement{From: proviso.End{Party: "S"}, When: mustDate("../2022-01-11")}
	held := &proviso.PolicyHeld{Policy: "rule", On: mustDate("2022-01-12")}
	talks := &proviso.Negotiation{Between: []proviso.PartyID{"S1", "T"}}
	link := &proviso.IfThen{If: proviso.Content{Holds: went}, Then: proviso.Content{Holds: held}}
	for _, c := range []struct {
		name              string
		list              []*proviso.Statement
		conflicts, differ int
	}{
		{"information against a denial of what it says", []*proviso.Statement{
			said("a", proviso.Asserts, &proviso.Knowledge{By: "T", That: proviso.Content{Holds: went}}), said("b", proviso.Denies, none)}, 0, 1},
		{"talks of a part against no talks of the whole", []*proviso.Statement{
			said("a", proviso.Confirms, talks), said("b", proviso.Denies, &proviso.Negotiation{Between: []proviso.PartyID{"S"}})}, 1, 0},
		{"talks of the whole against no talks of a part", []*proviso.Statement{
			said("a", proviso.Denies, talks), said("b", proviso.Confirms, &proviso.Negotiation{Between: []proviso.PartyID{"S", "T"}})}, 0, 0},
		{"a condition alone", []*proviso.Statement{said("a", proviso.Asserts, link), said("b", proviso.Asserts, went)}, 0, 0},
		{"a condition that is met and not kept", []*proviso.Statement{
			said("a", proviso.Asserts, link), said("b", proviso.Asserts, went), said("c", proviso.Denies, held)}, 1, 0},
		{"declining and denying a part exclude nothing", []*proviso.Statement{
			said("a", proviso.Asserts, went), said("b", proviso.Declines, none), said("c", proviso.PartDeny, none)}, 0, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := statement.Read(modelSnapshot(c.list...)).Relate(context.Background())
			if err != nil {
				t.Fatal(err)
			}
			if len(r.Conflicts) != c.conflicts || len(r.Differs) != c.differ {
				t.Errorf("%d conflicts and %d that differ, want %d and %d", len(r.Conflicts), len(r.Differs), c.conflicts, c.differ)
			}
		})
	}
}
