package proviso

// ItemID names an item of the catalogue, such as "155mm-HE".
type ItemID string

// Item is a catalogue entry. Units of one item are interchangeable; units of
// two items never are. Lethal is Maybe when the record does not say.
type Item struct {
	ID     ItemID
	Name   string
	Unit   string // singular: "round", "vehicle"
	Lethal Truth
	MadeIn PlaceID // where every unit of this item was made; "" when not stated
	Codes  []Code
	MadeOf []Component
	Envelope
}

// Code is the item's place in a control list or catalogue: System is one of
// CodeSystems, Value as printed there.
type Code struct {
	System string
	Value  string
}

// CodeSystems are the lists an item may carry a code of: Munitions List of the
// Wassenaar Arrangement, United States Munitions List, Harmonized System, NATO
// stock number, DoD identification code, UN number for dangerous goods.
var CodeSystems = []string{"ML", "USML", "HS", "NSN", "DODIC", "UN"}

// Component is an item that each unit of a product contains.
type Component struct {
	Item  ItemID
	Count int64   // units of the component in one unit of the product, at least 1
	Value Percent // share of the product's value
	Mass  Percent // share of the product's mass
}

// Percent is a share in hundredths of one per cent (0 to 10 000), maybe a
// range. Known is false when the record does not say.
type Percent struct {
	Least, Most int32
	Known       bool
}
