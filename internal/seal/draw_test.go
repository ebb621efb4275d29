package seal_test

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
)

func readCase(t testing.TB, file string) []proviso.Record {
	t.Helper()
	d, err := dossier.Read(file)
	if err != nil {
		t.Fatal(err)
	}
	return d.Records
}

// drawn are the values that random records are made of, besides structures,
// lists and numbers, which are drawn by their types.
var drawn = map[reflect.Type][]any{}

func oneOf[T any](values ...T) {
	for _, v := range values {
		drawn[reflect.TypeFor[T]()] = append(drawn[reflect.TypeFor[T]()], v)
	}
}

func parsed[T any](parse func(string) (T, error), texts ...string) {
	for _, s := range texts {
		v, err := parse(s)
		if err != nil {
			panic(err)
		}
		oneOf(v)
	}
}

func init() {
	parsed(proviso.ParseDate, "?", "2022", "2022-11-12", "../2023-04-05", "2022-11-07/2022-11-11", "2022-11-11?", "2022-11-11T08:00:00Z")
	parsed(proviso.ParseQuantity, "?", "0", "7", "100_000", "400..480", "1..", "..480")
	parsed(proviso.ParseMoney, "?", "0 USD", "6.2bn USD", "12.50 EUR", "1m..2m KRW", "3.001 KWD", "..5 USD", "? USD")
	parsed(proviso.ParseDuration, "0 days", "90 days", "1 month", "2 years")
	parsed(proviso.ParseTLP, "CLEAR", "GREEN", "AMBER", "AMBER+STRICT", "RED")
	parsed(proviso.ParseLot, "IOP21H004-015A", "лот 7")
	parsed(proviso.ParseGrade, "A1", "F6")
	oneOf(proviso.PublicKeyOf(make([]byte, 32)))
	oneOf(proviso.No, proviso.Maybe, proviso.Yes)
	oneOf(proviso.PartyKinds...)
	oneOf(proviso.InstrumentKinds...)
	oneOf(proviso.Statuses...)
	oneOf(proviso.OnwardRules...)
	oneOf(proviso.Triggers...)
	oneOf(proviso.SubstitutionRules...)
	oneOf(proviso.Pers...)
	oneOf(proviso.Acts...)
	oneOf(proviso.Starts...)
	oneOf(proviso.MovementKinds...)
	oneOf(proviso.Bases...)
	oneOf(proviso.Modes...)
	oneOf(proviso.TextUnseen, proviso.TextPart, proviso.TextWhole)
	oneOf(proviso.Pos{File: "case.yaml", Line: 1, Column: 2})
	oneOf[proviso.Rule](&proviso.Onward{}, &proviso.EndUser{}, &proviso.EndUse{}, &proviso.Territory{}, &proviso.Supply{},
		&proviso.Ceiling{}, &proviso.ValueCeiling{}, &proviso.Period{}, &proviso.Substitution{}, &proviso.ComponentRule{},
		&proviso.Fund{}, &proviso.Duty{})
	oneOf[proviso.Proposition](&proviso.SomeMovement{}, &proviso.SomeStock{}, &proviso.PolicyHeld{}, &proviso.InstrumentStage{},
		&proviso.Intention{}, &proviso.Negotiation{}, &proviso.IfThen{}, &proviso.Knowledge{})
}

func drawString(t *rapid.T) string {
	s := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"", "a\"b\\c/d", "\b\t\n\f\r\x00\x1f\x7f", "é\u2028\u2029😀 "})).Draw(t, "text")
	return strings.ToValidUTF8(s, "?")
}

func drawRecord(t *rapid.T) proviso.Record {
	r := rapid.SampledFrom([]proviso.Record{&proviso.Party{}, &proviso.Place{}, &proviso.Item{}, &proviso.Instrument{},
		&proviso.Movement{}, &proviso.Statement{}, &proviso.Source{}}).Draw(t, "record")
	return fill(t, reflect.New(reflect.TypeOf(r).Elem()).Interface().(proviso.Record))
}

// fill gives every field of a record a random value.
func fill(t *rapid.T, r proviso.Record) proviso.Record {
	v := reflect.ValueOf(r).Elem()
	drawInto(t, v)
	v.FieldByName("ID").SetString("id" + drawString(t))
	if in, ok := r.(*proviso.Instrument); ok {
		for i, c := range in.Conditions {
			c.ID = proviso.ConditionID(string(rune('a' + i)))
		}
	}
	return r
}

func drawInto(t *rapid.T, v reflect.Value) {
	if values := drawn[v.Type()]; values != nil {
		one := reflect.ValueOf(rapid.SampledFrom(values).Draw(t, v.Type().String()))
		if one.Kind() == reflect.Pointer {
			one = reflect.New(one.Type().Elem())
			drawInto(t, one.Elem())
		}
		v.Set(one)
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(drawString(t))
	case reflect.Bool:
		v.SetBool(rapid.Bool().Draw(t, "bool"))
	case reflect.Int, reflect.Int64:
		v.SetInt(rapid.Int64Range(-(1<<53-1), 1<<53-1).Draw(t, "int"))
	case reflect.Int32:
		v.SetInt(int64(rapid.Int32().Draw(t, "int32")))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), rapid.IntRange(0, 2).Draw(t, "length"), 2))
		for i := range v.Len() {
			drawInto(t, v.Index(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		drawInto(t, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if rapid.Bool().Draw(t, "given") {
				drawInto(t, v.Field(i))
			}
		}
	default:
		t.Fatalf("nothing draws a %s", v.Type())
	}
}
