package main

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"
	"unicode/utf8"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/press"
)

// archive reads press texts one a line and writes a line for each.
type archive struct {
	name    string
	options press.Options // for what a line does not say
	program *program
	start   time.Time
	texts   int // read
	drafts  int
	unread  int
	lines   map[[16]byte]int // of the texts with an id, by its hash: the line
}

// archived is a line of an archive.
type archived struct {
	ID     string  `json:"id"`
	Text   *string `json:"text"`
	Date   string  `json:"date"`
	Outlet string  `json:"outlet"`
}

// line is one line of a file, or why there are no more.
type line struct {
	number int
	text   []byte
	long   bool // longer than maxPress: the text is left out
	err    error
}

// How often the person hears how far it is.
const (
	screenBeat = 200 * time.Millisecond
	fileBeat   = 5 * time.Second
)

// archive reads the file that --jsonl names, in memory that grows by some fifty
// bytes a text, to tell ids that come twice. Lines are read
// beside the work, so that an end of ctx is heard while input is awaited.
func (a *readArgs) archive(ctx context.Context, p *program) error {
	o, err := a.options()
	if err != nil {
		return err
	}
	v := &archive{name: a.jsonl, options: o, program: p, start: time.Now(), lines: map[[16]byte]int{}}
	from := p.stdin
	if a.jsonl == "-" {
		v.name = "standard input"
	} else {
		f, err := during(ctx, p, "opening "+a.jsonl, func() (*os.File, error) { return openPress(a.jsonl) })
		if err != nil {
			return err
		}
		defer f.Close()
		from = f
	}
	lines := make(chan line)
	go sendLines(ctx, from, lines)
	every := fileBeat
	if p.notices.is {
		every = screenBeat
	}
	beat := time.NewTicker(every)
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-beat.C:
			v.tell(false)
		case l := <-lines:
			if done, err := v.take(l); done || err != nil {
				return err
			}
		}
	}
}

// sendLines sends the lines of the input, the last with the error that ends it.
func sendLines(ctx context.Context, from io.Reader, lines chan<- line) {
	r := bufio.NewReaderSize(from, 64<<10)
	for n := 1; ; n++ {
		l := nextLine(r)
		l.number = n
		select {
		case lines <- l:
		case <-ctx.Done():
			return
		}
		if l.err != nil {
			return
		}
	}
}

// nextLine reads a line without keeping more than maxPress bytes of it.
func nextLine(r *bufio.Reader) line {
	var l line
	for {
		part, err := r.ReadSlice('\n')
		if l.long = l.long || len(l.text)+len(part) > maxPress; l.long {
			l.text = nil
		} else {
			l.text = append(l.text, part...)
		}
		if err == nil || !errors.Is(err, bufio.ErrBufferFull) {
			l.err = err
			return l
		}
	}
}

// take works on one line; done says that it was the last.
func (v *archive) take(l line) (done bool, err error) {
	if l.err != nil && !errors.Is(l.err, io.EOF) {
		return true, failed("read "+v.name, l.err)
	}
	if l.long || len(bytes.TrimSpace(l.text)) > 0 {
		err := v.read(l)
		var e *proviso.Error
		switch {
		case errors.As(err, &e):
			v.unread++
			v.clear()
			if err := dossier.Explain(v.program.stderr, e, nil); err != nil {
				return true, failed("write to standard error", err)
			}
		case err != nil:
			return true, failed("write the attributions", err)
		}
	}
	if l.err == nil {
		return false, nil
	}
	v.tell(true)
	if v.unread > 0 {
		return true, wrong("unread", fmt.Sprintf("%s could not be read", count(v.unread, "text")), "each is named above, with the reason; the rest was read")
	}
	return true, nil
}

const lineShape = `write {"id": "1", "text": "...", "date": "2022-11-11", "outlet": "Reuters"} on one line`

// parse reads the line. The error is a *proviso.Error without a place; the id
// is given even then, if the line has one.
func (l line) parse() (t archived, err error) {
	if l.long {
		return t, wrong("size", fmt.Sprintf("the line is longer than %d MiB", maxPress>>20), "give each press text a line of its own")
	}
	err = json.Unmarshal(l.text, &t)
	var kind *json.UnmarshalTypeError
	switch {
	case !utf8.Valid(l.text):
		return t, wrong("not-text", "the line is not UTF-8", "save the archive as UTF-8")
	case errors.As(err, &kind) && kind.Field != "":
		return t, wrong("value", fmt.Sprintf("%q is a %s, not text", kind.Field, kind.Value), "put it in quotes: "+lineShape)
	case errors.As(err, &kind):
		return t, wrong("json", "the line is a JSON "+kind.Value+", not an object", lineShape)
	case err != nil:
		return t, wrong("json", "the line is not JSON: "+err.Error(), lineShape)
	case t.ID == "":
		return t, wrong("missing-key", `the line says no "id"`, lineShape)
	case t.Text == nil:
		return t, wrong("missing-key", `the line says no "text"`, lineShape)
	}
	return t, nil
}

// read reads the text of one line and writes its attributions. A *proviso.Error
// says why the text cannot be read.
func (v *archive) read(l line) error {
	t, err := l.parse()
	if t.ID != "" {
		err = cmp.Or(v.again(t.ID, l.number), err)
	}
	o := v.options
	if err == nil && t.Date != "" {
		o.Published, err = proviso.ParseDate(t.Date)
	}
	if t.Outlet != "" {
		o.Outlet = oneLine(t.Outlet)
	}
	var drafts []press.Draft
	if err == nil {
		drafts, err = press.Read(*t.Text, o)
	}
	if err != nil {
		return inPress(proviso.Pos{File: v.name, Line: l.number, Column: 1}, t.ID, err)
	}
	v.texts++
	v.drafts += len(drafts)
	return press.WriteLine(v.program.stdout, t.ID, drafts)
}

// again refuses an id that an earlier line has: nobody could tell the two apart in
// what is printed.
func (v *archive) again(id string, number int) error {
	sum := sha256.Sum256([]byte(id))
	k := [16]byte(sum[:16])
	if first, ok := v.lines[k]; ok {
		return wrong("duplicate-id", fmt.Sprintf("line %d has that id, too", first), "give each text an id of its own")
	}
	v.lines[k] = number
	return nil
}

// tell says how far it is, on a screen always on the same line.
func (v *archive) tell(last bool) {
	text := fmt.Sprintf("%s, %s, %d s", count(v.texts, "text"), count(v.drafts, "statement"), int(time.Since(v.start).Seconds()))
	if v.unread > 0 {
		text += fmt.Sprintf("; %d could not be read", v.unread)
	}
	v.clear()
	if v.program.notices.is && !last {
		fmt.Fprint(v.program.stderr, text)
		return
	}
	fmt.Fprintln(v.program.stderr, text)
}

// clear takes the last line of progress off the screen.
func (v *archive) clear() {
	if v.program.notices.is {
		fmt.Fprint(v.program.stderr, "\r\x1b[K")
	}
}

// count gives "1 text" or "3 texts".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
