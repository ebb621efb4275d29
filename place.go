package proviso

// PlaceID names a place: an ISO 3166-1 alpha-2 code, a UN/LOCODE, or a name
// that the dossier declares.
type PlaceID string

// Place is somewhere goods can be or pass. PartOf makes a tree: a port is part
// of its country. Codes of ISO 3166-1 and UN/LOCODE need no declaration.
type Place struct {
	ID      PlaceID
	Name    string
	Country string // ISO 3166-1 alpha-2
	LOCODE  string // UN/LOCODE, such as "KRPUS"
	PartOf  PlaceID
	Envelope
}

// CodedPlace says whether the id is a code of ISO 3166-1 or UN/LOCODE, which
// needs no declaration.
func CodedPlace(id PlaceID) bool {
	if len(id) == 2 {
		_, ok := CountryName(string(id))
		return ok
	}
	return len(id) == 5 && ValidUNLOCODE(string(id))
}
