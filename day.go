package proviso

import (
	"fmt"
	"math"
)

// Day counts days since 1970-01-01 in the proleptic Gregorian calendar. A day
// is the one written in the papers; times of day and time zones are below its
// precision (see Date for timestamps with an offset).
type Day int32

// FirstDay and LastDay stand for "no limit". No calendar day maps to them.
const (
	FirstDay = Day(math.MinInt32)
	LastDay  = Day(math.MaxInt32)
)

// Years and days beyond these lie outside the range of Day, also after a carry.
const (
	farYear = 20_000_000
	farDay  = 20_000_000_000
)

// DayOf gives the day of a civil date. Months and days outside their usual
// range are carried over, as time.Date does. What lies outside the range of
// Day gives the nearest day that is not an open end.
func DayOf(year, month, day int) Day {
	carry := floorDiv(int64(month)-1, 12)
	m := int64(month) - 1 - 12*carry
	y := min(max(int64(year), -farYear), farYear) + min(max(carry, -farYear), farYear)
	n := firstOfMonth(y, m) + min(max(int64(day), -farDay), farDay) - 1
	return Day(min(max(n, int64(FirstDay)+1), int64(LastDay)-1))
}

// saturate turns a count of days beyond the range into an open end.
func saturate(n int64) Day { return Day(min(max(n, int64(FirstDay)), int64(LastDay))) }

// firstOfMonth counts from 1970-01-01 to the first day of a month; m from 0 to
// 11. Years are taken to start in March, so that the leap day comes last.
func firstOfMonth(y, m int64) int64 {
	m -= 2
	if m < 0 {
		m += 12
		y--
	}
	const marchYear0 = 719468 // days from 0000-03-01 to 1970-01-01
	leaps := floorDiv(y, 4) - floorDiv(y, 100) + floorDiv(y, 400)
	return y*365 + leaps + (m*153+2)/5 - marchYear0
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b != 0 && (a < 0) != (b < 0) {
		q--
	}
	return q
}

// Civil gives year, month (1 to 12) and day of the month. For an open end it
// gives the calendar date that many days away, which means nothing.
func (d Day) Civil() (year, month, day int) {
	const era = 146097 // days in 400 years
	z := int64(d) + 719468
	e := floorDiv(z, era)
	doe := z - e*era
	yoe := (doe - doe/1460 + doe/36524 - doe/(era-1)) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	day = int(doy - (153*mp+2)/5 + 1)
	year, month = int(yoe+e*400), int(mp)+3
	if month > 12 {
		return year + 1, month - 12, day
	}
	return year, month, day
}

// Open says whether d stands for "no limit".
func (d Day) Open() bool { return d == FirstDay || d == LastDay }

// AddDays gives the day n days later. An open end stays open; a sum outside
// the range of Day becomes the open end on that side.
func (d Day) AddDays(n int) Day {
	if d.Open() {
		return d
	}
	return saturate(int64(d) + min(max(int64(n), -farDay), farDay))
}

// String gives "2022-11-12", or ".." for an open end. Years of more than four
// digits are written as in EDTF, "Y12022-01-01", and are for reading only.
func (d Day) String() string {
	if d.Open() {
		return ".."
	}
	y, m, day := d.Civil()
	switch {
	case y > 9999 || y < -9999:
		return fmt.Sprintf("Y%d-%02d-%02d", y, m, day)
	case y < 0:
		return fmt.Sprintf("-%04d-%02d-%02d", -y, m, day)
	}
	return fmt.Sprintf("%04d-%02d-%02d", y, m, day)
}

// ParseDay reads YYYY-MM-DD and nothing else.
func ParseDay(s string) (Day, error) {
	d, err := ParseDate(s)
	if err != nil {
		return 0, err
	}
	day, exact := d.Exact()
	if !exact || day.String() != s {
		return 0, refuse("not one day: "+quote(s), "write a day as YYYY-MM-DD, such as 2022-11-12")
	}
	return day, nil
}

// monthDays gives the length of a month; m from 1 to 12.
func monthDays(y, m int) int {
	return int(firstOfMonth(int64(y)+int64(m)/12, int64(m)%12) - firstOfMonth(int64(y), int64(m)-1))
}
