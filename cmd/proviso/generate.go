package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// The size of what generate writes.
const (
	mostMovements  = 2_000_000
	mostHoldings   = 1_000
	filesMovements = 100_000 // movements in one file of a folder: files have a largest size
)

func generateCommand(p *program) *cobra.Command {
	var movements int
	var seed uint64
	var out string
	cmd := &cobra.Command{
		Use:   "generate --movements N",
		Short: "Write an invented dossier of many movements, to try things on",
		Long: `Writes an invented dossier: states make lots of one item and give them to each
other under end-user certificates; depots feed theatres, units and batteries. Sizes
are heavy-tailed; some lots are known, some numbers are ranges, some days are known
only within a month; there are returns, losses and stocktakes. The same number and
seed always give the same dossier. Nothing in it is about anybody: its places are
said to lie in Antarctica.

Without --out it goes to the standard output. It never overwrites anything.`,
		Example: `  proviso generate --movements 1000 --seed 7 --out invented
  proviso trace invented --of euc-1 --to state-0-unit-1`,
		Args: arguments("no argument", 0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if movements < 1 || movements > mostMovements {
				return wrongFlag("--movements", "flag", fmt.Sprintf("cannot write %d movements", movements), fmt.Sprintf("write a number from 1 to %d", mostMovements))
			}
			ctx := cmd.Context()
			g, err := during(ctx, p, "inventing", func() (*invention, error) { return invent(movements, seed), ctx.Err() })
			if err != nil {
				return err
			}
			if out == "" {
				return g.write(ctx, p.stdout, 0, len(g.Moves))
			}
			name, err := g.save(ctx, out)
			if err != nil {
				return err
			}
			fmt.Fprintf(p.stdout, "wrote %s\nnext: proviso trace %s --of euc-1 --to state-0\n", name, out)
			return nil
		},
	}
	f := cmd.Flags()
	f.IntVar(&movements, "movements", 0, "how `MANY` movements")
	f.Uint64Var(&seed, "seed", 1, "which of all such dossiers, by `NUMBER`")
	f.StringVar(&out, "out", "", "write to this `FILE`, or folder if the name has no .yaml or .yml")
	f.SortFlags = false
	return cmd
}

// invention is an invented ledger with names.
type invention struct {
	*flow.Invented
	names []string // by holding: the formation that it belongs to
	below []bool   // by holding: other formations are part of that one
	last  proviso.Day
}

func invent(movements int, seed uint64) *invention {
	parties := min(max(3, movements/200), 12)
	g := &invention{Invented: flow.Invent(flow.Recipe{
		Seed: seed, Moves: movements, Parties: parties, Holdings: min(max(parties+6, movements/20), mostHoldings),
		Lots: 0.3, Lateral: 0.15, Ranges: 0.05, Vague: 0.1, Counts: 0.01,
	})}
	number := map[string]int{}
	for h, party := range g.Party {
		kind := fmt.Sprintf("state-%d-%s", party, [...]string{"depot", "theatre", "unit", "battery"}[g.Level[h]])
		number[kind]++
		g.names = append(g.names, fmt.Sprintf("%s-%d", kind, number[kind]))
	}
	g.below = make([]bool, len(g.names))
	for _, above := range g.Above {
		if above >= 0 {
			g.below[above] = true
		}
	}
	for _, m := range g.Moves {
		g.last = max(g.last, m.Latest)
	}
	return g
}

// save writes to a file, or to files of a new folder, and gives the name.
func (g *invention) save(ctx context.Context, name string) (string, error) {
	if ext := filepath.Ext(name); ext == ".yaml" || ext == ".yml" {
		return name, g.file(ctx, name, 0, len(g.Moves))
	}
	if err := emptyFolder(name); err != nil {
		return "", err
	}
	for i := 0; i < len(g.Moves); i += filesMovements {
		file := filepath.Join(name, fmt.Sprintf("case-%02d.yaml", i/filesMovements+1))
		if err := g.file(ctx, file, i, min(i+filesMovements, len(g.Moves))); err != nil {
			return "", err
		}
	}
	return name, nil
}

func (g *invention) file(ctx context.Context, name string, from, to int) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	switch {
	case os.IsExist(err):
		return atFile(name, "exists already; nothing was written", "choose another name")
	case os.IsNotExist(err):
		return atFile(name, "the folder to write it in does not exist", "make the folder, or choose another name")
	case err != nil:
		return failed("write "+name, err)
	}
	err = g.write(ctx, f, from, to)
	if closed := f.Close(); err == nil && closed != nil {
		err = failed("write "+name, closed)
	}
	return err
}

// write writes the movements from one number to another, the first of them with
// everything that they refer to.
func (g *invention) write(ctx context.Context, to io.Writer, first, end int) error {
	w := bufio.NewWriter(to)
	if first == 0 {
		g.head(w)
	}
	fmt.Fprintln(w, "movements:")
	if first == 0 {
		for h := range g.names {
			g.count(w, fmt.Sprintf("opening%06d", h+1), flow.Tally{Holding: int32(h), Day: -1})
		}
	}
	for i := first; i < end; i++ {
		if i%10_000 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		g.movement(w, i)
	}
	if end == len(g.Moves) {
		for i := range g.Tallies {
			g.count(w, fmt.Sprintf("count%06d", i+1), g.Tallies[i])
		}
	}
	if err := w.Flush(); err != nil {
		return failed("write the dossier", err)
	}
	return nil
}

// head writes the register: states, their formations, a place for each, the item
// and a certificate for each donor.
func (g *invention) head(w io.Writer) {
	states := int32(0)
	for _, p := range g.Party {
		states = max(states, p+1)
	}
	fmt.Fprintf(w, "case: Invented ledger\nas_of: %s\nnote: invented; nothing in it is about anybody\n\nparties:\n", g.day(g.last))
	for p := range states {
		fmt.Fprintf(w, "  state-%d: {name: State %d, kind: state}\n", p, p)
	}
	for h, name := range g.names {
		whole := fmt.Sprintf("state-%d", g.Party[h])
		if above := g.Above[h]; above >= 0 {
			whole = g.names[above]
		}
		fmt.Fprintf(w, "  %s: {kind: force, part_of: %s}\n", name, whole)
		if g.below[h] {
			fmt.Fprintf(w, "  %s: {kind: force, part_of: %s}\n", g.keeper(int32(h)), name)
		}
	}
	fmt.Fprint(w, "\nplaces:\n")
	for _, name := range g.names {
		fmt.Fprintf(w, "  at-%s: {country: AQ}\n", name)
	}
	fmt.Fprint(w, "\nitems:\n  shell: {name: Invented shell, unit: round, lethal: true}\n")
	if states < 2 {
		fmt.Fprintln(w)
		return
	}
	fmt.Fprint(w, "\ninstruments:\n")
	for p := int32(1); p < states; p++ {
		fmt.Fprintf(w, "  euc-%d:\n    kind: end-user certificate\n    given_by: state-0\n    given_to: state-%d\n    covers: {item: shell}\n", p, p)
		fmt.Fprintf(w, "    status: {given: %s}\n    text: whole\n    conditions:\n      onward: {onward: prior consent}\n", g.day(0))
	}
	fmt.Fprintln(w)
}

// day puts the day of the ledger into the calendar: years, not centuries, however
// many movements there are.
func (g *invention) day(d proviso.Day) proviso.Day {
	const span = 3_650
	n := int64(d)
	if g.last > span && d > 0 {
		n = n * span / int64(g.last)
	}
	return proviso.DayOf(2015, 1, 1).AddDays(int(n))
}

// keeper is the party that has the goods of a holding: the formation, or its stores
// if it has others below it, so that its own goods and theirs can be told apart.
func (g *invention) keeper(h int32) string {
	if g.below[h] {
		return g.names[h] + "-stores"
	}
	return g.names[h]
}

func (g *invention) holding(h int32) string {
	return fmt.Sprintf("{owner: state-%d, holder: %s, at: at-%s}", g.Party[h], g.keeper(h), g.names[h])
}

func (g *invention) movement(w io.Writer, i int) {
	m := &g.Moves[i]
	var keys []string
	add := func(format string, args ...any) { keys = append(keys, fmt.Sprintf(format, args...)) }
	switch {
	case m.From == flow.Outside:
		add("kind: produce")
	case m.To == flow.Outside && i%40 == 0:
		add("kind: lose")
	case m.To == flow.Outside:
		add("kind: expend")
	}
	if first, last := g.day(m.Earliest), g.day(m.Latest); first == last {
		add("recorded: %s", first)
	} else {
		add("recorded: %s/%s", first, last)
	}
	quantity := proviso.Quantity{Least: m.Least, Most: m.Most}.String()
	if m.Lot != flow.NoLot {
		add("goods: {quantity: %s, item: shell, lots: [L%06d]}", quantity, m.Lot+1)
	} else {
		add("goods: %s shell", quantity)
	}
	if m.From >= 0 {
		add("from: %s", g.holding(m.From))
	}
	if m.To >= 0 {
		add("to: %s", g.holding(m.To))
	}
	if m.From >= 0 && m.To >= 0 && g.Party[m.From] > 0 && g.Party[m.To] == 0 {
		add("under: euc-%d", g.Party[m.From])
	}
	fmt.Fprintf(w, "  m%07d:\n    %s\n", i+1, strings.Join(keys, "\n    "))
}

func (g *invention) count(w io.Writer, id string, t flow.Tally) {
	fmt.Fprintf(w, "  %s:\n    kind: count\n    recorded: %s\n    goods: %s shell\n    in: %s\n",
		id, g.day(t.Day), proviso.Quantity{Least: t.Least, Most: t.Most}, g.holding(t.Holding))
}
