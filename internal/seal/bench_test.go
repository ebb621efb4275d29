package seal_test

import (
	"testing"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
)

func benchEntry() seal.Entry {
	return entryOf(&proviso.Movement{
		ID: "m-000001", Kind: proviso.Transfer, Basis: proviso.Recorded, When: proviso.DateOfDay(19000), Item: "155mm-HE",
		Quantity: proviso.Exactly(1200), From: proviso.Holding{Owner: "KR-makers", Holder: "KR-makers", At: "KR", Item: "155mm-HE"},
		To: proviso.Holding{Owner: "US", Holder: "US", At: "KRPUS", Item: "155mm-HE"}, Under: []proviso.InstrumentID{"premise"},
	})
}

func BenchmarkEncode(b *testing.B) {
	e := benchEntry()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := seal.Encode(e); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDecode(b *testing.B) {
	leaf, err := seal.Encode(benchEntry())
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(leaf)))
	b.ReportAllocs()
	d := seal.NewDecoder()
	for b.Loop() {
		if _, err := d.Decode(leaf); err != nil {
			b.Fatal(err)
		}
	}
}
