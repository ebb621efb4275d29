package dossier

import (
	"fmt"
	"strings"
	"testing"
)

// large writes a dossier of n movements under n/100 instruments.
func large(n int) []byte {
	var out strings.Builder
	out.WriteString("case: large\nas_of: 2023-01-01\nparties:\n")
	for i := range 100 {
		fmt.Fprintf(&out, "  P%02d: {name: Party %d, kind: force}\n", i, i)
	}
	out.WriteString("items:\n  shell: {unit: round, lethal: true}\ninstruments:\n")
	for i := range max(1, n/100) {
		fmt.Fprintf(&out, "  I%05d:\n    kind: licence\n    given_by: P00\n    given_to: P%02d\n    conditions:\n      onward: {onward: prior consent}\n", i, i%100)
	}
	out.WriteString("movements:\n")
	for i := range n {
		fmt.Fprintf(&out, "  m%06d:\n    recorded: 2022-%02d-%02d\n    goods: %d_%03d shell\n    from: {owner: P%02d, at: KRPUS}\n    to: {owner: P%02d, at: USNYC}\n    under: [I%05d]\n",
			i, i%12+1, i%28+1, i%100+1, i%1000, i%100, (i+1)%100, i/100)
	}
	return []byte(out.String())
}

func BenchmarkParse(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprintf("movements=%d", n), func(b *testing.B) {
			files := []File{{Name: "large.yaml", Text: large(n)}}
			b.SetBytes(int64(len(files[0].Text)))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Parse(files); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
