package flow

import (
	"fmt"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// enumerateLoose is enumerate where days and quantities are uncertain: it tries every
// day, every order within a day, every quantity, and whether an assembly took place.
func (p *shop) enumerateLoose(q *Question, most int) (truth, bool) {
	out, tried, seen := truth{least: 1 << 60, most: -1}, 0, map[string]bool{}
	days := make([]proviso.Day, len(p.events))
	events := slices.Clone(p.events)
	try := func(done []deed) {
		if key := fmt.Sprint(done); tried <= most && !seen[key] && p.shown(q, done) {
			seen[key] = true
			tried++
			if one, ok := p.follow(q, done, 2000); ok && one.histories > 0 {
				out.least, out.most, out.histories = min(out.least, one.least), max(out.most, one.most), out.histories+one.histories
			}
		}
	}
	var choose func(i int, left []int)
	choose = func(i int, left []int) {
		if tried > most {
			return
		}
		if i == len(events) {
			inOrder(events, days, nil, left, try)
			return
		}
		e := p.events[i]
		earliest, latest, least := proviso.Day(i+1), proviso.Day(i+1), e.units
		switch {
		case e.move >= 0:
			m := &p.moves[e.move]
			earliest, latest, least = m.Earliest, m.Latest, m.Least
		case e.assembly >= 0:
			a := &p.assemblies[e.assembly]
			if a.Perhaps {
				choose(i+1, left)
			}
			for _, events[i].as = range p.certain(a) {
				for days[i] = a.Earliest; days[i] <= a.Latest; days[i]++ {
					if days[i] > q.Until {
						choose(i+1, left)
					} else {
						choose(i+1, append(slices.Clone(left), i))
					}
				}
			}
			return
		}
		for day := earliest; day <= latest; day++ {
			for events[i].units = least; events[i].units <= e.units; events[i].units++ {
				if days[i] = day; day > q.Until || events[i].units == 0 && e.tally < 0 {
					choose(i+1, left)
				} else {
					choose(i+1, append(slices.Clone(left), i))
				}
			}
		}
		events[i].units = e.units
	}
	choose(0, nil)
	return out, tried <= most && out.histories > 0
}

// inOrder visits every order of the events that are left, which their days allow.
func inOrder(events []deed, days []proviso.Day, done []deed, left []int, visit func([]deed)) {
	if len(left) == 0 {
		visit(done)
		return
	}
	first := days[left[0]]
	for _, i := range left {
		first = min(first, days[i])
	}
	for k, i := range left {
		if days[i] == first {
			inOrder(events, days, append(slices.Clone(done), events[i]), slices.Delete(slices.Clone(left), k, k+1), visit)
		}
	}
}

// shown says whether all events took place of which something is known to have been bound.
func (p *shop) shown(q *Question, events []deed) bool {
	for _, x := range q.Evidence {
		if x.Least > 0 && x.Tally < 0 && !slices.ContainsFunc(events, func(e deed) bool { return p.tag(e) == x.Move }) {
			return false
		}
	}
	return true
}

// certain gives every way in which the assembly can have been: so many products, so many
// of each part, and where those came from of which that is not known. For each batch it
// takes a whole number of every part.
func (p *shop) certain(x *Assembly) []Assembly {
	var out []Assembly
	one := *x
	var part func(i int, so []Part)
	part = func(i int, so []Part) {
		if i == len(x.Parts) {
			one.Parts = slices.Clone(so)
			batch, each := one.Batch, map[int32]int64{}
			for k := range so {
				each[p.part(&so[k])] += so[k].Most
			}
			for _, units := range each {
				if batch > 0 && (one.Most%batch != 0 || units%(one.Most/batch) != 0 || units == 0) {
					return
				}
			}
			out = append(out, one)
			return
		}
		a := x.Parts[i]
		item := p.part(&a)
		for u := a.Least; u <= a.Most; u++ {
			if a.From >= 0 {
				part(i+1, append(so, Part{a.From, a.Tag, u, u, item}))
				continue
			}
			var from func(h int, left int64, so []Part)
			from = func(h int, left int64, so []Part) {
				if h == len(p.items) {
					part(i+1, append(so, Part{Outside, a.Tag, left, left, item}))
					return
				}
				from(h+1, left, so)
				for k := int64(1); k <= left && p.items[h] == item; k++ {
					from(h+1, left-k, append(slices.Clone(so), Part{int32(h), a.Tag, k, k, item}))
				}
			}
			from(0, u, so)
		}
	}
	for one.Most = x.Least; one.Most <= x.Most; one.Most++ {
		one.Least = one.Most
		part(0, nil)
	}
	return out
}
