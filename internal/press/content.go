package press

import "strings"

// start finds where the content after a cue begins.
func (x *scan) start(k int, c *cueWord) int {
	if c.has(frTo) && x.low(k) == "to" {
		return k
	}
	if c.has(frHearer) && c.verb != "ask" {
		k = x.hearer(k)
	}
	if k < x.end && (x.low(k) == "that" || x.tok(k).quote >= 0) {
		return k
	}
	if c.verb == "ask" {
		if h := x.hearer(k); h > k && h < x.end && (x.at(h, clsSub) && !x.at(h, clsPrep) || x.low(h) == "about" || x.low(h) == "who" || x.low(h) == "which") {
			return h
		}
	}
	n := x.adjuncts(k)
	if dash(x.tok(n).text) {
		for m := n + 1; m < x.end && m < n+14 && x.tok(m).quote < 0; m++ {
			if dash(x.tok(m).text) {
				n = m + 1 // "said - on Twitter, as it happens - that"
				break
			}
		}
	}
	if that := x.afterTitle(n); that > n {
		return that
	}
	if n+1 < x.end && x.tok(n).text == "," && x.tok(n+1).quote >= 0 {
		return n + 1
	}
	if c.has(frObject) && !c.has(frClause) && n < x.end && !x.clauseAhead(n) {
		return k
	}
	if n < x.end && x.tok(n).text == ":" {
		return n + 1
	}
	if n < x.end && x.tok(n).text == "," {
		if q := x.afterAside(n); q > n {
			return q
		}
		if x.tok(n-1).cue == c && (c.has(frSpeech) || c.has(frFront) && x.at(x.a, clsCoord) && x.tok(x.a+1).text == ",") {
			return n + 1
		}
	}
	if x.low(n) == "of" || x.low(n) == "about" {
		for q := n; q < x.end && q < n+14; q++ {
			if x.tok(q).quote >= 0 {
				if !x.tok(q - 1).word {
					return q
				}
				break
			}
		}
	}
	return n
}

// afterTitle passes over a quoted title before "that": on the show "Dawn" that.
func (x *scan) afterTitle(n int) int {
	e := n
	for e < x.end && e < n+9 && x.tok(e).quote >= 0 {
		e++
	}
	if e > n && x.low(e) == "that" {
		return e
	}
	return n
}

// afterAside finds the words behind ", in reference to the talks, " or a
// plain comma: an opening quotation mark or "that" with no verb before it.
func (x *scan) afterAside(n int) int {
	for k := n + 1; k < x.end && k < n+26; k++ {
		if x.tok(k).quote >= 0 || x.low(k) == "that" && !x.tok(k-1).word {
			if k == n+1 || !x.tok(k-1).word {
				return k
			}
			return n
		}
		if x.finite(k) && !x.at(n+1, clsRel) && x.low(n+1) != "where" {
			return n
		}
	}
	return n
}

// stopAt finds where content that runs to the right ends.
func (x *scan) stopAt(k int, c *cueWord, rel bool) int {
	object := c.has(frObject) && x.low(k) != "that" && x.tok(k).quote < 0
	for i := x.charge(k, c); i < x.end; i++ {
		if x.tok(i).quote >= 0 {
			continue
		}
		t := x.tok(i)
		object = object && !x.finite(i)
		if object && !c.objectOnly() {
			d := *c
			d.frame = frObject
			c2 := &d
			if (t.text == "," || dash(t.text)) && x.newClause(i+1, c2, rel) {
				return i
			}
		}
		switch {
		case t.low == "according" && x.low(i+1) == "to":
			if i <= k+2 && x.low(k) == "that" {
				continue // "that, according to the report, the guns"
			}
			return i
		case t.is(clsCoord) && x.cueVerbAfter(i+1):
			return i
		case t.is(clsCoord) && x.tok(i-1).text != "," && x.newSpeaker(i+1):
			return i
		case i-2 > k && x.tok(i-1).quote >= 0 && x.tok(i-2).text == "," &&
			(x.cueSoon(i, 16) || x.newClause(i, c, rel) || (t.low == "but" || t.low == "while") && x.mainAfter(i+1)):
			return i
		case rel && c.named() && i-2 >= k && x.tok(i-1).quote >= 0 && x.tok(i-2).text == ",":
			return i // what they called "shells," old guns
		case rel && (c.objectOnly() || x.low(k) == "to") && x.finite(i):
			return i
		case (object || x.low(k) == "to") && t.is(clsCoord) && (x.at(i+1, clsVerb) || x.finite(i+1) && strings.HasSuffix(x.low(i+1), "ed") || x.tok(i-1).text == "," && x.mainAfter(i+1)):
			return i
		case object && (t.low == "after" || t.low == "before" || t.low == "while" || t.low == "by" || t.low == "without") && strings.HasSuffix(x.low(i+1), "ing"):
			return i
		case (t.text == "," || dash(t.text)) && x.at(i+1, clsRel|clsSub) && x.at(k, clsSub) && !x.at(k, clsPrep) && !x.verbBetween(k+1, i):
			continue // "that Kim, who leads the talks, had": the verb is still to come
		case (t.text == "," || dash(t.text)) && (x.newClause(i+1, c, rel) || x.othersQuotation(i+1) || x.openingIng(k, i+1)):
			return i
		case (t.text == ";" || t.text == ":") && (x.cueSoon(i+1, 12) || x.othersQuotation(i+1)):
			return i
		case c.objectOnly() && x.low(k) != "to" && x.low(k) != "not" && (t.low == "in" || t.low == "on" || t.low == "at" || t.low == "during" || t.low == "via") && x.eventPhrase(i), c.objectOnly() && (t.low == "despite" || t.low == "while" || t.low == "because"),
			c.objectOnly() && (t.low == "after" || t.low == "when" || t.low == "as") && x.cueSoon(i+1, 8):
			return i
		case (t.low == "even" && x.low(i+1) == "as" || t.low == "although" || t.low == "though" || t.low == "whereas") && x.cueSoon(i+1, 14):
			return i
		}
	}
	return x.end
}

var charges = map[string]string{"accuse": "of", "ask": "to", "urge": "to"}

// charge passes over whom a verb accuses or asks, and what is said of them, to
// the "of" or "to" of the charge: "accused Kim, the minister, of lying".
func (x *scan) charge(k int, c *cueWord) int {
	link := charges[c.verb]
	if link == "" || x.tok(k).quote >= 0 {
		return k + 1
	}
	comma := false
	for i := k + 1; i < x.end && i < k+24 && x.tok(i).quote < 0; i++ {
		switch {
		case x.tok(i).text == ",":
			comma = true
		case comma && x.low(i) == link && x.tok(i-1).text == ",":
			return i
		case x.finite(i) && !x.relBefore(i):
			return k + 1
		}
	}
	return k + 1
}

// openingIng tells that the content from k hangs on a participle that opens
// the sentence and the subject of its main clause stands at i.
func (x *scan) openingIng(k, i int) bool {
	if k-x.a > 4 || !x.at(i, clsDet|clsPoss|clsPron) && !x.tok(i).capital || x.at(i, clsRel) {
		return false
	}
	for j := x.a; j < k; j++ {
		if c := x.tok(j).cue; c != nil && c.form == fmIng {
			return j == x.a || j == x.a+1 && x.at(x.a, clsPrep|clsSub|clsAdv)
		}
	}
	return false
}

// othersQuotation tells that the quotation at i has a cue of its own behind it:
// `Lee called it a delay - "a long one," he said`.
func (x *scan) othersQuotation(i int) bool {
	if x.tok(i).quote < 0 {
		return false
	}
	e := i
	for e < x.end && x.tok(e).quote == x.tok(i).quote {
		e++
	}
	return x.tok(e-2).text == "," && e+1 < x.end && cueFollows(x.t, e, min(e+4, x.end))
}

func dash(s string) bool { return s == "—" || s == "–" || s == "--" || s == "-" }

// newSpeaker tells that "and" is followed by another name and its plain verb
// of speech: "and Clinton said", "and others have said".
func (x *scan) newSpeaker(i int) bool {
	if !x.tok(i).capital && x.low(i) != "others" && !x.at(i, clsNum) {
		return false
	}
	for k := i + 1; k < x.end && k < i+5; k++ {
		t := x.tok(k)
		if !t.word || t.quote >= 0 {
			return false
		}
		if t.cue.has(frSpeech) && t.cue.form != fmBase && t.cue.form != fmIng {
			return true
		}
	}
	return false
}

// cueVerbAfter tells that "and" or "but" is followed by a second reporting
// verb of the same speaker.
func (x *scan) cueVerbAfter(i int) bool {
	if i < x.end && (x.low(i) == "who" || x.low(i) == "he" || x.low(i) == "she" || x.low(i) == "they") {
		i++
	}
	denied := false
	for i < x.end && x.tok(i).quote < 0 && (x.at(i, clsAux|clsModal|clsAdv|clsNeg) && !x.at(i, clsDet|clsPron)) {
		denied = denied || doForms[x.low(i)]
		i++
	}
	if c := x.tok(i).cue; denied && c != nil && c.form == fmBase && !c.has(frBelief) {
		return true // but did not recommend
	}
	if i+1 < x.end && x.tok(i).quote < 0 && x.low(i+1) == "that" && strings.HasSuffix(x.low(i), "ed") {
		return true
	}
	if i >= x.end || x.tok(i).quote >= 0 {
		return false
	}
	c := x.tok(i).cue
	if c == nil || x.tok(i).capital || c.has(frBelief) && (c.form == fmBase || x.low(i+1) != "that" && c.mode != Plans) {
		return false
	}
	if x.at(i-1, clsAux) && beForms[x.low(i-1)] {
		return false
	}
	if c.form == fmIng {
		return x.clauseAhead(i+1) && !c.has(frBelief)
	}
	return c.form == fmPast && x.low(i+1) != "by" && (c.has(frSpeech) || x.clauseAhead(i+1) || x.particles(i) > i+1 || x.low(i+1) == "whether" || x.low(i+1) == "in" || x.low(i+1) == "on" || x.low(i+1) == "out") || c.form == fmS && !c.has(frNoun)
}

// newClause tells that after a comma the text leaves the content.
func (x *scan) newClause(i int, c *cueWord, rel bool) bool {
	if i >= x.end || x.tok(i).quote >= 0 {
		return false
	}
	t := x.tok(i)
	if t.cue != nil && t.cue.form == fmIng && !t.cue.has(frBelief) {
		return true
	}
	if rel && x.restrictsOnly(i) || !x.split && (x.subLead() || x.prepLead(i)) && x.mainAfter(i) {
		return true
	}
	objectOnly := c.objectOnly()
	if objectOnly && x.mainAfter(i) {
		return true
	}
	if (t.low == "while" || t.low == "before" || t.low == "after" || t.low == "by") && i+1 < x.end && x.tok(i+1).cue != nil && x.tok(i+1).cue.form == fmIng {
		return true
	}
	if t.cue != nil && t.cue.form == fmPast && !t.cue.has(frBelief) && i+1 < x.end && (x.at(i+1, clsObj) || x.low(i+1) == "that" || x.tok(i+1).quote >= 0) && x.verbal(i) {
		return true
	}
	if x.answered(i) || t.low == "compared" {
		return true
	}
	if objectOnly && t.low != "including" && t.low != "like" && (t.is(clsPrep|clsPron|clsRel|clsAux) && !t.is(clsCoord) || strings.HasSuffix(t.low, "ing")) {
		return true
	}
	switch t.low {
	case "but":
		return x.cueSoon(i+1, 14) || objectOnly || !x.at(i+1, clsPron) && x.mainAfter(i+1)
	case "while", "as", "after", "though", "although", "even", "and", "when", "which", "before", "who", "whom", "because", "since", "where":
		if x.cueSoon(i+1, 14) || t.is(clsRel) && x.relativeCue(i+1) {
			return true
		}
		return objectOnly && (t.low == "while" || t.low == "though" || t.low == "although" || t.low == "which" || t.low == "after" || t.low == "as" || t.low == "who" || t.low == "and" && x.verbSoon(i))
	}
	return false
}

// subLead tells that the sentence opens with a dependent clause.
func (x *scan) subLead() bool {
	i := x.a
	if x.at(i, clsCoord) {
		i++
	}
	if strings.HasSuffix(x.low(i), "ing") && x.low(i) != "during" && x.low(i) != "according" {
		return true
	}
	switch x.low(i) {
	case "when", "while", "after", "as", "although", "though", "if", "because", "since", "before", "even", "whereas", "once", "asked":
		return true
	}
	return false
}

// prepLead tells that the sentence opens with a preposition and the comma
// before i is its first.
func (x *scan) prepLead(i int) bool {
	if !x.at(x.a, clsPrep) || x.nest > 0 {
		return false
	}
	for k := x.a; k < i-1; k++ {
		if x.tok(k).text == "," || x.tok(k).quote >= 0 {
			return false
		}
	}
	return true
}

// mainAfter tells that a new subject and its verb follow. A subject that opens
// with a plain noun may be an apposition, so it needs a surer verb.
func (x *scan) mainAfter(i int) bool {
	t := x.tok(i)
	plain := !t.capital && !t.is(clsDet|clsPoss|clsPron|clsNum)
	if t.quote >= 0 || !t.word || t.is(clsRel) || plain && (t.class&^clsOffice != 0 || strings.HasSuffix(t.low, "ing") || strings.HasSuffix(t.low, "ed")) {
		return false
	}
	for k := i + 1; k < x.end && k < i+14; k++ {
		switch {
		case x.tok(k).quote >= 0 || !x.tok(k).word || plain && x.at(k, clsRel):
			return false
		case x.finite(k) || !plain && x.finiteLoose(k) || x.tok(k).cue != nil && x.tok(k).cue.form != fmBase && x.verbal(k):
			return true
		}
	}
	return false
}

// answered tells an apposition that somebody else speaks to: "a claim that Seoul
// denied", "a point officials dispute".
func (x *scan) answered(i int) bool {
	if w := x.low(i); w != "a" && w != "an" {
		return false
	}
	for k := i + 2; k < x.end && k < i+5; k++ {
		if x.low(k) != "that" && x.low(k) != "which" {
			continue
		}
		for m := k + 1; m < x.end && m < k+9 && x.tok(m).word; m++ {
			if c := x.tok(m).cue; c.has(frObject) && !c.has(frBelief) && c.form != fmIng && c.form != fmBase && (m+1 >= x.end || !x.clauseAhead(m+1)) {
				return m > k+1
			}
		}
	}
	return false
}

// restrictsOnly: after "X, who said that Y," the main verb comes.
func (x *scan) restrictsOnly(i int) bool {
	i = max(i, x.timeEnd(i, x.end))
	for i < x.end && x.at(i, clsAdv) {
		i++
	}
	return x.finite(i)
}

// relativeCue tells that behind a relative pronoun somebody else names what it
// stands for: "which he called", "whom the ministry described as".
func (x *scan) relativeCue(i int) bool {
	for k := i; k < x.end && k < i+6 && x.tok(k).word && x.tok(k).quote < 0; k++ {
		if c := x.tok(k).cue; k > i && c != nil && c.objectOnly() && !c.has(frBelief) && c.form != fmBase && c.form != fmIng {
			return true
		}
	}
	return false
}

// cueSoon looks for a reporting verb with a subject within n tokens.
func (x *scan) cueSoon(i, n int) bool {
	for k := i; k < x.end && k < i+n; k++ {
		if x.tok(k).quote >= 0 || x.tok(k).text == ";" {
			return false
		}
		if x.low(k) == "what" {
			return false
		}
		c := x.tok(k).cue
		if c == nil || c.has(frBelief) || c.form == fmIng || c.form == fmBase && (c.has(frNoun) || !x.numerous(k-1)) || !x.verbal(k) {
			continue
		}
		if c.objectOnly() && c.form != fmIng && k > i && (x.at(k-1, clsPron|clsAux|clsAdv) || x.tok(k-1).capital) && x.clauseAhead(k+1) {
			return true
		}
		if c.has(frClause|frHearer|frThat) && (k == i || x.at(k-1, clsPron|clsAux|clsAdv) || x.tok(k-1).capital || c.has(frSpeech) && x.numerous(k-1) || x.clauseAhead(k+1)) || x.particles(k) > k+1 && (x.at(k-1, clsPron) || x.tok(k-1).capital) {
			return true
		}
	}
	return false
}

// front is the text before a cue that can be its content.
func (x *scan) front(hi int) (rng, bool) {
	lo := x.used
	f := trim(x.t, rng{lo, hi})
	for i := f.b - 1; i > f.a && x.tok(f.b-1).quote >= 0; i-- {
		if (x.tok(i).text == ":" || dash(x.tok(i).text)) && x.tok(i).quote < 0 && x.tok(i+1).quote >= 0 {
			f.a = i + 1
			break
		}
	}
	for f.b-f.a > 1 && x.tok(f.a).quote < 0 && (x.at(f.a, clsCoord) && x.tok(f.a).low != "both") && f.a > x.a {
		f.a++
	}
	if f.b-f.a < 2 && !(f.b > f.a && x.tok(f.a).quote >= 0) {
		return f, false
	}
	last := x.tok(hi - 1)
	return f, last.quote >= 0 || !last.word
}

func (x *scan) hasVerb(r rng) bool {
	for i := r.a; i < r.b; i++ {
		if x.finite(i) {
			return true
		}
	}
	return false
}

func (x *scan) hasQuote(r rng) bool {
	for i := r.a; i < r.b; i++ {
		if x.tok(i).quote >= 0 {
			return true
		}
	}
	return false
}
