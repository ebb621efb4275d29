package proviso

import (
	"slices"
	"strings"
)

// TLP is a label of the Traffic Light Protocol, version 2.0 (FIRST, August
// 2022). The values are ordered from open to closed. The zero value is no
// label; it does not mean that a record may be shown to anyone.
type TLP int8

// The labels.
const (
	TLPNone TLP = iota
	TLPClear
	TLPGreen
	TLPAmber
	TLPAmberStrict
	TLPRed
)

var tlpNames = [...]string{"", "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED"}

// Marking says who may see a record: those whom the label allows and, besides,
// the parties it was released to by name.
type Marking struct {
	TLP        TLP
	ReleasedTo []PartyID
}

// ParseTLP reads a label with or without "TLP:", in capitals or not.
func ParseTLP(s string) (TLP, error) {
	text := strings.ToUpper(strings.TrimSpace(s))
	text = strings.TrimSpace(strings.TrimPrefix(text, "TLP:"))
	for i, name := range tlpNames {
		if i > 0 && text == name {
			return TLP(i), nil
		}
	}
	if text == "WHITE" {
		return TLPNone, refuse("TLP:WHITE is of version 1", "TLP 2.0 says CLEAR")
	}
	return TLPNone, refuse("not a TLP label: "+quote(s), "write CLEAR, GREEN, AMBER, AMBER+STRICT or RED")
}

// String gives "TLP:AMBER+STRICT"; "" without a label.
func (t TLP) String() string {
	if t <= TLPNone || int(t) >= len(tlpNames) {
		return ""
	}
	return "TLP:" + tlpNames[t]
}

// Reader is somebody who asks: as whom, and cleared up to which label. The zero
// value sees what is marked TLP:CLEAR and nothing else.
type Reader struct {
	Keeper    bool      // keeps the ledger and sees every record
	Parties   []PartyID // sees what was released to these, by name
	Clearance TLP
}

// Level gives the highest label that the reader may see without a release.
func (r Reader) Level() TLP { return max(r.Clearance, TLPClear) }

// VisibleTo says whether the reader may see what is marked so. A record without
// a label was not judged yet: it is for the keeper and for the parties that it
// was released to, and no clearance opens it.
func (m Marking) VisibleTo(r Reader) bool {
	if r.Keeper || m.TLP != TLPNone && m.TLP <= r.Level() {
		return true
	}
	return slices.ContainsFunc(m.ReleasedTo, func(p PartyID) bool { return slices.Contains(r.Parties, p) })
}
