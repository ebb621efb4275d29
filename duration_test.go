package proviso_test

import (
	"testing"
	"time"

	"github.com/proviso-ledger/proviso"
	"pgregory.net/rapid"
)

func TestDurationAfter(t *testing.T) {
	for _, c := range []struct{ from, span, want string }{
		{"2024-01-31", "1 month", "2024-02-29"},
		{"2023-01-31", "1 month", "2023-02-28"},
		{"2024-02-29", "1 year", "2025-02-28"},
		{"2024-02-29", "4 years", "2028-02-29"},
		{"2022-08-31", "18 months", "2024-02-29"},
		{"2022-12-31", "2 months", "2023-02-28"},
		{"2022-11-12", "90 days", "2023-02-10"},
		{"2022-11-12", "0 days", "2022-11-12"},
		{"2022-11-30", "1 month", "2022-12-30"},
	} {
		from, err := proviso.ParseDay(c.from)
		if err != nil {
			t.Fatal(err)
		}
		span, err := proviso.ParseDuration(c.span)
		if err != nil {
			t.Fatal(err)
		}
		if got := span.After(from).String(); got != c.want {
			t.Errorf("%s after %s = %s, want %s", c.span, c.from, got, c.want)
		}
	}
}

func anyDuration(most int) *rapid.Generator[proviso.Duration] {
	return rapid.Custom(func(t *rapid.T) proviso.Duration {
		return proviso.Duration{
			Count: rapid.IntRange(0, most).Draw(t, "count"),
			Unit:  rapid.SampledFrom([]string{"day", "month", "year"}).Draw(t, "unit"),
		}
	})
}

// time.AddDate carries 31 January + 1 month over into March; where the day of
// the month exists the two must agree, elsewhere the last day of the month
// before is wanted.
func TestDurationAgainstTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := proviso.Day(rapid.Int32Range(-800_000, 800_000).Draw(t, "day"))
		u := anyDuration(500).Draw(t, "duration")
		from := time.Unix(int64(d)*86400, 0).UTC()
		var want time.Time
		switch u.Unit {
		case "day":
			want = from.AddDate(0, 0, u.Count)
		case "month":
			want = from.AddDate(0, u.Count, 0)
		case "year":
			want = from.AddDate(u.Count, 0, 0)
		}
		if u.Unit != "day" && want.Day() != from.Day() {
			want = want.AddDate(0, 0, -want.Day())
		}
		if got := u.After(d); int64(got)*86400 != want.Unix() {
			t.Fatalf("%v after %v = %v, want %v", u, d, got, want)
		}
	})
}

func TestDurationMonotone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := proviso.Day(rapid.Int32().Draw(t, "a"))
		b := proviso.Day(rapid.Int32().Draw(t, "b"))
		if rapid.Bool().Draw(t, "near") {
			b = a.AddDays(rapid.IntRange(0, 70).Draw(t, "gap"))
		}
		u := anyDuration(proviso.MaxDuration).Draw(t, "duration")
		a, b = min(a, b), max(a, b)
		if u.After(a) > u.After(b) {
			t.Fatalf("%v: %v < %v but %v > %v", u, a, b, u.After(a), u.After(b))
		}
		if u.After(a) < a {
			t.Fatalf("%v after %v = %v", u, a, u.After(a))
		}
	})
}

func TestDurationEnds(t *testing.T) {
	year := proviso.Duration{Count: 1, Unit: "year"}
	for _, d := range []proviso.Day{proviso.FirstDay, proviso.LastDay} {
		if got := year.After(d); got != d {
			t.Errorf("after the open end %d: %d", d, got)
		}
	}
	if got := year.After(proviso.LastDay - 1); got != proviso.LastDay {
		t.Errorf("beyond the range: got %d", got)
	}
}

func TestParseDuration(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		u := anyDuration(proviso.MaxDuration).Draw(t, "duration")
		if got, err := proviso.ParseDuration(u.String()); err != nil || got != u {
			t.Fatalf("ParseDuration(%q) = %v, %v", u, got, err)
		}
	})
	for in, want := range map[string]string{
		"90 days": "90 days", "1 year": "1 year", "1 days": "1 day", " 18  months ": "18 months", "0 day": "0 days",
	} {
		if got, err := proviso.ParseDuration(in); err != nil || got.String() != want {
			t.Errorf("ParseDuration(%q) = %v, %v, want %s", in, got, err, want)
		}
	}
	const usual = `write a whole number and days, months or years, such as "90 days"`
	for _, c := range []refusal{
		{"15d", `not a duration: "15d"`, usual},
		{"", `not a duration: ""`, usual},
		{"-3 days", `not a duration: "-3 days"`, usual},
		{"1.5 years", `not a duration: "1.5 years"`, usual},
		{"3 daysss", `not a duration: "3 daysss"`, usual},
		{"2 weeks", "a duration is not counted in weeks", `write "14 days"`},
		{"1000001 days", `duration is too long: "1000001 days"`, "the longest is 1000000"},
		{"99999999999999999999 days", `duration is too long: "99999999999999999999 days"`, "the longest is 1000000"},
	} {
		_, err := proviso.ParseDuration(c.in)
		c.check(t, err)
	}
}
