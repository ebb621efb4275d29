package proviso_test

import (
	"testing"

	"github.com/proviso-ledger/proviso"
)

func TestCountryName(t *testing.T) {
	for code, want := range map[string]string{"KR": "Republic of Korea", "UA": "Ukraine", "TR": "Türkiye", "TW": "Taiwan",
		"US": "United States of America", "ZW": "Zimbabwe", "AD": "Andorra"} {
		if got, ok := proviso.CountryName(code); !ok || got != want {
			t.Errorf("CountryName(%q) = %q, %v, want %q", code, got, ok, want)
		}
	}
	count := 0
	for a := 'A'; a <= 'Z'; a++ {
		for b := 'A'; b <= 'Z'; b++ {
			code := string([]rune{a, b})
			name, ok := proviso.CountryName(code)
			if ok != (proviso.CheckCountry(code) == nil) || ok != (name != "") {
				t.Errorf("%s: the two checks differ", code)
			}
			if !ok {
				continue
			}
			count++
			if a == 'X' || code == "AA" || code == "ZZ" || a == 'Q' && b >= 'M' {
				t.Errorf("%s is left to users", code)
			}
		}
	}
	if count != 249 {
		t.Errorf("%d countries, want the 249 of ISO 3166-1", count)
	}
}

func TestCheckCountry(t *testing.T) {
	const usual = "write two letters such as KR, or give the place by name"
	for _, c := range []refusal{
		{"kr", `country code "kr" is not in capitals`, "write KR for Republic of Korea"},
		{"KOR", `country code "KOR" has three letters`, "write KR for Republic of Korea"},
		{"UK", `country code "UK" is not in ISO 3166-1`, "write GB"},
		{"XK", `country code "XK" is left to users by ISO 3166-1 and names no country`, "give the place by name"},
		{"QM", `country code "QM" is left to users by ISO 3166-1 and names no country`, "give the place by name"},
		{"AA", `country code "AA" is left to users by ISO 3166-1 and names no country`, "give the place by name"},
		{"DD", `country code "DD" is not in ISO 3166-1`, usual},
		{"", `country code "" is not in ISO 3166-1`, usual},
		{"X", `country code "X" is not in ISO 3166-1`, usual},
		{"Korea", `country code "Korea" is not in ISO 3166-1`, usual},
	} {
		c.check(t, proviso.CheckCountry(c.in))
	}
}
