package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/dossier"
	"github.com/proviso-ledger/proviso/internal/report"
)

// supposed is the movement that `may` asks about, as given on the command line.
type supposed struct {
	move, item, from, to string
	holder, at, fromAt   string
	via, under           []string
	on, fund, use        string
	lend                 bool
}

func mayCommand(p *program) *cobra.Command {
	var q question
	var m supposed
	cmd := &cobra.Command{
		Use:   "may DOSSIER --move N --item ITEM --from PARTY --to PARTY",
		Short: "Say whether one movement may happen, without a file of its own",
		Long: `Supposes one movement and says whether it may happen on the records of the
dossier. What is not said is not known: without --via the route may touch any
place, without --at the goods may go anywhere.`,
		Example: `  proviso may examples/seoul-155mm --move 100_000 --item 155mm-HE --from US --to UA \
      --via PL --on 2022-12-01 --fund USAI`,
		Args: arguments("a dossier", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := m.complete(cmd); err != nil {
				return err
			}
			return m.ask(cmd.Context(), p, &q, args[0])
		},
	}
	f := cmd.Flags()
	f.StringVar(&m.move, "move", "", "how `MANY` units: 100_000, 400..480, 1.. or ?")
	f.StringVar(&m.item, "item", "", "of which `ITEM`")
	f.StringVar(&m.from, "from", "", "the `PARTY` that owns them now")
	f.StringVar(&m.to, "to", "", "the `PARTY` that is to own them or, with --lend, to have them")
	f.StringVar(&m.holder, "holder", "", "the `PARTY` that is to have them (default: the new owner)")
	f.StringVar(&m.fromAt, "from-at", "", "the `PLACE` where they are now")
	f.StringVar(&m.at, "at", "", "the `PLACE` where they go")
	f.StringSliceVar(&m.via, "via", nil, "the `PLACES` they pass, with commas between, or direct")
	f.StringVar(&m.on, "on", "", "the `DATE`, exact or not (default: the day of the answer)")
	f.StringVar(&m.fund, "fund", "", "the `FUND` that pays, obligated on that day")
	f.StringSliceVar(&m.under, "under", nil, "the `INSTRUMENTS` under which they move, with commas between")
	f.StringVar(&m.use, "use", "", "what they are for, as `TEXT`")
	f.BoolVar(&m.lend, "lend", false, "they are lent: the owner stays the same")
	f.SortFlags = false
	q.flags(cmd)
	return cmd
}

// complete asks for the flags without which there is no question.
func (m *supposed) complete(cmd *cobra.Command) error {
	for _, name := range []string{"move", "item", "from", "to"} {
		if f := cmd.Flags().Lookup(name); f.Value.String() == "" {
			return wrong("missing-flag", "may needs --"+name, "write "+cmd.UseLine())
		}
	}
	if m.lend && m.holder != "" {
		return wrong("flag-clash", "say one of --lend and --holder", "with --lend, --to is who has the goods")
	}
	return nil
}

// ask reads the dossier with the supposed movement in it and answers for that
// movement alone.
func (m *supposed) ask(ctx context.Context, p *program, q *question, name string) error {
	d, err := q.read(ctx, p, name)
	if err != nil {
		return err
	}
	s, err := q.snapshot(d)
	if err != nil {
		return err
	}
	id := freeID(s)
	file, flags := m.file(id, s.AsOf)
	d, err = d.Suppose(file)
	if err != nil {
		return onFlags(err, file.Name, flags)
	}
	if s, err = q.snapshot(d); err != nil {
		return err
	}
	a, err := q.check(ctx, p, s, report.Question{Movement: id})
	if err != nil {
		return err
	}
	return q.answer(p, a, func() string { return report.Text(a, s, p.screen.look()) })
}

// freeID gives an id that no movement has: may, may-2, ...
func freeID(s *proviso.Snapshot) proviso.MovementID {
	id := proviso.MovementID("may")
	for n := 2; s.Movement(id) != nil; n++ {
		id = proviso.MovementID("may-" + strconv.Itoa(n))
	}
	return id
}

// file writes the movement as a file of suppositions, so that it is read and
// checked like any other. It also gives, for each line, the flag it came from.
func (m *supposed) file(id proviso.MovementID, asOf proviso.Day) (file dossier.File, flags []string) {
	var b strings.Builder
	line := func(flag, text string) {
		b.WriteString(text + "\n")
		flags = append(flags, flag)
	}
	value := func(flag, indent, key, v string) {
		if v != "" {
			line(flag, indent+key+": "+strconv.Quote(v))
		}
	}
	line("", "movements:")
	line("", "  "+string(id)+":")
	if m.on == "" {
		m.on = asOf.String()
	}
	if m.lend {
		line("--lend", "    kind: lend")
	}
	value("--on", "    ", "supposed", m.on)
	line("", "    goods:")
	value("--move", "      ", "quantity", m.move)
	value("--item", "      ", "item", m.item)
	line("", "    from:")
	value("--from", "      ", "owner", m.from)
	value("--from-at", "      ", "at", m.fromAt)
	line("", "    to:")
	if m.lend {
		value("--to", "      ", "holder", m.to)
	} else {
		value("--to", "      ", "owner", m.to)
		value("--holder", "      ", "holder", m.holder)
	}
	value("--at", "      ", "at", m.at)
	if len(m.via) == 1 && (m.via[0] == "direct" || m.via[0] == "?") {
		value("--via", "    ", "via", m.via[0])
	} else if len(m.via) > 0 {
		line("--via", "    via: "+quoted(m.via))
	}
	if len(m.under) > 0 {
		line("--under", "    under: "+quoted(m.under))
	}
	if m.fund != "" {
		line("", "    paid_from:")
		value("--fund", "      ", "fund", m.fund)
		if _, err := proviso.ParseDate(m.on); err == nil { // else --on says so
			value("--on", "      ", "on", m.on)
		}
	}
	value("--use", "    ", "use", m.use)
	return dossier.File{Name: "the command line", Text: []byte(b.String()), Supposed: true}, flags
}

func quoted(words []string) string {
	out := make([]string, len(words))
	for i, w := range words {
		out[i] = strconv.Quote(w)
	}
	return "[" + strings.Join(out, ", ") + "]"
}

// onFlags puts the flag in the place of the line that `may` wrote.
func onFlags(err error, name string, flags []string) error {
	var all proviso.Errors
	if !errors.As(err, &all) {
		return err
	}
	out := make(proviso.Errors, len(all))
	for i, e := range all {
		moved := *e
		if n := e.Pos.Line; e.Pos.File == name && n >= 1 && n <= len(flags) {
			moved.Pos = proviso.Pos{File: flags[n-1]}
		}
		out[i] = &moved
	}
	return fmt.Errorf("the question: %w", out)
}
