package flow

import (
	"math"
	"math/rand/v2"

	"github.com/proviso-ledger/proviso"
)

// Recipe says what an invented ledger is like. Shares lie between 0 and 1.
type Recipe struct {
	Seed     uint64
	Moves    int
	Holdings int
	Parties  int
	Lots     float64 // share of moves whose lot is known
	Lateral  float64 // share of moves between equals and of returns
	Ranges   float64 // share of quantities known only as a range
	Vague    float64 // share of dates known only within a month
	Counts   float64 // stocktakes for each move
}

// Invented is a ledger of one item for tests, measurements and demonstrations:
// donors make lots and hand them to depots, which feed theatres, units and
// batteries; sizes are heavy-tailed. Party 0 receives most of it.
type Invented struct {
	Party   []int32 // by holding
	Level   []int8  // by holding: 0 depot, 1 theatre, 2 unit, 3 battery
	Above   []int32 // by holding: where its stock comes from, -1 for a depot
	Donor   []int32 // by lot: the party that made it
	Moves   []Move
	Tallies []Tally
}

// Invent makes the ledger of the recipe; the same recipe gives the same ledger.
func Invent(r Recipe) *Invented {
	g := generator{recipe: r, rand: rand.New(rand.NewPCG(r.Seed, 0x9e3779b97f4a7c15)), Invented: &Invented{}}
	g.places()
	g.stock = make([][]batchOf, len(g.Party))
	g.held = make([]int64, len(g.Party))
	for len(g.Moves) < r.Moves {
		if g.rand.Float64() < 0.1 || len(g.Moves) < r.Parties {
			g.make()
		} else {
			g.pass()
		}
		if r.Counts > 0 && g.rand.Float64() < r.Counts {
			h := g.rand.IntN(len(g.held))
			g.Tallies = append(g.Tallies, Tally{int32(h), g.day, g.held[h], g.held[h]})
		}
	}
	return g.Invented
}

type generator struct {
	recipe Recipe
	*Invented
	rand  *rand.Rand
	below [][]int32 // by holding
	ranks [4][]int32
	own   [][4][]int32 // by party and level
	stock [][]batchOf
	held  []int64
	day   proviso.Day
}

// batchOf is units of one lot.
type batchOf struct {
	units int64
	lot   int32
}

// places spreads the holdings over parties and levels.
func (g *generator) places() {
	g.own = make([][4][]int32, g.recipe.Parties)
	for p := range g.recipe.Parties {
		g.place(int32(p), 0, -1)
	}
	for len(g.Party) < g.recipe.Holdings {
		p := int32(0)
		if g.rand.Float64() > 0.5 {
			p = int32(math.Pow(g.rand.Float64(), 2) * float64(g.recipe.Parties))
		}
		own := &g.own[p]
		switch x := g.rand.Float64(); {
		case len(own[1]) == 0 || x < 0.05 && len(own[1]) < 40:
			g.place(p, 1, g.pick(own[0]))
		case x < 0.06 && len(own[0]) < 6:
			g.place(p, 0, -1)
		case len(own[2]) == 0 || x < 0.3:
			g.place(p, 2, g.pick(own[1]))
		default:
			g.place(p, 3, g.pick(own[2]))
		}
	}
}

func (g *generator) place(party int32, level int8, above int32) {
	h := int32(len(g.Party))
	g.Party, g.Level, g.Above = append(g.Party, party), append(g.Level, level), append(g.Above, above)
	g.below = append(g.below, nil)
	if above >= 0 {
		g.below[above] = append(g.below[above], h)
	}
	g.own[party][level] = append(g.own[party][level], h)
	g.ranks[level] = append(g.ranks[level], h)
}

func (g *generator) pick(list []int32) int32 { return list[g.rand.IntN(len(list))] }

// size draws a heavy-tailed number of units.
func (g *generator) size(least, alpha, most float64) int64 {
	return int64(min(least/math.Pow(1-g.rand.Float64(), 1/alpha), most))
}

// make lets a donor produce a lot.
func (g *generator) make() {
	donor := int32(0)
	if g.recipe.Parties > 1 {
		donor = 1 + int32(math.Pow(g.rand.Float64(), 2)*float64(g.recipe.Parties-1))
	}
	b := batchOf{g.size(1500, 1.3, 2e5), int32(len(g.Donor))}
	g.Donor = append(g.Donor, donor)
	h := g.pick(g.own[donor][0])
	g.stock[h] = append(g.stock[h], b)
	g.held[h] += b.units
	g.write(Move{From: Outside, To: h, Lot: b.lot, Least: b.units, Most: b.units})
}

// pass moves or uses up units of some holding that has any.
func (g *generator) pass() {
	level := []int{0, 0, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3}[g.rand.IntN(20)]
	if len(g.ranks[level]) == 0 {
		return
	}
	h := g.pick(g.ranks[level])
	for tries := 0; g.held[h] == 0 && tries < 20; tries++ {
		h = g.pick(g.ranks[level])
	}
	to := g.destination(h, level)
	if g.held[h] == 0 || to == h {
		return
	}
	scale := [4]float64{480, 160, 48, 16}[level]
	units := min(g.held[h], g.size(scale, 1.2, scale*200))
	lot, pure := g.hand(h, to, units)
	if !pure || g.rand.Float64() >= g.recipe.Lots {
		lot = NoLot
	}
	g.write(Move{From: h, To: to, Lot: lot, Least: units, Most: units})
}

func (g *generator) destination(h int32, level int) int32 {
	own, x := &g.own[g.Party[h]], g.rand.Float64()
	if g.rand.Float64() < g.recipe.Lateral {
		if level > 0 && g.rand.Float64() < 0.3 {
			return g.Above[h]
		}
		return g.pick(own[level])
	}
	down := [4]float64{0.5, 0.85, 0.55, 0}[level]
	switch below := g.below[h]; {
	case x < down && len(below) > 0, level == 0 && x < 0.86 && g.Party[h] == 0 && len(below) > 0:
		return g.pick(below)
	case level == 0 && x < 0.9:
		if g.Party[h] != 0 && g.rand.Float64() < 0.7 {
			return g.pick(g.own[0][0])
		}
		return g.pick(g.ranks[0])
	case level > 0 && x > 0.93:
		return g.Above[h]
	}
	return Outside
}

// hand passes the units on, oldest first, and says whether all are of one lot.
func (g *generator) hand(h, to int32, units int64) (lot int32, pure bool) {
	g.held[h] -= units
	lot, pure = g.stock[h][0].lot, true
	for units > 0 {
		b := &g.stock[h][0]
		u := min(units, b.units)
		pure = pure && b.lot == lot
		if to >= 0 {
			g.stock[to] = append(g.stock[to], batchOf{u, b.lot})
			g.held[to] += u
		}
		units -= u
		if b.units -= u; b.units == 0 {
			g.stock[h] = g.stock[h][1:]
		}
	}
	return lot, pure
}

// write puts the move down, as precisely as the recipe says.
func (g *generator) write(m Move) {
	g.day++
	m.Tag, m.Earliest, m.Latest = int32(len(g.Moves)), g.day, g.day
	if g.recipe.Ranges > 0 && g.rand.Float64() < g.recipe.Ranges {
		m.Least, m.Most = m.Least-m.Least/10, m.Most+m.Most/10
	}
	if g.recipe.Vague > 0 && g.rand.Float64() < g.recipe.Vague {
		early := proviso.Day(g.rand.IntN(30))
		m.Earliest, m.Latest = max(1, m.Earliest-early), m.Latest+30-early
	}
	g.Moves = append(g.Moves, m)
}
