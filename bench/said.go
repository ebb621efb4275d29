package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"text/tabwriter"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/report"
)

// statements shows how `said` grows from 1,000 to 100,000 statements over a
// tenth as many propositions: reading the dossier, the whole answer, and its
// text.
func statements(ctx context.Context) error {
	fmt.Printf("\nStatements over a tenth as many propositions. Seconds of processor time.\n\n")
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "statements\tpropositions\tconflicts\tdiffer\tread\tsaid\ttext\t")
	for _, n := range []int{1_000, 10_000, 100_000} {
		text := talk(n)
		var d *dossier.Dossier
		var err error
		read := timed(func() { d, err = dossier.Parse([]dossier.File{{Name: "talk.yaml", Text: text}}) })
		if err != nil {
			return fmt.Errorf("dossier of %d statements: %w", n, err)
		}
		asOf, _ := d.Day()
		s := d.Snapshot(asOf, proviso.LastDay)
		var a *report.Said
		said := timed(func() { a, err = report.AskSaid(ctx, s, report.SaidQuestion{}) })
		if err != nil {
			return err
		}
		drawn := timed(func() { report.SaidText(a, s, report.Look{}) })
		kinds := map[string]int{}
		for _, x := range a.Relations {
			kinds[x.Kind]++
		}
		fmt.Fprintf(w, "%d\t%d\t%d\t%d\t%.2f\t%.2f\t%.2f\t\n", n, n/10, kinds["conflict"], kinds["differ"], read, said, drawn)
	}
	return w.Flush()
}

// talk gives a dossier of n statements, the same one for the same n: speakers of
// forty states say of movements between forty states and their forces that they
// took place, or that they did not.
func talk(n int) []byte {
	l := &writer{rnd: rand.New(rand.NewPCG(11, uint64(n)))}
	l.line("case: synthetic talk")
	l.line("as_of: 2025-01-01")
	l.line("parties:")
	for _, c := range countries {
		l.line("  %s: {name: State %s, kind: state}", c, c)
		l.line("  %s-force: {name: Forces of %s, kind: force, part_of: %s}", c, c, c)
		l.line("  %s-speaker: {name: Speaker of %s, kind: person, part_of: %s}", c, c, c)
	}
	l.line("items:")
	for i := range ledgerItems {
		l.line("  item%d: {name: item %d, unit: piece, lethal: %t}", i, i, i%2 == 0)
	}
	party := func() string { return countries[l.rnd.IntN(ledgerStates)] + []string{"", "-force"}[l.rnd.IntN(2)] }
	propositions := make([]string, n/10)
	for i := range propositions {
		first := proviso.DayOf(2022, 1, 1) + proviso.Day(l.rnd.IntN(700))
		propositions[i] = fmt.Sprintf("items: item%d, from: %s, to: %s, when: %s/%s", l.rnd.IntN(ledgerItems), party(), party(), first, first+proviso.Day(l.rnd.IntN(60)))
	}
	l.line("statements:")
	for i := range n {
		says, mode := propositions[l.rnd.IntN(len(propositions))], "denies"
		if l.rnd.IntN(2) == 0 {
			mode = "asserts"
			if l.rnd.IntN(2) == 0 {
				says += fmt.Sprintf(", quantity: %d", 1+l.rnd.IntN(1000))
			}
		}
		l.line("  s%d: {by: %s-speaker, said: %s, %s: {movement: {%s}}}", i, countries[l.rnd.IntN(ledgerStates)],
			proviso.DayOf(2024, 1, 1)+proviso.Day(l.rnd.IntN(300)), mode, says)
	}
	return l.out.Bytes()
}
