package press

import (
	"strings"
)

// Kind says what a source is.
type Kind string

// The kinds of source.
const (
	KindPerson       Kind = "person"       // named
	KindOffice       Kind = "office"       // a person by office only: "a ministry spokesman"
	KindAnonymous    Kind = "anonymous"    // officials, a person familiar with the deal
	KindMinistry     Kind = "ministry"     // ministry, agency, force
	KindGovernment   Kind = "government"   // a state or the capital that stands for it
	KindOrganisation Kind = "organisation" // company, party, institute
	KindOutlet       Kind = "outlet"
	KindDocument     Kind = "document"
	KindGroup        Kind = "group" // analysts, critics, lawmakers: nobody in particular
	KindName         Kind = "name"  // a name, and it is not clear of what
	KindPronoun      Kind = "pronoun"
	KindUnknown      Kind = "unknown"
)

var (
	ministryWords = set(`ministry agency department office army navy force forces command committee council bureau service administration parliament
		pentagon kremlin directorate government cabinet commission authority embassy secretariat staff treasury congress senate duma bundeswehr
		bundestag inspectorate seco dapa dsca presidency police military mission court`)
	documentWords = set(`report statement letter document documents memo study filing communique communiqué resolution cable list letters reports
		memorandum certificate contract release records notice order ruling transcript audit survey poll data figures paper email emails
		declaration law act bill text`)
	orgWords = set(`inc inc. corp corp. group company maker firm party union institute university bank ltd ltd. co. plc ag gmbh holdings foundation
		association institution centre center organisation organization network team alliance charity campaign club manufacturer producer
		contractor shipyard works industries aerospace systems supplier`)
	outletWords  = set(`newspaper broadcaster daily website magazine paper outlet channel tabloid`)
	unnamedWords = set(`official officials source sources person people diplomat diplomats insider insiders envoy aide aides negotiator negotiators
		officer officers employee employees`)
	groupWords = set(`analysts critics experts lawmakers senators observers supporters opponents campaigners activists residents witnesses
		researchers economists lawyers investigators auditors inspectors allies members others some many authorities media leaders ministers`)
	notNames = set(`the a an`)
)

// sourceKind is what the head of a source (its words up to the first comma)
// says it is, with the name and the office in it.
func (b *drafter) sourceKind(r rng) (kind Kind, name, office string) {
	head := b.head(r)
	text := strings.ToLower(b.words(head))
	bareText := strings.TrimPrefix(text, "the ")
	last := b.t[head.b-1].low
	switch {
	case head.b-head.a == 1 && b.t[head.a].is(clsPron) && !b.t[head.a].capital || isPronoun(text):
		return KindPronoun, "", ""
	case outlets[bareText]:
		return KindOutlet, b.words(dropThe(b.t, head)), ""
	case governments[bareText] != "":
		return KindGovernment, b.words(dropThe(b.t, head)), ""
	}
	if name, office, ok := b.personName(r, head); ok {
		return KindPerson, name, office
	}
	noun := b.headNoun(head)
	switch {
	case outletWords[noun] || b.t[head.b-1].capital && (last == "times" || last == "post" || last == "journal" || last == "herald" || last == "tribune"):
		return KindOutlet, "", ""
	case unnamedWords[noun]:
		return KindAnonymous, "", ""
	case groupWords[noun]:
		return KindGroup, "", ""
	case ministryWords[noun] || bareText == "white house":
		return KindMinistry, b.ownName(head), ""
	case documentWords[noun]:
		return KindDocument, "", ""
	case orgWords[noun] || b.anyWord(head, orgWords):
		return KindOrganisation, b.ownName(head), ""
	case officeOf[noun]:
		return KindOffice, "", b.words(head)
	case b.anyWord(head, unnamedWords):
		return KindAnonymous, "", ""
	}
	if b.t[head.a].capital && !b.t[head.a].is(clsDet) || b.t[head.b-1].capital {
		h := dropThe(b.t, head)
		if h.b-h.a >= 2 && h == head && !allCaps(b.t[h.a].text) && b.allCapital(h) {
			return KindPerson, b.words(h), b.appositionOffice(r, head)
		}
		return KindName, b.words(h), ""
	}
	return KindUnknown, "", ""
}

// ownName is a head with a capital in it, without its determiner; "the
// ministry" has no name of its own.
func (b *drafter) ownName(head rng) string {
	r := dropThe(b.t, head)
	for i := r.a; i < r.b; i++ {
		if b.t[i].capital && (i > r.a || r != head || !b.t[i].is(clsDet|clsPoss)) {
			return b.words(r)
		}
	}
	return ""
}

var officeOf = func() map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(classWords[clsOffice]) {
		out[w] = true
	}
	return out
}()

func isPronoun(s string) bool {
	switch s {
	case "he", "she", "they", "it", "who", "which", "that", "we", "i", "you":
		return true
	}
	return false
}

func dropThe(t []token, r rng) rng {
	for r.b-r.a > 1 && notNames[t[r.a].low] {
		r.a++
	}
	return r
}

// head is a source up to its first comma, bracket or relative pronoun.
func (b *drafter) head(r rng) rng {
	for i := r.a + 1; i < r.b; i++ {
		t := &b.t[i]
		if !t.word && t.quote < 0 && t.text != "\"" || t.low == "who" || t.low == "which" || t.low == "whose" {
			return rng{r.a, i}
		}
	}
	return r
}

// headNoun is the noun a source turns on: the last word before a preposition
// or a word that qualifies it ("officials familiar with").
func (b *drafter) headNoun(r rng) string {
	for i := r.a; i < r.b; i++ {
		t := &b.t[i]
		if i > r.a && (t.is(clsPrep) || t.low == "familiar" || t.low == "close" || t.low == "briefed" || t.low == "speaking" || t.low == "citing" || t.low == "that") {
			return b.t[i-1].low
		}
	}
	return b.t[r.b-1].low
}

func (b *drafter) anyWord(r rng, words map[string]bool) bool {
	for i := r.a; i < r.b; i++ {
		if words[b.t[i].low] {
			return true
		}
	}
	return false
}

func (b *drafter) allCapital(r rng) bool {
	for i := r.a; i < r.b; i++ {
		if !b.t[i].capital {
			return false
		}
	}
	return true
}

// personName splits "Ukrainian President Volodymyr Zelenskiy" into the name and
// the office before it, or takes the office from the words behind the name.
func (b *drafter) personName(r, head rng) (name, office string, ok bool) {
	cut := -1
	for i := head.a; i < head.b-1; i++ {
		if (b.t[i].is(clsOffice | clsTitle)) && b.t[i+1].capital {
			cut = i
		}
	}
	if cut >= 0 && b.allCapital(rng{cut + 1, head.b}) && governments[strings.ToLower(b.words(rng{cut + 1, head.b}))] == "" {
		office := rng{head.a, cut + 1}
		return b.words(rng{cut + 1, head.b}), b.words(office), true
	}
	if b.t[head.a].is(clsTitle) && head.b-head.a > 1 {
		return b.words(rng{head.a + 1, head.b}), b.t[head.a].text, true
	}
	if o := b.appositionOffice(r, head); o != "" && b.allCapital(head) {
		return b.words(head), o, true
	}
	return "", "", false
}

// appositionOffice is the "a ministry spokesman" of "Kim, a ministry spokesman,".
func (b *drafter) appositionOffice(r, head rng) string {
	if head.b+1 >= r.b || b.t[head.b].text != "," {
		return ""
	}
	e := head.b + 1
	has := false
	for e < r.b && b.t[e].text != "," {
		has = has || b.t[e].is(clsOffice)
		e++
	}
	if !has {
		return ""
	}
	return b.words(rng{head.b + 1, e})
}
