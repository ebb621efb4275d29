package main

import (
	"fmt"
	"strings"

	cedar "github.com/cedar-policy/cedar-go"

	proviso "github.com/proviso-ledger/proviso"
)

// cedarScope says what of a rule stands in the policy's scope; the rest stands
// in its condition.
type cedarScope struct {
	name                string
	principal, receiver bool
}

// cedarEngine writes each rule as a forbid policy. The policies that decided
// tell, by their ids, whether the verdict is "forbidden" or "missing".
func cedarEngine(rules []rule, asked []request, scope cedarScope) (engine, error) {
	set := cedar.NewPolicySet()
	verdicts := map[cedar.PolicyID]proviso.Verdict{}
	add := func(id, text string, v proviso.Verdict) error {
		var p cedar.Policy
		if err := p.UnmarshalCedar([]byte(text)); err != nil {
			return fmt.Errorf("policy %s: %w\n%s", id, err, text)
		}
		set.Add(cedar.PolicyID(id), &p)
		verdicts[cedar.PolicyID(id)] = v
		return nil
	}
	if err := add("else", "permit (principal, action, resource);", proviso.Permitted); err != nil {
		return engine{}, err
	}
	for n, r := range rules {
		head, when := scope.write(r)
		verdict := proviso.Missing
		if r.approver == anybody {
			verdict = proviso.Forbidden
		}
		text := head + "\nwhen { " + when + " }"
		if a := r.answer; a != nil && a.given != never {
			text += "\nunless { " + strings.Join(append(cedarCovers(a), cedarInForce(a)...), " && ") + " }"
		}
		if err := add(fmt.Sprintf("rule-%d", n), text+";", verdict); err != nil {
			return engine{}, err
		}
		if a := r.answer; a != nil && a.refused != never {
			on := append([]string{when}, append(cedarCovers(a), fmt.Sprintf("context.day >= %d", a.refused))...)
			if err := add(fmt.Sprintf("refusal-%d", n), head+"\nwhen { "+strings.Join(on, " && ")+" };", proviso.Forbidden); err != nil {
				return engine{}, err
			}
		}
	}
	entities, calls := cedarEntities(), cedarRequests(asked)
	return engine{"cedar-go, " + scope.name, func(from int, out []proviso.Verdict) {
		for i := range out {
			v := proviso.Permitted
			if d, why := cedar.Authorize(set, entities, calls[from+i]); d == cedar.Deny {
				for _, reason := range why.Reasons {
					v = v.Worse(verdicts[reason.PolicyID])
				}
			}
			out[i] = v
		}
	}}, nil
}

// write gives the scope of the policy and its condition, the likeliest to fail
// first.
func (s cedarScope) write(r rule) (head, when string) {
	var on []string
	side := func(who string, p int, inScope bool) string {
		text := fmt.Sprintf("%s in Party::%q", who, partyID(p))
		switch {
		case p == anybody:
			return who
		case inScope:
			return text
		}
		on = append(on, text)
		return who
	}
	receiver := side("resource", r.to, s.receiver)
	principal := side("principal", r.by, s.principal)
	var kinds []string
	if r.lethal {
		kinds = append(kinds, `Item::"lethal"`)
	}
	for _, i := range r.items {
		kinds = append(kinds, fmt.Sprintf("Item::%q", itemID(i)))
	}
	switch {
	case len(kinds) == 1:
		on = append(on, "context.item in "+kinds[0])
	case len(kinds) > 1:
		on = append(on, "context.item in ["+strings.Join(kinds, ", ")+"]")
	}
	on = append(on, fmt.Sprintf("context.day >= %d && context.day <= %d", r.first, r.last))
	return fmt.Sprintf("forbid (%s, action, %s)", principal, receiver), strings.Join(on, " && ")
}

func cedarCovers(a *answer) []string {
	var on []string
	if a.item != none {
		on = append(on, fmt.Sprintf("context.item == Item::%q", itemID(a.item)))
	}
	return append(on, fmt.Sprintf("resource in Party::%q", partyID(a.to)))
}

func cedarInForce(a *answer) []string {
	on := []string{fmt.Sprintf("context.day >= %d", a.given)}
	if a.withdrawn != never {
		on = append(on, fmt.Sprintf("context.day < %d", a.withdrawn))
	}
	if a.most != none {
		on = append(on, fmt.Sprintf("context.units <= %d", a.most))
	}
	return on
}

func cedarParty(p int) cedar.EntityUID { return cedar.NewEntityUID("Party", cedar.String(partyID(p))) }

func cedarItem(id string) cedar.EntityUID { return cedar.NewEntityUID("Item", cedar.String(id)) }

func cedarEntities() cedar.EntityMap {
	out := cedar.EntityMap{}
	put := func(id cedar.EntityUID, parents ...cedar.EntityUID) {
		out[id] = cedar.Entity{UID: id, Parents: cedar.NewEntityUIDSet(parents...)}
	}
	for p := range parties {
		if p != anybody && above(p) != anybody {
			put(cedarParty(p), cedarParty(above(p)))
		} else {
			put(cedarParty(p))
		}
	}
	for i := range items {
		if lethal(i) {
			put(cedarItem(itemID(i)), cedarItem("lethal"))
		} else {
			put(cedarItem(itemID(i)))
		}
	}
	return out
}

func cedarRequests(asked []request) []cedar.Request {
	out := make([]cedar.Request, len(asked))
	for i, q := range asked {
		out[i] = cedar.Request{
			Principal: cedarParty(q.by), Action: cedar.NewEntityUID("Action", "supply"), Resource: cedarParty(q.to),
			Context: cedar.NewRecord(cedar.RecordMap{
				"item": cedarItem(itemID(q.item)), "day": cedar.Long(q.day), "units": cedar.Long(q.units),
			}),
		}
	}
	return out
}
