package proviso

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed data/iso3166.tsv
var iso3166 string

type country struct{ alpha3, name string }

var countries = sync.OnceValue(func() map[string]country {
	out := make(map[string]country, 256)
	for line := range strings.Lines(iso3166) {
		f := strings.Split(strings.TrimSpace(line), "\t")
		if len(f) != 3 {
			panic("internal error: data/iso3166.tsv: " + line)
		}
		out[f[0]] = country{f[1], f[2]}
	}
	return out
})

// CountryName gives the English name for an ISO 3166-1 alpha-2 code in
// capitals. Codes that the standard leaves to users (AA, QM to QZ, XA to XZ,
// ZZ) name no country in it, also not XK, which many use for Kosovo. The name
// takes no position on the status of a territory.
func CountryName(code string) (string, bool) {
	c, ok := countries()[code]
	return c.name, ok
}

// CheckCountry says what is wrong with an ISO 3166-1 alpha-2 code; nil if
// nothing is.
func CheckCountry(code string) error {
	if _, ok := CountryName(code); ok {
		return nil
	}
	upper := strings.ToUpper(code)
	if upper != code {
		if name, ok := CountryName(upper); ok {
			return refuse("country code "+quote(code)+" is not in capitals", "write "+upper+" for "+name)
		}
	}
	if instead, ok := notCountries[upper]; ok {
		return refuse("country code "+quote(code)+" is not in ISO 3166-1", "write "+instead)
	}
	for alpha2, c := range countries() {
		if c.alpha3 == upper {
			return refuse("country code "+quote(code)+" has three letters", "write "+alpha2+" for "+c.name)
		}
	}
	if userAssigned(upper) {
		return refuse("country code "+quote(code)+" is left to users by ISO 3166-1 and names no country",
			"give the place by name")
	}
	return refuse("country code "+quote(code)+" is not in ISO 3166-1", "write two letters such as KR, or give the place by name")
}

// notCountries are codes in use elsewhere that people write by habit.
var notCountries = map[string]string{"UK": "GB", "EL": "GR", "EU": "the member state, or give the place by name"}

func userAssigned(c string) bool {
	if len(c) != 2 || !allCapitals(c) {
		return false
	}
	return c == "AA" || c == "ZZ" || c[0] == 'X' || c[0] == 'Q' && c[1] >= 'M'
}
