package proviso

import (
	"math"
	"strconv"
	"strings"
)

// Quantity is a count of units of one item, known exactly or as a range:
// 0 <= Least <= Most. The zero value is exactly none; a quantity that is not
// known is 0 to Unbounded.
type Quantity struct{ Least, Most int64 }

// Unbounded as Most means that there is no upper limit.
const Unbounded = math.MaxInt64

// MaxCount is the largest count accepted on entry. It is far above any real
// stock and leaves room to add nine million such records without overflow.
const MaxCount = 1_000_000_000_000

// Exactly gives the quantity n; n must not be negative.
func Exactly(n int64) Quantity {
	if n < 0 {
		panic("internal error: quantity is negative")
	}
	return Quantity{n, n}
}

// UnknownQuantity is any number of units, also none.
func UnknownQuantity() Quantity { return Quantity{0, Unbounded} }

// ParseQuantity reads "100_000", "400..480", "1..", "..480" and "?".
func ParseQuantity(s string) (Quantity, error) {
	text := strings.TrimSpace(s)
	if text == "" {
		return Quantity{}, refuse("quantity is empty", "write ? if it is not known")
	}
	if text == "?" {
		return UnknownQuantity(), nil
	}
	low, high, isRange := strings.Cut(text, "..")
	if !isRange {
		n, err := parseCount(text)
		return Quantity{n, n}, err
	}
	low, high = strings.TrimSpace(low), strings.TrimSpace(high)
	q := UnknownQuantity()
	if low == "" && high == "" {
		return Quantity{}, refuse("a range needs at least one end", "write ? if the quantity is not known")
	}
	var err error
	if low != "" {
		if q.Least, err = parseCount(low); err != nil {
			return Quantity{}, err
		}
	}
	if high != "" {
		if q.Most, err = parseCount(high); err != nil {
			return Quantity{}, err
		}
	}
	if q.Least > q.Most {
		return Quantity{}, refuse("quantity range runs backwards", "write "+Quantity{q.Most, q.Least}.String())
	}
	return q, nil
}

// parseCount reads digits, with single underscores between them.
func parseCount(s string) (int64, error) {
	digits := dropUnderscores(s)
	if !allDigits(digits) {
		return 0, countError(s)
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	if err != nil || n > MaxCount {
		return 0, refuse("quantity is too large", "the largest count is "+groupDigits(MaxCount, '_'))
	}
	return n, nil
}

// countError explains the usual ways in which people write a count.
func countError(s string) error {
	plain := strings.NewReplacer(",", "", " ", "", "\u00a0", "", "\u202f", "", "'", "", "_", "").Replace(s)
	switch {
	case strings.HasPrefix(s, "-") && allDigits(plain[1:]):
		return refuse("quantity is negative", "write the count without a sign; the movement says which way it goes")
	case allDigits(plain) && strings.Contains(s, ","):
		return refuse("quantity has a comma", "write "+groupText(plain))
	case allDigits(plain):
		return refuse("quantity is not written in plain digits", "write "+groupText(plain))
	case isDecimal(plain):
		return refuse("quantity is not a whole number", "count whole units, or give a range such as 400..480")
	}
	if fix := rangeFix(s); fix != "" {
		return refuse("quantity range is not written with two dots", fix)
	}
	if isRough(s) {
		return refuse("a quantity cannot be rough: "+quote(s), "write the range that is meant, such as 400..480, and say in a note how it was drawn")
	}
	return refuse("not a quantity: "+quote(s), "write 100_000, a range such as 400..480, 1.. or ..480, or ? if it is not known")
}

// isRough says whether the text is "about 5" or the like.
func isRough(s string) bool {
	rough := strings.TrimLeft(strings.ToLower(s), "~≈")
	for _, w := range []string{"about", "around", "approx.", "approximately", "circa", "ca.", "c.", "some", "nearly", "almost"} {
		rough = strings.TrimPrefix(rough, w+" ")
	}
	return len(rough) < len(s) && allDigits(dropUnderscores(strings.ReplaceAll(strings.TrimSpace(rough), ",", "")))
}

// rangeFix helps with "400-480", ">= 400", "400+".
func rangeFix(s string) string {
	s = strings.NewReplacer("–", "-", "—", "-", " ", "").Replace(s)
	if a, b, ok := strings.Cut(s, "-"); ok && allDigits(a) && allDigits(b) {
		return "write " + a + ".." + b
	}
	for _, p := range []string{">=", "≥"} {
		if n, ok := strings.CutPrefix(s, p); ok && allDigits(n) {
			return "write " + n + ".."
		}
	}
	for _, p := range []string{"<=", "≤"} {
		if n, ok := strings.CutPrefix(s, p); ok && allDigits(n) {
			return "write .." + n
		}
	}
	if n, ok := strings.CutSuffix(s, "+"); ok && allDigits(n) {
		return "write " + n + ".."
	}
	return ""
}

// SatAdd adds two counts that are not negative; Unbounded absorbs, and a sum
// too large to hold is Unbounded.
func SatAdd(a, b int64) int64 {
	if a > Unbounded-b {
		return Unbounded
	}
	return a + b
}

// Add gives the sum of two quantities that are uncertain independently.
func (q Quantity) Add(o Quantity) Quantity {
	return Quantity{SatAdd(q.Least, o.Least), SatAdd(q.Most, o.Most)}
}

// Hull gives the smallest range that holds both.
func (q Quantity) Hull(o Quantity) Quantity {
	return Quantity{min(q.Least, o.Least), max(q.Most, o.Most)}
}

// Contains says whether every count that o allows is allowed by q.
func (q Quantity) Contains(o Quantity) bool { return q.Least <= o.Least && o.Most <= q.Most }

// Exact gives the count if it is known exactly.
func (q Quantity) Exact() (int64, bool) {
	if q.Least == q.Most && q.Most != Unbounded {
		return q.Least, true
	}
	return 0, false
}

// Known says whether anything at all is known of the count.
func (q Quantity) Known() bool { return q != UnknownQuantity() }

// String gives the canonical form, which ParseQuantity reads.
func (q Quantity) String() string {
	if n, ok := q.Exact(); ok {
		return groupDigits(n, '_')
	}
	switch {
	case !q.Known():
		return "?"
	case q.Most == Unbounded:
		return groupDigits(q.Least, '_') + ".."
	case q.Least == 0:
		return ".." + groupDigits(q.Most, '_')
	}
	return groupDigits(q.Least, '_') + ".." + groupDigits(q.Most, '_')
}

// Human gives "100,000", "400 to 480", "at least 1", "at most 480" or
// "not known".
func (q Quantity) Human() string {
	if n, ok := q.Exact(); ok {
		return groupDigits(n, ',')
	}
	switch {
	case !q.Known():
		return "not known"
	case q.Most == Unbounded:
		return "at least " + groupDigits(q.Least, ',')
	case q.Least == 0:
		return "at most " + groupDigits(q.Most, ',')
	}
	return groupDigits(q.Least, ',') + " to " + groupDigits(q.Most, ',')
}

// dropUnderscores gives "" for an underscore that is not between two digits.
func dropUnderscores(s string) string {
	if strings.HasPrefix(s, "_") || strings.HasSuffix(s, "_") || strings.Contains(s, "__") {
		return ""
	}
	return strings.ReplaceAll(s, "_", "")
}

func groupDigits(n int64, sep byte) string { return groupWith(strconv.FormatInt(n, 10), sep) }

func groupText(digits string) string { return groupWith(digits, '_') }

func groupWith(digits string, sep byte) string {
	out := make([]byte, 0, len(digits)+len(digits)/3)
	for i := range len(digits) {
		if i > 0 && (len(digits)-i)%3 == 0 {
			out = append(out, sep)
		}
		out = append(out, digits[i])
	}
	return string(out)
}

func allDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func isDecimal(s string) bool {
	whole, fraction, ok := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	return ok && (whole == "" || allDigits(whole)) && allDigits(fraction)
}

// refuse makes the error for a leaf value that cannot be read.
func refuse(message, fix string) *Error {
	return &Error{Code: "value", Message: message, Fix: fix}
}

// quote shows a value in a message, cut short if it is long.
func quote(s string) string {
	const longest = 60
	if r := []rune(s); len(r) > longest {
		s = string(r[:longest]) + "…"
	}
	return strconv.Quote(s)
}
