package proviso

// Form is the closed list of what a claim can be about.
type Form string

// The forms of propositions.
const (
	FormMovement    Form = "movement"
	FormStock       Form = "stock"
	FormPolicy      Form = "policy"
	FormInstrument  Form = "instrument"
	FormIntention   Form = "intention"
	FormNegotiation Form = "negotiation"
	FormCondition   Form = "condition"
	FormKnowledge   Form = "knowledge"
)

// Forms lists the forms in the order in which they are documented.
var Forms = []Form{
	FormMovement, FormStock, FormPolicy, FormInstrument, FormIntention, FormNegotiation, FormCondition, FormKnowledge,
}

// Proposition is the content of a claim as data: exactly one of the types
// below. A part that is not stated is open: anything fits it.
type Proposition interface{ Form() Form }

// End is one end of a movement, or a holding: a party in whichever role, its
// owner, who has it, where it is. Empty fields are open.
type End struct {
	Party  PartyID // owner or holder
	Owner  PartyID
	Holder PartyID
	At     PlaceID
}

// SomeMovement says that units moved once in a way that fits every part. With
// InAll the quantity is that of all such movements together.
type SomeMovement struct {
	AccountOf   MovementID // the record of the event that it is an account of, as its keeper reads it
	Kinds       []MovementKind
	Items       []ItemID // any of them
	Lethal      bool     // of lethal items
	Quantity    Quantity
	HasQuantity bool
	InAll       bool
	From, To    End
	Origin      PartyID // who had the units before, or made them, directly or through others
	When        Date    // one day within it; denied: no day of it
	Via         []PlaceID
	Under       []InstrumentID
}

// SomeStock says that at least so many units were in holdings that fit on a
// day; with InAll that so many were in all of them.
type SomeStock struct {
	Items       []ItemID
	Quantity    Quantity
	HasQuantity bool
	InAll       bool
	In          End
	On          Date
}

// PolicyHeld says that an instrument, or one clause of it, held on a day.
type PolicyHeld struct {
	Policy InstrumentID
	Clause ConditionID // "": the instrument as a whole
	On     Date
}

// InstrumentStage says that an instrument reached a stage: was asked for,
// given, refused.
type InstrumentStage struct {
	Instrument InstrumentID
	By, To     PartyID
	Stage      Status
	On         Date
}

// Intention says that a party meant, on a day, to make such a movement.
type Intention struct {
	By       PartyID
	Movement SomeMovement
	On       Date
}

// Negotiation says that parties were talking, on a day, about such a movement.
type Negotiation struct {
	Between  []PartyID
	Movement SomeMovement
	On       Date
}

// IfThen says that the second part holds if the first does.
type IfThen struct{ If, Then Content }

// Knowledge says that a party had the information on a day. It does not say
// that the information is right.
type Knowledge struct {
	By   PartyID
	That Content
	On   Date
}

// Content is a proposition inside another one, perhaps negated, or words only.
type Content struct {
	Holds Proposition // nil: words only
	Not   bool
	Words string
}

// Unread is a proposition that could not be read: the statement is kept as
// words only.
type Unread struct {
	Message string
	Fix     string
	At      Pos
}

// Form gives the form.
func (*SomeMovement) Form() Form { return FormMovement }

// Form gives the form.
func (*SomeStock) Form() Form { return FormStock }

// Form gives the form.
func (*PolicyHeld) Form() Form { return FormPolicy }

// Form gives the form.
func (*InstrumentStage) Form() Form { return FormInstrument }

// Form gives the form.
func (*Intention) Form() Form { return FormIntention }

// Form gives the form.
func (*Negotiation) Form() Form { return FormNegotiation }

// Form gives the form.
func (*IfThen) Form() Form { return FormCondition }

// Form gives the form.
func (*Knowledge) Form() Form { return FormKnowledge }
