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

// Try goes through all histories of bound units that exact records allow, event by
// event, with all states that the works can be in. It does not answer where these are
// too many, where something that matters is uncertain, or where lots are named.
func (w *Works) Try(ctx context.Context, q Question) (Span, bool, error) {
	put, err := w.Question(w.united, q)
	if err != nil {
		return Span{}, false, err
	}
	closed, err := w.united.Until(put.Until)
	if err != nil {
		return Span{}, false, err
	}
	r, err := read(closed, &put, len(w.united.moves))
	if err != nil || len(closed.moves) > mostCourse || r.obstacle() != "" || r.torn || r.beyond || r.afloat || closed.stamped {
		return Span{}, false, err
	}
	t := trying{reading: r, stock: make([]int64, len(closed.at)), first: []int32{0}}
	for h := range closed.at {
		size := int32(2)
		if made := closed.made(int32(h)); made != nil {
			size = int32(len(made.each))
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
		if now = t.step(i, now); len(now) == 0 || t.spent || t.over {
			return Span{}, false, nil
		}
	}
	out := Span{Least: Unlimited}
	for _, m := range now {
		n := t.count(m)
		out.Least, out.Most = min(out.Least, n), max(out.Most, n)
	}
	return out, true, nil
}

// moment is a state: by holding the units of S that have not and that have been at the
// target, by bench those of each part, and last those that are counted and in no holding
// any more.
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
	first []int32 // by holding: where its numbers begin in a moment
	stock []int64 // by holding: units of any kind
	turns int
	over  bool // too many
	spent bool // units that had been at the target went into a product
	next  map[string]moment
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
			if units := m[t.first[h]] + m[t.first[h]+1]; !ok || n.head[i] < 0 || s.Least <= units && units <= s.Most {
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
	t.turns++
	t.next[m.key()] = m
	t.over = t.over || t.turns > mostTurns || len(t.next) > mostScenes
}

// move lets every choice of units go by a move.
func (t *trying) move(row int32, m moment) {
	x := &t.n.moves[row]
	if x.From < 0 {
		t.put(row, slices.Clone(m), 0, 0)
		return
	}
	limit, limited := t.limits[row]
	fits := func(units int64) bool { return !limited || limit.Least <= units && units <= limit.Most }
	if made := t.n.made(x.From); made != nil {
		t.assemble(row, m, made, fits)
		return
	}
	from := m[t.first[x.From]:]
	s, arrived := from[0], from[1]
	others := t.stock[x.From] - s - arrived
	if s+arrived == 0 { // its stock may be short, but not of S
		others = x.Most
	}
	for a := int64(0); a <= min(arrived, x.Most) && !t.over; a++ {
		for u := max(0, x.Most-a-others); u <= min(s, x.Most-a) && !t.over; u++ {
			if fits(u + a) {
				one := slices.Clone(m)
				one[t.first[x.From]], one[t.first[x.From]+1] = s-u, arrived-a
				t.put(row, one, u, a)
			}
		}
	}
}

// assemble makes as many products bound as the parts on the bench can bind.
func (t *trying) assemble(row int32, m moment, made *making, fits func(int64) bool) {
	x := &t.n.moves[row]
	bench := m[t.first[x.From]:t.first[x.From+1]]
	least, most := int64(0), int64(0)
	for k, each := range made.each {
		least, most = max(least, (bench[k]+each-1)/each), most+bench[k]
	}
	for u := least; u <= min(most, x.Most) && !t.over; u++ {
		if fits(u) {
			one := slices.Clone(m)
			clear(one[t.first[x.From]:t.first[x.From+1]])
			t.put(row, one, u, 0)
		}
	}
}

// put lets units of a move arrive, some of them of S, and of those some that have been at
// the target.
func (t *trying) put(row int32, m moment, u, arrived int64) {
	x, role := &t.n.moves[row], t.role[row]
	if role&entry != 0 {
		u = x.Most - arrived
	}
	if t.q.Asks == Reached && (role&goal != 0 || x.To >= 0 && t.target[AtLeast][x.To]) {
		u, arrived = 0, arrived+u
	}
	switch {
	case x.To >= 0 && t.n.made(x.To) != nil:
		m[t.first[x.To]+int32(t.n.made(x.To).pile[row])] += u + arrived
		t.spent = t.spent || arrived > 0
	case x.To >= 0:
		m[t.first[x.To]] += u
		m[t.first[x.To]+1] += arrived
	case t.q.Asks == Ended && x.From >= 0 && t.target[AtLeast][x.From]:
		m[len(m)-1] += u
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
		if n += m[t.first[h]+1]; t.q.Asks != Reached && t.target[AtLeast][h] {
			n += m[t.first[h]]
		}
	}
	return n
}
