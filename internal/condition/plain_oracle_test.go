package condition

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// This oracle reads one clause of any kind but substitution, component and duty
// the plain way, on the movements of ten or so units that all came by the first
// of them. It enumerates every world that the records allow: the days, units,
// parties, places and uses, what came first within a day, whether the owner has a
// hand in what the holder lets go, whether a clause outlives its paper.

// The parties of the oracle, by number.
var plainParties = []proviso.PartyID{"FI", "DE", "UA", "PL", "DE-army", "UA-brigade", "militia"}

// plainMilitia is a force of which no record says whose it is.
const plainMilitia = 6

var plainUses = []string{"training", "defence", "sport"}

type plainCase struct {
	rule                 string
	onward               proviso.OnwardRule
	trigger              []proviso.Trigger
	of, freeTo           []int // parties
	freeAfter, notice    int   // days; 0: none
	list, by, to         []int // end users, recipients or places allowed; suppliers and receivers
	never                []int // places
	uses, not            []string
	ceiling              int
	per                  proviso.Per
	period               [2]int
	binding              proviso.InstrumentKind
	given, off           fact
	again                fact // resumed
	valid, during, exDay [2]int
	exBy, exTo           []int
	exItem               bool // the exception is of another item
	stays                bool
	militia, later       fact // whose part it is, -1: nobody's, and whose from the day turns on
	turns                int
	goes                 []plainGo
	answers              []plainAnswer
	asOf                 int
	hindsight            bool // known as of later: what is recorded may have been after asOf
}

type plainGo struct {
	day, units          fact
	kind                proviso.MovementKind
	owner, holder, at   fact // where they go
	was                 [3]fact
	via                 fact // a place on the way, or -1
	use, amount, paidOn fact // -1: no use
	plan                bool
	under               bool
}

// plainAnswer is a consent or notice that names a movement.
type plainAnswer struct {
	to, units  int // the movement, and for how many; 0: not limited
	given, off fact
	hour       fact // what takes it back on a day: 0 before, 1 after the movements of that day
}

var never = [2]int{-999, -999}

func during2(day int, p [2]int) bool { return p == never || day >= p[0] && day <= p[1] }

// plainWorld is one way in which things may have been.
type plainWorld struct {
	*plainCase
	outlives, ownersHand, offLate bool
	sooner                        []bool // of the movements of one day, which came before the judged one
	on                            int    // the day on which it is asked whose a party is
}

// inForce says whether the clause binds on the day.
func (w *plainWorld) inForce(day int) bool {
	on := w.given[0] <= day && w.given[0] <= w.asOf
	begun := on
	if w.off != nil && w.off[0] <= w.asOf && (w.off[0] < day || w.off[0] == day && !w.offLate) {
		on = w.again != nil && w.again[0] <= day && w.again[0] <= w.asOf
	}
	if !during2(day, w.valid) {
		on, begun = false, begun && day > w.valid[1]
	}
	return (on || begun && w.outlives && w.follows()) && during2(day, w.during)
}

func (w *plainWorld) follows() bool {
	return w.rule != "supply" && w.rule != "quantity" && w.rule != "value" && w.rule != "fund"
}

// hands gives the parties that let the goods go.
func (w *plainWorld) hands(m *plainGo) []int {
	owner, holder := m.was[0][0], m.was[1][0]
	if passes(m.kind) && holder == m.holder[0] && owner != m.owner[0] {
		return []int{owner}
	}
	if owner != holder && w.ownersHand {
		return []int{holder, owner}
	}
	return []int{holder}
}

func passes(k proviso.MovementKind) bool {
	return k == proviso.Transfer || k == proviso.Lend || k == proviso.Return
}

// gets gives the parties that newly own or have the goods.
func (w *plainWorld) gets(m *plainGo) (out []int) {
	if m.kind != proviso.Lend && m.owner[0] != m.was[0][0] {
		out = append(out, m.owner[0])
	}
	if m.holder[0] != m.was[1][0] || len(out) == 0 {
		out = append(out, m.holder[0])
	}
	return out
}

func (w *plainWorld) allIn(ps, of []int) bool {
	return !slices.ContainsFunc(ps, func(p int) bool { return !w.in(p, of) })
}

func (w *plainWorld) anyIn(ps, of []int) bool {
	return slices.ContainsFunc(ps, func(p int) bool { return w.in(p, of) })
}

const plainFI, plainDE = 0, 1

// applies says whether the clause is about the movement at all.
func (w *plainWorld) applies(m *plainGo) bool {
	day := m.day[0]
	w.on = day
	if w.rule == "fund" {
		day = m.paidOn[0]
		if !during2(day, w.during) {
			return false
		}
	} else if !w.inForce(day) {
		return false
	}
	if w.exBy != nil || w.exTo != nil || w.exItem || w.exDay != never {
		if (w.exBy == nil || w.anyIn(w.hands(m), w.exBy)) && (w.exTo == nil || passes(m.kind) && w.allIn(w.gets(m), w.exTo)) &&
			!w.exItem && during2(m.day[0], w.exDay) {
			return false
		}
	}
	return !w.stays || m.under || w.anyIn(w.hands(m), []int{plainDE})
}

// verdict reads the clause; Undetermined: it says itself that nobody can say.
func (w *plainWorld) verdict(i int) proviso.Verdict {
	m := &w.goes[i]
	if !w.applies(m) {
		return proviso.Permitted
	}
	bad := func(is bool) proviso.Verdict {
		if is {
			return proviso.Forbidden
		}
		return proviso.Permitted
	}
	switch w.rule {
	case "onward":
		return w.moveOn(i, m)
	case "end_user":
		return w.endUser(i, m)
	case "end_use":
		if m.kind == proviso.Lose || m.kind == proviso.Destroy {
			return proviso.Permitted
		}
		use := ""
		if m.use[0] >= 0 {
			use = plainUses[m.use[0]]
		}
		return bad(slices.Contains(w.not, use) || len(w.uses) > 0 && !slices.Contains(w.uses, use))
	case "territory":
		if !passes(m.kind) {
			return proviso.Permitted
		}
		where := []int{m.at[0]}
		if m.via[0] >= 0 {
			where = append(where, m.via[0])
		}
		return bad(slices.ContainsFunc(where, func(p int) bool {
			return slices.Contains(w.never, p) || len(w.list) > 0 && !slices.Contains(w.list, p)
		}))
	case "period":
		return bad(passes(m.kind) && !during2(m.day[0], w.period))
	case "supply":
		return w.supply(m)
	case "quantity", "value":
		return bad(m.under && w.sum(i) > w.ceiling)
	case "fund":
		return w.pays(i, m)
	}
	panic(w.rule)
}

func (w *plainWorld) supply(m *plainGo) proviso.Verdict {
	if !passes(m.kind) {
		return proviso.Permitted
	}
	for _, by := range w.hands(m) {
		for _, to := range w.gets(m) {
			itself := len(w.to) == 0 && w.in(to, w.by) || len(w.by) == 0 && w.in(by, w.to)
			if (len(w.by) == 0 || w.in(by, w.by)) && (len(w.to) == 0 || w.in(to, w.to)) && !itself {
				return proviso.Forbidden
			}
		}
	}
	return proviso.Permitted
}

// sum adds up what moved under the paper in the span by the movement.
func (w *plainWorld) sum(i int) int {
	m := &w.goes[i]
	span := func(d int) string {
		on := plainDay(d).String()
		return map[proviso.Per]string{proviso.PerInstrument: "", proviso.PerYear: on[:4], proviso.PerMonth: on[:7]}[w.per]
	}
	total := 0
	for j := range w.goes {
		o := &w.goes[j]
		n, day, mine := o.units[0], o.day[0], m.day[0]
		if w.rule == "value" || w.rule == "fund" {
			n = o.amount[0]
		}
		if w.rule == "fund" {
			day, mine = o.paidOn[0], m.paidOn[0]
		}
		other := j != i && (w.per == proviso.PerMovement || span(day) != span(mine) || day > mine || day == mine && !w.sooner[j])
		perhaps := o.plan || w.hindsight && w.rule != "fund" && day > w.asOf
		if !o.under || other || perhaps && j != i && !w.sooner[j] || !w.applies(o) {
			continue
		}
		total += n
	}
	return total
}

func (w *plainWorld) pays(i int, m *plainGo) proviso.Verdict {
	on := m.paidOn[0]
	switch there := w.given[0] <= on && w.given[0] <= w.asOf && (w.off == nil || w.off[0] > w.asOf || w.off[0] > on || w.off[0] == on && w.offLate || w.again != nil && w.again[0] <= min(on, w.asOf)); {
	case !m.under:
		return proviso.Permitted
	case !there || !during2(on, w.valid), len(w.list) > 0 && !w.allIn(w.receivers(m), w.list), !during2(on, w.period), w.ceiling > 0 && w.sum(i) > w.ceiling,
		len(w.uses) > 0 && (m.use[0] < 0 || !slices.Contains(w.uses, plainUses[m.use[0]])):
		return proviso.Forbidden
	case w.notice > 0 && w.told(i, m.units[0], func(d int) bool { return d <= on-w.notice }, on) < m.units[0]:
		return proviso.Missing
	}
	return proviso.Permitted
}

// receivers are all who own or have the goods then, for goods that are used up too.
func (w *plainWorld) receivers(m *plainGo) []int { return w.gets(m) }

// told gives for how many units of the movement the party asked was answered.
func (w *plainWorld) told(i, need int, inTime func(int) bool, day int) int {
	n := 0
	for _, a := range w.answers {
		stands := a.off == nil || a.off[0] > day || a.off[0] == day && a.hour[0] == 1
		if a.off != nil && a.off[0] > w.asOf {
			stands = true
		}
		if a.to != i || a.given[0] > w.asOf || !inTime(a.given[0]) || !stands {
			continue
		}
		if a.units == 0 {
			return need
		}
		n += a.units
	}
	return n
}

func (w *plainWorld) moveOn(i int, m *plainGo) proviso.Verdict {
	asked := w.of
	if asked == nil {
		asked = []int{plainFI}
	}
	if w.onward != proviso.OnwardProhibited && passes(m.kind) {
		asked = slices.DeleteFunc(slices.Clone(asked), func(p int) bool { return w.allIn(w.gets(m), []int{p}) })
	}
	home := m.kind == proviso.Return && (w.in(m.holder[0], []int{m.was[0][0]}) || w.in(m.holder[0], []int{plainDE})) && w.in(m.owner[0], []int{m.was[0][0]})
	first, day, need := &w.goes[0], m.day[0], m.units[0]
	switch {
	case i == 0, w.onward == proviso.OnwardFree, !w.triggered(m), len(asked) == 0, home,
		len(w.freeTo) > 0 && passes(m.kind) && w.allIn(w.gets(m), w.freeTo), w.freeAfter > 0 && day >= first.day[0]+w.freeAfter:
		return proviso.Permitted
	case w.onward == proviso.OnwardProhibited:
		return proviso.Forbidden
	case len(asked) > 1 || asked[0] != plainFI: // every answer is of or to Finland
		if w.onward == proviso.OnwardNoticeAfter && (m.plan || w.asOf <= day+w.notice) {
			return proviso.Permitted
		}
		return proviso.Missing
	}
	got := 0
	switch w.onward {
	case proviso.OnwardPriorConsent:
		got = w.told(i, need, func(d int) bool { return d <= day }, day)
	case proviso.OnwardPriorNotice:
		got = w.told(i, need, func(d int) bool { return d <= day-w.notice }, day)
	case proviso.OnwardNoticeAfter:
		got = w.told(i, need, func(d int) bool { return d >= day && d <= day+w.notice }, w.asOf+1)
		if m.plan || w.asOf <= day+w.notice {
			got = need
		}
	}
	if got < need {
		return proviso.Missing
	}
	return proviso.Permitted
}

func (w *plainWorld) triggered(m *plainGo) bool {
	other := func(a, b int) bool { return w.state(a) != w.state(b) }
	return slices.ContainsFunc(w.trigger, func(t proviso.Trigger) bool {
		switch t {
		case proviso.OnTitle:
			return passes(m.kind) && other(m.was[0][0], m.owner[0])
		case proviso.OnPossession:
			return passes(m.kind) && other(m.was[1][0], m.holder[0])
		case proviso.OnLocation:
			return passes(m.kind) && m.was[2][0] != m.at[0]
		case proviso.OnLoan:
			return m.kind == proviso.Lend
		case proviso.OnDisposal:
			return m.kind == proviso.Transfer && other(m.was[0][0], m.owner[0]) || m.kind == proviso.Destroy
		case proviso.OnChangeOfUse:
			return m.kind != proviso.Destroy && m.kind != proviso.Lose && m.use[0] != w.goes[0].use[0]
		case proviso.OnIncorporation:
		}
		return false
	})
}

func (w *plainWorld) endUser(i int, m *plainGo) proviso.Verdict {
	if !passes(m.kind) {
		return proviso.Permitted
	}
	listed := func(p int) bool { return w.in(p, w.list) }
	fine := func(p int) bool { return listed(p) || w.in(p, []int{plainFI}) }
	switch {
	case fine(m.owner[0]) && fine(m.holder[0]):
		return proviso.Permitted
	case w.told(i, m.units[0], func(d int) bool { return d <= m.day[0] }, m.day[0]) >= m.units[0]:
		return proviso.Permitted
	case listed(m.owner[0]):
		return proviso.Undetermined
	}
	return proviso.Missing
}

func plainDay(n int) proviso.Day { return theDay("2021-12-26").AddDays(n) }

// facts lists everything that may not be known.
func (c *plainCase) facts() (out []*fact) {
	out = append(out, &c.given, &c.militia, &c.later)
	for _, f := range []*fact{&c.off, &c.again} {
		if *f != nil {
			out = append(out, f)
		}
	}
	for i := range c.goes {
		m := &c.goes[i]
		out = append(out, &m.day, &m.units, &m.owner, &m.holder, &m.at, &m.via, &m.use, &m.amount, &m.paidOn)
	}
	for i := range c.answers {
		a := &c.answers[i]
		if out = append(out, &a.given); a.off != nil {
			out = append(out, &a.off, &a.hour)
		}
	}
	return out
}

// read gives the best and worst verdict on a movement over all worlds, and whether
// there is one.
func (c *plainCase) read(i int) (seen map[proviso.Verdict]bool) {
	seen = map[proviso.Verdict]bool{}
	all := c.facts()
	var choose func(k int)
	choose = func(k int) {
		if k < len(all) {
			options := *all[k]
			for _, x := range options {
				*all[k] = fact{x}
				choose(k + 1)
			}
			*all[k] = options
			return
		}
		if !c.possible() {
			return
		}
		for bits := range 1 << (3 + len(c.goes)) {
			w := plainWorld{plainCase: c, outlives: bits&1 != 0, ownersHand: bits&2 != 0, offLate: bits&4 != 0}
			for j := range c.goes {
				w.sooner = append(w.sooner, bits>>(3+j)&1 != 0)
			}
			if bits != 0 && !w.matters(i) {
				continue
			}
			seen[w.verdict(i)] = true
		}
	}
	choose(0)
	return seen
}

// matters leaves out worlds that differ from others in nothing.
func (w *plainWorld) matters(i int) bool {
	if w.rule != "quantity" && w.rule != "value" && w.rule != "fund" && slices.Contains(w.sooner, true) {
		return false
	}
	return !w.sooner[i]
}

// possible says whether a world agrees with what is recorded: what is recorded had
// happened by the day asked about, and goods go after they came.
func (c *plainCase) possible() bool {
	for i, m := range c.goes {
		if !m.plan && !c.hindsight && m.day[0] > c.asOf || i > 0 && m.day[0] < c.goes[i-1].day[0] {
			return false
		}
	}
	return c.again == nil || c.again[0] > c.off[0]
}

// TestEveryPlainWorld: permitted means that the clause stands against the movement
// in no world, missing and forbidden that it does in every one.
func TestEveryPlainWorld(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 13))
	compared, loose := map[string]int{}, map[string]int{}
	for range 5_000 {
		c := randomPlain(r)
		judged := decide(t, c.snapshot())
		for i, m := range c.goes {
			id := proviso.MovementID(fmt.Sprintf("go%d", i))
			seen := c.read(i)
			if len(seen) == 0 || judged.movement(id) == nil {
				continue
			}
			got := proviso.Permitted
			if f := judged.finding(id, "lic/clause"); f != nil {
				got = f.Verdict
			}
			bad := seen[proviso.Missing] || seen[proviso.Forbidden]
			wrong := got == proviso.Permitted && (bad || seen[proviso.Undetermined]) || got >= proviso.Missing && (seen[proviso.Permitted] || seen[proviso.Undetermined] || got == proviso.Forbidden && seen[proviso.Missing])
			if wrong {
				t.Fatalf("%s of %s is %s, the worlds say %v:\n%s", m.kind, id, got, seen, c)
			}
			compared[c.rule]++
			if got == proviso.Undetermined && len(seen) == 1 && !seen[proviso.Undetermined] {
				loose[c.rule]++
			}
		}
	}
	t.Logf("compared %v, loose %v", compared, loose)
	for _, rule := range plainKinds {
		if compared[rule] < 600 || loose[rule]*8 > compared[rule] {
			t.Errorf("%s: %d compared, of which %d are undetermined though every world agrees", rule, compared[rule], loose[rule])
		}
	}
}

func (c *plainCase) String() string {
	return strings.TrimSpace(fmt.Sprintf("as of %s\n%s", plainDay(c.asOf), toldOf(c.records(), nil)))
}
