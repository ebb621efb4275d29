package proviso_test

import (
	"testing"

	"github.com/proviso-ledger/proviso"
)

func TestTLP(t *testing.T) {
	labels := []proviso.TLP{proviso.TLPClear, proviso.TLPGreen, proviso.TLPAmber, proviso.TLPAmberStrict, proviso.TLPRed}
	names := []string{"TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"}
	for i, l := range labels {
		if l.String() != names[i] || l == proviso.TLPNone || i > 0 && labels[i-1] >= l {
			t.Errorf("label %d is %v", i, l)
		}
		for _, in := range []string{names[i], names[i][4:], " " + names[i][4:]} {
			if got, err := proviso.ParseTLP(in); err != nil || got != l {
				t.Errorf("ParseTLP(%q) = %v, %v", in, got, err)
			}
		}
	}
	for in, want := range map[string]proviso.TLP{"tlp:amber+strict": proviso.TLPAmberStrict, "Red": proviso.TLPRed, "TLP: green": proviso.TLPGreen} {
		if got, err := proviso.ParseTLP(in); err != nil || got != want {
			t.Errorf("ParseTLP(%q) = %v, %v", in, got, err)
		}
	}
	const usual = "write CLEAR, GREEN, AMBER, AMBER+STRICT or RED"
	for _, c := range []refusal{
		{"WHITE", "TLP:WHITE is of version 1", "TLP 2.0 says CLEAR"},
		{"tlp:white", "TLP:WHITE is of version 1", "TLP 2.0 says CLEAR"},
		{"", `not a TLP label: ""`, usual},
		{"TLP:", `not a TLP label: "TLP:"`, usual},
		{"AMBER STRICT", `not a TLP label: "AMBER STRICT"`, usual},
		{"BLACK", `not a TLP label: "BLACK"`, usual},
	} {
		_, err := proviso.ParseTLP(c.in)
		c.check(t, err)
	}
	if proviso.TLPNone.String() != "" || proviso.TLP(9).String() != "" || proviso.TLP(-1).String() != "" {
		t.Error("a label that does not exist has a name")
	}
}
