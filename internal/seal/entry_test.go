package seal_test

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
)

// alike compares records as the codec must keep them: a date by its text, an
// empty list like none, clauses in the order of their ids, without the place
// in a file.
var alike = cmp.Options{
	cmp.Comparer(func(a, b proviso.Date) bool { return a == b }),
	cmpopts.EquateEmpty(),
	cmpopts.SortSlices(func(a, b *proviso.Condition) bool { return a.ID < b.ID }),
	cmpopts.IgnoreTypes(proviso.Pos{}),
}

var someTime = time.Date(2026, 11, 25, 4, 5, 6, 7000, time.UTC)

func entryOf(r proviso.Record) seal.Entry {
	return seal.Entry{At: someTime, By: "office", Act: seal.ActRecord, Kind: r.RecordKind(), ID: r.RecordID(), Replaces: seal.None, Record: r}
}

// keeps checks that an entry survives its leaf, and that the leaf is what
// another writer of canonical JSON makes of it.
func keeps(t interface {
	Helper()
	Fatalf(string, ...any)
}, e seal.Entry) {
	t.Helper()
	leaf, err := seal.Encode(e)
	if err != nil {
		t.Fatalf("%v", err)
	}
	back, err := seal.Decode(leaf)
	if err != nil {
		t.Fatalf("%v\n%s", err, leaf)
	}
	if d := cmp.Diff(e, back, alike); d != "" {
		t.Fatalf("%s\n%s", d, leaf)
	}
	if other := canonical(leaf); !bytes.Equal(other, leaf) {
		t.Fatalf("encoding/json writes\n%s\nwe write\n%s", other, leaf)
	}
}

// canonical writes JSON anew with encoding/json, whose keys are sorted too and
// which differs from RFC 8785 in two escapes only. nil: not JSON.
func canonical(text []byte) []byte {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	var v any
	if dec.Decode(&v) != nil {
		return nil
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if enc.Encode(v) != nil {
		return nil
	}
	s := strings.NewReplacer(`\\`, `\\`, `\u2028`, "\u2028", `\u2029`, "\u2029").Replace(out.String())
	return []byte(strings.TrimSuffix(s, "\n"))
}

func TestExamplesSurvive(t *testing.T) {
	files, err := filepath.Glob("../../examples/*/case.yaml")
	if err != nil || len(files) < 9 {
		t.Fatalf("only %d examples: %v", len(files), err)
	}
	for _, file := range files {
		for _, r := range readCase(t, file) {
			keeps(t, entryOf(r))
		}
	}
}

func TestRandomRecordsSurvive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e := entryOf(drawRecord(t))
		e.At = time.UnixMicro(rapid.Int64Range(-62167219200_000000, 253402300799_999999).Draw(t, "at")).UTC()
		e.By = drawString(t)
		if rapid.Bool().Draw(t, "corrects") {
			e.Act, e.Replaces = seal.ActCorrect, rapid.Int64Range(0, 1<<53-1).Draw(t, "replaces")
		}
		keeps(t, e)
		keeps(t, seal.Entry{At: e.At, Act: seal.ActWithdraw, Kind: e.Kind, ID: e.ID, Replaces: 0})
	})
}

// TestLeafStaysAsItIs holds the format: a leaf that was sealed once must have
// the same bytes for ever.
func TestLeafStaysAsItIs(t *testing.T) {
	days := proviso.DateOfDay(proviso.DayOf(2022, 11, 11))
	in := &proviso.Instrument{
		ID: "KR-EUC", Kind: proviso.Certificate, Name: "\"EUC\"\n\u0001é", GivenBy: "US", GivenTo: "KR",
		Covers: proviso.Scope{Items: []proviso.ItemID{"155mm-HE"}, Quantity: proviso.Quantity{Least: 400, Most: 480}, HasQuantity: true},
		Life:   []proviso.Event{{Status: proviso.Given, On: days}},
		Conditions: []*proviso.Condition{
			{ID: "KR-EUC/b", Instrument: "KR-EUC", Rule: &proviso.EndUser{Parties: []proviso.PartyID{"US"}}},
			{ID: "KR-EUC/a", Instrument: "KR-EUC", Rule: &proviso.Onward{Rule: proviso.OnwardPriorNotice, Days: 30, HasDays: true}},
		},
		Envelope: proviso.Envelope{Marking: proviso.Marking{TLP: proviso.TLPAmberStrict}, Pos: proviso.Pos{File: "x", Line: 3}},
	}
	want := `{"act":"record","at":"2026-11-25T04:05:06.000007Z","by":"office","id":"KR-EUC","kind":"instrument","record":{` +
		`"conditions":[{"id":"KR-EUC/a","instrument":"KR-EUC","rule":{"days":30,"has_days":true,"kind":"onward","rule":"prior notice"}},` +
		`{"id":"KR-EUC/b","instrument":"KR-EUC","rule":{"kind":"end_user","parties":["US"]}}],` +
		`"covers":{"has_quantity":true,"items":["155mm-HE"],"quantity":"400..480"},"given_by":"US","given_to":"KR","id":"KR-EUC",` +
		`"kind":"end-user certificate","life":[{"on":"2022-11-11","status":"given"}],"marking":{"tlp":"TLP:AMBER+STRICT"},` +
		`"name":"\"EUC\"\n\u0001é"}}`
	got, err := seal.Encode(entryOf(in))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, string(got)); d != "" {
		t.Error(d)
	}
}

func TestDecodeRefuses(t *testing.T) {
	good := `{"act":"record","at":"2026-11-25T04:05:06.000007Z","id":"US","kind":"party","record":{"id":"US","kind":"state","name":"é"}}`
	if _, err := seal.Decode([]byte(good)); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ old, new, want string }{
		{"", " ", "does not go on"},
		{`"}}`, `"}} `, "something follows"},
		{`"}}`, `"}}` + good, "something follows"},
		{`"}}`, `"}`, "does not go on"},
		{`"name":"é"`, `"nam":"é"`, `unknown field "nam"`},
		{`"name":"é"`, `"name":"é","name":"é"`, `unknown field "name"`},
		{`"id":"US","kind":"state"`, `"kind":"state","id":"US"`, `unknown field "id"`},
		{`"name":"é"`, `"name": "é"`, "does not go on"},
		{`"name":"é"`, `"name":""`, "canonical"},
		{`"name":"é"`, `"name":"\u00e9"`, "canonical"},
		{`"name":"é"`, "\"name\":\"\xe9\"", "canonical"},
		{`"name":"é"`, "\"name\":\"\n\"", "canonical"},
		{`"name":"é"`, `"name":"\x"`, "not text"},
		{`"name":"é"`, `"name":"é","part_of":null`, "does not go on"},
		{`"name":"é"`, `"aliases":[],"name":"é"`, "in the wrong place"},
		{`"record":{"id":"US","kind":"state","name":"é"}`, `"record":{}`, "do not agree"},
		{`"kind":"state"`, `"kind":"planet"`, `unknown word "planet"`},
		{`"kind":"party"`, `"kind":"planet"`, `not a kind of record: "planet"`},
		{`"kind":"party"`, `"kind":"place"`, "unknown field"},
		{`"id":"US","kind":"party"`, `"id":"UA","kind":"party"`, "do not agree"},
		{`"act":"record"`, `"act":"forget"`, "not an act"},
		{`"act":"record"`, `"act":"correct"`, "which entry it replaces"},
		{`"act":"record"`, `"act":"withdraw"`, "which entry it replaces"},
		{`"}}`, `"},"replaces":00}`, "canonical"},
		{`"}}`, `"},"replaces":-1}`, "canonical"},
		{`"}}`, `"},"replaces":-2}`, "negative"},
		{`"}}`, `"},"replaces":9007199254740992}`, "too large"},
		{`"}}`, `"},"replaces":1e3}`, "does not go on"},
		{`.000007Z`, `.000007+00:00`, "not a time"},
		{`.000007Z`, `.0000070Z`, "not a time"},
	} {
		text := strings.Replace(good, c.old, c.new, 1)
		_, err := seal.Decode([]byte(text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s\ngives %v, want %q", text, err, c.want)
		}
	}
}

func TestEncodeRefuses(t *testing.T) {
	movement := func(change func(*proviso.Movement)) proviso.Record {
		m := &proviso.Movement{ID: "m", Kind: proviso.Transfer}
		change(m)
		return m
	}
	for want, r := range map[string]proviso.Record{
		"name of record \"US\" cannot be sealed: text is not UTF-8": &proviso.Party{ID: "US", Name: "\xff"},
		"kind of record \"m\"":                  movement(func(m *proviso.Movement) { m.Kind = "teleport" }),
		"quantity of record \"m\"":              movement(func(m *proviso.Movement) { m.Quantity = proviso.Quantity{Least: -1, Most: 3} }),
		"inputs.quantity of record \"m\"":       movement(func(m *proviso.Movement) { m.Inputs = []proviso.Input{{Quantity: proviso.Quantity{Least: 2, Most: 1}}} }),
		"count of record \"i\"":                 &proviso.Item{ID: "i", MadeOf: []proviso.Component{{Count: 1 << 53}}},
		"conditions of record \"c\"":            &proviso.Instrument{ID: "c", Conditions: []*proviso.Condition{nil}},
		"conditions.rule of record \"c\"":       &proviso.Instrument{ID: "c", Conditions: []*proviso.Condition{{Rule: (*proviso.Duty)(nil)}}},
		"record \"long\" cannot be sealed: its": &proviso.Party{ID: "long", Name: strings.Repeat("é", 40_000)},
		"lots of record \"m\" cannot be seal":   movement(func(m *proviso.Movement) { m.Lots = []proviso.Lot{"a\nb"} }),
	} {
		if _, err := seal.Body(r); err == nil || !strings.Contains(strings.ReplaceAll(err.Error(), "made_of.", ""), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	files, err := filepath.Glob("../../examples/*/case.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		for _, r := range readCase(f, file) {
			leaf, err := seal.Encode(entryOf(r))
			if err != nil {
				f.Fatal(err)
			}
			f.Add(leaf)
		}
	}
	f.Fuzz(func(t *testing.T, leaf []byte) {
		e, err := seal.Decode(leaf)
		if err != nil {
			return
		}
		keeps(t, e)
		if !bytes.Equal(canonical(leaf), leaf) {
			t.Errorf("accepted, but not canonical: %s", leaf)
		}
		if again, err := seal.Encode(e); err != nil || !bytes.Equal(again, leaf) {
			t.Errorf("accepted, but written anew it is other (%v)\n%s\n%s", err, leaf, again)
		}
	})
}
