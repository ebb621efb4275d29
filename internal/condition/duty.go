package condition

import (
	"cmp"
	"fmt"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// DutyStatus says where a duty stands on the day asked about.
type DutyStatus string

// The states of a duty. Overdue means that the duty was missed and that the
// whereabouts of the goods are unverified; it says nothing of diversion.
const (
	DutyOpen         DutyStatus = "open"
	DutyDone         DutyStatus = "done"
	DutyDoneLate     DutyStatus = "done late"
	DutyOverdue      DutyStatus = "overdue"
	DutyUndetermined DutyStatus = "undetermined"
)

// Duty is one duty that one event set off.
type Duty struct {
	Condition   proviso.ConditionID
	Instrument  proviso.InstrumentID
	Act         proviso.Act
	By, To      proviso.PartyID
	Movement    proviso.MovementID // "": the instrument itself set it off
	First, Last proviso.Day        // the last day for doing it, at the earliest and latest; LastDay: no deadline on record
	Status      DutyStatus
	Units       proviso.Units // for which it is still to be done
	Of          proviso.Units // for which it was set off
	Unit        string
	Value       *proviso.Money // of the movement, latest on the books
	Because     []proviso.Reason
	Settles     []string
}

// duties gives every duty that has been set off, by clause and movement.
func (e *engine) duties() []Duty {
	var out []Duty
	for _, c := range e.clauses {
		r, ok := c.Rule.(*proviso.Duty)
		if !ok {
			continue
		}
		if r.From == proviso.FromGiven && !onGoods(r.Act) {
			out = e.dutyOfInstrument(out, c, r)
			continue
		}
		for _, t := range e.setOff(c, r) {
			out = append(out, e.duty(c, r, t))
		}
	}
	slices.SortStableFunc(out, func(a, b Duty) int {
		return cmp.Or(cmp.Compare(a.Condition, b.Condition), cmp.Compare(a.Movement, b.Movement))
	})
	return out
}

// trigger is what set a duty off.
type trigger struct {
	m     *proviso.Movement
	when  proviso.Date
	units flow.Span
	sure  proviso.Truth
}

// onGoods says whether the act is done on units, and so is owed for each arrival
// even where its time runs from the day of the instrument.
func onGoods(a proviso.Act) bool {
	switch a {
	case proviso.ActReturn, proviso.ActDestroy, proviso.ActInventory, proviso.ActInspect, proviso.ActVerifyDelivery:
		return true
	case proviso.ActReport, proviso.ActReportLoss, proviso.ActKeepRecords, proviso.ActNotify:
	}
	return false
}

// setOff gives the movements that set the duty off: arrivals, departures or
// losses of units that the clause binds, and arrivals under the instrument for
// a duty that replacements set off.
func (e *engine) setOff(c *clause, r *proviso.Duty) []trigger {
	var out []trigger
	for _, cand := range e.losses[c.ID] {
		m := cand.move.Movement
		if m.Basis == proviso.Planned || m.When.Earliest() > e.s.AsOf || cand.move.input {
			continue
		}
		t := trigger{m: m, when: m.When, units: cand.of, sure: c.applies(e.s, m).And(cand.reach)}
		if m.Basis == proviso.Recorded && !surely(e.s, m) {
			t.sure = t.sure.And(proviso.Maybe) // it may be that the day asked about comes first
		}
		switch r.From {
		case proviso.FromLoss:
			if m.Kind != proviso.Lose && m.Kind != proviso.Capture && m.Kind != proviso.Destroy {
				continue
			}
			t.units = cand.share.Units
		case proviso.FromGiven:
			t.when, _ = c.life.givenOn()
			fallthrough
		case proviso.FromArrival, proviso.FromReceipt:
			if !puts(m.Kind) || m.Kind == proviso.Capture || c.Goods == (proviso.Goods{}) && !slices.Contains(m.Under, c.in.ID) {
				continue
			}
		case proviso.FromDeparture:
			if !takes(m.Kind) || m.Kind == proviso.Lose || m.Kind == proviso.Capture {
				continue
			}
		}
		if t.units.Most > 0 {
			out = append(out, t)
		}
	}
	return out
}

func (e *engine) dutyOfInstrument(out []Duty, c *clause, r *proviso.Duty) []Duty {
	on, ok := c.life.givenOn()
	if !ok && !c.life.unknown || on.Earliest() > e.s.AsOf {
		return out
	}
	given := proviso.Maybe // when nothing of the instrument's life is on record
	if ok {
		given = proviso.Yes
	}
	return append(out, e.duty(c, r, trigger{when: on, units: flow.Exactly(1), sure: given}))
}

func (e *engine) duty(c *clause, r *proviso.Duty, t trigger) Duty {
	d := Duty{Condition: c.ID, Instrument: c.in.ID, Act: r.Act, By: r.By, To: r.To, Of: units(t.units)}
	if d.By == "" {
		d.By = c.in.Binds()
	}
	if d.To == "" {
		d.To = c.in.Insists()
	}
	records := []string{string(c.ID)}
	if t.m != nil {
		d.Movement, d.Unit = t.m.ID, e.unit(t.m.Item)
		records = append(records, string(t.m.ID))
		if v, ok := booked(t.m, "", e.s.AsOf); ok {
			d.Value = &v.Amount
		}
	}
	d.First, d.Last = deadline(r, t.when)
	d.Because = append(d.Because, proviso.Reason{Text: deadlineWords(r, t.when, d.First, d.Last), Records: records})
	done := e.done(c, r, t)
	d.Because = append(d.Because, done.because...)
	d.settle(e.s.AsOf, t, done)
	if c.doubt != nil && d.Status != DutyOverdue {
		step, settles := because(c.doubt)
		d.Status, d.Because, d.Settles = DutyUndetermined, append(d.Because, step), append(d.Settles, settles)
	}
	if t.m != nil && t.m.Basis == proviso.Reported {
		d.Because = append(d.Because, proviso.Reason{Text: "the movement is reported, not recorded", Records: []string{string(t.m.ID)}})
	}
	return d
}

// deadline gives the last day for a duty, as well as the day that sets it off
// is known.
func deadline(r *proviso.Duty, when proviso.Date) (first, last proviso.Day) {
	switch {
	case r.Due.Known():
		return r.Due.Earliest(), r.Due.Latest()
	case r.Within.Count > 0:
		return r.Within.After(when.Earliest()), r.Within.After(when.Latest())
	}
	return proviso.LastDay, proviso.LastDay
}

func deadlineWords(r *proviso.Duty, when proviso.Date, first, last proviso.Day) string {
	switch {
	case r.Due.Known():
		return fmt.Sprintf("%s is due by %s", r.Act, r.Due)
	case r.Within.Count == 0:
		return fmt.Sprintf("%s is due; no deadline is on record", r.Act)
	case first == last:
		return fmt.Sprintf("%s is due within %s of %s (%s): by %s", r.Act, r.Within, r.From, dayWords(when), last)
	}
	return fmt.Sprintf("%s is due within %s of %s (%s): between %s and %s", r.Act, r.Within, r.From, dayWords(when), first, last)
}

// doings is how many units the duty was done for, and how many left its reach.
type doings struct {
	inTime  flow.Span // surely by the deadline; at most, perhaps by it
	all     flow.Span // by the day asked about
	because []proviso.Reason
}

// done adds up the evidence that the duty was done: reports and notices for the
// clause that name the movement, returns and destructions, and losses of the
// movement's own units, which end a duty on them.
func (e *engine) done(c *clause, r *proviso.Duty, t trigger) doings {
	var d doings
	first, last := deadline(r, t.when)
	count := func(on proviso.Date, n flow.Span, text string, records ...string) {
		after := notBefore(on, t.when)
		if r.Act == proviso.ActDestroy {
			after = proviso.Yes // what is replaced may go first
		}
		if after == proviso.No || on.Earliest() > e.s.AsOf {
			return
		}
		if after == proviso.Maybe || on.Latest() > e.s.AsOf {
			n.Least = 0
		}
		d.all = d.all.Plus(n)
		switch {
		case on.Latest() <= first:
			d.inTime = d.inTime.Plus(n)
		case on.Earliest() <= last:
			d.inTime = d.inTime.Plus(flow.Span{Most: n.Most})
		}
		d.because = append(d.because, proviso.Reason{Text: text, Records: records})
	}
	for _, in := range e.answers.notices[c.ID] {
		on, stands := in.life.stands(e.s.AsOf)
		sure := stands.And(e.reports(c, r, in, t))
		if sure == proviso.No {
			continue
		}
		n := e.reported(in, t)
		if sure == proviso.Maybe {
			n.Least = 0
		}
		covers := "it all"
		if n.Most != flow.Unlimited {
			covers = units(n).Human()
		}
		count(on, n, fmt.Sprintf("%s %s covers %s", in.Kind, dayWords(on), covers)+in.doubts(), string(in.ID))
	}
	e.doneByMoving(c, r, t, count)
	return d
}

// reports says whether the paper is evidence for the duty on what set it off: it
// names that, and is by the party that had to do it to the one it was owed to,
// or by that one itself.
func (e *engine) reports(c *clause, r *proviso.Duty, in *answer, t trigger) proviso.Truth {
	sure := proviso.Yes
	if t.m != nil {
		sure = e.answers.about(in, t.m)
	}
	if in.doubt != nil {
		sure = sure.And(proviso.Maybe)
	}
	by, to := r.By, r.To
	if by == "" {
		by = c.in.Binds()
	}
	if to == "" {
		to = c.in.Insists()
	}
	told := speaksFor(e.s, in.GivenBy, by).And(speaksFor(e.s, in.GivenTo, to))
	return sure.And(told.Or(speaksFor(e.s, in.GivenBy, to)))
}

// reported gives how many units of what set the duty off the paper covers: all, if
// it gives no number. A number over several movements is shared among them in a way
// not on record.
func (e *engine) reported(in *answer, t trigger) flow.Span {
	if !in.Covers.HasQuantity {
		return flow.Exactly(flow.Unlimited)
	}
	n := in.number()
	for _, id := range in.Covers.Movements {
		if m := e.s.Movement(id); m != nil && t.m != nil && id != t.m.ID {
			n = n.Less(flow.Span{Most: face(m.Quantity).Most})
		}
	}
	return n
}

// doneByMoving counts returns, destructions and losses.
func (e *engine) doneByMoving(c *clause, r *proviso.Duty, t trigger, count func(proviso.Date, flow.Span, string, ...string)) {
	if t.m == nil {
		return
	}
	ends := slices.Concat(e.drawn[t.m.ID], e.ends[c.in.ID])
	if r.Act == proviso.ActReturn {
		ends = append(append(ends, e.returns[t.m.Item]...), e.inPlace[c.in.ID]...)
	}
	slices.SortFunc(ends, func(a, b *proviso.Movement) int { return cmp.Compare(a.ID, b.ID) })
	for _, m := range slices.Compact(ends) {
		if m.Basis == proviso.Planned {
			continue
		}
		f := face(m.Quantity)
		text := fmt.Sprintf("%s %s %s", units(f).Human(), doneWords(m.Kind), m.When)
		own := slices.Contains(m.DrawnFrom, t.m.ID)
		sure := proviso.TruthOf(surely(e.s, m)).Or(proviso.Maybe)
		switch {
		case r.Act == proviso.ActReturn && (m.Kind == proviso.Return || m.Kind == proviso.Transfer) && m.Item == t.m.Item && m != t.m:
			sure = sure.And(e.givesBack(c, t.m, m, own))
		case r.Act == proviso.ActDestroy && m.Kind == proviso.Destroy && slices.Contains(m.Under, c.in.ID):
			if e.likeDelivery(c, t.m) && !own {
				sure = sure.And(proviso.Maybe) // which of several deliveries it answers is not on record
			}
		case own && (m.Kind == proviso.Lose || m.Kind == proviso.Destroy || m.Kind == proviso.Capture) && endsWithLoss(r.Act):
		default:
			continue
		}
		if sure == proviso.Maybe {
			f.Least = 0
		}
		if sure != proviso.No {
			count(m.When, f, text, string(m.ID))
		}
	}
}

func doneWords(k proviso.MovementKind) string {
	switch k {
	case proviso.Return:
		return "returned"
	case proviso.Transfer:
		return "given back"
	case proviso.Destroy:
		return "destroyed"
	}
	return "no longer there since"
}

// givesBack says whether the return brings back units of the delivery to the
// party that may insist. Where neither its papers nor the instrument name it,
// and other goods like them were lent or delivered, it may be about those.
func (e *engine) givesBack(c *clause, came, m *proviso.Movement, own bool) proviso.Truth {
	to := allWithin(e.s, m, []proviso.PartyID{c.in.Insists()})
	switch {
	case own:
		return to
	case slices.Contains(m.Under, c.in.ID) && (len(m.DrawnFrom) > 0 || m.Kind == proviso.Transfer):
		return to.And(proviso.Maybe) // others in their place: whether that will do is not on record
	case len(m.DrawnFrom) > 0:
		return proviso.No // of another delivery
	case e.likeDelivery(c, came):
		to = to.And(proviso.Maybe)
	}
	return to.And(letGoBy(e.s, m, []proviso.PartyID{c.in.Binds()}))
}

// likeDelivery says whether the same item was lent, or delivered under the
// instrument, by another movement too.
func (e *engine) likeDelivery(c *clause, came *proviso.Movement) bool {
	return slices.ContainsFunc(e.movements, func(x *proviso.Movement) bool {
		return x != came && x.Item == came.Item && (x.Kind == proviso.Lend || slices.Contains(x.Under, c.in.ID) && !endsDuty(x.Kind))
	})
}

// endsDuty says whether movements of the kind bring goods back or put an end to
// them.
func endsDuty(k proviso.MovementKind) bool {
	return k == proviso.Return || k == proviso.Destroy || k == proviso.Lose || k == proviso.Capture
}

// endsWithLoss says whether losing the units ends the duty on them.
func endsWithLoss(a proviso.Act) bool {
	return a == proviso.ActInventory || a == proviso.ActInspect
}

// settle fills in where the duty stands.
func (d *Duty) settle(asOf proviso.Day, t trigger, done doings) {
	left := t.units.Less(done.all)
	late := t.units.Less(done.inTime)
	d.Units = units(left)
	switch {
	case left.Most == 0 && late.Least > 0 && t.sure == proviso.Yes:
		d.Status = DutyDoneLate
	case left.Most == 0 && late.Most == 0:
		d.Status = DutyDone
	case left.Most == 0:
		d.Status = DutyUndetermined
		d.Settles = append(d.Settles, "whether it was done in time: the day that set the duty off, and the day on which it was done")
	case (d.First == proviso.LastDay || asOf <= d.First) && (left.Least > 0 || done.all.Most == 0):
		d.Status = DutyOpen
	case asOf > d.Last && left.Least > 0 && t.sure == proviso.Yes:
		d.Status = DutyOverdue
		d.Because = append(d.Because, proviso.Reason{Text: "the duty is missed and the whereabouts are unverified; that is not a finding of diversion", Records: []string{string(d.Condition)}})
	default:
		d.Status = DutyUndetermined
		d.Settles = append(d.Settles, "the day that set the duty off, the units it is about, and the evidence that it was done")
	}
	if d.Status == DutyOverdue || d.Status == DutyOpen {
		d.Settles = append(d.Settles, fmt.Sprintf("evidence of %s", d.Act))
	}
}
