package press

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/proviso-ledger/proviso"
)

func mustDate(t *testing.T, s string) proviso.Date {
	t.Helper()
	d, err := proviso.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestRefuses(t *testing.T) {
	for _, c := range []struct{ name, text, code string }{
		{"broken encoding", "Seoul said \xff\xfe that it would not.", "not-text"},
		{"Latin-1", "Le minist\xe8re a dit que non.", "not-text"},
		{"binary", strings.Repeat("\x00\x01PK\x03\x04", 40), "not-text"},
		{"German", "Die Bundesregierung hat am Samstag die Lieferung von Geschützen an die Ukraine genehmigt. Das teilte das Ministerium mit. " +
			"Die Haubitzen stammen aus Beständen der früheren Nationalen Volksarmee und gehören heute Estland.", "not-english"},
		{"a line of Spanish", "El ministro dijo el viernes que las municiones no saldrían del país.", "not-english"},
		{"Russian", "Министерство обороны сообщило, что поставок не было.", "not-english"},
		{"Korean", "국방부는 방침에 변함이 없다고 밝혔다.", "not-english"},
	} {
		_, err := Read(c.text, Options{})
		var e *proviso.Error
		if !errors.As(err, &e) || e.Code != c.code || e.Message == "" || e.Fix == "" {
			t.Errorf("%s: %v, want code %s with a message and a remedy", c.name, err, c.code)
		}
	}
	for _, text := range []string{"", "\n\n", "Seoul denies arms sale report; Officials push deal in Warsaw, Kyiv welcomes move", "Defence Minister Ursula von der Leyen said no.", "Seoul: no.", "“”", "said said said"} {
		if _, err := Read(text, Options{}); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// TestDates holds the words for a day to the days they can mean, worked out
// with a paper calendar for publication on Friday 2022-11-11.
func TestDates(t *testing.T) {
	for _, c := range []struct{ words, want string }{
		{"on Friday", "2022-11-11"},
		{"on Monday", "2022-11-07"},
		{"Tuesday evening", "2022-11-08"},
		{"late on Saturday", "2022-11-05"},
		{"yesterday", "2022-11-10"},
		{"today", "2022-11-11"},
		{"last week", "2022-10-30/2022-11-06"},
		{"this week", "2022-11-06/2022-11-11"},
		{"earlier this week", "2022-11-06/2022-11-11"},
		{"last month", "2022-10-01/2022-10-31"},
		{"earlier this month", "2022-11-01/2022-11-11"},
		{"last year", "2021-01-01/2021-12-31"},
		{"last Friday", "2022-11-04"},
		{"last Tuesday", "2022-11-01/2022-11-08"},
		{"in October", "2022-10-01/2022-10-31"},
		{"in December", "2021-12-01/2021-12-31"},
		{"in March 2020", "2020-03-01/2020-03-31"},
		{"in 2019", "2019-01-01/2019-12-31"},
		{"on Nov. 2", "2022-11-02"},
		{"on 12 November", "2021-11-12"},
		{"on October 28, 2022", "2022-10-28"},
		{"two days ago", "2022-11-09"},
		{"a month ago", "2022-10-01/2022-10-31"},
	} {
		text := "The ministry said " + c.words + " that the shells had not been sent to the front."
		drafts, err := Read(text, Options{Published: mustDate(t, "2022-11-11")})
		if err != nil || len(drafts) != 1 {
			t.Fatalf("%s: %d drafts, %v", c.words, len(drafts), err)
		}
		d := drafts[0]
		if got := d.Said.Date.String(); got != c.want || !strings.Contains(c.words, d.Said.Words) || !strings.HasPrefix(d.Words, "that") {
			t.Errorf("%s: %s (%q), want %s; content %q", c.words, got, d.Said.Words, c.want, d.Words)
		}
	}
}

func TestDateNeedsPublication(t *testing.T) {
	drafts, err := Read("The ministry said on Friday that the shells had not been sent. It said in March 2020 that none were left.", Options{})
	if err != nil || len(drafts) != 2 {
		t.Fatal(len(drafts), err)
	}
	if d := drafts[0].Said; d.Date.Known() || d.Words != "on Friday" {
		t.Errorf("without a day of publication: %+v", d)
	}
	if d := drafts[1].Said; d.Date.String() != "2020-03-01/2020-03-31" {
		t.Errorf("a date of its own: %+v", d)
	}
}

func TestQuantities(t *testing.T) {
	for _, c := range []struct{ words, want, item string }{
		{"100,000 rounds of 155mm shells", "100000..100000 round", "155mm shells"},
		{"more than 1,000 containers", "1001.. container", "containers"},
		{"at least 330,000 artillery shells", "330000.. shell", "artillery shells"},
		{"up to 18 Krab howitzers", "0..18 howitzer", "Krab howitzers"},
		{"as many as 4.8 million shells", "0..4800000 shell", "shells"},
		{"330,000 to 500,000 rounds", "330000..500000 round", "rounds"},
		{"between 40 and 50 tanks", "40..50 tank", "tanks"},
		{"about 12,400 rounds", "12400..12400~ round", "rounds"},
		{"fewer than 20 launchers", "0..19 launcher", "launchers"},
		{"fourteen jets", "14..14 jet", "jets"},
		{"half a million shells", "500000..500000 shell", "shells"},
		{"a dozen old tanks", "12..12 tank", "old tanks"},
	} {
		drafts, err := Read("Officials said that "+c.words+" had been sent to Ukraine.", Options{})
		if err != nil || len(drafts) != 1 || len(drafts[0].Quantities) != 1 {
			t.Errorf("%s: %v, %v", c.words, drafts, err)
			continue
		}
		q := drafts[0].Quantities[0]
		if amountText(q) != c.want || q.Item != c.item || q.Words != c.words {
			t.Errorf("%s: got %s of %q in %q", c.words, amountText(q), q.Item, q.Words)
		}
	}
	for _, text := range []string{"The minister said that 155mm shells were short.", "Officials said that it cost $60 million.", "He said in 2022 that tanks were old."} {
		drafts, err := Read(text, Options{})
		if err != nil || len(drafts) != 1 || len(drafts[0].Quantities) != 0 {
			t.Errorf("%s: %v, %v", text, drafts, err)
		}
	}
}

func TestSpeakers(t *testing.T) {
	for _, c := range []struct {
		text string
		last string // label of the last draft's speaker
		kind Kind
		open bool
	}{
		{"Kim Hyoung-cheol, a director, said no shells were sent. Kim said the papers were in order.", "Kim Hyoung-cheol", KindPerson, false},
		{"Defence Minister Boris Pistorius said yes. He said the jets would go.", "Boris Pistorius", KindPerson, false},
		{"Defence Minister Boris Pistorius met President Andrzej Duda. He said the jets would go.", "He", KindPronoun, true},
		{"Defence Minister Boris Pistorius praised President Andrzej Duda. He said the jets would go.", "He", KindPronoun, true},
		{"A U.S. official said shells were short. A German official said they were not. The official said talks went on.", "The official", KindAnonymous, true},
		{"A U.S. official said shells were short. A German official said they were not. The U.S. official said talks went on.", "a U.S. official", KindAnonymous, false},
		{"Seoul said no.\nThe Wall Street Journal reported that shells were on their way.", "Wall Street Journal", KindOutlet, false},
		{"The White House said that it knew nothing.", "White House", KindMinistry, false},
		{"Critics say that the law is weak.", "Critics", KindGroup, false},
		{"A leaked document says that the talks failed.", "A leaked document", KindDocument, false},
		{"He said the jets would go.", "He", KindPronoun, true},
		{"Germany's defence ministry said yes. Poland's defence ministry said no. The ministry said it would wait.", "The ministry", KindMinistry, true},
		{"Germany's defence ministry said yes. The ministry said it would wait.", "Germany's defence ministry", KindMinistry, false},
	} {
		drafts, err := Read(c.text, Options{})
		if err != nil || len(drafts) == 0 || len(drafts[len(drafts)-1].Speakers) != 1 {
			t.Errorf("%s: %v, %v", c.text, drafts, err)
			continue
		}
		s := drafts[len(drafts)-1].Speakers[0]
		label := s.Label()
		if !strings.EqualFold(label, c.last) || s.Kind != c.kind || s.Open != c.open {
			t.Errorf("%s\ngot %q %s open=%v, want %q %s open=%v", c.text, label, s.Kind, s.Open, c.last, c.kind, c.open)
		}
	}
}

func TestModes(t *testing.T) {
	for _, c := range []struct {
		text    string
		mode    Mode
		negated bool
		cue     string
	}{
		{"Seoul neither confirmed nor denied the report.", Declines, false, "neither confirmed nor denied"},
		{"The ministry did not deny that the guns had gone.", Declines, false, "did not deny"},
		{"The ministry would not say where they went.", Declines, false, "would not say"},
		{"The army denied that it had sent any guns.", Denies, false, "denied"},
		{"The minister ruled out any sale.", Denies, false, "ruled out"},
		{"Kyiv called for more shells.", Requests, false, "called for"},
		{"Kyiv called the offer \"a joke\".", Asserts, false, "called"},
		{"Berlin agreed to send the guns.", Promises, false, "agreed"},
		{"The army said it sent no guns.", Asserts, true, "said"},
		{"The army said it has never sent guns.", Asserts, true, "said"},
		{"The army said its policy of not sending guns stood.", Asserts, false, "said"},
		{"The army said that officials feared the guns would not arrive.", Asserts, false, "said"},
	} {
		drafts, err := Read(c.text, Options{})
		if err != nil || len(drafts) != 1 {
			t.Errorf("%s: %d drafts, %v", c.text, len(drafts), err)
			continue
		}
		d := drafts[0]
		runes := []rune(c.text)
		if cue := string(runes[d.Cue[0].Start:d.Cue[0].End]); d.Mode != c.mode || d.Negated != c.negated || cue != c.cue {
			t.Errorf("%s: %s negated=%v %q, want %s %v %q", c.text, d.Mode, d.Negated, cue, c.mode, c.negated, c.cue)
		}
	}
}

func TestRegister(t *testing.T) {
	o := Options{
		Parties: []Named{{"KR-MND", []string{"South Korea's defence ministry"}}, {"KR", []string{"South Korea", "Seoul"}}, {"A", []string{"Acme"}}, {"B", []string{"Acme"}}},
		Places:  []Named{{"UA", []string{"Ukraine"}}},
		Items:   []Named{{"155mm-HE", []string{"155mm artillery shell"}}},
	}
	drafts, err := Read("South Korea's defence ministry said Acme had sold no 155mm artillery shells to Ukraine. Seoul denied it.", o)
	if err != nil || len(drafts) != 2 {
		t.Fatal(drafts, err)
	}
	d := drafts[0]
	if d.Speakers[0].Party != "KR-MND" || drafts[1].Speakers[0].Party != "KR" {
		t.Errorf("speakers %q %q", d.Speakers[0].Party, drafts[1].Speakers[0].Party)
	}
	if len(d.Parties) != 1 || d.Parties[0].ID != "KR-MND" {
		t.Errorf("the longest name wins and a shared name is left out: %+v", d.Parties)
	}
	if len(d.Items) != 1 || d.Items[0].ID != "155mm-HE" || len(d.Places) != 1 || d.Places[0].ID != "UA" {
		t.Errorf("items %+v places %+v", d.Items, d.Places)
	}
}

func TestWrappedLines(t *testing.T) {
	text := "SEOUL, Nov 11 (Wire) - The ministry said on Friday that no shells had been sent to\nUkraine. \"We never did,\"\nan official said.\n\nKyiv denied\nasking for any.\n"
	drafts, err := Read(text, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range drafts {
		got = append(got, d.Speakers[0].Words+": "+d.Words)
	}
	want := []string{"The ministry: that no shells had been sent to Ukraine", "an official: \"We never did,\"", "Kyiv: asking for any"}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWriteLine(t *testing.T) {
	text := "Citing officials, the Journal said “nine” guns left. Kyiv’s minister said the army said none did."
	drafts, err := Read(text, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteLine(&b, "a1", drafts); err != nil {
		t.Fatal(err)
	}
	var line struct {
		ID           string
		Attributions []struct{ Source, Cue, Content [][2]int }
		Nested       []struct{ Cue [][2]int }
	}
	if err := json.Unmarshal(b.Bytes(), &line); err != nil || !strings.HasSuffix(b.String(), "}\n") {
		t.Fatal(err, b.String())
	}
	runes := []rune(text)
	var cues []string
	for _, a := range line.Attributions {
		cues = append(cues, string(runes[a.Cue[0][0]:a.Cue[0][1]]))
	}
	if want := []string{"Citing", "said", "said"}; !reflect.DeepEqual(cues, want) || line.ID != "a1" || len(line.Nested) != 1 {
		t.Errorf("cues %q, nested %d: %s", cues, len(line.Nested), b.String())
	}
	if s := line.Attributions[2].Source[0]; string(runes[s[0]:s[1]]) != "Kyiv’s minister" {
		t.Errorf("offsets behind a curly mark: %q", string(runes[s[0]:s[1]]))
	}
}

func TestWriteHTML(t *testing.T) {
	text := "A <b>ministry</b> said that \"nothing & nobody\" left.\nIt said so on Friday."
	drafts, err := Read(text, Options{})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := WriteHTML(&b, "<title>", text, drafts); err != nil {
		t.Fatal(err)
	}
	page := b.String()
	if strings.Contains(page, "<script") || strings.Contains(page, "<b>ministry") || strings.Contains(page, "http") {
		t.Error("the page holds a script, an address or raw text")
	}
	for _, want := range []string{`<mark class="cue">said</mark>`, `id="d1"`, `href="#d1"`, "nothing &amp; nobody"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestEntries(t *testing.T) {
	text := "A U.S. official said on Friday that talks went on. Seoul denied any deal. He said it was off."
	drafts, err := Read(text, Options{Published: mustDate(t, "2022-11-11"), Outlet: "Northern Wire", Parties: []Named{{"KR", []string{"Seoul"}}}})
	if err != nil {
		t.Fatal(err)
	}
	es := Entries("press.txt", text, drafts)
	if len(es) != 3 || es[0].By[0].Anonymous != "A U.S. official" || es[1].By[0].Party != "KR" || len(es[2].Open) != 0 {
		t.Fatalf("%+v", es)
	}
	if es[0].ID != "unnamed-1" || es[0].Said != "2022-11-11" || es[0].Span != "press.txt#0-49" || es[0].Through[0] != "Northern Wire" {
		t.Errorf("%+v", es[0])
	}
}

// checkDrafts holds what must be so for every text.
func checkDrafts(t *testing.T, text string, drafts []Draft) {
	t.Helper()
	n := utf8.RuneCountInString(text)
	inside := func(what string, spans ...Span) {
		for _, s := range spans {
			if s.Start < 0 || s.End > n || s.Start >= s.End {
				t.Fatalf("%s %v outside a text of %d", what, s, n)
			}
		}
	}
	for i := range drafts {
		d := &drafts[i]
		if d.Number != i+1 || d.Within >= d.Number || len(d.Cue) == 0 || len(d.Content) == 0 {
			t.Fatalf("draft %d: number %d within %d, %d cues, %d pieces", i+1, d.Number, d.Within, len(d.Cue), len(d.Content))
		}
		inside("source", d.Source...)
		inside("cue", d.Cue...)
		inside("content", d.Content...)
		inside("hedge", d.Hedges...)
		for _, s := range d.Speakers {
			inside("speaker", s.Span)
			inside("anonymity", s.Anonymity...)
			if s.RefersTo != nil {
				inside("referent", *s.RefersTo)
			}
		}
		for _, l := range d.Chain {
			if l.Span != nil {
				inside("link", *l.Span)
			}
		}
		for _, c := range d.Cited {
			inside("citing", c.Cue, c.Content)
		}
		if d.Said.Span != nil {
			inside("date", *d.Said.Span)
		}
		for _, q := range d.Quantities {
			inside("amount", q.Span)
			if q.Count.Least > q.Count.Most || q.Count.Least < 0 {
				t.Fatalf("amount %+v", q)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, file := range []string{"tune.txt", "heldback.txt"} {
		for _, g := range loadGold(&testing.T{}, file) {
			f.Add(g.text)
		}
	}
	for _, s := range []string{"", "\"", "“", "said", "“said", "he said \"", "according to", "Citing , said", "’s said", "U.S. said U.S.", "‘a’ said b",
		"asked about by", "It was quoted as saying by", "on May said in", "said 9999999999999999999 rounds", "last ago said", "\xff", "a\u2028b\u2029c said d",
		"who said who said who", "and said and said", "He, who, said, that,", "0 days ago said x", "Asked, said", "said: said: said:", "“a,” said the said, “b”",
		"Asked b", "ACCording to 0", "000 refused to", "0:!!)"} {
		f.Add(s)
	}
	published, err := proviso.ParseDate("2022-11-11")
	if err != nil {
		f.Fatal(err)
	}
	o := Options{Published: published, Outlet: "Wire", Parties: []Named{{"X", []string{"U.S.", "said"}}, {"Y", []string{""}}}, Items: []Named{{"I", []string{"155mm shells"}}}}
	f.Fuzz(func(t *testing.T, text string) {
		drafts, err := Read(text, o)
		if err != nil {
			var e *proviso.Error
			if !errors.As(err, &e) {
				t.Fatalf("not a proviso.Error: %v", err)
			}
			return
		}
		checkDrafts(t, text, drafts)
		again, _ := Read(text, o)
		if !reflect.DeepEqual(drafts, again) {
			t.Fatal("the same text gives other drafts")
		}
		var b bytes.Buffer
		if err := WriteHTML(&b, "t", text, drafts); err != nil {
			t.Fatal(err)
		}
		Entries("t", text, drafts)
		if err := WriteLine(&b, "t", drafts); err != nil {
			t.Fatal(err)
		}
	})
}

// longText is a text of about 800 words made of the annotated ones.
func longText(tb testing.TB) string {
	var b strings.Builder
	for _, g := range loadGold(&testing.T{}, "tune.txt") {
		if len(strings.Fields(b.String())) >= 800 {
			return b.String()
		}
		b.WriteString(g.text + "\n")
	}
	tb.Fatal("the annotated texts are too short")
	return ""
}

func BenchmarkRead(b *testing.B) {
	text := longText(b)
	published, _ := proviso.ParseDate("2022-11-11")
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(text, Options{Published: published, Outlet: "Wire"}); err != nil {
			b.Fatal(err)
		}
	}
}
