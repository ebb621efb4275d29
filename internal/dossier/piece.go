package dossier

import "bytes"

// pieceSize is how much of a large file is parsed at a time, in bytes: the tree
// of a whole file takes thirty times its size.
const pieceSize = 256 << 10

// piece is a part of a file that is a dossier of its own: the text from one
// record to another, under the name of their section.
type piece struct {
	text    []byte
	section string // whose records the text goes on with; "" when it begins at the top level
	head    int    // line on which the section began
	first   int    // line on which the text begins
}

// yaml gives the text as a file of its own.
func (p piece) yaml() []byte {
	if p.section == "" {
		return p.text
	}
	return append([]byte(p.section+":\n"), p.text...)
}

// shift gives what to add to a line of that file for the line of the whole.
func (p piece) shift() int {
	if p.section == "" {
		return p.first - 1
	}
	return p.first - 2
}

// cut parts a file at records, into pieces of about the size. It looks at
// lines and indents only. A cut inside a quote or bracket leaves a piece that
// is no YAML, and then the file must be read whole; so a cut never changes what
// is read. Where a line could mean something else (a second document, a
// directive) nothing is cut.
func cut(text []byte, size int) []piece {
	var out []piece
	now := piece{first: 1}
	start, section, head, indent := 0, "", 0, -1
	next := func(at, line int, section string, head int) {
		now.text = text[start:at]
		out = append(out, now)
		start, now = at, piece{section: section, head: head, first: line}
	}
	for at, line := 0, 1; at < len(text); line++ {
		end := len(text)
		if i := bytes.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i + 1
		}
		this := text[at:end]
		bare := bytes.TrimLeft(this, " ")
		depth := len(this) - len(bare)
		switch {
		case len(bytes.TrimSpace(bare)) == 0 || bare[0] == '#':
		case depth == 0:
			if bytes.HasPrefix(this, []byte("---")) || bytes.HasPrefix(this, []byte("...")) || this[0] == '%' {
				return nil
			}
			if section, head, indent = sectionHead(this), line, -1; section != "" && at-start >= size {
				next(at, line, "", 0)
			}
		case section != "" && indent < 0:
			indent = depth
		case section != "" && depth == indent && keyLine(bare) && at-start >= size:
			next(at, line, section, head)
		}
		at = end
	}
	next(len(text), 0, "", 0)
	return out
}

// sectionHead gives the section that a line begins, if its records follow on
// lines of their own.
func sectionHead(line []byte) string {
	name, rest, ok := bytes.Cut(line, []byte{':'})
	rest = bytes.TrimSpace(rest)
	if ok && (len(rest) == 0 || rest[0] == '#') {
		for _, s := range allSections {
			if s.name() == string(name) {
				return s.name()
			}
		}
	}
	return ""
}

// keyLine says whether a line begins with an id and a colon.
func keyLine(line []byte) bool {
	id, rest, ok := bytes.Cut(line, []byte{':'})
	return ok && len(rest) > 0 && (rest[0] == ' ' || rest[0] == '\n' || rest[0] == '\r') && idForm.Match(id)
}
