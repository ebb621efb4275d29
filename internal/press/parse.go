package press

import "slices"

// found is one attribution as token ranges, before it is described.
type found struct {
	source  rng
	cue     rng
	content []rng
	verb    *cueWord
	head    int  // the token of the cue that says how
	rel     bool // the source is a relative pronoun
	shared  bool // the source was taken over from the clause before
	within  int  // index+1 of the attribution whose content holds this one
	through rng  // the outlet that quotes the source
	citing  rng  // whom the source leans on: "citing officials"
	sent    rng  // the sentence it stands in
	doc     bool // introduced by "according to"
	title   bool
}

// parser walks the sentences of one text.
type parser struct {
	t      []token
	out    []found
	pend   int // attribution that waits for a quotation after its colon, -1 none
	prev   int // last attribution of the paragraph, -1 none
	orphan rng // a quotation with no speaker yet that its paragraph leaves open
	heir   int // attribution that gets the orphan if nobody else speaks it, -1 none
	carry  int // attribution whose quotation the next paragraph continues
}

func parse(t []token) []found {
	p := &parser{t: t, pend: -1, prev: -1, carry: -1}
	paras := paragraphs(t)
	quotations(t, paras)
	for k, r := range paras {
		if stop(t[r.b-1].text) && shouted(t, r) {
			for i := r.a + 1; i < r.b; i++ {
				t[i].capital = stop(t[i-1].text) || t[i].is(clsDay|clsMonth) && !t[i].is(clsModal)
			}
		}
		p.paragraph(r, k == 0)
	}
	return keepFilled(p.out)
}

// shouted tells a paragraph in which every word has a capital, as in a cable:
// its capitals mark no names.
func shouted(t []token, r rng) bool {
	n := 0
	for i := r.a; i < r.b; i++ {
		if t[i].word && !t[i].capital && !t[i].is(clsNum) {
			return false
		}
		n++
	}
	return n > 5
}

// keepFilled drops what never found its words and renumbers the rest.
func keepFilled(all []found) []found {
	out := make([]found, 0, len(all))
	moved := make([]int, len(all)+1)
	for i, f := range all {
		f.content = slices.DeleteFunc(f.content, rng.empty)
		if len(f.content) == 0 {
			continue
		}
		f.within = moved[f.within]
		out = append(out, f)
		moved[i+1] = len(out)
	}
	return out
}

func (p *parser) paragraph(r rng, first bool) {
	r.a = skipDateline(p.t, r)
	ss := sentences(p.t, r)
	title := len(ss) <= 2 && r.b-r.a < 30 && (!stop(p.t[r.b-1].text) || first) && capitals(p.t, r)
	if title {
		for _, s := range ss {
			p.headline(s, true)
		}
		return
	}
	if len(ss) == 1 && !stop(p.t[r.b-1].text) && r.b-r.a < 25 && p.t[r.b-1].bare() && p.headline(r, false) {
		return
	}
	if i := p.pend; i >= 0 && len(p.out[i].content) == 0 && p.t[r.a].quote < 0 && p.t[r.a-1].text == ":" {
		p.out[i].content = []rng{trim(p.t, r)} // a colon that closes a paragraph introduces the next
		p.pend = -1
		return
	}
	p.prev = -1
	open := p.carry
	p.carry = -1
	for k, s := range ss {
		n := len(p.out)
		p.sentence(s)
		if len(p.out) > n {
			p.adopt(n, k)
			p.prev, p.pend = p.mainOf(n), -1
			if last := lastBare(p.t, s); p.t[last].text == ":" || s.b == r.b && p.out[p.prev].content == nil {
				p.pend = p.prev
			}
			open = -1
			if k == len(ss)-1 {
				p.carry = p.prev
			}
			continue
		}
		p.loneQuotation(s, r, k, open)
	}
}

// loneQuotation gives a sentence that is a quotation without a cue to the
// speaker before it.
func (p *parser) loneQuotation(s, para rng, k, open int) {
	q := rng{s.a, s.a}
	for q.b < s.b && p.t[q.b].quote >= 0 {
		q.b++
	}
	for i := q.b; i < s.b; i++ {
		if p.t[i].quote >= 0 {
			q.b = i + 1
		}
	}
	if p.t[s.a].quote < 0 && p.goesOn(s) {
		f := &p.out[p.prev]
		f.content = append(f.content, trim(p.t, s))
		return
	}
	if q.b-q.a < 4 || p.t[s.a].quote < 0 {
		if !q.empty() || p.t[s.a].word {
			p.pend = -1
		}
		return
	}
	to := p.prev
	runs := para.a > 0 && p.t[para.a-1].quote >= 0 && !quoteMark(p.t[para.a-1].text)
	if to < 0 && p.pend < 0 && (open < 0 || !runs) && s.b == para.b && !closesQuote(p.t[q.b-1].text) && !plainQuote(p.t[q.b-1].text) {
		if o := p.orphan; !o.empty() && o.b == s.a {
			q.a, open = o.a, p.heir
		}
		p.orphan, p.heir = q, open
		return
	}
	if p.pend >= 0 {
		to = p.pend
	} else if to < 0 {
		to = open
	}
	if o := p.orphan; to < 0 && !o.empty() && o.b == s.a && p.heir >= 0 {
		to = p.heir
		p.out[to].content = append(p.out[to].content, o)
		p.orphan = rng{}
	}
	if to < 0 {
		return
	}
	p.out[to].content = append(p.out[to].content, q)
	p.prev = to
	p.pend = -1
	if s.b == para.b {
		p.carry = to
	}
}

// goesOn tells that a sentence of few words and a quotation goes on with the
// quotation before it: "It is done," Kim said. Now "they must pay."
func (p *parser) goesOn(s rng) bool {
	if p.prev < 0 {
		return false
	}
	quoted, bare := 0, 0
	for i := s.a; i < s.b; i++ {
		switch {
		case p.t[i].quote >= 0 && p.t[i].word:
			quoted++
		case p.t[i].word:
			bare++
		}
	}
	c := p.out[p.prev].content
	return quoted > bare && quoted > 3 && p.t[s.b-1].quote >= 0 && len(c) > 0 && p.t[c[len(c)-1].b-1].quote >= 0
}

// adopt gives an open quotation of the paragraph before to the speaker of the
// quotation that goes on with it.
func (p *parser) adopt(n, k int) {
	f := &p.out[n]
	if o := p.orphan; !o.empty() && k == 0 && len(f.content) > 0 && p.t[f.content[0].a].quote >= 0 && f.content[0].a == o.b {
		f.content = append([]rng{o}, f.content...)
	}
	p.orphan = rng{}
}

func (p *parser) mainOf(n int) int {
	for i := n; i < len(p.out); i++ {
		if f := &p.out[i]; f.within == 0 && !f.source.empty() && len(f.content) > 0 && p.t[f.content[0].a].quote >= 0 {
			return i
		}
	}
	for i := len(p.out) - 1; i >= n; i-- {
		if p.out[i].within == 0 && !p.out[i].rel && !p.out[i].source.empty() {
			return i
		}
	}
	for i := len(p.out) - 1; i >= n; i-- {
		if p.out[i].within == 0 && !p.out[i].rel {
			return i
		}
	}
	return len(p.out) - 1
}

func lastBare(t []token, s rng) int {
	i := s.b - 1
	for i > s.a && stop(t[i].text) {
		i--
	}
	return i
}

// skipDateline passes over "SEOUL, Nov 11 (Reuters) - " and the like.
func skipDateline(t []token, r rng) int {
	if !allCaps(t[r.a].text) && t[r.a].text != "(" {
		return r.a
	}
	for i := r.a + 1; i < r.b && i < r.a+16; i++ {
		switch t[i].text {
		case "—", "–", "―", "--", "-", ":":
			// "MOSCOW: ..." is a speaker in a headline and a place in a paragraph
			if i+1 >= r.b || t[i].text == ":" && (r.b-i < 20 || !stop(t[r.b-1].text)) {
				return r.a
			}
			return i + 1
		}
		if t[i].quote >= 0 || stop(t[i].text) {
			return r.a
		}
	}
	return r.a
}

func allCaps(s string) bool {
	n := 0
	for _, c := range s {
		if c >= 'a' && c <= 'z' {
			return false
		}
		if c >= 'A' && c <= 'Z' {
			n++
		}
	}
	return n > 2
}

// headline reads "Ministry: no shells were sent" in a title.
func (p *parser) headline(r rng, capitals bool) bool {
	for i := r.a + 1; i < r.b-3 && i < r.a+7; i++ {
		if p.t[i].text != ":" || p.t[i].quote >= 0 {
			continue
		}
		if p.t[i-1].cue != nil {
			return false
		}
		p.out = append(p.out, found{source: rng{r.a, i}, cue: rng{i, i + 1}, head: i, sent: r, content: []rng{trim(p.t, rng{i + 1, r.b})}, title: true})
		return true
	}
	return capitals && p.capitalLine(r)
}

// capitals tells a headline in which most words have a capital.
func capitals(t []token, r rng) bool {
	up, all := 0, 0
	for i := r.a; i < r.b; i++ {
		if len(t[i].low) > 3 && t[i].word && !t[i].is(clsNum) {
			all++
			if t[i].capital {
				up++
			}
		}
	}
	return all > 3 && up*10 >= all*9
}

// capitalLine reads "Ministry Says No Shells Were Sent".
func (p *parser) capitalLine(r rng) bool {
	for i := r.a + 1; i < r.b; i++ {
		c := p.t[i].cue
		if c == nil || p.t[i].quote >= 0 || c.form == fmIng || c.form == fmBase || c.has(frNoun) && p.t[i-1].is(clsDet|clsPoss|clsPrep) {
			continue
		}
		x := &scan{p: p, t: p.t, a: r.a, b: r.b, end: r.b, used: r.a, title: true}
		for x.end > x.a && stop(p.t[x.end-1].text) && p.t[x.end-1].quote < 0 {
			x.end--
		}
		f := found{source: trim(p.t, rng{r.a, i}), cue: rng{i, x.particles(i)}, head: i, verb: c, title: true, sent: r}
		for f.source.b-1 > f.source.a && (p.t[f.source.b-1].is(clsAux|clsModal) || p.t[f.source.b-1].is(clsAdv) && !p.t[f.source.b-1].is(clsPrep)) {
			f.source.b-- // "Kim Just Said"
			f.cue.a = f.source.b
		}
		if i >= x.end-1 {
			if !c.has(frFront) {
				return true
			}
			k := i
			for k > r.a && p.t[k].text != "," {
				k--
			}
			f.source, f.content = trim(p.t, rng{k, i}), []rng{trim(p.t, rng{r.a, k})}
		} else {
			f.content = []rng{trim(p.t, rng{f.cue.b, x.end})}
		}
		if !f.content[0].empty() && !f.source.empty() {
			p.out = append(p.out, f)
		}
		return true
	}
	return false
}

// trim takes commas, dashes and stops off both ends of a range, but no
// quotation marks.
func trim(t []token, r rng) rng {
	for !r.empty() && looseMark(&t[r.b-1]) {
		r.b--
	}
	for !r.empty() && looseMark(&t[r.a]) {
		r.a++
	}
	return r
}

func looseMark(x *token) bool {
	if x.word || x.quote >= 0 {
		return false
	}
	switch x.text {
	case ",", ";", ":", ".", "?", "!", "…", "—", "–", "―", "--", "-", ")":
		return true
	}
	return false
}
