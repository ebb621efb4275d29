package ledger

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/store/storetest"
)

// programs are what the test binary can be run as.
var programs = map[string]func(address, key, title string){"writer": writeOn}

// TestMain lets the test binary be a program that writes to a ledger until it is
// killed.
func TestMain(m *testing.M) {
	if run := programs[os.Getenv("PROVISO_TEST_AS")]; run != nil {
		run(os.Getenv("PROVISO_TEST_LEDGER"), os.Getenv("PROVISO_TEST_KEY"), os.Getenv("PROVISO_TEST_NAME"))
	}
	os.Exit(m.Run())
}

// as gives the command that runs this binary as one of these programs.
func as(program, address, key, title string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "PROVISO_TEST_AS="+program, "PROVISO_TEST_LEDGER="+address, "PROVISO_TEST_KEY="+key, "PROVISO_TEST_NAME="+title)
	return cmd
}

// batchOf gives the records of the n-th batch of a writer: now one, now many.
func batchOf(title string, n int) []proviso.Record {
	size := 1
	if n%4 == 3 {
		size = 60
	}
	var out []proviso.Record
	for i := range size {
		out = append(out, &proviso.Party{ID: proviso.PartyID(fmt.Sprintf("%s-%d-%d", title, n, i)), Name: "a party"})
	}
	return out
}

// writeOn records batch after batch and says each that is on disk.
func writeOn(address, key, title string) {
	ctx := context.Background()
	l, err := OpenToWrite(ctx, address, key)
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for n := 0; ; n++ {
		if _, err := l.Record(ctx, "", batchOf(title, n)); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		fmt.Println(n)
	}
}

// TestKill kills a program that writes, again and again, at any moment, and looks
// each time: what it said was recorded is there, what it did not is there whole or
// not at all, and everything fits.
func TestKill(t *testing.T) {
	const kills, each = 200, 10 // of one ledger
	storetest.Each(t, func(t *testing.T, address func() string) {
		said, whole := 0, 0
		for done := 0; done < kills; done += each {
			where, key := address(), filepath.Join(t.TempDir(), "office.key")
			l, err := Init(context.Background(), where, "test", "proviso.local/test", key)
			if err != nil {
				t.Fatal(err)
			}
			var last []int
			for i := range each {
				last = append(last, killed(t, where, key, fmt.Sprint("w", i)))
				said += last[i] + 1
				standing := survived(t, l, last)
				if i == each-1 {
					whole += standing
				}
			}
			l.Close()
		}
		t.Logf("%d kills; %d batches were said to be recorded and are there; %d more were there whole", kills, said, whole)
	})
}

// killed runs a writer for a random time and gives the last batch that it said
// was recorded.
func killed(t *testing.T, address, key, title string) int {
	t.Helper()
	cmd := as("writer", address, key, title)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	last := -1
	note := func(line string) {
		var n int
		if _, err := fmt.Sscanf(line, "%d\n", &n); err != nil || n != last+1 || !strings.HasSuffix(line, "\n") {
			t.Fatalf("the writer says %q after %d", line, last)
		}
		last = n
	}
	wait := time.Duration(rand.IntN(40_000)) * time.Microsecond
	if rand.IntN(4) > 0 { // else perhaps while it opens the ledger
		line, err := lines.ReadString('\n')
		if err != nil {
			t.Fatalf("the writer ended: %v", err)
		}
		note(line)
	}
	time.Sleep(wait)
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for {
		line, err := lines.ReadString('\n')
		if err == io.EOF && line == "" || err != nil && err != io.EOF {
			break
		}
		note(line)
	}
	cmd.Wait()
	return last
}

// survived checks what stands after writers were killed, of each of which the
// last batch said is given, and gives how many batches stand that nobody said.
func survived(t *testing.T, l *Ledger, last []int) (whole int) {
	t.Helper()
	fits(t, l)
	have := map[string]int{} // entries of each batch
	for _, r := range stands(t, l) {
		id := r.RecordID()
		have[id[:strings.LastIndex(id, "-")]]++
	}
	for w, said := range last {
		title := fmt.Sprint("w", w)
		for n := 0; n <= said; n++ {
			if got := have[fmt.Sprint(title, "-", n)]; got != len(batchOf(title, n)) {
				t.Errorf("batch %d of %s was said to be recorded; %d of its records are there", n, title, got)
			}
		}
		switch got := have[fmt.Sprint(title, "-", said+1)]; got {
		case 0:
		case len(batchOf(title, said+1)):
			whole++
		default:
			t.Errorf("of batch %d of %s only %d records are there", said+1, title, got)
		}
		if have[fmt.Sprint(title, "-", said+2)] > 0 {
			t.Errorf("batch %d of %s is there, though its writer had not gone so far", said+2, title)
		}
	}
	return whole
}
