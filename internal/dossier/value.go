package dossier

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/proviso-ledger/proviso"
)

const unknown = "?"

// scalar reads plain text with its outer spaces cut.
func (r *reader) scalar(n *node, want string) (string, bool) {
	if !r.is(n, scalarNode, want) {
		return "", false
	}
	s := strings.TrimSpace(n.Value)
	if n.Tag == "!!null" || s == "" {
		r.fault(n, "missing-value", r.subject()+" is empty", `leave it out, or write "?" if it is not known`)
		return "", false
	}
	return s, true
}

// parsed makes a value of a parser that knows "?" itself.
func parsed[V any](s shape, parse func(string) (V, error)) value[V] {
	return value[V]{&s, func(r *reader, n *node) (out V, ok bool) {
		text, ok := r.scalar(n, s.phrase())
		if !ok {
			return out, false
		}
		got, err := parse(text)
		if err != nil {
			r.refuse(n, err)
			return out, false
		}
		return got, true
	}}
}

// unless makes a value of a parser that does not know "?": that gives the zero
// value, which is not known.
func unless[V any](parse func(string) (V, error)) func(string) (V, error) {
	return func(s string) (out V, err error) {
		if s == unknown {
			return out, nil
		}
		return parse(s)
	}
}

func bad(message, fix string) error {
	return &proviso.Error{Code: "value", Message: message, Fix: fix}
}

var anyText = parsed(shape{number: true, doc: "text"}, unless(func(s string) (string, error) { return s, nil }))

// text is text of which every character counts, such as quoted words.
func text(doc string) value[string] {
	v := anyText
	s := *v.shape
	s.doc = doc
	v.shape = &s
	return v
}

// name is text that answers show inside a line: it is put on one.
func name(doc string) value[string] {
	return of(text(doc), func(s string) string { return strings.Join(strings.Fields(s), " ") })
}

// word reads one of a closed list of words. A word that is not known may be
// written "?" only where the record may leave it out.
func word[V ~string](def, doc string, words []V) value[V] {
	s := shape{def: def, doc: doc, words: plainWords(words)}
	return parsed(s, func(text string) (V, error) {
		if slices.Contains(words, V(text)) {
			return V(text), nil
		}
		return "", bad(fmt.Sprintf("%s is not one of the words for %s", quote(text), doc),
			DidYouMean(text, s.words, "the words are: "+strings.Join(s.words, ", ")))
	})
}

// orUnknown lets "?" stand for the zero value.
func orUnknown[V any](v value[V]) value[V] {
	s := *v.shape
	if len(s.words) > 0 {
		s.words, s.def = append(slices.Clone(s.words), unknown), s.def+"-or-unknown"
	} else {
		s = shape{kind: choiceShape, either: []*shape{v.shape, {words: []string{unknown}}}}
	}
	return value[V]{&s, func(r *reader, n *node) (out V, ok bool) {
		if isWord(n, unknown) {
			return out, true
		}
		return v.read(r, n)
	}}
}

func plainWords[V ~string](words []V) []string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = string(w)
	}
	return out
}

// stated refuses "?" where leaving a value empty would say something else than
// that it is not known: in a clause, an empty list is no limit.
func stated[V any](v value[V]) value[V] {
	return known(v, "a clause that is not known is left out, and the instrument says text: part")
}

// known is stated with the remedy given.
func known[V any](v value[V], fix string) value[V] {
	return value[V]{v.shape, func(r *reader, n *node) (out V, ok bool) {
		if n.Kind == listNode && len(n.Content) == 0 {
			r.fault(n, "missing-value", r.subject()+" is an empty list", "name at least one, or leave it out")
			return out, false
		}
		if isUnknown(n) {
			r.fault(n, "value", r.subject()+` cannot be "?"`, fix)
			return out, false
		}
		return v.read(r, n)
	}}
}

func isUnknown(n *node) bool {
	if n.Kind == listNode {
		return slices.ContainsFunc(n.Content, isUnknown)
	}
	return isWord(n, unknown)
}

// isWord says whether the node is that one word.
func isWord(n *node, word string) bool {
	return n.Kind == scalarNode && plain(n) && strings.TrimSpace(n.Value) == word
}

// list reads a list of values; a single value stands for a list of one, and
// "?" for an empty one.
func list[V any](v value[V]) value[[]V] {
	s := &shape{kind: listShape, elem: v.shape}
	return value[[]V]{s, func(r *reader, n *node) ([]V, bool) {
		if n.Kind != listNode {
			if isWord(n, unknown) {
				return nil, true
			}
			one, ok := v.read(r, n)
			return []V{one}, ok
		}
		if !r.plainNode(n) {
			return nil, false
		}
		out, ok := make([]V, 0, len(n.Content)), true
		for _, c := range n.Content {
			r.under = nil
			one, good := v.read(r, c)
			out, ok = append(out, one), ok && good
		}
		if len(out) == 0 {
			return nil, ok
		}
		return out, ok
	}}
}

// either reads a mapping where a mapping stands, and anything else in the
// short form.
func either[V any](short, long value[V]) value[V] {
	s := &shape{kind: choiceShape, either: []*shape{short.shape, long.shape}}
	return value[V]{s, func(r *reader, n *node) (V, bool) {
		if n.Kind == mappingNode {
			return long.read(r, n)
		}
		if n.Kind == listNode && short.shape.kind != listShape {
			r.wrongType(n, s.phrase())
			var none V
			return none, false
		}
		return short.read(r, n)
	}}
}

// of turns a value of one type into one of another.
func of[V, W any](v value[V], turn func(V) W) value[W] {
	return value[W]{v.shape, func(r *reader, n *node) (out W, ok bool) {
		got, ok := v.read(r, n)
		if !ok {
			return out, false
		}
		return turn(got), true
	}}
}

// Leaf values that several records use.
var (
	date = parsed(shape{def: "date", doc: "a date in EDTF (ISO 8601-2): 2022, 2022-11, 2022-11-07, 2022-11-07?, 2022-11/2023-04, ../2023-04-05, or ? if it is not known",
		number: true, examples: []string{"2022-11-11"}}, proviso.ParseDate)
	quantity = parsed(shape{def: "quantity", doc: "a count or a range of counts: 100_000, 400..480, 1.., ..480, or ? if it is not known",
		number: true, examples: []string{"100_000"}, canon: canonQuantity}, proviso.ParseQuantity)
	money = parsed(shape{def: "money", doc: "an amount and its ISO 4217 currency: 200m USD, 6.2bn USD, 1m..2m USD, or ? if it is not known",
		number: true, examples: []string{"200m USD"}}, proviso.ParseMoney)
	duration = parsed(shape{def: "duration", doc: "a whole number of days, months or years: 90 days",
		pattern: `^[0-9]+ +(days?|months?|years?)$`, examples: []string{"90 days"}}, proviso.ParseDuration)
	lot   = parsed(shape{def: "lot", doc: "a lot number as marked", number: true, examples: []string{"IOP21H004-015"}}, proviso.ParseLot)
	grade = parsed(shape{def: "grade", doc: "an Admiralty grade, such as B2", pattern: `^([A-Fa-f][1-6]|\?)$`,
		examples: []string{"B2"}}, unless(proviso.ParseGrade))
	tlp = parsed(shape{def: "tlp", doc: "a label of the Traffic Light Protocol 2.0: CLEAR, GREEN, AMBER, AMBER+STRICT or RED",
		pattern:  `^([Tt][Ll][Pp]: *)?([Cc][Ll][Ee][Aa][Rr]|[Gg][Rr][Ee][Ee][Nn]|[Aa][Mm][Bb][Ee][Rr](\+[Ss][Tt][Rr][Ii][Cc][Tt])?|[Rr][Ee][Dd])$`,
		examples: []string{"TLP:AMBER"}}, proviso.ParseTLP)
	country = parsed(shape{def: "country", doc: "an ISO 3166-1 alpha-2 code, such as KR", pattern: `^([A-Z][A-Z]|\?)$`,
		examples: []string{"KR"}}, unless(checked(proviso.CheckCountry)))
	locode = parsed(shape{def: "locode", doc: "a UN/LOCODE, such as KRPUS", pattern: `^([A-Z][A-Z][A-Z2-9]{3}|\?)$`,
		examples: []string{"KRPUS"}}, unless(checked(proviso.CheckUNLOCODE)))
	percent = parsed(shape{def: "percent", doc: "a share or a range of shares: 25%, 10..20%, or ? if it is not known",
		pattern: `^(\?|[0-9.]+ *%?( *\.\.( *[0-9.]+)? *%)?|\.\. *[0-9.]+ *%)$`, examples: []string{"25%"}}, parsePercent)
	sha256 = parsed(shape{def: "sha256", doc: "the SHA-256 of the file, 64 hexadecimal digits", pattern: `^([0-9A-Fa-f]{64}|\?)$`,
		number: true}, unless(parseSHA256))
	yesno = parsed(shape{doc: "true or false", words: []string{"true", "false"}}, parseBool)
	truth = parsed(shape{def: "truth", doc: "true, false, or ? if it is not known", words: []string{"true", "false", unknown}}, parseTruth)
)

// checked makes a parser of a check.
func checked(check func(string) error) func(string) (string, error) {
	return func(s string) (string, error) { return s, check(s) }
}

func parseBool(s string) (bool, error) {
	switch s {
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, bad(quote(s)+" is neither true nor false", "write true or false")
}

func parseTruth(s string) (proviso.Truth, error) {
	if s == unknown {
		return proviso.Maybe, nil
	}
	yes, err := parseBool(s)
	if err != nil {
		return proviso.Maybe, bad(quote(s)+" is neither true nor false", `write true, false, or "?" if it is not known`)
	}
	return proviso.TruthOf(yes), nil
}

func parseSHA256(s string) (string, error) {
	s = strings.ToLower(s)
	if len(s) != 64 || strings.Trim(s, "0123456789abcdef") != "" {
		return "", bad("not a SHA-256: "+quote(s), "write its 64 hexadecimal digits")
	}
	return s, nil
}

// parsePercent reads "25%", "12.5%", "10..20%", "10%..20%", "10..%", "..20%".
func parsePercent(s string) (proviso.Percent, error) {
	if s == unknown {
		return proviso.Percent{}, nil
	}
	text, ok := strings.CutSuffix(s, "%")
	if !ok {
		return proviso.Percent{}, bad("not a share: "+quote(s), "write a share with its sign, such as 25%")
	}
	low, high, ranged := strings.Cut(text, "..")
	if !ranged {
		high = low
	}
	out := proviso.Percent{Most: 10_000, Known: true}
	for _, end := range []struct {
		text string
		to   *int32
	}{{low, &out.Least}, {high, &out.Most}} {
		t := strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(end.text), "%"))
		if t == "" && ranged && low+high != "" {
			continue
		}
		n, err := hundredths(t)
		if err != nil {
			return proviso.Percent{}, bad("not a share: "+quote(s), "write 25%, 12.5%, 10..20%, or ? if it is not known; at most 100%, two decimals")
		}
		*end.to = n
	}
	if out.Least > out.Most {
		return proviso.Percent{}, bad("the range of shares runs backwards: "+quote(s), "write the smaller share first")
	}
	return out, nil
}

// hundredths reads a decimal of at most two places, 0 to 100, exactly.
func hundredths(s string) (int32, error) {
	whole, part, _ := strings.Cut(s, ".")
	if strings.HasSuffix(s, ".") || len(part) > 2 || len(whole) > 3 || strings.Trim(whole+part, "0123456789") != "" {
		return 0, strconv.ErrSyntax
	}
	n, err := strconv.Atoi(whole + (part + "00")[:2])
	if err != nil || n > 10_000 || whole == "" {
		return 0, strconv.ErrRange
	}
	return int32(n), nil
}

// wholeNumber reads a small whole number, at least low.
func wholeNumber(doc string, low int64) value[int64] {
	return parsed(shape{doc: doc, number: true, pattern: `^[0-9_]+$`}, func(s string) (int64, error) {
		q, err := proviso.ParseQuantity(s)
		if err != nil {
			return 0, err
		}
		n, ok := q.Exact()
		if !ok {
			return 0, bad(quote(s)+" is not one number", "write one whole number")
		}
		if n < low {
			return 0, bad(fmt.Sprintf("%s is less than %d", quote(s), low), fmt.Sprintf("write %d or more", low))
		}
		return n, nil
	})
}

// days reads "15" or "15 days".
var days = parsed(shape{def: "days", doc: "a number of days: 15 or 15 days", number: true, pattern: `^[0-9]+( +days?)?$`,
	examples: []string{"15 days"}}, func(s string) (int, error) {
	if strings.Trim(s, "0123456789") == "" {
		s += " days"
	}
	d, err := proviso.ParseDuration(s)
	if err == nil && d.Unit != "day" {
		return 0, bad("notice is counted in days: "+quote(s), "write the number of days")
	}
	return d.Count, err
})

func canonQuantity(s string) string {
	if q, err := proviso.ParseQuantity(s); err == nil {
		return q.String()
	}
	return s
}
