package dossier

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/proviso-ledger/proviso"
)

// link is a step (part_of, made_of, rival_to) that must not lead back.
type link struct {
	key      string // of the step
	kind     proviso.RecordKind
	from, to string
	file     int
	at       proviso.Pos
}

// checkRefs notes every id that names nothing. Ids of sections that could not
// be read are not judged.
func (r *reader) checkRefs(files []File) {
	near := hints{ids: r.ids, known: map[string]string{}, left: hintBudget}
	for _, u := range r.refs {
		if r.resolves(u.kinds, u.id) {
			continue
		}
		kinds := u.kinds.list()
		message := "no " + joinOr(plainWords(kinds)) + " " + quote(u.id)
		fix := near.fix(kinds, u.id)
		if other := r.otherKind(u.id); other != "" {
			message = fmt.Sprintf("%s is %s, not %s", quote(u.id), withArticle(other), kindWords(kinds))
			fix = "name " + kindWords(kinds)
		}
		r.faults = append(r.faults, fault{int(u.file), &proviso.Error{Code: "dangling-id", Message: message, Fix: fix,
			Pos: proviso.Pos{File: files[u.file].Name, Line: int(u.line), Column: int(u.column)}}})
	}
}

func (r *reader) resolves(kinds kindSet, id string) bool {
	for i, k := range nouns {
		if kinds&(1<<i) == 0 {
			continue
		}
		if _, ok := r.ids[k][id]; ok || r.missing[k] {
			return true
		}
		if k == proviso.PlaceRecord && proviso.CodedPlace(proviso.PlaceID(id)) {
			return true
		}
	}
	return false
}

func (r *reader) otherKind(id string) proviso.RecordKind {
	for _, k := range nouns {
		if _, ok := r.ids[k][id]; ok {
			return k
		}
	}
	return ""
}

// hintBudget bounds the names compared for hints in one reading, so that a
// file with very many wrong ids is still answered at once.
const hintBudget = 200_000

type hints struct {
	ids   register
	known map[string]string
	left  int
	names map[proviso.RecordKind][]string
}

// fix suggests the nearest id of the kinds, or where to declare one.
func (h *hints) fix(kinds []proviso.RecordKind, id string) string {
	name := strings.Join(plainWords(kinds), " ") + "\x00" + id
	if fix, ok := h.known[name]; ok {
		return fix
	}
	var all []string
	for _, k := range kinds {
		if h.left -= len(h.ids[k]); h.left > 0 {
			all = append(all, h.sorted(k)...)
		}
	}
	declare := declareUnder(kinds, id)
	if near := nearest(id, all); near != "" {
		declare = "did you mean " + quote(near) + "? or " + declare
	}
	h.known[name] = declare
	return declare
}

func (h *hints) sorted(k proviso.RecordKind) []string {
	if h.names == nil {
		h.names = map[proviso.RecordKind][]string{}
	}
	if h.names[k] == nil {
		h.names[k] = slices.Sorted(maps.Keys(h.ids[k]))
	}
	return h.names[k]
}

func declareUnder(kinds []proviso.RecordKind, id string) string {
	if slices.Contains(kinds, clauseRecord) && strings.Contains(id, "/") {
		return "declare it under conditions of its instrument"
	}
	if kinds[0] == proviso.PlaceRecord {
		return "declare it under places, or use an ISO 3166 code such as KR or a UN/LOCODE such as KRPUS"
	}
	var under []string
	for _, k := range kinds {
		if name, ok := sections[k]; ok {
			under = append(under, name)
		}
	}
	return "declare it under " + joinOr(under)
}

// climb notes such a step.
func (r *reader) climb(n *node, key string, kind proviso.RecordKind, to string) {
	if to != "" {
		r.links = append(r.links, link{key, kind, r.id, to, r.file, r.pos(n)})
	}
}

// checkCycles notes each way of going round once, at the first of its links.
func (r *reader) checkCycles() {
	type place struct {
		key  string
		kind proviso.RecordKind
		id   string
	}
	next := map[place][]int{}
	for i, l := range r.links {
		at := place{l.key, l.kind, l.from}
		next[at] = append(next[at], i)
	}
	const entered, left = 1, 2
	state := map[place]int{}
	var way []int
	var visit func(place)
	visit = func(p place) {
		state[p] = entered
		for _, i := range next[p] {
			to := place{p.key, p.kind, r.links[i].to}
			way = append(way, i)
			switch state[to] {
			case entered:
				r.roundTrip(way, to.id)
			case 0:
				visit(to)
			}
			way = way[:len(way)-1]
		}
		state[p] = left
	}
	for _, l := range r.links {
		if p := (place{l.key, l.kind, l.from}); state[p] == 0 {
			visit(p)
		}
	}
}

// roundTrip notes the cycle at the end of the way, which leads to the id.
func (r *reader) roundTrip(way []int, to string) {
	start := len(way) - 1
	for r.links[way[start]].from != to {
		start--
	}
	round := way[start:]
	first := slices.Index(round, slices.Min(round))
	var names []string
	for i := range round {
		names = append(names, r.links[round[(first+i)%len(round)]].from)
	}
	l := r.links[round[first]]
	r.faults = append(r.faults, fault{l.file, &proviso.Error{Code: "cycle", Pos: l.at,
		Message: fmt.Sprintf("%s goes round: %s", l.key, strings.Join(append(names, names[0]), " -> ")),
		Fix:     "take one of these steps out"}})
}
