package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/ledger"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
)

// fitting is the list of exit codes of verify.
const fitting = `  0  everything fits
  1  something does not fit
  3  the input or the command line is wrong
  4  something failed: a file could not be read or written`

// verifying holds the flags of verify.
type verifying struct {
	key, against, proof, signature string
	witnesses                      []string
}

func verifyCommand(p *program) *cobra.Command {
	var w verifying
	cmd := &cobra.Command{
		Use:   "verify LEDGER | --proof FILE | --signature FILE",
		Short: "Check that nothing in a ledger was changed, or a proof or signature",
		Long: `Rebuilds the seal of a ledger from its entries and compares everything that it holds
with it: columns, hashes, and each checkpoint with its signature. The first entry that
does not fit is named.

A ledger that was set back to an earlier state fits by itself. So whoever records or
verifies keeps the newest checkpoint beside the key (LEDGER.key.seen), and the ledger
must have grown from that. Who changes the ledger may reach that file too, and the
holder of the key can write all of it anew: keep a checkpoint elsewhere (proviso prove
LEDGER > FILE) and hold it against the ledger with --against.

With --proof it checks a proof that one record stands in a ledger, written by proviso
prove, with the public key alone. With --signature it checks the signature of an
instrument, written by proviso sign, and shows what was signed.`,
		Example: `  proviso verify office.db
  proviso verify office.db --against office-march.checkpoint --key office.db.key.pub
  proviso verify --proof handover.proof --key office.db.key.pub
  proviso verify --signature premise.dsse.json --key office.pub.pem`,
		Args: arguments("a ledger", 0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case w.signature != "" && (len(args) > 0 || w.proof != "" || w.against != "" || len(w.witnesses) > 0):
				return wrong("flag-clash", "--signature is checked by itself", "leave the ledger and the other flags but --key out")
			case w.signature != "":
				return w.checkSignature(p)
			case w.proof != "" && len(args) > 0:
				return wrong("flag-clash", "--proof is checked without a ledger", "leave the ledger out")
			case w.proof != "" && w.against != "":
				return wrong("flag-clash", "--against does not go with --proof", "leave it out")
			case w.proof != "":
				return w.checkProof(p)
			case len(args) == 0:
				return wrong("arguments", "verify needs a ledger", "write "+cmd.UseLine())
			}
			return w.check(cmd.Context(), p, args[0])
		},
	}
	f := cmd.Flags()
	f.StringVar(&w.key, "key", "", "the `FILE` of the public key (default: LEDGER.key.pub)")
	f.StringVar(&w.against, "against", "", "a checkpoint kept in this `FILE` that the ledger must have grown from")
	f.StringVar(&w.proof, "proof", "", "check the proof in this `FILE`")
	f.StringVar(&w.signature, "signature", "", "check the signature of an instrument in this `FILE`")
	f.StringArrayVar(&w.witnesses, "witness", nil, "the public `KEY` of a witness who must have cosigned it; may be repeated")
	f.SortFlags = false
	cmd.Annotations = map[string]string{"codes": fitting}
	return cmd
}

// publicKey reads the public key that the ledger is held against.
func (w *verifying) publicKey(name string) (string, error) {
	switch {
	case w.key != "":
	case name == "" || store.IsServer(name):
		return "", wrong("missing-flag", "which key must have signed?", "name the file of the public key with --key")
	default:
		w.key = name + ".key.pub"
	}
	file := w.key
	text, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return "", atFile(file, "no such key", "name the file of the public key with --key; proviso init wrote it")
	}
	if err != nil {
		return "", failed("read "+file, err)
	}
	return strings.TrimSpace(string(text)), nil
}

func (w *verifying) check(ctx context.Context, p *program, name string) error {
	public, err := w.publicKey(name)
	if err != nil {
		return err
	}
	var against []byte
	if w.against != "" {
		if against, err = readFile(w.against, "name a file that proviso prove LEDGER wrote"); err != nil {
			return err
		}
	}
	witnesses, err := w.known()
	if err != nil {
		return err
	}
	v, err := during(ctx, p, "verifying "+ledger.ShownName(name), func() (*ledger.Verified, error) {
		l, err := ledger.Open(ctx, name)
		if err != nil {
			return nil, err
		}
		defer l.Close()
		v, err := l.Verify(ctx, public, against, witnesses...)
		if err != nil || v.Fault != nil {
			return v, err
		}
		err = remember(ctx, l, seenBeside(strings.TrimSuffix(w.key, ".pub")))
		var fault *proviso.Error
		if errors.As(err, &fault) && fault.Code == "seal" {
			v.Fault, err = fault, nil
		}
		return v, err
	})
	if err != nil {
		return err
	}
	if v.Fault != nil {
		fmt.Fprintf(p.stdout, "%s does not fit:\n", ledger.ShownName(name))
		dossier.Explain(p.stdout, v.Fault, nil)
		return verdictCode(1)
	}
	fmt.Fprintf(p.stdout, "%s fits: %d entries, %d checkpoints signed by %s\nroot %s\n", ledger.ShownName(name), v.Entries, v.Checkpoints, origin(public), v.Root)
	if against != nil {
		fmt.Fprintf(p.stdout, "it has grown from the checkpoint in %s: nothing of that was changed\n", w.against)
	}
	by := v.Kept
	if against != nil {
		by = v.Cosigned
	}
	if !cosigned(p, witnesses, by) {
		return verdictCode(1)
	}
	others := map[string]bool{}
	for _, c := range v.Kept {
		if !slices.ContainsFunc(witnesses, func(w seal.Witness) bool { return w.String() == c.Key }) {
			others[c.Witness] = true
		}
	}
	if len(others) > 0 {
		fmt.Fprintf(p.stdout, "it keeps cosignatures by %s too, whose keys were not named with --witness\n", strings.Join(sortedKeys(others), ", "))
	}
	return nil
}

func origin(public string) string {
	name, _, _ := strings.Cut(public, "+")
	return name
}

func readFile(name, fix string) ([]byte, error) {
	text, err := os.ReadFile(name)
	switch {
	case os.IsNotExist(err):
		return nil, atFile(name, "no such file", fix)
	case err != nil:
		return nil, failed("read "+name, err)
	}
	return text, nil
}

// checkProof checks a proof of inclusion.
func (w *verifying) checkProof(p *program) error {
	public, err := w.publicKey("")
	if err != nil {
		return err
	}
	text, err := readFile(w.proof, "name a file that proviso prove wrote")
	if err != nil {
		return err
	}
	proof, err := seal.ParseProof(text)
	if err != nil {
		return onFlag(w.proof, err)
	}
	witnesses, err := w.known()
	if err != nil {
		return err
	}
	proven, err := proof.Check(public, witnesses...)
	if err != nil {
		fmt.Fprintf(p.stdout, "%s proves nothing: %v\n", w.proof, err)
		return verdictCode(1)
	}
	e := ledger.Entry{Seq: proven.Index, Entry: proven.Entry}
	fmt.Fprintf(p.stdout, "proven: this is entry %d of the %d that %s had signed for\n", proven.Index, proven.Checkpoint.Size, proven.Checkpoint.Origin)
	if err := showHistory(p, []ledger.Entry{e}, false); err != nil {
		return err
	}
	if !cosigned(p, witnesses, proven.Cosigned) {
		return verdictCode(1)
	}
	return nil
}

// known reads the keys of the witnesses.
func (w *verifying) known() ([]seal.Witness, error) {
	var out []seal.Witness
	for _, key := range w.witnesses {
		one, err := seal.ParseWitness(key)
		if err != nil {
			return nil, onFlag("--witness", err)
		}
		out = append(out, one)
	}
	return out, nil
}

// cosigned prints which witnesses signed too, and up to where, and says whether
// all did.
func cosigned(p *program, known []seal.Witness, by []seal.Cosignature) bool {
	all := true
	for _, w := range known {
		last := -1
		for i, c := range by {
			if c.Key == w.String() {
				last = i
			}
		}
		if last < 0 {
			all = false
			fmt.Fprintf(p.stdout, "not cosigned by %s\n", w.Name())
			continue
		}
		fmt.Fprintln(p.stdout, cosignedLine(by[last]))
	}
	return all
}

func proveCommand(p *program) *cobra.Command {
	var checkpoint, tiles string
	var entries bool
	cmd := &cobra.Command{
		Use:   "prove LEDGER [ID]",
		Short: "Write a proof that a record stands in a ledger, or the signed checkpoint of it all",
		Long: `Writes a proof that the last entry of a record stands in the ledger. Whoever has the
public key checks it with proviso verify --proof, without the ledger; the proof shows
the entry, and of the others no more than their number.

Without ID it writes the checkpoint: how many entries there are and the root of their
seal, signed. Whoever keeps it can tell later that nothing of that was changed, with
proviso verify --against.

Both bear the lines of witnesses that the ledger keeps (proviso witness); a proof is of
the newest checkpoint that was cosigned after the entry, if there is one, else of the
newest, or of one given with --checkpoint. With --tiles the checkpoint and the hashes of
the seal are written to a folder, for a web server to hand out as they are (C2SP
tlog-tiles): whoever fetches them can hold the ledger to them, and learns of the entries
no more than their number. With --entries as well, monitors can read every entry,
whatever its marking.`,
		Example: `  proviso prove office.db handover > handover.proof
  proviso prove office.db > office-march.checkpoint
  proviso prove office.db handover --checkpoint cosigned.checkpoint > handover.proof
  proviso prove office.db --tiles public
  proviso prove open.db --tiles public --entries`,
		Args: arguments("a ledger", 1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			switch {
			case tiles != "" && (len(args) > 1 || checkpoint != ""):
				return wrong("flag-clash", "--tiles writes the whole ledger", "leave the id and --checkpoint out")
			case entries && tiles == "":
				return wrong("flag-clash", "--entries goes with --tiles", "name the folder to write to with --tiles")
			case checkpoint != "" && len(args) == 1:
				return wrong("flag-clash", "--checkpoint goes with the id of a record", "name the record to prove")
			}
			l, err := ledger.Open(ctx, args[0])
			if err != nil {
				return err
			}
			defer l.Close()
			if tiles != "" {
				return writeTiles(ctx, p, l, tiles, entries)
			}
			var out []byte
			if len(args) == 1 {
				out, err = l.Checkpoint(ctx)
			} else {
				out, err = proofOf(ctx, l, args[1], checkpoint)
			}
			if err != nil {
				return err
			}
			_, err = p.stdout.Write(out)
			return err
		},
	}
	cmd.Flags().StringVar(&checkpoint, "checkpoint", "", "prove with the checkpoint in this `FILE`")
	cmd.Flags().StringVar(&tiles, "tiles", "", "write checkpoint and tiles of hashes to this `FOLDER`")
	cmd.Flags().BoolVar(&entries, "entries", false, "with --tiles: the entries too, whatever their marking")
	cmd.Flags().SortFlags = false
	return cmd
}

// proofOf gives the proof for a record, with the checkpoint in a file if one is
// named.
func proofOf(ctx context.Context, l *ledger.Ledger, id, checkpoint string) ([]byte, error) {
	var note []byte
	if checkpoint != "" {
		var err error
		if note, err = readFile(checkpoint, "name a file that proviso prove LEDGER wrote"); err != nil {
			return nil, err
		}
	}
	proof, err := l.Prove(ctx, id, note)
	if err != nil {
		return nil, err
	}
	return proof.Write(), nil
}
