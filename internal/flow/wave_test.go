package flow

import (
	"context"
	"testing"
)

// Each pass over the arcs of a large problem looks at its context once in so many arcs,
// and stops at the first look once it is done.
func TestPassesLook(t *testing.T) {
	const nodes, arcs = 1 << 10, 4 * pace
	mem := takeMemory()
	defer mem.release()
	p := &problem{nodes: nodes, mem: mem, ordered: arcs, sup: make([]int64, nodes), dem: make([]int64, nodes)}
	for i := range arcs {
		tail := i * (nodes - 1) / arcs
		p.arcs = append(p.arcs, arc{int32(tail), int32(tail + 1 + i%(nodes-1-tail)), 1 + int64(i%7)})
	}
	p.sup[0], p.dem[nodes-1] = 1000, 1000
	clipped, err := p.clip(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s := p.blank()
	clear(s.flow)
	g := newResidual(t.Context(), p, s.flow)
	for _, c := range []struct {
		name   string
		passes int64
		run    func(context.Context)
	}{
		{"wave", 3, func(ctx context.Context) { p.wave(ctx, mem.units.dirty(arcs)) }},
		{"wave back", 2, func(ctx context.Context) { clipped.wave(ctx, mem.units.dirty(arcs)).takeBack() }},
		{"residual", 2, func(ctx context.Context) { newResidual(ctx, p, s.flow) }},
		{"read", 1, func(ctx context.Context) { g.ctx = ctx; g.read(s) }},
		{"join", 1, func(ctx context.Context) {
			q := &problem{nodes: nodes, arcs: dirty[arc](mem, arcs), mem: mem}
			copy(q.arcs, p.arcs)
			q.join(ctx, mem.small.dirty(arcs), bottomless)
		}},
	} {
		for _, left := range []int64{0, 1 << 40} {
			ctx := &stopping{Context: t.Context()}
			ctx.left.Store(left)
			back := mem.mark()
			c.run(ctx)
			back()
			looks := left - ctx.left.Load()
			if want := c.passes * arcs / pace; left > 0 && looks < want {
				t.Errorf("%s: %d looks, want %d", c.name, looks, want)
			}
			if left == 0 && looks > 2*c.passes {
				t.Errorf("%s: %d looks after it was cancelled", c.name, looks)
			}
		}
	}
}
