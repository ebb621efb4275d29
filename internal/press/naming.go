package press

import "strings"

// StateNames gives the names that news texts have for the government of the
// state with an ISO 3166-1 alpha-2 code: those of the country and its capital.
// It gives none for a state whose names the package does not know. Brussels is
// left out: it stands for others more often than for Belgium.
func StateNames(code string) []string {
	for _, s := range states {
		if s.code == code {
			return s.clearNames()
		}
	}
	return nil
}

func (s state) clearNames() []string {
	var out []string
	for n := range strings.SplitSeq(s.names+"|"+s.capitals, "|") {
		if n != "Brussels" {
			out = append(out, strings.TrimPrefix(n, "the "))
		}
	}
	return out
}

// OfState gives the ways in which news texts name a body of the state:
// "South Korea's Ministry of Defence", "South Korean Ministry of Defence".
func OfState(code, body string) []string {
	var out []string
	for _, s := range states {
		if s.code != code {
			continue
		}
		for _, n := range s.clearNames() {
			out = append(out, n+"'s "+body, n+"’s "+body)
		}
		for p := range strings.SplitSeq(s.people, "|") {
			out = append(out, p+" "+body)
		}
	}
	return out
}

// stateWords are the names, capitals and adjectives of states, as written.
var stateWords = func() map[string]string {
	out := map[string]string{}
	for _, s := range states {
		for _, n := range append(s.clearNames(), strings.Split(s.people, "|")...) {
			out[n] = s.code
		}
	}
	return out
}()

// StateOf gives the code of the one state that the words name, by its name,
// its adjective or its capital; "" if they name none or several.
func StateOf(words string) string {
	f := strings.FieldsFunc(words, func(r rune) bool { return strings.ContainsRune(" \n\t,;:()\"“”", r) })
	for i, w := range f {
		f[i] = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s")
	}
	found := ""
	for i := 0; i < len(f); i++ {
		for n := min(3, len(f)-i); n > 0; n-- {
			code := stateWords[strings.Join(f[i:i+n], " ")]
			if code == "" {
				continue
			}
			if found != "" && found != code {
				return ""
			}
			found = code
			i += n - 1
			break
		}
	}
	return found
}
