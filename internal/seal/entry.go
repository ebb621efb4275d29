package seal

import (
	"reflect"
	"time"

	"github.com/proviso-ledger/proviso"
)

// Act is what an entry does to the record that it names.
type Act string

// The acts.
const (
	ActRecord   Act = "record"
	ActCorrect  Act = "correct"
	ActWithdraw Act = "withdraw"
)

// Acts lists the acts.
var Acts = []Act{ActRecord, ActCorrect, ActWithdraw}

// None as Replaces means that an entry replaces no other.
const None = -1

// Entry is one line of the log: who recorded, corrected or withdrew which
// record, and when. A correction and a withdrawal name the entry that they
// replace.
type Entry struct {
	At       time.Time // UTC, whole microseconds, of the years 0 to 9999
	By       string    // who wrote it, in the words of the keeper; "" not stated
	Act      Act
	Kind     proviso.RecordKind
	ID       string
	Replaces int64          // index of the entry in whose place this one stands; None
	Record   proviso.Record // nil for a withdrawal
}

// Encode gives the leaf of an entry: canonical JSON on one line, without a
// line end. Of a record everything is in it but its place in a file.
func Encode(e Entry) ([]byte, error) {
	x := NewEncoder(1)
	return x.Encode(e)
}

// Encoder encodes entries one after the other into one piece of memory.
type Encoder struct {
	w     writer
	at    time.Time // of the last entry
	stamp string    // the same as text
}

// usual is more than the bytes of most leaves.
const usual = 512

// NewEncoder makes an encoder for so many entries.
func NewEncoder(entries int) *Encoder {
	return &Encoder{w: writer{b: make([]byte, 0, entries*usual)}}
}

// Encode is like the function Encode.
func (x *Encoder) Encode(e Entry) ([]byte, error) {
	if err := e.check(); err != nil {
		return nil, err
	}
	if !e.At.Equal(x.at) || x.stamp == "" {
		x.at, x.stamp = e.At, e.At.Format(microseconds)
	}
	w := &x.w
	if cap(w.b)-len(w.b) < usual {
		w.b = make([]byte, 0, cap(w.b))
	}
	start := len(w.b)
	w.text(`{"act":`, string(e.Act))
	w.text(`,"at":`, x.stamp)
	if e.By != "" {
		w.text(`,"by":`, e.By)
	}
	w.text(`,"id":`, e.ID)
	w.text(`,"kind":`, string(e.Kind))
	if e.Record != nil {
		w.b = append(w.b, `,"record":`...)
		w.record(e.Record)
	}
	if e.Replaces != None {
		w.b = append(w.b, `,"replaces":`...)
		w.number(e.Replaces)
	}
	w.b = append(w.b, '}')
	return w.done(e.ID, start)
}

// Body gives the canonical form of a record alone. Two records are the same if
// and only if their kinds and bodies are.
func Body(r proviso.Record) ([]byte, error) {
	w := &writer{b: make([]byte, 0, 512)}
	w.record(r)
	return w.done(r.RecordID(), 0)
}

const microseconds = "2006-01-02T15:04:05.000000Z"

// check holds what a leaf says besides its record.
func (e Entry) check() error {
	_, zone := e.At.Zone()
	year := e.At.Year()
	switch {
	case zone != 0 || e.At.Nanosecond()%1000 != 0 || year < 0 || year > 9999:
		return refuse("the time of an entry is not in UTC and whole microseconds", "")
	case e.ID == "":
		return refuse("an entry names no record", "")
	case e.Replaces < None:
		return refuse("an entry replaces one of a negative index", "")
	case e.Act != ActRecord && e.Act != ActCorrect && e.Act != ActWithdraw:
		return refuse("not an act: "+show(string(e.Act)), newer)
	case e.Act != ActRecord && e.Replaces == None:
		return refuse("a correction or withdrawal does not say which entry it replaces", "")
	case (e.Record == nil) != (e.Act == ActWithdraw):
		return refuse("a withdrawal carries no record, and every other entry one", "")
	case recordTypes[e.Kind] == nil:
		return refuse("not a kind of record: "+show(string(e.Kind)), newer)
	case e.Record != nil && (e.Record.RecordKind() != e.Kind || e.Record.RecordID() != e.ID):
		return refuse("an entry and its record do not agree on the kind and id", "")
	}
	return nil
}

// Decode reads a leaf. It refuses whatever Encode would not have written, to
// the byte: unknown fields and words, another order, spaces, trailing data.
func Decode(leaf []byte) (Entry, error) {
	return decode(&cursor{b: leaf})
}

func decode(c *cursor) (Entry, error) {
	if len(c.b) > MaxLeaf {
		c.notCanonical()
	}
	e := c.entry()
	if err := c.done(); err != nil {
		return Entry{}, err
	}
	if err := e.check(); err != nil {
		return Entry{}, err
	}
	return e, nil
}

func (c *cursor) entry() Entry {
	e := Entry{Replaces: None}
	c.want(`{"act":`)
	e.Act = Act(c.text())
	c.want(`,"at":`)
	e.At = c.time()
	if c.take(`,"by":`) {
		if e.By = c.text(); e.By == "" {
			c.notCanonical()
		}
	}
	c.want(`,"id":`)
	e.ID = c.text()
	c.want(`,"kind":`)
	e.Kind = proviso.RecordKind(c.text())
	if c.take(`,"record":`) {
		e.Record = c.record(e.Kind)
	}
	if c.take(`,"replaces":`) {
		if e.Replaces = c.number(); e.Replaces == None {
			c.notCanonical()
		}
	}
	c.want("}")
	return e
}

// record reads the body of a record of the kind; nil if that failed.
func (c *cursor) record(kind proviso.RecordKind) proviso.Record {
	t := recordTypes[kind]
	if t == nil {
		c.fail("not a kind of record: "+show(string(kind)), newer)
		return nil
	}
	var v reflect.Value
	if kind == proviso.MovementRecord && c.d != nil {
		v = reflect.ValueOf(c.d.movement())
	} else {
		v = reflect.New(t)
	}
	codecs()[t].read(c, v.Elem())
	return v.Interface().(proviso.Record)
}

func (w *writer) record(r proviso.Record) {
	v := reflect.ValueOf(r)
	codecs()[v.Type().Elem()].write(w, v.Elem())
}
