package proviso

// Known is false for the zero Date only.
func (d Date) Known() bool { return d != Date{} }

// Earliest is the first day on which the one uncertain day may lie; FirstDay
// if nothing bounds it.
func (d Date) Earliest() Day { return d.from.earliest() }

// Latest is the last day on which the one uncertain day may lie; LastDay if
// nothing bounds it.
func (d Date) Latest() Day { return d.to.latest() }

// Exact gives the day if there is only one that it can be.
func (d Date) Exact() (Day, bool) {
	if d.Earliest() != d.Latest() {
		return 0, false
	}
	return d.Earliest(), true
}

// Core gives the first and the last day as written, marks of doubt aside. It
// is for display; it proves nothing.
func (d Date) Core() (earliest, latest Day) {
	earliest, latest = FirstDay, LastDay
	if d.from.kind == endDated {
		earliest = d.from.first
	}
	if d.to.kind == endDated {
		latest = d.to.last
	}
	return earliest, latest
}

// Qualified says whether the date, or an end of it, bears ?, ~ or %.
func (d Date) Qualified() bool { return d.from.qualified || d.to.qualified }

// IsInterval says whether the date was written with a slash.
func (d Date) IsInterval() bool {
	for i := range len(d.text) {
		if d.text[i] == '/' {
			return true
		}
	}
	return false
}

// On says whether the one uncertain day is the given day.
func (d Date) On(day Day) Truth {
	if day < d.Earliest() || day > d.Latest() {
		return No
	}
	if _, exact := d.Exact(); exact {
		return Yes
	}
	return Maybe
}

// Before says whether the one uncertain day d lies before the one uncertain
// day o: Yes if every day that d may be is before every day that o may be, No
// if none is.
func (d Date) Before(o Date) Truth {
	switch {
	case d.Latest() < o.Earliest():
		return Yes
	case d.Earliest() >= o.Latest():
		return No
	}
	return Maybe
}

// NotAfter says whether the one uncertain day d lies before o or on the same
// day.
func (d Date) NotAfter(o Date) Truth { return o.Before(d).Not() }

// During says whether the one uncertain day d lies in the period p. Ends of p
// are inclusive and as wide as written: 2022-05/2023-09 runs from 1 May 2022
// to 30 September 2023. An open end of p sets no limit; an unknown or qualified
// end sets one that is not known, so the answer on that side is Maybe.
func (d Date) During(p Date) Truth { return d.sinceStart(p).And(d.untilEnd(p)) }

// sinceStart relies on an open start being FirstDay, which no day is before;
// untilEnd likewise.
func (d Date) sinceStart(p Date) Truth {
	start := p.from.earliest()
	switch {
	case !p.from.limit():
		return Maybe
	case d.Earliest() >= start:
		return Yes
	case d.Latest() < start:
		return No
	}
	return Maybe
}

func (d Date) untilEnd(p Date) Truth {
	end := p.to.latest()
	switch {
	case !p.to.limit():
		return Maybe
	case d.Latest() <= end:
		return Yes
	case d.Earliest() > end:
		return No
	}
	return Maybe
}

// Hull gives the smallest date that covers both. A side that is unknown or
// qualified in either is unknown in the hull; else one that is open in either
// is open.
func Hull(a, b Date) Date {
	if a == b {
		return a
	}
	from, to := a.from.hull(b.from), a.to.hull(b.to)
	for _, d := range [...]Date{a, b} {
		if d.from.kind == from.kind && d.to.kind == to.kind &&
			d.Earliest() == from.earliest() && d.Latest() == to.latest() {
			return d
		}
	}
	if from.kind == endUnknown && to.kind == endUnknown {
		return Date{}
	}
	if from.kind == endDated && to.kind == endDated {
		return Between(from.first, to.last)
	}
	return mustDate(from.text(from.first) + "/" + to.text(to.last))
}

func (e dateEnd) hull(o dateEnd) dateEnd {
	switch {
	case !e.limit() || !o.limit():
		return dateEnd{}
	case e.kind == endOpen || o.kind == endOpen:
		return dateEnd{kind: endOpen}
	}
	return dateEnd{min(e.first, o.first), max(e.last, o.last), endDated, false}
}

func (e dateEnd) text(d Day) string {
	switch e.kind {
	case endUnknown:
		return ""
	case endOpen:
		return ".."
	}
	return dayText(d)
}

// String gives the date as written; "?" if it is not known.
func (d Date) String() string {
	if d.text == "" {
		return "?"
	}
	return d.text
}

// MarshalText gives the date as written.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what ParseDate reads.
func (d *Date) UnmarshalText(text []byte) error {
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
