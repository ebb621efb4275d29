package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// tracer is a question about one item, worked out against the records.
type tracer struct {
	s     *proviso.Snapshot
	q     TraceQuestion
	stock *flow.Stock
	ask   flow.Question
	own   map[proviso.MovementID]bool // movements that have a move of their own in the network
	loose []string                    // what is on record and not in the network
}

// The ways in which a person can name what is asked about. An id may be preceded
// by one of them and a colon; "into:US" is what came into a holding of US.
const (
	byInstrument = "instrument"
	byParty      = "party"
	byPlace      = "place"
	byMovement   = "movement"
	byLot        = "lot"
	byInto       = "into"
)

// What each flag can name, in the order in which a bare id is looked up.
var (
	ofKinds      = []string{byInstrument, byParty, byMovement, byLot, byInto}
	toKinds      = []string{byParty, byMovement, byInstrument, byPlace}
	throughKinds = []string{byParty, byPlace}
)

// handle is an id that was looked up: what it is, and what it is of.
type handle struct {
	kind, id string
	target   *handle // of byInto: a party or place
	left     bool    // of byParty: only what left it, not what it made and has
}

// newTracer looks up the ids, chooses the item and makes its network.
func newTracer(s *proviso.Snapshot, q TraceQuestion) (*tracer, error) {
	t := &tracer{s: s, q: q}
	if t.q.Asks == "" {
		t.q.Asks = "reached"
	}
	of, err := lookUp(s, "--of", q.Of, ofKinds)
	if err != nil {
		return nil, err
	}
	to, err := lookUp(s, "--to", q.To, toKinds)
	if err != nil {
		return nil, err
	}
	item, err := t.item(of, to)
	if err != nil {
		return nil, err
	}
	if t.stock, err = flow.Build(s, q.Rows, item, t.counts); err != nil {
		return nil, err
	}
	t = tracerOf(s, q, t.stock)
	if err := cmp.Or(t.aim(to), t.byWayOf(t.stock.Choose)); err != nil {
		return nil, err
	}
	t.come(of)
	if len(t.ask.Of)+len(t.ask.MayOf) == 0 && !slices.ContainsFunc(of, func(h handle) bool { return h.kind == byInto }) {
		return nil, nothing("units of " + string(item) + " by " + strings.Join(q.Of, ", "))
	}
	return t, nil
}

var asksOf = map[string]flow.Asks{"reached": flow.Reached, "held": flow.Held, "ended": flow.Ended}

// counts says whether the movement can have taken place or, planned or supposed,
// can still do so, seen from the day of the answer.
func (t *tracer) counts(m *proviso.Movement) bool { return takesPlace(t.s, m) }

func takesPlace(s *proviso.Snapshot, m *proviso.Movement) bool {
	return m.Basis == proviso.Planned || m.Basis == proviso.Supposed || m.When.Earliest() <= s.AsOf
}

// UnknownID is an id that names nothing on record; whoever shows the error adds the
// nearest name.
type UnknownID string

// Error gives the id.
func (id UnknownID) Error() string { return string(id) }

// lookUp finds what each id names. A name of several kinds is of the first.
func lookUp(s *proviso.Snapshot, flag string, ids, kinds []string) ([]handle, error) {
	var out []handle
	for _, id := range ids {
		if id == "" {
			return nil, &proviso.Error{Code: "missing-flag", Message: "an id is empty", Fix: "write ids with one comma between", Pos: proviso.Pos{File: flag}}
		}
		h, ok := find(s, id, kinds)
		if !ok {
			return nil, &proviso.Error{Code: "dangling-id", Message: fmt.Sprintf("no %s %q on record", orWords(kinds), id),
				Pos: proviso.Pos{File: flag}, Err: UnknownID(id)}
		}
		out = append(out, h)
	}
	if len(out) == 0 {
		return nil, &proviso.Error{Code: "missing-flag", Message: "trace needs " + flag, Fix: "name " + orWords(kinds), Pos: proviso.Pos{File: flag}}
	}
	return out, nil
}

func orWords(kinds []string) string {
	if len(kinds) > 0 && kinds[len(kinds)-1] == byInto {
		kinds = kinds[:len(kinds)-1]
	}
	return strings.Join(kinds[:len(kinds)-1], ", ") + " or " + kinds[len(kinds)-1]
}

func find(s *proviso.Snapshot, id string, kinds []string) (handle, bool) {
	if prefix, rest, ok := strings.Cut(id, ":"); ok && slices.Contains(kinds, prefix) {
		if prefix != byInto {
			return handle{kind: prefix, id: rest}, onRecord(s, prefix, rest)
		}
		h, ok := find(s, rest, []string{byParty, byPlace})
		return handle{kind: byInto, id: rest, target: &h}, ok
	}
	for _, kind := range kinds {
		if onRecord(s, kind, id) {
			return handle{kind: kind, id: id}, true
		}
	}
	return handle{}, false
}

func onRecord(s *proviso.Snapshot, kind, id string) bool {
	switch kind {
	case byInstrument:
		return s.Instrument(proviso.InstrumentID(id)) != nil
	case byParty:
		return s.Party(proviso.PartyID(id)) != nil
	case byPlace:
		_, country := proviso.CountryName(id)
		return country || s.Place(proviso.PlaceID(id)) != nil || proviso.ValidUNLOCODE(id)
	case byMovement:
		return s.Movement(proviso.MovementID(id)) != nil
	case byLot:
		return slices.ContainsFunc(s.Movements, func(m *proviso.Movement) bool { return slices.Contains(m.Lots, proviso.Lot(id)) })
	}
	return false
}

// item gives the item asked about, or the only one of which units came by what is
// asked about; of several, the only one that ever comes near the target.
func (t *tracer) item(of, to []handle) (proviso.ItemID, error) {
	if t.q.Item != "" {
		return t.q.Item, nil
	}
	var came, near []proviso.ItemID
	add := func(list []proviso.ItemID, id proviso.ItemID) []proviso.ItemID {
		if slices.Contains(list, id) {
			return list
		}
		return append(list, id)
	}
	for _, m := range t.s.Movements {
		if t.counts(m) && t.among(of, m) != proviso.No {
			came = add(came, m.Item)
		}
	}
	for _, m := range t.s.Movements {
		if t.counts(m) && slices.Contains(came, m.Item) && t.near(to, m) {
			near = add(near, m.Item)
		}
	}
	switch {
	case len(came) == 1:
		return came[0], nil
	case len(near) == 1:
		return near[0], nil
	case len(came) == 0:
		return "", nothing("units by " + strings.Join(t.q.Of, ", "))
	case len(near) > 0:
		came = near
	}
	names := make([]string, len(came))
	for i, id := range came {
		names[i] = string(id)
	}
	return "", &proviso.Error{Code: "several-items", Message: "several items fit: " + strings.Join(names, ", "),
		Fix: "say which with --item, such as --item " + names[0], Pos: proviso.Pos{File: "--item"}}
}

func nothing(what string) error {
	return &proviso.Error{Code: "nothing", Message: "no movement on record brought " + what, Pos: proviso.Pos{File: "--of"},
		Fix: "name an instrument under which something moved, a party that gave or made something, a lot or a movement"}
}

// near says whether the movement puts units where the target may be, or is it.
func (t *tracer) near(to []handle, m *proviso.Movement) bool {
	for _, h := range to {
		if t.fits(h, m.To) == proviso.Yes || t.isMovement(h, m) {
			return true
		}
	}
	return false
}

// isMovement says whether the handle names the movement, another account of it, or
// the instrument under which it went.
func (t *tracer) isMovement(h handle, m *proviso.Movement) bool {
	switch {
	case h.kind == byInstrument:
		return slices.Contains(m.Under, proviso.InstrumentID(h.id))
	case h.kind != byMovement:
		return false
	case string(m.ID) == h.id:
		return true
	}
	named := t.s.Movement(proviso.MovementID(h.id))
	return t.stock != nil && named != nil && named.Item == m.Item && t.stands(named) == t.stands(m)
}

// fits says whether the holding is one of the party or at the place.
func (t *tracer) fits(h handle, at proviso.Holding) proviso.Truth {
	switch h.kind {
	case byParty:
		p := proviso.PartyID(h.id)
		return t.title(p, at).Or(t.s.PartyWithin(at.Holder, p))
	case byPlace:
		return t.s.PlaceWithin(at.At, proviso.PlaceID(h.id))
	}
	return proviso.No
}

// title says whether the party or a part of it owns what is in the holding. Where
// the owner on record is a whole that the party is part of, who has the goods
// decides: a state's rounds with one brigade are no other brigade's.
func (t *tracer) title(p proviso.PartyID, at proviso.Holding) proviso.Truth {
	owns := t.s.PartyWithin(at.Owner, p)
	if owns == proviso.Maybe && at.Owner != "" && t.s.PartyWithin(p, at.Owner) == proviso.Yes {
		return t.s.PartyWithin(at.Holder, p)
	}
	return owns
}

// aim turns the target into holdings and moves.
func (t *tracer) aim(to []handle) error {
	var goes []handle
	for _, h := range to {
		if m := t.s.Movement(proviso.MovementID(h.id)); h.kind == byMovement && !moves(m.Kind) {
			return &proviso.Error{Code: "flag-clash", Message: fmt.Sprintf("no units go by %s, of kind %s", m.ID, m.Kind), Pos: proviso.Pos{File: "--to"},
				Fix: "name a party or a place, with --on for those that are there on a day"}
		}
		if h.kind == byMovement || h.kind == byInstrument {
			goes = append(goes, h)
		}
	}
	if len(goes) > 0 {
		if t.q.Asks != "reached" {
			return &proviso.Error{Code: "flag-clash", Message: "a movement holds nothing at the end of a day", Pos: proviso.Pos{File: "--to"},
				Fix: "name a party or a place, or leave out --on and --ended"}
		}
		sure, perhaps := t.chosen(func(m *proviso.Movement) proviso.Truth {
			return proviso.TruthOf(slices.ContainsFunc(goes, func(h handle) bool { return t.isMovement(h, m) }))
		})
		if len(perhaps) > 0 {
			return &proviso.Error{Code: "rivals", Message: "accounts of one event differ on whether it belongs to the target: " + string(t.stock.Record(perhaps[0]).ID),
				Fix: "name the party or place that it went to", Pos: proviso.Pos{File: "--to"}}
		}
		t.ask.Moves = sure
	}
	if t.ask.Anywhere = len(goes) < len(to); t.ask.Anywhere {
		t.ask.Holdings, t.ask.MayHold = t.stock.Choose(func(at proviso.Holding) proviso.Truth {
			in := proviso.No
			for _, h := range to {
				in = in.Or(t.fits(h, at))
			}
			return in
		})
	}
	return nil
}
