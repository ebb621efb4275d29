package ledger

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

var keeper = proviso.Reader{Keeper: true}

// begin makes a ledger whose clock begins on a day and goes on by a second with
// each append.
func begin(t testing.TB, address string) *Ledger {
	t.Helper()
	l, err := Init(context.Background(), address, "test", "proviso.local/test", filepath.Join(t.TempDir(), "test.key"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	set(l, "2024-01-01")
	return l
}

// set puts the clock of the ledger to noon of a day.
func set(l *Ledger, day string) {
	at, err := time.Parse("2006-01-02 15", day+" 12")
	if err != nil {
		panic(err)
	}
	l.Clock = func() time.Time { at = at.Add(time.Second); return at }
}

// read reads a dossier over the records given.
func read(t testing.TB, text string, over ...proviso.Record) []proviso.Record {
	t.Helper()
	file := filepath.Join(t.TempDir(), "case.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	d, err := dossier.ReadOver(file, func([]string) ([]proviso.Record, error) { return over, nil })
	if err != nil {
		t.Fatal(err)
	}
	return d.Records
}

func example(t testing.TB, name string) *dossier.Dossier {
	t.Helper()
	d, err := dossier.Read("../../examples/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func stands(t testing.TB, l *Ledger) []proviso.Record {
	t.Helper()
	v, err := l.AsOf(context.Background(), proviso.LastDay, keeper)
	if err != nil {
		t.Fatal(err)
	}
	return v.Records()
}

// bodies writes records as text, for comparison.
func bodies(t testing.TB, records []proviso.Record) []string {
	t.Helper()
	var out []string
	for _, r := range records {
		b, err := seal.Body(r)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(r.RecordKind())+" "+string(b))
	}
	return out
}

func codes(err error) string {
	var all proviso.Errors
	var one *proviso.Error
	switch {
	case errors.As(err, &all):
		var out []string
		for _, e := range all {
			out = append(out, e.Code)
		}
		return strings.Join(out, " ")
	case errors.As(err, &one):
		return one.Code
	case err != nil:
		return err.Error()
	}
	return ""
}

const base = `
parties:
  KR: {name: Republic of Korea, kind: state}
  US: {name: United States, kind: state}
places: {KR: {name: Korea}}
items: {shell: {name: Shell, unit: round}}
instruments:
  euc: {kind: end-user certificate, given_by: US, given_to: KR, conditions: {end: {end_user: US}, on: {onward: prior consent}}}
movements:
  sale: {recorded: 2023-05-01, goods: 10 shell, from: KR, to: US, under: [euc]}
`

func TestRecordIsIdempotent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		ctx := context.Background()
		l := begin(t, address())
		first := example(t, "seoul-155mm").Records
		r, err := l.Record(ctx, "clerk", first)
		if err != nil || len(r.Entries) != len(first) || r.Same != 0 {
			t.Fatalf("%+v %v", r, err)
		}
		r, err = l.Record(ctx, "clerk", example(t, "seoul-155mm").Records)
		if err != nil || len(r.Entries) != 0 || r.Same != len(first) {
			t.Fatalf("%+v %v", r, err)
		}
		if diff := cmp.Diff(bodies(t, first), bodies(t, stands(t, l))); diff != "" {
			t.Error(diff)
		}
		fits(t, l)
	})
}

// fits verifies the ledger.
func fits(t testing.TB, l *Ledger) *Verified {
	t.Helper()
	ctx := context.Background()
	h, err := l.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	v, err := l.Verify(ctx, h.Key, nil)
	if err != nil {
		t.Fatal(err)
	}
	if v.Fault != nil {
		t.Fatal(v.Fault)
	}
	return v
}

func TestActs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		ctx := context.Background()
		l := begin(t, address())
		record := func(text string) error {
			_, err := l.Record(ctx, "", read(t, text, stands(t, l)...))
			return err
		}
		correct := func(text string) error {
			_, err := l.Correct(ctx, "", read(t, text, stands(t, l)...))
			return err
		}
		withdraw := func(ids ...string) error { _, err := l.Withdraw(ctx, "", ids); return err }
		steps := []struct {
			what string
			err  error
			want string // the codes of its faults
		}{
			{"base", record(base), ""},
			{"names what the ledger has", record("movements: {s2: {recorded: 2023-06-01, goods: 5 shell, from: KR, to: US, under: [euc]}}"), ""},
			{"changed", record("parties: {KR: {name: Korea, kind: state}}"), "changed"},
			{"id of another kind", withdraw("nobody"), "dangling-id"},
			{"correct what is new", correct("parties: {DE: {name: Germany, kind: state}}"), "dangling-id"},
			{"correct", correct("parties: {KR: {name: Korea, kind: state}}"), ""},
			{"correct again", correct("parties: {KR: {name: Korea, kind: state}}"), ""},
			{"named by others", withdraw("party:KR"), "dangling-id dangling-id dangling-id"},
			{"two are called KR", withdraw("KR"), "ambiguous"},
			{"the place is not needed", withdraw("place:KR"), ""},
			{"withdrawn already", withdraw("place:KR"), ""},
			{"withdrawn ones are not recorded again", record("places: {KR: {name: Korea}}"), "withdrawn"},
			{"but corrected", correct("places: {KR: {name: Korea}}"), ""},
			{"all that name each other", withdraw("sale", "s2", "euc", "party:KR"), ""},
			{"named by what is new", correct("instruments: {euc: {kind: end-user certificate, given_by: US, conditions: {end: {end_user: US}}}}"), ""},
			{"a consent to a clause", record("instruments: {yes: {kind: consent, given_by: US, for: [euc/end]}}"), ""},
			{"the clause is needed", correct("instruments: {euc: {kind: end-user certificate, given_by: US, conditions: {other: {end_user: US}}}}"), "dangling-id"},
		}
		for _, s := range steps {
			if got := codes(s.err); got != s.want {
				t.Errorf("%s: %q, not %q: %v", s.what, got, s.want, s.err)
			}
		}
		var ids []string
		for _, r := range stands(t, l) {
			ids = append(ids, r.RecordID())
		}
		if got := strings.Join(ids, " "); got != "US shell KR euc yes" {
			t.Error(got)
		}
		if n := fits(t, l).Entries; n != 16 {
			t.Errorf("%d entries", n)
		}
	})
}

// TestUncheckedRecords adds records that no dossier reader has seen.
func TestUncheckedRecords(t *testing.T) {
	ctx := context.Background()
	l := begin(t, storetest.SQLite(t))
	party := func(id, of string) *proviso.Party {
		return &proviso.Party{ID: proviso.PartyID(id), PartOf: proviso.PartyID(of)}
	}
	for _, s := range []struct {
		records []proviso.Record
		want    string
	}{
		{[]proviso.Record{party("a", "b")}, "dangling-id"},
		{[]proviso.Record{party("a", "b"), party("b", "")}, ""},
		{[]proviso.Record{party("c", "a"), &proviso.Item{ID: "c"}}, "duplicate-id"},
		{[]proviso.Record{party("c", "a"), party("c", "b")}, "changed"},
		{[]proviso.Record{&proviso.Statement{ID: "s", Mode: proviso.Asserts, Claim: proviso.Claim{About: []string{"m"}}}}, "dangling-id"},
	} {
		if _, err := l.Record(ctx, "", s.records); codes(err) != s.want {
			t.Errorf("%v: %v", bodies(t, s.records), err)
		}
	}
	if _, err := l.Correct(ctx, "", []proviso.Record{party("b", "a")}); codes(err) != "cycle" {
		t.Error(err)
	}
	if n := len(stands(t, l)); n != 2 {
		t.Errorf("%d records stand", n)
	}
}

func TestKnown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		ctx := context.Background()
		l := begin(t, address())
		add := func(day string, fn func(context.Context, string, []proviso.Record) (*Receipt, error), text string) {
			set(l, day)
			if _, err := fn(ctx, "", read(t, text, stands(t, l)...)); err != nil {
				t.Fatal(err)
			}
		}
		add("2024-01-01", l.Record, base)
		add("2024-02-01", l.Record, "parties: {DE: {name: Germany, known: 2024-02-10}}")
		add("2024-03-01", l.Correct, "parties: {US: {name: USA, kind: state}}")
		set(l, "2024-04-01")
		if _, err := l.Withdraw(ctx, "", []string{"DE"}); err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct{ day, want string }{
			{"2023-12-31", ""},
			{"2024-01-01", "KR:Republic of Korea US:United States"},
			{"2024-02-09", "DE: KR:Republic of Korea US:United States"},
			{"2024-02-10", "DE:Germany KR:Republic of Korea US:United States"},
			{"2024-03-01", "DE:Germany KR:Republic of Korea US:USA"},
			{"2024-04-01", "KR:Republic of Korea US:USA"},
		} {
			day, err := proviso.ParseDay(c.day)
			if err != nil {
				t.Fatal(err)
			}
			v, err := l.AsOf(ctx, day, keeper)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range v.Snapshot(day).Parties {
				got = append(got, string(p.ID)+":"+p.Name)
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("known %s: %s", c.day, s)
			}
		}
	})
}

// TestClockGoesBack appends with a clock that was put back: entries stay in order.
func TestClockGoesBack(t *testing.T) {
	ctx := context.Background()
	l := begin(t, storetest.SQLite(t))
	if _, err := l.Record(ctx, "", read(t, base)); err != nil {
		t.Fatal(err)
	}
	set(l, "2020-01-01")
	r, err := l.Withdraw(ctx, "", []string{"sale"})
	if err != nil {
		t.Fatal(err)
	}
	if got := r.Entries[0].At.Format(layout); got != "2024-01-01T12:00:01.000001Z" {
		t.Error(got)
	}
	fits(t, l)
}
