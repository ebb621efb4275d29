package statement_test

import (
	"math/bits"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/statement"
)

// TestScenariosAreTheLargest compares with all subsets of up to eight statements.
func TestScenariosAreTheLargest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []*proviso.Statement
		for i := range 8 {
			all = append(all, &proviso.Statement{ID: proviso.StatementID(rune('a' + i))})
		}
		var conflicts []statement.Relation
		var edges []uint
		for range rapid.IntRange(0, 7).Draw(t, "conflicts") {
			i, j := rapid.IntRange(0, 7).Draw(t, "one"), rapid.IntRange(0, 7).Draw(t, "other")
			if i != j {
				conflicts = append(conflicts, statement.Relation{A: all[i : i+1], B: all[j : j+1]})
				edges = append(edges, 1<<i|1<<j)
			}
		}
		meets := func(left uint) bool { return !slices.ContainsFunc(edges, func(e uint) bool { return e&left == 0 }) }
		var want []int
		for left := range uint(256) {
			least := meets(left)
			for i := range 8 {
				least = least && (left>>i&1 == 0 || !meets(left&^(1<<i)))
			}
			if least {
				want = append(want, bits.OnesCount(left))
			}
		}
		slices.Sort(want)
		got, sure := statement.Scenarios(conflicts, 300)
		var sizes []int
		for _, s := range got {
			sizes = append(sizes, len(s.LeftOut))
		}
		if !sure || !slices.Equal(sizes, want) {
			t.Fatalf("sets leave out %v, want %v", sizes, want)
		}
	})
}
