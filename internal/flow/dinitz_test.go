package flow

import "slices"

// dinitz is a plain second way to a maximum flow, which shares nothing with the
// first. It sends units along shortest ways until there is none left (Dinitz:
// distances to the nearest demand, then ways that come closer at each step).
func dinitz(p *problem) (value int64) {
	g := plain{sup: slices.Clone(p.sup), dem: slices.Clone(p.dem), out: make([][]*edge, p.nodes)}
	for _, a := range p.arcs {
		if a.room == 0 {
			continue
		}
		to, back := &edge{to: a.head, left: a.room}, &edge{to: a.tail}
		to.back, back.back = back, to
		g.out[a.tail], g.out[a.head] = append(g.out[a.tail], to), append(g.out[a.head], back)
	}
	dist, at := make([]int, p.nodes), make([]int, p.nodes)
	for g.measure(dist) {
		clear(at)
		for v := range g.sup {
			for units := int64(1); units > 0 && g.sup[v] > 0; {
				units = g.send(int32(v), g.sup[v], dist, at)
				g.sup[v] -= units
				value += units
			}
		}
	}
	return value
}

// plain is a problem with its flow so far.
type plain struct {
	sup, dem []int64
	out      [][]*edge // by node
}

type edge struct {
	to   int32
	left int64
	back *edge
}

// measure gives the distance to the nearest demand, -1 if there is none, and says
// whether some supply has one.
func (g *plain) measure(dist []int) (found bool) {
	var queue []int32
	for v := range dist {
		dist[v] = -1
		if g.dem[v] > 0 {
			dist[v] = 0
			queue = append(queue, int32(v))
		}
	}
	for i := 0; i < len(queue); i++ {
		v := queue[i]
		found = found || g.sup[v] > 0
		for _, w := range g.out[v] {
			if dist[w.to] < 0 && w.back.left > 0 {
				dist[w.to] = dist[v] + 1
				queue = append(queue, w.to)
			}
		}
	}
	return found
}

// send sends at most so many units from v to one demand, and gives how many.
func (g *plain) send(v int32, most int64, dist, at []int) int64 {
	if dist[v] == 0 {
		units := min(most, g.dem[v])
		g.dem[v] -= units
		return units
	}
	for ; at[v] < len(g.out[v]); at[v]++ {
		w := g.out[v][at[v]]
		if w.left == 0 || dist[w.to] != dist[v]-1 {
			continue
		}
		if units := g.send(w.to, min(most, w.left), dist, at); units > 0 {
			w.left -= units
			w.back.left += units
			return units
		}
	}
	return 0
}
