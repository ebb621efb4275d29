package dossier

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"unicode/utf8"
)

// SignatureSuffix ends the names of files with signatures. They stand beside
// the files of a dossier, and an instrument names its own.
const SignatureSuffix = ".dsse.json"

// maxSignature is the largest signature, in bytes. It is part of a record.
const maxSignature = 48 << 10

func isSignature(name string) bool { return strings.HasSuffix(name, SignatureSuffix) }

var signatureForm = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._ -]*\.dsse\.json$`)

// signature gives the text of the file that is named. What it is worth is not
// for the reader to say.
var signature = value[string]{
	&shape{
		def: "signature-file", doc: "the name of a file beside the dossier, as proviso sign writes it",
		pattern: `^([A-Za-z0-9][A-Za-z0-9._ -]*\.dsse\.json|\?)$`, examples: []string{"premise.dsse.json"},
	},
	func(r *reader, n *node) (string, bool) {
		name, ok := r.scalar(n, "the name of a file")
		if !ok || name == unknown {
			return "", ok
		}
		text, found := r.signatures[name]
		message, fix := "", ""
		switch {
		case !signatureForm.MatchString(name):
			message, fix = "not the name of a file with a signature: "+quote(name), "name a file beside the dossier that ends in "+SignatureSuffix+", as proviso sign writes it"
		case r.signatures == nil: // a file that is read alone
			return "", true
		case !found:
			message, fix = "no file "+quote(name)+" beside the dossier", "save the signature under that name, or take the line out"
		case len(text) > maxSignature || !utf8.Valid(text):
			message, fix = "the file "+quote(name)+" holds no signature", "ask the party that signed for its file again"
		default:
			return strings.TrimSpace(string(text)), true
		}
		r.fault(n, "signature-file", message, fix)
		return "", false
	},
}

// beside reads the files with signatures in a folder. One that cannot be read
// or is too large is as good as not there.
func beside(dir string) []File {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil
	}
	var files []File
	for _, e := range entries {
		if !isSignature(e.Name()) {
			continue
		}
		name := filepath.Join(dir, e.Name())
		if info, err := os.Stat(name); err != nil || !info.Mode().IsRegular() || info.Size() > MaxFile {
			continue
		}
		if text, err := readAll(name); err == nil {
			files = append(files, File{Name: name, Text: text})
		}
	}
	return files
}

// signaturesIn gives the signatures among files by the names without folders.
func signaturesIn(files []File) map[string][]byte {
	out := map[string][]byte{}
	for _, f := range files {
		if isSignature(f.Name) {
			out[filepath.Base(f.Name)] = f.Text
		}
	}
	return out
}
