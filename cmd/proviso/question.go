package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/ledger"
	"github.com/proviso-ledger/proviso/internal/report"
	"github.com/proviso-ledger/proviso/internal/statement"
)

// question holds the flags that every question about a dossier has.
type question struct {
	asOf     string
	known    string
	suppose  []string
	believed []string // statements named by --suppose, to be taken as true
	reader   string
	cleared  string
	json     bool
	exitCode bool
}

func (q *question) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&q.asOf, "as-of", "", "answer for this `DAY` (default: as_of of the dossier, or today)")
	f.StringVar(&q.known, "known", "", "use only what was known on this `DAY` (default: everything on record)")
	q.readerFlags(f)
	f.StringArrayVar(&q.suppose, "suppose", nil, "read this `FILE` too, or take these statements as true (ID,ID)")
	f.BoolVar(&q.json, "json", false, "print the answer as JSON, see docs/JSON.md")
	f.BoolVar(&q.exitCode, "exit-code", false, "let the exit code say how the answer turned out")
	cmd.Annotations = map[string]string{"codes": judging}
}

// read reads the dossier, or the ledger as known on the day asked about, and the
// suppositions.
func (q *question) read(ctx context.Context, p *program, name string) (*dossier.Dossier, error) {
	files, ids := supposedFiles(q.suppose)
	q.suppose, q.believed = files, append(q.believed, ids...)
	if ledger.Is(name) {
		return q.readLedger(ctx, p, name)
	}
	if q.reader != "" || q.cleared != "" {
		return nil, wrong("flag-clash", "--reader and --clearance are for ledgers: a dossier is read whole", "leave the flag out, or record the dossier in a ledger first")
	}
	return leaving(ctx, p, "reading "+name, 0, func() (*dossier.Dossier, error) { // has nothing to take back
		d, err := dossier.Read(name, q.suppose...)
		if err != nil {
			return nil, &unreadable{d.Files, err}
		}
		return d, nil
	})
}

// snapshot gives the records as the flags ask for them, with the statements that
// are taken as true.
func (q *question) snapshot(d *dossier.Dossier) (*proviso.Snapshot, error) {
	s, err := q.recorded(d)
	if err != nil || len(q.believed) == 0 {
		return s, err
	}
	ids, err := q.statements(s)
	if err != nil {
		return nil, err
	}
	return statement.Read(s).Suppose(ids, false).Snapshot, nil
}

// statements looks up the statements that are taken as true.
func (q *question) statements(s *proviso.Snapshot) ([]proviso.StatementID, error) {
	var out []proviso.StatementID
	for _, id := range q.believed {
		if s.Statement(proviso.StatementID(id)) == nil {
			var names []string
			for _, st := range s.Statements {
				names = append(names, string(st.ID))
			}
			return nil, wrongFlag("--suppose", "dangling-id", fmt.Sprintf("%q is neither a file nor a statement on record", id),
				dossier.DidYouMean(id, names, "name a file of suppositions, or statements with commas between"))
		}
		out = append(out, proviso.StatementID(id))
	}
	return out, nil
}

// recorded gives the records as the flags ask for them.
func (q *question) recorded(d *dossier.Dossier) (*proviso.Snapshot, error) {
	asOf, said := d.Day()
	if !said {
		asOf = today()
	}
	known := proviso.LastDay
	if err := dayFlag("--as-of", q.asOf, &asOf); err != nil {
		return nil, err
	}
	if err := dayFlag("--known", q.known, &known); err != nil {
		return nil, err
	}
	return d.Snapshot(asOf, known), nil
}

// dayFlag reads a day given on the command line, if one is given.
func dayFlag(flag, text string, into *proviso.Day) error {
	if text == "" {
		return nil
	}
	day, err := proviso.ParseDay(text)
	if err != nil {
		return onFlag(flag, err)
	}
	*into = day
	return nil
}

// onFlag says on which flag the value stands that cannot be read.
func onFlag(flag string, err error) error {
	var e *proviso.Error
	if !errors.As(err, &e) {
		return err
	}
	moved := *e
	moved.Pos = proviso.Pos{File: flag}
	return &moved
}

// check asks the question.
func (q *question) check(ctx context.Context, p *program, s *proviso.Snapshot, ask report.Question) (*report.Answer, error) {
	return during(ctx, p, fmt.Sprintf("checking %d movements", len(s.Movements)), func() (*report.Answer, error) {
		return report.Check(ctx, s, ask)
	})
}

// believe asks the question of the records with statements taken as true, and
// says what is different.
func (q *question) believe(ctx context.Context, p *program, s *proviso.Snapshot, ids []proviso.StatementID, ask report.Question) (*report.Answer, *proviso.Snapshot, error) {
	type both struct {
		a *report.Answer
		s *proviso.Snapshot
	}
	got, err := during(ctx, p, fmt.Sprintf("checking %d movements twice", len(s.Movements)), func() (both, error) {
		a, changed, err := report.SupposeStatements(ctx, s, ids, ask)
		return both{a, changed}, err
	})
	return got.a, got.s, err
}

// answer prints the answer and gives the exit code that was asked for.
func (q *question) answer(p *program, a *report.Answer, text func() string) error {
	if q.json {
		if err := p.writeJSON(a); err != nil {
			return failed("write the answer", err)
		}
	} else {
		fmt.Fprint(p.stdout, text())
	}
	if code := outcome(a); q.exitCode && code != answered {
		return verdictCode(code)
	}
	return nil
}

// writeJSON writes the answer movement by movement, so that one with very many
// is never held twice.
func (p *program) writeJSON(a *report.Answer) error {
	frame := *a
	frame.Movements = []report.Movement{}
	text, err := p.indented(frame, "")
	if err != nil {
		return err
	}
	before, after, found := bytes.Cut(text, []byte(`"movements": []`))
	if !found {
		return errors.New("internal error: the answer has no movements")
	}
	out := bufio.NewWriter(p.stdout)
	out.Write(before)
	out.WriteString(`"movements": [`)
	for i := range a.Movements {
		one, err := p.indented(&a.Movements[i], "    ")
		if err != nil {
			return err
		}
		if i > 0 {
			out.WriteByte(',')
		}
		out.WriteString("\n    ")
		out.Write(bytes.TrimSpace(one))
	}
	if len(a.Movements) > 0 {
		out.WriteString("\n  ")
	}
	out.WriteByte(']')
	out.Write(after)
	return out.Flush()
}

// indented is the answer, with its reader, or a part of it with a prefix.
func (p *program) indented(v any, prefix string) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, "  ")
	if err := enc.Encode(v); err != nil || prefix != "" || p.reader == nil {
		return buf.Bytes(), err
	}
	return p.reader.field(buf.Bytes())
}

// outcome is the exit code for an answer: the worst of its movements and
// duties. A duty that was done late is done.
func outcome(a *report.Answer) int {
	code := answered
	note := func(c int) {
		if code != foundBreach && c != answered {
			code = c
		}
	}
	for _, m := range a.Movements {
		switch m.Verdict {
		case proviso.Forbidden:
			note(foundBreach)
		case proviso.Missing, proviso.Undetermined:
			note(foundMissing)
		case proviso.Permitted:
		}
	}
	for _, d := range a.Duties {
		switch d.Status {
		case "overdue":
			note(foundBreach)
		case "undetermined":
			note(foundMissing)
		}
	}
	return code
}
