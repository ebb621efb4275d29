package flow

import "sync"

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

// slab hands out pieces of a long array.
type slab[T any] struct {
	whole, free []T
	taken       int // so many so far
	want        int // so many were taken the last time, out of several arrays
}

// dirty gives an array that holds whatever it held last.
func (s *slab[T]) dirty(n int) []T {
	if len(s.free) < n {
		s.want = max(n, s.want)
		if s.whole != nil {
			s.want = n // the rest goes into one array the next time
		}
		s.whole = make([]T, s.want)
		s.free = s.whole
	}
	out := s.free[:n:n]
	s.free, s.taken = s.free[n:], s.taken+n
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

func (s *slab[T]) reset() {
	if s.taken > len(s.whole) {
		s.whole, s.want = nil, s.taken
	}
	s.free, s.taken = s.whole, 0
}
