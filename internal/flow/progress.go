package flow

import (
	"context"
	"fmt"
	"sync/atomic"
)

// Progress counts passes over networks: those that are done, and those known so far to
// be needed.
type Progress struct{ done, needed atomic.Int64 }

type progressKey struct{}

// Watch gives a context that carries a count of the passes of all questions asked in it.
func Watch(ctx context.Context) context.Context {
	return context.WithValue(ctx, progressKey{}, new(Progress))
}

// ProgressOf says how far the questions asked in the context are: "pass 3 of 10", or
// nothing if nobody watches or nothing was asked yet.
func ProgressOf(ctx context.Context) string {
	p, ok := ctx.Value(progressKey{}).(*Progress)
	if !ok || p.needed.Load() == 0 {
		return ""
	}
	needed := p.needed.Load()
	return fmt.Sprintf("pass %d of %d", min(p.done.Load()+1, needed), needed)
}

// Passes of one end: its arcs are laid, the problem made smaller, the search made, its
// flow carried back, and the scenario listed.
const (
	passesToSearch = 3
	passesToSolve  = 1 + passesToSearch
	passesOfEnd    = passesToSolve + 1
)

// passesToCome says that so many passes are to come.
func passesToCome(ctx context.Context, passes int64) {
	if p, ok := ctx.Value(progressKey{}).(*Progress); ok {
		p.needed.Add(passes)
	}
}

// passDone says that so many passes are done.
func passDone(ctx context.Context, passes int64) {
	if p, ok := ctx.Value(progressKey{}).(*Progress); ok {
		p.done.Add(passes)
	}
}
