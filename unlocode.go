package proviso

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"sort"
	"strings"
	"sync"
)

//go:embed data/unlocode.txt.gz
var unlocodeData []byte

const unlocodeLine = len("KRPUS\n")

// unlocodes is the sorted list as one string, five letters and a newline each:
// 0.7 MB, unpacked at the first question.
var unlocodes = sync.OnceValue(func() string {
	r, err := gzip.NewReader(bytes.NewReader(unlocodeData))
	if err != nil {
		panic("internal error: data/unlocode.txt.gz: " + err.Error())
	}
	var b strings.Builder
	if _, err := io.Copy(&b, r); err != nil || b.Len()%unlocodeLine != 0 {
		panic("internal error: data/unlocode.txt.gz is damaged")
	}
	return b.String()
})

// ValidUNLOCODE says whether a code such as "KRPUS" is in the UN/LOCODE list
// that was built in. A code assigned later is not.
func ValidUNLOCODE(code string) bool {
	if len(code) != unlocodeLine-1 {
		return false
	}
	list := unlocodes()
	at := func(i int) string { return list[i*unlocodeLine : i*unlocodeLine+len(code)] }
	n := len(list) / unlocodeLine
	i := sort.Search(n, func(i int) bool { return at(i) >= code })
	return i < n && at(i) == code
}

// CheckUNLOCODE says what is wrong with a code; nil if nothing is. The first
// two letters are a country, or XZ for installations in international waters.
func CheckUNLOCODE(code string) error {
	if ValidUNLOCODE(code) {
		return nil
	}
	tidy := strings.ToUpper(strings.ReplaceAll(code, " ", ""))
	switch {
	case ValidUNLOCODE(tidy):
		return refuse("UN/LOCODE "+quote(code)+" is not five capitals", "write "+tidy)
	case len(tidy) != unlocodeLine-1:
		return refuse("not a UN/LOCODE: "+quote(code), "write five letters such as KRPUS, or give the place by name")
	}
	if _, ok := CountryName(tidy[:2]); !ok && tidy[:2] != "XZ" {
		return refuse("UN/LOCODE "+quote(code)+" begins with "+quote(tidy[:2])+", which is no country", "begin with the country, such as KR in KRPUS")
	}
	return refuse("UN/LOCODE "+quote(code)+" is not in the list", "check the code, or give the place by name")
}
