package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/proviso-ledger/proviso/internal/ledger"
)

func packCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:                   "pack LEDGER",
		DisableFlagsInUseLine: true,
		Short:                 "Let trace and stock begin at once on a large ledger",
		Long: `Writes LEDGER.pack, in which most movements are a line of numbers each, so that trace
and stock need not read every entry of a large ledger. The answers are the same.

The pack is used while it fits the ledger, with what was added since, and made anew by
trace and stock when it does not. They read the entries themselves where a question
needs more than the pack has: with --known, --reader, --suppose, --explain or --verify,
and about products assembled on record. Delete the file to do without.`,
		Example: `  proviso pack office.db
  proviso trace office.db --of euc --to UA`,
		Args: arguments("a ledger", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return pack(cmd.Context(), p, args[0])
		},
	}
}

func pack(ctx context.Context, p *program, name string) error {
	if !ledger.Is(name) {
		return atFile(name, "not a ledger", "only a ledger has a pack; name a file that ends in .db")
	}
	entries, err := during(ctx, p, "packing "+ledger.ShownName(name), func() (int64, error) {
		l, err := ledger.Open(ctx, name)
		if err != nil {
			return 0, err
		}
		defer l.Close()
		pack, err := l.Pack(ctx)
		if err != nil {
			return 0, err
		}
		return pack.Entries(), l.WritePack(ctx, pack)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "packed %d entries in %s.pack\n", entries, name)
	return nil
}
