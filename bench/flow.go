package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/proviso-ledger/proviso/internal/flow"
)

// flowPlan says what the part flow measures.
type flowPlan struct {
	moves    []int         // sizes of ledgers
	peers    []string      // NAME=COMMAND of peers beside the ones built here
	limit    time.Duration // of one run of a peer
	runs     int           // odd; the median counts
	all      int           // on ledgers of more moves peers answer two questions only
	postgres string        // address of a database for the closure, "" for none
}

// flows measures bounds on commingled stock beside maximum flow programs that
// read the same arcs, and beside the closure in SQL, which says less.
func flows(ctx context.Context, plan flowPlan) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	peers, err := buildPeers(ctx, dir, plan.peers)
	if err != nil {
		return err
	}
	fmt.Printf("\nMilliseconds of processor time for both ends of an answer, median of %d. Answer: the whole of it with\nscenarios and cuts, from the network. The others read the same arcs, which are those that matter to the\nquestion, and the time is that of making their graph and finding both maxima, in Proviso also both cuts.\n", plan.runs)
	for _, moves := range plan.moves {
		for _, family := range []struct {
			name   string
			recipe flow.Recipe
		}{{"layered", flow.Layered(moves)}, {"dense", flow.Dense(moves)}} {
			if err := flowLedger(ctx, plan, peers, dir, family.name, flow.Invent(family.recipe)); err != nil {
				return err
			}
		}
	}
	return nil
}

// flowLedger prints the table of one ledger.
func flowLedger(ctx context.Context, plan flowPlan, peers []*peer, dir, family string, l *flow.Invented) error {
	moves := slices.Clone(l.Moves)
	before := heap()
	var n *flow.Network
	var err error
	built := timed(func() { n, err = flow.Arrange(len(l.Party), moves, nil) })
	if err != nil {
		return err
	}
	held := heap() - before
	fmt.Printf("\n%s ledger of %d movements: network made in %.0f ns and %.0f bytes a movement\n", family, n.Moves(),
		built*1e9/float64(n.Moves()), float64(held)/float64(n.Moves()))
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "question\tleast\tmost\tanswer\tproviso\t")
	for _, p := range peers {
		fmt.Fprintf(w, "%s\t", p.name)
	}
	fmt.Fprintln(w, "best peer is\t")
	var own []float64
	for _, q := range l.Questions() {
		asked := peers
		if n.Moves() > plan.all && q.Name != "nation" && q.Name != "theatre" {
			asked = nil
		}
		took, row, err := flowQuestion(ctx, plan, peers, asked, dir, n, q)
		if err != nil {
			return fmt.Errorf("%s: %w", q.Name, err)
		}
		own = append(own, took)
		fmt.Fprintln(w, row)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	slices.Sort(own)
	fmt.Printf("both ends: median %.0f ms, worst %.0f ms\n", own[len(own)/2]*1e3, own[len(own)-1]*1e3)
	return closures(ctx, plan, dir, n, l.Questions()[0].Question)
}

// flowQuestion runs one question on all, taking turns, and gives the seconds that
// Proviso took and the row of the table.
func flowQuestion(ctx context.Context, plan flowPlan, peers, asked []*peer, dir string, n *flow.Network, q flow.Named) (float64, string, error) {
	files, err := writeProblems(ctx, dir, n, q.Question)
	if err != nil {
		return 0, "", err
	}
	var a flow.Answer
	var whole, own []float64
	theirs := map[*peer][]float64{}
	late := map[*peer]bool{}
	for range plan.runs {
		whole = append(whole, timed(func() { a, err = flow.Bound(ctx, n, q.Question) }))
		if err != nil {
			return 0, "", err
		}
		var all int64
		for _, i := range q.Of {
			all += n.Move(int(i)).Most
		}
		want := [2]int64{a.Most, all - a.Least}
		alone, err := flowsAlone(ctx, files, want)
		if err != nil {
			return 0, "", err
		}
		own = append(own, alone)
		for _, p := range asked {
			if late[p] {
				continue
			}
			took, err := p.both(ctx, files, want, plan.limit)
			if errors.Is(err, context.DeadlineExceeded) {
				late[p] = true
				continue
			}
			if err != nil {
				return 0, "", err
			}
			theirs[p] = append(theirs[p], took)
		}
	}
	took := median(own)
	row := fmt.Sprintf("%s\t%d\t%d\t%.1f\t%.1f\t", q.Name, a.Least, a.Most, median(whole)*1e3, took*1e3)
	best := 0.0
	for _, p := range peers {
		switch {
		case !slices.Contains(asked, p):
			row += "\t"
		case late[p]:
			row += fmt.Sprintf("over %.0f s\t", plan.limit.Seconds())
		default:
			t := median(theirs[p])
			row += fmt.Sprintf("%.1f\t", t*1e3)
			best = cmp.Or(min(best, t), t)
		}
	}
	if best > 0 {
		row += fmt.Sprintf("%.2fx\t", best/took)
	} else {
		row += "\t"
	}
	return median(whole), row, nil
}

// flowsAlone gives the seconds that Proviso takes for the files that the peers read.
func flowsAlone(ctx context.Context, files [2]string, want [2]int64) (float64, error) {
	sum := 0.0
	for i, name := range files {
		in, err := os.Open(name)
		if err != nil {
			return 0, err
		}
		maximum, err := flow.ReadDIMACS(in)
		in.Close()
		if err != nil {
			return 0, err
		}
		var value int64
		sum += timed(func() { value, err = maximum(ctx) })
		if err != nil {
			return 0, err
		}
		if value != want[i] {
			return 0, fmt.Errorf("the file gives a maximum of %d, the network of %d", value, want[i])
		}
	}
	return sum, nil
}

// writeProblems writes the two maximum flows behind the question.
func writeProblems(ctx context.Context, dir string, n *flow.Network, q flow.Question) (files [2]string, err error) {
	for side := range flow.Side(2) {
		files[side] = filepath.Join(dir, fmt.Sprintf("side%d.max", side))
		var text bytes.Buffer
		if err := flow.WriteDIMACS(ctx, &text, n, q, side); err != nil {
			return files, err
		}
		if err := os.WriteFile(files[side], text.Bytes(), 0o600); err != nil {
			return files, err
		}
	}
	runtime.GC()
	return files, nil
}

// sizes reads a list of numbers of movements.
func sizes(list string) ([]int, error) {
	var out []int
	for part := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(part)
		if err != nil || n < 1_000 {
			return nil, fmt.Errorf("-moves: %q is not a number of movements of at least 1000", part)
		}
		out = append(out, n)
	}
	return out, nil
}
