package report

import (
	"slices"
	"strings"
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// filled is 40 charges and 60 under the certificate, of which 80 go by twos into 40
// rounds beside 10 others; 45 rounds go out.
func filled(t *testing.T, more ...*proviso.Movement) *proviso.Snapshot {
	item := func(item proviso.ItemID, m proviso.Movement) *proviso.Movement {
		m.Item = item
		return &m
	}
	at := of("US", "US")
	at.Item = "charge"
	none := func(id proviso.ItemID, who string) *proviso.Movement {
		return item(id, proviso.Movement{ID: proviso.MovementID("no-" + string(id) + "-" + who), Kind: proviso.Count, When: date(t, "2000-01-01"), Quantity: proviso.Exactly(0), From: of(who, who), To: of(who, who)})
	}
	return uncounted(append([]*proviso.Movement{
		none("charge", "US"), none("charge", "KR"), none("round", "US"), none("round", "UA"),
		item("charge", proviso.Movement{ID: "others", Kind: proviso.Produce, When: date(t, "2022-01-01"), Quantity: proviso.Exactly(40), To: of("US", "US")}),
		item("charge", proviso.Movement{ID: "korean", Kind: proviso.Produce, When: date(t, "2022-01-01"), Quantity: proviso.Exactly(60), To: of("KR", "KR")}),
		item("round", proviso.Movement{ID: "old", Kind: proviso.Produce, When: date(t, "2022-01-01"), Quantity: proviso.Exactly(10), To: of("US", "US")}),
		item("charge", proviso.Movement{ID: "sale", Kind: proviso.Transfer, When: date(t, "2022-02-01"), Quantity: proviso.Exactly(60), From: of("KR", "KR"), To: of("US", "US"), Under: []proviso.InstrumentID{"euc"}}),
		item("round", proviso.Movement{ID: "made", Kind: proviso.Assemble, When: date(t, "2022-03-01"), Quantity: proviso.Exactly(40), To: of("US", "US"), Inputs: []proviso.Input{{Item: "charge", Quantity: proviso.Exactly(80), From: at}}}),
		item("round", proviso.Movement{ID: "out", Kind: proviso.Transfer, When: date(t, "2022-04-01"), Quantity: proviso.Exactly(45), From: of("US", "US"), To: of("UA", "UA")}),
	}, more...)...)
}

// At least 40 of the 60 charges go into rounds; of the rounds 5 stay, with no more than
// 10 of them. So at least 30 charges are in what goes out, two at most in each round.
func TestTraceOfPartsByTwos(t *testing.T) {
	a := ask(t, filled(t), TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}})
	if a.Least != 15 || *a.Most != 40 {
		t.Errorf("[%d, %d], want 15 to 40", a.Least, *a.Most)
	}
	if by := a.Certificate.LeastBy; *by != (TraceParts{"charge", 30, 2}) {
		t.Errorf("the least is by %+v", by)
	}
}

// Where nobody counted before, the answer says what it would be had nothing been there.
func TestTraceOfProductsIfNothingHadBeenThere(t *testing.T) {
	s := filled(t)
	var all []*proviso.Movement
	for _, m := range s.Movements {
		if m.Kind != proviso.Count {
			all = append(all, m)
		}
	}
	a := ask(t, uncounted(all...), TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}})
	if a.Least != 0 || *a.Most != 40 || a.IfEmpty == nil || a.IfEmpty.Least != 15 || *a.IfEmpty.Most != 40 {
		t.Fatalf("[%d, %d], if empty %+v; want 0 to 40, if empty 15 to 40", a.Least, *a.Most, a.IfEmpty)
	}
	if fifo := a.IfEmpty.Conventions["fifo"]; fifo.Units == nil || *fifo.Units != 15 {
		t.Errorf("first in, first out gives %+v, want 15", fifo)
	}
}

// What is found of parts and of products says something of the other.
func TestTraceOfProductsUsesWhatIsFound(t *testing.T) {
	q := TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}}
	count := func(item proviso.ItemID, on string, units int64, at string, known proviso.Part) *proviso.Movement {
		return &proviso.Movement{ID: "look", Kind: proviso.Count, Item: item, When: date(t, on), Quantity: proviso.Exactly(units), From: of(at, at), To: of(at, at), OfWhich: []proviso.Part{known}}
	}
	for name, c := range map[string]struct {
		look        *proviso.Movement
		least, most int64
	}{
		"none of the charges left":        {count("charge", "2022-03-02", 20, "US", proviso.Part{Quantity: proviso.Exactly(0), Under: "euc"}), 25, 40},
		"all charges left":                {count("charge", "2022-03-02", 20, "US", proviso.Part{Quantity: proviso.Exactly(20), Under: "euc"}), 15, 40},
		"thirty rounds under it":          {count("round", "2022-03-02", 50, "US", proviso.Part{Quantity: proviso.Exactly(30), Under: "euc"}), 25, 40},
		"forty rounds with such charges":  {count("round", "2022-03-02", 50, "US", proviso.Part{Quantity: proviso.Exactly(40), DrawnFrom: []proviso.MovementID{"sale"}}), 35, 40},
		"twenty found at the destination": {count("round", "2022-05-01", 45, "UA", proviso.Part{Quantity: proviso.Exactly(20), DrawnFrom: []proviso.MovementID{"sale"}}), 20, 40},
	} {
		if a := ask(t, filled(t, c.look), q); a.Least != c.least || *a.Most != c.most {
			t.Errorf("%s: [%d, %d], want %d to %d", name, a.Least, *a.Most, c.least, c.most)
		}
	}
	a := ask(t, filled(t, count("charge", "2022-03-02", 20, "US", proviso.Part{Quantity: proviso.Exactly(20), Under: "euc"}),
		&proviso.Movement{ID: "lot", Kind: proviso.Count, Item: "round", When: date(t, "2022-03-03"), Quantity: proviso.Exactly(50), From: of("US", "US"), To: of("US", "US"),
			OfWhich: []proviso.Part{{Quantity: proviso.Exactly(41), DrawnFrom: []proviso.MovementID{"sale"}}}}), q)
	want := []Contradiction{{Record: "lot", Says: "found at least 41 rounds of them in the stock counted"}, {Record: "made", Says: "took parts and made 40 rounds of them"}}
	if !slices.Equal(a.Contradictions, want) {
		t.Errorf("of forty rounds forty-one are bound, and it says %v", a.Contradictions)
	}
}

// Parts of which nobody says where they came from may have come out of any stock: then
// 0 to 60 of the 60 charges are left there, and in 0 to 40 rounds is one.
func TestTraceOfPartsOfUnknownOrigin(t *testing.T) {
	s := filled(t)
	s.Movement("made").Inputs[0].From = proviso.Holding{}
	if a := ask(t, s, TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}}); a.Least != 0 || *a.Most != 40 || a.Tight {
		t.Errorf("[%d, %d], tight %v; want 0 to 40, outer", a.Least, *a.Most, a.Tight)
	}
	held := TraceQuestion{Of: []string{"euc"}, To: []string{"US"}, Item: "charge", Asks: "held", On: proviso.DayOf(2022, 12, 31)}
	if a := ask(t, s, held); a.Least != 0 || *a.Most != 60 || a.Tight {
		t.Errorf("left [%d, %d], tight %v; want 0 to 60, outer", a.Least, *a.Most, a.Tight)
	}
}

// Of 35 to 40 rounds out of 70 to 80 charges each has two.
func TestTraceOfProductsInRanges(t *testing.T) {
	s := filled(t)
	m := s.Movement("made")
	m.Quantity, m.Inputs[0].Quantity = proviso.Quantity{Least: 35, Most: 40}, proviso.Quantity{Least: 70, Most: 80}
	a := ask(t, s, TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}})
	if a.Least != 15 || *a.Most != 40 || a.Certificate.LeastBy.Each != 2 || !a.Tight || !a.Tried {
		t.Errorf("[%d, %d], exact %v, by %+v; want exactly 15 to 40 by trying, two in each", a.Least, *a.Most, a.Exact, a.Certificate.LeastBy)
	}
}

// Two accounts of one assembly that differ on who has what it made are no ground for
// saying that the other holding has none.
func TestTraceOfProductsWithTwoAccounts(t *testing.T) {
	other := *filled(t).Movement("made")
	other.ID, other.RivalTo, other.To = "other", "made", of("KR", "KR")
	_, err := AskTrace(t.Context(), filled(t, &other), TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}, On: proviso.LastDay})
	if err == nil || !strings.Contains(err.Error(), "another account") {
		t.Errorf("got %v, want that the accounts differ", err)
	}
}

// What came to nobody knows which holding may have gone into products in the place of
// units asked about, and products that left nobody knows which holding may be of these.
func TestTraceOfProductsStrays(t *testing.T) {
	other := func(id proviso.MovementID, item proviso.ItemID, kind proviso.MovementKind, day string, n int64, from, to string) *proviso.Movement {
		m := &proviso.Movement{ID: id, Kind: kind, Item: item, When: date(t, day), Quantity: proviso.Exactly(n)}
		if from != "" {
			m.From = of(from, from)
		}
		if to != "" {
			m.To = of(to, to)
		}
		return m
	}
	kr := other("kr", "charge", proviso.Produce, "2022-02-02", 10, "", "KR")
	held := TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}, Asks: "held", On: proviso.DayOf(2022, 6, 1)}
	reached := TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}}
	for name, c := range map[string]struct {
		more        []*proviso.Movement
		q           TraceQuestion
		least, most int64 // not narrower than this
	}{
		"nothing strays":                  {nil, reached, 15, 40},
		"other charges came to any":       {[]*proviso.Movement{kr, other("stray", "charge", proviso.Transfer, "2022-02-15", 10, "KR", "")}, reached, 10, 40},
		"rounds left nobody knows where":  {[]*proviso.Movement{other("stray", "round", proviso.Transfer, "2022-05-01", 15, "", "KR")}, held, 0, 40},
		"rounds went from and to nowhere": {[]*proviso.Movement{other("stray", "round", proviso.Transfer, "2022-05-01", 15, "", "")}, held, 0, 40},
	} {
		a := ask(t, filled(t, c.more...), c.q)
		if a.Least > c.least || *a.Most < c.most || c.more == nil && (a.Least != c.least || *a.Most != c.most) {
			t.Errorf("%s: %d to %d, narrower than %d to %d", name, a.Least, *a.Most, c.least, c.most)
		}
	}
}
