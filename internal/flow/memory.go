package flow

import (
	"slices"
	"sync"
)

// memory is what the search for one end of an answer works in. A large question
// takes many long arrays for a moment; they are kept for the next one, which
// saves asking for clean pages again.
type memory struct {
	units  slab[int64]
	small  slab[int32]
	arcs   slab[arc]
	levels slab[level]
	flags  slab[bool]
	spots  slab[spot]
	nodes  slab[vertex]
	halfs  slab[half]

	sources, sinks []terminal
}

var memories = sync.Pool{New: func() any { return new(memory) }}

// handy are a few small memories that are kept for good, which memories are not.
var handy = make(chan *memory, 4)

// smallUnits is how many units a small memory has room for: some 10 MB in all.
const smallUnits = 1 << 19

func takeMemory() *memory {
	select {
	case m := <-handy:
		return m
	default:
		return memories.Get().(*memory)
	}
}

// release gives all that was taken back, for others to use.
func (m *memory) release() {
	m.empty()
	if m.units.length <= smallUnits {
		select {
		case handy <- m:
			return
		default:
		}
	}
	memories.Put(m)
}

// empty takes all back.
func (m *memory) empty() {
	m.units.reset()
	m.small.reset()
	m.arcs.reset()
	m.levels.reset()
	m.flags.reset()
	m.spots.reset()
	m.nodes.reset()
	m.halfs.reset()
}

// mark gives what takes all back that is taken from now on.
func (m *memory) mark() (back func()) {
	units, small, flags, spots := m.units.mark(), m.small.mark(), m.flags.mark(), m.spots.mark()
	arcs, levels, nodes, halfs := m.arcs.mark(), m.levels.mark(), m.nodes.mark(), m.halfs.mark()
	return func() {
		m.units.back(units)
		m.small.back(small)
		m.flags.back(flags)
		m.spots.back(spots)
		m.arcs.back(arcs)
		m.levels.back(levels)
		m.nodes.back(nodes)
		m.halfs.back(halfs)
	}
}

// slab hands out pieces of long arrays, of the first that has room.
type slab[T any] struct {
	arrays []array[T]
	length int // of all arrays together
	taken  int // now
	most   int // at any time since the last reset
}

type array[T any] struct{ whole, free []T }

// shortest is the length of the shortest array that is made.
const shortest = 1 << 12

// dirty gives an array that holds whatever it held last.
func (s *slab[T]) dirty(n int) []T {
	i := slices.IndexFunc(s.arrays, func(a array[T]) bool { return len(a.free) >= n })
	if i < 0 {
		i = len(s.arrays)
		whole := make([]T, max(n, shortest, s.length/4))
		s.arrays, s.length = append(s.arrays, array[T]{whole, whole}), s.length+len(whole)
	}
	a := &s.arrays[i]
	out := a.free[:n:n]
	a.free, s.taken = a.free[n:], s.taken+n
	s.most = max(s.most, s.taken)
	return out
}

// shorten takes back all but the first n of a piece, if it was the last one taken of
// its array.
func (s *slab[T]) shorten(piece []T, n int) {
	rest := piece[n:]
	for i := range s.arrays {
		a := &s.arrays[i]
		at := len(a.whole) - len(a.free) - len(rest)
		if len(rest) > 0 && at >= 0 && &a.whole[at] == &rest[0] {
			a.free, s.taken = a.whole[at:], s.taken-len(rest)
		}
	}
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

// mark gives how much of each array is free.
func (s *slab[T]) mark() []int {
	free := make([]int, len(s.arrays))
	for i := range free {
		free[i] = len(s.arrays[i].free)
	}
	return free
}

// back takes all back that was taken since the mark.
func (s *slab[T]) back(mark []int) {
	for i := range s.arrays {
		a := &s.arrays[i]
		free := len(a.whole)
		if i < len(mark) {
			free = mark[i]
		}
		s.taken -= free - len(a.free)
		a.free = a.whole[len(a.whole)-free:]
	}
}

// reset takes everything back, and lets go of what was mostly not needed.
func (s *slab[T]) reset() {
	if s.length > 4*max(s.most, shortest) {
		s.arrays, s.length = nil, 0
	}
	for i := range s.arrays {
		s.arrays[i].free = s.arrays[i].whole
	}
	s.taken, s.most = 0, 0
}
