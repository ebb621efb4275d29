// Command bench measures how fast Proviso decides, beside other engines and
// beside loops written by hand, and how its time and memory grow with a ledger.
//
// All engines get the same rules and the same movements, and must give the same
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
)

func main() {
	part := flag.String("part", "all", "what to measure: rules, ledgers or all")
	flag.Parse()
	if err := run(context.Background(), *part); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, part string) error {
	if part != "all" && part != "rules" && part != "ledgers" {
		return fmt.Errorf("no part %q: rules, ledgers or all", part)
	}
	fmt.Println(machine())
	if part != "rules" {
		if err := growth(ctx); err != nil {
			return err
		}
	}
	if part != "ledgers" {
		return decisions(ctx)
	}
	return nil
}
