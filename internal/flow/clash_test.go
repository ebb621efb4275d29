package flow

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// The oracle of contradictions follows units of S alone through a ledger of one event a
// day, holding to what a contradiction names and to nothing else: by a movement that it
// does not name any number of them goes, of stock that it does not name any number stays.

// standing is what is held to.
type standing struct {
	ledger   *tiny
	net      *Network
	q        *Question
	evidence []Evidence
	moves    map[int32]bool  // whose quantities and lots hold
	stays    []Limit         // stock by the book, and counts
	rests    map[int32]int64 // by holding: no more at the end
	free     int64           // as many as make any difference
}

func standingOn(l *tiny, net *Network, q *Question, clash []Clash) *standing {
	s := &standing{ledger: l, net: net, q: q, moves: map[int32]bool{}, rests: map[int32]int64{}}
	for _, m := range l.moves {
		s.free += m.Most
	}
	for _, c := range clash {
		switch {
		case c.Evidence >= 0:
			e := q.Evidence[c.Evidence]
			s.evidence, s.free = append(s.evidence, e), s.free+e.Least
		case c.Move >= 0:
			s.moves[c.Move] = true
		case c.Stock.Kind == Rest:
			s.rests[c.Stock.Index] = c.Stock.Units
		default:
			s.stays = append(s.stays, c.Stock)
		}
	}
	return s
}

// happens is a move or a tally.
type happens struct{ move, tally int32 }

func (s *standing) events() []happens {
	var out []happens
	for day := proviso.Day(1); len(out) < len(s.ledger.moves)+len(s.ledger.tallies); day++ {
		for i := range s.ledger.moves {
			if s.ledger.moves[i].Earliest == day {
				out = append(out, happens{int32(i), -1})
			}
		}
		for i := range s.ledger.tallies {
			if s.ledger.tallies[i].Day == day {
				out = append(out, happens{-1, int32(i)})
			}
		}
	}
	return out
}

// possible says whether units of S can go in any way at all.
func (s *standing) possible() bool {
	return s.from(s.events(), make([]int64, s.ledger.holdings), map[string]bool{})
}

// from says whether the events can follow when so many units of S are in each holding.
// Where they cannot is noted.
func (s *standing) from(events []happens, at []int64, dead map[string]bool) bool {
	key := string(fmt.Append(nil, len(events), at))
	if dead[key] {
		return false
	}
	dead[key] = true
	if len(events) == 0 {
		for h, most := range s.rests {
			if at[h] > most {
				return false
			}
		}
		return true
	}
	e, rest := events[0], events[1:]
	if !s.stock(e.move, e.tally, at) {
		return false
	}
	if e.tally >= 0 {
		return s.fits(at[s.ledger.tallies[e.tally].Holding], func(x *Evidence) bool { return x.Tally == e.tally }) && s.from(rest, at, dead)
	}
	m, of := &s.ledger.moves[e.move], slices.Contains(s.q.Of, e.move)
	for out := range s.free + 1 {
		for in := out; in <= s.free && (of || in == out); in++ {
			if !s.goes(e.move, out, in, at) {
				continue
			}
			next := slices.Clone(at)
			if m.From >= 0 {
				next[m.From] -= out
			}
			if m.To >= 0 {
				next[m.To] += in
			}
			if s.from(rest, next, dead) {
				return true
			}
		}
	}
	return false
}

// goes says whether a move can take so many units of S, and leave so many.
func (s *standing) goes(move int32, out, in int64, at []int64) bool {
	m, hold, of := &s.ledger.moves[move], s.moves[move], slices.Contains(s.q.Of, move)
	switch {
	case m.From < 0 && out > 0, m.From >= 0 && out > at[m.From], hold && out > m.Most:
		return false
	case of && hold && in != m.Most:
		return false
	}
	return s.fits(in, func(x *Evidence) bool { return x.Move == move })
}

// stock says whether no more is in stock than stays there by the limits that end with
// the event: the next receipt after a withdrawal, or a count.
func (s *standing) stock(move, tally int32, at []int64) bool {
	for _, l := range s.stays {
		h, row := s.net.holding(s.net.tail[l.Index]), s.net.row[l.Index]
		now := tally >= 0 && row == tallyRow-tally
		if row == stays && move >= 0 {
			next := s.net.opened[s.net.head[l.Index]]
			now = s.ledger.moves[move].Earliest == next
		}
		if now && at[h] > l.Units {
			return false
		}
	}
	return true
}

func (s *standing) fits(units int64, about func(*Evidence) bool) bool {
	return !slices.ContainsFunc(s.evidence, func(e Evidence) bool { return about(&e) && (units < e.Least || units > e.Most) })
}

// TestClashesAreNotTooLarge: what a contradiction names cannot hold, whatever else is left
// out; without any piece of it the rest can, if the answer says so.
func TestClashesAreNotTooLarge(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	n, few, pieces := 0, 0, 0
	for range 2_500 {
		l := invent(r, shape{size: 7, tallies: true})
		net := l.network(t)
		q := inventQuestion(r, l)
		q.Until = proviso.LastDay
		q.Evidence = inventEvidence(r, l, &q, true)
		if len(q.Of) == 0 || l.busyTally() || l.within(q.Evidence) || len(net.closed().gaps) > 0 {
			continue
		}
		got := ask(t, net, q)
		if len(got.Clash) == 0 {
			continue
		}
		closed := net.closed()
		if standingOn(l, closed, &q, got.Clash).free > 24 {
			continue // more than the oracle goes through
		}
		n, pieces = n+1, pieces+len(got.Clash)
		if standingOn(l, closed, &q, got.Clash).possible() {
			t.Fatalf("what is named can hold: %+v\nledger %s\nquestion %+v", got.Clash, l, q)
		}
		if got.ClashIs == asFound {
			t.Fatalf("%s, of a small ledger: %+v\nledger %s\nquestion %+v", got.ClashIs, got.Clash, l, q)
		}
		empty := q
		empty.Evidence = nil
		if repeats(ask(t, net, empty)) {
			continue
		}
		few++
		if got.ClashIs == smallest {
			noFewerLimits(t, l, closed, &q, got.Clash)
		}
		for i := range got.Clash {
			if !standingOn(l, closed, &q, slices.Delete(slices.Clone(got.Clash), i, i+1)).possible() {
				t.Fatalf("%+v is not needed for %+v\nledger %s\nquestion %+v", got.Clash[i], got.Clash, l, q)
			}
		}
	}
	t.Logf("%d contradictions of %d pieces in all; of %d each piece is needed", n, pieces, few)
	if few < 300 {
		t.Errorf("only %d contradictions", few)
	}
}

// noFewerLimits tries all sets of one limit fewer, up to two, beside the evidence named.
func noFewerLimits(t *testing.T, l *tiny, net *Network, q *Question, clash []Clash) {
	t.Helper()
	known := slices.DeleteFunc(slices.Clone(clash), func(c Clash) bool { return c.Evidence < 0 })
	limits := len(clash) - len(known)
	if limits < 2 {
		return
	}
	var all []Clash
	for i, row := range net.row {
		if row >= 0 {
			all = append(all, Clash{Evidence: -1, Move: row})
		} else {
			all = append(all, Clash{-1, -1, Limit{Travel, int32(i), net.capacity(i)}})
		}
	}
	for h := range net.at {
		all = append(all, Clash{-1, -1, Limit{Rest, int32(h), net.closing(int32(h))}})
	}
	for i, one := range all {
		for _, two := range all[i+1:] {
			try := append(slices.Clone(known), one, two)[:len(known)+min(2, limits-1)]
			if !standingOn(l, net, q, try).possible() {
				t.Fatalf("%+v suffice, %+v are named\nledger %s\nquestion %+v", try, clash, l, q)
			}
			if limits < 3 {
				break
			}
		}
	}
}
