package flow

import "context"

// dinitz is a plain second way to a maximum flow. It sends units along shortest ways until there is none left (Dinitz:
// distances to the nearest demand, then ways that come closer at each step).
func (g *residual) dinitz(ctx context.Context) error {
	n := len(g.sup)
	dist := make([]int32, n)
	at := make([]int32, n)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		if !g.measure(dist) {
			return nil
		}
		copy(at, g.first[:n])
		for v := range n {
			for g.sup[v] > 0 && dist[v] >= 0 && g.send(int32(v), dist, at) {
			}
		}
	}
}

// measure gives the distance to the nearest demand, -1 if there is none, and says
// whether some supply has one.
func (g *residual) measure(dist []int32) bool {
	var queue []int32
	for v := range dist {
		dist[v] = -1
		if g.dem[v] > 0 {
			dist[v] = 0
			queue = append(queue, int32(v))
		}
	}
	found := false
	for i := 0; i < len(queue); i++ {
		v := queue[i]
		found = found || g.sup[v] > 0
		for a := g.first[v]; a < g.first[v+1]; a++ {
			if w := g.half[a].to; dist[w] < 0 && g.half[g.half[a].back].left > 0 {
				dist[w] = dist[v] + 1
				queue = append(queue, w)
			}
		}
	}
	return found
}

// send sends what it can of v's supply along one way.
func (g *residual) send(v int32, dist, at []int32) bool {
	var way []int32
	u := v
	for dist[u] > 0 {
		for at[u] < g.first[u+1] {
			a := at[u]
			if w := g.half[a].to; g.half[a].left > 0 && dist[w] == dist[u]-1 {
				break
			}
			at[u]++
		}
		if at[u] < g.first[u+1] {
			way = append(way, at[u])
			u = g.half[at[u]].to
			continue
		}
		dist[u] = -1
		if u == v {
			return false
		}
		last := way[len(way)-1]
		way = way[:len(way)-1]
		u = g.half[g.half[last].back].to
	}
	units := min(g.sup[v], g.dem[u])
	for _, a := range way {
		units = min(units, g.half[a].left)
	}
	for _, a := range way {
		g.half[a].left -= units
		g.half[g.half[a].back].left += units
	}
	g.sup[v] -= units
	g.dem[u] -= units
	if g.dem[u] == 0 {
		dist[u] = -1
	}
	return units > 0
}
