package condition

import (
	"fmt"
	"math/rand/v2"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
)

var plainKinds = []string{"onward", "onward", "onward", "end_user", "end_use", "territory", "period", "supply", "quantity", "value", "fund"}

type plainMaker struct{ known }

func (k *plainMaker) chance(percent int) bool { return k.IntN(100) < percent }

// among gives one or two of the numbers below n.
func (k *plainMaker) among(n int) []int {
	a, b := k.IntN(n), k.IntN(n)
	if a == b || k.chance(60) {
		return []int{a}
	}
	return []int{a, b}
}

func (k *plainMaker) span() [2]int {
	a := k.IntN(12)
	return [2]int{a, a + k.IntN(8)}
}

// one of n is not known at all, now and then.
func (k *plainMaker) any(n, of int) fact {
	if k.vague == 0 || k.IntN(6) > 0 {
		return fact{n}
	}
	k.vague--
	var all fact
	for i := range of {
		all = append(all, i)
	}
	return all
}

func randomPlain(r *rand.Rand) *plainCase {
	k := &plainMaker{known{r, r.IntN(4)}}
	c := &plainCase{rule: plainKinds[k.IntN(len(plainKinds))], valid: never, during: never, exDay: never, period: never,
		given: k.fact(k.IntN(3), 1), militia: fact{-1}, later: fact{-1}, turns: k.IntN(12), asOf: 40, binding: proviso.Licence, per: proviso.PerInstrument}
	if k.chance(25) {
		c.asOf, c.hindsight = 6+k.IntN(12), k.chance(50)
	}
	if k.chance(15) {
		c.off = k.fact(5+k.IntN(8), 1)
		if k.chance(40) {
			c.again = k.fact(c.off[len(c.off)-1]+1+k.IntN(3), 1)
		}
	}
	for _, p := range []*[2]int{&c.valid, &c.during} {
		if k.chance(10) {
			*p = k.span()
		}
	}
	if k.chance(20) {
		c.except(k)
	}
	c.clause(k)
	c.movements(k)
	for range k.IntN(3) {
		a := plainAnswer{to: k.IntN(len(c.goes)), given: k.fact(k.IntN(14), 2), hour: fact{0, 1}}
		if k.chance(40) {
			a.units = 1 + k.IntN(5)
		}
		if k.chance(20) {
			a.off = k.fact(a.given[len(a.given)-1]+1+k.IntN(4), 1)
		}
		c.answers = append(c.answers, a)
	}
	return c
}

func (c *plainCase) except(k *plainMaker) {
	switch k.IntN(5) {
	case 0:
		c.exBy = k.among(4)
	case 1:
		c.exTo = k.among(4)
	case 2:
		c.exBy, c.exDay = k.among(4), k.span()
	case 3:
		c.exDay = k.span()
	case 4:
		c.exItem, c.exTo = true, k.among(4)
	}
}

func (c *plainCase) clause(k *plainMaker) {
	c.stays = k.chance(15)
	c.list, c.uses, c.ceiling, c.notice = k.among(4), []string{plainUses[k.IntN(3)]}, 3+k.IntN(10), 1+k.IntN(4)
	switch c.rule {
	case "onward":
		c.onward, c.trigger = proviso.OnwardRules[k.IntN(5)], usual
		if k.chance(40) {
			c.trigger = []proviso.Trigger{proviso.Triggers[k.IntN(len(proviso.Triggers))]}
		}
		if k.chance(25) {
			c.of = k.among(4)
		}
		if k.chance(25) {
			c.freeTo = k.among(4)
		}
		if k.chance(20) {
			c.freeAfter = 2 + k.IntN(8)
		}
	case "end_user", "end_use":
		if k.chance(50) {
			c.not = []string{plainUses[k.IntN(3)]}
		}
		if k.chance(30) && c.not != nil {
			c.uses = nil
		}
	case "territory":
		if c.never = k.among(4); k.chance(40) {
			c.list = nil
		}
	case "period":
		c.period = k.span()
	case "supply":
		c.stays = false
		if c.by, c.to = k.among(4), k.among(4); k.chance(30) {
			c.by = nil
		} else if k.chance(30) {
			c.to = nil
		}
	case "quantity", "value":
		c.stays, c.per = false, proviso.Pers[k.IntN(len(proviso.Pers))]
	case "fund":
		c.stays = false
		if k.chance(60) {
			c.list = nil
		}
		if k.chance(60) {
			c.uses = nil
		}
		if k.chance(40) {
			c.period = k.span()
		}
		if k.chance(50) {
			c.ceiling = 0
		}
		if k.chance(70) {
			c.notice = 0
		}
	}
}

// movements makes a delivery from Finland to Germany and up to two that take the
// same units on.
func (c *plainCase) movements(k *plainMaker) {
	was := [3]fact{{plainFI}, {plainFI}, {plainFI}}
	day := 1
	for i := range 1 + k.IntN(3) {
		m := plainGo{kind: proviso.Transfer, was: was, units: k.fact(1+k.IntN(6), 2), via: fact{-1}, amount: k.fact(1+k.IntN(6), 2),
			plan: i > 0 && k.chance(12), under: i == 0 || k.chance(25) || c.rule == "quantity" || c.rule == "value" || c.rule == "fund"}
		if i == 0 && c.rule != "quantity" {
			m.units = fact{9}
		}
		if i > 0 { // no more go on than came
			most := c.goes[i-1].units[0]
			m.units = slices.DeleteFunc(k.fact(1+k.IntN(most), 2), func(n int) bool { return n > most })
		}
		m.day = k.fact(day, 2)
		day = m.day[len(m.day)-1] + k.IntN(5)
		m.paidOn = k.fact(k.IntN(14), 2)
		m.use = k.any(k.IntN(3), 3)
		m.owner, m.holder, m.at = fact{plainDE}, fact{plainDE}, fact{plainDE}
		if i > 0 || k.chance(20) {
			m.owner = k.any(k.IntN(len(plainParties)), plainMilitia)
			if m.holder = m.owner; k.chance(30) || len(m.owner) > 1 {
				m.holder = k.any(k.IntN(len(plainParties)), plainMilitia)
			}
			if m.at = k.any(k.IntN(4), 4); k.chance(20) {
				m.via = fact{k.IntN(4)}
			}
		}
		if i > 0 && c.rule != "fund" {
			m.kindOf(k)
		}
		if m.owner[0] == plainMilitia || m.holder[0] == plainMilitia {
			c.militia, c.later = fact{-1, 0, 1, 2, 3, 4, 5}, fact{-1, plainDE, 2}
		}
		if was = [3]fact{m.owner, m.holder, m.at}; len(m.owner)+len(m.holder)+len(m.at) > 3 || !passes(m.kind) {
			c.goes = append(c.goes, m)
			return
		}
		c.goes = append(c.goes, m)
	}
}

func (m *plainGo) kindOf(k *plainMaker) {
	m.kind = []proviso.MovementKind{proviso.Transfer, proviso.Transfer, proviso.Transfer, proviso.Lend, proviso.Return, proviso.Expend, proviso.Destroy, proviso.Lose}[k.IntN(8)]
	switch m.kind {
	case proviso.Lend, proviso.Return:
		m.owner = m.was[0]
	case proviso.Expend, proviso.Destroy, proviso.Lose:
		m.owner, m.holder, m.at, m.via = m.was[0], m.was[1], m.was[2], fact{-1}
	}
	if k.chance(15) && m.kind == proviso.Transfer {
		m.holder = m.was[1] // title alone passes
	}
}

func (c *plainCase) snapshot() *proviso.Snapshot {
	s := askedOn(plainDay(c.asOf).String(), c.records()...)
	if c.hindsight {
		s.Known = plainDay(100)
	}
	return s
}

func plainSpan(p [2]int) proviso.Date {
	if p == never {
		return proviso.Date{}
	}
	return proviso.Between(plainDay(p[0]), plainDay(p[1]))
}

func plainOn(f fact) proviso.Date { return proviso.Between(plainDay(f[0]), plainDay(f[len(f)-1])) }

func plainIDs(ps []int) (out []proviso.PartyID) {
	for _, p := range ps {
		out = append(out, plainParties[p])
	}
	return out
}

func plainPlaces(ps []int) (out []proviso.PlaceID) {
	for _, p := range ps {
		out = append(out, proviso.PlaceID(plainParties[p]))
	}
	return out
}

func (c *plainCase) body() proviso.Rule {
	usd := proviso.Money{Least: int64(c.ceiling), Most: int64(c.ceiling), Currency: "USD"}
	switch c.rule {
	case "onward":
		o := &proviso.Onward{Rule: c.onward, Of: plainIDs(c.of), Days: c.notice, HasDays: true, FreeTo: plainIDs(c.freeTo), Triggers: c.trigger}
		if c.freeAfter > 0 {
			o.FreeAfter = proviso.Duration{Count: c.freeAfter, Unit: "day"}
		}
		return o
	case "end_user":
		return &proviso.EndUser{Parties: plainIDs(c.list)}
	case "end_use":
		return &proviso.EndUse{Allowed: c.uses, Excluded: c.not}
	case "territory":
		return &proviso.Territory{Only: plainPlaces(c.list), Never: plainPlaces(c.never)}
	case "period":
		return &proviso.Period{Dates: plainSpan(c.period)}
	case "supply":
		return &proviso.Supply{By: plainIDs(c.by), To: plainIDs(c.to)}
	case "quantity":
		return &proviso.Ceiling{Most: proviso.Exactly(int64(c.ceiling)), Per: c.per, Item: "shell"}
	case "value":
		return &proviso.ValueCeiling{Most: usd, Per: c.per}
	}
	return &proviso.Fund{Purposes: c.uses, Recipients: plainIDs(c.list), Available: plainSpan(c.period), Ceiling: usd, HasCeiling: c.ceiling > 0, Notice: c.notice}
}

func (c *plainCase) records() []proviso.Record {
	in := paper("lic", c.binding, "FI", "DE", covers("shell"), with("clause", c.body(), during("?"), except(proviso.Exception{To: plainIDs(c.exTo), By: plainIDs(c.exBy), During: plainSpan(c.exDay)})))
	in.Conditions[0].During, in.Conditions[0].NoFlowDown, in.Valid = plainSpan(c.during), c.stays, plainSpan(c.valid)
	if c.exItem {
		in.Conditions[0].Except.Items = []proviso.ItemID{"truck"}
	}
	in.Life = []proviso.Event{{Status: proviso.Given, On: plainOn(c.given)}}
	if c.off != nil {
		in.Life = append(in.Life, proviso.Event{Status: proviso.Suspended, On: plainOn(c.off)})
	}
	if c.again != nil {
		in.Life = append(in.Life, proviso.Event{Status: proviso.Resumed, On: plainOn(c.again)})
	}
	if c.rule == "fund" {
		in.Kind = proviso.FundKind
	}
	out := records(in, &proviso.Party{ID: plainParties[plainMilitia], Kind: proviso.Force})
	for i := range c.goes {
		out = append(out, c.goes[i].record(i, c.rule == "fund"))
	}
	for i, a := range c.answers {
		k, by, to := proviso.Notice, proviso.PartyID("DE"), proviso.PartyID("FI")
		if c.onward == proviso.OnwardPriorConsent || c.rule == "end_user" {
			k, by, to = proviso.Consent, "FI", "DE"
		}
		x := paper(proviso.InstrumentID(fmt.Sprintf("answer%d", i)), k, by, to, answering("lic/clause"), naming(proviso.MovementID(fmt.Sprintf("go%d", a.to))))
		x.Life = []proviso.Event{{Status: proviso.Given, On: plainOn(a.given)}}
		if a.off != nil {
			x.Life = append(x.Life, proviso.Event{Status: proviso.Withdrawn, On: plainOn(a.off)})
		}
		if x.Covers.HasQuantity = a.units > 0; a.units > 0 {
			x.Covers.Quantity = proviso.Exactly(int64(a.units))
		}
		out = append(out, x)
	}
	return out
}

func (m *plainGo) record(i int, fund bool) *proviso.Movement {
	party := func(f fact) proviso.PartyID {
		if len(f) > 1 {
			return ""
		}
		return plainParties[f[0]]
	}
	hold := func(owner, holder, at fact) proviso.Holding {
		h := proviso.Holding{Owner: party(owner), Holder: party(holder), Item: "shell"}
		if len(at) == 1 {
			h.At = proviso.PlaceID(plainParties[at[0]])
		}
		return h
	}
	number := func(f fact) (int64, int64) { return int64(f[0]), int64(f[len(f)-1]) }
	x := &proviso.Movement{ID: proviso.MovementID(fmt.Sprintf("go%d", i)), Kind: m.kind, Basis: proviso.Recorded, Item: "shell", When: plainOn(m.day),
		From: hold(m.was[0], m.was[1], m.was[2]), Via: proviso.Route{Known: true}}
	x.Quantity.Least, x.Quantity.Most = number(m.units)
	if passes(m.kind) {
		x.To = hold(m.owner, m.holder, m.at)
	}
	if m.via[0] >= 0 {
		x.Via.Legs = []proviso.PlaceID{proviso.PlaceID(plainParties[m.via[0]])}
	}
	if len(m.use) == 1 {
		x.Use = plainUses[m.use[0]]
	}
	if m.plan {
		x.Basis = proviso.Planned
	}
	if m.under && fund {
		p := proviso.Payment{Fund: "lic", HasAmount: true, On: plainOn(m.paidOn), Amount: proviso.Money{Currency: "USD"}}
		p.Amount.Least, p.Amount.Most = number(m.amount)
		x.PaidFrom = []proviso.Payment{p}
	} else if m.under {
		x.Under = []proviso.InstrumentID{"lic"}
	}
	v := proviso.Valuation{Amount: proviso.Money{Currency: "USD"}}
	v.Amount.Least, v.Amount.Most = number(m.amount)
	x.Values = []proviso.Valuation{v}
	if i > 0 {
		x.DrawnFrom = []proviso.MovementID{"go0"}
	}
	return x
}

// wholes gives a party and all that it is part of.
func (w *plainWorld) wholes(p int) []int {
	militia := w.militia[0]
	if w.on >= w.turns {
		militia = w.later[0]
	}
	switch whole := map[int]int{4: plainDE, 5: 2, plainMilitia: militia}; {
	case p < 4:
		return []int{p}
	case whole[p] < 0: // nobody's
		return []int{p}
	default:
		return append(w.wholes(whole[p]), p)
	}
}

// state is the party at the top.
func (w *plainWorld) state(p int) int { return w.wholes(p)[0] }

// in says whether one party is another or a part of it, or of one of them.
func (w *plainWorld) in(p int, of []int) bool {
	return slices.ContainsFunc(w.wholes(p), func(q int) bool { return slices.Contains(of, q) })
}
