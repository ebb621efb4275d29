package condition

import (
	"slices"
	"strings"
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
		{name: "more than the others, four being freed", records: append(base, paper("letter", proviso.Letter, "FI", "DE"),
			moves("free", "2022-02-15", "4", "DE", "DE", kind(proviso.Redesignate), under("letter"), releases("fi")), out("15")), clause: "fi/clause", want: "forbidden 1..6"},
		{name: "papers say which", records: append(base, out("8", drawnFromMoves("part"))), clause: "fi/clause", want: "undetermined 0..8"},
	})
	// Of units that Finland supplied the network says the same, though of the ten others
	// nobody knows who did: of fifteen that go five came from Finland at least.
	supplied := fi(onward(proviso.OnwardProhibited), goods(proviso.Goods{SuppliedBy: "FI"}))
	base[0] = supplied
	hold(t, []asks{
		{name: "supplied, fewer than the others", records: append(base, out("10")), clause: "fi/clause", want: "undetermined 0..10"},
		{name: "supplied, more than the others", records: append(base, out("15")), clause: "fi/clause", want: "forbidden 5..15"},
	})
}

// TestWhoSpeaks: the answer says so where only the rule of one pool was asked: here the
// same ten units are said to have gone twice, and no history has that.
func TestWhoSpeaks(t *testing.T) {
	rule := fi(onward(proviso.OnwardProhibited))
	rs := records(rule, counted("german", "2022-01-15", "10", "DE"), delivery(), moves("go", "2022-06-01", "5", "DE", "UA"))
	letter := moves("letter", "2022-03-01", "1", "", "DE", kind(proviso.Redesignate), under("fi"), func(m *proviso.Movement) { m.From = m.To })
	twice := []proviso.Record{moves("once", "2022-05-01", "10", "DE", "PL", drawnFromMoves("in")), moves("again", "2022-05-02", "10", "DE", "PL", drawnFromMoves("in"))}
	for name, c := range map[string]struct {
		rs    []proviso.Record
		alone bool
	}{"plain": {rs, false}, "letter": {append(slices.Clone(rs), letter), false}, "clash": {append(slices.Clone(rs), twice...), true}} {
		f := decide(t, askedOn(today, c.rs...)).finding("go", "fi/clause")
		last := f.Because[len(f.Because)-1].Text
		if strings.HasSuffix(last, "; reckoned from that stock alone") != c.alone {
			t.Errorf("%s: %q", name, last)
		}
	}
}
