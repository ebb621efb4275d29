package flow

import (
	"fmt"

	"github.com/proviso-ledger/proviso"
)

// Where units come from or go to when it is no holding on record.
const (
	Outside int32 = -1 // made, expended or lost: beyond the holdings for good
	Unknown int32 = -2 // the record does not say: it can be anywhere
)

// NoLot marks a move whose units belong to no lot that is known.
const NoLot int32 = -1

// mostRows is more movements and stocktakes than one network has. Each makes three
// arcs and two nodes at most, and what came in unrecorded one arc more, so that twice
// the number of arcs is still a number of 32 bits.
const mostRows = 1 << 28

// boundless stands for a quantity without upper limit. All finite quantities of
// a network together stay below countless, and at most maxOpen rows are without
// limit, so that no sum in this package can overflow and every sum that holds a
// boundless term is still at least countless when finite ones are taken from it.
const (
	boundless = int64(1) << 50
	countless = boundless / 2
	maxOpen   = 1 << 10
)

// Move is one movement of units of the network's item between two holdings,
// given by number; From and To may be Outside or Unknown. It took place on one
// day between Earliest and Latest. Most may be Unlimited.
type Move struct {
	From, To         int32
	Lot              int32
	Tag              int32 // the caller's own number for it; nothing here looks at it
	Earliest, Latest proviso.Day
	Least, Most      int64
}

// Astride says whether the move may lie on either side of the end of the day.
func (m Move) Astride(day proviso.Day) bool { return m.Earliest <= day && day < m.Latest }

// Tally is a stocktake: so many units were in the holding at the end of the day.
type Tally struct {
	Holding     int32
	Day         proviso.Day
	Least, Most int64
}

// check refuses a move that would break the network.
func (m *Move) check(holdings int) error {
	switch {
	case m.Least < 0 || m.Least > m.Most:
		return refuse(fmt.Sprintf("quantity %d..%d of a movement runs backwards or is negative", m.Least, m.Most), "")
	case m.Earliest > m.Latest || m.Latest == never:
		return refuse("date of a movement ends before it starts", "")
	case m.From < Unknown || m.To < Unknown || int(m.From) >= holdings || int(m.To) >= holdings:
		return refuse("movement names a holding that is not in the network", "")
	}
	return nil
}

// size keeps the sum of all quantities within what int64 can hold, and the number of
// rows within int32.
type size struct {
	sum  int64
	rows int
	open int
}

func (s *size) take(least, most int64) error {
	if most == Unlimited {
		s.open++
		most = least
	}
	if most >= countless || s.sum+most >= countless || s.open > maxOpen {
		return refuse("quantities of one item add up to more than this program counts",
			"count in larger units, or give an upper limit to the quantities that have none")
	}
	if s.rows++; s.rows >= mostRows {
		return refuse(fmt.Sprintf("more than %d movements and stocktakes of one item", mostRows-1), "take out those that the question is not about")
	}
	s.sum += most
	return nil
}

// cap is the most that can be counted of a quantity.
func capped(most int64) int64 {
	if most == Unlimited {
		return boundless
	}
	return most
}

func refuse(message, fix string) error {
	return &proviso.Error{Code: "flow", Message: message, Fix: fix}
}
