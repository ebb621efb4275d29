package statement_test

import (
	"slices"

	"github.com/proviso-ledger/proviso"
)

// The model: everything that can have been, in a world of three days, three
// parties of which one is a part of another, two items and at most two of
// anything. It knows nothing of the package: it reads the propositions as
// docs/STATEMENTS.md explains them and tries every world.

var (
	modelDays    = []proviso.Day{proviso.DayOf(2022, 1, 10), proviso.DayOf(2022, 1, 11), proviso.DayOf(2022, 1, 12)}
	modelParties = []proviso.PartyID{"S", "S1", "T"} // S1 is part of S
	modelItems   = []proviso.ItemID{"shell", "tent"} // shells are lethal
	modelKinds   = []proviso.MovementKind{proviso.Transfer, proviso.Lend}
)

func within(a, b proviso.PartyID) bool { return a == b || a == "S1" && b == "S" }

// event is a movement as it was.
type event struct {
	kind     proviso.MovementKind
	item     proviso.ItemID
	units    int64
	from, to proviso.PartyID
	origin   proviso.PartyID // besides from
	day      proviso.Day
	by       proviso.PartyID // of a plan: whose
	meant    proviso.Day     // of a plan: when it was held
}

// stage is an instrument reaching a stage as it did.
type stage struct {
	by  proviso.PartyID
	is  proviso.Status
	day proviso.Day
}

// world is what was.
type world struct {
	events []event
	plans  []event
	stages []stage
	held   []proviso.Day // days on which the policy held
	stock  [2][3]int64   // by item and day, with S1
}

var someEvents = func() []event {
	var out []event
	for _, k := range modelKinds {
		for _, it := range modelItems {
			for n := int64(1); n <= 2; n++ {
				for _, f := range modelParties {
					for _, o := range []proviso.PartyID{"", "T"} {
						for _, d := range modelDays[:2] {
							out = append(out, event{kind: k, item: it, units: n, from: f, to: "T", origin: o, day: d},
								event{kind: k, item: it, units: n, from: f, to: "S1", origin: o, day: d})
						}
					}
				}
			}
		}
	}
	return out
}()

// worlds calls do for every world of the form until it says stop.
func worlds(form proviso.Form, do func(*world) (stop bool)) {
	switch form {
	case proviso.FormMovement:
		pairs(someEvents, func(e []event) bool { return do(&world{events: e}) })
	case proviso.FormIntention:
		var plans []event
		for _, e := range someEvents {
			for _, d := range modelDays {
				if e.kind == proviso.Transfer && e.origin == "" {
					e.by, e.meant = e.from, d
					plans = append(plans, e)
				}
			}
		}
		pairs(plans, func(e []event) bool { return do(&world{plans: e}) })
	case proviso.FormInstrument:
		var all []stage
		for _, d := range modelDays {
			for _, p := range modelParties {
				all = append(all, stage{p, proviso.Given, d}, stage{p, proviso.Refused, d})
			}
		}
		pairs(all, func(s []stage) bool { return do(&world{stages: s}) })
	case proviso.FormPolicy:
		for set := range 8 {
			w := &world{}
			for i, d := range modelDays {
				if set>>i&1 == 1 {
					w.held = append(w.held, d)
				}
			}
			if do(w) {
				return
			}
		}
	case proviso.FormStock:
		for n := range 4096 {
			w := &world{}
			for i := range 6 {
				w.stock[i/3][i%3] = int64(n >> (2 * i) & 3)
			}
			if do(w) {
				return
			}
		}
	}
}

// pairs calls do for no, one and any two of the list.
func pairs[T any](list []T, do func([]T) bool) {
	if do(nil) {
		return
	}
	for i := range list {
		for j := i; j < len(list); j++ {
			two := []T{list[i], list[j]}
			if i == j {
				two = two[:1]
			}
			if do(two) {
				return
			}
		}
	}
}

// possible says whether some world of the form fits both statements.
func possible(form proviso.Form, a, b *proviso.Statement) bool {
	found := false
	worlds(form, func(w *world) bool {
		found = w.fits(a) && w.fits(b)
		return found
	})
	return found
}

// fits says whether the statement can be true in the world: on one of the days
// on which it may have been said.
func (w *world) fits(st *proviso.Statement) bool {
	for d := modelDays[0] - 2; d <= modelDays[2]+2; d++ {
		if st.Said.On(d) != proviso.No && w.fitsSaid(st, d) {
			return true
		}
	}
	return false
}

func (w *world) fitsSaid(st *proviso.Statement, said proviso.Day) bool {
	not := st.Claim.Not != (st.Mode == proviso.Denies)
	switch p := st.Claim.Says[0].(type) {
	case *proviso.SomeMovement:
		return w.movement(p, not, said)
	case *proviso.SomeStock:
		return w.holding(p, not, said)
	case *proviso.PolicyHeld:
		return onDays(p.On, said, false, not, func(d proviso.Day) bool { return slices.Contains(w.held, d) })
	case *proviso.InstrumentStage:
		return onDays(p.On, said, true, not, func(d proviso.Day) bool {
			return slices.ContainsFunc(w.stages, func(s stage) bool {
				return s.day == d && s.is == p.Stage && (p.By == "" || within(s.by, p.By))
			})
		})
	case *proviso.Intention:
		return onDays(p.On, said, false, not, func(d proviso.Day) bool {
			return slices.ContainsFunc(w.plans, func(e event) bool {
				return e.meant == d && (p.By == "" || within(e.by, p.By)) && e.matches(&p.Movement) && e.fitsQuantity(&p.Movement)
			})
		})
	default:
		panic("the model has no such form")
	}
}

// onDays says whether something was so on a day of the date or, denied, on none
// of its days. A date left out is the day said or, of the past, every day up to
// it. A date in doubt may be any; denied it then excludes nothing.
func onDays(date proviso.Date, said proviso.Day, past, not bool, so func(proviso.Day) bool) bool {
	any, unsure := false, date.Known() && date.Qualified()
	for _, d := range modelDays {
		in := d == said || past && d < said
		if date.Known() {
			in = date.On(d) != proviso.No
		}
		any = any || in && so(d)
	}
	if not {
		return unsure || !any
	}
	return any
}

func (e event) matches(p *proviso.SomeMovement) bool {
	end := func(x proviso.End, at proviso.PartyID) bool {
		return (x.Party == "" || within(at, x.Party)) && (x.Owner == "" || within(at, x.Owner)) && (x.Holder == "" || within(at, x.Holder))
	}
	return (len(p.Kinds) == 0 || slices.Contains(p.Kinds, e.kind)) &&
		(len(p.Items) == 0 || slices.Contains(p.Items, e.item)) && (!p.Lethal || e.item == "shell") &&
		end(p.From, e.from) && end(p.To, e.to) &&
		(p.Origin == "" || e.origin != "" && within(e.origin, p.Origin) || within(e.from, p.Origin))
}

func (e event) fitsQuantity(p *proviso.SomeMovement) bool {
	return !p.HasQuantity || p.Quantity.Contains(proviso.Exactly(e.units))
}

func (w *world) movement(p *proviso.SomeMovement, not bool, said proviso.Day) bool {
	if !p.InAll {
		return onDays(p.When, said, true, not, func(d proviso.Day) bool {
			return slices.ContainsFunc(w.events, func(e event) bool { return e.day == d && e.matches(p) && e.fitsQuantity(p) })
		})
	}
	if p.When.Known() && p.When.Qualified() {
		return true // a number of a period that is not known
	}
	var sum int64
	for _, e := range w.events {
		in := e.day <= said
		if p.When.Known() {
			in = p.When.On(e.day) != proviso.No
		}
		if in && e.matches(p) {
			sum += e.units
		}
	}
	return p.Quantity.Contains(proviso.Exactly(sum)) != not
}

func (w *world) holding(p *proviso.SomeStock, not bool, said proviso.Day) bool {
	least := proviso.Quantity{Least: 1, Most: proviso.Unbounded}
	if p.HasQuantity {
		least.Least = p.Quantity.Least
	}
	if p.InAll {
		least = p.Quantity
	}
	return onDays(p.On, said, false, not, func(d proviso.Day) bool {
		var sum int64
		for i, it := range modelItems {
			if slices.Contains(p.Items, it) && (p.In.Party == "S" || p.In.Party == "S1") {
				sum += w.stock[i][slices.Index(modelDays, d)]
			}
		}
		return least.Contains(proviso.Exactly(sum))
	})
}
