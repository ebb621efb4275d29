package proviso_test

import (
	"testing"

	"github.com/proviso-ledger/proviso"
)

func TestGrade(t *testing.T) {
	for _, c := range []struct{ in, grade, source, information string }{
		{"A1", "A1", "completely reliable", "confirmed by other sources"},
		{"b2", "B2", "usually reliable", "probably true"},
		{" C3 ", "C3", "fairly reliable", "possibly true"},
		{"D4", "D4", "not usually reliable", "doubtful"},
		{"E5", "E5", "unreliable", "improbable"},
		{"F6", "F6", "reliability cannot be judged", "truth cannot be judged"},
	} {
		g, err := proviso.ParseGrade(c.in)
		if err != nil || string(g) != c.grade || g.Reliability() != c.source || g.Credibility() != c.information {
			t.Errorf("%s: %q, %q, %q, %v", c.in, g, g.Reliability(), g.Credibility(), err)
		}
	}
	const usual = "write a letter A to F for the source and a digit 1 to 6 for the information, such as B2; F6 if neither can be judged"
	for _, c := range []refusal{
		{"", `not a grade: ""`, usual},
		{"B", `not a grade: "B"`, usual},
		{"B7", `not a grade: "B7"`, usual},
		{"B0", `not a grade: "B0"`, usual},
		{"H1", `not a grade: "H1"`, usual},
		{"2B", `not a grade: "2B"`, usual},
		{"B?", `not a grade: "B?"`, usual},
		{"good", `not a grade: "good"`, usual},
		{"G1", "grade G is not on the Admiralty scale", "write E or F, and say in a statement why the source is held to deceive"},
	} {
		_, err := proviso.ParseGrade(c.in)
		c.check(t, err)
	}
	for _, g := range []proviso.Grade{"", "B", "G1", "B7B"} {
		if g.Reliability() != "" || g.Credibility() != "" {
			t.Errorf("%q has words", g)
		}
	}
}
