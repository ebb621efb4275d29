package flow

// Count takes in a stocktake that found total units in the pool. It returns how
// many units must have come in unrecorded, or gone unrecorded, at least, for the
// count and the records to agree; both are of unknown class, and may be more. Withdrawals are taken to
// be complete as far as a count does not show otherwise.
func (p *pool) Count(total Span) (surplus, shortfall int64) {
	if total.Least > p.all.Most {
		surplus = total.Least - p.all.Most
		most := less(total.Most, p.all.Least)
		p.Bound.Most, p.Other.Most = add(p.Bound.Most, most), add(p.Other.Most, most)
	}
	if total.Most < p.all.Least {
		shortfall = p.all.Least - total.Most
		most := less(p.all.Most, total.Least)
		p.Bound.Least, p.Other.Least = less(p.Bound.Least, most), less(p.Other.Least, most)
	}
	if surplus > 0 || shortfall > 0 {
		p.all = total
	} else {
		p.all = Span{max(p.all.Least, total.Least), min(p.all.Most, total.Most)}
	}
	p.settle()
	return surplus, shortfall
}

// CountBound takes in a finding of how many bound units are in the pool. It
// says whether the finding agrees with what was known; if not, the finding is
// believed and the rest of the pool follows from the total.
func (p *pool) CountBound(found Span) bool {
	both := Span{max(p.Bound.Least, found.Least), min(p.Bound.Most, found.Most)}
	agrees := both.Least <= both.Most
	if !agrees {
		both = found
		p.Other = p.all.Less(found)
		p.all.Least = max(p.all.Least, found.Least)
		p.all.Most = max(p.all.Most, found.Least)
	}
	p.Class = max(p.Class, both.Least)
	p.Bound = both
	p.settle()
	return agrees
}

// Release turns n bound units into others without moving them.
func (p *pool) Release(n Span) {
	moved := Span{min(n.Least, p.Bound.Least), min(n.Most, p.Bound.Most)}
	p.Bound = p.Bound.Less(n)
	p.Other = p.Other.Plus(moved)
	p.settle()
}

// Bind turns n other units into bound ones without moving them.
func (p *pool) Bind(n Span) {
	p.Class = 0
	moved := Span{min(n.Least, p.Other.Least), min(n.Most, p.Other.Most)}
	p.Other = p.Other.Less(n)
	p.Bound = p.Bound.Plus(moved)
	p.settle()
}

// All gives how many units there can be in the pool.
func (p *pool) All() Span { return p.all }
