package proviso

// ConditionID names a clause: instrument id, slash, the clause's name, such as
// "premise/end-user".
type ConditionID string

// ConditionKind is the closed list of what a clause can say.
type ConditionKind string

// The kinds of condition.
const (
	KindOnward       ConditionKind = "onward"
	KindEndUser      ConditionKind = "end_user"
	KindEndUse       ConditionKind = "end_use"
	KindTerritory    ConditionKind = "territory"
	KindSupply       ConditionKind = "supply"
	KindQuantity     ConditionKind = "quantity"
	KindValue        ConditionKind = "value"
	KindPeriod       ConditionKind = "period"
	KindSubstitution ConditionKind = "substitution"
	KindComponent    ConditionKind = "component"
	KindFund         ConditionKind = "fund"
	KindDuty         ConditionKind = "duty"
)

// ConditionKinds lists the kinds in the order in which they are documented.
var ConditionKinds = []ConditionKind{
	KindOnward, KindEndUser, KindEndUse, KindTerritory, KindSupply, KindQuantity,
	KindValue, KindPeriod, KindSubstitution, KindComponent, KindFund, KindDuty,
}

// Condition is one clause as data.
type Condition struct {
	ID         ConditionID
	Instrument InstrumentID
	Goods      Goods
	Items      []ItemID // narrower than what the instrument covers; empty: the same
	During     Date     // when the clause applies; zero: as long as the instrument
	Except     Exception
	NoFlowDown bool   // binds only the instrument's own bound party, not later holders
	Words      string // the clause as written
	Rule       Rule
	Pos        Pos
}

// Goods says which units a clause binds. Zero: those that moved under the
// clause's own instrument.
type Goods struct {
	All        bool    // every unit of the items covered, whoever has it
	MadeIn     PlaceID // units made there
	SuppliedBy PartyID // units that this party transferred or lent
	OwnedBy    PartyID // units whose title is with this party
}

// Exception lists what the clause leaves free. A movement is excepted when it
// surely matches every field that is given.
type Exception struct {
	To        []PartyID
	By        []PartyID
	Items     []ItemID
	Movements []MovementID
	During    Date
}

// Rule is the body of a clause: exactly one of the types below.
type Rule interface{ Kind() ConditionKind }

// OnwardRule is how strictly onward movement is bound.
type OnwardRule string

// The onward rules.
const (
	OnwardProhibited   OnwardRule = "prohibited"
	OnwardPriorConsent OnwardRule = "prior consent"
	OnwardPriorNotice  OnwardRule = "prior notice"
	OnwardNoticeAfter  OnwardRule = "notice after"
	OnwardFree         OnwardRule = "free"
)

// OnwardRules lists the onward rules.
var OnwardRules = []OnwardRule{OnwardProhibited, OnwardPriorConsent, OnwardPriorNotice, OnwardNoticeAfter, OnwardFree}

// Trigger is a change that sets an onward clause off.
type Trigger string

// The triggers.
const (
	OnTitle         Trigger = "title"
	OnPossession    Trigger = "possession"
	OnLocation      Trigger = "location"
	OnLoan          Trigger = "loan"
	OnIncorporation Trigger = "incorporation"
	OnDisposal      Trigger = "disposal"
	OnChangeOfUse   Trigger = "change of use"
)

// Triggers lists the triggers.
var Triggers = []Trigger{OnTitle, OnPossession, OnLocation, OnLoan, OnIncorporation, OnDisposal, OnChangeOfUse}

// Onward binds retransfer and re-export.
type Onward struct {
	Rule      OnwardRule
	Of        []PartyID // whose consent or who gets the notice; empty: the party that may insist
	Days      int       // days of notice, before or after
	HasDays   bool
	FreeTo    []PartyID
	FreeAfter Duration // after the goods came in; zero Count: never
	Triggers  []Trigger
}

// EndUser names who may finally hold the goods.
type EndUser struct{ Parties []PartyID }

// EndUse names what the goods may be used for, in the words of the record.
type EndUse struct{ Allowed, Excluded []string }

// Territory names where the goods may be; every leg of a route counts.
type Territory struct{ Only, Never []PlaceID }

// Supply says who may not supply what to whom. Empty lists of parties mean
// anybody. Both lists the sides that the clause binds besides the supplier.
type Supply struct {
	By, To           []PartyID
	Items            []ItemID
	Lethal           bool // lethal items only
	Codes            []Code
	UnlessApprovedBy []PartyID
	BindsReceiver    bool // the receiver breaks it too (a ban on procuring)
}

// Ceiling limits how many units may move under the instrument.
type Ceiling struct {
	Most Quantity
	Item ItemID
	Per  Per
}

// ValueCeiling limits what the units may be worth.
type ValueCeiling struct {
	Most     Money
	Per      Per
	ValuedAt string // the rule of valuation, such as "net book value"; "": any
}

// Per is the span over which a ceiling is counted.
type Per string

// The spans of a ceiling.
const (
	PerInstrument Per = "instrument"
	PerYear       Per = "year"
	PerMonth      Per = "month"
	PerMovement   Per = "movement"
)

// Pers lists the spans of a ceiling.
var Pers = []Per{PerInstrument, PerYear, PerMonth, PerMovement}

// Period says until when, or from when to when, goods may move.
type Period struct{ Dates Date }

// SubstitutionRule says whether other stock may go in the goods' place.
type SubstitutionRule string

// The substitution rules.
const (
	SubstitutionProhibited  SubstitutionRule = "prohibited"
	SubstitutionWithConsent SubstitutionRule = "with consent"
	SubstitutionPermitted   SubstitutionRule = "permitted"
	SubstitutionSilent      SubstitutionRule = "silent"
)

// SubstitutionRules lists the substitution rules.
var SubstitutionRules = []SubstitutionRule{
	SubstitutionProhibited, SubstitutionWithConsent, SubstitutionPermitted, SubstitutionSilent,
}

// Substitution is the clause on other stock going in the goods' place.
type Substitution struct {
	Rule SubstitutionRule
	Of   []PartyID // whose consent; empty: the party that may insist
}

// ComponentRule says how an instrument's clauses follow goods into a product:
// see-through, or only from a share upwards.
type ComponentRule struct {
	SeeThrough bool
	Threshold  Percent // the clauses lapse below this share
	Basis      string  // "value", "mass" or "count"
}

// Fund says what money may buy.
type Fund struct {
	Purposes   []string
	Recipients []PartyID
	Available  Date // when it may be obligated
	Ceiling    Money
	HasCeiling bool
	Notice     int // days of notice before it is obligated
	NoticeTo   []PartyID
}

// Act is what a duty asks for.
type Act string

// The acts.
const (
	ActVerifyDelivery Act = "verify delivery"
	ActInspect        Act = "inspect"
	ActInventory      Act = "inventory"
	ActReport         Act = "report"
	ActReportLoss     Act = "report loss"
	ActReturn         Act = "return"
	ActDestroy        Act = "destroy the replaced"
	ActKeepRecords    Act = "keep records"
	ActNotify         Act = "notify"
)

// Acts lists the acts.
var Acts = []Act{
	ActVerifyDelivery, ActInspect, ActInventory, ActReport, ActReportLoss,
	ActReturn, ActDestroy, ActKeepRecords, ActNotify,
}

// Start is the event from which a deadline runs.
type Start string

// The events from which a deadline runs.
const (
	FromArrival   Start = "arrival"
	FromDeparture Start = "departure"
	FromGiven     Start = "given" // the day the instrument was given
	FromLoss      Start = "loss"  // units lost, captured, destroyed or expended
	FromReceipt   Start = "replacement"
)

// Starts lists the events from which a deadline runs.
var Starts = []Start{FromArrival, FromDeparture, FromGiven, FromLoss, FromReceipt}

// Duty says that something must be done, by whom, to whom, by when.
type Duty struct {
	Act      Act
	By       PartyID // "": the party the instrument binds
	To       PartyID // "": the party that may insist
	Within   Duration
	From     Start
	Due      Date // a fixed last day instead of Within
	Evidence []string
}

// Kind gives the kind of the clause.
func (*Onward) Kind() ConditionKind { return KindOnward }

// Kind gives the kind of the clause.
func (*EndUser) Kind() ConditionKind { return KindEndUser }

// Kind gives the kind of the clause.
func (*EndUse) Kind() ConditionKind { return KindEndUse }

// Kind gives the kind of the clause.
func (*Territory) Kind() ConditionKind { return KindTerritory }

// Kind gives the kind of the clause.
func (*Supply) Kind() ConditionKind { return KindSupply }

// Kind gives the kind of the clause.
func (*Ceiling) Kind() ConditionKind { return KindQuantity }

// Kind gives the kind of the clause.
func (*ValueCeiling) Kind() ConditionKind { return KindValue }

// Kind gives the kind of the clause.
func (*Period) Kind() ConditionKind { return KindPeriod }

// Kind gives the kind of the clause.
func (*Substitution) Kind() ConditionKind { return KindSubstitution }

// Kind gives the kind of the clause.
func (*ComponentRule) Kind() ConditionKind { return KindComponent }

// Kind gives the kind of the clause.
func (*Fund) Kind() ConditionKind { return KindFund }

// Kind gives the kind of the clause.
func (*Duty) Kind() ConditionKind { return KindDuty }
