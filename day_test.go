package proviso_test

import (
	"testing"
	"time"

	"github.com/proviso-ledger/proviso"
	"pgregory.net/rapid"
)

func TestDayAgainstTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		y := rapid.IntRange(-12000, 12000).Draw(t, "year")
		m := rapid.IntRange(-30, 40).Draw(t, "month")
		d := rapid.IntRange(-400, 400).Draw(t, "day")
		want := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
		got := proviso.DayOf(y, m, d)
		if int64(got)*86400 != want.Unix() {
			t.Fatalf("DayOf(%d, %d, %d) = %d, want %d", y, m, d, got, want.Unix()/86400)
		}
		gy, gm, gd := got.Civil()
		if gy != want.Year() || gm != int(want.Month()) || gd != want.Day() {
			t.Fatalf("Civil() = %d-%d-%d, want %v", gy, gm, gd, want)
		}
		n := rapid.IntRange(-100_000, 100_000).Draw(t, "n")
		if sum := got.AddDays(n); int64(sum)*86400 != want.AddDate(0, 0, n).Unix() {
			t.Fatalf("AddDays(%d) = %v", n, sum)
		}
	})
}

func TestDayEnds(t *testing.T) {
	const maxInt, minInt = int(^uint(0) >> 1), -int(^uint(0)>>1) - 1
	for _, c := range []struct{ got, want proviso.Day }{
		{proviso.FirstDay.AddDays(5), proviso.FirstDay},
		{proviso.LastDay.AddDays(-5), proviso.LastDay},
		{proviso.Day(0).AddDays(maxInt), proviso.LastDay},
		{proviso.Day(0).AddDays(minInt), proviso.FirstDay},
		{proviso.DayOf(maxInt, maxInt, maxInt), proviso.LastDay - 1},
		{proviso.DayOf(minInt, minInt, minInt), proviso.FirstDay + 1},
		{proviso.DayOf(2022, 11, maxInt), proviso.LastDay - 1},
	} {
		if c.got != c.want {
			t.Errorf("got %d, want %d", c.got, c.want)
		}
	}
}

func TestDayString(t *testing.T) {
	for _, c := range []struct {
		day  proviso.Day
		want string
	}{
		{0, "1970-01-01"},
		{proviso.DayOf(2022, 11, 12), "2022-11-12"},
		{proviso.DayOf(0, 2, 29), "0000-02-29"},
		{proviso.DayOf(-44, 3, 15), "-0044-03-15"},
		{proviso.DayOf(12022, 1, 2), "Y12022-01-02"},
		{proviso.FirstDay, ".."},
		{proviso.LastDay, ".."},
	} {
		if got := c.day.String(); got != c.want {
			t.Errorf("got %s, want %s", got, c.want)
		}
	}
}

func TestParseDay(t *testing.T) {
	for in, want := range map[string]proviso.Day{
		"2022-11-12": proviso.DayOf(2022, 11, 12), "1970-01-01": 0, "-0044-03-15": proviso.DayOf(-44, 3, 15),
	} {
		if got, err := proviso.ParseDay(in); err != nil || got != want {
			t.Errorf("ParseDay(%q) = %v, %v", in, got, err)
		}
	}
	for _, in := range []string{"", "?", "2022", "2022-11", "2022-11-12?", "2022-11-12T10:00:00Z", " 2022-11-12",
		"2022-11-12/2022-11-12", "..", "2022-02-30", "2022-1-1"} {
		if got, err := proviso.ParseDay(in); err == nil {
			t.Errorf("ParseDay(%q) = %v, want an error", in, got)
		}
	}
}
