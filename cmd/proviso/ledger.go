package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/user"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/ledger"
	"github.com/proviso-ledger/proviso/internal/store"
)

// readerFlags say for whom a ledger is asked.
func (q *question) readerFlags(f *pflag.FlagSet) {
	f.StringVar(&q.reader, "reader", "", "of a ledger, only what this `PARTY` may see (several: A,B)")
	f.StringVar(&q.cleared, "clearance", "", "how far the reader is cleared, as a `TLP` label (default: CLEAR)")
}

// who gives the reader that the flags name: without them the keeper.
func (q *question) who() (proviso.Reader, error) {
	if q.reader == "" && q.cleared == "" {
		return proviso.Reader{Keeper: true}, nil
	}
	if q.reader == "" {
		return proviso.Reader{}, wrongFlag("--clearance", "flag", "whose clearance is it?", "name the party with --reader")
	}
	r := proviso.Reader{Clearance: proviso.TLPClear}
	for id := range strings.SplitSeq(q.reader, ",") {
		r.Parties = append(r.Parties, proviso.PartyID(strings.TrimSpace(id)))
	}
	if q.cleared != "" {
		var err error
		if r.Clearance, err = proviso.ParseTLP(q.cleared); err != nil {
			return proviso.Reader{}, onFlag("--clearance", err)
		}
	}
	return r, nil
}

// view gives the ledger as known on the day of the flags, to the reader of the
// flags.
func (q *question) view(ctx context.Context, p *program, name string) (*ledger.View, error) {
	known := proviso.LastDay
	if err := dayFlag("--known", q.known, &known); err != nil {
		return nil, err
	}
	reader, err := q.who()
	if err != nil {
		return nil, err
	}
	if p.reader = madeForReader(reader); p.reader != nil && !q.json {
		p.stdout = &headed{p.stdout, p.reader.line()}
	}
	return during(ctx, p, "reading "+ledger.ShownName(name), func() (*ledger.View, error) {
		l, err := ledger.Open(ctx, name)
		if err != nil {
			return nil, err
		}
		defer l.Close()
		v, err := l.AsOf(ctx, known, reader)
		var damage *proviso.Error
		if errors.As(err, &damage) && damage.Code == "damaged" && !reader.Keeper { // its place would count what the reader may not see
			err = &proviso.Error{Code: damage.Code, Message: "the ledger is damaged", Pos: proviso.Pos{File: l.Shown()},
				Fix: "tell its keeper, who can see with proviso verify what was changed"}
		}
		return v, err
	})
}

// pack gives what a question about stock needs of a ledger, and the day of the
// question. Nil: the question needs more.
func (q *question) pack(ctx context.Context, p *program, name string) (*ledger.Pack, proviso.Day, error) {
	asOf := today()
	if err := dayFlag("--as-of", q.asOf, &asOf); err != nil {
		return nil, 0, err
	}
	if !ledger.Is(name) || len(q.suppose) > 0 || q.known+q.reader+q.cleared != "" {
		return nil, 0, nil
	}
	var stale error
	pack, err := during(ctx, p, "reading "+ledger.ShownName(name), func() (*ledger.Pack, error) {
		l, err := ledger.Open(ctx, name)
		if err != nil {
			return nil, err
		}
		defer l.Close()
		pack, err := l.Packed(ctx)
		if err != nil || pack != nil {
			return pack, err
		}
		pack, err = l.Pack(ctx)
		if err == nil && l.HasPack() {
			stale = l.WritePack(ctx, pack)
		}
		return pack, err
	})
	if err == nil && stale != nil {
		fmt.Fprintf(p.stderr, "proviso: %s.pack does not fit and cannot be made anew: the entries were read, which takes longer\n", name)
	}
	if err != nil || pack.Rows.Latest > asOf {
		return nil, 0, err
	}
	return pack, asOf, nil
}

// stocks gives the records for a question about the stock of all holdings, of a ledger
// most of them as rows.
func (q *question) stocks(ctx context.Context, p *program, name string) (*proviso.Snapshot, *proviso.Rows, error) {
	pack, asOf, err := q.pack(ctx, p, name)
	if err != nil {
		return nil, nil, err
	}
	if pack != nil {
		return pack.Snapshot(asOf, nil), pack.Rows, nil
	}
	d, err := q.read(ctx, p, name)
	if err != nil {
		return nil, nil, err
	}
	s, err := q.snapshot(d)
	return s, nil, err
}

// readLedger gives the records of a ledger in the place of a dossier.
func (q *question) readLedger(ctx context.Context, p *program, name string) (*dossier.Dossier, error) {
	supposed, err := dossier.Suppositions(q.suppose...)
	if err != nil {
		return nil, err
	}
	v, err := q.view(ctx, p, name)
	if err != nil {
		return nil, err
	}
	d := &dossier.Dossier{Case: v.Title, Records: v.Records()}
	if len(supposed) == 0 {
		return d, nil
	}
	d, err = d.Suppose(supposed...)
	if err != nil {
		return nil, &unreadable{d.Files, err}
	}
	return d, nil
}

// writing holds the flags of the commands that add to a ledger.
type writing struct {
	key, by string
	seen    string // the file of the checkpoint seen last
}

func (w *writing) flags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&w.key, "key", "", "the `FILE` of the key that signs (default: $PROVISO_KEY, or LEDGER.key)")
	f.StringVar(&w.by, "by", "", "who adds to the ledger, as a `NAME` (default: the user of this machine)")
	f.SortFlags = false
}

// keyFile gives the file of the ledger's private key.
func keyFile(flag, name string) (string, error) {
	switch env := os.Getenv("PROVISO_KEY"); {
	case flag != "":
		return flag, nil
	case env != "":
		return env, nil
	case store.IsServer(name):
		return "", wrong("missing-flag", "a ledger on a server needs --key", "name the key file that proviso init wrote, or set PROVISO_KEY")
	}
	return name + ".key", nil
}

// open opens the ledger to add to it, unless it was set back since it was seen
// last.
func (w *writing) open(ctx context.Context, name string) (*ledger.Ledger, error) {
	key, err := keyFile(w.key, name)
	if err != nil {
		return nil, err
	}
	if w.by == "" {
		if u, err := user.Current(); err == nil {
			w.by = u.Username
		}
	}
	l, err := ledger.OpenToWrite(ctx, name, key)
	if err != nil {
		return nil, err
	}
	w.seen = seenBeside(key)
	if err := remember(ctx, l, w.seen); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// wrote says what an append did, and keeps the checkpoint that it made beside
// the key.
func (w *writing) wrote(ctx context.Context, p *program, l *ledger.Ledger, name string, r *ledger.Receipt, did string) error {
	told(p, name, r, did)
	return remember(ctx, l, w.seen)
}

// told prints what an append did.
func told(p *program, name string, r *ledger.Receipt, did string) {
	if len(r.Entries) == 0 {
		fmt.Fprintf(p.stdout, "nothing to add: %s\n", alreadySo(r.Same))
		return
	}
	first, last := r.Entries[0].Seq, r.Entries[len(r.Entries)-1].Seq
	where := fmt.Sprintf("entry %d", first)
	if last > first {
		where = fmt.Sprintf("entries %d to %d", first, last)
	}
	fmt.Fprintf(p.stdout, "%s %s in %s (%s)", did, records(len(r.Entries)), ledger.ShownName(name), where)
	if r.Same > 0 {
		fmt.Fprintf(p.stdout, "; %s", alreadySo(r.Same))
	}
	fmt.Fprintln(p.stdout)
}

func alreadySo(n int) string {
	if n == 1 {
		return "1 record stood so already"
	}
	return fmt.Sprintf("%d records stood so already", n)
}

func records(n int) string {
	if n == 1 {
		return "1 record"
	}
	return fmt.Sprintf("%d records", n)
}
