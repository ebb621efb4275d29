package dossier

import (
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/proviso-ledger/proviso"
)

// sameRecords compares what was read, wherever and in which order it stood.
func sameRecords(a, b *Dossier) string {
	byID := func(x, y proviso.Record) int {
		return strings.Compare(string(x.RecordKind())+" "+x.RecordID(), string(y.RecordKind())+" "+y.RecordID())
	}
	x, y := slices.Clone(a.Records), slices.Clone(b.Records)
	slices.SortFunc(x, byID)
	slices.SortFunc(y, byID)
	return cmp.Diff([]any{a.Case, a.AsOf, a.Note, x}, []any{b.Case, b.AsOf, b.Note, y},
		cmpopts.IgnoreTypes(proviso.Pos{}), cmp.Comparer(func(p, q proviso.Date) bool { return p == q }))
}

// seeds gives the worked dossiers and the texts of the tests.
func seeds(t testing.TB) [][]byte {
	t.Helper()
	out := [][]byte{large(3), []byte(everything)}
	paths, err := filepath.Glob("../../examples/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range paths {
		if dossierName(filepath.Base(p)) {
			text, err := os.ReadFile(p)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, text)
		}
	}
	return out
}

// FuzzRead reads any bytes: the reader must not panic, must place every fault
// in the file, and what it accepts must mean the same after Format.
func FuzzRead(f *testing.F) {
	for _, s := range seeds(f) {
		if len(s) < 8<<10 { // a long text is tried seldom, and what it finds is read by nobody
			f.Add(s)
		}
	}
	for _, c := range faultCases {
		f.Add([]byte(c.text))
	}
	f.Fuzz(holdRead)
}

// TestReadSeeds holds for the worked dossiers what FuzzRead holds for any bytes.
func TestReadSeeds(t *testing.T) {
	for _, s := range seeds(t) {
		holdRead(t, s)
	}
}

func holdRead(t *testing.T, src []byte) {
	t.Helper()
	files := signed(src)
	d, err := Parse(files)
	if err != nil {
		checkFaults(t, err.(proviso.Errors), files)
	}
	out, ferr := Format(src)
	if err == nil && ferr != nil {
		t.Fatalf("read, but not formatted: %v", ferr)
	}
	if ferr != nil {
		return
	}
	again, err2 := Format(out)
	if err2 != nil {
		t.Fatalf("formatted text is refused: %v\n%s", err2, out)
	}
	if diff := cmp.Diff(string(out), string(again)); diff != "" {
		t.Fatalf("formatted twice it changes:\n%s", diff)
	}
	if err != nil {
		return
	}
	d2, err := Parse(signed(out))
	if err != nil {
		t.Fatalf("formatted text is refused: %v\n%s", err, out)
	}
	if diff := sameRecords(d, d2); diff != "" {
		t.Fatalf("formatted text means something else:\n%s\n%s", diff, out)
	}
}

// checkFaults checks that faults are in order, say something and stand in the
// file.
func checkFaults(t *testing.T, faults proviso.Errors, files []File) {
	t.Helper()
	if len(faults) == 0 {
		t.Fatal("an error without a fault")
	}
	lines := strings.Count(string(files[0].Text), "\n") + 1
	for i, e := range faults {
		if e.Code == "" || e.Message == "" || e.Pos.Line > lines || e.Pos.Line > 0 && e.Pos.Column < 1 {
			t.Fatalf("fault %#v in a text of %d lines", e, lines)
		}
		if i > 0 && (e.Pos.Line < faults[i-1].Pos.Line) {
			t.Fatalf("faults out of order: %v after %v", e, faults[i-1])
		}
	}
	if err := Explain(io.Discard, faults, files); err != nil {
		t.Fatal(err)
	}
}
