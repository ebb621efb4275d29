package dossier

import (
	"strings"
	"testing"
)

// spellings are ways to write a value, right and wrong ones, by the place where
// it stands in a dossier. The § is the value.
var spellings = map[string][]string{
	"as_of: §\nparties: {KR: {}}": {"2022", "2022-11", "2022-11-11", `"2022-11-11"`, "2022-11-11T10:00:00Z", "2022-21", "201X", "2022-XX", "2022-11/2023-04",
		`"../2023"`, "-0044", "Y12345", "2022?", "'?'", "2022~", "1e3", "0x7E6", "2022.0", "on", "yes", "2_022"},
	"parties: {KR: {country: §}}": {"KR", "kr", "NO", `"NO"`, "'?'", "KOR"},
	"places: {a: {locode: §}}":    {"KRPUS", "krpus", "'?'", "KRPU", "US2AA"},
	"items: {a: {unit: §}}":       {"round", "1", "true", "'?'", "kg", "발"},
	"items: {a: {unit: a}, b: {unit: b, made_of: {a: {value: §}}}}": {"25%", "12.5%", "10..20%", "10%..20%", "10..%", "..20%", "'?'", "25 %", "10 .. 20%", "0%", "100%", ".5%",
		"25", "10 % .. 20 %"},
	"items: {a: {unit: a}, b: {unit: b, made_of: {a: §}}}":        {"1", "1_0", "007", "0", "'1'", "1.0", "1e1", "'?'", "{count: 2}"},
	"items: {a: {unit: a, lethal: §}}":                            {"true", "false", "'?'", "True", "yes", "TRUE", "1"},
	"sources: {a: {grade: §}}":                                    {"B2", "b2", "'?'", "F6", "G1", "A", "1E1"},
	"parties: {KR: {marking: §}}":                                 {"RED", "TLP:RED", "tlp:red", "'TLP: RED'", "amber+strict", "TLP:AMBER+STRICT", "WHITE", "'?'", "{tlp: tlp:green}"},
	"sources: {a: {published: §, sha256: '?'}}":                   {"2022", "'?'"},
	"statements: {a: {by: '?', said: '?', asserts: {}, span: §}}": {"a.txt#0-81", "a b.txt#0-81", "'a.txt#5-5'", "a.txt", "a.txt#-1-3", "'?'"},
	"parties: {KR: {}}\ninstruments: {a: {kind: licence, conditions: {b: {duty: {do: return, within: §}}}}}": {"90 days", "1 day", "18 months", "5 years", "90  days", "0 days",
		"90", "2 weeks", "'?'", "1_000 days"},
	"parties: {KR: {}}\ninstruments: {a: {kind: licence, conditions: {b: {onward: {rule: prior notice, days: §}}}}}":              {"15", "15 days", "1 day", "'15'", "0", "'?'", "15 months", "1_5", "1.0", "0x10"},
	"items: {a: {unit: a}}\ninstruments: {c: {kind: licence, covers: {quantity: §}}}":                                             {"5 a", "1..2 a", "1.. a", "'? a'", "any", "'?'", "5", "'5  a'", "5 .. 6 a"},
	"parties: {KR: {}}\nitems: {a: {unit: a}}\nmovements: {m: {recorded: 2022, goods: §, from: KR, to: KR}}":                      {"5 a", "1_0 a", "1..2 a", "{item: a}", "{item: a, quantity: 1..}", "'? a'", "a", "5", "'5\ta'", "'1 .. 2 a'"},
	"parties: {KR: {}}\nitems: {a: {unit: a}}\nmovements: {m: {recorded: 2022, goods: {item: a, quantity: §}, from: KR, to: KR}}": {"5", "'5'", "5..6", "1_000", "0x10", "1e3", "1.0", "'?'", "..5"},
	"parties: {KR: {}}\ninstruments: {f: {kind: fund, conditions: {b: {fund: {ceiling: §}}}}}":                                    {"5 USD", "6.2bn USD", "1m..2m USD", "'? USD'", "'?'", "5"},
}

// TestSchemaAcceptsSpellings holds that a value which the reader takes is none
// that an editor marks as a mistake, however it is written. The two exceptions
// of Schema are left out.
func TestSchemaAcceptsSpellings(t *testing.T) {
	s := compiled(t)
	taken, refused := 0, 0
	for place, values := range spellings {
		for _, value := range values {
			text := []byte(strings.ReplaceAll(place, "§", value) + "\n")
			if _, err := Parse([]File{{Name: "case.yaml", Text: text}}); err != nil {
				refused++
				continue
			}
			taken++
			v, err := asJSON(t, text)
			if err != nil {
				t.Fatal(err)
			}
			if err := s.Validate(v); err != nil {
				t.Errorf("the reader takes %s, the schema says %v", text, err)
			}
		}
	}
	if taken < 90 || refused < 30 {
		t.Errorf("%d spellings taken and %d refused: the test asks too little", taken, refused)
	}
}
