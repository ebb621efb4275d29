package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/ledger"
	"github.com/proviso-ledger/proviso/internal/report"
)

// changed is one answer that changed, as diff prints it with --json.
type changed struct {
	report.Change
	Known string   `json:"known"` // the day of knowledge on which it changed
	By    []logged `json:"by"`    // the entries that changed it
}

func diffCommand(p *program) *cobra.Command {
	var q question
	var known []string
	cmd := &cobra.Command{
		Use:   "diff LEDGER --known DAY --known DAY",
		Short: "Say which answers changed between two days of knowledge, and by which entry",
		Long: `Answers check as known on one day and on another, and says which verdicts, duties and
problems changed between them, and which entries of the ledger changed each. Where
several entries were added at once, those are named that the answer rests on.

Both days are asked how it was on the same day (--as-of, else today).`,
		Example: `  proviso diff office.db --known 2026-01-31 --known 2026-03-31
  proviso diff office.db --known 2026-01-31 --known 2026-03-31 --as-of 2025-12-31`,
		Args: arguments("a ledger", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(known) != 2 {
				return wrong("missing-flag", "diff needs --known twice", "write "+cmd.UseLine())
			}
			var from, to proviso.Day
			if err := dayFlag("--known", known[0], &from); err != nil {
				return err
			}
			if err := dayFlag("--known", known[1], &to); err != nil {
				return err
			}
			if to < from {
				from, to = to, from
			}
			q.known = to.String()
			changes, err := q.diff(cmd.Context(), p, args[0], from)
			if err != nil {
				return err
			}
			if q.json {
				return printJSON(p, map[string]any{"from": from.String(), "to": to.String(), "changes": changes})
			}
			drawDiff(p, changes)
			return nil
		},
	}
	f := cmd.Flags()
	f.StringArrayVar(&known, "known", nil, "as known on this `DAY`, and on another: given twice")
	f.StringVar(&q.asOf, "as-of", "", "answer for this `DAY` (default: today)")
	q.readerFlags(f)
	f.BoolVar(&q.json, "json", false, "print the changes as JSON, see docs/OPERATIONS.md")
	f.SortFlags = false
	cmd.Annotations = map[string]string{"codes": looking}
	return cmd
}

func (q *question) diff(ctx context.Context, p *program, name string, from proviso.Day) ([]changed, error) {
	asOf := today()
	if err := dayFlag("--as-of", q.asOf, &asOf); err != nil {
		return nil, err
	}
	v, err := q.view(ctx, p, name)
	if err != nil {
		return nil, err
	}
	steps := v.Steps(from)
	found, err := during(ctx, p, "comparing", func() ([]report.Change, error) {
		return report.Diff(ctx, len(steps), func(i int) *proviso.Snapshot { return steps[i].Snapshot(asOf) })
	})
	out := []changed{}
	for _, c := range found {
		step := steps[c.Step]
		out = append(out, changed{c, step.Known.String(), causes(c, step.By)})
	}
	return out, err
}

// causes gives the entries of a step that an answer rests on, or all of them
// where none is named.
func causes(c report.Change, by []ledger.Entry) []logged {
	var named, all []logged
	for _, e := range by {
		all = append(all, loggedOf(e))
		if slices.Contains(c.Records, e.ID) {
			named = append(named, loggedOf(e))
		}
	}
	if len(named) > 0 {
		return named
	}
	return all
}

func drawDiff(p *program, changes []changed) {
	if len(changes) == 0 {
		fmt.Fprintln(p.stdout, "no answer changed")
	}
	for _, c := range changes {
		before, after := c.Before, c.After
		switch {
		case before == "":
			before = "not there"
		case after == "":
			after = "not there"
		case before == after:
			after = "the same, for other reasons"
		}
		fmt.Fprintf(p.stdout, "%s %s: %s -> %s\n", c.What, c.ID, before, after)
		const most = 5
		for i, e := range c.By {
			if i == most {
				fmt.Fprintf(p.stdout, "  and %d more entries\n", len(c.By)-most)
				break
			}
			fmt.Fprintf(p.stdout, "  known %s by entry %d: %s %s %s\n", c.Known, e.Entry, e.Act, e.Kind, e.ID)
		}
	}
}

func today() proviso.Day {
	now := time.Now()
	return proviso.DayOf(now.Year(), int(now.Month()), now.Day())
}
