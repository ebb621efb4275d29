package report

import (
	"strings"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// eachOf says that each history was meant; n is how many there are, 0 if that is not known.
func (d *tracing) eachOf(n int64) string {
	allow := " that the records allow was"
	if len(d.t.Outer) > 0 {
		allow = " that the records allow, so far as they are used, was"
	}
	switch {
	case n == 0:
		return "every history" + allow
	case n == 1:
		return "the only history" + allow
	case n >= flow.Countless:
		return "each of " + proviso.Exactly(n).Human() + " or more histories" + allow
	}
	return "each of the " + proviso.Exactly(n).Human() + " histories" + allow
}

// told lists a history in which the end is so.
func (d *tracing) told(end string) {
	n := d.t.Least
	if end == endMost {
		n = d.t.quantity().Most
	}
	defer d.ruledOut(end)
	shown, first := 0, true
	for _, x := range d.t.Histories {
		if x.For != end {
			continue
		}
		if first {
			d.blank()
			d.line(0, strong, "At "+end+" "+d.units(n)+", by trying every history")
			d.line(inset, plain, "one in which it is so, in this order:")
			first = false
		}
		if shown++; shown > briefSteps && !d.all {
			d.line(inset+2, faint, "and more; to see all: --explain")
			return
		}
		name, text := string(x.Movement), d.units(x.Units)
		if m := d.s.Movement(x.Movement); m != nil {
			text = m.When.String() + "  " + text
		} else {
			name, text = "before", text+" with "+d.where(x.Holding)
		}
		d.labelled(inset+2, labelWidth-2, plain, name, text+", "+proviso.Exactly(x.OfThem).Human()+" of them of those asked about")
	}
}

// ruledOut says what an end rests on that no certificate proves.
func (d *tracing) ruledOut(end string) {
	for _, x := range d.t.RuledOut {
		if x.For != end {
			continue
		}
		more := map[string]string{endMost: "more", endLeast: "fewer"}[end]
		var by []string
		for _, c := range x.By {
			by = append(by, c.Record+" "+c.Says)
		}
		text := "no history has " + more + ": beside how much went, when and in what order, this rests on " + strings.Join(by, "; ")
		switch {
		case len(by) == 0:
			text = "no history has " + more + ", by how much went, when and in what order alone"
		case x.Each && len(by) == 1:
			text += "; without that there can be " + more
		case x.Each:
			text += "; without any one of these there can be " + more
		default:
			text += "; some of these may not be needed"
		}
		d.labelled(inset, labelWidth, plain, "no "+more+", because", text)
		if len(x.Because) > 0 {
			d.labelled(inset, labelWidth, plain, "not in the proof below", strings.Join(x.Because, "; "))
		}
	}
}
