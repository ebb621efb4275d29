package dossier

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/proviso-ledger/proviso"
)

// Explain writes every fault of an error for people: the place, the message,
// the line at fault with a mark under the place, and the remedy.
//
//	proviso: case.yaml:12:7: quantity is negative
//	  12 |     goods: -5 155mm-HE
//	     |            ^
//	hint: a count of units is 0 or more
//
// The files are those of the Dossier that came with the error.
func Explain(w io.Writer, err error, files []File) error {
	var faults proviso.Errors
	var one *proviso.Error
	switch {
	case errors.As(err, &faults):
	case errors.As(err, &one):
		faults = proviso.Errors{one}
	default:
		_, err := fmt.Fprintf(w, "proviso: %v\n", err)
		return err
	}
	lines := map[string][]string{}
	for _, e := range faults {
		if _, err := io.WriteString(w, explained(e, linesOf(lines, files, e.Pos.File))); err != nil {
			return err
		}
	}
	return nil
}

func explained(e *proviso.Error, lines []string) string {
	var out strings.Builder
	fmt.Fprintf(&out, "proviso: %v\n", e)
	if at := e.Pos; at.Line > 0 && at.Line <= len(lines) {
		line, column := excerpt(lines[at.Line-1], at.Column)
		number := fmt.Sprintf("%4d", at.Line)
		fmt.Fprintf(&out, "%s | %s\n", number, line)
		fmt.Fprintf(&out, "%s | %s^\n", strings.Repeat(" ", len(number)), strings.Repeat(" ", column))
	}
	if e.Fix != "" {
		fmt.Fprintf(&out, "hint: %s\n", e.Fix)
	}
	return out.String()
}

// linesOf gives the lines of a file, cut once.
func linesOf(cut map[string][]string, files []File, name string) []string {
	if lines, ok := cut[name]; ok {
		return lines
	}
	for _, f := range files {
		if f.Name == name {
			text := bytes.TrimPrefix(f.Text, []byte("\ufeff"))
			cut[name] = strings.Split(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")
		}
	}
	return cut[name]
}

// wide is how much of a line is shown, in characters.
const wide = 80

// excerpt gives what to show of a line, and how far to the right the mark
// stands: a tab is shown as one space, a long line only around the place.
func excerpt(line string, column int) (shown string, before int) {
	text := []rune(strings.ToValidUTF8(line, "\ufffd"))
	column = min(max(column-1, 0), len(text))
	start, end := 0, len(text)
	lead, tail := "", ""
	if len(text) > wide {
		if start = max(0, min(column-wide/2, len(text)-wide)); start > 0 {
			lead = "..."
		}
		if end = min(len(text), start+wide); end < len(text) {
			tail = "..."
		}
	}
	for i := range text {
		if text[i] < ' ' || text[i] == 0x7f {
			text[i] = ' '
		} else if hidden(text[i]) {
			text[i] = '\ufffd'
		}
	}
	return lead + string(text[start:end]) + tail, len(lead) + displaywidth.String(string(text[start:column]))
}
