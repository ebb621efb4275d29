package flow

import (
	"cmp"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// Account is one side's record of a movement between two holdings. Note is what
// both sides may have written on it (a delivery note, a lot), "" if nothing.
type Account struct {
	From, To         int32
	Note             string
	Earliest, Latest proviso.Day
	Least, Most      int64
	Tag              int32 // the caller's own number for it
}

// Terms say when goods count as delivered: each side has its own.
type Terms struct {
	Sender   int // days after dispatch within which the sender counts them as delivered in time
	Receiver int // the same for the receiver
	Longest  int // days beyond which two accounts are not of one movement
}

// Outcome says how two accounts of a movement compare.
type Outcome struct {
	Sent, Received  *Account // nil if that side has none
	Short, Over     Span     // units that arrived fewer, or more, than were sent
	LateForSender   proviso.Truth
	LateForReceiver proviso.Truth
	Move            Move // both accounts as one movement, with the ranges of both
}

// Matched says whether both sides have an account and agree on the number.
func (o *Outcome) Matched() bool {
	return o.Sent != nil && o.Received != nil && o.Short.Most == 0 && o.Over.Most == 0
}

// Reconcile pairs what one side says it sent with what the other says it received:
// accounts with the same note and holdings first, then in the order of days, so
// that as many as possible are paired and their numbers differ least. An account
// that only one side has may be of a movement that did not happen.
func Reconcile(sent, received []Account, terms Terms) []Outcome {
	var out []Outcome
	groups := map[[2]int32][2][]*Account{}
	var order [][2]int32
	for side, list := range [2][]Account{sent, received} {
		for i := range list {
			key := [2]int32{list[i].From, list[i].To}
			g := groups[key]
			if len(g[0])+len(g[1]) == 0 {
				order = append(order, key)
			}
			g[side] = append(g[side], &list[i])
			groups[key] = g
		}
	}
	for _, key := range order {
		g := groups[key]
		for _, list := range g {
			slices.SortStableFunc(list, func(a, b *Account) int { return cmp.Compare(a.Earliest, b.Earliest) })
		}
		for _, p := range pair(g[0], g[1], terms) {
			out = append(out, terms.compare(p[0], p[1]))
		}
	}
	return out
}

// pair aligns the two lists, both in the order of days.
func pair(sent, received []*Account, terms Terms) [][2]*Account {
	var out [][2]*Account
	byNote := map[string]int{}
	taken := make([]bool, len(received))
	for j, r := range slices.Backward(received) {
		if r.Note != "" {
			byNote[r.Note] = j
		}
	}
	var rest []*Account
	for _, s := range sent {
		if j, ok := byNote[s.Note]; ok && s.Note != "" && !taken[j] {
			taken[j] = true
			out = append(out, [2]*Account{s, received[j]})
		} else {
			rest = append(rest, s)
		}
	}
	var left []*Account
	for j, r := range received {
		if !taken[j] {
			left = append(left, r)
		}
	}
	return append(out, align(rest, left, terms)...)
}

// align finds the pairing in order with the most pairs and, among those, the
// least difference in units.
func align(sent, received []*Account, terms Terms) [][2]*Account {
	type cell struct {
		pairs, apart int64
		step         byte
	}
	best := make([][]cell, len(sent)+1)
	for i := range best {
		best[i] = make([]cell, len(received)+1)
	}
	better := func(a, b cell) bool { return a.pairs > b.pairs || a.pairs == b.pairs && a.apart < b.apart }
	for i := len(sent); i >= 0; i-- {
		for j := len(received); j >= 0; j-- {
			c := &best[i][j]
			if i < len(sent) {
				*c = best[i+1][j]
				c.step = 's'
			}
			if j < len(received) {
				if skip := best[i][j+1]; c.step == 0 || better(skip, *c) {
					*c = skip
					c.step = 'r'
				}
			}
			if i < len(sent) && j < len(received) && terms.canBeOne(sent[i], received[j]) {
				both := best[i+1][j+1]
				both.pairs++
				both.apart = add(both.apart, apart(sent[i], received[j]))
				if both.step = 'p'; better(both, *c) {
					*c = both
				}
			}
		}
	}
	var out [][2]*Account
	for i, j := 0, 0; i < len(sent) || j < len(received); {
		switch best[i][j].step {
		case 'p':
			out = append(out, [2]*Account{sent[i], received[j]})
			i, j = i+1, j+1
		case 's':
			out = append(out, [2]*Account{sent[i], nil})
			i++
		default:
			out = append(out, [2]*Account{nil, received[j]})
			j++
		}
	}
	return out
}

// canBeOne says whether goods sent can be those received: not before they were
// sent and not too long after. Accounts with different notes are of different
// movements.
func (t Terms) canBeOne(s, r *Account) bool {
	return (s.Note == "" || r.Note == "") && r.Latest >= s.Earliest && int64(r.Earliest)-int64(s.Latest) <= int64(t.Longest)
}

// apart is by how much the two numbers differ at least.
func apart(s, r *Account) int64 {
	return max(0, less(s.Least, r.Most), less(r.Least, s.Most))
}

func (t Terms) compare(s, r *Account) Outcome {
	o := Outcome{Sent: s, Received: r}
	switch {
	case r == nil:
		o.Move = s.move(0)
		return o
	case s == nil:
		o.Move = r.move(0)
		return o
	}
	o.Short = Span{less(s.Least, r.Most), less(s.Most, r.Least)}
	o.Over = Span{less(r.Least, s.Most), less(r.Most, s.Least)}
	o.LateForSender, o.LateForReceiver = late(s, r, t.Sender), late(s, r, t.Receiver)
	o.Move = s.move(min(s.Least, r.Least))
	o.Move.Most = max(s.Most, r.Most)
	o.Move.Earliest, o.Move.Latest = min(s.Earliest, r.Earliest), max(s.Latest, r.Latest)
	return o
}

func (a *Account) move(least int64) Move {
	return Move{From: a.From, To: a.To, Lot: NoLot, Tag: a.Tag, Earliest: a.Earliest, Latest: a.Latest, Least: least, Most: a.Most}
}

// late says whether more than the days given lie between the two.
func late(s, r *Account, days int) proviso.Truth {
	switch {
	case int64(r.Earliest)-int64(s.Latest) > int64(days):
		return proviso.Yes
	case int64(r.Latest)-int64(s.Earliest) <= int64(days):
		return proviso.No
	}
	return proviso.Maybe
}
