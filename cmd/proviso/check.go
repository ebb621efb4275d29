package main

import (
	"fmt"

	"github.com/spf13/cobra"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/report"
)

func checkCommand(p *program) *cobra.Command {
	var q question
	var movement, explain string
	cmd := &cobra.Command{
		Use:   "check DOSSIER",
		Short: "Say of every movement whether it may happen, or whether every promise was kept",
		Long: `Reads a dossier (a folder of YAML files, or one file) and says of every movement
whether it may happen or, if it has, whether every promise was kept: each clause,
how many units, what is missing and from whom, and what would settle it. Then the
duties that are open or overdue, who said what, and what is wrong with the records.`,
		Example: `  proviso check examples/seoul-155mm
  proviso check examples/seoul-155mm --as-of 2023-04-12 --movement handover
  proviso check examples/seoul-155mm --explain premise/end-user
  proviso check my-case --suppose what-if.yaml --json
  proviso check examples/seoul-155mm --as-of 2023-12-06 --suppose wapo-flow`,
		Args: arguments("a dossier", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			d, err := q.read(ctx, p, args[0])
			if err != nil {
				return err
			}
			s, err := q.snapshot(d)
			if err != nil {
				return err
			}
			recorded, err := q.recorded(d)
			if err != nil {
				return err
			}
			if err := onRecord(s, movement, explain); err != nil {
				return err
			}
			ask := report.Question{Movement: proviso.MovementID(movement)}
			if about, _ := report.ExplainID(s, explain); about != "" {
				if movement != "" && ask.Movement != about {
					return wrong("flag-clash", "--movement is about "+movement+", --explain about "+string(about), "leave --movement out")
				}
				ask.Movement = about
			}
			ids, err := q.statements(recorded)
			if err != nil {
				return err
			}
			var a *report.Answer
			if len(ids) > 0 {
				a, s, err = q.believe(ctx, p, recorded, ids, ask)
			} else {
				a, err = q.check(ctx, p, s, ask)
			}
			if err != nil {
				return err
			}
			return q.answer(p, a, func() string {
				if explain != "" {
					return report.Explain(a, s, explain, p.screen.look())
				}
				return report.Text(a, s, p.screen.look())
			})
		},
	}
	q.flags(cmd)
	cmd.Flags().StringVar(&movement, "movement", "", "answer for the movement `ID` only")
	cmd.Flags().StringVar(&explain, "explain", "", "derive the answer for `ID`: MOVEMENT, INSTRUMENT/CLAUSE or both, joined by :")
	return cmd
}

// onRecord checks that the ids on the command line name something.
func onRecord(s *proviso.Snapshot, movement, explain string) error {
	var movements, all []string
	for _, m := range s.Movements {
		movements = append(movements, string(m.ID))
	}
	if movement != "" && s.Movement(proviso.MovementID(movement)) == nil {
		return notOnRecord("--movement", "movement", movement, movements)
	}
	if explain == "" {
		return nil
	}
	if m, c := report.ExplainID(s, explain); m != "" || c != "" {
		return nil
	}
	all = movements
	for _, in := range s.Instruments {
		for _, c := range in.Conditions {
			all = append(all, string(c.ID))
			if string(in.ID) == explain {
				e := wrong("flag", "an instrument is explained clause by clause", "write "+string(c.ID))
				e.Pos.File = "--explain"
				return e
			}
		}
	}
	return notOnRecord("--explain", "movement or condition", explain, all)
}

func notOnRecord(flag, what, id string, names []string) error {
	e := wrong("dangling-id", fmt.Sprintf("no %s %q on record", what, id),
		dossier.DidYouMean(id, names, "leave "+flag+" out to see them all"))
	e.Pos.File = flag
	return e
}
