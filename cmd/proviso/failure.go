package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
)

// The exit codes. They are part of what the program promises.
const (
	answered     = 0
	foundBreach  = 1 // only with --exit-code
	foundMissing = 2 // only with --exit-code
	wrongInput   = 3
	somethingBad = 4
)

// verdictCode is not a failure: it carries the exit code that --exit-code asks
// for, after the answer was drawn.
type verdictCode int

func (c verdictCode) Error() string { return fmt.Sprintf("exit code %d", int(c)) }

// wrong makes the error for input that the person can put right.
func wrong(code, message, fix string) *proviso.Error {
	return &proviso.Error{Code: code, Message: message, Fix: fix}
}

// failure is something that went wrong through no fault of the input.
type failure struct {
	doing string
	err   error
}

func failed(doing string, err error) error { return &failure{doing, err} }

func (f *failure) Error() string { return "could not " + f.doing + ": " + f.err.Error() }

func (f *failure) Unwrap() error { return f.err }

// finish prints the error, if there is one, and gives the exit code.
func (p *program) finish(err error) int {
	var code verdictCode
	switch {
	case err == nil:
		return answered
	case errors.As(err, &code):
		return int(code)
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(p.stderr, "proviso: stopped")
		return somethingBad
	}
	var unread *unreadable
	var files []dossier.File
	if errors.As(err, &unread) {
		files = unread.files
	}
	dossier.Explain(p.stderr, err, files)
	if isInput(err) {
		return wrongInput
	}
	return somethingBad
}

// unreadable is a dossier with faults, and the text that they stand in.
type unreadable struct {
	files []dossier.File
	error
}

func (u *unreadable) Unwrap() error { return u.error }

// isInput says whether the error is one that the person can put right in the
// files or on the command line. A file that is there and cannot be read is not.
func isInput(err error) bool {
	var broken *failure
	var one *proviso.Error
	var many proviso.Errors
	switch {
	case errors.As(err, &broken):
		return false
	case errors.As(err, &many):
		for _, e := range many {
			if !isInput(e) {
				return false
			}
		}
		return true
	case errors.As(err, &one):
		return one.Err == nil || one.Code != "file" || errors.Is(one.Err, fs.ErrNotExist)
	}
	return false
}
