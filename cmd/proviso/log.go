package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/proviso-ledger/proviso/internal/ledger"
	"github.com/proviso-ledger/proviso/internal/seal"
)

// logged is one entry as log and show print it with --json.
type logged struct {
	Entry    int64           `json:"entry"`
	At       string          `json:"at"`
	By       string          `json:"by"`
	Act      seal.Act        `json:"act"`
	Kind     string          `json:"kind"`
	ID       string          `json:"id"`
	Replaces *int64          `json:"replaces"`
	Record   json.RawMessage `json:"record,omitempty"`
}

func loggedOf(e ledger.Entry) logged {
	out := logged{Entry: e.Seq, At: e.At.Format("2006-01-02T15:04:05.000000Z"), By: e.By, Act: e.Act, Kind: string(e.Kind), ID: e.ID}
	if e.Replaces != seal.None {
		out.Replaces = &e.Replaces
	}
	return out
}

func logCommand(p *program) *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "log LEDGER",
		Short: "Say what was recorded, corrected and withdrawn, when and by whom",
		Long: `Lists the entries of a ledger in their order: number, time (UTC), who, what was done,
and to which record.`,
		Example: `  proviso log office.db
  proviso log office.db --known 2026-03-31 --json`,
		Args: arguments("a ledger", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			v, err := q.view(cmd.Context(), p, args[0])
			if err != nil {
				return err
			}
			if q.json {
				all := []logged{}
				for _, e := range v.Entries {
					all = append(all, loggedOf(e))
				}
				return printJSON(p, map[string]any{"case": v.Title, "known": v.Known.String(), "entries": all})
			}
			if len(v.Entries) == 0 {
				fmt.Fprintln(p.stdout, "no entries")
			}
			for _, e := range v.Entries {
				fmt.Fprintln(p.stdout, logLine(e))
			}
			return nil
		},
	}
	q.lookingFlags(cmd)
	return cmd
}

// lookingFlags are the flags of the commands that look at a ledger itself.
func (q *question) lookingFlags(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&q.known, "known", "", "only what was recorded by the end of this `DAY`")
	q.readerFlags(f)
	f.BoolVar(&q.json, "json", false, "print the entries as JSON, see docs/OPERATIONS.md")
	f.SortFlags = false
	cmd.Annotations = map[string]string{"codes": looking}
}

func logLine(e ledger.Entry) string {
	line := fmt.Sprintf("%6d  %s  %-8s  %s %s", e.Seq, e.At.Format("2006-01-02 15:04:05"), e.Act, e.Kind, e.ID)
	if e.Replaces != seal.None {
		line += fmt.Sprintf(", replacing entry %d", e.Replaces)
	}
	if e.By != "" {
		line += ", by " + e.By
	}
	return line
}

func showCommand(p *program) *cobra.Command {
	var q question
	cmd := &cobra.Command{
		Use:   "show LEDGER ID",
		Short: "Show a record of a ledger with its whole history",
		Long: `Shows every entry about a record, in their order: what was recorded, what a correction
changed, and whether it was withdrawn. Where a party and a place share an id, write
party:ID or place:ID.`,
		Example: `  proviso show office.db handover
  proviso show office.db place:KR --json`,
		Args: arguments("a ledger and an id", 2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			v, err := q.view(cmd.Context(), p, args[0])
			if err != nil {
				return err
			}
			entries, err := v.History(args[1])
			if err != nil {
				return err
			}
			return showHistory(p, entries, q.json)
		},
	}
	q.lookingFlags(cmd)
	return cmd
}

func showHistory(p *program, entries []ledger.Entry, asJSON bool) error {
	all := []logged{}
	var before []string
	for _, e := range entries {
		one := loggedOf(e)
		if e.Record != nil {
			body, err := seal.Body(e.Record)
			if err != nil {
				return err
			}
			one.Record = body
		}
		if all = append(all, one); asJSON {
			continue
		}
		fmt.Fprintln(p.stdout, strings.TrimSpace(logLine(e)))
		now, err := fields(one.Record)
		if err != nil {
			return err
		}
		for _, line := range changes(before, now) {
			fmt.Fprintln(p.stdout, "    "+line)
		}
		before = now
	}
	if asJSON {
		return printJSON(p, map[string]any{"entries": all})
	}
	return nil
}

// fields gives the body of a record a line for each field.
func fields(body json.RawMessage) ([]string, error) {
	if body == nil {
		return nil, nil
	}
	var all map[string]json.RawMessage
	if err := json.Unmarshal(body, &all); err != nil {
		return nil, err
	}
	var out []string
	for _, key := range sortedKeys(all) {
		out = append(out, key+": "+string(all[key]))
	}
	return out, nil
}

// changes gives the lines of the second list; where there was a first one, only
// what is new in it, with + before it, and what is gone, with - before it.
func changes(before, now []string) []string {
	if before == nil || now == nil {
		return now
	}
	var out []string
	for _, l := range before {
		if !slices.Contains(now, l) {
			out = append(out, "- "+l)
		}
	}
	for _, l := range now {
		if !slices.Contains(before, l) {
			out = append(out, "+ "+l)
		}
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
