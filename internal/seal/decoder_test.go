package seal_test

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/proviso-ledger/proviso/internal/seal"
)

// pieces are what leaves are made of, and what looks like it and is not.
var pieces = []string{`"`, `{`, `}`, `[`, `]`, `,`, `:`, `{}`, `[]`, `""`, `null`, `true`, `0`, `-0`, `-1`, `1`, `00`, `1.0`, ` `, "\n", "\x00", `\u00e9`,
	`\u0041`, `\/`, `\n`, `é`, "\xff", `"?"`, `"0"`, `"1_000"`, `"1000"`, `"01"`, `"2022-11-12"`, `" 2022"`, `"TLP:RED"`, `"RED"`, `"red"`,
	`"id":`, `"note":"",`, `"from":{},`, `"lots":[],`, `"known":"?",`, `"quantity":"0",`, `"has_floor":false,`, `"count":0,`}

// spoil changes a leaf in a few places.
func spoil(t *rapid.T, leaf []byte) []byte {
	leaf = slices.Clone(leaf)
	for range rapid.IntRange(1, 3).Draw(t, "changes") {
		from := rapid.IntRange(0, len(leaf)).Draw(t, "from")
		to := rapid.IntRange(from, min(len(leaf), from+12)).Draw(t, "to")
		in := []byte(rapid.SampledFrom(pieces).Draw(t, "piece"))
		if rapid.Bool().Draw(t, "copies") {
			at := rapid.IntRange(0, len(leaf)).Draw(t, "copied from")
			in = slices.Clone(leaf[at:min(len(leaf), at+rapid.IntRange(0, 20).Draw(t, "length"))])
		}
		leaf = slices.Replace(leaf, from, to, in...)
	}
	return leaf
}

// TestOnlyWhatIsWrittenIsRead holds that whatever is decoded is what would be
// written, to the byte, and that a decoder which remembers other leaves says
// the same as one which does not.
func TestOnlyWhatIsWrittenIsRead(t *testing.T) {
	d := seal.NewDecoder()
	rapid.Check(t, func(t *rapid.T) {
		good, err := seal.Encode(entryOf(drawRecord(t)))
		if err != nil {
			t.Fatal(err)
		}
		for _, leaf := range [][]byte{good, spoil(t, good), spoil(t, good), spoil(t, good), good} {
			e, err := seal.Decode(leaf)
			again, other := d.Decode(leaf)
			if fmt.Sprint(err) != fmt.Sprint(other) || !cmp.Equal(e, again, alike) {
				t.Fatalf("one says %v, the other %v of\n%s", err, other, leaf)
			}
			if err != nil {
				continue
			}
			if out, err := seal.Encode(e); err != nil || !bytes.Equal(out, leaf) {
				t.Fatalf("was read (%v):\n%s\nis written:\n%s", err, leaf, out)
			}
		}
	})
}

// TestDecodeRefusesOtherWords: what means the same as a leaf and is written
// otherwise is none.
func TestDecodeRefusesOtherWords(t *testing.T) {
	leaf := func(kind, record string) string {
		return `{"act":"record","at":"2026-11-25T04:05:06.000007Z","by":"office","id":"x","kind":"` + kind + `","record":` + record + `}`
	}
	movement := leaf("movement", `{"from":{"owner":"US"},"has_floor":true,"id":"x","lots":["a"],"quantity":"1_000","when":"2022-11-12"}`)
	instrument := leaf("instrument", `{"conditions":[{"id":"x/a","rule":{"kind":"end_user"}},{"id":"x/b","rule":{"kind":"onward"}}],"id":"x"}`)
	for _, c := range []struct{ good, old, new string }{
		{movement, `06.000007Z`, `06,000007Z`},
		{movement, `"by":"office",`, `"by":"",`},
		{movement, `"1_000"`, `"1000"`},
		{movement, `"1_000"`, `" 1_000"`},
		{movement, `"1_000"`, `"0"`},
		{movement, `"1_000"`, `"01_000"`},
		{movement, `"2022-11-12"`, `" 2022-11-12"`},
		{movement, `"2022-11-12"`, `"?"`},
		{movement, `{"owner":"US"}`, `{}`},
		{movement, `{"owner":"US"}`, `{"owner":""}`},
		{movement, `"has_floor":true`, `"has_floor":false`},
		{movement, `["a"]`, `[]`},
		{movement, `["a"]`, `["\u0061"]`},
		{movement, `["a"]`, `["` + strings.Repeat("a", 64) + `","` + strings.Repeat("b", seal.MaxLeaf) + `"]`},
		{movement, `["a"]`, `[` + strings.Repeat(`"a",`, seal.MaxLeaf/4) + `"a"]`},
		{instrument, `x/a`, `x/c`},
	} {
		if _, err := seal.Decode([]byte(c.good)); err != nil {
			t.Fatalf("%v\n%s", err, c.good)
		}
		text := strings.Replace(c.good, c.old, c.new, 1)
		if _, err := seal.Decode([]byte(text)); err == nil || text == c.good {
			t.Errorf("taken: %.300s", text)
		}
	}
}

// TestLeafMayBeUsedAgain: what was decoded does not change with the bytes that
// it was decoded from.
func TestLeafMayBeUsedAgain(t *testing.T) {
	d := seal.NewDecoder()
	for _, r := range readCase(t, "../../examples/seoul-155mm/case.yaml") {
		leaf, err := seal.Encode(entryOf(r))
		if err != nil {
			t.Fatal(err)
		}
		e, err := d.Decode(leaf)
		if err != nil {
			t.Fatal(err)
		}
		clear(leaf)
		if d := cmp.Diff(entryOf(r), e, alike); d != "" {
			t.Fatal(d)
		}
	}
}
