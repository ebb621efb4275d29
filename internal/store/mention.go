package store

import (
	"slices"
	"strings"
)

// Mention stores the ids that a part of the entries names, and that so many entries
// are in the table of mentions then.
func (t *Tx) Mention(part int64, ids []string, entries int64) error {
	args := make([]any, 0, 2*len(ids))
	for _, id := range ids {
		args = append(args, id, part)
	}
	if err := t.insert("mentions (id, part)", 2, args); err != nil {
		return err
	}
	return t.exec("UPDATE head SET mentioned = ?", entries)
}

// Mentioning gives the parts that name one of the ids, as far as the table of
// mentions goes, in their order.
func (t *Tx) Mentioning(ids []string) (parts []int64, err error) {
	for chunk := range slices.Chunk(ids, named) {
		args := make([]any, len(chunk))
		for i, id := range chunk {
			args[i] = id
		}
		err := t.scan("SELECT part FROM mentions WHERE id IN (?"+strings.Repeat(", ?", len(chunk)-1)+")", args, func(read func(...any) error) error {
			var part int64
			err := read(&part)
			parts = append(parts, part)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(parts)
	return slices.Compact(parts), nil
}

// Mentions runs fn for every row of the table of mentions.
func (t *Tx) Mentions(fn func(id string, part int64) error) error {
	return t.scan("SELECT id, part FROM mentions", nil, func(read func(...any) error) error {
		var id string
		var part int64
		if err := read(&id, &part); err != nil {
			return err
		}
		return fn(id, part)
	})
}
