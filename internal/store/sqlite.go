package store

import (
	"database/sql"
	"errors"
	"io"
	"net/url"
	"os"
	"path/filepath"

	"github.com/proviso-ledger/proviso"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// sqliteDriver is the driver's name; tests put a faulty one in its place.
var sqliteDriver = "sqlite"

var sqliteDialect = &dialect{blob: "BLOB", integer: "INTEGER", find: "instr", explain: explainSQLite, refused: refusedSQLite}

// applicationID stands in the header of the file: "PRVS".
const applicationID = "0x50525653"

// A movement takes some 450 bytes: pages of twice the usual size are split half as
// often.
const pageSize = "page_size = 8192"

// openSQLite opens the file. Writers wait for each other; a write is on disk
// when it returns (WAL, synchronous FULL).
func openSQLite(path string, mode Mode, create bool) (s *Store, err error) {
	if err := checkFile(path, create); err != nil {
		return nil, err
	}
	defer func() {
		if create && err != nil {
			os.Remove(path)
		}
	}()
	q := url.Values{"_pragma": {"busy_timeout(20000)", "synchronous(FULL)"}, "_txlock": {"immediate"}}
	switch {
	case !create && mode == ForReading && !mayWriteBeside(path):
		q.Set("mode", "ro")
		if !hasLog(path) { // then it is whole, and without companions is read as one that nobody changes
			q.Set("immutable", "1")
		}
	default:
		q.Set("mode", "rw")
	}
	name := (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: filepath.ToSlash(path)}).EscapedPath(), RawQuery: q.Encode()}).String()
	db, err := sql.Open(sqliteDriver, name)
	if err != nil {
		return nil, &proviso.Error{Code: "store", Message: "the ledger could not be opened", Pos: proviso.Pos{File: path}, Err: err}
	}
	s = &Store{db: db, dialect: sqliteDialect, shown: path}
	if q.Get("mode") == "ro" && hasLog(path) {
		if _, err := db.Exec("SELECT 1 FROM sqlite_master"); err != nil {
			db.Close()
			return nil, &proviso.Error{Code: "read-only", Message: "its newest records stand in the log beside it (-wal), which cannot be read where nothing can be written",
				Fix: "copy both files to a disk that can be written to, and ask the ledger there", Pos: proviso.Pos{File: path}, Err: err}
		}
	}
	if create {
		for _, pragma := range []string{pageSize, "journal_mode = WAL", "application_id = " + applicationID} {
			if _, err := db.Exec("PRAGMA " + pragma); err != nil {
				db.Close()
				return nil, s.fault("the ledger could not be made", err)
			}
		}
	}
	return s, nil
}

const magic = "SQLite format 3\x00"

// IsSQLite says whether the file begins like an SQLite database.
func IsSQLite(path string) bool {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	first := make([]byte, len(magic))
	_, err = io.ReadFull(f, first)
	return err == nil && string(first) == magic
}

// checkFile refuses what cannot be a ledger before SQLite sees it.
func checkFile(path string, create bool) error {
	refuse := func(code, message, fix string, err error) error {
		return &proviso.Error{Code: code, Message: message, Fix: fix, Pos: proviso.Pos{File: path}, Err: err}
	}
	if create {
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o640)
		switch {
		case errors.Is(err, os.ErrExist):
			return refuse("exists", "exists already; nothing was written", "choose another name", nil)
		case errors.Is(err, os.ErrNotExist):
			return refuse("file", "the folder to make it in does not exist", "make the folder, or choose another name", err)
		case err != nil:
			return refuse("file", "cannot be made here", "check who may write to the folder", err)
		}
		return f.Close()
	}
	f, err := os.Open(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return refuse("file", "no such ledger", "check the path, or begin one with proviso init", err)
	case err != nil:
		return refuse("file", "may not be read", "check who may read it", err)
	}
	defer f.Close()
	first := make([]byte, len(magic))
	if n, err := io.ReadFull(f, first); err != nil && n == 0 {
		return refuse("foreign", "is empty: it is no ledger", "begin a ledger with proviso init", nil)
	}
	if string(first) != magic {
		return refuse("foreign", "is not an SQLite database, so it is no ledger", "name a file that proviso init made", nil)
	}
	return nil
}

// hasLog says whether records may stand in the log beside the file (-wal) and not
// in the file yet.
func hasLog(path string) bool {
	info, err := os.Stat(path + "-wal")
	return err != nil && !os.IsNotExist(err) || err == nil && info.Size() > 0
}

// mayWriteBeside says whether SQLite can keep its companions (-wal, -shm).
func mayWriteBeside(path string) bool {
	if f, err := os.OpenFile(path, os.O_RDWR, 0); err != nil {
		return false
	} else {
		f.Close()
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".proviso-*")
	if err != nil {
		return false
	}
	f.Close()
	os.Remove(f.Name())
	return true
}

func explainSQLite(err error) (code, message, fix string) {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return "", "", ""
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return "full", "the disk is full; nothing was written", "make room, then say the same again"
	case sqlite3.SQLITE_READONLY:
		return "read-only", "is read-only; nothing was written", "check who may write to the file and its folder"
	case sqlite3.SQLITE_CANTOPEN:
		return "read-only", "cannot be opened for writing; nothing was written", "check who may write to the file and its folder"
	case sqlite3.SQLITE_CORRUPT:
		return "damaged", "the file is damaged", "restore a backup with proviso restore"
	case sqlite3.SQLITE_NOTADB:
		return "foreign", "is not an SQLite database, so it is no ledger", "name a file that proviso init made"
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return "busy", "another program has been writing to the ledger for too long; nothing was written", "try again"
	case sqlite3.SQLITE_IOERR:
		if e.Code() == sqlite3.SQLITE_IOERR_SHORT_READ {
			return "damaged", "the file is cut short", "restore a backup with proviso restore"
		}
		return "disk", "the disk failed or is full; nothing was written", "make room or mend the disk, then say the same again"
	case sqlite3.SQLITE_ERROR:
		if e.Code() == sqlite3.SQLITE_ERROR {
			return "foreign", "has not the tables of a ledger", "name a ledger that proviso init made"
		}
	}
	return "", "", ""
}

// refusedSQLite: without room, or while another holds the file, SQLite writes no
// commit. After an error of the disk it may be there all the same.
func refusedSQLite(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	code := e.Code() & 0xff
	return code == sqlite3.SQLITE_FULL || code == sqlite3.SQLITE_BUSY || code == sqlite3.SQLITE_READONLY
}
