package condition

import (
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// TestTheNetworkRefines: ten of twenty shells in Germany are bound. All go to Poland
// in two parts, each of which holds none to ten of them; that together they hold ten
// is more than pool by pool can be seen.
func TestTheNetworkRefines(t *testing.T) {
	rule := fi(onward(proviso.OnwardProhibited))
	base := records(rule, counted("german", "2022-01-15", "10", "DE"), counted("polish", "2022-01-15", "0", "PL"), delivery(),
		moves("part", "2022-03-01", "10", "DE", "PL"), moves("rest", "2022-03-02", "10", "DE", "PL"))
	out := func(n string, more ...onMovement) *proviso.Movement {
		return moves("go", "2022-06-01", n, "PL", "UA", more...)
	}
	hold(t, []asks{
		{name: "fewer than the others", records: append(base, out("10")), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "more than the others", records: append(base, out("15")), clause: "fi/clause", want: "forbidden 5..10"},
		{name: "more than the others, planned", records: append(base, out("15", basis(proviso.Planned))), clause: "fi/clause", want: "forbidden 5..10"},
		{name: "all", records: append(base, out("20")), clause: "fi/clause", want: "forbidden 10"},
		{name: "papers say which", records: append(base, out("8", drawnFromMoves("part"))), clause: "fi/clause", want: "undetermined 0..8"},
	})
}
