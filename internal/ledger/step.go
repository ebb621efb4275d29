package ledger

import (
	"slices"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
)

// Step is a moment at which what is known may change: entries were added, or the
// day came since which records say that they were known.
type Step struct {
	View
	By []Entry // the entries that it adds, or that count from its day on
}

// Steps gives the view as known on a day, and then one step for each moment
// after it.
func (v *View) Steps(after proviso.Day) []Step {
	start := len(until(v.Entries, after))
	steps := []Step{{View: v.part(start, after)}}
	later := map[proviso.Day][]Entry{} // by the day since which they were known
	for _, e := range v.Entries {
		if e.Record == nil {
			continue
		}
		if k := proviso.EnvelopeOf(e.Record).Known; k.Known() && k.Latest() > after && k.Latest() <= v.Known {
			later[k.Latest()] = append(later[k.Latest()], e)
		}
	}
	days := []proviso.Day{}
	for day := range later {
		days = append(days, day)
	}
	for _, e := range v.Entries[start:] {
		days = append(days, dayOf(e.Entry))
	}
	slices.Sort(days)
	for _, day := range slices.Compact(days) {
		if by := slices.DeleteFunc(later[day], func(e Entry) bool { return dayOf(e.Entry) >= day }); len(by) > 0 {
			steps = append(steps, Step{View: v.part(start, day), By: by})
		}
		for start < len(v.Entries) && dayOf(v.Entries[start].Entry) == day {
			end := start
			for end < len(v.Entries) && v.Entries[end].At.Equal(v.Entries[start].At) {
				end++
			}
			steps = append(steps, Step{View: v.part(end, day), By: v.Entries[start:end]})
			start = end
		}
	}
	return steps
}

// part gives the first entries of the view, as known on a day.
func (v *View) part(entries int, known proviso.Day) View {
	return View{Title: v.Title, Known: known, Entries: v.Entries[:entries], shown: v.shown}
}

func dayOf(e seal.Entry) proviso.Day {
	return proviso.DayOf(e.At.Year(), int(e.At.Month()), e.At.Day())
}
