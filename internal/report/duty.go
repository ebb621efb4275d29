package report

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/condition"
)

func duty(d condition.Duty) Duty {
	out := Duty{
		Condition: d.Condition, Instrument: d.Instrument, Act: d.Act, By: d.By, To: d.To, Movement: d.Movement,
		Status: string(d.Status), Bounds: bounds(d.Units), Of: bounds(d.Of), Unit: d.Unit,
		Because: reasons(d.Because), Settles: d.Settles,
	}
	if out.Settles == nil {
		out.Settles = []string{}
	}
	if d.First != proviso.LastDay {
		out.Due = Due{Earliest: d.First.String(), Latest: d.Last.String()}
	}
	if d.Value != nil {
		out.Value = d.Value.String()
	}
	return out
}

type dutySum struct {
	total       DutyTotal
	of, overdue proviso.Quantity
	value, late proviso.Money // of the parts that have a value
	added       bool          // the values can be added: one currency
}

// dutyTotals adds up the duties of each clause and item that two or more
// movements set off.
func dutyTotals(s *proviso.Snapshot, ds []condition.Duty) []DutyTotal {
	type key struct {
		c    proviso.ConditionID
		item proviso.ItemID
	}
	sums, parts := map[key]*dutySum{}, map[key]int{}
	for i := range ds {
		m := s.Movement(ds[i].Movement)
		if m == nil {
			continue
		}
		k := key{ds[i].Condition, m.Item}
		if sums[k] == nil {
			sums[k] = &dutySum{added: true, total: DutyTotal{Condition: k.c, Act: ds[i].Act, Item: k.item, Unit: ds[i].Unit}}
		}
		parts[k]++
		sums[k].add(&ds[i])
	}
	out := []DutyTotal{}
	for k, sum := range sums {
		if parts[k] > 1 {
			out = append(out, sum.done())
		}
	}
	slices.SortFunc(out, func(a, b DutyTotal) int {
		return cmp.Or(cmp.Compare(a.Condition, b.Condition), cmp.Compare(a.Item, b.Item))
	})
	return out
}

func (t *dutySum) add(d *condition.Duty) {
	t.of = t.of.Add(d.Of)
	var late proviso.Quantity
	switch d.Status {
	case condition.DutyOverdue:
		late = d.Units
	case condition.DutyUndetermined:
		late = proviso.Quantity{Most: d.Units.Most}
	case condition.DutyOpen, condition.DutyDone, condition.DutyDoneLate:
	}
	t.overdue = t.overdue.Add(late)
	if d.Value == nil {
		return
	}
	t.total.Valued++
	worth := proviso.Money{Least: d.Value.Least, Most: d.Value.Most, Currency: d.Value.Currency}
	lateWorth := worth
	if d.Status != condition.DutyOverdue || d.Units != d.Of {
		lateWorth.Least = 0
	}
	if late.Most == 0 {
		lateWorth.Most = 0
	}
	t.value, t.late = t.plus(t.value, worth), t.plus(t.late, lateWorth)
}

// plus adds two values and notes when they cannot be added.
func (t *dutySum) plus(a, b proviso.Money) proviso.Money {
	if a == (proviso.Money{}) {
		return b
	}
	sum, err := a.Add(b)
	t.added = t.added && err == nil
	return sum
}

func (t *dutySum) done() DutyTotal {
	t.total.Of, t.total.Overdue = bounds(t.of), bounds(t.overdue)
	if t.total.Valued == 0 || !t.added {
		return t.total
	}
	t.total.Value, t.total.OverdueValue = t.value.String(), t.late.String()
	if all, ok := t.value.Exact(); ok && all > 0 && t.late.Most != proviso.Unbounded {
		t.total.OverdueShare = share(t.late.Least, all)
		if t.late.Most != t.late.Least {
			t.total.OverdueShare += " to " + share(t.late.Most, all)
		}
	}
	return t.total
}

// share gives part of all in per cent, rounded to two decimals.
func share(part, all int64) string {
	r := new(big.Rat).SetFrac64(part, all)
	return fmt.Sprintf("%s %%", r.Mul(r, big.NewRat(100, 1)).FloatString(2))
}
