package dossier

import (
	"slices"
	"strings"

	"github.com/proviso-ledger/proviso"
)

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
		set("keys", "the public keys that it signs with, by a name of their own", publicKeys, func(p *proviso.Party, keys []proviso.Key) {
			slices.SortFunc(keys, func(a, b proviso.Key) int { return strings.Compare(a.Name, b.Name) })
			p.Keys = keys
		}),
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

var publicKey = parsed(shape{def: "public-key", doc: "an Ed25519 public key: the line between BEGIN PUBLIC KEY and END PUBLIC KEY",
	pattern: `^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$`, examples: []string{"MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="}}, proviso.ParsePublicKey)

var keyBody = newBody(
	key("public", "the key", publicKey, func(k *proviso.Key) *proviso.PublicKey { return &k.Public }).must(),
	key("valid", "the period in which it was known to be the party's; left out: on no day for sure", date, func(k *proviso.Key) *proviso.Date { return &k.Valid }),
)

var publicKeys = table("public keys, by a name of their own", &shape{pattern: "^" + idPattern + "$"}, keyBody.shape("a public key and when it was the party's"),
	func(r *reader, k, v *node, into *[]proviso.Key) {
		if !idForm.MatchString(k.Value) {
			r.fault(k, "value", "not a name for a key: "+quote(k.Value), "use letters, digits, dots, hyphens and underscores, such as licensing-2022")
			return
		}
		one := proviso.Key{Name: k.Value}
		keyBody.read(r, v, &one)
		*into = append(*into, one)
	})
