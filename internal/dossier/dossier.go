package dossier

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/proviso-ledger/proviso"
)

// File is the text of one file of a dossier.
type File struct {
	Name     string // as shown in messages
	Text     []byte
	Supposed bool // holds a what-if: neither case nor as_of
}

// Dossier is a case file that was read.
type Dossier struct {
	Case    string
	AsOf    proviso.Date // the last of its days is taken; zero: the file does not say
	Note    string
	Records []proviso.Record // in the order of the files
	Files   []File           // what was read, for Explain; also when there were faults
}

// Snapshot gives the records as known on a day, for reasoning. Answers are as
// of the day asOf.
func (d *Dossier) Snapshot(asOf, known proviso.Day) *proviso.Snapshot {
	return proviso.NewSnapshot(d.Case, asOf, known, d.Records)
}

// Day gives the day that the dossier's as_of means, and false if the dossier
// does not say.
func (d *Dossier) Day() (proviso.Day, bool) {
	return d.AsOf.Latest(), d.AsOf.Known()
}

// Read reads a dossier from a file or a folder, together with files of
// suppositions. The error is of type proviso.Errors and holds every fault, in
// the order of the files and lines; the dossier then has only its Files.
func Read(name string, suppose ...string) (*Dossier, error) {
	files, err := filesOf(name)
	if err != nil {
		return failed(name, err)
	}
	supposed, err := Suppositions(suppose...)
	if err != nil {
		return &Dossier{}, err
	}
	return Parse(append(files, supposed...))
}

// folder reads the YAML files directly in a folder, in the order of their
// names, except known answers.
func folder(dir string) ([]File, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var files []File
	for _, e := range entries {
		if e.IsDir() || !dossierName(e.Name()) {
			continue
		}
		name := filepath.Join(dir, e.Name())
		info, err := os.Stat(name)
		if err != nil {
			return nil, faultOf(name, err)
		}
		if !info.Mode().IsRegular() {
			return nil, &proviso.Error{Code: "no-files", Message: "not a file, though its name ends in " + filepath.Ext(name),
				Fix: "move it out of the folder", Pos: proviso.Pos{File: name}}
		}
		text, err := readAll(name)
		if err != nil {
			return nil, err
		}
		files = append(files, File{Name: name, Text: text})
	}
	if len(files) == 0 {
		return nil, &proviso.Error{Code: "no-files", Message: "no dossier here: the folder has no .yaml file",
			Fix: "name the folder or file of a dossier, or begin one with proviso new"}
	}
	return append(files, beside(dir)...), nil
}

// dossierName says whether a file of a folder belongs to the dossier.
func dossierName(base string) bool {
	ext := filepath.Ext(base)
	return (ext == ".yaml" || ext == ".yml") && base != "expect.yaml" && !strings.HasPrefix(base, ".")
}

func single(name string, supposed bool) ([]File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.IsDir() {
		return nil, &proviso.Error{Code: "no-files", Message: "a folder, where a file is wanted", Fix: "name the file"}
	}
	text, err := readAll(name)
	if err != nil {
		return nil, err
	}
	files := []File{{Name: name, Text: text, Supposed: supposed}}
	if supposed {
		return files, nil
	}
	return append(files, beside(filepath.Dir(name))...), nil
}

// readAll reads a file. It stops above the largest size, for Parse to refuse: a
// pipe or a device does not say its own.
func readAll(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, faultOf(name, err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err != nil {
		return nil, faultOf(name, err)
	}
	return text, nil
}

// failed makes what went wrong outside the text an error like the others.
func failed(name string, err error) (*Dossier, error) {
	return &Dossier{}, proviso.Errors{faultOf(name, err)}
}

func faultOf(name string, err error) *proviso.Error {
	if e, ok := err.(*proviso.Error); ok {
		if e.Pos.File == "" {
			e.Pos.File = name
		}
		return e
	}
	e := &proviso.Error{Code: "file", Message: "cannot be read: " + err.Error(), Pos: proviso.Pos{File: name}, Err: err}
	switch {
	case os.IsNotExist(err):
		e.Message, e.Fix = "no such file or folder", "check the path"
	case os.IsPermission(err):
		e.Message, e.Fix = "may not be read", "check who may read it"
	}
	return e
}

// allSections are the sections of a dossier in canonical order.
var allSections = []section{parties, places, items, instruments, movements, statements, sources}

// Parse reads a dossier from texts, without touching the disk. See Read for
// the error.
func Parse(files []File) (*Dossier, error) { return parseOver(nil, false, files) }

// parseOver reads texts over records that were read elsewhere, which may be
// declared again or not.
func parseOver(records []proviso.Record, again bool, files []File) (*Dossier, error) {
	read := func(size int) (*Dossier, *reader) {
		r := newReader()
		r.over(records, again)
		return r.parse(files, size), r
	}
	d, r := read(pieceSize)
	if r.torn {
		d, r = read(MaxFile)
	}
	r.checkRefs(files)
	r.checkCycles()
	if len(d.Records) == 0 && len(r.faults) == 0 && (again || len(records) == 0) {
		return d, proviso.Errors{nothing(files)}
	}
	if err := r.errors(); err != nil {
		return &Dossier{Files: files}, err
	}
	return d, nil
}

// parse reads the files, those above a size in pieces. The reader is torn when
// a piece could not be read: then nothing that was read counts.
func (r *reader) parse(files []File, size int) *Dossier {
	d := &Dossier{Files: files}
	r.signatures = signaturesIn(files)
	for i, f := range files {
		if isSignature(f.Name) {
			continue
		}
		r.file, r.name, r.supposed = i, f.Name, f.Supposed
		r.tops = map[string]proviso.Pos{}
		if err := checkText(f); err != nil {
			r.note(err)
			r.missAll()
			continue
		}
		if len(f.Text) <= size || !r.pieces(f, size, d) {
			r.whole(f, d)
		}
	}
	return d
}

// whole reads a file at once.
func (r *reader) whole(f File, d *Dossier) {
	root, err := load(f)
	if err != nil {
		r.note(err)
		r.missAll()
		return
	}
	r.top(root, d)
}

// pieces reads a file piece by piece, and is false if it cannot be cut. The
// next piece is parsed while one is read.
func (r *reader) pieces(f File, size int, d *Dossier) bool {
	all := cut(f.Text, size)
	roots := make(chan *node, 1)
	go func() {
		defer close(roots)
		for _, p := range all {
			root, err := load(File{Name: f.Name, Text: p.yaml()})
			if err != nil {
				return
			}
			roots <- root
		}
	}()
	for _, p := range all {
		root, ok := <-roots
		if !ok {
			r.torn = true
			break
		}
		r.shift, r.head = p.shift(), p.head
		r.top(root, d)
	}
	r.shift, r.head = 0, 0
	return all != nil
}

func nothing(files []File) *proviso.Error {
	e := &proviso.Error{Code: "empty", Message: "the dossier is empty", Fix: "begin with proviso new, which writes one that explains itself"}
	if len(files) > 0 {
		e.Pos.File = files[0].Name
	}
	return e
}

// top reads the sections of one file.
func (r *reader) top(root *node, d *Dossier) {
	if root == nil {
		return
	}
	r.noun = "the dossier"
	if !r.is(root, mappingNode, "a mapping with keys such as parties and movements") {
		r.missAll()
		r.noun = ""
		return
	}
	r.noun = ""
	for i := 0; i+1 < len(root.Content); i += 2 {
		k, v := root.Content[i], root.Content[i+1]
		if !r.plainKey(k) {
			continue
		}
		goesOn := i == 0 && r.head > 0
		if first, ok := r.tops[k.Value]; ok && !goesOn {
			r.fault(k, "duplicate-key", fmt.Sprintf("%s is written twice (first at %s)", quote(k.Value), first), "join the two")
			continue
		}
		r.tops[k.Value] = r.pos(k)
		r.path = append(r.path[:0], k.Value)
		r.topKey(k, v, d)
		r.path = r.path[:0]
	}
}

func (r *reader) topKey(k, v *node, d *Dossier) {
	for _, s := range allSections {
		if s.name() != k.Value {
			continue
		}
		if v.Kind == scalarNode && v.Tag == "!!null" && plain(v) {
			return
		}
		if !r.is(v, mappingNode, "a mapping") {
			r.missing[s.noun()] = true
			return
		}
		r.path = r.path[:0]
		d.Records = append(d.Records, s.read(r, v)...)
		return
	}
	if _, ok := head.places[k.Value]; ok {
		r.headKey(k, v, d)
		return
	}
	r.path = r.path[:0]
	r.unknownKey(k, topKeys())
	r.missLike(k.Value)
}

// headed is what stands above the sections, and where it was said first.
type headed struct {
	title, note string
	asOf        proviso.Date
}

var head = newBody(
	key("case", "the name of the case", name("a name"), func(h *headed) *string { return &h.title }),
	key("as_of", "the day on which the answers are given; of an interval the last day; left out: today", date, func(h *headed) *proviso.Date { return &h.asOf }),
	key("note", "a remark, of no effect", text("a remark"), func(h *headed) *string { return &h.note }),
)

// headKey reads case, as_of or note.
func (r *reader) headKey(k, v *node, d *Dossier) {
	f := head.fields[head.places[k.Value]]
	if !r.present(k, v, f.shape) {
		return
	}
	if r.headOnce(k) {
		return
	}
	var h headed
	if !f.read(r, v, &h) {
		return
	}
	switch k.Value {
	case "case":
		d.Case = h.title
	case "as_of":
		if h.asOf.Known() && h.asOf.Latest() == proviso.LastDay {
			r.fault(v, "value", quote(h.asOf.String())+" has no last day, which is the day of the answers", "write a day, such as 2022-11-12")
			return
		}
		d.AsOf = h.asOf
	case "note":
		d.Note = strings.TrimSpace(d.Note + "\n" + h.note)
	}
}

// headOnce refuses a case or as_of that has no place here, and says whether it did.
func (r *reader) headOnce(k *node) bool {
	if k.Value == "note" {
		return false
	}
	if r.supposed {
		r.fault(k, "key-clash", "a file of suppositions has no "+quote(k.Value), "take the line out; the dossier says it")
		return true
	}
	if first, ok := r.heads[k.Value]; ok {
		r.fault(k, "duplicate-key", fmt.Sprintf("%s is written in two files (first at %s)", quote(k.Value), first), "keep one of the two")
		return true
	}
	r.heads[k.Value] = r.pos(k)
	return false
}

func topKeys() []string {
	out := head.keys()
	for _, s := range allSections {
		out = append(out, s.name())
	}
	return out
}

// missAll says that ids of any kind may be declared where nothing could be read.
func (r *reader) missAll() {
	for _, k := range nouns {
		r.missing[k] = true
	}
}

// missLike says that the ids of a section whose name is misspelt are not known.
func (r *reader) missLike(name string) {
	near := nearest(name, topKeys())
	for _, s := range allSections {
		if s.name() == near {
			r.missing[s.noun()] = true
			r.missing[clauseRecord] = r.missing[clauseRecord] || s.noun() == proviso.InstrumentRecord
		}
	}
}
