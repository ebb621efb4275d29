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
	Lot, Tag         int32
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
	blind      bool    // lots of products are left out
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
	whole  []bool          // by item: units of it that are bound are all seen to be
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
	moves = w.withoutLots(moves)
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

// withoutLots takes the lots of assemblies off the moves: what is in their products is
// known by their parts. Of an item that an assembly makes in no known lot it takes all.
func (w *Works) withoutLots(moves []Move) []Move {
	out := slices.Clone(moves)
	for i := range out {
		m := &out[i]
		if slices.ContainsFunc(w.assemblies, func(a Assembly) bool {
			return w.items[a.Into] == w.itemOf(*m) && (a.Lot == NoLot || a.Lot == m.Lot)
		}) {
			w.blind = w.blind || m.Lot != NoLot && m.From != Outside
			m.Lot = NoLot
		}
	}
	return out
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
		all = append(all, m.times(v.of(w.itemOf(m))))
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
	v.has, v.weight, v.whole = make([]bool, n), slices.Repeat([]int64{1}, n), slices.Repeat([]bool{true}, n)
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
	for again := true; again; {
		again = false
		for i := range w.assemblies {
			a := &w.assemblies[i]
			item, into := w.kept(v, a), w.items[a.Into]
			if v.whole[into] && slices.ContainsFunc(a.Parts, func(p Part) bool { return w.items[p.From] != item || !v.whole[item] }) {
				v.whole[into], again = false, true
			}
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

// Bound answers a question about bound units. The most is exact on exact data, but
// where it is known of a product that no more than so many of it are bound. The least
// is the largest that one part alone gives; it is sound, and exact only where products
// have one part. Moves in a clash are named by their tags.
func (w *Works) Bound(ctx context.Context, q Question) (Made, error) {
	views := append([]*View{w.united}, w.byPart...)
	if w.chain {
		views = views[:1]
	}
	var all []Answer
	for _, v := range views {
		one, err := w.ask(ctx, v, q)
		if err != nil {
			return Made{}, err
		}
		all = append(all, one)
	}
	ans := Made{all[0], w.united, 1}
	for i, one := range all[1:] {
		v := views[i+1]
		if len(one.Clash) > 0 {
			ans.clashes(&one)
			continue
		}
		each := w.Each(v, q)
		if least := (one.Proof[AtLeast].Number + each - 1) / each; least > ans.Least {
			ans.Least, ans.Proof[AtLeast], ans.Uncounted, ans.Found = least, one.Proof[AtLeast], one.Uncounted, -1
			ans.By, ans.Each = v, each
		}
	}
	if len(ans.Clash) == 0 && ans.Least > ans.Most {
		for k, e := range q.Evidence {
			ans.Clash = append(ans.Clash, Clash{int32(k), e.Move})
		}
		ans.ClashIs = asFound
	}
	if !w.chain {
		ans.LeastExact = false
		ans.Outer = append(ans.Outer, "a product has several parts")
		if w.limited(&q) {
			ans.MostExact = false
			ans.Outer = append(ans.Outer, "it is known of a product that no more than so many are of them")
		}
	}
	if w.blind {
		ans.LeastExact, ans.MostExact = false, false
		ans.Outer = append(ans.Outer, "lots of what was made of parts are left out")
	}
	if ans.Least == ans.Most && len(ans.Clash) == 0 {
		ans.LeastExact, ans.MostExact = true, true
	}
	return ans, nil
}

// clashes takes over a clash if it is of less evidence than the one that is known.
func (m *Made) clashes(other *Answer) {
	size := func(list []Clash) int {
		n := 0
		for _, c := range list {
			if c.Evidence >= 0 {
				n++
			}
		}
		return n
	}
	known := len(m.Clash) > 0
	if known && (m.ClashIs != smallest || other.ClashIs != smallest) {
		m.ClashIs = asFound
	}
	if !known || size(other.Clash) < size(m.Clash) {
		m.Clash = other.Clash
	}
	if !known {
		m.ClashIs = other.ClashIs
	}
}

// limited says whether something is known of bound units of a product that a flow of
// bound units may not obey: no more than so many, or another lot.
func (w *Works) limited(q *Question) bool {
	product := func(item int32) bool {
		return slices.ContainsFunc(w.assemblies, func(a Assembly) bool { return w.items[a.Into] == item })
	}
	for _, e := range q.Evidence {
		if e.Most != Unlimited && product(w.itemKnown(&e)) {
			return true
		}
	}
	return slices.ContainsFunc(w.united.moves, func(m Move) bool { return m.Lot != NoLot && m.From != Outside && product(w.itemOf(m)) })
}

// itemKnown is the item that the evidence is about.
func (w *Works) itemKnown(e *Evidence) int32 {
	if e.Tally >= 0 && int(e.Tally) < len(w.united.tallies) {
		return w.items[w.united.tallies[e.Tally].Holding]
	}
	if row, ok := w.united.row[e.Move]; ok {
		return w.itemOf(w.united.Move(int(row)))
	}
	return -1
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
	put, from, err := w.question(v, q)
	if err != nil {
		return Answer{}, err
	}
	ans, err := Bound(ctx, v.Network, put)
	for i := range ans.Clash {
		c := &ans.Clash[i]
		if c.Evidence >= 0 {
			c.Evidence = from[c.Evidence]
		}
		if c.Move >= 0 {
			c.Move = v.Move(int(c.Move)).Tag
		}
	}
	if ans.Found >= 0 {
		ans.Found = int(from[ans.Found])
	}
	return ans, err
}

// Question puts a question about the works to one of its views.
func (w *Works) Question(v *View, q Question) (Question, error) {
	q, _, err := w.question(v, q)
	return q, err
}

// question puts the question to the view, and gives by piece of evidence its number in
// the question about the works.
func (w *Works) question(v *View, q Question) (Question, []int32, error) {
	var err error
	number := func(tag int32) int32 {
		i, ok := v.row[tag]
		if !ok {
			err = refuse("question names a movement that is not in the works", "")
		}
		return i
	}
	renumber := func(list []int32) []int32 {
		var out []int32
		for _, tag := range list {
			out = append(out, number(tag))
		}
		return out
	}
	q.Of, q.MayOf, q.Moves = renumber(q.Of), renumber(q.MayOf), renumber(q.Moves)
	all, from := q.Evidence, []int32{}
	q.Evidence = nil
	for i, e := range all {
		item := w.itemKnown(&e)
		if e.Move >= 0 {
			e.Move = number(e.Move)
		}
		if item >= 0 && !v.whole[item] {
			e.Least = 0 // what is bound of it may be so by other parts
		}
		e.Most = times(e.Most, v.of(item))
		if e.Least > 0 || e.Most != Unlimited {
			q.Evidence, from = append(q.Evidence, e), append(from, int32(i))
		}
	}
	return q, from, err
}
