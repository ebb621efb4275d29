package seal

import (
	"hash/maphash"
	"time"

	"github.com/proviso-ledger/proviso"
)

// Decoder decodes leaves one after the other. What it remembers of earlier ones
// makes it faster and the records smaller: a ledger says few ids, days and words
// again and again. It is for one goroutine.
type Decoder struct {
	memory [memorySize]seen // each text has one place, which the last one takes
	seed   maphash.Seed
	stamp  string // of the last entry
	at     time.Time
	empty  []proviso.Movement // to be filled
	freed  []*proviso.Movement
}

// seen is a text that was read, and a pointer to the value that it stood for
// last; nil: to none.
type seen struct {
	text  string
	value any
}

const (
	memorySize   = 1 << 12
	longestKnown = 64 // bytes; what is longer is no id, day or word
)

// NewDecoder makes a decoder for many leaves.
func NewDecoder() *Decoder { return &Decoder{seed: maphash.MakeSeed()} }

// Decode is like the function Decode.
func (d *Decoder) Decode(leaf []byte) (Entry, error) {
	return decode(&cursor{b: leaf, d: d})
}

// remember gives the place of a text.
func (d *Decoder) remember(text []byte) *seen {
	s := &d.memory[maphash.Bytes(d.seed, text)%memorySize]
	if s.text != string(text) {
		*s = seen{text: string(text)}
	}
	return s
}

// movement gives an empty movement. Those that are read one after the other lie
// side by side, which costs less than one by one.
func (d *Decoder) movement() *proviso.Movement {
	if n := len(d.freed); n > 0 {
		m := d.freed[n-1]
		d.freed = d.freed[:n-1]
		return m
	}
	if len(d.empty) == 0 {
		d.empty = make([]proviso.Movement, 32)
	}
	m := &d.empty[0]
	d.empty = d.empty[1:]
	return m
}

// time reads the time of an entry; those added together have the same.
func (c *cursor) time() time.Time {
	text := c.text()
	if c.d != nil && c.d.stamp == text {
		return c.d.at
	}
	at, err := time.Parse(microseconds, text)
	switch {
	case err != nil:
		c.fail("not a time: "+err.Error(), "")
	case at.Format(microseconds) != text:
		c.notCanonical()
	case c.d != nil:
		c.d.stamp, c.d.at = text, at
	}
	return at
}

// Free takes back a movement that nobody uses any more, to be filled again.
func (d *Decoder) Free(m *proviso.Movement) {
	*m = proviso.Movement{}
	d.freed = append(d.freed, m)
}
