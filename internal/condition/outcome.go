package condition

import (
	"fmt"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
	"github.com/proviso-ledger/proviso/internal/seal"
)

// outcome is what a clause says of the units of a movement that it binds,
// before it is known how many those are.
type outcome struct {
	bad     proviso.Verdict // what unfree units are: Permitted, Missing or Forbidden
	sure    proviso.Truth   // whether they surely are
	frees   flow.Span       // units that consents on record let go
	needs   []proviso.Need
	because []proviso.Reason
	settles []string
	by      []proviso.PartyID
	doubt   *seal.Signature // the paper of the clause is in doubt: it permits nothing for sure
}

// fine is the outcome of a clause that the movement keeps.
func fine(text string, records ...string) outcome {
	return outcome{because: []proviso.Reason{{Text: text, Records: records}}}
}

// on gives the verdict on so many bound units, and the units it falls on.
func (o outcome) on(u flow.Span) (proviso.Verdict, flow.Span) {
	verdict, wrong := o.told(u)
	if verdict == proviso.Permitted && o.doubt != nil && u.Most > 0 {
		return proviso.Undetermined, flow.Span{Most: u.Most}
	}
	return verdict, wrong
}

// told takes the clause as it stands on record.
func (o outcome) told(u flow.Span) (proviso.Verdict, flow.Span) {
	if o.bad == proviso.Permitted || o.sure == proviso.No {
		return proviso.Permitted, u
	}
	wrong := u.Less(o.frees)
	if o.sure != proviso.Yes {
		wrong.Least = 0
	}
	switch {
	case wrong.Most == 0:
		return proviso.Permitted, u
	case wrong.Least > 0:
		return o.bad, wrong
	}
	return proviso.Undetermined, wrong
}

// lacks says whether the outcome is bad for any unit of the movement.
func (o outcome) lacks(m *proviso.Movement) proviso.Truth {
	verdict, _ := o.told(face(m.Quantity))
	switch verdict {
	case proviso.Permitted:
		return proviso.No
	case proviso.Undetermined:
		return proviso.Maybe
	case proviso.Missing, proviso.Forbidden:
	}
	return proviso.Yes
}

// lessSure weakens the outcome when it is not known that the clause applies.
func (o outcome) lessSure(t proviso.Truth) outcome {
	o.sure = o.sure.And(t)
	return o
}

// what says in a few words what a movement does.
func what(m *proviso.Movement) string {
	switch m.Kind {
	case proviso.Lend:
		return "the loan to " + named(m.To.Holder)
	case proviso.Return:
		return "the return to " + named(m.To.Holder)
	case proviso.Transfer, proviso.Capture:
		return "the transfer to " + named(receiver(m))
	case proviso.Assemble:
		return "the assembly of " + string(m.Item)
	case proviso.Produce, proviso.Expend, proviso.Lose, proviso.Destroy, proviso.Count, proviso.Swap, proviso.Redesignate:
		return fmt.Sprintf("movement %s (%s)", m.ID, m.Kind)
	}
	return string(m.ID)
}

func units(s flow.Span) proviso.Units { return proviso.Units{Least: s.Least, Most: s.Most} }
