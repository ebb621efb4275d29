package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/proviso-ledger/proviso/internal/report"
)

func reconcileCommand(p *program) *cobra.Command {
	var q question
	var ask report.ReconcileQuestion
	cmd := &cobra.Command{
		Use:   "reconcile DOSSIER",
		Short: "Compare what one side says it sent with what the other says it received",
		Long: `Compares the two sides' accounts of each movement: a movement that says rival_to
is another account of the one that it names. The one named is taken for the
sender's, the one that names it for the receiver's. A pair is matched, short (fewer
arrived than were sent), over (more), late, undetermined (the ranges leave it open)
or unmatched (the accounts differ on the goods, on what became of them or on who had
them, or the goods arrive before they are sent).

Each side has its own term within which goods count as delivered: without
--sender-days and --receiver-days nothing is late.`,
		Example: `  proviso reconcile examples/c03-poland-mig29
  proviso reconcile my-case --sender-days 30 --receiver-days 5 --json`,
		Args: arguments("a dossier", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			ask.HasSender, ask.HasReceiver = cmd.Flags().Changed("sender-days"), cmd.Flags().Changed("receiver-days")
			for flag, days := range map[string]int{"--sender-days": ask.Sender, "--receiver-days": ask.Receiver} {
				if days < 0 {
					return wrongFlag(flag, "flag", "a term is not negative", "write the days from dispatch within which goods count as delivered in time")
				}
			}
			d, err := q.read(ctx, p, args[0])
			if err != nil {
				return err
			}
			s, err := q.snapshot(d)
			if err != nil {
				return err
			}
			a, err := during(ctx, p, fmt.Sprintf("reconciling %d movements", len(s.Movements)), func() (*report.Reconciliation, error) {
				return report.Reconcile(s, ask), ctx.Err()
			})
			if err != nil {
				return err
			}
			if q.json {
				return printJSON(p, a)
			}
			fmt.Fprint(p.stdout, report.ReconcileText(a, s, p.screen.look()))
			return nil
		},
	}
	f := cmd.Flags()
	f.IntVar(&ask.Sender, "sender-days", 0, "the sender counts goods as delivered in time within so many `DAYS`")
	f.IntVar(&ask.Receiver, "receiver-days", 0, "the same for the receiver, in `DAYS`")
	f.SortFlags = false
	q.plainFlags(cmd)
	cmd.Annotations = map[string]string{"codes": looking}
	return cmd
}
