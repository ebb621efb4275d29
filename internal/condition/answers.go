package condition

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
	"github.com/proviso-ledger/proviso/internal/seal"
)

// answer is an instrument given in answer to a clause: a consent, refusal or
// waiver, or a notice or report.
type answer struct {
	*proviso.Instrument
	life  life
	used  usage
	doubt *seal.Signature // it is in doubt; nil: it is not
	again bool            // it may be a paper that is on record already, under another id
	fits  sharers         // of a notice with a number: what shares it
}

// answers finds the instruments that answer a clause.
type answers struct {
	s        *proviso.Snapshot
	consents map[proviso.ConditionID][]*answer
	notices  map[proviso.ConditionID][]*answer
}

func newAnswers(s *proviso.Snapshot, signed signatures) *answers {
	a := &answers{s: s, consents: map[proviso.ConditionID][]*answer{}, notices: map[proviso.ConditionID][]*answer{}}
	for _, in := range s.Instruments {
		one := &answer{Instrument: in, life: newLife(in, s.AsOf), doubt: signed.doubt(in.ID)}
		var into map[proviso.ConditionID][]*answer
		switch in.Kind {
		case proviso.Consent, proviso.Refusal, proviso.Waiver:
			into = a.consents
		case proviso.Notice, proviso.Report:
			into = a.notices
		case proviso.Certificate, proviso.Licence, proviso.Contract, proviso.Loan, proviso.Policy,
			proviso.Law, proviso.Embargo, proviso.FundKind, proviso.Letter:
			continue
		}
		for _, id := range a.clausesOf(in.For) {
			one.again = one.again || slices.ContainsFunc(into[id], one.mayBe)
			into[id] = append(into[id], one)
		}
	}
	return a
}

// mayBe says whether two records can be of one paper for so many units: nothing on
// record tells them apart. Its number then counts once for sure.
func (in *answer) mayBe(o *answer) bool {
	if !in.Covers.HasQuantity || !o.Covers.HasQuantity || in.Kind != o.Kind {
		return false
	}
	days := func(in *answer) (first, last proviso.Day) {
		if on, ok := in.life.givenOn(); ok {
			return on.Earliest(), on.Latest()
		}
		return proviso.FirstDay, proviso.LastDay
	}
	a, b := in.Covers, o.Covers
	first, last := days(in)
	from, to := days(o)
	return first <= to && from <= last && a.Quantity.Least <= b.Quantity.Most && b.Quantity.Least <= a.Quantity.Most &&
		mayEqual(in.GivenBy, o.GivenBy) && mayEqual(in.GivenTo, o.GivenTo) && mayEqual(in.Name, o.Name) && mayEqual(in.Signature, o.Signature) &&
		mayMatch(a.Items, b.Items) && mayMatch(a.To, b.To) && mayMatch(a.Movements, b.Movements)
}

// mayEqual says whether two fields can be the same, as one that is not known can.
func mayEqual[T ~string](a, b T) bool { return a == b || a == "" || b == "" }

// mayMatch is mayEqual for lists in any order.
func mayMatch[T cmp.Ordered](a, b []T) bool {
	return len(a) == 0 || len(b) == 0 || slices.Equal(slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b)))
}

// clausesOf resolves the For list: the id of an instrument means all its
// clauses.
func (a *answers) clausesOf(ids []proviso.ConditionID) []proviso.ConditionID {
	var out []proviso.ConditionID
	for _, id := range ids {
		if in := a.s.Instrument(proviso.InstrumentID(id)); in != nil {
			for _, c := range in.Conditions {
				out = append(out, c.ID)
			}
			continue
		}
		out = append(out, id)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// covers says whether the consent is about the movement and, where it does not
// name it, was given to the party that makes it.
func (a *answers) covers(in *answer, m *proviso.Movement) proviso.Truth {
	about := a.about(in, m)
	if len(in.Covers.Movements) == 0 {
		about = about.And(letGoBy(a.s, m, []proviso.PartyID{in.GivenTo}))
	}
	return about
}

// usage adds up the units of the movements that rely on one answer or count
// against one ceiling, so that each unit of room is used once.
type usage struct {
	uses   map[proviso.MovementID]use
	first  []use   // by first day
	last   []use   // by last day
	most   []int64 // running sums over first
	least  []int64 // running sums over last
	sorted bool
}

type use struct {
	id          proviso.MovementID
	first, last proviso.Day
	units       flow.Span // the least only where the movement is sure and relies on nothing else
	told        []proviso.MovementID
	all         bool // every account of the event says so
}

// least gives the units that are surely used up: none if another account of the
// event does not have it use up anything here.
func (x *use) least() int64 {
	if !x.all {
		return 0
	}
	return x.units.Least
}

// add counts the movement. Rival accounts of one event count once, as the most
// that any of them says, and surely only what all of them do.
func (u *usage) add(s *proviso.Snapshot, m *proviso.Movement, units flow.Span) {
	if u.uses == nil {
		u.uses = map[proviso.MovementID]use{}
	}
	id := s.FirstAccount(m).ID
	x := use{id: id, first: m.When.Earliest(), last: m.When.Latest(), units: units}
	if old, ok := u.uses[id]; ok {
		x.first, x.last, x.told = min(x.first, old.first), max(x.last, old.last), old.told
		x.units = flow.Span{Least: min(units.Least, old.units.Least), Most: max(units.Most, old.units.Most)}
	}
	if !slices.Contains(x.told, m.ID) {
		x.told = append(x.told, m.ID)
	}
	x.all = len(x.told) == s.Accounts(id)
	u.uses[id] = x
	u.sorted = false
}

func (u *usage) sort() {
	u.first = slices.SortedFunc(maps.Values(u.uses), func(a, b use) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.id, b.id)) })
	u.last = slices.SortedFunc(maps.Values(u.uses), func(a, b use) int { return cmp.Or(cmp.Compare(a.last, b.last), cmp.Compare(a.id, b.id)) })
	u.most, u.least = make([]int64, len(u.uses)+1), make([]int64, len(u.uses)+1)
	for i := range u.first {
		u.most[i+1] = proviso.SatAdd(u.most[i], u.first[i].units.Most)
		u.least[i+1] = proviso.SatAdd(u.least[i], u.last[i].least())
	}
	u.sorted = true
}

// before gives how much was surely, and can have been, used up when the
// movement comes: what surely lay before it, and what may not lie after it.
func (u *usage) before(s *proviso.Snapshot, m *proviso.Movement) flow.Span {
	if !u.sorted {
		u.sort()
	}
	first, last := m.When.Earliest(), m.When.Latest()
	most := u.most[sort.Search(len(u.first), func(i int) bool { return u.first[i].first > last })]
	least := u.least[sort.Search(len(u.last), func(i int) bool { return u.last[i].last >= first })]
	if own, ok := u.uses[s.FirstAccount(m).ID]; ok && own.first <= last {
		if most == flow.Unlimited {
			most = u.mostWithout(own.id, last)
		} else {
			most -= own.units.Most
		}
		if own.last < first {
			least -= own.least()
		}
	}
	return flow.Span{Least: least, Most: most}
}

// mostWithout sums afresh where an unlimited number hides the others.
func (u *usage) mostWithout(id proviso.MovementID, last proviso.Day) int64 {
	var most int64
	for _, x := range u.first {
		if x.id != id && x.first <= last {
			most = proviso.SatAdd(most, x.units.Most)
		}
	}
	return most
}

// consent is what the answers on record give for one movement and one party.
type consent struct {
	frees flow.Span // units let go, surely and perhaps
	needs []proviso.Need
	step  proviso.Reason
	bad   proviso.Verdict // what the rest of the units are
}

// room says how many units of the movement the party's answers let go, and
// whether the party surely refused. A refusal stands until consent is surely
// given after it. It allocates nothing: it is the inner step of every decision.
func (a *answers) room(c *clause, m *proviso.Movement, party proviso.PartyID) (frees flow.Span, refused bool) {
	for _, in := range a.consents[c.ID] {
		covers := a.covers(in, m).And(speaksFor(a.s, in.GivenBy, party))
		if covers == proviso.No {
			continue
		}
		if covers == proviso.Yes && !refused {
			_, refused = in.life.refusedSince(a.lastWord(m))
		}
		serves := a.serves(c, in, m, party, a.lastWord(m))
		if serves == proviso.No {
			continue
		}
		room := a.roomIn(in, m)
		if serves == proviso.Maybe || in.doubt != nil {
			room.Least = 0
		}
		frees = flow.Span{Least: proviso.SatAdd(frees.Least, room.Least), Most: proviso.SatAdd(frees.Most, room.Most)}
	}
	return frees, refused && frees.Most == 0
}

// dayBefore gives the last day that surely came before the movement.
func dayBefore(m *proviso.Movement) proviso.Day { return m.When.Earliest().AddDays(-1) }

// lastWord gives the day by which a refusal counts against a movement: the day
// before it or, of a plan, the day asked about, whatever day the plan is for.
func (a *answers) lastWord(m *proviso.Movement) proviso.Day {
	if m.Basis == proviso.Planned {
		return a.s.AsOf
	}
	return dayBefore(m)
}

// serves says whether the answer lets units of the movement go on the party's
// behalf, were there room: it is the party's, about the movement, in force on its
// day and not undone by a refusal by that day.
func (a *answers) serves(c *clause, in *answer, m *proviso.Movement, party proviso.PartyID, by proviso.Day) proviso.Truth {
	serves := a.covers(in, m).And(speaksFor(a.s, in.GivenBy, party)).And(in.life.inForce(m.When))
	if serves != proviso.No {
		serves = serves.And(a.refusedAfter(c, in, m, party, by).Not())
	}
	return serves
}

// refusedAfter says whether another answer refused what this one gave: surely
// if a refusal that stands surely came after all that this one gave. One that
// names no movement may leave a consent alone that does.
func (a *answers) refusedAfter(c *clause, in *answer, m *proviso.Movement, party proviso.PartyID, by proviso.Day) proviso.Truth {
	after := proviso.No
	if len(a.consents[c.ID]) < 2 {
		return after
	}
	names := func(x *answer) bool { return len(x.Covers.Movements) > 0 }
	given, ok := in.life.givenOn()
	last := in.life.lastGiven()
	for _, o := range a.consents[c.ID] {
		covers := a.covers(o, m).And(speaksFor(a.s, o.GivenBy, party))
		if o == in || covers == proviso.No {
			continue
		}
		since, refused := o.life.refusedSince(by)
		if covers == proviso.Yes && refused && last < since && (names(o) || !names(in)) {
			return proviso.Yes
		}
		for _, e := range o.life.events {
			if e.Status == proviso.Refused && e.On.Earliest() <= m.When.Latest() && (!ok || given.Earliest() <= e.On.Latest()) {
				after = proviso.Maybe
			}
		}
	}
	return after
}

// consented tells what the answers on record give for one movement and one
// party, with the reasons.
func (a *answers) consented(c *clause, m *proviso.Movement, party proviso.PartyID) consent {
	frees, refused := a.room(c, m, party)
	out := consent{bad: proviso.Missing, frees: frees}
	need := proviso.Need{What: "consent to " + what(m), From: party, Status: "not on record"}
	records, told := []string{string(c.ID)}, []string{}
	lastWord := proviso.FirstDay
	for _, in := range a.consents[c.ID] {
		covers := a.covers(in, m).And(speaksFor(a.s, in.GivenBy, party))
		if covers == proviso.No || in.life.notYet() {
			continue
		}
		records = append(records, string(in.ID))
		told = append(told, fmt.Sprintf("%s: %s", in.ID, in.life.story()+in.doubts()))
		if e, ok := in.life.last(); ok && e.On.Latest() >= lastWord {
			lastWord, need.Status = e.On.Latest(), in.statusFor(m, covers)
			if room := a.roomIn(in, m); need.Status == string(proviso.Given) && in.Covers.HasQuantity {
				need.Status = fmt.Sprintf("given for %s, of which %s are left", in.Covers.Quantity.Human(), units(room).Human())
			}
		}
	}
	if refused {
		out.bad, need.Status = proviso.Forbidden, string(proviso.Refused)
	}
	out.needs = []proviso.Need{need}
	out.step = proviso.Reason{Text: consentText(party, told), Records: records}
	return out
}

// statusFor says in a word or two where the answer stands for the movement.
func (in *answer) statusFor(m *proviso.Movement, covers proviso.Truth) string {
	e, _ := in.life.last()
	if in.doubt != nil && turnsOn(e.Status) {
		return string(e.Status) + in.doubts()
	}
	switch force := in.life.inForce(m.When); {
	case e.Status == proviso.Conditional:
		return "conditional: not yet a consent"
	case turnsOn(e.Status) && force == proviso.No:
		return fmt.Sprintf("given only %s", e.On)
	case turnsOn(e.Status) && covers == proviso.Maybe:
		return "given, not shown to cover this movement"
	case turnsOn(e.Status) && force == proviso.Maybe:
		return fmt.Sprintf("given %s, not shown to be in force on the day", e.On)
	}
	return string(e.Status)
}

// doubts says why the paper is in doubt, "" if it is not.
func (in *answer) doubts() string {
	if in.doubt == nil {
		return ""
	}
	return ", " + in.doubt.Standing.Words()
}

func consentText(party proviso.PartyID, told []string) string {
	if len(told) == 0 {
		return fmt.Sprintf("no consent of %s is on record", named(party))
	}
	return fmt.Sprintf("consent of %s: %s", named(party), strings.Join(told, "; "))
}

func named(p proviso.PartyID) string {
	if p == "" {
		return "a party not known"
	}
	return string(p)
}

// roomIn gives how many units of the movement the answer still has room for.
func (a *answers) roomIn(in *answer, m *proviso.Movement) flow.Span {
	all := flow.Span{Least: flow.Unlimited, Most: flow.Unlimited}
	switch {
	case in.Covers.AnyQuantity, !in.Covers.HasQuantity && slices.Contains(in.Covers.Movements, m.ID):
		return all
	case !in.Covers.HasQuantity:
		return flow.Span{Most: flow.Unlimited}
	}
	return in.number().Less(in.used.before(a.s, m))
}

// number gives for how many units the answer is, of one that says.
func (in *answer) number() flow.Span {
	n := flow.Span{Least: in.Covers.Quantity.Least, Most: in.Covers.Quantity.Most}
	if in.again {
		n.Least = 0
	}
	return n
}

// story tells the life of an answer in one line.
func (l *life) story() string {
	if len(l.events) == 0 {
		return "nothing of its life is on record"
	}
	parts := make([]string, len(l.events))
	for i, e := range l.events {
		parts[i] = fmt.Sprintf("%s %s", e.Status, e.On)
		if e.If != "" {
			parts[i] += " (if " + e.If + ")"
		}
	}
	return strings.Join(parts, ", ")
}

// rely notes, for every consent that may cover the movement, that it is used.
func (a *answers) rely(c *clause, m *proviso.Movement, parties []proviso.PartyID, units flow.Span) {
	for _, party := range parties {
		var on []*answer
		for _, in := range a.consents[c.ID] {
			if a.serves(c, in, m, party, dayBefore(m)) != proviso.No {
				on = append(on, in)
			}
		}
		for _, in := range on {
			if !in.Covers.HasQuantity {
				continue
			}
			u := units
			if len(on) > 1 || !surely(a.s, m) || in.doubt != nil || a.serves(c, in, m, party, dayBefore(m)) != proviso.Yes {
				u.Least = 0
			}
			in.used.add(a.s, m, u)
		}
	}
}

// told is a notice with the day on which it was given and how surely it is the
// one that is asked for.
type told struct {
	*answer
	on   proviso.Date
	sure proviso.Truth
}

// noticed gives the notices under the clause about the movement by the one
// party to the other that were not surely taken back by the day.
func (a *answers) noticed(c *clause, m *proviso.Movement, by, to proviso.PartyID, day proviso.Day) []told {
	var out []told
	for _, in := range a.notices[c.ID] {
		on, stands := in.life.stands(day)
		sure := stands.And(a.about(in, m)).And(speaksFor(a.s, in.GivenBy, by)).And(speaksFor(a.s, in.GivenTo, to))
		if in.doubt != nil {
			sure = sure.And(proviso.Maybe)
		}
		if in.Valid.Known() {
			sure = sure.And(m.When.During(in.Valid))
		}
		if in.Kind == proviso.Notice && sure != proviso.No {
			out = append(out, told{in, on, sure})
		}
	}
	return out
}

// about says whether the movement fits all that the answer's scope states. An
// answer that names movements is about these alone, and what it leaves out does
// not limit it; of any other a scope left out is not known.
func (a *answers) about(in *answer, m *proviso.Movement) proviso.Truth {
	sc := &in.Covers
	item, to := proviso.Maybe, proviso.Maybe
	if len(sc.Movements) > 0 {
		if !slices.Contains(sc.Movements, m.ID) {
			return proviso.No
		}
		item, to = proviso.Yes, proviso.Yes
	}
	switch {
	case sc.AnyItem:
		item = proviso.Yes
	case len(sc.Items) > 0:
		item = proviso.TruthOf(slices.Contains(sc.Items, m.Item))
	}
	switch {
	case sc.AnyTo:
		to = proviso.Yes
	case len(sc.To) > 0:
		to = allWithin(a.s, m, sc.To)
	}
	return item.And(to)
}
