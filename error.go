package proviso

import (
	"fmt"
	"strings"
)

// Pos is a place in an input file. Line and Column count from 1; a zero Line
// means that the place is not known. In a ledger Line is the number of an entry,
// from 0, and Column is InLedger.
type Pos struct {
	File   string
	Line   int
	Column int
}

// InLedger as a column says that the file is a ledger and the line an entry.
const InLedger = -1

// String gives "case.yaml:12:7", "case.yaml", "proviso.db entry 12" or "".
func (p Pos) String() string {
	switch {
	case p.Column == InLedger:
		return fmt.Sprintf("%s entry %d", p.File, p.Line)
	case p.Line == 0:
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Error says what could not be computed, where, and what to do about it.
// Bad evidence is not an Error: it is part of an answer.
type Error struct {
	Code    string // stable word for programs: "value", "unknown-key", "dangling-id", ...
	Message string // lower case, no full stop
	Fix     string // the remedy, shown as a hint
	Pos     Pos
	Err     error
}

// Error gives the place and the message on one line, without the remedy.
func (e *Error) Error() string {
	msg := e.Message
	if msg == "" && e.Err != nil {
		msg = e.Err.Error()
	}
	if at := e.Pos.String(); at != "" {
		return at + ": " + msg
	}
	return msg
}

// Unwrap gives the error underneath, if any.
func (e *Error) Unwrap() error { return e.Err }

// Errors is every fault found in one input, in the order of the input.
type Errors []*Error

// Error gives one fault a line.
func (es Errors) Error() string {
	lines := make([]string, len(es))
	for i, e := range es {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap lets errors.Is and errors.As look at each fault.
func (es Errors) Unwrap() []error {
	out := make([]error, len(es))
	for i, e := range es {
		out[i] = e
	}
	return out
}
