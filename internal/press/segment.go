package press

import "strings"

func (x *scan) hasRelative(r rng) bool {
	for i := r.a; i < r.b; i++ {
		if strings.HasPrefix(x.low(i), "who") || x.low(i) == "which" || x.low(i) == "where" || x.low(i) == "whom" || i == r.a && x.low(i) == "that" {
			return true
		}
	}
	return false
}

// clauseStart goes left from hi to where the clause of its subject can begin.
func (x *scan) clauseStart(hi int) int {
	i := hi - 1
	for i >= x.a && hi-i < 60 {
		t := x.tok(i)
		if t.text == ";" || t.text == ":" || i < x.used {
			break
		}
		if t.quote >= 0 {
			o := x.shortQuote(i)
			if o < 0 {
				break
			}
			i = o
		}
		i--
	}
	return i + 1
}

// shortQuote returns the opening mark of a quoted word or two that ends at i
// and is part of a noun phrase, -1 when the quotation is speech.
func (x *scan) shortQuote(i int) int {
	comma := x.tok(i-1).text == "," // the author of "Shells," a book
	if x.tok(i).word || i < 1 || !x.tok(i-1).word && !comma {
		return -1
	}
	for k := i - 1; k >= x.a && i-k < 9; k-- {
		if x.tok(k).quote == x.tok(i).quote {
			continue
		}
		if comma && (!x.at(k, clsPrep|clsDet) && (x.tok(k).cue == nil || x.tok(k).cue.verb != "cite") || x.low(k) == "that") {
			return -1
		}
		return k + 1
	}
	return -1
}

// segments cuts a clause at commas, brackets and dashes.
func (x *scan) segments(lo, hi int) []segment {
	var out []segment
	from := lo
	flush := func(i int) {
		if i > from {
			s := segment{rng: rng{from, i}}
			for k := from; k < i; k++ {
				if x.finite(k) && !(k > from && x.at(k-1, clsRel)) && !x.inRelative(from, k) {
					s.verb = true
				}
			}
			out = append(out, s)
		}
		from = i + 1
	}
	for i := lo; i < hi; i++ {
		switch x.tok(i).text {
		case ",", "(", ")", "—", "–", "--", "-", "[", "]":
			flush(i)
		}
	}
	flush(hi)
	return out
}

// inRelative tells that the verb at k belongs to a relative clause begun in
// the same segment, and is its first verb.
func (x *scan) inRelative(from, k int) bool {
	for i := k - 1; i >= from; i-- {
		if x.finite(i) && !x.at(i, clsAux|clsModal) || x.tok(i).text == "," {
			return false
		}
		if strings.HasPrefix(x.low(i), "who") || x.low(i) == "which" {
			return true
		}
	}
	return false
}
