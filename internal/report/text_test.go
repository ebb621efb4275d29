package report

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	proviso "github.com/proviso-ledger/proviso"
)

func most(n int64) *int64 { return &n }

func exactly(n int64) Bounds { return Bounds{n, most(n)} }

func date(t testing.TB, s string) proviso.Date {
	t.Helper()
	d, err := proviso.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// shells is a small case: a sale under a certificate, and a handover that
// depends on which rounds go.
func shells(t testing.TB) (*Answer, *proviso.Snapshot) {
	pos := proviso.Pos{File: "case.yaml", Line: 23, Column: 3}
	records := []proviso.Record{
		&proviso.Party{ID: "KR", Name: "Republic of Korea"},
		&proviso.Party{ID: "US", Name: "United States"},
		&proviso.Party{ID: "UA", Name: "Ukraine"},
		&proviso.Item{ID: "shell", Name: "155 mm shell", Unit: "round"},
		&proviso.Source{ID: "mnd", Name: "Statement of the ministry", Published: date(t, "2022-11-11"), Grade: "B2"},
		&proviso.Instrument{ID: "premise", Kind: proviso.Certificate, GivenBy: "US", GivenTo: "KR",
			Envelope: proviso.Envelope{Pos: pos, Sources: []proviso.SourceID{"mnd"}},
			Conditions: []*proviso.Condition{{ID: "premise/end-user", Instrument: "premise", Words: "the US is the end user",
				Rule: &proviso.EndUser{Parties: []proviso.PartyID{"US"}}, Pos: proviso.Pos{File: "case.yaml", Line: 31, Column: 7}}}},
		&proviso.Movement{ID: "sale", Kind: proviso.Transfer, Basis: proviso.Reported, Item: "shell", Quantity: proviso.Exactly(100_000),
			From: proviso.Holding{Owner: "KR", At: "KR"}, To: proviso.Holding{Owner: "US"}},
		&proviso.Movement{ID: "handover", Kind: proviso.Transfer, Basis: proviso.Planned, Item: "shell", Quantity: proviso.Exactly(100_000),
			From: proviso.Holding{Owner: "US"}, To: proviso.Holding{Owner: "UA", At: "UA"}},
	}
	a := &Answer{
		Case: "Seoul 155 mm", AsOf: "2022-11-12", Known: "..",
		Papers: Papers{Instruments: 4, Whole: 1, Part: 1, Unseen: []proviso.InstrumentID{"premise", "loan"}},
		Movements: []Movement{
			{ID: "sale", Kind: proviso.Transfer, Basis: proviso.Reported, When: "2022-11/..", Item: "shell", Bounds: exactly(100_000), Unit: "round",
				Verdict: proviso.Permitted, Readings: words("permitted", "permitted", "permitted", "permitted"),
				Findings: []Finding{{Condition: "premise/end-user", Instrument: "premise", Verdict: proviso.Permitted, Unit: "round",
					Bounds: exactly(0), Binds: exactly(100_000), Exact: true, Because: []Reason{{"the United States is an end user named", []string{"premise"}}}}}},
			{ID: "handover", Kind: proviso.Transfer, Basis: proviso.Planned, When: "../2023", Item: "shell", Bounds: exactly(100_000), Unit: "round",
				Verdict: proviso.Undetermined, Readings: words("undetermined", "unknown", "unknown", "permitted"), Depends: &Bounds{0, most(38_000)},
				Open: []string{"the route"},
				Findings: []Finding{{Condition: "premise/end-user", Instrument: "premise", Verdict: proviso.Undetermined, IfBound: proviso.Missing, Unit: "round",
					Bounds: Bounds{0, most(100_000)}, Binds: Bounds{0, most(100_000)}, Exact: true,
					Needs:    []Need{{What: "consent", From: "KR", Status: "not on record", Bounds: Bounds{0, most(100_000)}}},
					Because:  []Reason{{"Ukraine is not an end user named", []string{"premise/end-user", "handover"}}},
					Settles:  []string{"the lots drawn"},
					Readings: map[proviso.Reading]ReadingAnswer{proviso.Physical: {"undetermined", Bounds{0, most(100_000)}}, proviso.SubstitutionReading: {"permitted", exactly(0)}}}}},
		},
		Duties: []Duty{{Condition: "premise/verify", Act: proviso.ActVerifyDelivery, By: "US", To: "KR", Movement: "sale", Status: "overdue",
			Due: Due{"2022-11-10", "2022-11-10"}, Bounds: exactly(60_000), Of: exactly(100_000), Unit: "round"}},
		DutyTotals: []DutyTotal{{Condition: "premise/verify", Act: proviso.ActVerifyDelivery, Unit: "round", Of: exactly(150_000), Overdue: exactly(60_000),
			Value: "2_000_000 USD", OverdueValue: "500_000 USD", OverdueShare: "25.00 %"}},
		Statements: []Statement{{ID: "s1", By: []string{"a U.S. official"}, Through: []string{"Reuters"}, Said: "2022-11-11", Mode: proviso.Plans,
			About: []string{"handover"}, Words: "the rounds go to Ukraine"}},
		Problems: []Problem{{Code: "stock", Message: "more left than came in", Hint: "a record is missing", Records: []string{"handover"}}},
	}
	return a, proviso.NewSnapshot("Seoul 155 mm", proviso.DayOf(2022, 11, 12), proviso.LastDay, records)
}

func words(physical, balance, fifo, substitution string) map[proviso.Reading]string {
	return map[proviso.Reading]string{proviso.Physical: physical, proviso.MassBalance: balance, proviso.FIFO: fifo, proviso.SubstitutionReading: substitution}
}

func TestTextSaysWhatAPersonNeeds(t *testing.T) {
	a, s := shells(t)
	text := Text(a, s, Look{})
	flat := strings.Join(strings.Fields(text), " ")
	for _, want := range []string{
		"Seoul 155 mm\nas of 2022-11-12, from everything on record\n",
		"Permitted (or kept, for what has happened) means that no condition on record stands against it.",
		"Of 4 instruments with conditions, the text of 1 was seen whole, of 1 in part, of 2 not at all (premise and loan). What each is stands below, under Papers.",
		"sale  100,000 rounds  Republic of Korea -> United States",
		"reported, November 2022 or later; 155 mm shell; from Republic of Korea",
		"handover  100,000 rounds  United States -> Ukraine",
		"DEPENDS ON WHICH ROUNDS GO\n",
		"planned, by 2023; 155 mm shell; to Ukraine\n",
		"consent, from Republic of Korea (not on record)",
		"bound by premise missing: consent, from Republic of Korea (not on record); without that they break premise/end-user",
		"others, the bound staying permitted: no clause on record stands against it; but 0 to 38,000 rounds could not have gone, any declared floor kept, had the bound ones not come in",
		"Ukraine is not an end user named\n",
		"settled by  the lots drawn\n",
		"open                        the route\n",
		"due 2022-11-10",
		"overdue: verify delivery, by United States to Republic of Korea, for sale, 60,000 rounds of 100,000 (premise/verify)",
		"in all verify delivery (premise/verify): overdue for 60,000 rounds of 150,000 rounds; by value, where one is on record, 500,000 USD of 2,000,000 USD (25.00 %)",
		"a U.S. official, through Reuters, plans handover: the rounds go to Ukraine\n",
		"more left than came in (handover)\n    hint: a record is missing\n",
		"\nWhere it comes from, step by step down to records and sources: --explain premise/end-user\n",
	} {
		if !strings.Contains(text, want) && !strings.Contains(flat, want) {
			t.Errorf("the text lacks %q:\n%s", want, text)
		}
	}
}

// TestHeadlines names the verdict on each basis: only what has happened is kept
// or breached, and an undetermined verdict is never shown as anything else.
func TestHeadlines(t *testing.T) {
	for _, c := range []struct {
		basis    proviso.Basis
		verdict  proviso.Verdict
		readings map[proviso.Reading]string
		want     string
	}{
		{proviso.Recorded, proviso.Permitted, nil, "KEPT"},
		{proviso.Recorded, proviso.Forbidden, nil, "BREACHED"},
		{proviso.Reported, proviso.Forbidden, nil, "BREACHED IF SO"},
		{proviso.Reported, proviso.Missing, nil, "MISSING IF SO"},
		{proviso.Reported, proviso.Undetermined, nil, "UNDETERMINED"},
		{proviso.Planned, proviso.Permitted, nil, "PERMITTED"},
		{proviso.Supposed, proviso.Forbidden, nil, "FORBIDDEN"},
		{proviso.Recorded, proviso.Missing, nil, "MISSING"},
		{proviso.Planned, proviso.Missing, words("missing", "missing", "missing", "missing"), "MISSING"},
		{proviso.Recorded, proviso.Undetermined, words("undetermined", "unknown", "unknown", "undetermined"), "UNDETERMINED"},
		{proviso.Recorded, proviso.Undetermined, words("undetermined", "unknown", "unknown", "permitted"), "DEPENDS ON WHICH ROUNDS GO"},
		{proviso.Planned, proviso.Undetermined, words("undetermined", "missing", "unknown", "unknown"), "DEPENDS ON WHICH ROUNDS GO"},
	} {
		a, s := shells(t)
		m := &a.Movements[0]
		m.Basis, m.Verdict, m.Readings = c.basis, c.verdict, c.readings
		d := &drawing{page: newPage(Look{}), a: a, s: s}
		if got := d.headline(m); got != c.want {
			t.Errorf("%s and %s: %q, not %q", c.basis, c.verdict, got, c.want)
		}
	}
}

var escape = regexp.MustCompile("\x1b\\[[0-9;]*m")

func TestColourAddsNothingButColour(t *testing.T) {
	a, s := shells(t)
	plainText, coloured := Text(a, s, Look{}), Text(a, s, Look{Colour: true})
	if strings.Contains(plainText, "\x1b") {
		t.Error("there are escape sequences in plain text")
	}
	if escape.ReplaceAllString(coloured, "") != plainText {
		t.Errorf("colour changes the text:\n%s", coloured)
	}
	if !strings.Contains(coloured, string(bad)+"overdue"+endStyle) {
		t.Error("an overdue duty is not shown in red")
	}
}

// TestLinesFit draws answers whose every text is drawn at random.
func TestLinesFit(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		a, s := shells(t)
		prose := rapid.StringMatching(`[a-zé]{1,14}( [a-z]{1,14}){0,30}`)
		for i := range a.Movements {
			m := &a.Movements[i]
			m.ID = proviso.MovementID(rapid.StringMatching(`[a-z]{1,30}`).Draw(rt, "id"))
			m.From, m.To = prose.Draw(rt, "from"), prose.Draw(rt, "to")
			m.Open = []string{prose.Draw(rt, "open")}
			for j := range m.Findings {
				f := &m.Findings[j]
				f.Condition = proviso.ConditionID(rapid.StringMatching(`[a-z]{1,16}/[a-z]{1,12}`).Draw(rt, "condition"))
				f.Because[0].Text = prose.Draw(rt, "because")
				f.Settles = []string{prose.Draw(rt, "settles")}
			}
		}
		a.Statements[0].Words = prose.Draw(rt, "words")
		a.Problems[0].Message = prose.Draw(rt, "message")
		width := rapid.IntRange(60, 100).Draw(rt, "width")
		for line := range strings.Lines(Text(a, s, Look{Width: width})) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > width {
				rt.Fatalf("%d columns in %d: %s", n, width, line)
			}
		}
	})
}

// TestNeeds holds what is said to be missing, and that "missing" is not said
// where it is not certain.
func TestNeeds(t *testing.T) {
	a, s := shells(t)
	m := &a.Movements[1]
	d := &drawing{page: newPage(Look{}), a: a, s: s}
	d.finding(m, &m.Findings[0])
	if text := d.String(); strings.Contains(text, "missing") || !strings.Contains(text, "may need    consent, from") {
		t.Errorf("an undetermined finding says:\n%s", text)
	}
	m.Verdict, m.Findings[0].Verdict, m.Readings = proviso.Missing, proviso.Missing, nil
	d = &drawing{page: newPage(Look{}), a: a, s: s}
	d.finding(m, &m.Findings[0])
	if text := d.String(); !strings.Contains(text, "missing     consent, from Republic of Korea (not on record)") {
		t.Errorf("a missing consent says:\n%s", text)
	}
	if got := d.headline(m); got != "MISSING CONSENT" {
		t.Error(got)
	}
	m.Findings[0].Needs = append(m.Findings[0].Needs, Need{What: "notice", From: "UA"})
	if got := d.headline(m); got != "MISSING" {
		t.Error(got)
	}
}

func TestNamed(t *testing.T) {
	_, s := shells(t)
	for in, want := range map[string]string{
		"title passes from US to UA":  "title passes from United States to Ukraine",
		"US/end-user, KR-MND, US.":    "US/end-user, KR-MND, United States.",
		"sale of the us; KR: refused": "sale of the us; Republic of Korea: refused",
		"":                            "",
	} {
		if got := named(s, in); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}

func TestManyMovements(t *testing.T) {
	a, s := shells(t)
	first := a.Movements[0]
	for i := range 50 {
		m := first
		m.ID = proviso.MovementID(fmt.Sprintf("sale-%d", i))
		a.Movements = append(a.Movements, m)
	}
	text := Text(a, s, Look{})
	for _, want := range []string{"52 movements: 1 undetermined, 51 kept if so.\n", "--movement ID", "DEPENDS ON WHICH ROUNDS GO"} {
		if !strings.Contains(text, want) {
			t.Errorf("the summary lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "sale-7") {
		t.Error("the summary shows a movement that was kept")
	}
	for i := range a.Movements[2:] {
		a.Movements[2+i].Verdict = proviso.Missing
	}
	text = Text(a, s, Look{})
	if worst, better := strings.Index(text, "sale-49  "), strings.Index(text, "handover  "); worst < 0 || better < worst {
		t.Errorf("the worst do not come first:\n%s", text)
	}
	if strings.Contains(text, "Ukraine is not an end user named") {
		t.Error("the summary of many shows reasons")
	}
}

func TestManyDutiesAndProblems(t *testing.T) {
	a, s := shells(t)
	overdue, done := a.Duties[0], a.Duties[0]
	done.Status = "done"
	a.Duties = nil
	for i := range 60 {
		overdue.Movement = proviso.MovementID(fmt.Sprintf("late-%d", i))
		done.Movement = proviso.MovementID(fmt.Sprintf("fine-%d", i))
		a.Duties = append(a.Duties, done, overdue)
		a.Problems = append(a.Problems, Problem{Message: fmt.Sprintf("problem %d.", i)})
	}
	text := Text(a, s, Look{})
	for _, want := range []string{"120 duties; 60 are neither done in time nor open, of which 40 are shown.", "late-39", "problem 38.", "and 21 more; to see them: --json"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q", want)
		}
	}
	for _, not := range []string{"late-40", "fine-1", "problem 39."} {
		if strings.Contains(text, not) {
			t.Errorf("%q is shown", not)
		}
	}
}

func TestDateWords(t *testing.T) {
	for in, want := range map[string]string{
		"":                      "on a day not known",
		"?":                     "on a day not known",
		"2022-11-12":            "2022-11-12",
		"2022-11":               "November 2022",
		"2022-11-XX":            "November 2022",
		"2022":                  "2022",
		"2022-22":               "summer 2022",
		"2022-11-11?":           "perhaps 2022-11-11",
		"2022-11~":              "about November 2022",
		"2022%":                 "perhaps about 2022",
		"2022-11/..":            "November 2022 or later",
		"../2023":               "by 2023",
		"../..":                 "on a day not known",
		"2022-11-07/2022-11-11": "between 2022-11-07 and 2022-11-11",
		"2022-1X":               "2022-1X",
	} {
		if got := dateWords(in); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}

func TestUnits(t *testing.T) {
	for _, c := range []struct {
		b    Bounds
		unit string
		want string
	}{
		{exactly(1), "round", "1 round"},
		{exactly(0), "round", "0 rounds"},
		{exactly(1_000_000), "round", "1,000,000 rounds"},
		{Bounds{0, most(5)}, "battery", "0 to 5 batteries"},
		{Bounds{0, nil}, "aircraft", "any number of aircraft"},
		{Bounds{3, nil}, "kg", "at least 3 kg"},
		{Bounds{1, nil}, "round", "at least 1 round"},
		{Bounds{3, most(4)}, "box", "3 to 4 boxes"},
		{exactly(2), "buoy", "2 buoys"},
	} {
		if got := countWords(c.b, c.unit); got != c.want {
			t.Errorf("%q, not %q", got, c.want)
		}
	}
	if got := sizeWords(Bounds{0, most(5)}, "shell"); got != "at most 5 shells" {
		t.Errorf("%q", got)
	}
	if got := sizeWords(Bounds{0, nil}, "shell"); got != "unknown number of shells" {
		t.Errorf("%q", got)
	}
}

func TestExplain(t *testing.T) {
	a, s := shells(t)
	for _, c := range []struct {
		id      string
		with    []string
		without []string
	}{
		{"handover:premise/end-user", []string{
			"in its words: the US is the end user\n",
			"condition premise/end-user, case.yaml:31:7\n",
			"source mnd, Statement of the ministry, 2022-11-11, grade B2\n",
			"1.  Ukraine is not an end user named\n",
			"it binds 0 to 100,000 rounds of the movement",
			"consent, from Republic of Korea (not on record) for 0 to 100,000 rounds",
		}, []string{"sale  100,000"}},
		{"premise/end-user", []string{"sale  100,000", "handover  100,000"}, nil},
		{"sale", []string{"sale  100,000", "instrument premise, case.yaml:23:3", "overdue: verify delivery"}, []string{"handover  100,000"}},
	} {
		got := Explain(a, s, c.id, Look{})
		flat := strings.Join(strings.Fields(got), " ")
		for _, want := range c.with {
			if !strings.Contains(got, want) && !strings.Contains(flat, want) {
				t.Errorf("%s: no %q in\n%s", c.id, want, got)
			}
		}
		for _, not := range c.without {
			if strings.Contains(got, not) {
				t.Errorf("%s: %q in\n%s", c.id, not, got)
			}
		}
	}
	for _, id := range []string{"nothing", "sale:nothing", "nothing:premise/end-user", ""} {
		if got := Explain(a, s, id, Look{}); got != "" {
			t.Errorf("%q is explained: %s", id, got)
		}
	}
}

// TestSupposed holds that an answer names what is assumed beside the movement
// that it is about, and that one who supposes a movement is not told so.
func TestSupposed(t *testing.T) {
	a, s := shells(t)
	sale := s.Movement("sale")
	sale.Basis, sale.Use, a.Movements[0].Basis = proviso.Supposed, "training", proviso.Supposed
	text := Text(a, s, Look{})
	if !strings.Contains(text, "\nsale is supposed: what rests on it is supposed too.\n") || !strings.Contains(text, "; use: training\n") {
		t.Errorf("the text does not say what is supposed, or for what:\n%s", text)
	}
	if text := Text(&Answer{Movements: a.Movements[1:]}, s, Look{}); !strings.Contains(text, "sale is supposed") {
		t.Errorf("the answer on the handover does not say what is supposed:\n%s", text)
	}
	if text := Text(&Answer{Movements: a.Movements[:1]}, s, Look{}); strings.Contains(text, "is supposed:") {
		t.Errorf("a supposed movement is said to rest on itself:\n%s", text)
	}
}

// TestWideLetters holds that a verdict ends at the right edge whatever the
// script of the names, and that a unit in another script gets no English s.
func TestWideLetters(t *testing.T) {
	a, s := shells(t)
	s.Party("KR").Name, a.Movements[0].Unit = "대한민국 국방부", "발"
	text := Text(a, s, Look{})
	left := "sale  100,000 발  대한민국 국방부 -> United States"
	// Eight syllables take two columns each and one rune each.
	want := left + strings.Repeat(" ", 100-utf8.RuneCountInString(left)-8-len("KEPT IF SO")) + "KEPT IF SO\n"
	if !strings.Contains(text, want) {
		t.Errorf("the text lacks %q:\n%s", want, text)
	}
}
