package main

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/seal"
)

// signing holds the flags of sign.
type signing struct{ key, newKey, out string }

func signCommand(p *program) *cobra.Command {
	var g signing
	cmd := &cobra.Command{
		Use:   "sign DOSSIER INSTRUMENT",
		Short: "Sign an instrument as the party that gives it",
		Long: `Signs an instrument with an Ed25519 key of the party that gives it and writes the
signature to a file beside the dossier, as a DSSE envelope. What is signed is what
the instrument says: not its sources, marking and notes, which are its keeper's.

The file goes to whoever keeps the dossier. They save it beside theirs, name it
under the instrument (signature: FILE), and enter the public key under the keys of
the party. proviso check then says what each signature is worth.`,
		Example: `  proviso sign my-case premise --new-key office.pem    # makes the key first
  proviso sign my-case premise --key office.pem`,
		Args: arguments("a dossier and the id of an instrument", 2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			var q question
			d, err := q.read(cmd.Context(), p, args[0])
			if err != nil {
				return err
			}
			return g.sign(p, d, args[0], proviso.InstrumentID(args[1]))
		},
	}
	cmd.Flags().StringVar(&g.key, "key", "", "sign with the private key in this `FILE` (Ed25519, PKCS #8 in PEM)")
	cmd.Flags().StringVar(&g.newKey, "new-key", "", "make a new key, keep it in this `FILE` and sign with it")
	cmd.Flags().StringVar(&g.out, "out", "", "write the signature to this `FILE` (default: INSTRUMENT.dsse.json there)")
	return cmd
}

func (g *signing) sign(p *program, d *dossier.Dossier, name string, id proviso.InstrumentID) error {
	in, err := instrumentIn(d, id)
	if err != nil {
		return err
	}
	if (g.key == "") == (g.newKey == "") {
		return wrong("flag", "sign needs one key: --key or --new-key", "write --key FILE for a key that is there, --new-key FILE to make one")
	}
	out := g.out
	if out == "" {
		out = filepath.Join(folderOf(name), string(id)+dossier.SignatureSuffix)
	}
	if _, err := os.Lstat(out); err == nil {
		return atFile(out, "exists already; nothing was written", "move it away, or choose another name with --out")
	}
	key, err := g.private()
	if err != nil {
		return err
	}
	env, err := seal.SignInstrument(in, key)
	if err != nil {
		return err
	}
	if err := writeNew(out, env, 0o666); err != nil {
		return err
	}
	fmt.Fprintf(p.stdout, "wrote %s\n", out)
	g.next(p, d, in, filepath.Base(out), proviso.PublicKeyOf(key.Public().(ed25519.PublicKey)))
	return nil
}

// next says what is still to be written into the dossier.
func (g *signing) next(p *program, d *dossier.Dossier, in *proviso.Instrument, file string, public proviso.PublicKey) {
	fmt.Fprintf(p.stdout, "under the instrument %s, write:\n  signature: %s\n", in.ID, file)
	giver := &proviso.Party{}
	for _, r := range d.Records {
		if party, ok := r.(*proviso.Party); ok && party.ID == in.GivenBy {
			giver = party
		}
	}
	if !slices.ContainsFunc(giver.Keys, func(k proviso.Key) bool { return k.Public == public }) {
		valid := "the days on which it is the party's, such as 2022-01-01/.."
		if g.newKey != "" {
			valid = time.Now().Format(time.DateOnly) + "/.."
		}
		fmt.Fprintf(p.stdout, "under the keys of the party that gives it (%s), write, with a name for the key:\n  NAME: {public: %s, valid: %s}\n", in.GivenBy, public, valid)
	}
	if !slices.ContainsFunc(in.Life, func(e proviso.Event) bool { return e.Status == proviso.Given }) {
		fmt.Fprintf(p.stdout, "note: %s does not say on which day it was given (status: {given: DAY}), so nobody can tell whose key it was that day\n", in.ID)
	}
}

func instrumentIn(d *dossier.Dossier, id proviso.InstrumentID) (*proviso.Instrument, error) {
	var names []string
	for _, r := range d.Records {
		in, ok := r.(*proviso.Instrument)
		if ok && in.ID == id {
			return in, nil
		}
		if ok {
			names = append(names, string(in.ID))
		}
	}
	return nil, wrong("dangling-id", fmt.Sprintf("no instrument %q on record", id), dossier.DidYouMean(string(id), names, "name one of the instruments of the dossier"))
}

// folderOf gives the folder that holds the files of a dossier.
func folderOf(name string) string {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return name
	}
	return filepath.Dir(name)
}

// private gives the key to sign with, and makes it if that is asked.
func (g *signing) private() (ed25519.PrivateKey, error) {
	if g.newKey != "" {
		return makeKey(g.newKey)
	}
	const fix = "name the file of a private Ed25519 key, or make one with --new-key"
	text, err := os.ReadFile(g.key)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, atFile(g.key, "no such file", fix)
	case err != nil:
		return nil, failed("read "+g.key, err)
	}
	block, _ := pem.Decode(text)
	switch {
	case block == nil:
		return nil, atFile(g.key, "not a key: no line says BEGIN PRIVATE KEY", fix)
	case block.Type == "PUBLIC KEY":
		return nil, atFile(g.key, "the public key; a signature needs the private one", fix)
	case block.Type == "ENCRYPTED PRIVATE KEY":
		return nil, atFile(g.key, "the key is locked with a passphrase", "unlock it into a file of its own with openssl pkey, and delete that file afterwards")
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil, atFile(g.key, "not a private key in the form PKCS #8", fix)
	}
	own, ok := key.(ed25519.PrivateKey)
	if !ok {
		return nil, atFile(g.key, "not an Ed25519 key", fix)
	}
	return own, nil
}

func makeKey(name string) (ed25519.PrivateKey, error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, failed("make a key", err)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return nil, failed("make a key", err)
	}
	return key, writeNew(name, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}), 0o600)
}

// writeNew writes a file that is not there yet.
func writeNew(name string, text []byte, mode fs.FileMode) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	switch {
	case os.IsExist(err):
		return atFile(name, "exists already; nothing was written", "choose another name")
	case os.IsNotExist(err):
		return atFile(name, "the folder to write it in does not exist", "make the folder, or choose another name")
	case err != nil:
		return failed("write "+name, err)
	}
	_, err = f.Write(text)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return failed("write "+name, err)
	}
	return nil
}
