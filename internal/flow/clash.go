package flow

import (
	"context"
	"slices"
)

// How much is known of a set of records that clash.
const (
	asFound  = "some of these may not be needed"
	needed   = "none of these can be left out, but another set may be smaller"
	smallest = "none of these can be left out, and no smaller set was found: every one was tried, first of what is known of them, then of the other records"
)

// work is how many arcs may be visited to make a contradiction smaller, and mostSets how
// many sets of claims are tried one by one.
const (
	work     = 20_000_000
	mostSets = 5_000
)

// claim is one thing that a contradiction may rest on. Without it any number of units
// may have gone, stayed or come there, and any number of them may be units of S.
type claim struct {
	kind  claimKind
	index int32
}

type claimKind uint8

const (
	witness claimKind = iota // evidence, by its number
	byLot                    // that a move is of its lot
	room                     // no more units than that go by an arc: a move, a count, or stock
	rest                     // no more are in a holding at the end
	lost                     // no more came in unrecorded: by its number among what surfaced
)

// clashing is a search for few claims that cannot all hold.
type clashing struct {
	*reading
	ctx    context.Context
	mem    *memory
	known  []claim // of units of S: evidence and lots
	limits []claim // of units of any kind
	arcOf  map[int32]int32
	stands map[claim]bool // what is taken to hold
	whole  bool           // and all limits
	spans  map[int32]Span // by row: what is known of it, of what is taken to hold
	left   int            // arcs that may still be visited
}

// findClash looks for evidence that cannot all hold: demands that the units of S cannot
// meet, or units of S that evidence leaves no way to go. It names as little as it can:
// first of what is known of units of S, all limits holding, then of the limits that it
// clashes with.
func (r *reading) findClash(ctx context.Context) ([]Clash, string, error) {
	if !r.torn {
		if found, err := r.impossible(ctx); err != nil || !found {
			return nil, "", err
		}
	}
	c := r.clashing(ctx)
	defer c.mem.release()
	cut, found, err := c.cannot(c.known, c.limits)
	if err != nil {
		return nil, "", err
	}
	if !found {
		return c.names(c.known), asFound, nil
	}
	among := func(list []claim) []claim {
		return slices.DeleteFunc(slices.Clone(list), func(x claim) bool { return !cut[x] })
	}
	known, is, err := c.fewest(c.known, among(c.known), func(set []claim) (bool, error) {
		by, found, err := c.cannot(set, c.limits)
		if found {
			cut = by
		}
		return found, err
	})
	if err != nil {
		return nil, "", err
	}
	limits, too, err := c.fewest(c.limits, among(c.limits), func(set []claim) (bool, error) {
		_, found, err := c.cannot(known, set)
		return found, err
	})
	switch {
	case is == asFound || too == asFound:
		is = asFound
	case too == needed:
		is = needed
	}
	return c.names(slices.Concat(known, limits)), is, err
}

func (r *reading) clashing(ctx context.Context) *clashing {
	n := r.n
	c := &clashing{reading: r, ctx: ctx, mem: takeMemory(), left: work, arcOf: map[int32]int32{}}
	for k := range r.q.Evidence {
		if e := &r.q.Evidence[k]; int(e.Move) < len(r.role) && int(e.Tally) < len(n.tallies) {
			c.known = append(c.known, claim{witness, int32(k)})
			c.arcOf[r.rowOf(e)] = -1
		}
	}
	in, out := r.lotSides()
	for i := range n.moves {
		if _, ok := stamp(&n.moves[i], in, out); ok && r.role[i]&(entry|perhaps) == 0 {
			c.known = append(c.known, claim{byLot, int32(i)})
			c.arcOf[int32(i)] = -1
		}
	}
	for i, row := range n.row {
		c.limits = append(c.limits, claim{room, int32(i)})
		if _, ok := c.arcOf[row]; ok && (row >= 0 || n.head[i] >= 0) {
			c.arcOf[row] = int32(i)
		}
	}
	for h := range n.at {
		if n.at[h].node >= 0 {
			c.limits = append(c.limits, claim{rest, int32(h)})
		}
	}
	for k := range r.surface {
		c.limits = append(c.limits, claim{lost, int32(k)})
	}
	return c
}

// fewest looks among the list for a smallest set of which the test says that it
// clashes. All of the list does; where from does, it starts from there.
func (c *clashing) fewest(list, from []claim, test func([]claim) (bool, error)) ([]claim, string, error) {
	if found, err := test(from); err != nil || !found {
		if from = list; err != nil {
			return nil, "", err
		}
	}
	from, whole, err := thin(from, func() bool { return c.left < 0 }, test)
	if err != nil || !whole {
		return from, asFound, err
	}
	if n := setsBelow(len(list), len(from)); n > mostSets || n*c.cost() > c.left {
		return from, needed, nil
	}
	for size := 1; size < len(from); size++ {
		if set, err := everySet(list, size, nil, test); err != nil || set != nil {
			return set, smallest, err
		}
	}
	return from, smallest, nil
}

// thin takes away of a list, in halves, quarters and at last one by one, what can be
// missing from it, as the test says. It stops, and is not whole, when that is enough.
func thin[T any](list []T, enough func() bool, test func([]T) (bool, error)) (out []T, whole bool, err error) {
	for size := len(list); size > 0; size /= 2 {
		for at := 0; at < len(list); {
			if enough() {
				return list, false, nil
			}
			fewer := slices.Concat(list[:at], list[min(at+size, len(list)):])
			switch ok, err := test(fewer); {
			case err != nil:
				return nil, false, err
			case ok:
				list = fewer
			default:
				at += size
			}
		}
	}
	return list, true, nil
}

// setsBelow is how many sets of fewer than size there are among n, or more than is tried.
func setsBelow(n, size int) int {
	sum, sets := 0, 1
	for k := range size {
		if sum += sets; sum > mostSets {
			break
		}
		sets = sets * (n - k) / (k + 1)
	}
	return sum
}

// everySet gives the first set of so many more claims of the list that clashes with some.
func everySet(list []claim, size int, with []claim, test func([]claim) (bool, error)) ([]claim, error) {
	if size == 0 {
		if found, err := test(with); err != nil || !found {
			return nil, err
		}
		return slices.Clone(with), nil
	}
	for i := range len(list) - size + 1 {
		if set, err := everySet(list[i+1:], size-1, append(with, list[i]), test); err != nil || set != nil {
			return set, err
		}
	}
	return nil, nil
}

// cost is how many arcs a test visits.
func (c *clashing) cost() int { return 1 + 2*len(c.n.tail) }

// cannot says whether what is known and the limits cannot all hold. If so, it gives claims
// that are enough for that.
func (c *clashing) cannot(known, limits []claim) (cut map[claim]bool, found bool, err error) {
	c.left -= c.cost()
	c.stands, c.whole = map[claim]bool{}, len(limits) == len(c.limits)
	for _, x := range known {
		c.stands[x] = true
	}
	for _, x := range limits {
		if c.whole {
			break
		}
		c.stands[x] = true
	}
	if row, torn := c.narrow(known); torn {
		cut = map[claim]bool{}
		c.about(row, cut)
		return cut, true, nil
	}
	for _, aim := range [...]purpose{toKnown, toAll} {
		if aim == toAll && (len(c.surface) > 0 || c.again) {
			break // units of S may have gone unrecorded
		}
		if cut, found, err = c.tooMuch(aim); found || err != nil {
			return cut, found, err
		}
	}
	return nil, false, c.ctx.Err()
}

// holds says whether a limit is taken to hold.
func (c *clashing) holds(kind claimKind, index int32) bool {
	return c.whole || c.stands[claim{kind, index}]
}

// about adds all that is claimed of a row.
func (c *clashing) about(row int32, to map[claim]bool) {
	for _, x := range c.known {
		if c.stands[x] && c.row(x) == row {
			to[x] = true
		}
	}
	to[claim{room, c.arcOf[row]}] = true
}

// row is the row that something known is about.
func (c *clashing) row(x claim) int32 {
	if x.kind == byLot {
		return x.index
	}
	return c.rowOf(&c.q.Evidence[x.index])
}

// narrow works out what is known of each row, and gives the first of which it cannot be
// true by itself.
func (c *clashing) narrow(known []claim) (row int32, torn bool) {
	c.spans = map[int32]Span{}
	in, out := c.lotSides()
	for _, x := range known {
		row = c.row(x)
		held := c.holds(room, c.arcOf[row])
		var s Span
		if x.kind == byLot {
			s, _ = stamp(&c.n.moves[row], in, out)
		} else {
			e := &c.q.Evidence[x.index]
			if c.denied(e, held) {
				return row, true
			}
			if row >= 0 && c.role[row]&(entry|perhaps) != 0 {
				continue
			}
			s = c.widened(e)
		}
		if old, ok := c.spans[row]; ok {
			s = Span{max(s.Least, old.Least), min(s.Most, old.Most)}
		}
		if arc := c.arcOf[row]; s.Least > s.Most || held && c.n.tail[arc] >= 0 && s.Least > c.n.capacity(int(arc)) {
			return row, true
		}
		c.spans[row] = s
	}
	return 0, false
}

// denied says whether a piece of evidence cannot be true of its own record, of whose
// quantity it is said whether it is taken to hold.
func (c *clashing) denied(e *Evidence, held bool) bool {
	if e.Tally >= 0 {
		return held && e.Least > c.n.tallies[e.Tally].Most
	}
	m, role := &c.n.moves[e.Move], c.role[e.Move]
	return held && (e.Least > m.Most || role&entry != 0 && e.Most < m.Least) ||
		role&(entry|perhaps) == 0 && m.From == Outside && e.Least > 0
}

// names puts claims into records.
func (c *clashing) names(claims []claim) []Clash {
	var out []Clash
	for _, x := range claims {
		one := Clash{Evidence: -1, Move: -1}
		switch n := c.n; x.kind {
		case witness:
			one.Evidence, one.Move = x.index, c.q.Evidence[x.index].Move
		case byLot:
			one.Move = x.index
		case room:
			if one.Move = max(-1, n.row[x.index]); one.Move < 0 {
				one.Stock = Limit{Travel, x.index, n.capacity(int(x.index))}
			}
		case rest:
			one.Stock = Limit{Rest, x.index, n.closing(x.index)}
		case lost:
			s := c.surface[x.index]
			if s.kind == Travel {
				one.Move = n.row[s.index]
			} else {
				one.Stock = Limit{s.kind, s.index, s.units}
			}
		}
		if !slices.Contains(out, one) {
			out = append(out, one)
		}
	}
	return out
}
