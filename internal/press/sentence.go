package press

import "slices"

// sentence finds the attributions of one sentence.
func (p *parser) sentence(s rng) {
	x := &scan{p: p, t: p.t, a: s.a, b: s.b, end: s.b, used: s.a, first: len(p.out)}
	for x.end > x.a && stop(x.tok(x.end-1).text) && x.tok(x.end-1).quote < 0 {
		x.end--
	}
	x.outer()
	x.run(max(x.a, x.used))
	for i, n := x.first, len(p.out); i < n; i++ {
		for _, c := range p.out[i].content {
			p.nested(c, i)
		}
	}
}

// nested finds what somebody says that somebody said: attributions outside
// quotation marks inside the content of another one.
func (p *parser) nested(c rng, outer int) {
	x := &scan{p: p, t: p.t, a: c.a, b: c.b, end: c.b, used: c.a, first: len(p.out), nest: outer + 1}
	if x.low(c.a) == "that" {
		x.a, x.used = c.a+1, c.a+1
	}
	x.run(x.a)
	kept := p.out[:x.first]
	for _, f := range p.out[x.first:] {
		if !f.source.empty() {
			f.sent = p.out[outer].sent
			kept = append(kept, f)
		}
	}
	p.out = kept
}

func (x *scan) run(i int) {
	for i < x.end {
		t := x.tok(i)
		if t.quote >= 0 {
			i++
			continue
		}
		if t.low == "according" && x.low(i+1) == "to" {
			i = x.according(i)
			continue
		}
		if n := x.noun(i); n > i {
			i = n
			continue
		}
		if n := max(x.passive(i), x.nobody(i)); n > i {
			i = n
			continue
		}
		if t.cue == nil || x.nest > 0 && (!t.cue.nests() || x.supposed(i)) || !x.verbal(i) {
			i++
			continue
		}
		if n := x.attribute(i); n > i {
			i = n
		} else {
			i++
		}
	}
}

// supposed tells a verb behind a modal, which inside other content reports no
// saying that took place: "could not agree".
func (x *scan) supposed(i int) bool {
	for k := x.group(i); k < i; k++ {
		if x.at(k, clsModal) {
			return true
		}
	}
	return false
}

func (x *scan) add(f found) *found {
	f.content = slices.DeleteFunc(f.content, rng.empty)
	f.within = x.nest
	f.sent = rng{x.a, x.b}
	x.before = x.used
	x.p.out = append(x.p.out, f)
	return &x.p.out[len(x.p.out)-1]
}

// lastHere is the sentence's last attribution, nil when there is none.
func (x *scan) lastHere() *found {
	for i := len(x.p.out) - 1; i >= x.first; i-- {
		if !x.p.out[i].doc {
			return &x.p.out[i]
		}
	}
	return nil
}

// attribute reads the attribution whose cue word stands at i and returns the
// token to go on from, or i when it is none.
func (x *scan) attribute(i int) int {
	c := x.tok(i).cue
	f := found{verb: c, head: i}
	vs := x.group(i)
	f.cue = rng{vs, x.cueEnd(i)}
	if c.has(frWhether) && x.passiveAsk(i) {
		return x.asked(i, i)
	}
	if c.verb == "quote" {
		if n := x.quoted(i, vs); n > 0 {
			return n
		}
	}
	if c.verb == "ask" && c.form == fmPast && x.progressive(vs, i) {
		return x.asked(i, vs)
	}
	if src, ok := x.inverted(i, vs); ok {
		f.source, f.cue = src, rng{i, i + 1}
		return x.afterInverted(f)
	}
	if !x.findSource(&f, vs) || f.rel && x.anonymity(f.cue.b) {
		return i
	}
	return x.fill(f)
}
