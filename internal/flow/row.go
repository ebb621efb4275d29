package flow

import (
	"cmp"
	"slices"

	"github.com/proviso-ledger/proviso"
)

// withRows gives the moves of the records and those of the rows, in the order of
// days and on one day of ids.
func (k *Stock) withRows(moves []Move, lots map[proviso.Lot]int32) []Move {
	if k.rows.Len() == 0 {
		return moves
	}
	slices.SortStableFunc(moves, func(a, b Move) int { return cmp.Compare(a.Earliest, b.Earliest) })
	base := make([]Move, len(k.rows.Models))
	for i, m := range k.models() {
		base[i] = k.moves(int32(len(k.records)), m, nil)[0]
	}
	number := numbered(k.rows.Lots, lots)
	days := make([]Move, len(k.rows.Dates))
	for i, d := range k.rows.Dates {
		days[i].Earliest, days[i].Latest = d.Earliest(), d.Latest()
	}
	out := make([]Move, 0, len(moves)+k.rows.Len())
	for row, like := range k.rows.Like {
		if like < 0 || k.rows.Models[like].Item != k.Item {
			continue
		}
		for len(moves) > 0 && k.rows.Before(moves[0].Earliest, k.records[moves[0].Tag].ID, row) {
			out, moves = append(out, moves[0]), moves[1:]
		}
		m := base[like]
		m.Tag += int32(row)
		m.Earliest, m.Latest = days[k.rows.When[row]].Earliest, days[k.rows.When[row]].Latest
		if lot := k.rows.Lot[row]; lot >= 0 {
			m.Lot = number[lot]
		}
		out = append(out, m.of(proviso.Quantity{Least: k.rows.Least[row], Most: k.rows.Most[row]}, k.rows.Models[like].Basis))
	}
	return append(out, moves...)
}

// models gives the models of rows of the item that were not taken out.
func (k *Stock) models() map[int32]*proviso.Movement {
	out := map[int32]*proviso.Movement{}
	for row := range k.rows.Len() {
		if like := k.rows.Like[row]; like >= 0 && k.rows.Models[like].Item == k.Item {
			out[like] = k.rows.Models[like]
		}
	}
	return out
}

// numbered gives the numbers of the lots, new ones to those that have none.
func numbered(list []proviso.Lot, lots map[proviso.Lot]int32) []int32 {
	out := make([]int32, len(list))
	for i, lot := range list {
		if _, ok := lots[lot]; !ok {
			lots[lot] = int32(len(lots))
		}
		out[i] = lots[lot]
	}
	return out
}

// row gives the row that a move stands for, if it is one.
func (k *Stock) row(move int32) (row int, ok bool) {
	row = int(k.Move(int(move)).Tag) - len(k.records)
	return row, row >= 0
}

// Model gives the number of the model of the row that a move stands for, -1 if it
// stands for a record.
func (k *Stock) Model(move int32) int32 {
	if row, ok := k.row(move); ok {
		return k.rows.Like[row]
	}
	return -1
}

// ID is that of the movement that a move stands for.
func (k *Stock) ID(move int32) proviso.MovementID {
	if row, ok := k.row(move); ok {
		return k.rows.ID(row)
	}
	return k.records[k.Move(int(move)).Tag].ID
}

// Record is the movement that a move stands for; of a row, what is held of it.
func (k *Stock) Record(move int32) *proviso.Movement {
	if row, ok := k.row(move); ok {
		return k.rows.Movement(row)
	}
	return k.records[k.Move(int(move)).Tag]
}
