package flow

import (
	"math/rand/v2"
	"testing"

	"github.com/proviso-ledger/proviso"
)

var conventions = map[string]func(*Network, Question) (Share, error){
	"mass balance": MassBalance, "rolling average": RollingAverage, "first in, first out": FIFO, "last in, first out": LIFO,
}

// Every convention is one of the histories that the records allow, so it lies
// within the bounds, also when lots and evidence are obeyed.
func TestConventionsLieWithinTheBounds(t *testing.T) {
	r := rand.New(rand.NewPCG(41, 42))
	known := map[string]int{}
	for k := range 6_000 {
		l := invent(r, shape{size: 9, lots: k%2 == 0, tallies: k%3 == 0, sameDay: k%5 == 0, ranges: k%7 == 0, dates: k%11 == 0})
		net := l.network(t)
		q := inventQuestion(r, l)
		if k%4 == 0 {
			q.Evidence = inventEvidence(r, l, &q, false)
		}
		a := ask(t, net, q)
		if len(a.Clash) > 0 {
			continue
		}
		for name, share := range conventions {
			s, err := share(net, q)
			if err != nil {
				t.Fatal(err)
			}
			if !s.Known {
				continue
			}
			known[name]++
			if s.Units < a.Least || s.Units > a.Most {
				t.Fatalf("%s gives %d, outside [%d, %d]\nledger %s\nquestion %+v", name, s.Units, a.Least, a.Most, l, q)
			}
		}
	}
	for name, n := range known {
		if n < 2000 {
			t.Errorf("%s could be followed only %d times", name, n)
		}
	}
}

// 300 others come in, then 100 of S, then 200 go out: 50 by mass balance, none if
// the first go first, 100 if the last do.
func TestConventionsWorkedNumbers(t *testing.T) {
	n, err := Arrange(2, []Move{
		{From: Outside, To: 0, Lot: NoLot, Earliest: 1, Latest: 1, Least: 300, Most: 300},
		{From: Outside, To: 0, Lot: NoLot, Earliest: 2, Latest: 2, Least: 100, Most: 100},
		{From: 0, To: 1, Lot: NoLot, Earliest: 3, Latest: 3, Least: 200, Most: 200},
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	q := Question{Of: []int32{1}, Holdings: []int32{1}, Until: 9}
	for name, want := range map[string]int64{"mass balance": 50, "rolling average": 50, "first in, first out": 0, "last in, first out": 100} {
		s, err := conventions[name](n, q)
		if err != nil || !s.Known || s.Units != want {
			t.Errorf("%s: %+v %v, want %d", name, s, err, want)
		}
	}
	q.Evidence = []Evidence{{Move: 2, Tally: -1, Least: 60, Most: Unlimited}}
	for name, want := range map[string]int64{"mass balance": 60, "rolling average": 60, "first in, first out": 60, "last in, first out": 100} {
		s, err := conventions[name](n, q)
		if err != nil || !s.Known || s.Units != want {
			t.Errorf("%s with 60 found: %+v %v, want %d", name, s, err, want)
		}
	}
}

// 300 others came in more than a year before 100 of S and 100 others: of 120 that go
// out the rolling average finds 60 of S, mass balance 24, and more than 100 cannot be.
func TestRollingAverageLooksBackAYear(t *testing.T) {
	receipt := func(day proviso.Day, units int64) Move {
		return Move{From: Outside, To: 0, Lot: NoLot, Earliest: day, Latest: day, Least: units, Most: units}
	}
	for _, c := range []struct{ out, rolling, mass int64 }{{120, 60, 24}, {240, 100, 48}, {500, 100, 100}} {
		out := receipt(900, c.out)
		out.From, out.To = 0, 1
		n, err := Arrange(2, []Move{receipt(1, 300), receipt(600, 100), receipt(600, 100), out}, nil)
		if err != nil {
			t.Fatal(err)
		}
		q := Question{Of: []int32{1}, Holdings: []int32{1}, Until: proviso.LastDay}
		if s, err := RollingAverage(n, q); err != nil || s.Units != c.rolling {
			t.Errorf("%d out: rolling average %+v %v, want %d", c.out, s, err, c.rolling)
		}
		if s, err := MassBalance(n, q); err != nil || s.Units != c.mass {
			t.Errorf("%d out: mass balance %+v %v, want %d", c.out, s, err, c.mass)
		}
	}
}

// TestNoConventionForLotsThatEnterTwice: of two units of S that come in by lot 1, one goes
// and comes back by that lot, which makes it one of S once more. A convention that
// draws the other unit that was there would make three.
func TestNoConventionForLotsThatEnterTwice(t *testing.T) {
	l := &tiny{holdings: 2}
	for i, m := range []Move{
		{From: Outside, To: 1, Lot: 0, Least: 1, Most: 1},
		{From: Outside, To: 0, Lot: 1, Least: 2, Most: 2},
		{From: 0, To: 1, Lot: NoLot, Least: 1, Most: 1},
		{From: 1, To: 0, Lot: 1, Least: 1, Most: 1},
	} {
		m.Earliest, m.Latest = proviso.Day(i+1), proviso.Day(i+1)
		l.moves = append(l.moves, m)
	}
	q := Question{Of: []int32{1, 3}, Holdings: []int32{0}, Until: proviso.LastDay}
	want, ok := enumerate(l, &q, 1<<14)
	if !ok || want.least != 2 || want.most != 2 {
		t.Fatalf("histories give %+v", want)
	}
	for name, follow := range map[string]func(*Network, Question) (Share, error){"fifo": FIFO, "lifo": LIFO, "mass balance": MassBalance} {
		if got, err := follow(l.network(t), q); err != nil || got.Known && got.Units != 2 {
			t.Errorf("%s gives %+v, %v", name, got, err)
		}
	}
}
