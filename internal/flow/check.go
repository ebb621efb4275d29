package flow

// Check says whether the certificate proves its number for its question on the
// network: nil if it does, else an error that names the first fault. It uses the
// network and the reading of the question, and nothing of what finds answers.
func Check(n *Network, c Certificate) error {
	closed, err := n.until(c.Question.Until)
	if err != nil {
		return err
	}
	r, err := read(closed, &c.Question, len(n.moves))
	if err != nil {
		return err
	}
	k := checker{reading: r, n: closed, c: &c, due: map[Step]bool{}, x: make([]bool, len(closed.seg)), after: make([]bool, len(closed.seg))}
	for _, l := range c.Cut {
		k.due[l] = true
		k.whole = k.whole || l.Kind == Whole
	}
	unsafe := k.whole || c.Side == AtLeast && (r.again || len(r.surface) > 0)
	if len(k.due) != len(c.Cut) || c.Lower && (unsafe || len(r.limits) == 0) {
		return refuse("certificate names a limit twice, or uses evidence that does not carry it", "")
	}
	if c.Side > AtLeast {
		return refuse("certificate is for no side", "")
	}
	for v := range k.after {
		k.after[v] = k.stops(int32(v))
	}
	closed.sweep(func(i int) bool {
		t, h, row := closed.tail[i], closed.head[i], closed.row[i]
		if h < 0 || k.after[h] || !(t >= 0 && k.after[t] || row >= 0 && r.role[row]&goal != 0) {
			return false
		}
		k.after[h] = r.q.Asks == Reached
		return k.after[h]
	})
	for i := range closed.tail {
		k.arcs = append(k.arcs, k.classify(i))
	}
	if !k.attains() {
		return refuse("the scenario of the certificate does not attain its number", "")
	}
	if !k.bounds() {
		return refuse("the cut of the certificate does not prove its number", "")
	}
	return nil
}

type checker struct {
	*reading
	n     *Network
	c     *Certificate
	arcs  []checked
	due   map[Step]bool // limits of the cut
	whole bool
	x     []bool // by node: on the near side of the cut
	after []bool // by node: a unit that was at the target can come here
}

// checked is what units of S can do by an arc.
type checked struct {
	least, most  int64
	entry, shut  bool
	end, counted bool // an end; one that is counted
}

// stops says whether a unit's way ends at the node because it is a target.
func (k *checker) stops(v int32) bool { return k.q.Asks == Reached && k.at(v) }
func (k *checker) at(v int32) bool    { return v >= 0 && k.target[k.c.Side][k.n.holding(v)] }

func (k *checker) classify(i int) checked {
	n, row, t, h := k.n, k.n.row[i], k.n.tail[i], k.n.head[i]
	a, isGoal := checked{most: n.capacity(i)}, false
	if row >= 0 {
		isGoal = k.role[row]&goal != 0
		a.entry = k.enters(row, k.c.Side)
	}
	if a.entry && k.c.Side == AtLeast {
		a.most = n.moves[row].Least
	}
	a.end = h < 0 || isGoal
	if s, ok := k.limits[row]; ok && !a.entry && (row >= 0 || h >= 0) {
		a.most = min(a.most, s.Most)
		if k.c.Lower && t >= 0 && !k.after[t] {
			a.least = min(s.Least, a.most)
		}
	}
	a.shut = !a.entry && (t < 0 || k.stops(t) || t == h && !a.end)
	isGoal = isGoal || h == Outside && k.q.Asks == Ended && k.at(t)
	a.counted = a.end && (k.c.Side == AtMost && (isGoal || h == Unknown) || k.c.Side == AtLeast && !isGoal)
	return a
}

// rests says whether units that stay in the holding are counted.
func (k *checker) rests(h int32) bool {
	target := k.target[k.c.Side][h]
	return (k.q.Asks != Reached && target) == (k.c.Side == AtMost) && !(k.q.Asks == Reached && target)
}

// attains replays the scenario: no step carries more than it can, nothing comes
// from nowhere, and what is counted gives the number. Where units of S at their
// least are too few for what evidence shows on an arc, there are so many more.
func (k *checker) attains() bool {
	n, total, more := k.n, int64(0), int64(0)
	in, slack, gone := make([]int64, len(n.seg)), make([]int64, len(n.seg)), make([]int64, len(k.arcs))
	seen, surface := map[Step]bool{}, map[Step]terminal{}
	for _, s := range k.surface {
		if k.c.Side == AtMost {
			surface[Step{s.kind, s.index, 0}] = s
		}
	}
	for _, s := range k.c.Scenario {
		key, size := Step{s.Kind, s.Index, 0}, len(n.tail)
		if s.Kind == Rest {
			size = len(n.at)
		}
		from, surfaces := surface[key]
		switch {
		case seen[key] || s.Units <= 0 || s.Index < 0:
			return false
		case surfaces && s.Units <= from.units:
			in[from.node] += s.Units
		case surfaces || s.Kind > Rest || int(s.Index) >= size:
			return false
		case s.Kind != Rest && k.arcs[s.Index].entry == (s.Kind == Enter):
			gone[s.Index] = s.Units
		case s.Kind == Rest && k.rests(s.Index) && s.Units <= n.closing(s.Index):
			total += s.Units
			in[n.at[s.Index].node] -= s.Units
		default:
			return false
		}
		seen[key] = true
	}
	for i, a := range k.arcs {
		units := max(gone[i], a.least)
		switch {
		case gone[i] > a.most || a.shut && gone[i] > 0 || a.end && !a.counted && gone[i] > a.least:
			return false
		case a.shut:
			continue
		case a.counted:
			total += units
		case !a.end:
			in[n.head[i]] += units
			slack[n.head[i]] += a.least
		}
		if more += units - gone[i]; !a.entry {
			in[n.tail[i]] -= gone[i]
		}
	}
	for v, u := range in {
		if k.c.Side == AtMost && k.stops(int32(v)) {
			total, u = total+u, 0
		}
		if u < 0 || u > slack[v] {
			return false
		}
	}
	return (more == 0 || k.c.Side == AtLeast) && k.is(total-more)
}

// is says whether the number of the certificate follows from what is counted.
func (k *checker) is(counted int64) bool {
	if k.c.Side == AtLeast {
		return k.c.Number == max(0, k.supply()-counted)
	}
	return k.c.Number == counted || k.c.Number == Unlimited && counted >= countless
}

func (k *checker) supply() (sum int64) {
	for _, a := range k.arcs {
		if a.entry {
			sum += a.most
		}
	}
	return sum
}

// bounds checks that the limits of the cut are real and leave no way around: x
// becomes all that units of S can come to without passing one, and what then
// goes over into the rest adds up to the number.
func (k *checker) bounds() bool {
	n := k.n
	if !k.whole {
		for _, s := range k.surface {
			k.x[s.node] = k.x[s.node] || k.c.Side == AtMost && !k.due[Limit{s.kind, s.index, s.units}]
		}
	}
	n.sweep(func(i int) bool {
		a, h := k.arcs[i], n.head[i]
		if a.shut || a.end || a.most == 0 || k.x[h] {
			return false
		}
		if a.entry {
			k.x[h] = !k.whole && !k.due[Limit{Enter, int32(i), a.most}]
		} else {
			k.x[h] = k.due[Limit{Known, int32(i), a.least}] || k.x[n.tail[i]] && !k.due[Limit{Travel, int32(i), a.most}]
		}
		return k.x[h]
	})
	total, held, real := int64(0), k.supply(), true
	take := func(l Limit, sign int64) {
		if l.Units > 0 {
			total += sign * l.Units
			real = real && k.due[l]
			delete(k.due, l)
		}
	}
	for i, a := range k.arcs {
		from, to := n.tail[i] >= 0 && k.x[n.tail[i]], !a.end && k.x[n.head[i]] || a.end && !a.counted
		switch {
		case a.entry && a.end:
			held -= a.most
			if a.counted {
				take(Limit{Enter, int32(i), a.most}, 1)
			}
		case a.shut:
		case a.entry && !to && !k.whole:
			take(Limit{Enter, int32(i), a.most}, 1)
		case !a.entry && from && !to:
			take(Limit{Travel, int32(i), a.most}, 1)
		case !a.entry && !from && to:
			take(Limit{Known, int32(i), a.least}, -1)
		}
	}
	for _, s := range k.surface {
		if !k.x[s.node] && k.c.Side == AtMost && !k.whole {
			take(Limit{s.kind, s.index, s.units}, 1)
		}
	}
	if k.whole {
		take(Limit{Whole, 0, held}, 1)
	}
	for h := range n.at {
		if v := n.at[h].node; v >= 0 && k.x[v] && k.rests(int32(h)) {
			take(Limit{Rest, int32(h), n.closing(int32(h))}, 1)
		}
	}
	for v := range k.x {
		if k.x[v] && k.c.Side == AtMost && k.stops(int32(v)) {
			return false
		}
	}
	return real && len(k.due) == 0 && k.is(total)
}
