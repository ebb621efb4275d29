package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	proviso "github.com/proviso-ledger/proviso"
)

// engine decides the requests that follow the one given, one verdict each.
type engine struct {
	name   string
	decide func(from int, out []proviso.Verdict)
}

const (
	requestCount = 5_000
	rounds       = 5
	roundTime    = 200 * time.Millisecond
)

// decisions compares the engines on 10, 100 and 1,000 rules.
func decisions(ctx context.Context) error {
	for _, n := range []int{10, 100, 1_000} {
		rules := ruleSet(n)
		asked := requests(requestCount, rules)
		engines, err := allEngines(ctx, rules, asked)
		if err != nil {
			return err
		}
		counts, err := agree(engines, asked)
		if err != nil {
			return err
		}
		fmt.Printf("\n%d rules, %d movements: %s; all engines agree on every one\n", n, len(asked), counts)
		compare(engines)
	}
	return nil
}

func allEngines(ctx context.Context, rules []rule, asked []request) ([]engine, error) {
	out := []engine{provisoEngine(rules, asked), indexed(rules, asked), indexedText(rules, asked), linear(rules, asked)}
	for _, s := range []cedarScope{{"both parties in scope", true, true}, {"receiver in scope", false, true}, {"condition only", false, false}} {
		e, err := cedarEngine(rules, asked, s)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	for _, expanded := range []bool{false, true} {
		e, err := regoEngine(ctx, rules, asked, expanded)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
	return out, nil
}

// agree asks every engine about every request.
func agree(engines []engine, asked []request) (string, error) {
	want := make([]proviso.Verdict, len(asked))
	got := make([]proviso.Verdict, len(asked))
	engines[0].decide(0, want)
	for _, e := range engines[1:] {
		e.decide(0, got)
		for i := range got {
			if got[i] != want[i] {
				q := asked[i]
				return "", fmt.Errorf("%s says %s, %s says %s: %d of %s from %s to %s on day %d", engines[0].name, want[i], e.name, got[i],
					q.units, itemID(q.item), partyID(q.by), partyID(q.to), q.day)
			}
		}
	}
	var counts []string
	for v := proviso.Permitted; v <= proviso.Forbidden; v++ {
		n := 0
		for _, w := range want {
			if w == v {
				n++
			}
		}
		if n > 0 {
			counts = append(counts, fmt.Sprintf("%d %s", n, v))
		}
	}
	return strings.Join(counts, ", "), nil
}

// compare times the engines in turn, so that a busy moment of the machine falls
// on all of them, and prints the medians.
func compare(engines []engine) {
	rates := make([][]float64, len(engines))
	allocs := make([]float64, len(engines))
	for range rounds {
		for i, e := range engines {
			rate, a := measure(e)
			rates[i], allocs[i] = append(rates[i], rate), a
		}
	}
	ours := median(rates[0])
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "engine\tdecisions/s\tns each\tproviso is\tallocations\t")
	for i, e := range engines {
		r := median(rates[i])
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%.1f\t\n", e.name, human(r), human(1e9/r), times(ours/r), allocs[i])
	}
	w.Flush()
}

// measure gives decisions a second of processor time, so that other work on the
// machine does not count, and allocations a decision.
func measure(e engine) (rate, allocs float64) {
	out := make([]proviso.Verdict, requestCount)
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start, done := spent(), 0
	for step := 50; spent()-start < roundTime; step = min(2*step, requestCount) {
		from := done % requestCount
		n := min(step, requestCount-from)
		e.decide(from, out[:n])
		done += n
	}
	took := spent() - start
	runtime.ReadMemStats(&after)
	return float64(done) / took.Seconds(), float64(after.Mallocs-before.Mallocs) / float64(done)
}

func median(xs []float64) float64 {
	xs = slices.Sorted(slices.Values(xs))
	return xs[len(xs)/2]
}

// human writes a number with three digits that count.
func human(x float64) string {
	switch {
	case x >= 99.95e6:
		return fmt.Sprintf("%.0fM", x/1e6)
	case x >= 1e6:
		return fmt.Sprintf("%.3gM", x/1e6)
	case x >= 1e4:
		return fmt.Sprintf("%.0fk", x/1e3)
	case x >= 1e3:
		return fmt.Sprintf("%.2gk", x/1e3)
	}
	return fmt.Sprintf("%.3g", x)
}

func times(x float64) string {
	if x >= 10 {
		return fmt.Sprintf("%.0fx", x)
	}
	return fmt.Sprintf("%.2fx", x)
}
