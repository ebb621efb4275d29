package press

// inverted reads the noun phrase of `"...," said Kim, an aide`.
func (x *scan) inverted(i, vs int) (rng, bool) {
	c := x.tok(i).cue
	if i == x.a && c.has(frSpeech) && c.form == fmPast {
		src, ok := x.right(i + 1) // "Said Kim: ..."
		return src, ok && x.tok(src.b).text == ":"
	}
	if vs != i || c.form == fmIng || c.form == fmBase && !c.has(frSpeech) || i+1 >= x.end || i == x.a {
		return rng{}, false
	}
	p := x.tok(i - 1)
	afterQuote := p.quote >= 0 || p.text == "," && i-2 >= x.a && x.tok(i-2).quote >= 0
	comma := p.text == "," || p.text == "—" || p.text == "--" || p.text == "–"
	if !afterQuote && !(comma && c.has(frFront)) || x.low(i-1) == "as" {
		return rng{}, false
	}
	n := x.tok(i + 1)
	if n.quote >= 0 || !n.word || n.is(clsSub|clsAdv|clsPrep|clsObj|clsCoord) && !n.is(clsPoss|clsDet) && n.low != "it" || n.low == "that" || n.is(clsDay|clsMonth) {
		return rng{}, false
	}
	src, ok := x.right(i + 1)
	if !ok {
		return rng{}, false
	}
	if afterQuote {
		return src, (c.has(frFront) || c.has(frThat) || x.speechBefore(i)) && !(src.b < x.end && x.finite(src.b) && !x.tok(src.b).capital)
	}
	if c.has(frHearer) {
		return rng{}, false
	}
	if src.b >= x.end {
		s, _, ok := x.left(vs)
		return src, !ok || c.has(frSpeech) && !fillers[x.low(i-2)] && !(x.hasRelative(s) && x.verbBetween(src.a+1, src.b))
	}
	if x.tok(src.b).text != "," && !x.onlyTail(src.b) {
		return rng{}, false
	}
	if _, _, ok := x.left(vs); ok {
		return rng{}, false
	}
	return src, true
}

func (x *scan) afterInverted(f found) int {
	next := f.source.b
	if c, ok := x.front(f.cue.a); ok || !c.empty() {
		f.content = append(f.content, c)
	}
	if f.cue.a == x.a && x.tok(next).text == ":" {
		f.content = []rng{trim(x.t, rng{next, x.end})}
		next = x.end
		if f.content[0].empty() {
			x.add(f) // the words come in the next sentence
			x.used = next
			return next
		}
	} else {
		next, f.content = x.resume(next, f.content)
	}
	if len(f.content) == 0 {
		return f.cue.b
	}
	x.add(f)
	x.used = next
	return next
}

// resume takes up a quotation that goes on behind the cue: "..., he said, "..."
func (x *scan) resume(next int, content []rng) (int, []rng) {
	for k := next; k < x.end && k < next+22; k++ {
		if x.tok(k).quote >= 0 {
			prev := x.tok(k - 1)
			if prev.word && (k > next || !x.closesSpeech(k)) {
				for k+1 < x.end && x.tok(k+1).quote >= 0 {
					k++
				}
				continue
			}
			return x.end, append(content, trim(x.t, rng{k, x.stopAt(k, plainCue, false)}))
		}
		if x.tok(k).cue != nil && x.verbal(k) && x.tok(k).cue.form != fmBase || x.low(k) == "and" && x.finite(k+1) {
			break
		}
	}
	if next < x.end && x.tok(next).text == "," && len(content) > 0 && (!x.hasQuote(content[len(content)-1]) || x.goesOn(content[0], next+1)) && x.resumes(next+1) {
		k := x.stopAt(next, plainCue, false)
		return k, append(content, trim(x.t, rng{next, k}))
	}
	return next, content
}

// goesOn tells that words behind a quotation and its cue still are the
// speaker's: `"our bad luck," he said, that both had gone`.
func (x *scan) goesOn(front rng, i int) bool {
	return x.low(i) == "that" || x.low(i) == "to" || x.at(i, clsModal) ||
		x.at(front.a, clsPrep) && front.a == x.a && !x.at(front.a, clsSub) && x.mainAfter(i)
}

// closesSpeech tells that the quotation at k ends like a sentence or a part of
// one; a title does not.
func (x *scan) closesSpeech(k int) bool {
	e := k
	for e+1 < x.b && x.tok(e+1).quote == x.tok(k).quote {
		e++
	}
	return e-k > 5
}

// resumes tells that after "Front, X said," the rest still is what X said.
func (x *scan) resumes(i int) bool {
	if i >= x.end || x.end-i < 2 {
		return false
	}
	x.split = true
	defer func() { x.split = false }()
	if x.newClause(i, plainCue, false) {
		return false
	}
	if x.tok(i).cue != nil && x.tok(i).cue.form == fmIng || x.low(i) == "who" || x.onlyTail(i) && !x.at(i, clsPrep) {
		return false
	}
	return true
}
