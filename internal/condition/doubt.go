package condition

import (
	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
)

// signatures are those of the instruments that have one, held against the keys
// on record.
type signatures map[proviso.InstrumentID]seal.Signature

func signaturesOf(s *proviso.Snapshot) signatures {
	out := signatures{}
	for _, in := range s.Instruments {
		if in.Signature != "" {
			out[in.ID] = seal.CheckSignature(s, in)
		}
	}
	return out
}

// doubt gives the signature of an instrument if it speaks against the paper.
// What a doubtful paper binds stays bound; what it would free is freed only
// perhaps.
func (g signatures) doubt(id proviso.InstrumentID) *seal.Signature {
	if one, ok := g[id]; ok && one.Doubtful() {
		return &one
	}
	return nil
}

// because says why a paper is in doubt, and what would settle that.
func because(g *seal.Signature) (proviso.Reason, string) {
	return proviso.Reason{Text: string(g.Instrument) + " is in doubt, " + g.Standing.Words() + ": " + g.Why, Records: []string{string(g.Instrument)}},
		"the text of " + string(g.Instrument) + " as its giver signed it, and the giver's key"
}

// doubts makes the verdict on a movement no better than undetermined if a paper
// that it names is in doubt: which clauses the paper truly has is not known.
func (e *engine) doubts(j *Judged) {
	named := append([]proviso.InstrumentID{}, j.Under...)
	for _, p := range j.PaidFrom {
		named = append(named, p.Fund)
	}
	for _, id := range named {
		if g := e.signatures.doubt(id); g != nil {
			j.Doubts = append(j.Doubts, *g)
		}
	}
	if len(j.Doubts) == 0 {
		return
	}
	j.Verdict = j.Verdict.Worse(proviso.Undetermined)
	for r, v := range j.Readings {
		v.Verdict = v.Verdict.Worse(proviso.Undetermined)
		j.Readings[r] = v
	}
}
