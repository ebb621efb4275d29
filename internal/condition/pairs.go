package condition

import "math/bits"

// pairs gives the rules about a pair of sides. A bit says whether there are
// any, and the number of bits set before it where their list stands, so that a
// look costs no hashing and most looks find nothing at once.
type pairs struct {
	words []pairWord // by supplying side, then 64 receiving sides a word
	width int        // words of one supplying side
	rules [][]int32
}

type pairWord struct {
	bits   uint64
	before int32 // bits set in all words before this one
}

// newPairs takes the rules by pair, and how many sides of either kind there are.
func newPairs(rules map[[2]uint32][]int32, by, to int) *pairs {
	p := &pairs{width: (to + 63) / 64, rules: make([][]int32, len(rules))}
	p.words = make([]pairWord, by*p.width)
	for k := range rules {
		p.words[int(k[0])*p.width+int(k[1]/64)].bits |= 1 << (k[1] % 64)
	}
	var before int32
	for i := range p.words {
		p.words[i].before = before
		before += int32(bits.OnesCount64(p.words[i].bits))
	}
	for k, list := range rules {
		p.rules[p.place(k[0], k[1])] = list
	}
	return p
}

// at gives the rules about supply by the one side to the other.
func (p *pairs) at(by, to uint32) []int32 {
	if p.words[int(by)*p.width+int(to/64)].bits>>(to%64)&1 == 0 {
		return nil
	}
	return p.rules[p.place(by, to)]
}

func (p *pairs) place(by, to uint32) int {
	w := p.words[int(by)*p.width+int(to/64)]
	return int(w.before) + bits.OnesCount64(w.bits&(1<<(to%64)-1))
}
