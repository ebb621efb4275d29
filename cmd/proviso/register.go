package main

import (
	"fmt"
	"strings"
	"unicode"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/press"
)

// register is what a press text is matched to: the records of a dossier, if
// one is named, and the parties that the drafts have to declare besides.
type register struct {
	base  *dossier.Dossier
	on    *proviso.Snapshot
	taken map[string]bool            // ids of every kind
	last  map[string]int             // number given last, by stem
	state map[string]proviso.PartyID // by ISO 3166 code
	known map[string]proviso.PartyID // declared here, by kind and name
	stubs []proviso.Party
}

// newRegister takes a dossier, or nil for an empty register.
func newRegister(d *dossier.Dossier) *register {
	if d == nil {
		d = &dossier.Dossier{}
	}
	g := &register{base: d, taken: map[string]bool{}, last: map[string]int{}, state: map[string]proviso.PartyID{}, known: map[string]proviso.PartyID{}}
	g.on = d.Snapshot(proviso.LastDay, proviso.LastDay)
	for _, r := range d.Records {
		g.taken[r.RecordID()] = true
	}
	for _, p := range g.on.Parties {
		if code := stateCode(p); code != "" {
			if _, two := g.state[code]; two {
				g.state[code] = ""
				continue
			}
			g.state[code] = p.ID
		}
	}
	return g
}

// stateCode gives the ISO 3166 code of a party that is a state, if its country,
// its id or its name tells it.
func stateCode(p *proviso.Party) string {
	if p.Kind != proviso.State {
		return ""
	}
	if p.Country != "" {
		return p.Country
	}
	if _, ok := proviso.CountryName(string(p.ID)); ok {
		return string(p.ID)
	}
	return press.StateOf(p.Name)
}

// names puts the names of the register into what is known of a text: those on
// record and those that news texts have for a state and its bodies.
func (g *register) names(o *press.Options) {
	for _, p := range g.on.Parties {
		names := append([]string{p.Name}, p.Aliases...)
		switch code := stateCode(p); {
		case code != "" && g.state[code] == p.ID:
			names = append(names, press.StateNames(code)...)
		case p.Kind == proviso.Agency || p.Kind == proviso.Force:
			for _, n := range names[:len(names):len(names)] {
				names = append(names, press.OfState(g.stateAbove(p), n)...)
			}
		}
		o.Parties = append(o.Parties, press.Named{ID: string(p.ID), Names: names})
	}
	for _, p := range g.on.Places {
		o.Places = append(o.Places, press.Named{ID: string(p.ID), Names: []string{p.Name}})
	}
	for _, it := range g.on.Items {
		o.Items = append(o.Items, press.Named{ID: string(it.ID), Names: []string{it.Name}})
	}
}

// stateAbove gives the code of the state that a party is a part of, "" if none.
func (g *register) stateAbove(p *proviso.Party) string {
	for p != nil {
		if code := stateCode(p); code != "" {
			return code
		}
		p = g.on.Party(p.PartOf)
	}
	return ""
}

// partyKinds says of which kind a speaker is that has a name. KindName is a
// name of which the text does not say what it names.
var partyKinds = map[press.Kind]proviso.PartyKind{
	press.KindPerson: proviso.Person, press.KindMinistry: proviso.Agency, press.KindGovernment: proviso.State,
	press.KindOrganisation: proviso.Organisation, press.KindOutlet: proviso.Outlet, press.KindName: "",
}

// party gives the id of a speaker that has a name, and declares the party if
// it is not on record; "" for a speaker without a name.
func (g *register) party(s *press.Speaker) proviso.PartyID {
	if s.Party != "" {
		return proviso.PartyID(s.Party)
	}
	kind, named := partyKinds[s.Kind]
	name := oneLine(s.Label())
	if !named || s.Open || !proper(name) {
		return ""
	}
	if len(name) > 4 && strings.EqualFold(name[:4], "the ") {
		name = name[4:]
	}
	if s.Kind == press.KindGovernment {
		if code := press.StateOf(name); code != "" {
			return g.stateParty(code)
		}
		kind = proviso.Organisation
	}
	return g.declare(proviso.Party{Name: name, Kind: kind, Envelope: proviso.Envelope{Note: oneLine(s.Office)}}, partyStem(name))
}

// stateParty gives the party of a state, "" if the register has two of it.
func (g *register) stateParty(code string) proviso.PartyID {
	if id, ok := g.state[code]; ok {
		return id
	}
	name, _ := proviso.CountryName(code)
	if names := press.StateNames(code); len(names) > 0 {
		name = names[0]
	}
	g.state[code] = g.declare(proviso.Party{Name: name, Kind: proviso.State}, code)
	return g.state[code]
}

func (g *register) declare(p proviso.Party, stem string) proviso.PartyID {
	key := string(p.Kind) + "\x00" + strings.ToLower(p.Name)
	if id, ok := g.known[key]; ok {
		return id
	}
	p.ID = proviso.PartyID(g.free(stem))
	g.known[key] = p.ID
	g.stubs = append(g.stubs, p)
	return p.ID
}

// free gives an id that nothing has: the stem, or the stem with a number.
func (g *register) free(stem string) string {
	if g.taken[stem] {
		g.last[stem] = max(g.last[stem], 1)
		return g.numbered(stem)
	}
	g.taken[stem] = true
	return stem
}

// numbered gives the next of the ids stem-1, stem-2, ... that nothing has.
func (g *register) numbered(stem string) string {
	for {
		g.last[stem]++
		id := fmt.Sprintf("%s-%d", stem, g.last[stem])
		if !g.taken[id] {
			g.taken[id] = true
			return id
		}
	}
}

// source gives the id of the press text among the sources, and whether it is
// on record already, known by its digest.
func (g *register) source(r *reading) (id string, onRecord bool) {
	digest := r.sha256()
	for _, s := range g.on.Sources {
		if s.SHA256 == digest {
			return string(s.ID), true
		}
	}
	words := r.options.Outlet
	if words == "" {
		words = "press"
	}
	if r.options.Published.Known() {
		words += " " + r.options.Published.String()
	}
	return g.free(strings.ToLower(idOf(words))), false
}

// partyStem makes an id of a name: KR-defence-ministry for South Korea's
// defence ministry.
func partyStem(name string) string {
	code, words := press.StateOf(name), strings.Fields(name)
	for n := 1; code != "" && n < len(words); n++ {
		if press.StateOf(strings.Join(words[:n], " ")) == code {
			return idOf(code + " " + strings.Join(words[n:], " "))
		}
	}
	return idOf(name)
}

// idOf makes of words what a dossier takes for an id.
func idOf(words string) string {
	id := strings.Join(strings.FieldsFunc(words, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9')
	}), "-")
	if len(id) > 48 {
		id = strings.TrimRight(id[:48], "-")
	}
	switch id {
	case "":
		return "unnamed"
	case "any", "all", "lethal", "direct":
		return "the-" + id
	}
	return id
}

// proper says whether words hold a name: a capital that does not just begin
// them, and no article that leaves open which.
func proper(words string) bool {
	low := strings.ToLower(words)
	if strings.HasPrefix(low, "a ") || strings.HasPrefix(low, "an ") {
		return false
	}
	words = strings.TrimPrefix(strings.TrimPrefix(words, "The "), "the ")
	return strings.ContainsFunc(words, unicode.IsUpper)
}

// oneLine gives text on one line, without the characters that no file of a
// dossier may hold.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r), r == '\u2028', r == '\u2029':
			return ' '
		case r == '\ufeff', r == '\ufffe', r == '\uffff':
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
