package press

import "strings"

// fill finds the content of an attribution with its source to the left.
func (x *scan) fill(f found) int {
	c, after := f.verb, f.cue.b
	lo := f.cue.a
	if !f.shared && f.source.a < lo {
		lo = f.source.a
	}
	if (c.verb == "cite" || c.verb == "quote") && c.form == fmIng {
		return x.citing(f)
	}
	if (c.has(frFront) || x.speechBefore(lo)) && !f.shared && !f.rel && lo > x.used {
		if n := x.fillFront(&f, lo, after); n > 0 {
			return n
		}
	}
	if n := x.asClause(&f, after); n > 0 {
		return n
	}
	k := x.start(after, c)
	if k >= x.end {
		if x.waits(after) && !f.shared && !f.rel && c.has(frFront) {
			x.add(f)
			x.used = x.end
			return x.end
		}
		return f.head
	}
	if !x.complements(k, after, c) {
		return f.head
	}
	gap := x.gap(f.source.a-1, k, c)
	e := x.stopAt(k, c, f.rel || gap)
	con := trim(x.t, rng{k, e})
	if x.nest > 0 && x.idle(con) {
		return f.head
	}
	con = x.withoutDate(con)
	if con.empty() {
		return f.head
	}
	f.content = []rng{con}
	if gap {
		f.content = []rng{{f.source.a - 1, f.source.a}, con}
	}
	x.add(f)
	x.citedBefore(f, after, k)
	x.used = e
	return e
}

// speechBefore tells that a quotation with a mark of its own ends before lo:
// whoever stands behind it speaks it, whatever the verb.
func (x *scan) speechBefore(lo int) bool {
	m := x.tok(lo - 2).text
	return x.tok(lo-1).quote >= 0 && !x.tok(lo-1).word && (m == "," || stop(m))
}

// adverbial tells that what stands before a speaker only says when or where:
// "In the same debate, Lee asked", `Friday on "Dawn," Kim said`.
func (x *scan) adverbial(r rng) bool {
	return (x.at(r.a, clsPrep) || x.timeEnd(r.a, r.b) > r.a) && !x.hasVerb(r) && !x.at(r.a, clsSub)
}

// citedBefore reads whom the source leans on between its cue and its content:
// "the Journal reported on Thursday, citing officials, that".
func (x *scan) citedBefore(f found, after, k int) {
	for i := after; i < k-1; i++ {
		if c := x.tok(i).cue; c != nil && c.verb == "cite" && c.form == fmIng {
			who := trim(x.t, rng{i + 1, k})
			x.add(found{source: f.source, shared: true, verb: c, head: i, cue: rng{i, i + 1}, citing: who, content: []rng{who}})
			return
		}
	}
}

// gap tells that the relative pronoun at g belongs to the content that begins
// at k: "which he said would be", "whom he described as".
func (x *scan) gap(g, k int, c *cueWord) bool {
	if !x.at(g, clsRel) && x.low(g) != "what" || g == x.a || x.low(g) == "that" && !x.tok(g-1).word {
		return false
	}
	if w := x.low(g); (w == "which" || w == "whom") && !x.at(g-1, clsPrep) {
		return true
	}
	return x.at(k, clsAux|clsModal) || c.objectOnly() && (c.named() || x.low(k) == "of") || x.finite(k) && !x.at(k, clsPron)
}

// idle tells "says little about it", which inside other content is no statement.
func (x *scan) idle(con rng) bool {
	switch x.low(con.a) {
	case "little", "nothing", "much", "anything", "more", "so":
		return true
	}
	return false
}

// withoutDate takes a date off the end of content that has no verb: it is the
// date of the saying.
func (x *scan) withoutDate(con rng) rng {
	if x.hasVerb(con) || x.tok(con.b-1).quote >= 0 {
		return con
	}
	for i := con.b - 1; i > con.a && con.b-i < 6; i-- {
		if x.timeEnd(i, con.b) == con.b && x.low(i-1) == "on" && !possessive(x.low(con.b-1)) {
			if x.low(i-1) == "on" {
				i--
			}
			return rng{con.a, i}
		}
	}
	return con
}

// asClause reads "As the minister noted, the shells ..." and "..., as the
// minister noted".
func (x *scan) asClause(f *found, after int) int {
	s := f.source.a
	if f.shared || s <= x.a || x.low(s-1) != "as" || !f.verb.has(frClause|frThat) {
		return 0
	}
	n := x.adjuncts(after)
	if n < x.end && x.tok(n).text == "," && n+2 < x.end {
		e := x.stopAt(n, plainCue, false)
		f.content = []rng{trim(x.t, rng{n, e})}
		x.add(*f)
		x.used = e
		return e
	}
	if !x.onlyTail(n) || s-1 <= x.used || x.tok(s-2).text != "," {
		return 0
	}
	front, ok := x.front(s - 1)
	if !ok {
		return 0
	}
	f.content = []rng{front}
	x.add(*f)
	x.used = x.end
	return x.end
}

// waits tells that the words come in the next sentence.
func (x *scan) waits(after int) bool {
	return x.tok(x.end-1).text == ":" || x.onlyTail(after)
}

// complements holds the frame of the verb against what follows it.
func (x *scan) complements(k, after int, c *cueWord) bool {
	t := x.tok(k)
	quoted := t.quote >= 0 || x.tok(k-1).text == ":"
	switch {
	case quoted || t.low == "that":
		return true
	case t.cue.has(frSpeech) && t.cue.form == fmPast && !x.tok(k-1).word:
		return false // "Kim, who advised Lee, said"
	case c.has(frTo) && t.low == "to" && (x.tok(k+1).word || x.tok(k+1).quote >= 0):
		return true
	case c.has(frClause), c.has(frHearer):
		return x.clausePlausible(k, c)
	case c.has(frObject):
		return t.word && !t.is(clsAux|clsModal) && (!t.is(clsSub) || t.low == "how" || t.low == "what" || t.low == "why" || t.low == "whether") || currency(t.text) || c.named() && t.low == "as" && x.relativeGap(k)
	case x.low(after-1) != "" && x.at(after-1, clsPrep) && x.tok(after-1).cue == nil:
		return t.word || currency(t.text)
	}
	return false
}

func currency(s string) bool { return s == "$" || s == "€" || s == "£" }

func (x *scan) clausePlausible(k int, c *cueWord) bool {
	t := x.tok(k)
	if c.verb == "find" && x.docSubject(x.wordBefore(k, c)) {
		return t.word || t.quote >= 0
	}
	if c.verb == "find" && !x.hasVerb(rng{k, x.end}) && !x.thatSoon(k) || (t.low == "them" || t.low == "him") && !c.has(frObject) {
		return false
	}
	if !t.word || t.is(clsAux|clsModal) && !t.capital && !notFinite[t.low] {
		return t.is(clsAux|clsModal) && x.relativeGap(k)
	}
	if strings.HasSuffix(t.low, "ing") && len(t.low) > 5 {
		return true
	}
	if c.has(frObject) || c.has(frSpeech) || c.has(frWhether) {
		return !t.is(clsPrep) || c.has(frSpeech) || x.hasVerb(rng{k, x.end})
	}
	return x.at(k, clsPron|clsDet|clsPoss|clsNum) || x.tok(k).capital || x.hasVerb(rng{k, x.end}) || x.hasQuote(rng{k, x.end})
}

// wordBefore is the word before the cue c, looked for from k.
func (x *scan) wordBefore(k int, c *cueWord) int {
	for k > x.a && x.tok(k).cue != c {
		k--
	}
	return k - 1
}

// relativeGap tells that a relative pronoun earlier in the clause is the
// subject of the verb at k: "weapons, which he said would be".
func (x *scan) relativeGap(k int) bool {
	for i := k - 1; i >= x.a && k-i < 14; i-- {
		if x.at(i, clsRel) || x.low(i) == "what" {
			return true
		}
	}
	return false
}

// fillFront takes the words before the source when they are what was said.
// It returns 0 when they are not.
func (x *scan) fillFront(f *found, lo, after int) int {
	front, ok := x.front(lo)
	if !ok {
		return 0
	}
	if x.timeEnd(front.a, front.b) == front.b {
		return 0
	}
	quoted := x.tok(front.b-1).quote >= 0
	if x.tok(front.a).quote < 0 && front.a == x.a && (quoted && x.subLead() && x.low(x.a) != "if" || x.adverbial(front)) {
		return 0
	}
	k := after
	n := x.adjuncts(k)
	if quoted && x.tok(front.a).quote >= 0 || quoted && front.b-front.a > 3 {
		if n < x.end && x.low(n) == "that" && n == after {
			return 0
		}
		f.content = append(f.content, front)
		n, f.content = x.resume(k, f.content)
		x.add(*f)
		x.used = n
		return max(n, after)
	}
	if (x.low(front.a) == "if" || x.low(front.a) == "unless") && n < x.end && x.tok(n).text != "," && f.verb.has(frSpeech) && !x.onlyTail(k) {
		e := x.stopAt(n, f.verb, false)
		f.content = []rng{front, trim(x.t, rng{n, e})}
		x.add(*f)
		x.used = e
		return e
	}
	switch {
	case x.onlyTail(k) || n >= x.end:
		f.content = append(f.content, front)
		x.add(*f)
		for n < x.end && x.tok(n).text != "," {
			n++
		}
		x.used = n
		return max(n, after)
	case n < x.end && x.tok(n).text == "," && (f.verb.has(frSpeech) || f.verb.has(frClause)):
		if x.tok(min(n+1, x.b-1)).quote >= 0 && (x.at(front.a, clsSub|clsPrep) || !x.hasVerb(front)) {
			return 0
		}
		f.content = append(f.content, front)
		n, f.content = x.resume(n, f.content)
		x.add(*f)
		x.used = n
		return max(n, after)
	}
	return 0
}
