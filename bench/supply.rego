# The rules stand in the data, by who supplies and who receives; so do the names
# under which a party is looked up: its own and, unless the rules stand under
# every pair of parties that they are about, those of the wholes it is part of.
package supply

default verdict := "permitted"

verdict := "forbidden" if "forbidden" in bites

verdict := "missing" if {
	not "forbidden" in bites
	"missing" in bites
}

bites contains answer(r) if {
	some by in data.names[input.by]
	some to in data.names[input.to]
	some r in data.rules[by][to]
	r.items[input.item]
	input.day >= r.first
	input.day <= r.last
}

answer(r) := "forbidden" if {
	not r.approver
} else := "missing" if {
	not covers(r.answer)
} else := "forbidden" if {
	input.day >= r.answer.refused
} else := "permitted" if {
	input.day >= r.answer.given
	input.day < r.answer.withdrawn
	input.units <= r.answer.most
} else := "missing"

covers(a) if {
	a.items[input.item]
	a.to[input.to]
}
