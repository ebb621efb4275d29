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

// dutyPart is what one event adds to a sum: of several accounts the range of all.
type dutyPart struct {
	of, overdue proviso.Quantity
	value, late proviso.Money // the zero Money: no value is on the books
}

// dutySum is a total on its way.
type dutySum struct {
	total  DutyTotal
	events map[proviso.MovementID]*dutyPart
}

// dutyTotals adds up the duties of each clause and item that two or more events
// set off. Accounts of one event are never added.
func dutyTotals(s *proviso.Snapshot, ds []condition.Duty) []DutyTotal {
	type key struct {
		c    proviso.ConditionID
		item proviso.ItemID
	}
	sums := map[key]*dutySum{}
	for i := range ds {
		m := s.Movement(ds[i].Movement)
		if m == nil {
			continue
		}
		k := key{ds[i].Condition, m.Item}
		if sums[k] == nil {
			sums[k] = &dutySum{events: map[proviso.MovementID]*dutyPart{},
				total: DutyTotal{Condition: k.c, Act: ds[i].Act, Item: k.item, Unit: ds[i].Unit}}
		}
		part, first := partOf(&ds[i]), s.FirstAccount(m).ID
		if other := sums[k].events[first]; other != nil {
			part = other.or(part)
		}
		sums[k].events[first] = part
	}
	out := []DutyTotal{}
	for _, sum := range sums {
		if len(sum.events) > 1 {
			out = append(out, sum.done())
		}
	}
	slices.SortFunc(out, func(a, b DutyTotal) int {
		return cmp.Or(cmp.Compare(a.Condition, b.Condition), cmp.Compare(a.Item, b.Item))
	})
	return out
}

func partOf(d *condition.Duty) *dutyPart {
	p := &dutyPart{of: d.Of}
	switch d.Status {
	case condition.DutyOverdue:
		p.overdue = d.Units
	case condition.DutyUndetermined:
		p.overdue = proviso.Quantity{Most: d.Units.Most}
	case condition.DutyOpen, condition.DutyDone, condition.DutyDoneLate:
	}
	if d.Value == nil {
		return p
	}
	p.value, p.late = *d.Value, *d.Value
	if d.Status != condition.DutyOverdue || d.Units != d.Of {
		p.late.Least = 0
	}
	if p.overdue.Most == 0 {
		p.late.Most = 0
	}
	return p
}

// or gives the range of two accounts of one event. Where one has no value, how
// much of the other's is late is open; two currencies leave both open.
func (p *dutyPart) or(q *dutyPart) *dutyPart {
	out := &dutyPart{of: p.of.Hull(q.of), overdue: p.overdue.Hull(q.overdue), value: p.value, late: p.late}
	none := proviso.Money{}
	switch {
	case p.value == none && q.value == none:
	case p.value == none:
		out.value, out.late = q.value, q.value
		out.late.Least = 0
	case q.value == none:
		out.late = p.value
		out.late.Least = 0
	case p.value.Currency != q.value.Currency:
		out.value, out.late = proviso.Money{Most: proviso.Unbounded}, proviso.Money{Most: proviso.Unbounded}
	default:
		out.value.Least, out.value.Most = min(p.value.Least, q.value.Least), max(p.value.Most, q.value.Most)
		out.late.Least, out.late.Most = min(p.late.Least, q.late.Least), max(p.late.Most, q.late.Most)
	}
	return out
}

func (t *dutySum) done() DutyTotal {
	var of, overdue proviso.Quantity
	var value, late proviso.Money
	added := true // the values are in one currency
	for _, p := range t.events {
		of, overdue = of.Add(p.of), overdue.Add(p.overdue)
		if p.value == (proviso.Money{}) {
			continue
		}
		t.total.Valued++
		var one, other error
		value, one = value.Add(p.value)
		late, other = late.Add(p.late)
		added = added && one == nil && other == nil
	}
	t.total.Of, t.total.Overdue = bounds(of), bounds(overdue)
	if t.total.Valued == 0 || !added {
		return t.total
	}
	t.total.Value, t.total.OverdueValue = value.String(), late.String()
	if all, ok := value.Exact(); ok && all > 0 && late.Most != proviso.Unbounded {
		t.total.OverdueShare = share(late.Least, all)
		if late.Most != late.Least {
			t.total.OverdueShare += " to " + share(late.Most, all)
		}
	}
	return t.total
}

// share gives part of all in per cent, rounded to two decimals.
func share(part, all int64) string {
	r := new(big.Rat).SetFrac64(part, all)
	return fmt.Sprintf("%s %%", r.Mul(r, big.NewRat(100, 1)).FloatString(2))
}
