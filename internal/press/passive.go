package press

import "strings"

// passive reads "the talks were first reported by the Journal (as a failure)"
// and "he was told by an aide that ...": whoever stands behind "by" speaks.
func (x *scan) passive(i int) int {
	c, by := x.tok(i).cue, x.timeEnd(i+1, x.end)
	if c == nil || c.form != fmPast || x.low(by) != "by" || c.has(frBelief) || !c.has(frObject|frHearer) || c.verb == "quote" || c.verb == "ask" || x.nest > 0 {
		return 0
	}
	vs := x.group(i)
	src, ok := x.right(by + 1)
	for k := src.a; k < src.b; k++ {
		if c.has(frHearer) && x.low(k) == "that" || blames(c.verb, x.low(k)) {
			src.b = k // told by an aide that the guns had gone
		}
	}
	ok = ok && !x.at(src.a, clsAdv) && (!strings.HasSuffix(x.low(src.a), "ing") || strings.Contains(x.low(src.a), "-"))
	if ok && x.low(i-1) == "as" && x.tok(src.b).text == "," {
		e := x.stopAt(src.b, plainCue, false) // "As reported by the Journal, the talks ..."
		x.add(found{verb: c, head: i, source: src, cue: rng{i, by + 1}, content: []rng{trim(x.t, rng{src.b, e})}})
		x.used = e
		return e
	}
	if !x.progressive(vs, i) {
		return 0
	}
	about, _, left := x.left(vs)
	if !ok || !left {
		return 0
	}
	f := found{verb: c, head: i, source: src, cue: rng{vs, by + 1}, content: []rng{about}}
	k := src.b
	if w := x.low(k); w == "that" || w == "to" || w == "for" || w == "of" || w == "as" {
		e := x.stopAt(k, c, false)
		if c.has(frHearer) {
			f.content = nil
		}
		f.content = append(f.content, trim(x.t, rng{k, e}))
		k = e
	}
	x.add(f)
	x.used = k
	return k
}

// nobody reads a passive that names no speaker: "it was reported that", "the
// firm is accused of", "he is said to have".
func (x *scan) nobody(i int) int {
	c := x.tok(i).cue
	if c == nil || c.form != fmPast || x.nest > 0 {
		return 0
	}
	vs := x.group(i)
	about, rel, ok := x.left(vs)
	if !ok || rel || !x.progressive(vs, i) || x.denied(rng{vs, i}) {
		return 0
	}
	k := i + 1
	if !blames(c.verb, x.low(k)) {
		k = x.adjuncts(k)
	}
	it := x.low(about.a) == "it" && about.b == about.a+1
	if !blames(c.verb, x.low(k)) && !(it && x.low(k) == "that") {
		return 0
	}
	f := found{verb: c, head: i, cue: rng{vs, i + 1}}
	if !it {
		f.content = append(f.content, about)
	}
	e := x.stopAt(k, c, false)
	f.content = append(f.content, trim(x.t, rng{k, e}))
	x.add(f)
	x.used = e
	return e
}

// denied tells that a verb group is negated.
func (x *scan) denied(r rng) bool {
	for i := r.a; i < r.b; i++ {
		if x.at(i, clsNeg) {
			return true
		}
	}
	return false
}

// blames tells a verb that takes what is said of somebody with that word.
func blames(verb, link string) bool {
	switch verb {
	case "accuse":
		return link == "of"
	case "blame", "criticize", "criticise", "praise":
		return link == "for"
	case "say", "report":
		return link == "to"
	}
	return false
}
