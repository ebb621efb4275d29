package proviso

// StatementID names a statement.
type StatementID string

// Mode is what the speaker does in saying it.
type Mode string

// The modes.
const (
	Asserts  Mode = "asserts"
	Denies   Mode = "denies"
	Confirms Mode = "confirms"
	Plans    Mode = "plans"
	Presumes Mode = "presumes"
	Requests Mode = "requests"
	Warns    Mode = "warns"
	Promises Mode = "promises"
	Declines Mode = "declines"
	PartDeny Mode = "partly denies"
)

// Modes lists the modes.
var Modes = []Mode{Asserts, Denies, Confirms, Plans, Presumes, Requests, Warns, Promises, Declines, PartDeny}

// Statement is somebody saying something through somebody on a day. It is
// evidence that it was said, not that it is so.
type Statement struct {
	ID      StatementID
	By      []Speaker // more than one: said jointly
	Through []string  // the chain, from the speaker outwards: party ids or names of outlets
	Said    Date
	Mode    Mode
	Claim   Claim
	Words   string // the words as reported, or our summary of them
	Span    string // where they stand: "press.txt#120-201", code points
	Grade   Grade
	Graded  Grading
	Envelope
}

// Grading is who gave a grade, and when.
type Grading struct {
	By string
	On Date
}

// Speaker is a party, or somebody unnamed with what is said of them.
type Speaker struct {
	Party     PartyID
	Anonymous string  // the words that describe somebody unnamed
	Of        PartyID // whom an unnamed speaker belongs to
}

// Claim is what a statement is about: records of the dossier, propositions, or
// words only. With several of them each is claimed, or each denied.
type Claim struct {
	About  []string      // ids of movements, instruments, conditions or statements
	Says   []Proposition // what is said, as data
	Not    bool          // the content itself is negated: "has not provided any"
	Unread []Unread      // what could not be read
}
