// Package dossier reads case files: YAML that a person writes by hand becomes
// records, and every fault becomes an error with file, line, column and remedy,
// all of them at once. It also formats case files and publishes their JSON
// Schema; the reader, the schema and the formatter come from the same tables,
// one file a noun.
//
// A dossier is plain: no anchors, aliases, merge keys or tags. The input is not
// trusted, neither its form nor its size. Whether the records fit together as a
// case (may this movement happen?) is not judged here; only that each value can
// be read and that every id named is declared. The format is described in
// docs/DOSSIER.md.
package dossier
