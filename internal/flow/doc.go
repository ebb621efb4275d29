// Package flow says how many units of some origin can have gone where, at least
// and at most, when stock is commingled and nobody wrote down which units were
// drawn.
//
// It turns the movements of one item into a network whose flows are the possible
// histories of the units, answers questions as maximum flows over it, and gives
// with each number a scenario that attains it and a cut that proves it. A
// separate checker (check.go) accepts or rejects such a certificate. Beside the
// bounds it has one sweep over all movements for a set of units, the usual
// conventions, substitution, assembly and the reconciling of two sides' records.
//
// It does not choose which reading is right, judge any clause, or read a clock,
// a file or the network. It trusts its caller that records are those visible to
// the reader, and takes them to be complete but for what they themselves prove
// missing; docs/BOUNDS.md states and proves what it relies on.
package flow
