package condition

import (
	"slices"

	proviso "github.com/proviso-ledger/proviso"
)

// pools groups the holdings of one item into pools: holdings that the records
// cannot tell apart are one pool, because a holding known only in part stands
// for every holding that fits it. Merging is sound and makes bounds outer.
type pools struct {
	s       *proviso.Snapshot
	of      map[proviso.Holding]int
	members [][]proviso.Holding
	merged  []bool // by pool: stands for more than one holding
}

func newPools(s *proviso.Snapshot, holdings []proviso.Holding) *pools {
	slices.SortFunc(holdings, compareHoldings)
	holdings = slices.Compact(holdings)
	parent := make([]int, len(holdings))
	for i := range parent {
		parent[i] = i
	}
	root := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	join := func(i, j int) {
		if a, b := root(i), root(j); a != b {
			parent[max(a, b)] = min(a, b)
		}
	}
	vague := vagueHoldings(s, holdings)
	for _, i := range vague {
		for j := range holdings {
			if i != j && sameHolding(s, holdings[i], holdings[j]) != proviso.No {
				join(i, j)
			}
		}
	}
	p := &pools{s: s, of: make(map[proviso.Holding]int, len(holdings))}
	number := map[int]int{}
	for i, h := range holdings {
		r := root(i)
		n, ok := number[r]
		if !ok {
			n = len(p.members)
			number[r], p.members = n, append(p.members, nil)
		}
		p.of[h] = n
		p.members[n] = append(p.members[n], h)
	}
	p.merged = make([]bool, len(p.members))
	for n, hs := range p.members {
		p.merged[n] = len(hs) > 1
	}
	return p
}

// whole says whether a stocktake of the holding counts its whole pool: every
// other holding that was merged with it is surely a part of it.
func (p *pools) whole(h proviso.Holding) bool {
	n := p.of[h]
	return !slices.ContainsFunc(p.members[n], func(o proviso.Holding) bool {
		return o != h && p.s.PartyWithin(o.Owner, h.Owner).And(p.s.PartyWithin(o.Holder, h.Holder)).And(p.s.PlaceWithin(o.At, h.At)) != proviso.Yes
	})
}

func compareHoldings(a, b proviso.Holding) int {
	if c := compareStrings(string(a.Owner), string(b.Owner)); c != 0 {
		return c
	}
	if c := compareStrings(string(a.Holder), string(b.Holder)); c != 0 {
		return c
	}
	return compareStrings(string(a.At), string(b.At))
}

func compareStrings(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// vagueHoldings gives the holdings that can stand for another of the list: one
// with a field not known, or naming a whole of which another names a part or a
// party that no record says whose it is.
func vagueHoldings(s *proviso.Snapshot, holdings []proviso.Holding) []int {
	wholeParty := map[proviso.PartyID]bool{}
	for _, p := range s.Parties {
		if p.PartOf != "" {
			wholeParty[p.PartOf] = true
		}
	}
	wholePlace := map[proviso.PlaceID]bool{}
	for _, h := range holdings {
		for at := s.PlaceParent(h.At); h.At != "" && at != ""; at = s.PlaceParent(at) {
			wholePlace[at] = true
		}
	}
	var out []int
	for i, h := range holdings {
		if h.Owner == "" || h.Holder == "" || h.At == "" ||
			wholeParty[h.Owner] || wholeParty[h.Holder] || unrooted(s, h.Owner) || unrooted(s, h.Holder) || wholePlace[h.At] || s.Country(h.At) == "" {
			out = append(out, i)
		}
	}
	return out
}

// sameHolding says whether two records of a holding can mean the same one.
func sameHolding(s *proviso.Snapshot, a, b proviso.Holding) proviso.Truth {
	return sameParty(s, a.Owner, b.Owner).And(sameParty(s, a.Holder, b.Holder)).And(samePlace(s, a.At, b.At))
}

func sameParty(s *proviso.Snapshot, a, b proviso.PartyID) proviso.Truth {
	switch {
	case a == "" || b == "":
		return proviso.Maybe
	case a == b:
		return proviso.Yes
	case s.PartyWithin(a, b) != proviso.No || s.PartyWithin(b, a) != proviso.No:
		return proviso.Maybe
	}
	return proviso.No
}

// unrooted says whether the party is no state and no record says whose it is,
// so that the name of a state may stand for it.
func unrooted(s *proviso.Snapshot, id proviso.PartyID) bool {
	p := s.Party(id)
	for p != nil && p.PartOf != "" && s.Party(p.PartOf) != nil {
		p = s.Party(p.PartOf)
	}
	return p != nil && p.Kind != proviso.State && p.Kind != proviso.Organisation
}

func samePlace(s *proviso.Snapshot, a, b proviso.PlaceID) proviso.Truth {
	switch {
	case a == "" || b == "":
		return proviso.Maybe
	case a == b:
		return proviso.Yes
	}
	if s.PlaceWithin(a, b) == proviso.Yes || s.PlaceWithin(b, a) == proviso.Yes {
		return proviso.Maybe
	}
	return proviso.No
}
