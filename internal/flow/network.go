package flow

import (
	"container/heap"

	"github.com/proviso-ledger/proviso"
)

// Rows of arcs that are no move: stock that stays in its holding, and stock as
// a tally found it (tallyRow - number of the tally).
const (
	stays    int32 = -1
	tallyRow int32 = -2
)

// Marks of an arc.
const (
	loose      uint8 = 1 << iota // the number of units is a range
	outOfOrder                   // it comes after some that start at its head
)

// never is the day before all days.
const never = proviso.FirstDay

// Network is the history of one item as a flow network, in the order of time.
//
// A node is a holding through a maximal run of receipts followed by withdrawals;
// stock that stays between two withdrawals of one run can never bind, so it needs
// no arc. (It can where a withdrawal is a range: then each day is a run.) Arcs are kept in the order in which they come about, which is a
// topological order of the nodes unless looped is set. A movement whose day is
// uncertain arrives as early and leaves as late as it may. On any one day,
// arrivals come first and the order of movements is otherwise not known.
//
// A segment is the time of a holding between two tallies. Stock that falls short
// in a segment shows that units came in unrecorded: at least so many, perhaps
// more, perhaps as early as its start. So nothing limits the stock of the segment.
// The first segment of a holding can be open: how many units were there before the
// first record is known only as far as the tally that closes it tells.
type Network struct {
	moves   []Move
	tallies []Tally
	afloat  []Span // by tally: how many fewer, and how many more, may go by its arc than were counted

	tail, head, row []int32
	most            []int64 // of a stock arc: the book balance, without what came in unrecorded
	mark            []uint8

	seg    []int32       // by node
	opened []proviso.Day // by node: when its first units came in

	segHolding []int32
	segShort   []int64 // units that must have come in unrecorded or been there before, at least
	segOpen    []bool
	segBefore  []int64 // of an open one: units that were there before, at most
	gaps       []Gap

	at      []post   // by holding
	looped  bool     // some arc is out of order, or some unit may have come in after others left that day
	ranged  bool     // some arc is loose
	short   bool     // nothing limits the stock of some segment, or strays is not 0
	strays  int64    // so many units more than are on record there may be in any holding
	stamped bool     // some move out of a holding names a lot
	benches *benches // of a network of works
	opening int32    // so many holdings, the first ones, nobody counted before their first record
	today   proviso.Day
	tallied bool    // a tally has closed today
	crossed bool    // today some holding received after it gave
	drawnOn []int32 // holdings drawn from today
	due     []int32 // moves whose latest day is today
	pending departures
	size    size
	past    *past
}

// post is the present state of a holding. Stock counts what has arrived and left
// in the order of the network: at most (arrivals at their most, departures at
// their least) and at least, without what came in unrecorded.
type post struct {
	node        int32 // -1: never used
	drawn       proviso.Day
	lastArrival proviso.Day // latest day on which anything so far can have come in
	lastVague   proviso.Day // the same for arrivals of uncertain date
	least, most int64
	fine        bool // some departure is a range: departures of each day get a node of their own
	vague       bool // the order of some arrivals and departures is not known
	passes      bool // nothing stays there
}

// Gap is stock that the records do not account for: Units that came into the
// holding from nobody knows where by the Day, (Before) were there before its first
// record, or (Out) left for nobody knows where.
type Gap struct {
	Holding     int32
	Day         proviso.Day
	Units       int64
	Out, Before bool

	seg int32
}

// New gives an empty network over holdings 0 to holdings-1.
func New(holdings int) *Network {
	n := &Network{at: make([]post, holdings), today: never, past: new(past)}
	for i := range n.at {
		n.at[i] = post{node: -1, drawn: never, lastArrival: never, lastVague: never}
	}
	return n
}

// Grow makes room for moves to come, which saves time and changes nothing else.
func (n *Network) Grow(moves int) {
	arcs := len(n.tail) + moves + moves/4
	n.moves = append(make([]Move, 0, len(n.moves)+moves), n.moves...)
	n.tail = append(make([]int32, 0, arcs), n.tail...)
	n.head = append(make([]int32, 0, arcs), n.head...)
	n.row = append(make([]int32, 0, arcs), n.row...)
	n.most = append(make([]int64, 0, arcs), n.most...)
	n.mark = append(make([]uint8, 0, arcs), n.mark...)
	n.seg = append(make([]int32, 0, len(n.seg)+moves/2), n.seg...)
	n.opened = append(make([]proviso.Day, 0, len(n.opened)+moves/2), n.opened...)
}

// Moves is the number of moves so far; they are numbered from 0.
func (n *Network) Moves() int { return len(n.moves) }

// Holdings is the number of holdings.
func (n *Network) Holdings() int { return len(n.at) }

// Move gives the move of that number.
func (n *Network) Move(i int) Move { return n.moves[i] }

// Counted says whether it is known of every holding that gives units what was in it
// before its first record.
func (n *Network) Counted() bool {
	gives := make([]bool, len(n.at))
	for i := range n.moves {
		if from := n.moves[i].From; from >= 0 {
			gives[from] = true
		}
	}
	for seg, h := range n.segHolding {
		if gives[h] && !n.openingKnown(int32(seg)) {
			return false
		}
	}
	return true
}

// Append adds a move whose earliest day is not before that of any move or tally
// so far. It takes constant time.
func (n *Network) Append(m Move) error {
	if err := m.check(len(n.at)); err != nil {
		return err
	}
	if m.Earliest < n.today || n.tallied && m.Earliest == n.today {
		return refuse("movement is appended after a later one", "append movements in the order of their earliest days")
	}
	if err := n.size.take(m.Least, m.Most); err != nil {
		return err
	}
	n.advance(m.Earliest)
	row := int32(len(n.moves))
	n.moves = append(n.moves, m)
	n.stamped = n.stamped || m.Lot != NoLot && m.From != Outside
	head := n.arrive(&m)
	if m.Earliest == m.Latest || m.From < 0 {
		n.depart(row, head, m.Earliest)
	}
	if m.Earliest < m.Latest {
		heap.Push(&n.pending, departure{m.Latest, row, head})
	} else {
		n.due = append(n.due, row)
	}
	return nil
}

// advance brings the network to the day: departures that were due before it
// take place, and stock that fell short is noted.
func (n *Network) advance(day proviso.Day) {
	if day > never+1 {
		n.leaveBy(day - 1)
	}
	n.turn(day)
}

// leaveBy lets leave what has to leave by the day.
func (n *Network) leaveBy(day proviso.Day) {
	for len(n.pending) > 0 && n.pending[0].day <= day {
		d := heap.Pop(&n.pending).(departure)
		n.turn(d.day)
		if n.moves[d.row].From >= 0 {
			n.depart(d.row, d.head, d.day)
		}
		n.due = append(n.due, d.row)
	}
}

// turn ends the day if a later one begins.
func (n *Network) turn(day proviso.Day) {
	if day <= n.today {
		return
	}
	n.settle()
	n.today, n.tallied, n.due = day, false, n.due[:0]
}

// settle notes what fell short today.
func (n *Network) settle() {
	for _, h := range n.drawnOn {
		n.at[h].vague = n.at[h].vague || n.crossed
		n.noteShort(h, -n.at[h].most-n.segShort[n.seg[n.at[h].node]])
	}
	n.drawnOn, n.crossed = n.drawnOn[:0], false
}

func (n *Network) noteShort(h int32, units int64) {
	if units <= 0 {
		return
	}
	n.segShort[n.seg[n.at[h].node]] += units
	seg := n.seg[n.at[h].node]
	n.gaps = append(n.gaps, Gap{Holding: h, Day: n.today, Units: units, Before: n.segOpen[seg], seg: seg})
	n.short = true
}

// arrive puts the units of m into its holding today and gives the node.
func (n *Network) arrive(m *Move) int32 {
	if m.To < 0 {
		return m.To
	}
	p := &n.at[m.To]
	if p.drawn == n.today && p.drawn != never { // the order within the day is not known
		n.looped = true
		n.crossed = n.crossed || m.From != m.To
	}
	n.ready(m.To)
	p.least += m.Least
	p.most += capped(m.Most)
	p.lastArrival = max(p.lastArrival, m.Latest)
	if m.Latest > m.Earliest {
		p.lastVague = max(p.lastVague, m.Latest)
	}
	return p.node
}

// ready brings the holding to a node that can receive today.
func (n *Network) ready(h int32) {
	p := &n.at[h]
	switch {
	case p.node < 0:
		n.open(h, n.openSegment(h))
	case p.drawn != never && p.drawn < n.today:
		old, mark := p.node, uint8(0)
		if p.least != p.most {
			mark = loose
		}
		n.open(h, n.seg[old])
		n.arc(old, p.node, stays, p.most, mark)
	}
}

// expect readies the holdings for moves of one day that go round in a circle, so
// that it does not matter which is appended first.
func (n *Network) expect(day []Move) {
	n.advance(day[0].Earliest)
	for i := range day {
		if day[i].To >= 0 {
			n.ready(day[i].To)
		}
	}
}

// depart takes the units of a move out of its holding on the day and adds its arc.
func (n *Network) depart(row, head int32, day proviso.Day) {
	m := &n.moves[row]
	drawn := head >= 0 && n.at[m.To].drawn != never
	tail := m.From
	if m.From >= 0 {
		tail = n.draw(m, day)
	}
	mark := uint8(0)
	if m.Least != m.Most {
		mark = loose
	}
	if head >= 0 && (drawn || n.at[m.To].node != head) {
		n.looped = true
		mark |= outOfOrder
	}
	n.arc(tail, head, row, capped(m.Most), mark)
}

// draw takes the units out and gives the node they leave.
func (n *Network) draw(m *Move, day proviso.Day) int32 {
	p := &n.at[m.From]
	if p.node < 0 {
		n.open(m.From, n.openSegment(m.From))
	}
	p.fine = p.fine || m.Least != m.Most
	if p.fine {
		n.ready(m.From)
	}
	if p.drawn != day {
		n.drawnOn = append(n.drawnOn, m.From)
	}
	p.drawn = day
	p.most -= m.Least
	p.least -= capped(m.Most)
	before := p.lastVague
	if m.Latest > m.Earliest {
		before = p.lastArrival
	}
	p.vague = p.vague || before != never && before >= m.Earliest
	return p.node
}

func (n *Network) arc(tail, head, row int32, most int64, mark uint8) {
	n.ranged = n.ranged || mark&loose != 0
	n.tail = append(n.tail, tail)
	n.head = append(n.head, head)
	n.row = append(n.row, row)
	n.most = append(n.most, most)
	n.mark = append(n.mark, mark)
}

func (n *Network) open(h, seg int32) {
	p := &n.at[h]
	p.node, p.drawn = int32(len(n.seg)), never
	n.seg = append(n.seg, seg)
	n.opened = append(n.opened, n.today)
}

func (n *Network) openSegment(h int32) int32 {
	first := n.at[h].node < 0
	n.segHolding = append(n.segHolding, h)
	n.segShort = append(n.segShort, 0)
	n.segOpen = append(n.segOpen, h < n.opening && first)
	n.segBefore = append(n.segBefore, boundless)
	return int32(len(n.segHolding) - 1)
}

// holding gives the holding of a node.
func (n *Network) holding(node int32) int32 { return n.segHolding[n.seg[node]] }

// Astray gives the network in which any holding may have so many units more than are on
// record there, at any time, none of them of S.
func (n *Network) Astray(units int64) *Network {
	c := *n
	c.strays, c.short, c.past = add(n.strays, units), true, new(past)
	return &c
}

// closing is the most that can be in the holding at the end of the network.
func (n *Network) closing(h int32) int64 {
	p := &n.at[h]
	if p.node < 0 || p.passes {
		return 0
	}
	return n.stock(n.seg[p.node], p.most)
}

// stock is the most units that can be in stock in the segment, given the book.
func (n *Network) stock(seg int32, book int64) int64 {
	switch {
	case n.short && n.segOpen[seg]:
		book = add(book, n.segBefore[seg])
	case n.short && n.segShort[seg] > 0:
		return boundless
	}
	return min(boundless, add(max(0, book), n.strays))
}

// capacity is the most units that can go by an arc.
func (n *Network) capacity(arc int) int64 {
	if n.row[arc] == stays {
		return n.stock(n.seg[n.tail[arc]], n.most[arc])
	}
	return n.most[arc]
}

// departure is a move of uncertain date that may have arrived and is yet to leave.
type departure struct {
	day  proviso.Day
	row  int32
	head int32
}

// departures is a heap by day, then by row.
type departures []departure

func (d departures) Len() int { return len(d) }
func (d departures) Less(i, j int) bool {
	return d[i].day < d[j].day || d[i].day == d[j].day && d[i].row < d[j].row
}
func (d departures) Swap(i, j int) { d[i], d[j] = d[j], d[i] }
func (d *departures) Push(x any)   { *d = append(*d, x.(departure)) }
func (d *departures) Pop() any {
	old := *d
	last := old[len(old)-1]
	*d = old[:len(old)-1]
	return last
}
