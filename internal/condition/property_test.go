package condition

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	proviso "github.com/proviso-ledger/proviso"
)

// said is what the clauses of a dossier say, by movement and clause.
type said struct {
	verdicts map[string]proviso.Verdict
	binds    map[string]proviso.Units
	wrong    map[string]proviso.Units
	duties   map[string]DutyStatus
	moved    map[proviso.MovementID]bool
	clash    bool // the records contradict each other: no world agrees with them
}

func saidOf(t testing.TB, s *proviso.Snapshot) said {
	t.Helper()
	e := newEngine(s)
	if err := e.run(context.Background()); err != nil {
		t.Fatal(err)
	}
	r := e.result()
	out := said{verdicts: map[string]proviso.Verdict{}, binds: map[string]proviso.Units{}, wrong: map[string]proviso.Units{},
		duties: map[string]DutyStatus{}, moved: map[proviso.MovementID]bool{}}
	for _, j := range r.Movements {
		out.moved[j.ID] = true
		for _, f := range j.Findings {
			k := string(j.ID) + " " + string(f.Condition)
			wrong := f.Units
			if f.Verdict == proviso.Permitted {
				wrong = proviso.Units{}
			}
			// A clause can bind units of a movement in two ways, of which one may be that it
			// perhaps binds a product by a component.
			out.verdicts[k] = max(out.verdicts[k], f.Verdict)
			binds, twice := out.binds[k]
			if out.binds[k] = f.Binds; twice {
				out.binds[k] = proviso.Units{Least: min(binds.Least, f.Binds.Least), Most: max(binds.Most, f.Binds.Most)}
			}
			out.wrong[k] = proviso.Units{Least: max(out.wrong[k].Least, wrong.Least), Most: max(out.wrong[k].Most, wrong.Most)}
		}
	}
	for _, d := range r.Duties {
		out.duties[string(d.Movement)+" "+string(d.Condition)] = d.Status
	}
	for _, p := range r.Problems {
		out.clash = out.clash || p.Code == "unaccounted"
	}
	for _, line := range e.timelines {
		for _, v := range line.moves {
			out.clash = out.clash || v.act.Lacking > 0 // it cannot happen on these records
		}
	}
	return out
}

// less says whether what was said of a dossier may turn into what is said of a
// less precise one. Every world that agrees with the first agrees with the
// second. So permitted, missing and forbidden, which speak of every world, may
// be said of the second only if they hold of the first; undetermined may always
// be said. Missing for forbidden may: a refusal that is less surely about the
// movement leaves its consent missing.
func less(precise, vague proviso.Verdict) bool {
	return vague == precise || vague == proviso.Undetermined || vague == proviso.Missing && precise == proviso.Forbidden
}

// lessDuty is the same for duties. A duty that is not set off at all may be
// open, done or undetermined when it may be set off.
func lessDuty(precise, vague DutyStatus) bool {
	return vague == precise || vague == DutyUndetermined || precise == "" && (vague == DutyOpen || vague == DutyDone)
}

// lost tells how the answer to the vaguer dossier says more than the answer to
// the precise one; "" if it does not.
func (p said) lost(v said) string {
	for _, k := range slices.Sorted(maps.Keys(union(p.verdicts, v.verdicts))) {
		id, _, _ := strings.Cut(k, " ")
		if m := proviso.MovementID(id); !p.moved[m] || !v.moved[m] {
			continue
		}
		a, b := p.verdicts[k], v.verdicts[k]
		_, in := p.binds[k]
		_, also := v.binds[k]
		switch {
		case !less(a, b):
			return fmt.Sprintf("%s: %s (%s) became %s (%s)", k, a, spanWords(p.wrong[k]), b, spanWords(v.wrong[k]))
		case in && also && !v.binds[k].Contains(p.binds[k]):
			return fmt.Sprintf("%s: binds %s became %s", k, spanWords(p.binds[k]), spanWords(v.binds[k]))
		case !v.wrong[k].Contains(p.wrong[k]):
			return fmt.Sprintf("%s: %s units %s became %s units %s", k, a, spanWords(p.wrong[k]), b, spanWords(v.wrong[k]))
		}
	}
	for _, k := range slices.Sorted(maps.Keys(union(p.duties, v.duties))) {
		id, _, _ := strings.Cut(k, " ")
		if m := proviso.MovementID(id); m != "" && (!p.moved[m] || !v.moved[m]) {
			continue
		}
		if !lessDuty(p.duties[k], v.duties[k]) {
			return fmt.Sprintf("duty %s: %q became %q", k, p.duties[k], v.duties[k])
		}
	}
	return ""
}

func union[K comparable, V any](a, b map[K]V) map[K]V {
	out := maps.Clone(a)
	maps.Copy(out, b)
	return out
}

// shrunk drops records as long as the property still fails, and gives the rest.
func shrunk(rs []proviso.Record, fails func(dropped map[string]bool) string) (map[string]bool, string) {
	dropped, why := map[string]bool{}, fails(map[string]bool{})
	for again := true; again; {
		again = false
		for _, x := range rs {
			id := x.RecordID()
			if dropped[id] || x.RecordKind() == proviso.PartyRecord || x.RecordKind() == proviso.ItemRecord || x.RecordKind() == proviso.PlaceRecord {
				continue
			}
			dropped[id] = true
			if w := fails(dropped); w != "" {
				why, again = w, true
			} else {
				delete(dropped, id)
			}
		}
	}
	return dropped, why
}

// told gives the instruments and movements of a dossier for a failed test.
func toldOf(rs []proviso.Record, dropped map[string]bool) string {
	var b strings.Builder
	for _, x := range rs {
		if dropped[x.RecordID()] {
			continue
		}
		switch x := x.(type) {
		case *proviso.Item:
			fmt.Fprintf(&b, "item %s lethal %s made in %q %v of %v\n", x.ID, x.Lethal, x.MadeIn, x.Codes, x.MadeOf)
		case *proviso.Instrument:
			fmt.Fprintf(&b, "%s %s by %s to %s life %v valid %s for %v covers %+v\n", x.Kind, x.ID, x.GivenBy, x.GivenTo, x.Life, x.Valid, x.For, x.Covers)
			for _, c := range x.Conditions {
				fmt.Fprintf(&b, "    %s %+v goods %+v items %v during %s except %+v stays %v\n", c.ID, c.Rule, c.Goods, c.Items, c.During, c.Except, c.NoFlowDown)
			}
		case *proviso.Movement:
			fmt.Fprintf(&b, "%s %s %s %s: %s %s %s -> %s under %v drawn %v lots %v via %v use %q rival %q releases %v of which %v inputs %v paid %v values %v\n", x.Basis, x.Kind, x.ID, x.When, x.Quantity, x.Item,
				holdingWords(x.From), holdingWords(x.To), x.Under, x.DrawnFrom, x.Lots, x.Via, x.Use, x.RivalTo, x.Releases, x.OfWhich, x.Inputs, x.PaidFrom, x.Values)
		}
	}
	return b.String()
}

func holdingWords(h proviso.Holding) string {
	return fmt.Sprintf("%s:%s@%s", h.Owner, h.Holder, h.At)
}

// TestUnknownNeverSaysMore makes one fact of a dossier less precise: no answer
// may then say more than before. See less for what must hold, and blurs for the
// facts.
func TestUnknownNeverSaysMore(t *testing.T) {
	tried := map[string]int{}
	for seed := range uint64(3_000) {
		rs := generate(seed)
		precise := saidOf(t, dossier(rs, nil))
		if precise.clash {
			continue
		}
		all := blurs(rs)
		for i := range 6 {
			b := all[(int(seed)*31+i*17)%len(all)].name
			tried[b[strings.IndexByte(b, ' ')+1:]]++
			fails := func(dropped map[string]bool) string {
				v, ok := blurred(seed, b, dropped)
				p := precise
				if len(dropped) > 0 {
					p = saidOf(t, dossier(generate(seed), dropped))
				}
				if !ok || p.clash {
					return ""
				}
				vague := saidOf(t, v)
				if vague.clash {
					return ""
				}
				return p.lost(vague)
			}
			if fails(nil) == "" {
				continue
			}
			dropped, why := shrunk(rs, fails)
			t.Fatalf("seed %d, %s less precise: %s\n%s", seed, b, why, toldOf(generate(seed), dropped))
		}
	}
	if len(tried) < 25 {
		t.Errorf("only these facts were blurred: %v", tried)
	}
}

// TestWithdrawnPapers drops consents and conditions. Without a consent no answer
// gets better: a consent only lets units go. (A refusal is no consent, and an
// answer that was both given and refused says both.) Without a condition none
// gets worse: every clause stands for itself. The exceptions relieve others: a
// component clause with a threshold may say that clauses lapse.
func TestWithdrawnPapers(t *testing.T) {
	consents, conditions := 0, 0
	for seed := range uint64(1_500) {
		rs := generate(seed)
		all := saidOf(t, dossier(rs, nil))
		for _, x := range rs {
			in, ok := x.(*proviso.Instrument)
			if !ok {
				continue
			}
			if isConsent(in) {
				consents++
				without := saidOf(t, dossier(generate(seed), map[string]bool{x.RecordID(): true}))
				for k, v := range union(all.verdicts, without.verdicts) {
					if without.verdicts[k] < all.verdicts[k] {
						t.Fatalf("seed %d: without %s %s is %s, with it %s (%s)\n%s", seed, in.ID, k, without.verdicts[k], all.verdicts[k], v, toldOf(rs, nil))
					}
				}
			}
			for i, c := range in.Conditions {
				if _, component := c.Rule.(*proviso.ComponentRule); component {
					continue
				}
				conditions++
				fewer := generate(seed)
				at := slices.IndexFunc(fewer, func(y proviso.Record) bool { return y.RecordID() == x.RecordID() })
				cut := fewer[at].(*proviso.Instrument)
				cut.Conditions = slices.Delete(cut.Conditions, i, i+1)
				without := saidOf(t, dossier(fewer, nil))
				for k := range union(all.verdicts, without.verdicts) {
					if without.verdicts[k] > all.verdicts[k] {
						t.Fatalf("seed %d: without %s %s is %s, with it %s\n%s", seed, c.ID, k, without.verdicts[k], all.verdicts[k], toldOf(rs, nil))
					}
				}
			}
		}
	}
	if consents < 500 || conditions < 2_000 {
		t.Errorf("only %d consents and %d conditions were dropped", consents, conditions)
	}
}

func isConsent(in *proviso.Instrument) bool {
	return (in.Kind == proviso.Consent || in.Kind == proviso.Waiver) &&
		!slices.ContainsFunc(in.Life, func(e proviso.Event) bool { return e.Status == proviso.Refused })
}

// TestOrderOfRecords shuffles the records, and the lists in them whose order
// says nothing.
func TestOrderOfRecords(t *testing.T) {
	for seed := range uint64(1_000) {
		r := rand.New(rand.NewPCG(seed, 3))
		want := decide(t, dossier(generate(seed), nil))
		rs := generate(seed)
		r.Shuffle(len(rs), func(i, j int) { rs[i], rs[j] = rs[j], rs[i] })
		if diff := cmp.Diff(want, decide(t, dossier(rs, nil)), cmp.AllowUnexported(proviso.Date{}), sameRecords); diff != "" {
			t.Fatalf("seed %d: the order of records matters:\n%s", seed, diff)
		}
		for _, x := range rs {
			mixLists(r, x)
		}
		a, b := saidOf(t, dossier(generate(seed), nil)), saidOf(t, dossier(rs, nil))
		if diff := cmp.Diff(a, b, cmp.AllowUnexported(said{})); diff != "" {
			t.Fatalf("seed %d: the order of a list matters:\n%s\n%s", seed, diff, toldOf(rs, nil))
		}
	}
}

// sameRecords compares movements by id: only what is said of them is compared.
var sameRecords = cmp.Comparer(func(a, b *proviso.Movement) bool { return a.ID == b.ID })

func mixLists(r *rand.Rand, x proviso.Record) {
	mix := func(n int, swap func(i, j int)) { r.Shuffle(n, swap) }
	switch x := x.(type) {
	case *proviso.Movement:
		mix(len(x.Under), func(i, j int) { x.Under[i], x.Under[j] = x.Under[j], x.Under[i] })
		mix(len(x.Values), func(i, j int) { x.Values[i], x.Values[j] = x.Values[j], x.Values[i] })
		mix(len(x.Via.Legs), func(i, j int) { x.Via.Legs[i], x.Via.Legs[j] = x.Via.Legs[j], x.Via.Legs[i] })
		mix(len(x.PaidFrom), func(i, j int) { x.PaidFrom[i], x.PaidFrom[j] = x.PaidFrom[j], x.PaidFrom[i] })
	case *proviso.Instrument:
		mix(len(x.Life), func(i, j int) { x.Life[i], x.Life[j] = x.Life[j], x.Life[i] })
		mix(len(x.Conditions), func(i, j int) { x.Conditions[i], x.Conditions[j] = x.Conditions[j], x.Conditions[i] })
		mix(len(x.Covers.To), func(i, j int) { x.Covers.To[i], x.Covers.To[j] = x.Covers.To[j], x.Covers.To[i] })
		mix(len(x.Covers.Movements), func(i, j int) {
			x.Covers.Movements[i], x.Covers.Movements[j] = x.Covers.Movements[j], x.Covers.Movements[i]
		})
	case *proviso.Item, *proviso.Party, *proviso.Place, *proviso.Source, *proviso.Statement:
	}
}

// TestNamesSayNothing gives instruments and movements other ids. The order of
// ids turns round; nothing but the conventions, which break ties of one day by
// id, may change.
func TestNamesSayNothing(t *testing.T) {
	for seed := range uint64(1_000) {
		rs := generate(seed)
		for _, x := range rs {
			renameAll(x)
		}
		want, renamed := saidOf(t, dossier(generate(seed), nil)), saidOf(t, dossier(rs, nil))
		got := said{verdicts: restored(renamed.verdicts), binds: restored(renamed.binds), wrong: restored(renamed.wrong),
			duties: restored(renamed.duties), moved: want.moved, clash: renamed.clash}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(said{})); diff != "" {
			t.Fatalf("seed %d: a name matters:\n%s\n%s", seed, diff, toldOf(generate(seed), nil))
		}
	}
}

// mirrored writes an id so that the order of ids turns round and the id can be
// read again: digits and letters are mirrored.
func mirrored(id string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c >= '0' && c <= '9':
			return '9' - (c - '0')
		case c >= 'a' && c <= 'z':
			return 'z' - (c - 'a')
		}
		return c
	}, id)
}

func restored[V any](m map[string]V) map[string]V {
	out := map[string]V{}
	for k, v := range m {
		out[mirrored(k)] = v
	}
	return out
}

func renameAll(x proviso.Record) {
	in := func(id *proviso.InstrumentID) { *id = proviso.InstrumentID(mirrored(string(*id))) }
	cond := func(id *proviso.ConditionID) { *id = proviso.ConditionID(mirrored(string(*id))) }
	mov := func(ids []proviso.MovementID) {
		for i := range ids {
			ids[i] = proviso.MovementID(mirrored(string(ids[i])))
		}
	}
	switch x := x.(type) {
	case *proviso.Instrument:
		in(&x.ID)
		for i := range x.For {
			cond(&x.For[i])
		}
		for _, c := range x.Conditions {
			cond(&c.ID)
			in(&c.Instrument)
		}
		mov(x.Covers.Movements)
	case *proviso.Movement:
		renameMovement(x, in, mov)
	case *proviso.Item, *proviso.Party, *proviso.Place, *proviso.Source, *proviso.Statement:
	}
}

func renameMovement(x *proviso.Movement, in func(*proviso.InstrumentID), mov func([]proviso.MovementID)) {
	ids := []proviso.MovementID{x.ID, x.RivalTo}
	mov(ids)
	x.ID, x.RivalTo = ids[0], ids[1]
	mov(x.DrawnFrom)
	for i := range x.Under {
		in(&x.Under[i])
	}
	for i := range x.Releases {
		in(&x.Releases[i])
	}
	for i := range x.OfWhich {
		in(&x.OfWhich[i].Under)
		mov(x.OfWhich[i].DrawnFrom)
	}
	for i := range x.PaidFrom {
		in(&x.PaidFrom[i].Fund)
	}
}

// TestReadingsLieWithinTheBounds compares the units that every reading finds
// with those that are physically possible.
func TestReadingsLieWithinTheBounds(t *testing.T) {
	held := 0
	for seed := range uint64(2_000) {
		for _, j := range decide(t, dossier(generate(seed), nil)).Movements {
			for _, f := range j.Findings {
				for name, r := range f.Readings {
					if !r.Known {
						continue
					}
					held++
					if f.Binds.Least > f.Binds.Most || r.Units.Least > r.Units.Most || !f.Binds.Contains(r.Units) && !(proviso.Units{Most: f.Binds.Most}).Contains(r.Units) {
						t.Fatalf("seed %d: %s of %s: %s finds %s of %s bound", seed, f.Condition, j.ID, name, spanWords(r.Units), spanWords(f.Binds))
					}
					if r.Verdict == proviso.Permitted && name != proviso.Physical && !f.Binds.Contains(r.Units) {
						t.Fatalf("seed %d: %s of %s: %s binds %s, possible are %s", seed, f.Condition, j.ID, name, spanWords(r.Units), spanWords(f.Binds))
					}
				}
			}
		}
	}
	if held < 10_000 {
		t.Errorf("only %d readings looked at", held)
	}
}

// TestSupplyIndexAgrees compares the quick decision with the findings.
func TestSupplyIndexAgrees(t *testing.T) {
	seen := map[proviso.Verdict]int{}
	for seed := range uint64(2_000) {
		s := dossier(generate(seed), nil)
		x := NewSupplyIndex(s)
		for _, j := range decide(t, s).Movements {
			want := proviso.Permitted
			for _, f := range j.Findings {
				if f.Kind == proviso.KindSupply {
					want = want.Worse(f.Verdict)
				}
			}
			seen[want]++
			if got := x.Decide(j.Movement); got != want {
				t.Fatalf("seed %d: %s: decided %s, the findings say %s\n%s", seed, j.ID, got, want, toldOf(generate(seed), nil))
			}
		}
	}
	if len(seen) < 4 {
		t.Errorf("only these verdicts were met: %v", seen)
	}
}
