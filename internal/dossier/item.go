package dossier

import (
	"slices"
	"strings"

	"github.com/proviso-ledger/proviso"
)

var items = &sectionOf[proviso.Item, *proviso.Item]{
	kind: proviso.ItemRecord,
	doc:  "the catalogue: units of one item are interchangeable, units of two never are",
	init: func(id string) proviso.Item { return proviso.Item{ID: proviso.ItemID(id)} },
	body: fieldsOf([]field[proviso.Item]{
		key("name", "the name for people", name("a name"), func(it *proviso.Item) *string { return &it.Name }),
		key("unit", "what is counted, in the singular", unit, func(it *proviso.Item) *string { return &it.Unit }).must(),
		key("lethal", "whether it is meant to kill; left out: not known", truth, func(it *proviso.Item) *proviso.Truth { return &it.Lethal }),
		key("made_in", "where every unit of the item was made", placeID, func(it *proviso.Item) *proviso.PlaceID { return &it.MadeIn }),
		key("codes", "its places in control lists and catalogues", codes, func(it *proviso.Item) *[]proviso.Code { return &it.Codes }),
		key("made_of", "the items that each unit contains", components, func(it *proviso.Item) *[]proviso.Component { return &it.MadeOf }),
	}, func(it *proviso.Item) *proviso.Envelope { return &it.Envelope }),
}

var unit = parsed(shape{doc: "a word such as round or vehicle", number: true, examples: []string{"round"}}, func(s string) (string, error) {
	if s == unknown {
		return "", bad("the unit is not known", "write what is counted, such as round, vehicle or kg")
	}
	return strings.Join(strings.Fields(s), " "), nil
})

// codes are kept in the order of CodeSystems and, within a list, as written.
var codes = value[[]proviso.Code]{codeFields.shape("a code for each list: " + strings.Join(proviso.CodeSystems, ", ")),
	func(r *reader, n *node) ([]proviso.Code, bool) {
		var out []proviso.Code
		ok := codeFields.read(r, n, &out)
		return out, ok
	}}

var codeFields = func() *body[[]proviso.Code] {
	var fields []field[[]proviso.Code]
	for _, system := range proviso.CodeSystems {
		fields = append(fields, set(system, "its code in the list "+system, listed(text("a code as printed there")),
			func(to *[]proviso.Code, printed []string) {
				for _, p := range printed {
					*to = append(*to, proviso.Code{System: system, Value: p})
				}
			}))
	}
	return newBody(fields...)
}()

var components = table("the components of one unit, by item", itemID.shape, component.shape,
	func(r *reader, k, v *node, into *[]proviso.Component) {
		r.refer(k, oneOfKinds(proviso.ItemRecord), k.Value)
		r.climb(k, "made_of", proviso.ItemRecord, k.Value)
		if c, ok := component.read(r, v); ok {
			c.Item = proviso.ItemID(k.Value)
			*into = append(*into, c)
		}
	})

var count = wholeNumber("units of the component in one unit of the product", 1)

var component = either(
	of(count, func(n int64) proviso.Component { return proviso.Component{Count: n} }),
	componentBody(),
)

func componentBody() value[proviso.Component] {
	b := newBody(
		key("count", "units of the component in one unit of the product; left out: 1", count, func(c *proviso.Component) *int64 { return &c.Count }),
		key("value", "its share of the product's value", percent, func(c *proviso.Component) *proviso.Percent { return &c.Value }),
		key("mass", "its share of the product's mass", percent, func(c *proviso.Component) *proviso.Percent { return &c.Mass }),
	)
	return b.checked(func(_ *reader, m *mapping, c *proviso.Component) {
		if !m.has("count") {
			c.Count = 1
		}
	}).value("count and shares of a component")
}

// codeSystem says whether a text is a code of a list, such as "ML:3".
func codeSystem(s string) (proviso.Code, bool) {
	system, printed, ok := strings.Cut(s, ":")
	if !ok || !slices.Contains(proviso.CodeSystems, system) || printed == "" {
		return proviso.Code{}, false
	}
	return proviso.Code{System: system, Value: strings.TrimSpace(printed)}, true
}
