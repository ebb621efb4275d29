package press

import (
	"strings"
)

// drafter turns attributions into drafts.
type drafter struct {
	text   string
	t      []token
	o      Options
	found  []found
	number []int // draft number of each attribution, 0 when it joined another
	names  *matcher
	out    []Draft
	seen   []heard // speakers so far, the latest ones
	lo, hi int     // the attributions of the sentence at hand

	persons int
}

func (b *drafter) drafts() []Draft {
	partner := b.citations()
	b.out = make([]Draft, 0, len(b.found))
	for i := range b.found {
		if partner[i] >= 0 {
			continue
		}
		b.number[i] = len(b.out) + 1
		b.out = append(b.out, b.draft(i, partner))
	}
	return b.out
}

// citations finds for each "citing X" the statement beside it that it belongs
// to, -1 for what is a statement itself.
func (b *drafter) citations() []int {
	out := make([]int, len(b.found))
	for i := range b.found {
		out[i] = -1
		f := &b.found[i]
		if f.citing.empty() || f.verb == nil || f.verb.form != fmIng {
			continue
		}
		for j := max(0, i-6); j < len(b.found) && j < i+7; j++ {
			g := &b.found[j]
			if j != i && g.sent == f.sent && g.source == f.source && g.within == f.within && g.citing.empty() {
				out[i] = j
				break
			}
		}
	}
	return out
}

func (b *drafter) draft(i int, partner []int) Draft {
	f := &b.found[i]
	for b.lo < i && b.found[b.lo].sent != f.sent {
		b.lo++
	}
	for b.hi = max(b.hi, i+1); b.hi < len(b.found) && b.found[b.hi].sent == f.sent; {
		b.hi++
	}
	d := Draft{Number: b.number[i], Cue: []Span{b.span(f.cue)}, Form: b.form(f)}
	if f.within > 0 {
		d.Within = b.number[f.within-1]
	}
	if !f.source.empty() {
		d.Source = []Span{b.span(f.source)}
	}
	words := make([]string, len(f.content))
	for k, c := range f.content {
		d.Content = append(d.Content, b.span(c))
		words[k] = b.words(c)
	}
	d.Words = strings.Join(words, " ... ")
	d.Mode, d.Verb = b.mode(f)
	d.Negated = b.negated(f)
	d.Hedges = b.hedges(f)
	d.Speakers = b.speakers(f)
	b.chain(&d, f, i, partner)
	d.Said = b.when(f)
	for _, c := range f.content {
		d.Quantities = append(d.Quantities, b.amounts(c)...)
	}
	b.mentions(&d, f)
	b.remember(f, d.Speakers)
	return d
}

func (b *drafter) span(r rng) Span { return Span{b.t[r.a].at, b.t[r.b-1].until} }

// words is the text of a range as written, on one line.
func (b *drafter) words(r rng) string {
	if r.empty() {
		return ""
	}
	s := b.text[b.t[r.a].start:b.t[r.b-1].end]
	if strings.ContainsAny(s, "\n\r\t") {
		return strings.Join(strings.Fields(s), " ")
	}
	return s
}

// form tells quoted words from reported ones.
func (b *drafter) form(f *found) Form {
	quoted, bare := false, false
	for _, c := range f.content {
		for i := c.a; i < c.b; i++ {
			switch {
			case b.t[i].quote >= 0:
				quoted = true
			case b.t[i].word:
				bare = true
			}
		}
	}
	switch {
	case quoted && bare:
		return Mixed
	case quoted:
		return Direct
	}
	return Indirect
}

// mode is that of the verb, turned by what stands around it.
func (b *drafter) mode(f *found) (Mode, string) {
	if f.doc {
		return Asserts, "according to"
	}
	if f.verb == nil {
		return Asserts, ":"
	}
	m, verb := f.verb.mode, f.verb.verb
	negated := false
	for i := f.cue.a; i < f.head; i++ {
		negated = negated || b.t[i].is(clsNeg)
	}
	switch {
	case (verb == "refuse" || verb == "decline") && m == Declines:
		return Declines, verb
	case verb == "respond" && negated:
		return Declines, verb
	case verb == "comment" && !negated:
		return Asserts, verb
	case negated && (m == Asserts || m == Confirms || m == Denies):
		return Declines, verb
	case verb == "rule" && f.head+1 < len(b.t) && b.t[f.head+1].low == "out":
		return Denies, "rule out"
	case verb == "agree" && len(f.content) > 0 && b.t[f.content[0].a].low == "to":
		return Promises, verb
	case verb == "call" && f.cue.b == f.head+1:
		return Asserts, verb
	}
	return m, verb
}

// negated looks for a negation in the first clause of the content.
func (b *drafter) negated(f *found) bool {
	if len(f.content) == 0 {
		return false
	}
	c := f.content[0]
	i := c.a
	if b.t[i].low == "that" {
		i++
	}
	x := &scan{t: b.t, a: c.a, b: c.b, end: c.b}
	for n := 0; i < c.b && n < 16; i, n = i+1, n+1 {
		t := &b.t[i]
		if n > 0 && x.finite(i) && !t.is(clsAux|clsModal) {
			// behind the verb only its object can negate: "sent no shells"
			return i+1 < c.b && (b.t[i+1].low == "no" || b.t[i+1].low == "nothing" || b.t[i+1].low == "none")
		}
		if n > 0 && (t.text == "," || t.text == ";" || t.is(clsRel) || t.is(clsSub) && !t.is(clsPrep)) {
			return false
		}
		if i > c.a && b.t[i-1].is(clsPrep) && t.low == "not" {
			continue // "its policy of not sending arms"
		}
		switch t.low {
		case "not", "never", "no", "neither", "nor", "none", "nobody", "nothing", "cannot":
			// "not only" and "no longer only" affirm
			return i+1 >= c.b || b.t[i+1].low != "only"
		}
		if t.is(clsAux) && t.is(clsNeg) {
			return true
		}
	}
	return false
}

var hedgeWords = set(`could may might possibly perhaps apparently reportedly allegedly likely unlikely unclear uncertain potentially probably
	presumably supposedly purportedly seemingly conceivably suspected alleged`)

// hedges are the words of the content that keep it from being certain.
func (b *drafter) hedges(f *found) []Span {
	var out []Span
	for _, c := range f.content {
		for i := c.a; i < c.b; i++ {
			t := &b.t[i]
			switch {
			case t.low == "may" && t.capital && i > c.a:
			case (t.low == "unclear" || t.low == "uncertain") && i-2 >= c.a && b.t[i-2].low == "it":
				e := i + 1
				if e < c.b && (b.t[e].low == "whether" || b.t[e].low == "if" || b.t[e].low == "how") {
					e++
				}
				out = append(out, b.span(rng{i - 2, e}))
			case (t.low == "could" || t.low == "might") && i+1 < c.b && b.t[i+1].low == "not", t.low == "could" && b.t[c.a].is(clsSub) && b.t[c.a].low != "that":
			case hedgeWords[t.low]:
				out = append(out, b.span(rng{i, i + 1}))
			case (t.low == "appeared" || t.low == "appears" || t.low == "seemed" || t.low == "seems" || t.low == "believed" || t.low == "thought" ||
				t.low == "said") && i+1 < c.b && b.t[i+1].low == "to" && (t.low[0] == 'a' || t.low[:2] == "se" || i > c.a && beForms[b.t[i-1].low]):
				out = append(out, b.span(rng{i, i + 2}))
			}
		}
	}
	return out
}
