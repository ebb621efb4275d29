package press

// span of tokens, end exclusive.
type rng struct{ a, b int }

func (r rng) empty() bool { return r.b <= r.a }

// paragraphs cuts the tokens at line breaks.
func paragraphs(t []token) []rng {
	var out []rng
	from := 0
	for i := 1; i < len(t); i++ {
		if t[i].para {
			out = append(out, rng{from, i})
			from = i
		}
	}
	if from < len(t) {
		out = append(out, rng{from, len(t)})
	}
	return out
}

func opensQuote(s string) bool  { return s == "“" || s == "``" || s == "«" || s == "„" }
func closesQuote(s string) bool { return s == "”" || s == "»" }
func plainQuote(s string) bool  { return s == "\"" || s == "''" }
func quoteMark(s string) bool   { return opensQuote(s) || closesQuote(s) || plainQuote(s) }

// quotations numbers the quotations of the text on its tokens. A quotation
// that is opened and not closed runs to the end of its paragraph when the
// next one opens with a quotation mark, as printers do with long quotations;
// otherwise the closing mark was lost, and it ends with its sentence.
func quotations(t []token, paras []rng) {
	number := int32(0)
	for k, p := range paras {
		open, double := -1, false
		for i := p.a; i < p.b; i++ {
			s := t[i].text
			switch {
			case open < 0 && (opensQuote(s) || plainQuote(s) && !shapedClose(t, p, i)):
				open, double = i, true
			case open >= 0 && plainQuote(s) && shapedOpen(t, p, i):
				mark(t, rng{open, lostClose(t, open, i)}, number)
				number++
				open = i
			case open >= 0 && (closesQuote(s) || plainQuote(s) || opensQuote(s) && t[i-1].text == ","):
				mark(t, rng{open, i + 1}, number)
				number++
				open = -1
			}
		}
		if open >= 0 && p.b-open > 2 {
			end := p.b
			if k+1 == len(paras) || !quoteMark(t[paras[k+1].a].text) || saidInside(t, open, p.b) {
				end = lostClose(t, open, p.b)
			}
			mark(t, rng{open, end}, number)
			number++
		}
		if !double {
			number = singleQuotations(t, p, number)
		}
	}
}

// shapedOpen tells a straight mark that leans on the word after it.
func shapedOpen(t []token, p rng, i int) bool {
	return i+1 < p.b && t[i+1].start == t[i].end && (i == p.a || t[i-1].end != t[i].start)
}

func shapedClose(t []token, p rng, i int) bool {
	return i > p.a && t[i-1].end == t[i].start && (i+1 == p.b || t[i+1].start != t[i].end)
}

func mark(t []token, r rng, number int32) {
	for i := r.a; i < r.b; i++ {
		t[i].quote = number
	}
}

// lostClose guesses where a quotation with no closing mark ends: before
// ", NAME said", else at the first end of a sentence.
func lostClose(t []token, open, end int) int {
	for i := open + 2; i < end; i++ {
		if t[i].cue.has(frSpeech) && t[i].cue.form != fmBase {
			for j := i - 1; j > open && i-j < 9; j-- {
				if t[j].text == "," {
					return j + 1
				}
			}
			if t[i-1].text == "," {
				return i
			}
		}
	}
	for i := open + 2; i < end; i++ {
		if stop(t[i].text) {
			return i + 1
		}
	}
	return end
}

// saidInside tells that ", NAME said" and another sentence stand in what seems
// to be one long quotation: its closing mark was lost.
func saidInside(t []token, open, end int) bool {
	for i := open + 2; i+1 < end; i++ {
		if t[i].cue.has(frSpeech) && t[i].cue.form == fmPast && i-3 > open && !t[i].capital {
			for j := i - 1; j > open && i-j < 5; j-- {
				if t[j].text == "," {
					return t[j+1].is(clsDet) || t[j+1].is(clsPron) && t[j+1].low != "i" || t[j+1].capital
				}
			}
		}
	}
	return false
}

// singleQuotations reads the British style of one quotation mark, in a
// paragraph that has no double one.
func singleQuotations(t []token, p rng, number int32) int32 {
	for i := p.a; i < p.b; i++ {
		if t[i].text != "‘" && t[i].text != "'" || i+1 >= p.b || t[i+1].start != t[i].end {
			continue
		}
		if i > p.a && t[i-1].end == t[i].start {
			continue
		}
		for j := i + 2; j < p.b && j < i+longest; j++ {
			if t[j].text != "’" && t[j].text != "'" || t[j-1].end != t[j].start {
				continue
			}
			if j+1 < p.b && t[j+1].word && t[j+1].start == t[j].end {
				continue
			}
			mark(t, rng{i, j + 1}, number)
			number++
			i = j
			break
		}
	}
	return number
}

func stop(s string) bool { return s == "." || s == "?" || s == "!" || s == "…" }

// longest is the most tokens a sentence is read as. What is longer is no
// sentence, and would cost more than its share of time.
const longest = 400

// sentences cuts a paragraph. A quotation is never cut; it ends its sentence
// when it closes after a full stop, unless a cue follows on it.
func sentences(t []token, p rng) []rng {
	var out []rng
	from := p.a
	for i := p.a; i < p.b; i++ {
		if i-from >= longest && t[i].quote < 0 || i-from >= 4*longest {
			out = append(out, rng{from, i + 1})
			from = i + 1
			continue
		}
		if !endsSentence(t, i, p.b) {
			continue
		}
		j := i + 1
		for j < p.b && !t[j].word && t[j].start == t[j-1].end && (t[j].text == ")" || t[j].text == "]" || t[j].text == "’" || closesQuote(t[j].text)) {
			j++
		}
		if j < p.b && !opensSentence(t, j) {
			continue
		}
		out = append(out, rng{from, j})
		from = j
		i = j - 1
	}
	if from < p.b {
		out = append(out, rng{from, p.b})
	}
	return out
}

func endsSentence(t []token, i, hi int) bool {
	x := &t[i]
	lastOfQuote := x.quote >= 0 && (i+1 >= hi || t[i+1].quote != x.quote)
	switch {
	case x.quote >= 0 && !lastOfQuote:
		return false
	case lastOfQuote:
		inner := i - 1
		if !quoteMark(x.text) && x.text != "’" && x.text != "'" {
			inner = i
		}
		if inner < 0 || !stop(t[inner].text) {
			return false
		}
		return t[inner].text == "." && !closingCue(t, i+1, hi) || t[inner].text != "." && !cueFollows(t, i+1, hi)
	case stop(x.text):
		return true
	case len(x.text) > 3 && x.text[len(x.text)-1] == '.' && x.word:
		return i+1 < hi && (t[i+1].is(clsOpener) && t[i+1].capital || quoteMark(t[i+1].text) && !upperASCII(x.text[len(x.text)-2]))
	}
	return false
}

func opensSentence(t []token, j int) bool {
	return t[j].capital || t[j].is(clsNum) || quoteMark(t[j].text) || t[j].text == "‘" || t[j].text == "(" || t[j].text == "[" || t[j].text == "'" ||
		t[j].text == "—" || t[j].text == "•" || t[j].text == "*" || t[j].text == "-"
}

// closingCue tells that nothing but a name and its verb of speech follows a
// quotation that ends in a full stop: "It is done." Kim said.
func closingCue(t []token, j, hi int) bool {
	for x := j; x < hi && x < j+4; x++ {
		if x > j && t[x].cue.has(frSpeech) && t[x].cue.form == fmPast {
			return x+1 >= hi || stop(t[x+1].text)
		}
		if !t[x].capital && !t[x].is(clsPron) {
			return false
		}
	}
	return false
}

// cueFollows tells that a quotation is carried on by ", he said" or "said he".
func cueFollows(t []token, j, hi int) bool {
	for x := j; x < hi && x < j+9; x++ {
		if !t[x].bare() || stop(t[x].text) || t[x].text == ";" {
			return false
		}
		if t[x].cue.has(frFront) && t[x].cue.form != fmBase && t[x].cue.form != fmIng {
			opens := t[j].is(clsPron) && t[j].capital && t[j].low != "i" // "...?" She said, "..."
			return !opens || x+2 >= hi || t[x+1].text != "," || t[x+2].bare()
		}
	}
	return false
}
