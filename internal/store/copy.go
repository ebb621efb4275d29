package store

import "context"

// Copy makes a ledger at an address with all that the store has at one moment,
// while others may go on writing. It copies what stands in the tables and judges
// nothing.
func (s *Store) Copy(ctx context.Context, address string) (*Store, error) {
	var to *Store
	err := s.Read(ctx, func(from *Tx) error {
		h, err := from.Head()
		if err != nil {
			return err
		}
		to, err = Create(ctx, address, h, func(t *Tx) error { return t.copyRows(from) })
		return err
	})
	return to, err
}

// together is how many rows are read before they are written.
const together = 5000

// copyRows inserts the rows of another store.
func (t *Tx) copyRows(from *Tx) error {
	var rows []Row
	err := from.Rows(func(r *Row) error {
		if rows = append(rows, *r); len(rows) < together {
			return nil
		}
		err := t.Insert(rows)
		rows = rows[:0]
		return err
	})
	if err == nil {
		err = t.Insert(rows)
	}
	if err == nil {
		err = from.Runs(t.appendHashes)
	}
	if err == nil {
		err = from.Checkpoints(t.appendCheckpoint)
	}
	if err == nil {
		err = from.Cosignatures(0, func(c Cosignature) error { return t.Cosign(c.Size, c.Witness, c.Line) })
	}
	return err
}
