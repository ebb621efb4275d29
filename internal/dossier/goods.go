package dossier

import (
	"fmt"
	"strings"

	"github.com/proviso-ledger/proviso"
)

// counted is a number of units of one item: "100_000 155mm-HE".
type counted struct {
	quantity proviso.Quantity
	item     proviso.ItemID
}

var countedGoods = func() value[counted] {
	s := &shape{def: "goods", doc: "a quantity and one item: 100_000 155mm-HE, or ? 155mm-HE if the number is not known",
		pattern: `^\S+\s+` + idPattern + `$`, examples: []string{"100_000 155mm-HE"}, canon: canonGoods}
	return value[counted]{s, func(r *reader, n *node) (out counted, ok bool) {
		text, ok := r.scalar(n, "a quantity and an item")
		if !ok {
			return out, false
		}
		out, err := parseGoods(text)
		if err != nil {
			r.refuse(n, err)
			return out, false
		}
		r.refer(n, oneOfKinds(proviso.ItemRecord), string(out.item))
		return out, true
	}}
}()

func parseGoods(s string) (out counted, err error) {
	words := strings.Fields(s)
	number := words[0]
	q, err := proviso.ParseQuantity(number)
	switch {
	case len(words) == 1 && err == nil:
		return out, bad("quantity without unit", "name the item after the number: "+number+" 155mm-HE")
	case len(words) == 1 && idForm.MatchString(number) && strings.Trim(number, "0123456789,") != "":
		return out, bad("goods without quantity", fmt.Sprintf(`write the number first, or "? %s" if it is not known`, number))
	case len(words) > 2 && strings.Trim(words[0]+words[1], "0123456789") == "":
		return out, bad("quantity has a space", "write "+words[0]+"_"+strings.Join(words[1:], " "))
	case err != nil:
		return out, err
	case len(words) > 2:
		return out, bad("goods are a quantity and one item, not "+quote(s), "write them as 100_000 155mm-HE; a second item needs a movement of its own")
	}
	return counted{q, proviso.ItemID(words[1])}, nil
}

func canonGoods(s string) string {
	if g, err := parseGoods(s); err == nil {
		return g.quantity.String() + " " + string(g.item)
	}
	return s
}
