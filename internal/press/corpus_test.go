package press

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

var corpus = flag.String("corpus", "", "the folder of a part of PolNeAR, with text and attributions, to be scored too")

// reportWords are the cues that count in the measure on a corpus: forms of
// verbs of saying, asking, showing and judging. The list is that of the
// measure, so a cue that the reader knows and this does not costs nothing.
var reportWords = func() map[string]bool {
	out := set(`according statement says said saying tells told telling writes wrote written writing speaks spoke spoken speaking finds found finding shows showed
		shown showing admits admitted admitting denies denied denying replies replied replying testifies testified testifying notifies notified
		notifying implies implied implying quips quipped quipping brags bragged bragging blogs blogged blogging rebuts rebutted rebutting signals
		signaled signalled signaling signalling`)
	for verb := range strings.FieldsSeq(`say tell state report announce add note write tweet claim argue assert insist deny confirm acknowledge admit
		concede explain warn suggest declare stress emphasize emphasise reiterate repeat reply respond answer comment remark contend maintain
		allege accuse disclose reveal indicate testify vow pledge promise threaten urge demand request ask call cite quote describe characterize
		characterise predict estimate forecast propose recommend advise caution criticize criticise condemn denounce dismiss reject dispute refute
		rebut blame praise apologize apologise boast brag complain joke quip observe point mention recall recount relate conclude agree disagree
		assure inform notify brief tout signal hint imply speculate continue counter retort protest object appeal decline refuse proclaim post blog
		speak talk discuss detail outline address show find`) {
		stem, s := strings.TrimSuffix(verb, "e"), "s"
		if regexp.MustCompile(`(s|sh|ch|x)$`).MatchString(verb) {
			s = "es"
		}
		for _, form := range []string{verb, verb + s, stem + "ed", stem + "ing"} {
			out[form] = true
		}
	}
	return out
}()

var plainWord = regexp.MustCompile(`[\pL\pN_]+`)

func reports(text []rune, cue []Span) bool {
	for _, s := range cue {
		for _, w := range plainWord.FindAllString(string(text[s.Start:s.End]), -1) {
			if reportWords[strings.ToLower(w)] {
				return true
			}
		}
	}
	return false
}

// standoff reads an annotation: T lines are spans, E lines tie them together.
func standoff(t *testing.T, file string) [][3][]Span {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	spans := map[string][]Span{}
	var ties []string
	for line := range strings.SplitSeq(string(b), "\n") {
		f := strings.Split(strings.TrimRight(line, "\r"), "\t")
		if len(f) < 2 || !strings.ContainsAny(f[0][:min(1, len(f[0]))], "TE") {
			continue
		}
		if f[0][0] == 'E' {
			ties = append(ties, f[1])
			continue
		}
		_, places, _ := strings.Cut(f[1], " ")
		for p := range strings.SplitSeq(places, ";") {
			from, to, _ := strings.Cut(p, " ")
			a, _ := strconv.Atoi(from)
			z, _ := strconv.Atoi(to)
			spans[f[0]] = append(spans[f[0]], Span{a, z})
		}
	}
	out := make([][3][]Span, len(ties))
	for i, line := range ties {
		for tie := range strings.FieldsSeq(line) {
			role, id, _ := strings.Cut(tie, ":")
			for r, name := range []string{"Source", "Cue", "Content"} {
				if strings.TrimRight(role, "0123456789") == name {
					out[i][r] = append(out[i][r], spans[id]...)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b [3][]Span) int { return firstOf(a) - firstOf(b) })
	return out
}

func firstOf(roles [3][]Span) int {
	first := 1 << 30
	for _, spans := range roles {
		for _, s := range spans {
			first = min(first, s.Start)
		}
	}
	return first
}

func spansOf(pairs [][2]int) []Span {
	out := make([]Span, len(pairs))
	for i, p := range pairs {
		out[i] = Span{p[0], p[1]}
	}
	return out
}

// scoreCorpus counts the attributions with a reporting cue. What the reader
// finds counts when it is paired with such a one, or with none and its own cue
// reports. Of two annotations of a text the first by name is taken.
func scoreCorpus(t *testing.T, dir string) *tally {
	t.Helper()
	c := &tally{right: map[string]int{}, of: map[string]int{}}
	texts, err := filepath.Glob(filepath.Join(dir, "text", "*.txt"))
	if err != nil || len(texts) == 0 {
		t.Fatalf("no texts in %s: %v", dir, err)
	}
	for _, file := range texts {
		id := strings.TrimSuffix(filepath.Base(file), ".txt")
		notes, _ := filepath.Glob(filepath.Join(dir, "attributions", id+"_????.ann"))
		b, err := os.ReadFile(file)
		if err != nil || len(notes) == 0 {
			t.Fatalf("%s: %d annotations, %v", file, len(notes), err)
		}
		drafts, err := Read(string(b), Options{})
		if err != nil {
			t.Logf("%s: %v", id, err) // counts as nothing found
		}
		scoreReports(c, string(b), standoff(t, notes[0]), Attributions(id, drafts).Attributions)
	}
	return c
}

func scoreReports(c *tally, text string, annotated [][3][]Span, found []Attribution) {
	s, runes := newScored(text), []rune(text)
	var gold, pred []scoredRoles
	var counts []bool
	for _, g := range annotated {
		gold, counts = append(gold, s.roles(g[0], g[1], g[2])), append(counts, reports(runes, g[1]))
	}
	for _, a := range found {
		pred = append(pred, s.roles(spansOf(a.Source), spansOf(a.Cue), spansOf(a.Content)))
	}
	paired := map[int]int{}
	for i, j := range alignScored(gold, pred) {
		paired[j] = i + 1
	}
	var kept, said []scoredRoles
	for i, g := range gold {
		if counts[i] {
			kept = append(kept, g)
		}
	}
	for j, p := range pred {
		if i := paired[j]; i > 0 && counts[i-1] || i == 0 && reports(runes, spansOf(found[j].Cue)) {
			said = append(said, p)
		}
	}
	c.gold, c.pred = c.gold+len(kept), c.pred+len(said)
	for i, j := range alignScored(kept, said) {
		partial, strict := rightAttribution(kept[i], said[j])
		c.partial += count01(partial)
		c.strict += count01(strict)
	}
}

func count01(yes bool) int {
	if yes {
		return 1
	}
	return 0
}
