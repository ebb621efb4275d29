package report

import (
	"strings"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

func handedOn(t *testing.T, id, when string, n int64) *proviso.Movement {
	return &proviso.Movement{ID: proviso.MovementID(id), Kind: proviso.Transfer, When: date(t, when), Quantity: proviso.Exactly(n), From: of("KR", "KR"), To: of("US", "US")}
}

func accountOf(m *proviso.Movement, rival proviso.MovementID) *proviso.Movement {
	m.RivalTo = rival
	return m
}

func TestReconcile(t *testing.T) {
	sent := func(id, when string, n int64) *proviso.Movement { return handedOn(t, id, when, n) }
	elsewhere := accountOf(sent("r6", "2022-06-02", 60), "s6")
	elsewhere.To = of("UA", "UA")
	vague := accountOf(sent("r7", "2022-07-02", 60), "s7")
	vague.Quantity.Least = 50
	s := ledger(
		sent("s1", "2022-01-01", 10), accountOf(sent("r1", "2022-01-03", 10), "s1"),
		sent("s2", "2022-02-01", 20), accountOf(sent("r2", "2022-02-03", 18), "s2"),
		sent("s3", "2022-03-01", 30), accountOf(sent("r3", "2022-03-03", 31), "s3"),
		sent("s4", "2022-04-01", 40), accountOf(sent("r4", "2022-05-01", 40), "s4"),
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

// TestReconcileApart: accounts that cannot be of one movement, and one that is only
// reported; stocktakes are no movements.
func TestReconcileApart(t *testing.T) {
	second := func(more func(*proviso.Movement)) *proviso.Movement {
		m := accountOf(handedOn(t, "second", "2022-09-02", 60), "first")
		more(m)
		return m
	}
	for _, c := range []struct {
		second  *proviso.Movement
		outcome string
		least   int64
		because string
	}{
		{second(func(*proviso.Movement) {}), "matched", 60, ""},
		{second(func(m *proviso.Movement) { m.When = date(t, "2022-08-31") }), "unmatched", 60, "second has them arrive before first has them sent"},
		{second(func(m *proviso.Movement) { m.Lots = []proviso.Lot{"L2"} }), "unmatched", 0, "first names the lot L1, second the lot L2"},
		{second(func(m *proviso.Movement) { m.Lots = []proviso.Lot{"L2", "L1"} }), "matched", 60, ""},
		{second(func(m *proviso.Movement) { m.Kind = proviso.Lose }), "unmatched", 0, "first is of kind transfer, second of kind lose"},
		{second(func(m *proviso.Movement) { m.Kind = proviso.Lend }), "matched", 60, ""},
		{second(func(m *proviso.Movement) { m.Basis = proviso.Reported }), "matched", 0, ""},
	} {
		first := handedOn(t, "first", "2022-09-01", 60)
		first.Lots = []proviso.Lot{"L1"}
		count := &proviso.Movement{ID: "count", Kind: proviso.Count, When: date(t, "2022-10-01"), To: of("US", "US")}
		again := &proviso.Movement{ID: "again", Kind: proviso.Count, When: date(t, "2022-10-01"), To: of("US", "US"), RivalTo: "count"}
		a := Reconcile(ledger(first, c.second, count, again), ReconcileQuestion{})
		if len(a.Accounts) != 1 {
			t.Fatalf("%d pairs, want 1", len(a.Accounts))
		}
		if p := a.Accounts[0]; p.Outcome != c.outcome || p.Least != c.least || strings.Join(p.Because, "; ") != c.because {
			t.Errorf("%s, at least %d because of %q; want %s, %d, %q", p.Outcome, p.Least, p.Because, c.outcome, c.least, c.because)
		}
	}
}
