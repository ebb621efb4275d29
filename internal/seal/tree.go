package seal

import (
	"golang.org/x/mod/sumdb/tlog"
)

// Append gives the hashes that a tree of the size gains by more leaves, in the
// order in which they follow the tlog.StoredHashCount(size) hashes stored
// already, of which it reads a few. The tree is that of RFC 6962.
func Append(size int64, leaves [][]byte, stored tlog.HashReader) ([]tlog.Hash, error) {
	first := tlog.StoredHashCount(size)
	added := make([]tlog.Hash, 0, 2*len(leaves)+64)
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		out := make([]tlog.Hash, len(indexes))
		var ask, place []int64
		for i, index := range indexes {
			if index < first {
				ask, place = append(ask, index), append(place, int64(i))
				continue
			}
			out[i] = added[index-first]
		}
		if len(ask) == 0 {
			return out, nil
		}
		hashes, err := stored.ReadHashes(ask)
		if err != nil {
			return nil, err
		}
		for i, at := range place {
			out[at] = hashes[i]
		}
		return out, nil
	})
	for i, leaf := range leaves {
		more, err := tlog.StoredHashes(size+int64(i), leaf, reader)
		if err != nil {
			return nil, err
		}
		added = append(added, more...)
	}
	return added, nil
}
