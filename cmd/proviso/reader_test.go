package main

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/ledger"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

// written is one entry of a random ledger, with what it names as the generator
// has it.
type written struct {
	at     time.Time
	record proviso.Record // nil: withdrawn
	id     string
	mark   proviso.Marking
	names  []string
}

// scribe writes a random ledger and keeps what it wrote.
type scribe struct {
	t     *rapid.T
	l     *ledger.Ledger
	now   time.Time
	log   []written
	marks map[string]proviso.Marking // of what stands
	ids   map[string][]string        // that stand, by kind: P L I E C M S Q
	n     int
}

func (s *scribe) pick(kind string) string {
	if len(s.ids[kind]) == 0 {
		return ""
	}
	return rapid.SampledFrom(s.ids[kind]).Draw(s.t, kind)
}

func (s *scribe) mark() proviso.Marking {
	clear := proviso.Marking{TLP: proviso.TLPClear}
	return rapid.SampledFrom([]proviso.Marking{
		clear, clear, clear, clear, clear, clear, clear, clear, {}, {TLP: proviso.TLPGreen}, {TLP: proviso.TLPGreen},
		{TLP: proviso.TLPAmber}, {TLP: proviso.TLPRed}, {TLP: proviso.TLPRed, ReleasedTo: []proviso.PartyID{"P0"}},
		{ReleasedTo: []proviso.PartyID{"P0", "P1"}},
	}).Draw(s.t, "mark")
}

// draw makes a record of a kind, with another id if none is given.
func (s *scribe) draw(kind, id string) written {
	if id == "" {
		id = fmt.Sprintf("%s%d", kind, s.n)
		s.n++
	}
	w := written{id: id, mark: s.mark()}
	for _, p := range w.mark.ReleasedTo {
		w.names = append(w.names, string(p))
	}
	use := func(kind string) string {
		other := s.pick(kind)
		if other != "" {
			w.names = append(w.names, other)
		}
		return other
	}
	perhaps := func(kind string) string { // another of a kind, or none
		if len(s.ids[kind]) == 0 || rapid.IntRange(0, 2).Draw(s.t, "perhaps "+kind) > 0 {
			return ""
		}
		if other := s.pick(kind); other != id {
			w.names = append(w.names, other)
			return other
		}
		return ""
	}
	e := proviso.Envelope{Marking: w.mark, Note: rapid.SampledFrom([]string{"", "a note"}).Draw(s.t, "note")}
	if source := perhaps("Q"); source != "" {
		e.Sources = []proviso.SourceID{proviso.SourceID(source)}
	}
	day := proviso.DateOfDay(proviso.DayOf(2023, 1, rapid.IntRange(1, 28).Draw(s.t, "day")))
	switch kind {
	case "P":
		w.record = &proviso.Party{ID: proviso.PartyID(id), Name: "Party " + id, Kind: proviso.State, PartOf: proviso.PartyID(perhaps("P")), Envelope: e}
	case "L":
		w.record = &proviso.Place{ID: proviso.PlaceID(id), Name: "Place " + id, PartOf: proviso.PlaceID(perhaps("L")), Envelope: e}
	case "Q":
		w.record = &proviso.Source{ID: proviso.SourceID(id), Name: "Source " + id, Envelope: e}
	case "I":
		w.record = &proviso.Item{ID: proviso.ItemID(id), Name: "Item " + id, Unit: "round", Envelope: e}
	case "E":
		by, to := proviso.PartyID(use("P")), proviso.PartyID(use("P"))
		in := &proviso.Instrument{ID: proviso.InstrumentID(id), Kind: proviso.Certificate, GivenBy: by, GivenTo: to, Envelope: e,
			Life: []proviso.Event{{Status: proviso.Given, On: day}}, Text: proviso.Text{Seen: proviso.TextWhole}}
		in.Conditions = []*proviso.Condition{{ID: proviso.ConditionID(id + "/on"), Instrument: in.ID, Rule: &proviso.Onward{Rule: proviso.OnwardPriorConsent}}}
		w.record = in
	case "C":
		clause := use("E")
		w.record = &proviso.Instrument{ID: proviso.InstrumentID(id), Kind: proviso.Consent, GivenBy: proviso.PartyID(use("P")), Envelope: e,
			For: []proviso.ConditionID{proviso.ConditionID(clause + "/on")}, Life: []proviso.Event{{Status: proviso.Given, On: day}},
			Covers: proviso.Scope{AnyItem: true, AnyQuantity: true, AnyTo: true}}
	case "M":
		item := proviso.ItemID(use("I"))
		m := &proviso.Movement{ID: proviso.MovementID(id), Kind: proviso.Transfer, Basis: proviso.Recorded, When: day, Item: item,
			Quantity: proviso.Exactly(int64(rapid.IntRange(1, 9).Draw(s.t, "units"))), Envelope: e}
		from, to := proviso.PartyID(use("P")), proviso.PartyID(use("P"))
		m.From, m.To = proviso.Holding{Owner: from, Holder: from, Item: item}, proviso.Holding{Owner: to, Holder: to, Item: item}
		m.To.At, m.RivalTo = proviso.PlaceID(perhaps("L")), proviso.MovementID(perhaps("M"))
		if under := use("E"); under != "" {
			m.Under = []proviso.InstrumentID{proviso.InstrumentID(under)}
		}
		w.record = m
	case "S":
		w.record = &proviso.Statement{ID: proviso.StatementID(id), By: []proviso.Speaker{{Party: proviso.PartyID(use("P"))}}, Said: day,
			Mode: proviso.Asserts, Claim: proviso.Claim{About: []string{use("M")}}, Envelope: e}
	}
	return w
}

// needs says which kinds must stand for a record of the kind.
var needs = map[string]string{"P": "", "L": "", "Q": "", "I": "", "E": "P", "C": "EP", "M": "IP", "S": "PM"}

func (s *scribe) can(kind string) bool {
	for _, k := range needs[kind] {
		if len(s.ids[string(k)]) == 0 {
			return false
		}
	}
	return true
}

// write puts in one batch; what the ledger refuses was not written.
func (s *scribe) write(batch []written, add func() error) {
	s.now = s.now.Add(time.Duration(rapid.IntRange(1, 40).Draw(s.t, "hours")) * time.Hour)
	if add() != nil {
		return
	}
	for _, w := range batch {
		w.at = s.now
		kind := w.id[:1]
		s.ids[kind] = slices.DeleteFunc(s.ids[kind], func(id string) bool { return id == w.id })
		if w.record == nil {
			w.mark = s.marks[w.id]
		} else {
			s.ids[kind] = append(s.ids[kind], w.id)
			s.marks[w.id] = w.mark
		}
		s.log = append(s.log, w)
	}
}

func (s *scribe) step() {
	ctx := context.Background()
	switch rapid.SampledFrom([]string{"record", "record", "record", "correct", "correct", "withdraw"}).Draw(s.t, "act") {
	case "record":
		var batch []written
		var records []proviso.Record
		for range rapid.IntRange(1, 4).Draw(s.t, "records") {
			kind := rapid.SampledFrom([]string{"P", "L", "Q", "I", "E", "C", "M", "M", "S"}).Draw(s.t, "kind")
			if s.can(kind) {
				batch = append(batch, s.draw(kind, ""))
				records = append(records, batch[len(batch)-1].record)
			}
		}
		s.write(batch, func() error { _, err := s.l.Record(ctx, "clerk", records); return err })
	case "correct":
		kind := rapid.SampledFrom([]string{"P", "L", "Q", "I", "E", "C", "M", "S"}).Draw(s.t, "kind")
		if id := s.pick(kind); id != "" {
			w := s.draw(kind, id)
			s.write([]written{w}, func() error {
				r, err := s.l.Correct(ctx, "clerk", []proviso.Record{w.record})
				if err == nil && len(r.Entries) == 0 {
					err = fmt.Errorf("the same")
				}
				return err
			})
		}
	case "withdraw":
		kind := rapid.SampledFrom([]string{"P", "L", "Q", "I", "E", "C", "M", "S"}).Draw(s.t, "kind")
		if id := s.pick(kind); id != "" {
			s.write([]written{{id: id}}, func() error { _, err := s.l.Withdraw(ctx, "clerk", []string{id}); return err })
		}
	}
}

// mayBeSeen is which entries a reader may see, written down as the documentation
// says it: those whose mark allows it, that name nothing hidden, and that no
// hidden entry of the same record follows.
func mayBeSeen(log []written, reader proviso.Reader) []written {
	hidden := make([]bool, len(log))
	for changed := true; changed; {
		changed = false
		hide := func(i int, so bool) {
			if so && !hidden[i] {
				hidden[i], changed = true, true
			}
		}
		for i, w := range log {
			hide(i, !w.mark.VisibleTo(reader))
			for j := i + 1; j < len(log); j++ {
				hide(i, log[j].id == w.id && hidden[j])
			}
			stood := func(id string, until func(j int) bool) bool {
				last := -1
				for j := range log {
					if until(j) && log[j].id == id && !hidden[j] {
						last = j
					}
				}
				return last >= 0 && log[last].record != nil
			}
			if w.record == nil {
				hide(i, !stood(w.id, func(j int) bool { return j < i }))
			}
			for _, id := range w.names {
				hide(i, !stood(id, func(j int) bool { return !log[j].at.After(w.at) }))
			}
		}
	}
	var out []written
	for i, w := range log {
		if !hidden[i] {
			out = append(out, w)
		}
	}
	return out
}

// rewrite makes a ledger in which only these entries were ever written.
func rewrite(t *rapid.T, l *ledger.Ledger, log []written) {
	ctx := context.Background()
	for len(log) > 0 {
		at := log[0].at
		l.Clock = func() time.Time { return at }
		end := slices.IndexFunc(log, func(w written) bool { return !w.at.Equal(at) })
		if end < 0 {
			end = len(log)
		}
		var records []proviso.Record
		for _, w := range log[:end] {
			if w.record != nil {
				records = append(records, w.record)
			}
		}
		var err error
		if records == nil {
			_, err = l.Withdraw(ctx, "clerk", []string{log[0].id})
		} else if _, err = l.Record(ctx, "clerk", records); err != nil {
			_, err = l.Correct(ctx, "clerk", records)
		}
		if err != nil {
			t.Fatalf("what the reader may see could not have been written: %v", err)
		}
		log = log[end:]
	}
}

// asked runs the program and gives all that comes out of it.
func asked(args []string) string {
	var out, errs strings.Builder
	code := run(context.Background(), args, strings.NewReader(""), &out, &errs)
	return fmt.Sprintf("exit code %d\n%s%s", code, out.String(), errs.String())
}

// views is a ledger, a reader, and the ledger of what the reader may see.
type views struct {
	whole, part string // addresses
	reader      proviso.Reader
	log, seen   []written
}

// drawViews writes both ledgers.
func drawViews(t *rapid.T, whole, part, dir string) views {
	ctx := context.Background()
	begin := func(address, key string) *ledger.Ledger {
		l, err := ledger.Init(ctx, address, "A case", "proviso.local/test", filepath.Join(dir, key))
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	s := &scribe{t: t, l: begin(whole, "whole"), now: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC),
		marks: map[string]proviso.Marking{}, ids: map[string][]string{}}
	defer s.l.Close()
	s.l.Clock = func() time.Time { return s.now }
	for _, kind := range []string{"P", "P", "I", "L", "Q", "E", "M"} {
		if s.can(kind) {
			w := s.draw(kind, "")
			s.write([]written{w}, func() error { _, err := s.l.Record(ctx, "clerk", []proviso.Record{w.record}); return err })
		}
	}
	for range rapid.IntRange(2, 14).Draw(t, "steps") {
		s.step()
	}
	v := views{whole: whole, part: part, log: s.log, reader: proviso.Reader{
		Clearance: rapid.SampledFrom([]proviso.TLP{proviso.TLPClear, proviso.TLPGreen, proviso.TLPAmber, proviso.TLPRed}).Draw(t, "clearance"),
		Parties:   rapid.SampledFrom([][]proviso.PartyID{{"P0"}, {"P1"}, {"P9"}, {"P1", "P0"}}).Draw(t, "reader"),
	}}
	v.seen = mayBeSeen(s.log, v.reader)
	l := begin(part, "part")
	defer l.Close()
	rewrite(t, l, v.seen)
	return v
}

// questions are what is asked of both ledgers; ids of hidden records among it.
func (v *views) questions(t *rapid.T) [][]string {
	out := [][]string{{"check"}, {"check", "--json"}, {"log"}, {"log", "--json"}, {"stock"}, {"stock", "--json"}, {"reconcile"},
		{"may", "--move", "1", "--item", "I0", "--from", "P0", "--to", "P1"}, {"trace", "--of", "P0", "--to", "P1"}, {"show", "nobody"},
		{"diff", "--known", "2024-01-03", "--known", "2024-02-01"}, {"check", "--known", "2024-01-04"}, {"log", "--known", "2024-01-04"},
		{"diff", "--known", "2024-01-01", "--known", "2024-01-05", "--json"}, {"reconcile", "--json"}, {"stock", "--known", "2024-01-04"},
		{"said"}, {"said", "--json"}, {"said", "--evidence"}, {"may", "--move", "1", "--item", "I0", "--from", "P0", "--to", "P1", "--json"}}
	if len(v.log) > 0 {
		w := rapid.SampledFrom(v.log).Draw(t, "id")
		out = append(out, []string{"show", w.id}, []string{"show", w.id, "--json"}, []string{"check", "--movement", w.id}, []string{"trace", "--of", w.id, "--to", "P0"},
			[]string{"said", "--about", w.id}, []string{"may", "--move", "1", "--item", w.id, "--from", w.id, "--to", w.id}, []string{"stock", "--item", w.id},
			[]string{"check", "--suppose", w.id}, []string{"show", "party:" + w.id}, []string{"trace", "--of", "P0", "--to", w.id, "--json"},
			[]string{"check", "--explain", w.id}, []string{"stock", "--origins", "--item", "I0"}, []string{"trace", "--of", w.id, "--to", "P1", "--explain"})
	}
	return rapid.Permutation(out).Draw(t, "questions")[:len(out)/2]
}

// compare asks both, and gives how many answers it compared.
func (v *views) compare(t *rapid.T) int {
	var parties []string
	for _, p := range v.reader.Parties {
		parties = append(parties, string(p))
	}
	as := []string{"--reader", strings.Join(parties, ","), "--clearance", v.reader.Clearance.String()}
	ask := func(address string, q, as []string) string {
		args := slices.Concat([]string{q[0], address}, q[1:], as)
		if !slices.Contains([]string{"log", "show"}, q[0]) {
			args = append(args, "--as-of", "2024-06-01")
		}
		return strings.ReplaceAll(asked(args), address, "LEDGER")
	}
	n := 0
	for _, q := range v.questions(t) {
		got := ask(v.whole, q, as)
		for _, other := range [][]string{as, nil} {
			got, want := got, ask(v.part, q, other)
			if other == nil {
				got = withoutReader(t, got, as)
			}
			if got != want {
				t.Fatalf("%q as %v:\n%s\nwhere nothing was hidden (%q):\n%s", q, as, got, other, want)
			}
			n++
		}
	}
	return n
}

// withoutReader takes out of an answer for whom it was made; a refusal does not
// say that.
func withoutReader(t *rapid.T, answer string, as []string) string {
	line := fmt.Sprintf("for %s: what is marked up to %s, or was released to it by name\n", as[1], as[3])
	field := fmt.Sprintf("  \"reader\": {\n    \"parties\": [\n      \"%s\"\n    ],\n    \"clearance\": %q\n  },\n", strings.ReplaceAll(as[1], ",", "\",\n      \""), as[3])
	plain := strings.Replace(strings.Replace(answer, line, "", 1), field, "", 1)
	if refused := strings.HasPrefix(answer, "exit code 3"); (plain == answer) != refused {
		t.Fatalf("it does not say for whom it is, or a refusal does:\n%s", answer)
	}
	return plain
}

// few makes rapid try fewer cases than its hundred, always the same, unless it was
// told how many: each case writes two ledgers and asks them seventy times.
func few(t *testing.T) {
	checks := flag.Lookup("rapid.checks")
	if checks.Value.String() != checks.DefValue {
		return
	}
	tries := "40"
	if strings.HasSuffix(t.Name(), "postgres") {
		tries = "10"
	}
	for name, value := range map[string]string{"rapid.checks": tries, "rapid.seed": "1"} {
		f := flag.Lookup(name)
		before := f.Value.String()
		if err := f.Value.Set(value); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Value.Set(before) })
	}
}

// TestDamageTellsNoNumber damages an entry that a reader may see: the answer to the
// reader does not tell which it is, by which the hidden ones could be counted.
func TestDamageTellsNoNumber(t *testing.T) {
	ctx := context.Background()
	address := storetest.SQLite(t)
	l, err := ledger.Init(ctx, address, "A case", "proviso.local/test", filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	hidden := &proviso.Party{ID: "hidden"}
	seen := &proviso.Party{ID: "seen", Envelope: proviso.Envelope{Marking: proviso.Marking{TLP: proviso.TLPClear}}}
	if _, err := l.Record(ctx, "", []proviso.Record{hidden, seen}); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("UPDATE entries SET leaf = '{}' WHERE seq = 1"); err != nil {
		t.Fatal(err)
	}
	if got := asked([]string{"log", address}); !strings.Contains(got, address+" entry 1: ") {
		t.Errorf("the keeper is told: %s", got)
	}
	want := "exit code 3\nproviso: " + address + ": the ledger is damaged\nhint: tell its keeper, who can see with proviso verify what was changed\n"
	for _, q := range []string{"log", "check", "said"} {
		if got := asked([]string{q, address, "--reader", "seen"}); got != want {
			t.Errorf("%s: the reader is told: %s", q, got)
		}
	}
}

// TestNonInterference asks a ledger as a reader, and a ledger in which what the
// reader may not see was never written: every answer is the same to the byte.
func TestNonInterference(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		compared, hidden, seen := 0, 0, 0
		few(t)
		rapid.Check(t, func(rt *rapid.T) {
			v := drawViews(rt, address(), address(), t.TempDir())
			compared += v.compare(rt)
			hidden, seen = hidden+len(v.log)-len(v.seen), seen+len(v.seen)
		})
		t.Logf("%d answers compared; %d entries were seen and %d hidden", compared, seen, hidden)
		if hidden < 10 || seen < 10 {
			t.Errorf("%d entries were seen and %d hidden", seen, hidden)
		}
	})
}
