package seal

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Proof shows that an entry stands in a log at an index, to anyone who has the
// log's public key. It is written as C2SP tlog-proof, with the leaf as its
// extra data, so that the file proves what it also says.
type Proof struct {
	Leaf       []byte
	Index      int64
	Hashes     tlog.RecordProof
	Checkpoint []byte // as signed
}

const proofHead = "c2sp.org/tlog-proof@v1"

// Prove makes the proof for a leaf in the tree of a signed checkpoint of size.
func Prove(leaf []byte, index int64, checkpoint []byte, size int64, stored tlog.HashReader) (Proof, error) {
	hashes, err := tlog.ProveRecord(size, index, stored)
	if err != nil {
		return Proof{}, err
	}
	return Proof{Leaf: leaf, Index: index, Hashes: hashes, Checkpoint: checkpoint}, nil
}

// Write gives the proof as a file.
func (p Proof) Write() []byte {
	out := fmt.Appendf(nil, "%s\nextra %s\nindex %d\n", proofHead, base64.StdEncoding.EncodeToString(p.Leaf), p.Index)
	for _, h := range p.Hashes {
		out = fmt.Appendf(out, "%s\n", h)
	}
	return append(append(out, '\n'), p.Checkpoint...)
}

// ParseProof reads a file and checks nothing but its form.
func ParseProof(text []byte) (Proof, error) {
	bad := refuse("not a proof of inclusion", "a proof begins with the line "+proofHead+", as proviso prove writes it")
	head, checkpoint, ok := bytes.Cut(text, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !ok || len(lines) < 3 || lines[0] != proofHead {
		return Proof{}, bad
	}
	p := Proof{Checkpoint: checkpoint}
	extra, hasLeaf := strings.CutPrefix(lines[1], "extra ")
	index, hasIndex := strings.CutPrefix(lines[2], "index ")
	if !hasLeaf || !hasIndex {
		return Proof{}, bad
	}
	var err error
	if p.Leaf, err = base64.StdEncoding.Strict().DecodeString(extra); err != nil {
		return Proof{}, bad
	}
	if p.Index, err = strconv.ParseInt(index, 10, 64); err != nil || strconv.FormatInt(p.Index, 10) != index {
		return Proof{}, bad
	}
	for _, line := range lines[3:] {
		h, err := base64.StdEncoding.Strict().DecodeString(line)
		if err != nil || len(h) != tlog.HashSize {
			return Proof{}, bad
		}
		p.Hashes = append(p.Hashes, tlog.Hash(h))
	}
	return p, nil
}

// Proven is what a proof proves.
type Proven struct {
	Entry      Entry
	Index      int64
	Checkpoint Checkpoint
	Cosigned   []Cosignature
}

// Check says what the proof proves, with the log's public key alone.
func (p Proof) Check(public string, witnesses ...Witness) (Proven, error) {
	c, cosigned, err := Open(p.Checkpoint, public, witnesses...)
	if err != nil {
		return Proven{}, err
	}
	if p.Index < 0 || p.Index >= c.Size {
		return Proven{}, refuse(fmt.Sprintf("the proof is of entry %d, its checkpoint of %d entries", p.Index, c.Size), "ask for the proof again")
	}
	if err := tlog.CheckRecord(p.Hashes, c.Size, c.Root, p.Index, tlog.RecordHash(p.Leaf)); err != nil {
		return Proven{}, refuse("the entry is not in the ledger of the checkpoint, or not as the proof has it", "the proof was changed; ask for it again")
	}
	e, err := Decode(p.Leaf)
	if err != nil {
		return Proven{}, err
	}
	return Proven{Entry: e, Index: p.Index, Checkpoint: c, Cosigned: cosigned}, nil
}
