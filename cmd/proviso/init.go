package main

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/proviso-ledger/proviso/internal/ledger"
	"github.com/proviso-ledger/proviso/internal/store"
)

func initCommand(p *program) *cobra.Command {
	var title, origin, key string
	cmd := &cobra.Command{
		Use:   "init LEDGER",
		Short: "Begin a ledger, which keeps records for good and seals them",
		Long: `Makes an empty ledger: a file, or tables in a database of a PostgreSQL server. Records
are added with record, and every question takes the ledger in the place of a dossier.

It also makes the key that signs the state of the ledger after each addition, and
writes it to a file of its own (LEDGER.key, for you alone) with the public key beside
it (LEDGER.key.pub, for everybody). Keep a copy of both apart from the ledger: who has
only the ledger cannot change it unnoticed.`,
		Example: `  proviso init office.db --case "Exports of the ministry"
  proviso init postgres://clerk@db.example.org/office --key office.key`,
		Args: arguments("the name of a ledger", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := args[0]
			if ext := filepath.Ext(name); !store.IsServer(name) && ext != ".db" {
				return atFile(name, "the file of a ledger ends in .db; nothing was written", "write "+strings.TrimSuffix(name, ext)+".db")
			}
			file, err := keyFile(key, name)
			if err != nil {
				return err
			}
			return begin(cmd.Context(), p, name, title, origin, file)
		},
	}
	f := cmd.Flags()
	f.StringVar(&title, "case", "", "the `NAME` of the case, shown above answers (default: that of the ledger)")
	f.StringVar(&origin, "origin", "", "the `NAME` that the seal bears, such as ledger.example.org/office")
	f.StringVar(&key, "key", "", "the `FILE` to write the key to (default: $PROVISO_KEY, or LEDGER.key)")
	f.SortFlags = false
	return cmd
}

func begin(ctx context.Context, p *program, name, title, origin, key string) error {
	base := strings.TrimSuffix(filepath.Base(ledger.ShownName(name)), ".db")
	if title == "" {
		title = base
	}
	if origin == "" {
		random := make([]byte, 4)
		if _, err := rand.Read(random); err != nil {
			return failed("make a key", err)
		}
		origin = "proviso.local/" + plainName(base) + "-" + hex.EncodeToString(random)
	}
	l, err := ledger.Init(ctx, name, title, origin, key)
	if err != nil {
		return err
	}
	if err := l.Close(); err != nil {
		return failed("close the ledger", err)
	}
	fmt.Fprintf(p.stdout, "made %s, with its key in %s and the public key in %s.pub\n", l.Shown(), key, key)
	fmt.Fprintf(p.stdout, "next: proviso record %s DOSSIER\n", l.Shown())
	return nil
}

// plainName keeps the letters and digits of a name.
func plainName(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '.' {
			return r
		}
		return '-'
	}, s)
}
