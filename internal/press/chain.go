package press

import "strings"

// chain works out through whom a statement came. Whom a source cites speaks in
// its place, and the source becomes the first link: "the Journal said, citing
// officials" are officials through the Journal.
func (b *drafter) chain(d *Draft, f *found, i int, partner []int) {
	for j, p := range partner {
		if p == i {
			c := b.found[j].citing
			d.Cited = append(d.Cited, Citing{b.span(b.found[j].cue), b.span(c)})
			b.lean(d, c, f)
		}
	}
	if !f.citing.empty() && f.verb != nil && f.verb.form != fmIng {
		d.Chain = append(d.Chain, b.link(f.citing))
	}
	if !f.through.empty() {
		d.Chain = append(d.Chain, b.link(f.through))
	}
	if o := b.toldOutlet(f); !o.empty() {
		d.Chain = append(d.Chain, b.link(o))
	}
	if d.Within > 0 {
		b.outerChain(d, &b.out[d.Within-1])
	}
	b.throughOutlet(d)
}

// lean puts the cited in the place of the speakers.
func (b *drafter) lean(d *Draft, cited rng, f *found) {
	for _, s := range d.Speakers {
		at := s.Span
		d.Chain = append(d.Chain, Link{Kind: s.Kind, Words: s.station(), Span: &at, Party: s.Party})
	}
	var who []Speaker
	for _, r := range b.joint(cited) {
		who = append(who, b.speaker(r, f))
	}
	d.Speakers = who
}

func (b *drafter) link(r rng) Link {
	k, name, _ := b.sourceKind(r)
	at := b.span(r)
	if name == "" {
		name = b.words(dropThe(b.t, r))
	}
	return Link{Kind: k, Words: name, Span: &at, Party: b.names.party(name)}
}

// outerChain adds whoever says that somebody said it, and their chain.
func (b *drafter) outerChain(d, outer *Draft) {
	for _, s := range outer.Speakers {
		at := s.Span
		d.Chain = append(d.Chain, Link{Kind: s.Kind, Words: s.station(), Span: &at, Party: s.Party})
	}
	d.Chain = append(d.Chain, outer.Chain...)
}

// station is a speaker's label as a link of a chain, without an opening "the".
func (s *Speaker) station() string {
	l := s.Label()
	if len(l) > 4 && strings.EqualFold(l[:4], "the ") {
		return l[4:]
	}
	return l
}

// throughOutlet closes the chain with the outlet that published the text, but
// for its own statements.
func (b *drafter) throughOutlet(d *Draft) {
	name := b.o.Outlet
	if name == "" {
		return
	}
	same := func(words string) bool {
		return strings.EqualFold(strings.TrimPrefix(words, "the "), strings.TrimPrefix(name, "the "))
	}
	for _, s := range d.Speakers {
		if same(s.Words) || same(s.Name) {
			return
		}
	}
	if n := len(d.Chain); n > 0 && same(d.Chain[n-1].Words) {
		return
	}
	d.Chain = append(d.Chain, Link{Kind: KindOutlet, Words: name, Party: b.names.party(name)})
}

// toldOutlet finds the outlet somebody talked to: "told Yonhap", "in an
// interview with the Financial Times".
func (b *drafter) toldOutlet(f *found) rng {
	lo := f.cue.b
	if f.source.a >= lo {
		lo = f.source.b
	}
	told := f.verb != nil && f.verb.has(frHearer)
	for i := lo; i < f.sent.b && !f.covers(i) && i < lo+16; i++ {
		if b.t[i].text == "," && i > lo+1 && !f.covers(i+1) && told {
			break
		}
		if !b.t[i].capital || i > lo && !told && b.t[i-1].low != "with" && b.t[i-1].low != "to" && b.t[i-1].low != "the" {
			continue
		}
		for e := min(i+5, f.sent.b); e > i; e-- {
			if outlets[strings.ToLower(b.words(rng{i, e}))] || outlets[strings.TrimSuffix(strings.ToLower(b.words(rng{i, e})), "'s")] {
				return rng{i, e}
			}
		}
	}
	return rng{}
}
