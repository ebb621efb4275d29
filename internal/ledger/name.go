package ledger

import (
	"fmt"
	"reflect"
	"sync"

	"github.com/proviso-ledger/proviso"
)

// name is what a record or a clause is known by in a ledger.
type name struct {
	kind proviso.RecordKind
	id   string
}

func nameOf(r proviso.Record) name { return name{r.RecordKind(), r.RecordID()} }

func (n name) String() string { return fmt.Sprintf("%s %q", n.kind, n.id) }

// clause is the kind of a clause among names: it is no record of its own.
const clause proviso.RecordKind = "clause"

// recordKinds lists the kinds of record.
var recordKinds = []proviso.RecordKind{
	proviso.PartyRecord, proviso.PlaceRecord, proviso.ItemRecord, proviso.InstrumentRecord,
	proviso.MovementRecord, proviso.StatementRecord, proviso.SourceRecord,
}

// mayShare says that a party and a place may have one id.
func mayShare(a, b proviso.RecordKind) bool {
	return a == b || a == proviso.PartyRecord && b == proviso.PlaceRecord || a == proviso.PlaceRecord && b == proviso.PartyRecord
}

// named says, for each type of id, which kinds of record it can name.
var named = map[reflect.Type][]proviso.RecordKind{
	reflect.TypeFor[proviso.PartyID]():      {proviso.PartyRecord},
	reflect.TypeFor[proviso.PlaceID]():      {proviso.PlaceRecord},
	reflect.TypeFor[proviso.ItemID]():       {proviso.ItemRecord},
	reflect.TypeFor[proviso.InstrumentID](): {proviso.InstrumentRecord},
	reflect.TypeFor[proviso.MovementID]():   {proviso.MovementRecord},
	reflect.TypeFor[proviso.StatementID]():  {proviso.StatementRecord},
	reflect.TypeFor[proviso.SourceID]():     {proviso.SourceRecord},
	reflect.TypeFor[proviso.ConditionID]():  {clause, proviso.InstrumentRecord},
}

// claimed are the kinds that a statement can be about.
var claimed = []proviso.RecordKind{proviso.MovementRecord, proviso.InstrumentRecord, clause, proviso.StatementRecord}

// references runs note for every id that the record holds, its own among them.
// It goes by the types of ids, so that a new field cannot be forgotten.
func references(r proviso.Record, note func(kinds []proviso.RecordKind, id string)) {
	walk(reflect.ValueOf(r), note)
}

func walk(v reflect.Value, note func(kinds []proviso.RecordKind, id string)) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			walk(v.Elem(), note)
		}
	case reflect.Slice:
		if holdsIDs(v.Type().Elem()) {
			for i := range v.Len() {
				walk(v.Index(i), note)
			}
		}
	case reflect.Struct:
		for _, i := range idFields(v.Type()) {
			walk(v.Field(i), note)
		}
		if v.Type() == reflect.TypeFor[proviso.Claim]() {
			for _, id := range v.Interface().(proviso.Claim).About {
				note(claimed, id)
			}
		}
	case reflect.String:
		if kinds := named[v.Type()]; kinds != nil && v.Len() > 0 {
			note(kinds, v.String())
		}
	}
}

// missing gives the first id that the record holds and that names nothing.
func missing(r proviso.Record, stands func(name) bool) (out name, ok bool) {
	references(r, func(kinds []proviso.RecordKind, id string) {
		if ok {
			return
		}
		for _, k := range kinds {
			if stands(name{k, id}) || k == proviso.PlaceRecord && proviso.CodedPlace(proviso.PlaceID(id)) {
				return
			}
		}
		out, ok = name{kinds[0], id}, true
	})
	return out, ok
}

// parents gives the ids that the record stands below in a tree that must not go
// round: part_of and made_of.
func parents(r proviso.Record) (out []name) {
	switch r := r.(type) {
	case *proviso.Party:
		out = append(out, name{proviso.PartyRecord, string(r.PartOf)})
	case *proviso.Place:
		out = append(out, name{proviso.PlaceRecord, string(r.PartOf)})
	case *proviso.Item:
		for _, c := range r.MadeOf {
			out = append(out, name{proviso.ItemRecord, string(c.Item)})
		}
	case *proviso.Instrument, *proviso.Movement, *proviso.Statement, *proviso.Source:
	}
	return out
}

// clauses gives the names of the record's clauses.
func clauses(r proviso.Record) (out []name) {
	if in, ok := r.(*proviso.Instrument); ok {
		for _, c := range in.Conditions {
			out = append(out, name{clause, string(c.ID)})
		}
	}
	return out
}

var (
	idFieldsOf sync.Map // reflect.Type -> []int
	holdsOf    sync.Map // reflect.Type -> bool
)

// idFields gives the fields of a structure in which ids can stand.
func idFields(t reflect.Type) []int {
	if known, ok := idFieldsOf.Load(t); ok {
		return known.([]int)
	}
	var out []int
	for i := range t.NumField() {
		if holdsIDs(t.Field(i).Type) {
			out = append(out, i)
		}
	}
	idFieldsOf.Store(t, out)
	return out
}

// holdsIDs says whether values of the type can hold ids.
func holdsIDs(t reflect.Type) bool {
	if known, ok := holdsOf.Load(t); ok {
		return known.(bool)
	}
	holds := named[t] != nil || t == reflect.TypeFor[proviso.Claim]()
	switch t.Kind() {
	case reflect.Interface:
		holds = true
	case reflect.Pointer, reflect.Slice:
		holds = holdsIDs(t.Elem())
	case reflect.Struct:
		for i := 0; i < t.NumField() && !holds; i++ {
			holds = holdsIDs(t.Field(i).Type)
		}
	}
	holdsOf.Store(t, holds)
	return holds
}
