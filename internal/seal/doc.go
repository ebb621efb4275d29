// Package seal gives records the form in which they are sealed and signed, and
// proves that they were not changed since: the canonical leaf of an [Entry],
// the Merkle tree over leaves, signed checkpoints with witnesses'
// cosignatures, inclusion proofs, tiles, and signatures of instruments.
//
// It does no input or output and knows no clock: what it needs of the tree it
// asks of a reader of hashes, and whoever keeps entries calls it. It trusts
// nothing that it decodes: bytes that are not the canonical form of what they
// say are refused, so that one record has one leaf and one hash.
//
// The formats are described in docs/OPERATIONS.md.
package seal
