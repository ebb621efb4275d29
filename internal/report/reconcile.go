package report

import (
	"fmt"
	"slices"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/flow"
)

// ReconcileQuestion says when goods count as delivered in time: each side has its
// own term, in days after dispatch. Without a term nothing is late.
type ReconcileQuestion struct {
	Sender, Receiver       int
	HasSender, HasReceiver bool
}

// Reconciliation compares the accounts that the two sides have of each movement.
type Reconciliation struct {
	Case     string         `json:"case"`
	AsOf     string         `json:"as_of"`
	Known    string         `json:"known"`
	Counts   map[string]int `json:"counts"`
	Single   int            `json:"single"`
	Accounts []AccountPair  `json:"accounts"`
}

// AccountPair is the sender's and the receiver's account of one movement.
type AccountPair struct {
	Sent            proviso.MovementID `json:"sent"`
	Received        proviso.MovementID `json:"received"`
	Item            proviso.ItemID     `json:"item"`
	Unit            string             `json:"unit"`
	Outcome         string             `json:"outcome"`
	Short           Bounds             `json:"short"`
	Over            Bounds             `json:"over"`
	LateForSender   string             `json:"late_for_sender"`
	LateForReceiver string             `json:"late_for_receiver"`
	Bounds                             // of both accounts together, as the bounds use them
	Because         []string           `json:"because"`
}

// outcomeWords are what can become of a pair, in the order in which they are shown.
var outcomeWords = []string{"matched", "short", "over", "late", "undetermined", "unmatched"}

// Reconcile compares every account with the one that it is another account of. The
// account that others name in rival_to is taken for the sender's, one that names it
// for the receiver's.
func Reconcile(s *proviso.Snapshot, q ReconcileQuestion) *Reconciliation {
	a := &Reconciliation{Case: s.Case, AsOf: s.AsOf.String(), Known: s.Known.String(), Counts: map[string]int{}, Accounts: []AccountPair{}}
	for _, w := range outcomeWords {
		a.Counts[w] = 0
	}
	paired := map[proviso.MovementID]bool{}
	for _, m := range s.Movements {
		if m.RivalTo == "" || !moves(m.Kind) {
			continue
		}
		first := s.Movement(m.RivalTo)
		paired[m.ID] = true
		if first != nil {
			paired[first.ID] = true
		}
		pair := q.compare(s, first, m)
		a.Counts[pair.Outcome]++
		a.Accounts = append(a.Accounts, pair)
	}
	for _, m := range s.Movements {
		if !paired[m.ID] && moves(m.Kind) {
			a.Single++
		}
	}
	return a
}

func (q ReconcileQuestion) compare(s *proviso.Snapshot, first, other *proviso.Movement) AccountPair {
	p := AccountPair{Received: other.ID, Item: other.Item, Unit: unitOf(s, other.Item), Because: []string{}, LateForSender: "unknown", LateForReceiver: "unknown"}
	received := account(other)
	sent := []flow.Account{}
	if why := apart(first, other); why != "" {
		p.Because = append(p.Because, why)
	} else {
		sent = append(sent, account(first))
	}
	if first != nil {
		p.Sent = first.ID
	}
	out := flow.Reconcile(sent, []flow.Account{received}, flow.Terms{Sender: q.Sender, Receiver: q.Receiver})
	o := out[0]
	if sure := func(m *proviso.Movement) bool { return m.Basis == proviso.Recorded || m.Basis == proviso.Supposed }; !sure(other) || first != nil && !sure(first) {
		o.Move.Least = 0
	}
	p.Bounds = bounds(proviso.Quantity{Least: o.Move.Least, Most: o.Move.Most})
	p.Short, p.Over = bounds(proviso.Quantity(o.Short)), bounds(proviso.Quantity(o.Over))
	switch {
	case o.Sent == nil:
		p.Outcome = "unmatched"
		return p
	case o.Received.Latest < o.Sent.Earliest:
		p.Outcome = "unmatched"
		p.Because = append(p.Because, string(other.ID)+" has them arrive before "+string(first.ID)+" has them sent")
		return p
	}
	if q.HasSender {
		p.LateForSender = o.LateForSender.String()
	}
	if q.HasReceiver {
		p.LateForReceiver = o.LateForReceiver.String()
	}
	p.Outcome = q.outcome(&o)
	return p
}

// apart says why two accounts are not of one movement, "" if they may be.
func apart(first, other *proviso.Movement) string {
	switch {
	case first == nil:
		return "the other account, " + string(other.RivalTo) + ", was not known"
	case first.Item != other.Item:
		return fmt.Sprintf("%s is about %s, not %s", first.ID, first.Item, other.Item)
	case puts(first.Kind) != puts(other.Kind):
		return fmt.Sprintf("%s is of kind %s, %s of kind %s", first.ID, first.Kind, other.ID, other.Kind)
	case first.From != other.From || first.To != other.To:
		return fmt.Sprintf("%s says from %s to %s, %s from %s to %s", first.ID, holding(first.From), holding(first.To), other.ID, holding(other.From), holding(other.To))
	case len(first.Lots)*len(other.Lots) > 0 && !slices.ContainsFunc(first.Lots, func(l proviso.Lot) bool { return slices.Contains(other.Lots, l) }):
		return fmt.Sprintf("%s names the lot %s, %s the lot %s", first.ID, first.Lots[0], other.ID, other.Lots[0])
	}
	return ""
}

// puts gives a kind of movement that does to goods what the kind does: hands them on,
// makes them, uses them up or loses them.
func puts(kind proviso.MovementKind) proviso.MovementKind {
	switch kind {
	case proviso.Transfer, proviso.Lend, proviso.Return, proviso.Capture:
		return proviso.Transfer
	case proviso.Produce, proviso.Assemble:
		return proviso.Produce
	case proviso.Expend, proviso.Destroy:
		return proviso.Expend
	case proviso.Lose, proviso.Count, proviso.Swap, proviso.Redesignate:
	}
	return kind
}

// outcome is one word for a pair: a difference in number that is sure comes before
// lateness, and what the ranges leave open is undetermined.
func (q ReconcileQuestion) outcome(o *flow.Outcome) string {
	late := o.LateForSender == proviso.Yes && q.HasSender || o.LateForReceiver == proviso.Yes && q.HasReceiver
	switch {
	case o.Short.Least > 0:
		return "short"
	case o.Over.Least > 0:
		return "over"
	case late:
		return "late"
	case o.Matched():
		return "matched"
	}
	return "undetermined"
}

// account is the movement as one side's account; both of a pair have one note, so
// that they are paired whatever their days.
func account(m *proviso.Movement) flow.Account {
	return flow.Account{From: 0, To: 1, Note: "one event", Earliest: m.When.Earliest(), Latest: m.When.Latest(), Least: m.Quantity.Least, Most: m.Quantity.Most}
}

// ReconcileText draws the answer.
func ReconcileText(a *Reconciliation, s *proviso.Snapshot, look Look) string {
	d := &drawing{page: newPage(look), s: s}
	if a.Case != "" {
		d.para(0, strong, a.Case)
	}
	d.para(0, plain, asOfWords(a.AsOf, a.Known))
	d.blank()
	if len(a.Accounts) == 0 {
		d.para(0, plain, "No movement is on record in two accounts; rival_to says that one is another account of the same.")
		return d.String()
	}
	d.para(0, plain, fmt.Sprintf("%d %s of accounts. The account that the other names in rival_to is taken for the sender's.", len(a.Accounts), plural("pair", int64(len(a.Accounts)))))
	for _, w := range outcomeWords {
		for i := range a.Accounts {
			if p := &a.Accounts[i]; p.Outcome == w {
				d.blank()
				d.pair(p)
			}
		}
	}
	if a.Single > 0 {
		d.blank()
		d.para(0, plain, fmt.Sprintf("Of %s other %s there is one account only.", proviso.Exactly(int64(a.Single)).Human(), plural("movement", int64(a.Single))))
	}
	return d.String()
}

func (d *drawing) pair(p *AccountPair) {
	look := map[string]style{"matched": good, "late": doubt, "undetermined": doubt}[p.Outcome]
	if p.Outcome == "short" || p.Outcome == "over" || p.Outcome == "unmatched" {
		look = bad
	}
	d.ends(string(p.Sent)+" / "+string(p.Received), look, upper(p.Outcome))
	for _, side := range []struct {
		label string
		id    proviso.MovementID
	}{{"sent", p.Sent}, {"received", p.Received}} {
		if m := d.s.Movement(side.id); m != nil {
			d.labelled(inset, labelWidth, plain, side.label, m.When.String()+"  "+sizeWords(bounds(m.Quantity), p.Unit)+", "+d.course(&Movement{ID: m.ID})+" ("+string(m.Basis)+")")
		}
	}
	if !p.Short.none() && p.Outcome != "unmatched" {
		d.labelled(inset, labelWidth, plain, "fewer arrived than sent", countWords(p.Short, p.Unit))
	}
	if !p.Over.none() && p.Outcome != "unmatched" {
		d.labelled(inset, labelWidth, plain, "more arrived than sent", countWords(p.Over, p.Unit))
	}
	for _, late := range [][2]string{{"late for the sender", p.LateForSender}, {"late for the receiver", p.LateForReceiver}} {
		if late[1] != "unknown" {
			d.labelled(inset, labelWidth, plain, late[0], late[1])
		}
	}
	for _, b := range slices.Compact(p.Because) {
		d.labelled(inset, labelWidth, plain, "because", b)
	}
}
