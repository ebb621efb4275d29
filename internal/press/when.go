package press

import (
	"strconv"

	"github.com/proviso-ledger/proviso"
)

var weekdays = map[string]int{"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
	"mon": 0, "tue": 1, "tues": 1, "wed": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6}

var months = map[string]int{"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
	"october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
	"oct": 10, "nov": 11, "dec": 12, "jan.": 1, "feb.": 2, "mar.": 3, "apr.": 4, "aug.": 8, "sept.": 9, "oct.": 10, "nov.": 11, "dec.": 12}

// when finds the words for the day a statement was made and resolves them
// against the day of publication. A text without words for it only says that
// the day is not after publication.
func (b *drafter) when(f *found) When {
	lo, hi := f.cue.b, f.sent.b
	if f.source.a >= f.cue.b {
		lo = f.source.b
	}
	if w, ok := b.dateIn(f, lo, hi, true); ok {
		return w
	}
	if f.shared && (f.verb == nil || f.verb.form != fmIng) {
		return b.undated()
	}
	if !f.source.empty() && f.source.b <= f.cue.a {
		if w, ok := b.dateIn(f, f.source.b, f.cue.a, false); ok {
			return w
		}
	}
	if f.within == 0 && !f.source.empty() {
		if w, ok := b.dateIn(f, b.leadStart(f), min(f.source.a, f.cue.a), false); ok {
			return w
		}
	}
	return b.undated()
}

// undated is the day of a statement with no words for it: not after the text.
func (b *drafter) undated() When {
	if pub, ok := b.published(); ok {
		return When{Date: proviso.Between(proviso.FirstDay, pub)}
	}
	return When{}
}

func (b *drafter) published() (proviso.Day, bool) {
	if !b.o.Published.Known() {
		return 0, false
	}
	d := b.o.Published.Latest()
	return d, !d.Open()
}

// leadStart is where the clause of the source begins: after the content before
// it, or at the start of the sentence.
func (b *drafter) leadStart(f *found) int {
	lo, other := f.sent.a, false
	for i := b.lo; i < b.hi; i++ {
		g := &b.found[i]
		if g.sent != f.sent || g.source == f.source || g.within > 0 {
			continue
		}
		for _, c := range g.content {
			if c.b <= f.source.a {
				lo = max(lo, c.b)
			}
		}
		if g.cue.b <= f.source.a {
			lo, other = max(lo, g.cue.b), true
		}
	}
	for i := f.source.a - 1; other && i > lo; i-- {
		if b.t[i].text == "," || b.t[i].text == ";" {
			return i
		}
	}
	return lo
}

// dateIn looks for a date in a stretch, outside the content. The words behind
// a cue end where the content, a comma or another attribution begins.
func (b *drafter) dateIn(f *found, lo, hi int, tail bool) (When, bool) {
	for i := lo; i < hi; i++ {
		if f.covers(i) {
			if tail {
				return b.dateBehind(f, i, hi)
			}
			continue
		}
		if b.t[i].quote >= 0 || tail && (b.t[i].text == "," && i > lo || b.t[i].text == ";" || b.elsewhere(f, i)) {
			if tail {
				return When{}, false
			}
			continue
		}
		e, date, ok := b.dateAt(i, hi)
		if ok {
			at := b.span(rng{i, e})
			return When{Words: b.words(rng{i, e}), Span: &at, Date: date}, true
		}
	}
	return When{}, false
}

// dateBehind looks for a date directly behind the content that begins at i.
func (b *drafter) dateBehind(f *found, i, hi int) (When, bool) {
	for i < hi && f.covers(i) {
		i++
	}
	if i >= hi || f.within > 0 {
		return When{}, false
	}
	if e, date, ok := b.dateAt(i, hi); ok {
		at := b.span(rng{i, e})
		return When{Words: b.words(rng{i, e}), Span: &at, Date: date}, true
	}
	return When{}, false
}

// elsewhere tells that a token is part of another attribution.
func (b *drafter) elsewhere(f *found, i int) bool {
	for k := b.lo; k < b.hi; k++ {
		g := &b.found[k]
		if g.sent == f.sent && g.cue != f.cue && g.source != f.source && (g.source.a <= i && i < g.source.b || g.cue.a <= i && i < g.cue.b) {
			return true
		}
	}
	return false
}

// dateAt reads a date at token i. The date is zero when the day of publication
// is needed and not known.
func (b *drafter) dateAt(i, hi int) (int, proviso.Date, bool) {
	pub, known := b.published()
	low := func(k int) string {
		if k < hi {
			return b.t[k].low
		}
		return ""
	}
	at := func(k int, c class) bool { return k < hi && b.t[k].is(c) }
	switch t := low(i); {
	case t == "on" || t == "late" || t == "early" || t == "in" || t == "by":
		if e, d, ok := b.calendarDate(i+1, hi, pub, known); ok {
			return e, d, true
		}
		if (t == "on" || t == "late" || t == "early") && at(i+1, clsDay) {
			return b.partOfDay(i+2, hi), day(lastWeekday(pub, weekdays[low(i+1)], true), known), true
		}
	case t == "yesterday":
		return i + 1, day(pub.AddDays(-1), known), true
	case t == "today" || t == "tonight":
		return i + 1, day(pub, known), true
	case t == "earlier" || t == "later" && low(i+1) != "":
		return b.earlier(i, hi, pub, known)
	case t == "last" || t == "this":
		return b.lastOrThis(i, hi, pub, known)
	case at(i, clsDay) && b.t[i].capital && weekdays[t] >= 0:
		if _, ok := weekdays[t]; ok {
			return b.partOfDay(i+1, hi), day(lastWeekday(pub, weekdays[t], true), known), true
		}
	case at(i, clsNum|clsDet) && at(i+1, clsTime) && low(i+2) == "ago":
		return b.ago(i, pub, known)
	}
	return b.calendarDate(i, hi, pub, known)
}

func day(d proviso.Day, known bool) proviso.Date {
	if !known {
		return proviso.Date{}
	}
	return proviso.DateOfDay(d)
}

func between(a, z proviso.Day, known bool) proviso.Date {
	if !known {
		return proviso.Date{}
	}
	return proviso.Between(a, z)
}

func (b *drafter) partOfDay(k, hi int) int {
	if k < hi {
		switch b.t[k].low {
		case "morning", "afternoon", "evening", "night":
			return k + 1
		}
	}
	return k
}

// weekday counts from Monday.
func weekday(d proviso.Day) int {
	monday := proviso.DayOf(2022, 11, 7)
	return ((int(d)-int(monday))%7 + 7) % 7
}

// lastWeekday is the latest such day not after d, or before d.
func lastWeekday(d proviso.Day, want int, today bool) proviso.Day {
	back := (weekday(d) - want + 7) % 7
	if back == 0 && !today {
		back = 7
	}
	return d.AddDays(-back)
}

// earlier reads "earlier this week", "earlier on Friday", "earlier this month".
func (b *drafter) earlier(i, hi int, pub proviso.Day, known bool) (int, proviso.Date, bool) {
	if i+1 >= hi {
		return 0, proviso.Date{}, false
	}
	if b.t[i+1].low == "today" {
		return i + 2, day(pub, known), true
	}
	if e, d, ok := b.dateAt(i+1, hi); ok {
		return e, d, true
	}
	return 0, proviso.Date{}, false
}

// lastOrThis reads "last week", "this month", "last Friday", "last March". A
// week may begin on Sunday or on Monday: both are covered.
func (b *drafter) lastOrThis(i, hi int, pub proviso.Day, known bool) (int, proviso.Date, bool) {
	if i+1 >= hi {
		return 0, proviso.Date{}, false
	}
	last := b.t[i].low == "last"
	y, m, _ := pub.Civil()
	word := b.t[i+1].low
	monday := pub.AddDays(-weekday(pub))
	switch word {
	case "week":
		if last {
			return i + 2, between(monday.AddDays(-8), monday.AddDays(-1), known), true
		}
		return i + 2, between(monday.AddDays(-1), pub, known), true
	case "weekend":
		return i + 2, between(lastWeekday(pub, 5, false), lastWeekday(pub, 5, false).AddDays(1), known), true
	case "month":
		if last {
			return i + 2, between(proviso.DayOf(y, m-1, 1), proviso.DayOf(y, m, 1).AddDays(-1), known), true
		}
		return i + 2, between(proviso.DayOf(y, m, 1), pub, known), true
	case "year":
		if last {
			return i + 2, between(proviso.DayOf(y-1, 1, 1), proviso.DayOf(y-1, 12, 31), known), true
		}
		return i + 2, between(proviso.DayOf(y, 1, 1), pub, known), true
	case "morning", "afternoon", "evening":
		return i + 2, day(pub, known), true
	case "night":
		return i + 2, between(pub.AddDays(-1), pub, known), true
	}
	if w, ok := weekdays[word]; ok {
		d := lastWeekday(pub, w, !last)
		if last && int(pub)-int(d) < weekday(pub)+1 && known {
			// in the running week: the one of the week before may be meant
			return b.partOfDay(i+2, hi), proviso.Between(d.AddDays(-7), d), true
		}
		return b.partOfDay(i+2, hi), day(d, known), true
	}
	if n, ok := months[word]; ok && b.t[i+1].capital {
		if n >= m {
			y--
		}
		return i + 2, between(proviso.DayOf(y, n, 1), proviso.DayOf(y, n+1, 1).AddDays(-1), known), true
	}
	return 0, proviso.Date{}, false
}

// ago reads "two days ago"; longer spans are as coarse as their unit.
func (b *drafter) ago(i int, pub proviso.Day, known bool) (int, proviso.Date, bool) {
	n, ok := numberWords[b.t[i].low]
	if v, err := strconv.Atoi(b.t[i].low); err == nil {
		n, ok = int64(v), true
	}
	if b.t[i].low == "a" || b.t[i].low == "an" {
		n, ok = 1, true
	}
	if !ok || n < 0 || n > 400 {
		return 0, proviso.Date{}, false
	}
	k := int(n)
	y, m, _ := pub.Civil()
	switch b.t[i+1].low {
	case "day", "days":
		return i + 3, day(pub.AddDays(-k), known), true
	case "week", "weeks":
		return i + 3, between(pub.AddDays(-7*k-3), pub.AddDays(-7*k+3), known), true
	case "month", "months":
		return i + 3, between(proviso.DayOf(y, m-k, 1), proviso.DayOf(y, m-k+1, 1).AddDays(-1), known), true
	case "year", "years":
		return i + 3, between(proviso.DayOf(y-k, 1, 1), proviso.DayOf(y-k, 12, 31), known), true
	}
	return 0, proviso.Date{}, false
}

// calendarDate reads "Nov. 11", "11 November 2022", "March 2022", "March", a
// year. Without a year it is the latest such date not after publication.
func (b *drafter) calendarDate(i, hi int, pub proviso.Day, known bool) (int, proviso.Date, bool) {
	num := func(k int) (int, bool) {
		if k >= hi {
			return 0, false
		}
		n, err := strconv.Atoi(b.t[k].low)
		return n, err == nil
	}
	month := func(k int) (int, bool) {
		if k >= hi || !b.t[k].capital {
			return 0, false
		}
		n, ok := months[b.t[k].low]
		return n, ok
	}
	year := func(k int) (int, int) { // value and the token after it
		if k < hi && b.t[k].text == "," {
			k++
		}
		if n, ok := num(k); ok && n >= 1900 && n < 2200 {
			return n, k + 1
		}
		return 0, 0
	}
	dayOf, m, e := 0, 0, 0
	if n, ok := num(i); ok && n >= 1 && n <= 31 {
		if mm, ok := month(i + 1); ok {
			dayOf, m, e = n, mm, i+2
		}
	} else if mm, ok := month(i); ok {
		m, e = mm, i+1
		if n, ok := num(i + 1); ok && n >= 1 && n <= 31 {
			dayOf, e = n, i+2
		}
	} else if ok := i > 0 && b.t[i-1].low == "in"; ok {
		if y, e := year(i); y > 0 && e == i+1 {
			return e, proviso.Between(proviso.DayOf(y, 1, 1), proviso.DayOf(y, 12, 31)), true
		}
	}
	if m == 0 {
		return 0, proviso.Date{}, false
	}
	y, after := year(e)
	if y > 0 {
		e = after
	} else if !known {
		return e, proviso.Date{}, true
	} else {
		py, pm, pd := pub.Civil()
		y = py
		if m > pm || m == pm && dayOf > pd {
			y--
		}
	}
	if dayOf > 0 {
		return e, proviso.DateOfDay(proviso.DayOf(y, m, dayOf)), true
	}
	last := proviso.DayOf(y, m+1, 1).AddDays(-1)
	if known && last > pub && proviso.DayOf(y, m, 1) <= pub {
		last = pub
	}
	return e, proviso.Between(proviso.DayOf(y, m, 1), last), true
}
