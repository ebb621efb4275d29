package condition

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
)

// mistrusted generates a dossier in which the instruments carry something that
// is no signature.
func mistrusted(seed uint64, which map[proviso.InstrumentID]bool) []proviso.Record {
	rs := generate(seed)
	for _, x := range rs {
		if in, ok := x.(*proviso.Instrument); ok && which[in.ID] {
			in.Signature = "no signature"
		}
	}
	return rs
}

// TestDoubtMakesNothingBetter puts papers in doubt. No answer may become better
// by it, none may rest on such a paper, and what names one is not permitted.
func TestDoubtMakesNothingBetter(t *testing.T) {
	worse, named, rested := 0, 0, 0
	for seed := range uint64(600) {
		rs := generate(seed)
		trusted := saidOf(t, dossier(rs, nil))
		for _, which := range doubtSets(rs, seed) {
			s := dossier(mistrusted(seed, which), nil)
			doubted := saidOf(t, s)
			for _, k := range slices.Sorted(maps.Keys(union(trusted.verdicts, doubted.verdicts))) {
				if doubted.verdicts[k] < trusted.verdicts[k] {
					t.Fatalf("seed %d, %v in doubt: %s was %s, is %s\n%s", seed, which, k, trusted.verdicts[k], doubted.verdicts[k], toldOf(rs, nil))
				}
				if doubted.verdicts[k] > trusted.verdicts[k] {
					worse++
				}
			}
			for k, was := range trusted.duties {
				if is := doubted.duties[k]; is != was && is != DutyUndetermined {
					t.Fatalf("seed %d, %v in doubt: duty %s was %s, is %q\n%s", seed, which, k, was, is, toldOf(rs, nil))
				}
			}
			named += holdNamed(t, s, which)
			rested += holdRest(t, seed, which, doubted)
		}
	}
	if worse < 400 || named < 400 || rested < 100 {
		t.Errorf("only %d answers became worse, %d movements name such a paper, %d answers rested on one", worse, named, rested)
	}
}

// doubtSets gives every instrument alone, and all of them.
func doubtSets(rs []proviso.Record, seed uint64) []map[proviso.InstrumentID]bool {
	all := map[proviso.InstrumentID]bool{}
	var sets []map[proviso.InstrumentID]bool
	for i, x := range rs {
		if in, ok := x.(*proviso.Instrument); ok {
			all[in.ID] = true
			if (seed+uint64(i))%2 == 0 {
				sets = append(sets, map[proviso.InstrumentID]bool{in.ID: true})
			}
		}
	}
	return append(sets, all)
}

// holdNamed looks at what the answer says of movements and clauses that name
// papers in doubt.
func holdNamed(t *testing.T, s *proviso.Snapshot, which map[proviso.InstrumentID]bool) (named int) {
	t.Helper()
	r, err := Decide(context.Background(), s)
	if err != nil {
		t.Fatal(err)
	}
	for _, j := range r.Movements {
		names := slices.ContainsFunc(j.Under, func(id proviso.InstrumentID) bool { return which[id] }) ||
			slices.ContainsFunc(j.PaidFrom, func(p proviso.Payment) bool { return which[p.Fund] })
		if names {
			named++
		}
		if names && (j.Verdict == proviso.Permitted || len(j.Doubts) == 0) {
			t.Errorf("%s names a paper in doubt and is %s", j.ID, j.Verdict)
		}
		for reading, v := range j.Readings {
			if names && v.Known && v.Verdict == proviso.Permitted {
				t.Errorf("%s names a paper in doubt and is permitted, %s", j.ID, reading)
			}
		}
		for _, f := range j.Findings {
			if which[f.Instrument] && f.Verdict == proviso.Permitted {
				t.Errorf("%s: %s is in doubt and permits", j.ID, f.Condition)
			}
		}
	}
	for _, d := range r.Duties {
		if which[d.Instrument] && d.Status != DutyUndetermined && d.Status != DutyOverdue {
			t.Errorf("duty %s is in doubt and %s", d.Condition, d.Status)
		}
	}
	return named
}

// holdRest compares with a dossier that has not the consents, notices and
// reports in doubt: where that one does not permit, this one may not either.
func holdRest(t *testing.T, seed uint64, which map[proviso.InstrumentID]bool, doubted said) (rested int) {
	t.Helper()
	gone := map[string]bool{}
	for _, x := range generate(seed) {
		in, ok := x.(*proviso.Instrument)
		if ok && which[in.ID] && (isConsent(in) || in.Kind == proviso.Notice || in.Kind == proviso.Report) && len(in.Conditions) == 0 {
			gone[x.RecordID()] = true
		}
	}
	if len(gone) == 0 {
		return 0
	}
	without := saidOf(t, dossier(mistrusted(seed, which), gone))
	for k, v := range without.verdicts {
		if v > proviso.Permitted && doubted.verdicts[k] == proviso.Permitted {
			t.Fatalf("seed %d, %v in doubt: %s is permitted, and without it %s\n%s", seed, which, k, v, toldOf(generate(seed), nil))
		}
		if v > proviso.Permitted {
			rested++
		}
	}
	for k, is := range doubted.duties {
		if is == DutyDone && without.duties[k] != DutyDone {
			t.Fatalf("seed %d, %v in doubt: duty %s is done, and without it %q\n%s", seed, which, k, without.duties[k], toldOf(generate(seed), nil))
		}
	}
	return rested
}

// TestGoodSignaturesChangeNothing signs every instrument of a dossier: the
// answers stay as they were without.
func TestGoodSignaturesChangeNothing(t *testing.T) {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, ed25519.SeedSize))
	always := proviso.Between(proviso.DayOf(1900, 1, 1), proviso.DayOf(2100, 1, 1))
	signed := 0
	for seed := range uint64(200) {
		rs := generate(seed)
		for _, x := range rs {
			if p, ok := x.(*proviso.Party); ok {
				p.Keys = []proviso.Key{{Name: "one", Public: proviso.PublicKeyOf(key.Public().(ed25519.PublicKey)), Valid: always}}
			}
		}
		before := saidOf(t, dossier(rs, nil))
		for _, x := range rs {
			in, ok := x.(*proviso.Instrument)
			if !ok {
				continue
			}
			env, err := seal.SignInstrument(in, key)
			if err != nil {
				t.Fatal(err)
			}
			in.Signature = string(env)
			if g := seal.CheckSignature(dossier(rs, nil), in); g.Doubtful() {
				in.Signature = "" // the day on which it was given is not on record
				continue
			}
			signed++
		}
		if d := cmp.Diff(before, saidOf(t, dossier(rs, nil)), cmp.AllowUnexported(said{})); d != "" {
			t.Fatalf("seed %d: %s", seed, d)
		}
	}
	if signed < 200 {
		t.Errorf("only %d instruments were signed", signed)
	}
}
