package ledger

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
)

// packedLedger is a ledger in a file with some movements on record.
func packedLedger(t testing.TB, movements int) (l *Ledger, path string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "office.db")
	l = begin(t, path)
	if _, err := l.Record(context.Background(), "", append(read(t, base), consignments(0, movements)...)); err != nil {
		t.Fatal(err)
	}
	return l, path
}

// repack makes a pack of all entries.
func repack(t testing.TB, l *Ledger) *Pack {
	t.Helper()
	p, err := l.Pack(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := l.WritePack(context.Background(), p); err != nil {
		t.Fatal(err)
	}
	return p
}

// held gives of each movement what a row holds of it.
func held(records []proviso.Record) map[string]proviso.Movement {
	out := map[string]proviso.Movement{}
	for _, r := range records {
		if m, ok := r.(*proviso.Movement); ok {
			out[string(m.ID)] = proviso.Movement{ID: m.ID, Kind: m.Kind, Basis: m.Basis, When: m.When, Item: m.Item, Quantity: m.Quantity, Lots: m.Lots, From: m.From, To: m.To, Under: m.Under}
		}
	}
	return out
}

// unpacked gives all that stands, and how much of it rows are.
func unpacked(p *Pack) (records []proviso.Record, rows int) {
	for _, e := range p.whole {
		records = append(records, e.Record)
	}
	for row := range p.Rows.Len() {
		if p.Rows.Has(row) {
			records, rows = append(records, p.Rows.Movement(row)), rows+1
		}
	}
	return records, rows
}

// allLike says whether there is a movement in the snapshot like each row.
func allLike(s *proviso.Snapshot, rows *proviso.Rows) bool {
	seen := map[string]bool{}
	like := func(m *proviso.Movement) string {
		return fmt.Sprint(m.Kind, m.Basis, m.Item, m.From, m.To, m.Under)
	}
	for _, m := range s.Movements {
		seen[like(m)] = true
	}
	for row := range rows.Len() {
		if rows.Has(row) && !seen[like(rows.Movement(row))] {
			return false
		}
	}
	return true
}

// TestPackHasWhatStands writes to a ledger at random after it was packed: records and
// rows together are always what stands, and of each row something like it is whole.
func TestPackHasWhatStands(t *testing.T) {
	ctx := context.Background()
	rows, fitting := 0, 0
	for seed := range uint64(6) {
		r := rand.New(rand.NewPCG(seed, 5))
		l, _ := packedLedger(t, 40)
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
			filed, err := l.Packed(ctx)
			if err != nil || filed == nil {
				t.Fatalf("seed %d: no pack: %v", seed, err)
			}
			fresh, err := l.Pack(ctx)
			if err != nil {
				t.Fatal(err)
			}
			fitting++
			want := held(stands(t, l))
			for _, p := range []*Pack{filed, fresh} {
				got, n := unpacked(p)
				rows += n
				if diff := cmp.Diff(want, held(got), cmpopts.EquateEmpty(), cmpopts.EquateComparable(proviso.Date{})); diff != "" {
					t.Fatalf("seed %d, step %d: what stands (-), what the pack has (+):\n%s", seed, step, diff)
				}
				s := p.Snapshot(proviso.LastDay, map[string]bool{id: true})
				if _, there := want[id]; there != (s.Movement(proviso.MovementID(id)) != nil) || !allLike(s, p.Rows) {
					t.Fatalf("seed %d, step %d: %s is named and not whole, or nothing like some row is", seed, step, id)
				}
			}
		}
	}
	if rows < 5000 || fitting < 150 {
		t.Fatalf("%d rows in %d packs: too few to show anything", rows, fitting)
	}
}

// TestPackInDoubt damages a pack in every byte, cuts it short, and puts that of
// another ledger in its place: each time it is not used.
func TestPackInDoubt(t *testing.T) {
	ctx := context.Background()
	l, path := packedLedger(t, 8)
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
	other, otherPath := packedLedger(t, 8)
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
	l, _ := packedLedger(t, 8)
	repack(t, l)
	h, err := l.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if v, err := l.Verify(ctx, h.Key, nil); err != nil || v.Fault != nil {
		t.Fatalf("a sound pack: %v, %v", v.Fault, err)
	}
	for what, change := range map[string]func(*Pack){
		"units": func(p *Pack) { p.Rows.Most[3]++ },
		"entry": func(p *Pack) { p.Rows.Entry[3]++ },
		"day":   func(p *Pack) { p.Rows.When[0], p.Rows.When[1] = p.Rows.When[1], p.Rows.When[0] },
		"gone":  func(p *Pack) { p.whole = p.whole[1:] },
		"model": func(p *Pack) { p.Rows.Models[0].To.At = "KR" },
	} {
		p, err := l.Pack(ctx)
		if err != nil {
			t.Fatal(err)
		}
		change(p)
		if err := l.WritePack(context.Background(), p); err != nil {
			t.Fatal(err)
		}
		if v, err := l.Verify(ctx, h.Key, nil); err != nil || v.Fault == nil || !strings.HasSuffix(v.Fault.Pos.File, ".pack") {
			t.Errorf("%s: verify says %+v, %v", what, v.Fault, err)
		}
	}
	p := &Pack{Rows: &proviso.Rows{}, entries: -1}
	if err := l.WritePack(context.Background(), p); err != nil {
		t.Fatal(err)
	}
	if v, err := l.Verify(ctx, h.Key, nil); err != nil || v.Fault != nil {
		t.Errorf("a pack of fewer entries than none: %v, %v", v.Fault, err)
	}
	if p, err := l.Packed(ctx); p != nil || err != nil {
		t.Errorf("a pack of fewer entries than none is used: %v", err)
	}
}

// TestPackHasNoPlace leaves nothing behind where the file cannot be written.
func TestPackHasNoPlace(t *testing.T) {
	l, path := packedLedger(t, 8)
	p, err := l.Pack(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path+".pack", 0o700); err != nil {
		t.Fatal(err)
	}
	if err := l.WritePack(context.Background(), p); err == nil {
		t.Error("a pack was written over a folder")
	}
	if left, _ := filepath.Glob(path + ".pack-*"); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// FuzzPack reads columns that say anything: they are refused or whole, and never break
// what reads them.
func FuzzPack(f *testing.F) {
	l, _ := packedLedger(f, 8)
	p, err := l.Pack(context.Background())
	if err != nil {
		f.Fatal(err)
	}
	whole, err := p.file()
	if err != nil {
		f.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := columnsTo(context.Background(), &b, "", whole.columns); err != nil {
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
			if start = end; err != nil {
				return
			}
			entries = append(entries, Entry{p.seqs[i], e})
		}
		if got, err := l.since(p, entries); err == nil {
			unpacked(got)
			got.Snapshot(0, nil)
		}
	})
}
