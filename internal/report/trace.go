package report

import (
	"context"
	"fmt"
	"maps"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// TraceQuestion asks how many units that came by Of are or were with To, at
// least and at most. The ids are as Tracer reads them.
type TraceQuestion struct {
	Of, To, Through []string
	Item            proviso.ItemID // "": the only one that fits
	Asks            string         // "reached", "held" or "ended"; "": reached
	On              proviso.Day    // LastDay: everything on record; "held" needs a day
	Conventions     []string       // those of ConventionNames to add; nil: all
	Rows            *proviso.Rows  // movements beside those of the snapshot, all of which took place by its day; nil: none
	Twice           bool           // what has no certificate is held against other code
}

// ConventionNames lists the conventions in the order in which they are shown.
var ConventionNames = []string{"mass_balance", "rolling_average", "fifo", "lifo"}

var conventionRules = map[string]func(*flow.Network, flow.Question) (flow.Share, error){
	"mass_balance": flow.MassBalance, "rolling_average": flow.RollingAverage, "fifo": flow.FIFO, "lifo": flow.LIFO,
}

// Trace is the answer to a TraceQuestion.
type Trace struct {
	Case            string                     `json:"case"`
	AsOf            string                     `json:"as_of"`
	Known           string                     `json:"known"`
	Of              []string                   `json:"of"`
	To              []string                   `json:"to"`
	Through         []string                   `json:"through,omitempty"`
	Asks            string                     `json:"asks"`
	On              string                     `json:"on"`
	Item            proviso.ItemID             `json:"item"`
	MadeOf          []proviso.ItemID           `json:"made_of,omitempty"`
	Bound           []TraceBound               `json:"bound,omitempty"`
	Unit            string                     `json:"unit"`
	Came            Bounds                     `json:"came"`
	Entries         []TraceEntry               `json:"entries"`
	Bounds                                     // the answer
	Proved          Bounds                     `json:"proved"`
	Tried           bool                       `json:"tried"`
	TriedAgain      bool                       `json:"-"` // a second search found the same: see TraceQuestion.Twice
	ClashChecked    bool                       `json:"-"` // other code found that the contradictions cannot all hold
	Count           int64                      `json:"histories_tried,omitempty"`
	Histories       []TraceTold                `json:"histories,omitempty"`
	RuledOut        []TraceRuledOut            `json:"ruled_out,omitempty"`
	Found           *Contradiction             `json:"found,omitempty"`
	Tight           bool                       `json:"tight"`
	Exact           []string                   `json:"exact"`
	Outer           []string                   `json:"outer"`
	Certificate     *TraceProof                `json:"certificate"`
	Conventions     map[string]ConventionShare `json:"conventions"`
	IfEmpty         *IfEmpty                   `json:"if_empty,omitempty"`
	Depends         *Depends                   `json:"depends,omitempty"`
	Unaccounted     []Unaccounted              `json:"unaccounted"`
	Contradictions  []Contradiction            `json:"contradictions"`
	ContradictionIs string                     `json:"contradiction_is,omitempty"`
	Notes           []string                   `json:"notes"`
	Parts           []Trace                    `json:"parts,omitempty"`
}

// Names are the ids of the movements that the answer names.
func (a *Trace) Names() map[string]bool {
	names := map[string]bool{}
	for _, e := range a.Entries {
		names[string(e.Movement)] = true
	}
	if a.Certificate != nil {
		for _, s := range slices.Concat(a.Certificate.Scenario, a.Certificate.Cut) {
			names[string(s.Movement)] = true
		}
	}
	for _, x := range a.Histories {
		names[string(x.Movement)] = true
	}
	for i := range a.Parts {
		maps.Copy(names, a.Parts[i].Names())
	}
	return names
}

// TraceEntry is a movement by which the units asked about came.
type TraceEntry struct {
	Movement proviso.MovementID `json:"movement"`
	Bounds
	Surely bool `json:"surely"`
}

// TraceBound is how many of the products counted a clause binds, by what its paper
// says of components.
type TraceBound struct {
	Condition proviso.ConditionID `json:"condition"`
	Bounds
	Because []string `json:"because"`
}

// TraceProof is the certificates of both ends.
type TraceProof struct {
	LeastBy  *TraceParts `json:"least_by,omitempty"`
	Evidence []string    `json:"evidence"`
	Scenario []TraceStep `json:"scenario"`
	Cut      []TraceStep `json:"cut"`
}

// TraceParts is what the certificate of the least shows of a product: so many units
// of a part of it, no more than Each in one. The item is empty where it is of the
// products themselves.
type TraceParts struct {
	Item  proviso.ItemID `json:"item"`
	Units int64          `json:"units"`
	Each  int64          `json:"each"`
}

// TraceStep is a number of units in the scenario of an end, or a limit in its cut.
type TraceStep struct {
	For      string             `json:"for"`
	Kind     string             `json:"kind"`
	Units    int64              `json:"units"`
	Movement proviso.MovementID `json:"movement"`
	Item     proviso.ItemID     `json:"item,omitempty"`
	In       proviso.ItemID     `json:"in,omitempty"`
	Each     int64              `json:"each,omitempty"`
	Passed   bool               `json:"passed,omitempty"`
	Holding  []string           `json:"holding"`
	Since    string             `json:"since"`
	Index    int32              `json:"index"`
}

// TraceTold is one thing of a history in which an end is so, in its order: units that
// go by a movement, are counted in a stocktake, or were in a holding before its first
// record, and those among them that are of the units asked about.
type TraceTold struct {
	For      string             `json:"for"`
	Movement proviso.MovementID `json:"movement"`
	Holding  []string           `json:"holding"`
	Units    int64              `json:"units"`
	OfThem   int64              `json:"of_them"`
}

// TraceRuledOut is what the number of an end rests on that no certificate proves: beside
// the quantities, days and order of movements, which are always needed, on these records.
// Each of them is needed if that could be tried.
type TraceRuledOut struct {
	For     string          `json:"for"`
	By      []Contradiction `json:"by"`
	Each    bool            `json:"each"`
	Because []string        `json:"because"` // why the certificate leaves more open
}

// ConventionShare is the answer under a convention, or why there is none.
type ConventionShare struct {
	Units    *int64 `json:"units"`
	Withheld string `json:"withheld"`
}

// IfEmpty is the answer if nothing had been in any holding before its first record.
// It is given where nobody counted and that would raise the least.
type IfEmpty struct {
	Bounds
	Conventions map[string]ConventionShare `json:"conventions"`
}

// Depends is how many units of a delivery could not have gone without the units asked
// about, its holder staying at the floor at the end of every day after.
type Depends struct {
	Bounds
	Floor Bounds `json:"floor"`
	Short string `json:"short"`
}

// Unaccounted is stock that the records do not account for.
type Unaccounted struct {
	Item    proviso.ItemID `json:"item,omitempty"`
	Holding []string       `json:"holding"`
	Day     string         `json:"day"`
	Units   int64          `json:"units"`
	Way     string         `json:"way"`
}

// Contradiction is one of the records that cannot all hold, or, without a record, what
// those of a holding together say of its stock.
type Contradiction struct {
	Record  string `json:"record"`
	Holding string `json:"holding,omitempty"`
	Says    string `json:"says"`
}

// The ends of an answer, as certificates name them.
const (
	endMost  = "most"
	endLeast = "least"
)

// AskTrace answers the question. It stops early with the context's error.
func AskTrace(ctx context.Context, s *proviso.Snapshot, q TraceQuestion) (*Trace, error) {
	if p, err := newPlant(s, q); p != nil || err != nil {
		if err != nil {
			return nil, err
		}
		return p.answer(ctx)
	}
	t, err := newTracer(s, q)
	if err != nil {
		return nil, err
	}
	return t.answer(ctx)
}

// answer asks the network and puts what it says into the words of the records.
func (t *tracer) answer(ctx context.Context) (*Trace, error) {
	a := t.blank()
	got, err := flow.Bound(ctx, t.stock.Network, t.ask)
	if err != nil {
		return nil, err
	}
	a.Unaccounted = t.unaccounted(got.Gaps)
	if len(got.Clash) > 0 {
		a.ContradictionIs = got.ClashIs
		return a, a.contradict(ctx, t.s, t.stock, &t.ask, got.Clash, t.proving(), t.q.Twice)
	}
	a.Bounds = bounds(proviso.Quantity{Least: got.Least, Most: got.Most})
	a.Proved = bounds(proviso.Quantity{Least: got.Proof[flow.AtLeast].Number, Most: got.Most})
	if got.Found >= 0 {
		found := evidence(t.s, t.stock, &t.ask.Evidence[got.Found])
		a.Found = &found
	}
	if err := t.whole(ctx, a); err != nil {
		return nil, err
	}
	a.exactness(&got)
	if err := t.exhaust(ctx, a); err != nil {
		return nil, err
	}
	a.loosen(t.loose)
	if err := t.wander(ctx, a); err != nil {
		return nil, err
	}
	a.Notes = append(a.Notes, neverCounted(got.Uncounted, func(h int32) string { return named(t.s, holding(t.stock.Members(h)[0])) })...)
	of, err := t.provings()
	if err != nil {
		return nil, err
	}
	if a.Certificate, err = proof(got.Proof, of); err != nil {
		return nil, err
	}
	if a.Conventions, err = t.conventions(ctx, t.stock.Network, t.ask); err != nil {
		return nil, err
	}
	if a.Depends, err = t.depends(ctx); err != nil {
		return nil, err
	}
	if len(got.Uncounted) > 0 {
		a.IfEmpty, err = t.ifEmpty(ctx, got.Least)
	}
	return a, err
}

// conventions gives the answer under each convention asked for.
func (t *tracer) conventions(ctx context.Context, n *flow.Network, ask flow.Question) (map[string]ConventionShare, error) {
	out := map[string]ConventionShare{}
	if ask.Through != nil { // they do not tell which units came by way of a place
		return out, nil
	}
	for _, name := range ConventionNames {
		if q := t.q.Conventions; q != nil && !slices.Contains(q, name) {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		share, err := conventionRules[name](n, ask)
		if err != nil {
			return nil, err
		}
		out[name] = conventionShare(share)
	}
	return out, nil
}

// ifEmpty asks once more as if nothing had been in stock before the first record;
// nil if the least stays as it is.
func (t *tracer) ifEmpty(ctx context.Context, least int64) (*IfEmpty, error) {
	n, err := t.stock.AsIfEmpty()
	if err != nil {
		return nil, err
	}
	got, err := flow.Bound(ctx, n, t.ask)
	if err != nil || len(got.Clash) > 0 || got.Least <= least || t.strays() != (stray{}) {
		return nil, err
	}
	conventions, err := t.conventions(ctx, n, t.ask)
	return &IfEmpty{bounds(proviso.Quantity{Least: got.Least, Most: got.Most}), conventions}, err
}

// exactness says which ends some history attains. Ends that meet are exact,
// because both are sound.
func (a *Trace) exactness(got *flow.Answer) {
	most := a.quantity().Most
	met := a.Least == most
	if got.LeastExact || met {
		a.Exact = append(a.Exact, endLeast)
	}
	if got.MostExact && got.Most == most || met {
		a.Exact = append(a.Exact, endMost)
	}
	a.Tight = len(a.Exact) == 2
	if !a.Tight {
		a.Outer = append(a.Outer, got.Outer...)
	}
}

// loosen says that ends which are apart are not known to be exact where more is on
// record than the network holds.
func (a *Trace) loosen(because []string) {
	if len(because) == 0 || a.Most != nil && *a.Most == a.Least {
		return
	}
	a.Exact, a.Tight = []string{}, false
	a.Outer = append(a.Outer, because...)
}

// exhaust replaces an answer that is not exact by what all histories together say,
// if they are few enough to try.
func (t *tracer) exhaust(ctx context.Context, a *Trace) error {
	if a.Tight {
		return nil
	}
	found, ok, err := flow.Exhaust(ctx, t.stock.Network, t.ask)
	if err != nil || !ok {
		return err
	}
	if t.q.Twice {
		again, ok, err := flow.Again(ctx, t.stock.Network, t.ask)
		if err != nil {
			return err
		}
		if ok && again != found.Span {
			return fmt.Errorf("internal error: all histories give %d to %d at first and %d to %d again", found.Least, found.Most, again.Least, again.Most)
		}
		a.TriedAgain = ok
	}
	a.Bounds = bounds(proviso.Quantity{Least: max(a.Least, found.Least), Most: min(a.quantity().Most, found.Most)})
	why := a.Outer
	a.Tried, a.Count, a.Found, a.Tight, a.Exact, a.Outer = true, found.Count, nil, true, []string{endLeast, endMost}, []string{}
	for side, end := range sides {
		if a.certain(end) {
			continue
		}
		a.Histories = append(a.Histories, t.told(end, found.Told[side])...)
		by, each, err := flow.Why(ctx, t.stock.Network, t.ask, &found, flow.Side(side))
		if err != nil {
			return err
		}
		out := TraceRuledOut{For: end, By: []Contradiction{}, Each: each, Because: why}
		for _, c := range by {
			if c.Evidence >= 0 {
				out.By = append(out.By, evidence(t.s, t.stock, &t.ask.Evidence[c.Evidence]))
			} else {
				out.By = append(out.By, carried(t.s, t.stock.Record(c.Move)))
			}
		}
		a.RuledOut = append(a.RuledOut, out)
	}
	return nil
}

func conventionShare(s flow.Share) ConventionShare {
	if !s.Known {
		return ConventionShare{Withheld: s.Why}
	}
	return ConventionShare{Units: &s.Units}
}

// blank is the answer before anything was asked of the network.
func (t *tracer) blank() *Trace {
	a := &Trace{
		Case: t.s.Case, AsOf: t.s.AsOf.String(), Known: t.s.Known.String(),
		Of: t.q.Of, To: t.q.To, Through: t.q.Through, Asks: t.q.Asks, On: t.q.On.String(), Item: t.stock.Item, Unit: unitOf(t.s, t.stock.Item),
		Entries: t.entries(), Exact: []string{}, Outer: []string{}, Conventions: map[string]ConventionShare{},
		Unaccounted: []Unaccounted{}, Contradictions: []Contradiction{}, Notes: t.notes(),
	}
	came := proviso.Quantity{}
	for _, e := range a.Entries {
		q := e.quantity()
		if !e.Surely {
			q.Least = 0
		}
		came = came.Add(q)
	}
	a.Came = bounds(came)
	return a
}

func (t *tracer) entries() []TraceEntry {
	out := []TraceEntry{}
	for i, list := range [][]int32{t.ask.Of, t.ask.MayOf} {
		for _, n := range list {
			m := t.stock.Move(int(n))
			out = append(out, TraceEntry{t.stock.ID(n), bounds(proviso.Quantity{Least: m.Least, Most: m.Most}), i == 0})
		}
	}
	return out
}

// unaccounted lists what is missing, in the order of days.
func (t *tracer) unaccounted(gaps []flow.Gap) []Unaccounted {
	return unaccounted(t.stock, gaps)
}

func unaccounted(k *flow.Stock, gaps []flow.Gap) []Unaccounted {
	out := []Unaccounted{}
	for _, g := range gaps {
		way := "in"
		switch {
		case g.Out:
			way = "out"
		case g.Before:
			way = "before"
		}
		out = append(out, Unaccounted{Holding: holdingNames(k.Members(g.Holding)), Day: g.Day.String(), Units: g.Units, Way: way})
	}
	return out
}

func holdingNames(members []proviso.Holding) []string {
	out := []string{}
	for _, h := range members {
		out = append(out, holding(h))
	}
	return out
}

// neverCounted says which stock nobody counted before it mattered.
func neverCounted(holdings []int32, name func(int32) string) []string {
	if len(holdings) == 0 {
		return nil
	}
	const most = 3
	var names []string
	for i, h := range holdings {
		if i == most {
			names = append(names, fmt.Sprintf("%d holdings more", len(holdings)-most))
			break
		}
		names = append(names, name(h))
	}
	return []string{"what was with " + joinAnd(names) + " before its first record is not known; a stocktake settles it"}
}

// notes says what the numbers leave aside.
func (t *tracer) notes() []string {
	out := []string{}
	for _, m := range t.s.Movements {
		if m.Kind == proviso.Assemble && m.Item != t.stock.Item && t.counts(m) &&
			slices.ContainsFunc(m.Inputs, func(in proviso.Input) bool { return in.Item == t.stock.Item }) {
			out = append(out, "units of "+string(t.stock.Item)+" went into "+string(m.Item)+" ("+string(m.ID)+"); they are not followed further, trace "+string(m.Item)+" for those")
		}
	}
	return out
}
