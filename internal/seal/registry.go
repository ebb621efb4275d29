package seal

import (
	"reflect"
	"sync"

	"github.com/proviso-ledger/proviso"
)

// recordTypes are the bodies of entries.
var recordTypes = map[proviso.RecordKind]reflect.Type{
	proviso.PartyRecord:      reflect.TypeFor[proviso.Party](),
	proviso.PlaceRecord:      reflect.TypeFor[proviso.Place](),
	proviso.ItemRecord:       reflect.TypeFor[proviso.Item](),
	proviso.InstrumentRecord: reflect.TypeFor[proviso.Instrument](),
	proviso.MovementRecord:   reflect.TypeFor[proviso.Movement](),
	proviso.StatementRecord:  reflect.TypeFor[proviso.Statement](),
	proviso.SourceRecord:     reflect.TypeFor[proviso.Source](),
}

// rules are the bodies of clauses, each written with its kind.
var rules = []proviso.Rule{
	&proviso.Onward{}, &proviso.EndUser{}, &proviso.EndUse{}, &proviso.Territory{}, &proviso.Supply{},
	&proviso.Ceiling{}, &proviso.ValueCeiling{}, &proviso.Period{}, &proviso.Substitution{},
	&proviso.ComponentRule{}, &proviso.Fund{}, &proviso.Duty{},
}

// propositions are the contents of claims, each written with its form.
var propositions = []proviso.Proposition{
	&proviso.SomeMovement{}, &proviso.SomeStock{}, &proviso.PolicyHeld{}, &proviso.InstrumentStage{},
	&proviso.Intention{}, &proviso.Negotiation{}, &proviso.IfThen{}, &proviso.Knowledge{},
}

// codecs gives the codec of every type that a record holds. A type of the root
// that is met there and stands in none of the lists below has none, and making
// the table fails: a house test compares the lists with the source.
var codecs = sync.OnceValue(func() map[reflect.Type]*codec {
	b := builder{}
	text(b, proviso.ParseDate, proviso.Date.String)
	text(b, proviso.ParseQuantity, proviso.Quantity.String)
	text(b, proviso.ParseMoney, proviso.Money.String)
	text(b, proviso.ParseDuration, proviso.Duration.String)
	text(b, proviso.ParseTLP, proviso.TLP.String)
	text(b, proviso.ParseLot, same[proviso.Lot])
	text(b, proviso.ParseGrade, same[proviso.Grade])
	text(b, proviso.ParsePublicKey, same[proviso.PublicKey])
	text(b, parseTruth, proviso.Truth.String)

	words(b, proviso.PartyKinds)
	words(b, proviso.InstrumentKinds)
	words(b, proviso.Statuses)
	words(b, proviso.OnwardRules)
	words(b, proviso.Triggers)
	words(b, proviso.SubstitutionRules)
	words(b, proviso.Pers)
	words(b, proviso.Acts)
	words(b, proviso.Starts)
	words(b, proviso.MovementKinds)
	words(b, proviso.Bases)
	words(b, proviso.Modes)
	words(b, []proviso.TextSeen{proviso.TextUnseen, proviso.TextPart, proviso.TextWhole})

	free[string](b)
	free[proviso.PartyID](b)
	free[proviso.PlaceID](b)
	free[proviso.ItemID](b)
	free[proviso.InstrumentID](b)
	free[proviso.ConditionID](b)
	free[proviso.MovementID](b)
	free[proviso.StatementID](b)
	free[proviso.SourceID](b)

	variants(b, rules, func(r proviso.Rule) string { return string(r.Kind()) })
	variants(b, propositions, func(p proviso.Proposition) string { return string(p.Form()) })
	for _, t := range recordTypes {
		b.of(t)
	}
	return b
})

func same[T ~string](v T) string { return string(v) }

// parseTruth reads what Truth writes. An unknown is left out and never read.
func parseTruth(s string) (proviso.Truth, error) {
	for _, t := range []proviso.Truth{proviso.No, proviso.Yes} {
		if s == t.String() {
			return t, nil
		}
	}
	return proviso.Maybe, refuse("not yes or no: "+show(s), "")
}
