package ledger

import (
	"runtime"
	"slices"
	"sync"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/seal"
)

// decoding decodes the leaves of a scan on all processors, while the scan goes
// on. The entries, and the first error, come out in the order of the scan.
type decoding struct {
	l       *Ledger
	reader  proviso.Reader
	work    chan *batch
	workers sync.WaitGroup
	filling *batch
	waiting []*batch // handed to the workers, in their order
	free    []*batch
	entries [][]Entry // of the batches that are done
	sift    *sift     // nil: all entries are kept
}

// batch is some leaves, one behind the other, and then their entries.
type batch struct {
	seqs    []int64
	ends    []int // of the leaves
	leaves  []byte
	entries []Entry
	err     error
	done    chan struct{} // gets one word when the batch is decoded
}

const perBatch = 256

func (l *Ledger) startDecoding(reader proviso.Reader) *decoding {
	workers := runtime.GOMAXPROCS(0)
	d := &decoding{l: l, reader: reader, work: make(chan *batch, 2*workers), filling: newBatch()}
	for range workers {
		d.workers.Go(func() {
			decoder := seal.NewDecoder()
			for b := range d.work {
				b.err = b.decode(d, decoder)
				b.done <- struct{}{}
			}
		})
	}
	return d
}

func newBatch() *batch { return &batch{done: make(chan struct{}, 1)} }

// stop ends the workers; it is called once, whatever happened.
func (d *decoding) stop() {
	close(d.work)
	d.workers.Wait()
}

// add takes a leaf, which may be used again afterwards.
func (d *decoding) add(seq int64, leaf []byte) error {
	b := d.filling
	b.leaves = append(b.leaves, leaf...)
	b.seqs, b.ends = append(b.seqs, seq), append(b.ends, len(b.leaves))
	if len(b.seqs) < perBatch {
		return nil
	}
	return d.hand()
}

// hand gives the batch to the workers. If they lag behind, it takes from them
// what is next.
func (d *decoding) hand() error {
	if len(d.waiting) == cap(d.work) {
		if err := d.take(); err != nil {
			return err
		}
	}
	d.work <- d.filling
	d.waiting = append(d.waiting, d.filling)
	if n := len(d.free); n > 0 {
		d.filling, d.free = d.free[n-1], d.free[:n-1]
	} else {
		d.filling = newBatch()
	}
	return nil
}

// take waits for the first of the batches handed over and takes its entries.
func (d *decoding) take() error {
	b := d.waiting[0]
	d.waiting = d.waiting[1:]
	<-b.done
	if b.err != nil {
		return b.err
	}
	d.entries = append(d.entries, b.entries)
	b.seqs, b.ends, b.leaves = b.seqs[:0], b.ends[:0], b.leaves[:0]
	d.free = append(d.free, b)
	return nil
}

// finish gives the entries of all leaves that were added.
func (d *decoding) finish() ([]Entry, error) {
	if err := d.hand(); err != nil {
		return nil, err
	}
	for len(d.waiting) > 0 {
		if err := d.take(); err != nil {
			return nil, err
		}
	}
	return slices.Concat(d.entries...), nil
}

// decode decodes the leaves, and holds that the reader may see the records.
func (b *batch) decode(d *decoding, decoder *seal.Decoder) error {
	b.entries = make([]Entry, 0, len(b.seqs))
	if d.sift != nil {
		defer func() { b.entries = d.sift.keep(b.entries, decoder) }()
	}
	start := 0
	for i, seq := range b.seqs {
		e, err := decoder.Decode(b.leaves[start:b.ends[i]])
		if err != nil {
			return d.l.damaged(seq, "%v", err)
		}
		if e.Record != nil && !proviso.EnvelopeOf(e.Record).Marking.VisibleTo(d.reader) {
			return d.l.damaged(seq, "internal error: an entry came out that the reader may not see")
		}
		b.entries = append(b.entries, Entry{seq, e})
		start = b.ends[i]
	}
	return nil
}
