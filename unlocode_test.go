package proviso_test

import (
	"bufio"
	"compress/gzip"
	"os"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// The list is read here line by line, apart from the code under test.
func TestUNLOCODEList(t *testing.T) {
	f, err := os.Open("data/unlocode.txt.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	unzipped, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	lines, before, count := bufio.NewScanner(unzipped), "", 0
	for lines.Scan() {
		code := lines.Text()
		count++
		if len(code) != 5 || code <= before {
			t.Fatalf("line %d: %q after %q", count, code, before)
		}
		if !proviso.ValidUNLOCODE(code) {
			t.Fatalf("line %d: %q is not found", count, code)
		}
		if _, ok := proviso.CountryName(code[:2]); !ok && code[:2] != "XZ" {
			t.Errorf("line %d: %q begins with no country", count, code)
		}
		before = code
	}
	if lines.Err() != nil || count != 116_086 {
		t.Errorf("%d codes, %v, want 116,086", count, lines.Err())
	}
}

func TestCheckUNLOCODE(t *testing.T) {
	for _, code := range []string{"KRPUS", "PLRZE", "DEHAM", "UAODS", "USNYC"} {
		if err := proviso.CheckUNLOCODE(code); err != nil {
			t.Errorf("%s: %v", code, err)
		}
	}
	for _, c := range []refusal{
		{"krpus", `UN/LOCODE "krpus" is not five capitals`, "write KRPUS"},
		{"KR PUS", `UN/LOCODE "KR PUS" is not five capitals`, "write KRPUS"},
		{"KRP", `not a UN/LOCODE: "KRP"`, "write five letters such as KRPUS, or give the place by name"},
		{"", `not a UN/LOCODE: ""`, "write five letters such as KRPUS, or give the place by name"},
		{"XKPRN", `UN/LOCODE "XKPRN" begins with "XK", which is no country`, "begin with the country, such as KR in KRPUS"},
		{"KRQQQ", `UN/LOCODE "KRQQQ" is not in the list`, "check the code, or give the place by name"},
		{"AAAAA", `UN/LOCODE "AAAAA" begins with "AA", which is no country`, "begin with the country, such as KR in KRPUS"},
		{"ZZZZZ", `UN/LOCODE "ZZZZZ" begins with "ZZ", which is no country`, "begin with the country, such as KR in KRPUS"},
	} {
		c.check(t, proviso.CheckUNLOCODE(c.in))
		if proviso.ValidUNLOCODE(c.in) {
			t.Errorf("%q is valid", c.in)
		}
	}
}

func BenchmarkValidUNLOCODE(b *testing.B) {
	proviso.ValidUNLOCODE("KRPUS")
	for b.Loop() {
		if !proviso.ValidUNLOCODE("KRPUS") {
			b.Fatal("not valid")
		}
	}
}
