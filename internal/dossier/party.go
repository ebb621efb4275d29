package dossier

import "github.com/proviso-ledger/proviso"

var parties = &sectionOf[proviso.Party, *proviso.Party]{
	kind: proviso.PartyRecord,
	doc:  "those who own, hold, supply, promise or speak",
	init: func(id string) proviso.Party { return proviso.Party{ID: proviso.PartyID(id)} },
	body: fieldsOf([]field[proviso.Party]{
		key("name", "the name for people", name("a name"), func(p *proviso.Party) *string { return &p.Name }),
		key("aliases", "other names", listed(name("a name")), func(p *proviso.Party) *[]string { return &p.Aliases }),
		key("kind", "what sort of party it is", orUnknown(word("party-kind", "a kind of party", proviso.PartyKinds)),
			func(p *proviso.Party) *proviso.PartyKind { return &p.Kind }),
		climbing("part_of", "the party that it is a part of: what binds the whole binds the part", partyID, proviso.PartyRecord,
			func(p *proviso.Party) *proviso.PartyID { return &p.PartOf }),
		key("country", "its country", country, func(p *proviso.Party) *string { return &p.Country }),
	}, func(p *proviso.Party) *proviso.Envelope { return &p.Envelope }),
}

var places = &sectionOf[proviso.Place, *proviso.Place]{
	kind: proviso.PlaceRecord,
	doc:  "where goods can be; ISO 3166 codes and UN/LOCODEs need no entry",
	init: func(id string) proviso.Place { return proviso.Place{ID: proviso.PlaceID(id)} },
	body: fieldsOf([]field[proviso.Place]{
		key("name", "the name for people", name("a name"), func(p *proviso.Place) *string { return &p.Name }),
		key("country", "the country that it lies in", country, func(p *proviso.Place) *string { return &p.Country }),
		key("locode", "its UN/LOCODE", locode, func(p *proviso.Place) *string { return &p.LOCODE }),
		climbing("part_of", "the place that it is a part of", placeID, proviso.PlaceRecord,
			func(p *proviso.Place) *proviso.PlaceID { return &p.PartOf }),
	}, func(p *proviso.Place) *proviso.Envelope { return &p.Envelope }),
}

// climbing declares a key that names the next record on a way that must not go
// round, such as the parent in a tree.
func climbing[T any, ID ~string](name, doc string, v value[ID], kind proviso.RecordKind, at func(*T) *ID) field[T] {
	f := key(name, doc, v, at)
	plain := f.read
	f.read = func(r *reader, n *node, into *T) bool {
		ok := plain(r, n, into)
		if ok {
			r.climb(n, name, kind, string(*at(into)))
		}
		return ok
	}
	return f
}
