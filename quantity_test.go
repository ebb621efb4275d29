package proviso_test

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/proviso-ledger/proviso"
	"pgregory.net/rapid"
)

// refusal is an input that must not be read, with what the error must say.
type refusal struct{ in, message, fix string }

func (r refusal) check(t *testing.T, err error) {
	t.Helper()
	var e *proviso.Error
	if !errors.As(err, &e) {
		t.Errorf("%q: got error %v, want a *proviso.Error", r.in, err)
		return
	}
	if e.Code != "value" || e.Message != r.message || e.Fix != r.fix {
		t.Errorf("%q:\n got code %q\n     %s\n     %s\nwant code \"value\"\n     %s\n     %s", r.in, e.Code, e.Message, e.Fix, r.message, r.fix)
	}
}

// checkError holds for every error about a value, whatever the input.
func checkError(t interface{ Fatalf(string, ...any) }, in string, err error) {
	var e *proviso.Error
	if !errors.As(err, &e) || e.Code != "value" || e.Message == "" || e.Fix == "" || strings.ContainsAny(e.Message, "\n\r") {
		t.Fatalf("%q: poor error %#v", in, err)
	}
}

func TestParseQuantity(t *testing.T) {
	const none = proviso.Unbounded
	for _, c := range []struct {
		in           string
		least, most  int64
		text, person string
	}{
		{"0", 0, 0, "0", "0"},
		{"7", 7, 7, "7", "7"},
		{"007", 7, 7, "7", "7"},
		{"100000", 100000, 100000, "100_000", "100,000"},
		{"100_000", 100000, 100000, "100_000", "100,000"},
		{"1_0", 10, 10, "10", "10"},
		{"400..480", 400, 480, "400..480", "400 to 480"},
		{"400 .. 480", 400, 480, "400..480", "400 to 480"},
		{"1_000..1_000", 1000, 1000, "1_000", "1,000"},
		{"1..", 1, none, "1..", "at least 1"},
		{"..480", 0, 480, "..480", "at most 480"},
		{"0..480", 0, 480, "..480", "at most 480"},
		{"0..", 0, none, "?", "not known"},
		{"?", 0, none, "?", "not known"},
		{" 5 ", 5, 5, "5", "5"},
		{"1_000_000_000_000", 1e12, 1e12, "1_000_000_000_000", "1,000,000,000,000"},
	} {
		q, err := proviso.ParseQuantity(c.in)
		if err != nil || q.Least != c.least || q.Most != c.most {
			t.Errorf("ParseQuantity(%q) = %+v, %v", c.in, q, err)
		}
		if q.String() != c.text || q.Human() != c.person {
			t.Errorf("%q: %q and %q, want %q and %q", c.in, q.String(), q.Human(), c.text, c.person)
		}
	}
}

func TestParseQuantityRefuses(t *testing.T) {
	const usual = "write 100_000, a range such as 400..480, 1.. or ..480, or ? if it is not known"
	const rough = "write the range that is meant, such as 400..480, and say in a note how it was drawn"
	const whole = "count whole units, or give a range such as 400..480"
	for _, c := range []refusal{
		{"", "quantity is empty", "write ? if it is not known"},
		{"-5", "quantity is negative", "write the count without a sign; the movement says which way it goes"},
		{"-100_000", "quantity is negative", "write the count without a sign; the movement says which way it goes"},
		{"1.5", "quantity is not a whole number", whole},
		{".5", "quantity is not a whole number", whole},
		{"-1.5", "quantity is not a whole number", whole},
		{"1.0..2", "quantity is not a whole number", whole},
		{"100,000", "quantity has a comma", "write 100_000"},
		{"100 000", "quantity is not written in plain digits", "write 100_000"},
		{"_100", "quantity is not written in plain digits", "write 100"},
		{"1__000", "quantity is not written in plain digits", "write 1_000"},
		{"480..400", "quantity range runs backwards", "write 400..480"},
		{"..", "a range needs at least one end", "write ? if the quantity is not known"},
		{"400-480", "quantity range is not written with two dots", "write 400..480"},
		{"400 – 480", "quantity range is not written with two dots", "write 400..480"},
		{">= 400", "quantity range is not written with two dots", "write 400.."},
		{"400+", "quantity range is not written with two dots", "write 400.."},
		{"<=400", "quantity range is not written with two dots", "write ..400"},
		{"about 5", `a quantity cannot be rough: "about 5"`, rough},
		{"~1,000", `a quantity cannot be rough: "~1,000"`, rough},
		{"some men", `not a quantity: "some men"`, usual},
		{"any", `not a quantity: "any"`, usual},
		{"1..2..3", `not a quantity: "2..3"`, usual},
		{"1e5", `not a quantity: "1e5"`, usual},
		{"٣", `not a quantity: "٣"`, usual},
		{"1_000_000_000_001", "quantity is too large", "the largest count is 1_000_000_000_000"},
		{"99999999999999999999", "quantity is too large", "the largest count is 1_000_000_000_000"},
	} {
		_, err := proviso.ParseQuantity(c.in)
		c.check(t, err)
	}
}

var anyQuantity = rapid.Custom(func(t *rapid.T) proviso.Quantity {
	count := rapid.OneOf(rapid.Int64Range(0, 20), rapid.Int64Range(0, proviso.MaxCount))
	a, b := count.Draw(t, "a"), count.Draw(t, "b")
	if rapid.Bool().Draw(t, "unbounded") {
		return proviso.Quantity{Least: a, Most: proviso.Unbounded}
	}
	return proviso.Quantity{Least: min(a, b), Most: max(a, b)}
})

func TestQuantityRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		q := anyQuantity.Draw(t, "q")
		if got, err := proviso.ParseQuantity(q.String()); err != nil || got != q {
			t.Fatalf("%+v is written %q and read as %+v, %v", q, q, got, err)
		}
	})
}

// Add and Hull hold every count that the two quantities allow, and nothing less
// would do: the ends are reached.
func TestQuantityAddHull(t *testing.T) {
	small := rapid.Custom(func(t *rapid.T) proviso.Quantity {
		a, b := rapid.Int64Range(0, 12).Draw(t, "a"), rapid.Int64Range(0, 12).Draw(t, "b")
		return proviso.Quantity{Least: min(a, b), Most: max(a, b)}
	})
	rapid.Check(t, func(t *rapid.T) {
		p, q := small.Draw(t, "p"), small.Draw(t, "q")
		sums, all := map[int64]bool{}, map[int64]bool{}
		for a := p.Least; a <= p.Most; a++ {
			all[a] = true
			for b := q.Least; b <= q.Most; b++ {
				all[b], sums[a+b] = true, true
			}
		}
		sum, hull := p.Add(q), p.Hull(q)
		within := true
		for b := q.Least; b <= q.Most; b++ {
			within = within && p.Least <= b && b <= p.Most
		}
		if !sums[sum.Least] || !sums[sum.Most] || !all[hull.Least] || !all[hull.Most] || p.Contains(q) != within {
			t.Fatalf("%v, %v: sum %v, hull %v, contains %v", p, q, sum, hull, p.Contains(q))
		}
		for n := int64(-1); n <= 25; n++ {
			if sums[n] && !sum.Contains(proviso.Quantity{Least: n, Most: n}) || all[n] && !hull.Contains(proviso.Quantity{Least: n, Most: n}) {
				t.Fatalf("%v, %v: %d is missing from sum %v or hull %v", p, q, n, sum, hull)
			}
		}
	})
}

func TestSatAdd(t *testing.T) {
	limit := big.NewInt(proviso.Unbounded)
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(rapid.Int64Min(0), rapid.Int64Min(proviso.Unbounded-3), rapid.Int64Range(0, 3))
		a, b := n.Draw(t, "a"), n.Draw(t, "b")
		want := new(big.Int).Add(big.NewInt(a), big.NewInt(b))
		if want.Cmp(limit) > 0 {
			want = limit
		}
		if got := proviso.SatAdd(a, b); got != want.Int64() {
			t.Fatalf("SatAdd(%d, %d) = %d, want %v", a, b, got, want)
		}
	})
}

func TestQuantityKnown(t *testing.T) {
	var zero proviso.Quantity
	if n, ok := zero.Exact(); !ok || n != 0 || !zero.Known() {
		t.Error("the zero quantity is not exactly none")
	}
	unknown := proviso.UnknownQuantity()
	if _, ok := unknown.Exact(); ok || unknown.Known() || !unknown.Contains(proviso.Exactly(3)) {
		t.Error("the unknown quantity says something")
	}
	if _, ok := (proviso.Quantity{Least: proviso.Unbounded, Most: proviso.Unbounded}).Exact(); ok {
		t.Error("an overflow is exact")
	}
}

func FuzzParseQuantity(f *testing.F) {
	for _, s := range []string{"?", "100_000", "400..480", "1..", "..480", "480..400", "1_", "1.5", "-1", "100,000", "400–480"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		q, err := proviso.ParseQuantity(s)
		if err != nil {
			checkError(t, s, err)
			return
		}
		if q.Least < 0 || q.Least > q.Most || q.Least > proviso.MaxCount || q.Most > proviso.MaxCount && q.Most != proviso.Unbounded {
			t.Fatalf("%q is read as %+v", s, q)
		}
		if again, err := proviso.ParseQuantity(q.String()); err != nil || again != q {
			t.Fatalf("%q is read as %+v, written %q, then %+v, %v", s, q, q, again, err)
		}
	})
}
