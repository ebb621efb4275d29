// Command bench measures how fast Proviso decides, beside other engines and
// beside loops written by hand, how its time and memory grow with a ledger,
// and how fast it reads press texts.
//
// All engines that decide get the same rules and the same movements, and must give the same
// verdict on every one of them: the run fails if they do not. It prints plain
// tables. It judges nothing but speed and memory, and trusts the machine to do
// little else meanwhile. It is a module of its own, so that the other engines
// are no dependencies of Proviso.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"time"
)

func main() {
	part := flag.String("part", "all", "what to measure: rules, ledgers, statements, flow, press, appends, loads or all")
	moves := flag.String("moves", "10000,100000,1000000", "flow and loads: sizes of ledgers, in movements")
	plan := flowPlan{}
	flag.Func("peer", "flow: `NAME=COMMAND` of one more maximum flow program; may be given again", func(v string) error {
		plan.peers = append(plan.peers, v)
		return nil
	})
	flag.StringVar(&plan.postgres, "postgres", "", "flow, appends: address of a PostgreSQL database to use as well, such as .ci/postgres prints")
	flag.DurationVar(&plan.limit, "limit", 30*time.Second, "flow: give up on one run of a peer after so long")
	flag.IntVar(&plan.runs, "runs", 3, "flow: how often to run each, an odd number; the median counts")
	flag.IntVar(&plan.all, "all", 100_000, "flow: on ledgers of more movements peers answer two questions only")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var err error
	if plan.moves, err = sizes(*moves); err == nil {
		err = run(ctx, *part, plan)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, part string, plan flowPlan) error {
	parts := map[string]func() error{
		"appends":    func() error { return appends(ctx, plan.postgres) },
		"ledgers":    func() error { return growth(ctx) },
		"statements": func() error { return statements(ctx) },
		"rules":      func() error { return decisions(ctx) },
		"flow":       func() error { return flows(ctx, plan) },
		"press":      func() error { return reading(ctx) },
		"loads":      func() error { return loads(ctx, plan.moves) },
	}
	if part != "all" && parts[part] == nil {
		return fmt.Errorf("no part %q: rules, ledgers, statements, flow, press, appends, loads or all", part)
	}
	fmt.Println(machine())
	for _, name := range []string{"ledgers", "statements", "rules", "flow", "press", "appends", "loads"} {
		if part == "all" || part == name {
			if err := parts[name](); err != nil {
				return err
			}
		}
	}
	return nil
}
