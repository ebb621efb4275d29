package flow

import (
	"context"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Assembly makes units of one item out of units of others. In works every holding
// is one of a single item, so a place with shells and rounds is two holdings.
type Assembly struct {
	Into             int32 // the holding of the product
	Earliest, Latest proviso.Day
	Least, Most      int64 // units of the product
	Parts            []Part
}

// Part is what one unit of the product takes from a holding. Kind tells one sort
// of component from another, across assemblies.
type Part struct {
	From int32
	Each int64
	Kind int32
}

// Works is the networks of several items that are made into one another. What is
// asked of it is how many units are bound, when a unit is bound if any component
// of it is (see-through).
type Works struct {
	united *Network
	byKind []*Network // one for each kind of part: all other parts are used up
	tags   []map[int32]int32
	open   int  // so many holdings nobody counted before their first record
	chain  bool // every assembly has one part, one to one: nothing but a change of name
}

// Unite makes works of moves and assemblies. The moves of a question about works
// are named by their tags, which must not be negative and not repeat.
// What was in the holdings before their first record is known from tallies only.
func Unite(holdings int, moves []Move, tallies []Tally, assemblies []Assembly) (*Works, error) {
	return (&Works{chain: true, open: holdings}).unite(holdings, moves, tallies, assemblies)
}

func (w *Works) unite(holdings int, moves []Move, tallies []Tally, assemblies []Assembly) (*Works, error) {
	kinds := []int32{}
	for _, a := range assemblies {
		w.chain = w.chain && len(a.Parts) == 1 && a.Parts[0].Each == 1
		for _, p := range a.Parts {
			if p.Each < 1 || p.From < 0 || int(p.From) >= holdings {
				return nil, refuse("an assembly takes no units of a part, or from no holding", "")
			}
			if !slices.Contains(kinds, p.Kind) {
				kinds = append(kinds, p.Kind)
			}
		}
	}
	slices.Sort(kinds)
	var err error
	w.united, err = w.arrange(holdings, moves, tallies, assemblies, func(Part) bool { return true })
	for _, k := range kinds {
		if err != nil {
			return nil, err
		}
		var n *Network
		n, err = w.arrange(holdings, moves, tallies, assemblies, func(p Part) bool { return p.Kind == k })
		w.byKind = append(w.byKind, n)
	}
	return w, err
}

// arrange makes a network with a holding for each assembly, into which its parts
// go and out of which as many units come as products are made. What is left there
// are bound units that went into a product with others.
func (w *Works) arrange(holdings int, moves []Move, tallies []Tally, assemblies []Assembly, with func(Part) bool) (*Network, error) {
	all := slices.Clone(moves)
	for i, a := range assemblies {
		bench := int32(holdings + i)
		base := Move{Lot: NoLot, Tag: -1, Earliest: a.Earliest, Latest: a.Latest}
		made := false
		for _, p := range a.Parts {
			if a.Most != Unlimited && a.Most > countless/p.Each {
				return nil, refuse("quantities of one item add up to more than this program counts", "count in larger units")
			}
			m := base
			m.From, m.To, m.Least, m.Most = p.From, Outside, a.Least*p.Each, Unlimited
			if a.Most != Unlimited {
				m.Most = a.Most * p.Each
			}
			if with(p) {
				m.To, made = bench, true
			}
			all = append(all, m)
		}
		m := base
		m.From, m.To, m.Least, m.Most = Outside, a.Into, a.Least, a.Most
		if made {
			m.From = bench
		}
		all = append(all, m)
	}
	n, err := arrangeOpen(holdings+len(assemblies), w.open, all, slices.Clone(tallies))
	tags := map[int32]int32{}
	for i := range all {
		tags[all[i].Tag] = int32(i)
	}
	w.tags = append(w.tags, tags)
	return n, err
}

// Bound answers a question about bound units. The most is exact on exact data. The
// least is the largest that one kind of part alone gives; it is sound, and exact
// only where products have one part.
func (w *Works) Bound(ctx context.Context, q Question) (Answer, error) {
	if len(q.Evidence) > 0 {
		return Answer{}, refuse("evidence about units cannot be used across assemblies", "ask about each item by itself")
	}
	ans, err := w.ask(ctx, w.united, 0, q)
	if err != nil {
		return Answer{}, err
	}
	ans.Least, ans.LeastExact = 0, w.chain && ans.LeastExact
	for k, n := range w.byKind {
		one, err := w.ask(ctx, n, k+1, q)
		if err != nil {
			return Answer{}, err
		}
		if k == 0 || one.Least > ans.Least {
			ans.Least, ans.Proof[AtLeast] = one.Least, one.Proof[AtLeast]
		}
	}
	if !ans.LeastExact {
		ans.Outer = append(ans.Outer, "a product has several parts")
	}
	if ans.Least == ans.Most && ans.MostExact {
		ans.LeastExact = true
	}
	return ans, nil
}

func (w *Works) ask(ctx context.Context, n *Network, k int, q Question) (Answer, error) {
	var err error
	renumber := func(list []int32) []int32 {
		var out []int32
		for _, tag := range list {
			i, ok := w.tags[k][tag]
			if !ok || tag < 0 {
				err = refuse("question names a movement that is not in the works", "")
			}
			out = append(out, i)
		}
		return out
	}
	q.Of, q.MayOf, q.Moves = renumber(q.Of), renumber(q.MayOf), renumber(q.Moves)
	if err != nil {
		return Answer{}, err
	}
	return Bound(ctx, n, q)
}
