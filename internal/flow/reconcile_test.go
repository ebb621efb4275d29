package flow

import (
	"testing"

	"github.com/proviso-ledger/proviso"
)

func account(note string, day proviso.Day, units int64) Account {
	return Account{From: 0, To: 1, Note: note, Earliest: day, Latest: day, Least: units, Most: units}
}

func TestReconcile(t *testing.T) {
	terms := Terms{Sender: 3, Receiver: 10, Longest: 20}
	sent := []Account{account("", 1, 100), account("", 5, 60), account("N7", 9, 30), account("", 30, 40)}
	received := []Account{account("", 4, 100), account("", 12, 55), account("N7", 10, 31), account("", 90, 8)}
	out := Reconcile(sent, received, terms)
	type line struct {
		sent, received int64 // -1: none
		short, over    int64
		late           [2]proviso.Truth
		move           Span
	}
	want := []line{
		{30, 31, 0, 1, [2]proviso.Truth{proviso.No, proviso.No}, Span{30, 31}},
		{100, 100, 0, 0, [2]proviso.Truth{proviso.No, proviso.No}, Exactly(100)},
		{60, 55, 5, 0, [2]proviso.Truth{proviso.Yes, proviso.No}, Span{55, 60}},
		{40, -1, 0, 0, [2]proviso.Truth{}, Span{0, 40}},
		{-1, 8, 0, 0, [2]proviso.Truth{}, Span{0, 8}},
	}
	if len(out) != len(want) {
		t.Fatalf("%d outcomes, want %d", len(out), len(want))
	}
	number := func(a *Account) int64 {
		if a == nil {
			return -1
		}
		return a.Most
	}
	for i, o := range out {
		got := line{number(o.Sent), number(o.Received), o.Short.Most, o.Over.Most, [2]proviso.Truth{o.LateForSender, o.LateForReceiver}, Span{o.Move.Least, o.Move.Most}}
		if got != want[i] {
			t.Errorf("outcome %d: %+v, want %+v", i, got, want[i])
		}
		if o.Matched() != (i == 1) {
			t.Errorf("outcome %d: matched is %v", i, o.Matched())
		}
	}
}

// Goods cannot arrive before they are sent, and the pairing that agrees best wins.
func TestReconcileOrder(t *testing.T) {
	out := Reconcile([]Account{account("", 10, 50), account("", 11, 70)}, []Account{account("", 9, 50), account("", 12, 70)}, Terms{Longest: 5})
	if len(out) != 3 {
		t.Fatalf("%d outcomes, want 3", len(out))
	}
	for _, o := range out {
		if o.Sent != nil && o.Received != nil && (o.Sent.Most != 70 || !o.Matched()) {
			t.Errorf("paired %d with %d", o.Sent.Most, o.Received.Most)
		}
	}
}
