package flow

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/proviso-ledger/proviso"
)

// entered lists the moves by which units come into the holding from outside the records.
func entered(n *Network, h int32) []int32 {
	var out []int32
	for i := range n.Moves() {
		if m := n.Move(i); m.From == Outside && m.To == h {
			out = append(out, int32(i))
		}
	}
	return out
}

// The units of all origins in a holding add up to its stock, each origin lies within
// its bounds, and of two origins the first is as by mass balance of it alone.
func TestOriginsAddUpWithinTheBounds(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 52))
	told, two, withheld := 0, 0, 0
	for k := range 4_000 {
		l := invent(r, shape{size: 10, ranges: k%9 == 0, dates: k%11 == 0, tallies: k%7 == 0, lots: k%13 == 0, sameDay: k%5 == 0})
		n := l.network(t)
		day := proviso.Day(3 + r.IntN(8))
		mixes, err := Origins(n, day)
		if err != nil {
			t.Fatal(err)
		}
		origins := map[int32]bool{}
		for _, m := range l.moves {
			if m.From == Outside {
				origins[m.To] = true
			}
		}
		for h, x := range mixes {
			if x.Why != "" {
				withheld++
				continue
			}
			var stock, sum int64
			for _, m := range l.moves {
				if m.Earliest <= day && m.To == int32(h) {
					stock += m.Least
				}
				if m.Earliest <= day && m.From == int32(h) {
					stock -= m.Least
				}
			}
			has := map[int32]int64{}
			for _, p := range x.Portions {
				has[p.Origin] = p.Units
				sum += p.Units
			}
			if sum != stock {
				t.Fatalf("holding %d has %d, its origins add up to %d\nledger %s", h, stock, sum, l)
			}
			first := true
			for o := range int32(n.Holdings()) {
				if !origins[o] {
					continue
				}
				q := Question{Of: entered(n, o), Asks: Held, Holdings: []int32{int32(h)}, Until: day}
				a := ask(t, n, q)
				if has[o] < a.Least || has[o] > a.Most {
					t.Fatalf("holding %d has %d of origin %d, outside [%d, %d]\nledger %s", h, has[o], o, a.Least, a.Most, l)
				}
				told++
				if s, err := MassBalance(n, q); err != nil || len(origins) == 2 && first && s.Known && s.Units != has[o] {
					t.Fatalf("holding %d has %d of origin %d, alone %+v %v\nledger %s", h, has[o], o, s, err, l)
				} else if s.Known && len(origins) == 2 {
					two++
				}
				first = false
			}
		}
	}
	if told < 10_000 || two < 3_000 || withheld < 500 {
		t.Errorf("only %d told, %d of two, %d withheld", told, two, withheld)
	}
}

// 300 of one maker and 100 of another come into a depot and 200 go out: 150 and 50. What
// a holding gives that nobody counted is its own, and what it gets makes it unknown.
func TestOriginsWorkedNumbers(t *testing.T) {
	move := func(from, to int32, day proviso.Day, units int64) Move {
		return Move{From: from, To: to, Lot: NoLot, Earliest: day, Latest: day, Least: units, Most: units}
	}
	n, err := ArrangeUncounted(5, []Move{
		move(0, 2, 1, 300), move(1, 2, 2, 100), move(2, 3, 3, 200), move(4, 1, 8, 1), move(1, 3, 9, 1),
	}, []Tally{{Holding: 2, Day: 0, Least: 0, Most: 0}, {Holding: 3, Day: 0, Least: 0, Most: 0}})
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[proviso.Day][]Mix{
		5: {{Why: notCounted}, {Why: notCounted}, {Portions: []Portion{{0, 150}, {1, 50}}}, {Portions: []Portion{{0, 150}, {1, 50}}}, {}},
		9: {{Why: notCounted}, {Why: notCounted}, {Portions: []Portion{{0, 150}, {1, 50}}}, {Why: notCounted}, {Why: notCounted}},
	} {
		got, err := Origins(n, day)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("day %d: %s", day, diff)
		}
	}
}
