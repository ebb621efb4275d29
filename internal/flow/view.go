package flow

import "slices"

// View is one network of the works. It has a holding for each assembly, the bench,
// beside those of the works.
//
// In the view of all parts each goes to the bench, and out of it come as many units as
// products are made; what is left there are bound units that went into a product with
// others. A unit that may be in several products counts for as many (its weight).
//
// In the view of one part the others are used up; there the units of that item are
// followed, loose or in products. Each has so many slots (its weight), all bound if it
// is, and a product as many as the units of which it can have some.
type View struct {
	*Network
	Part   int32           // the item that is followed, allParts if all are
	weight []int64         // by item: so many units of the network stand for one
	has    []bool          // by item: that part, or something that it can be in
	whole  []bool          // by item: every unit of it that is bound has a slot that is
	row    map[int32]int32 // by tag: the move
}

const allParts int32 = -1

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
	holdings := len(w.items) + len(w.assemblies)
	v.Network, err = arrangeOpen(holdings+len(w.pools), w.open, all, counted)
	if err != nil {
		return nil, err
	}
	for h := range v.at {
		v.at[h].passes = h >= holdings || h >= len(w.items) && part != allParts
	}
	v.row = map[int32]int32{}
	for i := range all {
		if all[i].Tag >= 0 {
			v.row[all[i].Tag] = int32(i)
		}
	}
	if part == allParts {
		v.benches = w.benches(v)
	}
	return v, nil
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
	for i := range a.Parts {
		switch of := w.item(&a.Parts[i]); {
		case of == v.Part:
			return of
		case item < 0 && v.has[of]:
			item = of
		}
	}
	return item
}

// weigh finds what the items are to a view, and their weights.
func (w *Works) weigh(v *View) error {
	n := int(slices.Max(append(slices.Clone(w.items), v.Part))) + 1
	v.has, v.weight, v.whole = make([]bool, n), slices.Repeat([]int64{1}, n), slices.Repeat([]bool{true}, n)
	if v.Part == allParts {
		return w.settle(func(a *Assembly) (changed bool, most int64) {
			for item := range w.total(a) {
				_, makes := w.share(a, item)
				changed = v.raise(item, times(makes, v.of(w.items[a.Into]))) || changed
				most = max(most, v.of(item))
			}
			return changed, most
		})
	}
	v.has[v.Part] = true
	err := w.settle(func(a *Assembly) (changed bool, most int64) {
		item, into := w.kept(v, a), w.items[a.Into]
		if item >= 0 && !v.has[into] {
			v.has[into], changed = true, true
		}
		for part := range w.total(a) {
			_, makes := w.share(a, part)
			if v.whole[into] && (part != item || !v.whole[item] || makes > 1) {
				v.whole[into], changed = false, true
			}
		}
		return changed, 0
	})
	if err != nil {
		return err
	}
	v.weight[v.Part] = w.fineness(v)
	return w.settle(func(a *Assembly) (changed bool, most int64) {
		item, into := w.kept(v, a), w.items[a.Into]
		if item < 0 {
			return false, 0
		}
		takes, makes := w.share(a, item)
		n := times(v.of(item), (takes+makes-1)/makes)
		if takes < makes { // each unit is in so many products or more
			n = (v.of(item) + makes/takes - 1) / (makes / takes)
		}
		return v.raise(into, n), n
	})
}

// raise makes the weight of the item so much at least, and says whether it was less.
func (v *View) raise(item int32, by int64) bool {
	less := v.weight[item] < by
	v.weight[item] = max(v.weight[item], by)
	return less
}

// settle looks at each assembly again until nothing changes any more.
func (w *Works) settle(look func(*Assembly) (changed bool, most int64)) error {
	for round, again := 0, true; again; round++ {
		again = false
		for i := range w.assemblies {
			changed, most := look(&w.assemblies[i])
			if again = again || changed; most >= countless || changed && round > 2*len(w.items) {
				return refuse("a product is a part of itself, more and more of it", "")
			}
		}
	}
	return nil
}

// fineness is the number of slots of one unit of the part that is followed, so that
// those of a unit that is divided among products come out whole.
func (w *Works) fineness(v *View) int64 {
	by := map[int32]int64{} // by product
	for i := range w.assemblies {
		a := &w.assemblies[i]
		item := w.kept(v, a)
		if item < 0 {
			continue
		}
		if takes, makes := w.share(a, item); takes < makes {
			into := w.items[a.Into]
			by[into] = max(1, by[into])
			if by[into]%(makes/takes) != 0 {
				by[into] = times(by[into], makes/takes)
			}
		}
	}
	n := int64(1)
	for _, k := range by {
		n = times(n, k)
	}
	return min(n, mostSlots)
}

// mostSlots is the most slots of one unit. With fewer than it takes to come out whole
// the least may be wider.
const mostSlots = 1 << 10

// assemble gives the moves of an assembly in the view.
func (w *Works) assemble(v *View, i int) []Move {
	a, bench := &w.assemblies[i], int32(len(w.items)+i)
	kept, pool := w.kept(v, a), int32(len(w.items)+len(w.assemblies)+slices.Index(w.pools, i))
	move := func(from, to, tag int32, units Span) Move {
		m := Move{From: from, To: to, Lot: NoLot, Tag: tag, Earliest: a.Earliest, Latest: a.Latest, Least: units.Least, Most: units.Most}
		if a.Perhaps {
			m.Least = 0
		}
		return m
	}
	var out []Move
	in, made := Span{}, Span{a.Least, a.Most}.times(v.of(w.items[a.Into]))
	for j := range a.Parts {
		p := &a.Parts[j]
		item, from, to := w.item(p), p.From, Outside
		units := Span{p.Least, p.Most}.times(v.of(item))
		if v.Part == allParts || item == kept {
			to, in = bench, in.Plus(units)
		}
		if from == Unknown {
			from = pool
			pool++
			for h := Unknown; int(h) < len(w.items); h++ {
				if h == Unknown || h >= 0 && w.items[h] == item {
					out = append(out, move(h, from, outOf(p.Tag), Span{0, units.Most}))
				}
			}
		}
		out = append(out, move(from, to, p.Tag, units))
	}
	switch {
	case in.Most == 0:
		return append(out, move(Outside, a.Into, a.Tag, made))
	case in.Most >= made.Least:
		return append(out, move(bench, a.Into, a.Tag, made))
	}
	kin := Span{min(in.Least, made.Least), min(in.Most, made.Most)}
	return append(out, move(bench, a.Into, a.Tag, kin), move(Outside, a.Into, -1, Span{max(0, made.Least-kin.Most), made.Most - kin.Least}))
}

// outOf is the tag of moves by which units of a part come together that come out of any
// holdings; it is the same for the tag that it is made of.
func outOf(tag int32) int32 { return -2 - tag }

// times is the product, Unlimited where it is more than this program counts.
func times(units, by int64) int64 {
	if by > 1 && units > countless/by {
		return Unlimited
	}
	return units * by
}

func (s Span) times(by int64) Span { return Span{times(s.Least, by), times(s.Most, by)} }

func (m Move) times(by int64) Move {
	m.Least, m.Most = times(m.Least, by), times(m.Most, by)
	return m
}

// Question puts a question about the works to one of its views.
func (w *Works) Question(v *View, q Question) (Question, error) {
	q, _, err := w.question(v, q)
	return q, err
}

// United is the network of all parts, and the question put to it.
func (w *Works) United(q Question) (*Network, Question, error) {
	q, err := w.Question(w.united, q)
	return w.united.Network, q, err
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
		switch {
		case item >= 0 && !v.whole[item]:
			e.Least = 0 // what is bound of it may be so by another part, or by some of a unit whose slots are elsewhere
		case v.Part == allParts || !w.product(item):
			e.Least = times(e.Least, v.of(item))
		} // else a product is bound if one of its slots is
		e.Most = times(e.Most, v.of(item))
		if e.Least > 0 || e.Most != Unlimited {
			q.Evidence, from = append(q.Evidence, e), append(from, int32(i))
		}
	}
	return q, from, err
}
