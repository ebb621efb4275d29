package proviso

import (
	_ "embed"
	"math"
	"strconv"
	"strings"
	"sync"
)

// Money is an amount in the minor unit of one currency (cents for USD, won for
// KRW), known exactly or as a range: 0 <= Least <= Most. Most is Unbounded if
// there is no upper limit. Currency is an ISO 4217 code; it is empty in the
// zero value, which is no money at all, and in money of which nothing is known.
type Money struct {
	Least, Most int64
	Currency    string
}

// MaxMoney is the largest amount accepted on entry, in minor units. Ninety such
// amounts can be added without overflow.
const MaxMoney = 100_000_000_000_000_000

//go:embed data/iso4217.tsv
var iso4217 string

var currencies = sync.OnceValue(func() map[string]int {
	out := make(map[string]int)
	for line := range strings.Lines(iso4217) {
		code, digits, _ := strings.Cut(strings.TrimSpace(line), "\t")
		n, err := strconv.Atoi(digits)
		if err != nil {
			panic("internal error: data/iso4217.tsv: " + line)
		}
		out[code] = n
	}
	return out
})

// CurrencyDigits gives the number of digits after the decimal point of a
// currency in ISO 4217: 2 for USD, 0 for KRW, 3 for KWD.
func CurrencyDigits(code string) (int, bool) {
	n, ok := currencies()[code]
	return n, ok
}

// ParseMoney reads an amount, or a range of two, and a currency:
//
//	200_000_000 USD    6.2bn USD    12.50 EUR    1m..2m USD    1m.. USD    ..5m USD    ? USD    ?
//
// m is million, bn is thousand million. The amount must be exact in the
// currency's minor unit.
func ParseMoney(s string) (Money, error) {
	text := strings.TrimSpace(s)
	m, err := parseMoney(text)
	if err == nil {
		return m, nil
	}
	if err.Fix == "" {
		err.Fix = moneyFix(text)
	}
	return Money{}, err
}

// parseMoney leaves Fix empty where moneyFix may know better.
func parseMoney(text string) (Money, *Error) {
	if text == "?" {
		return Money{0, Unbounded, ""}, nil
	}
	amount, code, ok := cutLast(text)
	if !ok {
		return Money{}, notMoney(text)
	}
	digits, ok := CurrencyDigits(code)
	if !ok {
		return Money{}, currencyError(text, code)
	}
	m := Money{0, Unbounded, code}
	if amount == "?" {
		return m, nil
	}
	low, high, isRange := strings.Cut(amount, "..")
	low, high = strings.TrimSpace(low), strings.TrimSpace(high)
	if !isRange {
		n, err := parseAmount(low, digits, text)
		return Money{n, n, code}, err
	}
	if low == "" && high == "" {
		return Money{}, refuse("a range needs at least one end", "write ? "+code+" if the amount is not known")
	}
	if low != "" && high != "" && multiplier(low) == "" && multiplier(high) != "" {
		return Money{}, refuse("the ends of the range do not both say "+multiplier(high),
			"write "+low+multiplier(high)+".."+high+" "+code+" if that is meant, or both ends in full")
	}
	var err *Error
	if low != "" {
		if m.Least, err = parseAmount(low, digits, text); err != nil {
			return Money{}, err
		}
	}
	if high != "" {
		if m.Most, err = parseAmount(high, digits, text); err != nil {
			return Money{}, err
		}
	}
	if m.Least > m.Most {
		return Money{}, refuse("money range runs backwards", "write "+Money{m.Most, m.Least, code}.String())
	}
	return m, nil
}

// cutLast cuts at the last run of spaces.
func cutLast(s string) (before, last string, ok bool) {
	i := strings.LastIndexByte(s, ' ')
	if i < 0 {
		return "", "", false
	}
	return strings.TrimSpace(s[:i]), s[i+1:], true
}

func multiplier(amount string) string {
	for _, m := range []string{"bn", "m"} {
		if strings.HasSuffix(amount, m) {
			return m
		}
	}
	return ""
}

// parseAmount reads digits, a fraction and a multiplier into minor units.
func parseAmount(s string, digits int, whole string) (int64, *Error) {
	mult := multiplier(s)
	zeros := digits + map[string]int{"": 0, "m": 6, "bn": 9}[mult]
	number, fraction, point := strings.Cut(strings.TrimSuffix(s, mult), ".")
	number = dropUnderscores(number)
	if !allDigits(number) || point && !allDigits(fraction) {
		if n, ok := strings.CutPrefix(s, "-"); ok && (allDigits(dropUnderscores(n)) || isDecimal(n)) {
			return 0, refuse("money is negative", "write the amount without a sign")
		}
		return 0, notMoney(whole)
	}
	fraction = strings.TrimRight(fraction, "0")
	if len(fraction) > zeros {
		return 0, refuse("money is finer than the currency's smallest unit: "+quote(whole),
			"give at most "+strconv.Itoa(zeros)+" digits after the point")
	}
	minor := strings.TrimLeft(number+fraction+strings.Repeat("0", zeros-len(fraction)), "0")
	n, err := strconv.ParseInt("0"+minor, 10, 64)
	if err != nil || n > MaxMoney {
		return 0, refuse("money is too large: "+quote(whole), "the largest amount is "+groupDigits(MaxMoney, '_')+" of the smallest unit")
	}
	return n, nil
}

func notMoney(s string) *Error { return refuse("not money: "+quote(s), "") }

// moneyFix helps with the usual ways in which people write money.
func moneyFix(s string) string {
	if amount, ok := strings.CutPrefix(s, "$"); ok {
		return "a sign does not say which dollar: write " + amount + " USD if US dollars are meant"
	}
	tidy := strings.NewReplacer(",", "", "\u00a0", " ", " million", "m", " billion", "bn", " bn ", "bn ", " m ", "m ").Replace(s)
	if first, rest, ok := strings.Cut(tidy, " "); ok && len(first) == 3 && !allDigits(first) {
		tidy = rest + " " + strings.ToUpper(first)
	}
	if m, err := parseMoney(tidy); err == nil {
		return "write " + m.String()
	}
	return "write an amount and a currency, such as 200_000_000 USD, 6.2bn USD or 1m..2m USD, or ? if it is not known"
}

func currencyError(s, code string) *Error {
	upper := strings.ToUpper(code)
	if _, ok := CurrencyDigits(upper); ok {
		return refuse("currency "+quote(code)+" is not in capitals", "write "+upper)
	}
	if len(code) == 3 && allCapitals(upper) {
		return refuse("currency "+quote(code)+" is not in ISO 4217", "write a code such as USD, EUR or KRW")
	}
	return notMoney(s)
}

// Add gives the sum. Money of no currency counts for nothing if it is zero; if
// it is not known, the sum has no upper limit. Two currencies do not add.
func (m Money) Add(o Money) (Money, error) {
	code := m.Currency
	if code == "" {
		code = o.Currency
	}
	if o.Currency != "" && o.Currency != code {
		return Money{}, refuse("cannot add "+o.Currency+" to "+code, "state both in one currency")
	}
	return Money{SatAdd(m.Least, o.Least), SatAdd(m.Most, o.Most), code}, nil
}

// AtMost says whether the amount is at or below a limit. It is Maybe for two
// currencies, of which Proviso knows no rate.
func (m Money) AtMost(limit Money) Truth {
	switch {
	case m.Currency != limit.Currency:
		return Maybe
	case m.Most <= limit.Least && m.Most != Unbounded:
		return Yes
	case m.Least > limit.Most:
		return No
	}
	return Maybe
}

// Exact gives the amount in minor units if it is known exactly.
func (m Money) Exact() (int64, bool) {
	return Quantity{m.Least, m.Most}.Exact()
}

// Known says whether anything is known of the amount.
func (m Money) Known() bool { return Quantity{m.Least, m.Most}.Known() }

// String gives the canonical form, which ParseMoney reads; "" for the zero
// value.
func (m Money) String() string {
	if m == (Money{}) {
		return ""
	}
	if !m.Known() {
		return strings.TrimSpace("? " + m.Currency)
	}
	var amount string
	switch {
	case m.Least == m.Most:
		amount = m.write(m.Least, '_')
	case m.Most == Unbounded:
		amount = m.write(m.Least, '_') + ".."
	case m.Least == 0:
		amount = ".." + m.write(m.Most, '_')
	default:
		amount = m.write(m.Least, '_') + ".." + m.write(m.Most, '_')
	}
	return amount + " " + m.Currency
}

// Human gives "6,200,000,000 USD", "at most 5,000,000 USD" or "not known".
func (m Money) Human() string {
	switch {
	case m == Money{}:
		return "none"
	case !m.Known():
		return "not known"
	case m.Least == m.Most:
		return m.write(m.Least, ',') + " " + m.Currency
	case m.Most == Unbounded:
		return "at least " + m.write(m.Least, ',') + " " + m.Currency
	case m.Least == 0:
		return "at most " + m.write(m.Most, ',') + " " + m.Currency
	}
	return m.write(m.Least, ',') + " to " + m.write(m.Most, ',') + " " + m.Currency
}

// write gives an amount in major units, with a fraction only if there is one.
func (m Money) write(minor int64, sep byte) string {
	digits, _ := CurrencyDigits(m.Currency)
	scale := int64(math.Pow10(digits))
	out := groupDigits(minor/scale, sep)
	if rest := minor % scale; rest != 0 {
		fraction := strconv.FormatInt(rest, 10)
		out += "." + strings.Repeat("0", digits-len(fraction)) + fraction
	}
	return out
}
