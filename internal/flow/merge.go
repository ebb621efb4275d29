package flow

import (
	"cmp"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Holdings numbers the holdings of one item on record so that those which can mean
// the same one have one number: a holding known only in part stands for every
// holding that fits it. That is sound and makes bounds outer.
type Holdings struct {
	snapshot *proviso.Snapshot
	number   map[proviso.Holding]int32
	members  [][]proviso.Holding
}

// Merge numbers the holdings. It sorts the list.
func Merge(s *proviso.Snapshot, holdings []proviso.Holding) *Holdings {
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
			if i != j && maySame(s, a, b) {
				x, y := find(i), find(j)
				root[max(x, y)] = min(x, y)
			}
		}
	}
	k := &Holdings{snapshot: s, number: make(map[proviso.Holding]int32, len(holdings))}
	at := map[int]int32{}
	for i, h := range holdings {
		r := find(i)
		if _, ok := at[r]; !ok {
			at[r] = int32(len(k.members))
			k.members = append(k.members, nil)
		}
		k.number[h] = at[r]
		k.members[at[r]] = append(k.members[at[r]], h)
	}
	return k
}

// Len is how many numbers there are; they start at 0.
func (k *Holdings) Len() int { return len(k.members) }

// Number gives the number of a holding that was merged.
func (k *Holdings) Number(h proviso.Holding) int32 { return k.number[h] }

// Members lists the recorded holdings that the number stands for; more than one if
// the records cannot tell them apart.
func (k *Holdings) Members(number int32) []proviso.Holding { return k.members[number] }

// Whole says whether a stocktake of the holding counts all that its number stands
// for: every other member is surely a part of it.
func (k *Holdings) Whole(h proviso.Holding) bool {
	return !slices.ContainsFunc(k.members[k.number[h]], func(o proviso.Holding) bool {
		return o != h && k.snapshot.PartyWithin(o.Owner, h.Owner).And(k.snapshot.PartyWithin(o.Holder, h.Holder)).And(k.snapshot.PlaceWithin(o.At, h.At)) != proviso.Yes
	})
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
// known, names a whole of which some holding names a part, or names a party or place
// of which no record says what it is part of.
func (w whole) stands(a proviso.Holding) bool {
	return a.Owner == "" || a.Holder == "" || a.At == "" ||
		w.parties[a.Owner] || w.parties[a.Holder] || w.places[a.At] ||
		w.unrooted(a.Owner) || w.unrooted(a.Holder) || w.s.Country(a.At) == ""
}

// unrooted says whether the party is no state and no record says whose it is, so
// that the name of a state may stand for it.
func (w whole) unrooted(id proviso.PartyID) bool {
	p := w.s.Party(id)
	for p != nil && p.PartOf != "" && w.s.Party(p.PartOf) != nil {
		p = w.s.Party(p.PartOf)
	}
	return p != nil && p.Kind != proviso.State && p.Kind != proviso.Organisation
}

// maySame says whether two records of a holding can mean the same one.
func maySame(s *proviso.Snapshot, a, b proviso.Holding) bool {
	return mayParty(s, a.Owner, b.Owner) && mayParty(s, a.Holder, b.Holder) && s.PlaceWithin(a.At, b.At) != proviso.No
}

func mayParty(s *proviso.Snapshot, a, b proviso.PartyID) bool {
	return s.PartyWithin(a, b) != proviso.No || s.PartyWithin(b, a) != proviso.No
}
