package report

import (
	"fmt"
	"strings"

	proviso "github.com/proviso-ledger/proviso"
)

// noLimit is what a limit without a number counts as in a certificate.
const noLimit = int64(1) << 50

// cutOf gives the limits of one end and their sum.
func (d *tracing) cutOf(side string) (limits []TraceStep, sum int64) {
	for _, l := range d.t.Certificate.Cut {
		if l.For != side {
			continue
		}
		limits = append(limits, l)
		if l.Kind == "known" {
			sum -= l.Units
		} else {
			sum = proviso.SatAdd(sum, l.Units)
		}
	}
	return limits, sum
}

// most says why no more units can be at the target.
func (d *tracing) most() string {
	limits, _ := d.cutOf(endMost)
	switch {
	case d.t.Proved.Most == nil:
		return "nothing on record limits their number"
	case len(limits) == 0:
		return "no movement on record can have taken them there"
	}
	return d.limits(limits, "there")
}

// least says why no fewer can: so many of the units cannot have stayed away.
func (d *tracing) least() string {
	limits, away := d.cutOf(endLeast)
	switch {
	case d.t.Proved.Least == 0:
		return "there are none to be fewer than none"
	case len(limits) == 0:
		return "none of the " + d.units(d.t.Proved.Least) + " that surely came can have stayed away from it"
	}
	shown, also, slots := d.t.Proved.Least, "", slotsOf(limits)
	if by := d.t.Certificate.LeastBy; by != nil {
		shown = by.Units
		each := TraceStep{Units: by.Each, Each: slots}
		there := TraceStep{Item: by.Item, Units: by.Units, Each: slots}
		if by.Item != "" && by.Each != 1 {
			also = fmt.Sprintf("at least %s of them are there, no more than %s in one product", d.unitsOf(&there), each.number())
		}
	}
	switch {
	case slots > 1 && also == "":
		return "no more can have stayed away from it: " + d.limits(limits, "away from it")
	case slots > 1:
		return also + ": " + d.limits(limits, "away from it")
	case also != "":
		also = ", so " + also
	}
	all := proviso.Exactly(proviso.SatAdd(shown, away)).Human()
	return fmt.Sprintf("of the %s that surely came, no more than %s can have stayed away from it%s: ", all, proviso.Exactly(away).Human(), also) +
		d.limits(limits, "away from it")
}

// slotsOf is the largest number of units of a limit that are one unit.
func slotsOf(limits []TraceStep) int64 {
	n := int64(1)
	for _, l := range limits {
		n = max(n, l.Each)
	}
	return n
}

// limits puts a cut into words: shortly, if all limits are of one sort.
func (d *tracing) limits(limits []TraceStep, there string) string {
	var came, went, stock, rest []string
	from, made := map[string]bool{}, false
	for i := range limits {
		l := &limits[i]
		text := d.limit(l)
		switch m := d.s.Movement(l.Movement); {
		case l.Kind == "enter":
			came = append(came, text)
		case l.Kind == "travel" && m != nil && m.Kind != proviso.Count:
			went = append(went, text)
			from[holding(m.From)] = true
			made = made || m.Kind == proviso.Assemble // which leaves no one holding
		case l.Kind == "travel", l.Kind == "rest":
			stock = append(stock, text)
		default:
			rest = append(rest, text)
		}
	}
	var parts []string
	switch {
	case len(went) > 0 && len(from) == 1 && !made && len(stock)+len(rest) == 0:
		parts = append(parts, d.only(went, from, there))
	case len(went) > 0:
		parts = append(parts, "by movement only "+d.shorten(went)+" "+leads(len(went))+" "+there)
	}
	if len(stock) > 0 {
		parts = append(parts, "in stock there "+isAre(len(stock))+" only "+d.shorten(stock))
	}
	if len(came) > 0 {
		also := ""
		if len(parts) > 0 {
			also = "besides, "
		}
		parts = append(parts, also+"no more came than by "+d.shorten(came))
	}
	return strings.Join(append(parts, rest...), "; ")
}

// only is for movements that all leave one holding.
func (d *tracing) only(went []string, from map[string]bool, there string) string {
	for h := range from {
		count := "only this movement"
		if len(went) > 1 {
			count = fmt.Sprintf("only these %d movements", len(went))
		}
		return fmt.Sprintf("%s %s %s from %s after they came in: %s", count, leads(len(went)), there, d.where([]string{h}), d.shorten(went))
	}
	return ""
}

func leads(n int) string {
	if n == 1 {
		return "leads"
	}
	return "lead"
}

func isAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
}

// shorten joins the texts, cut short if they are many.
func (d *tracing) shorten(texts []string) string {
	if len(texts) > briefSteps && !d.all {
		return strings.Join(texts[:briefSteps], ", ") + fmt.Sprintf(" and %d more (--explain)", len(texts)-briefSteps)
	}
	return joinAnd(texts)
}

func (d *tracing) isCount(l *TraceStep) bool {
	m := d.s.Movement(l.Movement)
	return m != nil && m.Kind == proviso.Count
}

// limit is one limit of a cut in words.
func (d *tracing) limit(l *TraceStep) string {
	n, at := l.number(), d.where(l.Holding)+d.inside(l)
	if l.Item != "" {
		n = d.unitsOf(l)
	}
	if l.Units >= noLimit {
		n = "without limit"
	}
	switch {
	case l.Kind == "rest" && l.Movement != "":
		return fmt.Sprintf("those that went into a product of %s together with others (%s)", l.Movement, n)
	case l.Kind == "known":
		return fmt.Sprintf("at least %s of them are known to have been in %s", n, l.Movement)
	case l.Kind == "whole":
		return fmt.Sprintf("there are only %s of them in all", n)
	case l.Kind == "surface" || l.Kind == "travel" && l.Movement == "" && len(l.Holding) == 0:
		return fmt.Sprintf("no more than %s came to %s unrecorded", n, at)
	case d.isCount(l):
		return fmt.Sprintf("what %s counted (%s)", l.Movement, n)
	case l.Movement != "":
		return fmt.Sprintf("%s (%s)", l.Movement, n)
	case l.Kind == "rest":
		return fmt.Sprintf("what is left with %s at the end (%s)", at, n)
	}
	return fmt.Sprintf("what stayed with %s of the stock of %s (%s)", at, l.Since, n)
}
