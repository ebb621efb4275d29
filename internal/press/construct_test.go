package press

import (
	"strings"
	"testing"
)

// TestConstructions holds one sentence of each way to attribute: whose words
// they are, the cue, the words, and through whom.
func TestConstructions(t *testing.T) {
	for _, c := range []struct{ text, who, cue, words, via string }{
		{"The deal was first reported by the Journal.", "Journal", "was first reported by", "The deal", ""},
		{"Lee was told by an aide that the guns had gone.", "an aide", "was told by", "that the guns had gone", ""},
		{"As reported by the Journal, the guns had gone.", "Journal", "reported by", "the guns had gone", ""},
		{"The ministry made no mention of the shells.", "The ministry", "made no mention of", "the shells", ""},
		{"Berlin is promising to send the guns.", "Berlin", "is promising", "to send the guns", ""},
		{"He's suggesting that the guns had gone.", "He's", "suggesting", "that the guns had gone", ""},
		{"Polls show voters trust the plan.", "Polls", "show", "voters trust the plan", ""},
		{"Lee spoke at length about the guns.", "Lee", "spoke at length about", "the guns", ""},
		{"The Journal, citing two officials, reported that the guns had gone.", "two officials", "reported", "that the guns had gone", "Journal"},
		{"The Journal reported on Monday, citing two officials, that the guns had gone.", "two officials", "reported", "that the guns had gone", "Journal"},
		{"Berlin backed a law that critics called unfair.", "critics", "called", "that ... unfair", ""},
		{"\"It is bad luck,\" Lee said, that the guns had gone.", "Lee", "said", "\"It is bad luck,\" ... that the guns had gone", ""},
		{"In the same debate, Lee asked the minister to send guns.", "Lee", "asked", "the minister to send guns", ""},
		{"Officials who have seen the guns say they are old.", "Officials who have seen the guns", "say", "they are old", ""},
		{"Berlin accused Lee, the minister, of hiding the guns.", "Berlin", "accused", "Lee, the minister, of hiding the guns", ""},
		{"\"Send the guns now,\" Lee urged them.", "Lee", "urged", "\"Send the guns now,\"", ""},
		{"Said Lee: \"The guns are old.\"", "Lee", "Said", "\"The guns are old.\"", ""},
		{"Lee took to the radio to say that the guns had gone.", "Lee", "to say", "that the guns had gone", ""},
		{"Lee insisted on sending the guns.", "Lee", "insisted on", "sending the guns", ""},
		{"Lee has said repeatedly that the guns had gone.", "Lee", "has said repeatedly", "that the guns had gone", ""},
		{"Lee said - in a letter, no less - that the guns had gone.", "Lee", "said", "that the guns had gone", ""},
		{"Lee said that Kim, who leads the talks, had gone.", "Lee", "said", "that Kim, who leads the talks, had gone", ""},
		{"Ministers were glad after Kim, an aide, said the guns had gone.", "Kim", "said", "the guns had gone", ""},
		{"Lee gave no word on how the army lost the guns, saying that he was tired.", "Lee", "saying", "that he was tired", ""},
		{"''The show is called 'Thunder,''' Lee said.", "Lee", "said", "''The show is called 'Thunder,'''", ""},
		{"THE ARMY SAID ON MONDAY THAT THE GUNS HAD GONE.", "THE ARMY", "SAID", "THAT THE GUNS HAD GONE", ""},
		{"\"It is done,\" Lee said. Now, \"it must be made known to all.\"", "Lee", "said", "\"It is done,\" ... Now, \"it must be made known to all.\"", ""},
	} {
		drafts, err := Read(c.text, Options{})
		if err != nil || len(drafts) != 1 || len(drafts[0].Speakers) != 1 {
			t.Errorf("%s: %d drafts, %v", c.text, len(drafts), err)
			continue
		}
		d, via := drafts[0], ""
		if len(d.Chain) > 0 {
			via = d.Chain[0].Words
		}
		who, cue := d.Speakers[0].Label(), string([]rune(c.text)[d.Cue[0].Start:d.Cue[0].End])
		if who != c.who || cue != c.cue || d.Words != c.words || via != c.via {
			t.Errorf("%s\ngot %q %q %q via %q", c.text, who, cue, d.Words, via)
		}
	}
	for _, c := range []struct{ text, cue, words string }{
		{"It was reported on Monday that the guns had gone.", "was reported", "that the guns had gone"},
		{"The firm is accused of selling the guns.", "is accused", "The firm ... of selling the guns"},
		{"Lee is said to have sold the guns.", "is said", "Lee ... to have sold the guns"},
	} {
		drafts, err := Read(c.text, Options{})
		if err != nil || len(drafts) != 1 {
			t.Errorf("%s: %d drafts, %v", c.text, len(drafts), err)
			continue
		}
		d := drafts[0]
		if cue := string([]rune(c.text)[d.Cue[0].Start:d.Cue[0].End]); len(d.Source)+len(d.Speakers) > 0 || cue != c.cue || d.Words != c.words {
			t.Errorf("%s\ngot %v %q %q", c.text, d.Speakers, cue, d.Words)
		}
	}
	for _, none := range []string{"There are reports that the shells were sent.", "A group called Azov was there.", "It was not known that the guns had gone.", "Lee has yet to speak to them about it.", "A man described as an aide left.", "The plane was found."} {
		if drafts, err := Read(none, Options{}); err != nil || len(drafts) > 0 {
			t.Errorf("%s: %d drafts, %v", none, len(drafts), err)
		}
	}
}

// TestQuotations holds quotations over several paragraphs, and such as have
// lost a mark: who speaks which words.
func TestQuotations(t *testing.T) {
	for _, c := range []struct{ text, said string }{
		{"Kim denied it.\n\n\"We sent none.\n\n\"It is done,\" Lee said.", `Kim: it / Lee: "We sent none. ... "It is done,"`},
		{"Kim denied it.\n\n\"We sent none of them.\n\n\"It is done and over.\"", `Kim: it ... "We sent none of them. ... "It is done and over."`},
		{"\"We sent none, Kim told us. He said that it was over.\n\n\"It is done,\" Lee said.", `Kim: "We sent none, / He: that it was over / Lee: "It is done,"`},
		{"Kim was asked, \"Is it over?\" He said, \"It is not.\"", `: "Is it over?" / He: "It is not."`},
	} {
		drafts, err := Read(c.text, Options{})
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, d := range drafts {
			who := ""
			if len(d.Speakers) > 0 {
				who = d.Speakers[0].Words
			}
			said = append(said, who+": "+d.Words)
		}
		if got := strings.Join(said, " / "); got != c.said {
			t.Errorf("%s\ngot  %s\nwant %s", c.text, got, c.said)
		}
	}
}
