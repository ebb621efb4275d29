package flow

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// Wherever and whenever so many others come in, the answer lies within what the network
// says in which any holding may have so many more.
func TestAstray(t *testing.T) {
	r := rand.New(rand.NewPCG(91, 92))
	wider := 0
	for range 4000 {
		var moves []Move
		holdings := int32(2 + r.IntN(3))
		for i := range 3 + r.IntN(8) {
			m := Move{From: r.Int32N(holdings+1) - 1, To: r.Int32N(holdings), Lot: NoLot, Earliest: proviso.Day(2 * i), Latest: proviso.Day(2 * i)}
			m.Least = 1 + r.Int64N(4)
			m.Most = m.Least
			moves = append(moves, m)
		}
		q := Question{Of: []int32{r.Int32N(int32(len(moves)))}, Holdings: []int32{r.Int32N(holdings)}, Asks: Asks(r.IntN(2)), Until: proviso.LastDay}
		n, err := Arrange(int(holdings), slices.Clone(moves), nil)
		if err != nil {
			t.Fatal(err)
		}
		units := 1 + r.Int64N(3)
		a := ask(t, n, q)
		b, err := Bound(t.Context(), n.Astray(units), q)
		if err != nil || b.Least > a.Least || b.Most < a.Most {
			t.Fatalf("%d to %d, with strays %d to %d, %v", a.Least, a.Most, b.Least, b.Most, err)
		}
		at := int32(r.IntN(len(moves)))
		came := Move{From: Outside, To: r.Int32N(holdings), Lot: NoLot, Least: units, Most: units, Earliest: proviso.Day(2*at) - 1, Latest: proviso.Day(2*at) - 1}
		more, err := Arrange(int(holdings), slices.Insert(slices.Clone(moves), int(at), came), nil)
		if err != nil {
			t.Fatal(err)
		}
		if q.Of = slices.Clone(q.Of); q.Of[0] >= at {
			q.Of[0]++
		}
		c := ask(t, more, q)
		if c.Least < b.Least || c.Most > b.Most {
			t.Fatalf("%d to %d where %d came to %d before move %d, outside %d to %d: %+v, %+v", c.Least, c.Most, units, came.To, at, b.Least, b.Most, moves, q)
		}
		if c.Least < a.Least-units || c.Most > a.Most {
			wider++
		}
	}
	if wider == 0 {
		t.Error("no unit that came in makes a difference of more than one, or more at most")
	}
}
