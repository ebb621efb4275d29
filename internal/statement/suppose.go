package statement

import (
	"slices"
	"strconv"
	"strings"

	"github.com/proviso-ledger/proviso"
)

// Supposition is what follows for the records if statements are true.
type Supposition struct {
	Snapshot *proviso.Snapshot // the records with the statements taken as true
	Taken    []Step            // what was entered, changed or left out for it
	Left     []Step            // what a statement says that no record can hold
	Clashes  []Step            // what a statement denies and a record shows
	Open     []Step            // entered as a movement of its own, and may be one on record
}

// Step is one thing that was or was not done for a statement.
type Step struct {
	Statement proviso.StatementID
	Text      string
	Records   []string
}

// supposing builds a Supposition.
type supposing struct {
	*Book
	out         *Supposition
	movements   map[proviso.MovementID]*proviso.Movement // changed or new; nil: left out
	instruments map[proviso.InstrumentID]*proviso.Instrument
	entered     []proviso.MovementID // the new ones in their order
	now         *proviso.Statement
	same        bool      // what may be a movement on record is read as that one
	links       []*Saying // conditions, which wait for what the others say
	facts       []*literal
}

// Suppose takes the statements as true on top of the records. A claim that may be
// of a movement on record is entered as another one or, with same, as an account
// of that one.
func (b *Book) Suppose(ids []proviso.StatementID, same bool) *Supposition {
	p := &supposing{Book: b, out: &Supposition{}, same: same, movements: map[proviso.MovementID]*proviso.Movement{}, instruments: map[proviso.InstrumentID]*proviso.Instrument{}}
	for _, id := range ids {
		any := false
		for _, y := range b.sayings[id] {
			p.now = y.Statement
			if y.literal == nil {
				continue
			}
			any = true
			if y.literal.form == proviso.FormCondition {
				p.links = append(p.links, y)
			} else {
				p.take(y.literal.literal)
			}
		}
		if !any {
			p.now = b.s.Statement(id)
			p.left("says nothing that can be taken as true: it is words only, or asks, warns, declines or denies a part that it does not name")
		}
	}
	p.follow()
	p.out.Snapshot = p.snapshot()
	return p.out
}

func (p *supposing) taken(text string, records ...string) {
	p.out.Taken = append(p.out.Taken, Step{p.now.ID, text, records})
}

func (p *supposing) left(text string) {
	p.out.Left = append(p.out.Left, Step{p.now.ID, text, nil})
}

func (p *supposing) take(l *literal) {
	p.facts = append(p.facts, l)
	switch l.form {
	case proviso.FormMovement:
		if l.not {
			p.none(l, false)
		} else {
			p.happened(l, proviso.Supposed)
		}
	case proviso.FormIntention:
		if l.not {
			p.none(l, true)
		} else {
			p.happened(l, proviso.Planned)
		}
	case proviso.FormPolicy:
		p.held(l)
	case proviso.FormInstrument:
		p.reached(l)
	case proviso.FormStock:
		p.counted(l)
	case proviso.FormNegotiation:
		p.left("talks move nothing and bind nobody; suppose what came of them: " + literalWords(p.s, l))
	case proviso.FormKnowledge:
		p.left("that somebody had information does not make it so; suppose a statement that says it is so")
	case proviso.FormCondition: // see follow
	}
}

// movement gives the movement as it stands so far.
func (p *supposing) movement(id proviso.MovementID) *proviso.Movement {
	if m, ok := p.movements[id]; ok {
		return m
	}
	return p.s.Movement(id)
}

// happened enters a movement, or takes the one on record for what happened.
func (p *supposing) happened(l *literal, basis proviso.Basis) {
	m := &l.move
	if rec := p.movement(m.AccountOf); rec != nil && slices.Contains(p.now.Claim.About, string(rec.ID)) {
		if rec.Basis == proviso.Reported && basis == proviso.Supposed {
			changed := *rec
			changed.Basis = proviso.Supposed
			p.movements[rec.ID] = &changed
			p.taken("the movement as reported took place: "+string(rec.ID), string(rec.ID))
			return
		}
		p.taken("is on record already: "+string(rec.ID), string(rec.ID))
		return
	}
	if m.InAll {
		p.left("a total of several movements, which are not told apart: " + literalWords(p.s, l))
		return
	}
	if len(m.Items) != 1 {
		p.left("does not say which goods: " + literalWords(p.s, l))
		return
	}
	sure, may := p.onRecord(l, basis)
	switch {
	case slices.Contains(p.entered, sure):
		p.taken("says the same as "+string(sure), string(sure))
		return
	case sure != "":
		p.taken("is on record already: "+string(sure), string(sure))
		return
	}
	if len(may) > 0 && p.same {
		p.account(l, basis, may[0])
		return
	}
	one := p.asRecord(l, basis)
	p.enter(one)
	if len(may) > 0 {
		p.out.Open = append(p.out.Open, Step{p.now.ID, string(one.ID) + " may be " + orWords(may) + ", and is entered beside it", idWords(may)})
	}
	p.taken("a movement entered as "+string(basis)+": "+moveWords(p.s, m)+" ("+string(one.ID)+")", string(one.ID))
}

func (p *supposing) enter(one *proviso.Movement) {
	p.movements[one.ID] = one
	p.entered = append(p.entered, one.ID)
}

// onRecord finds a movement that surely is what the claim says, on record or
// supposed before, else those that may be. With account_of the claim itself says
// which it may be.
func (p *supposing) onRecord(l *literal, basis proviso.Basis) (sure proviso.MovementID, may []proviso.MovementID) {
	m := l.move
	if !m.When.Known() && basis == proviso.Supposed {
		m.When = proviso.Between(l.some.lo, l.some.hi)
	}
	list := slices.Clone(p.candidates(&m))
	for _, id := range p.entered {
		list = append(list, p.movements[id])
	}
	for _, rec := range list {
		if rec = p.movement(rec.ID); rec == nil {
			continue
		}
		switch fits := p.fits(&m, rec); {
		case fits == proviso.Yes && (rec.Basis == proviso.Recorded || rec.Basis == proviso.Supposed) && basis == proviso.Supposed,
			fits == proviso.Yes && rec.Basis == proviso.Planned && basis == proviso.Planned:
			return rec.ID, nil
		case fits != proviso.No && m.AccountOf == "" && rec.RivalTo == "" && !slices.Contains(p.entered, rec.ID):
			may = append(may, rec.ID)
		}
	}
	return "", may
}

// account enters what the claim says as an account of a movement on record.
func (p *supposing) account(l *literal, basis proviso.Basis, id proviso.MovementID) {
	one := p.asRecord(l, basis)
	one.RivalTo = id
	p.enter(one)
	p.taken("read as an account of "+string(id)+": "+moveWords(p.s, &l.move)+" ("+string(one.ID)+")", string(one.ID), string(id))
}

func idWords(list []proviso.MovementID) []string {
	out := make([]string, len(list))
	for i, id := range list {
		out[i] = string(id)
	}
	return out
}

func orWords(list []proviso.MovementID) string { return strings.Join(idWords(list), " or ") }

// asRecord writes the claim as a movement. Units that came from somewhere are
// ones that came by a movement on record from there, if there is one.
func (p *supposing) asRecord(l *literal, basis proviso.Basis) *proviso.Movement {
	m := &l.move
	id := proviso.MovementID("if-" + string(p.now.ID))
	for n := 2; p.movement(id) != nil; n++ {
		id = proviso.MovementID("if-" + string(p.now.ID) + "-" + strconv.Itoa(n))
	}
	one := &proviso.Movement{ID: id, Kind: proviso.Transfer, Basis: basis, Item: m.Items[0], Quantity: proviso.Quantity{Least: 1, Most: proviso.Unbounded},
		From: holdingOf(m.From), To: holdingOf(m.To), Under: m.Under, RivalTo: m.AccountOf, Via: proviso.Route{Known: len(m.Via) > 0, Legs: m.Via}}
	one.From.Item, one.To.Item = one.Item, one.Item
	if len(m.Kinds) > 0 {
		one.Kind = m.Kinds[0]
	}
	if m.HasQuantity {
		one.Quantity = m.Quantity
	}
	one.When = m.When
	if !one.When.Known() && basis == proviso.Supposed {
		one.When = upTo(p.now.Said)
	}
	if m.Origin == "" {
		return one
	}
	for _, rec := range p.candidates(m) {
		is := &proviso.SomeMovement{From: endOf(rec.From)}
		if rec.RivalTo == "" && p.trees.origin(m.Origin, is) && slices.ContainsFunc(ends(&m.From), func(q proviso.PartyID) bool {
			to := endOf(rec.To)
			return slices.ContainsFunc(ends(&to), func(r proviso.PartyID) bool { return p.trees.party(q, r) })
		}) {
			one.DrawnFrom = append(one.DrawnFrom, rec.ID)
		}
	}
	if len(one.DrawnFrom) == 0 {
		p.left("that the units came from " + p.s.PartyName(m.Origin) + ": no movement on record brought them from there to " + endWords(p.s, &m.From))
	}
	return one
}

// upTo is a day not after the one on which something was said.
func upTo(said proviso.Date) proviso.Date {
	if said.Latest() == proviso.LastDay {
		return proviso.Date{}
	}
	return mustDate("../" + said.Latest().String())
}

func holdingOf(e proviso.End) proviso.Holding {
	h := proviso.Holding{Owner: e.Owner, Holder: e.Holder, At: e.At}
	if e.Party != "" {
		h.Owner, h.Holder = e.Party, e.Party
	}
	if h.Holder == "" {
		h.Holder = h.Owner
	}
	return h
}

// none leaves out the movements that a denial surely covers. What a paper shows
// stays, and clashes.
func (p *supposing) none(l *literal, plans bool) {
	any := false
	for _, rec := range p.candidates(&l.move) {
		if now, ok := p.movements[rec.ID]; ok && now == nil || (rec.Basis == proviso.Planned) != plans {
			continue
		}
		is := p.ofMovement(rec)
		other, ok := is.(*proviso.SomeMovement)
		if plan, planned := is.(*proviso.Intention); planned {
			other, ok = &plan.Movement, len(l.by) > 0 && p.trees.parties(l.by, []proviso.PartyID{plan.By})
		}
		when := span{rec.When.Earliest(), rec.When.Latest()}
		days := l.all
		if plans {
			days = l.planned
		}
		if !ok || l.loose || !when.within(days) || !p.trees.covers(&l.move, other) {
			continue
		}
		any = true
		if rec.Basis == proviso.Recorded {
			p.out.Clashes = append(p.out.Clashes, Step{p.now.ID, "denies " + string(rec.ID) + ", which is recorded", []string{string(rec.ID)}})
			continue
		}
		p.movements[rec.ID] = nil
		p.taken("did not take place: "+string(rec.ID), string(rec.ID))
	}
	if !any {
		p.left("rules out no movement on record: " + literalWords(p.s, l))
	}
}

// instrument gives a copy of the instrument that may be changed.
func (p *supposing) instrument(id proviso.InstrumentID) *proviso.Instrument {
	if in := p.instruments[id]; in != nil {
		return in
	}
	in := p.s.Instrument(id)
	if in == nil {
		return nil
	}
	changed := *in
	changed.Life, changed.Conditions = slices.Clone(in.Life), slices.Clone(in.Conditions)
	p.instruments[id] = &changed
	return &changed
}

// held enters that a rule or paper is said to hold on a day, or not to.
func (p *supposing) held(l *literal) {
	id := proviso.InstrumentID(l.fact)
	if c := p.s.Condition(proviso.ConditionID(l.fact)); c != nil {
		id = c.Instrument
	}
	in := p.instrument(id)
	switch {
	case in == nil:
		p.left("no instrument on record: " + l.fact)
	case l.not:
		p.left("that " + l.fact + " did not hold on a day is entered as no stage of its life")
	case l.some.lo == proviso.FirstDay:
		p.left("on which day " + l.fact + " held is not on record")
	default:
		in.Life = append(in.Life, proviso.Event{Status: proviso.Stated, On: proviso.Between(l.some.lo, l.some.hi)})
		p.taken(string(in.ID)+" stated, "+spanWords(l.some), string(in.ID))
	}
}

// reached enters a stage of an instrument.
func (p *supposing) reached(l *literal) {
	in := p.instrument(l.stage.Instrument)
	switch {
	case in == nil:
		p.left("names no instrument on record: " + stageWords(p.s, &l.stage))
	case l.not:
		kept := slices.DeleteFunc(slices.Clone(in.Life), func(e proviso.Event) bool {
			return e.Status == l.stage.Stage && !l.loose && span{e.On.Earliest(), e.On.Latest()}.within(l.all)
		})
		if len(kept) == len(in.Life) {
			p.left("rules out no stage on record: " + literalWords(p.s, l))
			return
		}
		in.Life = kept
		p.taken(string(in.ID)+" was not "+string(l.stage.Stage), string(in.ID))
	case slices.ContainsFunc(in.Life, func(e proviso.Event) bool {
		return e.Status == l.stage.Stage && e.On.Earliest() <= p.s.AsOf && span{e.On.Earliest(), e.On.Latest()}.within(l.some)
	}):
		p.taken("is on record already: "+string(in.ID)+" "+string(l.stage.Stage), string(in.ID))
	default:
		on := l.stage.On
		if !on.Known() {
			on = upTo(p.now.Said)
		}
		in.Life = append(in.Life, proviso.Event{Status: l.stage.Stage, On: on})
		p.taken(string(in.ID)+" "+string(l.stage.Stage)+", "+on.String(), string(in.ID))
	}
}

// counted enters a stocktake, where the day and the holding are named.
func (p *supposing) counted(l *literal) {
	if l.not || !l.some.oneDay() || !l.stock.InAll || len(ends(&l.stock.In)) == 0 || len(l.stock.Items) != 1 {
		p.left("is no stocktake: " + literalWords(p.s, l))
		return
	}
	if slices.ContainsFunc(p.now.Claim.About, func(id string) bool { return p.s.Movement(proviso.MovementID(id)) != nil }) {
		p.taken("is on record already: "+literalWords(p.s, l), p.now.Claim.About...)
		return
	}
	h := holdingOf(l.stock.In)
	h.Item = l.stock.Items[0]
	id := proviso.MovementID("if-" + string(p.now.ID))
	p.movements[id] = &proviso.Movement{ID: id, Kind: proviso.Count, Basis: proviso.Supposed, When: proviso.DateOfDay(l.some.lo),
		Item: h.Item, Quantity: l.stock.Quantity, From: h, To: h}
	p.taken("a stocktake: "+literalWords(p.s, l)+" ("+string(id)+")", string(id))
}

// snapshot puts the records together again.
func (p *supposing) snapshot() *proviso.Snapshot {
	var all []proviso.Record
	for _, r := range p.s.Parties {
		all = append(all, r)
	}
	for _, r := range p.s.Places {
		all = append(all, r)
	}
	for _, r := range p.s.Items {
		all = append(all, r)
	}
	for _, r := range p.s.Instruments {
		if changed := p.instruments[r.ID]; changed != nil {
			r = changed
		}
		all = append(all, r)
	}
	for _, r := range p.s.Movements {
		if _, changed := p.movements[r.ID]; !changed {
			all = append(all, r)
		}
	}
	for _, r := range p.movements {
		if r != nil {
			all = append(all, r)
		}
	}
	for _, r := range p.s.Statements {
		all = append(all, r)
	}
	for _, r := range p.s.Sources {
		all = append(all, r)
	}
	return proviso.NewSnapshot(p.s.Case, p.s.AsOf, p.s.Known, all)
}
