package flow

import (
	"context"
	"encoding/binary"
	"slices"
)

// mostCourse is how many movements works may have to be walked through, mostScenes how
// many states they may be in at once, and mostTurns how many steps are taken in all.
const (
	mostCourse = 100
	mostScenes = 20_000
	mostTurns  = 500_000
)

// mostCourses is in how many ways the quantities can be that are ranges.
const mostCourses = 1000

// Try goes through all histories of bound units that records allow, event by event,
// with all states that the works can be in, for each number of units that a range leaves
// open. It does not answer where these are too many, where something else that matters is
// uncertain, or where lots are named.
func (w *Works) Try(ctx context.Context, q Question) (Span, bool, error) {
	courses, err := w.courses()
	if err != nil {
		return Span{}, false, err
	}
	out, turns := Span{Unlimited, -1}, 0
	for _, one := range courses {
		found, ok, err := one.try(ctx, q, &turns)
		if err != nil || !ok {
			return Span{}, false, err
		}
		out.Least, out.Most = min(out.Least, found.Least), max(out.Most, found.Most)
	}
	return out, out.Most >= 0, nil
}

// courses is the works with each number of units that a range leaves open, as far as
// nothing is then missing from the records; none where there are too many.
func (w *Works) courses() ([]*Works, error) {
	list := []*Works{{moves: w.moves, assemblies: w.assemblies}}
	choose := func(units Span, set func(*Works, int64)) {
		var next []*Works
		for _, c := range list {
			for u := units.Least; u <= units.Most && len(next) <= mostCourses; u++ {
				one := &Works{moves: slices.Clone(c.moves), assemblies: slices.Clone(c.assemblies)}
				for i := range one.assemblies {
					one.assemblies[i].Parts = slices.Clone(one.assemblies[i].Parts)
				}
				set(one, u)
				next = append(next, one)
			}
		}
		list = next
	}
	for i, m := range w.moves {
		if m.Least < m.Most {
			choose(Span{m.Least, m.Most}, func(c *Works, u int64) { c.moves[i].Least, c.moves[i].Most = u, u })
		}
	}
	for i, a := range w.assemblies {
		if a.Perhaps {
			return nil, nil
		}
		if a.Least < a.Most {
			choose(Span{a.Least, a.Most}, func(c *Works, u int64) { c.assemblies[i].Least, c.assemblies[i].Most = u, u })
		}
		for j, p := range a.Parts {
			if p.Least < p.Most {
				choose(Span{p.Least, p.Most}, func(c *Works, u int64) { c.assemblies[i].Parts[j].Least, c.assemblies[i].Parts[j].Most = u, u })
			}
		}
	}
	switch {
	case len(list) > mostCourses || len(list) > 1 && w.missing():
		return nil, nil
	case len(list) == 1:
		return []*Works{w}, nil
	}
	var out []*Works
	for _, c := range list {
		if slices.ContainsFunc(c.assemblies, func(a Assembly) bool { return w.check(&a) != nil }) {
			continue
		}
		one, err := unite(w.items, w.open, c.moves, w.tallies, c.assemblies)
		if err != nil {
			return nil, err
		}
		if !one.missing() {
			out = append(out, one)
		}
	}
	return out, nil
}

// missing says whether units came or went that no record explains.
func (w *Works) missing() bool {
	return slices.ContainsFunc(w.united.closed().gaps, func(g Gap) bool { return !g.Before })
}

// try is Try where no quantity is a range. It counts the steps; where there is no history
// there is none of so many units.
func (w *Works) try(ctx context.Context, q Question, turns *int) (Span, bool, error) {
	put, err := w.Question(w.united, q)
	if err != nil {
		return Span{}, false, err
	}
	closed, err := w.united.Until(put.Until)
	if err != nil {
		return Span{}, false, err
	}
	r, err := read(closed, &put, len(w.united.moves))
	if err != nil || !q.Through.certain() || len(closed.moves) > mostCourse || r.obstacle() != "" || r.beyond || r.afloat || closed.stamped {
		return Span{}, false, err
	}
	out := Span{Unlimited, -1}
	if r.torn {
		return out, true, nil
	}
	t := trying{reading: r, stock: make([]int64, len(closed.at)), first: []int32{0}, turns: turns}
	if q.Through != nil {
		t.through = set32(q.Through.Holdings)
	}
	for h := range closed.at {
		size := int32(3)
		if made := closed.made(int32(h)); made != nil {
			size = int32(2 * len(made.each))
		}
		t.first = append(t.first, t.first[h]+size)
	}
	for seg, h := range closed.segHolding {
		if closed.segOpen[seg] {
			t.stock[h] += closed.segShort[seg]
		}
	}
	none := make(moment, t.first[len(closed.at)]+1)
	now := map[string]moment{none.key(): none}
	for i := range closed.row {
		if err := ctx.Err(); err != nil {
			return Span{}, false, err
		}
		if now = t.step(i, now); t.spent || t.over {
			return Span{}, false, nil
		}
	}
	for _, m := range now {
		n := t.count(m)
		out.Least, out.Most = min(out.Least, n), max(out.Most, n)
	}
	return out, true, nil
}

// moment is a state: by holding the units of S that have not come to the place between,
// that have, and that have then been at the target; by bench the first two of each part;
// and last those that are counted and in no holding any more.
type moment []int64

func (m moment) key() string {
	b := make([]byte, 0, len(m))
	for _, u := range m {
		b = binary.AppendVarint(b, u)
	}
	return string(b)
}

// trying is a walk through the histories of works.
type trying struct {
	*reading
	through map[int32]bool // the place between; nil: none
	first   []int32        // by holding: where its numbers begin in a moment
	stock   []int64        // by holding: units of any kind
	turns   *int
	over    bool // too many
	spent   bool // units that had been at the target went into a product
	next    map[string]moment
}

// step gives the states after arc i.
func (t *trying) step(i int, now map[string]moment) map[string]moment {
	n, row := t.n, t.n.row[i]
	if row == stays {
		return now
	}
	t.next = map[string]moment{}
	for _, m := range now {
		if row < 0 {
			h := n.holding(n.tail[i])
			s, ok := t.limits[row]
			if units := m.all(t.first[h], 3); !ok || n.head[i] < 0 || s.Least <= units && units <= s.Most {
				t.add(m)
			}
			continue
		}
		t.move(row, m)
		if t.over {
			return nil
		}
	}
	if row >= 0 {
		from, to := n.moves[row].From, n.moves[row].To
		if from >= 0 {
			t.stock[from] -= n.moves[row].Most
		}
		if to >= 0 {
			t.stock[to] += n.moves[row].Most
		}
	}
	return t.next
}

func (t *trying) add(m moment) {
	*t.turns++
	t.next[m.key()] = m
	t.over = t.over || *t.turns > mostTurns || len(t.next) > mostScenes
}

// all adds up so many numbers from the first on.
func (m moment) all(first, numbers int32) (units int64) {
	for _, u := range m[first:][:numbers] {
		units += u
	}
	return units
}

// move lets every choice of units go by a move.
func (t *trying) move(row int32, m moment) {
	x := &t.n.moves[row]
	if x.From < 0 {
		t.put(row, slices.Clone(m), [3]int64{})
		return
	}
	limit, limited := t.limits[row]
	fits := func(units int64) bool { return !limited || limit.Least <= units && units <= limit.Most }
	if made := t.n.made(x.From); made != nil {
		t.assemble(row, m, made, fits)
		return
	}
	from := m[t.first[x.From]:][:3]
	others := t.stock[x.From] - m.all(t.first[x.From], 3)
	if others == t.stock[x.From] { // its stock may be short, but not of S
		others = x.Most
	}
	var take func(k int, left int64, taken [3]int64)
	take = func(k int, left int64, taken [3]int64) {
		if k < len(taken) {
			for taken[k] = 0; taken[k] <= min(from[k], left) && !t.over; taken[k]++ {
				take(k+1, left-taken[k], taken)
			}
			return
		}
		if left <= others && fits(x.Most-left) {
			one := slices.Clone(m)
			for k, u := range taken {
				one[t.first[x.From]+int32(k)] -= u
			}
			t.put(row, one, taken)
		}
	}
	take(0, x.Most, [3]int64{})
}

// assemble makes as many products bound as the parts on the bench can bind, and as many
// of those by parts that came to the place between.
func (t *trying) assemble(row int32, m moment, made *making, fits func(int64) bool) {
	x := &t.n.moves[row]
	bench := m[t.first[x.From]:t.first[x.From+1]]
	var least, most, yet int64 // of products by way of the place, and parts that did not come there
	for k, each := range made.each {
		least, most, yet = max(least, (bench[2*k+1]+each-1)/each), most+bench[2*k+1], yet+bench[2*k]
	}
	for passed := least; passed <= min(most, x.Most) && !t.over; passed++ {
		few := int64(0) // the others have to be in so many more, where those have no room for them
		for k, each := range made.each {
			few = max(few, (bench[2*k]+bench[2*k+1]-passed*each+each-1)/each)
		}
		for u := few; u <= min(yet, x.Most-passed) && !t.over; u++ {
			if fits(u + passed) {
				one := slices.Clone(m)
				clear(one[t.first[x.From]:t.first[x.From+1]])
				t.put(row, one, [3]int64{u, passed})
			}
		}
	}
}

// put lets units of a move arrive, so many of S by how far they have come.
func (t *trying) put(row int32, m moment, units [3]int64) {
	x, role := &t.n.moves[row], t.role[row]
	u, passed, arrived := units[0], units[1], units[2]
	if role&entry != 0 {
		u = x.Most - passed - arrived
	}
	if t.through == nil || t.through[x.To] {
		u, passed = 0, passed+u
	}
	if t.q.Asks == Reached && (role&goal != 0 || x.To >= 0 && t.target[AtLeast][x.To]) {
		passed, arrived = 0, arrived+passed
	}
	switch {
	case x.To >= 0 && t.n.made(x.To) != nil:
		pile := t.first[x.To] + 2*int32(t.n.made(x.To).pile[row])
		m[pile] += u
		m[pile+1] += passed + arrived
		t.spent = t.spent || arrived > 0
	case x.To >= 0:
		for k, u := range [...]int64{u, passed, arrived} {
			m[t.first[x.To]+int32(k)] += u
		}
	case t.q.Asks == Ended && x.From >= 0 && t.target[AtLeast][x.From]:
		m[len(m)-1] += passed
		fallthrough
	default:
		m[len(m)-1] += arrived
	}
	t.add(m)
}

func (t *trying) count(m moment) int64 {
	n := m[len(m)-1]
	for h := range t.n.at {
		if t.n.made(int32(h)) != nil {
			continue
		}
		if n += m[t.first[h]+2]; t.q.Asks != Reached && t.target[AtLeast][h] {
			n += m[t.first[h]+1]
		}
	}
	return n
}
