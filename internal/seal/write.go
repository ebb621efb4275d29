package seal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/proviso-ledger/proviso"
)

// maxNumber is the largest number that every reader of JSON takes exactly
// (RFC 8785, section 3.2.2.3, after ECMAScript).
const maxNumber = 1<<53 - 1

// newer is the remedy where a word or field is not known.
const newer = "if a newer Proviso wrote it, use that one"

// refuse makes the error for what cannot be sealed or was not sealed by us.
func refuse(message, fix string) *proviso.Error {
	return &proviso.Error{Code: "seal", Message: message, Fix: fix}
}

// show quotes a value in a message, cut short if it is long.
func show(s string) string {
	const longest = 60
	if r := []rune(s); len(r) > longest {
		s = string(r[:longest]) + "…"
	}
	return strconv.Quote(s)
}

// writer writes canonical JSON after RFC 8785: no spaces, keys sorted, the
// shortest escapes, whole numbers only. After the first fault the rest means
// nothing.
type writer struct {
	b     []byte
	err   *proviso.Error
	where []string // keys around the fault, from the inside outwards
}

// done gives what was written from a byte on.
func (w *writer) done(id string, start int) ([]byte, error) {
	b := w.b[start:len(w.b):len(w.b)]
	if w.err == nil && len(b) > MaxLeaf {
		w.err = refuse(fmt.Sprintf("its %d bytes are more than %d", len(b), MaxLeaf),
			"keep long text in a file and name it as a source, or split the record")
	}
	if w.err == nil {
		return b, nil
	}
	what := "record " + show(id)
	if len(w.where) > 0 {
		slices.Reverse(w.where)
		what = strings.Join(w.where, ".") + " of " + what
	}
	w.err.Message = what + " cannot be sealed: " + w.err.Message
	return nil, w.err
}

func (w *writer) fail(message string) {
	if w.err == nil {
		w.err = refuse(message, "")
	}
}

func (w *writer) text(before, s string) {
	w.b = append(w.b, before...)
	w.string(s)
}

func (w *writer) number(n int64) {
	if n > maxNumber || n < -maxNumber {
		w.fail("a number is too large")
	}
	w.b = strconv.AppendInt(w.b, n, 10)
}

const hex = "0123456789abcdef"

// short are the characters below a space that have an escape of their own.
var short = map[byte]byte{'\b': 'b', '\t': 't', '\n': 'n', '\f': 'f', '\r': 'r'}

// Quoted gives text as it stands in a leaf.
func Quoted(s string) string {
	w := &writer{}
	w.string(s)
	return string(w.b)
}

func (w *writer) string(s string) {
	if !utf8.ValidString(s) {
		w.fail("text is not UTF-8")
	}
	w.b = append(w.b, '"')
	plain := 0 // where the bytes begin that go over as they are
	for i := range len(s) {
		ch := s[i]
		if ch >= ' ' && ch != '"' && ch != '\\' {
			continue
		}
		w.b = append(w.b, s[plain:i]...)
		plain = i + 1
		switch e, ok := short[ch]; {
		case ch >= ' ':
			w.b = append(w.b, '\\', ch)
		case ok:
			w.b = append(w.b, '\\', e)
		default:
			w.b = append(w.b, '\\', 'u', '0', '0', hex[ch>>4], hex[ch&15])
		}
	}
	w.b = append(w.b, s[plain:]...)
	w.b = append(w.b, '"')
}
