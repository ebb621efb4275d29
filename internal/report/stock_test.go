package report

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

func stockOf(t *testing.T, s *proviso.Snapshot, on proviso.Day, holding string) (Bounds, *StockAnswer) {
	t.Helper()
	a, err := AskStock(context.Background(), s, nil, on, "", false)
	if err != nil {
		t.Fatal(err)
	}
	for _, it := range a.Items {
		for _, l := range it.Holdings {
			if l.Holding[0] == holding {
				return l.Bounds, a
			}
		}
	}
	t.Fatalf("%s has no line: %+v", holding, a)
	return Bounds{}, nil
}

// event is one change or count of a holding in an invented history.
type event struct {
	day   int
	units int64 // positive: in, negative: out
	count bool
}

// histories calls with every end stock of the records, day by day, that never goes
// below zero and agrees with every count, whatever the order within a day.
func histories(records []*proviso.Movement, end int, with func(int64)) {
	var chosen []event
	var choose func(i int)
	choose = func(i int) {
		if i == len(records) {
			replay(chosen, end, with)
			return
		}
		m := records[i]
		first, last := dayIn(m.When.Earliest()), dayIn(m.When.Latest())
		for d := first; d <= last; d++ {
			for u := max(1, m.Quantity.Least); u <= m.Quantity.Most; u++ {
				e := event{d, u, m.Kind == proviso.Count}
				if m.Kind == proviso.Expend {
					e.units = -u
				}
				chosen = append(chosen, e)
				choose(i + 1)
				chosen = chosen[:len(chosen)-1]
			}
		}
		if m.Basis == proviso.Reported {
			choose(i + 1)
		}
	}
	choose(0)
}

func dayIn(d proviso.Day) int { return int(d - proviso.DayOf(2022, 1, 1)) }

// replay tries every order of the events of each day.
func replay(events []event, end int, with func(int64)) {
	var walk func(day int, left []event, stock int64)
	walk = func(day int, left []event, stock int64) {
		if day > 3 {
			return
		}
		today := false
		for i, e := range left {
			if e.day != day {
				continue
			}
			today = true
			rest := append(append([]event{}, left[:i]...), left[i+1:]...)
			switch {
			case e.count && e.units == stock:
				walk(day, rest, stock)
			case !e.count && stock+e.units >= 0:
				walk(day, rest, stock+e.units)
			}
		}
		if !today {
			if day == end {
				if len(left) == 0 || feasible(left, day+1, stock) {
					with(stock)
				}
				return
			}
			walk(day+1, left, stock)
		}
	}
	walk(0, events, 0)
}

// feasible says whether the rest of the history can follow.
func feasible(left []event, day int, stock int64) bool {
	if len(left) == 0 {
		return true
	}
	if day > 3 {
		return false
	}
	today := false
	for i, e := range left {
		if e.day != day {
			continue
		}
		today = true
		rest := append(append([]event{}, left[:i]...), left[i+1:]...)
		if e.count && e.units == stock && feasible(rest, day, stock) || !e.count && stock+e.units >= 0 && feasible(rest, day, stock+e.units) {
			return true
		}
	}
	return !today && feasible(left, day+1, stock)
}

// TestStockHoldsEveryHistory compares the bounds with all histories of a holding,
// found by trying them all. On exact records they meet.
func TestStockHoldsEveryHistory(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 8))
	exact, loose := 0, 0
	for n := range 4_000 {
		var all []*proviso.Movement
		precise := n%2 == 0
		for i := range 2 + r.IntN(3) {
			d := r.IntN(4)
			m := &proviso.Movement{ID: proviso.MovementID(fmt.Sprintf("m%d", i)), Kind: proviso.Produce, Quantity: proviso.Exactly(1 + r.Int64N(4)), To: of("US", "US")}
			when := fmt.Sprintf("2022-01-%02d", d+1)
			switch r.IntN(4) {
			case 0:
				m.Kind, m.From, m.To = proviso.Expend, m.To, proviso.Holding{}
			case 1:
				if r.IntN(2) == 0 {
					m.Kind, m.From = proviso.Count, m.To
				}
			}
			if !precise && m.Kind != proviso.Count {
				m.Quantity.Most += r.Int64N(3)
				when += fmt.Sprintf("/2022-01-%02d", d+1+r.IntN(4-d))
				if r.IntN(4) == 0 {
					m.Basis = proviso.Reported
				}
			}
			m.When = date(t, when)
			all = append(all, m)
		}
		end := r.IntN(4)
		least, most := int64(1<<40), int64(-1)
		histories(all, end, func(stock int64) { least, most = min(least, stock), max(most, stock) })
		if most < 0 {
			continue // the records miss something
		}
		got, _ := stockOf(t, ledger(all...), proviso.DayOf(2022, 1, 1+end), "US")
		if got.Least > least || got.Most != nil && *got.Most < most {
			t.Fatalf("got %d to %v, truth %d to %d on day %d of %s", got.Least, shown(got.Most), least, most, end, listed(all))
		}
		if precise {
			exact++
			if got.Least != least || got.Most == nil || *got.Most != most {
				t.Fatalf("got %d to %v, want exactly %d to %d on day %d of %s", got.Least, shown(got.Most), least, most, end, listed(all))
			}
		} else {
			loose++
		}
	}
	if exact < 500 || loose < 500 {
		t.Errorf("only %d exact and %d loose ledgers were possible", exact, loose)
	}
}

func shown(n *int64) any {
	if n == nil {
		return "any number"
	}
	return *n
}

func listed(all []*proviso.Movement) string {
	var b strings.Builder
	for _, m := range all {
		fmt.Fprintf(&b, "%s %s %s %s %s\n", m.ID, m.Kind, m.Basis, m.When, m.Quantity)
	}
	return b.String()
}

// A shortage says that units came in unrecorded, and how many more is not known.
func TestStockFallsShort(t *testing.T) {
	s := ledger(
		&proviso.Movement{ID: "out", Kind: proviso.Expend, When: date(t, "2022-01-05"), Quantity: proviso.Exactly(30), From: of("US", "US")},
		&proviso.Movement{ID: "in", Kind: proviso.Produce, When: date(t, "2022-02-01"), Quantity: proviso.Exactly(7), To: of("US", "US")},
	)
	got, a := stockOf(t, s, proviso.DayOf(2022, 3, 1), "US")
	if got.Least != 7 || got.Most != nil {
		t.Errorf("%d to %v, want at least 7", got.Least, shown(got.Most))
	}
	u := a.Items[0].Unaccounted
	if len(u) != 1 || u[0].Units != 30 || u[0].Day != "2022-01-05" || u[0].Way != "in" {
		t.Errorf("unaccounted %+v, want 30 in by 2022-01-05", u)
	}
	if text := StockText(a, s, Look{}); !strings.Contains(text, "at least 7 rounds") || !strings.Contains(text, "at least 30 rounds came to US that no record explains") {
		t.Errorf("the text does not say so:\n%s", text)
	}
}
