package proviso

// MovementID names a movement.
type MovementID string

// MovementKind says what happened to the goods.
type MovementKind string

// The kinds of movement. A transfer is the plain case: title, possession or
// place change as the two holdings say. A swap changes which units carry an
// obligation and moves no goods; a redesignation changes by letter what binds
// stock; a count is a stocktake.
const (
	Transfer    MovementKind = "transfer"
	Produce     MovementKind = "produce"
	Lend        MovementKind = "lend"
	Return      MovementKind = "return"
	Assemble    MovementKind = "assemble"
	Expend      MovementKind = "expend"
	Lose        MovementKind = "lose"
	Capture     MovementKind = "capture"
	Destroy     MovementKind = "destroy"
	Count       MovementKind = "count"
	Swap        MovementKind = "swap"
	Redesignate MovementKind = "redesignate"
)

// MovementKinds lists the kinds in the order in which they are documented.
var MovementKinds = []MovementKind{
	Transfer, Produce, Lend, Return, Assemble, Expend, Lose, Capture, Destroy, Count, Swap, Redesignate,
}

// Basis says what a movement record rests on.
type Basis string

// The bases, from the firmest to the least firm.
const (
	Recorded Basis = "recorded" // a paper of the parties shows it
	Reported Basis = "reported" // somebody says so
	Planned  Basis = "planned"  // somebody means to
	Supposed Basis = "supposed" // a what-if
)

// Bases lists the bases.
var Bases = []Basis{Recorded, Reported, Planned, Supposed}

// Movement is one change in who owns, has or keeps how many units where.
// From and To carry the same item as Item, but for Assemble, whose Inputs carry
// their own.
type Movement struct {
	ID        MovementID
	Kind      MovementKind
	Basis     Basis
	When      Date // one day, known as well as the interval says
	Item      ItemID
	Quantity  Quantity
	Lots      []Lot        // lots that all the units belong to
	DrawnFrom []MovementID // the units are known to be ones that came by these movements
	OfWhich   []Part       // Count: what is known of the counted stock
	Floor     Quantity     // Count: the holder's declared least stock
	HasFloor  bool
	Inputs    []Input // Assemble: what went in
	Batch     int64   // Assemble: so many products are made together of parts of their own; 0: not said
	From, To  Holding
	Via       Route
	Under     []InstrumentID // instruments under which the units move and which then bind them
	Releases  []InstrumentID // Redesignate, Swap: instruments that cease to bind the units
	PaidFrom  []Payment
	Values    []Valuation
	Use       string     // what the units are for, in the words of the record; "" not known
	RivalTo   MovementID // another account of the same event: never added to it
	Envelope
}

// Route is the places that goods pass between From and To. A route that is not
// Known may touch any place.
type Route struct {
	Known bool
	Legs  []PlaceID
}

// Part is a share of counted stock that is known to be bound or to have come
// by stated movements.
type Part struct {
	Quantity  Quantity
	Under     InstrumentID
	MadeIn    PlaceID
	DrawnFrom []MovementID
}

// Input is what an assembly takes from one holding.
type Input struct {
	Item     ItemID
	Quantity Quantity
	From     Holding
}

// Payment is money from a fund for a movement; On is the day of obligation.
type Payment struct {
	Fund      InstrumentID
	Amount    Money
	HasAmount bool
	On        Date
	Purpose   string
}

// Valuation is what the units were said to be worth, under which rule, and
// from which day that was the valuation on the books.
type Valuation struct {
	Amount Money
	Basis  string
	Since  Date
}
