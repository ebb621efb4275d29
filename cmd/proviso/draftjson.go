package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/press"
)

// The shapes of a draft as `read --json` prints it; docs/JSON.md explains every
// field.
type (
	// extent is a stretch of the text in characters, the end not included.
	extent    [2]int
	draftJSON struct {
		Number     int           `json:"number"`
		Source     []extent      `json:"source"`
		Cue        []extent      `json:"cue"`
		Content    []extent      `json:"content"`
		Words      string        `json:"words"`
		Speakers   []speakerJSON `json:"speakers"`
		Chain      []linkJSON    `json:"chain"`
		Citing     []citingJSON  `json:"citing,omitempty"`
		Mode       press.Mode    `json:"mode"`
		Verb       string        `json:"verb"`
		Form       press.Form    `json:"form"`
		Not        bool          `json:"not,omitempty"`
		Hedges     []extent      `json:"hedges"`
		Said       saidJSON      `json:"said"`
		Quantities []amountJSON  `json:"quantities"`
		Parties    []mentionJSON `json:"parties"`
		Places     []mentionJSON `json:"places"`
		Items      []mentionJSON `json:"items"`
		Within     int           `json:"within,omitempty"`
	}
	speakerJSON struct {
		Kind      press.Kind `json:"kind"`
		Words     string     `json:"words"`
		Span      extent     `json:"span"`
		Name      string     `json:"name,omitempty"`
		Office    string     `json:"office,omitempty"`
		Party     string     `json:"party,omitempty"`
		RefersTo  *extent    `json:"refers_to,omitempty"`
		Open      bool       `json:"open,omitempty"`
		Anonymity []extent   `json:"anonymity,omitempty"`
	}
	linkJSON struct {
		Kind  press.Kind `json:"kind"`
		Words string     `json:"words"`
		Span  *extent    `json:"span,omitempty"`
		Party string     `json:"party,omitempty"`
	}
	citingJSON struct {
		Cue     extent `json:"cue"`
		Content extent `json:"content"`
	}
	saidJSON struct {
		Date  string  `json:"date"`
		Words string  `json:"words,omitempty"`
		Span  *extent `json:"span,omitempty"`
	}
	amountJSON struct {
		Words       string `json:"words"`
		Span        extent `json:"span"`
		Least       int64  `json:"least"`
		Most        *int64 `json:"most"`
		Approximate bool   `json:"approximate,omitempty"`
		Unit        string `json:"unit"`
		Item        string `json:"item"`
	}
	mentionJSON struct {
		ID   string `json:"id"`
		Span extent `json:"span"`
	}
)

// writeDraftsJSON writes the reading as one JSON object, with a line for each
// draft.
func writeDraftsJSON(w io.Writer, r *reading) error {
	head := fmt.Sprintf("{\n  \"text\": %s,\n  \"outlet\": %s,\n  \"published\": %q,\n  \"sha256\": %q,\n  \"characters\": %d,\n  \"drafts\": [",
		inJSON(r.file), inJSON(r.options.Outlet), r.options.Published, r.sha256(), len(r.runes))
	if _, err := io.WriteString(w, head); err != nil {
		return err
	}
	between := "\n    "
	for _, d := range r.drafts {
		if _, err := fmt.Fprintf(w, "%s%s", between, inJSON(draftAsJSON(d))); err != nil {
			return err
		}
		between = ",\n    "
	}
	end := "\n  ]\n}\n"
	if len(r.drafts) == 0 {
		end = "]\n}\n"
	}
	_, err := io.WriteString(w, end)
	return err
}

// inJSON gives a value as JSON on one line.
func inJSON(value any) string {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(value); err != nil {
		panic("internal error: " + err.Error())
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// each maps a list; the result is never nil, so that it is written as [].
func each[A, B any](list []A, to func(A) B) []B {
	out := make([]B, len(list))
	for i, v := range list {
		out[i] = to(v)
	}
	return out
}

func extentOf(s press.Span) extent { return extent{s.Start, s.End} }

func extentAt(s *press.Span) *extent {
	if s == nil {
		return nil
	}
	return &extent{s.Start, s.End}
}

func draftAsJSON(d press.Draft) draftJSON {
	return draftJSON{
		Number: d.Number, Source: each(d.Source, extentOf), Cue: each(d.Cue, extentOf), Content: each(d.Content, extentOf),
		Words: d.Words, Speakers: each(d.Speakers, speakerAsJSON), Chain: each(d.Chain, func(l press.Link) linkJSON {
			return linkJSON{l.Kind, l.Words, extentAt(l.Span), l.Party}
		}),
		Citing: each(d.Cited, func(c press.Citing) citingJSON { return citingJSON{extentOf(c.Cue), extentOf(c.Content)} }),
		Mode:   d.Mode, Verb: d.Verb, Form: d.Form, Not: d.Negated, Hedges: each(d.Hedges, extentOf),
		Said:       saidJSON{d.Said.Date.String(), d.Said.Words, extentAt(d.Said.Span)},
		Quantities: each(d.Quantities, amountAsJSON), Parties: each(d.Parties, mentionAsJSON),
		Places: each(d.Places, mentionAsJSON), Items: each(d.Items, mentionAsJSON), Within: d.Within,
	}
}

func speakerAsJSON(s press.Speaker) speakerJSON {
	return speakerJSON{Kind: s.Kind, Words: s.Words, Span: extentOf(s.Span), Name: s.Name, Office: s.Office, Party: s.Party,
		RefersTo: extentAt(s.RefersTo), Open: s.Open, Anonymity: each(s.Anonymity, extentOf)}
}

func amountAsJSON(a press.Amount) amountJSON {
	out := amountJSON{Words: a.Words, Span: extentOf(a.Span), Least: a.Count.Least, Approximate: a.Approximate, Unit: a.Unit, Item: a.Item}
	if a.Count.Most != proviso.Unbounded {
		out.Most = &a.Count.Most
	}
	return out
}

func mentionAsJSON(m press.Mention) mentionJSON { return mentionJSON{m.ID, extentOf(m.Span)} }
