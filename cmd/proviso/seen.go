package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"syscall"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/ledger"
)

// seenBeside is the file beside a key in which the newest checkpoint is kept that
// was seen of its ledger.
func seenBeside(key string) string { return key + ".seen" }

// remember holds the ledger against the checkpoint that was seen last, and keeps
// the newest in its place. A ledger that was set back has not grown from it.
// Where the folder is not to be written to nothing is kept.
func remember(ctx context.Context, l *ledger.Ledger, file string) error {
	old, err := os.ReadFile(file)
	if err != nil && !os.IsNotExist(err) {
		return failed("read "+file, err)
	}
	now, err := l.GrownFrom(ctx, old)
	var e *proviso.Error
	if errors.As(err, &e) && e.Code == "seal" {
		fault := *e
		fault.Pos = proviso.Pos{File: file}
		fault.Fix = "that is the newest checkpoint seen of this ledger; compare with a backup. If it was restored on purpose, move the file away"
		return &fault
	}
	if err != nil || bytes.Equal(now, old) {
		return err
	}
	err = putFile(file, now, 0o644)
	if errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return nil
	}
	return err
}
