package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"strconv"
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
			"exits":   exits,
			"wide":    wide,
			"says":    says,
			"cosigns": cosigns,
		},
		Setup: func(env *testscript.Env) error {
			top, err := os.Getwd()
			env.Setenv("EXAMPLES", top+"/../../examples")
			env.Setenv("WITNESS", witnessKey())
			env.Setenv("STRANGER", "w.example/2+ee258c35+BIqHX/8es4RRV3rNWv7kBUVlaN18ieCQhjoFV7x69J8X")
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

// witness is the key of w.example/1, who signs with cosigns.
var witness = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize))

const witnessName = "w.example/1"

// witnessID gives what a cosignature begins with, after C2SP signed-note.
func witnessID() []byte {
	sum := sha256.Sum256(append([]byte(witnessName+"\n\x04"), witness.Public().(ed25519.PublicKey)...))
	return sum[:4]
}

func witnessKey() string {
	return fmt.Sprintf("%s+%x+%s", witnessName, witnessID(), base64.StdEncoding.EncodeToString(append([]byte{4}, witness.Public().(ed25519.PublicKey)...)))
}

// cosigns writes the line of the witness to the checkpoint at the end of a request,
// after C2SP tlog-cosignature: cosigns SECONDS REQUEST ANSWER.
func cosigns(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: cosigns SECONDS REQUEST ANSWER")
	}
	parts := strings.Split(ts.ReadFile(args[1]), "\n\n")
	sig := ed25519.Sign(witness, []byte("cosignature/v1\ntime "+args[0]+"\n"+parts[len(parts)-2]+"\n"))
	at, err := strconv.ParseUint(args[0], 10, 64)
	ts.Check(err)
	line := fmt.Sprintf("— %s %s\n", witnessName, base64.StdEncoding.EncodeToString(append(binary.BigEndian.AppendUint64(witnessID(), at), sig...)))
	ts.Check(os.WriteFile(ts.MkAbs(args[2]), []byte(line), 0o600))
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
