package press

// outer looks first for a cue that closes or interrupts the sentence,
// "..., officials said" or "the shells, officials said, were", because all
// that stands before it is what they said.
func (x *scan) outer() {
	for i := x.a + 3; i < x.end; i++ {
		t := x.tok(i)
		if t.low == "according" && x.low(i+1) == "to" && t.quote < 0 && x.commaBefore(i) && x.outerAccording(i) {
			return
		}
		if t.quote >= 0 || !t.cue.has(frFront) || t.cue.has(frBelief) && t.cue.verb != "learn" || t.cue.form == fmIng || x.particles(i) > i+1 && x.low(i+1) != "out" || t.cue.verb == "ask" {
			continue
		}
		n := x.adjuncts(i + 1)
		if t.cue.has(frHearer) {
			n = x.adjuncts(x.hearer(i + 1))
		}
		if !x.onlyTail(n) && x.tok(n).text != "," && !x.toldWhom(i, i+1) || !x.verbal(i) {
			if x.tok(i-1).text == "," && x.verbal(i) && x.outerInverted(i) {
				return
			}
			continue
		}
		vs := x.group(i)
		src, rel, ok := x.left(vs)
		if !ok || rel || src.a < x.a+1 || x.tok(src.a-1).word && x.tok(src.a-1).quote < 0 {
			continue
		}
		front, _ := x.front(src.a)
		if front.empty() || x.saysBefore(front) && (x.hasQuote(front) && t.cue.verb != "report" || n < x.end && x.tok(n).text == ",") || x.timeEnd(front.a, front.b) == front.b || x.tok(front.b-1).quote >= 0 && !x.mixedFront(front) && !(t.cue.verb == "report" && x.tok(front.a).quote < 0) {
			continue
		}
		if n < x.end && x.tok(n).text == "," && !x.parenthetical(front, n) {
			continue
		}
		f := found{source: src, cue: rng{vs, i + 1}, head: i, verb: t.cue, content: []rng{front}}
		if n < x.end && x.tok(n).text == "," {
			n, f.content = x.resume(n, f.content)
		}
		x.add(f)
		x.used = max(n, i+1)
		return
	}
}

// commaBefore tells that a comma stands before i, inside a closing quotation
// mark or not.
func (x *scan) commaBefore(i int) bool {
	return x.tok(i-1).text == "," || x.tok(i-1).quote >= 0 && x.tok(i-2).text == ","
}

// mixedFront: words that begin bare and end quoted, with nobody else speaking
// in them: `They want to "create jobs," he said`.
func (x *scan) mixedFront(r rng) bool {
	if x.tok(r.a).quote >= 0 || x.saysBefore(r) || x.subLead() {
		return false
	}
	for i := r.a; i < r.b; i++ {
		if x.tok(i).quote >= 0 {
			return true
		}
		if x.tok(i).text == ":" || x.tok(i).cue != nil && !x.tok(i).cue.has(frBelief) && x.tok(i).cue.form != fmBase && x.verbal(i) {
			return false
		}
	}
	return false
}

// outerAccording takes "..., according to X." at the end of a sentence.
func (x *scan) outerAccording(i int) bool {
	src, ok := x.right(i + 2)
	for ok && src.b < x.end && x.at(src.b, clsPrep) && !x.at(src.b, clsSub) && x.timeEnd(src.b, x.end) == src.b && !x.eventPhrase(src.b) {
		more, found := x.right(src.b + 1) // "filed in Manhattan by the company"
		if !found {
			break
		}
		src.b = more.b
	}
	if !ok || x.adjuncts(src.b) < x.end {
		return false
	}
	front, _ := x.front(i)
	if front.b-front.a < 2 {
		return false
	}
	x.add(found{source: src, cue: rng{i, i + 2}, head: i, doc: true, content: []rng{front}})
	x.used = x.end
	return true
}

// toldWhom reads "the deal was off, Kim wrote Lee" to its end.
func (x *scan) toldWhom(i, n int) bool {
	hearer := x.tok(i).cue.has(frHearer)
	if !x.tok(i).cue.has(frSpeech) || x.end-n > 3 && !hearer || x.end-n > 12 {
		return false
	}
	for k := n; k < x.end; k++ {
		if !hearer && !x.tok(k).capital || !x.tok(k).word || x.tok(k).quote >= 0 || x.finite(k) || x.at(k, clsSub) && !x.at(k, clsPrep) {
			return false
		}
	}
	return true
}

// outerInverted takes "..., said Kim, an aide." at the end of a sentence.
func (x *scan) outerInverted(i int) bool {
	src, ok := x.inverted(i, x.group(i))
	if !ok || !x.onlyTail(src.b) {
		return false
	}
	front, ok := x.front(i)
	if !ok || x.saysBefore(front) || x.hasQuote(front) {
		return false
	}
	x.add(found{source: src, cue: rng{i, i + 1}, head: i, verb: x.tok(i).cue, content: []rng{front}})
	x.used = x.end
	return true
}

// parenthetical: the words before an interrupting cue are the beginning of a
// clause, not an adverbial, or the rest is no clause of its own.
func (x *scan) parenthetical(front rng, n int) bool {
	if n+1 >= x.end || x.tok(n+1).quote >= 0 || x.low(n+1) == "that" {
		return false
	}
	return !x.at(front.a, clsSub|clsPrep) || x.at(front.a, clsDet) || x.finite(n+1) || x.hasVerb(front) || x.mainAfter(n+1)
}

// saysBefore tells that a stretch holds an attribution of its own at the top.
func (x *scan) saysBefore(r rng) bool {
	for i := r.a; i < r.b; i++ {
		if x.tok(i).quote < 0 && (x.tok(i).cue.has(frSpeech) && x.tok(i).cue.form != fmBase && x.verbal(i) || x.low(i) == "according") {
			return true
		}
	}
	return false
}
