package main

import (
	"fmt"

	"github.com/spf13/cobra"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/report"
)

// looking is the list of exit codes of the commands that show records and judge
// nothing.
const looking = `  0  the question was answered
  3  the input or the command line is wrong
  4  something failed: a file could not be read or written`

func stockCommand(p *program) *cobra.Command {
	var q question
	var on, item string
	var origins bool
	cmd := &cobra.Command{
		Use:   "stock DOSSIER",
		Short: "Say how many units each holding has on a day, at least and at most",
		Long: `Says for each holding how many units it has at the end of a day, at least and at
most, reckoned from the movements and the stocktakes on record. Holdings that the
records do not tell apart are shown as one. Stock that no record explains is
reported with its day, and then nothing limits the holding from above.

Recorded and supposed movements count as having happened, reported and planned ones
as perhaps.`,
		Example: `  proviso stock examples/c03-poland-mig29
  proviso stock my-case --on 2022-12-31 --item 155mm-HE --json
  proviso stock my-case --origins`,
		Args: arguments("a dossier", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			s, rows, err := q.stocks(ctx, p, args[0])
			if err != nil {
				return err
			}
			day := s.AsOf
			if err := dayFlag("--on", on, &day); err != nil {
				return err
			}
			if err := itemOnRecord(s, proviso.ItemID(item)); err != nil {
				return err
			}
			a, err := during(ctx, p, fmt.Sprintf("counting stock over %d movements", len(s.Movements)+rows.Len()), func() (*report.StockAnswer, error) {
				return report.AskStock(ctx, s, rows, day, proviso.ItemID(item), origins)
			})
			if err != nil {
				return err
			}
			if q.json {
				return printJSON(p, a)
			}
			fmt.Fprint(p.stdout, report.StockText(a, s, p.screen.look()))
			return nil
		},
	}
	f := cmd.Flags()
	f.StringVar(&on, "on", "", "at the end of this `DAY` (default: the day of the answer)")
	f.StringVar(&item, "item", "", "of this `ITEM` only")
	f.BoolVar(&origins, "origins", false, "and, by mass balance, in which holdings the records first meet its units")
	f.SortFlags = false
	q.plainFlags(cmd)
	cmd.Annotations = map[string]string{"codes": looking}
	return cmd
}

// plainFlags are the flags of a question that has no verdict.
func (q *question) plainFlags(cmd *cobra.Command) {
	q.flags(cmd)
	if err := cmd.Flags().MarkHidden("exit-code"); err != nil {
		panic("internal error: " + err.Error())
	}
}
