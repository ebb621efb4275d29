package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/flow"
	"github.com/proviso-ledger/proviso/internal/report"
)

// traced is what the flags of trace say.
type traced struct {
	question
	of, to, through []string
	on, item        string
	ended, explain  bool
	conventions     []string
	verify          string
}

// tracing is the list of exit codes of trace.
const tracing = `  0  the question was answered; with --verify: the answer holds
  1  with --verify: the answer does not hold
  3  the input or the command line is wrong
  4  something failed: a file could not be read or written`

func traceCommand(p *program) *cobra.Command {
	var t traced
	cmd := &cobra.Command{
		Use:   "trace DOSSIER --of ID --to ID",
		Short: "Say how many units of an origin can have got somewhere, at least and at most",
		Long: `Says how many of the units that came by --of can ever have reached --to, at least
and at most, when stock is commingled: each number with a way in which it can be so
and the records that make more, or fewer, impossible. An answer is exact, or outer:
sound, but perhaps wider than the truth. Where few histories fit the records all are
tried; that and what rests on one record has no certificate, as --verify says.

--of is an instrument (what moved under it), a party (what left it as owner or
holder, or was made by it), a lot, or movements; into:ID is what came into the
holdings of a party or place. --to is a party with its parts, a place (goods kept
there; those that only pass are not), movements, or an instrument (what moved under
it). Several ids, with commas between, are taken together. Where a party and a place
share an id it is the party; place:ID is the place.

Recorded and supposed movements count as having happened, reported and planned ones
as perhaps: from none of their units to all. Of several accounts of one event one
counts, with the range of all. What surely lies after --as-of is left out unless it
is planned or supposed. Stock that no record explains is reported, and nothing is
taken for its origin.

With --through only units count that came by way of a party or place, loose or in a
product, before they were where --to asks.

Where the units went into a product on record and --to or --item is about that, the
products with any of them in it are counted. Where --to is one movement out of stock
with a declared floor, it is said how many of its units could not have gone without
the units asked about, the stock staying at the floor ever after.`,
		Example: `  proviso trace examples/c03-poland-mig29 --of sale-contract --to UA
  proviso trace my-case --of euc --to UA --on 2023-06-30 --json > answer.json
  proviso trace my-case --of euc --to UA --through US,place:PLGDY
  proviso trace my-case --verify answer.json
  proviso trace my-case --of lot:IOP21H004-015 --to place:PL --convention fifo`,
		Args: arguments("a dossier", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if t.verify != "" {
				return t.check(cmd, p, args[0])
			}
			return t.answerTo(cmd.Context(), p, args[0])
		},
	}
	f := cmd.Flags()
	f.StringSliceVar(&t.of, "of", nil, "the units that came by these `IDS`, with commas between")
	f.StringSliceVar(&t.to, "to", nil, "the parties, places or movements `IDS` that they can have reached")
	f.StringSliceVar(&t.through, "through", nil, "only those that came there by way of these parties or places `IDS`")
	f.StringVar(&t.on, "on", "", "those there at the end of the `DAY`, not those that ever were")
	f.BoolVar(&t.ended, "ended", false, "those there at the end, or used up, lost or destroyed there")
	f.StringVar(&t.item, "item", "", "of which `ITEM`, where several fit")
	f.StringSliceVar(&t.conventions, "convention", nil, "only `THESE` of mass-balance, rolling-average, fifo and lifo (default: all)")
	f.BoolVar(&t.explain, "explain", false, "show every step, and where the records stand")
	f.StringVar(&t.verify, "verify", "", "check the answer of --json in this `FILE`; - is the standard input")
	f.SortFlags = false
	t.plainFlags(cmd)
	cmd.Annotations = map[string]string{"codes": tracing}
	return cmd
}

// ask puts the flags into a question.
func (t *traced) ask() (report.TraceQuestion, error) {
	q := report.TraceQuestion{Of: t.of, To: t.to, Through: t.through, Item: proviso.ItemID(t.item), Asks: "reached", On: proviso.LastDay}
	for _, need := range []struct {
		flag string
		ids  []string
	}{{"--of", t.of}, {"--to", t.to}} {
		if len(need.ids) == 0 {
			return q, wrong("missing-flag", "trace needs "+need.flag, "write proviso trace DOSSIER --of ID --to ID")
		}
	}
	switch {
	case t.ended:
		q.Asks = "ended"
	case t.on != "":
		q.Asks = "held"
	}
	for _, name := range t.conventions {
		key := strings.ReplaceAll(strings.ToLower(name), "-", "_")
		if !slices.Contains(report.ConventionNames, key) {
			var names []string
			for _, n := range report.ConventionNames {
				names = append(names, strings.ReplaceAll(n, "_", "-"))
			}
			return q, wrongFlag("--convention", "flag", fmt.Sprintf("no convention %q", name), dossier.DidYouMean(name, names, "write one of "+strings.Join(names, ", ")))
		}
		q.Conventions = append(q.Conventions, key)
	}
	return q, dayFlag("--on", t.on, &q.On)
}

// wrongFlag is wrong on a flag.
func wrongFlag(flag, code, message, fix string) error {
	e := wrong(code, message, fix)
	e.Pos.File = flag
	return e
}

func (t *traced) answerTo(ctx context.Context, p *program, name string) error {
	q, err := t.ask()
	if err != nil {
		return err
	}
	if done, err := t.fromRows(ctx, p, name, q); done {
		return err
	}
	d, err := t.read(ctx, p, name)
	if err != nil {
		return err
	}
	s, err := t.snapshot(d)
	if err != nil {
		return err
	}
	a, err := t.trace(ctx, p, s, q)
	if err != nil {
		return nearID(s, err)
	}
	return t.print(p, a, s)
}

// fromRows answers from the rows of a ledger, and says whether it did. Where it cannot,
// or something is wrong, whole records say more.
func (t *traced) fromRows(ctx context.Context, p *program, name string, q report.TraceQuestion) (done bool, err error) {
	if t.explain {
		return false, nil
	}
	pack, asOf, err := t.pack(ctx, p, name)
	if err != nil || pack == nil {
		return err != nil, err
	}
	s := pack.Snapshot(asOf, namesIn(t.of, t.to, t.through))
	q.Rows = pack.Rows
	a, err := t.trace(ctx, p, s, q)
	if err != nil {
		return ctx.Err() != nil, err
	}
	if !t.json {
		s = pack.Snapshot(asOf, a.Names())
	}
	return true, t.print(p, a, s)
}

// namesIn gives the names in flags, with and without what stands before a colon.
func namesIn(flags ...[]string) map[string]bool {
	names := map[string]bool{}
	for _, id := range slices.Concat(flags...) {
		names[id] = true
		for rest, found := id, true; found; {
			if _, rest, found = strings.Cut(rest, ":"); found {
				names[rest] = true
			}
		}
	}
	return names
}

// trace asks the question.
func (t *traced) trace(ctx context.Context, p *program, s *proviso.Snapshot, q report.TraceQuestion) (*report.Trace, error) {
	if err := itemOnRecord(s, q.Item); err != nil {
		return nil, err
	}
	ctx = flow.Watch(ctx)
	return during(ctx, p, fmt.Sprintf("tracing through %d movements", len(s.Movements)+q.Rows.Len()), func() (*report.Trace, error) {
		return report.AskTrace(ctx, s, q)
	})
}

func (t *traced) print(p *program, a *report.Trace, s *proviso.Snapshot) error {
	if t.json {
		return printJSON(p, a)
	}
	fmt.Fprint(p.stdout, report.TraceText(a, s, t.explain, p.screen.look()))
	return nil
}

// itemOnRecord refuses an item that nobody declared.
func itemOnRecord(s *proviso.Snapshot, id proviso.ItemID) error {
	if id == "" || s.Item(id) != nil {
		return nil
	}
	var names []string
	for _, it := range s.Items {
		names = append(names, string(it.ID))
	}
	return wrongFlag("--item", "dangling-id", fmt.Sprintf("no item %q on record", id),
		dossier.DidYouMean(string(id), names, "the items are: "+strings.Join(names[:min(len(names), 20)], ", ")))
}

// nearID adds the nearest name to an id that names nothing.
func nearID(s *proviso.Snapshot, err error) error {
	var e *proviso.Error
	var id report.UnknownID
	if !errors.As(err, &e) || !errors.As(err, &id) {
		return err
	}
	named := *e
	named.Fix = dossier.DidYouMean(string(id), traceable(s), "the ids stand in the dossier; proviso check names its movements and papers")
	return &named
}

// traceable lists what trace can name.
func traceable(s *proviso.Snapshot) []string {
	var out []string
	for _, r := range s.Instruments {
		out = append(out, string(r.ID))
	}
	for _, r := range s.Parties {
		out = append(out, string(r.ID))
	}
	for _, r := range s.Places {
		out = append(out, string(r.ID))
	}
	for _, r := range s.Movements {
		out = append(out, string(r.ID))
		for _, l := range r.Lots {
			out = append(out, string(l))
		}
	}
	return out
}

func printJSON(p *program, a any) error {
	text, err := p.indented(a, "")
	if err == nil {
		_, err = p.stdout.Write(text)
	}
	if err != nil {
		return failed("write the answer", err)
	}
	return nil
}

// check reads an answer back and says whether it holds on the dossier.
func (t *traced) check(cmd *cobra.Command, p *program, name string) error {
	for _, flag := range []string{"of", "to", "through", "on", "ended", "item", "convention", "as-of", "known", "json", "explain"} {
		if cmd.Flags().Changed(flag) {
			return wrong("flag-clash", "--"+flag+" does not go with --verify", "the answer in the file says what was asked; leave the flag out")
		}
	}
	ctx := cmd.Context()
	a, reader, err := readTrace(p, t.verify)
	if err != nil {
		return err
	}
	if reader != nil && t.reader == "" {
		t.reader, t.cleared = reader.readers(), reader.Clearance
	}
	t.asOf = a.AsOf
	if a.Known != ".." {
		t.known = a.Known
	}
	d, err := t.read(ctx, p, name)
	if err != nil {
		return err
	}
	s, err := t.snapshot(d)
	if err != nil {
		return err
	}
	ctx = flow.Watch(ctx)
	faults, err := during(ctx, p, "checking the answer", func() ([]string, error) { return report.CheckTrace(ctx, s, a) })
	if err != nil {
		return err
	}
	rests := a.RestsOn()
	switch {
	case len(faults) == 0 && len(rests) == 0:
		fmt.Fprintf(p.stdout, "accepted: the certificates in %s prove its numbers on %s, and the rest is as the records give it\n", t.verify, name)
		return nil
	case len(faults) == 0:
		fmt.Fprintf(p.stdout, "accepted: %s is as %s gives it, and its certificates prove its numbers but these:\n", t.verify, name)
		for _, r := range rests {
			fmt.Fprintf(p.stdout, "  %s\n", r)
		}
		return nil
	}
	fmt.Fprintf(p.stdout, "%s does not hold on %s:\n", t.verify, name)
	for _, f := range faults {
		fmt.Fprintf(p.stdout, "  %s\n", f)
	}
	return verdictCode(1)
}

// readTrace reads an answer that trace --json printed, and for whom.
func readTrace(p *program, name string) (*report.Trace, *madeFor, error) {
	in := p.stdin
	if name != "-" {
		f, err := os.Open(name)
		switch {
		case os.IsNotExist(err):
			return nil, nil, atFile(name, "no such file", "name a file that proviso trace --json wrote")
		case err != nil:
			return nil, nil, failed("read "+name, err)
		}
		defer f.Close()
		in = f
	}
	dec := json.NewDecoder(in)
	dec.DisallowUnknownFields()
	var a struct {
		report.Trace
		Reader *madeFor `json:"reader"`
	}
	if err := dec.Decode(&a); err != nil {
		return nil, nil, atFile(name, "not an answer of proviso trace: "+strings.TrimPrefix(err.Error(), "json: "), "name a file that proviso trace --json wrote")
	}
	if a.AsOf == "" || a.Known == "" {
		return nil, nil, atFile(name, "the answer does not say of which day it is", "name a file that proviso trace --json wrote")
	}
	return &a.Trace, a.Reader, nil
}
