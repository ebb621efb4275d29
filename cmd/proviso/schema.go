package main

import (
	"github.com/spf13/cobra"

	"github.com/proviso-ledger/proviso/internal/dossier"
)

func schemaCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:                   "schema",
		DisableFlagsInUseLine: true,
		Short:                 "Print the JSON Schema of dossier files, for editors",
		Long: `Prints the JSON Schema (draft 2020-12) of a dossier file. An editor that knows it
completes keys and marks mistakes while you write.`,
		Example: `  proviso schema > proviso.schema.json
  # first line of a dossier file, for editors with a YAML language server:
  # yaml-language-server: $schema=proviso.schema.json`,
		Args: arguments("", 0, 0),
		RunE: func(*cobra.Command, []string) error {
			_, err := p.stdout.Write(dossier.Schema())
			return err
		},
	}
}
