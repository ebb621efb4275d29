package statement

import (
	"cmp"
	"slices"
	"strings"

	"github.com/proviso-ledger/proviso"
)

// Book is the statements of a snapshot, each with what it commits to, by what
// they are about.
type Book struct {
	s       *proviso.Snapshot
	trees   *trees
	Topics  []*Topic
	classes []*class
	byKey   map[string]*class
	topics  map[string]*Topic
	sayings map[proviso.StatementID][]*Saying
	byItem  map[proviso.ItemID][]*proviso.Movement // made when asked for
}

// Topic is one thing that statements are about: an event, an instrument, or a
// proposition in its own right.
type Topic struct {
	Key      string
	Of       proviso.Proposition // the first proposition said of it; nil: words only
	Record   string              // the record it is, if it is one
	Sayings  []*Saying           // in the order of days
	literals []*class
	trees    *trees
}

// Saying is one statement on one topic.
type Saying struct {
	Statement *proviso.Statement
	Topic     *Topic
	Of        proviso.Proposition // nil: about the record, or words only
	Not       bool
	literal   *class // what it commits to, nil: nothing
	key       string // of Of, "" without one
}

// class is the statements that commit to one literal.
type class struct {
	*literal
	topic *Topic
	soft  bool // the content of knowledge, which its holder does not vouch for
	said  []*Saying
	n     int // place among the classes
}

// Read takes the statements made by the day of the snapshot.
func Read(s *proviso.Snapshot) *Book {
	b := &Book{s: s, trees: newTrees(s), byKey: map[string]*class{}, topics: map[string]*Topic{}, sayings: map[proviso.StatementID][]*Saying{}}
	for _, st := range s.Statements {
		if st.Said.Known() && st.Said.Earliest() > s.AsOf {
			continue
		}
		b.read(st)
	}
	slices.SortStableFunc(b.Topics, func(x, y *Topic) int { return cmp.Compare(x.Key, y.Key) })
	for _, t := range b.Topics {
		slices.SortStableFunc(t.Sayings, func(x, y *Saying) int { return cmp.Compare(sayDay(x.Statement), sayDay(y.Statement)) })
	}
	return b
}

// sayDay is where a statement stands in an order of days.
func sayDay(st *proviso.Statement) proviso.Day {
	if e := st.Said.Earliest(); e != proviso.FirstDay {
		return e
	}
	return st.Said.Latest()
}

// read enters one statement under each thing that it is about.
func (b *Book) read(st *proviso.Statement) {
	said := st.Said
	c := &compiler{s: b.s, st: st, said: said}
	seen := map[proviso.StatementID]bool{st.ID: true}
	found := false
	for _, m := range b.meanings(st, seen) {
		found = true
		b.enter(c, m)
	}
	if !found {
		b.say(b.topic("words:"+string(st.ID), nil, ""), &Saying{Statement: st, Not: st.Claim.Not})
	}
}

// meaning is one thing that a statement speaks of.
type meaning struct {
	of     proviso.Proposition // nil: the record alone
	record string
	not    bool
}

// meanings lists what a statement speaks of; of another statement, what that
// one says. A statement already seen ends the chain.
func (b *Book) meanings(st *proviso.Statement, seen map[proviso.StatementID]bool) []meaning {
	var out []meaning
	for _, p := range st.Claim.Says {
		out = append(out, meaning{of: p, not: st.Claim.Not})
	}
	for _, id := range st.Claim.About {
		other := b.s.Statement(proviso.StatementID(id))
		if other == nil {
			out = append(out, meaning{of: b.ofRecord(id), record: id, not: st.Claim.Not})
			continue
		}
		if seen[other.ID] {
			continue
		}
		seen[other.ID] = true
		inner := b.meanings(other, seen)
		if len(inner) == 0 {
			inner = []meaning{{record: string(other.ID)}}
		}
		for _, m := range inner {
			m.not = m.not != (other.Mode == proviso.Denies) != st.Claim.Not
			if !commits(other.Mode) {
				m.of, m.record = nil, string(other.ID) // nothing was claimed that could be repeated or denied
			}
			if p, ok := m.of.(*proviso.SomeMovement); ok && (other.Mode == proviso.Plans || other.Mode == proviso.Promises) {
				m.of = &proviso.Intention{By: first((&compiler{st: other}).orSpeaker("")), Movement: *p}
			}
			out = append(out, m)
		}
	}
	return out
}

func first(ids []proviso.PartyID) proviso.PartyID {
	if len(ids) == 0 {
		return ""
	}
	return ids[0]
}

// commits says whether a speaker in this mode says that something is so, or is
// not so.
func commits(m proviso.Mode) bool {
	switch m {
	case proviso.Asserts, proviso.Denies, proviso.Confirms, proviso.Presumes, proviso.Plans, proviso.Promises:
		return true
	case proviso.Requests, proviso.Warns, proviso.Declines, proviso.PartDeny:
	}
	return false
}

// ofRecord is what a bare id says: of a movement that it took place as the
// record has it or, if it is planned, that it is meant; of a rule, paper or
// clause that it holds. The id of an answer (a consent, a refusal) does not say
// how it was answered.
func (b *Book) ofRecord(id string) proviso.Proposition {
	if m := b.s.Movement(proviso.MovementID(id)); m != nil {
		return b.ofMovement(m)
	}
	if c := b.s.Condition(proviso.ConditionID(id)); c != nil {
		return &proviso.PolicyHeld{Policy: c.Instrument, Clause: c.ID}
	}
	in := b.s.Instrument(proviso.InstrumentID(id))
	if in == nil {
		return nil
	}
	switch in.Kind {
	case proviso.Consent, proviso.Refusal, proviso.Waiver, proviso.Notice, proviso.Report:
		return nil
	case proviso.Certificate, proviso.Licence, proviso.Contract, proviso.Loan, proviso.Policy, proviso.Law,
		proviso.Embargo, proviso.FundKind, proviso.Letter:
	}
	return &proviso.PolicyHeld{Policy: in.ID}
}

func (b *Book) ofMovement(m *proviso.Movement) proviso.Proposition {
	if m.Kind == proviso.Count {
		return &proviso.SomeStock{Items: []proviso.ItemID{m.Item}, Quantity: m.Quantity, HasQuantity: m.Quantity.Known(),
			InAll: true, In: endOf(m.To), On: m.When}
	}
	p := &proviso.SomeMovement{AccountOf: m.ID, Kinds: []proviso.MovementKind{m.Kind}, Items: []proviso.ItemID{m.Item},
		Quantity: m.Quantity, HasQuantity: m.Quantity.Known(), From: endOf(m.From), To: endOf(m.To), When: m.When, Under: m.Under}
	if m.Via.Known {
		p.Via = m.Via.Legs
	}
	if m.Basis == proviso.Planned {
		by := m.From.Owner
		if by == "" {
			by = m.From.Holder
		}
		return &proviso.Intention{By: by, Movement: *p}
	}
	return p
}

func endOf(h proviso.Holding) proviso.End {
	return proviso.End{Owner: h.Owner, Holder: h.Holder, At: h.At}
}

// enter puts one meaning under its topic.
func (b *Book) enter(c *compiler, m meaning) {
	of, not := m.of, m.not != (c.st.Mode == proviso.Denies)
	own := ""
	if of != nil {
		own = propositionKey(of)
	}
	key := b.topicKey(of, m.record, own)
	switch p := of.(type) {
	case *proviso.SomeMovement:
		if c.st.Mode == proviso.Plans || c.st.Mode == proviso.Promises {
			of = &proviso.Intention{Movement: *p}
			own = propositionKey(of)
		}
	default:
	}
	t := b.topic(key, of, m.record)
	if on := dayOf(of); on.Known() {
		own += on.String()
	}
	saying := &Saying{Statement: c.st, Of: of, Not: m.not, key: own}
	b.say(t, saying)
	if of == nil || !commits(c.st.Mode) {
		return
	}
	of = b.known(of)
	l := c.literal(of, not)
	if l == nil {
		return
	}
	if m.record != "" && not && c.st.Mode != proviso.Plans {
		l.cap(c.said)
	}
	saying.literal = b.class(t, l, false, saying)
	if k, ok := of.(*proviso.Knowledge); ok && !not && k.That.Holds != nil {
		if inner := c.literal(b.known(k.That.Holds), k.That.Not); inner != nil {
			b.class(t, inner, true, saying)
		}
	}
}

// cap keeps the denial of a record to the days before it was denied.
func (l *literal) cap(said proviso.Date) {
	if l.form != proviso.FormMovement {
		return
	}
	l.all.hi = min(l.all.hi, said.Earliest())
	l.loose = l.loose || l.all.hi == proviso.FirstDay || l.all.empty()
}

// known fills in what the register knows of what is named.
func (b *Book) known(p proviso.Proposition) proviso.Proposition {
	stage, ok := p.(*proviso.InstrumentStage)
	if !ok || stage.Instrument == "" {
		return p
	}
	in := b.s.Instrument(stage.Instrument)
	if in == nil {
		return p
	}
	filled := *stage
	filled.By, filled.To = cmp.Or(filled.By, in.GivenBy), cmp.Or(filled.To, in.GivenTo)
	return &filled
}

func (b *Book) topic(key string, of proviso.Proposition, record string) *Topic {
	t := b.topics[key]
	if t == nil {
		t = &Topic{Key: key, Of: of, Record: record, trees: b.trees}
		b.topics[key] = t
		b.Topics = append(b.Topics, t)
	}
	return t
}

func (b *Book) say(t *Topic, y *Saying) {
	y.Topic = t
	t.Sayings = append(t.Sayings, y)
	b.sayings[y.Statement.ID] = append(b.sayings[y.Statement.ID], y)
}

func (b *Book) class(t *Topic, l *literal, soft bool, y *Saying) *class {
	k := keyer{make([]byte, 0, keySize)}
	k.text(t.Key)
	k.flags(soft)
	k.literal(l)
	c := b.byKey[string(k.b)]
	if c == nil {
		c = &class{literal: l, topic: t, soft: soft, n: len(b.classes)}
		b.byKey[string(k.b)] = c
		b.classes = append(b.classes, c)
		t.literals = append(t.literals, c)
	}
	c.said = append(c.said, y)
	return c
}

// topicKey says what a proposition is about: the event of a movement, the
// instrument of a stage or clause, or itself, whose own key may be given.
func (b *Book) topicKey(p proviso.Proposition, record, own string) string {
	switch p := p.(type) {
	case nil:
	case *proviso.SomeMovement:
		if p.AccountOf != "" {
			return "event:" + string(b.event(p.AccountOf))
		}
	case *proviso.Intention:
		return b.topicKey(&p.Movement, record, "")
	case *proviso.Negotiation:
		return b.topicKey(&p.Movement, record, "")
	case *proviso.PolicyHeld:
		return "paper:" + string(p.Policy)
	case *proviso.InstrumentStage:
		if p.Instrument != "" {
			return "paper:" + string(p.Instrument)
		}
	case *proviso.IfThen:
		if p.Then.Holds != nil {
			return b.topicKey(p.Then.Holds, record, "")
		}
	case *proviso.Knowledge:
		if p.That.Holds != nil {
			return b.topicKey(p.That.Holds, record, "")
		}
	case *proviso.SomeStock:
	}
	switch {
	case p == nil:
		return b.recordKey(record)
	case own != "":
		return own
	}
	return propositionKey(p)
}

func (b *Book) recordKey(id string) string {
	switch {
	case b.s.Instrument(proviso.InstrumentID(id)) != nil:
		return "paper:" + id
	case b.s.Movement(proviso.MovementID(id)) != nil:
		return "event:" + string(b.event(proviso.MovementID(id)))
	case b.s.Statement(proviso.StatementID(id)) != nil:
		return "words:" + id
	}
	instrument, _, _ := strings.Cut(id, "/")
	return "paper:" + instrument
}

// event gives the first account of the event that a movement is an account of.
func (b *Book) event(id proviso.MovementID) proviso.MovementID {
	for range b.s.Movements {
		m := b.s.Movement(id)
		if m == nil || m.RivalTo == "" || b.s.Movement(m.RivalTo) == nil {
			break
		}
		id = m.RivalTo
	}
	return id
}
