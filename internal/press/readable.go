package press

import (
	"fmt"
	"unicode/utf8"

	"github.com/proviso-ledger/proviso"
)

// readable refuses what is not text in UTF-8.
func readable(text string) error {
	if !utf8.ValidString(text) {
		at := 0
		for at < len(text) {
			r, n := utf8.DecodeRuneInString(text[at:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			at += n
		}
		return &proviso.Error{Code: "not-text", Message: fmt.Sprintf("the text is not UTF-8: byte %d", at+1),
			Fix: "save the text as UTF-8 and read it again"}
	}
	control := 0
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != '\f' {
			control++
		}
	}
	if control > 0 && control*50 > len(text) {
		return &proviso.Error{Code: "not-text", Message: fmt.Sprintf("the text holds %d control characters", control),
			Fix: "give the plain text of the report, not a file of another kind"}
	}
	return nil
}

var commonEnglish = set(`the of and to in a that for on said is was with by as at it he she from has have be his her not an
	are were had who will this they would which but been their or its after than`)

var commonElsewhere = set(`de la el los las que del por una der die das und den nicht ist mit von le les des et est une dans du il che di per non och att det
	som en van het een w na nie się jest os das dos não`)

// english refuses a text in another language by how many of its words are the
// commonest ones of English, and of languages beside it. A text of a few words
// is let through.
func english(t []token) error {
	words, common, foreign, elsewhere := 0, 0, 0, 0
	for i := range t {
		if !t[i].word || t[i].is(clsNum) {
			continue
		}
		words++
		if commonEnglish[t[i].low] {
			common++
		}
		if commonElsewhere[t[i].low] {
			elsewhere++
		}
		if r, _ := utf8.DecodeRuneInString(t[i].text); r > 0x24f {
			foreign++
		}
	}
	if words > 0 && foreign*3 > words {
		return notEnglish("the text is not in Latin letters")
	}
	if elsewhere > max(common, 2) || words >= 25 && common*100 < words*14 {
		return notEnglish("the text does not look like English")
	}
	return nil
}

func notEnglish(message string) error {
	return &proviso.Error{Code: "not-english", Message: message, Fix: "press text is read in English only: give a translation and name it as one"}
}
