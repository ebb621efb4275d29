package flow

import (
	"math/rand/v2"
	"testing"

	"github.com/proviso-ledger/proviso"
)

// enumerateOpen is enumerate over every stock that there can have been before the
// first record: none to more than ever leaves.
func enumerateOpen(l *tiny, q *Question, most int, enumerate func(*tiny, *Question, int) (truth, bool)) (truth, bool) {
	out := truth{least: 1 << 60, most: -1}
	room := make([]int64, l.holdings)
	for _, m := range l.moves {
		if m.From >= 0 {
			room[m.From] += m.Most
		}
	}
	for _, ta := range l.tallies {
		room[ta.Holding] = max(room[ta.Holding], ta.Most)
	}
	all := true
	var open func(h int)
	open = func(h int) {
		if h == l.holdings {
			whole := *q
			whole.Until = proviso.LastDay // later stocktakes tell of earlier stock
			later, ok := enumerate(l, &whole, most)
			all = all && ok
			if later.histories == 0 {
				return
			}
			one, ok := enumerate(l, q, most)
			all = all && ok
			out.least, out.most, out.histories = min(out.least, one.least), max(out.most, one.most), out.histories+one.histories
			return
		}
		for l.opening[h] = 0; l.opening[h] <= room[h] && all; l.opening[h]++ {
			open(h + 1)
		}
	}
	l.opening = make([]int64, l.holdings)
	open(0)
	l.opening = nil
	return out, all && out.histories <= most
}

// TestUncountedAgainstAllHistories asks about holdings of which nobody knows what
// was in them before their first record, some of which are counted later.
func TestUncountedAgainstAllHistories(t *testing.T) {
	r := rand.New(rand.NewPCG(91, 92))
	n, exact, conventional := 0, 0, 0
	for k := range 1_500 {
		l := invent(r, shape{size: 5, tallies: k%2 == 0, dates: k%5 == 0, ranges: k%7 == 0, lots: k%11 == 0})
		l.holdings = min(l.holdings, 3)
		for _, m := range l.moves {
			l.holdings = max(l.holdings, int(max(m.From, m.To))+1)
		}
		for _, ta := range l.tallies {
			l.holdings = max(l.holdings, int(ta.Holding)+1)
		}
		net, err := ArrangeUncounted(l.holdings, l.moves, l.tallies)
		if err != nil {
			t.Fatal(err)
		}
		q := inventQuestion(r, l)
		if k%5 == 0 || k%7 == 0 {
			q.Until = proviso.LastDay
		}
		want, ok := enumerateOpen(l, &q, 20_000, enumerate)
		if !ok || want.histories == 0 {
			continue
		}
		n++
		got := ask(t, net, q)
		if got.Exact() {
			exact++
		}
		if msg := disagree(got, want); msg != "" {
			t.Fatalf("%s\nledger %s\nquestion %+v\ntruth %+v", msg, l, q, want)
		}
		for name, share := range conventions {
			s, err := share(net, q)
			if err != nil {
				t.Fatal(err)
			}
			if s.Known {
				conventional++
			}
			if s.Known && (s.Units < want.least || s.Units > want.most) {
				t.Fatalf("%s gives %d, truth %+v\nledger %s\nquestion %+v", name, s.Units, want, l, q)
			}
		}
	}
	t.Logf("%d ledgers, %d exact, %d conventions followed", n, exact, conventional)
	if n < 1_000 || exact < 700 {
		t.Errorf("only %d ledgers, %d exact", n, exact)
	}
}

// The worked numbers with a stock that nobody counted before: 350,000 that went out
// need not hold one of the 100,000 asked about. A stocktake makes the difference.
func TestUncountedWorkedNumbers(t *testing.T) {
	moves := []Move{
		{From: Outside, To: 0, Lot: NoLot, Earliest: 2, Latest: 2, Least: 100_000, Most: 100_000},
		{From: 0, To: 1, Lot: NoLot, Earliest: 3, Latest: 3, Least: 350_000, Most: 350_000},
	}
	q := Question{Of: []int32{0}, Holdings: []int32{1}, Until: proviso.LastDay}
	for _, c := range []struct {
		tallies []Tally
		least   int64
		gap     int64
		mass    string
	}{
		{nil, 0, 250_000, "what was in stock before the first record is not known"},
		{[]Tally{{Holding: 0, Day: 1, Least: 300_000, Most: 300_000}}, 50_000, 0, ""},
		{[]Tally{{Holding: 0, Day: 1, Least: 250_000, Most: 300_000}}, 50_000, 0, "what was in stock before the first record is not known"},
	} {
		n, err := ArrangeUncounted(2, moves, c.tallies)
		if err != nil {
			t.Fatal(err)
		}
		a := ask(t, n, q)
		if a.Least != c.least || a.Most != 100_000 || !a.MostExact {
			t.Errorf("%+v: [%d, %d], want %d", c, a.Least, a.Most, c.least)
		}
		if len(a.Gaps) > 1 || len(a.Gaps) == 1 && (a.Gaps[0].Units != c.gap || !a.Gaps[0].Before) || len(a.Gaps) == 0 && c.gap > 0 {
			t.Errorf("%+v: gaps %+v", c, a.Gaps)
		}
		if s, err := MassBalance(n, q); err != nil || s.Why != c.mass || s.Known && s.Units != 87_500 {
			t.Errorf("%+v: mass balance %+v %v", c, s, err)
		}
	}
}

// A stocktake never widens an answer about a stock that nobody counted before, and
// the answer holds that for a stock that was empty before its first record.
func TestUncountedIsWiderThanCounted(t *testing.T) {
	r := rand.New(rand.NewPCG(93, 94))
	narrower := 0
	for k := range 3_000 {
		l := invent(r, shape{size: 8, tallies: true, sameDay: k%2 == 0, lots: k%3 == 0})
		q := inventQuestion(r, l)
		bare := &tiny{holdings: l.holdings, moves: l.moves}
		n, err := ArrangeUncounted(bare.holdings, bare.moves, nil)
		if err != nil {
			t.Fatal(err)
		}
		wide := ask(t, n, q)
		for name, arrange := range map[string]func(int, []Move, []Tally) (*Network, error){"counted": ArrangeUncounted, "empty": Arrange} {
			if n, err = arrange(l.holdings, l.moves, l.tallies); err != nil {
				t.Fatal(err)
			}
			got := ask(t, n, q)
			if got.Least < wide.Least || got.Most > wide.Most {
				t.Fatalf("%s [%d, %d], uncounted [%d, %d]\nledger %s\nquestion %+v", name, got.Least, got.Most, wide.Least, wide.Most, l, q)
			}
			if got.Least > wide.Least {
				narrower++
			}
		}
	}
	if narrower < 300 {
		t.Errorf("only %d answers were narrower", narrower)
	}
}
