package ledger

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
)

// packedLedger is a ledger in a file with some movements on record.
func packedLedger(t testing.TB) (l *Ledger, path string) {
	path = filepath.Join(t.TempDir(), "office.db")
	l = begin(t, path)
	if _, err := l.Record(context.Background(), "", append(read(t, base), consignments(0, 40)...)); err != nil {
		t.Fatal(err)
	}
	return l, path
}

// repack makes a pack of all entries.
func repack(t testing.TB, l *Ledger) {
	t.Helper()
	v, err := l.AsOf(context.Background(), proviso.LastDay, keeper)
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Pack(context.Background(), v); err != nil {
		t.Fatal(err)
	}
}

// held gives of each movement what a row holds of it.
func held(records []proviso.Record) map[string]*proviso.Movement {
	out := map[string]*proviso.Movement{}
	for _, r := range records {
		if m, ok := r.(*proviso.Movement); ok {
			part := m.Model()
			part.ID, part.When, part.Quantity, part.Lots = m.ID, m.When, m.Quantity, m.Lots
			out[string(m.ID)] = part
		}
	}
	return out
}

// unpacked gives all records of a pack, and how many are rows.
func unpacked(p *Pack) (records []proviso.Record, rows int) {
	records = slices.Clone(p.records)
	for row := range p.Rows.Len() {
		if p.Rows.Has(row) {
			records, rows = append(records, p.Rows.Movement(row)), rows+1
		}
	}
	return records, rows
}

// TestPackHasWhatStands writes to a ledger at random after it was packed: records and
// rows together are always what stands, and of each row something like it is whole.
func TestPackHasWhatStands(t *testing.T) {
	ctx := context.Background()
	rows, fitting := 0, 0
	for seed := range uint64(12) {
		r := rand.New(rand.NewPCG(seed, 5))
		l, _ := packedLedger(t)
		repack(t, l)
		for step := range 25 {
			id := fmt.Sprintf("consignment-%d", r.IntN(40))
			var err error
			switch r.IntN(6) {
			case 0:
				repack(t, l)
			case 1:
				_, err = l.Withdraw(ctx, "", []string{id})
			case 2:
				m := consignments(r.IntN(40), 1)[0].(*proviso.Movement)
				m.Quantity, m.Lots = proviso.Exactly(int64(1+r.IntN(9))), []proviso.Lot{"A"}
				_, err = l.Correct(ctx, "", []proviso.Record{m})
			case 3:
				m := consignments(100+step, 1)[0].(*proviso.Movement)
				m.RivalTo = proviso.MovementID(id)
				_, err = l.Record(ctx, "", []proviso.Record{m})
			default:
				_, err = l.Record(ctx, "", consignments(200+step, 1+r.IntN(3)))
			}
			if err != nil && codes(err) == "" {
				t.Fatal(err)
			}
			p, err := l.Packed(ctx)
			if err != nil || p == nil {
				t.Fatalf("seed %d: no pack: %v", seed, err)
			}
			fitting++
			got, n := unpacked(p)
			rows += n
			want := stands(t, l)
			if diff := cmp.Diff(held(want), held(got), cmpopts.EquateEmpty(), cmpopts.EquateComparable(proviso.Date{})); diff != "" {
				t.Fatalf("seed %d, step %d: what stands (-), what the pack has (+):\n%s", seed, step, diff)
			}
			if len(got) != len(want) {
				t.Fatalf("seed %d: %d records, not %d", seed, len(got), len(want))
			}
			whole := map[string]bool{}
			for _, r := range p.records {
				if m, ok := r.(*proviso.Movement); ok {
					whole[fmt.Sprintf("%+v", *m.Model())] = true
				}
			}
			for row := range p.Rows.Len() {
				if p.Rows.Has(row) && !whole[fmt.Sprintf("%+v", *p.Rows.Models[p.Rows.Like[row]])] {
					t.Fatalf("seed %d: nothing like row %d stands whole", seed, row)
				}
			}
			for _, m := range p.Rows.Named(map[string]bool{id: true}) {
				if string(m.ID) != id {
					t.Fatalf("%s was named and %s given", id, m.ID)
				}
			}
		}
	}
	if rows < 5000 || fitting < 250 {
		t.Fatalf("%d rows in %d packs: too few to show anything", rows, fitting)
	}
}

// TestPackInDoubt damages a pack in every byte, cuts it short, and puts that of
// another ledger in its place: each time it is not used.
func TestPackInDoubt(t *testing.T) {
	ctx := context.Background()
	l, path := packedLedger(t)
	repack(t, l)
	whole, err := os.ReadFile(path + ".pack")
	if err != nil {
		t.Fatal(err)
	}
	try := func(what string, text []byte) {
		t.Helper()
		if err := os.WriteFile(path+".pack", text, 0o600); err != nil {
			t.Fatal(err)
		}
		if p, err := l.Packed(ctx); p != nil || err != nil {
			t.Errorf("%s: the pack is used: %v, %v", what, p, err)
		}
	}
	for i := range whole {
		spoilt := bytes.Clone(whole)
		spoilt[i] ^= 1 << (i % 8)
		try(fmt.Sprintf("byte %d", i), spoilt)
	}
	for _, n := range []int{0, 1, len(packLine), 40, len(whole) / 2, len(whole) - 1} {
		try(fmt.Sprintf("%d bytes", n), whole[:n])
	}
	other, otherPath := packedLedger(t)
	if _, err := other.Record(ctx, "", consignments(60, 1)); err != nil {
		t.Fatal(err)
	}
	repack(t, other)
	foreign, err := os.ReadFile(otherPath + ".pack")
	if err != nil {
		t.Fatal(err)
	}
	try("of another ledger", foreign)
	if err := os.WriteFile(path+".pack", whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if p, err := l.Packed(ctx); p == nil || err != nil {
		t.Errorf("the pack itself is not used: %v", err)
	}
	if _, err := l.Record(ctx, "", consignments(100, 1100)); err != nil {
		t.Fatal(err)
	}
	if p, err := l.Packed(ctx); p != nil || err != nil {
		t.Errorf("a pack is used from which the ledger has grown far: %v", err)
	}
}

// TestVerifyChecksThePack writes a pack that is whole and says something else.
func TestVerifyChecksThePack(t *testing.T) {
	ctx := context.Background()
	l, path := packedLedger(t)
	repack(t, l)
	h, err := l.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if v, err := l.Verify(ctx, h.Key, nil); err != nil || v.Fault != nil {
		t.Fatalf("a sound pack: %v, %v", v.Fault, err)
	}
	for what, change := range map[string]func(*packed){
		"units": func(p *packed) { p.rows.Most[3]++ },
		"entry": func(p *packed) { p.rows.Entry[3]++ },
		"day":   func(p *packed) { p.rows.When[0], p.rows.When[1] = p.rows.When[1], p.rows.When[0] },
		"gone":  func(p *packed) { p.seqs, p.ends = p.seqs[:1], p.ends[:1] },
	} {
		v, err := l.AsOf(ctx, proviso.LastDay, keeper)
		if err != nil {
			t.Fatal(err)
		}
		p, err := l.pack(ctx, v)
		if err != nil {
			t.Fatal(err)
		}
		change(p)
		if err := writeColumns(path+".pack", packLine, 0o600, p.columns); err != nil {
			t.Fatal(err)
		}
		if v, err := l.Verify(ctx, h.Key, nil); err != nil || v.Fault == nil || !strings.HasSuffix(v.Fault.Pos.File, ".pack") {
			t.Errorf("%s: verify says %+v, %v", what, v.Fault, err)
		}
	}
}

// TestPackHasNoPlace leaves nothing behind where the file cannot be written.
func TestPackHasNoPlace(t *testing.T) {
	l, path := packedLedger(t)
	v, err := l.AsOf(context.Background(), proviso.LastDay, keeper)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path+".pack", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := l.Pack(context.Background(), v); err == nil {
		t.Error("a pack was written over a folder")
	}
	if left, _ := filepath.Glob(path + ".pack-*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// FuzzPack reads columns that say anything: they are refused or whole, and never break
// what reads them.
func FuzzPack(f *testing.F) {
	l, _ := packedLedger(f)
	v, err := l.AsOf(context.Background(), proviso.LastDay, keeper)
	if err != nil {
		f.Fatal(err)
	}
	p, err := l.pack(context.Background(), v)
	if err != nil {
		f.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := columnsTo(&b, "", p.columns); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes()[:b.Len()-32])
	f.Fuzz(func(t *testing.T, text []byte) {
		p := &packed{rows: &proviso.Rows{}}
		c := &columns{rest: text}
		if p.columns(c); c.err != nil || !p.sound() {
			return
		}
		var entries []Entry
		start := uint64(0)
		for i, end := range p.ends {
			e, err := seal.Decode(p.leaves[start:end])
			if start = end; err == nil {
				entries = append(entries, Entry{int64(p.seqs[i]), e})
			}
		}
		if records, ok := l.since(p, entries); ok {
			unpacked(&Pack{Rows: p.rows, records: records})
		}
	})
}
