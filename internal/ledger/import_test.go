package ledger

import (
	"bytes"
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

// signedLines gives the export of a small ledger and its public key.
func signedLines(t testing.TB) (text []byte, public string) {
	t.Helper()
	ctx := context.Background()
	l := begin(t, storetest.SQLite(t))
	for _, add := range []string{base, "parties: {DE: {name: Germany}}"} {
		if _, err := l.Record(ctx, "a clerk", read(t, add, stands(t, l)...)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.Withdraw(ctx, "", []string{"DE"}); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := l.Export(ctx, &out); err != nil {
		t.Fatal(err)
	}
	h, err := l.Head(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return out.Bytes(), h.Key
}

// importOf reads an export and gives the leaves that it would store.
func importOf(text []byte, public string) (leaves []string, err error) {
	in := newImporter(bytes.NewReader(text))
	h, err := in.begin("office.db", public, "")
	if err != nil {
		return nil, err
	}
	return leaves, in.all(h, func(p *part) error {
		for _, r := range p.rows {
			leaves = append(leaves, string(r.Leaf))
		}
		return nil
	})
}

// FuzzImport changes an export at will: what is taken has the entries that were
// signed, from the first on and up to a checkpoint, and no others.
func FuzzImport(f *testing.F) {
	text, public := signedLines(f)
	whole, err := importOf(text, public)
	if err != nil {
		f.Fatal(err)
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	for n := range lines {
		f.Add(slices.Concat(lines[:n]...))
		f.Add(slices.Concat(slices.Concat(lines[:n]...), slices.Concat(lines[min(n+1, len(lines)):]...)))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		leaves, err := importOf(text, public)
		if err == nil && (len(leaves) > len(whole) || !slices.Equal(leaves, whole[:len(leaves)])) {
			t.Errorf("taken is what was not signed: %q", leaves)
		}
		if err != nil && codes(err) != "export" && codes(err) != "seal" {
			t.Errorf("%q: %v", codes(err), err)
		}
	})
}

// TestImportOfLongLine imports a file that is one line without an end.
func TestImportOfLongLine(t *testing.T) {
	text, _ := signedLines(t)
	first, _, _ := strings.Cut(string(text), "\n")
	for _, long := range []string{strings.Repeat("x", longestLine+1), first + "\n" + `{"entry": "` + strings.Repeat("0", longestLine) + `"}` + "\n"} {
		_, err := Import(context.Background(), storetest.SQLite(t), strings.NewReader(long), "", "")
		if err == nil || !strings.Contains(err.Error(), "is longer than 1048576 bytes") {
			t.Error(err)
		}
	}
	ctx, title := context.Background(), strings.Repeat("n", 1<<18)
	l, err := Init(ctx, storetest.SQLite(t), title, "proviso.local/test", filepath.Join(t.TempDir(), "key"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	to, err := Import(ctx, storetest.SQLite(t), bytes.NewReader(exported(t, l)), "", "")
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	if v, err := to.AsOf(ctx, proviso.LastDay, keeper); err != nil || v.Title != title {
		t.Error(err)
	}
}

// TestImportOfOldExport imports an export of the time when the name of the case
// was not sealed: the key seals it.
func TestImportOfOldExport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		ctx := context.Background()
		key := filepath.Join(t.TempDir(), "key")
		l, err := Init(ctx, storetest.SQLite(t), "A \"case\"\n6\n\u2028", "proviso.local/test", key)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		if _, err := l.Record(ctx, "", batchOf("w", 0)); err != nil {
			t.Fatal(err)
		}
		now := exported(t, l)
		lines := bytes.SplitAfterN(now, []byte("\n"), 3)
		old := slices.Concat(bytes.Replace(lines[0], []byte(`"format":3`), []byte(`"format":1`), 1), lines[2])
		other := filepath.Join(t.TempDir(), "other")
		if o, err := Init(ctx, storetest.SQLite(t), "other", "proviso.local/test", other); err != nil {
			t.Fatal(err)
		} else {
			o.Close()
		}
		for _, c := range []struct{ key, want string }{{"", "export"}, {other, "key"}, {other + ".none", "file"}} {
			if _, err := Import(ctx, address(), bytes.NewReader(old), "", c.key); codes(err) != c.want {
				t.Errorf("with the key %q: %v", c.key, err)
			}
		}
		to, err := Import(ctx, address(), bytes.NewReader(old), "", key)
		if err != nil {
			t.Fatal(err)
		}
		defer to.Close()
		if fits(t, to); !bytes.Equal(exported(t, to), now) {
			t.Error("it is another ledger")
		}
	})
}
