package press

import "strings"

var eventNouns = set(`statement interview briefing conference speech letter report tweet post email e-mail press call remarks event rally
	hearing television radio news meeting debate filing testimony memo message note blog column phone telephone
	article release address appearance video summit visit session announcement broadcast podcast parliament ceremony
	documents document text book cable reply response answer twitter facebook telegram x youtube paper studies study op-ed`)

// eventPhrase tells that the preposition at i opens "in a statement".
func (x *scan) eventPhrase(i int) bool {
	for k := i + 1; k < x.end && k < i+9; k++ {
		t := x.tok(k)
		if !t.word || t.quote >= 0 || t.is(clsPrep|clsPron) && k > i+1 || x.finite(k) || t.low == "that" {
			return false
		}
		if eventNouns[strings.TrimSuffix(t.low, "s")] || eventNouns[t.low] {
			return true
		}
	}
	return false
}

var skipAdverbs = set(`yesterday today tonight recently earlier later again too also afterwards separately afterward thereafter
	previously publicly privately flatly bluntly simply only instead once then ago early late here`)

// adjuncts passes over time, manner and occasion behind a cue.
func (x *scan) adjuncts(k int) int {
	for k < x.end && x.tok(k).quote < 0 {
		t := x.tok(k)
		if e := x.timeEnd(k, x.end); e > k && !(t.low == "that" || t.low == "this") {
			k = e
			continue
		}
		if t.low == "this" && x.timeEnd(k, x.end) > k {
			k = x.timeEnd(k, x.end)
			continue
		}
		if skipAdverbs[t.low] || t.is(clsAdv) && strings.HasSuffix(t.low, "ly") && t.low != "only" {
			k++
			continue
		}
		if t.is(clsNum|clsDet) && x.at(k+1, clsTime) && (x.low(k+2) == "ago" || x.low(k+2) == "later" || x.low(k+2) == "earlier" || x.low(k+2) == "before") {
			k += 3
			continue
		}
		if (t.low == "a" || t.low == "just") && (x.low(k+1) == "few" || x.low(k+1) == "couple" || x.timeEnd(k+1, x.end) > k+1) {
			if n := x.adjuncts(k + 1); n > k+1 {
				k = n
				continue
			}
		}
		if t.low == "to" && !x.at(k+1, clsDet|clsPoss|clsObj) && !(k+1 < x.end && (x.tok(k+1).capital || strings.HasSuffix(x.low(k+1), "s"))) {
			break
		}
		if t.is(clsPrep) && !t.is(clsAdv) && t.low != "of" && t.low != "than" && t.low != "like" {
			if e := x.phraseEnd(k); e > k {
				k = e
				continue
			}
		}
		break
	}
	return k
}

// phraseEnd passes over a prepositional phrase when what follows can only be
// the content, or its noun names an occasion.
func (x *scan) phraseEnd(k int) int {
	e := x.npEnd(k + 1)
	if e <= k+1 {
		return k
	}
	if e >= x.end || x.tok(e).quote >= 0 || x.low(e) == "that" || x.tok(e).text == ":" || x.tok(e).text == "," {
		return e
	}
	if x.at(e, clsPrep) && !x.at(e, clsSub) {
		if f := x.phraseEnd(e); f > e {
			return f
		}
	}
	if x.eventPhrase(k) {
		return e
	}
	if x.at(e, clsDet|clsPoss|clsPron) && x.verbSoon(e) {
		return e
	}
	return k
}

func (x *scan) verbSoon(e int) bool {
	for i := e; i < x.end && i < e+10; i++ {
		if x.finite(i) {
			return true
		}
	}
	return false
}

// npEnd finds the end of the noun phrase that begins at k.
func (x *scan) npEnd(k int) int {
	e := k
	for e < x.end {
		t := x.tok(e)
		if !t.word || t.quote >= 0 {
			break
		}
		if e > k {
			if t.low == "that" || t.is(clsSub) && !t.is(clsPrep) || t.is(clsRel) || t.is(clsPron) {
				break
			}
			if t.is(clsPrep) && t.low != "of" && t.low != "for" {
				break
			}
			if x.nounStarts(e) && !x.at(e-1, clsPrep) {
				break
			}
			if x.finite(e) {
				return x.backOff(k, e)
			}
		}
		e++
	}
	return e
}

// backOff leaves the last noun phrase to the clause whose verb stands at e.
func (x *scan) backOff(k, e int) int {
	i := e - 1
	for i > k && x.tok(i).capital && x.tok(i-1).capital {
		i--
	}
	if i > k && !x.at(i-1, clsDet|clsPoss|clsPrep) {
		return i
	}
	return k
}

// hearer passes over whom it was told to.
func (x *scan) hearer(k int) int {
	if k >= x.end || x.tok(k).quote >= 0 {
		return k
	}
	if x.at(k, clsObj) && !x.at(k+1, clsAux|clsModal) && !(x.at(k, clsPoss) && x.low(k) == "her" && x.tok(min(k+1, x.b-1)).word && !x.clauseAhead(k+1)) {
		return k + 1
	}
	if x.low(k) == "that" || x.tok(k).text == ":" || x.tok(k).text == "," || x.timeEnd(k, x.end) > k {
		return k
	}
	e := x.npEnd(k)
	for e > k && e < x.end && (x.low(e) == "of" || x.low(e) == "from" || x.low(e) == "at" || x.low(e) == "in") && x.thatSoon(e) {
		e = x.npEnd(e + 1)
	}
	return e
}

func (x *scan) thatSoon(e int) bool {
	for i := e; i < x.end && i < e+10; i++ {
		if x.low(i) == "that" || x.tok(i).quote >= 0 {
			return true
		}
		if x.finite(i) {
			return false
		}
	}
	return false
}

// onlyTail tells that nothing but time and occasion lies between k and end.
func (x *scan) onlyTail(k int) bool {
	if k >= x.end {
		return true
	}
	n := x.adjuncts(k)
	if n >= x.end {
		return true
	}
	t := x.tok(n)
	if t.text == ";" {
		return true
	}
	if t.quote >= 0 || t.low == "to" && !x.at(n+1, clsDet|clsPoss|clsObj|clsNum) && !x.tok(n+1).capital && !plural(x.low(n+1)) {
		return false
	}
	// "when asked", "as he left the room", "of the talks"
	switch t.low {
	case "when", "as", "while", "after", "before", "during", "of", "about", "in", "at", "on", "to", "from", "with", "through", "without", "ahead", "referring", "for":
		for i := n; i < x.end; i++ {
			if x.tok(i).quote >= 0 || x.tok(i).low == "that" && x.tok(i-1).low != "after" {
				return false
			}
			if x.tok(i).text == "," {
				return i+1 < x.end && x.tok(i+1).cue != nil && x.tok(i+1).cue.form == fmIng
			}
		}
		return true
	}
	return false
}
