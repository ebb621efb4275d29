package flow

import (
	"bytes"
	"context"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestCheckStandsAlone: the checker is shorter than 150 lines, that of clashes than 250.
// All that they call is in their files, in the root or in the standard library, and they
// import nothing else.
func TestCheckStandsAlone(t *testing.T) {
	own := map[string]int{"check.go": 150, "checkclash.go": 250}
	for name, most := range own {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if n := bytes.Count(text, []byte("\n")); n >= most {
			t.Errorf("%s has %d lines", name, n)
		}
	}
	names, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	fset, files, checkers := token.NewFileSet(), []*ast.File{}, []*ast.File{}
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		if files = append(files, f); own[name] > 0 {
			checkers = append(checkers, f)
		}
	}
	for _, checker := range checkers {
		for _, i := range checker.Imports {
			if path := strings.Trim(i.Path.Value, `"`); path != "github.com/proviso-ledger/proviso" && strings.Contains(path, ".") {
				t.Errorf("%s imports %s", fset.File(checker.Pos()).Name(), path)
			}
		}
	}
	info := types.Info{Uses: map[*ast.Ident]types.Object{}}
	alone := types.Config{Error: func(error) {}, Importer: nothing{}} // other packages need no types here
	alone.Check("flow", fset, files, &info)
	calls := 0
	for id, o := range info.Uses {
		if o.Pkg() == nil || o.Pkg().Path() != "flow" || own[fset.File(id.Pos()).Name()] == 0 {
			continue
		}
		if _, code := o.Type().Underlying().(*types.Signature); code {
			calls++
			if own[fset.File(o.Pos()).Name()] == 0 {
				t.Errorf("%s uses %s of %s", fset.File(id.Pos()).Name(), o.Name(), fset.File(o.Pos()).Name())
			}
		}
	}
	if calls < 10 {
		t.Errorf("only %d uses of functions seen", calls)
	}
}

// nothing gives empty packages for all that is imported.
type nothing struct{}

func (nothing) Import(path string) (*types.Package, error) {
	p := types.NewPackage(path, path[strings.LastIndex(path, "/")+1:])
	p.MarkComplete()
	return p, nil
}

// TestCorruptedCertificates changes each field of certificates in turn. The
// checker must reject every change of the number, of a step and of a limit. A
// changed question may happen to have the same answer; then the certificate still
// proves something true.
func TestCorruptedCertificates(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	changed, shifted, another := 0, 0, 0
	for range 400 {
		l := invent(r, shape{size: 8, lots: true, ranges: true, dates: true, tallies: true})
		net := l.network(t)
		q := inventQuestion(r, l)
		q.Evidence = inventEvidence(r, l, &q, false)
		a := ask(t, net, q)
		if len(a.Clash) > 0 {
			continue
		}
		for _, c := range a.Proof {
			out, moved := corruptions(c)
			for _, bad := range moved {
				shifted++
				if recheck(net, bad) == nil {
					another++
				}
			}
			for _, bad := range out {
				changed++
				if recheck(net, bad) == nil {
					t.Fatalf("accepted\n%+v\nmade from\n%+v\nledger %s", bad, c, l)
				}
			}
			for _, other := range otherQuestions(c, l) {
				if recheck(net, other) != nil {
					continue
				}
				b, err := Bound(context.Background(), net, other.Question)
				if err != nil {
					t.Fatal(err)
				}
				if got := b.Proof[other.Side].Number; len(b.Clash) == 0 && got != other.Number && !weaker(other, got) {
					t.Fatalf("accepted for another question whose answer is %d\n%+v\nledger %s", got, other, l)
				}
			}
		}
	}
	t.Logf("%d corruptions; of %d steps about something else, %d make another true proof", changed, shifted, another)
	if changed < 5_000 || another > shifted/50 {
		t.Errorf("only %d corruptions tried; %d of %d accepted", changed, another, shifted)
	}
}

// recheck checks a certificate on the plain network of its own question.
func recheck(n *Network, c Certificate) error {
	p, err := n.Plain(&c.Question)
	if err != nil {
		return err
	}
	return Check(p, c)
}

// weaker says whether the certificate proves a true number that is not the best:
// one that makes no use of "at least" evidence.
func weaker(c Certificate, best int64) bool {
	return !c.Lower && (c.Side == AtMost && c.Number > best || c.Side == AtLeast && c.Number < best)
}

// corruptions changes each field of a certificate in turn. A limit or step that is
// about something else may happen to make another true proof of the same number;
// those come second.
func corruptions(c Certificate) (out, moved []Certificate) {
	with := func(change func(*Certificate)) {
		bad := c
		bad.Scenario, bad.Cut = slices.Clone(c.Scenario), slices.Clone(c.Cut)
		change(&bad)
		out = append(out, bad)
	}
	aside := func() {
		moved, out = append(moved, out[len(out)-1]), out[:len(out)-1]
	}
	for _, d := range []int64{-1, 1} {
		with(func(b *Certificate) { b.Number += d })
	}
	with(func(b *Certificate) { b.Side = 2 })
	steps := func(list func(*Certificate) *[]Step, exact bool) {
		for i, s := range *list(&c) {
			at := func(b *Certificate) *Step { return &(*list(b))[i] }
			if exact {
				with(func(b *Certificate) { at(b).Units++ })
				with(func(b *Certificate) { at(b).Units-- })
			}
			with(func(b *Certificate) { at(b).Units = -s.Units })
			for kind := range Whole + 2 {
				if kind != s.Kind {
					with(func(b *Certificate) { at(b).Kind = kind })
					aside()
				}
			}
			for _, index := range []int32{-1, s.Index - 1, s.Index + 1, 1 << 20} {
				if (Step{s.Kind, index, s.Units}) != s {
					with(func(b *Certificate) { at(b).Index = index })
					aside()
				}
			}
			with(func(b *Certificate) { *list(b) = append(*list(b), s) })
		}
	}
	steps(func(b *Certificate) *[]Step { return &b.Scenario }, !c.Lower) // with evidence, more may go than are counted
	steps(func(b *Certificate) *[]Step { return &b.Cut }, true)
	for i := range c.Cut {
		with(func(b *Certificate) { b.Cut = slices.Delete(b.Cut, i, i+1) })
	}
	return out, moved
}

func otherQuestions(c Certificate, l *tiny) []Certificate {
	var out []Certificate
	with := func(change func(*Question)) {
		other := c
		other.Question.Of = slices.Clone(c.Question.Of)
		other.Question.Evidence = slices.Clone(c.Question.Evidence)
		change(&other.Question)
		out = append(out, other)
	}
	with(func(q *Question) { q.Until = 4 })
	for h := range int32(l.holdings) {
		with(func(q *Question) { q.Holdings = []int32{h} })
		with(func(q *Question) { q.MayHold = []int32{h} })
	}
	for a := range Asks(3) {
		if a == Reached || len(c.Question.Moves) == 0 {
			with(func(q *Question) { q.Asks = a })
		}
	}
	for i := range int32(len(l.moves)) {
		with(func(q *Question) { q.MayOf = []int32{i} })
		if c.Question.Asks == Reached {
			with(func(q *Question) { q.Moves = []int32{i} })
		}
	}
	for i := range c.Question.Of {
		with(func(q *Question) { q.Of = slices.Delete(q.Of, i, i+1) })
	}
	for i, e := range c.Question.Evidence {
		with(func(q *Question) { q.Evidence = slices.Delete(q.Evidence, i, i+1) })
		with(func(q *Question) { q.Evidence[i].Least = max(0, e.Least-1) })
		with(func(q *Question) { q.Evidence[i].Most = e.Least })
		if e.Move > 0 {
			with(func(q *Question) { q.Evidence[i].Move-- })
		}
		if e.Tally > 0 {
			with(func(q *Question) { q.Evidence[i].Tally-- })
		}
	}
	lower := c
	lower.Lower = !c.Lower
	out = append(out, lower)
	other := c
	other.Side = 1 - c.Side
	return append(out, other)
}
