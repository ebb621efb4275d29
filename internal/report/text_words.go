package report

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	proviso "github.com/proviso-ledger/proviso"
)

// plural gives the unit for n units: "round" becomes "rounds". Signs such as kg,
// words such as aircraft and words in another script stay as they are.
func plural(unit string, n int64) string {
	switch {
	case n == 1 || len(unit) <= 2 || unit[len(unit)-1] >= utf8.RuneSelf || strings.HasSuffix(unit, "craft") || strings.HasSuffix(unit, "s"):
		return unit
	case strings.HasSuffix(unit, "y") && !strings.ContainsAny(unit[len(unit)-2:len(unit)-1], "aeiou"):
		return unit[:len(unit)-1] + "ies"
	case strings.HasSuffix(unit, "x") || strings.HasSuffix(unit, "ch") || strings.HasSuffix(unit, "sh"):
		return unit + "es"
	}
	return unit + "s"
}

// quantity gives the bounds back as a quantity.
func (b Bounds) quantity() proviso.Quantity {
	if b.Most == nil {
		return proviso.Quantity{Least: b.Least, Most: proviso.Unbounded}
	}
	return proviso.Quantity{Least: b.Least, Most: *b.Most}
}

// none says whether it is certain that there are no units.
func (b Bounds) none() bool { return b.Most != nil && *b.Most == 0 }

// countWords gives "100,000 rounds", "0 to 100,000 rounds", "at least 1 round",
// "any number of rounds".
func countWords(b Bounds, unit string) string {
	q := b.quantity()
	switch {
	case !q.Known():
		return "any number of " + plural(unit, 2)
	case q.Least == 0 && q.Most > 0 && q.Most != proviso.Unbounded:
		return "0 to " + proviso.Exactly(q.Most).Human() + " " + plural(unit, 2)
	}
	return sizeWords(b, unit)
}

// sizeWords is countWords for a movement, of which 0 to 5 reads worse than at
// most 5.
func sizeWords(b Bounds, unit string) string {
	q := b.quantity()
	switch {
	case !q.Known():
		return "unknown number of " + plural(unit, 2)
	case q.Most == proviso.Unbounded:
		return q.Human() + " " + plural(unit, q.Least)
	}
	return q.Human() + " " + plural(unit, q.Most)
}

var months = [...]string{"January", "February", "March", "April", "May", "June", "July",
	"August", "September", "October", "November", "December", "", "", "", "", "", "", "", "",
	"spring", "summer", "autumn", "winter"}

// dateWords puts an EDTF date into words: "November 2022 or later", "by 2023",
// "about 2022-11-11".
func dateWords(edtf string) string {
	from, to, interval := strings.Cut(edtf, "/")
	noFrom, noTo := from == ".." || from == "", to == ".." || to == ""
	switch {
	case edtf == "" || edtf == "?" || edtf == "..":
		return "on a day not known"
	case !interval:
		return pointWords(edtf)
	case noFrom && noTo:
		return "on a day not known"
	case noFrom:
		return "by " + pointWords(to)
	case noTo:
		return pointWords(from) + " or later"
	}
	return "between " + pointWords(from) + " and " + pointWords(to)
}

func pointWords(s string) string {
	hedge := ""
	switch s[len(s)-1] {
	case '?':
		hedge, s = "perhaps ", s[:len(s)-1]
	case '~':
		hedge, s = "about ", s[:len(s)-1]
	case '%':
		hedge, s = "perhaps about ", s[:len(s)-1]
	}
	s = strings.TrimSuffix(strings.TrimSuffix(s, "-XX"), "-XX")
	if year, month, ok := strings.Cut(s, "-"); ok && len(year) == 4 && len(month) == 2 {
		if n, err := strconv.Atoi(month); err == nil && n >= 1 && n <= len(months) && months[n-1] != "" {
			return hedge + months[n-1] + " " + year
		}
	}
	return hedge + s
}

// verdictWords are the words for people: what has happened was kept or
// breached, what has not may or may not happen. What is only reported was kept
// or breached if the report is so.
func verdictWords(v string, b proviso.Basis) string {
	if isPast(b) {
		switch v {
		case proviso.Permitted.String():
			v = "kept"
		case proviso.Forbidden.String():
			v = "breached"
		}
	}
	if b == proviso.Reported && v != proviso.Undetermined.String() {
		v += " if so"
	}
	return v
}

// moneyWords puts an amount as an answer has it into words.
func moneyWords(s string) string {
	m, err := proviso.ParseMoney(s)
	if err != nil {
		return s
	}
	return m.Human()
}

// nameWord is a run of characters that an id can have.
var nameWord = regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9._/:-]*[A-Za-z0-9]|[A-Za-z0-9]`)

// named puts the names of parties in the place of their ids. Ids that look like
// a plain word are left alone, for they may be one.
func named(s *proviso.Snapshot, text string) string {
	return nameWord.ReplaceAllStringFunc(text, func(w string) string {
		if strings.ToLower(w) == w {
			return w
		}
		return s.PartyName(proviso.PartyID(w))
	})
}

func isPast(b proviso.Basis) bool { return b == proviso.Recorded || b == proviso.Reported }

// verdictStyle gives the style of a verdict word; words that are none are plain.
func verdictStyle(v string) style {
	switch v {
	case proviso.Permitted.String():
		return good
	case proviso.Undetermined.String(), proviso.Missing.String():
		return doubt
	case proviso.Forbidden.String():
		return bad
	}
	return plain
}

// joinAnd joins words: "a", "a and b", "a, b and c".
func joinAnd(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}
