package press

import "strings"

// class is a set of closed word classes.
type class uint32

const (
	clsDet class = 1 << iota
	clsPron
	clsPrep
	clsSub // opens a dependent clause
	clsCoord
	clsAux
	clsModal
	clsNeg
	clsAdv
	clsNum
	clsDay
	clsMonth
	clsTime // week, month, morning
	clsRel
	clsVerb   // a finite verb that reports nothing
	clsPoss   // his, their
	clsObj    // him, them
	clsTitle  // Mr, Gen
	clsOffice // minister, spokesman: a person by office
	clsBase   // a base form: finite only after a plural or a pronoun
	clsOpener // function word that opens a sentence
)

var classWords = map[class]string{
	clsDet: `the a an this that these those some many most several two three four five six seven eight nine ten one
		another every each other no any both all few neither either such more half dozens hundreds thousands multiple various`,
	clsPoss: `his her its their our my your`,
	clsPron: `he she they it we i you there who which himself herself themselves itself nobody everyone anyone someone everybody others
		he's she's they're we're i'm you're it's i've we've they've he'd she'd they'd i'd we'd he'll she'll they'll we'll i'll it'll that's there's who's`,
	clsObj: `him them us me her it you themselves himself herself`,
	clsPrep: `in on at during after before for with from by of to about under into over between among against through via
		without within since until upon despite amid near across toward towards behind beyond along around off
		per versus like unlike including regarding concerning following than as onto throughout alongside besides except up down out`,
	clsSub:   `that when whenever where wherever while because after before as if although though but since until whether so whereas unless once lest how why what whatever`,
	clsCoord: `and or but nor yet`,
	clsAux: `is are was were be been being am has have had having do does did 's isn't aren't wasn't weren't hasn't haven't hadn't
		don't doesn't didn't won't wouldn't can't cannot couldn't shouldn't mustn't`,
	clsModal: `will would can could may might shall should must won't wouldn't can't cannot couldn't shouldn't mustn't ought`,
	clsNeg: `not never n't no isn't aren't wasn't weren't hasn't haven't hadn't don't doesn't didn't won't wouldn't can't cannot couldn't shouldn't
		mustn't neither nor nothing nobody none without`,
	clsAdv: `also later now then still already again once often even just only always ever soon further instead too perhaps
		however meanwhile therefore thus earlier previously recently repeatedly frequently initially ultimately eventually
		finally simply clearly quickly first almost nearly rather quite very so long yesterday today tonight tomorrow
		there here both all since sometimes seldom effectively essentially indeed separately privately publicly formally openly flatly
		nonetheless nevertheless moreover furthermore likewise altogether twice thereafter afterwards afterward long-since largely ago`,
	clsDay: `monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri`,
	clsMonth: `january february march april may june july august september october november december
		jan feb mar apr jun jul aug sept sep oct nov dec jan. feb. mar. apr. aug. sept. oct. nov. dec.`,
	clsTime: `week month year morning afternoon evening night weekend day days weeks months years today yesterday tonight hour hours decade summer winter spring autumn fall midday noon`,
	clsRel:  `who which whom whose that`,
	clsOffice: `minister president spokesman spokeswoman spokesperson official officials secretary chancellor ambassador envoy
		general colonel senator chief director commissioner governor lawmaker deputy premier leader diplomat diplomats adviser
		advisor aide aides commander commanders analyst analysts expert experts executive executives inspector auditor auditors
		prosecutor prosecutors investigator investigators minister's negotiators negotiator officer officers source sources
		ministers lawmakers senators representative representatives king prince chairman chairwoman chair head mayor judge
		host anchor reporter correspondent moderator interviewer professor economist researcher researchers scholar author lawyer lawyers attorney manager founder`,
	clsTitle: `mr mr. mrs mrs. ms ms. dr dr. sen. rep. gov. gen. lt. col. sgt. capt. rev. prof. st. maj. adm. amb. cmdr. brig. sir`,
	clsOpener: `the a an in on at he she they it we but and however as after before when while if this that these those his her
		its their there meanwhile under since by for with to not no yet still according asked`,
	clsVerb: `made took went came gave got left held met kept sent ran lost won led fell rose grew began became brought bought
		sold built paid spent put set let cut hit stood sat saw knew heard felt meant sought fought caught taught drew drove
		flew broke chose spoke wore tore bore shook stole threw froze struck stuck hung swung sank rang sang swore
		makes takes goes comes gives gets leaves holds meets keeps sends runs loses wins leads falls rises grows begins becomes
		brings buys sells builds pays spends puts sets lets cuts hits stands sits sees knows hears feels means seeks fights
		draws drives flies breaks chooses wears bears needs helps works looks plays turns moves lives seems appears remains
		uses tries starts stops opens closes follows includes involves requires allows provides continues serves joins
		wants believes thinks hopes expects fears thought overthrew underwent oversaw overcame withdrew
		arose awoke forgot forgave forbade lay lent rode slept slid split spread sprang strode undertook wound`,
	clsBase: `go come give get leave keep send run lose win lead fall grow begin become bring buy sell build pay spend
		sit see know hear feel mean seek fight draw drive fly break choose need help work look turn move live seem appear remain
		use try start stop follow include involve require allow provide serve join hold keep carry
		lead meet hit let put cut set oppose face like love hate agree want believe think hope expect fear`,
}

var classOf = buildClasses()

func buildClasses() map[string]class {
	out := make(map[string]class, 1024)
	for c, words := range classWords {
		for w := range strings.FieldsSeq(words) {
			out[w] |= c
		}
	}
	return out
}

var lyNouns = set(`family ally rally assembly daily weekly monthly supply reply italy july ugly early only likely friendly
	anomaly monopoly fly apply comply imply rely unlikely elderly holy belly bully orderly july costly deadly`)

var shortened = set(`v Mr Mrs Ms Dr Pres Sens Reps Supt Sen Rep Gov Gen Lt Col Sgt Capt Rev Prof St Jr Sr Inc Corp Co Ltd No vs Jan Feb Mar Apr
	Aug Sept Oct Nov Dec Maj Adm Amb Cmdr Brig Calif Fla Va Pa Conn Mass Mich Wis Ill Ariz Ala Tenn Ky Ga Ph Mt Ft`)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}
