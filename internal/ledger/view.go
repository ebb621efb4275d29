package ledger

import (
	"context"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
)

// View is a ledger as one reader may see it, as known on one day: a ledger of
// its own, with its own numbers, in which what the reader may not see was never
// written.
type View struct {
	Title   string
	Known   proviso.Day
	Entries []Entry // numbered from 0 without gaps
	shown   string
}

// AsOf gives the view of a reader on what was recorded by the end of the day.
// The days of a ledger are those of UTC.
func (l *Ledger) AsOf(ctx context.Context, known proviso.Day, reader proviso.Reader) (*View, error) {
	v := &View{Known: known, shown: l.shown}
	err := l.store.Read(ctx, func(t *store.Tx) error {
		h, err := t.Head()
		if err != nil {
			return err
		}
		v.Title = h.Name
		before := ""
		if reader.Keeper {
			before = dayAfter(known)
		}
		d := l.startDecoding(reader)
		defer d.stop()
		if err := t.Leaves(0, before, reader, d.add); err != nil {
			return err
		}
		v.Entries, err = d.finish()
		return err
	})
	if err != nil {
		return nil, err
	}
	if !reader.Keeper {
		v.Entries = until(closed(v.Entries), known)
	}
	v.number()
	return v, nil
}

// dayAfter gives the first moment after a day in the form of recorded_at; "" is
// after all.
func dayAfter(day proviso.Day) string {
	if day >= proviso.LastDay {
		return ""
	}
	return (day + 1).String() + "T"
}

// until gives the entries recorded by the end of the day.
func until(entries []Entry, day proviso.Day) []Entry {
	end := dayAfter(day)
	for i, e := range entries {
		if end != "" && e.At.Format(layout) >= end {
			return entries[:i]
		}
	}
	return entries
}

// number gives the entries the numbers and places that they have in the view.
// One that replaces an entry which is not there records its record.
func (v *View) number() {
	here := map[int64]int64{}
	if n := len(v.Entries); n > 0 && v.Entries[n-1].Seq != int64(n-1) {
		for i, e := range v.Entries {
			here[e.Seq] = int64(i)
		}
	}
	for i := range v.Entries {
		e := &v.Entries[i]
		e.Seq = int64(i)
		if e.Replaces != seal.None && len(here) > 0 {
			now, ok := here[e.Replaces]
			if e.Replaces = now; !ok {
				e.Act, e.Replaces = seal.ActRecord, seal.None
			}
		}
		if e.Record != nil {
			v.place(e.Record, i)
		}
	}
}

// place says of a record and its clauses in which entry they stand.
func (v *View) place(r proviso.Record, entry int) {
	at := proviso.Pos{File: v.shown, Line: entry, Column: proviso.InLedger}
	proviso.EnvelopeOf(r).Pos = at
	if in, ok := r.(*proviso.Instrument); ok {
		for _, c := range in.Conditions {
			c.Pos = at
		}
	}
}

// Records gives the records that stand, each with its entry as its place.
func (v *View) Records() []proviso.Record {
	replaced := make([]bool, len(v.Entries))
	for _, e := range v.Entries {
		if e.Replaces != seal.None {
			replaced[e.Replaces] = true
		}
	}
	out := make([]proviso.Record, 0, len(v.Entries))
	for i, e := range v.Entries {
		if e.Record != nil && !replaced[i] {
			out = append(out, e.Record)
		}
	}
	return out
}

// Snapshot gives the records that stand, for reasoning as of a day. A record
// that says itself that it was known only later is left out too.
func (v *View) Snapshot(asOf proviso.Day) *proviso.Snapshot {
	return proviso.NewSnapshot(v.Title, asOf, v.Known, v.Records())
}

// History gives the entries of the record that a person means by an id.
func (v *View) History(id string) ([]Entry, error) {
	x := newIndex()
	for _, e := range v.Entries {
		x.note(e.Seq, e.Act, name{e.Kind, e.ID}, e.Record)
	}
	n, err := x.meant(id)
	if err != nil {
		return nil, err
	}
	var out []Entry
	for _, e := range v.Entries {
		if (name{e.Kind, e.ID}) == n {
			out = append(out, e)
		}
	}
	return out, nil
}

// closed gives the entries that make a ledger of their own: those fall that
// name what is not there when they are written, or withdraw it, and with an
// entry all earlier ones of its record, until nothing more falls.
func closed(entries []Entry) []Entry {
	for {
		kept := closedOnce(entries)
		if len(kept) == len(entries) {
			return kept
		}
		entries = kept
	}
}

func closedOnce(entries []Entry) []Entry {
	falls := map[name]int{} // before which place the entries of a record fall
	x := newIndex()
	for start := 0; start < len(entries); {
		end := start
		for ; end < len(entries) && entries[end].At.Equal(entries[start].At); end++ {
			e := entries[end]
			n := name{e.Kind, e.ID}
			if e.Record == nil && !x.stands(n) {
				falls[n] = end + 1
				continue
			}
			x.note(int64(end), e.Act, n, e.Record)
		}
		for i := start; i < end; i++ {
			e := entries[i]
			if e.Record == nil {
				continue
			}
			if _, dangles := missing(e.Record, x.stands); dangles {
				falls[name{e.Kind, e.ID}] = i + 1
			}
		}
		start = end
	}
	var kept []Entry
	for i, e := range entries {
		if i >= falls[name{e.Kind, e.ID}] {
			kept = append(kept, e)
		}
	}
	return kept
}
