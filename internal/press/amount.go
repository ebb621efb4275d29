package press

import (
	"strconv"
	"strings"

	"github.com/proviso-ledger/proviso"
)

var numberWords = map[string]int64{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
	"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}

var multiples = map[string]int64{"hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000, "dozen": 12,
	"m": 1_000_000, "bn": 1_000_000_000}

// unitNouns are the things that are counted, in the singular.
var unitNouns = set(`round shell tank howitzer missile jet aircraft plane vehicle container ton tonne gun rifle launcher drone battery system
	projectile mine bomb rocket helicopter carrier truck unit cartridge piece bullet mortar radar interceptor ship boat warship submarine
	fighter mig gepard leopard krab marder kit device fuze charge grenade tanker pallet crate box barrel engine chassis loiterer himars
	javelin stinger patriot abrams haubitze obus goggle site licence permit contract consignment train wagon`)

// amounts finds the counts of things in a stretch of content.
func (b *drafter) amounts(c rng) []Amount {
	var out []Amount
	for i := c.a; i < c.b; i++ {
		if a, e := b.amountAt(i, c.b); e > i {
			out = append(out, a)
			i = e - 1
		}
	}
	return out
}

// amountAt reads one count with its unit at i: "more than 100,000 rounds of
// 155mm", "330,000 to 500,000 shells", "up to 18 Krab howitzers".
func (b *drafter) amountAt(i, hi int) (Amount, int) {
	bound, k := b.bound(i, hi)
	low, k2, ok := b.count(k, hi)
	if !ok {
		return Amount{}, i
	}
	k = k2
	q := proviso.Quantity{Least: low, Most: low}
	approximate := false
	if k < hi && (b.t[k].low == "to" || b.t[k].low == "and" && bound == "between" || b.t[k].text == "-" || b.t[k].text == "–") {
		if high, e, ok := b.count(k+1, hi); ok && high >= low {
			q.Most, k = high, e
		}
	}
	switch bound {
	case "more":
		q = proviso.Quantity{Least: low + 1, Most: proviso.Unbounded}
	case "least":
		q.Most = proviso.Unbounded
	case "most":
		q.Least = 0
	case "fewer":
		q = proviso.Quantity{Least: 0, Most: max(low-1, 0)}
	case "about":
		approximate = true
	}
	unit, item, e := b.unit(k, hi)
	if unit == "" {
		return Amount{}, i
	}
	r := rng{i, e}
	return Amount{Span: b.span(r), Words: b.words(r), Count: q, Approximate: approximate, Unit: unit, Item: item}, e
}

// bound reads what limits a number: "more than", "at least", "about".
func (b *drafter) bound(i, hi int) (string, int) {
	next := ""
	if i+1 < hi {
		next = b.t[i+1].low
	}
	switch b.t[i].low {
	case "more", "over":
		if next == "than" {
			return "more", i + 2
		}
		if b.t[i].low == "over" {
			return "more", i + 1
		}
	case "at":
		if next == "least" {
			return "least", i + 2
		}
		if next == "most" {
			return "most", i + 2
		}
	case "up":
		if next == "to" {
			return "most", i + 2
		}
	case "as":
		if (next == "many" || next == "much") && i+2 < hi && b.t[i+2].low == "as" {
			return "most", i + 3
		}
	case "fewer", "less", "under":
		if next == "than" {
			return "fewer", i + 2
		}
	case "about", "around", "nearly", "almost", "roughly", "approximately", "some":
		return "about", i + 1
	case "between":
		return "between", i + 1
	}
	return "", i
}

// count reads "100,000", "2.4 million", "fourteen", "a dozen", "half a million".
func (b *drafter) count(i, hi int) (int64, int, bool) {
	if i >= hi || !b.t[i].word || i > 0 && (b.t[i-1].text == "$" || b.t[i-1].text == "€" || b.t[i-1].text == "£" || b.t[i-1].low == "usd") {
		return 0, 0, false
	}
	low := b.t[i].low
	times := func(k int) int64 {
		if k < hi {
			return multiples[b.t[k].low]
		}
		return 0
	}
	if low == "half" && i+2 < hi && b.t[i+1].low == "a" && times(i+2) > 0 {
		return times(i+2) / 2, i + 3, true
	}
	if (low == "a" || low == "an") && times(i+1) > 0 {
		return times(i + 1), i + 2, true
	}
	n, ok := numberWords[low]
	if !ok {
		year := len(low) == 4 && (low[:2] == "19" || low[:2] == "20") && i > 0 && b.t[i-1].is(clsPrep|clsMonth)
		if year || low[0] < '0' || low[0] > '9' {
			return 0, 0, false
		}
		return b.digits(i, times(i+1))
	}
	if m := times(i + 1); m > 0 {
		return n * m, i + 2, true
	}
	return n, i + 1, true
}

// digits reads a number in figures, with a word such as million behind it.
func (b *drafter) digits(i int, times int64) (int64, int, bool) {
	low := strings.ReplaceAll(b.t[i].low, ",", "")
	whole, part, decimal := strings.Cut(low, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || n < 0 || n > 1_000_000_000_000 {
		return 0, 0, false
	}
	if times == 0 {
		return n, i + 1, !decimal
	}
	n *= times
	unit := times
	for _, r := range part {
		if r < '0' || r > '9' || unit%10 != 0 {
			return 0, 0, false
		}
		unit /= 10
		n += int64(r-'0') * unit
	}
	return n, i + 2, true
}

// unit reads the noun that is counted and what it is a count of: up to four
// words that qualify it may stand between.
func (b *drafter) unit(k, hi int) (unit, item string, end int) {
	from := k
	if k+1 < hi && b.t[k].low == "of" && (b.t[k+1].is(clsDet | clsPoss)) {
		from = k + 2
	}
	found := -1
	for i := from; i < hi && i < from+6; i++ {
		t := &b.t[i]
		if !t.word || i > from && t.is(clsPrep|clsCoord) || t.is(clsAux|clsModal|clsPron|clsSub) {
			break
		}
		if unitNouns[countNoun(t.low)] {
			found = i
		} else if found >= 0 {
			break
		}
	}
	if found < 0 {
		return "", "", 0
	}
	unit, end = countNoun(b.t[found].low), found+1
	item = b.words(rng{from, end})
	if end+1 < hi && b.t[end].low == "of" {
		e := end + 1
		for e < hi && e < end+7 && b.t[e].word && !b.t[e].is(clsPrep|clsCoord|clsSub|clsRel|clsPron|clsAux|clsModal|clsVerb) && b.t[e].cue == nil {
			e++
		}
		if e > end+1 {
			item, end = b.words(rng{end + 1, e}), e
		}
	}
	return unit, item, end
}

func countNoun(low string) string {
	if low == "batteries" {
		return "battery"
	}
	if i := strings.LastIndexByte(low, '-'); i >= 0 && strings.HasPrefix(low, "mig") {
		return "mig"
	}
	return singular(low)
}
