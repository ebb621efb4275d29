package proviso

import "testing"

// TestPartyOfUnknownAllegiance holds that an agency or force of which no record
// says whose it is may be anybody's that its country allows, and a company a
// state's at most.
func TestPartyOfUnknownAllegiance(t *testing.T) {
	s := NewSnapshot("", 0, LastDay, []Record{
		&Party{ID: "UA", Kind: State},
		&Party{ID: "UA-army", Kind: Force, PartOf: "UA"},
		&Party{ID: "brigade", Kind: Force},
		&Party{ID: "bureau", Kind: Agency},
		&Party{ID: "PL-unit", Kind: Force, Country: "PL"},
		&Party{ID: "maker", Kind: Company},
		&Party{ID: "trader", Kind: Company},
	})
	for _, c := range []struct {
		a, b PartyID
		want Truth
	}{
		{"UA-army", "UA", Yes},
		{"UA", "UA-army", Maybe},
		{"brigade", "UA", Maybe},
		{"brigade", "bureau", Maybe},
		{"bureau", "brigade", Maybe},
		{"PL-unit", "UA", No},
		{"PL-unit", "UA-army", No},
		{"maker", "UA", Maybe},
		{"maker", "UA-army", No},
		{"maker", "trader", No},
	} {
		if got := s.PartyWithin(c.a, c.b); got != c.want {
			t.Errorf("%s within %s: %s, want %s", c.a, c.b, got, c.want)
		}
	}
}
