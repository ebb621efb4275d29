package dossier

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/proviso-ledger/proviso"
)

// TestExamples reads every worked dossier, alone and with each of its what-ifs.
func TestExamples(t *testing.T) {
	cases, err := filepath.Glob("../../examples/*/*.yaml")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	seen := map[string]bool{}
	for _, c := range cases {
		dir := filepath.Dir(c)
		if seen[dir] {
			continue
		}
		seen[dir] = true
		d, err := Read(dir)
		if err != nil {
			t.Error(err)
			continue
		}
		if _, ok := d.Day(); !ok || d.Case == "" || len(d.Records) == 0 {
			t.Errorf("%s: no case, day or records", dir)
		}
		whatIfs, err := filepath.Glob(filepath.Join(dir, "what-if", "*.yaml"))
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range whatIfs {
			more, err := Read(dir, w)
			if err != nil {
				t.Error(err)
			} else if len(more.Records) <= len(d.Records) {
				t.Errorf("%s adds no record", w)
			}
		}
	}
}

func TestFolder(t *testing.T) {
	fsys := fstest.MapFS{
		"b.yml":           {Data: []byte("parties: {US: {part_of: KR}}\nitems: {shell: {unit: round}}\n")},
		"a.yaml":          {Data: []byte("case: two files\nas_of: 2022-11\nparties: {KR: {}}\n")},
		"expect.yaml":     {Data: []byte("- known: answers\n")},
		".hidden.yaml":    {Data: []byte("- no\n")},
		"notes.txt":       {Data: []byte("no\n")},
		"sub/c.yaml":      {Data: []byte("- no\n")},
		"folder.yaml/d.x": {Data: []byte("- no\n")},
	}
	dir := t.TempDir()
	if err := os.CopyFS(dir, fsys); err != nil {
		t.Fatal(err)
	}
	d, err := Read(dir)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, r := range d.Records {
		at := proviso.EnvelopeOf(r).Pos
		at.File = filepath.Base(at.File)
		ids = append(ids, fmt.Sprintf("%s %s %s", r.RecordKind(), r.RecordID(), at))
	}
	want := []string{"party KR a.yaml:3:11", "party US b.yml:1:11", "item shell b.yml:2:9"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
	if last, ok := d.Day(); d.Case != "two files" || !ok || last != proviso.DayOf(2022, 11, 30) {
		t.Errorf("read case %q, day %s", d.Case, last)
	}
	s := d.Snapshot(1, 2)
	if s.Case != "two files" || s.AsOf != 1 || s.Known != 2 || s.Party("US") == nil {
		t.Errorf("snapshot %+v", s)
	}
}

// TestFilesTogether gives faults that no single file has.
func TestFilesTogether(t *testing.T) {
	for _, c := range []struct {
		name  string
		files []File
		want  []string
	}{
		{"case in two files", []File{{Name: "a", Text: []byte("case: x\nparties: {KR: {}}")}, {Name: "b", Text: []byte("as_of: 2022\ncase: y")}}, []string{
			`b:2:1: "case" is written in two files (first at a:1:1)`}},
		{"case in a what-if", []File{{Name: "a", Text: []byte("parties: {KR: {}}")}, {Name: "b", Text: []byte("as_of: 2022"), Supposed: true}}, []string{
			`b:1:1: a file of suppositions has no "as_of"`}},
		{"id in two files", []File{{Name: "a", Text: []byte("parties: {KR: {}}")}, {Name: "b", Text: []byte("parties: {KR: {}}")}}, []string{
			`b:1:11: party "KR" is written twice (first at a:1:11)`}},
		{"order of files before order of lines", []File{{Name: "b", Text: []byte("\n\nx: 1")}, {Name: "a", Text: []byte("y: 1")}}, []string{
			`b:3:1: unknown key "x" at the top level`, `a:1:1: unknown key "y" at the top level`}},
		{"ids of a file that is no YAML are not judged", []File{{Name: "a", Text: []byte("parties: {KR: {")}, {Name: "b", Text: []byte("parties: {US: {part_of: KR, name: [a]}}")}}, []string{
			`a:1:16: a { or [ is not closed`, `b:1:35: "name" of party "US" must be text, not a list`}},
	} {
		d, err := Parse(c.files)
		if err == nil {
			t.Errorf("%s: no fault", c.name)
			continue
		}
		if diff := cmp.Diff(c.want, strings.Split(err.Error(), "\n")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
		if len(d.Files) != len(c.files) || d.Records != nil {
			t.Errorf("%s: a dossier with faults has files, and no records", c.name)
		}
	}
}

func TestPathsThatCannotBeRead(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "good.yaml")
	if err := os.WriteFile(good, []byte("parties: {KR: {}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(dir, "empty")
	if err := os.Mkdir(empty, 0o700); err != nil {
		t.Fatal(err)
	}
	large := filepath.Join(dir, "large.yaml")
	if err := os.WriteFile(large, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(large, MaxFile+1); err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(dir, "missing.yaml")
	loop := filepath.Join(t.TempDir(), "loop.yaml")
	if err := os.Symlink(filepath.Dir(loop), loop); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		paths []string
		want  string
	}{
		{[]string{missing}, missing + ": no such file or folder | check the path"},
		{[]string{good, missing}, missing + ": no such file or folder | check the path"},
		{[]string{good, empty}, empty + ": a folder, where a file is wanted | name the file"},
		{[]string{empty}, empty + ": no dossier here: the folder has no .yaml file | name the folder or file of a dossier, or begin one with proviso new"},
		{[]string{filepath.Dir(loop)}, loop + ": not a file, though its name ends in .yaml | move it out of the folder"},
		{[]string{large}, large + ": the file is larger than 64 MiB | split it into several files in one folder"},
		{[]string{dir}, large + ": the file is larger than 64 MiB | split it into several files in one folder"},
	} {
		_, err := Read(c.paths[0], c.paths[1:]...)
		faults, _ := err.(proviso.Errors)
		if len(faults) != 1 || faults[0].Error()+" | "+faults[0].Fix != c.want {
			t.Errorf("Read(%q): %v, want %s", c.paths, err, c.want)
		}
	}
}

// TestPieces reads texts whole and cut at every place where they can be.
func TestPieces(t *testing.T) {
	texts := append(seeds(t), []byte(odd))
	for _, c := range faultCases {
		texts = append(texts, []byte(c.text))
	}
	cuts := 0
	for _, text := range texts {
		files := []File{{Name: "case.yaml", Text: text}}
		wr := newReader()
		want := wr.parse(files, MaxFile)
		wr.checkRefs(files)
		for _, size := range []int{1, 40, 200} {
			gr := newReader()
			got := gr.parse(files, size)
			if gr.torn {
				continue
			}
			cuts += len(cut(text, size))
			gr.checkRefs(files)
			if diff := cmp.Diff(show(wr.errors()), show(gr.errors())); diff != "" {
				t.Errorf("read in pieces of %d there are other faults:\n%s\n%s", size, diff, text)
			}
			if diff := cmp.Diff(positions(want), positions(got)); diff != "" {
				t.Errorf("read in pieces of %d records stand elsewhere:\n%s", size, diff)
			}
			if diff := sameRecords(want, got); diff != "" {
				t.Errorf("read in pieces of %d it means something else:\n%s", size, diff)
			}
		}
	}
	if cuts < 500 {
		t.Errorf("only %d pieces: the test cuts nothing", cuts)
	}
}

func positions(d *Dossier) []string {
	var out []string
	for _, r := range d.Records {
		out = append(out, proviso.EnvelopeOf(r).Pos.String())
	}
	return out
}

// odd has lines that look like records and are not.
const odd = `case: "a
movements:
  b: c"
parties:
    # the first
    KR: {name: "x
    US: y"}
    US: {name: 'a

      b', note: |
      no: text}
items:
  shell:
    unit: round
  fuze: {unit: fuze,
  lethal: false}
`

// TestTornPieces holds a large file in which no cut is right to being read all
// the same.
func TestTornPieces(t *testing.T) {
	text := "parties:\n  A: {note: \"" + strings.Repeat("x\n  ", pieceSize/2) + "y: z\"}\n  B: {part_of: A}\n"
	d, err := Parse([]File{{Name: "case.yaml", Text: []byte(text)}})
	if err != nil || len(d.Records) != 2 {
		t.Fatalf("read %d records: %.200v", len(d.Records), err)
	}
}

func TestLargeFileKeepsPlaces(t *testing.T) {
	text := large(6000)
	if len(text) < 2*pieceSize {
		t.Fatal("the file is not large")
	}
	text = append(text, []byte("  last: {recorded: 2022, goods: 5 shall, from: P00, to: P01}\n")...)
	_, err := Parse([]File{{Name: "case.yaml", Text: text}})
	want := []string{fmt.Sprintf(`%d:33 dangling-id: no item "shall" | did you mean "shell"? or declare it under items`, bytes.Count(text, []byte("\n")))}
	if diff := cmp.Diff(want, show(err)); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

// TestNoBombs reads texts that are short and could cost much.
func TestNoBombs(t *testing.T) {
	laughs := "a: &a [x]\n"
	for c := 'b'; c < 'z'; c++ {
		laughs += fmt.Sprintf("%c: &%c [%s]\n", c, c, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*%c,", c-1), 9), ","))
	}
	var wrong strings.Builder
	wrong.WriteString("sources:\n")
	for i := range 20_000 {
		fmt.Fprintf(&wrong, "  s%d: {sources: [t%d]}\n", i, i)
	}
	for _, text := range []string{laughs, wrong.String(), strings.Repeat("{a: ", 50_000), strings.Repeat("- ", 50_000), "parties:\n" + strings.Repeat(" ", 100_000) + "x"} {
		if _, err := Parse([]File{{Name: "case.yaml", Text: []byte(text)}}); err == nil {
			t.Errorf("read %.40q", text)
		}
	}
}

func TestExplain(t *testing.T) {
	// The place at fault, at column 174, is shown in the middle of 80 characters.
	line := "  US: {name: '" + strings.Repeat("long ", 30) + "', kind: sate, note: " + strings.Repeat("more ", 30) + "}"
	files := []File{{Name: "case.yaml", Text: []byte("parties:\r\n  KR: {name: 대한민국, kind: stat}\r\n" + line + "\r\n")}}
	_, err := Parse(files)
	var got strings.Builder
	if err := Explain(&got, err, files); err != nil {
		t.Fatal(err)
	}
	want := `proviso: case.yaml:2:26: "stat" is not one of the words for a kind of party
   2 |   KR: {name: 대한민국, kind: stat}
     |                              ^
hint: did you mean "state"?
proviso: case.yaml:3:174: "sate" is not one of the words for a kind of party
   3 | ...` + line[133:213] + `...
     | ` + strings.Repeat(" ", 3+40) + `^
hint: did you mean "state"?
`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("explained (-want +got):\n%s", diff)
	}
	got.Reset()
	if err := Explain(&got, fmt.Errorf("wrapped: %w", &proviso.Error{Message: "no such file", Fix: "check", Pos: proviso.Pos{File: "x"}}), nil); err != nil {
		t.Fatal(err)
	}
	if err := Explain(&got, fs.ErrClosed, nil); err != nil {
		t.Fatal(err)
	}
	if want := "proviso: x: no such file\nhint: check\nproviso: file already closed\n"; got.String() != want {
		t.Errorf("explained %q, want %q", got.String(), want)
	}
}

func TestNearest(t *testing.T) {
	names := []string{"KR-MND", "goods", "to", "from", "recorded"}
	for name, want := range map[string]string{
		"KR-MDN": "KR-MND", "kr_mnd": "KR-MND", "goodz": "goods", "gods": "goods", "form": "from", "ot": "to", "x": "", "reported": "recorded", "zzzzzz": "",
	} {
		if got := nearest(name, names); got != want {
			t.Errorf("nearest to %q is %q, not %q", name, got, want)
		}
	}
	for _, c := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"a", "", 1}, {"ab", "ba", 1}, {"ca", "abc", 3}, {"kitten", "sitting", 3}, {"Ü", "ü", 1}} {
		if got := distance(c.a, c.b, 9); got != c.want || distance(c.b, c.a, 9) != c.want {
			t.Errorf("distance of %q and %q is %d, not %d", c.a, c.b, got, c.want)
		}
	}
}

// TestNamesStandOnOneLine keeps a name from looking like lines of the answer.
func TestNamesStandOnOneLine(t *testing.T) {
	d, err := Parse([]File{{Name: "case.yaml", Text: []byte("case: \"a\\n b\"\nparties:\n  KR:\n    name: |\n      Korea\n      sale  5 rounds\n")}})
	if err != nil {
		t.Fatal(err)
	}
	if p := d.Records[0].(*proviso.Party); d.Case != "a b" || p.Name != "Korea sale 5 rounds" {
		t.Errorf("names %q and %q", d.Case, p.Name)
	}
}
