package press

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
)

// Attribution is one draft as bare spans, for scoring and for archives.
// Offsets are [start, end) in code points.
type Attribution struct {
	Source  [][2]int `json:"source"`
	Cue     [][2]int `json:"cue"`
	Content [][2]int `json:"content"`

	Speakers []string `json:"speakers,omitempty"`
	Chain    []string `json:"chain,omitempty"`
	Mode     Mode     `json:"mode,omitempty"`
	Negated  bool     `json:"negated,omitempty"`
	Said     string   `json:"said,omitempty"`
}

// Line is what WriteLine writes for one text. Attributions do not overlap in
// their content; what is said inside the content of another one is in Nested.
type Line struct {
	ID           string        `json:"id"`
	Attributions []Attribution `json:"attributions"`
	Nested       []Attribution `json:"nested,omitempty"`
}

// WriteLine writes the drafts of one text as one line of JSON.
func WriteLine(w io.Writer, id string, drafts []Draft) error {
	b, err := json.Marshal(Attributions(id, drafts))
	if err != nil {
		return err
	}
	_, err = w.Write(append(b, '\n'))
	return err
}

// Attributions gives the spans of the drafts of one text. "Citing officials",
// which a draft holds as part of its chain, is an attribution of its own here.
func Attributions(id string, drafts []Draft) Line {
	line := Line{ID: id, Attributions: []Attribution{}}
	for i := range drafts {
		d := &drafts[i]
		a := Attribution{Source: pairs(d.Source), Cue: pairs(d.Cue), Content: pairs(d.Content), Mode: d.Mode, Negated: d.Negated, Said: d.Said.Date.String()}
		if !d.Said.Date.Known() {
			a.Said = ""
		}
		for _, s := range d.Speakers {
			a.Speakers = append(a.Speakers, s.Label())
		}
		for _, l := range d.Chain {
			a.Chain = append(a.Chain, l.Words)
		}
		if d.Within > 0 {
			line.Nested = append(line.Nested, a)
			continue
		}
		line.Attributions = append(line.Attributions, a)
		for _, c := range d.Cited {
			line.Attributions = append(line.Attributions, Attribution{Source: a.Source, Cue: pairs([]Span{c.Cue}), Content: pairs([]Span{c.Content})})
		}
	}
	slices.SortStableFunc(line.Attributions, func(a, b Attribution) int { return a.Cue[0][0] - b.Cue[0][0] })
	return line
}

func pairs(spans []Span) [][2]int {
	out := make([][2]int, len(spans))
	for i, s := range spans {
		out[i] = [2]int{s.Start, s.End}
	}
	return out
}

// Label is a speaker in few words: the name when there is one, else the words
// of the text.
func (s *Speaker) Label() string {
	if s.Name != "" {
		return s.Name
	}
	return s.Words
}

// Entry is a draft in the shape of a statement in a dossier, for a person to
// edit. Empty fields are left out when it is written.
type Entry struct {
	ID      string       `yaml:"-"`
	By      []EntryParty `yaml:"by"`
	Through []string     `yaml:"through,omitempty"`
	Said    string       `yaml:"said,omitempty"`
	Mode    Mode         `yaml:"mode"`
	Negated bool         `yaml:"negated,omitempty"`
	Words   string       `yaml:"words"`
	Span    string       `yaml:"span"`
	Hedges  []string     `yaml:"hedges,omitempty"`
	Open    []string     `yaml:"open,omitempty"` // what a person has to settle
}

// EntryParty is a speaker of an Entry: a party of the register or a name, or
// somebody unnamed with what is said of them.
type EntryParty struct {
	Party     string `yaml:"party,omitempty"`
	Name      string `yaml:"name,omitempty"`
	Office    string `yaml:"office,omitempty"`
	Anonymous string `yaml:"anonymous,omitempty"`
}

// Entries shapes drafts for a dossier. file names the text in the spans, as in
// "press.txt#120-201". Ids are made of the speaker's name and are unique.
func Entries(file, text string, drafts []Draft) []Entry {
	runes := []rune(text)
	used := map[string]int{}
	out := make([]Entry, len(drafts))
	for i := range drafts {
		d := &drafts[i]
		e := Entry{Mode: d.Mode, Negated: d.Negated, Words: d.Words}
		if d.Said.Date.Known() {
			e.Said = d.Said.Date.String()
		}
		for _, s := range d.Speakers {
			e.By = append(e.By, entryParty(&s))
			if s.Open {
				e.Open = append(e.Open, "who is "+s.Words)
			}
		}
		if len(d.Speakers) == 0 {
			e.Open = append(e.Open, "who said it")
		}
		for _, l := range d.Chain {
			e.Through = append(e.Through, either(l.Party, l.Words))
		}
		for _, h := range d.Hedges {
			e.Hedges = append(e.Hedges, string(runes[h.Start:h.End]))
		}
		e.Span = spanText(file, d)
		e.ID = entryID(d, used)
		out[i] = e
	}
	return out
}

func entryParty(s *Speaker) EntryParty {
	if s.Kind == KindAnonymous || s.Kind == KindGroup || s.Kind == KindOffice && s.Party == "" {
		return EntryParty{Party: s.Party, Anonymous: s.Label()}
	}
	return EntryParty{Party: s.Party, Name: s.Label(), Office: s.Office}
}

func either(a, b string) string {
	if a != "" {
		return a
	}
	return b
}

// spanText is the stretch from the first to the last word of a draft, with the
// words for its day and whom its source cites.
func spanText(file string, d *Draft) string {
	lo, hi := -1, 0
	add := func(spans ...Span) {
		for _, s := range spans {
			if lo < 0 || s.Start < lo {
				lo = s.Start
			}
			hi = max(hi, s.End)
		}
	}
	add(d.Source...)
	add(d.Cue...)
	add(d.Content...)
	for _, c := range d.Cited {
		add(c.Cue, c.Content)
	}
	if d.Said.Span != nil {
		add(*d.Said.Span)
	}
	return file + "#" + itoa(lo) + "-" + itoa(hi)
}

// entryID makes an id of the last word of the first speaker and a count.
func entryID(d *Draft, used map[string]int) string {
	stem := "unnamed"
	if len(d.Speakers) > 0 {
		s := &d.Speakers[0]
		name := strings.FieldsFunc(s.Label(), func(r rune) bool { return r == ',' || r == '(' })
		if len(name) > 0 {
			if f := strings.Fields(name[0]); len(f) > 0 {
				stem = f[len(f)-1]
			}
		}
		if s.Kind == KindAnonymous {
			stem = "unnamed"
		}
	}
	stem = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, stem)
	if stem == "" {
		stem = "speaker"
	}
	used[stem]++
	return stem + "-" + itoa(used[stem])
}
