package main

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"github.com/proviso-ledger/proviso/internal/flow"
)

// closures times what a database can say of the same arcs: which nodes units of S
// can come to at all. Every node of the problem is one, or the run fails.
func closures(ctx context.Context, plan flowPlan, dir string, n *flow.Network, q flow.Question) error {
	files, err := writeProblems(ctx, dir, n, q)
	if err != nil {
		return err
	}
	nodes, arcs, err := readArcs(files[flow.AtMost])
	if err != nil {
		return err
	}
	file := filepath.Join(dir, "arcs.sqlite")
	defer os.Remove(file)
	own, err := closure(ctx, "sqlite", file, nodes, arcs)
	if err != nil {
		return fmt.Errorf("SQLite: %w", err)
	}
	fmt.Printf("which nodes can be reached from S (nation, %d nodes, %d arcs), as a recursive query: SQLite %.0f ms", nodes, len(arcs), own*1e3)
	if plan.postgres == "" {
		fmt.Println("; PostgreSQL is absent: give -postgres ADDRESS")
		return nil
	}
	theirs, err := closure(ctx, "pgx", plan.postgres, nodes, arcs)
	if err != nil {
		return fmt.Errorf("PostgreSQL: %w", err)
	}
	fmt.Printf(", PostgreSQL %.0f ms on the clock\n", theirs*1e3)
	return nil
}

func readArcs(name string) (nodes int, arcs [][2]int, err error) {
	in, err := os.Open(name)
	if err != nil {
		return 0, nil, err
	}
	defer in.Close()
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		var a [2]int
		var most int64
		switch line := lines.Text(); line[0] {
		case 'p':
			_, err = fmt.Sscanf(line, "p max %d %d", &nodes, new(int))
		case 'a':
			_, err = fmt.Sscanf(line, "a %d %d %d", &a[0], &a[1], &most)
			arcs = append(arcs, a)
		}
		if err != nil {
			return 0, nil, err
		}
	}
	return nodes, arcs, lines.Err()
}

// closure fills a table, indexes it, and gives the seconds of the recursive query:
// of this process for SQLite, which runs in it, on the clock for a server.
func closure(ctx context.Context, driver, address string, nodes int, arcs [][2]int) (seconds float64, err error) {
	db, err := sql.Open(driver, address)
	if err != nil {
		return 0, err
	}
	defer db.Close()
	db.SetMaxOpenConns(1) // a temporary table belongs to one connection
	if _, err = db.ExecContext(ctx, "CREATE TEMP TABLE arc (tail INTEGER, head INTEGER)"); err != nil {
		return 0, err
	}
	for len(arcs) > 0 {
		some := arcs[:min(len(arcs), 5_000)]
		arcs = arcs[len(some):]
		var values strings.Builder
		for i, a := range some {
			fmt.Fprintf(&values, "%s(%d,%d)", map[bool]string{true: ","}[i > 0], a[0], a[1])
		}
		if _, err = db.ExecContext(ctx, "INSERT INTO arc VALUES "+values.String()); err != nil {
			return 0, err
		}
	}
	if _, err = db.ExecContext(ctx, "CREATE INDEX arc_tail ON arc (tail, head)"); err != nil {
		return 0, err
	}
	if _, err = db.ExecContext(ctx, "ANALYZE"); err != nil {
		return 0, err
	}
	var reached int
	start := time.Now()
	seconds = timed(func() {
		err = db.QueryRowContext(ctx, `WITH RECURSIVE r (node) AS (SELECT 1 UNION SELECT head FROM arc JOIN r ON tail = node)
			SELECT count(*) FROM r`).Scan(&reached)
	})
	if driver == "pgx" {
		seconds = time.Since(start).Seconds()
	}
	if err == nil && reached != nodes {
		err = fmt.Errorf("%d nodes reached of %d", reached, nodes)
	}
	return seconds, err
}
