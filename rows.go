package proviso

// Rows are movements of which each is like a model: of the same kind, basis and
// item, between the same holdings and under the same instruments. Of each no more
// is held than what sets it apart in a question about stock, so that ten million
// take half a gigabyte. They stand in the order of their earliest days, and of their
// ids on one day.
type Rows struct {
	Models      []*Movement // with what all rows like it have in common, and nothing else
	Like        []int32     // by row: the number of its model, -1: the row was taken out
	When        []int32     // by row: the number of its date
	Dates       []Date
	Least, Most []int64 // by row: how many units
	Lot         []int32 // by row: the number of the lot of all its units, -1: not known
	Lots        []Lot
	Entry       []uint32 // by row: the number that the keeper of the records has for it
	Names       []byte   // the ids, one behind the other
	Ends        []uint32 // by row: where its id ends among the names
	Latest      Day      // all rows took place by this day, if they did at all, or are planned
}

// Len is how many rows there are; nil has none.
func (r *Rows) Len() int {
	if r == nil {
		return 0
	}
	return len(r.Like)
}

// ID gives the id of a row.
func (r *Rows) ID(row int) MovementID { return MovementID(r.name(row)) }

func (r *Rows) name(row int) []byte {
	start := uint32(0)
	if row > 0 {
		start = r.Ends[row-1]
	}
	return r.Names[start:r.Ends[row]]
}

// Before says whether a movement of that day and id stands before the row.
func (r *Rows) Before(day Day, id MovementID, row int) bool {
	if first := r.Dates[r.When[row]].Earliest(); day != first {
		return day < first
	}
	return string(id) < string(r.name(row))
}

// Movement gives what is held of a row with what it has in common with its model.
func (r *Rows) Movement(row int) *Movement {
	m := *r.Models[r.Like[row]]
	m.ID, m.When, m.Quantity = r.ID(row), r.Dates[r.When[row]], Quantity{r.Least[row], r.Most[row]}
	if lot := r.Lot[row]; lot >= 0 {
		m.Lots = []Lot{r.Lots[lot]}
	}
	return &m
}

// Named takes out the rows that have one of the names as their id or lot, and gives
// them as movements.
func (r *Rows) Named(names map[string]bool) []*Movement {
	lots := make([]bool, len(r.Lots))
	for i, lot := range r.Lots {
		lots[i] = names[string(lot)]
	}
	var found []*Movement
	for row := range r.Len() {
		if r.Has(row) && (r.Lot[row] >= 0 && lots[r.Lot[row]] || names[string(r.name(row))]) {
			found = append(found, r.Take(row))
		}
	}
	return found
}

// Samples takes out one row like each model, and gives them as movements.
func (r *Rows) Samples() []*Movement {
	seen := make([]bool, len(r.Models))
	var found []*Movement
	for row, like := range r.Like {
		if like >= 0 && !seen[like] {
			seen[like] = true
			found = append(found, r.Take(row))
		}
	}
	return found
}

// Take takes a row out and gives it as a movement.
func (r *Rows) Take(row int) *Movement {
	m := r.Movement(row)
	r.Like[row] = takenOut
	return m
}

// takenOut stands for the model of a row that was taken out.
const takenOut = -1

// Has says whether the row was not taken out.
func (r *Rows) Has(row int) bool { return r.Like[row] != takenOut }
