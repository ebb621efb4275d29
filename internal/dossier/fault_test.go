package dossier

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/proviso-ledger/proviso"
)

// base is a dossier that is right; a case adds its fault below it.
const base = `parties:
  KR: {kind: state}
  US: {kind: state}
items:
  shell: {unit: round}
instruments:
  deal:
    kind: contract
    conditions:
      end: {end_user: US}
`

// inBase puts the text on line 11 and after.
func inBase(text string) string { return base + text }

// moving puts lines into a movement of base; they begin on line 13.
func moving(lines ...string) string {
	return inBase("movements:\n  sale:\n    " + strings.Join(lines, "\n    ") + "\n")
}

// clauseOf puts a clause into an instrument of base, on line 14.
func clauseOf(text string) string {
	return base + "  ban:\n    kind: embargo\n    conditions:\n      no: {" + text + "}\n"
}

// whole is a movement that lacks nothing.
var whole = []string{"recorded: 2022", "goods: 5 shell", "from: KR", "to: US"}

// with gives the lines of the whole movement with one changed or added: the
// one that begins with the same key.
func with(lines ...string) []string {
	out := append([]string{}, whole...)
	for _, l := range lines {
		key, _, _ := strings.Cut(l, ":")
		found := false
		for i := range out {
			if strings.HasPrefix(out[i], key+":") {
				out[i], found = l, true
			}
		}
		if !found {
			out = append(out, l)
		}
	}
	return out
}

type faultCase struct {
	name  string
	text  string
	shape bool // the schema must refuse it too
	want  []string
}

// Each line wanted is "line:column code: message | remedy".
var faultCases = []faultCase{
	{"unknown key in a movement", moving(with("goodz: 5 shell")...), true, []string{
		`17:5 unknown-key: unknown key "goodz" in movement "sale" | did you mean "goods"?`}},
	{"unknown key in place of a required one", moving("recorded: 2022", "goodz: 5 shell", "from: KR", "to: US"), true, []string{
		`14:5 unknown-key: unknown key "goodz" in movement "sale" | did you mean "goods"?`}},
	{"clause without a kind", base + "      two: {words: nothing}\n", true, []string{
		`11:7 missing-key: clause "deal/two" says none of "onward", "end_user", "end_use", "territory", "supply", "quantity", "value", "period", "substitution", "component", "fund", "duty" | write exactly one of them`}},
	{"unknown key with no likeness", "items:\n  shell: {unit: round, zzzzzz: 1}\n", true, []string{
		`2:24 unknown-key: unknown key "zzzzzz" in item "shell" | the keys are: name, unit, lethal, made_in, codes, made_of, sources, marking, known, note`}},
	{"unknown key inside a value", moving(with("to: {ownr: US}")...), true, []string{
		`16:10 unknown-key: unknown key "ownr" in "to" of movement "sale" | did you mean "owner"?`}},
	{"unknown key in a clause", base + "      two: {end_usr: US}\n", true, []string{
		`11:13 unknown-key: unknown key "end_usr" in clause "deal/two" | did you mean "end_user"?`}},
	{"unknown section, whose ids are then not judged", "itemz:\n  shell: {unit: round}\nmovements:\n  m: {recorded: 2022, goods: 5 shell, from: '?', to: '?'}\n", true, []string{
		`1:1 unknown-key: unknown key "itemz" at the top level | did you mean "items"?`}},
	{"section that is a list", "parties:\n  - KR\n", true, []string{
		`2:3 wrong-type: "parties" must be a mapping, not a list | write key: value, each on an indented line of its own, or all in braces`}},
	{"section that is text", "parties: KR\n", true, []string{
		`1:10 wrong-type: "parties" must be a mapping, not text | write key: value, each on an indented line of its own, or all in braces`}},
	{"record that is text", "parties:\n  KR: Korea\n", true, []string{
		`2:7 wrong-type: party "KR" must be a mapping, not text | write key: value, each on an indented line of its own, or all in braces`}},
	{"record that is empty", "parties:\n  KR:\n  US: {}\n", true, []string{
		`2:3 missing-value: party "KR" is empty | leave the line out, or write "?" if it is not known`}},
	{"value that is empty", "parties:\n  KR: {name: }\n", true, []string{
		`2:8 missing-value: "name" of party "KR" is empty | leave the line out, or write "?" if it is not known`}},
	{"text that is a mapping", "parties:\n  KR: {name: {a: b}}\n", true, []string{
		`2:14 wrong-type: "name" of party "KR" must be text, not a mapping | write one value`}},
	{"text that is a list", "case: [a]\nparties: {KR: {}}\n", true, []string{
		`1:7 wrong-type: "case" must be text, not a list | write one value`}},
	{"mapping that is a list", moving(with("from: [KR]")...), true, []string{
		`15:11 wrong-type: "from" of movement "sale" must be text or a mapping, not a list | write one value, or key: value in braces`}},
	{"top level that is a list", "- a\n", true, []string{
		`1:1 wrong-type: the dossier must be a mapping with keys such as parties and movements, not a list | write key: value, each on an indented line of its own, or all in braces`}},
	{"key that is a list", "parties:\n  ? [a]\n  : {}\n", false, []string{
		`2:5 wrong-type: a key must be text, not a list | write an id or a key of the format`}},

	{"quantity that is negative", moving(with("goods: -5 shell")...), false, []string{
		`14:12 value: quantity is negative | write the count without a sign; the movement says which way it goes`}},
	{"movement of nothing", moving(with("goods: 0 shell")...), false, []string{
		`14:12 value: a movement of no unit is none | leave the movement out, or write "?" for a number that is not known`}},
	{"quantity without unit", moving(with("goods: 100_000")...), true, []string{
		`14:12 value: quantity without unit | name the item after the number: 100_000 155mm-HE`}},
	{"goods without quantity", moving(with("goods: shell")...), true, []string{
		`14:12 value: goods without quantity | write the number first, or "? shell" if it is not known`}},
	{"quantity that is not plain digits", moving(with("goods: 100_00x shell")...), false, []string{
		`14:12 value: not a quantity: "100_00x" | write 100_000, a range such as 400..480, 1.. or ..480, or ? if it is not known`}},
	{"quantity with a space", moving(with("goods: 100 000 shell")...), true, []string{
		`14:12 value: quantity has a space | write 100_000 shell`}},
	{"two items", moving(with("goods: 5 shell fuze")...), true, []string{
		`14:12 value: goods are a quantity and one item, not "5 shell fuze" | write them as 100_000 155mm-HE; a second item needs a movement of its own`}},
	{"item that is not declared", moving(with("goods: 5 shel")...), false, []string{
		`14:12 dangling-id: no item "shel" | did you mean "shell"? or declare it under items`}},
	{"item without unit", "items:\n  shell: {name: round}\n", true, []string{
		`2:3 missing-key: item "shell" says no "unit" | add it, such as unit: round`}},
	{"quantity range that runs backwards", moving(with("goods: 480..400 shell")...), false, []string{
		`14:12 value: quantity range runs backwards | write 400..480`}},

	{"day that does not exist", moving(with("recorded: 2022-02-30")...), false, []string{
		`13:15 value: 2022-02-30 does not exist: that month has 28 days | the last day of that month is 2022-02-28`}},
	{"interval that ends before it starts", base + "    valid: 2023/2022\n", false, []string{
		`11:12 value: the interval ends (2022) before it starts (2023) | write 2022/2023`}},
	{"as_of without a last day", "as_of: 2022/..\nparties: {KR: {}}\n", false, []string{
		`1:8 value: "2022/.." has no last day, which is the day of the answers | write a day, such as 2022-11-12`}},
	{"word not in the list", "parties:\n  KR: {kind: stat}\n", true, []string{
		`2:14 value: "stat" is not one of the words for a kind of party | did you mean "state"?`}},
	{"truth that is neither", "items:\n  shell: {unit: round, lethal: maybe}\n", true, []string{
		`2:32 value: "maybe" is neither true nor false | write true, false, or "?" if it is not known`}},
	{"country that does not exist", "parties:\n  KR: {country: KO}\n", false, []string{
		`2:17 value: country code "KO" is not in ISO 3166-1 | write two letters such as KR, or give the place by name`}},
	{"share without a sign", "items:\n  a: {unit: round}\n  b: {unit: round, made_of: {a: {value: 25}}}\n", false, []string{
		`3:41 value: not a share: "25" | write a share with its sign, such as 25%`}},
	{"share above all", "items:\n  a: {unit: round}\n  b: {unit: round, made_of: {a: {value: 120%}}}\n", false, []string{
		`3:41 value: not a share: "120%" | write 25%, 12.5%, 10..20%, or ? if it is not known; at most 100%, two decimals`}},
	{"digest that is too short", "sources:\n  a: {sha256: abc}\n", true, []string{
		`2:15 value: not a SHA-256: "abc" | write its 64 hexadecimal digits`}},
	{"span that runs backwards", "statements:\n  s: {by: '?', asserts: {}, span: a.txt#9-3}\n", false, []string{
		`2:35 value: the span ends before it begins: "a.txt#9-3" | write it as press.txt#0-81`}},
	{"number that is too small", "items:\n  a: {unit: round}\n  b: {unit: round, made_of: {a: 0}}\n", false, []string{
		`3:33 value: "0" is less than 1 | write 1 or more`}},

	{"party that is not declared", moving(with("from: KT")...), false, []string{
		`15:11 dangling-id: no party "KT" | did you mean "KR"? or declare it under parties`}},
	{"place that is not declared", moving(with("to: {owner: US, at: Incheon}")...), false, []string{
		`16:25 dangling-id: no place "Incheon" | declare it under places, or use an ISO 3166 code such as KR or a UN/LOCODE such as KRPUS`}},
	{"instrument that is not declared", moving(with("under: [deel]")...), false, []string{
		`17:13 dangling-id: no instrument "deel" | did you mean "deal"? or declare it under instruments`}},
	{"clause that is not declared", base + "  yes:\n    kind: consent\n    for: deal/ende\n", false, []string{
		`13:10 dangling-id: no instrument or clause "deal/ende" | did you mean "deal/end"? or declare it under conditions of its instrument`}},
	{"movement that is not declared", moving(with("goods: {item: shell, drawn_from: [buy]}")...), false, []string{
		`14:39 dangling-id: no movement "buy" | declare it under movements`}},
	{"source that is not declared", "parties:\n  KR: {sources: [a]}\n", false, []string{
		`2:18 dangling-id: no source "a" | declare it under sources`}},
	{"claim about nothing", inBase("statements:\n  s: {by: KR, denies: [deal, sole]}\n"), false, []string{
		`12:30 dangling-id: no instrument, movement, statement or clause "sole" | declare it under instruments, movements or statements`}},
	{"id of another kind", moving(with("from: deal")...), false, []string{
		`15:11 dangling-id: "deal" is an instrument, not a party | name a party`}},

	{"movement written twice", moving(append(with("note: a"), "note: b")...) + "  sale: {}\n", true, []string{
		`18:5 duplicate-key: "note" is written twice (first at case.yaml:17:5) | keep one of the two; a list of values is written [a, b]`,
		`19:3 duplicate-id: movement "sale" is written twice (first at case.yaml:12:3) | give one of the two another id`}},
	{"id shared by two kinds", inBase("movements:\n  shell: {recorded: 2022, goods: 5 shell, from: KR, to: US}\n"), false, []string{
		`12:3 duplicate-id: "shell" is already the id of an item (at case.yaml:5:3) | only a party and a place may share an id: give one of the two another`}},
	{"section written twice", "parties: {KR: {}}\nparties: {US: {}}\n", false, []string{
		`2:1 duplicate-key: "parties" is written twice (first at case.yaml:1:1) | join the two`}},
	{"id with a space", "parties:\n  South Korea: {}\n", true, []string{
		`2:3 value: "South Korea" cannot be an id | an id has letters A to Z, digits, dots, hyphens and underscores, begins with a letter or digit, and has at most 64 characters`}},
	{"id that is a word", "items:\n  lethal: {unit: round}\n", false, []string{
		`2:3 value: "lethal" cannot be an id: it is a word of the format | choose another id`}},

	{"part_of that goes round", "parties:\n  UA-A: {part_of: UA-B}\n  UA-B: {part_of: UA-A}\n", false, []string{
		`2:19 cycle: part_of goes round: UA-A -> UA-B -> UA-A | take one of these steps out`}},
	{"place in itself", "places:\n  depot: {part_of: depot}\n", false, []string{
		`2:20 cycle: part_of goes round: depot -> depot | take one of these steps out`}},
	{"made_of that goes round", "items:\n  a: {unit: a, made_of: {b: 1}}\n  b: {unit: b, made_of: {c: 1, a: 2}}\n  c: {unit: c}\n", false, []string{
		`2:26 cycle: made_of goes round: a -> b -> a | take one of these steps out`}},

	{"two bases", moving(with("planned: 2023")...), true, []string{
		`17:5 key-clash: movement "sale" says both "recorded" and "planned" | say one of recorded, reported, planned, supposed`}},
	{"no basis", moving(whole[1:]...), true, []string{
		`12:3 missing-key: movement "sale" says none of "recorded", "reported", "planned", "supposed" | write exactly one of them`}},
	{"movement without goods", moving("recorded: 2022", "from: KR", "to: US"), true, []string{
		`12:3 missing-key: movement "sale" says no "goods" | add it, such as goods: 100_000 155mm-HE`}},
	{"sale without receiver", moving(whole[:3]...), false, []string{
		`12:3 missing-key: movement "sale" says no "to" | add it; write "?" for a holding that is not known`}},
	{"expenditure with a receiver", moving(with("kind: expend")...), false, []string{
		`16:5 key-clash: a movement of kind expend has no "to" | it has "from": take the line out, or give the movement another kind`}},
	{"count with two holdings", moving("kind: count", "recorded: 2022", "goods: 5 shell", "from: KR"), false, []string{
		`12:3 missing-key: movement "sale" says no "in" | add it; write "?" for a holding that is not known`,
		`16:5 key-clash: a movement of kind count has no "from" | it has "in": take the line out, or give the movement another kind`}},
	{"parts of goods that are not counted", moving(with("of_which: {quantity: 2, under: deal}")...), false, []string{
		`17:5 key-clash: a movement of kind transfer has no "of_which" | "of_which" is for kind count`}},
	{"loan that moves title", moving(with("kind: lend")...), false, []string{
		`16:9 loan-title: a loan does not move title: the owner stays "KR" | write to: {holder: US}, or make it a transfer`}},
	{"movement that rivals itself", moving(with("rival_to: sale")...), false, []string{
		`17:15 cycle: rival_to goes round: sale -> sale | take one of these steps out`}},
	{"accounts that name each other", moving(with("rival_to: told")...) + "  told: {reported: 2022, goods: 4 shell, from: KR, to: US, rival_to: sale}\n", false, []string{
		`17:15 cycle: rival_to goes round: sale -> told -> sale | take one of these steps out`}},
	{"consent that answers itself", base + "  yes:\n    kind: consent\n    for: [deal, yes/back]\n    conditions:\n      back: {onward: prior consent}\n", false, []string{
		`13:10 value: an instrument does not answer a clause of its own | name the instrument or clause that it answers`}},

	{"value of a day that is not known", moving(with(`value: {amount: 5 USD, since: "?"}`)...), false, []string{
		`17:35 value: "since" of movement "sale" cannot be "?" | leave it out, which says that it stands, or give an interval, such as ../2023-06`}},
	{"two clauses in one", clauseOf("period: 2022, end_user: US"), true, []string{
		`14:26 key-clash: clause "ban/no" says both "period" and "end_user" | say one of onward, end_user, end_use, territory, supply, quantity, value, period, substitution, component, fund, duty`}},
	{"clause that is not known", clauseOf(`end_user: "?"`), false, []string{
		`14:22 value: "end_user" of clause "ban/no" cannot be "?" | a clause that is not known is left out, and the instrument says text: part`}},
	{"exception that is empty", clauseOf("end_user: US, except: {}"), false, []string{
		`14:26 missing-key: "except" of clause "ban/no" says nothing | leave it out, or use the keys: to, by, items, movements, during`}},
	{"exception for nobody", clauseOf("end_user: US, except: {to: []}"), false, []string{
		`14:39 missing-value: "to" of clause "ban/no" is an empty list | name at least one, or leave it out`}},
	{"ceiling without item", clauseOf("quantity: 5_000"), true, []string{
		`14:22 value: quantity without unit | name the item after the number: 5_000 155mm-HE`}},
	{"ban that spares the supplier", clauseOf("supply: {never: {to: US}, binds: receiver}"), false, []string{
		`14:45 value: "binds" leaves out the supplier | write [supplier, receiver]`}},
	{"origin of goods in a ban on supply", clauseOf("supply: {never: {to: US}}, goods: {made_in: US}"), false, []string{
		`14:39 key-clash: a clause on supply has no "goods" but all or under | take it out: the clause looks at whole movements and follows no units`}},
	{"ceiling that stays behind", clauseOf("quantity: 5 shell, flows_down: false"), false, []string{
		`14:31 key-clash: a clause on quantity has no "flows_down: false" | take it out: the clause looks at whole movements and follows no units`}},
	{"component clause for a time", clauseOf("component: see-through, during: 2022"), false, []string{
		`14:36 key-clash: a clause on component has no "during" | take it out: the clause says how all others of its instrument follow goods into a product`}},
	{"code of no list", clauseOf("supply: {never: {items: [XX:3]}}"), false, []string{
		`14:37 dangling-id: no item "XX:3" | declare it under items`}},
	{"duty with two deadlines", clauseOf("duty: {do: report, within: 90 days, due: 2023}"), true, []string{
		`14:48 key-clash: "duty" of clause "ban/no" says both "within" and "due" | say one of within, due`}},
	{"deadline in weeks", clauseOf("duty: {do: report, within: 2 weeks}"), true, []string{
		`14:39 value: a duration is not counted in weeks | write "14 days"`}},
	{"consent for goods of two items", base + "    covers: {items: [shell, shell], quantity: 5 shell}\n", false, []string{
		`11:47 value: a quantity covers one item, and more are covered here | name one item, or write an instrument for each item`}},
	{"statement without a mode", "statements:\n  s: {by: '?', words: a}\n", true, []string{
		`2:3 missing-key: statement "s" says none of "asserts", "denies", "confirms", "plans", "presumes", "requests", "warns", "promises", "declines", "partly denies" | write exactly one of them`}},

	{"tab", "parties:\n\tKR: {}\n", false, []string{
		`2:1 yaml: a tab stands where spaces must | indent with spaces`}},
	{"question mark alone", "parties:\n  KR:\n    name: ?\n", false, []string{
		`3:11 yaml: a lone ? is not plain text here | write "?" in quotes`}},
	{"colon in text", "parties:\n  KR:\n    name: a: b\n", false, []string{
		`3:12 yaml: a second colon stands where none is expected | put text that holds a colon in quotes; check the indent of the line`}},
	{"brace that is not closed", "parties:\n  KR: {name: a\n  US: {}\n", false, []string{
		`2:7 yaml: a { is not closed, or a comma is missing | close it with }, and put a comma between entries`}},
	{"quote that is not closed", "parties:\n  KR: {name: 'a}\n", false, []string{
		`2:14 yaml: a quote is not closed | close the quote`}},
	{"line without a colon", "parties:\n  KR: {}\n  US\nitems: {}\n", false, []string{
		`3:3 yaml: a line without a colon | write "key: value", or indent the line under the text that it continues`}},
	{"keys that do not line up", "parties:\n  KR: {}\n US: {}\n", false, []string{
		`3:2 yaml: the line does not line up with the keys above | indent keys of one mapping equally, with spaces`}},
	{"text that begins with a percent sign", "parties:\n  KR: {name: %a}\n", false, []string{
		`2:14 yaml: text cannot begin with '%' here | put the text in quotes`}},
	{"anchor", "parties:\n  KR: &a {kind: state}\n", false, []string{
		`2:7 yaml: a dossier has no anchors (&a) | take the anchor out, or put the text in quotes`}},
	{"alias", "parties:\n  KR: {name: &a b}\n  US: {name: *a}\n", false, []string{
		`2:14 yaml: a dossier has no anchors (&a) | take the anchor out, or put the text in quotes`,
		`3:14 yaml: a dossier has no aliases (*a) | write the value out, or put the text in quotes`}},
	{"alias of nothing", "parties:\n  KR: {name: *a}\n", false, []string{
		`2:14 yaml: a dossier has no aliases (*) | write the value out, or put the text in quotes`}},
	{"merge key", "parties:\n  KR:\n    <<: {name: a}\n", true, []string{
		`3:5 yaml: a dossier has no merge keys (<<) | write the keys out`}},
	{"tag", "parties:\n  KR: {name: !!str a}\n", false, []string{
		`2:14 yaml: a dossier has no tags (!!str) | take the tag out, or put the text in quotes`}},
	{"tag without a name", "parties:\n  KR: {name: ! a}\n", false, []string{
		`2:14 yaml: a dossier has no tags (!) | take the tag out, or put the text in quotes`}},
	{"two documents", "parties: {KR: {}}\n---\nitems: {}\n", false, []string{
		`2:1 yaml: a second document begins in the file | take out the line --- or ..., or use two files in a folder`}},
	{"nested without end", "parties: " + strings.Repeat("[", 100) + "\n", false, []string{
		`1:50 yaml: values are nested too deep | a dossier needs fewer than ten levels`}},
	{"not UTF-8", "parties: {KR: {name: \xff}}\n", false, []string{
		`1:22 encoding: byte 0xff is not UTF-8 | save the file as UTF-8`}},
	{"UTF-16", "\xff\xfep\x00", false, []string{
		`1:1 encoding: the file is UTF-16, not UTF-8 | save it as UTF-8`}},
	{"control character", "parties: {KR: {name: a\x00}}\n", false, []string{
		`1:23 encoding: a control character (U+0000) stands in the text | delete it`}},
	{"escape that a terminal obeys", "case: \"a\\e[2Jb\"\nparties:\n  \"K\\u202eR\": {}\n", false, []string{
		`1:7 encoding: the text holds a character that cannot be seen (U+001B) | delete it`,
		`3:3 encoding: the text holds a character that cannot be seen (U+202E) | delete it`}},
	{"empty file", "", false, []string{
		`0:0 empty: the dossier is empty | begin with proviso new, which writes one that explains itself`}},
	{"comments only", "# nothing\n", false, []string{
		`0:0 empty: the dossier is empty | begin with proviso new, which writes one that explains itself`}},
	{"all at once, in the order of the lines", moving("recorded: 2022-13", "goods: x shell", "from: KX", "to: {owner: US, at: KO, x: 1}"), true, []string{
		`13:15 value: month 13 does not exist: "2022-13" | months run from 01 to 12, seasons from 21 to 24`,
		`14:12 value: not a quantity: "x" | write 100_000, a range such as 400..480, 1.. or ..480, or ? if it is not known`,
		`15:11 dangling-id: no party "KX" | did you mean "KR"? or declare it under parties`,
		`16:25 dangling-id: no place "KO" | declare it under places, or use an ISO 3166 code such as KR or a UN/LOCODE such as KRPUS`,
		`16:29 unknown-key: unknown key "x" in "to" of movement "sale" | the keys are: owner, holder, at`}},
}

// show writes faults in the form of the table.
func show(err error) []string {
	var out []string
	if err == nil {
		return nil
	}
	for _, e := range err.(proviso.Errors) {
		out = append(out, fmt.Sprintf("%d:%d %s: %s | %s", e.Pos.Line, e.Pos.Column, e.Code, e.Message, e.Fix))
	}
	return out
}

func TestFaults(t *testing.T) {
	for _, c := range faultCases {
		t.Run(c.name, func(t *testing.T) {
			_, err := Parse([]File{{Name: "case.yaml", Text: []byte(c.text)}})
			if diff := cmp.Diff(c.want, show(err)); diff != "" {
				t.Errorf("faults (-want +got):\n%s\nin\n%s", diff, c.text)
			}
		})
	}
}

// TestBaseIsRight holds the texts that cases change to being right before.
func TestBaseIsRight(t *testing.T) {
	for _, text := range []string{base, moving(whole...), clauseOf("end_user: US")} {
		if _, err := Parse([]File{{Name: "case.yaml", Text: []byte(text)}}); err != nil {
			t.Errorf("%v\nin\n%s", err, text)
		}
	}
}

// TestSchemaRefuses gives the schema what the reader refuses for its form.
func TestSchemaRefuses(t *testing.T) {
	s := compiled(t)
	for _, c := range faultCases {
		v, err := asJSON(t, []byte(c.text))
		if err != nil || !c.shape {
			continue
		}
		if s.Validate(v) == nil {
			t.Errorf("the schema accepts %s:\n%s", c.name, c.text)
		}
	}
}
