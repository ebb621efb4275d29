package flow

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// course tells the ledger as acts, with a stocktake before all of them that found
// nothing. Acts have the numbers of moves, then those of tallies.
func (t *tiny) course() *Course {
	var acts []*Act
	for _, m := range t.moves {
		units := Span{m.Least, m.Most}
		v := &Act{From: m.From, To: m.To, Earliest: m.Earliest, Latest: m.Latest, Face: units, Stock: units, Anew: m.From == m.To, Rival: NoAct}
		if m.Lot != NoLot {
			v.Lots, v.Told = []int32{m.Lot}, true
		}
		acts = append(acts, v)
	}
	count := func(h int32, on proviso.Day, found Span) {
		acts = append(acts, &Act{Kind: Counts, From: Outside, To: h, Earliest: on, Latest: on, Face: found, Stock: found, Sure: true, Whole: true, Rival: NoAct})
	}
	for _, c := range t.tallies {
		count(c.Holding, c.Day, Span{c.Least, c.Most})
	}
	for h := range t.holdings {
		count(int32(h), 0, Span{})
	}
	return NewCourse(make([]bool, t.holdings), acts)
}

// bringing is the set of the units that the moves bring.
func (t *tiny) bringing(of []int32) *Set {
	brings := map[int]Span{}
	for _, i := range of {
		brings[int(i)] = Span{t.moves[i].Least, t.moves[i].Most}
	}
	return t.course().Set(brings)
}

// TestTheWorkedCheckBySweep: 300,000 others and 100,000 of S; and two withdrawals of
// which only a network sees that together they hold all of S.
func TestTheWorkedCheckBySweep(t *testing.T) {
	l := &tiny{holdings: 3}
	put := func(from, to int32, units int64) int {
		day := proviso.Day(len(l.moves) + 1)
		l.moves = append(l.moves, Move{From: from, To: to, Lot: NoLot, Least: units, Most: units, Earliest: day, Latest: day})
		return len(l.moves) - 1
	}
	put(Outside, 0, 300_000)
	in := put(Outside, 0, 100_000)
	part, rest := put(0, 1, 350_000), put(0, 1, 50_000)
	out := put(1, 2, 350_000)
	for i, want := range map[int][2]Span{
		part: {{50_000, 100_000}, {50_000, 100_000}}, rest: {{0, 50_000}, {0, 50_000}}, out: {{0, 100_000}, {50_000, 100_000}},
	} {
		for steps, w := range want {
			got, err := l.bringing([]int32{int32(in)}).Carried(t.Context(), steps*1_000_000)
			if err != nil {
				t.Fatal(err)
			}
			if u := unitsOf(got, i).Units; u != w {
				t.Errorf("move %d, asked %d: got %v, want %v", i, steps, u, w)
			}
		}
	}
}

// unitsOf finds the act among those that carry units of S.
func unitsOf(list []Carried, act int) Carried {
	if i := slices.IndexFunc(list, func(x Carried) bool { return x.Act == act }); i >= 0 {
		return list[i]
	}
	return Carried{Exact: true}
}

// TestTheSweepContainsTheTruth: of every move it says no less than all histories give
// and, where that is exact, than the network says. So does what is asked of the
// network besides, which is the truth where it says so.
func TestTheSweepContainsTheTruth(t *testing.T) {
	r := rand.New(rand.NewPCG(51, 52))
	compared, narrower, exact, bySweep := 0, 0, 0, 0
	for k := range 4_000 {
		l := invent(r, shape{size: 6, lots: k%3 == 0, tallies: k%2 == 0, sameDay: k%5 < 2, ranges: k%5 == 3, dates: k%5 == 4})
		for i := range l.moves {
			if k%3 > 0 {
				l.moves[i].Lot = NoLot // else all that comes in has a lot, and no sweep is exact
			}
		}
		of := inventQuestion(r, l).Of
		swept, err := l.bringing(of).Carried(t.Context(), 0)
		asked, err2 := l.bringing(of).Carried(t.Context(), 1_000_000)
		if err != nil || err2 != nil {
			t.Fatal(err, err2)
		}
		for i := range l.moves {
			q := Question{Of: of, Moves: []int32{int32(i)}, Until: proviso.LastDay}
			if l.moves[i].From < 0 || slices.Contains(of, int32(i)) {
				continue
			}
			want, ok := enumerate(l, &q, 1<<14)
			if !ok || want.histories == 0 {
				continue
			}
			a, b := unitsOf(swept, i), unitsOf(asked, i)
			said := fmt.Sprintf("move %d: swept %v, asked %v, truth [%d, %d]\nledger %s\nof %v", i, a.Units, b.Units, want.least, want.most, l, of)
			switch compared++; {
			case a.Units.Least > b.Units.Least || a.Units.Most < b.Units.Most:
				t.Fatalf("what is asked is wider, or apart: %s", said)
			case b.Units.Least > want.least || b.Units.Most < want.most:
				t.Fatalf("the truth is outside: %s", said)
			case a.Exact && (a.Units != Span{want.least, want.most}):
				t.Fatalf("the sweep is said to be exact: %s", said)
			case b.Exact && (b.Units != Span{want.least, want.most}):
				t.Fatalf("said to be exact: %s", said)
			case a.Units != b.Units:
				narrower++
			}
			if b.Exact {
				exact++
			}
			if a.Exact {
				bySweep++
			}
		}
	}
	t.Logf("%d moves compared, the network narrower in %d, %d exact, %d by the sweep alone", compared, narrower, exact, bySweep)
	if compared < 4_000 || narrower < 100 || exact < 1_000 || bySweep < 100 {
		t.Errorf("only %d moves compared, the network narrower in %d, %d exact, %d by the sweep alone", compared, narrower, exact, bySweep)
	}
}

// TestTheSweepIsWiderThanTheNetwork asks of ledgers too large to be walked through.
func TestTheSweepIsWiderThanTheNetwork(t *testing.T) {
	r := rand.New(rand.NewPCG(53, 54))
	compared, narrower := 0, 0
	for k := range 400 {
		l := invent(r, shape{size: 25, tallies: k%2 == 0, sameDay: k%3 == 0})
		net := l.network(t) // which may number its moves anew
		of := inventQuestion(r, l).Of
		swept, err := l.bringing(of).Carried(t.Context(), 0)
		if err != nil {
			t.Fatal(err)
		}
		for i := range l.moves {
			if l.moves[i].From < 0 || slices.Contains(of, int32(i)) {
				continue
			}
			a := ask(t, net, Question{Of: of, Moves: []int32{int32(i)}, Until: proviso.LastDay})
			if len(a.Clash) > 0 || !a.Exact() {
				continue
			}
			s := unitsOf(swept, i).Units
			if compared++; s.Least > a.Least || s.Most < a.Most {
				t.Fatalf("move %d: swept %v, the network [%d, %d]\nledger %s\nof %v", i, s, a.Least, a.Most, l, of)
			}
			if (s != Span{a.Least, a.Most}) {
				narrower++
			}
		}
	}
	t.Logf("%d moves compared, the network narrower in %d", compared, narrower)
	if compared < 500 || narrower < 50 {
		t.Errorf("only %d moves compared, the network narrower in %d", compared, narrower)
	}
}
