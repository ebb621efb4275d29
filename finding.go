package proviso

// Verdict is the answer to "may this movement happen?" or, of one that has
// happened, "was the clause kept?". Verdicts are ordered from best to worst.
type Verdict int8

// The verdicts. Permitted means that no condition on record stands against it.
const (
	Permitted Verdict = iota
	Undetermined
	Missing
	Forbidden
)

var verdictWords = [...]string{"permitted", "undetermined", "missing", "forbidden"}

// String gives the word used in JSON and in the docs.
func (v Verdict) String() string { return verdictWords[v] }

// MarshalText gives the word.
func (v Verdict) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// Worse gives the worse of two verdicts.
func (v Verdict) Worse(w Verdict) Verdict { return max(v, w) }

// Reading is a way to say which units of commingled stock went. Proviso never
// chooses one.
type Reading string

// The readings: what is physically possible, the two conventions, and other
// stock going in the place of the units asked about.
const (
	Physical            Reading = "physical"
	MassBalance         Reading = "mass_balance"
	FIFO                Reading = "fifo"
	SubstitutionReading Reading = "substitution"
)

// Readings lists the readings in the order in which they are shown.
var Readings = []Reading{Physical, MassBalance, FIFO, SubstitutionReading}

// Units is a number of units known within bounds, Unbounded at the top when
// nothing on record limits it.
type Units = Quantity

// ReadingResult is a finding under one reading.
type ReadingResult struct {
	Verdict Verdict
	Units   Units
	Known   bool // false: the reading cannot be taken on these records
}

// Finding is what one clause says of one movement.
type Finding struct {
	Condition  ConditionID
	Instrument InstrumentID
	Kind       ConditionKind
	Movement   MovementID
	Verdict    Verdict
	IfBound    Verdict // on as many units as can be bound, if so many are
	Binds      Units   // units of the movement that the clause binds
	Units      Units   // units the verdict falls on
	Unit       string
	Exact      bool // the bounds are exact; otherwise sound but perhaps too wide
	By         []PartyID
	Readings   map[Reading]ReadingResult
	Needs      []Need
	Because    []Reason
	Settles    []string
}

// Need is a consent, notice or fact that is not on record.
type Need struct {
	What   string
	From   PartyID
	Status string // "not on record", "asked", "conditional", "refused", "withdrawn", "expired", "unknown", ...
	Units  Units
}

// Reason is one step of a derivation with the records it rests on.
type Reason struct {
	Text    string
	Records []string
}
