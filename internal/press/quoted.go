package press

// according reads "according to X".
func (x *scan) according(i int) int {
	src, ok := rng{}, false
	if i == x.a || i-1 == x.a && (!x.tok(i-1).word && x.tok(i-1).quote < 0 || x.at(i-1, clsCoord)) {
		e := i + 2
		for e < x.end && (x.tok(e).text != "," || x.apposedList(e)) && x.tok(e).quote < 0 {
			e++
		}
		src, ok = rng{i + 2, e}, e > i+2
		if !ok {
			return i + 2
		}
		k := x.stopAt(e, plainCue, false)
		x.add(found{source: src, cue: rng{i, i + 2}, head: i, doc: true, content: []rng{trim(x.t, rng{e, k})}})
		x.used = k
		return e
	}
	src, ok = x.right(i + 2)
	if !ok {
		return i + 2
	}
	lo := x.used
	if x.low(i-1) == "but" || x.low(i-1) == "and" || x.low(i-1) == "that" { // "But according to X, ..."
		e := src.b
		if x.low(e) == "," || e < x.end {
			k := x.stopAt(e, plainCue, false)
			x.add(found{source: src, cue: rng{i, i + 2}, head: i, doc: true, content: []rng{trim(x.t, rng{e, k})}})
			x.used = k
			return e
		}
	}
	f, _ := x.front(i)
	if f.a < lo || f.empty() {
		if last := x.lastHere(); last != nil && len(last.content) > 0 {
			last.citing = src
		}
		return src.b
	}
	content := []rng{f}
	next := src.b
	if x.subLead() && f.a == x.a && !x.hasComma(f) && x.tok(next).text == "," && x.mainAfter(next+1) {
		content = nil // "While most were old, according to the report, some ..."
	}
	if next < x.end && x.tok(next).text == "," && !x.newClause(next+1, plainCue, false) && next+3 < x.end && !x.at(next+1, clsSub|clsRel|clsCoord) {
		k := x.stopAt(next, plainCue, false)
		content = append(content, trim(x.t, rng{next, k}))
		next = k
	}
	x.add(found{source: src, cue: rng{i, i + 2}, head: i, doc: true, content: content})
	x.used = next
	return next
}

func (x *scan) hasComma(r rng) bool {
	for i := r.a; i < r.b; i++ {
		if x.tok(i).text == "," {
			return true
		}
	}
	return false
}

// apposedList tells that a comma inside the source of "according to" does not
// end it: "according to Kim, the minister, shells ...".
func (x *scan) apposedList(e int) bool {
	if !x.apposition(e+1) || x.at(e+1, clsPron) {
		return false
	}
	k := x.appositionEnd(e + 1)
	return k+1 < x.end && x.tok(k).text == "," && x.mainAfter(k+1)
}

// quoted reads "KCNA quoted the minister as saying X" and "the minister was
// quoted (by KCNA) as saying X": the outlet is the way, not the speaker.
func (x *scan) quoted(i, vs int) int {
	as := i + 1
	for as < x.end && !(x.low(as) == "as" && (x.low(as+1) == "saying" || x.low(as+1) == "telling")) {
		if x.tok(as).quote >= 0 || as > i+25 {
			return 0
		}
		as++
	}
	if as+2 >= x.end {
		return 0
	}
	src, _, ok := x.left(vs)
	if !ok {
		return 0
	}
	f := found{verb: cueOf["saying"], head: as + 1, cue: rng{as, as + 2}}
	inner := trim(x.t, rng{i + 1, as})
	if x.progressive(vs, i) {
		f.source, f.cue = src, rng{vs, as + 2}
		if x.low(i+1) == "by" {
			f.through = rng{i + 2, as}
		}
	} else {
		f.source, f.through = inner, src
	}
	if f.source.empty() {
		return 0
	}
	k := as + 2
	if x.low(k) == "by" && x.onlyTail(k+1) || x.onlyTail(k) {
		return x.quotedFront(f, k)
	}
	if x.tok(as+1).cue.has(frHearer) && x.low(as+1) == "telling" {
		k = x.hearer(k)
	}
	e := x.stopAt(k, plainCue, false)
	con := trim(x.t, rng{k, e})
	if con.empty() {
		return 0
	}
	f.content = []rng{con}
	x.add(f)
	x.used = e
	return e
}

// quotedFront takes the words before "the minister was quoted as saying (by X)".
func (x *scan) quotedFront(f found, k int) int {
	front, ok := x.front(f.source.a)
	if !ok {
		return 0
	}
	if x.low(k) == "by" {
		if src, ok := x.right(k + 1); ok {
			f.through = src
		}
	}
	f.content = []rng{front}
	x.add(f)
	x.used = x.end
	return x.end
}

func (x *scan) passiveAsk(i int) bool {
	if x.tok(i).cue.form != fmPast || x.tok(i).cue.verb != "ask" {
		return false
	}
	prev := x.low(i - 1)
	switch x.low(i + 1) {
	case "about", "whether", "if", "by", "to", "what", "how", "why", "who", "on":
		return i == x.a || prev == "when" || prev == ","
	}
	return i == x.a || prev == "when"
}

// asked reads "Asked whether X, the minister said" as a question of nobody named.
func (x *scan) asked(i, vs int) int {
	var src rng
	at := i + 1
	if x.low(at) == "by" {
		e := at + 1
		for e < x.end && x.tok(e).word && (!x.at(e, clsSub) || x.at(e, clsDet)) && x.low(e) != "if" && x.low(e) != "about" && x.low(e) != "to" {
			e++
		}
		src, at = rng{at + 1, e}, e
	}
	k := at
	for k < x.end && !(x.tok(k).text == "," && x.tok(k).quote < 0) && !(k > at && x.tok(k).quote < 0 && x.commaBefore(k)) {
		k++
	}
	cue := rng{vs, i + 1}
	if x.low(at) != "about" && x.low(at) != "to" {
		at = x.adjuncts(at)
	}
	if x.low(at) == "," {
		at++
	}
	if vs < i && at < x.end && x.tok(at).quote < 0 && !x.at(at, clsSub) && x.low(at) != "about" && x.low(at) != "to" && x.low(at) != "who" && x.low(at) != "which" {
		return i
	}
	if x.low(i+1) == "about" {
		cue.b++
		at++
	}
	if vs < i {
		k = x.stopAt(at, plainCue, false)
	}
	con := trim(x.t, rng{at, k})
	if con.empty() || k >= x.end && i == x.a || k < at {
		return i
	}
	x.add(found{source: src, cue: cue, head: i, verb: x.tok(i).cue, content: []rng{con}})
	x.used = k
	return k
}

// citing notes whom a source leans on. With a reporting verb beside it the
// cited ones join that statement's chain.
func (x *scan) citing(f found) int {
	e := f.cue.b
	for e < x.end && x.tok(e).text != "," && x.tok(e).quote < 0 && (!x.at(e, clsSub|clsRel) || x.at(e, clsPrep) && !x.verbSoon(e)) {
		e++
	}
	con := trim(x.t, rng{f.cue.b, e})
	if con.empty() {
		return f.head
	}
	f.citing = con
	f.content = []rng{con}
	x.add(f)
	x.used = e
	return e
}
