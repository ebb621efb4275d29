package flow

import (
	"bufio"
	"context"
	"fmt"
	"io"
)

// WriteDIMACS writes the maximum flow behind one end of the answer in the DIMACS
// format for maximum flow problems, so that other programs can read the same
// arcs: those between the units of S and the ends looked for. The source is node
// 1, the sink node 2.
func WriteDIMACS(ctx context.Context, w io.Writer, n *Network, q Question, side Side) error {
	closed, err := n.Until(q.Until)
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
	mem := takeMemory()
	defer mem.release()
	f, err := r.frame(ctx, mem, aim, true)
	if err != nil {
		return err
	}
	return f.write(ctx, w)
}

// write writes the part of the problem in which something can flow.
func (p *problem) write(ctx context.Context, w io.Writer) error {
	s, err := p.shrink(ctx)
	if err != nil {
		return err
	}
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
		a := p.arcs[i]
		if most > 0 && number[a.tail] > 0 && number[a.head] > 0 {
			lines = append(lines, fmt.Sprintf("a %d %d %d\n", number[a.tail], number[a.head], min(a.room, s.sup)))
		}
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "p max %d %d\nn 1 s\nn 2 t\n", nodes, len(lines))
	for _, line := range lines {
		out.WriteString(line)
	}
	return out.Flush()
}

// ReadDIMACS reads a maximum flow problem whose source is node 1 and whose sink is
// node 2, and gives what finds its maximum, as a question about stock does. Arcs
// that are in topological order, as WriteDIMACS writes them, are made use of.
func ReadDIMACS(r io.Reader) (maximum func(context.Context) (int64, error), err error) {
	p := &problem{}
	var size size
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		var tail, head, arcs int32
		var most int64
		switch line := lines.Text(); {
		case len(line) > 0 && line[0] == 'p':
			if _, err := fmt.Sscanf(line, "p max %d %d", &p.nodes, &arcs); err != nil || p.nodes < 2 || p.sup != nil {
				return nil, refuse("line "+line+" of a maximum flow problem is not right", "")
			}
			p.nodes -= 2
			p.sup, p.dem = make([]int64, p.nodes), make([]int64, p.nodes)
		case len(line) > 0 && line[0] == 'a':
			_, err := fmt.Sscanf(line, "a %d %d %d", &tail, &head, &most)
			if err != nil || !p.take(tail, head, most) || size.take(0, most) != nil {
				return nil, refuse("line "+line+" of a maximum flow problem is not right", "")
			}
		}
	}
	p.arrange()
	return func(ctx context.Context) (int64, error) {
		p.mem = takeMemory()
		defer p.mem.release()
		s, err := p.maximise(ctx)
		if err != nil {
			return 0, err
		}
		return s.value, nil
	}, lines.Err()
}

// take adds an arc of a file.
func (p *problem) take(tail, head int32, most int64) bool {
	t, h := int(tail)-3, int(head)-3
	switch {
	case t >= p.nodes || h >= p.nodes || tail < 1 || head < 1 || most < 0 || most >= countless:
		return false
	case tail == 1 && h >= 0:
		p.sup[h] += most
	case head == 2 && t >= 0:
		p.dem[t] += most
	case t >= 0 && h >= 0:
		p.arcs = append(p.arcs, arc{int32(t), int32(h), most})
	}
	return t >= 0 || h >= 0 // nothing that flows back to the source or on from the sink counts
}

// arrange puts arcs that come after some that start at their heads behind those in
// order.
func (p *problem) arrange() {
	left := make([]bool, p.nodes)
	var late []arc
	for _, a := range p.arcs {
		left[a.tail] = true
		if left[a.head] {
			late = append(late, a)
			continue
		}
		p.arcs[p.ordered] = a
		p.ordered++
	}
	copy(p.arcs[p.ordered:], late)
}
