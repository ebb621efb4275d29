package report

import (
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// among says whether units became units asked about by the movement.
func (t *tracer) among(of []handle, m *proviso.Movement) proviso.Truth {
	in := proviso.No
	for _, h := range of {
		in = in.Or(t.cameBy(h, m))
	}
	return in
}

func (t *tracer) cameBy(h handle, m *proviso.Movement) proviso.Truth {
	switch h.kind {
	case byInstrument, byMovement:
		return proviso.TruthOf(t.isMovement(h, m) && moves(m.Kind))
	case byParty:
		return t.fromParty(h, m).Or(t.madeBy(h, m))
	case byLot:
		return t.ofLot(proviso.Lot(h.id), m)
	case byInto:
		return t.into(*h.target, m)
	}
	return proviso.No
}

// moves says whether movements of the kind carry units.
func moves(kind proviso.MovementKind) bool {
	return kind != proviso.Count && kind != proviso.Swap && kind != proviso.Redesignate
}

// fromParty says whether the movement takes units from the party: it owned or had
// them before and not after.
func (t *tracer) fromParty(h handle, m *proviso.Movement) proviso.Truth {
	p := proviso.PartyID(h.id)
	switch m.Kind {
	case proviso.Lose:
		return t.fits(h, m.From)
	case proviso.Transfer, proviso.Lend, proviso.Return, proviso.Capture:
		title := t.title(p, m.From).And(t.title(p, m.To).Not())
		return title.Or(t.s.PartyWithin(m.From.Holder, p).And(t.s.PartyWithin(m.To.Holder, p).Not()))
	case proviso.Produce, proviso.Assemble, proviso.Expend, proviso.Destroy, proviso.Count, proviso.Swap, proviso.Redesignate:
	}
	return proviso.No
}

// madeBy says whether the movement is the party's making of units.
func (t *tracer) madeBy(h handle, m *proviso.Movement) proviso.Truth {
	if m.Kind != proviso.Produce && m.Kind != proviso.Assemble {
		return proviso.No
	}
	made := t.fits(h, m.To)
	if made == proviso.Yes && h.left {
		return proviso.No
	}
	return made
}

// ofLot says whether the units of the movement are of the lot. Where receipts of
// the lot from its maker are on record, those are its units.
func (t *tracer) ofLot(lot proviso.Lot, m *proviso.Movement) proviso.Truth {
	switch {
	case !slices.Contains(m.Lots, lot) || !moves(m.Kind),
		m.Kind != proviso.Produce && slices.ContainsFunc(t.s.Movements, func(r *proviso.Movement) bool {
			return r.Kind == proviso.Produce && r.Item == m.Item && slices.Contains(r.Lots, lot) && t.counts(r)
		}):
		return proviso.No
	case len(m.Lots) == 1:
		return proviso.Yes
	}
	return proviso.Maybe
}

// into says whether the movement brings units into the holdings from elsewhere.
func (t *tracer) into(h handle, m *proviso.Movement) proviso.Truth {
	switch m.Kind {
	case proviso.Produce, proviso.Assemble:
		return t.fits(h, m.To)
	case proviso.Transfer, proviso.Lend, proviso.Return, proviso.Capture:
		return t.fits(h, m.To).And(t.fits(h, m.From).Not())
	case proviso.Expend, proviso.Lose, proviso.Destroy, proviso.Count, proviso.Swap, proviso.Redesignate:
	}
	return proviso.No
}

// come turns what is asked about into moves and the evidence about their units.
func (t *tracer) come(of []handle) {
	of = t.trim(of)
	t.ask.Of, t.ask.MayOf = t.chosen(func(m *proviso.Movement) proviso.Truth { return t.among(of, m) })
	sure := t.sure(of)
	t.ask.Evidence = append(t.stock.Findings(sure, t.ask.Until), t.stamped(of)...)
	t.loose = t.stock.Loose(&t.ask, sure)
}

// stamped gives the movements that name a lot asked about: their units are of it, also
// where others that came in beside it may be.
func (t *tracer) stamped(of []handle) []flow.Evidence {
	if !slices.ContainsFunc(of, func(h handle) bool { return h.kind == byLot }) {
		return nil
	}
	came := map[int32]bool{}
	for _, n := range slices.Concat(t.ask.Of, t.ask.MayOf) {
		came[n] = true
	}
	asked := map[int32]bool{} // by number of the lot
	var out []flow.Evidence
	for i := range t.stock.Moves() {
		m := t.stock.Move(i)
		if m.Lot == flow.NoLot || m.From == flow.Outside || came[int32(i)] || m.Astride(t.ask.Until) {
			continue
		}
		yes, known := asked[m.Lot]
		if !known {
			lot := t.stock.Record(int32(i)).Lots[0]
			yes = slices.ContainsFunc(of, func(h handle) bool { return h.kind == byLot && proviso.Lot(h.id) == lot })
			asked[m.Lot] = yes
		}
		if yes {
			out = append(out, flow.Evidence{Move: int32(i), Tally: -1, Least: m.Least, Most: flow.Unlimited})
		}
	}
	return out
}

// sure lists the movements of the item by which units came for sure, each account of
// them.
func (t *tracer) sure(of []handle) []proviso.MovementID {
	var ids []proviso.MovementID
	sure := map[proviso.MovementID]bool{}
	for _, n := range t.ask.Of {
		if id := t.stock.ID(n); t.stock.Model(n) >= 0 {
			ids = append(ids, id)
		} else {
			sure[id] = true
		}
	}
	for _, m := range t.s.Movements {
		if t.counts(m) && m.Item == t.stock.Item && sure[t.stands(m)] && t.among(of, m) == proviso.Yes {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

// trim leaves out what a party made and still has, where neither the target nor a place
// between is one of its holdings: such units have to leave it first, and then count by that.
func (t *tracer) trim(of []handle) []handle {
	out := slices.Clone(of)
	for i, h := range out {
		out[i].left = h.kind == byParty && t.outside(h)
	}
	return out
}

// outside says that units have to leave the party to come to the target.
func (t *tracer) outside(h handle) bool {
	near := slices.Concat(t.ask.Holdings, t.ask.MayHold)
	if b := t.ask.Through; b != nil {
		near = slices.Concat(near, b.Holdings, b.May)
	}
	for _, n := range near {
		if !t.apart(h, n) {
			return false
		}
	}
	for _, n := range t.ask.Moves {
		from := t.stock.Move(int(n)).From
		if t.fromParty(h, t.stock.Record(n)) != proviso.Yes && (from < 0 || !t.apart(h, from)) {
			return false
		}
	}
	return true
}

// apart says that the holding of the network is surely none of the party's.
func (t *tracer) apart(h handle, n int32) bool {
	return !slices.ContainsFunc(t.stock.Members(n), func(at proviso.Holding) bool { return t.fits(h, at) != proviso.No })
}

// chosen gives the moves that match: those of which all accounts agree, and those
// of which they do not or that may match. An account that names no instrument does
// not gainsay one that does.
func (t *tracer) chosen(match func(*proviso.Movement) proviso.Truth) (sure, perhaps []int32) {
	type verdict struct {
		least, most proviso.Truth
		said        bool
	}
	events := map[proviso.MovementID]*verdict{}
	for _, m := range t.s.Movements {
		if !t.counts(m) || m.Item != t.stock.Item {
			continue
		}
		v := match(m)
		said := v != proviso.No || len(m.Under) > 0
		e := events[t.stands(m)]
		switch {
		case e == nil || said && !e.said:
			events[t.stands(m)] = &verdict{v, v, said}
		case said || !e.said:
			e.least, e.most = min(e.least, v), max(e.most, v)
		}
	}
	models := t.models(match)
	for i := range t.stock.Moves() {
		if n := t.stock.Model(int32(i)); n >= 0 {
			if v := models[n]; v == proviso.Yes {
				sure = append(sure, int32(i))
			} else if v != proviso.No {
				perhaps = append(perhaps, int32(i))
			}
			continue
		}
		m := t.stock.Record(int32(i))
		e := events[m.ID]
		if e == nil || m.Kind == proviso.Assemble && t.stock.Move(i).From != flow.Outside {
			continue // what an assembly takes of the item goes into its product
		}
		switch {
		case e.least == proviso.Yes:
			sure = append(sure, int32(i))
		case e.most != proviso.No:
			perhaps = append(perhaps, int32(i))
		}
	}
	return sure, perhaps
}

// models says of each model of rows whether it matches.
func (t *tracer) models(match func(*proviso.Movement) proviso.Truth) []proviso.Truth {
	if t.q.Rows.Len() == 0 {
		return nil
	}
	out := make([]proviso.Truth, len(t.q.Rows.Models))
	for i, m := range t.q.Rows.Models {
		if m.Item == t.stock.Item {
			out[i] = match(m)
		}
	}
	return out
}

// stands gives the account that stands for the movement in the network: its own,
// or the first one of the event if the two are of the same holdings.
func (t *tracer) stands(m *proviso.Movement) proviso.MovementID {
	if t.own[m.ID] {
		return m.ID
	}
	for range t.s.Movements {
		next := t.s.Movement(m.RivalTo)
		if next == nil || !t.counts(next) || next.Item != m.Item {
			break
		}
		m = next
	}
	return m.ID
}
