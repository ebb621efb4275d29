package ledger

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
	"pgregory.net/rapid"
)

// TestDecodingKeepsOrder holds what comes out of decoding side by side against
// decoding one by one: the same entries in the same order, or the first error.
func TestDecodingKeepsOrder(t *testing.T) {
	leaves := make([][]byte, 4000)
	for i, r := range consignments(0, len(leaves)) {
		m := r.(*proviso.Movement)
		m.Marking.TLP = proviso.TLPGreen
		leaf, err := seal.Encode(seal.Entry{Act: seal.ActRecord, Kind: proviso.MovementRecord, ID: string(m.ID), Replaces: seal.None, Record: m})
		if err != nil {
			t.Fatal(err)
		}
		leaves[i] = leaf
	}
	hidden, err := seal.Encode(seal.Entry{Act: seal.ActRecord, Kind: proviso.PartyRecord, ID: "x", Replaces: seal.None, Record: &proviso.Party{ID: "x"}})
	if err != nil {
		t.Fatal(err)
	}
	broken := [][]byte{{}, []byte("{}"), leaves[0][:40], hidden}
	reader := proviso.Reader{Clearance: proviso.TLPGreen}
	l := &Ledger{shown: "test.db"}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.SampledFrom([]int{0, 1, perBatch - 1, perBatch, perBatch + 1, 3*perBatch + 7, len(leaves)}).Draw(t, "leaves")
		these := append([][]byte(nil), leaves[:n]...)
		for range rapid.IntRange(0, min(3, n)).Draw(t, "broken") {
			these[rapid.IntRange(0, n-1).Draw(t, "place")] = rapid.SampledFrom(broken).Draw(t, "how")
		}
		var want []Entry
		wrong := -1 // the first of which an error is due
		for i, leaf := range these {
			e, err := seal.Decode(leaf)
			if err != nil || !proviso.EnvelopeOf(e.Record).Marking.VisibleTo(reader) {
				wrong = i * 2
				break
			}
			want = append(want, Entry{int64(i * 2), e})
		}
		got, err := decodeAll(l, reader, these)
		var fault *proviso.Error
		if wrong >= 0 {
			if !errors.As(err, &fault) || fault.Pos.Line != wrong {
				t.Fatalf("got %v, want one of entry %d", err, wrong)
			}
			return
		}
		same := cmp.Comparer(func(a, b proviso.Date) bool { return a == b })
		if err != nil || !cmp.Equal(want, got, same) {
			t.Fatalf("%v\n%s", err, cmp.Diff(want, got, same))
		}
	})
}

func decodeAll(l *Ledger, reader proviso.Reader, leaves [][]byte) ([]Entry, error) {
	d := l.startDecoding(reader)
	defer d.stop()
	var again []byte // as a store does it
	for i, leaf := range leaves {
		again = append(again[:0], leaf...)
		if err := d.add(int64(i*2), again); err != nil {
			return nil, err
		}
	}
	return d.finish()
}

// TestAsOfStops holds that a ledger is read whole or not at all.
func TestAsOfStops(t *testing.T) {
	l := begin(t, storetest.SQLite(t))
	if _, err := l.Record(context.Background(), "", append(read(t, base), consignments(0, 5000)...)); err != nil {
		t.Fatal(err)
	}
	for n := range 30 {
		ctx, cancel := context.WithTimeout(context.Background(), time.Duration(n)*time.Millisecond)
		v, err := l.AsOf(ctx, proviso.LastDay, keeper)
		cancel()
		if err != nil && codes(err) != "stopped" || err == nil && len(v.Entries) < 5000 {
			t.Fatal(err)
		}
	}
}
