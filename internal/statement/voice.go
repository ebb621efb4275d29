package statement

import (
	"slices"
	"strings"

	"github.com/proviso-ledger/proviso"
)

// voices gives the keys under which a statement's speakers are known: each
// party, and the side that it or an unnamed speaker belongs to.
func (b *Book) voices(st *proviso.Statement) (own, sides []string) {
	for _, by := range st.By {
		of := by.Of
		if by.Party != "" {
			own, of = append(own, string(by.Party)), by.Party
		}
		if of == "" {
			continue
		}
		if p := b.s.Party(of); p == nil || p.Kind != proviso.Outlet {
			sides = append(sides, string(b.trees.top(of)))
		}
	}
	return own, sides
}

// comparable says whether two sayings take positions of one form on one thing.
// That something was asked for is no position of whoever gives it.
func comparable(a, b *Saying) bool {
	x, y := a.literal, b.literal
	return x != nil && y != nil && x.stage.Stage != proviso.Asked && y.stage.Stage != proviso.Asked && x.form == y.form && x.fact == y.fact && x.stage.Instrument == y.stage.Instrument
}

// changes finds, within a topic, where one speaker or one side took another
// position later: each is compared with the one before.
func (r *relating) changes(t *Topic) {
	type voice struct {
		name string
		side bool
	}
	last := map[voice][]*Saying{}
	done := map[[2]proviso.StatementID]bool{}
	for _, now := range t.Sayings {
		own, sides := r.voices(now.Statement)
		for i, v := range append(own, sides...) {
			side := i >= len(own)
			key := voice{v, side}
			if before := lastComparable(last[key], now); before != nil {
				k := [2]proviso.StatementID{before.Statement.ID, now.Statement.ID}
				if why := r.trees.whyChange(before, now); why != "" && !done[k] {
					done[k] = true
					r.out.Changes = append(r.out.Changes, Relation{A: []*proviso.Statement{before.Statement}, B: []*proviso.Statement{now.Statement},
						OneSide: side, Because: []proviso.Reason{{Text: why}}})
				}
			}
			last[key] = append(last[key], now)
		}
	}
}

// lastComparable gives the last saying before the day of this one that takes a
// position on the same thing, or declined to.
func lastComparable(list []*Saying, now *Saying) *Saying {
	const farthest = 20
	for i := len(list) - 1; i >= 0 && i >= len(list)-farthest; i-- {
		before := list[i]
		if before.Statement == now.Statement || before.Statement.Said.Latest() >= now.Statement.Said.Earliest() {
			continue
		}
		if comparable(before, now) || before.Statement.Mode == proviso.Declines && now.literal != nil {
			return before
		}
	}
	return nil
}

// ageless is a literal with its days left aside.
func ageless(l *literal) *literal {
	out := *l
	out.some, out.all, out.planned, out.loose = always, always, always, false
	return &out
}

// whyChange says how the later position is another one; "" if it is not.
func (t *trees) whyChange(before, now *Saying) string {
	if before.Statement.Mode == proviso.Declines {
		return "first declined to comment, later took a position"
	}
	a, b := before.literal, now.literal
	switch {
	case a.form == proviso.FormInstrument && a.stage.Stage != b.stage.Stage && !a.not && !b.not:
		return "first " + string(a.stage.Stage) + ", later " + string(b.stage.Stage)
	case t.excludes(ageless(a.literal), ageless(b.literal)):
		return "first " + sideWords(a.not) + ", later " + sideWords(b.not)
	case !a.not && !b.not && (a.form == proviso.FormMovement || a.form == proviso.FormIntention):
		if parts := t.apartIn(&a.move, &b.move); len(parts) > 0 {
			return "another account than before: " + strings.Join(parts, "; ")
		}
	}
	return ""
}

func sideWords(not bool) string {
	if not {
		return "denied"
	}
	return "claimed"
}

// origin says where a statement comes from, and whether that is somebody
// unnamed. An outlet that repeats a statement is no origin of its own.
func (b *Book) origin(st *proviso.Statement) (key string, anonymous bool) {
	for range b.s.Statements {
		if len(st.By) != 1 || len(st.Claim.About) != 1 || st.Mode != proviso.Asserts && st.Mode != proviso.Confirms {
			break
		}
		p := b.s.Party(st.By[0].Party)
		told := b.s.Statement(proviso.StatementID(st.Claim.About[0]))
		if p == nil || p.Kind != proviso.Outlet || told == nil || told == st {
			break
		}
		st = told
	}
	if len(st.By) == 1 && st.By[0].Party != "" {
		return string(st.By[0].Party), false
	}
	keys := make([]string, len(st.By))
	for i, by := range st.By {
		keys[i] = string(by.Party)
		if by.Party == "" {
			heard := ""
			if len(st.Through) > 0 {
				heard = st.Through[0]
			}
			keys[i], anonymous = strings.Join([]string{by.Anonymous, string(by.Of), heard}, "|"), true
		}
	}
	slices.Sort(keys)
	return strings.Join(keys, "+"), anonymous
}

// Origins counts whom a claim comes from. An unnamed speaker may be one who is
// named elsewhere or another unnamed one of the same side, so their number is
// known within bounds.
type Origins struct {
	Named     []string // party ids, sorted
	Anonymous int      // unnamed origins as told apart by their words and first outlet
	Least     int      // origins at least, all told
}

// Origins counts the origins of those sayings that say that it is so.
func (b *Book) Origins(list []*Saying) Origins {
	var o Origins
	named, sides := map[string]bool{}, map[string]bool{}
	unnamed := map[string]string{}
	for _, y := range list {
		key, anonymous := b.origin(y.Statement)
		if y.Denied() || !commits(y.Statement.Mode) {
			continue
		}
		if anonymous {
			_, of := b.voices(y.Statement)
			unnamed[key] = strings.Join(of, "+")
			continue
		}
		named[key] = true
		_, of := b.voices(y.Statement)
		for _, s := range of {
			sides[s] = true
		}
	}
	others := map[string]bool{}
	for _, of := range unnamed {
		if !sides[of] && (of != "" || len(named) == 0 && len(unnamed) == 1) {
			others[of] = true
		}
	}
	for k := range named {
		o.Named = append(o.Named, k)
	}
	slices.Sort(o.Named)
	o.Anonymous, o.Least = len(unnamed), max(len(named)+len(others), min(1, len(unnamed)))
	return o
}

// retold finds statements that are one claim of one origin, told on by several.
func (r *relating) retold(t *Topic) {
	type claim struct {
		origin, key string
		denied      bool
	}
	first := map[claim]*Saying{}
	told := map[claim][]*proviso.Statement{}
	var order []claim
	for _, y := range t.Sayings {
		if !commits(y.Statement.Mode) {
			continue
		}
		origin, _ := r.origin(y.Statement)
		key := claim{origin, y.key, y.Denied()}
		switch f := first[key]; {
		case f == nil:
			first[key] = y
		case f.Statement != y.Statement && !apartInTime(f.Statement.Said, y.Statement.Said):
			if told[key] == nil {
				order = append(order, key)
			}
			told[key] = append(told[key], y.Statement)
		}
	}
	for _, key := range order {
		r.out.Retold = append(r.out.Retold, Relation{A: []*proviso.Statement{first[key].Statement}, B: slices.Compact(told[key]),
			Because: []proviso.Reason{{Text: "one origin, told by " + number(1+len(told[key]))}}})
	}
}

func apartInTime(a, b proviso.Date) bool {
	return a.Latest() < b.Earliest() || b.Latest() < a.Earliest()
}

// Denied says whether the statement says that the content is not so.
func (y *Saying) Denied() bool { return y.Not != (y.Statement.Mode == proviso.Denies) }
