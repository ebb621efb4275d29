package report

import (
	"testing"

	proviso "github.com/proviso-ledger/proviso"
)

// filled is 40 charges and 60 under the certificate, of which 80 go by twos into 40
// rounds beside 10 others; 45 rounds go out.
func filled(t *testing.T, more ...*proviso.Movement) *proviso.Snapshot {
	item := func(item proviso.ItemID, m proviso.Movement) *proviso.Movement {
		m.Item = item
		return &m
	}
	at := of("US", "US")
	at.Item = "charge"
	return ledger(append([]*proviso.Movement{
		item("charge", proviso.Movement{ID: "others", Kind: proviso.Count, When: date(t, "2022-01-01"), Quantity: proviso.Exactly(40), From: of("US", "US"), To: of("US", "US")}),
		item("round", proviso.Movement{ID: "old", Kind: proviso.Count, When: date(t, "2022-01-01"), Quantity: proviso.Exactly(10), From: of("US", "US"), To: of("US", "US")}),
		item("charge", proviso.Movement{ID: "sale", Kind: proviso.Transfer, When: date(t, "2022-02-01"), Quantity: proviso.Exactly(60), From: of("KR", "KR"), To: of("US", "US"), Under: []proviso.InstrumentID{"euc"}}),
		item("round", proviso.Movement{ID: "made", Kind: proviso.Assemble, When: date(t, "2022-03-01"), Quantity: proviso.Exactly(40), To: of("US", "US"), Inputs: []proviso.Input{{Item: "charge", Quantity: proviso.Exactly(80), From: at}}}),
		item("round", proviso.Movement{ID: "out", Kind: proviso.Transfer, When: date(t, "2022-04-01"), Quantity: proviso.Exactly(45), From: of("US", "US"), To: of("UA", "UA")}),
	}, more...)...)
}

// At least 40 of the 60 charges go into rounds; of the rounds 5 stay, with no more than
// 10 of them. So at least 30 charges are in what goes out, two at most in each round.
func TestTraceOfPartsByTwos(t *testing.T) {
	a := ask(t, filled(t), TraceQuestion{Of: []string{"euc"}, To: []string{"UA"}})
	if a.Least != 15 || *a.Most != 40 {
		t.Errorf("[%d, %d], want 15 to 40", a.Least, *a.Most)
	}
	if by := a.Certificate.LeastBy; *by != (TraceParts{"charge", 30, 2}) {
		t.Errorf("the least is by %+v", by)
	}
}
