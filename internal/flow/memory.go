package flow

import (
	"slices"
	"sync"
)

// memory is what the search for one end of an answer works in. A large question
// takes many long arrays for a moment; they are kept for the next one, which
// saves asking for clean pages again.
type memory struct {
	units slab[int64]
	small slab[int32]
	flags slab[bool]
	spots slab[spot]
	nodes slab[vertex]
	halfs slab[half]

	sources, sinks []terminal
}

var memories = sync.Pool{New: func() any { return new(memory) }}

func takeMemory() *memory { return memories.Get().(*memory) }

// release gives all that was taken back, for others to use.
func (m *memory) release() {
	m.units.reset()
	m.small.reset()
	m.flags.reset()
	m.spots.reset()
	m.nodes.reset()
	m.halfs.reset()
	memories.Put(m)
}

// slab hands out pieces of long arrays, of the first that has room.
type slab[T any] struct {
	arrays []array[T]
	length int // of all arrays together
	taken  int
}

type array[T any] struct{ whole, free []T }

// shortest is the length of the shortest array that is made.
const shortest = 1 << 12

// dirty gives an array that holds whatever it held last.
func (s *slab[T]) dirty(n int) []T {
	i := slices.IndexFunc(s.arrays, func(a array[T]) bool { return len(a.free) >= n })
	if i < 0 {
		i = len(s.arrays)
		whole := make([]T, max(n, shortest))
		s.arrays, s.length = append(s.arrays, array[T]{whole, whole}), s.length+len(whole)
	}
	a := &s.arrays[i]
	out := a.free[:n:n]
	a.free, s.taken = a.free[n:], s.taken+n
	return out
}

// clean gives an array of zeros.
func (s *slab[T]) clean(n int) []T {
	out := s.dirty(n)
	clear(out)
	return out
}

// copied gives a copy of an array.
func (s *slab[T]) copied(from []T) []T {
	out := s.dirty(len(from))
	copy(out, from)
	return out
}

// reset takes everything back, and lets go of what was mostly not needed.
func (s *slab[T]) reset() {
	if s.length > 2*max(s.taken, shortest) {
		s.arrays, s.length = nil, 0
	}
	for i := range s.arrays {
		s.arrays[i].free = s.arrays[i].whole
	}
	s.taken = 0
}
