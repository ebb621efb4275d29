package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/proviso-ledger/proviso/internal/dossier"
)

func newCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:                   "new FILE|FOLDER",
		DisableFlagsInUseLine: true,
		Short:                 "Write a commented starter dossier to fill in",
		Long: `Writes a small dossier with a comment beside every line, which passes check: to a
file if the name ends in .yaml or .yml, else to case.yaml in a new folder. It never
overwrites anything.`,
		Example: `  proviso new my-case
  proviso new my-case.yaml`,
		Args: arguments("the name of a file or folder", 1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			name, err := writeStarter(args[0])
			if err != nil {
				return err
			}
			fmt.Fprintf(p.stdout, "wrote %s\nnext: fill it in, then run: proviso check %s\n", name, args[0])
			return nil
		},
	}
}

// writeStarter gives the name of the file that it wrote.
func writeStarter(name string) (string, error) {
	if ext := filepath.Ext(name); ext != ".yaml" && ext != ".yml" {
		if err := emptyFolder(name); err != nil {
			return "", err
		}
		name = filepath.Join(name, "case.yaml")
	}
	if err := writeNew(name, dossier.Starter(), 0o666); err != nil {
		return "", err
	}
	return name, nil
}

// emptyFolder makes the folder, or takes one that is there and empty.
func emptyFolder(name string) error {
	entries, err := os.ReadDir(name)
	switch {
	case os.IsNotExist(err):
		if err := os.MkdirAll(name, 0o777); err != nil {
			return failed("make the folder "+name, err)
		}
		return nil
	case err != nil:
		if info, stat := os.Stat(name); stat == nil && !info.IsDir() {
			return atFile(name, "is a file; nothing was written", "choose a name that ends in .yaml, or another folder")
		}
		return failed("read the folder "+name, err)
	case len(entries) > 0:
		return atFile(name, "the folder is not empty; nothing was written", "choose another name")
	}
	return nil
}
