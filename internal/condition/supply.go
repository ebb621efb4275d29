package condition

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// SupplyIndex finds the supply clauses (policies, embargoes, approvals) that a
// movement can run into by who supplies and who receives, so that a decision
// does not look at the others.
type SupplyIndex struct {
	s       *proviso.Snapshot
	answers *answers
	rules   []*supplyRule
	party   map[proviso.PartyID]int32
	items   map[proviso.ItemID]int32
	by, to  [][]side // by party: the sides of rules that it may be on
	pairs   *pairs
}

// side is a party that rules name, and whether another party is within it.
// Number 0 stands for "anybody".
type side struct {
	number uint32
	within proviso.Truth
}

type supplyRule struct {
	*clause
	rule  *proviso.Supply
	items []proviso.Truth // by item: whether the rule is about it

	first, last proviso.Day // outside of these days the clause surely has no effect
}

// NewSupplyIndex indexes the supply clauses of a snapshot, with what its
// movements use up of the approvals on record.
func NewSupplyIndex(s *proviso.Snapshot) *SupplyIndex {
	e := newEngine(s)
	if _, err := e.rely(context.Background()); err != nil {
		panic("internal error: " + err.Error()) // only an ended context stops it
	}
	return e.supplies
}

func newSupplyIndex(s *proviso.Snapshot, a *answers, cs []*clause) *SupplyIndex {
	x := &SupplyIndex{s: s, answers: a,
		party: make(map[proviso.PartyID]int32, len(s.Parties)), items: make(map[proviso.ItemID]int32, len(s.Items))}
	for i, it := range s.Items {
		x.items[it.ID] = int32(i)
	}
	bySides, toSides := newSideTable(), newSideTable()
	about := map[[2]uint32][]int32{}
	for _, c := range cs {
		r, ok := c.Rule.(*proviso.Supply)
		if !ok {
			continue
		}
		n := int32(len(x.rules))
		x.rules = append(x.rules, &supplyRule{clause: c, rule: r, items: itemTruths(s, c, r), first: c.During.Earliest(), last: c.During.Latest()})
		for _, b := range bySides.numbers(r.By) {
			for _, t := range toSides.numbers(r.To) {
				about[[2]uint32{b, t}] = append(about[[2]uint32{b, t}], n)
			}
		}
	}
	x.pairs = newPairs(about, 1+len(bySides.order), 1+len(toSides.order))
	x.by, x.to = [][]side{bySides.of(s, "")}, [][]side{toSides.of(s, "")}
	for i, p := range s.Parties {
		x.party[p.ID] = int32(i + 1)
		x.by, x.to = append(x.by, bySides.of(s, p.ID)), append(x.to, toSides.of(s, p.ID))
	}
	return x
}

// sideTable numbers the parties that rules name on one side.
type sideTable struct {
	number map[proviso.PartyID]uint32
	order  []proviso.PartyID
	any    bool
}

func newSideTable() *sideTable { return &sideTable{number: map[proviso.PartyID]uint32{}} }

func (ss *sideTable) numbers(ps []proviso.PartyID) []uint32 {
	if len(ps) == 0 {
		ss.any = true
		return []uint32{0}
	}
	out := make([]uint32, len(ps))
	for i, p := range ps {
		n, ok := ss.number[p]
		if !ok {
			ss.order = append(ss.order, p)
			n = uint32(len(ss.order))
			ss.number[p] = n
		}
		out[i] = n
	}
	return out
}

func (ss *sideTable) of(s *proviso.Snapshot, p proviso.PartyID) []side {
	var out []side
	if ss.any {
		out = append(out, side{0, proviso.Yes})
	}
	for i, q := range ss.order {
		if t := s.PartyWithin(p, q); t != proviso.No {
			out = append(out, side{uint32(i + 1), t})
		}
	}
	return out
}

func itemTruths(s *proviso.Snapshot, c *clause, r *proviso.Supply) []proviso.Truth {
	out := make([]proviso.Truth, len(s.Items))
	for i, it := range s.Items {
		out[i] = supplyItem(c, r, it)
	}
	return out
}

func supplyItem(c *clause, r *proviso.Supply, it *proviso.Item) proviso.Truth {
	t := proviso.No
	limited := false
	if r.Lethal {
		limited, t = true, it.Lethal
	}
	if len(r.Items) > 0 {
		limited = true
		t = t.Or(proviso.TruthOf(slices.Contains(r.Items, it.ID)))
	}
	if len(r.Codes) > 0 {
		limited = true
		t = t.Or(codeTruth(r.Codes, it.Codes))
	}
	if !limited {
		t = proviso.Yes
	}
	if ids := c.items(); len(ids) > 0 {
		t = t.And(proviso.TruthOf(slices.Contains(ids, it.ID)))
	}
	return t
}

// codeTruth says whether the item has one of the codes. An item with no code of
// the same system may have it.
func codeTruth(want, have []proviso.Code) proviso.Truth {
	t := proviso.No
	for _, w := range want {
		known := false
		for _, h := range have {
			if h.System == w.System {
				known = true
				t = t.Or(codeWithin(h, w))
			}
		}
		if !known {
			t = t.Or(proviso.Maybe)
		}
	}
	return t
}

// codeWithin says whether the code is the other or an entry under it: ML 3.a
// under 3, HS 930630 under 9306. A code less precise than the other may be it.
func codeWithin(have, want proviso.Code) proviso.Truth {
	h, w := plainCode(have.Value), plainCode(want.Value)
	switch {
	case h == w:
		return proviso.Yes
	case entryUnder(have.System, h, w):
		return proviso.Yes
	case entryUnder(have.System, w, h):
		return proviso.Maybe
	}
	return proviso.No
}

// plainCode drops what codes are punctuated with.
func plainCode(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '.' || r == ' ' || r == '(' || r == ')' || r == '-' {
			return -1
		}
		return unicode.ToUpper(r)
	}, s)
}

// entryUnder says whether the longer code is an entry under the shorter one:
// for the HS any further digits, for the munitions lists a letter after the
// number or a digit after a letter. Stock numbers have no entries.
func entryUnder(system, long, short string) bool {
	if !strings.HasPrefix(long, short) || len(long) == len(short) || short == "" {
		return false
	}
	next, last := rune(long[len(short)]), rune(short[len(short)-1])
	switch system {
	case "HS":
		return true
	case "ML", "USML":
		return unicode.IsDigit(next) != unicode.IsDigit(last) || system == "USML" && unicode.IsLetter(next) && !romanOnly(long)
	}
	return false
}

// romanOnly says whether the code is a bare category of the USML, where a longer
// numeral is another category and no entry.
func romanOnly(s string) bool { return strings.Trim(s, "IVX") == "" }

// bite is a rule that is or may be about a movement.
type bite struct {
	rule int32
	sure proviso.Truth
}

// match gives the rules that are or may be about the movement, in the room of
// buf, each once.
func (x *SupplyIndex) match(m *proviso.Movement, buf []bite) []bite {
	buf = buf[:0]
	if !supplies(m.Kind) {
		return buf
	}
	all := receivers(m)
	for i, to := range all {
		if i > 0 && to == all[0] {
			break
		}
		buf = x.matchBy(m, hand(m), to.party, to.sure, buf)
		if owner, ok := onBehalf(m); ok {
			buf = x.matchBy(m, owner, to.party, proviso.Maybe, buf)
		}
	}
	return buf
}

// matchBy adds the rules about the movement if the party supplies the goods.
func (x *SupplyIndex) matchBy(m *proviso.Movement, by, gets proviso.PartyID, supplies proviso.Truth, buf []bite) []bite {
	to, item := x.to[x.party[gets]], int32(-1)
	first, last := m.When.Earliest(), m.When.Latest()
	for _, b := range x.by[x.party[by]] {
		for _, t := range to {
			for _, n := range x.pairs.at(b.number, t.number) {
				r := x.rules[n]
				if last < r.first || r.last < first {
					continue
				}
				if item < 0 {
					item = x.items[m.Item] // not before a rule asks: most movements meet none
				}
				sure := supplies.And(b.within).And(t.within).And(r.items[item])
				if sure != proviso.No { // to itself is no supply
					switch {
					case len(r.rule.To) == 0:
						sure = sure.And(withinAny(x.s, gets, r.rule.By).Not())
					case len(r.rule.By) == 0:
						sure = sure.And(withinAny(x.s, by, r.rule.To).Not())
					}
				}
				if sure != proviso.No {
					sure = sure.And(r.applies(x.s, m))
				}
				if sure != proviso.No {
					buf = addBite(buf, bite{n, sure})
				}
			}
		}
	}
	return buf
}

func addBite(bites []bite, b bite) []bite {
	for i := range bites {
		if bites[i].rule == b.rule {
			bites[i].sure = bites[i].sure.Or(b.sure)
			return bites
		}
	}
	return append(bites, b)
}

// Decide gives the verdict of all supply clauses on a movement. It is the whole
// decision, before any reason is drawn, and allocates nothing while no more
// than a few clauses are about the movement.
func (x *SupplyIndex) Decide(m *proviso.Movement) proviso.Verdict {
	var room [8]bite
	verdict := proviso.Permitted
	for _, b := range x.match(m, room[:0]) {
		v, _ := x.judge(m, b).on(face(m.Quantity))
		verdict = verdict.Worse(v)
	}
	return verdict
}

// judge gives the outcome of a rule that bites, without its reasons.
func (x *SupplyIndex) judge(m *proviso.Movement, b bite) outcome {
	r := x.rules[b.rule]
	o := outcome{bad: proviso.Forbidden, sure: b.sure, doubt: r.doubt}
	if len(r.rule.UnlessApprovedBy) == 0 {
		o.frees = x.answers.waives(r.clause, m)
	}
	for i, p := range r.rule.UnlessApprovedBy {
		frees, refused := x.answers.room(r.clause, m, p)
		if i == 0 {
			o.bad, o.frees = proviso.Missing, frees
		}
		o.frees = flow.Span{Least: min(o.frees.Least, frees.Least), Most: min(o.frees.Most, frees.Most)}
		if refused {
			o.bad = proviso.Forbidden
		}
	}
	return o
}

// supplies says whether the movement hands goods from one party to another.
func supplies(k proviso.MovementKind) bool {
	return k == proviso.Transfer || k == proviso.Lend || k == proviso.Return
}

// explainSupply adds the reasons to the outcome of a rule that bites.
func (e *engine) explainSupply(m *proviso.Movement, b bite) outcome {
	r := e.supplies.rules[b.rule]
	o := e.supplies.judge(m, b)
	lead := fmt.Sprintf("it binds supply by %s to %s; here %s supplies %s",
		anybody(r.rule.By), anybody(r.rule.To), named(mover(m)), named(receiver(m)))
	if r.rule.Lethal {
		lead += ", and the item is " + lethalWord(e.s.Item(m.Item).Lethal)
	}
	if len(r.rule.UnlessApprovedBy) > 0 {
		told := e.consentOf(r.clause, m, r.rule.UnlessApprovedBy, lead)
		o.because, o.needs, o.settles = told.because, told.needs, told.settles
	} else {
		o.because = []proviso.Reason{
			{Text: lead, Records: []string{string(r.ID), string(m.ID)}},
			{Text: "the clause names nobody whose approval would lift it", Records: []string{string(r.ID)}},
		}
		o.because = append(o.because, e.supplies.answers.waivers(r.clause, m)...)
	}
	o.by = []proviso.PartyID{mover(m)}
	if r.rule.BindsReceiver {
		o.by = append(o.by, receiver(m))
	}
	if b.sure == proviso.Maybe {
		o.settles = append(o.settles, "who supplies whom with what, and whether "+string(r.in.ID)+" is in force, on the day of "+string(m.ID))
	}
	return o
}

func lethalWord(t proviso.Truth) string {
	switch t {
	case proviso.Yes:
		return "lethal"
	case proviso.No:
		return "not lethal"
	case proviso.Maybe:
	}
	return "not known to be lethal or not"
}

func anybody(ps []proviso.PartyID) string {
	if len(ps) == 0 {
		return "anybody"
	}
	return partyList(ps)
}
