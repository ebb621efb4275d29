// Package storetest gives tests the systems that a ledger can be kept on, each
// empty and gone after the test. SQLite is always there; PostgreSQL is where
// PROVISO_POSTGRES is the address of a server on which tables may be made, as
// .ci/postgres starts one. Without it the tests say that PostgreSQL is left out,
// which .ci/run takes for a failure. Only tests import it.
package storetest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"
)

// LeftOut is what a test is called in which PostgreSQL should have been tested.
const LeftOut = "postgres-left-out"

// Each runs the test on every system. New gives the address of a ledger that
// does not exist yet, another each time.
func Each(t *testing.T, test func(t *testing.T, address func() string)) {
	t.Helper()
	t.Run("sqlite", func(t *testing.T) { test(t, func() string { return SQLite(t) }) })
	if os.Getenv("PROVISO_POSTGRES") == "" {
		t.Run(LeftOut, func(t *testing.T) { t.Log("PROVISO_POSTGRES names no server") })
		return
	}
	t.Run("postgres", func(t *testing.T) { test(t, func() string { return Postgres(t) }) })
}

// SQLite gives the name of a file in a folder of its own.
func SQLite(t testing.TB) string { return filepath.Join(t.TempDir(), "office.db") }

// Postgres gives the address of a schema of its own on the server. There must be
// one.
func Postgres(t testing.TB) string {
	t.Helper()
	server := os.Getenv("PROVISO_POSTGRES")
	random := make([]byte, 6)
	if _, err := rand.Read(random); err != nil {
		t.Fatal(err)
	}
	schema := "test_" + hex.EncodeToString(random)
	run(t, server, "CREATE SCHEMA "+schema)
	t.Cleanup(func() { run(t, server, "DROP SCHEMA "+schema+" CASCADE") })
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", schema)
	u.RawQuery = q.Encode()
	return u.String()
}

func run(t testing.TB, server, statement string) {
	t.Helper()
	ctx := context.Background()
	c, err := pgx.Connect(ctx, server)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(ctx)
	if _, err := c.Exec(ctx, statement); err != nil {
		t.Fatal(err)
	}
}
