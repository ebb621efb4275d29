package ledger

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

// did is one operation on a ledger: what was asked, and what came back.
type did struct {
	act    string // record, correct, withdraw or read
	id, as string // as is the name that the record is given
	code   string // of the refusal
	seq    int64  // of the entry; -1: nothing was added
	all    string // read: number of entries, and what stands
}

// stand is the state of the model: how many entries there are, and what stands.
type stand struct {
	entries int64
	named   map[string]string // withdrawn: "-"
}

func (s stand) String() string {
	var out []string
	for _, id := range slices.Sorted(maps.Keys(s.named)) {
		if s.named[id] != "-" {
			out = append(out, id+"="+s.named[id])
		}
	}
	return fmt.Sprint(s.entries, " ", strings.Join(out, " "))
}

// after gives the state and what must have come back.
func (s stand) after(d did) (stand, did) {
	is, known := s.named[d.id]
	want := did{act: d.act, id: d.id, as: d.as, seq: -1}
	adds := func(as string) (stand, did) {
		want.seq = s.entries
		next := stand{s.entries + 1, maps.Clone(s.named)}
		next.named[d.id] = as
		return next, want
	}
	switch {
	case d.act == "read":
		want.all = s.String()
	case d.act == "record" && !known, d.act == "correct" && known && is != d.as:
		return adds(d.as)
	case d.act == "withdraw" && known && is != "-":
		return adds("-")
	case d.act == "record" && is == "-":
		want.code = "withdrawn"
	case d.act == "record" && is != d.as:
		want.code = "changed"
	case d.act != "record" && !known:
		want.code = "dangling-id"
	}
	return s, want
}

var model = porcupine.Model{
	Init: func() any { return stand{named: map[string]string{}} },
	Step: func(state, _, output any) (bool, any) {
		next, want := state.(stand).after(output.(did))
		return want == output.(did), next
	},
	Equal: func(a, b any) bool {
		return a.(stand).entries == b.(stand).entries && maps.Equal(a.(stand).named, b.(stand).named)
	},
}

// do runs one operation.
func do(ctx context.Context, l *Ledger, d did) (did, error) {
	var r *Receipt
	var err error
	party := []proviso.Record{&proviso.Party{ID: proviso.PartyID(d.id), Name: d.as}}
	d.seq = -1
	switch d.act {
	case "record":
		r, err = l.Record(ctx, "", party)
	case "correct":
		r, err = l.Correct(ctx, "", party)
	case "withdraw":
		r, err = l.Withdraw(ctx, "", []string{d.id})
	case "read":
		var v *View
		if v, err = l.AsOf(ctx, proviso.LastDay, keeper); err == nil {
			s := stand{int64(len(v.Entries)), map[string]string{}}
			for _, r := range v.Records() {
				s.named[r.RecordID()] = r.(*proviso.Party).Name
			}
			d.all = s.String()
		}
	}
	if r != nil && len(r.Entries) > 0 {
		d.seq = r.Entries[0].Seq
	}
	if d.code = codes(err); slices.Contains([]string{"withdrawn", "changed", "dangling-id"}, d.code) {
		err = nil
	}
	return d, err
}

// TestLinearizable lets many programs write and read one ledger at once, each
// with a connection of its own, and asks whether all that they saw can have
// happened in one order. Numbers of entries have no gaps in it.
func TestLinearizable(t *testing.T) {
	const ledgers, clients, each = 10, 10, 104
	storetest.Each(t, func(t *testing.T, address func() string) {
		n := 0
		for i := range ledgers {
			history := contend(t, address(), clients, each)
			n += len(history)
			if result := porcupine.CheckOperationsTimeout(model, history, 20*time.Second); result != porcupine.Ok {
				t.Errorf("ledger %d: %v over %d operations", i, result, len(history))
			}
		}
		t.Logf("%d operations of %d clients are linearizable", n, clients)
	})
}

func contend(t *testing.T, address string, clients, each int) []porcupine.Operation {
	t.Helper()
	ctx := context.Background()
	key := filepath.Join(t.TempDir(), "key")
	l, err := Init(ctx, address, "test", "proviso.local/test", key)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if !store.IsServer(address) {
		each /= 5 // a file has one writer at a time, which waits for the disk
	}
	var mu sync.Mutex
	var history []porcupine.Operation
	var wg sync.WaitGroup
	start := time.Now()
	for c := range clients {
		wg.Go(func() {
			mine, err := OpenToWrite(ctx, address, key)
			if err != nil {
				t.Error(err)
				return
			}
			defer mine.Close()
			for range each {
				d := did{act: []string{"record", "correct", "withdraw", "read", "read"}[rand.IntN(5)]}
				if d.act != "read" {
					d.id, d.as = fmt.Sprint("p", rand.IntN(8)), fmt.Sprint("n", rand.IntN(3))
				}
				call := time.Since(start)
				got, err := do(ctx, mine, d)
				back := time.Since(start)
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				history = append(history, porcupine.Operation{ClientId: c, Input: d, Call: int64(call), Output: got, Return: int64(back)})
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	fits(t, l)
	return history
}

// TestReadersDoNotWait holds the writer's lock and asks the ledger meanwhile.
func TestReadersDoNotWait(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		l := begin(t, address())
		if _, err := l.Record(context.Background(), "", read(t, base)); err != nil {
			t.Fatal(err)
		}
		before := len(stands(t, l))
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		err := l.store.Write(ctx, func(tx *store.Tx) error {
			row := rowOf(Entry{int64(before), seal.Entry{Act: seal.ActWithdraw, ID: "x"}}, "", proviso.Marking{}, []byte("{}"))
			if err := tx.Insert([]store.Row{row}); err != nil {
				return err
			}
			if err := tx.Grow(1000, make([]byte, 32), 7, []byte("-")); err != nil {
				return err
			}
			v, err := l.AsOf(ctx, proviso.LastDay, keeper)
			if err != nil {
				return err
			}
			if n := len(v.Records()); n != before {
				t.Errorf("%d records while a writer is at work, not %d", n, before)
			}
			return errNothing
		})
		if err != errNothing {
			t.Error(err)
		}
		fits(t, l)
	})
}
