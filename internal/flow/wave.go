package flow

import "context"

// wave is a flow that is found by letting units go on in the order of the arcs, or from
// where they end back to where they start. Never more of them go to a node than can go on
// from there by arcs that are free yet. What gets stuck for all that is taken back. When
// the context is done it is of no use.
type wave struct {
	ctx  context.Context
	of   *problem
	back bool
	flow []int64 // by arc
	at   []level // by node
	done int64   // units that went all the way
}

// level is what a wave knows of a node.
type level struct {
	have int64 // units that are there
	want int64 // units that can end their way there
	room int64 // units that may still come, as what can go on says
}

// end ends the way of what can end it there.
func (x *level) end() int64 {
	u := min(x.have, x.want)
	x.have -= u
	x.want -= u
	return u
}

// wave finds a flow to start a search from, which is most of the maximum as a rule.
func (p *problem) wave(ctx context.Context, flow []int64) {
	defer p.mem.mark()()
	sup := total(p.sup)
	w := &wave{ctx: ctx, of: p, flow: flow, at: dirty[level](p.mem, p.nodes)}
	for v := range w.at {
		w.at[v] = level{p.sup[v], p.dem[v], min(p.dem[v], sup)}
	}
	for i := p.ordered - 1; i >= 0 && !stopped(ctx, i); i-- {
		a := &p.arcs[i]
		x := &w.at[a.tail]
		x.room = min(x.room+min(a.room, w.at[a.head].room), sup)
	}
	w.run()
	w.takeBack()
}

// run lets units go. Own units of a node go first.
func (w *wave) run() {
	p := w.of
	for v := range w.at {
		x := &w.at[v]
		x.room = max(0, x.room-x.have)
	}
	i, step, done := 0, 1, int64(0)
	if w.back {
		i, step = p.ordered-1, -1
	}
	for range p.ordered {
		if stopped(w.ctx, i) {
			return
		}
		a := &p.arcs[i]
		from, to := a.tail, a.head
		if w.back {
			from, to = to, from
		}
		x, y := &w.at[from], &w.at[to]
		done += x.end()
		u := min(a.room, x.have, y.room)
		w.flow[i] = u
		x.have -= u
		y.have += u
		y.room -= u
		i += step
	}
	for v := range w.at {
		done += w.at[v].end()
	}
	clear(w.flow[p.ordered:])
	w.done = done
}

// takeBack takes back what got stuck.
func (w *wave) takeBack() {
	p := w.of
	i, step := p.ordered-1, -1
	if w.back {
		i, step = 0, 1
	}
	for range p.ordered {
		if stopped(w.ctx, i) {
			return
		}
		from, to := p.arcs[i].head, p.arcs[i].tail
		if w.back {
			from, to = to, from
		}
		u := min(w.at[from].have, w.flow[i])
		w.flow[i] -= u
		w.at[from].have -= u
		w.at[to].have += u
		i += step
	}
}

// wave lets units go from where they end back to where they start.
func (s *shrunk) wave(ctx context.Context, flow []int64) *wave {
	p := s.from
	w := &wave{ctx: ctx, of: p, back: true, flow: flow, at: dirty[level](p.mem, p.nodes)}
	for v := range w.at {
		w.at[v] = level{p.dem[v], p.sup[v], s.at[v].in}
	}
	w.run()
	return w
}

// read gives the solution if all that can start or all that can end went the whole way.
func (w *wave) read(s *solution) {
	w.takeBack()
	p, fills := w.of, w.done < total(w.of.sup)
	for v, x := range w.at {
		s.sup[v], s.dem[v], s.near[v] = p.sup[v]-x.want, p.dem[v]-x.have, fills
	}
	s.value = w.done
}
