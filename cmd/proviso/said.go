package main

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	proviso "github.com/proviso-ledger/proviso"
	"github.com/proviso-ledger/proviso/internal/report"
)

// spoken holds the flags of said.
type spoken struct {
	question
	about, by []string
	between   string
	scenarios int
	evidence  bool
}

func saidCommand(p *program) *cobra.Command {
	var t spoken
	cmd := &cobra.Command{
		Use:   "said DOSSIER",
		Short: "Say who said what, who denies it, what cannot both be true, and what the records say",
		Long: `Lists for each matter who asserts, denies or declines to comment on it, with the
chain, the day, the words and the grade; what the records prove or make impossible;
and how the statements stand to one another:

  cannot both be true   nothing that can have been fits both, or all of three or more;
                        shown with the derivation
  differ                both can be true, though they do not say the same, and why
  changes of position   the same speaker, or another of the same side, later said otherwise
  told on               one claim of one origin, which counts once however often it is told

What the records say is of the claim itself, as it was said on its day: proved, refuted,
possible or nothing on record, which refutes nothing. Whatever is not known speaks
against a conflict. Nothing is weighed: grades are shown with who gave them, and no
score is made of them. docs/STATEMENTS.md has the rules.`,
		Example: `  proviso said examples/seoul-155mm
  proviso said examples/seoul-155mm --about premise --by US,KR
  proviso said examples/c06-north-korea --between 2022-09/2022-11
  proviso said examples/c03-poland-mig29 --scenarios 3
  proviso said examples/c04-krab-k9 --about consent-KR --evidence`,
		Args: arguments("a dossier", 1, 1),
		RunE: func(cmd *cobra.Command, args []string) error { return t.answerTo(cmd.Context(), p, args[0]) },
	}
	f := cmd.Flags()
	f.StringSliceVar(&t.about, "about", nil, "only what has to do with these records, parties, items or places `IDS`")
	f.StringSliceVar(&t.by, "by", nil, "only what these parties `IDS` or their parts say")
	f.StringVar(&t.between, "between", "", "only what was said in this `PERIOD`, such as 2022-11 or 2022-11-01/2022-11-30")
	f.IntVar(&t.scenarios, "scenarios", 0, "up to `N` largest sets that can all be true, and what follows")
	f.BoolVar(&t.evidence, "evidence", false, "list the evidence for each claim: documents, chains, grades")
	f.SortFlags = false
	t.plainFlags(cmd)
	return cmd
}

// ask puts the flags into a question.
func (t *spoken) ask(s *proviso.Snapshot) (report.SaidQuestion, error) {
	q := report.SaidQuestion{About: t.about, By: t.by, Scenarios: t.scenarios}
	if t.between != "" {
		d, err := proviso.ParseDate(t.between)
		if err != nil {
			return q, onFlag("--between", err)
		}
		if !d.Known() {
			return q, wrongFlag("--between", "flag", "a period that is not known leaves nothing out", "write 2022-11 or 2022-11-01/2022-11-30, or leave it out")
		}
		q.Between = d
	}
	for _, list := range []struct {
		flag string
		ids  []string
	}{{"--about", t.about}, {"--by", t.by}} {
		if list.ids != nil && len(list.ids) == 0 {
			return q, wrongFlag(list.flag, "flag", "it names nothing", "name ids with commas between, or leave it out")
		}
	}
	if t.scenarios < 0 {
		return q, wrongFlag("--scenarios", "flag", "a number of sets is not negative", "write --scenarios 3")
	}
	if t.evidence && t.scenarios > 0 {
		return q, wrong("flag-clash", "say one of --evidence and --scenarios", "the two are different lists")
	}
	for _, id := range t.about {
		if !knownID(s, id) {
			return q, notOnRecord("--about", "record", id, sayable(s))
		}
	}
	var parties []string
	for _, p := range s.Parties {
		parties = append(parties, string(p.ID))
	}
	for _, id := range t.by {
		if s.Party(proviso.PartyID(id)) == nil {
			return q, notOnRecord("--by", "party", id, parties)
		}
	}
	return q, nil
}

func knownID(s *proviso.Snapshot, id string) bool {
	_, country := proviso.CountryName(id)
	return s.Movement(proviso.MovementID(id)) != nil || s.Instrument(proviso.InstrumentID(id)) != nil || s.Condition(proviso.ConditionID(id)) != nil ||
		s.Statement(proviso.StatementID(id)) != nil || s.Party(proviso.PartyID(id)) != nil || s.Item(proviso.ItemID(id)) != nil ||
		s.Place(proviso.PlaceID(id)) != nil || country
}

// sayable lists what a statement can be about.
func sayable(s *proviso.Snapshot) []string {
	out := traceable(s)
	for _, r := range s.Statements {
		out = append(out, string(r.ID))
	}
	for _, r := range s.Items {
		out = append(out, string(r.ID))
	}
	return out
}

func (t *spoken) answerTo(ctx context.Context, p *program, name string) error {
	d, err := t.read(ctx, p, name)
	if err != nil {
		return err
	}
	s, err := t.snapshot(d)
	if err != nil {
		return err
	}
	q, err := t.ask(s)
	if err != nil {
		return err
	}
	a, err := during(ctx, p, fmt.Sprintf("comparing %d statements", len(s.Statements)), func() (*report.Said, error) { return report.AskSaid(ctx, s, q) })
	if err != nil {
		return err
	}
	switch {
	case t.json:
		return printJSON(p, a)
	case t.evidence:
		fmt.Fprint(p.stdout, report.EvidenceText(a, s, p.screen.look()))
	default:
		fmt.Fprint(p.stdout, report.SaidText(a, s, p.screen.look()))
	}
	return nil
}

// supposedFiles parts the values of --suppose: names of files, and statements.
func supposedFiles(values []string) (files, statements []string) {
	for _, v := range values {
		if _, err := os.Stat(v); err == nil || strings.ContainsAny(v, `/\`) || strings.HasSuffix(v, ".yaml") || strings.HasSuffix(v, ".yml") {
			files = append(files, v)
			continue
		}
		for id := range strings.SplitSeq(v, ",") {
			if id = strings.TrimSpace(id); id != "" {
				statements = append(statements, id)
			}
		}
	}
	return files, statements
}
