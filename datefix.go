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
	if upper := strings.ToUpper(s); upper != s && validDate(upper) {
		return "write " + upper
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
