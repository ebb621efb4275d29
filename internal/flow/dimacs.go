package flow

import (
	"bufio"
	"fmt"
	"io"
)

// WriteDIMACS writes the maximum flow behind one end of the answer in the DIMACS
// format for maximum flow problems, so that other programs can read the same
// arcs. The source is node 1, the sink node 2. With small it writes what is left of it
// after it has been made smaller; its maximum may then be less.
func WriteDIMACS(w io.Writer, n *Network, q Question, side Side, small bool) error {
	closed, err := n.until(q.Until)
	if err != nil {
		return err
	}
	r, err := read(closed, &q, len(n.moves))
	if err != nil {
		return err
	}
	aim := toGoal
	if side == AtLeast {
		aim = toAway
	}
	p := &r.frame(aim, true).problem
	if small && p.ordered {
		for range maxShrinks {
			p = p.shrink().turned()
		}
	}
	out := bufio.NewWriter(w)
	arcs := len(p.tail)
	for v := range p.nodes {
		if p.sup[v] > 0 {
			arcs++
		}
		if p.dem[v] > 0 {
			arcs++
		}
	}
	fmt.Fprintf(out, "p max %d %d\nn 1 s\nn 2 t\n", p.nodes+2, arcs)
	for v := range p.nodes {
		if p.sup[v] > 0 {
			fmt.Fprintf(out, "a 1 %d %d\n", v+3, p.sup[v])
		}
		if p.dem[v] > 0 {
			fmt.Fprintf(out, "a %d 2 %d\n", v+3, p.dem[v])
		}
	}
	for i, t := range p.tail {
		fmt.Fprintf(out, "a %d %d %d\n", t+3, p.head[i]+3, p.cap[i])
	}
	return out.Flush()
}
