//go:build unix

package main

import (
	"context"
	"io"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestStopped interrupts the program while it waits for a file that never comes.
func TestStopped(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "case.yaml")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(20*time.Millisecond, cancel)
	var stderr strings.Builder
	start := time.Now()
	code := run(ctx, []string{"check", pipe}, strings.NewReader(""), io.Discard, &stderr)
	if took := time.Since(start); took > 800*time.Millisecond {
		t.Errorf("it took %v to stop", took)
	}
	if code != somethingBad || stderr.String() != "proviso: stopped\n" {
		t.Errorf("exit code %d, %q", code, stderr.String())
	}
}

type deaf struct{}

func (deaf) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

// TestEndlessFile holds that a device which never ends is refused and not awaited.
func TestEndlessFile(t *testing.T) {
	for _, command := range []string{"check", "fmt"} {
		var stderr strings.Builder
		code := run(context.Background(), []string{command, "/dev/zero"}, strings.NewReader(""), io.Discard, &stderr)
		if want := "proviso: /dev/zero: the file is larger than 64 MiB\nhint: split it into several files in one folder\n"; code != wrongInput || stderr.String() != want {
			t.Errorf("%s: exit code %d, %q", command, code, stderr.String())
		}
	}
}

// TestAnswerThatCannotBeWritten never passes for an answer given.
func TestAnswerThatCannotBeWritten(t *testing.T) {
	for _, args := range [][]string{{"version"}, {"schema"}, {"check", "../../examples/seoul-155mm"}, {"check", "../../examples/seoul-155mm", "--json", "--exit-code"}} {
		var stderr strings.Builder
		code := run(context.Background(), args, strings.NewReader(""), deaf{}, &stderr)
		if code != somethingBad || !strings.Contains(stderr.String(), syscall.ENOSPC.Error()) {
			t.Errorf("%v: exit code %d, %q", args, code, stderr.String())
		}
	}
}
