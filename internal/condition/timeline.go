package condition

import (
	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// move is what a movement does to units of one item.
type move struct {
	*proviso.Movement
	act   flow.Act
	at    int             // place in timeline.moves and number of the act
	input bool            // takes components for the assembly of the same id
	left  proviso.Holding // what the units go from: From or, of components, where they were
}

// timeline is all movements of one item.
type timeline struct {
	s         *proviso.Snapshot
	item      proviso.ItemID
	holdings  *flow.Holdings
	moves     []*move
	course    *flow.Course
	index     map[proviso.MovementID]int
	counted   []*move // stocktakes that say what they found
	letters   []*move // redesignations and swaps
	assembled bool    // units are made of components on record
	lots      map[proviso.Lot]int32
	supplied  bool // some clause binds what a party supplied, so that to transfer units can bind them
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
func newTimeline(s *proviso.Snapshot, item proviso.ItemID, movements []*proviso.Movement, rivals map[proviso.MovementID]bool, supplied bool) *timeline {
	t := &timeline{s: s, item: item, supplied: supplied, index: make(map[proviso.MovementID]int, len(movements)), lots: map[proviso.Lot]int32{}}
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
	t.holdings = flow.Merge(s, holdings)
	for _, m := range movements {
		t.add(m)
	}
	acts := make([]*flow.Act, len(t.moves))
	for i, v := range t.moves {
		if v.act.Rival = flow.NoAct; !v.input {
			v.act.Rival = t.actOf(v.RivalTo)
		}
		for _, id := range v.DrawnFrom {
			v.act.DrawnFrom = append(v.act.DrawnFrom, t.actOf(id))
		}
		apart, rival := rivals[v.ID]
		v.act.Apart = apart || rival && v.input || v.Kind == proviso.Count && v.Basis == proviso.Planned
		acts[i] = &v.act
	}
	merged := make([]bool, t.holdings.Len())
	for i := range merged {
		merged[i] = len(t.holdings.Members(int32(i))) > 1
	}
	t.course = flow.NewCourse(merged, acts)
	return t
}

// actOf gives the number of the movement's act, NoAct if it is not about the item.
func (t *timeline) actOf(id proviso.MovementID) int32 {
	if i, ok := t.index[id]; ok {
		return int32(i)
	}
	return flow.NoAct
}

// add lists the movement, and what it takes of the item to assemble another.
func (t *timeline) add(m *proviso.Movement) {
	if m.Item == t.item {
		v := t.newMove(m, m.Quantity)
		t.index[m.ID] = v.at
		t.assembled = t.assembled || m.Kind == proviso.Assemble
		if takes(m.Kind) {
			v.act.From = t.holdings.Number(m.From)
		}
		if puts(m.Kind) {
			v.act.To = t.holdings.Number(m.To)
		}
		v.act.Anew = len(m.Under) > 0 || t.supplied && supplies(m.Kind)
		t.addLots(v)
		switch v.act.Kind {
		case flow.Counts:
			t.addCount(v)
		case flow.Letters, flow.Swaps:
			v.act.Whole = t.holdings.Whole(m.From)
			t.letters = append(t.letters, v)
		case flow.Moves:
		}
	}
	for _, in := range m.Inputs {
		if in.Item == t.item {
			v := t.newMove(m, in.Quantity)
			v.input, v.left, v.act.From = true, in.From, t.holdings.Number(in.From)
		}
	}
}

func (t *timeline) newMove(m *proviso.Movement, q proviso.Quantity) *move {
	v := &move{Movement: m, at: len(t.moves), left: m.From}
	v.act = flow.Act{Kind: actKind(m.Kind), From: flow.Outside, To: flow.Outside, Earliest: m.When.Earliest(), Latest: m.When.Latest(),
		Face: face(q), Stock: face(q), Told: len(m.DrawnFrom)+len(m.Lots)+len(m.OfWhich) > 0}
	if !surely(t.s, m) {
		v.act.Stock.Least = 0
	}
	t.moves = append(t.moves, v)
	return v
}

func actKind(k proviso.MovementKind) flow.ActKind {
	switch k {
	case proviso.Count:
		return flow.Counts
	case proviso.Redesignate:
		return flow.Letters
	case proviso.Swap:
		return flow.Swaps
	case proviso.Transfer, proviso.Lend, proviso.Return, proviso.Produce, proviso.Assemble, proviso.Expend,
		proviso.Lose, proviso.Capture, proviso.Destroy:
	}
	return flow.Moves
}

func (t *timeline) addCount(v *move) {
	v.act.Face = flow.Span{Least: v.Quantity.Least, Most: v.Quantity.Most}
	v.act.Sure, v.act.Whole = surely(t.s, v.Movement), t.holdings.Whole(v.To)
	if v.HasFloor && v.Basis != proviso.Planned {
		v.act.Floor = &flow.Span{Least: v.Floor.Least, Most: v.Floor.Most}
	}
	if len(v.OfWhich) > 0 {
		t.counted = append(t.counted, v)
	}
}

func (t *timeline) addLots(v *move) {
	number := func(l proviso.Lot) int32 {
		if _, ok := t.lots[l]; !ok {
			t.lots[l] = int32(len(t.lots))
		}
		return t.lots[l]
	}
	for _, l := range v.Lots {
		v.act.Lots = append(v.act.Lots, number(l))
		if parent, ok := l.Parent(); ok {
			v.act.Parents = append(v.act.Parents, number(parent))
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
