package report

import (
	"context"
	"slices"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// StockAnswer is how many units each holding has at the end of a day.
type StockAnswer struct {
	Case  string      `json:"case"`
	AsOf  string      `json:"as_of"`
	Known string      `json:"known"`
	On    string      `json:"on"`
	Items []StockItem `json:"items"`
}

// StockItem is the holdings of one item.
type StockItem struct {
	Item        proviso.ItemID `json:"item"`
	Unit        string         `json:"unit"`
	Holdings    []StockLine    `json:"holdings"`
	Unaccounted []Unaccounted  `json:"unaccounted"`
}

// StockLine is one holding, or several that the records do not tell apart.
type StockLine struct {
	Holding []string `json:"holding"`
	Bounds
	Origins *StockOrigins `json:"origins,omitempty"` // nil if nobody asked
}

// StockOrigins is where the units of a holding came from by mass balance, or why it
// cannot be said.
type StockOrigins struct {
	Shares []OriginShare `json:"shares"`
	Why    string        `json:"why"`
}

// OriginShare is units that the records first meet in one holding.
type OriginShare struct {
	Origin []string `json:"origin"`
	Units  int64    `json:"units"`
}

// AskStock counts the stock of every holding at the end of the day, of one item or
// of all, and if wanted where its units came from by mass balance. It stops early
// with the context's error. Rows, which may be nil, are movements beside those of the
// snapshot, all of which took place by its day.
func AskStock(ctx context.Context, s *proviso.Snapshot, rows *proviso.Rows, on proviso.Day, item proviso.ItemID, origins bool) (*StockAnswer, error) {
	a := &StockAnswer{Case: s.Case, AsOf: s.AsOf.String(), Known: s.Known.String(), On: on.String(), Items: []StockItem{}}
	for _, it := range s.Items {
		if item != "" && it.ID != item {
			continue
		}
		k, gaps, err := buildStock(ctx, s, rows, it.ID)
		if err != nil {
			return nil, err
		}
		one := StockItem{Item: it.ID, Unit: it.Unit, Holdings: stockLines(k, gaps, on)}
		if origins {
			mixes, err := flow.Origins(k.Network, on)
			if err != nil {
				return nil, err
			}
			for h := range one.Holdings {
				one.Holdings[h].Origins = stockOrigins(k, mixes[h])
			}
		}
		slices.SortFunc(one.Holdings, func(a, b StockLine) int { return slices.Compare(a.Holding, b.Holding) })
		one.Unaccounted = unaccounted(k, slices.DeleteFunc(slices.Clone(gaps), func(g flow.Gap) bool { return g.Day > on }))
		if len(one.Holdings) > 0 {
			a.Items = append(a.Items, one)
		}
	}
	return a, nil
}

// buildStock makes the network of an item, and finds what the records do not
// account for.
func buildStock(ctx context.Context, s *proviso.Snapshot, rows *proviso.Rows, item proviso.ItemID) (*flow.Stock, []flow.Gap, error) {
	k, err := flow.Build(s, rows, item, func(m *proviso.Movement) bool { return takesPlace(s, m) })
	if err != nil {
		return nil, nil, err
	}
	all, err := flow.Bound(ctx, k.Network, flow.Question{Until: proviso.LastDay})
	return k, all.Gaps, err
}

func stockOrigins(k *flow.Stock, x flow.Mix) *StockOrigins {
	out := &StockOrigins{Shares: []OriginShare{}, Why: x.Why}
	for _, p := range x.Portions {
		out.Shares = append(out.Shares, OriginShare{holdingNames(k.Members(p.Origin)), p.Units})
	}
	return out
}

// stockLines is the holdings of the network in the order of their numbers.
func stockLines(k *flow.Stock, gaps []flow.Gap, on proviso.Day) []StockLine {
	books, strays := make([]book, k.Holdings()), []change(nil)
	for _, g := range gaps {
		books[g.Holding].gaps = append(books[g.Holding].gaps, g)
	}
	for i := range k.Moves() {
		m := k.Move(i)
		stray := m
		stray.Least = 0
		switch out, in := strayed(k, int32(i)); {
		case out:
			strays = append(strays, change{stray, false})
		case in:
			strays = append(strays, change{stray, true})
		}
		if m.From >= 0 && m.From != m.To {
			books[m.From].changes = append(books[m.From].changes, change{m, false})
		}
		if m.To >= 0 && m.From != m.To {
			books[m.To].changes = append(books[m.To].changes, change{m, true})
		}
	}
	for _, t := range k.Tallies() {
		books[t.Holding].counts = append(books[t.Holding].counts, t)
	}
	out := []StockLine{}
	for h := range books {
		books[h].changes = append(books[h].changes, strays...)
		b := books[h].on(on)
		out = append(out, StockLine{Holding: holdingNames(k.Members(int32(h))), Bounds: bounds(b)})
	}
	return out
}

// book is what is on record of one holding.
type book struct {
	changes []change
	counts  []flow.Tally
	gaps    []flow.Gap
}

type change struct {
	flow.Move
	in bool
}

// on gives the stock at the end of the day. It can be reckoned from any number
// before the first record, and from each stocktake; every reckoning that no shortage
// or surplus shows to be wrong is sound, so what they have in common is the answer.
// If stock falls short after the last stocktake, more may have come in unrecorded
// than that proves, and nothing limits the stock from above.
func (b *book) on(day proviso.Day) proviso.Quantity {
	start, found := proviso.FirstDay, proviso.Quantity{Most: proviso.Unbounded}
	var out proviso.Quantity
	reckoned := false
	try := func() {
		if slices.ContainsFunc(b.gaps, func(g flow.Gap) bool { return !g.Before && g.Day > start && (g.Day <= day || !g.Out) }) {
			return
		}
		q := b.since(start, found, day)
		if reckoned && max(q.Least, out.Least) <= min(q.Most, out.Most) {
			q = proviso.Quantity{Least: max(q.Least, out.Least), Most: min(q.Most, out.Most)}
		}
		out, reckoned = q, true
	}
	try()
	for _, c := range b.counts {
		if c.Day > day {
			break
		}
		start, found = c.Day, proviso.Quantity{Least: c.Least, Most: c.Most}
		try()
	}
	if reckoned {
		return out
	}
	missing := int64(0)
	for _, g := range b.gaps {
		if !g.Before && g.Day > start && g.Day <= day && !g.Out {
			missing += g.Units
		}
	}
	return proviso.Quantity{Least: max(0, b.least(start, found.Least, day)+missing), Most: proviso.Unbounded}
}

// since reckons from a known number at the end of a day to the end of another.
func (b *book) since(start proviso.Day, found proviso.Quantity, day proviso.Day) proviso.Quantity {
	most, limited := found.Most, found.Most != proviso.Unbounded
	for i := range b.changes {
		c := &b.changes[i]
		switch surely, perhaps := c.between(start, day); {
		case c.in && perhaps:
			limited = limited && c.Most != proviso.Unbounded
			if limited {
				most = proviso.SatAdd(most, c.Most)
			}
		case !c.in && surely && limited:
			most -= c.Least
		}
	}
	if !limited {
		most = proviso.Unbounded
	}
	least := max(0, b.least(start, found.Least, day))
	return proviso.Quantity{Least: least, Most: max(least, most)}
}

// least is the lowest balance; it may be negative.
func (b *book) least(start proviso.Day, found int64, day proviso.Day) int64 {
	for i := range b.changes {
		c := &b.changes[i]
		switch surely, perhaps := c.between(start, day); {
		case c.in && surely:
			found += c.Least
		case !c.in && perhaps && c.Most == proviso.Unbounded:
			return 0
		case !c.in && perhaps:
			found -= c.Most
		}
	}
	return found
}

// between says whether the change surely or perhaps took place after what was
// found at the end of the one day and by the end of the other. On the day of a
// stocktake itself the order is not known.
func (c *change) between(start, day proviso.Day) (surely, perhaps bool) {
	return c.Latest <= day && c.Earliest > start || c.Latest <= day && start == proviso.FirstDay, c.Earliest <= day && (c.Latest >= start || start == proviso.FirstDay)
}

// StockText draws the answer.
func StockText(a *StockAnswer, s *proviso.Snapshot, look Look) string {
	d := tracing{drawing: &drawing{page: newPage(look), s: s}, t: &Trace{}, all: true}
	if a.Case != "" {
		d.para(0, strong, a.Case)
	}
	d.para(0, plain, "stock at the end of "+a.On+", "+strings.TrimPrefix(asOfWords(a.AsOf, a.Known), "as of "+a.AsOf+", "))
	if len(a.Items) == 0 {
		d.blank()
		d.para(0, plain, "No stock is on record.")
	}
	for _, it := range a.Items {
		d.t.Unit = it.Unit
		d.blank()
		d.line(0, strong, string(it.Item))
		for _, l := range it.Holdings {
			text := countWords(l.Bounds, it.Unit)
			d.labelled(inset, labelWidth, plain, text, d.where(l.Holding))
			if l.Origins != nil {
				d.labelled(inset+2, labelWidth-2, plain, "by mass balance", d.origins(l.Origins))
			}
		}
		d.unaccounted(it.Unaccounted)
	}
	return d.String()
}

// origins says where the units of a holding came from.
func (d *tracing) origins(o *StockOrigins) string {
	var out []string
	for _, share := range o.Shares {
		out = append(out, proviso.Exactly(share.Units).Human()+" from "+d.where(share.Origin))
	}
	switch {
	case o.Why != "":
		return "cannot be said: " + o.Why
	case len(out) == 0:
		return "none"
	}
	return strings.Join(out, ", ")
}
