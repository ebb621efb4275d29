package proviso

import (
	"fmt"
	"strconv"
	"strings"
)

// Duration is a span of the calendar as a clause states it: "90 days",
// "18 months". Unit is "day", "month" or "year"; Count is 0 to MaxDuration.
// Months and years have no fixed number of days, so two durations of different
// units are not comparable until counted from a day.
type Duration struct {
	Count int
	Unit  string
}

// MaxDuration is the largest count accepted.
const MaxDuration = 1_000_000

// ParseDuration reads "90 days", "1 month", "2 years".
func ParseDuration(s string) (Duration, error) {
	const fix = `write a whole number and days, months or years, such as "90 days"`
	words := strings.Fields(s)
	if len(words) != 2 || !allDigits(words[0]) {
		return Duration{}, refuse("not a duration: "+quote(s), fix)
	}
	n, err := strconv.Atoi(words[0])
	if err != nil || n > MaxDuration {
		return Duration{}, refuse("duration is too long: "+quote(s), fmt.Sprintf("the longest is %d", MaxDuration))
	}
	switch unit := strings.TrimSuffix(words[1], "s"); unit {
	case "day", "month", "year":
		return Duration{n, unit}, nil
	case "week":
		return Duration{}, refuse("a duration is not counted in weeks", fmt.Sprintf(`write "%d days"`, 7*n))
	}
	return Duration{}, refuse("not a duration: "+quote(s), fix)
}

// After gives the last day of the duration counted from d: a day of the month
// that does not exist there becomes the last one that does, so one month after
// 31 January is the end of February. An open end stays open, and a day beyond
// the range becomes one. After never turns an earlier day into a later result.
func (u Duration) After(d Day) Day {
	if d.Open() {
		return d
	}
	months := u.Count
	switch u.Unit {
	case "year":
		months *= 12
	case "month":
	default:
		return d.AddDays(u.Count)
	}
	y, m, day := d.Civil()
	months += y*12 + m - 1
	year, month := floorDiv(int64(months), 12), int64(months)-12*floorDiv(int64(months), 12)
	last := monthDays(int(year), int(month)+1)
	return saturate(firstOfMonth(year, month) + int64(min(day, last)-1))
}

// String gives "90 days" or "1 year".
func (u Duration) String() string {
	unit := u.Unit
	if unit == "" {
		unit = "day"
	}
	if u.Count != 1 {
		unit += "s"
	}
	return strconv.Itoa(u.Count) + " " + unit
}
