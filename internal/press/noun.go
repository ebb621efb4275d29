package press

// reportNouns are nouns that report like verbs when somebody owns them: "his
// claim that", "Kyiv's call for".
var reportNouns = map[string]Mode{
	"claim": Asserts, "claims": Asserts, "assertion": Asserts, "assertions": Asserts, "statement": Asserts, "statements": Asserts,
	"suggestion": Presumes, "suggestions": Presumes, "allegation": Asserts, "allegations": Asserts, "accusation": Asserts,
	"accusations": Asserts, "argument": Asserts, "insistence": Insists, "denial": Denies, "denials": Denies, "warning": Warns,
	"warnings": Warns, "promise": Promises, "promises": Promises, "pledge": Promises, "pledges": Promises, "vow": Promises,
	"vows": Promises, "call": Requests, "calls": Requests, "demand": Requests, "demands": Requests, "appeal": Requests, "appeals": Requests,
	"request": Requests, "requests": Requests, "threat": Warns, "threats": Warns, "admission": Confirms, "acknowledgement": Confirms,
	"acknowledgment": Confirms, "announcement": Asserts, "contention": Asserts, "refusal": Declines, "proposal": Plans, "proposals": Plans,
}

// noun reads an owned report noun at i with "that", "to" or "for" behind it.
func (x *scan) noun(i int) int {
	mode, ok := reportNouns[x.low(i)]
	if !ok || x.nest > 0 || i-1 < x.a || x.tok(i).quote >= 0 {
		return 0
	}
	k := x.timeEnd(i+1, x.end)
	switch x.low(k) {
	case "that":
	case "to":
		if mode != Promises && mode != Requests && mode != Warns && mode != Declines && mode != Plans || x.at(k+1, clsDet|clsPoss) || x.tok(k+1).capital {
			return 0
		}
	case "for":
		if mode != Requests {
			return 0
		}
		k++
	default:
		return 0
	}
	own := i - 1
	for own > x.a && i-own < 3 && !possessive(x.low(own)) && !x.at(own, clsPoss) && x.tok(own).word && !x.at(own, clsPrep|clsDet) {
		own--
	}
	if x.tok(own).quote >= 0 || !possessive(x.low(own)) && !x.at(own, clsPoss) {
		return 0
	}
	src := rng{own, own + 1}
	if !x.at(own, clsPoss) {
		if s, ok := x.nounPhrase(rng{max(x.clauseStart(own+1), x.used), own + 1}); ok && s.b == own+1 {
			src = s
		}
	}
	e := x.stopAt(k, plainCue, true)
	con := trim(x.t, rng{k, e})
	if con.empty() {
		return 0
	}
	x.add(found{source: src, cue: rng{own + 1, k}, head: i, verb: &cueWord{verb: x.low(i), frame: frClause, mode: mode}, content: []rng{con}})
	x.used = e
	return e
}
