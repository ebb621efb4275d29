package flow

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// inventEvidence says true things of one hidden history, or (wild) anything.
func inventEvidence(r *rand.Rand, t *tiny, q *Question, wild bool) []Evidence {
	var some *state
	seen := 0
	timelines(t, q.Until, func(events []event) {
		if seen > 500 {
			return
		}
		walk(t, events, set(q.Of), set(q.Moves), set(q.Holdings), func(s *state) {
			seen++
			if r.IntN(seen) == 0 {
				some = s.copy()
			}
		})
	})
	if some == nil {
		return nil
	}
	var out []Evidence
	for range 1 + r.IntN(3) {
		e := Evidence{Move: int32(r.IntN(len(t.moves))), Tally: -1, Tag: int32(len(out))}
		units := some.onMove[e.Move]
		if len(t.tallies) > 0 && r.IntN(3) == 0 {
			e.Move, e.Tally = -1, int32(r.IntN(len(t.tallies)))
			units = some.atTally[e.Tally]
		}
		if wild {
			units = r.Int64N(4)
		}
		switch r.IntN(4) {
		case 0:
			e.Least, e.Most = units, units
		case 1:
			e.Most = units
		case 2:
			e.Least, e.Most = units, Unlimited
		default:
			e.Least, e.Most = max(0, units-1), units
		}
		out = append(out, e)
	}
	return out
}

func (s *state) copy() *state {
	c := newState(len(s.at))
	for k, v := range s.onMove {
		c.onMove[k] = v
	}
	for k, v := range s.atTally {
		c.atTally[k] = v
	}
	return c
}

func TestEvidenceAgainstAllHistories(t *testing.T) {
	for _, c := range []struct {
		name  string
		shape shape
		wild  bool
		seeds int
	}{
		{"true of exact data", shape{size: 8}, false, 5000},
		{"true of exact data with tallies", shape{size: 8, tallies: true}, false, 5000},
		{"true of lots", shape{size: 8, lots: true}, false, 5000},
		{"true of all", shape{size: 5, lots: true, ranges: true, dates: true, sameDay: true, tallies: true}, false, 3000},
		{"wild on exact data", shape{size: 7, tallies: true}, true, 5000},
		{"wild on all", shape{size: 5, lots: true, ranges: true, dates: true, sameDay: true, tallies: true}, true, 1000},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(11, uint64(len(c.name))))
			exact, clashes, proven, missed, n := 0, 0, 0, 0, 0
			for range c.seeds {
				l := invent(r, c.shape)
				net := l.network(t)
				q := inventQuestion(r, l)
				q.Evidence = inventEvidence(r, l, &q, c.wild)
				if len(q.Of) == 0 || len(q.Evidence) == 0 {
					continue
				}
				want, ok := enumerate(l, &q, 20_000)
				if !ok {
					continue
				}
				n++
				got := ask(t, net, q)
				if want.histories == 0 {
					if len(got.Clash) > 0 {
						clashes++
						checkClash(t, l, net, q, got)
						if got.ClashIs == smallest && !c.shape.ranges && !l.busyTally() && q.Until == proviso.LastDay && !l.within(q.Evidence) {
							proven += checkSmallest(t, l, net, q, got)
						}
					} else if !c.shape.ranges && !l.busyTally() && q.Until == proviso.LastDay && !repeats(got) && !l.within(q.Evidence) {
						t.Fatalf("contradiction not seen\nledger %s\nquestion %+v", l, q)
					} else {
						missed++
					}
					continue
				}
				if got.Exact() {
					exact++
				}
				if msg := disagree(got, want); msg != "" {
					t.Fatalf("%s\nledger %s\nquestion %+v\ntruth %+v", msg, l, q, want)
				}
			}
			t.Logf("%d ledgers: %d exact, %d contradictions found, %d of them the smallest, %d not seen", n, exact, clashes, proven, missed)
			if c.name == "wild on exact data" && proven < 500 {
				t.Errorf("only %d contradictions are the smallest", proven)
			}
		})
	}
}

// busyTally says whether something moved on the day of a tally.
func (t *tiny) busyTally() bool {
	for _, ta := range t.tallies {
		for _, m := range t.moves {
			if m.Earliest <= ta.Day && ta.Day <= m.Latest {
				return true
			}
		}
	}
	return false
}

// within says whether some evidence is about a movement within one holding.
func (t *tiny) within(evidence []Evidence) bool {
	for _, e := range evidence {
		if e.Move >= 0 && t.moves[e.Move].From == t.moves[e.Move].To {
			return true
		}
	}
	return false
}

// checkClash takes the evidence that the answer names and asks again with that
// alone: it must still clash, and no history may meet it.
func checkClash(t *testing.T, l *tiny, net *Network, q Question, got Answer) {
	t.Helper()
	var named []Evidence
	for _, c := range got.Clash {
		if c.Evidence >= 0 {
			named = append(named, q.Evidence[c.Evidence])
		}
	}
	all := q.Evidence
	q.Evidence = named
	if want, ok := enumerate(l, &q, 20_000); ok && want.histories > 0 {
		t.Fatalf("evidence named as clashing can hold: %+v\nledger %s\nquestion %+v\nall evidence %+v", got.Clash, l, q, all)
	}
}

// checkSmallest asks whether evidence about fewer movements and stocktakes than the
// answer names can have no history. Where units enter twice not all of it is seen, and
// it gives 0, else 1.
func checkSmallest(t *testing.T, l *tiny, net *Network, q Question, got Answer) int {
	t.Helper()
	type about struct{ move, tally int32 }
	named, rows, all := map[about]bool{}, []about{}, q.Evidence
	for _, e := range all {
		if at := (about{e.Move, e.Tally}); !slices.Contains(rows, at) {
			rows = append(rows, at)
		}
	}
	for _, c := range got.Clash {
		if c.Evidence >= 0 {
			named[about{all[c.Evidence].Move, all[c.Evidence].Tally}] = true
		}
	}
	q.Evidence = nil
	if repeats(ask(t, net, q)) {
		return 0
	}
	for set := range 1 << len(rows) {
		q.Evidence = nil
		size := 0
		for i, at := range rows {
			if set>>i&1 == 0 {
				continue
			}
			size++
			for _, e := range all {
				if at == (about{e.Move, e.Tally}) {
					q.Evidence = append(q.Evidence, e)
				}
			}
		}
		if size >= len(named) {
			continue
		}
		if want, ok := enumerate(l, &q, 20_000); ok && want.histories == 0 {
			t.Fatalf("evidence on %d suffices, %d named: %+v\nledger %s\nall evidence %+v", size, len(named), got.Clash, l, all)
		}
	}
	return 1
}

// A unit that moves on the day of a stocktake may have gone round it, so that what
// the stocktake found of S says less of the stock.
func TestFoundOnABusyDayIsOuter(t *testing.T) {
	move := func(from, to int32, units int64, day proviso.Day) Move {
		return Move{From: from, To: to, Lot: NoLot, Earliest: day, Latest: day, Least: units, Most: units}
	}
	l := &tiny{holdings: 2, moves: []Move{move(Outside, 0, 3, 1), move(Outside, 0, 3, 2), move(0, 1, 1, 3), move(1, 1, 1, 4)},
		tallies: []Tally{{Holding: 1, Day: 4, Least: 1, Most: 1}}}
	q := Question{Asks: Ended, Of: []int32{1}, Holdings: []int32{1}, Until: proviso.LastDay, Evidence: []Evidence{{Move: -1, Tally: 0, Least: 1, Most: Unlimited}}}
	if a := ask(t, l.network(t), q); a.Least > 1 || a.Most < 1 || a.Least != 1 && a.LeastExact {
		t.Errorf("[%d, %d] least exact %v, want 1, or outer", a.Least, a.Most, a.LeastExact)
	}
}

// Three recovered at the target reached it, whatever the network says of the rest.
func TestFoundAtTheTarget(t *testing.T) {
	l := &tiny{holdings: 2, moves: []Move{
		{From: Outside, To: 0, Lot: NoLot, Earliest: 1, Latest: 1, Least: 300_000, Most: 300_000},
		{From: Outside, To: 0, Lot: NoLot, Earliest: 2, Latest: 2, Least: 100_000, Most: 100_000},
		{From: 0, To: 1, Lot: NoLot, Earliest: 3, Latest: 3, Least: 8_000, Most: 8_000},
	}, tallies: []Tally{{Holding: 1, Day: 5, Least: 3, Most: Unlimited}}}
	q := Question{Of: []int32{1}, Holdings: []int32{1}, Until: proviso.LastDay, Evidence: []Evidence{{Move: -1, Tally: 0, Least: 3, Most: Unlimited}}}
	if a := ask(t, l.network(t), q); a.Least != 3 || a.Most != 8_000 || a.LeastExact {
		t.Errorf("got [%d, %d], want 3 to 8,000", a.Least, a.Most)
	}
}
