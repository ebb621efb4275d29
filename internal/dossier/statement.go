package dossier

import (
	"slices"
	"strconv"
	"strings"

	"github.com/proviso-ledger/proviso"
)

var statements = &sectionOf[proviso.Statement, *proviso.Statement]{
	kind: proviso.StatementRecord,
	doc:  "who said what, through whom, when; evidence that it was said, not that it is so",
	init: func(id string) proviso.Statement { return proviso.Statement{ID: proviso.StatementID(id)} },
	body: fieldsOf(slices.Concat([]field[proviso.Statement]{
		key("by", "who said it; more than one: said jointly", list(speaker), func(s *proviso.Statement) *[]proviso.Speaker { return &s.By }),
		key("through", "the chain it came through, from the speaker outwards: parties or names of outlets", listed(name("a party or an outlet")),
			func(s *proviso.Statement) *[]string { return &s.Through }),
		key("said", "the day", date, func(s *proviso.Statement) *proviso.Date { return &s.Said }),
	}, modeFields(), []field[proviso.Statement]{
		key("words", "the words as reported, or our summary of them", text("words"), func(s *proviso.Statement) *string { return &s.Words }),
		key("span", "where the words stand, in characters from 0", span, func(s *proviso.Statement) *string { return &s.Span }),
		key("grade", "how far it can be trusted, on the Admiralty scale", grade, func(s *proviso.Statement) *proviso.Grade { return &s.Grade }),
		key("graded", "who gave the grade, and when", grading, func(s *proviso.Statement) *proviso.Grading { return &s.Graded }),
	}), func(s *proviso.Statement) *proviso.Envelope { return &s.Envelope }).oneOf(true, plainWords(proviso.Modes)...),
}

var speaker = either(
	of(partyID, func(p proviso.PartyID) proviso.Speaker { return proviso.Speaker{Party: p} }),
	newBody(
		key("anonymous", "the words that describe somebody unnamed", name("words"), func(s *proviso.Speaker) *string { return &s.Anonymous }).must(),
		key("of", "whom the speaker belongs to", partyID, func(s *proviso.Speaker) *proviso.PartyID { return &s.Of }),
	).value("somebody unnamed"),
)

var modeDocs = map[proviso.Mode]string{
	proviso.Asserts:  "says that it is so",
	proviso.Denies:   "says that it is not so",
	proviso.Confirms: "says so of what others said before",
	proviso.Plans:    "means to do it",
	proviso.Presumes: "takes it for granted",
	proviso.Requests: "asks for it",
	proviso.Warns:    "warns of it",
	proviso.Promises: "promises it",
	proviso.Declines: "declines to comment on it",
	proviso.PartDeny: "says that a part is not so",
}

func modeFields() []field[proviso.Statement] {
	var out []field[proviso.Statement]
	for _, m := range proviso.Modes {
		out = append(out, set(string(m), modeDocs[m]+": records or propositions; empty: words only", claim,
			func(s *proviso.Statement, c proviso.Claim) { s.Mode, s.Claim = m, c }))
	}
	return out
}

// claim may be empty: then the statement is its words only.
var claim = func() value[proviso.Claim] {
	b := claimBody
	b.bare = true
	long := b.value("records and propositions, and whether they are negated")
	full := either(of(listed(claimID), func(ids []string) proviso.Claim { return proviso.Claim{About: ids} }), long)
	s := &shape{kind: choiceShape, either: append(slices.Clone(full.shape.either), &shape{kind: nothingShape})}
	return value[proviso.Claim]{s, func(r *reader, n *node) (proviso.Claim, bool) {
		if n.Kind == scalarNode && n.Tag == "!!null" && plain(n) {
			return proviso.Claim{}, true
		}
		return full.read(r, n)
	}}
}()

var span = parsed(shape{doc: "a file and two offsets", pattern: spanPattern, examples: []string{"press.txt#0-81"}}, unless(parseSpan))

const spanPattern = `^([^#]+#[0-9]+-[0-9]+|\?)$`

// parseSpan checks a span: the name of a file, #, first and last offset.
func parseSpan(s string) (string, error) {
	fix := "write it as press.txt#0-81"
	i := strings.LastIndexByte(s, '#')
	if i < 1 {
		return "", bad("not a span: "+quote(s), fix)
	}
	first, last, ok := strings.Cut(s[i+1:], "-")
	from, err := strconv.ParseUint(first, 10, 31)
	to, err2 := strconv.ParseUint(last, 10, 31)
	if !ok || err != nil || err2 != nil {
		return "", bad("not a span: "+quote(s), fix)
	}
	if from > to {
		return "", bad("the span ends before it begins: "+quote(s), fix)
	}
	return s, nil
}
