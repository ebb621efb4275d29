package proviso_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/proviso-ledger/proviso"
	"pgregory.net/rapid"
)

func TestParseMoney(t *testing.T) {
	const none = proviso.Unbounded
	for _, c := range []struct {
		in           string
		least, most  int64
		currency     string
		text, person string
	}{
		{"200_000_000 USD", 20_000_000_000, 20_000_000_000, "USD", "200_000_000 USD", "200,000,000 USD"},
		{"200m USD", 20_000_000_000, 20_000_000_000, "USD", "200_000_000 USD", "200,000,000 USD"},
		{"6.2bn USD", 620_000_000_000, 620_000_000_000, "USD", "6_200_000_000 USD", "6,200,000,000 USD"},
		{"12.5 EUR", 1250, 1250, "EUR", "12.50 EUR", "12.50 EUR"},
		{"12.05 EUR", 1205, 1205, "EUR", "12.05 EUR", "12.05 EUR"},
		{"12.500 EUR", 1250, 1250, "EUR", "12.50 EUR", "12.50 EUR"},
		{"0.01 USD", 1, 1, "USD", "0.01 USD", "0.01 USD"},
		{"0 USD", 0, 0, "USD", "0 USD", "0 USD"},
		{"1_300 KRW", 1300, 1300, "KRW", "1_300 KRW", "1,300 KRW"},
		{"1.5m JPY", 1_500_000, 1_500_000, "JPY", "1_500_000 JPY", "1,500,000 JPY"},
		{"0.001 KWD", 1, 1, "KWD", "0.001 KWD", "0.001 KWD"},
		{"0.000000001bn USD", 100, 100, "USD", "1 USD", "1 USD"},
		{"1m..2m USD", 100_000_000, 200_000_000, "USD", "1_000_000..2_000_000 USD", "1,000,000 to 2,000,000 USD"},
		{"900m .. 1bn USD", 90_000_000_000, 100_000_000_000, "USD", "900_000_000..1_000_000_000 USD", "900,000,000 to 1,000,000,000 USD"},
		{"1m.. USD", 100_000_000, none, "USD", "1_000_000.. USD", "at least 1,000,000 USD"},
		{"..5m USD", 0, 500_000_000, "USD", "..5_000_000 USD", "at most 5,000,000 USD"},
		{"? USD", 0, none, "USD", "? USD", "not known"},
		{"0.. USD", 0, none, "USD", "? USD", "not known"},
		{"?", 0, none, "", "?", "not known"},
		{"100 TRY", 10_000, 10_000, "TRY", "100 TRY", "100 TRY"},
		{"1_000_000bn USD", proviso.MaxMoney, proviso.MaxMoney, "USD", "1_000_000_000_000_000 USD", "1,000,000,000,000,000 USD"},
	} {
		m, err := proviso.ParseMoney(c.in)
		if want := (proviso.Money{Least: c.least, Most: c.most, Currency: c.currency}); err != nil || m != want {
			t.Errorf("ParseMoney(%q) = %+v, %v, want %+v", c.in, m, err, want)
		}
		if m.String() != c.text || m.Human() != c.person {
			t.Errorf("%q: %q and %q, want %q and %q", c.in, m.String(), m.Human(), c.text, c.person)
		}
	}
}

func TestParseMoneyRefuses(t *testing.T) {
	const usual = "write an amount and a currency, such as 200_000_000 USD, 6.2bn USD or 1m..2m USD, or ? if it is not known"
	const large = "the largest amount is 100_000_000_000_000_000 of the smallest unit"
	for _, c := range []refusal{
		{"", `not money: ""`, usual},
		{"200", `not money: "200"`, usual},
		{"200USD", `not money: "200USD"`, usual},
		{"USD EUR", `not money: "USD EUR"`, usual},
		{"USD 200m", `not money: "USD 200m"`, "write 200_000_000 USD"},
		{"200,000 USD", `not money: "200,000 USD"`, "write 200_000 USD"},
		{"200 million USD", `not money: "200 million USD"`, "write 200_000_000 USD"},
		{"6.2 bn USD", `not money: "6.2 bn USD"`, "write 6_200_000_000 USD"},
		{"$200m", `not money: "$200m"`, "a sign does not say which dollar: write 200m USD if US dollars are meant"},
		{"200 usd", `currency "usd" is not in capitals`, "write USD"},
		{"200 ABC", `currency "ABC" is not in ISO 4217`, "write a code such as USD, EUR or KRW"},
		{"-5 USD", "money is negative", "write the amount without a sign"},
		{"-5.5 USD", "money is negative", "write the amount without a sign"},
		{"0.001 USD", `money is finer than the currency's smallest unit: "0.001 USD"`, "give at most 2 digits after the point"},
		{"0.5 KRW", `money is finer than the currency's smallest unit: "0.5 KRW"`, "give at most 0 digits after the point"},
		{"0.0000000001bn KRW", `money is finer than the currency's smallest unit: "0.0000000001bn KRW"`, "give at most 9 digits after the point"},
		{"2m..1m USD", "money range runs backwards", "write 1_000_000..2_000_000 USD"},
		{"1..2m USD", "the ends of the range do not both say m", "write 1m..2m USD if that is meant, or both ends in full"},
		{".. USD", "a range needs at least one end", "write ? USD if the amount is not known"},
		{"1. USD", `not money: "1. USD"`, usual},
		{".5 USD", `not money: ".5 USD"`, usual},
		{"1_000_001bn USD", `money is too large: "1_000_001bn USD"`, large},
		{"99999999999999999999 USD", `money is too large: "99999999999999999999 USD"`, large},
		{"1k USD", `not money: "1k USD"`, usual},
	} {
		_, err := proviso.ParseMoney(c.in)
		c.check(t, err)
	}
}

var anyMoney = rapid.Custom(func(t *rapid.T) proviso.Money {
	amount := rapid.OneOf(rapid.Int64Range(0, 2000), rapid.Int64Range(0, proviso.MaxMoney))
	a, b := amount.Draw(t, "a"), amount.Draw(t, "b")
	m := proviso.Money{Least: min(a, b), Most: max(a, b), Currency: rapid.SampledFrom([]string{"USD", "KRW", "KWD", "EUR", "UYW"}).Draw(t, "currency")}
	switch rapid.IntRange(0, 3).Draw(t, "shape") {
	case 0:
		m.Most = proviso.Unbounded
	case 1:
		m.Most = m.Least
	}
	return m
})

func TestMoneyRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := anyMoney.Draw(t, "m")
		if got, err := proviso.ParseMoney(m.String()); err != nil || got != m {
			t.Fatalf("%+v is written %q and read as %+v, %v", m, m, got, err)
		}
	})
}

// The oracle multiplies out with rational numbers.
func TestMoneyIsExact(t *testing.T) {
	scale := map[string]int64{"USD": 100, "KRW": 1, "BHD": 1000}
	mult := map[string]int64{"": 1, "m": 1_000_000, "bn": 1_000_000_000}
	rapid.Check(t, func(t *rapid.T) {
		number := rapid.StringMatching(`[0-9]{1,7}(\.[0-9]{1,11})?`).Draw(t, "number")
		m := rapid.SampledFrom([]string{"", "m", "bn"}).Draw(t, "multiplier")
		code := rapid.SampledFrom([]string{"USD", "KRW", "BHD"}).Draw(t, "currency")
		want, ok := new(big.Rat).SetString(number)
		if !ok {
			t.Fatalf("bad number %s", number)
		}
		want.Mul(want, big.NewRat(scale[code]*mult[m], 1))
		got, err := proviso.ParseMoney(number + m + " " + code)
		fits := want.IsInt() && want.Cmp(big.NewRat(proviso.MaxMoney, 1)) <= 0
		if fits != (err == nil) {
			t.Fatalf("%s%s %s: got %v, %v, want %v", number, m, code, got, err, want)
		}
		if n, exact := got.Exact(); fits && (!exact || n != got.Least) {
			t.Fatalf("%v: exactly %d, %v", got, n, exact)
		}
		if fits && (got.Least != got.Most || want.Cmp(big.NewRat(got.Least, 1)) != 0) {
			t.Fatalf("%s%s %s: got %+v, want %v", number, m, code, got, want)
		}
	})
}

func TestMoneyAdd(t *testing.T) {
	usd, eur := money(t, "1m..2m USD"), money(t, "5 EUR")
	for _, c := range []struct {
		a, b proviso.Money
		want string
	}{
		{usd, money(t, "0.50 USD"), "1_000_000.50..2_000_000.50 USD"},
		{usd, money(t, "? USD"), "1_000_000.. USD"},
		{usd, money(t, "?"), "1_000_000.. USD"},
		{money(t, "?"), usd, "1_000_000.. USD"},
		{proviso.Money{}, eur, "5 EUR"},
		{eur, proviso.Money{}, "5 EUR"},
		{proviso.Money{}, proviso.Money{}, ""},
	} {
		if got, err := c.a.Add(c.b); err != nil || got.String() != c.want {
			t.Errorf("%v + %v = %v, %v, want %s", c.a, c.b, got, err, c.want)
		}
	}
	_, err := usd.Add(eur)
	refusal{"USD + EUR", "cannot add EUR to USD", "state both in one currency"}.check(t, err)
	if (proviso.Money{}).Human() != "none" {
		t.Error("no money is not none")
	}
}

func TestMoneyAtMost(t *testing.T) {
	for _, c := range []struct {
		amount, limit string
		want          proviso.Truth
	}{
		{"5 USD", "5 USD", proviso.Yes},
		{"5.01 USD", "5 USD", proviso.No},
		{"4..6 USD", "5 USD", proviso.Maybe},
		{"4 USD", "3..5 USD", proviso.Maybe},
		{"5..6 USD", "4..5 USD", proviso.Maybe},
		{"4 USD", "5.. USD", proviso.Yes},
		{"4.. USD", "3 USD", proviso.No},
		{"? USD", "? USD", proviso.Maybe},
		{"5 USD", "10 EUR", proviso.Maybe},
		{"5 USD", "?", proviso.Maybe},
		{"?", "5 USD", proviso.Maybe},
	} {
		if got := money(t, c.amount).AtMost(money(t, c.limit)); got != c.want {
			t.Errorf("%s at most %s: got %v, want %v", c.amount, c.limit, got, c.want)
		}
	}
	overflow := proviso.Money{Least: proviso.Unbounded, Most: proviso.Unbounded, Currency: "USD"}
	if got := money(t, "1.. USD").AtMost(overflow); got != proviso.Maybe {
		t.Errorf("no upper limit at most an overflow: %v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyMoney.Draw(t, "a"), anyMoney.Draw(t, "b")
		wide := proviso.Money{Least: a.Least / 2, Most: proviso.SatAdd(a.Most, 7), Currency: a.Currency}
		for _, r := range [][2]proviso.Truth{{a.AtMost(b), wide.AtMost(b)}, {b.AtMost(a), b.AtMost(wide)}} {
			if r[1] != r[0] && r[1] != proviso.Maybe {
				t.Fatalf("%v and %v: %v; widened to %v: %v", a, b, r[0], wide, r[1])
			}
		}
	})
}

func money(t *testing.T, s string) proviso.Money {
	t.Helper()
	m, err := proviso.ParseMoney(s)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// ISO 4217 gives these minor units.
func TestCurrencyDigits(t *testing.T) {
	for code, want := range map[string]int{"USD": 2, "EUR": 2, "UAH": 2, "TRY": 2, "PLN": 2, "CZK": 2, "BGN": 2, "JPY": 0, "KRW": 0,
		"CLP": 0, "VND": 0, "ISK": 0, "BHD": 3, "KWD": 3, "TND": 3, "JOD": 3, "OMR": 3, "LYD": 3, "IQD": 3, "UYW": 4} {
		if got, ok := proviso.CurrencyDigits(code); !ok || got != want {
			t.Errorf("%s has %d digits (%v), want %d", code, got, ok, want)
		}
	}
	for _, code := range []string{"", "usd", "QQQ", "US"} {
		if _, ok := proviso.CurrencyDigits(code); ok {
			t.Errorf("%q is taken for a currency", code)
		}
	}
}

func FuzzParseMoney(f *testing.F) {
	for _, s := range []string{"200_000_000 USD", "6.2bn USD", "1m..2m USD", "..5m USD", "? USD", "?", "$5", "USD 5", "USD EUR", "1..2m USD", "0.001 USD", "5 million USD"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, err := proviso.ParseMoney(s)
		if err != nil {
			checkError(t, s, err)
			if rest, ok := strings.CutPrefix(fixOf(err), "write "); ok && strings.HasPrefix(err.Error(), "not money") && !strings.HasPrefix(rest, "an ") {
				if _, err := proviso.ParseMoney(rest); err != nil {
					t.Fatalf("%q: the fix suggests %q: %v", s, rest, err)
				}
			}
			return
		}
		if m.Least < 0 || m.Least > m.Most || m.Least > proviso.MaxMoney || m.Most > proviso.MaxMoney && m.Most != proviso.Unbounded {
			t.Fatalf("%q is read as %+v", s, m)
		}
		if again, err := proviso.ParseMoney(m.String()); err != nil || again != m {
			t.Fatalf("%q is read as %+v, written %q, then %+v, %v", s, m, m, again, err)
		}
	})
}
