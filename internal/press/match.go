package press

import "strings"

// matcher finds the names of the register in a text.
type matcher struct {
	first map[string][]entry // by the first word, lower case
	exact map[string]string  // party id by whole name, "" when two parties share it
}

type entry struct {
	words []string
	id    string
	kind  entryKind
}

type entryKind uint8

const (
	partyEntry entryKind = iota
	placeEntry
	itemEntry
)

func newMatcher(o Options) *matcher {
	m := &matcher{first: map[string][]entry{}, exact: map[string]string{}}
	for _, n := range o.Parties {
		m.add(n, partyEntry)
	}
	for _, n := range o.Places {
		m.add(n, placeEntry)
	}
	for _, n := range o.Items {
		m.add(n, itemEntry)
	}
	return m
}

func (m *matcher) add(n Named, kind entryKind) {
	for _, name := range n.Names {
		var words []string
		for _, t := range tokenise(name) {
			if t.word {
				words = append(words, singular(t.low))
			}
		}
		if len(words) == 0 {
			continue
		}
		m.first[words[0]] = append(m.first[words[0]], entry{words, n.ID, kind})
		if kind == partyEntry {
			key := strings.ToLower(name)
			if id, ok := m.exact[key]; ok && id != n.ID {
				m.exact[key] = ""
				continue
			}
			m.exact[key] = n.ID
		}
	}
}

func (m *matcher) party(name string) string { return m.exact[strings.ToLower(name)] }

func singular(low string) string {
	low = strings.TrimSuffix(strings.TrimSuffix(low, "'s"), "'")
	if len(low) > 3 && strings.HasSuffix(low, "s") && !strings.HasSuffix(low, "ss") {
		return low[:len(low)-1]
	}
	return low
}

// mentions finds the register's names in the content and the source of a
// draft. The longest name at a place wins; a name two entries of one kind
// share is not clear and is left out.
func (b *drafter) mentions(d *Draft, f *found) {
	if len(b.names.first) == 0 {
		return
	}
	if !f.source.empty() {
		b.mentionsIn(d, f.source)
	}
	for _, c := range f.content {
		b.mentionsIn(d, c)
	}
}

func (b *drafter) mentionsIn(d *Draft, r rng) {
	for i := r.a; i < r.b; i++ {
		if !b.t[i].word {
			continue
		}
		best, n, clear := entry{}, 0, true
		for _, e := range b.names.first[singular(b.t[i].low)] {
			k := b.matchAt(e, i, r.b)
			switch {
			case k > n:
				best, n, clear = e, k, true
			case k == n && n > 0 && e.id != best.id && e.kind == best.kind:
				clear = false
			}
		}
		if n == 0 {
			continue
		}
		if clear {
			at := Mention{ID: best.id, Span: b.span(rng{i, i + n})}
			switch best.kind {
			case partyEntry:
				d.Parties = append(d.Parties, at)
			case placeEntry:
				d.Places = append(d.Places, at)
			case itemEntry:
				d.Items = append(d.Items, at)
			}
		}
		i += n - 1
	}
}

// matchAt counts the tokens that an entry covers at i, 0 for none. Parties and
// places must stand with a capital.
func (b *drafter) matchAt(e entry, i, hi int) int {
	if e.kind != itemEntry && !b.t[i].capital {
		return 0
	}
	for k, w := range e.words {
		if i+k >= hi || singular(b.t[i+k].low) != w {
			return 0
		}
	}
	return len(e.words)
}
