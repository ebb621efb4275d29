package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/ledger"
	"github.com/proviso-ledger/proviso/internal/seal"
)

func witnessCommand(p *program) *cobra.Command {
	var seen int64
	cmd := &cobra.Command{
		Use:   "witness LEDGER KEY [ANSWER]",
		Short: "Have a witness cosign the newest checkpoint, and keep the cosignature",
		Long: `Writes what to send to a witness (C2SP tlog-witness, add-checkpoint): the newest
checkpoint, and the proof that the ledger has only grown since the witness saw it last.
KEY is the public key of the witness, as the witness publishes it.

With ANSWER, a file of what came back, it keeps the cosignature in the ledger. One that
does not verify, is by another key, or is of no checkpoint of this ledger is refused. A
checkpoint with the line of a witness below it, got in another way, is an answer too.

A witness does not read the entries. Its word is that the ledger was so at that time,
and that it signed for no other one: proviso verify LEDGER --witness KEY asks for it.`,
		Example: `  proviso witness office.db witness.example.com/w1+8122a5ab+BOpKbGP... > request
  curl --data-binary @request https://witness.example.com/add-checkpoint > answer
  proviso witness office.db witness.example.com/w1+8122a5ab+BOpKbGP... answer`,
		Args: arguments("a ledger and the key of a witness", 2, 3),
		RunE: func(cmd *cobra.Command, args []string) error {
			w, err := seal.ParseWitness(args[1])
			if err != nil {
				return err
			}
			asked := cmd.Flags().Changed("old")
			if len(args) == 3 {
				if asked {
					return wrong("flag-clash", "--old is for the request", "leave it out, or the answer")
				}
				return keepCosignature(cmd, p, args[0], w, args[2])
			}
			if !asked {
				seen = ledger.Latest
			} else if seen < 0 {
				return wrong("flag", fmt.Sprintf("--old cannot be %d", seen), "say how many entries the witness has seen")
			}
			l, err := ledger.Open(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			defer l.Close()
			request, err := l.Request(cmd.Context(), w, seen)
			if err != nil {
				return err
			}
			_, err = p.stdout.Write(request)
			return err
		},
	}
	cmd.Flags().Int64Var(&seen, "old", 0, "the `NUMBER` of entries that the witness saw last (default: as is kept)")
	return cmd
}

// keepCosignature keeps what a witness answered.
func keepCosignature(cmd *cobra.Command, p *program, name string, w seal.Witness, file string) error {
	answer, err := readFile(file, "name a file with what the witness answered")
	if err != nil {
		return err
	}
	l, err := ledger.OpenToKeep(cmd.Context(), name)
	if err != nil {
		return err
	}
	defer l.Close()
	c, err := l.Keep(cmd.Context(), w, answer)
	var fault *proviso.Error
	if errors.As(err, &fault) && fault.Code == "seal" {
		return onFlag(file, err)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "kept in %s: %s\n", l.Shown(), cosignedLine(c))
	return nil
}

// cosignedLine says what a witness cosigned.
func cosignedLine(c seal.Cosignature) string {
	return fmt.Sprintf("cosigned by %s at %s, up to entry %d", c.Witness, c.At.Format("2006-01-02 15:04:05"), c.Size-1)
}
