package flow

import (
	"bufio"
	"fmt"
	"io"
)

// WriteDIMACS writes the maximum flow behind one end of the answer in the DIMACS
// format for maximum flow problems, so that other programs can read the same
// arcs: those between the units of S and the ends looked for. The source is node
// 1, the sink node 2. With small it writes what is left of it after it has been
// made smaller; its maximum may then be less.
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
	if small {
		for _, s := range p.reduce() {
			p = s.small
		}
	}
	return p.write(w)
}

// write writes the part of the problem in which something can flow.
func (p *problem) write(w io.Writer) error {
	s := p.shrink()
	number := make([]int, p.nodes)
	lines := []string{}
	nodes := 2
	for v := range s.at {
		if s.at[v].in == 0 || s.at[v].out == 0 {
			continue
		}
		nodes++
		number[v] = nodes
		if p.sup[v] > 0 {
			lines = append(lines, fmt.Sprintf("a 1 %d %d\n", nodes, p.sup[v]))
		}
		if p.dem[v] > 0 {
			lines = append(lines, fmt.Sprintf("a %d 2 %d\n", nodes, min(p.dem[v], s.sup)))
		}
	}
	for i, most := range s.most {
		if most > 0 && number[p.tail[i]] > 0 && number[p.head[i]] > 0 {
			lines = append(lines, fmt.Sprintf("a %d %d %d\n", number[p.tail[i]], number[p.head[i]], min(p.cap[i], s.sup)))
		}
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "p max %d %d\nn 1 s\nn 2 t\n", nodes, len(lines))
	for _, line := range lines {
		out.WriteString(line)
	}
	return out.Flush()
}
