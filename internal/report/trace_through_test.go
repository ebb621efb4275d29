package report

import (
	"fmt"
	"math/rand/v2"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// hop is one movement of an invented ledger: from a holding (-1: made) to another.
type hop struct {
	from, to int
	units    int
	of       bool
}

// unit is where a unit is and what it has been through.
type unit struct {
	at                  int
	of, passed, arrived bool
}

// pick tries every choice of the units that go by the hops, one after the other, and
// calls with how many came by the certificate, then passed holding 1, then were in 2.
func pick(hops []hop, units []unit, with func(int64)) {
	if len(hops) == 0 {
		n := int64(0)
		for _, u := range units {
			if u.arrived {
				n++
			}
		}
		with(n)
		return
	}
	h := hops[0]
	move := func(u unit) unit {
		u.at, u.of = h.to, u.of || h.of
		u.passed = u.passed || u.of && h.to == 1
		u.arrived = u.arrived || u.passed && h.to == 2
		return u
	}
	if h.from < 0 {
		next := append([]unit{}, units...)
		for range h.units {
			next = append(next, move(unit{}))
		}
		pick(hops[1:], next, with)
		return
	}
	var choose func(i, left int, next []unit)
	choose = func(i, left int, next []unit) {
		if i == len(units) {
			if left == 0 {
				pick(hops[1:], next, with)
			}
			return
		}
		if units[i].at == h.from && left > 0 {
			choose(i+1, left-1, append(append([]unit{}, next...), move(units[i])))
		}
		choose(i+1, left, append(append([]unit{}, next...), units[i]))
	}
	choose(0, h.units, nil)
}

// TestTraceThroughHoldsEveryHistory compares the bounds of a way through a holding
// with all histories of the single units.
func TestTraceThroughHoldsEveryHistory(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 4))
	names := []string{"KR", "US", "UA"}
	met, some := 0, 0
	for range 3_000 {
		var hops []hop
		var all []*proviso.Movement
		stock := [3]int{}
		for i := range 6 {
			h := hop{from: r.IntN(4) - 1, to: r.IntN(3), units: 1 + r.IntN(2), of: r.IntN(3) == 0}
			if i == 0 {
				h.from, h.of = -1, true
			}
			if h.from == h.to || h.from >= 0 && stock[h.from] < h.units {
				continue
			}
			m := &proviso.Movement{ID: proviso.MovementID(fmt.Sprintf("m%d", i)), Kind: proviso.Produce, When: date(t, fmt.Sprintf("2022-01-%02d", i+1)),
				Quantity: proviso.Exactly(int64(h.units)), To: of(names[h.to], names[h.to])}
			if h.from >= 0 {
				m.Kind, m.From = proviso.Transfer, of(names[h.from], names[h.from])
				stock[h.from] -= h.units
			}
			if h.of {
				m.Under = []proviso.InstrumentID{"euc"}
			}
			stock[h.to] += h.units
			hops, all = append(hops, h), append(all, m)
		}
		least, most := int64(1<<40), int64(-1)
		pick(hops, nil, func(n int64) { least, most = min(least, n), max(most, n) })
		a := ask(t, ledger(all...), TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}, Through: []string{"US"}})
		if a.Least > least || *a.Most < most || a.Tight && (a.Least != least || *a.Most != most) {
			t.Fatalf("got %d to %d (tight %v), truth %d to %d of %+v", a.Least, *a.Most, a.Tight, least, most, hops)
		}
		if most > 0 {
			some++
		}
		if a.Least == least && *a.Most == most {
			met++
		}
	}
	t.Logf("%d let units through, %d met the truth", some, met)
	if some < 200 || met < 2_900 {
		t.Errorf("only %d ledgers let units through, and only %d answers met the truth", some, met)
	}
}

// TestTraceToThoseNotOnRecord: units of which nobody knows where they went may be with
// somebody of whom no holding is on record, and may have come there by way of another.
func TestTraceToThoseNotOnRecord(t *testing.T) {
	s := ledger(&proviso.Movement{ID: "gone", Kind: proviso.Transfer, When: date(t, "2022-01-02"), Quantity: proviso.Exactly(5), From: of("US", "US"), Under: []proviso.InstrumentID{"euc"}})
	for _, q := range []TraceQuestion{
		{To: []string{"UA"}}, {To: []string{"UA"}, Asks: "ended"}, {To: []string{"place:PL"}, Asks: "held"}, {To: []string{"UA"}, Through: []string{"KR"}},
		{To: []string{"gone"}},
	} {
		q.Of = []string{"euc"}
		least := int64(0)
		if q.To[0] == "gone" {
			least = 5
		}
		if a := ask(t, s, q); a.Least != least || *a.Most != 5 {
			t.Errorf("%+v: %d to %d, want %d to 5", q, a.Least, *a.Most, least)
		}
	}
}

// TestTraceThroughWhatWasThere: units that were in the place between before its first
// record, and came to be asked about there, did not come into it on record.
func TestTraceThroughWhatWasThere(t *testing.T) {
	s := uncounted(&proviso.Movement{ID: "within", Kind: proviso.Transfer, When: date(t, "2022-01-02"), Quantity: proviso.Exactly(3), From: of("US", "US"), To: of("US", "PL"), Under: []proviso.InstrumentID{"euc"}})
	if a := ask(t, s, TraceQuestion{Of: []string{"euc"}, To: []string{"place:PL"}, Through: []string{"US"}}); a.Least != 3 || *a.Most != 3 {
		t.Errorf("%d to %d, want exactly 3", a.Least, *a.Most)
	}
}
