package condition

import (
	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// step is one movement's effect on the pools of an item, in the order in which
// the sweep takes it: a movement leaves as late as it may and arrives as early
// as it may, which only widens the bounds.
type step struct {
	day    proviso.Day
	what   stepKind
	m      *move
	source flow.Span // units in the pool that the step takes from, before it
	target flow.Span // units in the pool that the step puts into, before it
	early  int64     // count: units that the sweep has not come to, at most, and the count may have found
	late   int64     // count: units that the sweep still has, at most, and the count may not have found
}

// found gives the total of a stocktake as the sweep may see it.
func (st *step) found() flow.Span {
	return st.widen(st.m.tally)
}

// widen gives a number that the stocktake found as the sweep may see it.
func (st *step) widen(found flow.Span) flow.Span {
	return flow.Span{Least: sub(found.Least, st.early), Most: proviso.SatAdd(found.Most, st.late)}
}

type stepKind uint8

const (
	stepCount    stepKind = iota // a stocktake, at the start of its day
	stepAnnounce                 // an arrival whose day is not known, on its earliest day
	stepOpen                     // a letter that may have its effect from now on
	stepMove                     // the withdrawal and, unless announced, the arrival
	stepClose                    // a letter that has had its effect
)

// move is a movement as the timeline sees it.
type move struct {
	*proviso.Movement
	first, last proviso.Day
	face        flow.Span       // units, if the movement happened
	stock       flow.Span       // units that the stock surely and perhaps saw
	tally       flow.Span       // count: units found, as all accounts of it say
	from, to    int             // pools; -1: none
	at          int             // place in timeline.moves
	input       bool            // takes components for the assembly of the same id
	left        proviso.Holding // what the units go from: From or, of components, where they were
	skip        bool            // a rival account that standIn stands for
	standIn     *move
	disputed    bool // other accounts of it are on record
	announced   bool
	missing     int64 // units that the draw shows to have come in unrecorded
	lacking     int64 // the same at face value: units that would have to come in yet
	surplus     int64 // count: units that must have come in unrecorded
	shortfall   int64 // count: units that must have gone unrecorded
	floor       flow.Span
	hasFloor    bool // the holder declared a floor for the pool drawn from
}

// timeline is all movements of one item in the order of the sweep.
type timeline struct {
	s         *proviso.Snapshot
	item      proviso.ItemID
	pools     *flow.Holdings
	moves     []*move
	steps     []step
	uncertain []bool // by pool: the order of arrivals and withdrawals is not known
	evidence  bool   // papers say of some units whose they are, which tells of others too
	loose     bool   // some arrival is announced, so that a unit may seem to be in two pools
	index     map[proviso.MovementID]int
	rivals    []*move
	letters   []*move           // redesignations and swaps
	counted   []*move           // stocktakes that say what they found
	lots      map[lotIn][]*move // the moves of which the lot is on record; lot "": those of which none is
	assembled bool              // units are made of components on record

	// room for one class at a time, empty between classes
	sources []flow.Span
	slot    []int32
	state   []poolState
}

// face gives the units of a movement that happened: at least one.
func face(q proviso.Quantity) flow.Span {
	return flow.Span{Least: max(1, q.Least), Most: max(1, q.Most)}
}

// surely says whether the movement is taken as having happened when another
// one is judged: recorded ones, and those that a what-if supposes. A recorded
// one whose day may lie after the day asked about may not have happened by then,
// unless it was on record by then.
func surely(s *proviso.Snapshot, m *proviso.Movement) bool {
	if m.Basis == proviso.Recorded {
		return m.When.Latest() <= s.AsOf || s.Known <= s.AsOf
	}
	return m.Basis == proviso.Supposed
}

// happened says whether the movement can have taken place or, planned, can
// still do so, seen from the day asked about.
func happened(m *proviso.Movement, asOf proviso.Day) bool {
	if m.Basis == proviso.Planned || m.Basis == proviso.Supposed {
		return true
	}
	return m.When.Earliest() <= asOf
}

// newTimeline takes the movements of the item, and which movements have rivals: true
// where those cannot be joined here. Of them, too, only one happened.
func newTimeline(s *proviso.Snapshot, item proviso.ItemID, movements []*proviso.Movement, rivals map[proviso.MovementID]bool) *timeline {
	t := &timeline{s: s, item: item, index: make(map[proviso.MovementID]int, len(movements))}
	var holdings []proviso.Holding
	for _, m := range movements {
		if m.Item == item {
			holdings = append(holdings, sides(m)...)
		}
		for _, in := range m.Inputs {
			if in.Item == item {
				holdings = append(holdings, in.From)
			}
		}
	}
	t.pools = flow.Merge(s, holdings)
	for _, m := range movements {
		t.add(m)
	}
	for _, v := range t.moves {
		if apart, rival := rivals[v.ID]; apart || rival && v.input {
			v.dispute()
		}
	}
	t.joinRivals()
	t.order()
	t.widenCounts()
	t.settleTotals()
	t.sources = make([]flow.Span, len(t.moves))
	t.slot = make([]int32, len(t.moves))
	t.state = make([]poolState, t.pools.Len())
	return t
}

// merged says whether the pool stands for several holdings.
func (t *timeline) merged(pool int) bool { return len(t.pools.Members(int32(pool))) > 1 }

// add lists the movement, and what it takes of the item to assemble another.
func (t *timeline) add(m *proviso.Movement) {
	if m.Item == t.item {
		t.index[m.ID] = t.newMove(m).at
		t.assembled = t.assembled || m.Kind == proviso.Assemble
	}
	for _, in := range m.Inputs {
		if in.Item == t.item {
			v := t.newMove(m)
			v.input, v.left, v.from, v.to = true, in.From, int(t.pools.Number(in.From)), -1
			v.face = face(in.Quantity)
			v.stock = v.face
			if !surely(t.s, m) {
				v.stock.Least = 0
			}
		}
	}
}

// sides gives the holdings that the movement takes from and puts into.
func sides(m *proviso.Movement) []proviso.Holding {
	var out []proviso.Holding
	if takes(m.Kind) {
		out = append(out, m.From)
	}
	if puts(m.Kind) {
		out = append(out, m.To)
	}
	return out
}

func takes(k proviso.MovementKind) bool {
	switch k {
	case proviso.Produce, proviso.Assemble, proviso.Count:
		return false
	case proviso.Transfer, proviso.Lend, proviso.Return, proviso.Expend, proviso.Lose,
		proviso.Capture, proviso.Destroy, proviso.Swap, proviso.Redesignate:
		return true
	}
	return false
}

func puts(k proviso.MovementKind) bool {
	switch k {
	case proviso.Expend, proviso.Lose, proviso.Destroy:
		return false
	case proviso.Transfer, proviso.Lend, proviso.Return, proviso.Produce, proviso.Assemble,
		proviso.Capture, proviso.Count, proviso.Swap, proviso.Redesignate:
		return true
	}
	return false
}

func (t *timeline) newMove(m *proviso.Movement) *move {
	v := &move{Movement: m, at: len(t.moves), first: m.When.Earliest(), last: m.When.Latest(), face: face(m.Quantity), left: m.From, from: -1, to: -1}
	v.stock = v.face
	v.tally = flow.Span{Least: m.Quantity.Least, Most: m.Quantity.Most}
	if !surely(t.s, m) {
		v.stock.Least = 0
	}
	if m.Kind == proviso.Count && m.Basis == proviso.Planned {
		v.dispute()
	}
	if takes(m.Kind) {
		v.from = int(t.pools.Number(m.From))
	}
	if puts(m.Kind) {
		v.to = int(t.pools.Number(m.To))
	}
	if m.Item != t.item {
		v.from, v.to = -1, -1
	}
	if len(m.OfWhich) > 0 {
		t.counted = append(t.counted, v)
	}
	t.addLots(v)
	if v.isLetter() {
		t.letters = append(t.letters, v)
	}
	t.evidence = t.evidence || len(m.DrawnFrom)+len(m.Lots)+len(m.OfWhich) > 0
	t.moves = append(t.moves, v)
	return v
}

// lotIn is a lot as it came into a pool.
type lotIn struct {
	lot  proviso.Lot
	pool int
}

func (t *timeline) addLots(v *move) {
	if t.lots == nil {
		t.lots = map[lotIn][]*move{}
	}
	if v.to < 0 || v.input {
		return
	}
	for _, l := range v.Lots {
		t.lots[lotIn{l, v.to}] = append(t.lots[lotIn{l, v.to}], v)
	}
	if len(v.Lots) == 0 {
		t.lots[lotIn{"", v.to}] = append(t.lots[lotIn{"", v.to}], v)
	}
}

// joinRivals lets one account stand for all accounts of an event: they count
// once, as the range that covers them, and surely only if all are sure.
// Accounts between different holdings cannot be joined; each then may or may
// not have happened.
func (t *timeline) joinRivals() {
	for _, v := range t.moves {
		first := t.firstAccount(v)
		if first == v || v.input {
			continue
		}
		if first.from != v.from || first.to != v.to || (first.Kind == proviso.Count) != (v.Kind == proviso.Count) {
			first.dispute()
			v.dispute()
			continue
		}
		v.skip, v.standIn, v.disputed, first.disputed = true, first, true, true
		t.rivals = append(t.rivals, v)
		first.stock.Least = min(first.stock.Least, v.stock.Least)
		first.stock.Most = max(first.stock.Most, v.stock.Most)
		first.tally = flow.Span{Least: min(first.tally.Least, v.tally.Least), Most: max(first.tally.Most, v.tally.Most)}
		first.first, first.last = min(first.first, v.first), max(first.last, v.last)
	}
}

// dispute says that the movement may not have happened, since another account that
// cannot be joined to it may hold instead. A stocktake then says nothing.
func (v *move) dispute() {
	v.stock.Least = 0
	if v.Kind == proviso.Count {
		v.tally, v.disputed = flow.Span{Most: flow.Unlimited}, true
	}
}

// firstAccount follows RivalTo to the account that names no other. Of accounts
// that name each other in a ring it is the first by id.
func (t *timeline) firstAccount(v *move) *move {
	for range t.moves {
		r := t.rival(v)
		if r == nil {
			return v
		}
		v = r
	}
	first := v
	for r := t.rival(v); r != v; r = t.rival(r) {
		if r.ID < first.ID {
			first = r
		}
	}
	return first
}

func (t *timeline) rival(v *move) *move {
	if i, ok := t.index[v.RivalTo]; ok && v.RivalTo != "" {
		return t.moves[i]
	}
	return nil
}

// widenCounts gives each stocktake the room that uncertain order leaves: what
// may have arrived or left on the days that the stocktake may have been on. The
// sweep counts before anything else of the first of those days.
func (t *timeline) widenCounts() {
	var counts []*step
	touching := map[int][]*move{} // by pool that is counted
	for i := range t.steps {
		if st := &t.steps[i]; st.what == stepCount {
			counts = append(counts, st)
			touching[st.m.to] = nil
		}
	}
	for _, v := range t.moves {
		for _, p := range [...]int{v.from, v.to} {
			if _, counted := touching[p]; counted && !v.stays() {
				touching[p] = append(touching[p], v)
			}
		}
	}
	for _, st := range counts {
		if !t.pools.Whole(st.m.To) {
			st.late = flow.Unlimited // what else is in the pool was not counted
		}
		for _, v := range touching[st.m.to] {
			if v.skip || v.Kind == proviso.Count || v.first > st.m.last || v.last < st.m.first {
				continue
			}
			if v.to == st.m.to && !v.announcedBefore(st.m.first) {
				st.early = proviso.SatAdd(st.early, v.stock.Most)
			} else if v.to == st.m.to {
				st.late = proviso.SatAdd(st.late, v.stock.Most)
			}
			if v.from == st.m.to {
				st.late = proviso.SatAdd(st.late, v.stock.Most)
			}
		}
		t.evidence = t.evidence || st.early > 0 || st.late > 0
	}
}

func (v *move) announcedBefore(d proviso.Day) bool { return v.announced && v.first < d }

// settleTotals runs the sweep once without asking what is bound: it notes how
// many units there can be before each arrival, and which withdrawals show that
// a record is missing.
func (t *timeline) settleTotals() {
	ps := make([]flow.Pool, t.pools.Len())
	for i := range ps {
		ps[i].Receive(flow.Span{}, flow.Span{Most: flow.Unlimited})
	}
	floors := map[int]*move{}
	for i := range t.steps {
		st := &t.steps[i]
		v := st.m
		switch st.what {
		case stepCount:
			st.target = ps[v.to].Other
			v.surplus, v.shortfall = ps[v.to].Count(st.found())
			if v.HasFloor && v.Basis != proviso.Planned {
				floors[v.to] = v
			}
		case stepAnnounce:
			st.target = ps[v.to].Other
			ps[v.to].Receive(flow.Span{}, v.stock)
		case stepOpen, stepClose:
			st.source, st.target = ps[v.from].Other, ps[v.to].Other
			trial := ps[v.from]
			_, _, v.lacking = trial.Draw(v.face)
		case stepMove:
			if f := floors[v.from]; f != nil {
				v.floor, v.hasFloor = flow.Span{Least: f.Floor.Least, Most: f.Floor.Most}, true
			}
			t.settleMove(ps, st)
		}
	}
}

func (t *timeline) settleMove(ps []flow.Pool, st *step) {
	v := st.m
	if v.from >= 0 {
		st.source = ps[v.from].Other
	}
	if v.to >= 0 {
		st.target = ps[v.to].Other
	}
	if v.from >= 0 {
		trial := ps[v.from]
		if v.from == v.to && v.announced {
			trial.Draw(flow.Exactly(v.stock.Most)) // its own
		}
		_, _, v.lacking = trial.Draw(v.face)
	}
	if v.stays() {
		return
	}
	if v.from >= 0 {
		_, _, v.missing = ps[v.from].Draw(v.stock)
	}
	if v.to >= 0 && !v.announced {
		ps[v.to].Receive(flow.Span{}, v.stock)
	}
}

// stays says whether the movement's own step leaves every pool's total as it was.
func (v *move) stays() bool {
	return v.Kind == proviso.Swap || v.Kind == proviso.Redesignate || v.from == v.to && !v.announced
}

// connected gives the pools that can be come to from the given ones along the
// ends of moves, in any order of time. -1 is no pool.
func (t *timeline) connected(from []int, ends func(*move) (from, to int)) []bool {
	next := make([][]int, len(t.state))
	for _, v := range t.moves {
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

// firstDays gives, by pool, the first day on which units that some moves bring
// can be there, LastDay if they never can.
func (t *timeline) firstDays(brings func(*move) bool) []proviso.Day {
	first := make([]proviso.Day, len(t.state))
	for p := range first {
		first[p] = proviso.LastDay
	}
	out := make([][]*move, len(t.state))
	var work []int
	reach := func(p int, d proviso.Day) {
		if p >= 0 && d < first[p] {
			first[p] = d
			work = append(work, p)
		}
	}
	for _, v := range t.moves {
		if v.from >= 0 && v.to >= 0 {
			out[v.from] = append(out[v.from], v)
		}
	}
	for _, v := range t.moves {
		if brings(v) {
			reach(v.to, v.first)
		}
		if v.lacking > 0 || v.surplus > 0 { // what came in unrecorded can be of them
			reach(v.from, proviso.FirstDay)
			reach(v.to, proviso.FirstDay)
		}
	}
	for len(work) > 0 {
		p := work[len(work)-1]
		work = work[:len(work)-1]
		for _, v := range out[p] {
			if first[p] <= v.last {
				reach(v.to, max(v.first, first[p]))
			}
		}
	}
	return first
}
