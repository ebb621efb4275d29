// Command proviso answers questions about what was promised, what moved and
// what was said, from case files and ledgers. See proviso --help.
//
// Each subcommand is a file of this package: it reads flags, asks the internal
// packages and draws the answer. Nothing is decided here. The program opens no
// network connection but to the server of a ledger that is named by a postgres
// address, and writes no file but those that it is told to write (of those it keeps
// up LEDGER.pack and LEDGER.key.seen).
package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// run is the program: it gives the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	buffered := newOutput(stdout)
	p := &program{stdin: stdin, stdout: buffered, stderr: stderr, screen: terminalOf(stdout), notices: terminalOf(stderr)}
	err := p.execute(ctx, args)
	if flushed := buffered.Flush(); flushed != nil && (err == nil || errors.As(err, new(verdictCode))) {
		err = failed("write the answer", flushed)
	}
	return p.finish(err)
}
