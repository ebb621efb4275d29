package main

import (
	"context"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/press"
)

// accepted is a statement of an example with the span it was accepted on.
type accepted struct {
	*proviso.Statement
	from, to int
}

func acceptedIn(t *testing.T, s *proviso.Snapshot, file string) (out []accepted) {
	t.Helper()
	for _, st := range s.Statements {
		rest, ok := strings.CutPrefix(st.Span, file+"#")
		if !ok {
			continue
		}
		first, last, _ := strings.Cut(rest, "-")
		from, err1 := strconv.Atoi(first)
		to, err2 := strconv.Atoi(last)
		if err1 != nil || err2 != nil {
			t.Fatalf("%s: span %q", st.ID, st.Span)
		}
		out = append(out, accepted{st, from, to})
	}
	return out
}

// TestAcceptedStatements reads the press text of an example and holds the
// drafts to the statements that were accepted from them: on the same span a
// speaker, a chain and a day that the accepted ones do not contradict.
func TestAcceptedStatements(t *testing.T) {
	dir := "../../examples/seoul-155mm"
	d, err := dossier.Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	s := d.Snapshot(proviso.LastDay, proviso.LastDay)
	published, err := proviso.ParseDate("2022-11-11")
	if err != nil {
		t.Fatal(err)
	}
	o := press.Options{Published: published, Outlet: "Reuters"}
	newRegister(d).names(&o)
	p := &program{}
	r, err := p.readPress(filepath.Join(dir, "press.txt"), o)
	if err != nil {
		t.Fatal(err)
	}
	all := acceptedIn(t, s, "press.txt")
	if len(all) != 15 {
		t.Errorf("%d statements rest on press.txt, want 15", len(all))
	}
	for _, a := range all {
		if a.to > len(r.runes) || a.from > 0 && inWord(r.runes[a.from-1:a.from+1]) || a.to < len(r.runes) && inWord(r.runes[a.to-1:a.to+1]) {
			t.Errorf("%s: span %s cuts a word or leaves the text", a.ID, a.Span)
			continue
		}
		if a.By[0].Party == "Reuters" {
			continue // the outlet's own words, marked by hand
		}
		if !slices.ContainsFunc(r.drafts, func(d press.Draft) bool { return a.agrees(s, &d) }) {
			t.Errorf("%s: no draft on %s agrees with it: %s", a.ID, a.Span, string(r.runes[a.from:a.to]))
		}
	}
}

// inWord says whether both characters belong to one word.
func inWord(two []rune) bool {
	return unicode.IsLetter(two[0]) && unicode.IsLetter(two[1])
}

// agrees says whether the draft lies on the span and names the speaker, the
// outlets and the day of the statement, or leaves them as open.
func (a *accepted) agrees(s *proviso.Snapshot, d *press.Draft) bool {
	lo, hi := d.Cue[0].Start, d.Cue[len(d.Cue)-1].End
	if lo < a.from || hi > a.to {
		return false
	}
	said := d.Said.Date
	if a.Said.Earliest() < said.Earliest() || a.Said.Latest() > said.Latest() {
		return false
	}
	if slices.Contains(a.Through, "WSJ") && d.Chain[0].Party != "WSJ" {
		return false
	}
	return slices.ContainsFunc(d.Speakers, func(sp press.Speaker) bool {
		if a.By[0].Anonymous != "" {
			return sp.Kind == press.KindAnonymous
		}
		return sp.Party != "" && s.PartyWithin(a.By[0].Party, proviso.PartyID(sp.Party)) == proviso.Yes
	})
}

// TestModesOfDrafts holds that every mode of a draft can be written.
func TestModesOfDrafts(t *testing.T) {
	for _, m := range []press.Mode{press.Asserts, press.Denies, press.Confirms, press.Insists, press.Requests, press.Warns, press.Promises, press.Plans, press.Presumes, press.Declines} {
		if !slices.Contains(proviso.Modes, statementModes[m]) {
			t.Errorf("%s is written as %q", m, statementModes[m])
		}
	}
}

// TestDraftsAreDossiers writes the drafts of texts that are put together at
// random from what people and broken files put into them, and reads the files.
func TestDraftsAreDossiers(t *testing.T) {
	d, err := dossier.Read("../../examples/seoul-155mm")
	if err != nil {
		t.Fatal(err)
	}
	word := rapid.SampledFrom([]string{"Seoul", "South Korea's", "defence ministry", "Lt. Gen. Kim \"Bo\" Lee", "a U.S. official", "the", "any", "He", "Müller-Ö",
		"said", "denied", "told", "citing", "according to", "that", "\"", "“", "”", "'", ",", ".", ":", "\n", "\r\n", "\u2028", "\u0085", "\ufeff", "\t", "\\", "#", "- x", "{a: b}",
		"100,000 rounds of 155mm shells", "on Friday", "no shells", "were sent to", "Ukraine", "null", "?", "~", "Reuters", "\x01", "日本", "and", "Kyiv", "which he said"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(word, 1, 30).Draw(t, "text"), " ")
		o := press.Options{Outlet: oneLine(rapid.SampledFrom([]string{"", "Reuters", "a: \"b\"", "\u2028", "新聞"}).Draw(t, "outlet"))}
		o.Published, _ = proviso.ParseDate(rapid.SampledFrom([]string{"?", "2022-11-11", "2022-11?", "2022-11/.."}).Draw(t, "published"))
		var on *dossier.Dossier
		if rapid.Bool().Draw(t, "register") {
			on = d
		}
		g := newRegister(on)
		g.names(&o)
		drafts, err := press.Read(text, o)
		if err != nil {
			return
		}
		r := &reading{file: "press.txt", text: text, runes: []rune(text), options: o, drafts: drafts}
		var out strings.Builder
		if err := writeDrafts(&out, r, g); err != nil {
			t.Fatal(err)
		}
		got, err := dossier.Parse([]dossier.File{{Name: "drafts", Text: []byte(out.String())}})
		if on == nil && err != nil {
			t.Fatal(err)
		}
		if n := len(got.Snapshot(proviso.LastDay, proviso.LastDay).Statements); on == nil && n != len(drafts) {
			t.Fatalf("%d statements of %d drafts", n, len(drafts))
		}
	})
}

// TestReadingIsDocumented compares the fields that read prints with the tables
// of docs/JSON.md.
func TestReadingIsDocumented(t *testing.T) {
	doc, err := os.ReadFile("../../docs/JSON.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := map[string][]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| ([a-z]+) \\| (`[^|]*`) \\|").FindAllStringSubmatch(string(doc), -1) {
		documented[row[1]] = append(documented[row[1]], regexp.MustCompile("[a-z_0-9]+").FindAllString(row[2], -1)...)
	}
	printed := map[string][]string{}
	for name, object := range map[string]any{"draft": draftJSON{}, "speaker": speakerJSON{}, "link": linkJSON{}, "citing": citingJSON{}, "said": saidJSON{},
		"quantity": amountJSON{}, "mention": mentionJSON{}, "line": press.Line{}, "attribution": press.Attribution{}} {
		for i := range reflect.TypeOf(object).NumField() {
			field, _, _ := strings.Cut(reflect.TypeOf(object).Field(i).Tag.Get("json"), ",")
			printed[name] = append(printed[name], field)
		}
	}
	var out strings.Builder
	if err := writeDraftsJSON(&out, &reading{}); err != nil {
		t.Fatal(err)
	}
	var whole map[string]any
	if err := json.Unmarshal([]byte(out.String()), &whole); err != nil {
		t.Fatal(err)
	}
	printed["reading"] = slices.Collect(maps.Keys(whole))
	for _, fields := range []map[string][]string{documented, printed} {
		for _, names := range fields {
			slices.Sort(names)
		}
	}
	if diff := cmp.Diff(printed, documented); diff != "" {
		t.Errorf("printed (-) and described in docs/JSON.md (+):\n%s", diff)
	}
}

// TestArchiveStopped ends the reading of an archive of which no more comes.
func TestArchiveStopped(t *testing.T) {
	from, to := io.Pipe()
	defer to.Close()
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		_, _ = io.WriteString(to, `{"id": "1", "text": "Kyiv denied it."}`+"\n")
		cancel()
	}()
	var stdout, stderr strings.Builder
	code := run(ctx, []string{"read", "--jsonl", "-"}, from, &stdout, &stderr)
	if code != somethingBad || stderr.String() != "proviso: stopped\n" {
		t.Errorf("exit code %d, %q", code, stderr.String())
	}
}

// TestLongLine leaves out a line that is too long and goes on behind it.
func TestLongLine(t *testing.T) {
	long := `{"id": "1", "text": "` + strings.Repeat("x", maxPress) + `"}` + "\n"
	var stdout, stderr strings.Builder
	code := run(context.Background(), []string{"read", "--jsonl", "-"}, strings.NewReader(long+`{"id": "2", "text": "Kyiv denied it."}`), &stdout, &stderr)
	if code != wrongInput || !strings.Contains(stderr.String(), "standard input:1:1: the line is longer than 1 MiB") || !strings.HasPrefix(stdout.String(), `{"id":"2",`) {
		t.Errorf("exit code %d, %q, %q", code, stdout.String(), stderr.String())
	}
}
