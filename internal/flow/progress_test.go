package flow

import (
	"fmt"
	"testing"
)

// All passes that are announced are made, and no more.
func TestProgress(t *testing.T) {
	if ProgressOf(t.Context()) != "" || ProgressOf(Watch(t.Context())) != "" {
		t.Error("progress of nothing")
	}
	l := Invent(Recipe{Seed: 12, Moves: 3000, Holdings: 80, Parties: 6, Lateral: 0.5, Lots: 0.1, Counts: 0.01})
	n, err := Arrange(len(l.Party), l.Moves, l.Tallies)
	if err != nil {
		t.Fatal(err)
	}
	ctx := Watch(t.Context())
	p := ctx.Value(progressKey{}).(*Progress)
	for _, q := range l.Questions() {
		if _, err := Bound(ctx, n, q.Question); err != nil {
			t.Fatal(err)
		}
		done, needed := p.done.Load(), p.needed.Load()
		if done == 0 || done != needed {
			t.Fatalf("%s: %d passes of %d", q.Name, done, needed)
		}
		if want := fmt.Sprintf("pass %d of %d", done, done); ProgressOf(ctx) != want {
			t.Errorf("%s, want %s", ProgressOf(ctx), want)
		}
	}
}
