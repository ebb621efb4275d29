package proviso

import (
	"cmp"
	"slices"
	"strings"
)

// Snapshot is every record visible to one reader as known at one moment. It is
// immutable once built; its lists are sorted by id, so that no answer depends
// on the order in which records were written.
type Snapshot struct {
	Case        string
	AsOf        Day // how it was on this day
	Known       Day // what was known on this day
	Parties     []*Party
	Places      []*Place
	Items       []*Item
	Instruments []*Instrument
	Movements   []*Movement
	Statements  []*Statement
	Sources     []*Source

	parties     map[PartyID]*Party
	places      map[PlaceID]*Place
	items       map[ItemID]*Item
	instruments map[InstrumentID]*Instrument
	movements   map[MovementID]*Movement
	statements  map[StatementID]*Statement
	sources     map[SourceID]*Source
	conditions  map[ConditionID]*Condition
	rivals      map[MovementID]int // further accounts of an event, by the one that stands for it
}

// NewSnapshot sorts and indexes the records that were known on the day known.
// Ids are taken to be unique and references to hold: whoever reads records
// checks that first.
func NewSnapshot(title string, asOf, known Day, records []Record) *Snapshot {
	s := &Snapshot{
		Case: title, AsOf: asOf, Known: known,
		parties: map[PartyID]*Party{}, places: map[PlaceID]*Place{}, items: map[ItemID]*Item{},
		instruments: map[InstrumentID]*Instrument{}, movements: map[MovementID]*Movement{},
		statements: map[StatementID]*Statement{}, sources: map[SourceID]*Source{},
		conditions: map[ConditionID]*Condition{}, rivals: map[MovementID]int{},
	}
	for _, r := range records {
		if k := r.envelope().Known; k.Known() && k.Latest() > known {
			r = nameOf(r)
		}
		s.add(r)
	}
	s.sort()
	for _, m := range s.Movements {
		if first := s.FirstAccount(m); first != m {
			s.rivals[first.ID]++
		}
	}
	return s
}

// nameOf gives what earlier records may say by naming a party, place or item of
// which the rest was learned later: that there is such a one, and how it is counted.
// Of others nothing was known.
func nameOf(r Record) Record {
	switch r := r.(type) {
	case *Party:
		return &Party{Envelope: r.Envelope, ID: r.ID}
	case *Place:
		return &Place{Envelope: r.Envelope, ID: r.ID}
	case *Item:
		return &Item{Envelope: r.Envelope, ID: r.ID, Unit: r.Unit}
	case *Instrument, *Movement, *Statement, *Source:
	}
	return nil
}

func (s *Snapshot) add(r Record) {
	switch r := r.(type) {
	case nil:
	case *Party:
		s.Parties, s.parties[r.ID] = append(s.Parties, r), r
	case *Place:
		s.Places, s.places[r.ID] = append(s.Places, r), r
	case *Item:
		s.Items, s.items[r.ID] = append(s.Items, r), r
	case *Instrument:
		s.Instruments, s.instruments[r.ID] = append(s.Instruments, r), r
		for _, c := range r.Conditions {
			s.conditions[c.ID] = c
		}
	case *Movement:
		s.Movements, s.movements[r.ID] = append(s.Movements, r), r
	case *Statement:
		s.Statements, s.statements[r.ID] = append(s.Statements, r), r
	case *Source:
		s.Sources, s.sources[r.ID] = append(s.Sources, r), r
	}
}

func (s *Snapshot) sort() {
	slices.SortFunc(s.Parties, func(a, b *Party) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Places, func(a, b *Place) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Items, func(a, b *Item) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Instruments, func(a, b *Instrument) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Movements, func(a, b *Movement) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Statements, func(a, b *Statement) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Sources, func(a, b *Source) int { return cmp.Compare(a.ID, b.ID) })
	for _, in := range s.Instruments {
		slices.SortFunc(in.Conditions, func(a, b *Condition) int { return cmp.Compare(a.ID, b.ID) })
	}
}

// Party gives the party of that id, or nil.
func (s *Snapshot) Party(id PartyID) *Party { return s.parties[id] }

// Place gives the declared place of that id, or nil.
func (s *Snapshot) Place(id PlaceID) *Place { return s.places[id] }

// Item gives the item of that id, or nil.
func (s *Snapshot) Item(id ItemID) *Item { return s.items[id] }

// Instrument gives the instrument of that id, or nil.
func (s *Snapshot) Instrument(id InstrumentID) *Instrument { return s.instruments[id] }

// Movement gives the movement of that id, or nil.
func (s *Snapshot) Movement(id MovementID) *Movement { return s.movements[id] }

// FirstAccount follows RivalTo to the account that stands for the event: the
// one that names no other, or the first by id of those that name each other.
func (s *Snapshot) FirstAccount(m *Movement) *Movement {
	for range s.Movements {
		next := s.movements[m.RivalTo]
		if next == nil {
			return m
		}
		m = next
	}
	first := m
	for r := s.movements[m.RivalTo]; r != nil && r != m; r = s.movements[r.RivalTo] {
		if r.ID < first.ID {
			first = r
		}
	}
	return first
}

// Accounts gives how many accounts there are of the event that the account m
// stands for; see FirstAccount.
func (s *Snapshot) Accounts(m MovementID) int { return 1 + s.rivals[m] }

// Statement gives the statement of that id, or nil.
func (s *Snapshot) Statement(id StatementID) *Statement { return s.statements[id] }

// Source gives the source of that id, or nil.
func (s *Snapshot) Source(id SourceID) *Source { return s.sources[id] }

// Condition gives the clause of that id, or nil.
func (s *Snapshot) Condition(id ConditionID) *Condition { return s.conditions[id] }

// PartyWithin says whether a is b or a part of b. A whole whose part is b may
// be meant as b ("Ukraine" for one of its brigades), so that is Maybe; so is a
// party that is not known, and an agency, force or company of which no record
// says whose it is, where it may be b's.
func (s *Snapshot) PartyWithin(a, b PartyID) Truth {
	switch {
	case a == "" || b == "":
		return Maybe
	case s.partyUnder(a, b):
		return Yes
	case s.partyUnder(b, a), s.mayBelong(s.top(a), b), s.mayBelong(s.top(b), a):
		return Maybe
	}
	return No
}

// top gives the party at the top of the tree that the party is in.
func (s *Snapshot) top(id PartyID) *Party {
	p := s.parties[id]
	for p != nil && p.PartOf != "" && s.parties[p.PartOf] != nil {
		p = s.parties[p.PartOf]
	}
	return p
}

// mayBelong says whether p, at the top of its tree only because no record says
// whose it is, can be a part of the party: of a state, or of an agency or force.
// A company is taken to be part of a state at most, and nothing of a company,
// unless a record says so.
func (s *Snapshot) mayBelong(p *Party, of PartyID) bool {
	if p == nil || p.Kind == State || p.Kind != Company && !public(p) {
		return false
	}
	whole, party := s.top(of), s.parties[of]
	if whole == nil || whole == p || !public(whole) || !public(party) || p.Kind == Company && (whole.Kind != State && whole.Kind != "" || whole != party) {
		return false
	}
	country := whole.Country
	if country == "" {
		if _, ok := CountryName(string(whole.ID)); ok {
			country = string(whole.ID)
		}
	}
	return p.Country == "" || country == "" || p.Country == country
}

// public says whether the party is a state, or may be an agency or force of one.
func public(p *Party) bool {
	return p.Kind == State || p.Kind == Agency || p.Kind == Force || p.Kind == ""
}

func (s *Snapshot) partyUnder(a, b PartyID) bool {
	for id := a; id != ""; {
		if id == b {
			return true
		}
		p := s.parties[id]
		if p == nil {
			return false
		}
		id = p.PartOf
	}
	return false
}

// PlaceWithin says whether a is b or a part of b, in the manner of PartyWithin.
// A UN/LOCODE is a part of its country.
func (s *Snapshot) PlaceWithin(a, b PlaceID) Truth {
	if a == "" || b == "" {
		return Maybe
	}
	if s.placeUnder(a, b) {
		return Yes
	}
	if s.placeUnder(b, a) {
		return Maybe
	}
	if !s.placeRooted(a) || !s.placeRooted(b) {
		return Maybe
	}
	return No
}

func (s *Snapshot) placeUnder(a, b PlaceID) bool {
	for id := a; id != ""; id = s.PlaceParent(id) {
		if id == b {
			return true
		}
	}
	return false
}

// placeRooted says whether the place is known to lie in some country: a named
// place without one may lie anywhere.
func (s *Snapshot) placeRooted(id PlaceID) bool {
	return s.Country(id) != ""
}

// PlaceParent gives the place that the place is part of, "" at the top.
func (s *Snapshot) PlaceParent(id PlaceID) PlaceID {
	if p := s.places[id]; p != nil {
		switch {
		case p.PartOf != "":
			return p.PartOf
		case p.Country != "" && PlaceID(p.Country) != id:
			return PlaceID(p.Country)
		case p.LOCODE != "":
			return PlaceID(p.LOCODE[:2])
		}
		return ""
	}
	if len(id) == 5 && ValidUNLOCODE(string(id)) {
		return id[:2]
	}
	return ""
}

// Country gives the ISO 3166-1 code of the country that the place lies in, ""
// when that is not known.
func (s *Snapshot) Country(id PlaceID) string {
	for ; id != ""; id = s.PlaceParent(id) {
		if p := s.places[id]; p != nil && p.Country != "" {
			return p.Country
		}
		if _, ok := CountryName(string(id)); ok {
			return string(id)
		}
	}
	return ""
}

// PartyName gives the party's name for people, or its id.
func (s *Snapshot) PartyName(id PartyID) string {
	if p := s.parties[id]; p != nil && p.Name != "" {
		return p.Name
	}
	return strings.TrimSpace(string(id))
}
