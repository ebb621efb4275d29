package ledger

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

func init() { programs["limited"], programs["nobody"] = writeLimited, writeDenied }

// writeLimited records until no file may grow any more, then lifts the limit and
// goes on.
func writeLimited(address, key, _ string) {
	signal.Ignore(syscall.SIGXFSZ)
	ctx := context.Background()
	l, err := OpenToWrite(ctx, address, key)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	var old syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
		panic(err)
	}
	full := 0
	for n := 0; n < 120 || full < 5; n++ {
		title := fmt.Sprint("w", n)
		_, err := l.Record(ctx, "", batchOf(title, 3))
		var e *proviso.Error
		switch {
		case err == nil:
			fmt.Println("recorded", title)
		case errors.As(err, &e):
			full++
			fmt.Println("refused", title, e.Code, e.Message)
			if full%3 == 0 { // there is room again
				if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &old); err != nil {
					panic(err)
				}
			}
		}
		if n%20 == 10 {
			if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: uint64(200_000 + 30_000*n), Max: old.Max}); err != nil {
				panic(err)
			}
		}
	}
	l.Close()
	os.Exit(0)
}

// TestDiskFull lets a program write until its files may not grow any more, and
// then go on: what it said was recorded is there, and nothing of what was refused.
func TestDiskFull(t *testing.T) {
	address, key := storetest.SQLite(t), filepath.Join(t.TempDir(), "office.key")
	l, err := Init(context.Background(), address, "test", "proviso.local/test", key)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	out, err := as("limited", address, key, "").Output()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	fits(t, l)
	have := map[string]int{}
	for _, r := range stands(t, l) {
		title, _, _ := strings.Cut(r.RecordID(), "-")
		have[title]++
	}
	recorded, refused := 0, 0
	for line := range strings.Lines(string(out)) {
		f := strings.Fields(line)
		switch {
		case f[0] == "recorded":
			recorded++
			if have[f[1]] != 60 {
				t.Errorf("%s was recorded; %d of its records are there", f[1], have[f[1]])
			}
		case f[2] == "unsure":
			refused++
			if n := have[f[1]]; n != 0 && n != 60 {
				t.Errorf("of %s %d records are there", f[1], n)
			}
		default:
			refused++
			if have[f[1]] != 0 || !strings.Contains(line, "full") {
				t.Errorf("%d records are there of what was refused: %s", have[f[1]], line)
			}
		}
	}
	if recorded < 20 || refused < 5 {
		t.Errorf("%d batches were recorded, %d refused", recorded, refused)
	}
	t.Logf("%d batches recorded, %d refused for want of room", recorded, refused)
}

// writeDenied tries to write and to read where it may only read.
func writeDenied(address, key, _ string) {
	ctx := context.Background()
	l, err := OpenToWrite(ctx, address, key)
	if err == nil {
		_, err = l.Record(ctx, "", batchOf("w", 0))
	}
	fmt.Println(codes(err))
	r, err := Open(ctx, address)
	if err == nil {
		var v *View
		if v, err = r.AsOf(ctx, proviso.LastDay, keeper); err == nil {
			fmt.Println(len(v.Entries))
		}
	}
	fmt.Println(codes(err))
	os.Exit(0)
}

// TestReadOnlyDisk lets somebody who may write neither file nor folder ask a
// ledger, and fail to add to it: of one that is closed, of one to which another
// program has just written, so that its last record stands in the log beside it,
// and of files that were copied at such a time without their index.
func TestReadOnlyDisk(t *testing.T) {
	for _, c := range []struct {
		name, want string
		keep       []string // what is there besides the ledger
		closed     bool
	}{
		{"closed", "read-only\n1\n\n", nil, true},
		{"being written", "read-only\n1\n\n", []string{"-wal", "-shm"}, false},
		{"copied with the log", "read-only\nread-only\n", []string{"-wal"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir, err := os.MkdirTemp("", "proviso-read-only-")
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { os.Chmod(dir, 0o700); os.RemoveAll(dir) })
			live := storetest.SQLite(t)
			address, key := filepath.Join(dir, "office.db"), filepath.Join(dir, "office.key")
			if c.closed || len(c.keep) == 2 {
				live = address
			}
			l, err := Init(context.Background(), live, "test", "proviso.local/test", key)
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			if _, err := l.Record(context.Background(), "", batchOf("first", 0)); err != nil {
				t.Fatal(err)
			}
			if c.closed {
				l.Close()
			}
			if live != address {
				for _, part := range append([]string{""}, c.keep...) {
					if err := copyFile(live+part, address+part); err != nil {
						t.Fatal(err)
					}
				}
			}
			if got := asNobody(t, dir, address, key, c.keep); got != c.want {
				t.Errorf("%q, not %q", got, c.want)
			}
		})
	}
}

// asNobody asks the ledger as somebody who may write nothing, and gives what
// that says. The ledger is not changed.
func asNobody(t *testing.T, dir, address, key string, beside []string) string {
	t.Helper()
	before, err := os.ReadFile(address)
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "program") // where nobody may run it
	if err := copyFile(os.Args[0], binary); err != nil {
		t.Fatal(err)
	}
	modes := map[string]os.FileMode{address: 0o444, key: 0o444, binary: 0o555, dir: 0o555}
	for _, part := range beside {
		modes[address+part] = 0o444
	}
	for name, mode := range modes {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command(binary)
	cmd.Env = as("nobody", address, key, "").Env
	cmd.Dir = dir
	if os.Getuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	after, err := os.ReadFile(address)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was changed: %v", err)
	}
	return string(out)
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o700)
}
