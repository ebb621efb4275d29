package press

import "strings"

// right reads the noun phrase after an inverted cue: "said Kim, an aide".
func (x *scan) right(i int) (rng, bool) {
	j := i
	for j < x.end {
		t := x.tok(j)
		if t.quote >= 0 || t.text == ";" || t.text == ":" || t.text == "—" || t.text == "–" || t.text == "--" || t.text == "-" {
			break
		}
		if t.text == "," {
			if !x.apposition(j + 1) {
				break
			}
			j = x.appositionEnd(j + 1)
			continue
		}
		if j > i {
			if x.timeEnd(j, x.end) > j && t.low != "that" && !x.at(j-1, clsDet) && !strings.HasSuffix(x.low(j-1), "ed") && !possessive(t.low) || t.is(clsSub) && !t.is(clsPrep) && t.low != "that" || (t.low == "as" || t.low == "after" || t.low == "before" || t.low == "when") {
				break
			}
			if (t.low == "in" || t.low == "on" || t.low == "during" || t.low == "at" || t.low == "by" || t.low == "via" || t.low == "about" || t.low == "to") && !x.placeOfOffice(j) && !x.whoBefore(i, j) && !x.maker(j) {
				break
			}
			if t.is(clsPron) && !t.is(clsRel) && !t.is(clsAdv) || x.finite(j) && !x.whoBefore(i, j) && x.low(j-1) != "that" || t.is(clsCoord) && !x.nounAfterAnd(j) {
				break
			}
		}
		if j-i > 45 {
			break
		}
		j++
	}
	for j > i && !x.tok(j-1).word && x.tok(j-1).text != ")" {
		j--
	}
	return rng{i, j}, j > i
}

func (x *scan) nounAfterAnd(j int) bool {
	return j+1 < x.end && (x.tok(j+1).capital || x.at(j+1, clsDet|clsPoss|clsOffice)) && !x.at(j+1, clsPron) || x.low(j+1) == "others"
}

// placeOfOffice keeps "director of policy at the institute" together.
func (x *scan) placeOfOffice(j int) bool {
	return (x.low(j) == "at" || x.low(j) == "in" || x.low(j) == "to") && j > x.a && !x.tok(j-1).capital && (x.at(j+1, clsDet) || x.tok(min(j+1, x.b-1)).capital) &&
		(x.at(j-1, clsOffice) || x.low(j) == "at" && x.at(j-2, clsPrep))
}

// maker keeps "a poll by the institute", "people close to the talks" and
// "a letter sent to the panel" together.
func (x *scan) maker(j int) bool {
	p := x.low(j - 1)
	if x.low(j) == "in" {
		return strings.HasSuffix(p, "ed") && !x.tok(j-1).capital
	}
	return x.low(j) == "by" && x.tok(j-1).word && !x.at(j-1, clsTime|clsDay) || x.low(j) == "to" && (p == "close" || strings.HasSuffix(p, "ed") || documents[p])
}

func (x *scan) apposition(k int) bool {
	if k >= x.end || x.tok(k).quote >= 0 {
		return false
	}
	t := x.tok(k)
	if t.low == "of" && x.at(k-2, clsNum) && x.tok(k+1).capital {
		return true // Kim, 55, of Seoul
	}
	if t.cue != nil && t.cue.form == fmIng || strings.HasSuffix(t.low, "ing") && !t.capital {
		return false
	}
	if t.low == "who" || t.low == "whose" {
		for i := k; i < x.end && x.tok(i).text != ","; i++ {
			if x.tok(i).quote >= 0 || x.tok(i).cue != nil && !x.tok(i).cue.has(frBelief) && x.tok(i).cue.form != fmBase {
				return false
			}
		}
		return true
	}
	// a clause of its own is no apposition
	for i := k; i < x.end && x.tok(i).text != ","; i++ {
		if (x.finite(i) || i == k+1 && x.finiteLoose(i)) && !x.whoBefore(k, i) {
			return false
		}
	}
	if t.is(clsDet|clsPoss) && !t.is(clsSub) {
		return true
	}
	if t.is(clsDay | clsMonth) {
		return false
	}
	return !t.capital && t.word || t.capital && (x.commaAfter(k, 4) || x.end-k <= 4 || x.officeAfter(k)) || t.is(clsOffice)
}

// officeAfter tells that a name at k opens an office: "the institute's
// director", "Europe coordinator".
func (x *scan) officeAfter(k int) bool {
	for i := k; i < x.end && i < k+7 && x.tok(i).word; i++ {
		if possessive(x.low(i)) || i > k && x.at(i, clsOffice) {
			return true
		}
		if x.at(i, clsPrep|clsCoord|clsAux) || x.finite(i) {
			return false
		}
	}
	return false
}

func (x *scan) commaAfter(k, n int) bool {
	for i := k; i < x.end && i < k+n; i++ {
		if x.tok(i).text == "," {
			return true
		}
	}
	return false
}

func (x *scan) appositionEnd(k int) int {
	for k < x.end && x.tok(k).text != "," && x.tok(k).text != ";" && x.tok(k).quote < 0 && x.tok(k).text != "—" {
		if (x.low(k) == "in" || x.low(k) == "on" || x.low(k) == "during") && x.eventPhrase(k) {
			break
		}
		if x.timeEnd(k, x.end) > k && x.at(k, clsDay) {
			break
		}
		k++
	}
	return k
}
