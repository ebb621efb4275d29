// Package proviso holds the words of Proviso: the records it keeps and the
// answers it gives. It does no input or output and imports only the standard
// library.
//
// Records: a [Party] owns, holds, promises or speaks; an [Item] is a catalogue
// entry; a [Place] is somewhere goods can be; a [Holding] is who owns and has
// what where; an [Instrument] is a promise, permission or rule with its
// [Condition] clauses; a [Movement] is a change in holdings; a [Statement] is
// somebody saying something, with a [Proposition] where its content is kept as
// data; a [Source] is what a record rests on. A [Snapshot] is all of them as
// known at one moment; [Rows] are movements beside it, held as numbers.
//
// Values: a [Quantity] is a count or a range of counts, a [Date] an EDTF date
// or interval, [Money] an exact amount or range, a [Truth] yes, no or unknown.
//
// Answers: a [Finding] is what one clause says of one movement, with a
// [Verdict] and the units it falls on. Unknown has its own value everywhere and
// never becomes permitted or forbidden.
package proviso
