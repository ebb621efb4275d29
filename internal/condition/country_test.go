package condition

import (
	"fmt"
	"math/rand/v2"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// campaign writes a dossier of shells that move between places of two owners, one
// of them a camp of which the country is on record or not.
func campaign(seed uint64, country string) []proviso.Record {
	r := &maker{Rand: rand.New(rand.NewPCG(seed, 78))}
	out := append(land(), &proviso.Place{ID: "camp", Country: country}, &proviso.Place{ID: "depot", Country: "US"},
		paper("euc", proviso.Certificate, "KP", "KR", covers("shell"),
			with("onward", onward(proviso.OnwardProhibited)), with("use", &proviso.EndUse{Excluded: []string{"sport"}})))
	hold := func() proviso.Holding {
		owner := one(r, parties("US", "UA")...)
		return proviso.Holding{Owner: owner, Holder: owner, At: one(r, []proviso.PlaceID{"camp", "UA", "US", "depot"}...), Item: "shell"}
	}
	for i := range 2 + r.IntN(4) {
		m := &proviso.Movement{ID: proviso.MovementID(fmt.Sprintf("m%d", i)), Item: "shell", Use: "sport", Quantity: proviso.Exactly(1 + r.Int64N(3)),
			Basis: one(r, proviso.Recorded, proviso.Recorded, proviso.Reported),
			Kind:  one(r, proviso.Transfer, proviso.Transfer, proviso.Transfer, proviso.Produce, proviso.Expend, proviso.Count)}
		day := proviso.DayOf(2022, 3, 1+r.IntN(6))
		m.When = proviso.DateOfDay(day)
		if r.chance(25) {
			m.When = proviso.Between(day, day.AddDays(1+r.IntN(3)))
		}
		if m.From, m.To = hold(), hold(); r.chance(15) {
			m.Quantity.Most++
		}
		if r.ends(m); m.Kind != proviso.Count && r.chance(40) {
			m.Under = []proviso.InstrumentID{"euc"}
		}
		m.HasFloor = false
		out = append(out, m)
	}
	return out
}

// TestUnknownCountryNeverSaysMore: where the country of a place is not known, no
// answer says more than where it is.
func TestUnknownCountryNeverSaysMore(t *testing.T) {
	compared := 0
	for seed := range uint64(5_000) {
		fails := func(dropped map[string]bool) string {
			known, unknown := saidOf(t, dossier(campaign(seed, "UA"), dropped)), saidOf(t, dossier(campaign(seed, ""), dropped))
			if known.clash || unknown.clash {
				return ""
			}
			compared++
			return known.lost(unknown)
		}
		if fails(nil) != "" {
			dropped, why := shrunk(campaign(seed, "UA"), fails)
			t.Fatalf("seed %d: %s\n%s", seed, why, toldOf(campaign(seed, "UA"), dropped))
		}
	}
	if compared < 2_500 {
		t.Errorf("only %d dossiers compared", compared)
	}
}
