package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/press"
)

// maxPress is the largest press text that is read, in bytes, and the longest
// line of an archive. Long reports have 50 kB; the bound keeps one broken line
// from stopping an archive.
const maxPress = 1 << 20

// readArgs are the flags of `read`.
type readArgs struct {
	published, outlet string
	register, jsonl   string
	json, html        bool
}

func readCommand(p *program) *cobra.Command {
	var a readArgs
	cmd := &cobra.Command{
		Use:   "read {TEXT|-} --published DATE --outlet NAME | --jsonl FILE",
		Short: "Draft statements from a press text: who said what, through whom, when",
		Long: `Reads a news text in English and drafts a statement for everything in it that
somebody says: the speaker, the chain it came through, the mode, the day and the
words, each on the span of text it rests on. A draft is never a fact: accept, edit
or reject each one. What the text does not make clear is left open.

What is printed is a file for a dossier; proviso check reads it as it is. Speakers
that are not on record are declared in it. With --register, speakers are matched to
the parties of that dossier, and nothing is declared twice: the file can be put into
its folder. The file - is standard input; what is not known is written "?".

With --jsonl, an archive is read: one JSON object a line with id and text and, if
known, date and outlet, for which --published and --outlet stand in. For each text one
line {"id", "attributions": [...]} is printed, with offsets in characters. A text that
cannot be read, or has the id of an earlier one, is named on standard error, the rest
goes on, and the exit code is 3.`,
		Example: `  proviso read press.txt --published 2022-11-11 --outlet Reuters >drafts.yaml
  proviso read press.txt --published 2022-11-11 --outlet Reuters \
      --register my-case >my-case/drafts.yaml
  proviso read press.txt --published 2022-11-11 --outlet Reuters --html >drafts.html
  proviso read - --published 2022-11 --outlet "?" --json <press.txt
  proviso read --jsonl archive.jsonl >attributions.jsonl`,
		Args: arguments("a text", 0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := a.complete(cmd, args); err != nil {
				return err
			}
			if a.jsonl != "" {
				return a.archive(cmd.Context(), p)
			}
			return a.text(cmd.Context(), p, args[0])
		},
	}
	cmd.Annotations = map[string]string{"codes": `  0  the text was read, whatever is in it
  3  the input or the command line is wrong; with --jsonl: a text could not be read
  4  something failed: a file could not be read or written`}
	f := cmd.Flags()
	f.StringVar(&a.published, "published", "", "the `DATE` of publication, from which \"on Friday\" is counted")
	f.StringVar(&a.outlet, "outlet", "", "the `NAME` of who published it: the last link of every chain")
	f.StringVar(&a.register, "register", "", "match names to the parties, places and items of this `DOSSIER`")
	f.BoolVar(&a.json, "json", false, "print the drafts as JSON, see docs/JSON.md")
	f.BoolVar(&a.html, "html", false, "print a page with the text, its marked spans and the drafts")
	f.StringVar(&a.jsonl, "jsonl", "", "read the archive `FILE`, one text a line; - is standard input")
	f.SortFlags = false
	return cmd
}

// complete refuses what is missing and what does not go together.
func (a *readArgs) complete(cmd *cobra.Command, args []string) error {
	if a.jsonl != "" {
		clash := map[string]bool{"a text on the command line": len(args) > 0, "--json": a.json, "--html": a.html, "--register": a.register != ""}
		for _, what := range []string{"a text on the command line", "--json", "--html", "--register"} {
			if clash[what] {
				return wrong("flag-clash", "say one of --jsonl and "+what, "an archive is written as lines of JSON, without a register")
			}
		}
		return nil
	}
	switch {
	case len(args) == 0:
		return wrong("arguments", "read needs a text, or --jsonl", "write proviso read TEXT --published DATE --outlet NAME; TEXT may be -")
	case a.json && a.html:
		return wrong("flag-clash", "say one of --json and --html", "run it twice for both")
	}
	for _, need := range [][2]string{{"published", "2022-11-11"}, {"outlet", "Reuters"}} {
		if f := cmd.Flags().Lookup(need[0]); strings.TrimSpace(f.Value.String()) == "" {
			return wrong("missing-flag", "read needs --"+need[0], fmt.Sprintf(`write --%s %s, or --%s "?" if it is not known`, need[0], need[1], need[0]))
		}
	}
	return nil
}

// options gives what the flags say of a text.
func (a *readArgs) options() (o press.Options, err error) {
	if a.published != "" {
		if o.Published, err = proviso.ParseDate(a.published); err != nil {
			return o, onFlag("--published", err)
		}
	}
	if a.outlet != "?" {
		o.Outlet = oneLine(a.outlet)
	}
	return o, nil
}

// reading is a press text and what was found in it.
type reading struct {
	file    string // as named in spans
	text    string
	runes   []rune // of the text
	options press.Options
	drafts  []press.Draft
}

// at gives the words of a span.
func (r *reading) at(s press.Span) string { return string(r.runes[s.Start:s.End]) }

// title is the line over a reading.
func (r *reading) title() string {
	title := r.file
	if r.options.Outlet != "" {
		title += ", " + r.options.Outlet
	}
	if r.options.Published.Known() {
		title += ", " + r.options.Published.String()
	}
	return title
}

func (r *reading) sha256() string { return fmt.Sprintf("%x", sha256.Sum256([]byte(r.text))) }

// text reads one press text and prints its drafts.
func (a *readArgs) text(ctx context.Context, p *program, name string) error {
	o, err := a.options()
	if err != nil {
		return err
	}
	var on *dossier.Dossier
	if a.register != "" {
		if on, err = (&question{}).read(ctx, p, a.register); err != nil {
			return err
		}
	}
	reg := newRegister(on)
	reg.names(&o)
	r, err := during(ctx, p, "reading "+name, func() (*reading, error) { return p.readPress(name, o) })
	if err != nil {
		return err
	}
	switch {
	case a.html:
		err = press.WriteHTML(p.stdout, r.title(), r.text, r.drafts)
	case a.json:
		err = writeDraftsJSON(p.stdout, r)
	default:
		err = writeDrafts(p.stdout, r, reg)
	}
	if err != nil {
		return failed("write the drafts", err)
	}
	return nil
}

// readPress reads a press text from a file or from standard input.
func (p *program) readPress(name string, o press.Options) (*reading, error) {
	r := &reading{file: oneLine(filepath.Base(name)), options: o}
	from := p.stdin
	if name == "-" {
		r.file, name = "standard-input", "standard input"
	} else {
		f, err := openPress(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		from = f
	}
	text, err := io.ReadAll(io.LimitReader(from, maxPress+1))
	if err != nil {
		return nil, failed("read "+name, err)
	}
	if len(text) > maxPress {
		return nil, atFile(name, fmt.Sprintf("the text is larger than %d MiB", maxPress>>20), "read one press text at a time, or an archive with --jsonl")
	}
	r.text = string(text)
	r.runes = []rune(r.text)
	if r.drafts, err = press.Read(r.text, o); err != nil {
		return nil, inPress(proviso.Pos{File: name}, "", err)
	}
	return r, nil
}

// openPress opens a text or archive.
func openPress(name string) (*os.File, error) {
	info, err := os.Stat(name)
	switch {
	case os.IsNotExist(err):
		return nil, atFile(name, "no such file or folder", "check the path; - is standard input")
	case err != nil:
		return nil, failed("read "+name, err)
	case info.IsDir():
		return nil, atFile(name, "a folder, where a text is wanted", "name one text file")
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, failed("read "+name, err)
	}
	return f, nil
}

// inPress puts the place and, in an archive, the id of a text into the error
// that refuses it.
func inPress(at proviso.Pos, id string, err error) error {
	var e *proviso.Error
	if !errors.As(err, &e) {
		return err
	}
	moved := *e
	moved.Pos = at
	if id != "" {
		moved.Message = fmt.Sprintf("text %q: %s", id, e.Message)
	}
	return &moved
}
