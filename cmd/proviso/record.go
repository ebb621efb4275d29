package main

import (
	"context"

	"github.com/spf13/cobra"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/ledger"
)

func recordCommand(p *program) *cobra.Command {
	var w writing
	cmd := &cobra.Command{
		Use:   "record LEDGER DOSSIER",
		Short: "Add the records of a dossier to a ledger",
		Long: `Adds the records of a dossier (a folder of YAML files, or one file) to a ledger, all or
none of them. They may name records that the ledger has. A record that the ledger has
already, just so, is left alone, so that the same dossier can be recorded again; one
that the ledger has otherwise is refused: what is on record is changed with correct.

When the command returns, the records are on disk and sealed.`,
		Example: `  proviso record office.db examples/seoul-155mm
  proviso record office.db arrivals-march.yaml --by "A. Clerk"`,
		Args: arguments("a ledger and a dossier", 2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return w.add(cmd.Context(), p, args[0], args[1], "recorded", (*ledger.Ledger).Record)
		},
	}
	w.flags(cmd)
	return cmd
}

func correctCommand(p *program) *cobra.Command {
	var w writing
	cmd := &cobra.Command{
		Use:   "correct LEDGER DOSSIER",
		Short: "Put other records in the place of those in a ledger; the old ones stay on record",
		Long: `Takes the records of a dossier for what is right, in the place of what the ledger has
under their ids. Nothing is overwritten: the correction is another entry, which names
the one that it replaces, and answers for an earlier day still use the old one. A
record is written whole, not only what changed in it.

A record that was withdrawn stands again when it is corrected.`,
		Example: `  proviso correct office.db correction.yaml --by "A. Clerk"`,
		Args:    arguments("a ledger and a dossier", 2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return w.add(cmd.Context(), p, args[0], args[1], "corrected", (*ledger.Ledger).Correct)
		},
	}
	w.flags(cmd)
	return cmd
}

// add reads a dossier over the records of the ledger and adds what it says.
func (w *writing) add(ctx context.Context, p *program, name, from, did string,
	add func(*ledger.Ledger, context.Context, string, []proviso.Record) (*ledger.Receipt, error)) error {
	l, err := w.open(ctx, name)
	if err != nil {
		return err
	}
	defer l.Close()
	r, err := during(ctx, p, "adding "+from+" to "+l.Shown(), func() (*ledger.Receipt, error) {
		d, err := dossier.ReadOver(from, func(ids []string) ([]proviso.Record, error) { return l.Around(ctx, ids) })
		if err != nil {
			return nil, &unreadable{d.Files, err}
		}
		r, err := add(l, ctx, w.by, d.Records)
		if err != nil {
			return nil, &unreadable{d.Files, err}
		}
		return r, nil
	})
	if err != nil {
		return err
	}
	return w.wrote(ctx, p, l, name, r, did)
}

func withdrawCommand(p *program) *cobra.Command {
	var w writing
	cmd := &cobra.Command{
		Use:   "withdraw LEDGER ID...",
		Short: "Take records back; they stay in the ledger as withdrawn",
		Long: `Takes records back, all of those named or none: from now on answers leave them out.
Nothing is deleted: the withdrawal is another entry, and answers for an earlier day
still use the record. A record that others name cannot be withdrawn before them.

Where a party and a place share an id, write party:ID or place:ID.`,
		Example: `  proviso withdraw office.db sale-2 --by "A. Clerk"
  proviso withdraw office.db place:KR`,
		Args: arguments("a ledger and ids", 2, -1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			l, err := w.open(ctx, args[0])
			if err != nil {
				return err
			}
			defer l.Close()
			r, err := during(ctx, p, "withdrawing", func() (*ledger.Receipt, error) { return l.Withdraw(ctx, w.by, args[1:]) })
			if err != nil {
				return err
			}
			return w.wrote(ctx, p, l, args[0], r, "withdrew")
		},
	}
	w.flags(cmd)
	return cmd
}
