package dossier

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/proviso-ledger/proviso"
	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"
)

// signed puts a file with a signature beside a text such as everything.
func signed(text []byte) []File {
	return []File{{Name: "case.yaml", Text: text}, {Name: "deal.dsse.json", Text: []byte("{}\n")}}
}

// everything has every key of the format.
const everything = `case: Everything
as_of: 2023
note: A sample.
parties:
  KR: {name: Korea, aliases: [ROK, Corea], kind: state, country: KR}
  UA: {name: Ukraine, kind: state, keys: {one: {public: "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", valid: 2022/2023}}}
  KR-MND: {part_of: KR, kind: agency, sources: [a, b], marking: {tlp: AMBER, released_to: [UA]}, known: 2022-11, note: "it's: so"}
places:
  depot: {name: Depot 9, country: KR, locode: KRPUS, part_of: KR}
items:
  fuze: {unit: fuze}
  shell: {name: 155 mm, unit: round, lethal: true, made_in: KR, codes: {ML: "3", HS: [9306]}, made_of: {fuze: {count: 1, value: 25%, mass: 1..2%}}}
sources:
  a: {name: T, outlet: O, address: 'https://example.org/#x', published: 2022-11-11, grade: B2}
  b: {sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855}
instruments:
  deal:
    kind: contract
    name: Deal
    given_by: KR
    given_to: UA
    covers: {items: [shell], quantity: 12400 shell, to: any, movements: [go]}
    status: {asked: 2022, conditional: {on: 2023, if: deal}, refused: [2021, 2022]}
    valid: 2022/2024
    text: {seen: part, language: de, locator: "art. 4"}
    signature: deal.dsse.json
    conditions:
      one: {onward: {rule: prior notice, of: [KR], days: 15, free_to: [UA], free_after: 5 years, triggers: [title]}, goods: {made_in: KR}, flows_down: false}
      two: {end_use: {allowed: [a], excluded: [b, c]}, items: [shell], during: 2022, except: {to: [UA], by: [KR], items: [fuze], movements: [go], during: 2022}}
      three: {supply: {never: {by: [KR], to: any, items: [lethal, 'ML:3']}, unless_approved_by: [UA], binds: [supplier]}, words: not so}
      four: {fund: {purposes: [x], recipients: [UA], available: 2022, ceiling: 11bn USD, notice: 15 days, notice_to: [KR]}}
      five: {duty: {do: report, by: UA, to: KR, within: 90 days, from: loss, evidence: [log]}}
      six: {quantity: {ceiling: 100000 shell, per: year}}
      seven: {value: {ceiling: 5 USD, per: month, valued_at: nbv}}
      eight: {component: {threshold: 25%, basis: value}}
      nine: {territory: {only: [UA], never: [RU]}}
      ten: {substitution: {rule: with consent, of: [KR]}}
      eleven: {period: 2022/2023}
      twelve: {end_user: [UA, KR]}
  yes:
    kind: consent
    for: [deal/one, deal]
    covers: {items: any, quantity: any, to: "?"}
movements:
  go:
    recorded: 2022-11-11
    goods: {quantity: 1000..2000, item: shell, lots: [L-1, L-2], drawn_from: [go]}
    from: {owner: KR, holder: "?", at: depot}
    to: {owner: UA, at: UA}
    via: [PL, depot]
    under: [deal, yes]
    paid_from: [{fund: deal, amount: 5m USD, on: 2022, purpose: p}]
    value: [{amount: 5m USD, basis: nbv, since: 2021}]
    use: training
  stock: {kind: count, reported: "?", goods: "? shell", in: KR, floor: 5, of_which: [{quantity: 10..14, under: deal}, {made_in: KR}]}
  build: {kind: assemble, planned: 2023, goods: 5 shell, batch: 5, to: KR, inputs: [{goods: 7 fuze, from: KR}], rival_to: go}
  letter: {kind: redesignate, supposed: 2023, goods: 5 shell, in: KR, releases: [deal]}
statements:
  s:
    by: [KR, {anonymous: an official, of: UA}]
    through: [Reuters, the Journal]
    said: 2022-11-11
    denies: {about: [go, deal/one], not: true}
    words: "one # two"
    span: press.txt#0-81
    grade: C3
    graded: {by: desk, on: 2023-01}
  t: {by: KR, declines: ~}
  u:
    by: KR
    asserts:
      about: go
      movement:
        account_of: go
        kind: transfer
        goods: 5 shell
        in_all: true
        from: {party: KR, owner: KR, holder: KR-MND, at: depot}
        to: UA
        origin: KR
        when: 2022
        via: depot
        under: deal
      stock: {goods: 5 shell, in_all: true, in: KR, on: 2023}
      policy: {of: deal/one, on: 2023}
      instrument: {of: deal, by: KR, to: UA, stage: given, on: 2022}
      intention: {by: KR, movement: {items: lethal, quantity: 1..}, on: 2022}
      negotiation: {between: [KR, UA], movement: {to: UA}, on: 2022}
      condition: {if: {words: attacked}, then: {not: true, policy: {of: deal}}}
      knowledge: {by: KR, that: {movement: {to: UA}}, on: 2022}
  v:
    by: KR
    asserts:
      condition:
        if: {stock: {goods: 1 shell, in: KR}}
        then: {instrument: {of: deal, stage: given}}
  w:
    by: KR
    asserts:
      condition:
        if: {intention: {movement: {to: UA}}}
        then: {negotiation: {between: KR}}
`

// TestEverythingHasEveryKey holds the sample to the tables.
func TestEverythingHasEveryKey(t *testing.T) {
	used := map[string]bool{}
	var walk func(n *yaml.Node, s *shape)
	walk = func(n *yaml.Node, s *shape) {
		if s = s.at(n); s == nil || n.Kind == scalarNode {
			return
		}
		for i, c := range n.Content {
			switch {
			case n.Kind == listNode:
				walk(c, s.elem)
			case i%2 == 1:
				used[n.Content[i-1].Value] = true
				walk(c, s.of(n.Content[i-1].Value))
			}
		}
	}
	walk(tree(t, everything), dossierShape)
	// Keys that exclude keys of the sample, or are of a list of alike ones.
	left := []string{"USML", "NSN", "DODIC", "UN", "stated", "given", "suspended", "resumed", "withdrawn", "expired",
		"due", "supplied_by", "owned_by", "confirms", "plans", "presumes", "requests", "warns", "promises", "partly denies"}
	var missing []string
	eachMapping(dossierShape, map[*fieldShape]bool{}, func(s *shape) {
		for _, f := range s.fields {
			if !used[f.key] && !slices.Contains(missing, f.key) {
				missing = append(missing, f.key)
			}
		}
	})
	slices.Sort(left)
	slices.Sort(missing)
	if diff := cmp.Diff(left, missing); diff != "" {
		t.Errorf("keys that the sample does not use (-want +got):\n%s", diff)
	}
}

// eachMapping calls do for every shape of a mapping with fixed keys.
func eachMapping(s *shape, seen map[*fieldShape]bool, do func(*shape)) {
	switch s.kind {
	case mappingShape:
		if len(s.fields) == 0 || seen[&s.fields[0]] {
			return
		}
		seen[&s.fields[0]] = true
		do(s)
		for _, f := range s.fields {
			eachMapping(f.shape, seen, do)
		}
	case tableShape, listShape:
		eachMapping(s.elem, seen, do)
	case choiceShape:
		for _, e := range s.either {
			eachMapping(e, seen, do)
		}
	}
}

func tree(t testing.TB, text string) *yaml.Node {
	t.Helper()
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(text), &doc); err != nil {
		t.Fatal(err)
	}
	return doc.Content[0]
}

// TestStarter holds the text of proviso new to what it says of itself.
func TestStarter(t *testing.T) {
	d, err := Parse([]File{{Name: "starter.yaml", Text: Starter()}})
	if err != nil {
		t.Fatal(err)
	}
	counts := map[proviso.RecordKind]int{}
	for _, r := range d.Records {
		counts[r.RecordKind()]++
	}
	if counts[proviso.InstrumentRecord] == 0 || counts[proviso.MovementRecord] == 0 || counts[proviso.StatementRecord] == 0 {
		t.Errorf("the starter shows %v", counts)
	}
	out, err := Format(Starter())
	if diff := cmp.Diff(string(Starter()), string(out)); err != nil || diff != "" {
		t.Errorf("the starter is not in canonical form: %v\n%s", err, diff)
	}
	for line := range strings.Lines(string(Starter())) {
		if len(line) > 81 {
			t.Errorf("a line too long for a terminal: %s", line)
		}
	}
}

// scribe writes a tree as no person would: any order of keys, any indent, any
// form, and comments wherever YAML lets them stand.
type scribe struct {
	t        *rapid.T
	out      strings.Builder
	comments []string
	chaos    int // one in so many places has a comment or blank line
	limit    int // where a comment would go on with the text above it, if not 0
}

func (s *scribe) chance(n int) bool { return rapid.IntRange(0, n).Draw(s.t, "chance") == 0 }

func (s *scribe) remark() string {
	c := fmt.Sprintf("# remark %d%s", len(s.comments), rapid.SampledFrom([]string{"", " it's", ": \"x", " # {", " ]"}).Draw(s.t, "remark"))
	s.comments = append(s.comments, c)
	return c
}

// lines writes comment and blank lines before an entry.
func (s *scribe) lines() {
	deepest := 9
	if s.limit > 0 {
		deepest = s.limit - 1
	}
	defer func() { s.limit = 0 }()
	for s.chance(s.chaos) {
		switch {
		case s.chance(2):
			s.out.WriteString(rapid.SampledFrom([]string{"\n", "   \n"}).Draw(s.t, "blank"))
		default:
			s.out.WriteString(strings.Repeat(" ", rapid.IntRange(0, deepest).Draw(s.t, "indent")) + s.remark() + "\n")
		}
	}
}

func (s *scribe) end() {
	if s.chance(s.chaos) {
		s.out.WriteString(rapid.SampledFrom([]string{" ", "    "}).Draw(s.t, "gap") + s.remark())
	}
	s.out.WriteByte('\n')
}

// order gives the places of the entries of a mapping, shuffled unless their
// order means something.
func (s *scribe) order(n *yaml.Node, table bool) []int {
	var at []int
	for i := 0; i < len(n.Content); i += 2 {
		at = append(at, i)
	}
	if table {
		return at
	}
	return rapid.Permutation(at).Draw(s.t, "order")
}

var tableKeys = []string{"parties", "places", "items", "sources", "instruments", "movements", "statements", "conditions", "made_of"}

// block writes a collection on lines of its own.
func (s *scribe) block(n *yaml.Node, indent int, table bool) {
	if n.Kind == yaml.SequenceNode {
		for _, c := range n.Content {
			s.lines()
			s.out.WriteString(strings.Repeat(" ", indent) + "-")
			if c.Kind == yaml.MappingNode && s.chance(1) {
				// The first key stands on the line of the dash.
				var inner scribe
				inner.t, inner.chaos, inner.comments = s.t, s.chaos, s.comments
				inner.block(c, indent+2, false)
				s.comments, s.limit = inner.comments, inner.limit
				text := inner.out.String()
				if strings.HasPrefix(text, strings.Repeat(" ", indent+2)) && text[indent+2] != ' ' && text[indent+2] != '#' {
					s.out.WriteString(" " + text[indent+2:])
				} else {
					s.out.WriteString("\n" + text)
				}
				continue
			}
			s.value(c, indent, false)
		}
		return
	}
	for _, i := range s.order(n, table) {
		s.lines()
		key := n.Content[i]
		s.out.WriteString(strings.Repeat(" ", indent) + s.scalar(key, true) + ":")
		s.value(n.Content[i+1], indent, slices.Contains(tableKeys, key.Value))
	}
}

// value writes what follows a colon or dash.
func (s *scribe) value(n *yaml.Node, indent int, table bool) {
	switch {
	case n.Kind == yaml.ScalarNode:
		s.blockScalar(n, indent)
	case len(n.Content) == 0 || s.chance(2):
		s.out.WriteByte(' ')
		s.flow(n, indent+1, table)
		s.end()
	default:
		s.end()
		s.block(n, indent+rapid.IntRange(1, 4).Draw(s.t, "step"), table)
	}
}

func (s *scribe) blockScalar(n *yaml.Node, indent int) {
	words := strings.Fields(n.Value)
	switch {
	case n.Tag == "!!null":
		s.end()
	case len(words) > 1 && s.chance(5):
		s.out.WriteString(rapid.SampledFrom([]string{" |", " >", " |-", " >-", " |+"}).Draw(s.t, "sign"))
		s.end()
		s.limit = indent + rapid.IntRange(1, 5).Draw(s.t, "step")
		s.out.WriteString(strings.Repeat(" ", s.limit) + n.Value + "\n")
	case len(words) > 1 && strings.Join(words, " ") == n.Value && s.chance(5):
		s.out.WriteString(" '" + strings.ReplaceAll(strings.Join(words, "\n"+strings.Repeat(" ", indent+1)), "'", "''") + "'")
		s.end()
	default:
		s.out.WriteString(" " + s.scalar(n, false))
		s.end()
	}
}

// scalar writes text as it was or in one of the kinds of quotes.
func (s *scribe) scalar(n *yaml.Node, key bool) string {
	plain := n.Style == 0 && !strings.HasPrefix(n.Value, "?")
	switch rapid.IntRange(0, 3).Draw(s.t, "quotes") {
	case 0:
		return `"` + n.Value + `"`
	case 1:
		return "'" + strings.ReplaceAll(n.Value, "'", "''") + "'"
	}
	if plain || key {
		return n.Value
	}
	return `"` + n.Value + `"`
}

// flow writes a collection in braces or brackets, on one line or on several
// with comments between.
func (s *scribe) flow(n *yaml.Node, indent int, table bool) {
	open, shut := "{", "}"
	if n.Kind == yaml.SequenceNode {
		open, shut = "[", "]"
	}
	broken := s.chance(3)
	newline := func() {
		if broken {
			s.end()
			s.lines()
			s.out.WriteString(strings.Repeat(" ", indent))
		}
	}
	s.out.WriteString(open)
	newline()
	at := make([]int, len(n.Content))
	for i := range at {
		at[i] = i
	}
	if n.Kind == yaml.MappingNode {
		at = s.order(n, table)
	}
	for i, j := range at {
		if i > 0 {
			s.out.WriteString(", ")
			newline()
		}
		c := n.Content[j]
		if n.Kind == yaml.MappingNode {
			s.out.WriteString(s.scalar(c, true) + ": ")
			table = slices.Contains(tableKeys, c.Value)
			c = n.Content[j+1]
		}
		switch {
		case c.Kind != yaml.ScalarNode:
			s.flow(c, indent, table)
		case c.Tag != "!!null":
			s.out.WriteString(s.scalar(c, false))
		}
	}
	newline()
	s.out.WriteString(shut)
}

// TestFormatKeepsEverything formats what a scribe wrote: it means the same, no
// comment is lost or doubled, and formatting it again changes nothing.
func TestFormatKeepsEverything(t *testing.T) {
	sample := tree(t, everything)
	before, err := Parse(signed([]byte(everything)))
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		s := &scribe{t: t, chaos: rapid.SampledFrom([]int{3, 12, 1000}).Draw(t, "chaos")}
		s.block(sample, 0, false)
		s.lines()
		src := s.out.String()
		written, err := Parse(signed([]byte(src)))
		if err != nil {
			t.Fatalf("the scribe writes what cannot be read: %v\n%s", err, src)
		}
		if diff := sameRecords(before, written); diff != "" {
			t.Fatalf("the scribe writes something else:\n%s\n%s", diff, src)
		}
		out, err := Format([]byte(src))
		if err != nil {
			t.Fatalf("%v\n%s", err, src)
		}
		after, err := Parse(signed(out))
		if err != nil {
			t.Fatalf("formatted text is refused: %v\n%s\n-----\n%s", err, src, out)
		}
		if diff := sameRecords(before, after); diff != "" {
			t.Fatalf("formatted text means something else:\n%s\n%s\n-----\n%s", diff, src, out)
		}
		var lost []string
		for _, c := range s.comments {
			if n := strings.Count(string(out)+"\n", c+"\n"); n != 1 {
				lost = append(lost, fmt.Sprintf("%s: %d times", c, n))
			}
		}
		if lost != nil {
			t.Fatalf("comments lost or doubled: %v\n%s\n-----\n%s", lost, src, out)
		}
		again, err := Format(out)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(out), string(again)); diff != "" {
			t.Fatalf("formatted twice it changes:\n%s\n%s\n-----\n%s", diff, src, out)
		}
	})
}

// A claim that could not be read is kept as words, with whatever keys it has.
func TestFormatOddClaims(t *testing.T) {
	for _, claim := range []string{
		"{instrument: {of: nobody, stage: given, on2 2022}}",
		"{movement: {who: {a: [b, {c: d}]}, goods: 3}}",
		"{no such form: [1, {2: 3}]}",
		"\n      instrument:\n        odd:\n          - {a: b}\n          - - c\n            - d: e\n        stage: given",
	} {
		holdRead(t, []byte("case: odd\nparties:\n  A: {name: A, kind: state}\nstatements:\n  s:\n    by: A\n    said: 2022\n    words: something\n    asserts: "+claim+"\n"))
	}
}
