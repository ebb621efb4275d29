package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
	"text/tabwriter"
	"time"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/condition"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/report"
)

// growth shows how the whole judgement grows from 1,000 to 100,000 movements
// under 1,000 instruments: reading the dossier, deciding, making the answer,
// and the program from the command line, each once.
func growth(ctx context.Context) error {
	program, clean, err := build(ctx)
	if err != nil {
		return err
	}
	defer clean()
	fmt.Printf("\n%d instruments. Seconds of processor time, and for the program also seconds on the clock\nand memory at its peak. Held is the answer, in memory.\n\n", ledgerInstruments)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "movements\tfindings\tread\tdecide\tcheck\theld\tprogram\tclock\tpeak\tprogram, JSON\tclock\tpeak\t")
	sizes := []int{1_000, 10_000, 100_000}
	programs := make([]string, len(sizes))
	// The program goes first: the peak of a child counts what this process held
	// when it started the child.
	for i, n := range sizes {
		if programs[i], err = commands(ctx, program, ledger(n)); err != nil {
			return err
		}
	}
	for i, n := range sizes {
		row, err := grow(ctx, n)
		if err != nil {
			return err
		}
		fmt.Fprintln(w, row+programs[i])
	}
	return w.Flush()
}

// grow gives one row of the table, without the program.
func grow(ctx context.Context, n int) (string, error) {
	text := ledger(n)
	var d *dossier.Dossier
	var err error
	read := timed(func() { d, err = dossier.Parse([]dossier.File{{Name: "ledger.yaml", Text: text}}) })
	if err != nil {
		return "", fmt.Errorf("ledger of %d movements: %w", n, err)
	}
	asOf, _ := d.Day()
	s := d.Snapshot(asOf, proviso.LastDay)
	d = nil
	findings := 0
	decide := timed(func() {
		var r *condition.Result
		if r, err = condition.Decide(ctx, s); err != nil {
			return
		}
		for i := range r.Movements {
			findings += len(r.Movements[i].Findings)
		}
	})
	if err != nil {
		return "", err
	}
	before := heap()
	var a *report.Answer
	check := timed(func() { a, err = report.Check(ctx, s, report.Question{}) })
	if err != nil {
		return "", err
	}
	held := max(heap(), before) - before
	runtime.KeepAlive(a)
	return fmt.Sprintf("%d\t%d\t%.2f\t%.2f\t%.2f\t%d MB\t", n, findings, read, decide, check, held/1e6), nil
}

// timed gives the seconds of processor time that f takes.
func timed(f func()) float64 {
	runtime.GC()
	start := spent()
	f()
	return (spent() - start).Seconds()
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// build makes the program in a folder of its own.
func build(ctx context.Context) (program string, clean func(), err error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return "", nil, err
	}
	clean = func() { os.RemoveAll(dir) }
	program = filepath.Join(dir, "proviso")
	cmd := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/proviso")
	cmd.Dir = ".."
	if out, err := cmd.CombinedOutput(); err != nil {
		clean()
		return "", nil, fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return program, clean, nil
}

// commands runs `proviso check` on the ledger for its text and for its JSON.
func commands(ctx context.Context, program string, ledger []byte) (string, error) {
	name := filepath.Join(filepath.Dir(program), "ledger.yaml")
	if err := os.WriteFile(name, ledger, 0o600); err != nil {
		return "", err
	}
	text, err := command(ctx, program, name, "--json=false")
	if err != nil {
		return "", err
	}
	json, err := command(ctx, program, name, "--json")
	return text + json, err
}

// command runs the program once and throws the answer away.
func command(ctx context.Context, program, name, form string) (string, error) {
	cmd := exec.CommandContext(ctx, program, "check", name, form)
	cmd.Stderr = os.Stderr
	start := time.Now()
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("proviso check: %w", err)
	}
	clock := time.Since(start)
	used := cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	peak := cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss // KiB on Linux
	return fmt.Sprintf("%.2f\t%.2f\t%d MiB\t", used.Seconds(), clock.Seconds(), peak/1024), nil
}
