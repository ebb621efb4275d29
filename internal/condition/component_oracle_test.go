package condition

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// This oracle knows what is in one gun, piece by piece, in every world that the records
// allow: shares of value and mass, where parts were made, which pieces came under the
// paper. It reads the clauses on components on that gun alone.

var pieceItems = []proviso.ItemID{"shell", "fuze", "powder"}

// piecesCase is a catalogue of a gun, a paper with clauses on components, and a sale.
type piecesCase struct {
	goods   string  // which units the clause is about: all, made (in Finland), under (the paper)
	items   []int   // that it names
	made    [3]fact // where: 0 in Finland, 1 elsewhere
	under   [3]bool // some moved under the paper
	parts   [2][]*piece
	through []*pieceRule
}

// piece is so many pieces of an item in a gun (parts 0) or in a shell (parts 1).
type piece struct {
	item, count int
	share       [2]fact // percent of value and mass, nil if not known
	world       [2]int
	bound       int // in a world: so many of them came under the paper
}

type pieceRule struct {
	see   bool
	least fact
	basis string
	item  int // that it names, -1 none
	world int
}

// anyShare is what a share that is not known is tried as.
var anyShare = fact{0, 10, 50, 100}

// facts calls for every world.
func (c *piecesCase) worlds(visit func()) {
	var choices []func(then func())
	pick := func(from fact, to *int) {
		if len(from) == 0 {
			from = anyShare
		}
		choices = append(choices, func(then func()) {
			for _, x := range from {
				*to = x
				then()
			}
		})
	}
	made := c.made
	for i := range made {
		c.made[i] = fact{0}
		pick(made[i], &c.made[i][0])
	}
	for _, list := range c.parts {
		for _, p := range list {
			pick(p.share[0], &p.world[0])
			pick(p.share[1], &p.world[1])
			if c.goods == "under" && c.under[p.item] {
				pick(fact{0, 1, p.count}, &p.bound)
			}
		}
	}
	for _, k := range c.through {
		pick(k.least, &k.world)
	}
	var choose func(k int)
	choose = func(k int) {
		if k < len(choices) {
			choices[k](func() { choose(k + 1) })
		} else if c.adds(0) && c.adds(1) {
			visit()
		}
	}
	choose(0)
	c.made = made
}

// adds says whether the shares in no product are more than the whole.
func (c *piecesCase) adds(basis int) bool {
	for _, list := range c.parts {
		sum := 0
		for _, p := range list {
			sum += p.world[basis]
		}
		if sum > 100 {
			return false
		}
	}
	return true
}

// share is that of all the pieces in what they are in.
func (c *piecesCase) share(p *piece, in int, basis string) *big.Rat {
	if basis == "count" {
		pieces := 0
		for _, q := range c.parts[in] {
			pieces += q.count
		}
		return big.NewRat(int64(p.count), int64(pieces))
	}
	return big.NewRat(int64(p.world[map[string]int{"value": 0, "mass": 1}[basis]]), 100)
}

// about gives how many of the pieces the clause is about.
func (c *piecesCase) about(p *piece) int {
	named := slices.Contains(c.items, p.item)
	switch {
	case len(c.items) > 0 && !named:
	case c.goods == "all", c.goods == "made" && c.made[p.item][0] == 0:
		return p.count
	case c.goods == "under" && c.under[p.item]:
		return min(p.bound, p.count)
	}
	return 0
}

// found is a piece that the clause is about, with its share of the gun by a basis.
type found struct {
	item  int
	share *big.Rat
}

// look lists what the clause is about in a gun: what is in a part of which it is not.
func (c *piecesCase) look(in int, of *big.Rat, basis string) (out []found) {
	for _, p := range c.parts[in] {
		whole := new(big.Rat).Mul(of, c.share(p, in, basis))
		n := c.about(p)
		if n > 0 {
			out = append(out, found{p.item, new(big.Rat).Mul(whole, big.NewRat(int64(n), int64(p.count)))})
		}
		if n < p.count && p.item == 0 && in == 0 {
			rest := new(big.Rat).Mul(whole, big.NewRat(int64(p.count-n), int64(p.count)))
			out = append(out, c.look(1, rest, basis)...)
		}
	}
	return out
}

// binds says whether the clause binds the gun: no, yes, or that nobody can say.
func (c *piecesCase) binds() proviso.Truth {
	on := func(k *pieceRule, item int) bool {
		if slices.ContainsFunc(c.through, func(k *pieceRule) bool { return k.item == item }) {
			return k.item == item
		}
		return k.item < 0
	}
	out := proviso.No
	for _, k := range c.through {
		sum, any := new(big.Rat), false
		for _, f := range c.look(0, big.NewRat(1, 1), k.basis) {
			if on(k, f.item) {
				sum.Add(sum, f.share)
				any = true
			}
		}
		if any && (k.see || sum.Cmp(big.NewRat(int64(k.world), 100)) >= 0) {
			return proviso.Yes
		}
	}
	for _, f := range c.look(0, big.NewRat(1, 1), "count") {
		if !slices.ContainsFunc(c.through, func(k *pieceRule) bool { return on(k, f.item) }) {
			out = proviso.Maybe
		}
	}
	return out
}

func randomPieces(r *rand.Rand) *piecesCase {
	k := &known{r, r.IntN(4)}
	c := &piecesCase{goods: []string{"all", "made", "under"}[k.IntN(3)]}
	for i := range pieceItems {
		if c.made[i] = (fact{k.IntN(2)}); k.vague > 0 && k.IntN(4) == 0 {
			c.made[i], k.vague = fact{0, 1}, k.vague-1
		}
		if k.IntN(2) == 0 {
			c.items = append(c.items, i)
		}
		c.under[i] = k.IntN(3) > 0 || slices.Contains(c.items, i) && k.IntN(8) > 0
		if k.IntN(4) > 0 {
			c.parts[0] = append(c.parts[0], randomPiece(k, i))
		}
		if i > 0 && k.IntN(3) == 0 {
			c.parts[1] = append(c.parts[1], randomPiece(k, i))
		}
	}
	if c.goods == "all" && len(c.items) == 0 {
		c.items = []int{k.IntN(3)}
	}
	for range k.IntN(3) {
		rule := &pieceRule{see: k.IntN(3) == 0, basis: []string{"value", "mass", "count"}[k.IntN(3)], item: -1, least: k.fact(10*(1+k.IntN(6)), 0)}
		if k.vague > 0 && k.IntN(5) == 0 {
			rule.least, k.vague = fact{rule.least[0], rule.least[0] + 10}, k.vague-1
		}
		if k.IntN(3) == 0 {
			rule.item = k.IntN(3)
		}
		c.through = append(c.through, rule)
	}
	return c
}

func randomPiece(k *known, item int) *piece {
	p := &piece{item: item, count: 1 + k.IntN(2)*k.IntN(3)}
	for b := range p.share {
		n := 5 * (1 + k.IntN(9))
		p.share[b] = fact{n}
		switch {
		case k.vague > 0 && k.IntN(5) == 0:
			p.share[b], k.vague = nil, k.vague-1
		case k.vague > 0 && k.IntN(5) == 0:
			p.share[b], k.vague = fact{n, n + 10}, k.vague-1
		}
	}
	return p
}

func piecePercent(f fact) proviso.Percent {
	if len(f) == 0 {
		return proviso.Percent{}
	}
	return proviso.Percent{Known: true, Least: int32(100 * f[0]), Most: int32(100 * f[len(f)-1])}
}

func (c *piecesCase) records() []proviso.Record {
	ids := func(list []int) (out []proviso.ItemID) {
		for _, i := range list {
			out = append(out, pieceItems[i])
		}
		return out
	}
	about := map[string]proviso.Goods{"all": {All: true}, "made": {MadeIn: "FI"}, "under": {}}[c.goods]
	in := paper("fi", proviso.Certificate, "DE", "FI", covers(ids(c.items)...), with("clause", onward(proviso.OnwardProhibited), goods(about)))
	for i, k := range c.through {
		rule, more := &proviso.ComponentRule{SeeThrough: k.see, Basis: k.basis}, []onClause(nil)
		if !k.see {
			rule.Threshold = piecePercent(k.least)
		}
		if k.item >= 0 {
			more = append(more, clauseItems(pieceItems[k.item]))
		}
		with(fmt.Sprintf("through%d", i), rule, more...)(in)
	}
	list := func(in int) (out []proviso.Component) {
		for _, p := range c.parts[in] {
			out = append(out, proviso.Component{Item: pieceItems[p.item], Count: int64(p.count), Value: piecePercent(p.share[0]), Mass: piecePercent(p.share[1])})
		}
		return out
	}
	out := records(in, &proviso.Item{ID: "gun", Unit: "gun", MadeOf: list(0)}, moves("go", "2022-06-01", "5", "DE", "UA", of("gun")))
	for i, id := range pieceItems {
		it := &proviso.Item{ID: id, Unit: "piece"}
		if len(c.made[i]) == 1 {
			it.MadeIn = []proviso.PlaceID{"FI", "KR"}[c.made[i][0]]
		}
		if i == 0 {
			it.MadeOf = list(1)
		}
		out = append(out, it)
		if c.under[i] {
			out = append(out, moves(proviso.MovementID("in-"+string(id)), "2022-02-01", "50", "FI", "DE", of(id), under("fi")))
		}
	}
	return out
}

// TestEveryWorldOfPieces: permitted means that the clause binds no gun in any world,
// forbidden that it does every one in all.
func TestEveryWorldOfPieces(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 21))
	compared, loose := map[string]int{}, map[string]int{}
	for range 4_000 {
		c := randomPieces(r)
		seen := map[proviso.Truth]bool{}
		c.worlds(func() { seen[c.binds()] = true })
		if len(seen) == 0 {
			continue
		}
		got := proviso.Permitted
		f := decide(t, askedOn(today, c.records()...)).finding("go", "fi/clause")
		if f != nil {
			got = f.Verdict
		}
		may, must := seen[proviso.Yes] || seen[proviso.Maybe], !seen[proviso.No] && !seen[proviso.Maybe]
		if got == proviso.Permitted && may || got == proviso.Forbidden && !must {
			t.Fatalf("the sale is %s, the worlds say %v:\n%s", got, seen, toldOf(c.records(), nil))
		}
		compared[c.goods]++
		if got == proviso.Undetermined && (!may || must) {
			loose[c.goods]++
		}
	}
	t.Logf("compared %v, loose %v", compared, loose)
	for _, g := range []string{"all", "made", "under"} {
		if compared[g] < 500 || loose[g]*10 > compared[g] {
			t.Errorf("%s: %d compared, of which %d are undetermined though every world agrees", g, compared[g], loose[g])
		}
	}
}
