package statement

import (
	"cmp"
	"container/heap"
	"maps"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Scenario is a largest set of statements that can all be true: all but those
// left out, none of which could be put back.
type Scenario struct{ LeftOut []*proviso.Statement }

// mostTried is how many partial sets are looked at for one knot of conflicts.
const mostTried = 20_000

// Scenarios gives up to n largest sets, those that leave out the fewest
// statements first, and whether they are surely the first: a knot of very many
// conflicts is not searched to its end. Without a conflict there is one, which
// leaves out nothing.
func Scenarios(conflicts []Relation, n int) (out []Scenario, sure bool) {
	g := newKnots(conflicts)
	sure = true
	var best [][]choice
	for _, k := range g.parts() {
		list, all := g.covers(k, n)
		best, sure = append(best, list), sure && all
	}
	for _, c := range combine(best, n) {
		var one Scenario
		for _, node := range c.left {
			one.LeftOut = append(one.LeftOut, g.nodes[node]...)
		}
		slices.SortFunc(one.LeftOut, func(a, b *proviso.Statement) int {
			return cmp.Or(cmp.Compare(sayDay(a), sayDay(b)), cmp.Compare(a.ID, b.ID))
		})
		out = append(out, one)
	}
	return out, sure
}

// knots is the conflicts as sets of nodes, of which at least one must be left
// out. A node is statements that conflict with the same others.
type knots struct {
	nodes [][]*proviso.Statement
	edges [][]int
}

// choice is nodes left out, and the number of their statements.
type choice struct {
	left []int
	cost int
}

// newKnots takes a conflict of two classes as one edge for each pair of their
// statements, and joins statements that stand in the same edges.
func newKnots(conflicts []Relation) *knots {
	single := map[*proviso.Statement]int{}
	var list []*proviso.Statement
	node := func(st *proviso.Statement) int {
		i, ok := single[st]
		if !ok {
			i = len(list)
			single[st], list = i, append(list, st)
		}
		return i
	}
	groups := map[int][]int{} // statement: the sides of conflicts that it is on
	for i, x := range conflicts {
		for side, sts := range sidesOf(x) {
			for _, st := range sts {
				k := node(st)
				groups[k] = append(groups[k], 8*i+side)
			}
		}
	}
	g := &knots{}
	at := map[string]int{}
	of := make([]int, len(list))
	for k := range list {
		key := nodesKey(groups[k])
		i, ok := at[key]
		if !ok {
			i = len(g.nodes)
			at[key], g.nodes = i, append(g.nodes, nil)
		}
		g.nodes[i] = append(g.nodes[i], list[k])
		of[k] = i
	}
	seen := map[string]bool{}
	for _, x := range conflicts {
		var sides [][]int
		for _, sts := range sidesOf(x) {
			var nodes []int
			for _, st := range sts {
				nodes = append(nodes, of[single[st]])
			}
			slices.Sort(nodes)
			sides = append(sides, slices.Compact(nodes))
		}
		product(sides, nil, func(edge []int) {
			edge = slices.Compact(slices.Sorted(slices.Values(edge)))
			if key := nodesKey(edge); !seen[key] {
				seen[key] = true
				g.edges = append(g.edges, edge)
			}
		})
	}
	return g
}

// sidesOf gives the sides of a conflict.
func sidesOf(x Relation) [][]*proviso.Statement {
	if x.Sides != nil {
		return x.Sides
	}
	return [][]*proviso.Statement{x.A, x.B}
}

// product calls do with every way to take one node of each side.
func product(sides [][]int, so []int, do func([]int)) {
	if len(sides) == 0 {
		do(so)
		return
	}
	for _, n := range sides[0] {
		product(sides[1:], append(slices.Clone(so), n), do)
	}
}

func nodesKey(nodes []int) string {
	key := ""
	for _, n := range nodes {
		key += number(n) + ","
	}
	return key
}

// parts gives the edges that hang together, each part on its own.
func (g *knots) parts() [][][]int {
	root := make([]int, len(g.nodes))
	for i := range root {
		root[i] = i
	}
	find := func(i int) int {
		for root[i] != i {
			root[i] = root[root[i]]
			i = root[i]
		}
		return i
	}
	for _, e := range g.edges {
		for _, n := range e[1:] {
			root[find(n)] = find(e[0])
		}
	}
	at := map[int]int{}
	var out [][][]int
	for _, e := range g.edges {
		r := find(e[0])
		if _, ok := at[r]; !ok {
			at[r] = len(out)
			out = append(out, nil)
		}
		out[at[r]] = append(out[at[r]], e)
	}
	return out
}

// queue is choices by cost, the cheapest first.
type queue []choice

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(q[i].cost, q[j].cost), slices.Compare(q[i].left, q[j].left)) < 0
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(choice)) }
func (q *queue) Pop() any {
	x := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return x
}

// covers gives up to n least sets of nodes that meet every edge, the cheapest
// first, and whether the search came to its end.
func (g *knots) covers(edges [][]int, n int) (out []choice, all bool) {
	q := &queue{{}}
	seen := map[string]bool{}
	for tried := 0; q.Len() > 0 && len(out) < n; tried++ {
		if tried == mostTried {
			if len(out) == 0 {
				out = append(out, g.greedy(edges))
			}
			return out, false
		}
		c := heap.Pop(q).(choice)
		open := slices.IndexFunc(edges, func(e []int) bool { return !meets(c.left, e) })
		if open < 0 {
			if least(c.left, edges) {
				out = append(out, c)
			}
			continue
		}
		for _, node := range edges[open] {
			next := choice{slices.Sorted(slices.Values(append(slices.Clone(c.left), node))), c.cost + len(g.nodes[node])}
			if key := nodesKey(next.left); !seen[key] {
				seen[key] = true
				heap.Push(q, next)
			}
		}
	}
	return out, true
}

func meets(left, edge []int) bool {
	return slices.ContainsFunc(edge, func(n int) bool { return slices.Contains(left, n) })
}

// least says whether no node of the set could be put back.
func least(left []int, edges [][]int) bool {
	for i := range left {
		rest := slices.Delete(slices.Clone(left), i, i+1)
		if !slices.ContainsFunc(edges, func(e []int) bool { return !meets(rest, e) }) {
			return false
		}
	}
	return true
}

// greedy leaves out one node after the other, each time that of most open edges
// for its cost, and puts back what is not needed.
func (g *knots) greedy(edges [][]int) choice {
	var left []int
	for {
		open := map[int]int{}
		for _, e := range edges {
			if !meets(left, e) {
				for _, n := range e {
					open[n]++
				}
			}
		}
		if len(open) == 0 {
			break
		}
		best := -1
		for _, n := range slices.Sorted(maps.Keys(open)) {
			if best < 0 || open[n]*len(g.nodes[best]) > open[best]*len(g.nodes[n]) {
				best = n
			}
		}
		left = append(left, best)
	}
	for i := len(left) - 1; i >= 0; i-- {
		rest := slices.Delete(slices.Clone(left), i, i+1)
		if !slices.ContainsFunc(edges, func(e []int) bool { return !meets(rest, e) }) {
			left = rest
		}
	}
	c := choice{left: slices.Sorted(slices.Values(left))}
	for _, n := range left {
		c.cost += len(g.nodes[n])
	}
	return c
}

// combine takes one choice of each part, the cheapest together first.
func combine(parts [][]choice, n int) []choice {
	out := []choice{{}}
	for _, p := range parts {
		var next queue
		for _, c := range out {
			for _, d := range p {
				next = append(next, choice{slices.Concat(c.left, d.left), c.cost + d.cost})
			}
		}
		slices.SortStableFunc(next, func(a, b choice) int { return a.cost - b.cost })
		out = next[:min(n, len(next))]
	}
	return out
}
