package press

import "strings"

// scan is the state of one sentence.
type scan struct {
	p      *parser
	t      []token
	a, b   int  // the sentence
	end    int  // its end without the closing stop
	used   int  // what lies before belongs to an attribution already
	before int  // what used was before the last attribution
	first  int  // index of the sentence's first attribution in p.out
	split  bool // reading on behind an interrupting cue
	title  bool
	nest   int // index+1 of the attribution that holds this stretch, 0 none
}

// tok is the token at i, and an empty one outside the stretch being read.
func (x *scan) tok(i int) *token {
	if i < x.a || i >= x.b {
		return &noToken
	}
	return &x.t[i]
}

var noToken = token{quote: -1}

// left finds the subject of the verb group that begins at vs.
func (x *scan) left(vs int) (src rng, rel, ok bool) {
	j := vs - 1
	j = x.beforeTime(j, vs)
	if j < x.a {
		return rng{}, false, false
	}
	if s, ok := x.resumed(j); ok {
		return s, false, true
	}
	if x.tok(j).quote >= 0 {
		return rng{}, false, false
	}
	t := x.tok(j)
	switch {
	case t.low == "who" || t.low == "which" || strings.HasPrefix(t.low, "who'") || t.low == "that" && j > x.a && x.tok(j-1).word && x.tok(j-1).cue == nil && !x.at(j-1, clsAux|clsVerb|clsSub|clsAdv):
		return rng{j, j + 1}, true, true
	case strings.HasSuffix(t.low, "self") || t.low == "themselves":
	case t.is(clsPron) && !t.is(clsSub) && !t.is(clsAdv):
		if x.low(j-1) == "and" || x.low(j-1) == "or" {
			break
		}
		return rng{j, j + 1}, false, true
	case t.is(clsCoord), t.is(clsSub) && !t.is(clsDet), t.is(clsPrep) && t.low != "up":
		return rng{}, false, false
	}
	return x.subject(j + 1)
}

// papers are what a day belongs to as a part of its name: "the poll last week".
var papers = set(`poll survey study report paper letter filing audit review`)

// beforeTime steps over "last month" or "on Monday" between subject and verb.
func (x *scan) beforeTime(j, vs int) int {
	for s := j; s >= x.a && j-s < 4; s-- {
		if x.timeEnd(s, vs) == j+1 && s > x.a && !x.at(s-1, clsPrep|clsDet) && x.low(s-1) != "of" {
			if s-1 >= x.a && (x.low(s-1) == "on" || x.low(s-1) == "late") {
				continue
			}
			if x.tok(s).capital && !x.at(s, clsDay) || s == x.a {
				continue
			}
			if papers[strings.TrimSuffix(x.low(s-1), "s")] || strings.HasSuffix(x.low(s-1), "ed") {
				return j // the poll last week, a paper released on Friday
			}
			return s - 1
		}
	}
	return j
}

// resumed finds a subject that an attribution inside its own apposition has
// cut off: "Kim, who said no, denied", "Kim, citing the talks, said".
func (x *scan) resumed(j int) (rng, bool) {
	last := x.lastHere()
	if last == nil || j < last.cue.b || x.used > j+1 {
		return rng{}, false
	}
	if last.rel && (x.used == j+1 && (x.tok(j).word || x.tok(j).quote >= 0) || !x.tok(j).word && last.source.a > x.a && x.tok(last.source.a-1).word) {
		used := x.used
		x.used = x.before
		if s, rel, ok := x.subject(j + 1); ok && !rel && s.a < last.source.a {
			return s, true
		}
		x.used = used
		return rng{}, false
	}
	if x.tok(j).word || x.tok(j).quote >= 0 {
		return rng{}, false
	}
	inside := last.rel || last.shared && last.verb != nil && last.verb.form == fmIng || last.source.empty()
	if !inside {
		return rng{}, false
	}
	lo := last.cue.a
	if last.rel {
		lo = last.source.a
	}
	if lo-1 <= x.a || x.tok(lo-1).word || x.tok(lo-1).text == ")" {
		return rng{}, false
	}
	s, rel, ok := x.subjectOf(lo - 1)
	if ok && !rel {
		x.used = x.before
	}
	return rng{s.a, s.b}, ok && !rel
}

func (x *scan) subjectOf(hi int) (rng, bool, bool) {
	used := x.used
	x.used = x.a
	defer func() { x.used = used }()
	return x.subject(hi)
}

// segment is a stretch of a clause between commas.
type segment struct {
	rng
	verb bool // has a finite verb of its own
}

// subject finds the noun phrase that ends before hi, with its appositions.
func (x *scan) subject(hi int) (rng, bool, bool) {
	if x.tok(hi-1).text == ")" {
		for k := hi - 2; k > x.a && hi-k < 30; k-- {
			if x.tok(k).text == "(" {
				s, rel, ok := x.subject(k)
				return rng{s.a, hi}, rel, ok
			}
		}
	}
	segs := x.segments(x.clauseStart(hi), hi)
	if len(segs) == 0 {
		return rng{}, false, false
	}
	closed := !x.tok(hi - 1).word // a comma stands before the verb
	last := len(segs) - 1
	if !closed {
		s, ok := x.nounPhrase(segs[last].rng)
		if !ok {
			return rng{}, false, false
		}
		s = x.listLeft(segs, last, s)
		if x.low(s.a-1) == "and" && x.tok(s.a-2).text == ")" {
			if more, rel, ok := x.subject(s.a - 1); ok && !rel {
				s.a = more.a // Kim (Seoul) and Lee
			}
		}
		return s, false, true
	}
	if last > 0 && x.interruption(segs[last].rng) {
		if w := segs[last-1].b - 1; w > x.a && (x.low(w) == "who" || x.low(w) == "which") && !segs[last].verb {
			return rng{w, w + 1}, true, true // "Kim, who, after the talks, said"
		}
	}
	for k := 0; k <= last; k++ {
		if segs[k].verb || x.adjunctStart(segs[k].a) && k < last || x.apposed(segs, k) {
			continue
		}
		if k == last && !x.interruption(segs[k].rng) {
			break
		}
		bad, related := false, false
		for m := k + 1; m <= last; m++ {
			related = related || x.hasRelative(segs[m].rng) || x.at(segs[m].a, clsSub) || strings.HasSuffix(x.low(segs[m].a), "ing") && !x.tok(segs[m].a).capital
			bad = bad || segs[m].verb && !related
		}
		if bad || k == last {
			continue
		}
		s, ok := x.nounPhrase(segs[k].rng)
		if !ok {
			continue
		}
		s.b = hi
		if x.interruption(segs[k+1].rng) && k+1 == last {
			s.b = segs[k].b
		}
		return s, false, true
	}
	// Every segment to the left has its own verb: "Kim left, and Lee, an aide, said".
	if last > 0 && !segs[last].verb {
		if s, ok := x.nounPhrase(segs[last-1].rng); ok && s.a > segs[last-1].a {
			if x.interruption(segs[last].rng) {
				return rng{s.a, segs[last-1].b}, false, true
			}
			return rng{s.a, hi}, false, true
		}
	}
	return rng{}, false, false
}

// apposed tells that a segment with no verb continues a list or an adverbial.
func (x *scan) apposed(segs []segment, k int) bool {
	return segs[k].b-segs[k].a == 1 && x.at(segs[k].a, clsAdv|clsDay)
}

var fillers = set(`however meanwhile though too also instead therefore nevertheless nonetheless moreover`)

// interruption is an adverbial between subject and verb, not an apposition.
func (x *scan) interruption(r rng) bool {
	if r.empty() {
		return false
	}
	if x.low(r.a) == "including" {
		return false
	}
	return fillers[x.low(r.a)] || x.at(r.a, clsPrep) && !x.at(r.a, clsSub) || x.at(r.a, clsSub) || x.at(r.a, clsAdv) ||
		strings.HasSuffix(x.low(r.a), "ing") && x.low(r.a) != "according"
}

func (x *scan) adjunctStart(i int) bool {
	t := x.tok(i)
	if t.is(clsAdv) && !t.is(clsPrep) && x.tok(i+1).capital {
		return false // "Meanwhile Kim, who"
	}
	return t.is(clsPrep|clsAdv) && !t.is(clsDet|clsPron) && t.low != "even" && t.low != "only" || strings.HasSuffix(t.low, "ing") && !t.capital ||
		t.cue != nil && t.cue.form == fmPast || t.low == "earlier" || t.low == "last" || t.is(clsDay)
}

// nounPhrase finds the noun phrase at the right end of a segment.
func (x *scan) nounPhrase(r rng) (rng, bool) {
	i := r.b - 1
	for i >= r.a {
		t := x.tok(i)
		if t.low == "who" || t.low == "whose" {
			i--
			continue
		}
		if t.is(clsSub) && !t.is(clsPrep) || t.low == "before" || t.low == "after" && x.verbBetween(i+1, r.b) {
			if t.low == "that" && i+1 < r.b && x.low(i+1) != "" && x.detThat(i) {
				i--
				continue
			}
			break
		}
		if i > r.a && (t.low == "after" || t.low == "before") {
			break
		}
		if (t.low == "as" || t.low == "than" || t.low == "since" || t.low == "until") && i < r.b-1 && x.low(i-1) != "such" && x.low(i-1) != "well" {
			break
		}
		if t.is(clsCoord) && !x.joinsNouns(r, i) || (t.low == "which" || t.low == "whom") && x.low(i-1) != "of" && !x.verbBetween(i+1, r.b) {
			break
		}
		if x.finite(i) && !x.whoBefore(r.a, i) {
			break
		}
		i--
	}
	s := i + 1
	for s < r.b && x.leadDrop(s, r.b) {
		s++
	}
	s = x.afterAdjunct(s, r.b)
	if s >= r.b || r.b-s > 40 || !x.nominal(rng{s, r.b}) {
		return rng{}, false
	}
	return rng{s, r.b}, true
}

// detThat tells that "that" points at a noun: "that official said".
func (x *scan) detThat(i int) bool { return i == x.a || !x.tok(i-1).word }

func (x *scan) leadDrop(i, hi int) bool {
	t := x.tok(i)
	if i+1 >= hi {
		return false
	}
	if t.low == "only" || t.low == "just" || t.low == "not" {
		return !x.at(i+1, clsDet|clsNum|clsPron)
	}
	switch t.low {
	case "and", "but", "so", "yet", "still", "then", "however", "meanwhile", "instead", "also", "nor", "or", "thus", "even", "later", "earlier", "first":
		return true
	}
	return !t.word || t.is(clsAdv) && !t.is(clsDet|clsPron) && t.low != "almost" && t.low != "nearly"
}

func (x *scan) verbBetween(lo, hi int) bool {
	for i := lo; i < hi; i++ {
		if x.finite(i) || x.tok(i).cue != nil && x.tok(i).cue.form != fmBase && !x.tok(i).capital {
			return true
		}
		if n := x.tok(i).low; len(n) > 4 && strings.HasSuffix(n, "ed") && !x.tok(i).capital || x.tok(i).is(clsVerb) {
			return true
		}
	}
	return false
}

func (x *scan) whoBefore(lo, i int) bool {
	for k := i - 1; k >= lo && i-k < 14; k-- {
		if x.low(k) == "who" || x.low(k) == "whose" || x.low(k) == "which" {
			return true
		}
	}
	return false
}

// joinsNouns tells that "and" at i joins two parts of one subject, not two
// clauses: nothing to its left in the segment is a verb.
func (x *scan) joinsNouns(r rng, i int) bool {
	if i == r.a {
		return false
	}
	for k := i - 1; k >= r.a; k-- {
		if x.at(k, clsSub|clsRel) && !x.at(k, clsPrep) {
			return true
		}
		if x.finite(k) {
			return x.tok(i-1).capital && i+1 < r.b && x.tok(i+1).capital && i-k > 1 && !x.at(i+1, clsPron|clsDet)
		}
	}
	return !x.at(i+1, clsPron) || i+2 >= r.b
}

// listLeft widens a subject over the commas of a list: "Najib, Li and Abe said".
func (x *scan) listLeft(segs []segment, k int, s rng) rng {
	if s.a != segs[k].a {
		return s
	}
	joined := false
	for i := s.a; i < s.b; i++ {
		if x.low(i) == "and" || x.low(i) == "or" {
			joined = true
		}
	}
	for k--; k >= 0 && joined; k-- {
		g := segs[k]
		if g.verb || g.b-g.a > 5 || x.adjunctStart(g.a) || x.tok(g.b).text != "," {
			break
		}
		n, ok := x.nounPhrase(g.rng)
		if !ok || n.a != g.a {
			break
		}
		s.a = g.a
	}
	return s
}

// afterAdjunct passes over a leading adverbial with no comma: "On Friday the
// ministry", "In a statement a spokesman".
func (x *scan) afterAdjunct(s, hi int) int {
	if e := x.timeEnd(s, hi); e > s && e < hi && !possessive(x.low(e-1)) {
		s = e
	}
	switch x.low(s) {
	case "about", "over", "under", "around", "at", "up":
		if x.at(s+1, clsNum) || x.low(s+1) == "half" || x.low(s+1) == "least" || x.at(s+1, clsDet) && numberWords[x.low(s+1)] > 0 {
			return s // about half of voters
		}
	}
	if s >= hi || !x.at(s, clsPrep) || x.at(s, clsDet) || x.tok(s).low == "like" {
		return s
	}
	best := s
	for i := s + 2; i < hi; i++ {
		if x.nounStarts(i) {
			best = i
		}
	}
	if best > s {
		return best
	}
	if x.at(s, clsSub) {
		return s + 1
	}
	return hi
}

// nounStarts tells that a new noun phrase begins at i with no preposition or
// conjunction to tie it to the words before.
func (x *scan) nounStarts(i int) bool {
	t, p := x.tok(i), x.tok(i-1)
	if !t.word || t.is(clsPrep) || p.is(clsPrep|clsCoord|clsDet|clsPoss) && !p.is(clsAdv) || possessive(p.low) {
		return false
	}
	if !p.word {
		return true
	}
	if t.is(clsDet|clsPoss) && !t.is(clsAdv) || t.is(clsPron) {
		return true
	}
	year := p.is(clsNum) && len(p.low) == 4 && i-2 >= x.a && x.at(i-2, clsPrep|clsMonth)
	if (p.is(clsDay|clsTime) || year) && !t.is(clsTime|clsNum|clsDay|clsMonth) {
		return true
	}
	return t.capital && !p.capital && !t.is(clsDay|clsMonth) && !p.is(clsOffice|clsTitle)
}

func possessive(low string) bool { return strings.HasSuffix(low, "'s") || strings.HasSuffix(low, "s'") }

// nominal refuses what cannot be a subject.
func (x *scan) nominal(r rng) bool {
	for i := r.a; i < r.b; i++ {
		if x.tok(i).word && (!x.tok(i).is(clsPrep|clsAdv|clsSub|clsCoord|clsAux|clsTime) || x.low(i) == "both" || x.low(i) == "all" || x.at(i, clsTime) && x.tok(i).capital) {
			return !x.at(r.b-1, clsPrep|clsCoord|clsAux) || x.tok(r.b-1).capital
		}
	}
	return false
}

// timeEnd passes over "last month", "on Friday", "earlier this week".
func (x *scan) timeEnd(i, hi int) int {
	s := i
	for i < hi {
		t := x.tok(i)
		switch {
		case (t.low == "on" || t.low == "late" || t.low == "early" || t.low == "by") && i+1 < hi && x.at(i+1, clsDay|clsMonth):
			i++
		case (t.low == "earlier" || t.low == "later") && i+1 < hi && (x.low(i+1) == "this" || x.low(i+1) == "on" || x.at(i+1, clsDay) || x.low(i+1) == "in" || x.low(i+1) == "that" && x.at(i+2, clsTime)):
			i++
		case (t.low == "last" || t.low == "this" || t.low == "next" || t.low == "that") && i+1 < hi && x.at(i+1, clsTime|clsDay|clsMonth):
			i += 2
		case t.low == "in" && i+1 < hi && x.at(i+1, clsMonth) && x.tok(i+1).capital:
			i++
		case t.low == "in" && i+1 < hi && len(x.low(i+1)) == 4 && x.at(i+1, clsNum):
			i += 2
		case (i == s || x.low(i-1) == "on") && t.is(clsNum) && len(t.low) <= 2 && i+1 < hi && x.at(i+1, clsMonth) && x.tok(i+1).capital:
			i += 2
		case t.low == "on" && i+2 < hi && len(x.low(i+1)) <= 2 && x.at(i+1, clsNum) && x.at(i+2, clsMonth) && x.tok(i+2).capital:
			i++
		case t.is(clsDay) && t.capital, t.is(clsMonth) && t.capital, t.low == "yesterday", t.low == "today", t.low == "tonight":
			i++
		case i > s && x.at(i-1, clsDay|clsTime) && (t.low == "night" || t.low == "morning" || t.low == "afternoon" || t.low == "evening"):
			i++
		case i > s && x.at(i-1, clsMonth) && t.is(clsNum):
			i++
		case i > s && t.text == "," && x.at(i-1, clsNum) && i+1 < hi && len(x.low(i+1)) == 4 && x.at(i+1, clsNum):
			i += 2
		default:
			return i
		}
	}
	return i
}
