package statement

import (
	"fmt"
	"strings"

	"github.com/proviso-ledger/proviso"
)

// Words puts a proposition into words.
func Words(s *proviso.Snapshot, p proviso.Proposition) string {
	switch p := p.(type) {
	case *proviso.SomeMovement:
		return moveWords(s, p) + whenWords(p.When)
	case *proviso.SomeStock:
		text := "stock of " + goodsWords(p.Items, false, p.Quantity, p.HasQuantity)
		if p.InAll {
			text += " in all"
		}
		return text + " with " + endWords(s, &p.In) + whenWords(p.On)
	case *proviso.PolicyHeld:
		if p.Clause != "" {
			return string(p.Clause) + " holds" + whenWords(p.On)
		}
		return paperName(s, p.Policy) + " holds" + whenWords(p.On)
	case *proviso.InstrumentStage:
		return stageWords(s, p) + whenWords(p.On)
	case *proviso.Intention:
		who := "the speaker"
		if p.By != "" {
			who = s.PartyName(p.By)
		}
		return "plan of " + who + ": " + moveWords(s, &p.Movement) + whenWords(p.Movement.When)
	case *proviso.Negotiation:
		return talksWords(s, p)
	case *proviso.IfThen:
		return "if " + contentWords(s, p.If) + ", then " + contentWords(s, p.Then)
	case *proviso.Knowledge:
		return "information that " + contentWords(s, p.That)
	}
	return ""
}

func talksWords(s *proviso.Snapshot, p *proviso.Negotiation) string {
	text := "talks between " + joinParties(s, p.Between)
	if len(p.Between) == 1 {
		text = "talks of " + s.PartyName(p.Between[0])
	}
	if about := moveWords(s, &p.Movement); about != moveWords(s, &proviso.SomeMovement{}) {
		text += ": " + about
	}
	return text
}

func contentWords(s *proviso.Snapshot, c proviso.Content) string {
	text := c.Words
	if c.Holds != nil {
		text = Words(s, c.Holds)
	}
	if c.Not {
		return "not " + text
	}
	return text
}

// literalWords is what a statement commits to, with its days.
func literalWords(s *proviso.Snapshot, l *literal) string {
	text := ""
	days := spanWords(l.some)
	switch l.form {
	case proviso.FormMovement:
		text = moveWords(s, &l.move)
		if l.not {
			text, days = "no "+text, spanWords(l.all)
		}
		return text + ", " + days
	case proviso.FormStock:
		text = Words(s, &l.stock)
	case proviso.FormPolicy:
		text = l.fact + " holds"
	case proviso.FormInstrument:
		text = stageWords(s, &l.stage)
	case proviso.FormIntention:
		text = Words(s, &proviso.Intention{By: first(l.by), Movement: l.move})
	case proviso.FormNegotiation:
		text = Words(s, &proviso.Negotiation{Between: l.by, Movement: l.move})
	case proviso.FormCondition:
		return "one thing if another"
	case proviso.FormKnowledge:
		text = "information on record"
	}
	if l.not {
		text, days = "not so: "+text, spanWords(l.all)
	}
	return text + ", " + days
}

func moveWords(s *proviso.Snapshot, m *proviso.SomeMovement) string {
	var b strings.Builder
	b.WriteString(goodsWords(m.Items, m.Lethal, m.Quantity, m.HasQuantity))
	if m.InAll {
		b.WriteString(" in all")
	}
	from, to := endWords(s, &m.From), endWords(s, &m.To)
	if from != "" {
		b.WriteString(" from " + from)
	}
	if to != "" {
		b.WriteString(" to " + to)
	}
	if m.Origin != "" {
		b.WriteString(", units that came from " + s.PartyName(m.Origin))
	}
	if len(m.Kinds) > 0 && !(len(m.Kinds) == 1 && m.Kinds[0] == proviso.Transfer) {
		b.WriteString(" (" + kindWords(m.Kinds) + ")")
	}
	for _, v := range m.Via {
		b.WriteString(" by way of " + string(v))
	}
	for i, u := range m.Under {
		b.WriteString([]string{" under ", " and "}[min(i, 1)] + string(u))
	}
	return b.String()
}

func goodsWords(items []proviso.ItemID, lethal bool, q proviso.Quantity, has bool) string {
	what := "units"
	switch {
	case lethal:
		what = "lethal goods"
	case len(items) > 0:
		what = joinItems(items)
	}
	if !has {
		return what
	}
	return q.Human() + " " + what
}

func joinItems(items []proviso.ItemID) string {
	words := make([]string, len(items))
	for i, id := range items {
		words[i] = string(id)
	}
	return strings.Join(words, " or ")
}

func kindWords(kinds []proviso.MovementKind) string {
	words := make([]string, len(kinds))
	for i, k := range kinds {
		words[i] = string(k)
	}
	return strings.Join(words, " or ")
}

func joinParties(s *proviso.Snapshot, ids []proviso.PartyID) string {
	words := make([]string, len(ids))
	for i, id := range ids {
		words[i] = s.PartyName(id)
	}
	return strings.Join(words, " and ")
}

// endWords names one end of a movement, "" if it is open.
func endWords(s *proviso.Snapshot, e *proviso.End) string {
	text := ""
	switch {
	case e.Party != "":
		text = s.PartyName(e.Party)
	case e.Owner != "" && (e.Holder == "" || e.Holder == e.Owner):
		text = s.PartyName(e.Owner)
	case e.Owner != "":
		text = s.PartyName(e.Owner) + " (with " + s.PartyName(e.Holder) + ")"
	case e.Holder != "":
		text = "the hands of " + s.PartyName(e.Holder)
	}
	if e.At != "" && text != "" && string(e.At) != string(e.Owner) && string(e.At) != string(e.Party) {
		return text + " at " + placeName(s, e.At)
	}
	if text == "" && e.At != "" {
		return placeName(s, e.At)
	}
	return text
}

func placeName(s *proviso.Snapshot, id proviso.PlaceID) string {
	if p := s.Place(id); p != nil && p.Name != "" {
		return p.Name
	}
	if name, ok := proviso.CountryName(string(id)); ok {
		return name
	}
	return string(id)
}

func paperName(s *proviso.Snapshot, id proviso.InstrumentID) string {
	if in := s.Instrument(id); in != nil && in.Name != "" {
		return in.Name + " (" + string(id) + ")"
	}
	return string(id)
}

func stageWords(s *proviso.Snapshot, p *proviso.InstrumentStage) string {
	text := "an instrument"
	if p.Instrument != "" {
		text = paperName(s, p.Instrument)
	}
	if p.By != "" && p.Instrument == "" {
		text += " of " + s.PartyName(p.By)
	}
	if p.To != "" && p.Instrument == "" {
		text += " for " + s.PartyName(p.To)
	}
	return text + " " + string(p.Stage)
}

func whenWords(d proviso.Date) string {
	if !d.Known() {
		return ""
	}
	return ", " + d.String()
}

func spanWords(s span) string {
	switch {
	case s == always:
		return "on any day"
	case s.empty():
		return "days not on record"
	case s.lo == proviso.FirstDay:
		return "by " + s.hi.String()
	case s.hi == proviso.LastDay:
		return s.lo.String() + " or later"
	case s.oneDay():
		return s.lo.String()
	}
	return s.lo.String() + " to " + s.hi.String()
}

func count(n int64) string { return proviso.Exactly(n).Human() }

func number(n int) string { return fmt.Sprint(n) }
