package dossier

import (
	"bytes"
	"os"
	"slices"
	"strings"

	"github.com/proviso-ledger/proviso"
)

// ReadOver reads a dossier from a file or a folder that may name records which
// stand elsewhere. Over gives those that stand under ids, and what they stand
// below or are rival to; of nil it gives all. What they declare may be declared
// again: the dossier then says of it what it says. See Read for the error.
func ReadOver(name string, over func(ids []string) ([]proviso.Record, error)) (*Dossier, error) {
	files, err := filesOf(name)
	if err != nil {
		return failed(name, err)
	}
	records, err := over(mentions(files))
	if err != nil {
		return &Dossier{Files: files}, err
	}
	d, err := parseOver(records, true, files)
	if err == nil {
		return d, nil
	}
	// Whatever is wrong is said with all that is on record in mind.
	if records, err = over(nil); err != nil {
		return d, err
	}
	return parseOver(records, true, files)
}

// mentions gives every word of the files that can be an id, each once. Ids are
// written without escapes.
func mentions(files []File) []string {
	seen := map[string]bool{}
	out := []string{}
	for _, f := range files {
		for word := range bytes.FieldsFuncSeq(f.Text, notInID) {
			word = bytes.TrimLeft(word, "._-")
			if len(word) > 0 && !seen[string(word)] {
				seen[string(word)] = true
				out = append(out, string(word))
			}
		}
	}
	return out
}

func notInID(r rune) bool {
	return !(r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '_' || r == '-')
}

// Suppose gives the dossier together with what the files suppose. Their ids and
// those of the dossier are one set. See Read for the error.
func (d *Dossier) Suppose(files ...File) (*Dossier, error) {
	more, err := parseOver(d.Records, false, files)
	out := &Dossier{Case: d.Case, AsOf: d.AsOf, Note: d.Note, Files: slices.Concat(d.Files, more.Files)}
	if err == nil {
		out.Records = slices.Concat(d.Records, more.Records)
	}
	return out, err
}

// Suppositions reads files of suppositions, for Suppose.
func Suppositions(names ...string) ([]File, error) {
	var files []File
	for _, s := range names {
		more, err := single(s, true)
		if err != nil {
			_, err = failed(s, err)
			return nil, err
		}
		files = append(files, more...)
	}
	return files, nil
}

// filesOf reads the files of a dossier.
func filesOf(name string) ([]File, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return folder(name)
	}
	return single(name, false)
}

// over declares records that were read elsewhere. Those that may be declared
// again are kept in mind.
func (r *reader) over(records []proviso.Record, again bool) {
	for _, rec := range records {
		kind, id := rec.RecordKind(), rec.RecordID()
		if again {
			r.elsewhere.add(kind, id, proviso.Pos{})
		}
		at := proviso.EnvelopeOf(rec).Pos
		r.ids.add(kind, id, at)
		climb := func(key string, to string) {
			if to != "" {
				r.links = append(r.links, link{key, kind, id, to, -1, at})
			}
		}
		switch rec := rec.(type) {
		case *proviso.Party:
			climb("part_of", string(rec.PartOf))
		case *proviso.Place:
			climb("part_of", string(rec.PartOf))
		case *proviso.Item:
			for _, c := range rec.MadeOf {
				climb("made_of", string(c.Item))
			}
		case *proviso.Instrument:
			for _, c := range rec.Conditions {
				r.ids.add(clauseRecord, string(c.ID), at)
			}
		case *proviso.Movement:
			climb("rival_to", string(rec.RivalTo))
		case *proviso.Statement, *proviso.Source:
		}
	}
}

// redeclare makes room for a record that was declared elsewhere, and says
// whether it was.
func (r *reader) redeclare(kind proviso.RecordKind, id string) bool {
	if _, ok := r.elsewhere[kind][id]; !ok {
		return false
	}
	delete(r.elsewhere[kind], id)
	delete(r.ids[kind], id)
	for c := range r.ids[clauseRecord] {
		if kind == proviso.InstrumentRecord && strings.HasPrefix(c, id+"/") {
			delete(r.ids[clauseRecord], c)
		}
	}
	r.links = slices.DeleteFunc(r.links, func(l link) bool { return l.kind == kind && l.from == id })
	return true
}
