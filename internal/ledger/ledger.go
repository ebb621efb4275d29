package ledger

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
	"github.com/proviso-ledger/proviso/internal/store"
)

// Ledger is one open ledger. It may be used by several goroutines, and by
// several programs at once.
type Ledger struct {
	store *store.Store
	shown string           // its address for people
	key   seal.Key         // signs checkpoints; none when opened for reading
	Clock func() time.Time // tells the time of entries; time.Now

	mu    sync.Mutex
	index *index     // what stands, as far as this program has seen
	tree  *seal.Tree // after what this program added last; nil
}

// Is says whether the name on a command line is that of a ledger, and not of a
// dossier: the address of a server, a name that ends in .db, or a file that
// begins like an SQLite database.
func Is(name string) bool {
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return false
	}
	return store.IsServer(name) || filepath.Ext(name) == ".db" || store.IsSQLite(name)
}

// ShownName gives the name of a ledger for messages, without a password.
func ShownName(name string) string { return store.ShownAddress(name) }

// Init makes an empty ledger and its key. Title is the case that it is about.
// The private key is written to keyFile and the public one to keyFile with .pub
// behind it; neither may exist.
func Init(ctx context.Context, address, title, origin, keyFile string) (*Ledger, error) {
	if !utf8.ValidString(title) {
		return nil, &proviso.Error{Code: "not-text", Message: "the name of the case is not UTF-8", Fix: "write it as UTF-8"}
	}
	private, public, err := seal.NewKey(rand.Reader, origin)
	if err != nil {
		return nil, err
	}
	if err := writeNew(keyFile, private, 0o600); err != nil {
		return nil, err
	}
	if err := writeNew(keyFile+".pub", public, 0o644); err != nil {
		os.Remove(keyFile)
		return nil, err
	}
	h := store.Head{Name: title, Key: public}
	key, first, err := unlock(h, keyFile, ShownName(address))
	var s *store.Store
	if err == nil {
		s, err = store.Create(ctx, address, h, func(t *store.Tx) error { return t.Grow(0, nil, 0, first) })
	}
	var unsure *proviso.Error
	switch {
	case err == nil:
		return open(s, key), nil
	case errors.As(err, &unsure) && unsure.Code == store.Unsure: // it may be there, and is lost without its key
		unsure.Message = "the answer to the commit was lost, so it is not known whether the ledger was made; its key was kept"
		unsure.Fix = "see with proviso log; if there is none, delete the key and say the same again"
	default:
		os.Remove(keyFile)
		os.Remove(keyFile + ".pub")
	}
	return nil, err
}

func writeNew(path, text string, mode os.FileMode) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		e := &proviso.Error{Code: "file", Message: "the key cannot be written here", Fix: "check who may write to the folder", Pos: proviso.Pos{File: path}, Err: err}
		if os.IsExist(err) {
			e.Code, e.Message, e.Fix, e.Err = "exists", "there is a key already; nothing was written", "name another file with --key", nil
		}
		return e
	}
	_, err = f.WriteString(text + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		os.Remove(path)
	}
	return err
}

// Open opens a ledger to ask it.
func Open(ctx context.Context, address string) (*Ledger, error) {
	s, err := store.Open(ctx, address, store.ForReading)
	if err != nil {
		return nil, err
	}
	return open(s, seal.Key{}), nil
}

// OpenToKeep opens a ledger to keep cosignatures in it, for which no key is needed.
func OpenToKeep(ctx context.Context, address string) (*Ledger, error) {
	s, err := store.Open(ctx, address, store.ForWriting)
	if err != nil {
		return nil, err
	}
	return open(s, seal.Key{}), nil
}

func open(s *store.Store, key seal.Key) *Ledger {
	return &Ledger{store: s, shown: s.Shown(), key: key, Clock: time.Now, index: newIndex()}
}

// OpenToWrite opens a ledger to add to it, with the key of its checkpoints.
func OpenToWrite(ctx context.Context, address, keyFile string) (*Ledger, error) {
	l, err := OpenToKeep(ctx, address)
	if err != nil {
		return nil, err
	}
	h, err := l.Head(ctx)
	if err == nil {
		l.key, _, err = unlock(h, keyFile, l.shown)
	}
	if err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// unlock reads the private key of a ledger, and signs the first checkpoint with
// it. One that is not the ledger's is refused before anything is written.
func unlock(h store.Head, keyFile, shown string) (key seal.Key, first []byte, err error) {
	private, err := os.ReadFile(keyFile)
	if err != nil {
		e := &proviso.Error{Code: "file", Message: "the key of the ledger cannot be read", Fix: "name its file with --key", Pos: proviso.Pos{File: keyFile}, Err: err}
		if os.IsNotExist(err) {
			e.Message = "no such key: whoever writes to a ledger needs the key that signs its checkpoints"
		}
		return key, nil, e
	}
	key, err = seal.ParseKey(string(private))
	if err == nil {
		first, err = seal.First(origin(h.Key), h.Name).Sign(key)
	}
	if err == nil {
		_, _, err = seal.Open(first, h.Key)
	}
	if err != nil {
		err = &proviso.Error{Code: "key", Message: "is not the key of " + shown + "; nothing was written",
			Fix: "name the key file that proviso init wrote for this ledger", Pos: proviso.Pos{File: keyFile}}
	}
	return key, first, err
}

// origin is the name of a key, which is that of its log.
func origin(public string) string {
	name, _, _ := strings.Cut(public, "+")
	return name
}

// Head gives what is said of the ledger as a whole.
func (l *Ledger) Head(ctx context.Context) (h store.Head, err error) {
	err = l.store.Read(ctx, func(t *store.Tx) error {
		h, err = t.Head()
		return err
	})
	return h, err
}

// Close ends the use of the ledger.
func (l *Ledger) Close() error { return l.store.Close() }

// Shown is the address of the ledger for people.
func (l *Ledger) Shown() string { return l.shown }

// at is the place of an entry, for messages and answers.
func (l *Ledger) at(seq int64) proviso.Pos {
	return proviso.Pos{File: l.shown, Line: int(seq), Column: proviso.InLedger}
}

// damaged says what does not fit in an entry.
func (l *Ledger) damaged(seq int64, format string, args ...any) error {
	return &proviso.Error{Code: "damaged", Message: fmt.Sprintf(format, args...), Fix: "see what proviso verify says; compare with a backup", Pos: l.at(seq)}
}
