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
func references(r proviso.Record, note noting) {
	v := reflect.ValueOf(r)
	if walk := walkOf(v.Type()); walk != nil {
		walk(v, note)
	}
}

type noting func(kinds []proviso.RecordKind, id string)

// walking visits the ids in a value of one type.
type walking func(v reflect.Value, note noting)

var (
	walks   = map[reflect.Type]walking{} // nil where no ids can stand
	walksMu sync.RWMutex
)

// walkOf gives what visits the values of a type, made once.
func walkOf(t reflect.Type) walking {
	walksMu.RLock()
	walk, ok := walks[t]
	walksMu.RUnlock()
	if ok {
		return walk
	}
	walk = newWalk(t)
	walksMu.Lock()
	defer walksMu.Unlock()
	walks[t] = walk
	return walk
}

func newWalk(t reflect.Type) walking {
	switch t.Kind() {
	case reflect.Interface:
		return func(v reflect.Value, note noting) {
			if v.IsNil() {
				return
			}
			if walk := walkOf(v.Elem().Type()); walk != nil {
				walk(v.Elem(), note)
			}
		}
	case reflect.Pointer, reflect.Slice:
		elem := walkOf(t.Elem())
		switch {
		case elem == nil:
			return nil
		case t.Kind() == reflect.Pointer:
			return func(v reflect.Value, note noting) {
				if !v.IsNil() {
					elem(v.Elem(), note)
				}
			}
		}
		return func(v reflect.Value, note noting) {
			for i := range v.Len() {
				elem(v.Index(i), note)
			}
		}
	case reflect.Struct:
		return walkFields(t)
	case reflect.String:
		if kinds := named[t]; kinds != nil {
			return func(v reflect.Value, note noting) {
				if v.Len() > 0 {
					note(kinds, v.String())
				}
			}
		}
	}
	return nil
}

// walkFields visits the fields of a structure in which ids can stand.
func walkFields(t reflect.Type) walking {
	var fields []int
	var of []walking
	for i := range t.NumField() {
		if walk := walkOf(t.Field(i).Type); walk != nil {
			fields, of = append(fields, i), append(of, walk)
		}
	}
	about := t == reflect.TypeFor[proviso.Claim]()
	if fields == nil && !about {
		return nil
	}
	return func(v reflect.Value, note noting) {
		for i, field := range fields {
			of[i](v.Field(field), note)
		}
		if about {
			for _, id := range v.Interface().(proviso.Claim).About {
				note(claimed, id)
			}
		}
	}
}

// missing gives the first id that the record holds and that names nothing.
func missing(r proviso.Record, stands func(name) bool) (out name, ok bool) {
	references(r, func(kinds []proviso.RecordKind, id string) {
		if !ok && !found(kinds, id, stands) {
			out, ok = name{kinds[0], id}, true
		}
	})
	return out, ok
}

// found says whether an id names something of one of the kinds.
func found(kinds []proviso.RecordKind, id string, stands func(name) bool) bool {
	for _, k := range kinds {
		if stands(name{k, id}) || k == proviso.PlaceRecord && proviso.CodedPlace(proviso.PlaceID(id)) {
			return true
		}
	}
	return false
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
