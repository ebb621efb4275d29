package flow

import (
	"context"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Assembly makes units of one item out of units of others. In works every holding
// is one of a single item, so a place with shells and rounds is two holdings.
// Least is Most, or none if it may not have taken place.
type Assembly struct {
	Into             int32 // the holding of the product
	Tag              int32
	Earliest, Latest proviso.Day
	Least, Most      int64 // units of the product
	Parts            []Part
}

// Part is what an assembly takes from a holding if it takes place. Of each item it
// takes the same whole number for every product.
type Part struct {
	From, Tag int32
	Units     int64
}

// Works is the networks of several items that are made into one another. What is
// asked of it is how many units are bound, when a unit is bound if any component
// of it is (see-through).
type Works struct {
	items      []int32 // by holding
	assemblies []Assembly
	united     *View
	byPart     []*View // one for each item that is a part
	open       int     // so many holdings nobody counted before their first record
	chain      bool    // every assembly has parts of one item, one to one: nothing but a change of name
}

// View is one network of the works. It has a holding for each assembly, the bench,
// beside those of the works. In the view of all parts each goes to the bench, and
// out of it come as many units as products are made; what is left there are bound
// units that went into a product with others. In the view of one part the others
// are used up; there the units of that item are followed, loose or in products, and
// a product counts for as many as go into it.
type View struct {
	*Network
	Part   int32           // the item that is followed, allParts if all are
	weight []int64         // by item: so many units of the network stand for one
	has    []bool          // by item: that part, or something that it can be in
	row    map[int32]int32 // by tag: the move
}

const allParts int32 = -1

// Unite makes works of moves and assemblies of holdings whose items are given. Moves
// of a question about works, and assemblies and their parts, are named by their tags,
// which must not be negative and not repeat. What was in the holdings before their
// first record is known from tallies only.
func Unite(items []int32, moves []Move, tallies []Tally, assemblies []Assembly) (*Works, error) {
	return unite(items, len(items), moves, tallies, assemblies)
}

func unite(items []int32, open int, moves []Move, tallies []Tally, assemblies []Assembly) (*Works, error) {
	w := &Works{items: items, assemblies: assemblies, open: open, chain: true}
	var parts []int32
	for i := range assemblies {
		a := &assemblies[i]
		if err := w.check(a); err != nil {
			return nil, err
		}
		for _, p := range a.Parts {
			w.chain = w.chain && items[p.From] == items[a.Parts[0].From]
			if !slices.Contains(parts, items[p.From]) {
				parts = append(parts, items[p.From])
			}
		}
		w.chain = w.chain && len(a.Parts) > 0 && w.each(a, items[a.Parts[0].From]) == 1
	}
	slices.Sort(parts)
	var err error
	if w.united, err = w.view(allParts, moves, tallies); err != nil {
		return nil, err
	}
	for _, item := range parts {
		v, err := w.view(item, moves, tallies)
		if err != nil {
			return nil, err
		}
		w.byPart = append(w.byPart, v)
	}
	return w, nil
}

func (w *Works) check(a *Assembly) error {
	if a.Into < 0 || int(a.Into) >= len(w.items) || a.Most < 1 || a.Most >= countless || a.Least != 0 && a.Least != a.Most {
		return refuse("an assembly makes no known number of units, or in no holding", "")
	}
	total := map[int32]int64{}
	for _, p := range a.Parts {
		if p.From < 0 || int(p.From) >= len(w.items) || p.Units < 1 || p.Units >= countless {
			return refuse("an assembly takes no known number of units of a part, or from no holding", "")
		}
		total[w.items[p.From]] += p.Units
	}
	for _, units := range total {
		if units%a.Most != 0 || units >= countless {
			return refuse("an assembly does not take a whole number of each part for one product", "")
		}
	}
	return nil
}

// each is how many units of the item go into one product of the assembly.
func (w *Works) each(a *Assembly, item int32) int64 {
	n := int64(0)
	for _, p := range a.Parts {
		if w.items[p.From] == item {
			n += p.Units
		}
	}
	return n / a.Most
}

// view makes the view of a part, or of all.
func (w *Works) view(part int32, moves []Move, tallies []Tally) (*View, error) {
	v := &View{Part: part}
	if err := w.weigh(v); err != nil {
		return nil, err
	}
	var all []Move
	for _, m := range moves {
		item := int32(-1)
		if m.To >= 0 {
			item = w.items[m.To]
		}
		if m.From >= 0 {
			item = w.items[m.From]
		}
		all = append(all, m.times(v.of(item)))
	}
	for i := range w.assemblies {
		all = append(all, w.assemble(v, i)...)
	}
	counted := slices.Clone(tallies)
	for i := range counted {
		t, by := &counted[i], v.of(w.items[counted[i].Holding])
		t.Least, t.Most = times(t.Least, by), times(t.Most, by)
	}
	var err error
	v.Network, err = arrangeOpen(len(w.items)+len(w.assemblies), w.open, all, counted)
	v.row = map[int32]int32{}
	for i := range all {
		if all[i].Tag >= 0 {
			v.row[all[i].Tag] = int32(i)
		}
	}
	return v, err
}

// of is the weight of the item.
func (v *View) of(item int32) int64 {
	if item < 0 || int(item) >= len(v.weight) {
		return 1
	}
	return v.weight[item]
}

// kept is the item whose parts go to the bench of the assembly in the view of a part:
// that part, or something that it is in. It is -1 if there is none.
func (w *Works) kept(v *View, a *Assembly) int32 {
	item := int32(-1)
	for _, p := range a.Parts {
		switch of := w.items[p.From]; {
		case of == v.Part:
			return of
		case item < 0 && v.has[of]:
			item = of
		}
	}
	return item
}

// weigh finds the weights of the items in a view: of the part that is followed one,
// of a product as many as go into it at most, of all others one.
func (w *Works) weigh(v *View) error {
	n := int(slices.Max(append(slices.Clone(w.items), v.Part))) + 1
	v.has, v.weight = make([]bool, n), slices.Repeat([]int64{1}, n)
	if v.Part == allParts {
		return nil
	}
	v.has[v.Part] = true
	for round, again := 0, true; again; round++ {
		again = false
		for i := range w.assemblies {
			a := &w.assemblies[i]
			item := w.kept(v, a)
			if item < 0 {
				continue
			}
			into, each := w.items[a.Into], times(w.each(a, item), v.weight[item])
			if each >= countless || round > n {
				return refuse("a product is a part of itself, more and more of it", "")
			}
			again = again || !v.has[into] || each > v.weight[into]
			v.has[into], v.weight[into] = true, max(each, v.weight[into])
		}
	}
	return nil
}

// assemble gives the moves of an assembly in the view.
func (w *Works) assemble(v *View, i int) []Move {
	a, bench := &w.assemblies[i], int32(len(w.items)+i)
	kept := w.kept(v, a)
	move := func(from, to, tag int32, units int64) Move {
		m := Move{From: from, To: to, Lot: NoLot, Tag: tag, Earliest: a.Earliest, Latest: a.Latest, Least: units, Most: units}
		if a.Least == 0 {
			m.Least = 0
		}
		return m
	}
	var out []Move
	in, made := int64(0), times(a.Most, v.of(w.items[a.Into]))
	for _, p := range a.Parts {
		item, to := w.items[p.From], Outside
		units := times(p.Units, v.of(item))
		if v.Part == allParts || item == kept {
			to, in = bench, add(in, units)
		}
		out = append(out, move(p.From, to, p.Tag, units))
	}
	switch in = min(in, made); in {
	case made:
		return append(out, move(bench, a.Into, a.Tag, made))
	case 0:
		return append(out, move(Outside, a.Into, a.Tag, made))
	}
	return append(out, move(bench, a.Into, a.Tag, in), move(Outside, a.Into, -1, made-in))
}

// times is the product, Unlimited where it is more than this program counts.
func times(units, by int64) int64 {
	if by > 1 && units > countless/by {
		return Unlimited
	}
	return units * by
}

func (m Move) times(by int64) Move {
	m.Least, m.Most = times(m.Least, by), times(m.Most, by)
	return m
}

// Made is the answer to a question about works. The certificate of the most is for
// the network of all parts. That of the least is for the network By: so many of its
// units are at the target, and one product counts for Each of them.
type Made struct {
	Answer
	By   *View
	Each int64
}

// Bound answers a question about bound units. The most is exact on exact data. The
// least is the largest that one part alone gives; it is sound, and exact only where
// products have one part.
func (w *Works) Bound(ctx context.Context, q Question) (Made, error) {
	if len(q.Evidence) > 0 {
		return Made{}, refuse("evidence about units cannot be used across assemblies", "ask about each item by itself")
	}
	got, err := w.ask(ctx, w.united, q)
	if err != nil {
		return Made{}, err
	}
	ans := Made{got, w.united, 1}
	ans.LeastExact = w.chain && ans.LeastExact
	for _, v := range w.byPart {
		if w.chain {
			break
		}
		one, err := w.ask(ctx, v, q)
		if err != nil {
			return Made{}, err
		}
		each := w.Each(v, q)
		if least := (one.Proof[AtLeast].Number + each - 1) / each; least > ans.Least {
			ans.Least, ans.Proof[AtLeast], ans.Uncounted = least, one.Proof[AtLeast], one.Uncounted
			ans.By, ans.Each = v, each
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

// Each is for how many units of the view a product that is asked about counts, at most.
func (w *Works) Each(v *View, q Question) int64 {
	n := int64(1)
	for _, h := range slices.Concat(q.Holdings, q.MayHold) {
		if h >= 0 && int(h) < len(w.items) {
			n = max(n, v.of(w.items[h]))
		}
	}
	for _, tag := range q.Moves {
		if i, ok := v.row[tag]; ok {
			n = max(n, v.of(w.itemOf(v.Move(int(i)))))
		}
	}
	return n
}

// itemOf is the item of a move in a view, -1 if it is between no holdings.
func (w *Works) itemOf(m Move) int32 {
	for _, h := range []int32{m.To, m.From} {
		if h >= 0 && int(h) < len(w.items) {
			return w.items[h]
		}
	}
	return -1
}

func (w *Works) ask(ctx context.Context, v *View, q Question) (Answer, error) {
	q, err := w.Question(v, q)
	if err != nil {
		return Answer{}, err
	}
	return Bound(ctx, v.Network, q)
}

// Question puts a question about the works to one of its views.
func (w *Works) Question(v *View, q Question) (Question, error) {
	var err error
	renumber := func(list []int32) []int32 {
		var out []int32
		for _, tag := range list {
			i, ok := v.row[tag]
			if !ok {
				err = refuse("question names a movement that is not in the works", "")
			}
			out = append(out, i)
		}
		return out
	}
	q.Of, q.MayOf, q.Moves = renumber(q.Of), renumber(q.MayOf), renumber(q.Moves)
	return q, err
}
