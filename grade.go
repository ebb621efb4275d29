package proviso

import "strings"

// Grade is an evaluation on the Admiralty scale, such as "B2": the reliability
// of the source, A to F, and the credibility of the information, 1 to 6. F and
// 6 mean that it cannot be judged, which is not the same as the worst. The
// empty Grade is not given.
//
// The letter G ("deliberately deceptive") is an addition of the MISP taxonomy
// and not on the scale; it states a finding about a source, which belongs in a
// statement of its own, and it is not accepted.
type Grade string

var (
	reliabilityWords = [...]string{"completely reliable", "usually reliable", "fairly reliable",
		"not usually reliable", "unreliable", "reliability cannot be judged"}
	credibilityWords = [...]string{"confirmed by other sources", "probably true", "possibly true",
		"doubtful", "improbable", "truth cannot be judged"}
)

// ParseGrade reads a letter and a digit, such as "B2" or "b2".
func ParseGrade(s string) (Grade, error) {
	text := strings.ToUpper(strings.TrimSpace(s))
	if strings.HasPrefix(text, "G") && len(text) <= 2 {
		return "", refuse("grade G is not on the Admiralty scale", "write E or F, and say in a statement why the source is held to deceive")
	}
	if !Grade(text).valid() {
		return "", refuse("not a grade: "+quote(s), "write a letter A to F for the source and a digit 1 to 6 for the information, such as B2; F6 if neither can be judged")
	}
	return Grade(text), nil
}

func (g Grade) valid() bool {
	return len(g) == 2 && g[0] >= 'A' && g[0] <= 'F' && g[1] >= '1' && g[1] <= '6'
}

// Reliability gives the words for the letter; "" if there is no grade.
func (g Grade) Reliability() string {
	if !g.valid() {
		return ""
	}
	return reliabilityWords[g[0]-'A']
}

// Credibility gives the words for the digit; "" if there is no grade.
func (g Grade) Credibility() string {
	if !g.valid() {
		return ""
	}
	return credibilityWords[g[1]-'1']
}
