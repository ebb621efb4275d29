package flow

import "context"

// layer lays the arcs of a frame: those by which units of S, those that surface too,
// can go. In the order of the network all arcs into a node come before those out of
// it, so the arcs are clipped on the way (see shrunk).
type layer struct {
	*frame
	at     []spot  // by node, and for the two ends outside the network, which stay empty
	all    int64   // units of S that enter
	opened bool    // nothing is clipped: see open
	laid   int     // arcs so far
	seen   int     // arcs of the network so far
	ends   []bool  // by holding: what is used up there is at an end that the frame looks for
	ending []int32 // arcs of one run that lead out of the network
	late   []int32 // arcs that come after some that start at their heads
	room   []int64 // and what they can carry
}

// run is how many arcs a layer takes in together, at most.
const run = 1 << 12

// lay makes the problem: the arcs by which units of S can go and what can go by
// them, and where units of S enter and end. Arcs that come too late for the order of
// the network are last.
func (f *frame) lay(ctx context.Context, surface []terminal) error {
	n, arcs := f.r.n, len(f.r.n.tail)
	y := layer{frame: f, ends: f.usedUp(), at: clean[spot](f.mem, f.nodes+2), ending: f.mem.small.dirty(run)}
	small := f.mem.small.dirty(2 * arcs)
	f.arc, f.used = small[:arcs], small[arcs:arcs]
	f.arcs = dirty[arc](f.mem, arcs)
	ways := y.ways(ctx)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if y.opened = n.looped || len(surface)+len(f.r.limits) > 0; y.opened {
		y.open(surface)
	}
	for k := range len(ways) + 1 {
		end := arcs
		if k < len(ways) {
			end = int(f.r.special[k])
		}
		for y.seen < end {
			if y.run(min(end, y.seen+run)); stopped(ctx, y.seen&^(run-1)) {
				return ctx.Err()
			}
		}
		if k < len(ways) {
			y.special(end, ways[k])
		}
	}
	for h := range n.at {
		if v := n.at[h].node; v >= 0 {
			f.sink(terminal{v, Rest, int32(h), f.rests(int32(h))})
		}
	}
	for v := range f.absorb {
		if f.absorb[v] && f.aim == toGoal {
			f.dem[v] = bottomless
		}
	}
	y.finish(small)
	return nil
}

// ways gives the passages of the special arcs, and adds up what enters; nothing of use when
// the context is done.
func (y *layer) ways(ctx context.Context) []passage {
	ways := make([]passage, len(y.r.special))
	for k, i := range y.r.special {
		if stopped(ctx, k) {
			break
		}
		p := y.use(int(i))
		if ways[k] = p; p.entry && !p.end {
			y.all = min(y.all+p.most, bottomless/2)
		}
	}
	return ways
}

// open is for units that come to nodes in no order, from nobody knows where, or by
// evidence. What is found on the way then says no more than which nodes can be come to.
func (y *layer) open(surface []terminal) {
	y.all = bottomless / 2
	for _, s := range surface {
		y.at[s.node].in = y.all
	}
	if y.r.n.looped {
		for v := range y.nodes {
			y.at[v].in = y.all
		}
	}
}

// run takes in arcs of which nothing is to be said but how much they can carry, and
// where to or out of what holding. What it does with an arc does not depend on a
// branch on whether units of S can come there: every other guess at that is wrong.
func (y *layer) run(end int) {
	n, at, all, absorb := y.r.n, y.at, y.all, y.absorb
	beyond := int32(len(at)) // less than zero: an end outside the network
	tails, heads, rooms := n.tail[:end], n.head[:end], n.most[:end]
	number, laid, ending := y.arc, y.arcs, y.ending
	k, ends := y.laid, 0
	for i := y.seen; i < end; i++ {
		t, h := tails[i], heads[i]
		c := min(boundless, max(0, rooms[i]))
		if n.short {
			c = n.capacity(i)
		}
		u := min(c, at[t+beyond&(t>>31)].in)
		if absorb != nil && t >= 0 && absorb[t] {
			u = 0
		}
		live, inside := some(u), int(^h>>31&1)
		x := &at[h+beyond&(h>>31)]
		x.in = min(x.in+u&int64(^h>>31), all)
		x.node += int32(live)
		number[k], laid[k] = int32(i), arc{t, h, c}
		k += live & inside
		ending[ends] = int32(i)
		ends += live &^ inside
	}
	for _, i := range y.ending[:ends] {
		if t := n.tail[i]; y.ends[n.holding(t)] && n.most[i] > 0 {
			y.dem[t] += n.most[i]
			y.used = append(y.used, i)
		}
	}
	y.laid, y.seen = k, end
}

// special takes in an arc of which more is to be said.
func (y *layer) special(i int, p passage) {
	n := y.r.n
	y.seen = i + 1
	if p.entry {
		y.enter(i, p)
		if !p.end {
			x := &y.at[n.head[i]]
			x.in = min(x.in+p.most, y.all)
		}
		return
	}
	if p.closed {
		return
	}
	y.leave(i, p)
	if p.end {
		return
	}
	room, x := p.most-p.least, &y.at[n.head[i]]
	most := min(room, y.at[n.tail[i]].in)
	if y.opened {
		most, x.in = room, y.all
	}
	switch k := y.laid; {
	case most == 0:
	case n.mark[i]&outOfOrder != 0:
		y.late, y.room = append(y.late, int32(i)), append(y.room, room)
	default:
		x.in, x.node = min(x.in+most, y.all), x.node+1
		y.arc[k], y.arcs[k] = int32(i), arc{n.tail[i], n.head[i], room}
		y.laid++
	}
}

// finish puts the late arcs last, and gives back what it did not need. What was
// clipped is of use if all came in order.
func (y *layer) finish(small []int32) {
	f, n, k := y.frame, y.r.n, y.laid
	f.ordered = k
	for j, i := range y.late {
		f.arc[k], f.arcs[k] = i, arc{n.tail[i], n.head[i], y.room[j]}
		k++
	}
	end := k + copy(small[k:], f.used)
	shorten(f.mem, f.arcs, k)
	f.mem.small.shorten(small, end)
	f.arcs, f.arc, f.used = f.arcs[:k:k], small[:k:k], small[k:end:end]
	if !y.opened {
		f.clipped = &shrunk{at: y.at[:f.nodes]}
	}
}
