package press

import "strings"

var (
	beForms    = set(`is are was were be been being am get got gets it's he's she's they're we're isn't aren't wasn't weren't that's`)
	doForms    = set(`do does did don't doesn't didn't`)
	notFinite  = set(`be been being having 's`)
	subjectPro = set(`i we you they he she it who which that there everyone someone nobody`)
	// verbs that carry a reporting verb behind them: went on to say
	carriers = set(`went goes going on continued continues continue continuing began started failed fails rushed managed used seemed seems appeared appears
		tried tries proceeded moved able unable quick reluctant eager careful keen willing unwilling`)
	// determiners that can stand alone as a subject: "one in four said"
	countWords     = set(`that both all some many several two three four five six seven eight nine ten one another most neither either few half those these`)
	onlyParticiple = set(`shown written spoken known sworn`)
	documents      = set(`poll survey study report analysis data document letter audit review filing email memo records statement ad website site newspaper
		paper agency ministry government office panel committee commission footage video image evidence figures research finding polling message`)
	// verbs whose participle may follow its speaker with no comma: a letter saying
	sayingWords = set(`saying arguing warning claiming telling urging accusing calling announcing asking alleging demanding describing declaring
		stating insisting suggesting asserting citing condemning criticizing criticising denying confirming talking explaining praising promising
		denouncing detailing outlining complaining`)
)

func (x *scan) low(i int) string {
	if i < x.a || i >= x.b {
		return ""
	}
	return x.tok(i).low
}

// finite tells that a token is very likely a finite verb.
func (x *scan) finite(i int) bool {
	if i < x.a || i >= x.b {
		return false
	}
	t := x.tok(i)
	if !t.word || t.capital && (i > x.a || !t.is(clsAux|clsModal)) {
		return false
	}
	prev, next := x.low(i-1), i+1
	switch {
	case t.is(clsAux | clsModal):
		return !notFinite[t.low] && !(t.is(clsMonth) && t.capital)
	case prev == "to":
		return false
	case t.is(clsVerb):
		return !x.at(i-1, clsDet|clsPoss|clsPrep) && prev != "and" && !possessive(prev) && x.low(next) != "by" || subjectPro[prev]
	case t.is(clsBase):
		g := i - 1
		for x.at(g, clsAdv) && !x.at(g, clsPrep|clsDet) {
			g--
		}
		return subjectPro[x.low(g)] || plural(x.low(g)) && !x.at(g, clsVerb)
	case t.cue != nil:
		switch t.cue.form {
		case fmPast:
			return next < x.b && x.low(next) != "by" && (t.cue.verb != "call" || x.calls(i)) && !x.at(i-1, clsDet|clsPoss|clsPrep|clsAux)
		case fmS:
			return !x.at(i-1, clsDet|clsPoss) && (!t.cue.has(frNoun) || x.clauseAhead(next))
		}
		return false
	case len(t.low) > 4 && strings.HasSuffix(t.low, "ed"):
		if x.at(i-1, clsDet|clsPoss|clsPrep|clsAux) || next >= x.b {
			return false
		}
		n := x.tok(next)
		if n.is(clsDet) && x.timeEnd(next, x.b) > next {
			return false // released this week
		}
		return n.word && (n.is(clsDet|clsPoss|clsObj) || n.capital && !n.is(clsDay|clsMonth) || n.low == "that")
	}
	return false
}

func (x *scan) at(i int, c class) bool { return i >= x.a && i < x.b && x.tok(i).is(c) }

// clauseAhead tells that what follows can be the object of a verb.
func (x *scan) clauseAhead(i int) bool {
	if i >= x.b {
		return false
	}
	t := x.tok(i)
	if t.quote >= 0 && x.tok(max(i-1, x.a)).quote < 0 {
		return true
	}
	return t.low == "that" || t.text == ":" || currency(t.text) || t.is(clsPoss|clsObj) || t.is(clsPron) && !t.is(clsRel) || t.is(clsDet) || t.low == "to" ||
		t.capital && !t.is(clsDay|clsMonth) || t.is(clsNum)
}

// verbal decides whether the cue word at i is used as a verb that reports.
func (x *scan) verbal(i int) bool {
	t, c := x.tok(i), x.tok(i).cue
	if c == nil || t.quote >= 0 {
		return false
	}
	if t.capital && i > x.a && x.tok(i-1).word && !x.title {
		return false
	}
	prev, next := x.low(i-1), x.low(i+1)
	switch c.form {
	case fmIng:
		return x.verbalIng(i, prev, next)
	case fmPast:
		return x.verbalPast(i, prev, next)
	case fmS:
		if c.has(frNoun) {
			return x.verbalNounish(i, prev)
		}
		return (!x.at(i-1, clsDet|clsPoss) || countWords[prev]) && prev != "to"
	}
	return x.verbalBase(i, prev)
}

func (x *scan) verbalIng(i int, prev, next string) bool {
	if x.contracted(x.group(i) - 1) {
		return x.clauseAhead(i+1) || x.tok(i).cue.has(frObject) || x.particles(i) > i+1
	}
	if next == "of" && x.particles(i) == i+1 || next == "to" && x.tok(i).cue.verb == "add" || prev == "of" || possessive(prev) || x.at(i-1, clsDet|clsPoss) {
		return false
	}
	c := x.tok(i).cue
	if c.has(frBelief) {
		return i > x.a && (x.tok(i-1).text == "," || x.at(i-1, clsAux|clsAdv)) && x.clauseAhead(i+1)
	}
	if c.verb == "point" || c.verb == "talk" || c.verb == "speak" {
		return x.particles(i) > i+1
	}
	if i == x.a || !x.tok(i-1).word || x.tok(i-1).quote >= 0 || x.at(i-1, clsPrep|clsCoord|clsAux|clsAdv|clsNeg|clsSub) {
		return x.clauseAhead(i+1) || c.has(frFront) || x.particles(i) > i+1 || c.objectOnly() && (i == x.a && c.verb == "cite" || i > x.a && !x.tok(i-1).word) && i+1 < x.end && x.tok(i+1).word && !x.at(i+1, clsPrep)
	}
	return sayingWords[x.tok(i).low] || c.verb == "show" && documents[strings.TrimSuffix(prev, "s")] && x.clauseAhead(i+1)
}

// contracted tells a pronoun with its "is" or "are": he's, they're.
func (x *scan) contracted(j int) bool {
	w := x.low(j)
	return x.at(j, clsPron) && (strings.HasSuffix(w, "'s") || strings.HasSuffix(w, "'re") || strings.HasSuffix(w, "'m"))
}

func (x *scan) verbalPast(i int, prev, next string) bool {
	c := x.tok(i).cue
	if x.at(i-1, clsDet|clsPoss) && !countWords[prev] || x.at(i-1, clsPrep) && !x.at(i-1, clsAdv) && prev != "like" || next == "by" && !c.has(frSpeech) && c.verb != "quote" && c.verb != "ask" {
		return false
	}
	if c.verb == "call" && !x.calls(i) || c.has(frObject|frTo) && !c.has(frSpeech) && x.attributive(i) {
		return false
	}
	if next == "to" && (c.verb == "admit" && !x.thatSoon(i+1) || c.verb == "add") || onlyParticiple[x.tok(i).low] && !x.at(i-1, clsAux|clsAdv) {
		return false
	}
	if prev == "to" || c.verb == "find" && (next == "guilty" || strings.HasSuffix(next, "self") || strings.HasSuffix(next, "selves")) {
		return false
	}
	if c.verb == "show" && next == "up" {
		return false
	}
	g := i - 1
	for g >= x.a && x.tok(g).bare() && x.tok(g).is(clsAdv|clsNeg) && !x.tok(g).is(clsAux) {
		g--
	}
	if beForms[x.low(g)] && c.verb != "ask" && c.verb != "quote" {
		return strings.HasSuffix(x.low(g), "'s") && c.has(frSpeech)
	}
	return true
}

func (x *scan) verbalNounish(i int, prev string) bool {
	if prev == "" || x.at(i-1, clsDet|clsPoss|clsPrep|clsNum|clsAux) || strings.HasSuffix(prev, "'s") {
		return false
	}
	if x.tok(i).cue.verb == "show" || x.tok(i).cue.verb == "find" {
		if x.docSubject(i - 1) {
			return x.found(i + 1)
		}
	}
	if x.particles(i) > i+1 && (x.tok(i-1).capital || x.at(i-1, clsPron|clsAdv) || x.at(i-1, clsOffice)) {
		return true
	}
	if x.tok(i+1).text == "," && x.tok(i+2).quote >= 0 && x.at(i-1, clsPron) {
		return true
	}
	if x.tok(i).cue.verb == "state" && !x.tok(i-1).capital && !x.at(i-1, clsPron|clsAdv) {
		return false
	}
	if x.low(i+1) == "to" && !x.tok(i).cue.has(frTo) {
		return false
	}
	return x.tok(i-1).capital || x.at(i-1, clsPron|clsAdv|clsOffice) || documents[prev] || !x.tok(i-1).word || x.at(i+1, clsDet|clsPoss)
}

// numerous tells that the word at g can stand for several: a plural, a number.
func (x *scan) numerous(g int) bool {
	return plural(x.low(g)) || x.at(g, clsNum) || numberWords[x.low(g)] > 0 || x.low(g) == "half" || x.low(g) == "percent"
}

func plural(w string) bool {
	return strings.HasSuffix(w, "s") && !possessive(w) && len(w) > 3 && !strings.HasSuffix(w, "ss") || w == "people" || w == "police" || w == "some" ||
		w == "many" || w == "those" || w == "media" || w == "both" || w == "others" || w == "women" || w == "men" || w == "children"
}

// pluralHead looks for the plural a longer subject begins with: "people
// close to the talks say".
func (x *scan) pluralHead(g int) bool {
	for k := g; k >= x.a && g-k < 9; k-- {
		if !x.tok(k).word || x.tok(k).quote >= 0 || x.finite(k) && !x.relBefore(k) {
			return false
		}
		if plural(x.low(k)) && k < g && (x.at(k+1, clsPrep|clsRel) || x.low(k+1) == "close" || strings.HasSuffix(x.low(k+1), "ed")) {
			return true
		}
	}
	return false
}

// relBefore tells that the verb at k stands in a relative clause.
func (x *scan) relBefore(k int) bool {
	for j := k - 1; j > x.a && k-j < 5; j-- {
		if x.at(j, clsRel) && x.tok(j-1).word {
			return true
		}
	}
	return x.whoBefore(x.a, k)
}

// docSubject tells that the subject ending at g is a poll, a record or another
// document.
func (x *scan) docSubject(g int) bool {
	for k := g; k >= x.a && g-k < 11; k-- {
		if !x.tok(k).word || x.tok(k).quote >= 0 || x.finite(k) {
			return false
		}
		if w := x.low(k); documents[w] || documents[strings.TrimSuffix(w, "s")] || w == "results" || w == "average" {
			return true
		}
	}
	return false
}

// found tells that what a document shows or finds follows at k, or came before.
func (x *scan) found(k int) bool {
	return k >= x.end || x.low(k) == "," || x.tok(k).quote >= 0 || x.tok(k).word && (!x.at(k, clsPrep|clsCoord|clsAux) || x.low(k) == "that")
}

func (x *scan) verbalBase(i int, prev string) bool {
	c := x.tok(i).cue
	if c.verb == "state" {
		return x.low(i+1) == "that" && !x.at(i-1, clsDet|clsPoss|clsPrep)
	}
	if prev == "to" {
		return x.low(i-2) != "" && carriers[x.low(i-2)] || x.purpose(i)
	}
	if x.at(i-1, clsDet|clsPoss|clsPrep|clsNum) && prev != "some" && prev != "many" && prev != "others" && !(x.numerous(i-1) && (c.verb == "say" || c.verb == "believe")) {
		return false
	}
	g := i - 1
	for g >= x.a && (x.tok(g).is(clsAdv|clsNeg) && !x.tok(g).is(clsAux|clsModal)) {
		g--
	}
	if doForms[x.low(g)] || x.at(g, clsModal) {
		if c.has(frNoun) && !x.clauseAhead(i+1) && i+1 < x.end && x.particles(i) == i+1 {
			return false
		}
		return !c.has(frNoun) || x.low(g) == "will" || x.low(g) == "would" || doForms[x.low(g)]
	}
	if x.low(g) == "," && fillers[x.low(g-1)] && x.low(g-2) == "," {
		g -= 3
	}
	if x.low(g) == "," && c.has(frSpeech) {
		_, _, ok := x.left(i)
		_, several := x.inverted(i, i)
		return ok || several
	}
	if (c.verb == "show" || c.verb == "find") && x.docSubject(g) {
		return x.found(i + 1)
	}
	w := x.low(g)
	if !plural(w) && !subjectPro[w] && !x.pluralHead(g) && !x.joinedBefore(g) && !x.numerous(g) && !(x.low(i+1) == "that" && g >= x.a && x.tok(g).word && x.tok(g).class == 0) {
		return false
	}
	if x.at(i-1, clsPron) && c.has(frFront) || x.particles(i) > i+1 || c.verb == "call" && x.calls(i) {
		return true
	}
	if c.has(frNoun) || c.verb == "show" || c.verb == "find" {
		return x.clauseAhead(i+1) && (x.low(i+1) != "to" || c.has(frTo))
	}
	return true
}

// purpose tells an infinitive that says what somebody does a thing for: "took
// to the air to say that".
func (x *scan) purpose(i int) bool {
	c := x.tok(i).cue
	return x.nest == 0 && i-2 > x.a && x.tok(i-2).word && !c.has(frBelief) && (x.low(i+1) == "that" || c.has(frSpeech) && x.clauseAhead(i+1) || x.particles(i) > i+1 || c.verb == "discuss") && c.verb != "appeal"
}

// group extends a cue to the left over its auxiliaries and adverbs, and over
// a verb that carries it ("went on to say", "declined to say").
func (x *scan) group(i int) int {
	s := i
	if x.low(i-1) == "," && fillers[x.low(i-2)] && x.low(i-3) == "," && x.at(i-4, clsAux|clsModal) {
		s -= 3 // has, however, revealed
	}
	for s-1 >= x.a && x.tok(s-1).bare() && x.tok(s-1).word {
		t := x.tok(s - 1)
		switch {
		case t.low == "to" && s == i && x.tok(i).cue != nil && x.tok(i).cue.form == fmBase:
			s -= 2
			if x.low(s) == "on" {
				s--
			}
			continue
		case t.low == "there" || t.low == "here":
			return s
		case t.low == "both" || t.low == "all" || t.low == "each":
			if s-2 < x.a || !x.tok(s-2).word && x.tok(s-2).text != ")" && !dash(x.tok(s-2).text) || x.at(s-2, clsPrep|clsSub) {
				return s
			}
			s--
			continue
		case (t.low == "once" || t.low == "since" || t.low == "long") && s-1 > x.a && x.tok(s-2).word && !x.at(s-2, clsPrep|clsSub|clsCoord):
			s--
			continue
		case t.is(clsAux|clsModal) && !t.capital, t.is(clsAdv) && !t.capital && !t.is(clsPrep|clsSub|clsDet|clsPron), t.low == "not", t.low == "never", t.low == "neither":
			s--
			continue
		}
		break
	}
	for s < i && (x.tok(s).low == "yesterday" || x.tok(s).low == "today" || x.tok(s).low == "tonight") {
		s++
	}
	return s
}

// cueEnd is where a cue ends: behind its particle, or the adverb of manner that
// follows it ("said repeatedly").
func (x *scan) cueEnd(i int) int {
	e := x.particles(i)
	if e == i+1 && x.at(e, clsAdv) && strings.HasSuffix(x.low(e), "ly") && !skipAdverbs[x.low(e)] {
		e++
	}
	return e
}

// particles extends a cue to the right: pointed out, called for.
func (x *scan) particles(i int) int {
	c, next := x.tok(i).cue, x.low(i+1)
	if o := x.tok(i + 2).cue; (next == "nor" || next == "or") && o != nil && o.form == c.form && c.mode != Asserts {
		return i + 3 // neither confirmed nor denied
	}
	switch c.verb {
	case "point", "rule":
		if next == "out" || next == "to" {
			return i + 2
		}
	case "call":
		if next == "for" || next == "on" || next == "upon" || next == "out" {
			return i + 2
		}
	case "ask", "inquire", "complain", "boast", "brag", "speculate", "joke":
		if next == "about" || next == "for" && c.verb == "ask" || next == "of" {
			return i + 2
		}
	case "insist":
		if next == "on" && x.timeEnd(i+1, x.end) == i+1 {
			return i + 2
		}
	case "agree":
		if next == "with" {
			return i + 2
		}
	case "argue":
		if next == "for" {
			return i + 2
		}
	case "respond", "reply", "comment", "object", "appeal", "elaborate", "apologize", "apologise":
		if next == "to" || next == "for" || next == "on" {
			return i + 2
		}
	}
	if c.verb == "speak" || c.verb == "talk" || c.verb == "warn" {
		return x.topic(i)
	}
	return i + 1
}

// topic extends "spoke" over manner, hearer and occasion to the preposition of
// its topic: spoke openly about, talked to reporters about, warned against.
func (x *scan) topic(i int) int {
	for k := i + 1; k < x.end && k < i+8 && x.tok(k).word && x.tok(k).quote < 0; k++ {
		switch w := x.low(k); {
		case w == "about", k == i+1 && (w == "of" || w == "against"):
			return k + 1
		case w == "that", x.at(k, clsAux|clsModal|clsCoord), x.finite(k), x.at(k, clsSub) && !x.at(k, clsPrep):
			return i + 1
		}
	}
	return i + 1
}

// calls tells the verb of judging from the one of naming: "called it a lie",
// not "a group called Azov".
func (x *scan) calls(i int) bool {
	n := i + 1
	if n >= x.end {
		return false
	}
	if x.particles(i) > n || x.at(n, clsObj|clsPoss) {
		return true
	}
	if x.tok(n).quote >= 0 && x.tok(i-1).word && !x.tok(i-1).capital && !x.at(i-1, clsPron|clsAux|clsAdv|clsOffice) {
		return false // a play called "Shells"
	}
	for k := i - 1; k > x.a && i-k < 9 && x.tok(k).word && !x.finite(k); k-- {
		if k < i-1 && (x.at(k, clsRel) || x.low(k) == "what") {
			return true // what critics called a lie
		}
	}
	first, comma := true, false
	for k := n; k < x.end && k < n+14; k++ {
		w := x.low(k)
		if x.tok(k).quote >= 0 || k > n && !first && !comma && (w == "a" || w == "an" || w == "the") && !x.at(k-1, clsPrep) {
			return true
		}
		comma = comma || x.tok(k).text == ","
		first = first && x.at(k, clsDet)
	}
	return x.at(n, clsDet)
}

// attributive tells a participle that stands before its noun: "pledged rounds".
func (x *scan) attributive(i int) bool {
	n := i + 1
	if n >= x.end || strings.HasSuffix(x.low(n), "ing") || x.timeEnd(n, x.end) > n || !x.tok(n).word || x.tok(n).quote >= 0 || x.tok(n).class != 0 || x.tok(n).capital || x.tok(n).cue != nil {
		return false
	}
	if i == x.a {
		return true
	}
	p := x.tok(i - 1)
	if p.text == "," {
		_, _, ok := x.left(i)
		return !ok
	}
	return p.word && !p.capital && !p.is(clsPron|clsAux|clsAdv|clsOffice|clsCoord) && !plural(p.low) || p.is(clsNum)
}

// joinedBefore tells that two names joined by "and" end at g.
func (x *scan) joinedBefore(g int) bool {
	for k := g; k >= x.a && g-k < 16; k-- {
		if x.tok(k).quote >= 0 || x.finite(k) {
			return false
		}
		if x.low(k) == "and" {
			return true
		}
	}
	return false
}
