package proviso_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/proviso-ledger/proviso"
)

func TestLotStandard(t *testing.T) {
	for _, c := range []struct {
		lot    proviso.Lot
		want   proviso.LotNumber
		parent proviso.Lot
	}{
		// XYZ07D006-004 and XYZ08A006-015 are the examples of section 3.2.13.
		{"XYZ07D006-004", proviso.LotNumber{Maker: "XYZ", Year: "07", Month: 4, Interfix: "006", Sequence: "004"}, ""},
		{"XYZ08A006-015", proviso.LotNumber{Maker: "XYZ", Year: "08", Month: 1, Interfix: "006", Sequence: "015"}, ""},
		{"IOP21H004-015A", proviso.LotNumber{Maker: "IOP", Year: "21", Month: 8, Interfix: "004", Sequence: "015", Suffix: "A"}, "IOP21H004-015"},
		{"IOP21J004-015AB", proviso.LotNumber{Maker: "IOP", Year: "21", Month: 9, Interfix: "004", Sequence: "015", Suffix: "AB"}, "IOP21J004-015"},
		{"IOP21M004-015ABT", proviso.LotNumber{Maker: "IOP", Year: "21", Month: 12, Interfix: "004", Sequence: "015", Suffix: "ABT"}, "IOP21M004-015"},
		{"LC21L004S015", proviso.LotNumber{Maker: "LC", Year: "21", Month: 11, Interfix: "004", Identifier: "S", Sequence: "015"}, "LC21L004-015"},
	} {
		got, ok := c.lot.Standard()
		if !ok {
			t.Errorf("%s is not taken for a standard number", c.lot)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.lot, diff)
		}
		if parent, ok := c.lot.Parent(); parent != c.parent || ok != (c.parent != "") {
			t.Errorf("parent of %s: %q, %v, want %q", c.lot, parent, ok, c.parent)
		}
	}
	for _, lot := range []proviso.Lot{
		"", "IOP21I004-015", "IOP21N004-015", "IOP21H04-015", "IOP21H004-15", "IOP21H004 -015", "IOP21H004-015a", "iop21H004-015",
		"IOPX21H004-015", "21H004-015", "IOP2H004-015", "IOP21H004-015ABC", "IOP21H004-015ABTT", "IOP21H0041015", "IOP21H004-015-1",
		"LW-06-01A", "ÄOP21H004-015", "IOP21H004é015", "IOP21H004-01٣", "155-2022/7",
	} {
		if got, ok := lot.Standard(); ok {
			t.Errorf("%q is taken for a standard number: %+v", lot, got)
		}
		if parent, ok := lot.Parent(); ok {
			t.Errorf("%q has the parent %q", lot, parent)
		}
	}
}

func TestParseLot(t *testing.T) {
	for in, want := range map[string]proviso.Lot{
		"IOP21H004-015A": "IOP21H004-015A", "  LW-06-01A ": "LW-06-01A", "партия 7": "партия 7",
		strings.Repeat("é", 64): proviso.Lot(strings.Repeat("é", 64)),
	} {
		if got, err := proviso.ParseLot(in); err != nil || got != want {
			t.Errorf("ParseLot(%q) = %q, %v", in, got, err)
		}
	}
	for _, c := range []refusal{
		{"", "lot number is empty", "leave the lot out if it is not known"},
		{" \n", "lot number is empty", "leave the lot out if it is not known"},
		{"A\nB", `lot number has a character that cannot be printed: "A\nB"`, "write the number as marked, on one line"},
		{"A\u202eB", `lot number has a character that cannot be printed: "A\u202eB"`, "write the number as marked, on one line"},
		{"A\xff", `lot number has a character that cannot be printed: "A\xff"`, "write the number as marked, on one line"},
		{strings.Repeat("é", 65), "lot number is longer than 64 characters", "write the number alone"},
	} {
		_, err := proviso.ParseLot(c.in)
		c.check(t, err)
	}
}

func FuzzParseLot(f *testing.F) {
	for _, s := range []string{"IOP21H004-015A", "LC21L004S015", "LW-06-01A", "IOP21I004-015", "A\nB", "партия 7"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		lot, err := proviso.ParseLot(s)
		if err != nil {
			checkError(t, s, err)
			return
		}
		if again, err := proviso.ParseLot(string(lot)); err != nil || again != lot {
			t.Fatalf("%q is read as %q, then as %q, %v", s, lot, again, err)
		}
		parent, ok := lot.Parent()
		if !ok {
			return
		}
		if n, standard := parent.Standard(); !standard || n.Suffix != "" || parent == lot {
			t.Fatalf("%q has the parent %q", lot, parent)
		}
		if _, ok := parent.Parent(); ok {
			t.Fatalf("the parent of %q, %q, has a parent", lot, parent)
		}
	})
}
