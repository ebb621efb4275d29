package proviso

// PartyID names a party in a dossier or ledger, such as "KR-MND".
type PartyID string

// PartyKind says what sort of party it is.
type PartyKind string

// The kinds of party.
const (
	State        PartyKind = "state"
	Agency       PartyKind = "agency"
	Company      PartyKind = "company"
	Force        PartyKind = "force"
	Organisation PartyKind = "organisation"
	Outlet       PartyKind = "outlet"
	Person       PartyKind = "person"
)

// PartyKinds lists the kinds of party in the order in which they are documented.
var PartyKinds = []PartyKind{State, Agency, Company, Force, Organisation, Outlet, Person}

// Party is somebody who owns, holds, supplies, promises or speaks. PartOf makes
// a tree: what binds "Ukraine" binds its brigades.
type Party struct {
	ID      PartyID
	Name    string
	Aliases []string
	Kind    PartyKind
	PartOf  PartyID
	Country string // ISO 3166-1 alpha-2, "" when not stated
	Keys    []Key  // public keys that it signs with, by name
	Envelope
}
