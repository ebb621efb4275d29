package press

import "strings"

// frame says what a cue may govern.
type frame uint16

const (
	frClause  frame = 1 << iota // said (that) the shells arrived
	frThat                      // a clause only with that, a colon or a quotation
	frObject                    // denied any shipments, called it a lie
	frTo                        // promised to deliver
	frHearer                    // told reporters that
	frFront                     // the shells arrived, officials said
	frNoun                      // the form is more often a noun: reports, claims
	frBelief                    // thinks and wants, does not speak
	frSpeech                    // the plainest verbs of saying, safe in every order
	frWhether                   // asked whether, when asked about
)

type form uint8

const (
	fmBase form = iota
	fmS
	fmPast
	fmIng
)

// cueWord is one form of one verb of the cue list.
type cueWord struct {
	verb  string
	form  form
	frame frame
	mode  Mode
	part  bool // the past form is also the participle
}

func (c *cueWord) objectOnly() bool { return !c.has(frClause | frThat | frHearer) }

// named tells the verbs that give their object a name: called it a lie,
// described it as one.
func (c *cueWord) named() bool {
	return c != nil && (c.verb == "call" || c.verb == "describe" || c.verb == "characterize" || c.verb == "characterise")
}

func (c *cueWord) has(f frame) bool { return c != nil && c.frame&f != 0 }

// The list is ours, written by hand: verb, mode, frames. The letters are
// c clause, t clause with that, o object, i infinitive, h hearer, f front,
// n noun, b belief, s plain speech, w whether.
const cueVerbs = `
say assert cfs
tell assert chfs
state assert ctfn
report assert cofn
announce assert cof
add assert cfs
note assert cfno
write assert cfs
tweet assert tofn
claim assert cfon
argue assert cf
assert assert cfo
insist insist cf
deny deny co
confirm confirm cof
acknowledge confirm cof
admit confirm cof
concede confirm cof
explain assert cfs
warn warn cfh
suggest presume cfo
declare assert cof
stress insist cof
emphasize insist cof
emphasise insist cof
reiterate insist cof
repeat insist tof
reply assert tfn
respond assert otf
answer assert tfno
comment decline otfn
remark assert tfn
contend assert cf
maintain insist tf
allege assert cf
accuse assert o
disclose confirm cof
reveal assert cof
indicate assert cof
testify assert cf
vow promise cifo
pledge promise ciofn
promise promise ciofhn
threaten warn io
urge request oi
demand request oin
request request on
ask request ohwf
call request on
cite assert o
describe assert o
characterize assert o
characterise assert o
predict presume cof
estimate presume cofn
forecast presume con
propose plan coi
recommend request cof
advise request coh
caution warn cfhn
criticize assert o
criticise assert o
condemn assert o
denounce assert o
dismiss deny o
reject deny o
dispute deny con
refute deny o
rebut deny o
blame assert on
praise assert on
apologize assert tf
apologise assert tf
boast assert cfn
brag assert cf
complain assert cf
joke assert cfn
quip assert cfs
observe assert tf
point assert tnf
mention assert con
recall assert cof
recount assert cof
conclude assert cf
agree confirm ci
disagree deny o
assure promise ch
inform assert ch
notify assert ch
tout assert o
signal assert cin
hint presume cfn
imply presume c
speculate presume cf
continue assert tf
counter deny tfn
retort deny tf
protest deny tn
object deny tn
appeal request tn
decline decline io
refuse decline io
proclaim assert cof
post assert tofn
blog assert tfn
speak assert -
talk assert n
discuss assert o
detail assert on
outline assert on
address assert on
show assert conf
find assert cnf
quote assert on
attack assert on
defend assert o
oppose deny o
endorse confirm o
welcome confirm on
invite request oi
authorize confirm oi
authorise confirm oi
approve confirm o
rule assert cn
decide plan cib
plan plan icnb
intend plan icb
hope plan ibcn
expect presume ibco
want plan iob
seek plan ion
believe presume bco
think presume bcf
know presume bc
fear presume bcn
doubt presume bcon
suspect presume bcn
assume presume bc
feel presume bc
understand presume bc
learn presume bcf
support confirm obn
offer promise oin
swear promise ci
guarantee promise con
inquire request wf
wonder presume wf
shout assert cfs
whisper assert cfs
exclaim assert cfs
elaborate assert tf
clarify assert cof
underline insist cof
underscore insist con
affirm confirm cof
reaffirm insist cof
attest confirm cf
certify confirm co
`

var irregular = map[string][2]string{ // past, participle
	"say": {"said", "said"}, "tell": {"told", "told"}, "write": {"wrote", "written"}, "speak": {"spoke", "spoken"},
	"find": {"found", "found"}, "show": {"showed", "shown"}, "think": {"thought", "thought"}, "know": {"knew", "known"},
	"feel": {"felt", "felt"}, "understand": {"understood", "understood"}, "swear": {"swore", "sworn"}, "seek": {"sought", "sought"},
	"forecast": {"forecast", "forecast"},
}

var frameLetter = map[rune]frame{'c': frClause, 't': frThat, 'o': frObject, 'i': frTo, 'h': frHearer, 'f': frFront,
	'n': frNoun, 'b': frBelief, 's': frSpeech, 'w': frWhether}

var cueOf = buildCues()

func buildCues() map[string]*cueWord {
	out := make(map[string]*cueWord, 900)
	for line := range strings.Lines(cueVerbs) {
		f := strings.Fields(line)
		if len(f) != 3 {
			continue
		}
		w := cueWord{verb: f[0], mode: Mode(f[1])}
		for _, r := range f[2] {
			w.frame |= frameLetter[r]
		}
		for word, fm := range formsOf(f[0]) {
			c := w
			c.form = fm
			c.part = fm == fmPast
			out[word] = &c
		}
	}
	return out
}

// formsOf conjugates a verb of the list.
func formsOf(verb string) map[string]form {
	stem, double := strings.TrimSuffix(verb, "e"), ""
	switch verb {
	case "admit", "rebut", "quip", "brag", "blog", "plan", "refer":
		double = verb[len(verb)-1:]
	}
	out := map[string]form{}
	switch {
	case strings.HasSuffix(verb, "y") && !strings.ContainsAny(verb[len(verb)-2:len(verb)-1], "aeiou"):
		out[verb[:len(verb)-1]+"ies"], out[verb[:len(verb)-1]+"ied"] = fmS, fmPast
	case strings.HasSuffix(verb, "s"), strings.HasSuffix(verb, "sh"), strings.HasSuffix(verb, "ch"), strings.HasSuffix(verb, "x"):
		out[verb+"es"], out[verb+"ed"] = fmS, fmPast
	default:
		out[verb+"s"], out[stem+double+"ed"] = fmS, fmPast
	}
	if past, ok := irregular[verb]; ok {
		for w, fm := range out {
			if fm == fmPast {
				delete(out, w)
			}
		}
		out[past[0]], out[past[1]] = fmPast, fmPast
	}
	if verb == "agree" || verb == "disagree" || verb == "guarantee" {
		out[verb+"ing"] = fmIng
	} else {
		out[stem+double+"ing"] = fmIng
	}
	if verb == "signal" {
		out["signalled"], out["signalling"] = fmPast, fmIng
	}
	out[verb] = fmBase
	return out
}

// nests tells the verbs that are worth a draft of their own inside the content
// of another one.
func (c *cueWord) nests() bool {
	return !c.has(frBelief) && (c.has(frSpeech|frFront|frHearer) || c.mode == Requests || c.mode == Denies || c.mode == Declines || c.verb == "agree")
}

// plainCue stands for a cue that takes a clause, where no verb is at hand.
var plainCue = &cueWord{frame: frClause}
