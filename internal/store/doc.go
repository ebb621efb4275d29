// Package store keeps the entries of a ledger in SQL tables, on SQLite or on
// PostgreSQL: it appends in one transaction and scans in the order of entries.
// One Store serves both; what differs between them stands in sqlite.go and
// postgres.go. The tables are described in docs/OPERATIONS.md.
//
// It knows nothing of records, hashes or signatures: leaf, hashes and
// checkpoint are bytes to it, made and checked by whoever calls it. Only one
// writer is let in at a time, and never holds up a reader. What stands in the
// tables is not trusted; a store of another program, or of a newer Proviso, is
// refused before anything is written.
package store
