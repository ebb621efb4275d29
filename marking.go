package proviso

import "strings"

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
