package main

import (
	"context"
	_ "embed"
	"fmt"
	"math"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"

	proviso "github.com/proviso-ledger/proviso"
)

//go:embed supply.rego
var supplyRego string

// regoEngine keeps the rules as data under (supplier, receiver) and asks a
// prepared query, with inputs made beforehand. Expanded, a rule stands under
// every pair of parties that it is about.
func regoEngine(ctx context.Context, rules []rule, asked []request, expanded bool) (engine, error) {
	name := "OPA, data by pairs that rules name"
	if expanded {
		name = "OPA, data by all pairs"
	}
	store := inmem.NewFromObjectWithOpts(regoData(rules, expanded), inmem.OptRoundTripOnWrite(false), inmem.OptReturnASTValuesOnRead(true))
	query, err := rego.New(rego.Query("data.supply.verdict"), rego.Module("supply.rego", supplyRego), rego.Store(store)).PrepareForEval(ctx)
	if err != nil {
		return engine{}, err
	}
	inputs := make([]ast.Value, len(asked))
	for i, q := range asked {
		inputs[i], err = ast.InterfaceToValue(map[string]any{"by": partyID(q.by), "to": partyID(q.to), "item": itemID(q.item), "day": q.day, "units": q.units})
		if err != nil {
			return engine{}, err
		}
	}
	verdicts := map[string]proviso.Verdict{"permitted": proviso.Permitted, "missing": proviso.Missing, "forbidden": proviso.Forbidden}
	return engine{name, func(from int, out []proviso.Verdict) {
		for i := range out {
			rs, err := query.Eval(ctx, rego.EvalParsedInput(inputs[from+i]))
			if err != nil || len(rs) != 1 {
				panic(fmt.Sprintf("OPA gave no answer: %v", err))
			}
			out[i] = verdicts[rs[0].Expressions[0].Value.(string)]
		}
	}}, nil
}

func regoData(rules []rule, expanded bool) map[string]any {
	names, table := map[string]any{}, map[string]any{}
	for p := range parties {
		own := []any{partyID(p)}
		for q := p; q != anybody && !expanded; q = above(q) {
			own = append(own, partyID(above(q)))
		}
		names[partyID(p)] = own
	}
	put := func(by, to int, r any) {
		row, _ := table[partyID(by)].(map[string]any)
		if row == nil {
			row = map[string]any{}
			table[partyID(by)] = row
		}
		list, _ := row[partyID(to)].([]any)
		row[partyID(to)] = append(list, r)
	}
	for _, r := range rules {
		one := regoRule(r)
		if !expanded {
			put(r.by, r.to, one)
			continue
		}
		for by := range parties {
			for to := range parties {
				if within(by, r.by) && within(to, r.to) {
					put(by, to, one)
				}
			}
		}
	}
	return map[string]any{"names": names, "rules": table}
}

func regoRule(r rule) map[string]any {
	out := map[string]any{"items": regoSet(items, itemID, r.about), "first": r.first, "last": r.last, "approver": r.approver != anybody}
	if a := r.answer; a != nil {
		most := a.most
		if most == none {
			most = math.MaxInt64
		}
		out["answer"] = map[string]any{
			"items": regoSet(items, itemID, func(i int) bool { return a.item == none || a.item == i }),
			"to":    regoSet(parties, partyID, func(p int) bool { return within(p, a.to) }), "most": most, "given": a.given, "withdrawn": a.withdrawn, "refused": a.refused,
		}
	}
	return out
}

// regoSet gives the ids of those of n that are in the set.
func regoSet(n int, id func(int) string, has func(int) bool) map[string]any {
	out := map[string]any{}
	for i := range n {
		if has(i) {
			out[id(i)] = true
		}
	}
	return out
}
