package proviso

import (
	"fmt"
	"strings"
)

// dateFix suggests how to write a date that ParseDate does not read. It only
// suggests what ParseDate reads; which day was meant is never guessed.
func dateFix(s string) string {
	lower := strings.ToLower(s)
	switch lower {
	case "unknown", "n/a", "na", "none", "tbd", "tbc", "undated", "-":
		return "write ? if it is not known"
	case "today", "yesterday", "tomorrow", "now":
		return "write the day itself, such as 2022-11-12: a record must read the same on any day"
	}
	for _, w := range fixWords {
		if rest, ok := strings.CutPrefix(lower, w.word+" "); ok && validDate(strings.ToUpper(strings.TrimSpace(rest))) {
			return "write " + fmt.Sprintf(w.form, strings.ToUpper(strings.TrimSpace(rest)))
		}
	}
	if season, year, _ := strings.Cut(lower, " "); seasonCodes[season] != "" && len(year) == 4 && allDigits(year) {
		return "write " + year + "-" + seasonCodes[season]
	}
	if upper := strings.ToUpper(s); upper != s && validDate(upper) {
		return "write " + upper
	}
	if fix := levelTwo(s); fix != "" {
		return fix
	}
	if fix := respell(s); fix != "" {
		return fix
	}
	if strings.ContainsAny(s, "[]{}ES") {
		return "sets and exponents (EDTF level 2) are not read: write an interval such as 2022-03/2022-05"
	}
	return "write YYYY, YYYY-MM or YYYY-MM-DD, an interval such as 2022-11/2023-04 or 2022-11/.., or ? if it is not known"
}

var fixWords = []struct{ word, form string }{
	{"since", "%s/.."}, {"from", "%s/.."}, {"until", "../%s"}, {"till", "../%s"}, {"by", "../%s"},
	{"circa", "%s~"}, {"c.", "%s~"}, {"ca.", "%s~"}, {"about", "%s~"}, {"around", "%s~"},
}

var seasonCodes = map[string]string{"spring": "21", "summer": "22", "autumn": "23", "fall": "23", "winter": "24"}

// levelTwo helps with what EDTF has at level 2 only: one unspecified digit of a
// day or month, and a mark that is not at the end.
func levelTwo(s string) string {
	if stem, ok := strings.CutSuffix(s, "X"); ok {
		var days []string
		for digit := '0'; digit <= '9'; digit++ {
			if day := stem + string(digit); validDate(day) {
				days = append(days, day)
			}
		}
		switch len(days) {
		case 0:
		case 1:
			return "write " + days[0]
		default:
			return "write " + days[0] + "/" + days[len(days)-1]
		}
	}
	if i := strings.IndexAny(s, "?~%"); i >= 0 && i < len(s)-1 {
		if moved := s[:i] + s[i+1:] + s[i:i+1]; validDate(moved) {
			return "write " + moved + ": a mark stands at the end and is of the whole date"
		}
	}
	return ""
}

func validDate(s string) bool {
	if s == "" || s == "?" {
		return false
	}
	_, err := parseDate(s)
	return err == nil
}

// respell takes a date in numbers and month names apart and puts it together
// in the order of ISO 8601. Where two orders are possible it gives both.
func respell(s string) string {
	words := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,./-–—\u00a0", r) })
	if len(words) == 1 && len(s) == 8 && allDigits(s) {
		words = []string{s[:4], s[4:6], s[6:]}
	}
	var month string
	var numbers []string
	for _, w := range words {
		m := monthNumber(w)
		n := strings.TrimRight(strings.ToLower(w), "stndrh")
		switch {
		case m != "" && month == "":
			month = m
		case allDigits(n) && len(n) <= 4:
			numbers = append(numbers, n)
		default:
			return ""
		}
	}
	var tries []string
	switch {
	case month != "" && len(numbers) == 1:
		tries = []string{iso(numbers[0], month)}
	case month != "" && len(numbers) == 2:
		tries = []string{iso(numbers[1], month, numbers[0]), iso(numbers[0], month, numbers[1])}
	case len(numbers) == 3:
		tries = []string{iso(numbers...), iso(numbers[2], numbers[1], numbers[0]), iso(numbers[2], numbers[0], numbers[1])}
	case len(numbers) == 2 && len(numbers[0]) == 4 && len(numbers[1]) == 4:
		tries = []string{numbers[0] + "/" + numbers[1]}
	case len(numbers) == 2:
		tries = []string{iso(numbers...), iso(numbers[1], numbers[0])}
	}
	return suggest(tries)
}

// iso joins year, month and day; "" if the year has not four digits.
func iso(parts ...string) string {
	if len(parts[0]) != 4 {
		return ""
	}
	out := parts[0]
	for _, p := range parts[1:] {
		if len(p) == 1 {
			p = "0" + p
		}
		out += "-" + p
	}
	return out
}

func suggest(tries []string) string {
	var good []string
	for _, t := range tries {
		if validDate(t) && (len(good) == 0 || good[len(good)-1] != t) {
			good = append(good, t)
		}
	}
	switch len(good) {
	case 0:
		return ""
	case 1:
		return "write " + good[0]
	}
	return "write " + strings.Join(good, " or ") + ", whichever is meant"
}

// monthNumber reads an English month name, in full or cut to three letters or
// more ("Sept.").
func monthNumber(word string) string {
	names := [...]string{"january", "february", "march", "april", "may", "june", "july", "august",
		"september", "october", "november", "december"}
	w := strings.ToLower(word)
	for i, name := range names {
		if len(w) >= 3 && strings.HasPrefix(name, w) {
			return fmt.Sprintf("%02d", i+1)
		}
	}
	return ""
}
