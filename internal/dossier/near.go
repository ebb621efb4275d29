package dossier

import "unicode/utf8"

// DidYouMean suggests the nearest of the names, or gives the other remedy if
// none is near.
func DidYouMean(name string, names []string, otherwise string) string {
	if near := nearest(name, names); near != "" {
		return "did you mean " + quote(near) + "?"
	}
	return otherwise
}

// nearest gives the name with the fewest slips of the pen between it and the
// one given, "" if even that has more than one slip in three letters. Of two
// equally near, the first in the list.
func nearest(name string, names []string) string {
	best, most := "", slips(name)+1
	for _, n := range names {
		if d := distance(name, n, most); d < most {
			best, most = n, d
		}
	}
	return best
}

func slips(name string) int { return max(1, utf8.RuneCountInString(name)/3) }

// distance counts the letters to add, drop, change or swap with their
// neighbour (Damerau and Levenshtein, no letter touched twice) between two
// names, letters in capitals counting as the same. It stops counting at limit.
func distance(a, b string, limit int) int {
	if gap := utf8.RuneCountInString(a) - utf8.RuneCountInString(b); gap >= limit || -gap >= limit {
		return limit
	}
	x, y := []rune(fold(a)), []rune(fold(b))
	before, above, row := make([]int, len(y)+1), make([]int, len(y)+1), make([]int, len(y)+1)
	for j := range above {
		above[j] = j
	}
	for i := 1; i <= len(x); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(y); j++ {
			row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+differ(x[i-1], y[j-1]))
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least >= limit {
			return limit
		}
		before, above, row = above, row, before
	}
	return min(above[len(y)], limit)
}

func differ(a, b rune) int {
	if a == b {
		return 0
	}
	return 1
}

func fold(s string) string {
	out := []byte(s)
	for i, c := range out {
		switch {
		case c >= 'A' && c <= 'Z':
			out[i] = c + 'a' - 'A'
		case c == '_' || c == ' ':
			out[i] = '-'
		}
	}
	return string(out)
}
