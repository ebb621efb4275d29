package report

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	proviso "github.com/proviso-ledger/proviso"
)

// TestTraceJSONIsDocumented compares the tables of docs/JSON.md that name their
// object with the types.
func TestTraceJSONIsDocumented(t *testing.T) {
	types := map[string]reflect.Type{}
	answerTypes(reflect.TypeFor[Trace](), types)
	answerTypes(reflect.TypeFor[StockAnswer](), types)
	answerTypes(reflect.TypeFor[Reconciliation](), types)
	answerTypes(reflect.TypeFor[Said](), types)
	shared := map[string]reflect.Type{}
	answerTypes(reflect.TypeFor[Answer](), shared)
	text, err := os.ReadFile("../../docs/JSON.md")
	if err != nil {
		t.Fatal(err)
	}
	docs := map[string][]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| ([A-Z][A-Za-z]+) \\| (`[^|]*) \\|").FindAllStringSubmatch(string(text), -1) {
		for _, name := range regexp.MustCompile("`([a-z_]+)`").FindAllStringSubmatch(row[2], -1) {
			docs[row[1]] = append(docs[row[1]], name[1])
		}
	}
	for name := range shared {
		delete(types, name) // described under headings of their own
	}
	for name, typ := range types {
		for field := range jsonFields(typ) {
			if !slices.Contains(docs[name], field) {
				t.Errorf("docs/JSON.md does not describe %s of %s", field, name)
			}
		}
	}
	for name, fields := range docs {
		for _, field := range fields {
			if types[name] == nil || jsonFields(types[name])[field] == nil {
				t.Errorf("docs/JSON.md describes %s of %s, which does not exist", field, name)
			}
		}
	}
}

// ledger is uncounted with a stocktake that found nothing before the first movement
// in every holding.
func ledger(movements ...*proviso.Movement) *proviso.Snapshot {
	counted := map[proviso.Holding]bool{}
	var all []*proviso.Movement
	for _, m := range movements {
		for _, h := range []proviso.Holding{m.From, m.To} {
			h.Item = ""
			if h != (proviso.Holding{}) && !counted[h] {
				counted[h] = true
				all = append(all, &proviso.Movement{ID: proviso.MovementID(fmt.Sprintf("none-%d", len(all))), Kind: proviso.Count, Item: m.Item,
					When: proviso.DateOfDay(proviso.DayOf(2000, 1, 1)), Quantity: proviso.Exactly(0), From: h, To: h})
			}
		}
	}
	return uncounted(append(all, movements...)...)
}

// uncounted is four parties and an item with the movements given.
func uncounted(movements ...*proviso.Movement) *proviso.Snapshot {
	records := []proviso.Record{
		&proviso.Party{ID: "KR", Kind: proviso.State}, &proviso.Party{ID: "US", Kind: proviso.State}, &proviso.Party{ID: "UA", Kind: proviso.State},
		&proviso.Party{ID: "UA-1", PartOf: "UA"}, &proviso.Party{ID: "UA-2", PartOf: "UA"},
		&proviso.Item{ID: "round", Unit: "round"},
		&proviso.Instrument{ID: "euc"},
	}
	for _, m := range movements {
		if m.Item == "" {
			m.Item = "round"
		}
		m.From.Item, m.To.Item = m.Item, m.Item
		if m.Basis == "" {
			m.Basis = proviso.Recorded
		}
		records = append(records, m)
	}
	return proviso.NewSnapshot("test", proviso.DayOf(2023, 1, 1), proviso.LastDay, records)
}

func of(owner, at string) proviso.Holding {
	return proviso.Holding{Owner: proviso.PartyID(owner), Holder: proviso.PartyID(owner), At: proviso.PlaceID(at)}
}

// worked is the worked check with a delivery of the size and day given.
func worked(t *testing.T, out int64, on string) *proviso.Snapshot {
	return ledger(
		&proviso.Movement{ID: "others", Kind: proviso.Produce, When: date(t, "2022-01-01"), Quantity: proviso.Exactly(300_000), To: of("US", "US")},
		&proviso.Movement{ID: "made", Kind: proviso.Produce, When: date(t, "2022-01-01"), Quantity: proviso.Exactly(100_000), To: of("KR", "KR")},
		&proviso.Movement{ID: "sale", Kind: proviso.Transfer, When: date(t, "2022-11-12"), Quantity: proviso.Exactly(100_000), From: of("KR", "KR"), To: of("US", "US"), Under: []proviso.InstrumentID{"euc"}},
		&proviso.Movement{ID: "handover", Kind: proviso.Transfer, When: date(t, on), Quantity: proviso.Exactly(out), From: of("US", "US"), To: of("UA", "UA")},
	)
}

// Where nobody counted, the answer says what it would be had nothing been there.
func TestTraceIfNothingHadBeenThere(t *testing.T) {
	for out, want := range map[int64]*Bounds{250_000: nil, 350_000: {Least: 50_000}, 400_000: {Least: 100_000}} {
		counted := worked(t, out, "2022-12-01")
		s := uncounted(counted.Movement("others"), counted.Movement("made"), counted.Movement("sale"), counted.Movement("handover"))
		a := ask(t, s, TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}})
		if a.Least != 0 || *a.Most != 100_000 {
			t.Errorf("%d out: [%d, %d], want 0 to 100,000", out, a.Least, *a.Most)
		}
		if (a.IfEmpty == nil) != (want == nil) {
			t.Fatalf("%d out: if empty %v, want %v", out, a.IfEmpty, want)
		}
		if want != nil && (a.IfEmpty.Least != want.Least || *a.IfEmpty.Most != 100_000) {
			t.Errorf("%d out: if empty [%d, %d], want %d to 100,000", out, a.IfEmpty.Least, *a.IfEmpty.Most, want.Least)
		}
		if want != nil {
			same := ask(t, counted, TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}}).Conventions
			if diff := cmp.Diff(same, a.IfEmpty.Conventions); diff != "" {
				t.Errorf("%d out: conventions (- counted, + if empty): %s", out, diff)
			}
		}
		if b := ask(t, counted, TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}}); b.IfEmpty != nil {
			t.Errorf("%d out: all was counted, and yet: if empty %v", out, b.IfEmpty)
		}
	}
}

// A movement that may lie after the day asked about says nothing of what was by then.
func TestTraceDrawnPerhapsAfterTheDay(t *testing.T) {
	s := ledger(
		&proviso.Movement{ID: "made", Kind: proviso.Produce, When: date(t, "2022-01-01"), Quantity: proviso.Exactly(5), To: of("KR", "KR")},
		&proviso.Movement{ID: "sale", Kind: proviso.Transfer, When: date(t, "2022-02-01"), Quantity: proviso.Exactly(5), From: of("KR", "KR"), To: of("US", "US"), Under: []proviso.InstrumentID{"euc"}},
		&proviso.Movement{ID: "out", Kind: proviso.Transfer, When: date(t, "2022-03"), Quantity: proviso.Exactly(5), From: of("US", "US"), To: of("UA", "UA"), DrawnFrom: []proviso.MovementID{"sale"}},
	)
	for day, least := range map[proviso.Day]int64{proviso.DayOf(2022, 3, 15): 0, proviso.DayOf(2022, 3, 31): 5} {
		a := ask(t, s, TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}, Asks: "held", On: day})
		if a.Least != least || *a.Most != 5 {
			t.Errorf("on %s [%d, %d], want %d to 5", day, a.Least, *a.Most, least)
		}
	}
}

func ask(t *testing.T, s *proviso.Snapshot, q TraceQuestion) *Trace {
	t.Helper()
	if q.On == 0 {
		q.On = proviso.LastDay
	}
	a, err := AskTrace(context.Background(), s, q)
	if err != nil {
		t.Fatal(err)
	}
	faults, err := CheckTrace(context.Background(), s, a)
	if err != nil || len(faults) > 0 {
		t.Errorf("%v to %v: the answer does not hold: %v %v", q.Of, q.To, faults, err)
	}
	return a
}

// Every way of naming the Korean rounds and where they went gives the worked numbers.
func TestTraceNamesTheSameUnits(t *testing.T) {
	for _, c := range []struct {
		out         int64
		on          string
		least, most int64
	}{
		{250_000, "2022-12-01", 0, 100_000}, {350_000, "2022-12-01", 50_000, 100_000},
		{400_000, "2022-12-01", 100_000, 100_000}, {250_000, "2022-10-01", 0, 0},
	} {
		s := worked(t, c.out, c.on)
		for _, from := range []string{"euc", "instrument:euc", "KR", "party:KR", "sale", "made"} {
			for _, to := range []string{"UA", "place:UA", "handover", "movement:handover"} {
				a := ask(t, s, TraceQuestion{Of: []string{from}, To: []string{to}})
				if a.Least != c.least || *a.Most != c.most || !a.Tight {
					t.Errorf("%d out on %s, %s to %s: [%d, %d] tight %v, want exactly [%d, %d]", c.out, c.on, from, to, a.Least, *a.Most, a.Tight, c.least, c.most)
				}
			}
		}
		a := ask(t, s, TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}, Through: []string{"US"}})
		if a.Least > c.least || *a.Most < c.most {
			t.Errorf("%d out on %s, by way of US: [%d, %d] leaves out [%d, %d]", c.out, c.on, a.Least, *a.Most, c.least, c.most)
		}
		for name, share := range ask(t, s, TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}}).Conventions {
			if share.Units != nil && (*share.Units < c.least || *share.Units > c.most) {
				t.Errorf("%d out: %s gives %d, outside [%d, %d]", c.out, name, *share.Units, c.least, c.most)
			}
		}
	}
}

// Held, ended and reached are three questions.
func TestTraceAsks(t *testing.T) {
	s := ledger(
		&proviso.Movement{ID: "made", Kind: proviso.Produce, When: date(t, "2022-01-01"), Quantity: proviso.Exactly(10), To: of("KR", "KR")},
		&proviso.Movement{ID: "in", Kind: proviso.Transfer, When: date(t, "2022-02-01"), Quantity: proviso.Exactly(10), From: of("KR", "KR"), To: of("US", "US")},
		&proviso.Movement{ID: "fired", Kind: proviso.Expend, When: date(t, "2022-03-01"), Quantity: proviso.Exactly(3), From: of("US", "US")},
		&proviso.Movement{ID: "on", Kind: proviso.Transfer, When: date(t, "2022-04-01"), Quantity: proviso.Exactly(2), From: of("US", "US"), To: of("UA", "UA")},
	)
	for _, c := range []struct {
		asks string
		on   proviso.Day
		want int64
	}{
		{"reached", proviso.LastDay, 10}, {"held", proviso.DayOf(2022, 1, 15), 0}, {"held", proviso.DayOf(2022, 2, 15), 10},
		{"held", proviso.DayOf(2022, 3, 15), 7}, {"held", proviso.DayOf(2022, 4, 15), 5}, {"ended", proviso.DayOf(2022, 4, 15), 8},
	} {
		a := ask(t, s, TraceQuestion{Of: []string{"made"}, To: []string{"US"}, Asks: c.asks, On: c.on})
		if a.Least != c.want || *a.Most != c.want {
			t.Errorf("%s on %s: [%d, %d], want %d", c.asks, c.on, a.Least, *a.Most, c.want)
		}
	}
}

// What is reported need not have happened; of rivals one counts, with both ranges.
func TestTraceUncertainRecords(t *testing.T) {
	sale := func(id, rival string, n int64, basis proviso.Basis, under ...proviso.InstrumentID) *proviso.Movement {
		return &proviso.Movement{ID: proviso.MovementID(id), RivalTo: proviso.MovementID(rival), Kind: proviso.Transfer, Basis: basis, When: date(t, "2022-02-01"),
			Quantity: proviso.Exactly(n), From: of("KR", "KR"), To: of("US", "US"), Under: under}
	}
	all := []string{"US"}
	for name, c := range map[string]struct {
		movements   []*proviso.Movement
		of          string
		least, most int64
	}{
		"recorded":              {[]*proviso.Movement{sale("a", "", 22, proviso.Recorded, "euc")}, "euc", 22, 22},
		"supposed":              {[]*proviso.Movement{sale("a", "", 22, proviso.Supposed, "euc")}, "euc", 22, 22},
		"reported":              {[]*proviso.Movement{sale("a", "", 22, proviso.Reported, "euc")}, "euc", 0, 22},
		"planned":               {[]*proviso.Movement{sale("a", "", 22, proviso.Planned, "euc")}, "euc", 0, 22},
		"rivals":                {[]*proviso.Movement{sale("a", "", 22, proviso.Recorded, "euc"), sale("b", "a", 23, proviso.Recorded, "euc")}, "euc", 22, 23},
		"the rival named":       {[]*proviso.Movement{sale("a", "", 22, proviso.Recorded, "euc"), sale("b", "a", 23, proviso.Recorded, "euc")}, "b", 22, 23},
		"only the rival says":   {[]*proviso.Movement{sale("a", "", 22, proviso.Recorded), sale("b", "a", 23, proviso.Recorded, "euc")}, "euc", 22, 23},
		"the rival says other":  {[]*proviso.Movement{sale("a", "", 22, proviso.Recorded, "euc"), sale("b", "a", 23, proviso.Recorded, "other")}, "euc", 0, 23},
		"an older one of these": {[]*proviso.Movement{sale("a", "", 22, proviso.Recorded, "other"), sale("b", "a", 23, proviso.Recorded, "euc")}, "euc", 0, 23},
	} {
		stock := &proviso.Movement{ID: "stock", Kind: proviso.Produce, When: date(t, "2022-01-01"), Quantity: proviso.Exactly(50), To: of("KR", "KR")}
		a := ask(t, ledger(append(c.movements, stock)...), TraceQuestion{Of: []string{c.of}, To: all})
		if a.Least != c.least || *a.Most != c.most {
			t.Errorf("%s: [%d, %d], want [%d, %d]", name, a.Least, *a.Most, c.least, c.most)
		}
	}
}

// A state's rounds with one brigade are no other brigade's.
func TestTraceBrigades(t *testing.T) {
	with := func(holder, at string) proviso.Holding {
		return proviso.Holding{Owner: "UA", Holder: proviso.PartyID(holder), At: proviso.PlaceID(at)}
	}
	s := ledger(
		&proviso.Movement{ID: "in", Kind: proviso.Produce, When: date(t, "2022-01-01"), Quantity: proviso.Exactly(10), To: with("UA-1", "UA")},
		&proviso.Movement{ID: "over", Kind: proviso.Transfer, When: date(t, "2022-02-01"), Quantity: proviso.Exactly(4), From: with("UA-1", "UA"), To: with("UA-2", "UA")},
	)
	for to, want := range map[string]int64{"UA-1": 10, "UA-2": 4, "UA": 10, "US": 0} {
		if a := ask(t, s, TraceQuestion{Of: []string{"in"}, To: []string{to}}); a.Least != want || *a.Most != want {
			t.Errorf("to %s: [%d, %d], want %d", to, a.Least, *a.Most, want)
		}
	}
	if a := ask(t, s, TraceQuestion{Of: []string{"UA-1"}, To: []string{"UA-2"}}); a.Least != 4 || *a.Most != 4 {
		t.Errorf("from UA-1: [%d, %d], want 4", a.Least, *a.Most)
	}
}

// Records that cannot all hold give no number but their names.
func TestTraceContradiction(t *testing.T) {
	s := ledger(
		&proviso.Movement{ID: "few", Kind: proviso.Produce, When: date(t, "2022-01-01"), Quantity: proviso.Exactly(5), To: of("US", "US"), Under: []proviso.InstrumentID{"euc"}},
		&proviso.Movement{ID: "others", Kind: proviso.Produce, When: date(t, "2022-01-01"), Quantity: proviso.Exactly(50), To: of("US", "US")},
		&proviso.Movement{ID: "many", Kind: proviso.Transfer, When: date(t, "2022-02-01"), Quantity: proviso.Exactly(8), From: of("US", "US"), To: of("UA", "UA"), DrawnFrom: []proviso.MovementID{"few"}},
	)
	a := ask(t, s, TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}})
	if len(a.Contradictions) == 0 || a.Certificate != nil || a.Tight {
		t.Fatalf("%+v, want a contradiction and no certificate", a)
	}
	if text := TraceText(a, s, false, Look{}); !strings.Contains(text, "contradict each other") || !strings.Contains(text, "many") || !strings.Contains(text, "no smaller set") {
		t.Errorf("the text does not name the clash, or say how small it is:\n%s", text)
	}
}

// twice is three rounds that came under the paper, went back and came again.
func twice(t *testing.T) *proviso.Snapshot {
	went := func(id, day string, from, to string, under ...proviso.InstrumentID) *proviso.Movement {
		return &proviso.Movement{ID: proviso.MovementID(id), Kind: proviso.Transfer, When: date(t, day), Quantity: proviso.Exactly(3), From: of(from, from), To: of(to, to), Under: under}
	}
	return ledger(
		&proviso.Movement{ID: "made", Kind: proviso.Produce, When: date(t, "2022-01-01"), Quantity: proviso.Exactly(3), To: of("KR", "KR")},
		went("first", "2022-01-02", "KR", "US", "euc"), went("back", "2022-01-03", "US", "KR"), went("second", "2022-01-04", "KR", "US", "euc"),
	)
}

// recovered is the worked check with three rounds of the sale found at the target.
func recovered(t *testing.T) *proviso.Snapshot {
	s := worked(t, 8_000, "2022-12-01")
	return uncounted(append(slices.Clone(s.Movements), &proviso.Movement{ID: "wreck", Kind: proviso.Expend, When: date(t, "2022-12-05"),
		Quantity: proviso.Exactly(3), From: of("UA", "UA"), DrawnFrom: []proviso.MovementID{"sale"}})...)
}

// A number that no certificate proves says so, with what it rests on.
func TestTraceSaysWhatHasNoCertificate(t *testing.T) {
	a := ask(t, twice(t), TraceQuestion{Of: []string{"euc"}, To: []string{"US"}})
	var told []string
	for _, x := range a.Histories {
		told = append(told, fmt.Sprint(x.For, " ", x.Movement, " ", x.Units, " ", x.OfThem))
	}
	for i := range told {
		if strings.Contains(told[i], "none-") {
			told[i] = ""
		}
	}
	told = slices.DeleteFunc(told, func(s string) bool { return s == "" })
	if want := []string{"most made 3 0", "most first 3 3", "most back 3 3", "most second 3 3"}; a.Least != 3 || *a.Most != 3 || *a.Proved.Most != 6 || !a.TriedAgain || !slices.Equal(told, want) {
		t.Errorf("[%d, %d] proved to %d, %v, %q; want exactly 3 where 6 is proved, tried twice, told of as %q", a.Least, *a.Most, *a.Proved.Most, a.TriedAgain, told, want)
	}
	if got := a.RestsOn(); len(got) != 1 || !strings.Contains(got[0], "the at most has no certificate; every history was tried, twice") {
		t.Errorf("rests on %q", got)
	}
	a = ask(t, recovered(t), TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}})
	if a.Least != 3 || *a.Most != 8_000 || a.Proved.Least != 0 || a.Found == nil || a.Found.Record != "wreck" {
		t.Errorf("[%d, %d], proved from %d, found %v; want 3 to 8,000, proved from 0, by the wreck", a.Least, *a.Most, a.Proved.Least, a.Found)
	}
	if got := a.RestsOn(); len(got) != 1 || !strings.Contains(got[0], "no certificate but one record: wreck is known") {
		t.Errorf("rests on %q", got)
	}
	if got := ask(t, worked(t, 8_000, "2022-12-01"), TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}}).RestsOn(); len(got) > 0 {
		t.Errorf("with certificates for both ends, rests on %q", got)
	}
}

// Whatever field of an answer is changed, it no longer holds.
func TestCheckTraceRejects(t *testing.T) {
	for name, c := range map[string]struct {
		s *proviso.Snapshot
		q TraceQuestion
	}{
		"reached": {worked(t, 350_000, "2022-12-01"), TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}}},
		"held":    {worked(t, 350_000, "2022-12-01"), TraceQuestion{Of: []string{"euc"}, To: []string{"US"}, Asks: "held", On: proviso.DayOf(2022, 12, 24)}},
		"tried":   {twice(t), TraceQuestion{Of: []string{"euc"}, To: []string{"US"}}},
		"product": {filled(t), TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}}},
		"found":   {recovered(t), TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}}},
	} {
		s := c.s
		whole, err := json.Marshal(ask(t, s, c.q))
		if err != nil {
			t.Fatal(err)
		}
		var tree any
		if err := json.Unmarshal(whole, &tree); err != nil {
			t.Fatal(err)
		}
		changed := 0
		for _, at := range leaves(tree, nil) {
			var other any
			if err := json.Unmarshal(whole, &other); err != nil {
				t.Fatal(err)
			}
			spoil(other, at)
			text, _ := json.Marshal(other)
			var a Trace
			if json.Unmarshal(text, &a) != nil {
				continue
			}
			changed++
			if faults, err := CheckTrace(context.Background(), s, &a); err == nil && len(faults) == 0 {
				t.Errorf("%s: with %v changed the answer still holds", name, at)
			}
		}
		if changed < 40 {
			t.Errorf("%s: only %d fields were changed", name, changed)
		}
	}
}

// leaves gives the way to every plain value of a tree.
func leaves(v any, at []any) (out [][]any) {
	switch v := v.(type) {
	case map[string]any:
		for k, e := range v {
			out = append(out, leaves(e, append(slices.Clone(at), k))...)
		}
	case []any:
		for i, e := range v {
			out = append(out, leaves(e, append(slices.Clone(at), i))...)
		}
	default:
		out = append(out, at)
	}
	return out
}

func spoil(v any, at []any) {
	for _, step := range at[:len(at)-1] {
		if k, ok := step.(string); ok {
			v = v.(map[string]any)[k]
		} else {
			v = v.([]any)[step.(int)]
		}
	}
	change := func(old any) any {
		switch old := old.(type) {
		case float64:
			return old + 1
		case bool:
			return !old
		case string:
			return old + "x"
		}
		return 7
	}
	if k, ok := at[len(at)-1].(string); ok {
		v.(map[string]any)[k] = change(v.(map[string]any)[k])
	} else {
		i := at[len(at)-1].(int)
		v.([]any)[i] = change(v.([]any)[i])
	}
}

// Lines fit whatever the ledger, and every answer holds.
func TestTraceOfAnyLedger(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	parties := []string{"KR", "US", "UA-1", "UA-2"}
	for k := range 300 {
		var all []*proviso.Movement
		for i := range 8 {
			m := &proviso.Movement{ID: proviso.MovementID("m-" + string(rune('a'+i))), Kind: proviso.Transfer, When: date(t, "2022-0"+string(rune('1'+r.IntN(9)))), Quantity: proviso.Exactly(1 + r.Int64N(9))}
			from, to := parties[r.IntN(4)], parties[r.IntN(4)]
			m.From, m.To = of(from, from[:2]), of(to, to[:2])
			switch min(i, 1) * r.IntN(5) { // the first is under the certificate
			case 0:
				m.Kind, m.From, m.Under = proviso.Produce, proviso.Holding{}, []proviso.InstrumentID{"euc"}
			case 1:
				m.Quantity.Least = 0
				m.Basis = proviso.Reported
			case 2:
				m.Kind, m.To = proviso.Expend, proviso.Holding{}
			case 3:
				m.Under = []proviso.InstrumentID{"euc"}
			}
			all = append(all, m)
		}
		s := ledger(all...)
		if k%2 == 0 {
			s = uncounted(all...)
		}
		q := TraceQuestion{Of: []string{"euc"}, To: []string{parties[r.IntN(4)]}, Item: "round"}
		if r.IntN(3) == 0 {
			q.Through = []string{parties[r.IntN(4)]}
		}
		a := ask(t, s, q)
		for line := range strings.Lines(TraceText(a, s, true, Look{})) {
			if columns(strings.TrimSuffix(line, "\n")) > widest {
				t.Fatalf("too wide: %s", line)
			}
		}
	}
}
