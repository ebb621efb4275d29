package flow

import "github.com/proviso-ledger/proviso"

// ActKind says what an Act does.
type ActKind uint8

const (
	Moves   ActKind = iota // units go from one holding to another
	Counts                 // a stocktake of To
	Letters                // units in From cease to be of a set, or units in To become of it; none moves
	Swaps                  // units in From cease to be of a set, as many in To become of it; none moves
)

// Act is one thing that happened to the stock of an item.
type Act struct {
	Kind             ActKind
	From, To         int32 // holdings, or Outside
	Earliest, Latest proviso.Day
	Face             Span    // units, if it happened; of a count, what it found
	Stock            Span    // units that the stock surely and perhaps saw
	Sure             bool    // of a count: it is taken as having happened
	Whole            bool    // of a count or letter: its holding is all that the number of it stands for
	Anew             bool    // its units can become of a set by it, though they go nowhere
	Told             bool    // papers say of some of its units whose they are
	Rival            int32   // the act of which it is another account, NoAct
	Apart            bool    // it may not hold: an account that is none of the acts may instead, or it is a stocktake yet to come
	DrawnFrom        []int32 // acts by which its units had come; NoAct: one of which nothing is known
	Lots, Parents    []int32 // of its units, and those out of which these were made
	Floor            *Span   // of a count: what the holder declared to keep; of a move: NewCourse finds the last that was declared of From

	// What NewCourse finds out.
	Missing   int64 // units that the draw shows to have come in unrecorded
	Lacking   int64 // the same at face value: units that would have to come in yet
	Surplus   int64 // count: units that must have come in unrecorded
	Shortfall int64 // count: units that must have gone unrecorded

	at        int  // its number
	skip      bool // a rival account that standIn stands for
	standIn   *Act
	others    []*Act // that it stands for
	disputed  bool   // other accounts of it are on record
	announced bool
}

// NoAct is no number of an act.
const NoAct int32 = -1

// Course is what happened to the stock of one item, in the order in which a sweep
// takes it (see Set).
type Course struct {
	acts      []*Act
	merged    []bool // by holding: it stands for several that the records cannot tell apart
	steps     []step
	uncertain []bool // by holding: the order of arrivals and withdrawals is not known
	evidence  bool   // papers say of some units whose they are, which tells of others too
	ranged    bool   // a number or day is not known, and later records can tell of it
	loose     bool   // some arrival is announced, so that a unit may seem to be in two holdings
	rivals    []*Act
	letters   []*Act           // letters and swaps
	lots      map[lotIn][]*Act // the acts of which the lot is on record; lot NoLot: those of which none is

	// room for one set at a time, empty between sets
	sources []Span
	slot    []int32
	state   []poolState
}

// NewCourse puts the acts in order, on one day those of lower numbers first, and
// finds out what they show to be missing. It keeps them; merged says which holdings
// stand for several.
func NewCourse(merged []bool, acts []*Act) *Course {
	t := &Course{acts: acts, merged: merged}
	for at, v := range acts {
		v.at = at
		t.addLots(v)
		if v.isLetter() {
			t.letters = append(t.letters, v)
		}
		t.evidence = t.evidence || v.Told
		t.ranged = t.ranged || v.Kind != Counts && (v.Stock.Least != v.Stock.Most || v.Earliest != v.Latest)
		if v.Apart {
			v.dispute()
		}
	}
	t.joinRivals()
	t.order()
	t.widenCounts()
	t.settleTotals()
	t.sources = make([]Span, len(acts))
	t.slot = make([]int32, len(acts))
	t.state = make([]poolState, len(merged))
	return t
}

// isLetter says whether the act changes what binds units and moves none.
func (v *Act) isLetter() bool { return v.Kind == Letters || v.Kind == Swaps }

// lotIn is a lot as it came into a holding.
type lotIn struct {
	lot     int32
	holding int32
}

func (t *Course) addLots(v *Act) {
	if t.lots == nil {
		t.lots = map[lotIn][]*Act{}
	}
	if v.To < 0 {
		return
	}
	for _, l := range v.Lots {
		t.lots[lotIn{l, v.To}] = append(t.lots[lotIn{l, v.To}], v)
	}
	if len(v.Lots) == 0 {
		t.lots[lotIn{NoLot, v.To}] = append(t.lots[lotIn{NoLot, v.To}], v)
	}
}

// joinRivals lets one account stand for all accounts of an event: they count
// once, as the range that covers them, and surely only if all are sure.
// Accounts between different holdings cannot be joined; each then may or may
// not have happened.
func (t *Course) joinRivals() {
	for _, v := range t.acts {
		first := t.firstAccount(v)
		if first == v {
			continue
		}
		if first.From != v.From || first.To != v.To || first.Kind != v.Kind {
			first.dispute()
			v.dispute()
			continue
		}
		v.skip, v.standIn, v.disputed, first.disputed = true, first, true, true
		t.rivals, first.others = append(t.rivals, v), append(first.others, v)
		first.Stock.Least = min(first.Stock.Least, v.Stock.Least)
		first.Stock.Most = max(first.Stock.Most, v.Stock.Most)
		if first.Kind == Counts {
			first.Face = Span{min(first.Face.Least, v.Face.Least), max(first.Face.Most, v.Face.Most)}
		}
		first.Earliest, first.Latest = min(first.Earliest, v.Earliest), max(first.Latest, v.Latest)
	}
}

// dispute says that the act may not have happened, since another account that cannot be
// joined to it may hold instead. A stocktake then says nothing.
func (v *Act) dispute() {
	v.Stock.Least = 0
	if v.Kind == Counts {
		v.Face, v.disputed = Span{Most: Unlimited}, true
	}
}

// Disputed says whether other accounts of the act are on record.
func (v *Act) Disputed() bool { return v.disputed }

// firstAccount follows Rival to the account that names no other. Of accounts that
// name each other in a ring it is the first by number.
func (t *Course) firstAccount(v *Act) *Act {
	for range t.acts {
		if v.Rival == NoAct {
			return v
		}
		v = t.acts[v.Rival]
	}
	first := v
	for r := t.acts[v.Rival]; r != v; r = t.acts[r.Rival] {
		if r.at < first.at {
			first = r
		}
	}
	return first
}

// widenCounts gives each stocktake the room that uncertain order leaves: what
// may have arrived or left on the days that the stocktake may have been on. The
// sweep counts before anything else of the first of those days.
func (t *Course) widenCounts() {
	var counts []*step
	touching := map[int32][]*Act{} // by pool that is counted
	for i := range t.steps {
		if st := &t.steps[i]; st.what == stepCount {
			counts = append(counts, st)
			touching[st.m.To] = nil
		}
	}
	for _, v := range t.acts {
		for _, p := range [...]int32{v.From, v.To} {
			if _, counted := touching[p]; counted && !v.stays() {
				touching[p] = append(touching[p], v)
			}
		}
	}
	for _, st := range counts {
		if !st.m.Whole {
			st.late = Unlimited // what else is in the holding was not counted
		}
		for _, v := range touching[st.m.To] {
			if v.skip || v.Kind == Counts || v.Earliest > st.m.Latest || v.Latest < st.m.Earliest {
				continue
			}
			if v.To == st.m.To && !v.announcedBefore(st.m.Earliest) {
				st.early = add(st.early, v.Stock.Most)
			} else if v.To == st.m.To {
				st.late = add(st.late, v.Stock.Most)
			}
			if v.From == st.m.To {
				st.late = add(st.late, v.Stock.Most)
			}
		}
		t.evidence = t.evidence || st.early > 0 || st.late > 0
	}
}

func (v *Act) announcedBefore(d proviso.Day) bool { return v.announced && v.Earliest < d }

// settleTotals runs the sweep once without asking what is bound: it notes how
// many units there can be before each arrival, and which withdrawals show that
// a record is missing.
func (t *Course) settleTotals() {
	ps := make([]pool, len(t.merged))
	for i := range ps {
		ps[i].Receive(Span{}, Span{Most: Unlimited})
	}
	floors := make([]*Span, len(ps))
	for i := range t.steps {
		st := &t.steps[i]
		v := st.m
		switch st.what {
		case stepCount:
			st.target = ps[v.To].Other
			v.Surplus, v.Shortfall = ps[v.To].Count(st.found())
			if v.Floor != nil {
				floors[v.To] = v.Floor
			}
		case stepAnnounce:
			st.target = ps[v.To].Other
			ps[v.To].Receive(Span{}, v.Stock)
		case stepOpen, stepClose:
			st.source, st.target = ps[v.From].Other, ps[v.To].Other
			trial := ps[v.From]
			_, _, v.Lacking = trial.Draw(v.Face)
		case stepMove:
			if v.From >= 0 {
				v.Floor = floors[v.From]
			}
			t.settleMove(ps, st)
		}
	}
}

func (t *Course) settleMove(ps []pool, st *step) {
	v := st.m
	if v.From >= 0 {
		st.source = ps[v.From].Other
	}
	if v.To >= 0 {
		st.target = ps[v.To].Other
	}
	if v.From >= 0 {
		trial := ps[v.From]
		if v.From == v.To && v.announced {
			trial.Draw(Exactly(v.Stock.Most)) // its own
		}
		_, _, v.Lacking = trial.Draw(v.Face)
	}
	if v.stays() {
		return
	}
	if v.From >= 0 {
		_, _, v.Missing = ps[v.From].Draw(v.Stock)
	}
	if v.To >= 0 && !v.announced {
		ps[v.To].Receive(Span{}, v.Stock)
	}
}

// stays says whether the act's own step leaves every pool's total as it was.
func (v *Act) stays() bool {
	return v.Kind == Swaps || v.Kind == Letters || v.From == v.To && !v.announced
}

// connected gives the pools that can be come to from the given ones along the
// ends of moves, in any order of time. -1 is no pool.
func (t *Course) connected(from []int32, ends func(*Act) (from, to int32)) []bool {
	next := make([][]int32, len(t.state))
	for _, v := range t.acts {
		if a, b := ends(v); a >= 0 && b >= 0 {
			next[a] = append(next[a], b)
		}
	}
	met := make([]bool, len(t.state))
	for len(from) > 0 {
		p := from[len(from)-1]
		from = from[:len(from)-1]
		if p >= 0 && !met[p] {
			met[p] = true
			from = append(from, next[p]...)
		}
	}
	return met
}

// firstDays gives, by holding, the first day on which units that some moves bring
// can be there, LastDay if they never can.
func (t *Course) firstDays(brings func(*Act) bool) []proviso.Day {
	first := make([]proviso.Day, len(t.state))
	for p := range first {
		first[p] = proviso.LastDay
	}
	out := make([][]*Act, len(t.state))
	var work []int32
	reach := func(p int32, d proviso.Day) {
		if p >= 0 && d < first[p] {
			first[p] = d
			work = append(work, p)
		}
	}
	for _, v := range t.acts {
		if v.From >= 0 && v.To >= 0 {
			out[v.From] = append(out[v.From], v)
		}
	}
	for _, v := range t.acts {
		if brings(v) {
			reach(v.To, v.Earliest)
		}
		if v.Lacking > 0 || v.Surplus > 0 { // what came in unrecorded can be of them
			reach(v.From, proviso.FirstDay)
			reach(v.To, proviso.FirstDay)
		}
	}
	for len(work) > 0 {
		p := work[len(work)-1]
		work = work[:len(work)-1]
		for _, v := range out[p] {
			if first[p] <= v.Latest {
				reach(v.To, max(v.Earliest, first[p]))
			}
		}
	}
	return first
}
