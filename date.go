package proviso

import (
	"fmt"
	"strconv"
	"strings"
)

// Date is a date as the papers give it, in the Extended Date/Time Format
// (EDTF, ISO 8601-2:2019) levels 0 and 1: a year, month, season or day, with
// unspecified digits or a qualification, or an interval of such dates. It keeps
// the text as written. Dates are comparable with ==, which compares the text.
// The zero Date is not known and is written "?".
//
// A Date is read in one of two ways, and the caller says which by the method:
//
//   - as ONE uncertain day, which lies anywhere from Earliest to Latest
//     (Earliest, Latest, Exact, On, Before, NotAfter, the receiver of During);
//   - as a PERIOD, from its first day to its last (the argument of During).
//
// How the parts of EDTF are read:
//
//   - A qualified date or end (? uncertain, ~ approximate, % both) proves no
//     bound: EDTF gives these marks no width. Core has the dates as written.
//   - An open end ("..") has no limit. An unknown end (left empty) has a limit
//     that is not known. For one uncertain day both leave that side unbounded.
//   - Seasons 21 to 24 do not say which hemisphere or which reckoning: spring
//     and autumn are bounded by February to December of the year, summer and
//     winter by November of the year before to March of the year after.
//   - A timestamp keeps only its day. With an offset its day may be another one
//     in UTC; the date then covers both days.
//   - Years outside the range of Day (5.8 million) keep only a sound bound.
//
// Accepted beyond level 1: seasons and unspecified digits as ends of intervals.
type Date struct {
	text     string
	from, to dateEnd // equal unless the date is an interval
}

// dateEnd is a date, or one end of an interval. The zero value is unknown.
type dateEnd struct {
	first, last Day // as written, qualification aside; set if kind is endDated
	kind        endKind
	qualified   bool
}

type endKind uint8

const (
	endUnknown endKind = iota
	endOpen
	endDated
)

// earliest is the first day that this end allows, FirstDay if none is proved.
func (e dateEnd) earliest() Day {
	if e.kind != endDated || e.qualified {
		return FirstDay
	}
	return e.first
}

// latest is the last day that this end allows, LastDay if none is proved.
func (e dateEnd) latest() Day {
	if e.kind != endDated || e.qualified {
		return LastDay
	}
	return e.last
}

// limit says whether this end of a period is one that can be reasoned with: it
// is open, or dated without doubt and inside the range of Day.
func (e dateEnd) limit() bool {
	inRange := e.first > FirstDay+1 && e.last < LastDay-1
	return e.kind == endOpen || e.kind == endDated && !e.qualified && inRange
}

// ParseDate reads an EDTF date of level 0 or 1, or "?" for a date not known.
func ParseDate(s string) (Date, error) {
	d, err := parseDate(strings.TrimSpace(s))
	if err == nil {
		return d, nil
	}
	if err.Fix == "" {
		err.Fix = dateFix(strings.TrimSpace(s))
	}
	return Date{}, err
}

func parseDate(s string) (Date, *Error) {
	start, end, interval := strings.Cut(s, "/")
	switch {
	case s == "":
		return Date{}, refuse("date is empty", "write ? if it is not known")
	case s == "?":
		return Date{}, nil
	case s == "..":
		return Date{}, refuse("an open date needs a start or an end", "write 2022/.. or ../2022, or ? if it is not known")
	case !interval:
		e, err := parseInstant(s)
		return Date{s, e, e}, err
	case strings.Contains(end, "/"):
		return Date{}, refuse(quote(s)+" has two slashes: a slash stands between the start and the end of an interval", "")
	case start == "" && end == "":
		return Date{}, refuse("an interval needs a start or an end", "write ? if neither is known")
	}
	from, err := parseEnd(start)
	if err != nil {
		return Date{}, err.within(s)
	}
	to, err := parseEnd(end)
	if err != nil {
		return Date{}, err.within(s)
	}
	if from.kind == endDated && to.kind == endDated && from.first > to.last {
		return Date{}, refuse(fmt.Sprintf("the interval ends (%s) before it starts (%s)", end, start),
			"write "+end+"/"+start)
	}
	return Date{s, from, to}, nil
}

// within names the interval in which a fault was found.
func (e *Error) within(interval string) *Error {
	e.Message += " (in " + quote(interval) + ")"
	return e
}

func parseEnd(s string) (dateEnd, *Error) {
	switch {
	case s == "":
		return dateEnd{kind: endUnknown}, nil
	case s == "..":
		return dateEnd{kind: endOpen}, nil
	case s == "?":
		return dateEnd{}, refuse("an unknown end of an interval is left empty", "write the slash with nothing on that side")
	case strings.Contains(s, "T"):
		return dateEnd{}, refuse("an interval is between days, not times", "leave out the time of day")
	}
	return parsePoint(s)
}

func parseInstant(s string) (dateEnd, *Error) {
	day, clock, timed := strings.Cut(s, "T")
	if !timed {
		return parsePoint(s)
	}
	e, err := parsePoint(day)
	if err != nil {
		return e, err
	}
	if e.first != e.last || e.qualified {
		return e, refuse("a time of day needs a full date before it: "+quote(s), "write it as 2022-11-12T10:30:00Z")
	}
	shift, err := dayShift(clock)
	e.first, e.last = min(e.first, e.first.AddDays(shift)), max(e.last, e.last.AddDays(shift))
	return e, err
}

// dayShift checks a time of day, hh:mm:ss with Z, an offset or neither, and
// says how many days later (-1, 0, 1) it falls in UTC.
func dayShift(clock string) (int, *Error) {
	hms, zone := clock, ""
	if i := strings.IndexAny(clock, "Z+-"); i >= 0 {
		hms, zone = clock[:i], clock[i:]
	}
	h, m, ok := hourMinute(hms[:max(0, len(hms)-3)])
	if !ok || h > 23 || len(hms) != 8 || hms[5] != ':' || !allDigits(hms[6:]) || hms[6:] > "60" {
		return 0, notClock(clock)
	}
	if zone == "" || zone == "Z" {
		return 0, nil
	}
	if len(zone) == 3 {
		zone += ":00"
	}
	zh, zm, ok := hourMinute(zone[1:])
	if !ok || zh > 23 || zone[0] == 'Z' {
		return 0, notClock(clock)
	}
	offset := zh*60 + zm
	if zone[0] == '+' {
		offset = -offset
	}
	return int(floorDiv(int64(h*60+m+offset), 24*60)), nil
}

func notClock(s string) *Error {
	return refuse("not a time of day: "+quote(s), "write hh:mm:ss, then Z, an offset such as +09:00, or nothing")
}

// hourMinute reads "hh:mm"; minutes are checked, hours are left to the caller.
func hourMinute(s string) (h, m int, ok bool) {
	if len(s) != 5 || s[2] != ':' || !allDigits(s[:2]) || !allDigits(s[3:]) || s[3] > '5' {
		return 0, 0, false
	}
	h, _ = strconv.Atoi(s[:2])
	m, _ = strconv.Atoi(s[3:])
	return h, m, true
}

// parsePoint reads a date that is no interval and has no time of day.
func parsePoint(s string) (dateEnd, *Error) {
	body := strings.TrimRight(s, "?~%")
	if len(s)-len(body) > 1 {
		return dateEnd{}, refuse("more than one mark of doubt: "+quote(s), "write % for both uncertain and approximate")
	}
	first, last, err := parseBounds(body, s)
	return dateEnd{first, last, endDated, len(body) < len(s)}, err
}

// parseBounds gives the first and last day of YYYY, YYYY-MM, YYYY-MM-DD and
// their variants. The text as written, s, is for messages.
func parseBounds(body, s string) (first, last Day, err *Error) {
	if strings.HasPrefix(body, "Y") {
		return parseLongYear(body)
	}
	digits, negative := strings.CutPrefix(body, "-")
	y, rest, hasMonth := strings.Cut(digits, "-")
	month, day, hasDay := strings.Cut(rest, "-")
	low, high, ok := yearSpan(y, negative)
	if !ok || hasDay && len(day) != 2 || hasDay && day != "XX" && !allDigits(day) {
		return 0, 0, notDate(s)
	}
	if !hasMonth {
		return DayOf(low, 1, 1), DayOf(high, 12, 31), nil
	}
	if low != high {
		return 0, 0, refuse("a month cannot follow unspecified digits of the year: "+quote(s), "write the year alone, such as 201X")
	}
	switch {
	case month == "XX" && (day == "" || day == "XX"):
		return DayOf(low, 1, 1), DayOf(low, 12, 31), nil
	case month == "XX":
		return 0, 0, refuse("a day cannot follow an unspecified month: "+quote(s), "write "+body[:len(body)-2]+"XX")
	case len(month) != 2 || !allDigits(month):
		return 0, 0, notDate(s)
	}
	return monthBounds(low, month, day, body)
}

// notDate leaves the remedy to dateFix.
func notDate(s string) *Error { return refuse("not a date: "+quote(s), "") }

// monthBounds reads the month, or season, and the day of a year.
func monthBounds(year int, month, day, body string) (first, last Day, err *Error) {
	m, _ := strconv.Atoi(month)
	if m >= 21 && m <= 24 && day == "" {
		first, last = seasonBounds(year, m)
		return first, last, nil
	}
	if m < 1 || m > 12 {
		return 0, 0, monthError(month, day, body)
	}
	length := monthDays(year, m)
	if day == "" || day == "XX" {
		return DayOf(year, m, 1), DayOf(year, m, length), nil
	}
	d, _ := strconv.Atoi(day)
	stem := body[:len(body)-2]
	if d < 1 {
		return 0, 0, refuse("days count from 01: "+quote(body), "write "+stem+"01, or "+stem+"XX if the day is not known")
	}
	if d > length {
		return 0, 0, refuse(fmt.Sprintf("%s does not exist: that month has %d days", body, length),
			fmt.Sprintf("the last day of that month is %s%d", stem, length))
	}
	return DayOf(year, m, d), DayOf(year, m, d), nil
}

func monthError(month, day, body string) *Error {
	fix := "months run from 01 to 12, seasons from 21 to 24"
	if day != "" && day <= "12" && day >= "01" {
		if swapped := strings.TrimSuffix(body, month+"-"+day) + day + "-" + month; validDate(swapped) {
			fix = "if day and month are swapped, write " + swapped
		}
	}
	if month == "00" {
		fix = "write " + strings.TrimSuffix(strings.TrimSuffix(body, "-"+day), "-"+month) + " if the month is not known"
	}
	return refuse(fmt.Sprintf("month %s does not exist: %s", month, quote(body)), fix)
}

// seasonBounds covers both hemispheres and the reckonings by calendar month,
// by solstice and equinox, and by the days midway between those.
func seasonBounds(year, season int) (first, last Day) {
	const spring, autumn = 21, 23
	if season == spring || season == autumn {
		return DayOf(year, 2, 1), DayOf(year, 12, 31)
	}
	return DayOf(year-1, 11, 1), DayOf(year+1, 3, 31)
}

// yearSpan reads four digits, of which the last one or two may be X.
func yearSpan(s string, negative bool) (low, high int, ok bool) {
	known := strings.TrimRight(s, "X")
	if len(s) != 4 || len(known) < 2 || !allDigits(known) || negative && s == "0000" {
		return 0, 0, false
	}
	low, _ = strconv.Atoi(strings.ReplaceAll(s, "X", "0"))
	high, _ = strconv.Atoi(strings.ReplaceAll(s, "X", "9"))
	if negative {
		low, high = -high, -low
	}
	return low, high, true
}

// parseLongYear reads Y and a year of more than four digits. A year beyond the
// range of Day keeps the bound on the near side and is open on the far side.
func parseLongYear(body string) (first, last Day, err *Error) {
	digits := strings.TrimPrefix(body[1:], "-")
	if !allDigits(digits) || len(digits) > 18 {
		return 0, 0, notDate(body)
	}
	if len(digits) < 5 || digits[0] == '0' {
		return 0, 0, refuse("Y is for years of more than four digits: "+quote(body), "write a year of four digits without Y")
	}
	year, _ := strconv.Atoi(body[1:])
	first, last = DayOf(year, 1, 1), DayOf(year, 12, 31)
	if first == FirstDay+1 {
		first = FirstDay
	}
	if last == LastDay-1 {
		last = LastDay
	}
	return first, last, nil
}

// DateOfDay gives the date of one day. An open end is not a day and gives the
// zero Date; a day in a year of more than four digits gives that year.
func DateOfDay(d Day) Date {
	if d.Open() {
		return Date{}
	}
	return mustDate(dayText(d))
}

// Between gives the interval of two days, in either order. FirstDay and LastDay
// give open ends; Between(d, d) is the day d.
func Between(a, b Day) Date {
	a, b = min(a, b), max(a, b)
	if a == b {
		return DateOfDay(a)
	}
	return mustDate(dayText(a) + "/" + dayText(b))
}

// dayText is a day in EDTF, which has no way to write a day in a long year.
func dayText(d Day) string {
	if y, _, _ := d.Civil(); !d.Open() && (y > 9999 || y < -9999) {
		return "Y" + strconv.Itoa(y)
	}
	return d.String()
}

func mustDate(s string) Date {
	d, err := parseDate(s)
	if err != nil {
		panic("internal error: " + err.Message)
	}
	return d
}
