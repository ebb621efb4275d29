package store

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"net/url"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	"github.com/proviso-ledger/proviso"
)

// postgresDriver is the driver's name; tests put a faulty one in its place.
var postgresDriver = "pgx"

// The lock on the one row of the head lets one writer in at a time, in an order
// without gaps; readers see the state before it until it commits.
var postgresDialect = &dialect{blob: "BYTEA", integer: "BIGINT", numbers: true, find: "strpos",
	lock: "SELECT one FROM head WHERE one = 1 FOR UPDATE", explain: explainPostgres, refused: refusedPostgres}

func openPostgres(address string) (*Store, error) {
	shown := ShownAddress(address)
	db, err := sql.Open(postgresDriver, address)
	if err != nil {
		return nil, &proviso.Error{Code: "flag", Message: "not an address of a PostgreSQL server", Fix: "write postgres://USER@HOST/DATABASE",
			Pos: proviso.Pos{File: shown}, Err: err}
	}
	db.SetMaxIdleConns(4)
	return &Store{db: db, dialect: postgresDialect, shown: shown}, nil
}

// ShownAddress gives the address for people: that of a server without user,
// password and options.
func ShownAddress(address string) string {
	if !IsServer(address) {
		return address
	}
	u, err := url.Parse(address)
	if err != nil {
		return "postgres://?"
	}
	return (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path}).String()
}

func explainPostgres(err error) (code, message, fix string) {
	var e *pgconn.PgError
	if errors.As(err, &e) {
		switch {
		case e.Code == "42P01" || e.Code == "42703":
			return "foreign", "has not the tables of a ledger", "name a database in which proviso init made a ledger"
		case e.Code == "42P07":
			return "exists", "there is a ledger already, or a table of the same name; nothing was written", "use another database or schema"
		case e.Code == "25006":
			return "read-only", "is read-only; nothing was written", "write to the primary server"
		case e.Code == "3D000":
			return "file", "there is no such database", "make it, then run proviso init"
		case strings.HasPrefix(e.Code, "28"), e.Code == "42501":
			return "denied", "the server does not let this user in", "check the user and the password in the address"
		case strings.HasPrefix(e.Code, "53"):
			return "full", "the server has no room or no connection left; nothing was written", "make room, then say the same again"
		case strings.HasPrefix(e.Code, "57P"):
			return "unreachable", "the server is going down", "try again when it is up"
		}
		return "", "", ""
	}
	var unreachable *net.OpError
	var connecting *pgconn.ConnectError
	if (errors.As(err, &unreachable) || errors.As(err, &connecting)) && !errors.Is(err, context.Canceled) {
		return "unreachable", "the server cannot be reached", "check the address and whether the server is up"
	}
	return "", "", ""
}

// refusedPostgres: when the server itself says that a commit failed, it did. One
// that is going down may not know.
func refusedPostgres(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && !strings.HasPrefix(e.Code, "57") && !strings.HasPrefix(e.Code, "08") && e.Code != "40003"
}
