package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"runtime"
	"strings"
	"text/tabwriter"

	"github.com/jdkato/prose/v2"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/press"
)

const (
	pressTexts  = 20_000
	pressTagged = 40 // tagging is slow
	pressWords  = 800
)

// reading measures how many press texts of 800 words one core reads in a
// second, and beside it how many jdkato/prose cuts into words and tags, which
// is the first step of a parser and finds no statement yet.
func reading(ctx context.Context) error {
	texts, err := pressTextsOf(200)
	if err != nil {
		return err
	}
	day, err := proviso.ParseDate("2022-11-11")
	if err != nil {
		return err
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	drafts, early := 0, uint64(0)
	read := timed(func() {
		for i := range pressTexts {
			found, e := press.Read(texts[i%len(texts)], press.Options{Published: day, Outlet: "Wire"})
			err = errors.Join(err, e, ctx.Err())
			drafts += len(found)
			if i == pressTexts/10 {
				early = inUse()
			}
		}
	})
	late := inUse()
	if err != nil {
		return err
	}
	first, err := prose.NewDocument(texts[0], prose.WithExtraction(false)) // loads the model
	if err != nil {
		return err
	}
	tagged := timed(func() {
		for i := range pressTagged {
			_, e := prose.NewDocument(texts[i%len(texts)], prose.WithExtraction(false), prose.UsingModel(first.Model))
			err = errors.Join(err, e, ctx.Err())
		}
	})
	if err != nil {
		return err
	}
	fmt.Printf("\nPress texts of %d words, one core, processor time.\n\n", pressWords)
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "engine\ttexts\ttexts/s\tms each\tstatements\tmemory after a tenth\tat the end\t")
	fmt.Fprintf(w, "proviso, drafts of statements\t%d\t%.0f\t%.2f\t%d\t%d MiB\t%d MiB\t\n", pressTexts, pressTexts/read, 1e3*read/pressTexts, drafts, early>>20, late>>20)
	fmt.Fprintf(w, "jdkato/prose, words and tags\t%d\t%.0f\t%.2f\t\t\t\t\n", pressTagged, pressTagged/tagged, 1e3*tagged/pressTagged)
	return w.Flush()
}

// inUse is the memory taken from the machine and not given back, in bytes.
func inUse() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.Sys - m.HeapReleased
}

var goldMark = regexp.MustCompile(`\{\d+[scx]:|\}`)

// pressTextsOf makes n texts out of the annotated ones of internal/press, in
// shuffled order, each cut at the first text that brings it to 800 words.
func pressTextsOf(n int) ([]string, error) {
	b, err := os.ReadFile("../internal/press/testdata/tune.txt")
	if err != nil {
		return nil, fmt.Errorf("run it in the folder bench: %w", err)
	}
	var short []string
	for record := range strings.SplitSeq("\n"+string(b), "\n== ") {
		_, body, _ := strings.Cut(record, "\n")
		body, _, _ = strings.Cut(body, "\n#")
		if body = strings.TrimSpace(goldMark.ReplaceAllString(body, "")); body != "" {
			short = append(short, body)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	texts := make([]string, n)
	for i := range texts {
		var t strings.Builder
		for words, next := 0, random.Perm(len(short)); words < pressWords && len(next) > 0; next = next[1:] {
			t.WriteString(short[next[0]] + "\n\n")
			words += len(strings.Fields(short[next[0]]))
		}
		texts[i] = t.String()
	}
	return texts, nil
}
