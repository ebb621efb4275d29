package proviso

import "testing"

// TestLearnedLater: of a party, place or item that the keeper learned of later than
// the day of knowledge the name stays, and what counts it; of others nothing.
func TestLearnedLater(t *testing.T) {
	later := Envelope{Known: DateOfDay(DayOf(2023, 1, 1))}
	records := []Record{
		&Party{ID: "UA-army", Kind: Force, PartOf: "UA", Envelope: later},
		&Party{ID: "UA", Kind: State},
		&Item{ID: "shell", Unit: "round", Lethal: Yes, MadeIn: "UA", Envelope: later},
		&Place{ID: "depot", Country: "UA", Envelope: later},
		&Instrument{ID: "sale", Envelope: later},
		&Movement{ID: "go", Item: "shell", Envelope: later},
	}
	s := NewSnapshot("", LastDay, DayOf(2022, 12, 31), records)
	if it := s.Item("shell"); it == nil || it.Unit != "round" || it.Lethal != Maybe || it.MadeIn != "" {
		t.Errorf("item: %+v", it)
	}
	if got := s.PartyWithin("UA-army", "UA"); got != Maybe {
		t.Errorf("UA-army within UA: %s", got)
	}
	if got := s.PlaceWithin("depot", "UA"); got != Maybe {
		t.Errorf("depot within UA: %s", got)
	}
	if len(s.Instruments) > 0 || len(s.Movements) > 0 {
		t.Errorf("known too early: %v, %v", s.Instruments, s.Movements)
	}
	if s := NewSnapshot("", LastDay, DayOf(2023, 1, 1), records); s.PartyWithin("UA-army", "UA") != Yes || s.Item("shell").Lethal != Yes {
		t.Error("what was learned on the day is not known")
	}
}

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
