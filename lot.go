package proviso

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Lot is the number of a lot as marked. Any number is accepted as it is; one
// in the form of MIL-STD-1168 can be taken apart with Standard. Two lots are
// the same only if their numbers are equal.
type Lot string

const maxLot = 64 // runes

// LotNumber is a lot number in the form of MIL-STD-1168 (revision C, section
// 4.1): maker, year, month, interfix, hyphen, sequence, suffix, as in
// IOP21H004-015A. Read for this: sections 3.2.22, 4.1.1 and 4.6.1 of revision
// C, and a training text on revision A for the month letters. Not read: the
// list of makers' symbols, the letters that 4.6.4 restricts, and the
// five-digit numbers of propellant.
type LotNumber struct {
	Maker      string // one to three letters; revision C has three
	Year       string // last two digits of the year; the century is not marked
	Month      int    // 1 to 12, marked A to M without I
	Interfix   string // three digits: same maker, same process
	Identifier string // a letter in place of the hyphen, else ""
	Sequence   string // three digits
	Suffix     string // up to two letters, with a theatre indicator (T, W or Y) up to three; not told apart
}

// ParseLot reads a lot number: any text of 1 to 64 characters on one line.
func ParseLot(s string) (Lot, error) {
	text := strings.TrimSpace(s)
	switch {
	case text == "":
		return "", refuse("lot number is empty", "leave the lot out if it is not known")
	case !utf8.ValidString(text) || strings.IndexFunc(text, unprintable) >= 0:
		return "", refuse("lot number has a character that cannot be printed: "+quote(text), "write the number as marked, on one line")
	case utf8.RuneCountInString(text) > maxLot:
		return "", refuse("lot number is longer than 64 characters", "write the number alone")
	}
	return Lot(text), nil
}

func unprintable(r rune) bool { return !unicode.IsPrint(r) }

// Standard takes a lot number of MIL-STD-1168 apart. It is false for any other
// number, also one that only nearly has the form.
func (l Lot) Standard() (LotNumber, bool) {
	s := string(l)
	maker := len(s) - len(strings.TrimLeftFunc(s, capital))
	const fixed = len("21H004-015")
	if maker < 1 || maker > 3 || len(s) < maker+fixed {
		return LotNumber{}, false
	}
	body, suffix := s[maker:maker+fixed], s[maker+fixed:]
	n := LotNumber{
		Maker: s[:maker], Year: body[:2], Month: strings.IndexByte("ABCDEFGHJKLM", body[2]) + 1,
		Interfix: body[3:6], Sequence: body[7:], Suffix: suffix,
	}
	if body[6] != '-' {
		n.Identifier = body[6:7]
	}
	ok := allDigits(n.Year+n.Interfix+n.Sequence) && n.Month > 0 &&
		allCapitals(n.Identifier) && allCapitals(suffix) && len(suffix) <= 3 &&
		(len(suffix) < 3 || strings.ContainsAny(suffix[2:], "TWY"))
	if !ok {
		return LotNumber{}, false
	}
	return n, true
}

// Parent gives the lot from which a suffixed lot was made: the number without
// suffix, and with the hyphen if a letter stands in its place. A suffixed lot
// is a lot of its own. Only a number in the form of MIL-STD-1168 tells.
func (l Lot) Parent() (Lot, bool) {
	n, ok := l.Standard()
	if !ok || n.Suffix == "" && n.Identifier == "" {
		return "", false
	}
	end := len(n.Maker) + len("21H004")
	return l[:end] + "-" + Lot(n.Sequence), true
}

func capital(r rune) bool { return r >= 'A' && r <= 'Z' }

// allCapitals is true for "".
func allCapitals(s string) bool {
	return strings.TrimLeftFunc(s, capital) == ""
}
