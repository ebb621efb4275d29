package press

import "strings"

// heard is a speaker met earlier in the text. who numbers the persons and
// bodies apart; two mentions of one speaker have the same number.
type heard struct {
	Speaker
	first, sent int // tokens
	who         int
	plural      bool
}

// speakers describes the source of an attribution: one, or several that speak
// jointly.
func (b *drafter) speakers(f *found) []Speaker {
	if f.source.empty() {
		return nil
	}
	r := f.source
	if f.rel {
		if a := b.antecedent(f); !a.empty() {
			s := b.speaker(a, f)
			at := b.span(a)
			s.Span, s.Words, s.RefersTo = b.span(r), b.words(r), &at
			return []Speaker{s}
		}
	}
	var out []Speaker
	for _, p := range b.joint(r) {
		out = append(out, b.speaker(p, f))
	}
	return out
}

// joint splits "Moscow and Pyongyang" at its "and"; an "and" inside one name or
// one office is left alone.
func (b *drafter) joint(r rng) []rng {
	for i := r.a + 1; i < r.b-1; i++ {
		if b.t[i].low != "and" || !b.t[i+1].capital && !b.t[i+1].is(clsDet|clsPoss) {
			continue
		}
		left, right := rng{r.a, i}, rng{i + 1, r.b}
		lk, _, _ := b.sourceKind(left)
		rk, _, _ := b.sourceKind(right)
		if lk == KindUnknown || rk == KindUnknown || lk == KindName && rk == KindName && b.anyWord(r, orgWords) || b.anyWord(left, set("of")) {
			continue
		}
		var out []rng
		for from := left.a; from < left.b; {
			e := from
			for e < left.b && b.t[e].text != "," {
				e++
			}
			if e < left.b && !b.t[min(e+1, left.b-1)].capital {
				e = left.b
			}
			out = append(out, rng{from, e})
			from = e + 1
		}
		return append(out, right)
	}
	return []rng{r}
}

// antecedent is the noun phrase before a relative pronoun.
func (b *drafter) antecedent(f *found) rng {
	x := &scan{t: b.t, a: f.sent.a, b: f.sent.b, end: f.sent.b, used: f.sent.a}
	hi := f.source.a
	for hi > x.a && !b.t[hi-1].word {
		hi--
	}
	lo := hi
	for lo > x.a && b.t[lo-1].text != "," && b.t[lo-1].quote < 0 {
		lo--
	}
	if n, ok := x.nounPhrase(rng{lo, hi}); ok {
		return n
	}
	return rng{}
}

// speaker describes one source phrase and finds who it is.
func (b *drafter) speaker(r rng, f *found) Speaker {
	s := Speaker{Span: b.span(r), Words: b.words(r)}
	s.Kind, s.Name, s.Office = b.sourceKind(r)
	s.Anonymity = b.anonymity(r, f)
	if len(s.Anonymity) > 0 && (s.Kind == KindOffice || s.Kind == KindGroup || s.Kind == KindUnknown) {
		s.Kind = KindAnonymous
	}
	head := b.head(r)
	low := strings.ToLower(b.words(head))
	switch {
	case s.Kind == KindPronoun:
		b.resolve(&s, low, r, f)
	case s.Name != "":
		b.completeName(&s, r)
	case b.t[r.a].low == "the" || b.t[r.a].low == "that" || b.t[r.a].low == "this":
		b.description(&s, head)
	}
	if s.Party == "" {
		s.Party = b.names.party(s.Name)
	}
	if s.Party == "" {
		s.Party = b.names.party(b.words(dropThe(b.t, head)))
	}
	return s
}

// take fills a speaker in with what is known of the one it refers to.
func (s *Speaker) take(h *heard) {
	at := h.Span
	s.RefersTo, s.Open = &at, false
	s.Kind, s.Name, s.Party = h.Kind, h.Name, h.Party
	if s.Office == "" {
		s.Office = h.Office
	}
	if s.Name == "" {
		s.Name = strings.TrimPrefix(strings.TrimPrefix(h.Words, "The "), "the ")
	}
}

// resolve finds whom a pronoun refers to: the only speaker of its kind in the
// sentence so far, or in the sentence before, with no rival in between.
func (b *drafter) resolve(s *Speaker, low string, r rng, f *found) {
	s.Open = true
	var hit *heard
	sent := -1
	for i := len(b.seen) - 1; i >= 0; i-- {
		h := &b.seen[i]
		if !fits(low, h) || h.first >= r.a {
			continue
		}
		if sent < 0 {
			if r.a-h.first > 160 {
				break
			}
			sent, hit = h.sent, h
			continue
		}
		if h.sent != sent {
			break
		}
		if h.who != hit.who {
			return
		}
	}
	if hit != nil && !b.rivals(hit, r.a, low) {
		s.take(hit)
	}
}

func fits(pronoun string, h *heard) bool {
	switch pronoun {
	case "he", "she":
		return !h.plural && (h.Kind == KindPerson || h.Kind == KindOffice || h.Kind == KindAnonymous || h.Kind == KindName)
	case "they":
		return h.plural
	case "it":
		return !h.plural && (h.Kind == KindMinistry || h.Kind == KindOrganisation || h.Kind == KindOutlet || h.Kind == KindDocument || h.Kind == KindGovernment)
	}
	return false
}

// rivals looks between a speaker and a later pronoun for another person with a
// title or an office, whom the pronoun could mean as well.
func (b *drafter) rivals(h *heard, hi int, pronoun string) bool {
	if pronoun != "he" && pronoun != "she" {
		return false
	}
	own := map[string]bool{}
	for w := range strings.FieldsSeq(h.Name + " " + h.Words) {
		own[w] = true
	}
	for i := h.first; i+1 < hi; i++ {
		t, n := &b.t[i], &b.t[i+1]
		if t.is(clsOffice|clsTitle) && n.capital && !own[n.text] && !own[t.text] && governments[n.low] == "" {
			return true
		}
	}
	return false
}

// completeName joins "Kirby" to "John Kirby" and "the Journal" to "the Wall
// Street Journal" when one earlier name ends so.
func (b *drafter) completeName(s *Speaker, r rng) {
	var hit *heard
	for i := range b.seen {
		h := &b.seen[i]
		if h.Name == s.Name || h.Name != "" && (strings.HasSuffix(h.Name, " "+s.Name) || strings.HasPrefix(h.Name, s.Name+" ")) {
			if hit != nil && hit.who != h.who {
				return
			}
			if hit == nil {
				hit = h
			}
		}
	}
	if hit != nil {
		own := s.Office
		s.take(hit)
		if own != "" {
			s.Office = own
		}
		return
	}
	if strings.Contains(s.Name, " ") || s.Kind == KindOutlet || s.Kind == KindGovernment || s.Kind == KindMinistry {
		return
	}
	b.nameBefore(s, r)
}

// nameBefore looks for the full name of a surname where it is not a source.
func (b *drafter) nameBefore(s *Speaker, r rng) {
	for i := max(1, r.a-3000); i < r.a; i++ {
		if b.t[i].text != s.Name || !b.t[i-1].capital || b.t[i-1].is(clsDet|clsPrep|clsOpener) {
			continue
		}
		lo := i
		for lo > 0 && b.t[lo-1].capital && !b.t[lo-1].is(clsDet|clsPrep|clsOpener|clsTitle|clsDay|clsMonth) && !b.t[lo-1].is(clsOffice) {
			lo--
		}
		if lo == i {
			continue
		}
		at := b.span(rng{lo, i + 1})
		s.Kind, s.Name, s.RefersTo = KindPerson, b.words(rng{lo, i + 1}), &at
		return
	}
}

// description finds whom "the official" or "the ministry" means: the only
// earlier speaker of that name and with all its qualities.
func (b *drafter) description(s *Speaker, head rng) {
	noun := b.headNoun(head)
	if b.t[head.b-1].capital && s.Kind != KindMinistry && s.Kind != KindOutlet {
		return
	}
	var hit *heard
	for i := range b.seen {
		h := &b.seen[i]
		if !describes(h, noun) {
			continue
		}
		if !b.hasQualities(h, head) {
			continue
		}
		if hit != nil && hit.who != h.who {
			s.Open = true
			return
		}
		if hit == nil {
			hit = h
		}
	}
	if hit != nil {
		s.take(hit)
	}
}

func describes(h *heard, noun string) bool {
	words := strings.ToLower(h.Words + " " + h.Office + " " + h.Name)
	for w := range strings.FieldsSeq(words) {
		if strings.Trim(w, ",.") == noun {
			return true
		}
	}
	switch {
	case outletWords[noun]:
		return h.Kind == KindOutlet
	case documentWords[noun]:
		return h.Kind == KindDocument
	case noun == "company" || noun == "firm" || noun == "maker" || noun == "manufacturer" || noun == "group":
		return h.Kind == KindOrganisation || h.Kind == KindName
	}
	return false
}

func (b *drafter) hasQualities(h *heard, head rng) bool {
	words := strings.ToLower(h.Words + " " + h.Office + " " + h.Name)
	for i := head.a + 1; i < head.b-1; i++ {
		if !strings.Contains(words, b.t[i].low) {
			return false
		}
	}
	return true
}

// remember keeps the speakers of a draft for the references to come.
func (b *drafter) remember(f *found, speakers []Speaker) {
	for _, s := range speakers {
		if s.Open || s.Kind == KindPronoun {
			continue
		}
		b.persons++
		h := heard{Speaker: s, first: f.source.a, sent: f.sent.a, who: b.persons, plural: len(speakers) > 1 || pluralSource(&s)}
		for i := range b.seen {
			if b.seen[i].first == h.first && b.seen[i].Span == s.Span || s.RefersTo != nil && b.seen[i].Span == *s.RefersTo || s.Name != "" && b.seen[i].Name == s.Name {
				h.who = b.seen[i].who
				break
			}
		}
		b.seen = append(b.seen, h)
	}
	if len(b.seen) > 600 {
		b.seen = append(b.seen[:0:0], b.seen[300:]...)
	}
}

func pluralSource(s *Speaker) bool {
	if s.Kind != KindAnonymous && s.Kind != KindGroup && s.Kind != KindUnknown {
		return false
	}
	first, _, _ := strings.Cut(s.Words, ",")
	for w := range strings.FieldsSeq(strings.ToLower(first)) {
		if plural(w) && w != "states" && w != "u.s." {
			return true
		}
	}
	return false
}

// anonymity finds the words that say how a source is hidden and why it knows:
// in the source itself, and behind the cue in the same sentence.
func (b *drafter) anonymity(r rng, f *found) []Span {
	var out []Span
	hi := max(r.b, f.cue.a)
	for i := r.a; i < hi; i++ {
		if e := b.termEnd(i, hi); e > i {
			out = append(out, b.span(rng{i, e}))
			i = e
		}
	}
	for i := max(f.cue.b, r.b); i < f.sent.b; i++ {
		if f.covers(i) || b.t[i].quote >= 0 || b.others(f, i) {
			continue
		}
		if e := b.termEnd(i, f.sent.b); e > i {
			out = append(out, b.span(rng{i, e}))
			i = e
		}
	}
	return out
}

// others tells that the word at i belongs to another attribution: it stands in
// its source, or outside the words that hold f.
func (b *drafter) others(f *found, i int) bool {
	if f.within > 0 && !b.found[f.within-1].covers(i) {
		return true
	}
	for k := b.lo; k < b.hi; k++ {
		if g := &b.found[k]; g.source != f.source && g.source.a <= i && i < g.source.b {
			return true
		}
	}
	return false
}

func (f *found) covers(i int) bool {
	for _, c := range f.content {
		if c.a <= i && i < c.b {
			return true
		}
	}
	return false
}

// termEnd reads a term of anonymity at i and returns its end.
func (b *drafter) termEnd(i, hi int) int {
	t, next := b.t[i].low, ""
	if i+1 < hi {
		next = b.t[i+1].low
	}
	start := false
	switch t {
	case "speaking", "spoke", "asking", "asked", "requesting", "requested":
		start = b.ahead(i, hi, 5, "anonymity", "condition", "named", "identified", "anonymously")
	case "declining", "declined", "refusing", "refused":
		start = b.ahead(i, hi, 5, "named", "identified")
	case "on":
		start = b.ahead(i, hi, 2, "condition") && b.ahead(i, hi, 5, "anonymity")
	case "familiar", "acquainted":
		start = next == "with"
	case "briefed":
		start = next == "on" || next == "about"
	case "close":
		start = next == "to"
	case "with":
		start = b.ahead(i, hi, 3, "knowledge")
	case "not", "unauthorised", "unauthorized":
		start = b.ahead(i, hi, 4, "authorised", "authorized", "permitted", "allowed") && b.ahead(i, hi, 7, "speak", "talk", "discuss", "comment")
	}
	if !start {
		return i
	}
	e := i + 1
	for e < hi && (b.t[e].word) && b.t[e].quote < 0 && !(e > i+3 && (b.t[e].low == "said" || b.t[e].low == "who")) {
		e++
	}
	return e
}

func (b *drafter) ahead(i, hi, n int, words ...string) bool {
	for k := i + 1; k < hi && k <= i+n; k++ {
		for _, w := range words {
			if b.t[k].low == w {
				return true
			}
		}
	}
	return false
}
