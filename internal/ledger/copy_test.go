package ledger

import (
	"bytes"
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

func exported(t *testing.T, l *Ledger) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := l.Export(context.Background(), &out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// TestMoving moves a ledger from SQLite to each system and back: the lines, and
// with them the root, stay the same to the byte.
func TestMoving(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		ctx := context.Background()
		first := begin(t, storetest.SQLite(t))
		if _, err := first.Record(ctx, "Ж. & <clerk>\u2028", example(t, "seoul-155mm").Records); err != nil {
			t.Fatal(err)
		}
		if _, err := first.Record(ctx, "", []proviso.Record{&proviso.Party{ID: "odd", Name: "\x00 \x7f \" \\ é \u2029 <&>",
			Envelope: proviso.Envelope{Marking: proviso.Marking{ReleasedTo: []proviso.PartyID{"US", "KR"}}}}}); err != nil {
			t.Fatal(err)
		}
		if _, err := first.Withdraw(ctx, "", []string{"odd"}); err != nil {
			t.Fatal(err)
		}
		note, err := first.Checkpoint(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range witnesses {
			if _, err := first.Keep(ctx, w.known(t), append(note, w.line(note, 1_700_000_000)...)); err != nil {
				t.Fatal(err)
			}
		}
		lines := exported(t, first)
		second, err := Import(ctx, address(), bytes.NewReader(lines), "", "")
		if err != nil {
			t.Fatal(err)
		}
		defer second.Close()
		third, err := second.Copy(ctx, storetest.SQLite(t))
		if err != nil {
			t.Fatal(err)
		}
		defer third.Close()
		fourth, err := third.Copy(ctx, address())
		if err != nil {
			t.Fatal(err)
		}
		defer fourth.Close()
		root := fits(t, first).Root
		for i, l := range []*Ledger{second, third, fourth} {
			if !bytes.Equal(exported(t, l), lines) || fits(t, l).Root != root || len(fits(t, l).Kept) != len(witnesses) {
				t.Errorf("copy %d is another ledger", i+2)
			}
		}
	})
}

// TestImportRefuses changes bytes of an export in turn, every line end among them: none is imported as
// another ledger.
func TestImportRefuses(t *testing.T) {
	ctx := context.Background()
	l, _ := small(t, storetest.SQLite(t))
	h, err := l.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	lines := exported(t, l)
	n, tried := 0, 0
	for i := range lines {
		if i%6 > 0 && lines[i] != '\n' {
			continue
		}
		tried++
		changed := bytes.Clone(lines)
		changed[i] ^= 1
		if _, err := importOf(changed, h.Key); err != nil {
			n++
			continue
		}
		to, err := Import(ctx, filepath.Join(t.TempDir(), "x.db"), bytes.NewReader(changed), h.Key, "")
		if err != nil {
			t.Fatal(err)
		}
		// what is left are other spellings of the same
		if got := exported(t, to); !bytes.Equal(got, lines) {
			t.Errorf("byte %d was changed and not refused: %s", i, changed[max(0, i-20):min(len(changed), i+20)])
		}
		to.Close()
	}
	for cut := 0; cut < len(lines); cut += 40 {
		if to, err := Import(ctx, filepath.Join(t.TempDir(), "x.db"), bytes.NewReader(lines[:cut]), "", ""); err == nil {
			if !bytes.HasPrefix(lines, exported(t, to)) {
				t.Errorf("cut at %d it is another ledger", cut)
			}
			to.Close()
		}
	}
	t.Logf("%d of %d changed bytes refused", n, tried)
}

// TestBackupWhileWriting copies a ledger again and again while somebody writes:
// each copy is whole, and a beginning of what was written in the end.
func TestBackupWhileWriting(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		ctx := context.Background()
		l := begin(t, address())
		done := make(chan error)
		stop := make(chan struct{})
		go func() {
			for n := 0; ; n++ {
				select {
				case <-stop:
					done <- nil
					return
				default:
				}
				if _, err := l.Record(ctx, "", batchOf("w", n)); err != nil {
					done <- err
					return
				}
			}
		}()
		var copies [][]byte
		sizes := map[int64]bool{}
		for range 8 {
			c, err := l.Copy(ctx, storetest.SQLite(t))
			if err != nil {
				t.Fatal(err)
			}
			sizes[fits(t, c).Entries] = true
			copies = append(copies, exported(t, c))
			c.Close()
		}
		close(stop)
		if err := <-done; err != nil {
			t.Fatal(err)
		}
		whole := exported(t, l)
		for i, c := range copies {
			if !bytes.HasPrefix(whole, c) {
				t.Errorf("copy %d is not a beginning of the ledger", i)
			}
		}
		if len(sizes) < 3 {
			t.Errorf("the copies have only the sizes %v: nobody was writing", fmt.Sprint(sizes))
		}
	})
}
