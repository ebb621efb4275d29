package flow

// Check says whether the certificate proves its number for its question on the
// network: nil if it does, else an error that names the first fault. It trusts the
// network and the reading of the question, and has nothing of what finds answers.
func Check(n *Network, c Certificate) error {
	closed, err := n.until(c.Question.Until)
	if err != nil {
		return err
	}
	r, err := read(closed, &c.Question, len(n.moves))
	if err != nil {
		return err
	}
	k := checker{reading: r, c: &c, due: map[Limit]bool{}}
	for _, l := range c.Cut {
		k.due[l] = true
		k.whole = k.whole || l.Kind == Whole
	}
	weak := k.whole || c.Side == AtLeast && (r.again || len(r.surface) > 0)
	switch {
	case c.Side > AtLeast:
		return refuse("certificate is for no side", "")
	case len(k.due) != len(c.Cut) || c.Lower && (weak || len(r.limits) == 0):
		return refuse("certificate names a limit twice, or uses evidence that does not carry it", "")
	}
	k.ways = r.ways(c.Side, c.Lower)
	for i := range k.ways {
		if k.ways[i].is.Kind == Enter {
			k.held += k.ways[i].most
		}
	}
	switch {
	case !k.attains():
		return refuse("the scenario of the certificate does not attain its number", "")
	case !k.bounds():
		return refuse("the cut of the certificate does not prove its number", "")
	}
	return nil
}

type checker struct {
	*reading
	c     *Certificate
	ways  []way
	held  int64          // units of S that enter
	due   map[Limit]bool // limits of the cut not yet accounted for
	whole bool
}

// attains replays the scenario: nothing comes from nowhere, no way carries more than
// it can, and what is counted gives the number. Where units of S at their least are
// too few for what evidence shows on a way, there are so many more.
func (k *checker) attains() bool {
	total, more, matched := int64(0), int64(0), 0
	in, slack, gone := make([]int64, len(k.n.seg)), make([]int64, len(k.n.seg)), map[Step]int64{}
	for _, s := range k.c.Scenario {
		gone[Step{s.Kind, s.Index, 0}] = s.Units
	}
	for _, w := range k.ways {
		units, named := gone[w.is]
		if named {
			matched++
		}
		if named && units <= 0 || units > w.most {
			return false
		}
		if w.from >= 0 {
			in[w.from] -= units
		}
		more += max(0, w.least-units)
		units = max(units, w.least)
		if w.to >= 0 {
			in[w.to] += units
			slack[w.to] += w.least
		} else if w.to == counted {
			total += units
		}
	}
	for v, u := range in {
		if k.c.Side == AtMost && k.stops(int32(v), AtMost) {
			total, u = total+u, 0
		}
		if u < 0 || u > slack[v] {
			return false
		}
	}
	return matched == len(k.c.Scenario) && (more == 0 || k.c.Side == AtLeast) && k.is(total-more)
}

// is says whether the number of the certificate follows from what is counted.
func (k *checker) is(sum int64) bool {
	if k.c.Side == AtLeast {
		return k.c.Number == max(0, k.held-sum)
	}
	return k.c.Number == sum || k.c.Number == Unlimited && sum >= countless
}

// bounds checks that the limits of the cut are real and leave no way around: near is
// all that units of S can come to without passing one, and what then leads out of it,
// less what evidence forces back in, adds up to the number.
func (k *checker) bounds() bool {
	near, real, total, apart := make([]bool, len(k.n.seg)), true, int64(0), k.held
	is := func(v int32) bool { return v == elsewhere || v == origin && !k.whole || v >= 0 && near[v] }
	limit := func(w *way) Limit { return Limit{w.is.Kind, w.is.Index, w.most} }
	for again := true; again; {
		again = false
		for i := range k.ways {
			w := &k.ways[i]
			if w.to >= 0 && !near[w.to] && w.most > 0 && (w.least > 0 && k.due[Limit{Known, w.is.Index, w.least}] || is(w.from) && !k.due[limit(w)]) {
				near[w.to], again = true, true
			}
		}
	}
	take := func(l Limit, sign int64) {
		if l.Units > 0 {
			total += sign * l.Units
			real = real && k.due[l]
			delete(k.due, l)
		}
	}
	for i := range k.ways {
		w := &k.ways[i]
		if w.from == origin && w.to < 0 {
			apart -= w.most
		}
		if (is(w.from) || w.from == origin && w.to == counted) && !is(w.to) {
			take(limit(w), 1)
		} else if !is(w.from) && is(w.to) && w.from != origin {
			take(Limit{Known, w.is.Index, w.least}, -1)
		}
	}
	if k.whole {
		take(Limit{Whole, 0, apart}, 1)
	}
	for v := range near {
		real = real && !(near[v] && k.c.Side == AtMost && k.stops(int32(v), AtMost))
	}
	return real && len(k.due) == 0 && k.is(total)
}
