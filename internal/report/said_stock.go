package report

import (
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// stock asks how many units the holdings that fit the claim had in all on its day.
// Holdings that only may fit count for the most. The claim may be of any time of the
// day: where units may have moved on it nothing is proved or refuted.
func (q *asking) stock(p *proviso.SomeStock) (*SaidRecord, error) {
	day, exact := p.On.Exact()
	switch {
	case p.In == (proviso.End{}) || len(p.Items) != 1:
		return nothingOnRecord("stock is reckoned of one item in the holdings of somebody or at some place, and the claim is of another"), nil
	case !exact:
		return nothingOnRecord("stock is reckoned on one day, and the claim names none"), nil
	case !q.deep:
		return nothingOnRecord(), nil
	}
	k, gaps, err := buildStock(q.ctx, q.s, nil, p.Items[0])
	if err != nil {
		return nil, err
	}
	sure, perhaps := k.Choose(func(h proviso.Holding) proviso.Truth { return endFits(q.s, p.In, h) })
	holdings := append(sure, perhaps...)
	if len(holdings) == 0 {
		return nothingOnRecord("no holding on record fits the claim"), nil
	}
	lines := stockLines(k, gaps, day)
	var total proviso.Quantity
	for i, h := range holdings {
		has := lines[h].quantity()
		if i >= len(sure) {
			has.Least = 0
		}
		total = total.Add(has)
	}
	r := compareStock(p, total, q.s.Item(p.Items[0]).Unit)
	if movesOn(k, holdings, day) {
		r.Status, r.IfComplete = statusPossible, false
		r.Because[0].Text += " at the end of the day, on which some may have moved"
	}
	r.Because[0].Records = touching(k, holdings)
	return r, nil
}

// endFits says whether the holding is one that the claim is of.
func endFits(s *proviso.Snapshot, e proviso.End, h proviso.Holding) proviso.Truth {
	fits := proviso.Yes
	if e.Party != "" {
		fits = fits.And(s.PartyWithin(h.Owner, e.Party).Or(s.PartyWithin(h.Holder, e.Party)))
	}
	if e.Owner != "" {
		fits = fits.And(s.PartyWithin(h.Owner, e.Owner))
	}
	if e.Holder != "" {
		fits = fits.And(s.PartyWithin(h.Holder, e.Holder))
	}
	if e.At != "" {
		fits = fits.And(s.PlaceWithin(h.At, e.At))
	}
	return fits
}

// compareStock holds a claim against what is on record of all holdings that fit it. In
// all, its number is a range, otherwise it is at least so many.
func compareStock(p *proviso.SomeStock, total proviso.Quantity, unit string) *SaidRecord {
	want := proviso.Quantity{Least: 1, Most: proviso.Unbounded}
	if p.HasQuantity {
		want.Least = p.Quantity.Least
	}
	if p.InAll {
		want = p.Quantity
	}
	b := bounds(total)
	r := &SaidRecord{Status: statusPossible, Bounds: &b, Unit: unit, Because: because("the records allow " + countWords(b, unit) + " in stock there")}
	switch {
	case want.Contains(total):
		r.Status, r.IfComplete = statusProved, true
	case total.Most < want.Least || total.Least > want.Most:
		r.Status, r.IfComplete = statusRefuted, true
	}
	return r
}

// movesOn says whether units may have come into one of the holdings or left it on
// the day.
func movesOn(k *flow.Stock, holdings []int32, day proviso.Day) bool {
	for i := range k.Moves() {
		m := k.Move(i)
		if m.Earliest <= day && day <= m.Latest && slices.Contains(holdings, m.From) != slices.Contains(holdings, m.To) {
			return true
		}
	}
	return false
}

// touching lists the movements into and out of the holdings and their stocktakes.
func touching(k *flow.Stock, holdings []int32) []string {
	out := []string{}
	for i := range k.Moves() {
		if m := k.Move(i); slices.Contains(holdings, m.From) || slices.Contains(holdings, m.To) {
			out = append(out, string(k.Record(int32(i)).ID))
		}
	}
	for i, t := range k.Tallies() {
		if slices.Contains(holdings, t.Holding) {
			out = append(out, string(k.Tallied(int32(i)).ID))
		}
	}
	return out
}
