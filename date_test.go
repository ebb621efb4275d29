package proviso_test

import (
	"strings"
	"testing"

	"github.com/proviso-ledger/proviso"
	"pgregory.net/rapid"
)

// The dates are the examples of EDTF levels 0 and 1 (Library of Congress, 4
// February 2019); the bounds are counted by hand from the calendar.
var dateBounds = []struct{ in, earliest, latest string }{
	{"1985-04-12", "1985-04-12", "1985-04-12"},
	{"1985-04", "1985-04-01", "1985-04-30"},
	{"1985", "1985-01-01", "1985-12-31"},
	{"1985-04-12T23:20:30", "1985-04-12", "1985-04-12"},
	{"1985-04-12T23:20:30Z", "1985-04-12", "1985-04-12"},
	{"1985-04-12T23:20:30-04", "1985-04-12", "1985-04-13"},
	{"1985-04-12T23:20:30+04:30", "1985-04-12", "1985-04-12"},
	{"1985-04-12T04:29:59+04:30", "1985-04-11", "1985-04-12"},
	{"1985-04-12T04:30:00+04:30", "1985-04-12", "1985-04-12"},
	{"2016-12-31T23:59:60Z", "2016-12-31", "2016-12-31"},
	{"1964/2008", "1964-01-01", "2008-12-31"},
	{"2004-06/2006-08", "2004-06-01", "2006-08-31"},
	{"2004-02-01/2005-02-08", "2004-02-01", "2005-02-08"},
	{"2004-02-01/2005-02", "2004-02-01", "2005-02-28"},
	{"2004-02-01/2005", "2004-02-01", "2005-12-31"},
	{"2005/2006-02", "2005-01-01", "2006-02-28"},
	{"2001-21", "2001-02-01", "2001-12-31"},
	{"2001-22", "2000-11-01", "2002-03-31"},
	{"2001-23", "2001-02-01", "2001-12-31"},
	{"2001-24", "2000-11-01", "2002-03-31"},
	{"1984?", "..", ".."},
	{"2004-06~", "..", ".."},
	{"2004-06-11%", "..", ".."},
	{"201X", "2010-01-01", "2019-12-31"},
	{"20XX", "2000-01-01", "2099-12-31"},
	{"2004-XX", "2004-01-01", "2004-12-31"},
	{"1985-04-XX", "1985-04-01", "1985-04-30"},
	{"2004-02-XX", "2004-02-01", "2004-02-29"},
	{"1985-XX-XX", "1985-01-01", "1985-12-31"},
	{"1985-04-12/..", "1985-04-12", ".."},
	{"1985-04/..", "1985-04-01", ".."},
	{"1985/..", "1985-01-01", ".."},
	{"../1985-04-12", "..", "1985-04-12"},
	{"../1985-04", "..", "1985-04-30"},
	{"../1985", "..", "1985-12-31"},
	{"1985-04-12/", "1985-04-12", ".."},
	{"/1985-04", "..", "1985-04-30"},
	{"../..", "..", ".."},
	{"/..", "..", ".."},
	{"1984-06-02?/2004-08-08~", "..", ".."},
	{"1984~/2004-06", "..", "2004-06-30"},
	{"1984/2004-06%", "1984-01-01", ".."},
	{"2022-11-15/2022-11", "2022-11-15", "2022-11-30"},
	{"-1985", "-1985-01-01", "-1985-12-31"},
	{"-0044-03-15", "-0044-03-15", "-0044-03-15"},
	{"-198X", "-1989-01-01", "-1980-12-31"},
	{"0000", "0000-01-01", "0000-12-31"},
	{"Y12022", "Y12022-01-01", "Y12022-12-31"},
	{"Y-12022", "Y-12022-01-01", "Y-12022-12-31"},
	{" 2022-11 ", "2022-11-01", "2022-11-30"},
	{"?", "..", ".."},
}

func TestDateBounds(t *testing.T) {
	for _, c := range dateBounds {
		d, err := proviso.ParseDate(c.in)
		if err != nil {
			t.Errorf("ParseDate(%q): %v", c.in, err)
			continue
		}
		if got := d.Earliest().String(); got != c.earliest {
			t.Errorf("%s: earliest %s, want %s", c.in, got, c.earliest)
		}
		if got := d.Latest().String(); got != c.latest {
			t.Errorf("%s: latest %s, want %s", c.in, got, c.latest)
		}
		if d.String() != strings.TrimSpace(c.in) || d.Known() != (c.in != "?") ||
			d.IsInterval() != strings.Contains(c.in, "/") || d.Qualified() != (c.in != "?" && strings.ContainsAny(c.in, "?~%")) {
			t.Errorf("%s: text %q, known %v, interval %v, qualified %v", c.in, d, d.Known(), d.IsInterval(), d.Qualified())
		}
		if day, exact := d.Exact(); exact != (c.earliest == c.latest && c.earliest != "..") || exact && day.String() != c.earliest {
			t.Errorf("%s: exact %v, %v", c.in, day, exact)
		}
	}
}

// A year that Day cannot hold keeps only bounds that are sound.
func TestDateFarYears(t *testing.T) {
	far, farther, past := parse(t, "Y170000002"), parse(t, "Y170000003"), parse(t, "Y-170000002")
	now := parse(t, "2022")
	if now.Before(far) != proviso.Yes || past.Before(now) != proviso.Yes || far.Before(now) != proviso.No {
		t.Error("2022 is not between the far years")
	}
	for _, p := range []proviso.Date{proviso.Hull(far, farther), parse(t, "Y170000002/.."), parse(t, "Y170000002")} {
		if got := far.During(p); got != proviso.Maybe {
			t.Errorf("during %v: %v, want unknown", p, got)
		}
	}
	if past.Earliest() != proviso.FirstDay || far.Latest() != proviso.LastDay {
		t.Errorf("a far year is bounded on its far side: %d, %d", past.Earliest(), far.Latest())
	}
	if far.Before(farther) != proviso.Maybe || farther.Before(far) != proviso.Maybe || far.NotAfter(farther) != proviso.Maybe {
		t.Error("years beyond the range are compared")
	}
	if got := now.During(parse(t, "Y-170000002/Y170000002")); got == proviso.No {
		t.Errorf("2022 during a far period: %v", got)
	}
}

func TestDateCore(t *testing.T) {
	for in, want := range map[string]string{
		"2022-11?": "2022-11-01 2022-11-30", "2022-11-11~/2022-12-01": "2022-11-11 2022-12-01",
		"2022/..": "2022-01-01 ..", "/2022%": ".. 2022-12-31", "?": ".. ..",
	} {
		a, b := parse(t, in).Core()
		if got := a.String() + " " + b.String(); got != want {
			t.Errorf("Core of %s = %s, want %s", in, got, want)
		}
	}
}

func TestParseDateRefuses(t *testing.T) {
	const usual = "write YYYY, YYYY-MM or YYYY-MM-DD, an interval such as 2022-11/2023-04 or 2022-11/.., or ? if it is not known"
	const level2 = "sets and exponents (EDTF level 2) are not read: write an interval such as 2022-03/2022-05"
	for _, c := range []refusal{
		{"", "date is empty", "write ? if it is not known"},
		{"..", "an open date needs a start or an end", "write 2022/.. or ../2022, or ? if it is not known"},
		{"/", "an interval needs a start or an end", "write ? if neither is known"},
		{"2022-02-30", "2022-02-30 does not exist: that month has 28 days", "the last day of that month is 2022-02-28"},
		{"2024-02-30", "2024-02-30 does not exist: that month has 29 days", "the last day of that month is 2024-02-29"},
		{"1900-02-29", "1900-02-29 does not exist: that month has 28 days", "the last day of that month is 1900-02-28"},
		{"2022-11-31?", "2022-11-31 does not exist: that month has 30 days", "the last day of that month is 2022-11-30"},
		{"2022-11-00", `days count from 01: "2022-11-00"`, "write 2022-11-01, or 2022-11-XX if the day is not known"},
		{"2022-13", `month 13 does not exist: "2022-13"`, "months run from 01 to 12, seasons from 21 to 24"},
		{"2022-25", `month 25 does not exist: "2022-25"`, "months run from 01 to 12, seasons from 21 to 24"},
		{"2022-13-01", `month 13 does not exist: "2022-13-01"`, "if day and month are swapped, write 2022-01-13"},
		{"2022-31-02", `month 31 does not exist: "2022-31-02"`, "months run from 01 to 12, seasons from 21 to 24"},
		{"2022-00-00", `month 00 does not exist: "2022-00-00"`, "write 2022 if the month is not known"},
		{"2022/2021", "the interval ends (2021) before it starts (2022)", "write 2021/2022"},
		{"2022-11-12/2022-11-11", "the interval ends (2022-11-11) before it starts (2022-11-12)", "write 2022-11-11/2022-11-12"},
		{"2022-11/2022-13", `month 13 does not exist: "2022-13" (in "2022-11/2022-13")`, "months run from 01 to 12, seasons from 21 to 24"},
		{"2022/11/11", `"2022/11/11" has two slashes: a slash stands between the start and the end of an interval`, "write 2022-11-11"},
		{"2022/11", `not a date: "11" (in "2022/11")`, "write 2022-11"},
		{"11 Nov 2022", `not a date: "11 Nov 2022"`, "write 2022-11-11"},
		{"Nov. 11, 2022", `not a date: "Nov. 11, 2022"`, "write 2022-11-11"},
		{"5th of May 2022", `not a date: "5th of May 2022"`, usual},
		{"5th May 2022", `not a date: "5th May 2022"`, "write 2022-05-05"},
		{"Sept 2022", `not a date: "Sept 2022"`, "write 2022-09"},
		{"13/11/2022", `"13/11/2022" has two slashes: a slash stands between the start and the end of an interval`, "write 2022-11-13"},
		{"11/12/2022", `"11/12/2022" has two slashes: a slash stands between the start and the end of an interval`, "write 2022-12-11 or 2022-11-12, whichever is meant"},
		{"11.11.2022", `not a date: "11.11.2022"`, "write 2022-11-11"},
		{"31.2.2022", `not a date: "31.2.2022"`, usual},
		{"20221111", `not a date: "20221111"`, "write 2022-11-11"},
		{"2022-1-5", `not a date: "2022-1-5"`, "write 2022-01-05"},
		{"2022-2023", `not a date: "2022-2023"`, "write 2022/2023"},
		{"2022–2023", `not a date: "2022–2023"`, "write 2022/2023"},
		{"201x", `not a date: "201x"`, "write 201X"},
		{"circa 2022", `not a date: "circa 2022"`, "write 2022~"},
		{"since 2022-11", `not a date: "since 2022-11"`, "write 2022-11/.."},
		{"until 2022-11", `not a date: "until 2022-11"`, "write ../2022-11"},
		{"unknown", `not a date: "unknown"`, "write ? if it is not known"},
		{"today", `not a date: "today"`, "write the day itself, such as 2022-11-12: a record must read the same on any day"},
		{"2022?~", `more than one mark of doubt: "2022?~"`, "write % for both uncertain and approximate"},
		{"?/2022", `an unknown end of an interval is left empty (in "?/2022")`, "write the slash with nothing on that side"},
		{"2022-XX-11", `a day cannot follow an unspecified month: "2022-XX-11"`, "write 2022-XX-XX"},
		{"201X-11", `a month cannot follow unspecified digits of the year: "201X-11"`, "write the year alone, such as 201X"},
		{"2" + strings.Repeat("X", 3), `not a date: "2` + strings.Repeat("X", 3) + `"`, usual},
		{"-0000", `not a date: "-0000"`, usual},
		{"2022-11-1X", `not a date: "2022-11-1X"`, "write 2022-11-10/2022-11-19"},
		{"2022-02-2X", `not a date: "2022-02-2X"`, "write 2022-02-20/2022-02-28"},
		{"2022-11-3X", `not a date: "2022-11-3X"`, "write 2022-11-30"},
		{"2022-1X", `not a date: "2022-1X"`, "write 2022-10/2022-12"},
		{"2022?-11", `not a date: "2022?-11"`, "write 2022-11?: a mark stands at the end and is of the whole date"},
		{"Spring 2023", `not a date: "Spring 2023"`, "write 2023-21"},
		{"spring 2023-04", `not a date: "spring 2023-04"`, usual},
		{"22", `not a date: "22"`, usual},
		{"Y2022", `Y is for years of more than four digits: "Y2022"`, "write a year of four digits without Y"},
		{"Y17E8", `not a date: "Y17E8"`, level2},
		{"{1667,1668}", `not a date: "{1667,1668}"`, level2},
		{"2022-11-12 ?", `not a date: "2022-11-12 ?"`, usual},
		{"2022-11-12abc", `not a date: "2022-11-12abc"`, usual},
	} {
		_, err := proviso.ParseDate(c.in)
		c.check(t, err)
	}
}

func TestParseTimeRefuses(t *testing.T) {
	const clock = "write hh:mm:ss, then Z, an offset such as +09:00, or nothing"
	for _, c := range []refusal{
		{"2022-11-12T24:00:00", `not a time of day: "24:00:00"`, clock},
		{"2022-11-12T10:30", `not a time of day: "10:30"`, clock},
		{"2022-11-12T10:30:00+9", `not a time of day: "10:30:00+9"`, clock},
		{"2022-11-12T10:30:00Z09", `not a time of day: "10:30:00Z09"`, clock},
		{"2022-11T10:30:00", `a time of day needs a full date before it: "2022-11T10:30:00"`, "write it as 2022-11-12T10:30:00Z"},
		{"2022-11-12T10:30:00Z/..", `an interval is between days, not times (in "2022-11-12T10:30:00Z/..")`, "leave out the time of day"},
	} {
		_, err := proviso.ParseDate(c.in)
		c.check(t, err)
	}
}

func TestDateOfDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := proviso.Day(rapid.Int32().Draw(t, "a"))
		if rapid.Bool().Draw(t, "near") {
			a = proviso.DayOf(rapid.IntRange(-9999, 9999).Draw(t, "year"), 1, 1).AddDays(rapid.IntRange(0, 364).Draw(t, "n"))
			if day, exact := proviso.DateOfDay(a).Exact(); !exact || day != a || proviso.DateOfDay(a).String() != a.String() {
				t.Fatalf("DateOfDay(%v) = %v", a, proviso.DateOfDay(a))
			}
		}
		b := a.AddDays(rapid.IntRange(-500, 500).Draw(t, "gap"))
		d := proviso.Between(a, b)
		if d.Earliest() > min(a, b) || d.Latest() < max(a, b) || d != proviso.Between(b, a) {
			t.Fatalf("Between(%v, %v) = %v", a, b, d)
		}
		if again, err := proviso.ParseDate(d.String()); err != nil || again != d {
			t.Fatalf("%v is read back as %v, %v", d, again, err)
		}
	})
	first, last, day := proviso.FirstDay, proviso.LastDay, proviso.DayOf(2022, 11, 12)
	for _, c := range []struct {
		got  proviso.Date
		want string
	}{
		{proviso.DateOfDay(first), "?"}, {proviso.DateOfDay(last), "?"},
		{proviso.Between(first, day), "../2022-11-12"}, {proviso.Between(last, day), "2022-11-12/.."},
		{proviso.Between(first, last), "../.."}, {proviso.Between(day, day), "2022-11-12"},
	} {
		if c.got.String() != c.want {
			t.Errorf("got %v, want %s", c.got, c.want)
		}
	}
}

func TestDateText(t *testing.T) {
	for _, in := range []string{"2022-11-11?", "?", "../2023-04-05"} {
		var d proviso.Date
		if err := d.UnmarshalText([]byte(in)); err != nil {
			t.Errorf("%s: %v", in, err)
		}
		if out, err := d.MarshalText(); err != nil || string(out) != in {
			t.Errorf("%s: written %s, %v", in, out, err)
		}
	}
	d := parse(t, "2022")
	if err := d.UnmarshalText([]byte("2022-13")); err == nil || d.String() != "2022" {
		t.Errorf("a wrong date is read as %v, %v", d, err)
	}
}

// What a fix tells the reader to write must be readable.
func checkDateFix(t interface{ Fatalf(string, ...any) }, in, fix string) {
	rest, ok := strings.CutPrefix(fix, "write ")
	if !ok {
		return
	}
	suggestion, _, _ := strings.Cut(rest, " ")
	suggestion = strings.TrimRight(suggestion, ",:")
	if strings.ContainsAny(suggestion, "0123456789") && !strings.Contains(fix, "hh:mm") {
		if _, err := proviso.ParseDate(suggestion); err != nil {
			t.Fatalf("%q: the fix %q suggests %q: %v", in, fix, suggestion, err)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	for _, s := range []string{"1985-04-12T23:20:30-04", "2004-06/2006-08", "Y-170000002", "2001-21", "2004-06-11%", "20XX", "1985-XX-XX",
		"../..", "/1985", "?", "11 Nov 2022", "11/12/2022", "2022-13-01", "-0044-03-15~/..", "circa 2022", "2022-02-30/.."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := proviso.ParseDate(s)
		if err != nil {
			checkError(t, s, err)
			checkDateFix(t, s, fixOf(err))
			return
		}
		if again, err := proviso.ParseDate(d.String()); err != nil || again != d {
			t.Fatalf("%q is read as %v, then as %v, %v", s, d, again, err)
		}
		first, last := d.Core()
		if d.Earliest() > first || first > last || last > d.Latest() || d.Earliest() == proviso.LastDay || d.Latest() == proviso.FirstDay {
			t.Fatalf("%q: core %v to %v, bounds %v to %v", s, first, last, d.Earliest(), d.Latest())
		}
	})
}
