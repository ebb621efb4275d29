package flow

import (
	"slices"
	"sync"
	"unsafe"
)

// memory is what the search for one end of an answer works in. A large question
// takes many long arrays for a moment; they are kept for the next one, which
// saves asking for clean pages again.
//
// What is of several words comes out of the same arrays as units: what one step has done
// with serves the next, whatever that needs it for.
type memory struct {
	units slab[int64]
	small slab[int32]
	flags slab[bool]

	sources, sinks []terminal
}

// wide is what is made of whole words and holds no pointer, so that it can lie in an
// array of units.
type wide interface {
	arc | level | spot | vertex | half
}

// dirty gives an array that holds anything.
func dirty[T wide](m *memory, n int) []T {
	return as[T](m.units.dirty(n*wordsOf[T]()), n)
}

// clean gives an array of zeros.
func clean[T wide](m *memory, n int) []T {
	return as[T](m.units.clean(n*wordsOf[T]()), n)
}

// shorten takes back all but the first n of an array, as a slab does.
func shorten[T wide](m *memory, piece []T, n int) {
	units := unsafe.Slice((*int64)(unsafe.Pointer(unsafe.SliceData(piece))), len(piece)*wordsOf[T]())
	m.units.shorten(units, n*wordsOf[T]())
}

func as[T wide](units []int64, n int) []T {
	return unsafe.Slice((*T)(unsafe.Pointer(unsafe.SliceData(units))), n)
}

func wordsOf[T wide]() int { return int((unsafe.Sizeof(*new(T)) + 7) / 8) }

var memories = sync.Pool{New: func() any { return new(memory) }}

// handy are a few small memories that are kept for good, which memories are not.
var handy = make(chan *memory, 4)

// smallUnits is how many units a small memory has room for: some 10 MB in all.
const smallUnits = 1 << 20

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
	m.flags.reset()
}

// mark gives what takes all back that is taken from now on.
func (m *memory) mark() (back func()) {
	units, small, flags := m.units.mark(), m.small.mark(), m.flags.mark()
	return func() {
		m.units.back(units)
		m.small.back(small)
		m.flags.back(flags)
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
