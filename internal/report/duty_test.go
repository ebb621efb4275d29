package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/condition"
)

// TestAccountsAreNotAdded holds that several accounts of one event add to a
// duty's total what one of them does: the range of all.
func TestAccountsAreNotAdded(t *testing.T) {
	usd := func(least, most int64) *proviso.Money {
		return &proviso.Money{Least: least * 100, Most: most * 100, Currency: "USD"}
	}
	lend := func(id, rival proviso.MovementID) *proviso.Movement {
		return &proviso.Movement{ID: id, RivalTo: rival, Item: "shell"}
	}
	due := func(id proviso.MovementID, units int64, status condition.DutyStatus, value *proviso.Money) condition.Duty {
		n := proviso.Exactly(units)
		return condition.Duty{Condition: "loan/return", Act: proviso.ActReturn, Movement: id, Units: n, Of: n, Unit: "round", Status: status, Value: value}
	}
	s := proviso.NewSnapshot("", proviso.DayOf(2023, 1, 1), proviso.LastDay, []proviso.Record{
		lend("loan", ""), lend("told", "loan"), lend("retold", "told"), lend("second", ""),
	})
	told := []condition.Duty{
		due("told", 330, condition.DutyOverdue, usd(4, 4)), due("retold", 400, condition.DutyOpen, nil), due("loan", 500, condition.DutyOverdue, usd(5, 5)),
	}
	if got := dutyTotals(s, told); len(got) != 0 {
		t.Errorf("one event has a total: %+v", got)
	}
	got := dutyTotals(s, append(told, due("second", 100, condition.DutyDone, usd(1, 1))))
	want := []DutyTotal{{Condition: "loan/return", Act: proviso.ActReturn, Item: "shell", Unit: "round", Of: Bounds{430, most(600)}, Overdue: Bounds{0, most(500)},
		Valued: 2, Value: "5..6 USD", OverdueValue: "..5 USD"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("total (-want +got):\n%s", diff)
	}
}
