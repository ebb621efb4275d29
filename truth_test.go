package proviso_test

import (
	"testing"

	"github.com/proviso-ledger/proviso"
)

func TestTruth(t *testing.T) {
	no, maybe, yes := proviso.No, proviso.Maybe, proviso.Yes
	var forgotten proviso.Truth
	if forgotten != maybe {
		t.Errorf("zero Truth is %v, want unknown", forgotten)
	}
	if !(no < maybe && maybe < yes) {
		t.Error("not ordered No < Maybe < Yes")
	}
	for _, c := range []struct{ a, b, and, or proviso.Truth }{
		{no, no, no, no}, {no, maybe, no, maybe}, {no, yes, no, yes},
		{maybe, maybe, maybe, maybe}, {maybe, yes, maybe, yes}, {yes, yes, yes, yes},
	} {
		if c.a.And(c.b) != c.and || c.b.And(c.a) != c.and {
			t.Errorf("%v and %v: got %v, want %v", c.a, c.b, c.a.And(c.b), c.and)
		}
		if c.a.Or(c.b) != c.or || c.b.Or(c.a) != c.or {
			t.Errorf("%v or %v: got %v, want %v", c.a, c.b, c.a.Or(c.b), c.or)
		}
	}
	if no.Not() != yes || maybe.Not() != maybe || yes.Not() != no {
		t.Error("Not is wrong")
	}
	if proviso.TruthOf(true) != yes || proviso.TruthOf(false) != no {
		t.Error("TruthOf is wrong")
	}
	if no.String() != "no" || maybe.String() != "unknown" || yes.String() != "yes" {
		t.Error("String is wrong")
	}
}
