package dossier

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/proviso-ledger/proviso"
)

const idPattern = `[A-Za-z0-9][A-Za-z0-9._-]{0,63}`

var idForm = regexp.MustCompile(`^` + idPattern + `$`)

// reserved words mean something of their own where an id may stand.
var reserved = []string{"any", "all", "lethal", "direct"}

// clauseRecord is the kind of a clause among ids: a clause is no record of its
// own, but it can be named.
const clauseRecord proviso.RecordKind = "clause"

// nouns lists what has an id, in the order of sections.
var nouns = []proviso.RecordKind{
	proviso.PartyRecord, proviso.PlaceRecord, proviso.ItemRecord, proviso.InstrumentRecord,
	proviso.MovementRecord, proviso.StatementRecord, proviso.SourceRecord, clauseRecord,
}

// sections names the section in which each kind of record is declared.
var sections = map[proviso.RecordKind]string{
	proviso.PartyRecord: "parties", proviso.PlaceRecord: "places", proviso.ItemRecord: "items",
	proviso.InstrumentRecord: "instruments", proviso.MovementRecord: "movements",
	proviso.StatementRecord: "statements", proviso.SourceRecord: "sources",
}

// register is every id declared, with the place of its declaration.
type register map[proviso.RecordKind]map[string]proviso.Pos

// ref is an id used somewhere; it is looked up when everything has been read.
type ref struct {
	kinds        kindSet
	file         int32
	line, column int32
	id           string
}

// kindSet is a set of kinds of record, a bit each in the order of nouns.
type kindSet uint8

func oneOfKinds(kinds ...proviso.RecordKind) (s kindSet) {
	for _, k := range kinds {
		s |= 1 << slices.Index(nouns, k)
	}
	return s
}

func (s kindSet) list() (out []proviso.RecordKind) {
	for i, k := range nouns {
		if s&(1<<i) != 0 {
			out = append(out, k)
		}
	}
	return out
}

// reference reads the id of a record of one of the kinds. "?" is not known and
// gives "".
func reference[ID ~string](kinds ...proviso.RecordKind) value[ID] {
	set, want := oneOfKinds(kinds...), kindWords(kinds)
	s := &shape{def: strings.ReplaceAll(strings.Join(plainWords(kinds), "-or-"), " ", "-") + "-id", number: true,
		doc: "the id of " + want, pattern: `^(` + idPattern + `(/` + idPattern + `)?|\?)$`, examples: exampleIDs[kinds[0]]}
	if !slices.Contains(kinds, clauseRecord) {
		s.pattern = `^(` + idPattern + `|\?)$`
	}
	return value[ID]{s, func(r *reader, n *node) (ID, bool) {
		text, ok := r.scalar(n, "the id of "+want)
		if !ok || text == unknown {
			return "", ok
		}
		r.refer(n, set, text)
		return ID(text), true
	}}
}

// refer keeps an id for checkRefs, unless its record came before.
func (r *reader) refer(n *node, kinds kindSet, id string) {
	if r.resolves(kinds, id) {
		return
	}
	at := r.pos(n)
	r.refs = append(r.refs, ref{kinds, int32(r.file), int32(at.Line), int32(at.Column), id})
}

var exampleIDs = map[proviso.RecordKind][]string{
	proviso.PartyRecord: {"KR-MND"}, proviso.PlaceRecord: {"KRPUS"}, proviso.ItemRecord: {"155mm-HE"},
	proviso.InstrumentRecord: {"premise"}, proviso.MovementRecord: {"sale"}, proviso.StatementRecord: {"official-1"},
	proviso.SourceRecord: {"mnd-2022-11-11"}, clauseRecord: {"premise/end-user"},
}

var (
	partyID      = reference[proviso.PartyID](proviso.PartyRecord)
	placeID      = reference[proviso.PlaceID](proviso.PlaceRecord)
	itemID       = reference[proviso.ItemID](proviso.ItemRecord)
	instrumentID = reference[proviso.InstrumentID](proviso.InstrumentRecord)
	movementID   = reference[proviso.MovementID](proviso.MovementRecord)
	sourceID     = reference[proviso.SourceID](proviso.SourceRecord)
	claimID      = reference[string](proviso.MovementRecord, proviso.InstrumentRecord, clauseRecord, proviso.StatementRecord)
	conditionID  = reference[proviso.ConditionID](clauseRecord, proviso.InstrumentRecord)
)

// listed drops the ids that are not known from a list: a list says what it
// says, and an id of "" would name nothing.
func listed[ID ~string](v value[ID]) value[[]ID] {
	return of(list(v), func(ids []ID) []ID {
		return slices.DeleteFunc(ids, func(id ID) bool { return id == "" })
	})
}

// declare notes the id of a record, and a fault if it cannot be one.
func (r *reader) declare(k *node, kind proviso.RecordKind, id string) bool {
	if !idForm.MatchString(id[strings.LastIndexByte(id, '/')+1:]) {
		r.fault(k, "value", fmt.Sprintf("%s cannot be an id", quote(id)),
			"an id has letters A to Z, digits, dots, hyphens and underscores, begins with a letter or digit, and has at most 64 characters")
		return false
	}
	if slices.Contains(reserved, id) {
		r.fault(k, "value", fmt.Sprintf("%s cannot be an id: it is a word of the format", quote(id)), "choose another id")
		return false
	}
	if first, ok := r.ids[kind][id]; ok && !r.redeclare(kind, id) {
		r.fault(k, "duplicate-id", fmt.Sprintf("%s %s is written twice (first at %s)", kind, quote(id), first),
			"give one of the two another id")
		return false
	}
	for _, other := range nouns {
		first, ok := r.ids[other][id]
		if ok && !mayShare(kind, other) {
			r.fault(k, "duplicate-id", fmt.Sprintf("%s is already the id of %s (at %s)", quote(id), withArticle(other), first),
				"only a party and a place may share an id: give one of the two another")
			return false
		}
	}
	r.ids.add(kind, id, r.pos(k))
	return true
}

// mayShare says that a state and its country may have one id.
func mayShare(a, b proviso.RecordKind) bool {
	place := a == proviso.PlaceRecord || b == proviso.PlaceRecord
	return place && (a == proviso.PartyRecord || b == proviso.PartyRecord)
}

func (g register) add(kind proviso.RecordKind, id string, at proviso.Pos) {
	if g[kind] == nil {
		g[kind] = map[string]proviso.Pos{}
	}
	g[kind][id] = at
}

func withArticle(k proviso.RecordKind) string {
	if k == proviso.ItemRecord || k == proviso.InstrumentRecord {
		return "an " + string(k)
	}
	return "a " + string(k)
}

// kindWords gives "a movement, an instrument or a clause".
func kindWords(kinds []proviso.RecordKind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = withArticle(k)
	}
	return joinOr(words)
}

func joinOr(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}
