// Package statement holds what people said against what others said: which
// claims cannot both be true, which only differ, which is one claim told on,
// and where a speaker changed position.
//
// A claim is read as a limit on what can have been: some movement that fits, no
// movement that fits, a number in a holding, a rule that held on a day. Two
// claims conflict only if nothing that can have been fits both; whatever is not
// known speaks against a conflict. docs/STATEMENTS.md has the rules.
//
// The package weighs nothing: it does not say who is right, and knows no clock,
// file or network. It trusts the snapshot to be in order.
package statement
