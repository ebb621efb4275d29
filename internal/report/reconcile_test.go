package report

import (
	"strings"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

func TestReconcile(t *testing.T) {
	sent := func(id, when string, n int64) *proviso.Movement {
		return &proviso.Movement{ID: proviso.MovementID(id), Kind: proviso.Transfer, When: date(t, when), Quantity: proviso.Exactly(n), From: of("KR", "KR"), To: of("US", "US")}
	}
	got := func(m *proviso.Movement, rival string) *proviso.Movement {
		m.RivalTo = proviso.MovementID(rival)
		return m
	}
	elsewhere := got(sent("r6", "2022-06-02", 60), "s6")
	elsewhere.To = of("UA", "UA")
	vague := got(sent("r7", "2022-07-02", 60), "s7")
	vague.Quantity.Least = 50
	early := got(sent("r8", "2022-07-31", 60), "s8")
	lot, otherLot := sent("s9", "2022-09-01", 60), got(sent("r9", "2022-09-02", 60), "s9")
	lot.Lots, otherLot.Lots = []proviso.Lot{"L1"}, []proviso.Lot{"L2"}
	lost := got(sent("rA", "2022-09-02", 60), "sA")
	lost.Kind = proviso.Lose
	told := got(sent("rB", "2022-09-02", 60), "sB")
	told.Basis = proviso.Reported
	count := &proviso.Movement{ID: "rC", Kind: proviso.Count, When: date(t, "2022-10-01"), Quantity: proviso.Exactly(3), To: of("US", "US"), RivalTo: "sC"}
	s := ledger(
		sent("s8", "2022-08-01", 60), early, lot, otherLot, sent("sA", "2022-09-01", 60), lost, sent("sB", "2022-09-01", 60), told,
		&proviso.Movement{ID: "sC", Kind: proviso.Count, When: date(t, "2022-10-01"), Quantity: proviso.Exactly(2), To: of("US", "US")}, count,
		sent("s1", "2022-01-01", 10), got(sent("r1", "2022-01-03", 10), "s1"),
		sent("s2", "2022-02-01", 20), got(sent("r2", "2022-02-03", 18), "s2"),
		sent("s3", "2022-03-01", 30), got(sent("r3", "2022-03-03", 31), "s3"),
		sent("s4", "2022-04-01", 40), got(sent("r4", "2022-05-01", 40), "s4"),
		sent("s6", "2022-06-01", 60), elsewhere,
		sent("s7", "2022-07-01", 60), vague,
		sent("alone", "2022-08-01", 1),
	)
	want := map[proviso.MovementID]struct {
		outcome     string
		short, over int64
		late        [2]string
	}{
		"r1": {"matched", 0, 0, [2]string{"no", "no"}},
		"r2": {"short", 2, 0, [2]string{"no", "no"}},
		"r3": {"over", 0, 1, [2]string{"no", "no"}},
		"r4": {"late", 0, 0, [2]string{"no", "yes"}},
		"r6": {"unmatched", 0, 0, [2]string{"unknown", "unknown"}},
		"r7": {"undetermined", 10, 0, [2]string{"no", "no"}},
		"r8": {"unmatched", 0, 0, [2]string{"unknown", "unknown"}},
		"r9": {"unmatched", 0, 0, [2]string{"unknown", "unknown"}},
		"rA": {"unmatched", 0, 0, [2]string{"unknown", "unknown"}},
		"rB": {"matched", 0, 0, [2]string{"no", "no"}},
	}
	a := Reconcile(s, ReconcileQuestion{Sender: 30, Receiver: 5, HasSender: true, HasReceiver: true})
	if len(a.Accounts) != len(want) || a.Single != 1 {
		t.Errorf("%d pairs and %d single accounts, want %d and 1", len(a.Accounts), a.Single, len(want))
	}
	text := ReconcileText(a, s, Look{})
	for _, p := range a.Accounts {
		w := want[p.Received]
		if p.Outcome != w.outcome || *p.Short.Most != w.short || *p.Over.Most != w.over || p.LateForSender != w.late[0] || p.LateForReceiver != w.late[1] {
			t.Errorf("%s: %+v, want %+v", p.Received, p, w)
		}
		if p.Received == "rB" && p.Least != 0 || p.Received == "r1" && p.Least != 10 {
			t.Errorf("%s: at least %d as one movement", p.Received, p.Least)
		}
		if p.Outcome == "unmatched" && len(p.Because) != 1 {
			t.Errorf("%s: unmatched because of %q", p.Received, p.Because)
		}
		if !strings.Contains(text, string(p.Sent)+" / "+string(p.Received)) || !strings.Contains(text, strings.ToUpper(w.outcome)) {
			t.Errorf("the text does not show %s", p.Received)
		}
	}
	for _, p := range Reconcile(s, ReconcileQuestion{}).Accounts {
		if p.Outcome == "late" || p.LateForSender != "unknown" || p.LateForReceiver != "unknown" {
			t.Errorf("%s is late without a term", p.Received)
		}
	}
}
