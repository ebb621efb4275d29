package report

import (
	"fmt"
	"maps"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
)

// Signature says of an instrument that the answer relies on whether it is
// signed, by which key, and what that is worth.
type Signature struct {
	Instrument proviso.InstrumentID `json:"instrument"`
	Standing   seal.Standing        `json:"standing"`
	Party      proviso.PartyID      `json:"party,omitempty"`
	Key        string               `json:"key,omitempty"`
	KeyID      string               `json:"key_id,omitempty"`
	Why        string               `json:"why,omitempty"`
	Since      []string             `json:"since,omitempty"` // stages of its life that came after it was signed
}

// signaturesOf gives the signatures of the instruments that the answer relies
// on, by id, and a problem for each that speaks against its paper.
func signaturesOf(s *proviso.Snapshot, a *Answer, signed map[proviso.InstrumentID]seal.Signature) (out []Signature, problems []Problem) {
	ids := map[proviso.InstrumentID]bool{}
	note := func(id proviso.InstrumentID) { ids[id] = true }
	for i := range a.Movements {
		reliedOn(s, &a.Movements[i], note)
	}
	for i := range a.Duties {
		dutyReliesOn(s, &a.Duties[i], note)
	}
	out = []Signature{}
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		g, ok := signed[id]
		if !ok {
			out = append(out, Signature{Instrument: id, Standing: seal.Unsigned})
			continue
		}
		one := Signature{Instrument: id, Standing: g.Standing, Party: g.Party, Key: g.Key, KeyID: g.KeyID, Why: g.Why}
		for _, e := range g.Since {
			one.Since = append(one.Since, fmt.Sprintf("%s %s", e.Status, e.On))
		}
		out = append(out, one)
		if g.Doubtful() {
			problems = append(problems, Problem{
				Code: "signature", Message: fmt.Sprintf("%s is in doubt, %s: %s", id, g.Standing.Words(), g.Why),
				Hint: remedy(g.Standing, s.Instrument(id).GivenBy), Records: []string{string(id)},
			})
		}
	}
	return out, problems
}

func remedy(of seal.Standing, giver proviso.PartyID) string {
	switch of {
	case seal.Unproven:
		return "say in the register whose the key was, and when"
	case seal.UnknownKey:
		return fmt.Sprintf("enter the key under the keys of %s, once that party has confirmed it", orUnknown(string(giver)))
	case seal.OtherParty, seal.ExpiredKey, seal.EarlyKey:
		return fmt.Sprintf("ask %s to sign it with a key of its own of that day, or mend the keys in the register", orUnknown(string(giver)))
	case seal.Altered:
		return "compare the record with the paper that was signed"
	case seal.Forged, seal.Unreadable:
		return fmt.Sprintf("ask %s for the signature again", orUnknown(string(giver)))
	case seal.Unsigned, seal.SignedBy:
	}
	return ""
}

// reliedOn notes the instruments that the answer on a movement names: those of
// its clauses, those that its reasons rest on, and those that it moves under
// or is paid from.
func reliedOn(s *proviso.Snapshot, m *Movement, note func(proviso.InstrumentID)) {
	for i := range m.Findings {
		note(m.Findings[i].Instrument)
		restsOn(s, m.Findings[i].Because, note)
	}
	record := s.Movement(m.ID)
	if record == nil {
		return
	}
	for _, id := range record.Under {
		note(id)
	}
	for _, p := range record.PaidFrom {
		note(p.Fund)
	}
}

func dutyReliesOn(s *proviso.Snapshot, d *Duty, note func(proviso.InstrumentID)) {
	note(d.Instrument)
	restsOn(s, d.Because, note)
}

func restsOn(s *proviso.Snapshot, because []Reason, note func(proviso.InstrumentID)) {
	for _, r := range because {
		for _, id := range r.Records {
			if s.Instrument(proviso.InstrumentID(id)) != nil {
				note(proviso.InstrumentID(id))
			}
		}
	}
}

// signatureWords says for people whether a paper is signed.
func signatureWords(g *Signature) string {
	switch {
	case g.Standing == seal.Unsigned:
		return "not signed"
	case g.Standing == seal.SignedBy:
		text := "signed " + g.Why
		for i, e := range g.Since {
			if i == 0 {
				text += "; since then, not signed: " + e
			} else {
				text += ", " + e
			}
		}
		return text
	}
	return upper("in doubt") + ", " + g.Standing.Words() + ": " + g.Why
}
