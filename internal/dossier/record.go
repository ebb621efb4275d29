package dossier

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// section is one top-level mapping from ids to records.
type section interface {
	name() string
	noun() proviso.RecordKind
	shape() *shape
	read(r *reader, n *node) []proviso.Record
}

// sectionOf reads records of one type. The init function gives an empty record
// of the id.
type sectionOf[T any, R interface {
	*T
	proviso.Record
}] struct {
	kind proviso.RecordKind
	doc  string
	body *body[T]
	init func(id string) T
}

func (s *sectionOf[T, R]) name() string             { return sections[s.kind] }
func (s *sectionOf[T, R]) noun() proviso.RecordKind { return s.kind }

func (s *sectionOf[T, R]) shape() *shape {
	elem := s.body.shape("")
	elem.def, elem.bare = string(s.kind), true
	return &shape{kind: tableShape, doc: s.doc, keys: &shape{pattern: "^" + idPattern + "$"}, elem: elem}
}

// read gives every record of the section whose id is good, also if its body is
// not: the faults are noted, and its id can be named.
func (s *sectionOf[T, R]) read(r *reader, n *node) []proviso.Record {
	out := make([]proviso.Record, 0, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		k := n.Content[i]
		if !r.entryKey(k) || !r.declare(k, s.kind, k.Value) {
			continue
		}
		record := s.init(k.Value)
		proviso.EnvelopeOf(R(&record)).Pos = r.pos(k)
		r.noun, r.id, r.under = string(s.kind), k.Value, k
		if v := n.Content[i+1]; r.present(k, v, &shape{kind: mappingShape}) {
			s.body.read(r, v, &record)
		}
		r.noun, r.id, r.under = "", "", nil
		out = append(out, R(&record))
	}
	return out
}

// entryKey refuses merge keys among ids.
func (r *reader) entryKey(k *node) bool {
	if !r.plainKey(k) {
		return false
	}
	if k.Tag == "!!merge" {
		r.unknownKey(k, nil)
		return false
	}
	return true
}

// common are the keys that every record has.
func common[T any](at func(*T) *proviso.Envelope) []field[T] {
	return []field[T]{
		key("sources", "what the record rests on", listed(sourceID), func(t *T) *[]proviso.SourceID { return &at(t).Sources }),
		key("marking", "who may see the record", marking, func(t *T) *proviso.Marking { return &at(t).Marking }),
		key("known", "the day since which the keeper of the dossier knows it; left out: always", date, func(t *T) *proviso.Date { return &at(t).Known }),
		key("note", "a remark, of no effect", text("a remark"), func(t *T) *string { return &at(t).Note }),
	}
}

var marking = either(
	of(tlp, func(t proviso.TLP) proviso.Marking { return proviso.Marking{TLP: t} }),
	newBody(
		key("tlp", "the label", tlp, func(m *proviso.Marking) *proviso.TLP { return &m.TLP }).must(),
		key("released_to", "parties that may see the record besides those whom the label allows", listed(partyID),
			func(m *proviso.Marking) *[]proviso.PartyID { return &m.ReleasedTo }),
	).value("a label and whom the record was released to"),
)

func fieldsOf[T any](own []field[T], at func(*T) *proviso.Envelope) *body[T] {
	return newBody(slices.Concat(own, common(at))...)
}

// table reads a mapping whose keys are ids or words, entry by entry.
func table[V any](doc string, keys *shape, elem *shape, entry func(r *reader, k, v *node, into *V)) value[V] {
	s := &shape{kind: tableShape, doc: doc, keys: keys, elem: elem}
	return value[V]{s, func(r *reader, n *node) (out V, ok bool) {
		if !r.is(n, mappingNode, "a mapping") {
			return out, false
		}
		before := len(r.faults)
		seen := map[string]*node{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			k, v := n.Content[i], n.Content[i+1]
			if !r.entryKey(k) {
				continue
			}
			if first := seen[k.Value]; first != nil {
				r.fault(k, "duplicate-key", quote(k.Value)+" is written twice (first at "+r.pos(first).String()+")", "keep one of the two")
				continue
			}
			seen[k.Value] = k
			r.path, r.under = append(r.path, k.Value), k
			if r.present(k, v, elem) {
				entry(r, k, v, &out)
			}
			r.path, r.under = r.path[:len(r.path)-1], nil
		}
		return out, len(r.faults) == before
	}}
}
