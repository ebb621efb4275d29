package store

// Cosignature is the line of a witness to the checkpoint of a size.
type Cosignature struct {
	Size    int64
	Witness string // its key
	Line    string
	Note    []byte // the checkpoint; nil: there is none
}

// Cosign stores the line of a witness to the checkpoint of a size. The first one
// stays.
func (t *Tx) Cosign(size int64, witness, line string) error {
	return t.exec("INSERT INTO cosignatures (size, witness, line) VALUES (?, ?, ?) ON CONFLICT (size, witness) DO NOTHING", size, witness, line)
}

// Cosignatures runs fn for every line of a witness to a checkpoint of at least a
// size, by size.
func (t *Tx) Cosignatures(least int64, fn func(Cosignature) error) error {
	return t.scan("SELECT w.size, w.witness, w.line, c.note FROM cosignatures AS w LEFT JOIN checkpoints AS c ON c.size = w.size"+
		" WHERE w.size >= ? ORDER BY w.size, w.witness", []any{least}, func(read func(...any) error) error {
		var c Cosignature
		if err := read(&c.Size, &c.Witness, &c.Line, &c.Note); err != nil {
			return err
		}
		return fn(c)
	})
}
