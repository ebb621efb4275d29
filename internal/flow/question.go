package flow

import "github.com/proviso-ledger/proviso"

// Asks says what is counted.
type Asks uint8

const (
	// Reached counts the units that were ever in one of the target holdings, or
	// that ever went by one of the target moves, after they became units of S.
	Reached Asks = iota
	// Held counts the units in the target holdings at the end of the day.
	Held
	// Ended counts the units in the target holdings at the end of the day and
	// those that were expended, lost or destroyed from them.
	Ended
)

// Question asks how many units of S are where, at least and at most. S are the
// units that went by the moves Of, from then on. A unit that goes by them twice
// is one unit. Lots tell what is in S: a lot is in S if all receipts of it from
// Outside are in Of, and all those of no known lot into the same holdings, and not in S if Of names the lot of all its moves and that
// one is not among them.
type Question struct {
	Of       []int32 // moves
	Asks     Asks
	MayOf    []int32     // moves that may be among Of: counted for the most, not for the least
	Holdings []int32     // target holdings
	MayHold  []int32     // holdings that may be among them: counted for the most, not for the least
	Anywhere bool        // the target may have holdings that are not on record, too: those whose names are may be none
	Moves    []int32     // target moves; for Reached only
	Through  *Between    // only units of S that came there before they were where is asked; nil: all
	Until    proviso.Day // the day asked about; LastDay for all that is on record
	Evidence []Evidence
}

// Evidence limits the units of S among those of one move, or among those that a
// tally found: a recovered serial number gives at least one, an inspection that
// found none at most none. Exactly one of Move and Tally is not negative. Of a move that
// may lie after the day asked about it says that it does not.
type Evidence struct {
	Move, Tally int32
	Least, Most int64
	Tag         int32 // the caller's own number for it
}

// Side says which of the two numbers a certificate is for.
type Side uint8

const (
	AtMost Side = iota
	AtLeast
)

// Answer is how many units, at least and at most. Most is Unlimited if nothing
// on record limits it. Least is above the number of its certificate only where
// evidence found more units of S at the target.
type Answer struct {
	Least, Most           int64
	LeastExact, MostExact bool
	Outer                 []string // why an end is not exact, in words
	Proof                 [2]Certificate
	Found                 int     // number in Question.Evidence of what alone shows the least, -1: its certificate does
	Gaps                  []Gap   // what the records do not account for, in the whole network
	Uncounted             []int32 // holdings of which a stocktake before their first record can raise the least
	Clash                 []Clash
	ClashIs               string // how small the clash is known to be, in words
}

// Exact says whether both ends are attained by some history that the records allow.
func (a *Answer) Exact() bool { return a.LeastExact && a.MostExact }

// Clash is one of a set of records and evidence that cannot all hold. When an
// answer has clashes its numbers mean nothing.
type Clash struct {
	Evidence int32 // number in Question.Evidence, or -1
	Move     int32 // number of the move, or -1
	Stock    Limit // if both are -1: no more than so many are counted, stay or are in a holding, or came in unrecorded
}

// StepKind says what a Step or Limit is about.
type StepKind uint8

const (
	Enter   StepKind = iota // units become units of S by arc Index, a move of S
	Travel                  // units go by arc Index
	Rest                    // units are in holding Index at the end
	Surface                 // units come in unrecorded in segment Index
	Known                   // evidence on arc Index: so many units of S at least
	Whole                   // all units of S together, which is then all of a cut; Index means nothing
)

// Step is a number of units of S in a scenario.
type Step struct {
	Kind  StepKind
	Index int32
	Units int64
}

// Limit is a place where no more than Units can pass, in a cut.
type Limit = Step

// Certificate proves one end of an Answer. For AtMost the scenario shows Number
// units reaching the target, and the cut shows that no more can. For AtLeast the
// scenario shows how all but Number units stay away from it, and the cut that no
// more can stay away.
type Certificate struct {
	Question Question
	Side     Side
	Number   int64
	Lower    bool // "at least" evidence is used
	Scenario []Step
	Cut      []Limit
}
