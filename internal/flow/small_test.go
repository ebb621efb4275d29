package flow

import (
	"testing"

	"github.com/proviso-ledger/proviso"
)

// everySmall calls with every possible ledger of two holdings and so many moves, one
// a day, of 1 to most units each.
func everySmall(moves int, most int64, with func(*tiny)) {
	l := &tiny{holdings: 2}
	stock := [2]int64{}
	var add func()
	add = func() {
		if len(l.moves) == moves {
			with(l)
			return
		}
		day := proviso.Day(len(l.moves) + 1)
		for from := Outside; from < 2; from++ {
			for to := Outside; to < 2; to++ {
				for u := int64(1); u <= most; u++ {
					if from < 0 && to < 0 || from >= 0 && stock[from] < u {
						continue
					}
					move := func(sign int64) {
						if from >= 0 {
							stock[from] -= sign * u
						}
						if to >= 0 {
							stock[to] += sign * u
						}
					}
					move(1)
					l.moves = append(l.moves, Move{From: from, To: to, Lot: NoLot, Tag: int32(day) - 1, Earliest: day, Latest: day, Least: u, Most: u})
					add()
					l.moves = l.moves[:len(l.moves)-1]
					move(-1)
				}
			}
		}
	}
	add()
}

// TestAllSmallNetworks asks every question about a holding of every ledger of two
// holdings with up to three moves of one to three units, and four moves of one:
// whichever moves are of S. Bounds are equal to the enumeration unless units may
// enter twice, and each certificate is accepted.
func TestAllSmallNetworks(t *testing.T) {
	asked, exact := 0, 0
	for _, c := range []struct {
		moves int
		most  int64
	}{{1, 3}, {2, 3}, {3, 3}, {4, 1}} {
		everySmall(c.moves, c.most, func(l *tiny) {
			net := l.network(t)
			for s := range 1 << len(l.moves) {
				q := Question{Holdings: []int32{1}, Until: proviso.LastDay}
				for i := range l.moves {
					if s>>i&1 != 0 {
						q.Of = append(q.Of, int32(i))
					}
				}
				for q.Asks = range Asks(3) {
					got := ask(t, net, q)
					want, _ := enumerate(l, &q, 1<<20)
					if asked++; got.Exact() {
						exact++
					}
					if msg := disagree(got, want); msg != "" || !got.Exact() && !repeats(got) {
						t.Fatalf("%s\nledger %s\nquestion %+v\ntruth %+v", msg, l, q, want)
					}
				}
			}
		})
	}
	t.Logf("%d questions, %d answers exact", asked, exact)
	if asked < 30_000 {
		t.Errorf("only %d questions", asked)
	}
}
