package press

import "strings"

// anonymity tells "who declined to be named", which is said of a speaker and
// is no statement.
func (x *scan) anonymity(k int) bool {
	for i := k; i < x.end && i < k+7; i++ {
		switch x.low(i) {
		case "named", "identified", "anonymity", "anonymous", "anonymously", "name":
			return true
		}
	}
	return false
}

// findSource looks to the left of the verb group.
func (x *scan) findSource(f *found, vs int) bool {
	c := f.verb
	ing := c.form == fmIng && !x.progressive(vs, f.head) && !x.contracted(vs-1)
	if ing {
		return x.participleSource(f, vs)
	}
	if x.low(f.head-1) == "to" && c.form == fmBase && !carriers[x.low(f.head-2)] {
		s, ok := x.mainSubject(f.head - 1)
		ok = ok && !x.contracted(s.b-1)
		for k := s.b; ok && k < f.head-1; k++ {
			ok = !x.at(k, clsAux|clsModal|clsNeg) && (k == s.b || !x.at(k, clsSub) || x.at(k, clsPrep))
		}
		f.source, f.shared, f.cue.a = s, true, f.head-1
		return ok
	}
	src, rel, ok := x.left(vs)
	if ok {
		f.source, f.rel = src, rel
		return x.active(f, vs)
	}
	// a second verb of the same speaker
	j := x.beforePhrase(vs - 1)
	if j >= x.a && (x.at(j, clsCoord) || x.tok(j).text == "," || x.low(j) == "then") {
		if last := x.lastHere(); last != nil && !last.source.empty() {
			f.source, f.shared, f.rel = last.source, true, last.rel
			return c.form != fmBase || x.tok(last.head).cue != nil && x.tok(last.head).cue.form == fmBase
		}
		if s, ok := x.mainSubject(vs); ok && c.form != fmBase && (x.at(j, clsCoord) || x.low(vs) == "then") {
			f.source, f.shared = s, true
			return true
		}
	}
	return false
}

// beforePhrase steps back over "but in a later interview" to its conjunction.
func (x *scan) beforePhrase(j int) int {
	for k := j; k > x.a && j-k < 8; k-- {
		if x.tok(k).quote >= 0 || !x.tok(k).word {
			return j
		}
		if x.at(k, clsCoord) && (x.at(k+1, clsPrep|clsAdv) || x.timeEnd(k+1, j+1) > k+1) {
			return k
		}
	}
	return j
}

// active refuses participles: "the deal announced on Friday would".
func (x *scan) active(f *found, vs int) bool {
	c := f.verb
	if c.form != fmPast || vs != f.head || !c.part || c.has(frSpeech) || f.rel {
		return true
	}
	if c.has(frTo) && x.low(f.cue.b) == "to" {
		return true
	}
	n := x.adjuncts(f.cue.b)
	if n >= x.end {
		return c.has(frFront) && f.source.a > x.used
	}
	if g := f.source.a - 1; x.finite(n) && !x.tok(n).capital && x.low(g) != "what" && x.low(g) != "which" && !x.at(g+1, clsPron) {
		return false
	}
	return true
}

func (x *scan) progressive(vs, head int) bool {
	for k := vs; k < head; k++ {
		if beForms[x.low(k)] {
			return true
		}
	}
	return false
}

// participleSource finds whose "saying", "citing" or "adding" it is.
func (x *scan) participleSource(f *found, vs int) bool {
	j := vs - 1
	if j >= x.a && x.tok(j).word && x.tok(j).quote < 0 && !x.at(j, clsPrep|clsCoord|clsSub|clsAdv) {
		// "a statement saying", "officials citing": the noun before speaks,
		// but "the army sent a letter saying" is the army's.
		s, _, ok := x.subject(vs)
		if w := x.withNoun(j); w.b > 0 {
			f.source = w
			return true
		}
		if ok && (s.a == x.a || x.low(s.a-1) != "with") {
			if m, ok := x.mainSubject(vs); ok && m.b <= s.b && !strings.HasPrefix(x.low(m.a), "there") {
				s = m
			}
		}
		if ok {
			f.source = s
			return true
		}
	}
	if last := x.lastHere(); last != nil && !last.source.empty() && !last.rel && !x.dependent(last.source.a) {
		f.source, f.shared = last.source, true
		return true
	}
	var s rng
	ok := false
	if j == x.a && x.at(j, clsPrep) || j == x.a+1 && x.at(j, clsPrep) {
		s, ok = x.laterSubject(f.head)
	} else {
		s, ok = x.mainSubject(vs)
	}
	if !ok && j < x.a {
		s, ok = x.laterSubject(f.head)
	}
	if !ok && x.low(j) == "," && j > x.a && x.tok(j-1).quote < 0 {
		s, _, ok = x.subject(j) // "the Journal, citing officials, reported"
	}
	if ok {
		f.source, f.shared = s, true
	}
	return ok
}

// withNoun reads the noun of "with the army saying".
func (x *scan) withNoun(j int) rng {
	for k := j; k > x.a && j-k < 12; k-- {
		if !x.tok(k).word || x.tok(k).quote >= 0 || x.finite(k) {
			return rng{}
		}
		if x.low(k) == "with" {
			return rng{k + 1, j + 1}
		}
	}
	return rng{}
}

// mainSubject is the subject of the clause the participle hangs on: the noun
// phrase before the sentence's first finite verb.
func (x *scan) mainSubject(hi int) (rng, bool) {
	from := max(x.a, hi-120)
	lead := x.at(x.a, clsPrep|clsSub) && !x.at(x.a, clsDet) || x.low(x.a) == "even"
	if from == x.a && lead && !x.at(hi-1, clsCoord) {
		for from < hi && x.tok(from).text != "," {
			from++
		}
	}
	if from >= hi-1 {
		from = max(x.a, hi-120)
	}
	hangs := x.tok(hi).cue != nil && x.tok(hi).cue.form == fmIng && !x.tok(hi-1).word
	if hangs {
		defer func(used int) { x.used = used }(x.used)
		x.used = x.a
	}
	for k := hi - 1; k >= from; k-- {
		if s, ok := x.subjectAt(k); ok && x.closing(s.a, from) && !(hangs && x.dependent(s.a)) {
			return s, true
		}
	}
	return x.opening(hi)
}

// opening is the name that a sentence opens with, its subject where no verb of
// it is known: "Kim often lectures the ministry and has called for".
func (x *scan) opening(hi int) (rng, bool) {
	i := x.a
	for x.at(i, clsCoord) {
		i++
	}
	if x.at(i, clsPron) && subjectPro[x.low(i)] {
		return rng{i, i + 1}, true
	}
	e := i
	for e < hi && x.tok(e).capital && x.tok(e).word && x.tok(e).quote < 0 && x.tok(e).class&^(clsTitle|clsOffice) == 0 {
		e++
	}
	return rng{i, e}, e > i && e < hi && x.tok(e).word && (x.tok(e).class == 0 || x.at(e, clsAdv) && !x.at(e, clsPrep))
}

// subjectAt gives the subject of the verb at k, if it is one of a main clause.
func (x *scan) subjectAt(k int) (rng, bool) {
	if x.tok(k).quote >= 0 || !x.finiteLoose(k) || x.inRelative(x.a, k) || k > x.a && x.at(k-1, clsRel) && x.low(k-1) != "that" {
		return rng{}, false
	}
	s, rel, ok := x.left(x.group(k))
	return s, ok && !rel && !x.complement(s.a)
}

// dependent tells that the clause of the subject at i hangs on another one.
func (x *scan) dependent(i int) bool {
	if x.complement(i) {
		return true
	}
	switch x.low(i - 1) {
	case "when", "after", "before", "because", "until", "since", "unless", "once", "as", "while":
		return i-1 > x.a
	}
	return false
}

// closing tells that a clause begins at i: nothing, a mark, a conjunction or
// an adverbial stands before it.
func (x *scan) closing(i, from int) bool {
	return i <= from || !x.tok(i-1).word || x.at(i-1, clsCoord|clsSub|clsAdv|clsTime|clsDay) || x.tok(i-1).quote >= 0
}

// complement tells that the clause of the subject at i is itself the object or
// attribute of another one.
func (x *scan) complement(i int) bool {
	switch x.low(i - 1) {
	case "that", "whether", "if", "which", "what", "how", "why", "where":
		return i-1 > x.a
	}
	return false
}

// finiteLoose also takes an -ed form before a preposition for a verb.
func (x *scan) finiteLoose(k int) bool {
	t := x.tok(k)
	return x.finite(k) || t.word && !t.capital && len(t.low) > 4 && t.low[len(t.low)-2:] == "ed" && !x.at(k-1, clsDet|clsPoss|clsPrep|clsAux) && k > x.a
}

// laterSubject reads "Citing officials, the Journal said".
func (x *scan) laterSubject(i int) (rng, bool) {
	for k := i + 1; k < x.end; k++ {
		if x.tok(k).text != "," || x.tok(k).quote >= 0 && x.tok(min(k+2, x.b-1)).quote >= 0 {
			continue
		}
		for m := k + 1; m < x.end && m < k+25; m++ {
			if x.finite(m) {
				if s, rel, ok := x.left(x.group(m)); ok && s.a > k && !rel {
					return s, true
				}
				break
			}
		}
	}
	return rng{}, false
}
