package ledger

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"sync"
)

// A file of columns is a line that says what it is, then columns, each a list of
// numbers of one width: eight bytes for its length in bytes, then the numbers, all in
// little-endian order. The last 32 bytes are the SHA-256 of the SHA-256 of each piece
// of what stands before, so that all processors can check it.

// piece is how many bytes are hashed together.
const piece = 4 << 20

// errDoubt says that a file of columns is not whole, or not one.
var errDoubt = errors.New("file in doubt")

type number interface {
	uint8 | ~int32 | ~uint32 | ~int64 | ~uint64
}

// columns writes or reads a file of columns. After the first fault what it gives
// means nothing.
type columns struct {
	ctx    context.Context // when writing
	out    *bufio.Writer
	piece  hash.Hash
	filled int    // of the piece
	hashes []byte // of the pieces before
	sum    [sha256.Size]byte
	rest   []byte // when reading: what is yet to be read
	err    error
	work   sync.WaitGroup
}

// writeColumns writes a file, and in the place of an older one only when it is whole.
func writeColumns(ctx context.Context, path, line string, mode os.FileMode, with func(*columns)) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+"-")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = columnsTo(ctx, f, line, with)
	if err := errors.Join(err, f.Chmod(mode), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// columnsTo writes what stands in a file, and gives its last 32 bytes.
func columnsTo(ctx context.Context, w io.Writer, line string, with func(*columns)) (sum [sha256.Size]byte, err error) {
	c := &columns{ctx: ctx, out: bufio.NewWriterSize(w, 1<<20), piece: sha256.New()}
	c.write([]byte(line))
	with(c)
	if c.filled > 0 {
		c.turn()
	}
	c.sum = sha256.Sum256(c.hashes)
	_, err = c.out.Write(c.sum[:])
	return c.sum, errors.Join(c.err, err, c.out.Flush())
}

func (c *columns) write(b []byte) {
	if c.err == nil {
		c.err = c.ctx.Err()
	}
	if c.err != nil {
		return
	}
	_, c.err = c.out.Write(b)
	for len(b) > 0 {
		n := min(len(b), piece-c.filled)
		c.piece.Write(b[:n])
		if c.filled, b = c.filled+n, b[n:]; c.filled == piece {
			c.turn()
		}
	}
}

// turn ends a piece.
func (c *columns) turn() {
	c.hashes, c.filled = c.piece.Sum(c.hashes), 0
	c.piece.Reset()
}

// column writes the list as the next column, or reads it.
func column[T number](c *columns, list *[]T) {
	if c.out != nil {
		putColumn(c, *list)
	} else {
		getColumn(c, list)
	}
}

func putColumn[T number](c *columns, list []T) {
	width := binary.Size(T(0))
	c.write(binary.LittleEndian.AppendUint64(nil, uint64(len(list)*width)))
	if text, ok := any(list).([]byte); ok {
		c.write(text)
		return
	}
	buf := make([]byte, 0, 1<<16)
	for _, v := range list {
		if width == 4 {
			buf = binary.LittleEndian.AppendUint32(buf, uint32(v))
		} else {
			buf = binary.LittleEndian.AppendUint64(buf, uint64(v))
		}
		if len(buf) > cap(buf)-8 {
			c.write(buf)
			buf = buf[:0]
		}
	}
	c.write(buf)
}

// readColumns reads a file; errDoubt if it is not whole or begins with another line.
func readColumns(path, line string) (*columns, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	body := make([]byte, info.Size())
	hashes := make([]byte, (len(body)+piece-1)/piece*sha256.Size)
	tail := len(body) - sha256.Size
	if tail < len(line) {
		return nil, errDoubt
	}
	var work sync.WaitGroup
	faults := make([]error, runtime.GOMAXPROCS(0))
	for w := range faults {
		work.Go(func() {
			for i := w; i*piece < len(body); i += len(faults) {
				part := body[i*piece : min(len(body), (i+1)*piece)]
				if _, err := f.ReadAt(part, int64(i*piece)); err != nil {
					faults[w] = err
					return
				}
				sum := sha256.Sum256(part[:max(0, min(len(part), tail-i*piece))])
				copy(hashes[i*sha256.Size:], sum[:])
			}
		})
	}
	work.Wait()
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(hashes[:(tail+piece-1)/piece*sha256.Size])
	rest, ok := bytes.CutPrefix(body[:tail], []byte(line))
	if !ok || !bytes.Equal(sum[:], body[tail:]) {
		return nil, errDoubt
	}
	return &columns{rest: rest, sum: sum}, nil
}

// getColumn reads the next column beside others; done waits for it.
func getColumn[T number](c *columns, list *[]T) {
	width := binary.Size(T(0))
	if len(c.rest) < 8 {
		c.err = errDoubt
		return
	}
	n := binary.LittleEndian.Uint64(c.rest)
	if c.rest = c.rest[8:]; n > uint64(len(c.rest)) || n%uint64(width) != 0 {
		c.err, c.rest = errDoubt, nil
		return
	}
	part := c.rest[:n]
	c.rest = c.rest[n:]
	*list = make([]T, len(part)/width)
	if into := *list; len(part) < piece {
		fill(into, part, width)
	} else {
		c.work.Go(func() { fill(into, part, width) })
	}
}

func fill[T number](list []T, from []byte, width int) {
	switch width {
	case 1:
		copy(any(list).([]byte), from)
	case 4:
		for i := range list {
			list[i] = T(binary.LittleEndian.Uint32(from[4*i:]))
		}
	default:
		for i := range list {
			list[i] = T(binary.LittleEndian.Uint64(from[8*i:]))
		}
	}
}

// done says whether all columns were read and nothing follows.
func (c *columns) done() error {
	c.work.Wait()
	if c.err == nil && len(c.rest) > 0 {
		c.err = errDoubt
	}
	return c.err
}
