package proviso_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/proviso-ledger/proviso"
	"pgregory.net/rapid"
)

func parse(t interface{ Fatalf(string, ...any) }, s string) proviso.Date {
	d, err := proviso.ParseDate(s)
	if err != nil {
		t.Fatalf("ParseDate(%q): %v", s, err)
	}
	return d
}

func fixOf(err error) string {
	var e *proviso.Error
	if errors.As(err, &e) {
		return e.Fix
	}
	return ""
}

// The oracle knows what a text allows from how it was generated, and answers
// by trying every day. Days are counted from 2020-01-01; all dates lie in 0 to
// 90, most at the edges of months so that they meet, and the days from -20 to 109 stand for all that an open end allows.
const outLow, outHigh = -20, 109

// side is one end of a period: the days (or one day and "no limit") it can be.
type side struct{ low, high int }

type sample struct {
	text     string
	days     side // the one uncertain day lies here
	from, to side // the period starts in from and ends in to
}

func iso(n int) string { return time.Date(2020, 1, 1+n, 0, 0, 0, 0, time.UTC).Format(time.DateOnly) }

// point generates a day or a month, perhaps qualified, not before day n.
func point(t *rapid.T, n int) (text string, first, last int, qualified bool) {
	months := []side{{0, 30}, {31, 59}, {60, 89}} // January to March 2020, cut at day 89
	if rapid.Bool().Draw(t, "month") {
		m := 0
		for months[m].low < n && m < 2 {
			m++
		}
		if months[m].low >= n {
			text, first, last = fmt.Sprintf("2020-%02d", m+1), months[m].low, months[m].high
			if m == 2 {
				last = 90 // 31 March
			}
		}
	}
	if text == "" {
		first = max(n, rapid.SampledFrom([]int{0, 1, 2, 29, 30, 31, 32, 58, 59, 60, 61, 88, 89}).Draw(t, "day"))
		text, last = iso(first), first
	}
	if rapid.IntRange(0, 4).Draw(t, "mark") == 0 {
		return text + rapid.SampledFrom([]string{"?", "~", "%"}).Draw(t, "which"), first, last, true
	}
	return text, first, last, false
}

var samples = rapid.Custom(func(t *rapid.T) sample {
	all, minus, plus := side{outLow, outHigh}, side{outLow, outLow}, side{outHigh, outHigh}
	if rapid.IntRange(0, 9).Draw(t, "unknown") == 0 {
		return sample{"?", all, all, all}
	}
	if rapid.Bool().Draw(t, "single") {
		text, first, last, qualified := point(t, 0)
		if qualified {
			return sample{text, all, all, all}
		}
		return sample{text, side{first, last}, side{first, first}, side{last, last}}
	}
	s := sample{days: all, from: all, to: all}
	start, end := "", ""
	next := 0
	switch rapid.IntRange(0, 3).Draw(t, "start") {
	case 0:
		start, s.from = "..", minus
	case 1:
	default:
		text, first, _, qualified := point(t, 0)
		start, next = text, first
		if !qualified {
			s.days.low, s.from = first, side{first, first}
		}
	}
	switch k := rapid.IntRange(0, 3).Draw(t, "end"); {
	case k == 0:
		end, s.to = "..", plus
	case k == 1 && start != "":
	default:
		text, _, last, qualified := point(t, next)
		end = text
		if !qualified {
			s.days.high, s.to = last, side{last, last}
		}
	}
	s.text = start + "/" + end
	return s
})

func verdict(some, all bool) proviso.Truth {
	switch {
	case all:
		return proviso.Yes
	case some:
		return proviso.Maybe
	}
	return proviso.No
}

// every asks f of each pair of days in the two sides.
func every(a, b side, f func(x, y int) bool) proviso.Truth {
	some, all := false, true
	for x := a.low; x <= a.high; x++ {
		for y := b.low; y <= b.high; y++ {
			if f(x, y) {
				some = true
			} else {
				all = false
			}
		}
	}
	return verdict(some, all)
}

func TestDateAgainstBruteForce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := samples.Draw(t, "a"), samples.Draw(t, "b")
		d, o := parse(t, a.text), parse(t, b.text)
		if got, want := d.Before(o), every(a.days, b.days, func(x, y int) bool { return x < y }); got != want {
			t.Fatalf("%s before %s: got %v, want %v", a.text, b.text, got, want)
		}
		if got, want := d.NotAfter(o), every(a.days, b.days, func(x, y int) bool { return x <= y }); got != want {
			t.Fatalf("%s not after %s: got %v, want %v", a.text, b.text, got, want)
		}
		x := rapid.IntRange(0, 89).Draw(t, "x")
		day := proviso.DayOf(2020, 1, 1).AddDays(x)
		if got, want := d.On(day), every(a.days, side{x, x}, func(x, y int) bool { return x == y }); got != want {
			t.Fatalf("%s on %v: got %v, want %v", a.text, day, got, want)
		}
		since := every(a.days, b.from, func(x, y int) bool { return x >= y })
		until := every(a.days, b.to, func(x, y int) bool { return x <= y })
		if got, want := d.During(o), since.And(until); got != want {
			t.Fatalf("%s during %s: got %v, want %v", a.text, b.text, got, want)
		}
	})
}

// During answers Yes or No only if every possible day in every possible period
// gives that answer.
func TestDuringIsSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, p := samples.Draw(t, "a"), samples.Draw(t, "p")
		got := parse(t, a.text).During(parse(t, p.text))
		for range 200 {
			x := rapid.IntRange(a.days.low, a.days.high).Draw(t, "x")
			start := rapid.IntRange(p.from.low, p.from.high).Draw(t, "start")
			end := rapid.IntRange(p.to.low, p.to.high).Draw(t, "end")
			if in := proviso.TruthOf(start <= x && x <= end); got != proviso.Maybe && got != in {
				t.Fatalf("%s during %s: got %v, but day %d in %d to %d", a.text, p.text, got, x, start, end)
			}
		}
	})
}

// A day known less precisely never settles a question, and never settles it
// the other way.
func TestLessPreciseDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := samples.Draw(t, "a"), samples.Draw(t, "b")
		d, other := parse(t, a.text), parse(t, b.text)
		wide := widen(t, d)
		for name, f := range map[string]func(proviso.Date) proviso.Truth{
			"before":           func(d proviso.Date) proviso.Truth { return d.Before(other) },
			"not after":        func(d proviso.Date) proviso.Truth { return d.NotAfter(other) },
			"after":            func(d proviso.Date) proviso.Truth { return other.Before(d) },
			"not before":       func(d proviso.Date) proviso.Truth { return other.NotAfter(d) },
			"during":           func(d proviso.Date) proviso.Truth { return d.During(other) },
			"on the first day": func(d proviso.Date) proviso.Truth { return d.On(proviso.DayOf(2020, 1, 1)) },
		} {
			if was, is := f(d), f(wide); is != was && is != proviso.Maybe {
				t.Fatalf("%v %s %v: %v; widened to %v: %v", d, name, other, was, wide, is)
			}
		}
	})
}

// widen gives a date that allows every day that d allows.
func widen(t *rapid.T, d proviso.Date) proviso.Date {
	switch rapid.IntRange(0, 5).Draw(t, "how") {
	case 0:
		return proviso.Date{}
	case 1:
		return proviso.Between(d.Earliest(), proviso.LastDay)
	case 2:
		return proviso.Between(proviso.FirstDay, d.Latest())
	case 3:
		return proviso.Between(d.Earliest().AddDays(-rapid.IntRange(0, 9).Draw(t, "n")), d.Latest().AddDays(rapid.IntRange(0, 9).Draw(t, "m")))
	case 4:
		return proviso.Hull(d, parse(t, samples.Draw(t, "hull").text))
	}
	if d.Known() && !d.IsInterval() && !d.Qualified() {
		return parse(t, d.String()+"?")
	}
	return d
}

// An end of a period that becomes unknown or doubtful never settles a question.
func TestLessKnownPeriod(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := parse(t, samples.Draw(t, "d").text)
		end := func(label string) string {
			if rapid.IntRange(0, 3).Draw(t, label) == 0 {
				return ".."
			}
			return ""
		}
		start, stop := end("open start"), end("open end")
		n := rapid.IntRange(0, 80).Draw(t, "n")
		if start == "" {
			start = iso(n)
		}
		if stop == "" {
			stop = iso(n + rapid.IntRange(0, 9).Draw(t, "length"))
		}
		was := d.During(parse(t, start+"/"+stop))
		for _, weak := range []string{"/" + stop, start + "/", start + "?/" + stop, start + "/" + stop + "~", "?"} {
			weakPeriod, err := proviso.ParseDate(weak)
			if err != nil {
				continue // "..?" is no date
			}
			if is := d.During(weakPeriod); is != was && is != proviso.Maybe {
				t.Fatalf("%v during %s/%s: %v; during %s: %v", d, start, stop, was, weak, is)
			}
		}
	})
}

func TestHull(t *testing.T) {
	for _, c := range []struct{ a, b, want string }{
		{"2022-11-11", "2022-11-13", "2022-11-11/2022-11-13"},
		{"2022-11-13", "2022-11-11", "2022-11-11/2022-11-13"},
		{"2022-11", "2022-11-11", "2022-11"},
		{"2022-11-11", "2022", "2022"},
		{"2022-11-11", "2022-11-11", "2022-11-11"},
		{"2022-11-11?", "2022-11-11?", "2022-11-11?"},
		{"2022-11-11?", "2022-11-11", "?"},
		{"2022-11", "?", "?"},
		{"2022-11/..", "2022-10", "2022-10-01/.."},
		{"2022-11/..", "2022-12", "2022-11/.."},
		{"2022-11/..", "../2022-12", "../.."},
		{"2022-11/", "2022-12/..", "2022-11/"},
		{"../2022", "/2021", "/2022-12-31"},
		{"../2022?", "../2021", "../"},
		{"2022-11~/2022-12", "2022-10", "/2022-12-31"},
		{"2022/2023", "2023/2024", "2022-01-01/2024-12-31"},
	} {
		a, b := parse(t, c.a), parse(t, c.b)
		if got := proviso.Hull(a, b).String(); got != c.want {
			t.Errorf("Hull(%s, %s) = %s, want %s", c.a, c.b, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := samples.Draw(t, "a"), samples.Draw(t, "b")
		d, o := parse(t, a.text), parse(t, b.text)
		h := proviso.Hull(d, o)
		if h.Earliest() != min(d.Earliest(), o.Earliest()) || h.Latest() != max(d.Latest(), o.Latest()) {
			t.Fatalf("Hull(%v, %v) = %v", d, o, h)
		}
		if again, err := proviso.ParseDate(h.String()); err != nil || again != h {
			t.Fatalf("Hull(%v, %v) = %v, read as %v, %v", d, o, h, again, err)
		}
	})
}

func TestDuring(t *testing.T) {
	for _, c := range []struct {
		day, period string
		want        proviso.Truth
	}{
		{"2022-05-01", "2022-05/2023-09", proviso.Yes},
		{"2023-09-30", "2022-05/2023-09", proviso.Yes},
		{"2023-10-01", "2022-05/2023-09", proviso.No},
		{"2022-04-30", "2022-05/2023-09", proviso.No},
		{"2022", "2022-05/2023-09", proviso.Maybe},
		{"2021/2024", "2022-05/2023-09", proviso.Maybe},
		{"2022-05-31", "2022-05", proviso.Yes},
		{"9999-12-31", "2022-05/..", proviso.Yes},
		{"2022-04", "2022-05/..", proviso.No},
		{"2022-04/2022-05-01", "2022-05/..", proviso.Maybe},
		{"2022-05-31/2022-06", "../2022-05", proviso.Maybe},
		{"2022-06", "2022-05/", proviso.Maybe},
		{"2022-04", "2022-05/", proviso.No},
		{"2022-06", "2022-05?/..", proviso.Maybe},
		{"2022-06", "2022-05/2022-12~", proviso.Maybe},
		{"2022-06?", "2022-05/2022-12", proviso.Maybe},
		{"?", "2022-05/2022-12", proviso.Maybe},
		{"2022", "?", proviso.Maybe},
		{"?", "../..", proviso.Yes},
	} {
		if got := parse(t, c.day).During(parse(t, c.period)); got != c.want {
			t.Errorf("%s during %s: got %v, want %v", c.day, c.period, got, c.want)
		}
	}
}

func BenchmarkParseDate(b *testing.B) {
	for b.Loop() {
		parse(b, "2022-11-07/2022-11-11")
	}
}

func BenchmarkDuring(b *testing.B) {
	d, p := parse(b, "2022-11-07/2022-11-11"), parse(b, "2022-05/..")
	for b.Loop() {
		if d.During(p) != proviso.Yes {
			b.Fatal("not during")
		}
	}
}
