package proviso

// Holding says who owns goods, who has them, where they are, and which item it
// is: title, possession and location are three things. An empty field is not
// known.
type Holding struct {
	Owner  PartyID
	Holder PartyID
	At     PlaceID
	Item   ItemID
}
