package condition

import (
	"cmp"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
)

// life is an instrument's events as far as they can have happened by the day
// asked about.
type life struct {
	events  []proviso.Event
	valid   proviso.Date
	unknown bool // nothing of the life is on record at all
	asOf    proviso.Day
	spells  []spell
}

// spell is the effect that one event gave, until the next that ends it. The
// uncertain day from first to last is surely in it if it lies in from..to, and
// may be in it if it meets mayFrom..mayTo.
type spell struct{ from, to, mayFrom, mayTo proviso.Day }

func newLife(in *proviso.Instrument, asOf proviso.Day) life {
	l := life{valid: in.Valid, unknown: len(in.Life) == 0, asOf: asOf}
	for _, e := range in.Life {
		if in.Kind == proviso.Refusal && turnsOn(e.Status) {
			e.Status = proviso.Refused // a refusal that is given refuses
		}
		if e.On.Earliest() <= asOf {
			l.events = append(l.events, e)
		}
	}
	slices.SortStableFunc(l.events, func(a, b proviso.Event) int {
		return cmp.Or(cmp.Compare(a.On.Latest(), b.On.Latest()), cmp.Compare(a.On.Earliest(), b.On.Earliest()),
			cmp.Compare(slices.Index(proviso.Statuses, a.Status), slices.Index(proviso.Statuses, b.Status)))
	})
	for _, e := range l.events {
		if turnsOn(e.Status) {
			l.spells = append(l.spells, l.spellOf(e))
		}
	}
	return l
}

func turnsOn(s proviso.Status) bool {
	return s == proviso.Given || s == proviso.Stated || s == proviso.Resumed
}

func turnsOff(s proviso.Status) bool {
	return s == proviso.Withdrawn || s == proviso.Expired || s == proviso.Suspended || s == proviso.Refused
}

// spellOf gives the spell that e began. "Stated" says that it holds, not since
// when. An event without a last day surely began nothing.
func (l *life) spellOf(e proviso.Event) spell {
	s := spell{from: e.On.Latest(), to: proviso.LastDay, mayFrom: e.On.Earliest(), mayTo: proviso.LastDay}
	if s.from > l.asOf {
		s.from = proviso.LastDay // it may be that the day asked about comes first
	}
	if e.Status == proviso.Stated {
		s.mayFrom = proviso.FirstDay
	}
	for _, o := range l.events {
		if o.Status == proviso.Conditional && o.On.Latest() > e.On.Earliest() {
			s.to = min(s.to, o.On.Earliest().AddDays(-1)) // a yes that became conditional
		}
		if !turnsOff(o.Status) {
			continue
		}
		if o.On.Latest() >= e.On.Earliest() {
			s.to = min(s.to, o.On.Earliest().AddDays(-1))
		}
		if o.On.Earliest() > e.On.Latest() && o.On.Latest() <= l.asOf {
			s.mayTo = min(s.mayTo, o.On.Latest())
		}
	}
	return s
}

// inForce says whether the instrument has effect on the uncertain day d. What
// is given on a day serves that same day; what is withdrawn on a day leaves
// that same day open. An instrument whose life is not on record is Maybe.
func (l *life) inForce(d proviso.Date) proviso.Truth {
	first, last := d.Earliest(), d.Latest()
	on := proviso.No
	if l.unknown {
		on = proviso.Maybe
	}
	for i := range l.spells {
		s := &l.spells[i]
		if s.from <= first && last <= s.to && s.from != proviso.LastDay {
			on = proviso.Yes
			break
		}
		if s.mayFrom <= last && first <= s.mayTo {
			on = proviso.Maybe
		}
	}
	if l.valid.Known() {
		on = on.And(d.During(l.valid))
	}
	return on
}

// begun says whether the instrument can have come into effect by the day d,
// whatever ended it since.
func (l *life) begun(d proviso.Date) bool {
	if l.unknown || l.early(d) {
		return !l.early(d)
	}
	for _, e := range l.events {
		if turnsOn(e.Status) && (e.Status == proviso.Stated || e.On.Earliest() <= d.Latest()) {
			return true
		}
	}
	return false
}

// neverGiven says whether something of the life is on record, but nothing that
// would have given the instrument effect, on the day d or before.
func (l *life) neverGiven(d proviso.Date) bool {
	return len(l.events) > 0 && len(l.spells) == 0 && !l.early(d)
}

// early says whether the day d surely comes before the instrument is valid.
func (l *life) early(d proviso.Date) bool { return l.valid.Known() && l.valid.Earliest() > d.Latest() }

// notYet says whether the whole life lies after the day asked about.
func (l *life) notYet() bool { return len(l.events) == 0 && !l.unknown }

// refusedSince gives the day on which the last word before the movement, a
// refusal, was given at the earliest, if it surely is one by that day.
func (l *life) refusedSince(by proviso.Day) (since proviso.Day, refused bool) {
	for _, e := range l.events {
		if e.Status != proviso.Refused || e.On.Latest() == proviso.LastDay || e.On.Latest() > min(by, l.asOf) {
			continue
		}
		if !slices.ContainsFunc(l.events, func(o proviso.Event) bool {
			later := turnsOn(o.Status) || turnsOff(o.Status) || o.Status == proviso.Conditional
			return o.Status != proviso.Refused && later && o.On.Latest() >= e.On.Earliest()
		}) {
			return e.On.Earliest(), true
		}
	}
	return 0, false
}

// lastGiven gives the last day on which anything on record can have given effect
// to the answer; LastDay if that is not known.
func (l *life) lastGiven() proviso.Day {
	last := proviso.FirstDay
	if l.unknown {
		return proviso.LastDay
	}
	for _, e := range l.events {
		if turnsOn(e.Status) {
			last = max(last, e.On.Latest())
		}
	}
	return last
}

// last gives the latest stage on record, and when.
func (l *life) last() (proviso.Event, bool) {
	if len(l.events) == 0 {
		return proviso.Event{}, false
	}
	return l.events[len(l.events)-1], true
}

// stands gives the day on which a notice or report was given, and says whether
// it was given and, by the day, not taken back. If nothing of its life is on
// record, it may have been given on any day.
func (l *life) stands(day proviso.Day) (on proviso.Date, sure proviso.Truth) {
	on, ok := l.givenOn()
	switch {
	case l.unknown:
		return on, proviso.Maybe
	case !ok:
		return on, proviso.No
	}
	if sure = proviso.Yes; on.Latest() > l.asOf {
		sure = proviso.Maybe // it may be that the day asked about comes first
	}
	given, last := proviso.FirstDay, l.lastGiven()
	for _, e := range l.events {
		if turnsOn(e.Status) {
			given = max(given, e.On.Earliest())
		}
	}
	for _, e := range l.events {
		switch {
		case !turnsOff(e.Status) || e.On.Latest() < given:
		case last < e.On.Earliest() && e.On.Latest() <= min(day, l.asOf):
			return on, proviso.No
		default:
			sure = proviso.Maybe
		}
	}
	return on, sure
}

// givenOn gives the day on which the instrument was given, known as well as
// the record says: for one that is stated to hold on a day, no later than that.
func (l *life) givenOn() (on proviso.Date, ok bool) {
	first, last := proviso.LastDay, proviso.LastDay
	n := 0
	for _, e := range l.events {
		switch e.Status {
		case proviso.Given:
			first = min(first, e.On.Earliest())
		case proviso.Stated:
			first = proviso.FirstDay
		default:
			continue
		}
		on, last = e.On, min(last, e.On.Latest())
		n++
	}
	if n == 0 || n == 1 && on.Earliest() == first {
		return on, n > 0
	}
	if first == proviso.FirstDay && last == proviso.LastDay {
		return proviso.Date{}, true
	}
	return proviso.Between(first, last), true
}
