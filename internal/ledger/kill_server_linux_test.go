package ledger

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/proviso-ledger/proviso/internal/store"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

// server is a PostgreSQL server of the test's own, in a folder.
type server struct {
	t       *testing.T
	dir     string
	address string
}

func newServer(t *testing.T) *server {
	t.Helper()
	dir, err := os.MkdirTemp("", "proviso-server-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	s := &server{t: t, dir: dir}
	t.Cleanup(func() {
		exec.Command("../../.ci/postgres", dir, "stop").Run()
		os.RemoveAll(dir)
	})
	s.start()
	return s
}

// start starts the server, again if it died: its last processes may take a while
// to be gone.
func (s *server) start() {
	s.t.Helper()
	for range 20 {
		out, err := exec.Command("../../.ci/postgres", s.dir).Output()
		if err == nil {
			s.address = strings.TrimSpace(string(out))
			return
		}
		time.Sleep(300 * time.Millisecond)
	}
	s.t.Fatal("the server does not start")
}

// again has the server up again: one that was killed as a whole is started, and
// one that lost a process recovers by itself.
func (s *server) again(whole bool) {
	s.t.Helper()
	if whole {
		time.Sleep(time.Second)
		s.start()
	}
	for range 100 {
		if c, err := pgx.Connect(context.Background(), s.address); err == nil {
			c.Close(context.Background())
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	s.t.Fatal("the server does not recover")
}

// kill kills the server as a whole, or the process that serves the writer, upon
// which it ends all others and recovers. It returns once the server knows.
func (s *server) kill(whole bool) error {
	if whole {
		text, err := os.ReadFile(filepath.Join(s.dir, "data", "postmaster.pid"))
		if err != nil {
			return err
		}
		line, _, _ := strings.Cut(string(text), "\n")
		pid, err := strconv.Atoi(line)
		if err != nil {
			return err
		}
		return syscall.Kill(pid, syscall.SIGKILL)
	}
	ctx := context.Background()
	c, err := pgx.Connect(ctx, s.address)
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	pid := 0
	query := "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() LIMIT 1"
	if err := c.QueryRow(ctx, query).Scan(&pid); err != nil {
		return err
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		return err
	}
	for { // until this connection is ended too
		if _, err := c.Exec(ctx, "SELECT 1"); err != nil {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// TestKillServer kills the server under a program that writes, at any moment:
// when it is up again, what the program said was recorded is there, and what it
// did not is there whole or not at all.
func TestKillServer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, address func() string) {
		if !store.IsServer(address()) {
			return // there is no server: TestKill
		}
		const kills = 6
		s := newServer(t)
		key := filepath.Join(t.TempDir(), "office.key")
		l, err := Init(context.Background(), s.address, "test", "proviso.local/test", key)
		if err != nil {
			t.Fatal(err)
		}
		l.Close()
		var last []int
		said := 0
		for i := range kills {
			last = append(last, s.killedUnder(key, fmt.Sprint("w", i), i%2 == 0))
			said += last[i] + 1
			s.again(i%2 == 0)
		}
		l, err = Open(context.Background(), s.address)
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		whole := survived(t, l, last)
		t.Logf("%d kills of the server; %d batches were said to be recorded and are there; %d more were there whole", kills, said, whole)
	})
}

// killedUnder runs a writer, kills the server under it, and gives the last batch
// that it said was recorded.
func (s *server) killedUnder(key, title string, whole bool) int {
	s.t.Helper()
	cmd := as("writer", s.address, key, title)
	out, err := cmd.StdoutPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		s.t.Fatal(err)
	}
	defer cmd.Wait()
	last := -1
	killed := make(chan error, 1)
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		n, err := strconv.Atoi(lines.Text())
		if err != nil {
			break // it says why it cannot go on
		}
		if n != last+1 {
			s.t.Fatalf("the writer says %d after %d", n, last)
		}
		if last = n; n == 3 {
			time.AfterFunc(time.Duration(rand.IntN(40_000))*time.Microsecond, func() { killed <- s.kill(whole) })
		}
	}
	if last < 3 {
		s.t.Fatalf("the writer ended after %d: %s", last, lines.Text())
	}
	if err := <-killed; err != nil {
		s.t.Fatal(err)
	}
	return last
}
