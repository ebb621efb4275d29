// Package ledger is the only way into a ledger and the only way to look back:
// it records, corrects and withdraws records, seals each entry in the
// transaction that stores it, gives the records as known on a day to a reader,
// and verifies what the store holds.
//
// Nothing is overwritten. An entry that was stored stays; a correction is
// another entry that names it. The store is not trusted: what comes out of it is
// decoded strictly, marks are checked again, and verify rebuilds every hash.
// It does not judge records; it holds that ids are unique, that references
// hold, and that no tree of parts goes round.
package ledger
