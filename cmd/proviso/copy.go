package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/proviso-ledger/proviso/internal/ledger"
	"github.com/proviso-ledger/proviso/internal/store"
)

func backupCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:                   "backup LEDGER FILE",
		DisableFlagsInUseLine: true,
		Short:                 "Copy a ledger to a file while others go on writing",
		Long: `Copies all that a ledger has at one moment to a new file that ends in .db, and verifies
the copy. Others may go on reading and writing. The backup is a ledger: every question
takes it. The key is not in it; keep that apart.`,
		Example: `  proviso backup office.db office-2026-03-31.db
  proviso backup postgres://clerk@db.example.org/office office-2026-03-31.db`,
		Args: arguments("a ledger and a file", 2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := fileOfLedger(args[1]); err != nil {
				return err
			}
			return copied(cmd.Context(), p, args[0], args[1])
		},
	}
}

func restoreCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:                   "restore FILE LEDGER",
		DisableFlagsInUseLine: true,
		Short:                 "Make a ledger from a backup",
		Long: `Makes a ledger, a file or tables on a server, from a backup, and verifies it. It never
overwrites one. To add to the restored ledger, give the key of the old one with --key.

What was added after the backup is not in it. Hold a later checkpoint against the
restored ledger, if there is one, before you add to it: proviso verify --against.`,
		Example: `  proviso restore office-2026-03-31.db office.db
  proviso restore office-2026-03-31.db postgres://clerk@db.example.org/office`,
		Args: arguments("a backup and a ledger", 2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := fileOfLedger(args[1]); err != nil {
				return err
			}
			return copied(cmd.Context(), p, args[0], args[1])
		},
	}
}

// fileOfLedger refuses a name that would not be taken for a ledger later.
func fileOfLedger(name string) error {
	if !store.IsServer(name) && filepath.Ext(name) != ".db" {
		return atFile(name, "the file of a ledger ends in .db; nothing was written", "write "+name+".db")
	}
	return nil
}

// copied copies a ledger, verifies the copy and says what is in it.
func copied(ctx context.Context, p *program, from, to string) error {
	v, err := during(ctx, p, "copying "+ledger.ShownName(from), func() (*ledger.Verified, error) {
		l, err := ledger.Open(ctx, from)
		if err != nil {
			return nil, err
		}
		defer l.Close()
		c, err := l.Copy(ctx, to)
		if err != nil {
			return nil, err
		}
		defer c.Close()
		return verifiedOwn(ctx, c)
	})
	if err != nil {
		return err
	}
	return fitted(p, to, v)
}

// verifiedOwn verifies a ledger against the key that it names itself.
func verifiedOwn(ctx context.Context, l *ledger.Ledger) (*ledger.Verified, error) {
	h, err := l.Head(ctx)
	if err != nil {
		return nil, err
	}
	return l.Verify(ctx, h.Key, nil)
}

// fitted says what a new copy holds, or that it does not fit.
func fitted(p *program, name string, v *ledger.Verified) error {
	if v.Fault != nil {
		return wrong("damaged", fmt.Sprintf("%s was made, but does not fit: %v", ledger.ShownName(name), v.Fault), "see what proviso verify says of the ledger that it was made from")
	}
	fmt.Fprintf(p.stdout, "made %s: %d entries, root %s\n", ledger.ShownName(name), v.Entries, v.Root)
	return nil
}

func exportCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:                   "export LEDGER",
		DisableFlagsInUseLine: true,
		Short:                 "Write a whole ledger as JSON Lines, with its hashes and checkpoints",
		Long: `Writes all that a ledger has at one moment as JSON Lines: what it is, then each entry
with its hash, and each signed checkpoint below the entries that it is of. The format
is described in docs/OPERATIONS.md. With import it becomes a ledger again, on the same
system or another, whose seal has the same root.`,
		Example: `  proviso export office.db > office.jsonl`,
		Args:    arguments("a ledger", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			_, err := during(ctx, p, "exporting "+ledger.ShownName(args[0]), func() (struct{}, error) {
				l, err := ledger.Open(ctx, args[0])
				if err != nil {
					return struct{}{}, err
				}
				defer l.Close()
				return struct{}{}, l.Export(ctx, p.stdout)
			})
			return err
		},
	}
}

func importCommand(p *program) *cobra.Command {
	var public, key string
	cmd := &cobra.Command{
		Use:   "import LEDGER FILE",
		Short: "Make a ledger from what export wrote",
		Long: `Makes a ledger from a file that export wrote; - is the standard input. Every entry, hash
and signature is verified as it comes in: what does not fit is refused, and nothing is
made. To add to the ledger, give the key of the old one with --key.

Exports of an older proviso do not seal the name of the case; to import one, give the
key of the ledger with --key.`,
		Example: `  proviso import postgres://clerk@db.example.org/office office.jsonl
  proviso export office.db | proviso import copy.db -`,
		Args: arguments("a ledger and a file", 2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := fileOfLedger(args[0]); err != nil {
				return err
			}
			return imported(cmd.Context(), p, args[0], args[1], public, key)
		},
	}
	cmd.Flags().StringVar(&public, "public-key", "", "the `FILE` of the key that must have signed (default: the one in the export)")
	cmd.Flags().StringVar(&key, "key", "", "the `FILE` of the key of the ledger, to seal what an older export does not")
	cmd.Flags().SortFlags = false
	return cmd
}

func imported(ctx context.Context, p *program, name, file, publicFile, key string) error {
	public := ""
	if publicFile != "" {
		w := verifying{key: publicFile}
		var err error
		if public, err = w.publicKey(name); err != nil {
			return err
		}
	}
	in := p.stdin
	if file != "-" {
		f, err := os.Open(file)
		switch {
		case os.IsNotExist(err):
			return atFile(file, "no such file", "name a file that proviso export wrote")
		case err != nil:
			return failed("read "+file, err)
		}
		defer f.Close()
		in = f
	}
	v, err := during(ctx, p, "importing "+file, func() (*ledger.Verified, error) {
		l, err := ledger.Import(ctx, name, io.Reader(in), public, key)
		if err != nil {
			return nil, err
		}
		defer l.Close()
		return verifiedOwn(ctx, l)
	})
	if err != nil {
		return err
	}
	return fitted(p, name, v)
}
