package main

import (
	"context"
	"io"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"proviso": main})
}

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits,
			"wide":  wide,
			"says":  says,
		},
		Setup: func(env *testscript.Env) error {
			top, err := os.Getwd()
			env.Setenv("EXAMPLES", top+"/../../examples")
			return err
		},
	})
}

// says looks for a text in the output of the last command, however its lines are
// broken: says 'at least 5 rounds'.
func says(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: [!] says TEXT")
	}
	if text := strings.Join(strings.Fields(ts.ReadFile("stdout")), " "); strings.Contains(text, args[0]) == neg {
		ts.Fatalf("%q is said: %v", args[0], !neg)
	}
}

// exits runs the program and compares its exit code: exits 3 proviso check x.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGUMENTS...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if coded, ok := err.(interface{ ExitCode() int }); ok {
		got = string(rune('0' + coded.ExitCode()))
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != args[0] {
		ts.Fatalf("exit code %s, not %s\n%s%s", got, args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// wide fails if a line of the file has more columns than the number given.
func wide(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: wide FILE")
	}
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 100 {
			ts.Fatalf("%d columns: %s", n, line)
		}
	}
}

// TestHelp asks every subcommand for a sentence, examples and exit codes, in
// lines that fit a terminal.
func TestHelp(t *testing.T) {
	p := &program{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard}
	commands := p.subcommands().Commands()
	if len(commands) < 6 {
		t.Fatalf("only %d subcommands", len(commands))
	}
	for _, c := range commands {
		var out strings.Builder
		if code := run(context.Background(), []string{c.Name(), "--help"}, strings.NewReader(""), &out, io.Discard); code != answered {
			t.Errorf("%s --help gives exit code %d", c.Name(), code)
		}
		for _, part := range []string{".\n", "\nUsage:\n  proviso " + c.Name(), "\nExamples:\n  proviso " + c.Name(), "\nExit codes:\n  0  "} {
			if !strings.Contains(out.String(), part) {
				t.Errorf("%s --help has no %q", c.Name(), part)
			}
		}
		for line := range strings.Lines(out.String()) {
			if utf8.RuneCountInString(line) > 101 {
				t.Errorf("%s --help is wider than 100 columns: %s", c.Name(), line)
			}
		}
	}
}
