package proviso

// RecordKind says which noun a record holds.
type RecordKind string

// The kinds of record.
const (
	PartyRecord      RecordKind = "party"
	PlaceRecord      RecordKind = "place"
	ItemRecord       RecordKind = "item"
	InstrumentRecord RecordKind = "instrument"
	MovementRecord   RecordKind = "movement"
	StatementRecord  RecordKind = "statement"
	SourceRecord     RecordKind = "source"
)

// Envelope is what every record carries besides its body.
type Envelope struct {
	Sources []SourceID
	Marking Marking
	Known   Date // since when the record's content is known to its keeper; zero: always
	Note    string
	Pos     Pos // where the record stands in the input
}

// Record is one of the nouns that are kept: *Party, *Place, *Item,
// *Instrument, *Movement, *Statement or *Source.
type Record interface {
	RecordID() string
	RecordKind() RecordKind
	envelope() *Envelope
}

// RecordID gives the party's id.
func (p *Party) RecordID() string { return string(p.ID) }

// RecordID gives the place's id.
func (p *Place) RecordID() string { return string(p.ID) }

// RecordID gives the item's id.
func (it *Item) RecordID() string { return string(it.ID) }

// RecordID gives the instrument's id.
func (in *Instrument) RecordID() string { return string(in.ID) }

// RecordID gives the movement's id.
func (m *Movement) RecordID() string { return string(m.ID) }

// RecordID gives the statement's id.
func (s *Statement) RecordID() string { return string(s.ID) }

// RecordID gives the source's id.
func (s *Source) RecordID() string { return string(s.ID) }

// RecordKind says that this is a party.
func (*Party) RecordKind() RecordKind { return PartyRecord }

// RecordKind says that this is a place.
func (*Place) RecordKind() RecordKind { return PlaceRecord }

// RecordKind says that this is an item.
func (*Item) RecordKind() RecordKind { return ItemRecord }

// RecordKind says that this is an instrument.
func (*Instrument) RecordKind() RecordKind { return InstrumentRecord }

// RecordKind says that this is a movement.
func (*Movement) RecordKind() RecordKind { return MovementRecord }

// RecordKind says that this is a statement.
func (*Statement) RecordKind() RecordKind { return StatementRecord }

// RecordKind says that this is a source.
func (*Source) RecordKind() RecordKind { return SourceRecord }

func (e *Envelope) envelope() *Envelope { return e }

// EnvelopeOf gives what the record carries besides its body.
func EnvelopeOf(r Record) *Envelope { return r.envelope() }
