// Package report asks the questions that people ask of a snapshot and gives
// typed answers, with their plain-text form. It reasons through condition and
// flow and adds no judgement of its own; it does not read files, know a clock
// or print. The command line, the API and the pages all draw these answers.
package report

import (
	proviso "github.com/proviso-ledger/proviso"
)

// Answer is what `check` and `may` answer. Its JSON form is documented in
// docs/JSON.md and is stable.
type Answer struct {
	Case       string      `json:"case"`
	AsOf       string      `json:"as_of"`
	Known      string      `json:"known"`
	Movements  []Movement  `json:"movements"`
	Duties     []Duty      `json:"duties"`
	DutyTotals []DutyTotal `json:"duty_totals"`
	Statements []Statement `json:"statements"`
	Papers     Papers      `json:"papers"`
	Signatures []Signature `json:"signatures"`
	Problems   []Problem   `json:"problems"`

	Supposed *Supposition `json:"supposed,omitempty"` // statements taken as true
}

// Bounds are units, at least and at most; Most is nil when nothing on record
// limits it.
type Bounds struct {
	Least int64  `json:"least"`
	Most  *int64 `json:"most"`
}

// Movement is the verdict on one movement.
type Movement struct {
	ID    proviso.MovementID   `json:"id"`
	Kind  proviso.MovementKind `json:"kind"`
	Basis proviso.Basis        `json:"basis"`
	When  string               `json:"when"`
	Item  proviso.ItemID       `json:"item"`
	Bounds
	Unit     string                     `json:"unit"`
	From     string                     `json:"from"`
	To       string                     `json:"to"`
	RivalTo  proviso.MovementID         `json:"rival_to,omitempty"`
	Verdict  proviso.Verdict            `json:"verdict"`
	Readings map[proviso.Reading]string `json:"readings"` // verdict word, or "unknown"
	Depends  *Bounds                    `json:"depends,omitempty"`
	Findings []Finding                  `json:"findings"`
	Open     []string                   `json:"open,omitempty"` // what is not on record and touches no clause, or no clause on record
}

// Finding is what one clause says of the movement. The embedded bounds are the
// units that the verdict falls on.
type Finding struct {
	Condition  proviso.ConditionID   `json:"condition"`
	Instrument proviso.InstrumentID  `json:"instrument"`
	Kind       proviso.ConditionKind `json:"kind"`
	Verdict    proviso.Verdict       `json:"verdict"`
	Bounds
	Unit     string                            `json:"unit"`
	IfBound  proviso.Verdict                   `json:"if_bound"`
	Binds    Bounds                            `json:"binds"`
	Exact    bool                              `json:"exact"`
	By       []proviso.PartyID                 `json:"by,omitempty"`
	Readings map[proviso.Reading]ReadingAnswer `json:"readings,omitempty"`
	Needs    []Need                            `json:"needs"`
	Because  []Reason                          `json:"because"`
	Settles  []string                          `json:"settles"`
}

// ReadingAnswer is the finding under one reading of commingled stock.
type ReadingAnswer struct {
	Verdict string `json:"verdict"` // verdict word, or "unknown"
	Bounds
}

// Need is a consent, notice or fact that is not on record.
type Need struct {
	What   string          `json:"what"`
	From   proviso.PartyID `json:"from"`
	Status string          `json:"status"`
	Bounds
}

// Reason is one step of a derivation with the records it rests on.
type Reason struct {
	Text    string   `json:"text"`
	Records []string `json:"records"`
}

// Duty is one duty that one movement set off.
type Duty struct {
	Condition  proviso.ConditionID  `json:"condition"`
	Instrument proviso.InstrumentID `json:"instrument"`
	Act        proviso.Act          `json:"act"`
	By         proviso.PartyID      `json:"by"`
	To         proviso.PartyID      `json:"to"`
	Movement   proviso.MovementID   `json:"movement"`
	Due        Due                  `json:"due"`
	Status     string               `json:"status"` // open, done, done late, overdue, undetermined
	Bounds                          // units for which it is still to be done
	Of         Bounds               `json:"of"`              // units for which it was set off
	Value      string               `json:"value,omitempty"` // of the movement, as booked
	Unit       string               `json:"unit"`
	Because    []Reason             `json:"because"`
	Settles    []string             `json:"settles"`
}

// Due is the last day, known as well as the trigger's date; empty when the
// clause names no deadline.
type Due struct {
	Earliest string `json:"earliest"`
	Latest   string `json:"latest"`
}

// Statement is who said what.
type Statement struct {
	ID      proviso.StatementID `json:"id"`
	By      []string            `json:"by"`
	Through []string            `json:"through"`
	Said    string              `json:"said"`
	Mode    proviso.Mode        `json:"mode"`
	Not     bool                `json:"not,omitempty"`
	About   []string            `json:"about"`
	Words   string              `json:"words,omitempty"`
	Grade   string              `json:"grade,omitempty"`
}

// Papers says how much of the instruments' text is on record.
type Papers struct {
	Instruments int                    `json:"instruments"`
	Whole       int                    `json:"whole"`
	Part        int                    `json:"part"`
	Unseen      []proviso.InstrumentID `json:"unseen"` // not even a part
}

// Problem is a gap or clash in the records.
type Problem struct {
	Code    string   `json:"code"`
	Message string   `json:"message"`
	Hint    string   `json:"hint,omitempty"`
	Records []string `json:"records"`
}

// DutyTotal adds up one duty over the movements that set it off, by units and
// by value. Units and values are two measures: neither stands for the other.
type DutyTotal struct {
	Condition    proviso.ConditionID `json:"condition"`
	Act          proviso.Act         `json:"act"`
	Item         proviso.ItemID      `json:"item"` // units are added up per item only
	Unit         string              `json:"unit"`
	Of           Bounds              `json:"of"`
	Overdue      Bounds              `json:"overdue"`
	Valued       int                 `json:"valued"`          // movements with a value on the books
	Value        string              `json:"value,omitempty"` // of those, where they are in one currency
	OverdueValue string              `json:"overdue_value,omitempty"`
	OverdueShare string              `json:"overdue_share,omitempty"` // by value, in per cent with two decimals
}
