package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"

	"github.com/proviso-ledger/proviso/internal/flow"
	"github.com/proviso-ledger/proviso/internal/report"
)

// terminal is what is known of a stream. The zero value is a file or a pipe.
type terminal struct {
	is     bool
	colour bool
	width  int
}

// terminalOf looks at the stream and at NO_COLOR and TERM.
func terminalOf(w io.Writer) terminal {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return terminal{}
	}
	t := terminal{is: true, colour: os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
	if width, _, err := term.GetSize(int(f.Fd())); err == nil {
		t.width = width
	}
	return t
}

func (t terminal) look() report.Look { return report.Look{Width: t.width, Colour: t.colour} }

// patience is how long the person waits without hearing anything.
const patience = 2 * time.Second

// tidying is how long work that was broken off may take to end.
const tidying = time.Second

// during runs the work and, on a terminal, says what is being done, for how long and,
// of a question of the network that ctx watches, which pass it is at, once patience is
// over. When ctx ends the work has a moment to take back what it has half done; then
// it is left behind, for the program to end.
func during[V any](ctx context.Context, p *program, doing string, work func() (V, error)) (V, error) {
	return leaving(ctx, p, doing, tidying, work)
}

// leaving is during for work that is left behind after the moment given.
func leaving[V any](ctx context.Context, p *program, doing string, moment time.Duration, work func() (V, error)) (V, error) {
	type result struct {
		value V
		err   error
	}
	done := make(chan result, 1)
	start := time.Now()
	go func() {
		v, err := work()
		done <- result{v, err}
	}()
	tick := time.NewTicker(patience)
	defer tick.Stop()
	said := false
	for {
		select {
		case r := <-done:
			if said {
				fmt.Fprint(p.stderr, "\r\x1b[K")
			}
			return r.value, r.err
		case <-ctx.Done():
			select {
			case r := <-done:
				if r.err == nil {
					return r.value, nil
				}
			case <-time.After(moment):
			}
			var none V
			return none, ctx.Err()
		case <-tick.C:
			if p.notices.is {
				said = true
				at := flow.ProgressOf(ctx)
				if at != "" {
					at = ", " + at
				}
				fmt.Fprintf(p.stderr, "\r%s: %d s%s\x1b[K", doing, int(time.Since(start).Seconds()), at)
			}
		}
	}
}
