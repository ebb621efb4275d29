package main

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// peer is a program that finds maximum flows. Its command gets the name of a
// DIMACS maximum flow file (source node 1, sink node 2) as its last argument, and
// prints the maximum and the seconds of processor time that it took to make its
// own graph and to find the maximum, reading the file not counted, on one line
// with a blank between them.
type peer struct {
	name    string
	command []string
}

// built are the peers that peers/maxflow.cc can be compiled into, with the libraries that
// it then needs.
var built = []struct {
	name, define string
	libraries    []string
}{
	{"Boost BK", "PEER_BK", nil},
	{"Boost push-relabel", "PEER_PUSH_RELABEL", nil},
	{"LEMON", "PEER_LEMON", nil},
	{"igraph", "PEER_IGRAPH", []string{"-ligraph"}},
	{"CLP", "PEER_CLP", []string{"-lClp", "-lCoinUtils"}},
}

// buildPeers compiles the peers whose libraries are there, says which are not, and
// adds those named as NAME=COMMAND.
func buildPeers(ctx context.Context, dir string, named []string) ([]*peer, error) {
	var peers []*peer
	fmt.Println()
	for _, b := range built {
		program := filepath.Join(dir, b.define)
		args := append([]string{"-O3", "-DNDEBUG", "-w", "-D" + b.define, "-o", program, "peers/maxflow.cc"}, b.libraries...)
		if out, err := exec.CommandContext(ctx, "g++", args...).CombinedOutput(); err != nil {
			fmt.Printf("%s is absent: it could not be compiled (%s); see docs/BENCHMARKS.md\n", b.name, firstLine(out, err))
			continue
		}
		peers = append(peers, &peer{b.name, []string{program}})
	}
	for _, n := range named {
		name, command, ok := strings.Cut(n, "=")
		if !ok || strings.TrimSpace(command) == "" {
			return nil, fmt.Errorf("-peer: %q is not NAME=COMMAND", n)
		}
		peers = append(peers, &peer{name, strings.Fields(command)})
	}
	return peers, nil
}

func firstLine(out []byte, err error) string {
	for line := range strings.Lines(string(out)) {
		if strings.Contains(line, "error") {
			return strings.TrimSpace(line)
		}
	}
	return err.Error()
}

// both gives the seconds that the peer takes for both files. It fails if a maximum
// is not the one wanted.
func (p *peer) both(ctx context.Context, files [2]string, want [2]int64, limit time.Duration) (float64, error) {
	sum := 0.0
	for i, file := range files {
		one, stop := context.WithTimeout(ctx, limit)
		args := append(p.command[1:len(p.command):len(p.command)], file)
		out, err := exec.CommandContext(one, p.command[0], args...).Output()
		late := one.Err()
		stop()
		if late != nil {
			return 0, late
		}
		if err != nil {
			return 0, fmt.Errorf("%s: %w", p.name, err)
		}
		var value int64
		var took float64
		if _, err := fmt.Sscan(string(out), &value, &took); err != nil {
			return 0, fmt.Errorf("%s printed %q, not a maximum and seconds", p.name, out)
		}
		if value != want[i] {
			return 0, fmt.Errorf("%s finds a maximum of %d where Proviso finds %d", p.name, value, want[i])
		}
		sum += took
	}
	return sum, nil
}
