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
	"acknowledgment": Confirms, "announcement": Asserts, "contention": Asserts, "mention": Asserts, "comment": Asserts, "comments": Asserts, "remark": Asserts, "remarks": Asserts,
	"praise": Asserts, "criticism": Asserts, "complaint": Asserts, "complaints": Asserts, "joke": Asserts, "jokes": Asserts, "refusal": Declines, "proposal": Plans, "proposals": Plans,
}

// lightVerbs carry a report noun: made no mention of, issued a call for.
var lightVerbs = set(`make makes made making give gives gave giving issue issues issued issuing offer offers offered offering have has had
	repeat repeats repeated renew renewed`)

// noun reads a report noun at i with "that", "to" or a preposition behind it,
// and somebody before it who owns it or makes it: "his claim that", "Kyiv's
// call for", "the ministry made no mention of".
func (x *scan) noun(i int) int {
	mode, ok := reportNouns[x.low(i)]
	if !ok || x.nest > 0 || i-1 < x.a || x.tok(i).quote >= 0 {
		return 0
	}
	src, from := x.owner(i)
	k := x.timeEnd(i+1, x.end)
	light := !x.at(from-1, clsPoss) && !possessive(x.low(from-1))
	switch x.low(k) {
	case "that":
	case "to":
		if mode != Promises && mode != Requests && mode != Warns && mode != Declines && mode != Plans || x.at(k+1, clsDet|clsPoss) || x.tok(k+1).capital {
			return 0
		}
	case "for":
		if mode != Requests && !light {
			return 0
		}
		k++
	case "of", "about", "on", "against":
		if !light {
			return 0
		}
		k++
	default:
		return 0
	}
	if src.empty() {
		return 0
	}
	con := trim(x.t, rng{k, x.stopAt(k, plainCue, true)})
	if con.empty() {
		return 0
	}
	x.add(found{source: src, cue: rng{from, k}, head: i, verb: &cueWord{verb: x.low(i), frame: frClause, mode: mode}, content: []rng{con}})
	x.used = con.b
	return con.b
}

// owner finds whose report noun stands at i, and where the cue begins: at the
// noun behind a possessive, at the verb that carries it.
func (x *scan) owner(i int) (src rng, from int) {
	own := i - 1
	for own > x.a && i-own < 3 && !possessive(x.low(own)) && !x.at(own, clsPoss) && x.tok(own).word && !x.at(own, clsPrep|clsDet) {
		own--
	}
	switch {
	case x.tok(own).quote >= 0:
	case x.at(own, clsPoss):
		return rng{own, own + 1}, own + 1
	case possessive(x.low(own)):
		src = rng{own, own + 1}
		if s, ok := x.nounPhrase(rng{max(x.clauseStart(own+1), x.used), own + 1}); ok && s.b == own+1 {
			src = s
		}
		return src, own + 1
	}
	for v := i - 1; v > x.a && i-v < 5 && x.tok(v).word && x.tok(v).quote < 0 && !x.at(v, clsPrep|clsCoord); v-- {
		if lightVerbs[x.low(v)] {
			vs := x.group(v)
			if s, rel, ok := x.left(vs); ok && !rel {
				return s, vs
			}
			return rng{}, i
		}
	}
	return rng{}, i
}
