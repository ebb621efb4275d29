package press

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word or one mark of punctuation. start and end are byte
// offsets, at and until are the same places counted in code points.
type token struct {
	start, end int
	at, until  int
	text, low  string
	class      class
	cue        *cueWord
	quote      int32 // number of the quotation the token stands in, -1 outside
	word       bool
	capital    bool
	para       bool // first token of a paragraph
}

func (t *token) is(c class) bool { return t.class&c != 0 }

// bare tells that a token stands outside every quotation.
func (t *token) bare() bool { return t.quote < 0 }

// tokenise cuts a text into tokens. Every byte of a token lies in the text,
// and every border is a code point border.
func tokenise(text string) []token {
	out := make([]token, 0, len(text)/5+8)
	i, points, lines, blank := 0, 0, 2, blankLines(text)
	line, width := 0, 0 // where the line begins, and how long the last one was
	for i < len(text) {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(text[i:])
		}
		if unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' {
			if r == '\n' || r == '\u2029' {
				if lines == 0 {
					width = i - line
				}
				line = i + n
				lines++
			}
			i += n
			points++
			continue
		}
		end := i + n
		word := wordRune(r)
		if word {
			end = wordEnd(text, i)
		} else if r == '\'' && i > 0 && text[i-1] > ' ' && strings.HasPrefix(text[end:], "''") && !strings.HasPrefix(text[end:], "'''") {
			// a single mark closes inside a double one
		} else if (r == '\'' || r == '`') && strings.HasPrefix(text[end:], string(r)) {
			end++
		} else if r == '-' && strings.HasPrefix(text[end:], "-") {
			end++
		}
		t := token{start: i, end: end, at: points, text: text[i:end], quote: -1, word: word}
		t.para = lines > 1 || lines == 1 && !wrapped(out, r, blank && width > 45)
		t.until = points + utf8.RuneCountInString(t.text)
		points, i, lines = t.until, end, 0
		classify(&t, r)
		out = append(out, t)
	}
	return out
}

// blankLines tells a text whose paragraphs stand apart by empty lines.
func blankLines(text string) bool {
	return strings.Contains(text, "\n\n") || strings.Contains(text, "\n\r\n")
}

// wrapped tells that a line only ends because it was full: the next one goes on
// with a small letter, or, in a text with empty lines between its paragraphs,
// the sentence is not over.
func wrapped(before []token, next rune, blank bool) bool {
	if len(before) == 0 {
		return false
	}
	last := &before[len(before)-1]
	over := stop(last.text) || last.text == ":"
	return !over && (unicode.IsLower(next) || blank && !quoteMark(last.text))
}

func classify(t *token, first rune) {
	t.low = t.text
	if !t.word {
		return
	}
	t.capital = unicode.IsUpper(first)
	t.low = strings.ReplaceAll(strings.ToLower(t.text), "’", "'")
	t.class = classOf[t.low]
	t.cue = cueOf[t.low]
	if t.class == 0 && strings.HasSuffix(t.low, "n't") {
		t.class = clsAux | clsNeg
	}
	if t.class == 0 && t.cue == nil && !t.capital && strings.HasSuffix(t.low, "ly") && len(t.low) > 4 && !lyNouns[t.low] {
		t.class = clsAdv
	}
	if first >= '0' && first <= '9' {
		t.class |= clsNum
	}
}

func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9' || r == '_'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.IsNumber(r)
}

// wordEnd finds the end of the word that begins at i: letters and digits,
// joined by single hyphens, full stops, apostrophes or commas; initials such
// as U.S. and short titles such as Gen. keep their stop.
func wordEnd(text string, i int) int {
	if e := initialsEnd(text, i); e > 0 {
		return e
	}
	j := runEnd(text, i)
	for j < len(text) {
		r, n := utf8.DecodeRuneInString(text[j:])
		if r != '-' && r != '.' && r != '\'' && r != '’' && r != ',' {
			break
		}
		next, _ := utf8.DecodeRuneInString(text[j+n:])
		if j+n >= len(text) || !wordRune(next) {
			break
		}
		if (r == ',' || r == '.') && !digitsAround(text, j, next) && r == ',' {
			break
		}
		j = runEnd(text, j+n)
	}
	if j < len(text) && text[j] == '%' {
		return j + 1
	}
	if j < len(text) && text[j] == '.' && shortened[text[i:j]] && stopBelongs(text, i, j) {
		j++
	}
	return j
}

// stopBelongs decides whether a full stop after a shortened word is part of
// it: a title or initial always, "No." only before a number.
func stopBelongs(text string, i, j int) bool {
	if text[i:j] != "No" {
		return true
	}
	rest := strings.TrimLeft(text[j+1:], " \u00a0")
	return rest != "" && rest[0] >= '0' && rest[0] <= '9'
}

func digitsAround(text string, j int, next rune) bool {
	return j > 0 && text[j-1] >= '0' && text[j-1] <= '9' && next >= '0' && next <= '9'
}

func runEnd(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !wordRune(r) {
			break
		}
		i += n
	}
	return i
}

// initialsEnd matches U.S. or J.K. and the single initial of a name ("W.").
func initialsEnd(text string, i int) int {
	j, n := i, 0
	for j+1 < len(text) && upperASCII(text[j]) && text[j+1] == '.' {
		j += 2
		n++
	}
	if n == 0 || j < len(text) && n > 1 && upperASCII(text[j]) && runEnd(text, j) > j+1 && n < 2 {
		return 0
	}
	if n == 1 {
		if j >= len(text) || text[j] != ' ' || text[i] == 'I' {
			return 0
		}
		return j
	}
	if strings.HasPrefix(text[j:], "’s") {
		return j + len("’s")
	}
	if strings.HasPrefix(text[j:], "'s") {
		return j + 2
	}
	if strings.HasPrefix(text[j:], "-") {
		return runEnd(text, j+1)
	}
	return j
}

func upperASCII(b byte) bool { return b >= 'A' && b <= 'Z' }
