package proviso

// InstrumentID names an instrument, such as "KR-EUC-2022".
type InstrumentID string

// InstrumentKind says what sort of paper or rule it is.
type InstrumentKind string

// The kinds of instrument. A refusal is a consent that was refused; a report
// is evidence that a duty was done.
const (
	Certificate InstrumentKind = "end-user certificate"
	Licence     InstrumentKind = "licence"
	Contract    InstrumentKind = "contract"
	Loan        InstrumentKind = "loan"
	Consent     InstrumentKind = "consent"
	Refusal     InstrumentKind = "refusal"
	Notice      InstrumentKind = "notice"
	Report      InstrumentKind = "report"
	Policy      InstrumentKind = "policy"
	Law         InstrumentKind = "law"
	Embargo     InstrumentKind = "embargo"
	FundKind    InstrumentKind = "fund"
	Waiver      InstrumentKind = "waiver"
	Letter      InstrumentKind = "letter"
)

// InstrumentKinds lists the kinds in the order in which they are documented.
var InstrumentKinds = []InstrumentKind{
	Certificate, Licence, Contract, Loan, Consent, Refusal, Notice, Report,
	Policy, Law, Embargo, FundKind, Waiver, Letter,
}

// Status is one stage in the life of an instrument.
type Status string

// The stages. Stated means that somebody says the instrument holds on that
// day, without saying since when.
const (
	Stated      Status = "stated"
	Asked       Status = "asked"
	Conditional Status = "conditional"
	Given       Status = "given"
	Refused     Status = "refused"
	Suspended   Status = "suspended"
	Resumed     Status = "resumed"
	Withdrawn   Status = "withdrawn"
	Expired     Status = "expired"
)

// Statuses lists the stages in the order of a life.
var Statuses = []Status{Stated, Asked, Conditional, Given, Refused, Suspended, Resumed, Withdrawn, Expired}

// Event is one stage reached on one day. If says on what a conditional yes
// depends, in words or as the id of another instrument.
type Event struct {
	Status Status
	On     Date
	If     string
}

// TextSeen says how much of an instrument's text is on record.
type TextSeen string

// How much of the text is on record. The empty value counts as TextUnseen.
const (
	TextUnseen TextSeen = "unseen"
	TextPart   TextSeen = "part"
	TextWhole  TextSeen = "whole"
)

// Text says what is on record of the wording, in which language, and where.
type Text struct {
	Seen     TextSeen
	Language string // BCP 47
	Locator  string // clause, page or address
}

// Instrument is anything that promises, permits, forbids or answers: who gave
// it to whom, what it covers, its life, its text and its conditions.
type Instrument struct {
	ID         InstrumentID
	Kind       InstrumentKind
	Name       string
	GivenBy    PartyID
	GivenTo    PartyID
	For        []ConditionID // the clauses that a consent, refusal, waiver, notice or report answers
	Covers     Scope
	Life       []Event
	Valid      Date // period in which it can have effect; zero when not stated
	Text       Text
	Conditions []*Condition
	Signature  string // its giver's, as a DSSE envelope; "": none on record
	Envelope
}

// Scope says what an instrument is about. An empty list is "not stated", which
// for an answer (a consent, a waiver) proves nothing; AnyTo and the like say
// "not limited" in so many words.
type Scope struct {
	Items       []ItemID
	AnyItem     bool
	Quantity    Quantity
	HasQuantity bool // false: not stated
	AnyQuantity bool
	To          []PartyID
	AnyTo       bool
	Movements   []MovementID
}

// Binds gives the party that the instrument binds, and Insists the party that
// may insist on it and whose consent its clauses ask for. Who is who follows
// from the kind: an undertaking (certificate) binds its giver; what is granted
// on terms (licence, contract, loan, fund, consent) binds its receiver; a rule
// (policy, law, embargo) names those it binds in its clauses.
func (in *Instrument) Binds() PartyID {
	switch in.Kind {
	case Certificate, Notice, Report:
		return in.GivenBy
	case Licence, Contract, Loan, Consent, Refusal, FundKind, Waiver, Letter:
		return in.GivenTo
	case Policy, Law, Embargo:
		return ""
	}
	return ""
}

// Insists gives the party that may insist on the instrument; see Binds.
func (in *Instrument) Insists() PartyID {
	if in.Kind == Certificate || in.Kind == Notice || in.Kind == Report {
		return in.GivenTo
	}
	return in.GivenBy
}
