package flow

import (
	"cmp"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// mergeHoldings numbers the holdings so that those which can mean the same one
// have one number: a holding known only in part stands for every holding that
// fits it. That is sound and makes bounds outer.
func mergeHoldings(s *proviso.Snapshot, holdings []proviso.Holding) (map[proviso.Holding]int32, [][]proviso.Holding) {
	slices.SortFunc(holdings, func(a, b proviso.Holding) int {
		return cmp.Or(cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Holder, b.Holder), cmp.Compare(a.At, b.At))
	})
	holdings = slices.Compact(holdings)
	root := make([]int, len(holdings))
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	wide := newWhole(s, holdings)
	for i, a := range holdings {
		if !wide.stands(a) {
			continue
		}
		for j, b := range holdings {
			if sameParty(s, a.Owner, b.Owner) && sameParty(s, a.Holder, b.Holder) && samePlace(s, a.At, b.At) {
				x, y := find(i), find(j)
				root[max(x, y)] = min(x, y)
			}
		}
	}
	number := make(map[proviso.Holding]int32, len(holdings))
	var members [][]proviso.Holding
	at := map[int]int32{}
	for i, h := range holdings {
		r := find(i)
		if _, ok := at[r]; !ok {
			at[r] = int32(len(members))
			members = append(members, nil)
		}
		number[h] = at[r]
		members[at[r]] = append(members[at[r]], h)
	}
	return number, members
}

// whole is every party and place of which some holding names a part.
type whole struct {
	s       *proviso.Snapshot
	parties map[proviso.PartyID]bool
	places  map[proviso.PlaceID]bool
}

func newWhole(s *proviso.Snapshot, holdings []proviso.Holding) whole {
	w := whole{s, map[proviso.PartyID]bool{}, map[proviso.PlaceID]bool{}}
	for _, h := range holdings {
		for _, id := range []proviso.PartyID{h.Owner, h.Holder} {
			for p := s.Party(id); p != nil && p.PartOf != "" && !w.parties[p.PartOf]; p = s.Party(p.PartOf) {
				w.parties[p.PartOf] = true
			}
		}
		for at := s.PlaceParent(h.At); at != "" && !w.places[at]; at = s.PlaceParent(at) {
			w.places[at] = true
		}
	}
	return w
}

// stands says whether the holding can stand for another: a field of it is not
// known, or names a whole of which some holding names a part.
func (w whole) stands(a proviso.Holding) bool {
	return a.Owner == "" || a.Holder == "" || a.At == "" ||
		w.parties[a.Owner] || w.parties[a.Holder] || w.places[a.At] || w.s.Country(a.At) == ""
}

func sameParty(s *proviso.Snapshot, a, b proviso.PartyID) bool {
	return a == "" || b == "" || a == b || s.PartyWithin(a, b) == proviso.Yes || s.PartyWithin(b, a) == proviso.Yes
}

func samePlace(s *proviso.Snapshot, a, b proviso.PlaceID) bool {
	return a == "" || b == "" || s.PlaceWithin(a, b) != proviso.No
}
