// Package press reads a news text in English and drafts attributed statements:
// who said what, through whom, in which mode and when, each on the spans of
// text it rests on.
//
// It works from closed word lists and rules about the order of words in
// reported speech; it has no tagger, no parser and no trained weights, uses no
// network, no clock and no files, and gives the same drafts for the same text.
// A draft is never a fact: a person accepts, edits or rejects each one. What
// the text does not make clear is left open (a pronoun without a referent, a
// date without words for it) and never guessed.
//
// The text is not trusted: any bytes may come in. What is not UTF-8, or not in
// English, is refused with the reason.
package press

import (
	"github.com/proviso-ledger/proviso"
)

// Mode says how the speaker stands to what is said.
type Mode string

// The modes.
const (
	Asserts  Mode = "assert"
	Denies   Mode = "deny"
	Confirms Mode = "confirm"
	Insists  Mode = "insist"
	Requests Mode = "request"
	Warns    Mode = "warn"
	Promises Mode = "promise"
	Plans    Mode = "plan"
	Presumes Mode = "presume"
	Declines Mode = "decline"
)

// Form says whether the words are quoted.
type Form string

// The forms.
const (
	Direct   Form = "direct"
	Indirect Form = "indirect"
	Mixed    Form = "mixed"
)

// Span is a stretch of the text in Unicode code points, the end not included.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Named is an entry of the register the text is matched to: an id and the
// names it goes by.
type Named struct {
	ID    string
	Names []string
}

// Options tells what is known of the text from outside. Everything may be left
// empty.
type Options struct {
	Published proviso.Date // when it was published; days are counted from its latest day
	Outlet    string       // who published it: the last link of every chain
	Parties   []Named
	Places    []Named
	Items     []Named
}

// Draft is one attributed statement as the text gives it.
type Draft struct {
	Number  int    // from 1, in the order of the text
	Source  []Span // as written, a pronoun too; empty when nobody is named
	Cue     []Span
	Content []Span // the pieces of one statement
	Words   string // the content as written, pieces joined by " ... "

	Speakers []Speaker // more than one: said jointly
	Chain    []Link    // through whom it came, from the speaker outwards
	Cited    []Citing  // "citing officials": as written

	Mode    Mode
	Verb    string // the verb of the cue in its base form; "according to"; ":"
	Form    Form
	Negated bool   // the content itself is negated: "has not provided any"
	Hedges  []Span // could, it was unclear whether

	Said       When
	Quantities []Amount
	Parties    []Mention
	Places     []Mention
	Items      []Mention

	Within int // number of the draft whose content holds this one, 0 none
}

// Speaker is one source of a statement.
type Speaker struct {
	Kind      Kind
	Span      Span   // as written at this place
	Words     string // as written at this place
	Name      string // the name, from elsewhere in the text where the place has a pronoun
	Office    string // what is said of them: "Ukrainian President"
	Party     string // id in the register, when clear
	RefersTo  *Span  // whom a pronoun or "the official" refers to, when clear
	Open      bool   // a pronoun or "the official", and it is not clear who
	Anonymity []Span // on condition of anonymity, familiar with the deal
}

// Link is one station between the speaker and the reader.
type Link struct {
	Kind  Kind
	Words string
	Span  *Span  // nil for the outlet that published the text
	Party string // id in the register, when clear
}

// Citing is a participle such as "citing officials" with whom it cites.
type Citing struct {
	Cue     Span
	Content Span
}

// When is the day a statement was made.
type When struct {
	Words string       // "last week"; empty when the text has no words for it
	Span  *Span        // where they stand
	Date  proviso.Date // one day that lies in this interval; open to the past without words
}

// Amount is a count of things with its unit. Approximate says that a word such
// as "about" gives the count no exact limits.
type Amount struct {
	Span        Span
	Words       string
	Count       proviso.Quantity
	Approximate bool
	Unit        string // "round", in the singular
	Item        string // "155mm artillery shells", as written
}

// Mention is a name of the register found in the content or the source.
type Mention struct {
	ID   string
	Span Span
}

// Read drafts the attributed statements of one text, in the order of the text.
// The error is a *proviso.Error with the code "not-text" or "not-english".
func Read(text string, o Options) ([]Draft, error) {
	if err := readable(text); err != nil {
		return nil, err
	}
	tokens := tokenise(text)
	if err := english(tokens); err != nil {
		return nil, err
	}
	found := parse(tokens)
	b := &drafter{text: text, t: tokens, o: o, found: found, number: make([]int, len(found))}
	b.names = newMatcher(o)
	return b.drafts(), nil
}
